/* SPDX-License-Identifier: Apache-2.0 */
/* A YAML text of any shape as the tree of json/tree.h, for texts whose shape is not ours. */
#ifndef MF_SYNTAX_YAML_TREE_H
#define MF_SYNTAX_YAML_TREE_H

#include "json/tree.h"

/*
 * Reads a text that holds one document. What YAML has besides mappings, lists and scalars is refused: anchors, aliases, merge keys,
 * tags, directives, keys that are no scalars; and so are repeated keys and NUL.
 *
 * What is in quotes or a block is a string. Without quotes it is what any version of YAML takes it for: a boolean, null, or a
 * number, whose text is its spelling. Nothing points into the text.
 *
 * @param maximum_depth most mappings and lists within each other; below MF_JSON_MAXIMUM_DEPTH in any case
 * @return MF_OK, MF_ERROR_SYNTAX, MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_yaml_tree_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                            const struct mf_json_node **ret_root, mf_error **reterr);

#endif
