/* SPDX-License-Identifier: Apache-2.0 */
/* The reader's state machine: one level for each mapping and list that is open, and a count of what is passed over. */
#include "syntax/reader.h"

_Static_assert((int)MF_READER_LEVELS <= (int)MF_TRAIL_SIZE, "a trail is too short for the reader");

mf_status mf_reader_init(struct mf_reader *reader, const struct mf_record *record, struct mf_arena *arena,
                         const struct mf_limits *limits, mf_report *report, bool bind)
{
    *reader = (struct mf_reader){
        .record = record, .arena = arena, .limits = limits, .report = report, .bind = bind
    };
    if (bind) {
        reader->root = mf_arena_alloc(arena, record->size);
        if (reader->root == NULL) {
            reader->status = mf_arena_status(arena);
            return reader->status;
        }
    }
    /* Place 0 is no place. */
    reader->places.items = mf_arena_resize(arena, NULL, sizeof *reader->places.items);
    if (reader->places.items == NULL) {
        reader->status = mf_arena_status(arena);
        return reader->status;
    }
    reader->places.items[0] = (struct mf_place){ 0 };
    reader->places.count = 1;
    return MF_OK;
}

static struct mf_reader_level *top(struct mf_reader *reader)
{
    return reader->depth == 0 ? NULL : &reader->levels[reader->depth - 1];
}

static void fail(struct mf_reader *reader)
{
    if (reader->status == MF_OK) {
        reader->status = mf_arena_status(reader->arena);
    }
    if (reader->status == MF_OK) {
        reader->status = MF_ERROR_MEMORY;
    }
}

/* False if something failed on the way. */
static bool is_alive(const struct mf_reader *reader)
{
    return reader->status == MF_OK && !reader->cut_short;
}

/* A report that was written to may have failed. */
static void look_at_report(struct mf_reader *reader)
{
    if (mf_report_status(reader->report) != MF_OK) {
        fail(reader);
    }
}

static void finding(struct mf_reader *reader, enum mf_finding_code code, struct mf_position position,
                    struct mf_view found, const char *expected, const char *suggestion, const char *message)
{
    struct mf_finding_facts facts = {
        .code = code,
        .position = position,
        .found = found,
        .expected = expected,
        .suggestion = suggestion,
    };

    mf_trail_finding(&reader->trail, reader->report, facts, message);
    look_at_report(reader);
}

void mf_reader_finding(struct mf_reader *reader, enum mf_finding_code code, struct mf_position position,
                       const char *message)
{
    finding(reader, code, position, mf_view_of(NULL), NULL, NULL, message);
}

void mf_reader_stop(struct mf_reader *reader, enum mf_finding_code code, struct mf_position position,
                    const char *message)
{
    mf_reader_finding(reader, code, position, message);
    reader->cut_short = true;
}

static uint32_t add_place(struct mf_reader *reader, struct mf_span span, enum mf_spelling spelling)
{
    uint32_t number = reader->places.count;
    struct mf_place *items =
        mf_arena_resize(reader->arena, reader->places.items, (number + (size_t)1) * sizeof *items);

    if (items == NULL) {
        fail(reader);
        return 0;
    }
    items[number] = (struct mf_place){
        .offset = (uint32_t)span.position.offset,
        .end = (uint32_t)span.end,
        .line = span.position.line,
        .column = span.position.column,
        .field = reader->field_number,
        .spelling = (uint8_t)spelling,
    };
    reader->places.items = items;
    reader->places.count++;
    return number;
}

/* What the next value must be, in the words of a finding. */
static const char *expected_shape(uint8_t shape)
{
    switch ((enum mf_shape)shape) {
    case MF_SHAPE_SCALAR:
        return "a single value";
    case MF_SHAPE_MAPPING:
        return "a mapping";
    case MF_SHAPE_SET:
    case MF_SHAPE_SEQUENCE:
        return "a list of mappings";
    case MF_SHAPE_SCALAR_SET:
    case MF_SHAPE_SCALAR_SEQUENCE:
        return "a list of single values";
    }
    return "something else";
}

