/* SPDX-License-Identifier: Apache-2.0 */
/* An order of values; which one does not matter. It recurses as deep as the schema nests. */
#include "comparison/order.h"

static int compare_counts(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int compare_lists(const struct mf_node *left, const struct mf_node *right)
{
    const struct mf_list *lefts = left->value;
    const struct mf_list *rights = right->value;
    uint32_t common = lefts->count < rights->count ? lefts->count : rights->count;

    for (uint32_t i = 0; i < common; i++) {
        struct mf_node a = mf_node_entry(left, i);
        struct mf_node b = mf_node_entry(right, i);
        int order = mf_node_compare(&a, &b);

        if (order != 0) {
            return order;
        }
    }
    return compare_counts(lefts->count, rights->count);
}

static int compare_mappings(const struct mf_record *record, const struct mf_node *left,
                            const struct mf_node *right)
{
    for (uint8_t i = 0; i < record->field_count; i++) {
        struct mf_node a = mf_node_member(left, i);
        struct mf_node b = mf_node_member(right, i);
        int order = (a.value != NULL) - (b.value != NULL);

        if (order == 0 && a.value != NULL) {
            order = mf_node_compare(&a, &b);
        }
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

int mf_node_compare(const struct mf_node *left, const struct mf_node *right)
{
    const struct mf_record *record = mf_node_record(left);
    mf_kind kind;
    mf_kind other;

    if (record != NULL) {
        return compare_mappings(record, left, right);
    }
    kind = mf_node_kind(left);
    if (kind == MF_KIND_SET || kind == MF_KIND_SEQUENCE) {
        return compare_lists(left, right);
    }
    other = mf_node_kind(right);
    return kind != other ? (kind > other) - (kind < other)
                         : mf_view_compare(mf_scalar_view(left->value), mf_scalar_view(right->value));
}
