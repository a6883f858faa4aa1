/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte is looked at once or twice. Strings are copied only where they have escapes or CR LF. */
#include "toml/scanner.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const struct mf_view byte_order_mark = { "\xef\xbb\xbf", 3 };

bool mf_toml_scanner_init(struct mf_toml_scanner *scanner, struct mf_arena *arena, struct mf_view text,
                          mf_error **reterr)
{
    size_t valid = mf_utf8_valid_prefix(text);

    *scanner = (struct mf_toml_scanner){
        .arena = arena, .text = text, .line = 1, .status = MF_OK, .reterr = reterr
    };
    if (mf_view_starts_with(text, byte_order_mark.data)) {
        scanner->at = scanner->line_start = scanner->counted = byte_order_mark.size;
    }
    if (valid == text.size) {
        return true;
    }
    for (size_t i = scanner->at; i < valid; i++) {
        if (text.data[i] == '\n') {
            scanner->line++;
            scanner->line_start = scanner->counted = i + 1;
        }
    }
    scanner->at = valid;
    return mf_toml_fail(scanner, "the text is not UTF-8");
}

bool mf_toml_take(struct mf_toml_scanner *scanner, char byte)
{
    bool is_next = !mf_toml_at_end(scanner) && scanner->text.data[scanner->at] == byte;

    scanner->at += is_next;
    return is_next;
}

struct mf_position mf_toml_here(struct mf_toml_scanner *scanner)
{
    if (scanner->counted > scanner->at || scanner->counted < scanner->line_start) {
        scanner->counted = scanner->line_start;
        scanner->column = 0;
    }
    for (; scanner->counted < scanner->at; scanner->counted++) {
        scanner->column += ((unsigned char)scanner->text.data[scanner->counted] & 0xc0) != 0x80;
    }
    return (struct mf_position){ scanner->at, scanner->line, scanner->column + 1 };
}

static void end_line(struct mf_toml_scanner *scanner)
{
    scanner->line++;
    scanner->line_start = scanner->counted = scanner->at;
    scanner->column = 0;
}

bool mf_toml_fail(struct mf_toml_scanner *scanner, const char *message)
{
    return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, mf_toml_here(scanner), "%s", message);
}

bool mf_toml_fail_at(struct mf_toml_scanner *scanner, mf_status status, struct mf_position position,
                     const char *format, ...)
{
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    scanner->status = mf_error_set_at(scanner->reterr, status, position, NULL, "%s", message);
    return false;
}

bool mf_toml_fail_memory(struct mf_toml_scanner *scanner)
{
    scanner->status = mf_arena_error(scanner->arena, scanner->reterr);
    return false;
}

void mf_toml_skip_blanks(struct mf_toml_scanner *scanner)
{
    while (mf_toml_peek(scanner) == ' ' || mf_toml_peek(scanner) == '\t') {
        scanner->at++;
    }
}

