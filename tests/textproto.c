/* SPDX-License-Identifier: Apache-2.0 */
/* A recursive reader of the text format; its input is ours to trust. */
#include "textproto.h"

#include "harness.h"

#include "base/utf8.h"
#include "value/ascii.h"

struct reader {
    struct mf_view text;
    size_t at;
    struct mf_arena *arena;
};

static char look(const struct reader *reader)
{
    return reader->at < reader->text.size ? reader->text.data[reader->at] : '\0';
}

/* White space, comments, and the separators that mean nothing. */
static void skip(struct reader *reader)
{
    for (;;) {
        if (look(reader) == '#') {
            reader->at += mf_view_find(mf_view_from(reader->text, reader->at), '\n');
        } else if (look(reader) != '\0' && mf_ascii_is_one_of(look(reader), " \t\r\n,;")) {
            reader->at++;
        } else {
            return;
        }
    }
}

static uint32_t take_digits(struct reader *reader, unsigned most, unsigned base)
{
    uint32_t code = 0;

    for (unsigned i = 0; i < most && mf_ascii_is_hex(look(reader)); i++) {
        char digit = mf_ascii_lower(look(reader));
        unsigned value = mf_ascii_is_digit(digit) ? (unsigned)(digit - '0') : (unsigned)(digit - 'a' + 10);

        if (value >= base) {
            break;
        }
        code = code * base + value;
        reader->at++;
    }
    return code;
}

/* The escape behind a backslash. */
static size_t take_escape(struct reader *reader, char bytes[4])
{
    static const char letters[] = "abfnrtv\\'\"?";
    static const char meanings[] = "\a\b\f\n\r\t\v\\'\"?";
    char kind = look(reader);
    const char *letter = kind == '\0' ? NULL : strchr(letters, kind);

    if (letter != NULL) {
        bytes[0] = meanings[letter - letters];
        reader->at++;
        return 1;
    }
    if (kind == 'u' || kind == 'U') {
        reader->at++;
        return mf_utf8_encode(take_digits(reader, kind == 'u' ? 4 : 8, 16), bytes);
    }
    if (kind == 'x' || kind == 'X') {
        reader->at++;
        bytes[0] = (char)take_digits(reader, 2, 16);
        return 1;
    }
    ck_assert_msg(kind >= '0' && kind <= '7', "an escape in a textproto that is not known: \\%c", kind);
    bytes[0] = (char)take_digits(reader, 3, 8);
    return 1;
}

/* Strings that stand one behind the other are one. */
static struct mf_view take_string(struct reader *reader)
{
    char *text = mf_arena_alloc(reader->arena, reader->text.size - reader->at + 1);
    size_t size = 0;

    while (look(reader) == '"' || look(reader) == '\'') {
        char quote = look(reader);

        reader->at++;
        while (look(reader) != quote) {
            ck_assert_msg(reader->at < reader->text.size, "a string in a textproto does not end");
            if (look(reader) == '\\') {
                reader->at++;
                size += take_escape(reader, text + size);
            } else {
                text[size++] = look(reader);
                reader->at++;
            }
        }
        reader->at++;
        skip(reader);
    }
    return mf_view_make(text, size);
}

static struct mf_view take_word(struct reader *reader)
{
    size_t begin = reader->at;

    if (look(reader) == '[') { /* the name of a message, in brackets */
        reader->at += mf_view_find(mf_view_from(reader->text, begin), ']') + 1;
    }
    while (mf_ascii_is_alphanumeric(look(reader)) ||
           (look(reader) != '\0' && mf_ascii_is_one_of(look(reader), "_.+-"))) {
        reader->at++;
    }
    ck_assert_msg(reader->at > begin, "a textproto cannot be read at byte %zu", begin);
    return mf_view_make(reader->text.data + begin, reader->at - begin);
}

static struct textproto_field *take_fields(struct reader *reader)
{
    struct textproto_field *first = NULL;
    struct textproto_field **last = &first;

    for (skip(reader); reader->at < reader->text.size && look(reader) != '}'; skip(reader)) {
        struct textproto_field *field = mf_arena_alloc(reader->arena, sizeof *field);

        field->name = take_word(reader);
        skip(reader);
        if (look(reader) == ':') {
            reader->at++;
            skip(reader);
        }
        if (look(reader) == '{') {
            reader->at++;
            field->members = take_fields(reader);
            ck_assert_int_eq(look(reader), '}');
            reader->at++;
        } else {
            field->text =
                look(reader) == '"' || look(reader) == '\'' ? take_string(reader) : take_word(reader);
        }
        *last = field;
        last = &field->next;
    }
    return first;
}

struct textproto_field *textproto_read(struct mf_view text, struct mf_arena *arena)
{
    struct reader reader = { text, 0, arena };
    struct textproto_field *fields = take_fields(&reader);

    ck_assert_uint_eq(reader.at, text.size);
    ck_assert_int_eq(mf_arena_status(arena), MF_OK);
    return fields;
}

const struct textproto_field *textproto_find(const struct textproto_field *fields, const char *path)
{
    struct mf_view rest = mf_view_of(path);
    const struct textproto_field *field = NULL;

    while (rest.data != NULL) {
        struct mf_view name = mf_view_cut(&rest, '.');

        field = fields;
        while (field != NULL && !mf_view_equal(field->name, name)) {
            field = field->next;
        }
        if (field == NULL) {
            return NULL;
        }
        fields = field->members;
    }
    return field;
}

struct mf_view textproto_text(const struct textproto_field *fields, const char *path)
{
    const struct textproto_field *field = textproto_find(fields, path);

    return field == NULL ? mf_view_make(NULL, 0) : field->text;
}
