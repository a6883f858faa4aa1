/* SPDX-License-Identifier: Apache-2.0 */
/* The escapes of JSON strings: "\n", "\u00e4", "\ud83d\ude00". */
#ifndef MF_JSON_ESCAPE_H
#define MF_JSON_ESCAPE_H

#include "base/view.h"

#include <stdint.h>

/*
 * Reads the escape that begins a text, whose first byte is the backslash. A pair of surrogates is one escape.
 *
 * @param ret_code  receives the code point, on success only
 * @param ret_error receives what is wrong with it, static text; may be NULL
 * @return its size, or 0 if it is not one that I-JSON allows
 */
size_t mf_json_escape_read(struct mf_view text, uint32_t *ret_code, const char **ret_error);

#endif
