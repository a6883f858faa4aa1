/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's parser, with places in bytes, and with all that it lets through and YAML does not. */
#include "syntax/yaml_events.h"

#include "base/utf8.h"
#include "syntax/characters.h"

const char mf_yaml_tags_are_not_used[] =
    "tags are not used: if this is a value that begins with '!', write it in quotes";

static bool is_continuation(const struct mf_yaml_events *events, size_t at)
{
    return at < events->text.size && ((unsigned char)events->text.data[at] & 0xc0) == 0x80;
}

/* Marks come nearly in the order of the text, so all these steps together are one pass over it. */
static size_t byte_of(struct mf_yaml_events *events, size_t character)
{
    if (character <= events->ascii) {
        return character;
    }
    while (events->character < character && events->byte < events->text.size) {
        do {
            events->byte++;
        } while (is_continuation(events, events->byte));
        events->character++;
    }
    while (events->character > character) {
        do {
            events->byte--;
        } while (is_continuation(events, events->byte));
        events->character--;
    }
    return events->byte;
}

static struct mf_position position_of(struct mf_yaml_events *events, const yaml_mark_t *mark)
{
    return (struct mf_position){
        .offset = byte_of(events, mark->index),
        .line = (uint32_t)mark->line + 1,
        .column = (uint32_t)mark->column + 1,
    };
}

static struct mf_span span_of(struct mf_yaml_events *events, const yaml_event_t *event)
{
    struct mf_span span = { .position = position_of(events, &event->start_mark) };

    span.end = byte_of(events, event->end_mark.index);
    return span;
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

/* What is wrong, for the caller. Returns false. */
static bool fail(struct mf_yaml_events *events, enum mf_finding_code code, struct mf_position position,
                 const char *problem)
{
    events->code = code;
    events->position = position;
    events->problem = problem;
    return false;
}

/* False if the text is laid out in a way that YAML forbids: reading then stops, as it does where libyaml gives up. */
static bool check_layout(struct mf_yaml_events *events, const yaml_event_t *event)
{
    enum mf_layout_kind kind;
    const char *wrong = NULL;
    size_t at = 0;

    if (layout_of(event, &kind)) {
        wrong = mf_layout_take(&events->layout, kind, events->span.position.offset, events->span.end,
                               events->span.position.column - 1, &at);
    }
    return wrong == NULL || fail(events, MF_FINDING_SYNTAX, mf_position_of(events->text, at), wrong);
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

/* libyaml gave up: say why and where. Returns false. */
static bool parser_failed(struct mf_yaml_events *events)
{
    const yaml_parser_t *parser = &events->parser;
    struct mf_buffer *message = &events->message;
    struct mf_position position;
    size_t tag;

    if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) {
        return false;
    }
    position = position_of(events, &parser->problem_mark);
    tag = find_tag(events->text, position.offset);
    if (tag < events->text.size) {
        return fail(events, MF_FINDING_TAG, mf_position_of(events->text, tag), mf_yaml_tags_are_not_used);
    }
    mf_buffer_append_text(message, "not well-formed YAML: ");
    append_context(message, parser);
    mf_buffer_append_text(message, parser->problem);
    mf_buffer_append_text(message, advice(parser->problem, position.offset < events->text.size
                                                               ? events->text.data[position.offset]
                                                               : '\0'));
    mf_buffer_append_byte(message, '\0');
    return fail(events, MF_FINDING_SYNTAX, position,
                message->status == MF_OK ? message->data : "not well-formed YAML");
}

bool mf_yaml_events_begin(struct mf_yaml_events *events, struct mf_view text)
{
    size_t offset = 0;
    const char *wrong = mf_characters_wrong(text, &offset);

    memset(events, 0, sizeof *events);
    events->text = text;
    wrong = wrong == NULL ? mf_line_ends_wrong(text, &offset) : wrong;
    if (wrong != NULL) {
        return fail(events, MF_FINDING_CHARACTERS, mf_position_of(text, offset), wrong);
    }
    offset = first_content(text, 0);
    if (offset < text.size && text.data[offset] == '%') {
        return fail(events, MF_FINDING_DIRECTIVE, mf_position_of(text, offset),
                    "directives are not used: remove the line");
    }
    events->ascii = mf_ascii_prefix(text);
    events->character = events->ascii;
    events->byte = events->ascii;
    mf_layout_init(&events->layout, text);
    if (!yaml_parser_initialize(&events->parser)) {
        return false;
    }
    events->is_open = true;
    yaml_parser_set_encoding(&events->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&events->parser, (const unsigned char *)text.data, text.size);
    return true;
}

bool mf_yaml_events_next(struct mf_yaml_events *events, yaml_event_t *event)
{
    if (!yaml_parser_parse(&events->parser, event)) {
        return parser_failed(events);
    }
    events->span = span_of(events, event);
    if (!check_layout(events, event)) {
        yaml_event_delete(event);
        return false;
    }
    return true;
}

size_t mf_yaml_events_rest(struct mf_yaml_events *events, const char **ret_wrong, size_t *ret_wrong_at)
{
    size_t at = first_content(events->text, events->span.end);

    *ret_wrong = mf_layout_pass(&events->layout, at, ret_wrong_at);
    return at;
}

void mf_yaml_events_end(struct mf_yaml_events *events)
{
    if (events->is_open) {
        yaml_parser_delete(&events->parser);
    }
    mf_buffer_release(&events->message);
}
