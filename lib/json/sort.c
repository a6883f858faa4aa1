/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Few members are sorted by insertion, many by merging indices; then every node is moved once. Mostly there is nothing to
 * do, and looking at that costs one pass.
 */
#include "json/sort.h"

#include "json/writer.h"

/* Up to so many members are sorted by insertion. */
enum { FEW_MEMBERS = 16 };

/* Puts `order[left…right)` in order into `sorted`; its halves, which meet at `middle`, are in order. */
static void merge(const struct mf_json_node *nodes, const uint32_t *order, uint32_t *sorted, size_t left,
                  size_t middle, size_t right)
{
    size_t low = left;
    size_t high = middle;

    for (size_t i = left; i < right; i++) {
        bool take_low =
            high == right ||
            (low < middle && mf_json_compare_names(nodes[order[low]].name, nodes[order[high]].name) <= 0);

        sorted[i] = take_low ? order[low++] : order[high++];
    }
}

/* Sorts by merging from the bottom up: stable, and never worse than n log n. Returns which node belongs where. */
static uint32_t *merge_sort(const struct mf_json_node *nodes, size_t count, uint32_t *order, uint32_t *spare)
{
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
    }
    for (size_t width = 1; width < count; width *= 2) {
        uint32_t *sorted = spare;

        for (size_t left = 0; left < count; left += 2 * width) {
            size_t middle = count - left < width ? count : left + width;
            size_t right = count - middle < width ? count : middle + width;

            merge(nodes, order, sorted, left, middle, right);
        }
        spare = order;
        order = sorted;
    }
    return order;
}

/* Moves every node to its place, along the cycles of the permutation. */
static void rearrange(struct mf_json_node *nodes, size_t count, uint32_t *order)
{
    for (size_t i = 0; i < count; i++) {
        struct mf_json_node first = nodes[i];
        size_t at = i;

        while (order[at] != i) {
            size_t from = order[at];

            nodes[at] = nodes[from];
            order[at] = (uint32_t)at;
            at = from;
        }
        nodes[at] = first;
        order[at] = (uint32_t)at;
    }
}

static void insertion_sort(struct mf_json_node *nodes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct mf_json_node node = nodes[i];
        size_t at = i;

        while (at > 0 && mf_json_compare_names(nodes[at - 1].name, node.name) > 0) {
            nodes[at] = nodes[at - 1];
            at--;
        }
        nodes[at] = node;
    }
}

static bool is_sorted(const struct mf_json_node *nodes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (mf_json_compare_names(nodes[i - 1].name, nodes[i].name) > 0) {
            return false;
        }
    }
    return true;
}

bool mf_json_sort_members(struct mf_arena *arena, struct mf_json_node *nodes, size_t count,
                          uint32_t **scratch)
{
    uint32_t *order;

    if (is_sorted(nodes, count)) {
        return true;
    }
    if (count <= FEW_MEMBERS) {
        insertion_sort(nodes, count);
        return true;
    }
    order = mf_arena_resize(arena, *scratch, 2 * count * sizeof *order);
    if (order == NULL) {
        return false;
    }
    *scratch = order;
    rearrange(nodes, count, merge_sort(nodes, count, order, order + count));
    return true;
}
