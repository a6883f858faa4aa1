/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the table. */
#include "schema/schema.h"

uint8_t mf_record_find(const struct mf_record *record, struct mf_view name, uint8_t hint)
{
    uint8_t number = hint;

    for (unsigned i = 0; i < record->field_count; i++, number++) {
        const struct mf_field *field;

        number = number < record->field_count ? number : 0;
        field = &record->fields[number];
        if (field->name_size == name.size && memcmp(field->name, name.data, name.size) == 0) {
            return number;
        }
    }
    return MF_NO_FIELD;
}

enum { LONGEST_SUGGESTED = 40 };

/* Optimal string alignment distance: how many insertions, deletions, replacements and swaps of neighbours apart. */
static size_t distance(struct mf_view left, struct mf_view right)
{
    size_t rows[3][LONGEST_SUGGESTED + 1];
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

/* Keeps the nearer of two candidates. */
static void consider(const char *candidate, struct mf_view name, const char **best, size_t *best_distance)
{
    struct mf_view view = mf_view_of(candidate);
    size_t between;

    if (view.size > LONGEST_SUGGESTED || name.size > LONGEST_SUGGESTED || name.size == 0) {
        return;
    }
    between = distance(name, view);
    if (between < *best_distance && between <= 1 + view.size / 4) {
        *best = candidate;
        *best_distance = between;
    }
}

const char *mf_record_suggest(const struct mf_record *record, struct mf_view name)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;

    for (size_t i = 0; i < record->field_count; i++) {
        consider(record->fields[i].name, name, &best, &best_distance);
    }
    return best;
}

const char *mf_field_suggest(const struct mf_field *field, struct mf_view text)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;

    for (size_t i = 0; i < field->choice_count; i++) {
        consider(field->choices[i], text, &best, &best_distance);
    }
    return best;
}

enum mf_type mf_field_type(const struct mf_record *record, const struct mf_field *field, const void *object)
{
    const struct mf_scalar *type;

    if (field->type != MF_TYPE_SCALAR) {
        return (enum mf_type)field->type;
    }
    type = mf_field_in(&record->fields[record->typed_by], object);
    for (unsigned i = 0; type->text != NULL && i < MF_TYPE_COUNT; i++) {
        const char *name = mf_type_info((enum mf_type)i)->name;

        if (i != MF_TYPE_SCALAR && name[0] == type->text[0] && strcmp(name, type->text) == 0) {
            /* Which words an enum may be is said beside it; each is a string. */
            return i == MF_TYPE_ENUM ? MF_TYPE_STRING : (enum mf_type)i;
        }
    }
    return MF_TYPE_SCALAR;
}
