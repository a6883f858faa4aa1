/* SPDX-License-Identifier: Apache-2.0 */
/* One reader of escapes, for the scanner, which judges them, and for decoding. */
#include "json/escape.h"

#include "base/utf8.h"
#include "json/scanner.h"

/* The value of a hexadecimal digit, or 16. */
static uint32_t hex_digit(unsigned char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - (uint32_t)'0';
    }
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - (uint32_t)'a' + 10 : 16;
}

/* The UTF-16 unit that "\uXXXX" at the beginning of a text means, or UINT32_MAX if it is something else. */
static uint32_t read_unit(struct mf_view text)
{
    uint32_t unit = 0;

    if (text.size < 6 || text.data[0] != '\\' || text.data[1] != 'u') {
        return UINT32_MAX;
    }
    for (size_t i = 2; i < 6; i++) {
        uint32_t digit = hex_digit((unsigned char)text.data[i]);

        if (digit == 16) {
            return UINT32_MAX;
        }
        unit = unit << 4 | digit;
    }
    return unit;
}

static bool is_high_surrogate(uint32_t unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low_surrogate(uint32_t unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* One "\uXXXX", or two of them that are a pair of surrogates. */
static size_t read_unicode(struct mf_view text, uint32_t *ret_code, const char **ret_error)
{
    uint32_t code = read_unit(text);
    size_t size = 6;

    if (code == UINT32_MAX) {
        *ret_error = "\\u must be followed by four hexadecimal digits";
        return 0;
    }
    if (is_high_surrogate(code)) {
        uint32_t low = read_unit(mf_view_make(text.data + 6, text.size - 6));

        if (is_low_surrogate(low)) {
            code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
            size = 12;
        }
    }
    if (is_high_surrogate(code) || is_low_surrogate(code)) {
        *ret_error = "a lone surrogate";
        return 0;
    }
    if (mf_code_point_is_noncharacter(code)) {
        *ret_error = "a noncharacter";
        return 0;
    }
    *ret_code = code;
    return size;
}

size_t mf_json_escape_read(struct mf_view text, uint32_t *ret_code, const char **ret_error)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *unused;
    const char *letter;

    ret_error = ret_error == NULL ? &unused : ret_error;
    if (text.size >= 2 && text.data[1] == 'u') {
        return read_unicode(text, ret_code, ret_error);
    }
    letter = text.size < 2 ? NULL : memchr(letters, text.data[1], sizeof letters - 1);
    if (letter == NULL) {
        *ret_error = "an escape that JSON does not have";
        return 0;
    }
    *ret_code = (unsigned char)meanings[letter - letters];
    return 2;
}

size_t mf_json_decode(struct mf_view text, char *bytes)
{
    size_t written = 0;
    size_t at = 0;

    while (at < text.size) {
        const char *escape = memchr(text.data + at, '\\', text.size - at);
        size_t run = (escape == NULL ? text.size : (size_t)(escape - text.data)) - at;
        uint32_t code;
        size_t size;

        memcpy(bytes + written, text.data + at, run);
        written += run;
        at += run;
        if (escape == NULL) {
            break;
        }
        size = mf_json_escape_read(mf_view_make(escape, text.size - at), &code, NULL);
        if (size == 0) {
            break; /* never in a string that was scanned */
        }
        /* No escape is shorter than what it stands for. */
        written += mf_utf8_encode(code, bytes + written);
        at += size;
    }
    return written;
}