/* True for bytes that may stand in comments and in strings of one line. */
static bool is_text(char byte)
{
    return ((unsigned char)byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

/* Goes past LF or CR LF. A CR alone is no line end. */
static bool take_line_end(struct mf_toml_scanner *scanner)
{
    if (mf_toml_peek(scanner) == '\r' && scanner->at + 1 < scanner->text.size &&
        scanner->text.data[scanner->at + 1] == '\n') {
        scanner->at++;
    }
    if (!mf_toml_take(scanner, '\n')) {
        return false;
    }
    end_line(scanner);
    return true;
}

/* Goes past a comment, if one is at hand. */
static void skip_comment(struct mf_toml_scanner *scanner)
{
    if (mf_toml_take(scanner, '#')) {
        while (!mf_toml_at_end(scanner) && is_text(mf_toml_peek(scanner))) {
            scanner->at++;
        }
    }
}

bool mf_toml_skip_rest(struct mf_toml_scanner *scanner)
{
    mf_toml_skip_blanks(scanner);
    skip_comment(scanner);
    return mf_toml_at_end(scanner) || take_line_end(scanner) ||
           mf_toml_fail(scanner, is_text(mf_toml_peek(scanner)) ? "the line should end here"
                                                                : "a control character may not be here");
}

bool mf_toml_skip_lines(struct mf_toml_scanner *scanner)
{
    for (;;) {
        mf_toml_skip_blanks(scanner);
        if (mf_toml_at_end(scanner)) {
            return true;
        }
        if (strchr("#\r\n", mf_toml_peek(scanner)) == NULL || mf_toml_peek(scanner) == '\0') {
            return true;
        }
        if (!mf_toml_skip_rest(scanner)) {
            return false;
        }
    }
}

static bool is_bare(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || byte == '_' || byte == '-';
}

/* Reads `count` hexadecimal digits as a code point. */
static bool read_code(struct mf_toml_scanner *scanner, int count, uint32_t *ret_code)
{
    struct mf_position begin = mf_toml_here(scanner);
    uint32_t code = 0;

    for (int i = 0; i < count; i++) {
        char digit = mf_toml_peek(scanner);

        if (!mf_ascii_is_hex(digit)) {
            return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, begin, "%d hexadecimal digits belong here",
                                   count);
        }
        code =
            code << 4 | (uint32_t)(mf_ascii_is_digit(digit) ? digit - '0' : mf_ascii_lower(digit) - 'a' + 10);
        scanner->at++;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        return mf_toml_fail_at(scanner, MF_ERROR_SYNTAX, begin, "this is the code of no character");
    }
    *ret_code = code;
    return true;
}

/* Reads what follows a backslash and writes what it stands for, 1 to 4 bytes. */
static bool read_escape(struct mf_toml_scanner *scanner, char *bytes, size_t *ret_size)
{
    static const char letters[] = "btnfr\"\\";
    static const char meanings[] = "\b\t\n\f\r\"\\";
    char letter = mf_toml_peek(scanner);
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    uint32_t code = 0;

    if (found != NULL) {
        scanner->at++;
        bytes[0] = meanings[found - letters];
        *ret_size = 1;
        return true;
    }
    if (letter != 'u' && letter != 'U') {
        return mf_toml_fail(scanner, "there is no such escape: a backslash itself is written \\\\");
    }
    scanner->at++;
    if (!read_code(scanner, letter == 'u' ? 4 : 8, &code)) {
        return false;
    }
    *ret_size = mf_utf8_encode(code, bytes);
    return true;
}

/* How a string is written. */
struct quoting {
    char quote;
    bool lines; /* three quotes: may have several lines */
};

/* What one run of bytes between special ones is: the string so far, decoded if it had to be. */
struct decoded {
    const char *begin; /* of the run that is not copied yet */
    char *bytes;       /* NULL: nothing had to be decoded */
    size_t size;
};

/* Copies the run up to the byte at hand. What is decoded never gets longer, so the rest of the text is room enough. */
static bool copy_run(struct mf_toml_scanner *scanner, struct decoded *decoded, size_t room)
{
    size_t size = (size_t)(scanner->text.data + scanner->at - decoded->begin);

    if (decoded->bytes == NULL) {
        decoded->bytes = mf_arena_alloc(scanner->arena, room);
        if (decoded->bytes == NULL) {
            return mf_toml_fail_memory(scanner);
        }
    }
    memcpy(decoded->bytes + decoded->size, decoded->begin, size);
    decoded->size += size;
    return true;
}

/* Bytes from the one at hand up to the end of the string, at most: an upper bound of what it decodes to. */
static size_t room_of(const struct mf_toml_scanner *scanner, struct quoting quoting, const char *begin)
{
    size_t at = scanner->at;

    while (at < scanner->text.size) {
        char byte = scanner->text.data[at];

        if (byte == quoting.quote &&
            (!quoting.lines || (scanner->text.size - at >= 3 && scanner->text.data[at + 1] == quoting.quote &&
                                scanner->text.data[at + 2] == quoting.quote))) {
            break;
        }
        at += byte == '\\' && quoting.quote == '"' ? 2 : 1;
    }
    at = at > scanner->text.size ? scanner->text.size : at;
    return (size_t)(scanner->text.data + at - begin) + 3;
}

/* A backslash at the end of a line: it, the line end and all white space behind it stand for nothing. */
static bool take_line_continuation(struct mf_toml_scanner *scanner)
{
    size_t at = scanner->at;

    mf_toml_skip_blanks(scanner);
    if (!take_line_end(scanner)) {
        scanner->at = at;
        return false;
    }
    do {
        mf_toml_skip_blanks(scanner);
    } while (take_line_end(scanner));
    return true;
}

/* The backslash, or the CR, at hand. */
static bool decode_special(struct mf_toml_scanner *scanner, struct quoting quoting, struct decoded *decoded)
{
    char escaped[4];
    size_t size = 0;

    if (!copy_run(scanner, decoded, decoded->bytes == NULL ? room_of(scanner, quoting, decoded->begin) : 0)) {
        return false;
    }
    if (mf_toml_take(scanner, '\\')) {
        if (!(quoting.lines && take_line_continuation(scanner)) && !read_escape(scanner, escaped, &size)) {
            return false;
        }
        memcpy(decoded->bytes + decoded->size, escaped, size);
        decoded->size += size;
    } else {
        scanner->at++; /* the CR of CR LF */
    }
    decoded->begin = scanner->text.data + scanner->at;
    return true;
}

/* At a quote of the kind that began the string: is it the end? Goes past it if so, and past quotes that belong to the text. */
static bool take_end(struct mf_toml_scanner *scanner, struct quoting quoting, size_t *ret_end)
{
    size_t count = 0;

    while (count < 5 && scanner->text.size - scanner->at > count &&
           scanner->text.data[scanner->at + count] == quoting.quote) {
        count++;
    }
    if (quoting.lines && count < 3) {
        scanner->at += count;
        return false;
    }
    count = quoting.lines ? count : 1;
    *ret_end = scanner->at + count - (quoting.lines ? 3 : 1);
    scanner->at += count;
    return true;
}

/* The byte at hand can stand for itself; goes past it. */
static bool take_text(struct mf_toml_scanner *scanner, struct quoting quoting)
{
    if (mf_toml_at_end(scanner)) {
        return mf_toml_fail(scanner, "the text ends within a string");
    }
    if (is_text(mf_toml_peek(scanner))) {
        scanner->at++;
        return true;
    }
    if (mf_toml_peek(scanner) == '\n' && quoting.lines) {
        return take_line_end(scanner);
    }
    return mf_toml_fail(scanner, mf_toml_peek(scanner) == '\n'
                                     ? "the line ends within a string"
                                     : "a control character may not stand in a string: write it as \\u0000");
}

/* Reads up to the closing quotes; the opening ones have been taken. */
static bool read_quoted(struct mf_toml_scanner *scanner, struct quoting quoting, struct mf_view *ret_text)
{
    struct decoded decoded = { scanner->text.data + scanner->at, NULL, 0 };
    size_t end;

    for (;;) {
        char byte = mf_toml_peek(scanner);
        bool is_line_end = byte == '\r' && scanner->at + 1 < scanner->text.size &&
                           scanner->text.data[scanner->at + 1] == '\n';

        if (byte == quoting.quote && !mf_toml_at_end(scanner)) {
            if (take_end(scanner, quoting, &end)) {
                break;
            }
        } else if ((byte == '\\' && quoting.quote == '"') || (is_line_end && quoting.lines)) {
            if (!decode_special(scanner, quoting, &decoded)) {
                return false;
            }
        } else if (!take_text(scanner, quoting)) {
            return false;
        }
    }
    if (decoded.bytes == NULL) {
        *ret_text = mf_view_make(decoded.begin, (size_t)(scanner->text.data + end - decoded.begin));
        return true;
    }
    memcpy(decoded.bytes + decoded.size, decoded.begin, (size_t)(scanner->text.data + end - decoded.begin));
    *ret_text =
        mf_view_make(decoded.bytes, decoded.size + (size_t)(scanner->text.data + end - decoded.begin));
    return true;
}

bool mf_toml_read_string(struct mf_toml_scanner *scanner, struct mf_view *ret_text)
{
    struct quoting quoting = { mf_toml_peek(scanner), false };
    const char *rest = scanner->text.data + scanner->at;

    if (scanner->text.size - scanner->at >= 3 && rest[1] == quoting.quote && rest[2] == quoting.quote) {
        quoting.lines = true;
        scanner->at += 3;
        (void)take_line_end(scanner);
    } else {
        scanner->at++;
    }
    return read_quoted(scanner, quoting, ret_text);
}

bool mf_toml_read_key(struct mf_toml_scanner *scanner, struct mf_view *ret_name)
{
    size_t begin = scanner->at;

    if (mf_toml_peek(scanner) == '"' || mf_toml_peek(scanner) == '\'') {
        struct quoting quoting = { mf_toml_peek(scanner), false };

        scanner->at++;
        return read_quoted(scanner, quoting, ret_name);
    }
    while (is_bare(mf_toml_peek(scanner))) {
        scanner->at++;
    }
    *ret_name = mf_view_make(scanner->text.data + begin, scanner->at - begin);
    return scanner->at > begin ||
           mf_toml_fail(scanner, mf_toml_at_end(scanner) ? "the text ends where a key belongs"
                                                         : "a key belongs here: letters, digits, '_' and "
                                                           "'-', or anything in quotes");
}
