/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the text. What is ordinary is quick: runs of plain bytes in strings are skipped eight at a
 * time, and UTF-8 is decoded only where a byte is not ASCII. Only errors count lines again from the
 * beginning.
 */
#include "json/scanner.h"

#include "base/utf8.h"
#include "json/escape.h"

/* What may come next. */
enum state {
    BEGIN,        /* the document's value */
    FIRST_KEY,    /* behind '{': a name or '}' */
    FIRST_VALUE,  /* behind '[': a value or ']' */
    COLON,        /* behind a name */
    BEHIND_VALUE, /* a comma, the end of what is open, or the end of the document */
    DONE,
    FAILED,
};

/* The byte at an offset; NUL, which begins nothing that stands outside of strings, at the end of the text. */
static inline unsigned char byte_at(const struct mf_json_scanner *scanner, size_t at)
{
    return at < scanner->size ? (unsigned char)scanner->data[at] : '\0';
}

static bool in_object(const struct mf_json_scanner *scanner)
{
    uint32_t level = scanner->depth - 1;

    return scanner->depth > 0 && (scanner->nesting[level / 8] >> level % 8 & 1) != 0;
}

/* Counts from the beginning of the text, so that errors need not stand where the scanner is. */
static struct mf_position position_of(const struct mf_json_scanner *scanner, size_t offset)
{
    struct mf_position position = { offset, 1, 1 };

    for (size_t i = 0; i < offset; i++) {
        unsigned char byte = (unsigned char)scanner->data[i];

        if (byte == '\n') {
            position.line++;
            position.column = 1;
        } else if ((byte & 0xc0) != 0x80) {
            position.column++;
        }
    }
    return position;
}

/* A byte at which nothing that is allowed begins. */
static enum mf_json_token fail(struct mf_json_scanner *scanner, size_t offset, const char *error)
{
    scanner->position = position_of(scanner, offset);
    scanner->start = offset;
    scanner->end = offset;
    scanner->at = offset;
    scanner->text = mf_view_make(scanner->data + offset, 0);
    scanner->escaped = false;
    scanner->error = error;
    scanner->state = FAILED;
    return MF_JSON_ERROR;
}

/* What is wrong with a byte outside of strings, if that can be said without knowing what was expected. */
static enum mf_json_token fail_unexpected(struct mf_json_scanner *scanner, size_t at, const char *expected)
{
    unsigned char byte = byte_at(scanner, at);
    uint32_t code = 0;

    if (at == scanner->size) {
        return fail(scanner, at, "the text ends too early");
    }
    if (byte < 0x20 || byte == 0x7f) {
        return fail(scanner, at, "a control character outside of a string");
    }
    if (byte == '/' || byte == '#') {
        return fail(scanner, at, "JSON has no comments");
    }
    if (byte == '\'') {
        return fail(scanner, at, "a string must stand in double quotes");
    }
    if (mf_utf8_decode(mf_view_make(scanner->data + at, scanner->size - at), &code) == 0) {
        return fail(scanner, at, "not UTF-8");
    }
    return fail(scanner, at, code == 0xfeff ? "a byte order mark is not allowed" : expected);
}

/* Offset of the first byte from `at` on that is not white space. Spaces, which indent, are skipped eight at a time. */
static inline size_t skip_space(struct mf_json_scanner *scanner, size_t at)
{
    const uint64_t spaces = UINT64_C(0x2020202020202020);
    const char *data = scanner->data;
    size_t size = scanner->size;

    while (at < size && (unsigned char)data[at] <= ' ') {
        if (data[at] == '\n') {
            scanner->line++;
            scanner->line_start = at + 1;
            scanner->continuations = 0;
            while (size - at > 8 && mf_eight_bytes(data + at + 1) == spaces) {
                at += 8;
            }
        } else if (data[at] != ' ' && data[at] != '\r' && data[at] != '\t') {
            break;
        }
        at++;
    }
    return at;
}

/* Notes where a token begins. To be called before continuation bytes of the token are counted. */
static inline void begin(struct mf_json_scanner *scanner, size_t at)
{
    scanner->start = at;
    scanner->position.offset = at;
    scanner->position.line = scanner->line;
    scanner->position.column = (uint32_t)(at - scanner->line_start - scanner->continuations + 1);
}

/* Notes where a token ends, and what follows it. */
static inline enum mf_json_token finish(struct mf_json_scanner *scanner, size_t end, enum mf_json_token token,
                                        enum state state)
{
    scanner->end = end;
    scanner->at = end;
    scanner->state = (uint8_t)state;
    return token;
}

/* Size of the escape at `at`, or 0 after a failure. */
static size_t scan_escape(struct mf_json_scanner *scanner, size_t at)
{
    const char *error = NULL;
    uint32_t code;
    size_t size = mf_json_escape_read(mf_view_make(scanner->data + at, scanner->size - at), &code, &error);

    if (size == 0) {
        (void)fail(scanner, at, error);
    }
    return size;
}

