/* SPDX-License-Identifier: Apache-2.0 */
/* A scalar without quotes is a run of bytes; what it is shows at its beginning. */
#include "toml/scalar.h"

#include "toml/time.h"
#include "value/number.h"

static bool is_part(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || mf_ascii_is_one_of(byte, "+-._:");
}

/* The run at hand. A date may go on behind a space with its time. */
static struct mf_view take_run(struct mf_toml_scanner *scanner)
{
    size_t begin = scanner->at;
    const char *data = scanner->text.data;

    while (is_part(mf_toml_peek(scanner))) {
        scanner->at++;
    }
    if (scanner->at - begin == 10 && mf_toml_peek(scanner) == ' ' &&
        mf_toml_is_time(mf_view_make(data + begin, 10)) && scanner->text.size - scanner->at > 1 &&
        mf_ascii_is_digit(data[scanner->at + 1])) {
        scanner->at++;
        while (is_part(mf_toml_peek(scanner))) {
            scanner->at++;
        }
    }
    return mf_view_make(data + begin, scanner->at - begin);
}

/* Keeps a text that differs from how it was written. */
static bool keep(struct mf_toml_scanner *scanner, const char *data, size_t size, struct mf_view *ret_text)
{
    const char *copy = mf_arena_copy(scanner->arena, mf_view_make(data, size));

    *ret_text = mf_view_make(copy, size);
    return copy != NULL || mf_toml_fail_memory(scanner);
}

static bool read_time(struct mf_toml_scanner *scanner, struct mf_view run, struct mf_position position,
                      struct mf_json_node *node)
{
    char *copy;

    if (!mf_toml_check_time(run)) {
        return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, position,
                               "this is no date or time: write 2026-01-31, 09:30:00, or "
                               "2026-01-31T09:30:00Z");
    }
    copy = mf_arena_copy(scanner->arena, run);
    if (copy == NULL) {
        return mf_toml_fail_memory(scanner);
    }
    for (size_t i = 0; i < run.size; i++) {
        copy[i] = mf_ascii_is_one_of(copy[i], "Tt ") ? 'T' : copy[i] == 'z' ? 'Z' : copy[i];
    }
    node->token = MF_JSON_TIME;
    node->text = mf_view_make(copy, run.size);
    return true;
}

/* Cuts a run of digits off the front, '_' only between two of them; its size, or 0. */
static size_t cut_digits(struct mf_view *text, bool (*is_digit)(char byte))
{
    size_t at = 0;

    while (at < text->size &&
           (is_digit(text->data[at]) || (text->data[at] == '_' && at > 0 && text->data[at - 1] != '_'))) {
        at++;
    }
    if (at > 0 && text->data[at - 1] == '_') {
        return 0;
    }
    *text = mf_view_from(*text, at);
    return at;
}

static bool is_octal(char byte)
{
    return byte >= '0' && byte <= '7';
}

static bool is_binary(char byte)
{
    return byte == '0' || byte == '1';
}

/* The value of the digits, '_' left out. False if it is more than an int64_t holds, the least of them apart. */
static bool value_of(struct mf_view digits, unsigned base, uint64_t *ret_value)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.size; i++) {
        char digit = mf_ascii_lower(digits.data[i]);
        unsigned number = (unsigned)(mf_ascii_is_digit(digit) ? digit - '0' : digit - 'a' + 10);

        if (digit == '_') {
            continue;
        }
        if (value > ((uint64_t)1 << 63) / base) {
            return false;
        }
        value = value * base + number;
    }
    *ret_value = value;
    return value <= (uint64_t)1 << 63;
}

static bool read_integer(struct mf_toml_scanner *scanner, struct mf_view digits, unsigned base, bool negative,
                         struct mf_position position, struct mf_view *ret_text)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    uint64_t value = 0;
    bool good;

    if (!value_of(digits, base, &value) || (!negative && value > INT64_MAX)) {
        return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, position, "an integer is from -(2^63) to 2^63 - 1");
    }
    mf_buffer_append_text(&buffer, negative && value > 0 ? "-" : "");
    mf_buffer_append_unsigned(&buffer, value);
    good = buffer.status == MF_OK ? keep(scanner, buffer.data, buffer.size, ret_text)
                                  : mf_toml_fail_at(scanner, buffer.status, position, "out of memory");
    mf_buffer_release(&buffer);
    return good;
}

