/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648) of public data, by table; secrets have their own, in constant time, in crypto/. */
#ifndef MF_VALUE_BASE64_H
#define MF_VALUE_BASE64_H

#include "base/buffer.h"
#include "base/view.h"

/*
 * Decodes a padded text of the standard or of the URL-safe alphabet. Refused, so that no bytes have two spellings in one
 * alphabet: white space, missing padding, bits behind the last byte that are not 0, and both alphabets in one text.
 *
 * @param bytes     has room for text.size / 4 * 3 bytes; on failure it holds garbage
 * @param ret_size  receives how many they are
 */
bool mf_base64_decode(struct mf_view text, char *bytes, size_t *ret_size);

/* Appends the bytes in the standard alphabet, padded. */
void mf_base64_append(struct mf_buffer *buffer, struct mf_view bytes);

#endif
