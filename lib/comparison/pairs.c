/* SPDX-License-Identifier: Apache-2.0 */
/* What pairing of sets and of sequences has in common, and which pairs have moved. */
#include "comparison/pairs.h"

/* Where a pair that ends in `right` belongs among the ends of the longest rising runs of each length: the first end above it. */
static uint32_t place_of(const struct mf_pairs *pairs, const uint32_t *ends, uint32_t count, uint32_t right)
{
    uint32_t low = 0;
    uint32_t high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (pairs->partner_of_left[ends[middle]] < right) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_in_order(const struct mf_pairs *pairs)
{
    uint32_t last = 0;

    for (uint32_t i = 0; i < pairs->left_count; i++) {
        uint32_t right = pairs->partner_of_left[i];

        if (right == MF_UNPAIRED) {
            continue;
        }
        if (right < last) {
            return false;
        }
        last = right;
    }
    return true;
}

mf_status mf_pairs_find_moved(struct mf_arena *arena, struct mf_pairs *pairs)
{
    uint32_t *ends; /* by length - 1: the left index in which the best run of that length ends */
    uint32_t *before;
    uint32_t count = 0;
    uint32_t at;

    if (is_in_order(pairs)) {
        return MF_OK;
    }
    ends = mf_arena_alloc_array(arena, pairs->left_count, sizeof *ends);
    before = mf_arena_alloc_array(arena, pairs->left_count, sizeof *before);
    if (ends == NULL || before == NULL) {
        return mf_arena_status(arena);
    }
    for (uint32_t i = 0; i < pairs->left_count; i++) {
        if (pairs->partner_of_left[i] != MF_UNPAIRED) {
            uint32_t place = place_of(pairs, ends, count, pairs->partner_of_left[i]);

            before[i] = place == 0 ? MF_UNPAIRED : ends[place - 1];
            ends[place] = i;
            count += place == count;
            pairs->moved[i] = true;
        }
    }
    for (at = ends[count - 1]; at != MF_UNPAIRED; at = before[at]) {
        pairs->moved[at] = false;
    }
    return MF_OK;
}

static uint32_t *unpaired(struct mf_arena *arena, uint32_t count)
{
    uint32_t *partners = mf_arena_alloc_array(arena, (size_t)count + 1, sizeof *partners);

    for (uint32_t i = 0; partners != NULL && i < count; i++) {
        partners[i] = MF_UNPAIRED;
    }
    return partners;
}

mf_status mf_pairs_make(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                        struct mf_pairs *ret_pairs)
{
    struct mf_pairs pairs = { .left_count = mf_pairs_count(left), .right_count = mf_pairs_count(right) };
    mf_status status;

    pairs.partner_of_left = unpaired(arena, pairs.left_count);
    pairs.partner_of_right = unpaired(arena, pairs.right_count);
    pairs.moved = mf_arena_alloc_array(arena, (size_t)pairs.left_count + 1, sizeof *pairs.moved);
    if (pairs.partner_of_left == NULL || pairs.partner_of_right == NULL || pairs.moved == NULL) {
        return mf_arena_status(arena);
    }
    if (!mf_shape_is_set(left->field->shape)) {
        status = mf_pairs_of_sequences(arena, left, right, &pairs);
    } else {
        status = mf_pairs_of_sets(arena, left, right, &pairs);
        if (status == MF_OK && left->field->shape == MF_SHAPE_SCALAR_SET) {
            status = mf_pairs_of_amounts(arena, left, right, &pairs);
        }
    }
    if (status == MF_OK) {
        status = mf_pairs_find_moved(arena, &pairs);
    }
    if (status == MF_OK) {
        *ret_pairs = pairs;
    }
    return status;
}
