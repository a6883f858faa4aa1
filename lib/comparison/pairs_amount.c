/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of durations or quantities are sorted by text; what has no partner by text may have one by what it stands for. */
#include "comparison/pairs.h"
#include "value/duration.h"
#include "value/quantity.h"

#include <stdlib.h>

struct amount {
    struct mf_quantity quantity;
    uint32_t index;
};

static int compare_amounts(const void *left, const void *right)
{
    const struct amount *a = left;
    const struct amount *b = right;
    int order = mf_quantity_compare(&a->quantity, &b->quantity);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* What a text stands for; durations are never below 0. */
static bool parse(enum mf_type type, struct mf_view text, struct mf_quantity *ret_quantity)
{
    int64_t milliseconds;

    if (type == MF_TYPE_QUANTITY) {
        return mf_quantity_parse(text, ret_quantity);
    }
    if (!mf_duration_parse(text, &milliseconds)) {
        return false;
    }
    *ret_quantity = (struct mf_quantity){ .whole = (uint64_t)milliseconds };
    return true;
}

/* The amounts that have no partner yet, sorted. */
static struct amount *gather(struct mf_arena *arena, enum mf_type type, const struct mf_node *list,
                             const uint32_t *partners, size_t *ret_count)
{
    uint32_t entries = mf_pairs_count(list);
    struct amount *amounts = mf_arena_alloc_array(arena, (size_t)entries + 1, sizeof *amounts);
    size_t count = 0;

    for (uint32_t i = 0; amounts != NULL && i < entries; i++) {
        const struct mf_scalar *scalar = mf_entry_of(list->field, list->value, i);

        if (partners[i] == MF_UNPAIRED && parse(type, mf_scalar_view(scalar), &amounts[count].quantity)) {
            amounts[count++].index = i;
        }
    }
    if (count > 1) {
        qsort(amounts, count, sizeof *amounts, compare_amounts);
    }
    *ret_count = count;
    return amounts;
}

mf_status mf_pairs_of_amounts(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                              struct mf_pairs *pairs)
{
    struct amount *lefts;
    struct amount *rights;
    size_t left_count;
    size_t right_count;
    enum mf_type type;

    if (pairs->left_count == 0 || pairs->right_count == 0) {
        return MF_OK;
    }
    type = mf_field_type(left->record, left->field, left->object);
    if (type != mf_field_type(right->record, right->field, right->object) ||
        (type != MF_TYPE_DURATION && type != MF_TYPE_QUANTITY)) {
        return MF_OK;
    }
    lefts = gather(arena, type, left, pairs->partner_of_left, &left_count);
    rights = gather(arena, type, right, pairs->partner_of_right, &right_count);
    if (lefts == NULL || rights == NULL) {
        return mf_arena_status(arena);
    }
    for (size_t i = 0, j = 0; i < left_count && j < right_count;) {
        int order = mf_quantity_compare(&lefts[i].quantity, &rights[j].quantity);

        if (order == 0) {
            mf_pairs_join(pairs, lefts[i].index, rights[j].index);
        }
        i += order <= 0;
        j += order >= 0;
    }
    return MF_OK;
}
