/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the members of an object in the order of RFC 8785. */
#ifndef MF_JSON_SORT_H
#define MF_JSON_SORT_H

#include "json/tree.h"

/*
 * Sorts by name; equal names stay in the order in which they came. In time n log n at worst.
 *
 * @param scratch a block of mf_arena_resize(), or NULL; it is kept for the next call
 * @return false without memory
 */
bool mf_json_sort_members(struct mf_arena *arena, struct mf_json_node *nodes, size_t count,
                          uint32_t **scratch);

#endif
