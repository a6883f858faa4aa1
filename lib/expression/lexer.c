/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens of CEL. What CEL has and this language has not (bytes, unsigned numbers, maps) is told here, where it is still known
 * what was meant.
 */
#include "expression/lexer.h"

#include "base/utf8.h"
#include "value/ascii.h"
#include "value/check.h"

static bool is_name_begin(char byte)
{
    return mf_ascii_is_letter(byte) || byte == '_';
}

static bool is_name_part(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || byte == '_';
}

/* The byte so far ahead, or NUL behind the end: no token has one but a string. */
static char ahead(const struct mf_lexer *lexer, size_t distance)
{
    return distance < lexer->source.size - lexer->at ? lexer->source.data[lexer->at + distance] : '\0';
}

static void skip_space(struct mf_lexer *lexer)
{
    while (lexer->at < lexer->source.size) {
        if (ahead(lexer, 0) == '/' && ahead(lexer, 1) == '/') {
            lexer->at += mf_view_find(mf_view_from(lexer->source, lexer->at), '\n');
        } else if (mf_ascii_is_one_of(ahead(lexer, 0), " \t\n\f\r")) {
            lexer->at++;
        } else {
            return;
        }
    }
}

static struct mf_token take(struct mf_lexer *lexer, enum mf_token_kind kind, size_t size)
{
    struct mf_token token = { kind, mf_view_make(lexer->source.data + lexer->at, size), NULL };

    lexer->at += size;
    return token;
}

static struct mf_token refuse(struct mf_lexer *lexer, size_t size, const char *advice)
{
    struct mf_token token = take(lexer, MF_TOKEN_WRONG, size);

    token.advice = advice;
    return token;
}

static size_t count_digits(const struct mf_lexer *lexer, size_t from)
{
    size_t size = 0;

    while (mf_ascii_is_digit(ahead(lexer, from + size))) {
        size++;
    }
    return size;
}

/* Of an exponent that begins there the size, or 0. */
static size_t exponent_size(const struct mf_lexer *lexer, size_t from)
{
    size_t sign;
    size_t digits;

    if (ahead(lexer, from) != 'e' && ahead(lexer, from) != 'E') {
        return 0;
    }
    sign = ahead(lexer, from + 1) == '+' || ahead(lexer, from + 1) == '-';
    digits = count_digits(lexer, from + 1 + sign);
    return digits == 0 ? 0 : 1 + sign + digits;
}

static struct mf_token take_number(struct mf_lexer *lexer)
{
    enum mf_token_kind kind = MF_TOKEN_INT;
    size_t size = count_digits(lexer, 0);

    if (ahead(lexer, 0) == '0' && ahead(lexer, 1) == 'x' && mf_ascii_is_hex(ahead(lexer, 2))) {
        size = 2;
        while (mf_ascii_is_hex(ahead(lexer, size))) {
            size++;
        }
    } else {
        size_t fraction = ahead(lexer, size) == '.' ? count_digits(lexer, size + 1) : 0;
        size_t exponent;

        size += fraction == 0 ? 0 : 1 + fraction;
        exponent = exponent_size(lexer, size);
        size += exponent;
        kind = fraction + exponent == 0 ? MF_TOKEN_INT : MF_TOKEN_DOUBLE;
    }
    if (ahead(lexer, size) == 'u' || ahead(lexer, size) == 'U') {
        return refuse(lexer, size + 1, "there are no unsigned numbers here: leave out the 'u'");
    }
    if (is_name_part(ahead(lexer, size))) {
        return refuse(lexer, size + 1, "a number cannot go on like this");
    }
    if (ahead(lexer, size) == '.' && !is_name_begin(ahead(lexer, size + 1))) {
        return refuse(lexer, size + 1, "a number needs a digit behind its '.', such as 1.0");
    }
    return take(lexer, kind, size);
}

/* A string from its quote on, with `prefix` bytes before it. */
static struct mf_token take_string(struct mf_lexer *lexer, size_t prefix)
{
    char quote = ahead(lexer, prefix);
    bool raw = prefix > 0;
    bool triple = ahead(lexer, prefix + 1) == quote && ahead(lexer, prefix + 2) == quote;
    size_t at = prefix + (triple ? 3 : 1);
    size_t left = lexer->source.size - lexer->at;

    while (at < left) {
        char byte = ahead(lexer, at);

        if (byte == quote && (!triple || (ahead(lexer, at + 1) == quote && ahead(lexer, at + 2) == quote))) {
            return take(lexer, MF_TOKEN_STRING, at + (triple ? 3 : 1));
        }
        if (byte == '\r' || (byte == '\n' && !triple)) {
            return refuse(lexer, at, "a line ends within the string: write \\n or \\r for it");
        }
        at += byte == '\\' && !raw ? 2 : 1;
    }
    return refuse(lexer, left, "the string does not end: its closing quote is missing");
}

static struct mf_token take_word(struct mf_lexer *lexer)
{
    size_t size = 0;
    struct mf_view word;

