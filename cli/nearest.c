/* SPDX-License-Identifier: Apache-2.0 */
/* Edit distance between short names: insertions, deletions, replacements, and neighbours that changed places. */
#include "nearest.h"

#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Both are at most LONGEST bytes. Rows of the usual table; the one before the last is kept for exchanged neighbours. */
static size_t distance_between(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][LONGEST + 1];

    for (size_t j = 0; j <= b_size; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_size; i++) {
        const size_t *above = rows[(i - 1) % 3];
        size_t *row = rows[i % 3];

        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            }
        }
    }
    return rows[a_size % 3][b_size];
}

struct cli_nearest cli_nearest_begin(const char *unknown)
{
    /* One mistake in three letters is a slip; more is another word. */
    return (struct cli_nearest){ unknown, NULL, strlen(unknown) / 3 + 2 };
}

void cli_nearest_try(struct cli_nearest *nearest, const char *known)
{
    size_t unknown_size = strlen(nearest->unknown);
    size_t known_size = strlen(known);

    if (unknown_size <= LONGEST && known_size <= LONGEST) {
        size_t distance = distance_between(nearest->unknown, unknown_size, known, known_size);

        if (distance < nearest->distance) {
            nearest->best = known;
            nearest->distance = distance;
        }
    }
}
