/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and strings as CEL spells them. */
#include "expression/literal.h"

#include "base/utf8.h"
#include "value/ascii.h"
#include "value/number.h"

static unsigned digit_value(char digit)
{
    return mf_ascii_is_digit(digit) ? (unsigned)(digit - '0') : (unsigned)(mf_ascii_lower(digit) - 'a' + 10);
}

bool mf_literal_int(struct mf_view text, bool negative, int64_t *ret_value)
{
    unsigned base = mf_view_starts_with(text, "0x") ? 16 : 10;
    uint64_t limit = (uint64_t)INT64_MAX + negative;
    uint64_t value = 0;

    for (size_t i = base == 16 ? 2 : 0; i < text.size; i++) {
        unsigned digit = digit_value(text.data[i]);

        if (value > (limit - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    if (negative) {
        *ret_value = value == limit ? INT64_MIN : -(int64_t)value;
    } else {
        *ret_value = (int64_t)value;
    }
    return true;
}

bool mf_literal_double(struct mf_view text, bool negative, char *scratch, double *ret_value)
{
    size_t zeros = 0;
    size_t size = 0;

    /* JSON's grammar wants exactly one digit before the point if the first is 0. */
    while (zeros + 1 < text.size && text.data[zeros] == '0' && mf_ascii_is_digit(text.data[zeros + 1])) {
        zeros++;
    }
    if (text.data[zeros] == '.') {
        scratch[size++] = '0';
    }
    memcpy(scratch + size, text.data + zeros, text.size - zeros);
    if (!mf_number_parse(mf_view_make(scratch, size + text.size - zeros), ret_value)) {
        return false;
    }
    if (negative) {
        *ret_value = -*ret_value;
    }
    return true;
}

/* The bytes of a string's token between its quotes. */
static struct mf_view inside(struct mf_view token, bool *ret_raw)
{
    size_t begin = 1;

    *ret_raw = token.data[0] != '"' && token.data[0] != '\'';
    token = mf_view_from(token, *ret_raw);
    if (token.size >= 6 && token.data[1] == token.data[0] && token.data[2] == token.data[0]) {
        begin = 3;
    }
    return mf_view_make(token.data + begin, token.size - 2 * begin);
}

/* Digits of a base from the beginning of the text: exactly so many, or false. */
static bool take_code(struct mf_view text, size_t count, unsigned base, uint32_t *ret_code)
{
    *ret_code = 0;
    for (size_t i = 0; i < count; i++) {
        if (i >= text.size || !mf_ascii_is_hex(text.data[i]) || digit_value(text.data[i]) >= base) {
            return false;
        }
        *ret_code = *ret_code * base + digit_value(text.data[i]);
    }
    return true;
}

/* An escape that says a code point by its number. Returns its size behind the backslash, 0 if it is none. */
static size_t take_numbered(struct mf_view text, uint32_t *ret_code)
{
    char kind = text.data[0];
    size_t count = mf_ascii_lower(kind) == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;

    if (count > 0) {
        return take_code(mf_view_from(text, 1), count, 16, ret_code) ? 1 + count : 0;
    }
    return kind >= '0' && kind <= '3' && take_code(text, 3, 8, ret_code) ? 3 : 0;
}

/* The escape behind a backslash. Returns its size, 0 if it is none. */
static size_t take_escape(struct mf_view text, uint32_t *ret_code, const char **ret_advice)
{
    static const char letters[] = "abfnrtv\\?\"'`";
    static const char meanings[] = "\a\b\f\n\r\t\v\\?\"'`";
    size_t size;

    *ret_advice = "no such escape: there are \\\\ \\\" \\' \\` \\? \\a \\b \\f \\n \\r \\t \\v, \\x and two "
                  "hexadecimal digits, \\u and four, \\U and eight, and three octal digits up to \\377";
    for (size_t i = 0; text.size > 0 && letters[i] != '\0'; i++) {
        if (letters[i] == text.data[0]) {
            *ret_code = (unsigned char)meanings[i];
            return 1;
        }
    }
    size = text.size == 0 ? 0 : take_numbered(text, ret_code);
    if (size > 0 && (*ret_code > 0x10ffff || (*ret_code >= 0xd800 && *ret_code <= 0xdfff))) {
        *ret_advice = "this is no code point of Unicode";
        return 0;
    }
    return size;
}

bool mf_literal_string(struct mf_view token, char *bytes, size_t *ret_size, size_t *ret_at,
                       const char **ret_advice)
{
    bool raw;
    struct mf_view text = inside(token, &raw);
    size_t size = 0;

    for (size_t at = 0; at < text.size;) {
        uint32_t code;
        size_t escape;

        if (raw || text.data[at] != '\\') {
            bytes[size++] = text.data[at++];
            continue;
        }
        escape = take_escape(mf_view_from(text, at + 1), &code, ret_advice);
        if (escape == 0) {
            *ret_at = (size_t)(text.data - token.data) + at;
            return false;
        }
        size += mf_utf8_encode(code, bytes + size);
        at += 1 + escape;
    }
    *ret_size = size;
    return true;
}