/* Size of the character beyond ASCII at `at`, or 0 after a failure. */
static size_t scan_character(struct mf_json_scanner *scanner, size_t at)
{
    uint32_t code;
    size_t size = mf_utf8_decode(mf_view_make(scanner->data + at, scanner->size - at), &code);

    if (size == 0) {
        (void)fail(scanner, at, "not UTF-8");
        return 0;
    }
    if (mf_code_point_is_noncharacter(code)) {
        (void)fail(scanner, at, "a noncharacter");
        return 0;
    }
    scanner->continuations += size - 1;
    return size;
}

/* Reads the string whose opening quote is at `at`. */
static enum mf_json_token scan_string(struct mf_json_scanner *scanner, size_t at, enum mf_json_token token,
                                      enum state state)
{
    bool escaped = false;
    size_t end = at + 1;

    begin(scanner, at);
    for (;;) {
        unsigned char byte;
        size_t size;

        end += mf_json_plain_prefix(mf_view_make(scanner->data + end, scanner->size - end));
        if (end == scanner->size) {
            return fail(scanner, at, "a string is not closed");
        }
        byte = (unsigned char)scanner->data[end];
        if (byte == '"') {
            break;
        }
        if (byte < 0x20) {
            return fail(scanner, end,
                        byte == '\n' ? "a string may not go over a line break"
                                     : "a control character must be escaped");
        }
        size = byte == '\\' ? scan_escape(scanner, end) : scan_character(scanner, end);
        if (size == 0) {
            return MF_JSON_ERROR;
        }
        escaped = escaped || byte == '\\';
        end += size;
    }
    scanner->text = mf_view_make(scanner->data + at + 1, end - at - 1);
    scanner->escaped = escaped;
    return finish(scanner, end + 1, token, state);
}

static inline bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Offset behind a run of digits that begins at `at`. */
static inline size_t skip_digits(const struct mf_json_scanner *scanner, size_t at)
{
    while (is_digit(byte_at(scanner, at))) {
        at++;
    }
    return at;
}

static enum mf_json_token scan_number(struct mf_json_scanner *scanner, size_t at)
{
    size_t digits = at + (scanner->data[at] == '-' ? 1 : 0);
    size_t end = skip_digits(scanner, digits);

    if (end == digits) {
        return fail(scanner, end, "a digit must follow the minus sign");
    }
    if (scanner->data[digits] == '0' && end > digits + 1) {
        return fail(scanner, digits, "a number may not begin with 0");
    }
    if (byte_at(scanner, end) == '.') {
        digits = end + 1;
        end = skip_digits(scanner, digits);
        if (end == digits) {
            return fail(scanner, end, "a digit must follow the decimal point");
        }
    }
    if ((byte_at(scanner, end) | 0x20) == 'e') {
        digits = end + 1;
        digits += byte_at(scanner, digits) == '+' || byte_at(scanner, digits) == '-' ? 1 : 0;
        end = skip_digits(scanner, digits);
        if (end == digits) {
            return fail(scanner, end, "the exponent has no digits");
        }
    }
    begin(scanner, at);
    scanner->text = mf_view_make(scanner->data + at, end - at);
    return finish(scanner, end, MF_JSON_NUMBER, BEHIND_VALUE);
}

static enum mf_json_token scan_word(struct mf_json_scanner *scanner, size_t at, const char *word, size_t size,
                                    enum mf_json_token token)
{
    if (scanner->size - at < size || memcmp(scanner->data + at, word, size) != 0) {
        return fail(scanner, at, "the only words are true, false and null");
    }
    begin(scanner, at);
    return finish(scanner, at + size, token, BEHIND_VALUE);
}

static enum mf_json_token scan_open(struct mf_json_scanner *scanner, size_t at)
{
    bool object = scanner->data[at] == '{';
    uint32_t level = scanner->depth;
    uint8_t bit = (uint8_t)(1U << level % 8);

    if (level == scanner->maximum_depth) {
        scanner->too_deep = true;
        return fail(scanner, at, "nesting is deeper than the limit");
    }
    if (object) {
        scanner->nesting[level / 8] |= bit;
    } else {
        scanner->nesting[level / 8] &= (uint8_t)~bit;
    }
    scanner->depth++;
    begin(scanner, at);
    return finish(scanner, at + 1, object ? MF_JSON_OBJECT : MF_JSON_ARRAY, object ? FIRST_KEY : FIRST_VALUE);
}

static enum mf_json_token scan_close(struct mf_json_scanner *scanner, size_t at, enum mf_json_token token)
{
    scanner->depth--;
    begin(scanner, at);
    return finish(scanner, at + 1, token, BEHIND_VALUE);
}

static enum mf_json_token fail_value(struct mf_json_scanner *scanner, size_t at)
{
    unsigned char byte = byte_at(scanner, at);

