/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 (RFC 3629) and the classes of code points that the format cares about. */
#ifndef MF_BASE_UTF8_H
#define MF_BASE_UTF8_H

#include "base/view.h"

#include <stdint.h>

/* Eight bytes as a number, the first one lowest. */
static inline uint64_t mf_eight_bytes(const char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Offset of the first byte that is not visible ASCII, 0x20 to 0x7e, or view.size. */
static inline size_t mf_ascii_visible_prefix(struct mf_view view)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;

    for (; view.size - at >= 8; at += 8) {
        uint64_t word = mf_eight_bytes(view.data + at);
        /* The highest bit of each byte: set for the first that is not visible. Behind it borrows and carries blur them. */
        uint64_t others = (word | (word - ones * 0x20) | (word + ones)) & ones * 0x80;

        if (others != 0) {
            return at + (size_t)__builtin_ctzll(others) / 8;
        }
    }
    while (at < view.size && view.data[at] >= 0x20 && view.data[at] <= 0x7e) {
        at++;
    }
    return at;
}

/* Offset of the first byte that is not ASCII, or view.size. */
size_t mf_ascii_prefix(struct mf_view view);

/* Size of the sequence that begins the view, 1 to 4; 0 if there is none that is valid (overlong, surrogate, cut off,
 * above U+10FFFF). */
size_t mf_utf8_decode(struct mf_view view, uint32_t *ret_code);

/* Writes the 1 to 4 bytes of a code point that is not a surrogate and returns how many. */
size_t mf_utf8_encode(uint32_t code, char bytes[4]);

/* Offset of the first byte that is not valid UTF-8, or view.size. */
size_t mf_utf8_valid_prefix(struct mf_view view);

/* U+FDD0…FDEF and the last two of each plane. */
bool mf_code_point_is_noncharacter(uint32_t code);

/* Not a control (C0, DEL, C1), line or paragraph separator, byte order mark, bidirectional control, or noncharacter. */
bool mf_code_point_is_printable(uint32_t code);

#endif
