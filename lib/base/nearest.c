/* SPDX-License-Identifier: Apache-2.0 */
/* Optimal string alignment distance, over names short enough for rows on the stack. */
#include "base/nearest.h"

enum { LONGEST = 40 };

/* How many insertions, deletions, replacements and swaps of neighbours apart. */
static size_t distance(struct mf_view left, struct mf_view right)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *row = rows[2];

    for (size_t j = 0; j <= right.size; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= left.size; i++) {
        size_t *spare = before;

        row[0] = i;
        for (size_t j = 1; j <= right.size; j++) {
            bool same = left.data[i - 1] == right.data[j - 1];
            size_t least = last[j - 1] + !same;

            least = last[j] + 1 < least ? last[j] + 1 : least;
            least = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
            if (i > 1 && j > 1 && left.data[i - 1] == right.data[j - 2] &&
                left.data[i - 2] == right.data[j - 1] && before[j - 2] + 1 < least) {
                least = before[j - 2] + 1;
            }
            row[j] = least;
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[right.size];
}

void mf_nearest_offer(struct mf_nearest *nearest, struct mf_view name)
{
    struct mf_view wanted = nearest->wanted;
    size_t most = 1 + name.size / 4;
    size_t apart = name.size > wanted.size ? name.size - wanted.size : wanted.size - name.size;
    size_t between;

    if (name.size > LONGEST || wanted.size > LONGEST || wanted.size == 0 || apart > most) {
        return;
    }
    between = distance(wanted, name);
    /* Where every letter differs nothing is near. */
    if (between <= most && between < wanted.size && between < name.size &&
        (nearest->best.data == NULL || between < nearest->distance)) {
        nearest->best = name;
        nearest->distance = between;
    }
}
