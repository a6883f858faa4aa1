/* SPDX-License-Identifier: Apache-2.0 */
/* Which entry of a list is which entry of another: what every comparison of two documents begins with. */
#ifndef MF_COMPARISON_PAIRS_H
#define MF_COMPARISON_PAIRS_H

#include "base/arena.h"
#include "model/node.h"

/* No partner. */
#define MF_UNPAIRED UINT32_MAX

/* The entries of two lists, paired: partner_of_left[i] == j exactly where partner_of_right[j] == i. */
struct mf_pairs {
    uint32_t left_count;
    uint32_t right_count;
    uint32_t *partner_of_left;  /* by index in the left list: index in the right one, or MF_UNPAIRED */
    uint32_t *partner_of_right; /* the other way round */
    bool *
        moved; /* by left index: paired, and taking it out and putting it back elsewhere is part of the change */
};

/*
 * Pairs two lists of one field, either of which may be absent: sets, which must be sorted, or sequences. In time n log n, and memory in proportion to the number
 * of entries.
 *
 * - A set: entries with equal keys, and durations and quantities that are equal. Where the key is a package URL, its version does not count: of the versions of one package
 *   those that are on both sides are one another's partners, then those with equal qualifiers and subpath in the order of the set,
 *   then the last one on each side if there is one on both.
 * - A sequence of mappings that have a name: entries with equal names, the first with the first.
 * - Any other sequence: equal entries, and between two of them what stands in the same place.
 *
 * @return MF_OK, or why the arena failed
 */
mf_status mf_pairs_make(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                        struct mf_pairs *ret_pairs);

/* As mf_pairs_make(), of lists of one kind; `ret_pairs` is ready, with all unpaired. */
mf_status mf_pairs_of_sets(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                           struct mf_pairs *pairs);
/* Goes on where mf_pairs_of_sets() ended: durations and quantities that are equal in another spelling. */
mf_status mf_pairs_of_amounts(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                              struct mf_pairs *pairs);
mf_status mf_pairs_of_sequences(struct mf_arena *arena, const struct mf_node *left,
                                const struct mf_node *right, struct mf_pairs *pairs);

/* True if package URLs tell the entries of a set apart. */
bool mf_pairs_are_packages(const struct mf_field *set);

/* How many entries a list has; an absent one has none. */
static inline uint32_t mf_pairs_count(const struct mf_node *list)
{
    return list->value == NULL ? 0 : ((const struct mf_list *)list->value)->count;
}

/* Notes that two entries are one. */
static inline void mf_pairs_join(struct mf_pairs *pairs, uint32_t left, uint32_t right)
{
    pairs->partner_of_left[left] = right;
    pairs->partner_of_right[right] = left;
}

/* Marks the fewest pairs as moved without which all others stand in one order on both sides. */
mf_status mf_pairs_find_moved(struct mf_arena *arena, struct mf_pairs *pairs);

#endif
