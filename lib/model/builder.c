/* SPDX-License-Identifier: Apache-2.0 */
/* Builders: structs that change, and manifests made of copies of them. Setting JSON is in syntax/builder_json.c. */
#include "model/builder.h"

#include "model/normalise.h"
#include "model/path.h"
#include "model/require.h"
#include "value/number.h"

#include <stdlib.h>

mf_builder *mf_builder_unref(mf_builder *builder)
{
    if (builder != NULL) {
        mf_arena_free(builder->arena);
        free(builder);
    }
    return NULL;
}

static mf_status new_builder(const mf_read_options *options, mf_builder **ret_builder, mf_error **reterr)
{
    mf_builder *builder = calloc(1, sizeof *builder);
    mf_status status;

    if (builder == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_limits_from_options(options, &builder->limits, &builder->options, reterr);
    if (status == MF_OK) {
        builder->arena = mf_arena_new(builder->limits.memory);
        builder->root =
            builder->arena == NULL ? NULL : mf_arena_alloc(builder->arena, mf_manifest_record.size);
        status = builder->root == NULL ? mf_error_memory(reterr) : MF_OK;
    }
    if (status != MF_OK) {
        (void)mf_builder_unref(builder);
        return status;
    }
    *ret_builder = builder;
    return MF_OK;
}

mf_status mf_builder_new(const mf_read_options *options, mf_builder **ret_builder, mf_error **reterr)
{
    mf_builder *builder = NULL;
    mf_status status;

    if (ret_builder == NULL) {
        return mf_error_argument(reterr, "ret_builder must not be NULL");
    }
    status = new_builder(options, &builder, reterr);
    if (status == MF_OK) {
        status = mf_builder_set_text(builder, "/schema", "manifest/v1", MF_ZERO_TERMINATED, reterr);
    }
    if (status != MF_OK) {
        (void)mf_builder_unref(builder);
        return status;
    }
    *ret_builder = builder;
    return MF_OK;
}

mf_status mf_builder_new_from(const mf_manifest *manifest, const mf_read_options *options,
                              mf_builder **ret_builder, mf_error **reterr)
{
    struct mf_places nowhere = { NULL, 0 };
    mf_builder *builder = NULL;
    mf_status status;

    if (manifest == NULL || ret_builder == NULL) {
        return mf_error_argument(reterr, "manifest and ret_builder must not be NULL");
    }
    status = new_builder(options, &builder, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (mf_copy_record(builder->arena, &nowhere, &mf_manifest_record, manifest->root, builder->root) !=
        MF_OK) {
        status = mf_arena_error(builder->arena, reterr);
        (void)mf_builder_unref(builder);
        return status;
    }
    *ret_builder = builder;
    return MF_OK;
}

/* --- finding and making slots ------------------------------------------------------------------------------------------ */

static const struct mf_record *record_of(const struct mf_slot *slot)
{
    if (slot->field == NULL) {
        return &mf_manifest_record;
    }
    if (slot->field->shape == MF_SHAPE_MAPPING ||
        (mf_slot_is_entry(slot) && !mf_shape_has_scalars(slot->field->shape))) {
        return slot->field->record;
    }
    return NULL;
}

static bool step_into_mapping(struct mf_slot *slot, const struct mf_record *record, struct mf_view token)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (mf_path_token_is(token, mf_view_make(field->name, field->name_size))) {
            void *object = slot->value;
            void *value = object == NULL ? NULL : mf_field_of(field, object);

            if (value != NULL && field->shape == MF_SHAPE_MAPPING) {
                value = *(void **)value;
            }
            *slot = (struct mf_slot){ .field = field, .record = record, .object = object, .value = value };
            return true;
        }
    }
    return false;
}

