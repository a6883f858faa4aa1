/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the tokens of the JSON scanner into the reader's events. */
#include "syntax/read_json.h"

#include "syntax/characters.h"
#include "json/scanner.h"

/* For the decoded form of a string. */
enum { LEAST_ROOM = 256 };

static struct mf_span span_of(const struct mf_json_scanner *scanner)
{
    return (struct mf_span){ scanner->position, scanner->end };
}

/* The buffer counts as memory of the document, though it is not in the arena. */
static void give_room_back(struct mf_reader *reader, struct mf_buffer *decoded)
{
    mf_arena_discharge(reader->arena, decoded->capacity);
    mf_buffer_release(decoded);
}

static bool make_room(struct mf_reader *reader, struct mf_buffer *decoded, size_t size)
{
    decoded->size = 0;
    if (size <= decoded->capacity) {
        return true;
    }
    give_room_back(reader, decoded);
    size = size < LEAST_ROOM ? LEAST_ROOM : size;
    if (!mf_arena_charge(reader->arena, size)) {
        reader->status = mf_arena_status(reader->arena);
        return false;
    }
    /* The first room of a buffer is no larger than asked for, if that is not very little. */
    if (!mf_buffer_reserve(decoded, size)) {
        mf_arena_discharge(reader->arena, size);
        reader->status = MF_ERROR_MEMORY;
        return false;
    }
    return true;
}

/* A key or string: as it stands, or decoded into `decoded`, which grows with the longest. */
static bool text_of(struct mf_reader *reader, const struct mf_json_scanner *scanner,
                    struct mf_buffer *decoded, struct mf_view *ret_text)
{
    if (!scanner->escaped) {
        *ret_text = scanner->text;
        return true;
    }
    if (!make_room(reader, decoded, scanner->text.size)) {
        return false;
    }
    *ret_text = mf_view_make(decoded->data, mf_json_decode(scanner->text, decoded->data));
    return true;
}

static bool feed_text(struct mf_reader *reader, const struct mf_json_scanner *scanner,
                      enum mf_json_token token, struct mf_buffer *decoded)
{
    struct mf_view text;

    if (!text_of(reader, scanner, decoded, &text)) {
        return false;
    }
    /* Only an escape can stand for NUL. */
    if (scanner->escaped && text.size > 0 && memchr(text.data, '\0', text.size) != NULL) {
        if (token == MF_JSON_KEY) {
            mf_reader_enter(reader, text);
        } else {
            mf_reader_enter_value(reader);
        }
        mf_reader_finding(reader, MF_FINDING_CHARACTERS, scanner->position,
                          "a text may not hold NUL (\\u0000)");
        /* The rest is read with the text up to there, for what else there is to find. */
        text.size = strlen(text.data);
    }
    if (token == MF_JSON_KEY) {
        return mf_reader_key(reader, text, scanner->position);
    }
    return mf_reader_scalar(reader, text, MF_SPELLED_STRING, span_of(scanner));
}

static bool is_blank(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (memchr(" \t\r\n", text.data[i], 4) == NULL) {
            return false;
        }
    }
    return true;
}

/* Which finding the scanner's error is: the same ones as for YAML, where both have them. */
static enum mf_finding_code code_of_error(const struct mf_json_scanner *scanner)
{
    struct mf_view text = mf_view_make(scanner->data, scanner->size);
    size_t offset = 0;

    if (scanner->too_deep) {
        return MF_FINDING_DEPTH;
    }
    if (is_blank(text)) {
        return MF_FINDING_EMPTY_DOCUMENT;
    }
    if (mf_characters_wrong(text, &offset) != NULL && offset == scanner->position.offset) {
        return MF_FINDING_CHARACTERS;
    }
    return MF_FINDING_SYNTAX;
}

static bool feed(struct mf_reader *reader, const struct mf_json_scanner *scanner, enum mf_json_token token,
                 struct mf_buffer *decoded)
{
    switch (token) {
    case MF_JSON_OBJECT:
        return mf_reader_begin_mapping(reader, span_of(scanner));
    case MF_JSON_ARRAY:
        return mf_reader_begin_list(reader, span_of(scanner));
    case MF_JSON_OBJECT_END:
    case MF_JSON_ARRAY_END:
        return mf_reader_end(reader, scanner->end);
    case MF_JSON_KEY:
    case MF_JSON_STRING:
        return feed_text(reader, scanner, token, decoded);
    case MF_JSON_NUMBER:
        return mf_reader_scalar(reader, scanner->text, MF_SPELLED_NUMBER, span_of(scanner));
    case MF_JSON_TRUE:
        return mf_reader_scalar(reader, mf_view_of("true"), MF_SPELLED_BOOL, span_of(scanner));
    case MF_JSON_FALSE:
        return mf_reader_scalar(reader, mf_view_of("false"), MF_SPELLED_BOOL, span_of(scanner));
    case MF_JSON_NULL:
        return mf_reader_null(reader, span_of(scanner));
    case MF_JSON_ERROR:
        mf_reader_stop(reader, code_of_error(scanner), scanner->position, scanner->error);
        return false;
    case MF_JSON_END:
    case MF_JSON_TIME: /* JSON has none */
        break;
    }
    return false;
}

mf_status mf_read_json(struct mf_reader *reader, struct mf_view text)
{
    struct mf_json_scanner scanner;
    struct mf_buffer decoded = MF_BUFFER_EMPTY;

    mf_json_scanner_init(&scanner, text, MF_JSON_MAXIMUM_DEPTH);
    while (feed(reader, &scanner, mf_json_next(&scanner), &decoded)) {
    }
    give_room_back(reader, &decoded);
    return reader->status;
}