    if (byte == '+' || byte == '.') {
        return fail(scanner, at, "a number begins with a digit or a minus sign");
    }
    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') {
        return fail(scanner, at, "the only words are true, false and null");
    }
    return fail_unexpected(scanner, at, "expected a value");
}

static inline enum mf_json_token scan_value(struct mf_json_scanner *scanner, size_t at)
{
    unsigned char byte = byte_at(scanner, at);

    switch (byte) {
    case '"':
        return scan_string(scanner, at, MF_JSON_STRING, BEHIND_VALUE);
    case '{':
    case '[':
        return scan_open(scanner, at);
    case 't':
        return scan_word(scanner, at, "true", 4, MF_JSON_TRUE);
    case 'f':
        return scan_word(scanner, at, "false", 5, MF_JSON_FALSE);
    case 'n':
        return scan_word(scanner, at, "null", 4, MF_JSON_NULL);
    default:
        return byte == '-' || is_digit(byte) ? scan_number(scanner, at) : fail_value(scanner, at);
    }
}

static inline enum mf_json_token scan_key(struct mf_json_scanner *scanner, size_t at)
{
    if (byte_at(scanner, at) != '"') {
        return fail_unexpected(scanner, at, "expected a name in double quotes");
    }
    return scan_string(scanner, at, MF_JSON_KEY, COLON);
}

static enum mf_json_token scan_begin(struct mf_json_scanner *scanner, size_t at)
{
    if (at == scanner->size) {
        return fail(scanner, at, "the text is empty");
    }
    return scan_value(scanner, at);
}

static enum mf_json_token scan_end(struct mf_json_scanner *scanner, size_t at)
{
    if (at < scanner->size) {
        return fail(scanner, at, "nothing may follow the document");
    }
    begin(scanner, at);
    scanner->text = mf_view_make(scanner->data + at, 0);
    return finish(scanner, at, MF_JSON_END, DONE);
}

static inline enum mf_json_token scan_behind_value(struct mf_json_scanner *scanner, size_t at)
{
    bool object = in_object(scanner);
    unsigned char byte = byte_at(scanner, at);
    unsigned char end = object ? '}' : ']';

    if (scanner->depth == 0) {
        return scan_end(scanner, at);
    }
    if (byte == end) {
        return scan_close(scanner, at, object ? MF_JSON_OBJECT_END : MF_JSON_ARRAY_END);
    }
    if (byte == ',') {
        size_t next = skip_space(scanner, at + 1);

        if (byte_at(scanner, next) == end) {
            return fail(scanner, at, "a trailing comma");
        }
        return object ? scan_key(scanner, next) : scan_value(scanner, next);
    }
    return fail_unexpected(scanner, at, object ? "expected ',' or '}'" : "expected ',' or ']'");
}

void mf_json_scanner_init(struct mf_json_scanner *scanner, struct mf_view text, uint32_t maximum_depth)
{
    *scanner = (struct mf_json_scanner){ 0 };
    scanner->data = text.size == 0 ? "" : text.data;
    scanner->size = text.size;
    scanner->line = 1;
    scanner->maximum_depth = maximum_depth > MF_JSON_MAXIMUM_DEPTH ? MF_JSON_MAXIMUM_DEPTH : maximum_depth;
    scanner->state = BEGIN;
}

enum mf_json_token mf_json_next(struct mf_json_scanner *scanner)
{
    size_t at;

    if (scanner->state == FAILED) {
        return MF_JSON_ERROR;
    }
    at = skip_space(scanner, scanner->at);
    switch ((enum state)scanner->state) {
    case BEGIN:
        return scan_begin(scanner, at);
    case FIRST_KEY:
        return byte_at(scanner, at) == '}' ? scan_close(scanner, at, MF_JSON_OBJECT_END)
                                           : scan_key(scanner, at);
    case FIRST_VALUE:
        return byte_at(scanner, at) == ']' ? scan_close(scanner, at, MF_JSON_ARRAY_END)
                                           : scan_value(scanner, at);
    case COLON:
        if (byte_at(scanner, at) != ':') {
            return fail_unexpected(scanner, at, "expected ':'");
        }
        return scan_value(scanner, skip_space(scanner, at + 1));
    case BEHIND_VALUE:
        return scan_behind_value(scanner, at);
    case DONE:
    case FAILED:
    default:
        return MF_JSON_END;
    }
}

enum mf_json_token mf_json_skip(struct mf_json_scanner *scanner, enum mf_json_token first)
{
    enum mf_json_token token = first;
    uint32_t outside = scanner->depth - 1;

    if (first != MF_JSON_OBJECT && first != MF_JSON_ARRAY) {
        return first;
    }
    while (token != MF_JSON_ERROR && scanner->depth != outside) {
        token = mf_json_next(scanner);
    }
    return token;
}
