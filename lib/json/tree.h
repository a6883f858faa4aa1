/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole I-JSON text as an immutable tree in an arena, its objects sorted in the order of RFC 8785, repeated names refused.
 * For texts whose shape is not ours: envelopes, lock files, and what mf_json_canonicalize() is given. TOML is read into the same
 * tree (toml/toml.h).
 */
#ifndef MF_JSON_TREE_H
#define MF_JSON_TREE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "json/scanner.h"

struct mf_json_node {
    enum mf_json_token token;            /* OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL or TIME */
    uint32_t count;                      /* members or elements */
    struct mf_view name;                 /* of a member, decoded */
    struct mf_view text;                 /* of a string, decoded; of a number or time, its spelling */
    const struct mf_json_node *children; /* `count` of them, members in canonical order */
    struct mf_position position;         /* of the value, also of a member */
};

/*
 * Reads a text of at most 2 GiB. The tree may point into the text, which must outlive it. Numbers that canonical form
 * cannot carry are refused: beyond the range of doubles, and integers beyond ±(2^53 - 1), also where only their canonical
 * form is one (1e20, but not 1e21).
 * @return MF_OK, MF_ERROR_SYNTAX, MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_json_tree_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                            const struct mf_json_node **ret_root, mf_error **reterr);

/* The member of an object by its name; NULL if there is none, or the node is no object. O(log n). */
const struct mf_json_node *mf_json_tree_member(const struct mf_json_node *node, const char *name);

/* Appends a tree that was read from JSON in the form of RFC 8785. Does not recurse without bound: the depth was limited when it was read. */
void mf_json_tree_append(struct mf_buffer *buffer, const struct mf_json_node *node);

#endif