static void wrong_shape(struct mf_reader *reader, struct mf_position position, const char *found)
{
    const struct mf_reader_level *level = top(reader);
    const char *expected = "a mapping";
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(reader->report, MF_FINDING_WRONG_SHAPE)) {
        return;
    }
    if (level != NULL && level->record == NULL) {
        expected = mf_shape_has_scalars(level->list->shape) ? "a single value" : "a mapping";
    } else if (level != NULL) {
        expected = expected_shape(reader->field->shape);
    }
    mf_buffer_format(&message, "expected %s, found %s", expected, found);
    mf_buffer_append_byte(&message, '\0');
    finding(reader, MF_FINDING_WRONG_SHAPE, position, mf_view_of(found), expected, NULL,
            message.status == MF_OK ? message.data : expected);
    mf_buffer_release(&message);
}

void mf_reader_enter_value(struct mf_reader *reader)
{
    const struct mf_reader_level *level = top(reader);

    if (reader->passing == 0 && level != NULL && level->record == NULL) {
        reader->trail.count = level->steps;
        mf_trail_push_index(&reader->trail, level->count, mf_shape_is_set(level->list->shape));
    }
}

/* Room for one more entry in the list that is being bound. */
static void *new_entry(struct mf_reader *reader, struct mf_reader_level *level)
{
    size_t size = mf_entry_size(level->list);
    struct mf_list *list = level->items;
    char *items = mf_arena_resize(reader->arena, list->items, (list->count + (size_t)1) * size);

    if (items == NULL) {
        fail(reader);
        return NULL;
    }
    list->items = items;
    return memset(items + list->count++ * size, 0, size);
}

/* Goes to the next entry if the reader is in a list. False if the entry is one too many. */
static bool next_entry(struct mf_reader *reader, struct mf_position position)
{
    struct mf_reader_level *level = top(reader);

    if (level == NULL || level->record != NULL) {
        return true;
    }
    mf_reader_enter_value(reader);
    reader->field_number = 0;
    if (level->count == reader->limits->entries) {
        finding(reader, MF_FINDING_ENTRIES, position, mf_view_of(NULL), NULL, NULL,
                "the list has more entries than the limit of the reader");
    }
    if (level->count >= reader->limits->entries) {
        level->count += level->count == reader->limits->entries;
        return false;
    }
    level->count++;
    /* Also for an entry that will not fit, so that those behind it keep their numbers. */
    return !reader->bind || !mf_shape_has_scalars(level->list->shape) || new_entry(reader, level) != NULL;
}

/* True if the value that begins is passed over, with all that is in it. */
static bool begin_passing(struct mf_reader *reader, struct mf_position position)
{
    if (reader->depth + reader->passing >= reader->limits->depth) {
        finding(reader, MF_FINDING_DEPTH, position, mf_view_of(NULL), NULL, NULL,
                "the document is nested deeper than the limit of the reader");
        reader->cut_short = true;
        return true;
    }
    if (reader->passing > 0 || !next_entry(reader, position) || reader->pass_value) {
        reader->pass_value = false;
        reader->passing++;
        return true;
    }
    return false;
}

/* The struct that a mapping fills. */
static void *new_object(struct mf_reader *reader, struct mf_reader_level *parent, uint32_t place)
{
    struct mf_head *object;

    if (parent == NULL) {
        object = reader->root;
    } else if (parent->record == NULL) {
        object = new_entry(reader, parent);
        if (object != NULL) {
            object->index = parent->count - 1;
        }
    } else {
        object = mf_arena_alloc(reader->arena, reader->field->record->size);
        if (object != NULL) {
            *(void **)mf_field_of(reader->field, parent->object) = object;
        } else {
            fail(reader);
        }
    }
    if (object != NULL) {
        object->at = place;
    }
    return object;
}

static const struct mf_record *record_of_mapping(const struct mf_reader *reader,
                                                 const struct mf_reader_level *parent)
{
    if (parent == NULL) {
        return reader->record;
    }
    if (parent->record == NULL) {
        return parent->list->record;
    }
    return reader->field->shape == MF_SHAPE_MAPPING ? reader->field->record : NULL;
}

