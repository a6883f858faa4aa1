/* SPDX-License-Identifier: Apache-2.0 */
/* The values of literals. The texts are tokens of the lexer. */
#ifndef MF_EXPRESSION_LITERAL_H
#define MF_EXPRESSION_LITERAL_H

#include "base/view.h"

#include <stdint.h>

/* Decimal or 0x. False if it does not fit an int of 64 bits. */
bool mf_literal_int(struct mf_view text, bool negative, int64_t *ret_value);

/* False if it is beyond the doubles; what is too small for them becomes 0.
 * `scratch` has room for one byte more than the text. */
bool mf_literal_double(struct mf_view text, bool negative, char *scratch, double *ret_value);

/* A string without its quotes, escapes replaced. `bytes` has room for as many bytes as the token has; receives no zero byte. On
 * failure `ret_at` is the offset in the token of the wrong escape, and `ret_advice` says what is wrong with it. */
bool mf_literal_string(struct mf_view token, char *bytes, size_t *ret_size, size_t *ret_at,
                       const char **ret_advice);

#endif
