/* SPDX-License-Identifier: Apache-2.0 */
/* Turns libyaml's events into the reader's, and refuses what the format leaves out of YAML. */
#include "syntax/read_yaml.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "syntax/characters.h"
#include "syntax/layout.h"
#include "json/scanner.h"

#include <yaml.h>

/* What the next event is, inside a mapping or list that is open. */
enum level {
    LEVEL_LIST,
    LEVEL_KEY,
    LEVEL_VALUE,
};

struct yaml {
    struct mf_reader *reader;
    struct mf_view text;
    yaml_parser_t parser;
    size_t ascii; /* so many bytes at the beginning of the text are characters */
    /* libyaml counts characters. These two move together and turn its counts into bytes. */
    size_t character;
    size_t byte;
    struct mf_span span; /* of the event at hand */
    struct mf_layout layout;
    uint32_t depth;
    uint8_t levels[MF_JSON_MAXIMUM_DEPTH + 1]; /* enum level; the reader stops before they run out */
};

static const char tags_are_not_used[] =
    "tags are not used: if this is a value that begins with '!', write it in quotes";

static bool is_continuation(const struct yaml *yaml, size_t at)
{
    return at < yaml->text.size && ((unsigned char)yaml->text.data[at] & 0xc0) == 0x80;
}

/* Marks come nearly in the order of the text, so all these steps together are one pass over it. */
static size_t byte_of(struct yaml *yaml, size_t character)
{
    if (character <= yaml->ascii) {
        return character;
    }
    while (yaml->character < character && yaml->byte < yaml->text.size) {
        do {
            yaml->byte++;
        } while (is_continuation(yaml, yaml->byte));
        yaml->character++;
    }
    while (yaml->character > character) {
        do {
            yaml->byte--;
        } while (is_continuation(yaml, yaml->byte));
        yaml->character--;
    }
    return yaml->byte;
}

static struct mf_position position_of(struct yaml *yaml, const yaml_mark_t *mark)
{
    return (struct mf_position){
        .offset = byte_of(yaml, mark->index),
        .line = (uint32_t)mark->line + 1,
        .column = (uint32_t)mark->column + 1,
    };
}

static struct mf_span span_of(struct yaml *yaml, const yaml_event_t *event)
{
    struct mf_span span = { .position = position_of(yaml, &event->start_mark) };

    span.end = byte_of(yaml, event->end_mark.index);
    return span;
}

/* A value was begun or is complete: in a mapping a key comes next, after a key its value. */
static void advance(struct yaml *yaml)
{
    if (yaml->depth > 0 && yaml->levels[yaml->depth - 1] != LEVEL_LIST) {
        yaml->levels[yaml->depth - 1] ^= LEVEL_KEY ^ LEVEL_VALUE;
    }
}

static bool expects_key(const struct yaml *yaml)
{
    return yaml->depth > 0 && yaml->levels[yaml->depth - 1] == LEVEL_KEY;
}

/* What YAML has and the format does not: a finding, and for a tag or alias the value is passed over. */
static void refuse(struct yaml *yaml, const yaml_event_t *event, const yaml_char_t *anchor,
                   const yaml_char_t *tag)
{
    struct mf_position position = yaml->span.position;

    if (anchor == NULL && tag == NULL && event->type != YAML_ALIAS_EVENT) {
        return;
    }
    mf_reader_enter_value(yaml->reader);
    if (anchor != NULL) {
        mf_reader_finding(
            yaml->reader, MF_FINDING_ALIAS, position,
            event->type == YAML_ALIAS_EVENT
                ? "aliases are not used: write the value out, or in quotes if it begins with '*'"
                : "anchors are not used: remove it, or write a value that begins with '&' in quotes");
    }
    if (tag != NULL) {
        mf_reader_finding(yaml->reader, MF_FINDING_TAG, position, tags_are_not_used);
    }
    if ((tag != NULL || event->type == YAML_ALIAS_EVENT) && yaml->reader->passing == 0 && yaml->depth > 0) {
        yaml->reader->pass_value = true;
    }
}