static void *entry_by_key(const struct mf_field *field, const struct mf_list *list, struct mf_view token)
{
    for (uint32_t i = list->count; i-- > 0;) {
        void *entry = mf_entry_of(field, list, i);
        const struct mf_scalar *key = mf_entry_key(field, entry);

        if (key->text != NULL && mf_path_token_is(token, mf_scalar_view(key))) {
            return entry;
        }
    }
    return NULL;
}

/* Stands for a list that is not there yet; nothing is ever put into it. */
static struct mf_list empty_list;

static bool step_into_list(struct mf_slot *slot, struct mf_view token)
{
    struct mf_list *list = slot->value == NULL ? &empty_list : slot->value;
    int64_t index;

    slot->list = list;
    slot->value = NULL;
    if (mf_shape_is_set(slot->field->shape)) {
        slot->key = token;
        slot->value = entry_by_key(slot->field, list, token);
        return token.size > 0 && mf_path_token_is_good(token);
    }
    if (mf_view_is(token, "-")) {
        return true;
    }
    if (!mf_integer_parse(token, &index) || index < 0 || index > list->count) {
        return false;
    }
    if (index < list->count) {
        slot->value = mf_entry_of(slot->field, list, (size_t)index);
    }
    return true;
}

void *mf_builder_add_entry(mf_builder *builder, const struct mf_field *field, struct mf_list *list,
                           mf_error **reterr, mf_status *ret_status)
{
    size_t size = mf_entry_size(field);
    char *items;

    if (list->count >= builder->limits.entries) {
        *ret_status = mf_error_set(reterr, MF_ERROR_LIMIT, "a list may not have more than %u entries",
                                   builder->limits.entries);
        return NULL;
    }
    items = mf_arena_resize(builder->arena, list->items, (list->count + (size_t)1) * size);
    if (items == NULL) {
        *ret_status = mf_arena_error(builder->arena, reterr);
        return NULL;
    }
    list->items = items;
    return memset(items + list->count++ * size, 0, size);
}

/* Names a new entry of a set by its key. */
static mf_status set_key(mf_builder *builder, const struct mf_slot *slot, mf_error **reterr)
{
    struct mf_buffer key = MF_BUFFER_EMPTY;
    bool is_scalar = slot->field->shape == MF_SHAPE_SCALAR_SET;
    struct mf_scalar *scalar =
        is_scalar ? slot->value
                  : mf_field_of(&slot->field->record->fields[slot->field->record->key], slot->value);
    mf_status status = MF_OK;

    if (!mf_path_unescape(slot->key, &key)) {
        status = key.status != MF_OK ? mf_error_memory(reterr)
                                     : mf_error_set(reterr, MF_ERROR_PATH,
                                                    "a key in the path ends in the middle of an escape");
    } else if (key.size > builder->limits.string) {
        status =
            mf_error_set(reterr, MF_ERROR_LIMIT, "a key in the path is longer than the limit of %zu bytes",
                         builder->limits.string);
    } else {
        scalar->text = mf_arena_copy(builder->arena, mf_buffer_view(&key));
        scalar->size = (uint32_t)key.size;
        status = scalar->text == NULL ? mf_arena_error(builder->arena, reterr) : MF_OK;
    }
    mf_buffer_release(&key);
    return status;
}

/* Makes what a slot names if it is a mapping or an entry; scalars and lists are there with their mapping. */
static mf_status make(mf_builder *builder, struct mf_slot *slot, struct mf_made *made, mf_error **reterr)
{
    mf_status status = MF_OK;

    if (slot->value != NULL) {
        return MF_OK;
    }
    if (mf_slot_is_entry(slot)) {
        slot->value = mf_builder_add_entry(builder, slot->field, slot->list, reterr, &status);
        if (slot->value == NULL) {
            return status;
        }
        if (made->list == NULL && made->mapping == NULL) {
            made->list = slot->list;
        }
        return mf_shape_is_set(slot->field->shape) ? set_key(builder, slot, reterr) : MF_OK;
    }
    slot->value = mf_arena_alloc(builder->arena, slot->field->record->size);
    if (slot->value == NULL) {
        return mf_arena_error(builder->arena, reterr);
    }
    *(void **)mf_field_of(slot->field, slot->object) = slot->value;
    if (made->list == NULL && made->mapping == NULL) {
        made->mapping = mf_field_of(slot->field, slot->object);
    }
    return MF_OK;
}

