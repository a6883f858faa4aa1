/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Setting parts of a builder from JSON. The reader is led to the place that the path names, in a document of its own, and given
 * the JSON there; so a part is held to the same rules as a whole. What it read is then copied into the builder.
 */
#include "model/builder.h"

#include "model/path.h"
#include "syntax/read_json.h"

/* A part that was read: where it is in a document that holds nothing else. */
struct part {
    const struct mf_field *field; /* NULL: the document itself */
    void *object;                 /* the struct that holds the field; the document's own */
    struct mf_list *list;         /* if the part is an entry: the list, of which it is the only one */
};

/*
 * Leads the reader from the root to the value that the path names. For an entry the reader opens the list; indices and keys are
 * those of the builder and do not matter here.
 */
static void lead(struct mf_reader *reader, const char *path, struct part *part)
{
    struct mf_span nowhere = { { 0, 0, 0 }, 0 };
    struct mf_view rest = mf_view_of(path);
    struct mf_buffer name = MF_BUFFER_EMPTY;
    bool alive = mf_reader_begin_mapping(reader, nowhere);

    while (alive && rest.size > 0) {
        struct mf_reader_level *level = &reader->levels[reader->depth - 1];
        struct mf_view token = mf_path_next(&rest);

        if (level->record == NULL) {
            *part = (struct part){ level->list, NULL, level->items };
            if (rest.size > 0) {
                alive = mf_reader_begin_mapping(reader, nowhere);
            }
            continue;
        }
        alive =
            mf_path_unescape(token, &name) && mf_reader_key(reader, mf_buffer_view(&name), nowhere.position);
        *part = (struct part){ reader->field, level->object, NULL };
        if (alive && rest.size > 0) {
            alive = mf_shape_is_list(reader->field->shape) ? mf_reader_begin_list(reader, nowhere)
                                                           : mf_reader_begin_mapping(reader, nowhere);
        }
    }
    if (name.status != MF_OK) {
        reader->status = MF_ERROR_MEMORY;
    }
    mf_buffer_release(&name);
}

/* The text is not JSON, or not whole: the finding about that came last. */
static mf_status not_json(const mf_report *report, const char *path, mf_error **reterr)
{
    bool is_there = mf_report_total(report) == mf_report_count(report);
    const mf_finding *finding = is_there ? mf_report_finding(report, mf_report_count(report) - 1) : NULL;
    struct mf_position position = { mf_finding_offset(finding), mf_finding_line(finding),
                                    mf_finding_column(finding) };

    return mf_error_set_at(reterr, MF_ERROR_SYNTAX, position, path, "the value is not JSON%s%s",
                           is_there ? ": " : "", mf_finding_message(finding));
}

static mf_status read_part(struct mf_arena *arena, const struct mf_limits *limits, const char *path,
                           struct mf_view json, mf_report *report, struct part *part,
                           struct mf_places *ret_places, mf_error **reterr)
{
    struct mf_reader reader;
    mf_status status = mf_reader_init(&reader, &mf_manifest_record, arena, limits, report, true);

    part->object = reader.root;
    if (status == MF_OK) {
        if (*path != '\0') {
            lead(&reader, path, part);
        }
        status = reader.status == MF_OK ? mf_read_json(&reader, json) : reader.status;
    }
    *ret_places = reader.places;
    if (status != MF_OK) {
        return mf_arena_status(arena) == MF_OK ? mf_report_error(report, reterr)
                                               : mf_arena_error(arena, reterr);
    }
    if (reader.cut_short && !mf_report_has(report, MF_FINDING_DEPTH)) {
        return not_json(report, path, reterr);
    }
    return mf_report_verdict(report, reterr);
}

/* A copy of an entry that was read, with its spellings for places. NULL: why the arena failed is in it. */
static void *copy_of_entry(mf_builder *builder, const struct part *part, const struct mf_places *places)
{
    void *copy = mf_arena_alloc(builder->arena, mf_entry_size(part->field));
    mf_status status = copy == NULL ? MF_ERROR_MEMORY : MF_OK;

    if (status == MF_OK && mf_shape_has_scalars(part->field->shape)) {
        status = mf_copy_scalar(builder->arena, places, part->list->items, copy);
    } else if (status == MF_OK) {
        status = mf_copy_record(builder->arena, places, part->field->record, part->list->items, copy);
    }
    return status == MF_OK ? copy : NULL;
}

/* Puts an entry into a slot of a list. The key in the path names it if it does not name itself. */
static void put_entry(const struct mf_field *field, const void *copy, void *entry)
{
    struct mf_scalar key =
        field->shape == MF_SHAPE_SET ? *mf_entry_key(field, entry) : (struct mf_scalar){ NULL, 0, 0 };

    memcpy(entry, copy, mf_entry_size(field));
    if (field->shape == MF_SHAPE_SET && mf_entry_key(field, entry)->text == NULL) {
        *(struct mf_scalar *)mf_field_of(&field->record->fields[field->record->key], entry) = key;
    }
}

static size_t value_size(const struct mf_field *field)
{
    if (field->shape == MF_SHAPE_SCALAR) {
        return sizeof(struct mf_scalar);
    }
    return field->shape == MF_SHAPE_MAPPING ? sizeof(void *) : sizeof(struct mf_list);
}