bool mf_reader_begin_mapping(struct mf_reader *reader, struct mf_span span)
{
    struct mf_reader_level *parent = top(reader);
    const struct mf_record *record;
    struct mf_reader_level *level;

    if (begin_passing(reader, span.position)) {
        return is_alive(reader);
    }
    record = record_of_mapping(reader, parent);
    if (record == NULL || reader->depth == MF_READER_LEVELS) {
        wrong_shape(reader, span.position, "a mapping");
        reader->passing++;
        return is_alive(reader);
    }
    level = &reader->levels[reader->depth];
    *level = (struct mf_reader_level){
        .record = record,
        .list = parent != NULL && parent->record == NULL ? parent->list : NULL,
        .place = add_place(reader, span, MF_SPELLED_FREELY),
        .steps = reader->trail.count,
        .findings = mf_report_count(reader->report),
    };
    if (reader->bind) {
        level->object = new_object(reader, parent, level->place);
    }
    reader->depth++;
    return is_alive(reader);
}

bool mf_reader_begin_list(struct mf_reader *reader, struct mf_span span)
{
    struct mf_reader_level *parent = top(reader);
    struct mf_reader_level *level;

    if (begin_passing(reader, span.position)) {
        return is_alive(reader);
    }
    if (parent == NULL || parent->record == NULL || !mf_shape_is_list(reader->field->shape) ||
        reader->depth == MF_READER_LEVELS) {
        wrong_shape(reader, span.position, "a list");
        reader->passing++;
        return is_alive(reader);
    }
    level = &reader->levels[reader->depth];
    *level = (struct mf_reader_level){
        .list = reader->field,
        .place = add_place(reader, span, MF_SPELLED_FREELY),
        .steps = reader->trail.count,
    };
    if (reader->bind) {
        level->items = mf_field_of(reader->field, parent->object);
        level->items->at = level->place;
    }
    reader->depth++;
    return is_alive(reader);
}

/* Findings about an entry of a set were named by its index; now that its key is known they get that name. */
static void name_findings(struct mf_reader *reader, const struct mf_reader_level *level)
{
    const struct mf_scalar *key;
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_buffer token = MF_BUFFER_EMPTY;
    size_t at;

    if (!reader->bind || level->record == NULL || level->list == NULL || level->list->shape != MF_SHAPE_SET ||
        mf_report_count(reader->report) == level->findings) {
        return;
    }
    key = mf_entry_key(level->list, level->object);
    if (!mf_path_key_is_named(key)) {
        return;
    }
    mf_trail_append(&path, &reader->trail, level->steps - 1);
    at = path.size + 1;
    path.size = 0;
    mf_trail_append(&path, &reader->trail, level->steps);
    mf_path_escape(&token, mf_scalar_view(key));
    if (path.status == MF_OK && token.status == MF_OK) {
        mf_report_rename(reader->report, level->findings, at, path.size - at, mf_buffer_view(&token));
    } else {
        mf_report_fail(reader->report);
    }
    look_at_report(reader);
    mf_buffer_release(&path);
    mf_buffer_release(&token);
}

bool mf_reader_end(struct mf_reader *reader, size_t end)
{
    struct mf_reader_level *level;

    if (reader->passing > 0) {
        reader->passing--;
        return true;
    }
    level = &reader->levels[--reader->depth];
    reader->places.items[level->place].end = (uint32_t)end;
    if (reader->depth > 0) {
        name_findings(reader, level);
    }
    reader->trail.count = level->steps;
    return is_alive(reader);
}

static void unknown_key(struct mf_reader *reader, const struct mf_record *record, struct mf_view name,
                        struct mf_position position)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;
    const char *suggestion;

    if (mf_report_counts_only(reader->report, MF_FINDING_UNKNOWN_KEY)) {
        return;
    }
    suggestion = mf_record_suggest(record, name);
    mf_buffer_append_text(&message, "unknown key '");
    mf_buffer_append_printable(&message, name, 60);
    mf_buffer_append_byte(&message, '\'');
    if (suggestion != NULL) {
        mf_buffer_format(&message, ": did you mean '%s'?", suggestion);
    } else {
        mf_buffer_append_text(&message, ": the document may need a newer libmanifest");
    }
    mf_buffer_append_byte(&message, '\0');
    finding(reader, MF_FINDING_UNKNOWN_KEY, position, name, NULL, suggestion,
            message.status == MF_OK ? message.data : "unknown key");
    mf_buffer_release(&message);
}