void mf_builder_unmake(struct mf_made *made)
{
    if (made->list != NULL) {
        made->list->count--;
    } else if (made->mapping != NULL) {
        *made->mapping = NULL;
    }
}

/* One pass over the path: looking when `made` is NULL, making otherwise. */
static mf_status follow(mf_builder *builder, const char *path, struct mf_made *made, struct mf_slot *ret_slot,
                        mf_error **reterr)
{
    struct mf_slot slot = { .value = builder->root };
    struct mf_view rest = mf_view_of(path);
    bool good = rest.size == 0 || rest.data[0] == '/';
    struct mf_view token = rest;
    mf_status status = MF_OK;

    while (good && status == MF_OK && rest.size > 0) {
        const struct mf_record *record = record_of(&slot);

        token = mf_path_next(&rest);
        if (record != NULL) {
            good = step_into_mapping(&slot, record, token);
        } else {
            good = mf_shape_is_list(slot.field->shape) && !mf_slot_is_entry(&slot) &&
                   step_into_list(&slot, token);
        }
        if (good && made != NULL) {
            status = make(builder, &slot, made, reterr);
        }
    }
    if (!good) {
        return mf_error_set_at(reterr, MF_ERROR_PATH, (struct mf_position){ 0, 0, 0 }, path,
                               "nothing can be set at the path '%s': it goes wrong at '%.*s'", path,
                               MF_VIEW_ARGS(token));
    }
    *ret_slot = slot;
    return status;
}

mf_status mf_builder_find(mf_builder *builder, const char *path, struct mf_made *made,
                          struct mf_slot *ret_slot, mf_error **reterr)
{
    mf_status status = follow(builder, path, NULL, ret_slot, reterr);

    if (status != MF_OK || made == NULL) {
        return status == MF_OK && ret_slot->value == NULL ? MF_ABSENT : status;
    }
    *made = (struct mf_made){ NULL, NULL };
    status = follow(builder, path, made, ret_slot, reterr);
    if (status != MF_OK) {
        mf_builder_unmake(made);
    }
    return status;
}

/* --- setting scalars --------------------------------------------------------------------------------------------------- */

static bool holds_scalar(const struct mf_slot *slot)
{
    if (slot->field == NULL) {
        return false;
    }
    return mf_slot_is_entry(slot) ? mf_shape_has_scalars(slot->field->shape)
                                  : slot->field->shape == MF_SHAPE_SCALAR;
}

static mf_status set_scalar(mf_builder *builder, const char *path, struct mf_view text,
                            enum mf_spelling spelling, mf_error **reterr)
{
    struct mf_slot slot;
    struct mf_made made;
    struct mf_scalar *scalar;
    const char *copy;
    mf_status status;