/* Puts the value of a field, which may be empty, where the path says. */
static mf_status graft_field(mf_builder *builder, const char *path, const struct part *part,
                             const struct mf_places *places, mf_error **reterr)
{
    void *copy = mf_arena_alloc(builder->arena, part->field->offset + value_size(part->field));
    struct mf_made made;
    struct mf_slot slot;
    mf_status status = copy == NULL ? MF_ERROR_MEMORY : MF_OK;

    if (status == MF_OK && mf_field_is_set(part->field, part->object)) {
        status = mf_copy_field(builder->arena, places, part->field, part->object, copy);
    }
    if (status != MF_OK) {
        return mf_arena_error(builder->arena, reterr);
    }
    status = mf_builder_find(builder, path, &made, &slot, reterr);
    if (status == MF_OK) {
        memcpy(mf_field_of(part->field, slot.object), mf_field_of(part->field, copy),
               value_size(part->field));
    }
    return status;
}

/* Puts an entry where the path says: at its end if the path names a list. */
static mf_status graft_entry(mf_builder *builder, const char *path, bool append, const struct part *part,
                             const struct mf_places *places, mf_error **reterr)
{
    void *copy = copy_of_entry(builder, part, places);
    struct mf_made made;
    struct mf_slot slot;
    mf_status status;

    if (copy == NULL) {
        return mf_arena_error(builder->arena, reterr);
    }
    status = mf_builder_find(builder, path, &made, &slot, reterr);
    if (status == MF_OK && append) {
        slot.value = mf_builder_add_entry(builder, part->field, slot.value, reterr, &status);
        if (slot.value == NULL) {
            mf_builder_unmake(&made);
        }
    }
    if (status == MF_OK) {
        put_entry(part->field, copy, slot.value);
    }
    return status;
}

/* Puts a whole document in the place of the builder's. */
static mf_status graft_document(mf_builder *builder, const struct part *part, const struct mf_places *places,
                                mf_error **reterr)
{
    struct model_manifest *root = mf_arena_alloc(builder->arena, mf_manifest_record.size);

    if (root == NULL ||
        mf_copy_record(builder->arena, places, &mf_manifest_record, part->object, root) != MF_OK) {
        return mf_arena_error(builder->arena, reterr);
    }
    builder->root = root;
    return MF_OK;
}

/* The path for the reader: that of the value, or of an entry behind the last of a list. */
static bool reader_path(struct mf_buffer *buffer, const char *path, bool append)
{
    mf_buffer_append_text(buffer, path);
    mf_buffer_append_text(buffer, append ? "/-" : "");
    mf_buffer_append_byte(buffer, '\0');
    return buffer->status == MF_OK;
}

/* Where a part is read: an arena that goes with the call, so that a call that fails leaves nothing behind. What the builder holds
 * counts there, too. */
static struct mf_arena *new_scratch(const mf_builder *builder)
{
    struct mf_arena *scratch = mf_arena_new(builder->limits.memory);

    if (scratch != NULL) {
        (void)mf_arena_charge(scratch, mf_arena_used(builder->arena));
    }
    return scratch;
}

static mf_status set_part(mf_builder *builder, const char *path, bool append, struct mf_view json,
                          mf_error **reterr)
{
    mf_report *report = mf_report_new(builder->limits.findings, builder->limits.memory);
    struct mf_arena *scratch = new_scratch(builder);
    struct mf_buffer place = MF_BUFFER_EMPTY;
    struct part part = { NULL, NULL, NULL };
    struct mf_places places;
    mf_status status;

    if (report == NULL || scratch == NULL || !reader_path(&place, path, append)) {
        status = mf_error_memory(reterr);
    } else {
        status = read_part(scratch, &builder->limits, place.data, json, report, &part, &places, reterr);
    }
    if (status == MF_OK && part.field == NULL) {
        status = graft_document(builder, &part, &places, reterr);
    } else if (status == MF_OK) {
        status = part.list != NULL ? graft_entry(builder, path, append, &part, &places, reterr)
                                   : graft_field(builder, path, &part, &places, reterr);
    }
    mf_buffer_release(&place);
    mf_arena_free(scratch);
    (void)mf_report_unref(report);
    return status;
}

/* Checks the arguments, and finds the place that the path names: there may be nothing at it yet. */
static mf_status begin(mf_builder *builder, const char *path, const char *json, size_t size,
                       struct mf_view *ret_text, struct mf_slot *ret_slot, mf_error **reterr)
{
    mf_status status;

    if (builder == NULL || path == NULL || json == NULL) {
        return mf_error_argument(reterr, "builder, path and json must not be NULL");
    }
    *ret_text = mf_view_make(json, size == MF_ZERO_TERMINATED ? strlen(json) : size);
    if (ret_text->size > builder->limits.input) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the value is larger than the limit of %zu bytes",
                            builder->limits.input);
    }
    status = mf_builder_find(builder, path, NULL, ret_slot, reterr);
    return status == MF_ABSENT ? MF_OK : status;
}

mf_status mf_builder_set_json(mf_builder *builder, const char *path, const char *json, size_t size,
                              mf_error **reterr)
{
    struct mf_view text = { NULL, 0 };
    struct mf_slot slot = { .field = NULL };
    mf_status status = begin(builder, path, json, size, &text, &slot, reterr);

    return status == MF_OK ? set_part(builder, path, false, text, reterr) : status;
}

mf_status mf_builder_append_json(mf_builder *builder, const char *path, const char *json, size_t size,
                                 mf_error **reterr)
{
    struct mf_view text = { NULL, 0 };
    struct mf_slot slot = { .field = NULL };
    mf_status status = begin(builder, path, json, size, &text, &slot, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (slot.field == NULL || !mf_shape_is_list(slot.field->shape) || mf_slot_is_entry(&slot)) {
        return mf_error_set(reterr, MF_ERROR_TYPE, "'%s' is not a list", path);
    }
    return set_part(builder, path, true, text, reterr);
}