static bool feed_key(struct yaml *yaml, const yaml_event_t *event)
{
    struct mf_view name = { (const char *)event->data.scalar.value, event->data.scalar.length };
    struct mf_position position = yaml->span.position;

    if (yaml->reader->pass_value) {
        return true; /* the key was refused: its value is passed over */
    }
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && mf_view_is(name, "<<")) {
        mf_reader_enter(yaml->reader, name);
        mf_reader_finding(yaml->reader, MF_FINDING_ALIAS, position,
                          "merge keys are not used: write the values out");
        yaml->reader->pass_value = yaml->reader->passing == 0;
        return true;
    }
    return mf_reader_key(yaml->reader, name, position);
}

static bool feed_scalar(struct yaml *yaml, const yaml_event_t *event)
{
    struct mf_view text = { (const char *)event->data.scalar.value, event->data.scalar.length };
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    bool is_key = expects_key(yaml);
    bool has_nul;

    advance(yaml);
    has_nul = memchr(text.data, '\0', text.size) != NULL;
    if (is_key && (has_nul || event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)) {
        mf_reader_enter(yaml->reader, text);
    }
    refuse(yaml, event, event->data.scalar.anchor, event->data.scalar.tag);
    if (has_nul) {
        mf_reader_enter_value(yaml->reader);
        mf_reader_finding(yaml->reader, MF_FINDING_CHARACTERS, yaml->span.position,
                          "a text may not hold NUL (\\0)");
        text.size = strlen(text.data);
    }
    if (is_key) {
        return feed_key(yaml, event);
    }
    return mf_reader_scalar(yaml->reader, text, plain ? MF_SPELLED_PLAIN : MF_SPELLED_STRING, yaml->span);
}

static bool feed_alias(struct yaml *yaml, const yaml_event_t *event)
{
    bool is_key = expects_key(yaml);

    advance(yaml);
    if (is_key) {
        mf_reader_enter(yaml->reader, mf_view_of((const char *)event->data.alias.anchor));
    }
    refuse(yaml, event, event->data.alias.anchor, NULL);
    /* As a value it is passed over as a scalar would be; as a key its value will be. */
    return is_key || mf_reader_scalar(yaml->reader, mf_view_of("alias"), MF_SPELLED_STRING, yaml->span);
}

static bool feed_begin(struct yaml *yaml, const yaml_event_t *event, enum level level,
                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    bool alive;

    if (expects_key(yaml)) {
        mf_reader_stop(yaml->reader, MF_FINDING_SYNTAX, yaml->span.position,
                       "a key must be a single value, not a mapping or list");
        return false;
    }
    refuse(yaml, event, anchor, tag);
    advance(yaml);
    alive = level == LEVEL_LIST ? mf_reader_begin_list(yaml->reader, yaml->span)
                                : mf_reader_begin_mapping(yaml->reader, yaml->span);
    if (alive && yaml->depth <= MF_JSON_MAXIMUM_DEPTH) {
        yaml->levels[yaml->depth++] = (uint8_t)level;
    }
    return alive;
}

static bool feed_end(struct yaml *yaml)
{
    yaml->depth--;
    return mf_reader_end(yaml->reader, yaml->span.end);
}

