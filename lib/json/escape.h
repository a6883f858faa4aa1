/* SPDX-License-Identifier: Apache-2.0 */
/* What stands for itself in a JSON string, and the escapes: "\n", "\u00e4", "\ud83d\ude00". */
#ifndef MF_JSON_ESCAPE_H
#define MF_JSON_ESCAPE_H

#include "base/utf8.h"

#include <stdint.h>

/* Offset of the first byte that is not ASCII that stands for itself in a string, or view.size. */
static inline size_t mf_json_plain_prefix(struct mf_view view)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;

    for (; view.size - at >= 8; at += 8) {
        uint64_t word = mf_eight_bytes(view.data + at);
        /* The highest bit of each byte: set for the first below 0x20, quote, backslash, or above 0x7f. Behind it borrows blur
         * them. */
        uint64_t special =
            (word | (word - ones * 0x20) | ((word ^ ones * '"') - ones) | ((word ^ ones * '\\') - ones)) &
            ones * 0x80;

        if (special != 0) {
            return at + (size_t)__builtin_ctzll(special) / 8;
        }
    }
    while (at < view.size && (unsigned char)view.data[at] >= 0x20 && (unsigned char)view.data[at] < 0x80 &&
           view.data[at] != '"' && view.data[at] != '\\') {
        at++;
    }
    return at;
}

/*
 * Reads the escape that begins a text, whose first byte is the backslash. A pair of surrogates is one escape.
 *
 * @param ret_code  receives the code point, on success only
 * @param ret_error receives what is wrong with it, static text; may be NULL
 * @return its size, or 0 if it is not one that I-JSON allows
 */
size_t mf_json_escape_read(struct mf_view text, uint32_t *ret_code, const char **ret_error);

#endif
