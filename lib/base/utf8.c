/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 after table 3-7 of the Unicode Standard. */
#include "base/utf8.h"

size_t mf_ascii_prefix(struct mf_view view)
{
    size_t at = 0;
    uint64_t word;

    for (; view.size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, view.data + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    while (at < view.size && (unsigned char)view.data[at] < 0x80) {
        at++;
    }
    return at;
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Sequences of `size` bytes whose second byte may not be less than `low` or more than `high`. */
static size_t decode_long(struct mf_view view, size_t size, unsigned char low, unsigned char high,
                          uint32_t *ret_code)
{
    const unsigned char *bytes = (const unsigned char *)view.data;
    uint32_t code = bytes[0] & (0x7fU >> size);

    if (view.size < size || bytes[1] < low || bytes[1] > high) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (!is_continuation(bytes[i])) {
            return 0;
        }
        code = code << 6 | (bytes[i] & 0x3fU);
    }
    *ret_code = code;
    return size;
}

size_t mf_utf8_decode(struct mf_view view, uint32_t *ret_code)
{
    unsigned char first;

    if (view.size == 0) {
        return 0;
    }
    first = (unsigned char)view.data[0];
    if (first < 0x80) {
        *ret_code = first;
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    if (first < 0xe0) {
        return decode_long(view, 2, 0x80, 0xbf, ret_code);
    }
    if (first < 0xf0) {
        return decode_long(view, 3, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf, ret_code);
    }
    return decode_long(view, 4, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf, ret_code);
}

size_t mf_utf8_encode(uint32_t code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xc0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (char)(0xe0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    bytes[0] = (char)(0xf0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3f));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

size_t mf_utf8_valid_prefix(struct mf_view view)
{
    size_t at = 0;

    while (at < view.size) {
        uint32_t code;
        size_t size = mf_utf8_decode(mf_view_make(view.data + at, view.size - at), &code);

        if (size == 0) {
            break;
        }
        at += size;
    }
    return at;
}

bool mf_code_point_is_noncharacter(uint32_t code)
{
    return (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) == 0xfffe;
}

static bool is_bidi_control(uint32_t code)
{
    return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

bool mf_code_point_is_printable(uint32_t code)
{
    if (code < 0x7f) {
        return code >= 0x20;
    }
    return code > 0x9f && code != 0x2028 && code != 0x2029 && code != 0xfeff && !is_bidi_control(code) &&
           !mf_code_point_is_noncharacter(code);
}
