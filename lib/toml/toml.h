/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole TOML 1.0 text as the immutable tree that JSON texts are read into, so that who looks at it need not care which it
 * was: tables are objects, and their keys are in the order of RFC 8785. Whatever TOML forbids is refused.
 */
#ifndef MF_TOML_TOML_H
#define MF_TOML_TOML_H

#include "json/tree.h"

/*
 * Reads a text of at most 2 GiB. The tree may point into the text, which must outlive it.
 *
 * An integer is a number in decimal, whatever its base in the text. A float has a point, an exponent, or is "inf", "-inf" or
 * "nan". Both are without '_' and a '+' in front. A date, time or both is MF_JSON_TIME, with 'T' and 'Z' in upper case.
 *
 * @param maximum_depth most steps from the root to a value, whether by brackets or by the parts of a key; below
 *                      MF_JSON_MAXIMUM_DEPTH in any case
 * @return MF_OK, MF_ERROR_SYNTAX, MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_toml_read(struct mf_arena *arena, struct mf_view text, uint32_t maximum_depth,
                       const struct mf_json_node **ret_root, mf_error **reterr);

#endif
