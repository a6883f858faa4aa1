/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 by table. A character that the alphabet lacks sets the high bit of its value, and that is looked at once. */
#include "value/base64.h"

#include <stdint.h>

#define NO    255
#define NO_4  NO, NO, NO, NO
#define NO_16 NO_4, NO_4, NO_4, NO_4

/* clang-format off */
static const uint8_t standard_values[256] = {
    NO_16, NO_16,
    NO_4, NO_4, NO, NO, NO, 62, NO, NO, NO, 63, /* + and / */
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO_4,
    NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO_4,
    NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO_4,
    NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16,
};

static const uint8_t url_values[256] = {
    NO_16, NO_16,
    NO_4, NO_4, NO_4, NO, 62, NO, NO, /* - */
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO_4,
    NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, 63, /* _ */
    NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO_4,
    NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16,
};
/* clang-format on */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Decodes whole groups of four characters; the high bit of the result is set if one was none of the alphabet's. */
static unsigned decode_groups(const uint8_t *values, const char *text, size_t groups, char *bytes)
{
    unsigned seen = 0;

    for (size_t i = 0; i < groups; i++) {
        unsigned first = values[(uint8_t)text[4 * i]];
        unsigned second = values[(uint8_t)text[4 * i + 1]];
        unsigned third = values[(uint8_t)text[4 * i + 2]];
        unsigned fourth = values[(uint8_t)text[4 * i + 3]];

        seen |= first | second | third | fourth;
        bytes[3 * i] = (char)(first << 2 | second >> 4);
        bytes[3 * i + 1] = (char)(second << 4 | third >> 2);
        bytes[3 * i + 2] = (char)(third << 6 | fourth);
    }
    return seen;
}

/* Decodes the last group, which has one or two characters of padding. */
static bool decode_end(const uint8_t *values, const char *text, char *bytes, size_t *ret_size)
{
    unsigned first = values[(uint8_t)text[0]];
    unsigned second = values[(uint8_t)text[1]];
    unsigned third = 0;

    *ret_size = 1;
    if (text[2] != '=') {
        third = values[(uint8_t)text[2]];
        *ret_size = 2;
    }
    if (((first | second | third) & 0x80) != 0 || (*ret_size == 1 ? second & 15 : third & 3) != 0) {
        return false;
    }
    bytes[0] = (char)(first << 2 | second >> 4);
    if (*ret_size == 2) {
        bytes[1] = (char)(second << 4 | third >> 2);
    }
    return true;
}

bool mf_base64_decode(struct mf_view text, char *bytes, size_t *ret_size)
{
    const uint8_t *values = standard_values;
    size_t groups = text.size / 4;
    size_t rest = 0;

    *ret_size = 0;
    if (text.size == 0) {
        return true;
    }
    if (text.size % 4 != 0) {
        return false;
    }
    if (memchr(text.data, '-', text.size) != NULL || memchr(text.data, '_', text.size) != NULL) {
        values = url_values;
    }
    if (text.data[text.size - 1] == '=') {
        groups--;
        if (!decode_end(values, text.data + 4 * groups, bytes + 3 * groups, &rest)) {
            return false;
        }
    }
    *ret_size = 3 * groups + rest;
    return (decode_groups(values, text.data, groups, bytes) & 0x80) == 0;
}

void mf_base64_append(struct mf_buffer *buffer, struct mf_view bytes)
{
    const uint8_t *from = (const uint8_t *)bytes.data;
    size_t whole = bytes.size / 3 * 3;
    size_t rest = bytes.size - whole;
    char *to;

    if (bytes.size > SIZE_MAX / 2 || !mf_buffer_reserve(buffer, (whole + 3) / 3 * 4)) {
        buffer->status = MF_ERROR_MEMORY;
        return;
    }
    to = buffer->data + buffer->size;
    for (size_t i = 0; i < whole; i += 3) {
        *to++ = digits[from[i] >> 2];
        *to++ = digits[(from[i] & 3) << 4 | from[i + 1] >> 4];
        *to++ = digits[(from[i + 1] & 15) << 2 | from[i + 2] >> 6];
        *to++ = digits[from[i + 2] & 63];
    }
    if (rest > 0) {
        unsigned second = rest == 2 ? from[whole + 1] : 0;

        *to++ = digits[from[whole] >> 2];
        *to++ = digits[(from[whole] & 3U) << 4 | second >> 4];
        *to++ = rest == 2 ? digits[(second & 15) << 2] : '=';
        *to++ = '=';
    }
    buffer->size = (size_t)(to - buffer->data);
}
