/* SPDX-License-Identifier: Apache-2.0 */
/* The implicit types of YAML 1.1 and 1.2, joined. */
#include "value/plain.h"

#include <stdint.h>

/* The text is not empty. */
static bool is_one_of(struct mf_view text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text.data[0] == words[i][0] && mf_view_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_null(struct mf_view text)
{
    static const char *const words[] = { "~", "null", "Null", "NULL" };

    return text.size == 0 || (text.size <= 4 && is_one_of(text, words, sizeof words / sizeof words[0]));
}

static bool is_bool(struct mf_view text)
{
    static const char *const words[] = {
        "y",    "Y",    "yes",   "Yes",   "YES",   "n",  "N",  "no", "No",  "NO",  "true",
        "True", "TRUE", "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF",
    };

    return text.size <= 5 && is_one_of(text, words, sizeof words / sizeof words[0]);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* True if there are bytes and every one is among `allowed`. */
static bool consists_of(struct mf_view text, const char *allowed)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\0' || strchr(allowed, text.data[i]) == NULL) {
            return false;
        }
    }
    return text.size > 0;
}

static struct mf_view skip(struct mf_view text, size_t count)
{
    return mf_view_make(text.data + count, text.size - count);
}

static bool is_infinity_or_nan(struct mf_view text)
{
    static const char *const words[] = { ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN" };

    return is_one_of(text, words, sizeof words / sizeof words[0]);
}

static bool is_based_integer(struct mf_view text)
{
    struct mf_view digits;

    if (text.size < 3 || text.data[0] != '0') {
        return false;
    }
    digits = skip(text, 2);
    switch (text.data[1]) {
    case 'b':
        return consists_of(digits, "01_");
    case 'o':
        return consists_of(digits, "01234567_");
    case 'x':
        return consists_of(digits, "0123456789abcdefABCDEF_");
    default:
        return false;
    }
}

/* An exponent at the end: e, a sign perhaps, digits. */
static bool is_exponent(struct mf_view text)
{
    if (text.size < 2 || (text.data[0] != 'e' && text.data[0] != 'E')) {
        return false;
    }
    text = skip(text, text.data[1] == '+' || text.data[1] == '-' ? 2 : 1);
    return consists_of(text, "0123456789");
}

/* Digits with `_`, `.` and, for base 60, `:` between them, then perhaps an exponent. Also what either standard alone would
 * take for a number in this form, such as `1_000`, `1:30`, `1.` and `.5`. */
static bool is_decimal(struct mf_view text)
{
    size_t at = 0;
    bool digits = false;

    while (at < text.size && (is_digit(text.data[at]) || (at > 0 && strchr("_:", text.data[at]) != NULL) ||
                              text.data[at] == '.')) {
        digits = digits || is_digit(text.data[at]);
        at++;
    }
    if (!digits) {
        return false;
    }
    return at == text.size || is_exponent(skip(text, at));
}

/* A decimal may have one dot, and colons only as base 60 has them: `1:30`, but not `1.2.3`, `::1` or `12:345`. */
static bool has_form_of_number(struct mf_view text)
{
    size_t dots = 0;
    size_t since_colon = 0;
    bool colon = false;

    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];

        if (byte == ':') {
            if ((colon && (since_colon == 0 || since_colon > 2)) || dots > 0) {
                return false;
            }
            colon = true;
            since_colon = 0;
            continue;
        }
        dots += byte == '.';
        if (colon && dots == 0) {
            if (byte == '_' || (since_colon == 1 && text.data[i - 1] > '5')) {
                return false;
            }
            since_colon++;
        }
    }
    return dots <= 1 && (!colon || (since_colon > 0 && since_colon <= 2));
}

static bool is_number(struct mf_view text)
{
    if (text.size > 0 && (text.data[0] == '+' || text.data[0] == '-')) {
        text = skip(text, 1);
    }
    if (text.size == 0 || !(is_digit(text.data[0]) || text.data[0] == '.')) {
        return false;
    }
    return is_infinity_or_nan(text) || is_based_integer(text) ||
           (is_decimal(text) && has_form_of_number(text));
}

enum mf_plain mf_plain_kind(struct mf_view text)
{
    if (is_null(text)) {
        return MF_PLAIN_NULL;
    }
    if (is_bool(text)) {
        return MF_PLAIN_BOOL;
    }
    return is_number(text) ? MF_PLAIN_NUMBER : MF_PLAIN_TEXT;
}
