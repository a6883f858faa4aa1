/* SPDX-License-Identifier: Apache-2.0 */
/* Turns libyaml's events into the reader's, and refuses what the format leaves out of YAML. */
#include "syntax/read_yaml.h"

#include "base/buffer.h"
#include "syntax/characters.h"
#include "syntax/yaml_events.h"
#include "json/scanner.h"

/* What the next event is, inside a mapping or list that is open. */
enum level {
    LEVEL_LIST,
    LEVEL_KEY,
    LEVEL_VALUE,
};

struct yaml {
    struct mf_reader *reader;
    struct mf_yaml_events events;
    uint32_t depth;
    uint8_t levels[MF_JSON_MAXIMUM_DEPTH + 1]; /* enum level; the reader stops before they run out */
};

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
    struct mf_position position = yaml->events.span.position;

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
        mf_reader_finding(yaml->reader, MF_FINDING_TAG, position, mf_yaml_tags_are_not_used);
    }
    if ((tag != NULL || event->type == YAML_ALIAS_EVENT) && yaml->reader->passing == 0 && yaml->depth > 0) {
        yaml->reader->pass_value = true;
    }
}

static bool feed_key(struct yaml *yaml, const yaml_event_t *event)
{
    struct mf_view name = { (const char *)event->data.scalar.value, event->data.scalar.length };
    struct mf_position position = yaml->events.span.position;

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
        mf_reader_finding(yaml->reader, MF_FINDING_CHARACTERS, yaml->events.span.position,
                          "a text may not hold NUL (\\0)");
        text.size = strlen(text.data);
    }
    if (is_key) {
        return feed_key(yaml, event);
    }
    return mf_reader_scalar(yaml->reader, text, plain ? MF_SPELLED_PLAIN : MF_SPELLED_STRING,
                            yaml->events.span);
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
    return is_key ||
           mf_reader_scalar(yaml->reader, mf_view_of("alias"), MF_SPELLED_STRING, yaml->events.span);
}

static bool feed_begin(struct yaml *yaml, const yaml_event_t *event, enum level level,
                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    bool alive;

    if (expects_key(yaml)) {
        mf_reader_stop(yaml->reader, MF_FINDING_SYNTAX, yaml->events.span.position,
                       "a key must be a single value, not a mapping or list");
        return false;
    }
    refuse(yaml, event, anchor, tag);
    advance(yaml);
    alive = level == LEVEL_LIST ? mf_reader_begin_list(yaml->reader, yaml->events.span)
                                : mf_reader_begin_mapping(yaml->reader, yaml->events.span);
    if (alive && yaml->depth <= MF_JSON_MAXIMUM_DEPTH) {
        yaml->levels[yaml->depth++] = (uint8_t)level;
    }
    return alive;
}

static bool feed_end(struct yaml *yaml)
{
    yaml->depth--;
    return mf_reader_end(yaml->reader, yaml->events.span.end);
}

/* A document of any kind begins with its schema, which is one word. */
static void find_nothing(struct yaml *yaml)
{
    const struct mf_field *first = &yaml->reader->record->fields[0];
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_buffer_format(&message, "the document is empty: it should begin with '%s: %s'", first->name,
                     first->choices[0]);
    mf_buffer_append_byte(&message, '\0');
    mf_reader_stop(yaml->reader, MF_FINDING_EMPTY_DOCUMENT, yaml->events.span.position,
                   message.status == MF_OK ? message.data : "the document is empty");
    mf_buffer_release(&message);
}

/* Behind the document nothing may come. */
static void check_rest(struct yaml *yaml)
{
    size_t wrong_at = 0;
    const char *wrong;
    size_t at = mf_yaml_events_rest(&yaml->events, &wrong, &wrong_at);

    yaml->reader->end = yaml->events.span.end;
    if (wrong != NULL) {
        mf_reader_finding(yaml->reader, MF_FINDING_SYNTAX, mf_position_of(yaml->events.text, wrong_at),
                          wrong);
    }
    if (at < yaml->events.text.size) {
        mf_reader_finding(yaml->reader, MF_FINDING_SECOND_DOCUMENT, mf_position_of(yaml->events.text, at),
                          "a second document begins here: one file holds one document");
    }
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

/* Feeds every event to the reader; false if there is something wrong with one. */
static bool feed_all(struct yaml *yaml)
{
    bool more = true;

    while (more) {
        yaml_event_t event;

        if (!mf_yaml_events_next(&yaml->events, &event)) {
            return false;
        }
        more = feed(yaml, &event);
        yaml_event_delete(&event);
    }
    return true;
}

mf_status mf_read_yaml(struct mf_reader *reader, struct mf_view text)
{
    struct yaml yaml = { .reader = reader };

    if (!mf_yaml_events_begin(&yaml.events, text) || !feed_all(&yaml)) {
        if (yaml.events.problem == NULL) {
            reader->status = MF_ERROR_MEMORY;
        } else {
            mf_reader_stop(reader, yaml.events.code, yaml.events.position, yaml.events.problem);
        }
    }
    mf_yaml_events_end(&yaml.events);
    return reader->status;
}