    if (builder == NULL || path == NULL || (text.data == NULL && text.size > 0)) {
        return mf_error_argument(reterr, "builder, path and text must not be NULL");
    }
    if (text.size > builder->limits.string || (text.size > 0 && memchr(text.data, '\0', text.size) != NULL)) {
        return mf_error_set(reterr, text.size > builder->limits.string ? MF_ERROR_LIMIT : MF_ERROR_ARGUMENT,
                            "the text is longer than the limit of %zu bytes, or holds NUL",
                            builder->limits.string);
    }
    status = follow(builder, path, NULL, &slot, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (!holds_scalar(&slot)) {
        return mf_error_set(reterr, MF_ERROR_TYPE,
                            "'%s' is a mapping or list: it takes JSON, not a single value", path);
    }
    copy = mf_arena_copy(builder->arena, text);
    if (copy == NULL) {
        return mf_arena_error(builder->arena, reterr);
    }
    status = mf_builder_find(builder, path, &made, &slot, reterr);
    if (status != MF_OK) {
        return status;
    }
    scalar = slot.value;
    scalar->text = copy;
    scalar->size = (uint32_t)text.size;
    scalar->at = spelling;
    return MF_OK;
}

static struct mf_view sized(const char *text, size_t size)
{
    return mf_view_make(text, size == MF_ZERO_TERMINATED ? (text == NULL ? 0 : strlen(text)) : size);
}

mf_status mf_builder_set_text(mf_builder *builder, const char *path, const char *text, size_t size,
                              mf_error **reterr)
{
    if (text == NULL) {
        return mf_error_argument(reterr, "text must not be NULL");
    }
    return set_scalar(builder, path, sized(text, size), MF_SPELLED_FREELY, reterr);
}

mf_status mf_builder_set_int(mf_builder *builder, const char *path, int64_t value, mf_error **reterr)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_status status;

    if (value > MF_INTEGER_MAXIMUM || value < -MF_INTEGER_MAXIMUM) {
        return mf_error_argument(reterr, "an integer must be within ±(2^53 - 1)");
    }
    mf_integer_append(&text, value);
    status = text.status == MF_OK
                 ? set_scalar(builder, path, mf_buffer_view(&text), MF_SPELLED_NUMBER, reterr)
                 : mf_error_memory(reterr);
    mf_buffer_release(&text);
    return status;
}

mf_status mf_builder_set_number(mf_builder *builder, const char *path, double value, mf_error **reterr)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_status status;

    /* False for NaN too. */
    if (!(value - value == 0)) {
        return mf_error_argument(reterr, "a number must be finite");
    }
    mf_number_append(&text, value);
    status = text.status == MF_OK
                 ? set_scalar(builder, path, mf_buffer_view(&text), MF_SPELLED_NUMBER, reterr)
                 : mf_error_memory(reterr);
    mf_buffer_release(&text);
    return status;
}

mf_status mf_builder_set_bool(mf_builder *builder, const char *path, int32_t value, mf_error **reterr)
{
    return set_scalar(builder, path, mf_view_of(value != 0 ? "true" : "false"), MF_SPELLED_BOOL, reterr);
}

