/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences: both are sorted by what tells their entries apart, and one pass over both finds what stands in both. */
#include "comparison/order.h"
#include "comparison/pairs.h"

#include <stdlib.h>

/* An entry while a sequence is sorted. */
struct item {
    struct mf_node node;
    const struct mf_scalar *name; /* NULL: all of the entry counts */
    uint32_t index;
};

/* The part of two sequences that is not the same at their beginning and at their end. */
struct middle {
    uint32_t begin;
    uint32_t left_end;
    uint32_t right_end;
};

/* The field that names the entries; NULL: they have none. */
static const struct mf_field *naming_field(const struct mf_field *field)
{
    uint8_t number;

    if (field->shape != MF_SHAPE_SEQUENCE) {
        return NULL;
    }
    number = mf_record_find(field->record, mf_view_of("name"), 0);
    return number == MF_NO_FIELD ? NULL : &field->record->fields[number];
}

static struct item item_of(const struct mf_node *list, uint32_t index)
{
    const struct mf_field *naming = naming_field(list->field);
    struct item item = { .node = mf_node_entry(list, index), .index = index };

    if (naming != NULL) {
        item.name = mf_field_in(naming, item.node.value);
    }
    return item;
}

static int compare_identity(const struct item *left, const struct item *right)
{
    return left->name == NULL ? mf_node_compare(&left->node, &right->node)
                              : mf_view_compare(mf_scalar_view(left->name), mf_scalar_view(right->name));
}

static int compare_items(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    int order = compare_identity(a, b);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static bool are_same(const struct mf_node *left, uint32_t i, const struct mf_node *right, uint32_t j)
{
    struct item a = item_of(left, i);
    struct item b = item_of(right, j);

    return compare_identity(&a, &b) == 0;
}

/* Joins what is the same at the beginning and at the end, and says what is left. */
static struct middle join_ends(const struct mf_node *left, const struct mf_node *right,
                               struct mf_pairs *pairs)
{
    struct middle middle = { 0, mf_pairs_count(left), mf_pairs_count(right) };

    while (middle.begin < middle.left_end && middle.begin < middle.right_end &&
           are_same(left, middle.begin, right, middle.begin)) {
        mf_pairs_join(pairs, middle.begin, middle.begin);
        middle.begin++;
    }
    while (middle.left_end > middle.begin && middle.right_end > middle.begin &&
           are_same(left, middle.left_end - 1, right, middle.right_end - 1)) {
        mf_pairs_join(pairs, --middle.left_end, --middle.right_end);
    }
    return middle;
}

static struct item *sorted(struct mf_arena *arena, const struct mf_node *list, uint32_t begin, uint32_t end)
{
    struct item *items = mf_arena_alloc_array(arena, (size_t)(end - begin) + 1, sizeof *items);

    if (items == NULL) {
        return NULL;
    }
    for (uint32_t i = begin; i < end; i++) {
        items[i - begin] = item_of(list, i);
    }
    if (end - begin > 1) {
        qsort(items, end - begin, sizeof *items, compare_items);
    }
    return items;
}

/* The first of several that are the same with the first, the second with the second. */
static mf_status join_same(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                           const struct middle *middle, struct mf_pairs *pairs)
{
    uint32_t left_count = middle->left_end - middle->begin;
    uint32_t right_count = middle->right_end - middle->begin;
    struct item *lefts = sorted(arena, left, middle->begin, middle->left_end);
    struct item *rights = sorted(arena, right, middle->begin, middle->right_end);

    if (lefts == NULL || rights == NULL) {
        return mf_arena_status(arena);
    }
    for (uint32_t i = 0, j = 0; i < left_count && j < right_count;) {
        int order = compare_identity(&lefts[i], &rights[j]);

        if (order == 0) {
            mf_pairs_join(pairs, lefts[i].index, rights[j].index);
        }
        i += order <= 0;
        j += order >= 0;
    }
    return MF_OK;
}

/* Between entries that stay where they are: what has no partner, in the order in which it stands. */
static void join_between(struct mf_pairs *pairs, uint32_t left, uint32_t left_end, uint32_t right,
                         uint32_t right_end)
{
    for (;; left++, right++) {
        while (left < left_end && pairs->partner_of_left[left] != MF_UNPAIRED) {
            left++;
        }
        while (right < right_end && pairs->partner_of_right[right] != MF_UNPAIRED) {
            right++;
        }
        if (left >= left_end || right >= right_end) {
            return;
        }
        mf_pairs_join(pairs, left, right);
    }
}

static void join_places(struct mf_pairs *pairs)
{
    uint32_t left = 0;
    uint32_t right = 0;

    for (uint32_t i = 0; i < pairs->left_count; i++) {
        uint32_t partner = pairs->partner_of_left[i];

        if (partner != MF_UNPAIRED && !pairs->moved[i]) {
            join_between(pairs, left, i, right, partner);
            left = i + 1;
            right = partner + 1;
        }
    }
    join_between(pairs, left, pairs->left_count, right, pairs->right_count);
}

mf_status mf_pairs_of_sequences(struct mf_arena *arena, const struct mf_node *left,
                                const struct mf_node *right, struct mf_pairs *pairs)
{
    struct middle middle = join_ends(left, right, pairs);
    mf_status status = MF_OK;

    if (middle.begin < middle.left_end && middle.begin < middle.right_end) {
        status = join_same(arena, left, right, &middle, pairs);
    }
    if (status == MF_OK) {
        status = mf_pairs_find_moved(arena, pairs);
    }
    if (status == MF_OK && naming_field(left->field) == NULL) {
        join_places(pairs);
    }
    return status;
}