void mf_reader_enter(struct mf_reader *reader, struct mf_view name)
{
    const struct mf_reader_level *level = top(reader);

    if (reader->passing == 0 && level != NULL) {
        name.size = name.size > MF_READER_NAME ? MF_READER_NAME : name.size;
        if (name.size > 0) {
            memcpy(reader->name, name.data, name.size);
        }
        reader->trail.count = level->steps;
        mf_trail_push(&reader->trail, mf_view_make(reader->name, name.size));
    }
}

bool mf_reader_key(struct mf_reader *reader, struct mf_view name, struct mf_position position)
{
    struct mf_reader_level *level = top(reader);
    const struct mf_field *field;
    uint8_t number;

    if (reader->passing > 0) {
        return true;
    }
    number = mf_record_find(level->record, name, level->next);
    if (number == MF_NO_FIELD) {
        mf_reader_enter(reader, name);
        unknown_key(reader, level->record, name, position);
        reader->pass_value = true;
        return is_alive(reader);
    }
    field = &level->record->fields[number];
    reader->trail.count = level->steps;
    mf_trail_push(&reader->trail, mf_view_make(field->name, field->name_size));
    if ((level->seen >> number & 1) != 0) {
        finding(reader, MF_FINDING_REPEATED_KEY, position, name, NULL, NULL,
                "the key stands in this mapping twice");
        reader->pass_value = true;
        return is_alive(reader);
    }
    level->seen |= UINT64_C(1) << number;
    level->next = (uint8_t)(number + 1);
    reader->field = field;
    reader->field_number = number;
    return is_alive(reader);
}

static void bind_scalar(struct mf_reader *reader, struct mf_reader_level *level, struct mf_view text,
                        uint32_t place)
{
    struct mf_scalar *scalar = level->record == NULL
                                   ? mf_entry_of(level->list, level->items, level->items->count - 1)
                                   : mf_field_of(reader->field, level->object);
    const char *copy = mf_arena_copy(reader->arena, text);

    if (copy == NULL) {
        fail(reader);
        return;
    }
    scalar->text = copy;
    scalar->size = (uint32_t)text.size;
    scalar->at = place;
}

/* True if the scalar is passed over. */
static bool begin_scalar(struct mf_reader *reader, struct mf_position position)
{
    bool passed = reader->passing > 0 || !next_entry(reader, position) || reader->pass_value;

    if (reader->passing == 0) {
        reader->pass_value = false;
    }
    return passed;
}

static bool no_value(struct mf_reader *reader, struct mf_position position)
{
    if (top(reader) == NULL) {
        finding(reader, MF_FINDING_EMPTY_DOCUMENT, position, mf_view_of(NULL), NULL, NULL,
                "the document is empty");
    } else {
        finding(reader, MF_FINDING_NULL_VALUE, position, mf_view_of(NULL), NULL, NULL,
                "there is no value: give it one or leave the key out");
    }
    return is_alive(reader);
}

bool mf_reader_scalar(struct mf_reader *reader, struct mf_view text, enum mf_spelling spelling,
                      struct mf_span span)
{
    struct mf_reader_level *level = top(reader);
    bool fits;
    uint32_t place;

    if (begin_scalar(reader, span.position)) {
        return is_alive(reader);
    }
    fits = level != NULL && (level->record == NULL ? mf_shape_has_scalars(level->list->shape)
                                                   : reader->field->shape == MF_SHAPE_SCALAR);
    if (!fits) {
        if (spelling == MF_SPELLED_PLAIN && text.size == 0) {
            return no_value(reader, span.position);
        }
        wrong_shape(reader, span.position, "a single value");
        return is_alive(reader);
    }
    place = add_place(reader, span, spelling);
    if (reader->bind && place != 0) {
        bind_scalar(reader, level, text, place);
    }
    return is_alive(reader);
}

bool mf_reader_null(struct mf_reader *reader, struct mf_span span)
{
    return begin_scalar(reader, span.position) ? is_alive(reader) : no_value(reader, span.position);
}