mf_status mf_builder_append_text(mf_builder *builder, const char *path, const char *text, size_t size,
                                 mf_error **reterr)
{
    struct mf_view value = sized(text, size);
    struct mf_buffer entry = MF_BUFFER_EMPTY;
    struct mf_slot slot;
    mf_status status;

    if (builder == NULL || path == NULL || text == NULL) {
        return mf_error_argument(reterr, "builder, path and text must not be NULL");
    }
    status = follow(builder, path, NULL, &slot, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (slot.field == NULL || !mf_shape_has_scalars(slot.field->shape) || mf_slot_is_entry(&slot)) {
        return mf_error_set(reterr, MF_ERROR_TYPE, "'%s' is not a list of single values", path);
    }
    /* The path of the entry: behind the last of a sequence, in a set named by itself. */
    mf_buffer_append_text(&entry, path);
    mf_buffer_append_byte(&entry, '/');
    mf_path_escape(&entry, slot.field->shape == MF_SHAPE_SCALAR_SET ? value : mf_view_of("-"));
    mf_buffer_append_byte(&entry, '\0');
    status = entry.status == MF_OK ? set_scalar(builder, entry.data, value, MF_SPELLED_FREELY, reterr)
                                   : mf_error_memory(reterr);
    mf_buffer_release(&entry);
    return status;
}

/* --- removing, building ------------------------------------------------------------------------------------------------ */

static void remove_entry(struct mf_slot *slot)
{
    size_t size = mf_entry_size(slot->field);
    char *entry = slot->value;
    char *end = (char *)slot->list->items + slot->list->count * size;

    memmove(entry, entry + size, (size_t)(end - entry) - size);
    slot->list->count--;
}

mf_status mf_builder_remove(mf_builder *builder, const char *path, mf_error **reterr)
{
    struct mf_slot slot;
    mf_status status;

    if (builder == NULL || path == NULL) {
        return mf_error_argument(reterr, "builder and path must not be NULL");
    }
    status = mf_builder_find(builder, path, NULL, &slot, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (slot.field == NULL) {
        return mf_error_set(reterr, MF_ERROR_PATH, "the document itself cannot be removed");
    }
    if (mf_slot_is_entry(&slot)) {
        remove_entry(&slot);
        return MF_OK;
    }
    if (!mf_field_is_set(slot.field, slot.object)) {
        return MF_ABSENT;
    }
    if (slot.field->shape == MF_SHAPE_MAPPING) {
        *(void **)mf_field_of(slot.field, slot.object) = NULL;
    } else if (slot.field->shape == MF_SHAPE_SCALAR) {
        *(struct mf_scalar *)slot.value = (struct mf_scalar){ NULL, 0, 0 };
    } else {
        *(struct mf_list *)slot.value = (struct mf_list){ NULL, 0, 0 };
    }
    return MF_OK;
}

/* Copies the builder's document into an arena of its own and brings it into its form. */
static mf_status finish(const mf_builder *builder, mf_profile profile, struct mf_arena *arena,
                        struct model_manifest **ret_root, struct mf_places *ret_places, mf_report *report)
{
    struct mf_place spellings[MF_SPELLING_COUNT];
    struct mf_places from = mf_spelling_places(spellings);
    struct model_manifest *root = mf_arena_alloc(arena, mf_manifest_record.size);
    struct mf_place *items = mf_arena_alloc_array(arena, MF_SPELLING_COUNT, sizeof *items);
    mf_status status;

    if (root == NULL || items == NULL) {
        return mf_arena_status(arena);
    }
    *ret_places = mf_spelling_places(items);
    *ret_root = root;
    status = mf_copy_record(arena, &from, &mf_manifest_record, builder->root, root);
    if (status == MF_OK) {
        status = mf_normalise(arena, &mf_manifest_record, root, ret_places, &builder->limits, report);
    }
    return status == MF_OK ? mf_require(&mf_schema_manifest, root, ret_places, profile, report) : status;
}

mf_status mf_builder_build(const mf_builder *builder, mf_profile profile, mf_manifest **ret_manifest,
                           mf_report **ret_report, mf_error **reterr)
{
    struct model_manifest *root = NULL;
    struct mf_places places = { NULL, 0 };
    struct mf_arena *arena;
    mf_report *report;
    mf_status status;

    if (builder == NULL || (profile != MF_PROFILE_DRAFT && profile != MF_PROFILE_RELEASE)) {
        return mf_error_argument(reterr, "builder must not be NULL, and profile must be one of MF_PROFILE_…");
    }
    arena = mf_arena_new(builder->limits.memory);
    report = mf_report_new(builder->limits.findings, builder->limits.memory);
    if (arena == NULL || report == NULL) {
        status = mf_error_memory(reterr);
        goto end;
    }
    if (finish(builder, profile, arena, &root, &places, report) != MF_OK) {
        status =
            mf_arena_status(arena) == MF_OK ? mf_report_error(report, reterr) : mf_arena_error(arena, reterr);
        goto end;
    }
    mf_report_sort(report);
    status = mf_report_verdict(report, reterr);
    if (status == MF_OK && ret_manifest != NULL) {
        mf_manifest *manifest = mf_manifest_adopt(arena, root, places);

        arena = NULL;
        if (manifest == NULL) {
            status = mf_error_memory(reterr);
            goto end;
        }
        *ret_manifest = manifest;
    }
    if (ret_report != NULL) {
        *ret_report = report;
        report = NULL;
    }
end:
    mf_arena_free(arena);
    (void)mf_report_unref(report);
    return status;
}