static size_t skip_line(struct mf_view text, size_t at)
{
    while (at < text.size && text.data[at] != '\n' && text.data[at] != '\r') {
        at++;
    }
    return at;
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* True if a line that is a mark of the end of a document begins at `at`. */
static bool is_end_mark(struct mf_view text, size_t at)
{
    bool line_begins = at == 0 || text.data[at - 1] == '\n' || text.data[at - 1] == '\r';

    return line_begins && mf_view_starts_with(mf_view_make(text.data + at, text.size - at), "...") &&
           (at + 3 == text.size || is_white(text.data[at + 3]));
}

/* Offset of the first byte from `at` on that is neither white space, comment, nor a mark that ends a document. */
static size_t first_content(struct mf_view text, size_t at)
{
    while (at < text.size) {
        if (text.data[at] == '#') {
            at = skip_line(text, at);
        } else if (is_end_mark(text, at)) {
            at += 3;
        } else if (is_white(text.data[at])) {
            at++;
        } else {
            break;
        }
    }
    return at;
}

/* Behind the document nothing may come. libyaml is not asked: directives there would cost it quadratic time. */
static void check_rest(struct yaml *yaml)
{
    size_t at = first_content(yaml->text, yaml->span.end);
    size_t wrong_at = 0;
    const char *wrong = mf_layout_pass(&yaml->layout, at, &wrong_at);

    yaml->reader->end = yaml->span.end;
    if (wrong != NULL) {
        mf_reader_finding(yaml->reader, MF_FINDING_SYNTAX, mf_position_of(yaml->text, wrong_at), wrong);
    }
    if (at < yaml->text.size) {
        mf_reader_finding(yaml->reader, MF_FINDING_SECOND_DOCUMENT, mf_position_of(yaml->text, at),
                          "a second document begins here: one file holds one document");
    }
}

static enum mf_layout_kind layout_of_scalar(const yaml_event_t *event)
{
    bool is_line = event->start_mark.line == event->end_mark.line;

    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return is_line ? MF_LAYOUT_LINE : MF_LAYOUT_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        return MF_LAYOUT_BLOCK_TEXT;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return is_line && event->data.scalar.length != 1 ? MF_LAYOUT_LINE : MF_LAYOUT_PLAIN;
}

/* False for events that have no text. */
static bool layout_of(const yaml_event_t *event, enum mf_layout_kind *ret_kind)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        *ret_kind = layout_of_scalar(event);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        *ret_kind = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? MF_LAYOUT_FLOW_COLLECTION
                                                                                 : MF_LAYOUT_BLOCK_COLLECTION;
        return true;
    case YAML_MAPPING_START_EVENT:
        *ret_kind = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? MF_LAYOUT_FLOW_COLLECTION
                                                                               : MF_LAYOUT_BLOCK_COLLECTION;
        return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        *ret_kind = MF_LAYOUT_COLLECTION_END;
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_ALIAS_EVENT:
        break;
    }
    return false;
}

/* False if the text is laid out in a way that YAML forbids: reading then stops, as it does where libyaml gives up. */
static bool check_layout(struct yaml *yaml, const yaml_event_t *event)
{
    enum mf_layout_kind kind;
    const char *wrong = NULL;
    size_t at = 0;

    if (layout_of(event, &kind)) {
        wrong = mf_layout_take(&yaml->layout, kind, yaml->span.position.offset, yaml->span.end,
                               yaml->span.position.column - 1, &at);
    }
    if (wrong != NULL) {
        mf_reader_stop(yaml->reader, MF_FINDING_SYNTAX, mf_position_of(yaml->text, at), wrong);
    }
    return wrong == NULL;
}

/* A document of any kind begins with its schema, which is one word. */
static void find_nothing(struct yaml *yaml)
{
    const struct mf_field *first = &yaml->reader->record->fields[0];
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_buffer_format(&message, "the document is empty: it should begin with '%s: %s'", first->name,
                     first->choices[0]);
    mf_buffer_append_byte(&message, '\0');
    mf_reader_stop(yaml->reader, MF_FINDING_EMPTY_DOCUMENT, yaml->span.position,
                   message.status == MF_OK ? message.data : "the document is empty");
    mf_buffer_release(&message);
}