    while (is_name_part(ahead(lexer, size))) {
        size++;
    }
    if (ahead(lexer, size) == '"' || ahead(lexer, size) == '\'') {
        if (size == 1 && mf_ascii_lower(ahead(lexer, 0)) == 'r') {
            return take_string(lexer, 1);
        }
        if (size <= 2 && mf_ascii_is_one_of(ahead(lexer, 0), "bBrR")) {
            return refuse(lexer, size, "there are no bytes here: leave out the 'b', for a string");
        }
    }
    word = mf_view_make(lexer->source.data + lexer->at, size);
    if (mf_view_is(word, "null")) {
        return refuse(lexer, size, "there is no 'null' here: a variable without a value is an error");
    }
    return take(lexer,
                mf_view_is(word, "true")    ? MF_TOKEN_TRUE
                : mf_view_is(word, "false") ? MF_TOKEN_FALSE
                : mf_view_is(word, "in")    ? MF_TOKEN_IN
                                            : MF_TOKEN_NAME,
                size);
}

/* One of a pair: the second byte makes the longer token. */
static struct mf_token take_pair(struct mf_lexer *lexer, char second, enum mf_token_kind longer,
                                 enum mf_token_kind shorter)
{
    return ahead(lexer, 1) == second ? take(lexer, longer, 2) : take(lexer, shorter, 1);
}

/* A byte that begins no token, with all bytes of its code point. */
static struct mf_token refuse_byte(struct mf_lexer *lexer)
{
    uint32_t code = 0;
    size_t size = mf_utf8_decode(mf_view_from(lexer->source, lexer->at), &code);

    switch (code) {
    case '=':
        return refuse(lexer, size, "nothing is assigned here: write '==' to compare");
    case '&':
        return refuse(lexer, size, "write '&&' for both");
    case '|':
        return refuse(lexer, size, "write '||' for either");
    case '{':
    case '}':
        return refuse(lexer, size, "there are no maps and messages here");
    case ';':
        return refuse(lexer, size, "an expression is one condition: join several with '&&'");
    case 0x2018: /* typographic quotes */
    case 0x2019:
    case 0x201c:
    case 0x201d:
        return refuse(lexer, size, "write plain quotes, ' or \"");
    case 0x2264:
        return refuse(lexer, size, "write '<='");
    case 0x2265:
        return refuse(lexer, size, "write '>='");
    case 0x2260:
        return refuse(lexer, size, "write '!='");
    default:
        return refuse(lexer, size == 0 ? 1 : size, "this character means nothing here");
    }
}

struct mf_token mf_lexer_next(struct mf_lexer *lexer)
{
    static const struct {
        char byte;
        enum mf_token_kind kind;
    } single[] = {
        { '.', MF_TOKEN_DOT },       { ',', MF_TOKEN_COMMA },     { '(', MF_TOKEN_OPEN },
        { ')', MF_TOKEN_CLOSE },     { '[', MF_TOKEN_OPEN_LIST }, { ']', MF_TOKEN_CLOSE_LIST },
        { '?', MF_TOKEN_QUESTION },  { ':', MF_TOKEN_COLON },     { '-', MF_TOKEN_MINUS },
        { '+', MF_TOKEN_PLUS },      { '*', MF_TOKEN_TIMES },     { '/', MF_TOKEN_DIVIDE },
        { '%', MF_TOKEN_REMAINDER },
    };
    char byte;

    skip_space(lexer);
    if (lexer->at == lexer->source.size) {
        return take(lexer, MF_TOKEN_END, 0);
    }
    byte = ahead(lexer, 0);
    if (mf_ascii_is_digit(byte) || (byte == '.' && mf_ascii_is_digit(ahead(lexer, 1)))) {
        return take_number(lexer);
    }
    if (is_name_begin(byte)) {
        return take_word(lexer);
    }
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
        if (single[i].byte == byte) {
            return take(lexer, single[i].kind, 1);
        }
    }
    switch (byte) {
    case '"':
    case '\'':
        return take_string(lexer, 0);
    case '!':
        return take_pair(lexer, '=', MF_TOKEN_NOT_EQUAL, MF_TOKEN_NOT);
    case '<':
        return take_pair(lexer, '=', MF_TOKEN_LESS_EQUAL, MF_TOKEN_LESS);
    case '>':
        return take_pair(lexer, '=', MF_TOKEN_GREATER_EQUAL, MF_TOKEN_GREATER);
    case '=':
        return ahead(lexer, 1) == '=' ? take(lexer, MF_TOKEN_EQUAL, 2) : refuse_byte(lexer);
    case '&':
        return ahead(lexer, 1) == '&' ? take(lexer, MF_TOKEN_AND, 2) : refuse_byte(lexer);
    case '|':
        return ahead(lexer, 1) == '|' ? take(lexer, MF_TOKEN_OR, 2) : refuse_byte(lexer);
    default:
        return refuse_byte(lexer);
    }
}
