/* SPDX-License-Identifier: Apache-2.0 */
/* Lower-case hexadecimal, the only one that the format knows. For public data: neither function hides what it reads. */
#ifndef MF_VALUE_HEX_H
#define MF_VALUE_HEX_H

#include "base/buffer.h"

/* True if every byte is one of 0-9 and a-f. */
bool mf_hex_is_lower(struct mf_view text);

/* Decodes a text of exactly 2 * `size` lower-case digits. */
bool mf_hex_decode(struct mf_view text, unsigned char *bytes, size_t size);

/* Writes 2 * `size` digits, and no zero behind them. */
void mf_hex_encode(const unsigned char *bytes, size_t size, char *text);

void mf_hex_append(struct mf_buffer *buffer, const unsigned char *bytes, size_t size);

#endif