static bool feed(struct yaml *yaml, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
        return true;
    case YAML_STREAM_END_EVENT:
        find_nothing(yaml);
        return false;
    case YAML_DOCUMENT_END_EVENT:
        check_rest(yaml);
        return false;
    case YAML_ALIAS_EVENT:
        return feed_alias(yaml, event);
    case YAML_SCALAR_EVENT:
        return feed_scalar(yaml, event);
    case YAML_SEQUENCE_START_EVENT:
        return feed_begin(yaml, event, LEVEL_LIST, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return feed_begin(yaml, event, LEVEL_KEY, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return feed_end(yaml);
    }
    return false;
}

/*
 * libyaml often stumbles over what follows a '!', as in "expression: !a || b". Offset of a '!' that begins a value on the
 * line of `offset` and not after it; text.size if there is none.
 */
static size_t find_tag(struct mf_view text, size_t offset)
{
    size_t start = offset < text.size ? offset : text.size;
    /* The last character that is not white space; at the beginning of a line a value may begin. */
    char before = '-';

    while (start > 0 && text.data[start - 1] != '\n') {
        start--;
    }
    for (size_t at = start; at <= offset && at < text.size; at++) {
        if (text.data[at] == '!' && strchr(":-?,[{", before) != NULL) {
            return at;
        }
        if (text.data[at] != ' ') {
            before = text.data[at];
        }
    }
    return text.size;
}

/* What usually mends it, where libyaml's words alone would leave a person guessing. */
static const char *advice(const char *problem, char first)
{
    if (strstr(problem, "mapping values are not allowed") != NULL) {
        return "; if a text holds ': ', write it in quotes";
    }
    if (strstr(problem, "found character that cannot start any token") != NULL) {
        if (first == '\t') {
            return ": it is a tab; indent with spaces";
        }
        return "; if a text begins with this character, write it in quotes";
    }
    if (strstr(problem, "did not find expected key") != NULL ||
        strstr(problem, "did not find expected '-' indicator") != NULL) {
        return "; is this line indented like its neighbours?";
    }
    return "";
}

/* What libyaml was at, and where that began if it was on an earlier line: of what is not closed one wants to see the begin. */
static void append_context(struct mf_buffer *message, const yaml_parser_t *parser)
{
    if (parser->context == NULL) {
        return;
    }
    mf_buffer_append_text(message, parser->context);
    if (parser->context_mark.line < parser->problem_mark.line) {
        mf_buffer_format(message, " that begins in line %lu", (unsigned long)parser->context_mark.line + 1);
    }
    mf_buffer_append_text(message, ", ");
}

/* libyaml gave up: say why and where. */
static void parser_failed(struct yaml *yaml)
{
    const yaml_parser_t *parser = &yaml->parser;
    struct mf_position position;
    size_t tag;
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) {
        yaml->reader->status = MF_ERROR_MEMORY;
        return;
    }
    position = position_of(yaml, &parser->problem_mark);
    tag = find_tag(yaml->text, position.offset);
    if (tag < yaml->text.size) {
        mf_reader_stop(yaml->reader, MF_FINDING_TAG, mf_position_of(yaml->text, tag), tags_are_not_used);
        return;
    }
    mf_buffer_append_text(&message, "not well-formed YAML: ");
    append_context(&message, parser);
    mf_buffer_append_text(&message, parser->problem);
    mf_buffer_append_text(
        &message,
        advice(parser->problem, position.offset < yaml->text.size ? yaml->text.data[position.offset] : '\0'));
    mf_buffer_append_byte(&message, '\0');
    mf_reader_stop(yaml->reader, MF_FINDING_SYNTAX, position,
                   message.status == MF_OK ? message.data : "not well-formed YAML");
    mf_buffer_release(&message);
}

static void parse(struct yaml *yaml)
{
    bool more = true;

    if (!yaml_parser_initialize(&yaml->parser)) {
        yaml->reader->status = MF_ERROR_MEMORY;
        return;
    }
    yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&yaml->parser, (const unsigned char *)yaml->text.data, yaml->text.size);
    while (more) {
        yaml_event_t event;

        if (!yaml_parser_parse(&yaml->parser, &event)) {
            parser_failed(yaml);
            break;
        }
        yaml->span = span_of(yaml, &event);
        more = check_layout(yaml, &event) && feed(yaml, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&yaml->parser);
}

mf_status mf_read_yaml(struct mf_reader *reader, struct mf_view text)
{
    struct yaml yaml = { .reader = reader, .text = text };
    size_t offset = 0;
    const char *wrong = mf_characters_wrong(text, &offset);

    wrong = wrong == NULL ? mf_line_ends_wrong(text, &offset) : wrong;
    if (wrong != NULL) {
        mf_reader_stop(reader, MF_FINDING_CHARACTERS, mf_position_of(text, offset), wrong);
        return reader->status;
    }
    offset = first_content(text, 0);
    if (offset < text.size && text.data[offset] == '%') {
        mf_reader_stop(reader, MF_FINDING_DIRECTIVE, mf_position_of(text, offset),
                       "directives are not used: remove the line");
        return reader->status;
    }
    yaml.ascii = mf_ascii_prefix(text);
    yaml.character = yaml.ascii;
    yaml.byte = yaml.ascii;
    mf_layout_init(&yaml.layout, text);
    parse(&yaml);
    return reader->status;
}