/* True for `1_000.5e-3` and the like: what follows the sign. A leading 0 stands alone. */
static bool is_decimal(struct mf_view text, bool *ret_is_integer)
{
    struct mf_view whole = text;
    size_t size = cut_digits(&text, mf_ascii_is_digit);

    if (size == 0 || (size > 1 && whole.data[0] == '0')) {
        return false;
    }
    *ret_is_integer = text.size == 0;
    if (text.size > 0 && text.data[0] == '.') {
        text = mf_view_from(text, 1);
        if (cut_digits(&text, mf_ascii_is_digit) == 0) {
            return false;
        }
    }
    if (text.size > 0 && mf_ascii_lower(text.data[0]) == 'e') {
        text = mf_view_from(text, 1);
        if (text.size > 0 && mf_ascii_is_one_of(text.data[0], "+-")) {
            text = mf_view_from(text, 1);
        }
        if (cut_digits(&text, mf_ascii_is_digit) == 0) {
            return false;
        }
    }
    return text.size == 0;
}

/* A float of good grammar: without '_' and '+' it is one of JSON. */
static bool read_float(struct mf_toml_scanner *scanner, struct mf_view run, struct mf_position position,
                       struct mf_view *ret_text)
{
    char *copy = mf_arena_alloc(scanner->arena, run.size);
    size_t size = 0;
    double value;

    if (copy == NULL) {
        return mf_toml_fail_memory(scanner);
    }
    for (size_t i = run.data[0] == '+' ? 1 : 0; i < run.size; i++) {
        copy[size] = run.data[i];
        size += run.data[i] != '_';
    }
    *ret_text = mf_view_make(copy, size);
    return mf_number_parse(*ret_text, &value) ||
           mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, position, "a number beyond the range of doubles");
}

/* An integer with a prefix; `rest` is what follows a sign, if there is one. */
static bool base_of(struct mf_view rest, unsigned *ret_base, bool (**ret_is_digit)(char byte))
{
    if (mf_view_starts_with(rest, "0x")) {
        *ret_base = 16;
        *ret_is_digit = mf_ascii_is_hex;
    } else if (mf_view_starts_with(rest, "0o")) {
        *ret_base = 8;
        *ret_is_digit = is_octal;
    } else if (mf_view_starts_with(rest, "0b")) {
        *ret_base = 2;
        *ret_is_digit = is_binary;
    } else {
        return false;
    }
    return true;
}

static bool read_number(struct mf_toml_scanner *scanner, struct mf_view run, struct mf_position position,
                        struct mf_view *ret_text)
{
    bool has_sign = run.size > 0 && mf_ascii_is_one_of(run.data[0], "+-");
    struct mf_view rest = has_sign ? mf_view_from(run, 1) : run;
    bool negative = has_sign && run.data[0] == '-';
    bool (*is_digit)(char byte);
    bool is_integer = false;
    unsigned base;

    if (mf_view_is(rest, "inf") || mf_view_is(rest, "nan")) {
        *ret_text = negative && rest.data[0] == 'i' ? run : rest;
        return true;
    }
    if (!has_sign && base_of(rest, &base, &is_digit)) {
        struct mf_view digits = mf_view_from(rest, 2);

        rest = digits;
        if (cut_digits(&rest, is_digit) > 0 && rest.size == 0) {
            return read_integer(scanner, digits, base, false, position, ret_text);
        }
    } else if (is_decimal(rest, &is_integer)) {
        return is_integer ? read_integer(scanner, rest, 10, negative, position, ret_text)
                          : read_float(scanner, run, position, ret_text);
    }
    return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, position,
                           run.size == 0 ? "a value belongs here"
                                         : "this is no value: a text stands in quotes");
}

bool mf_toml_read_scalar(struct mf_toml_scanner *scanner, struct mf_json_node *node)
{
    struct mf_position position = mf_toml_here(scanner);
    struct mf_view run = take_run(scanner);

    if (mf_view_is(run, "true") || mf_view_is(run, "false")) {
        node->token = run.data[0] == 't' ? MF_JSON_TRUE : MF_JSON_FALSE;
        return true;
    }
    if (mf_toml_is_time(run)) {
        return read_time(scanner, run, position, node);
    }
    node->token = MF_JSON_NUMBER;
    return read_number(scanner, run, position, &node->text);
}
