/* SPDX-License-Identifier: Apache-2.0 */
/* Getters by path, and cursors: a cursor is a manifest, a list or mapping in it, and how far it has come. */
#include "base/buffer.h"
#include "model/node.h"
#include "value/number.h"

#include <stdlib.h>

struct mf_cursor {
    mf_manifest *manifest;
    struct mf_node list;  /* what it walks over */
    struct mf_node entry; /* where it stands; value is NULL where it stands on nothing */
    uint32_t next;
    struct mf_buffer key;
};

static mf_status find_scalar(struct mf_node from, const char *path, struct mf_node *ret_node,
                             mf_error **reterr)
{
    mf_status status = mf_node_find(from, path, ret_node, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (mf_node_kind(ret_node) >= MF_KIND_MAPPING) {
        return mf_error_set_at(reterr, MF_ERROR_TYPE, (struct mf_position){ 0, 0, 0 }, path,
                               "the value at '%s' is a mapping or list, not a single value", path);
    }
    return MF_OK;
}

static mf_status wrong_type(const char *path, const char *wanted, mf_error **reterr)
{
    return mf_error_set_at(reterr, MF_ERROR_TYPE, (struct mf_position){ 0, 0, 0 }, path,
                           "the value at '%s' is not %s", path, wanted);
}

static mf_status get_kind(struct mf_node from, const char *path, mf_kind *ret_kind, mf_error **reterr)
{
    struct mf_node node;
    mf_status status = mf_node_find(from, path, &node, reterr);

    if (status == MF_OK) {
        *ret_kind = mf_node_kind(&node);
    }
    return status;
}

static mf_status get_text(struct mf_node from, const char *path, const char **ret_text, size_t *ret_size,
                          mf_error **reterr)
{
    struct mf_node node;
    mf_status status = find_scalar(from, path, &node, reterr);

    if (status == MF_OK) {
        *ret_text = ((const struct mf_scalar *)node.value)->text;
        if (ret_size != NULL) {
            *ret_size = ((const struct mf_scalar *)node.value)->size;
        }
    }
    return status;
}

static mf_status get_int(struct mf_node from, const char *path, int64_t *ret_value, mf_error **reterr)
{
    struct mf_node node;
    mf_status status = find_scalar(from, path, &node, reterr);

    if (status == MF_OK &&
        (mf_node_kind(&node) != MF_KIND_NUMBER || !mf_integer_parse(mf_scalar_view(node.value), ret_value))) {
        return wrong_type(path, "an integer", reterr);
    }
    return status;
}

static mf_status get_number(struct mf_node from, const char *path, double *ret_value, mf_error **reterr)
{
    struct mf_node node;
    mf_status status = find_scalar(from, path, &node, reterr);

    if (status == MF_OK &&
        (mf_node_kind(&node) != MF_KIND_NUMBER || !mf_number_parse(mf_scalar_view(node.value), ret_value))) {
        return wrong_type(path, "a number", reterr);
    }
    return status;
}

static mf_status get_bool(struct mf_node from, const char *path, int32_t *ret_value, mf_error **reterr)
{
    struct mf_node node;
    mf_status status = find_scalar(from, path, &node, reterr);

    if (status == MF_OK && mf_node_kind(&node) != MF_KIND_BOOL) {
        return wrong_type(path, "a boolean", reterr);
    }
    if (status == MF_OK) {
        *ret_value = mf_view_is(mf_scalar_view(node.value), "true");
    }
    return status;
}

/* --- manifests --------------------------------------------------------------------------------------------------------- */

static mf_status no_null(mf_error **reterr)
{
    return mf_error_argument(reterr, "the manifest or cursor, the path and the result must not be NULL");
}

mf_status mf_manifest_get_kind(const mf_manifest *manifest, const char *path, mf_kind *ret_kind,
                               mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_kind == NULL) {
        return no_null(reterr);
    }
    return get_kind(mf_node_root(manifest->root), path, ret_kind, reterr);
}

mf_status mf_manifest_get_text(const mf_manifest *manifest, const char *path, const char **ret_text,
                               size_t *ret_size, mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_text == NULL) {
        return no_null(reterr);
    }
    return get_text(mf_node_root(manifest->root), path, ret_text, ret_size, reterr);
}

mf_status mf_manifest_get_int(const mf_manifest *manifest, const char *path, int64_t *ret_value,
                              mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_value == NULL) {
        return no_null(reterr);
    }
    return get_int(mf_node_root(manifest->root), path, ret_value, reterr);
}

mf_status mf_manifest_get_number(const mf_manifest *manifest, const char *path, double *ret_value,
                                 mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_value == NULL) {
        return no_null(reterr);
    }
    return get_number(mf_node_root(manifest->root), path, ret_value, reterr);
}

mf_status mf_manifest_get_bool(const mf_manifest *manifest, const char *path, int32_t *ret_value,
                               mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_value == NULL) {
        return no_null(reterr);
    }
    return get_bool(mf_node_root(manifest->root), path, ret_value, reterr);
}

mf_status mf_manifest_count(const mf_manifest *manifest, const char *path, size_t *ret_count,
                            mf_error **reterr)
{
    const struct mf_record *record;
    struct mf_node node;
    size_t count = 0;
    mf_status status;

    if (manifest == NULL || path == NULL || ret_count == NULL) {
        return no_null(reterr);
    }
    status = mf_node_find(mf_node_root(manifest->root), path, &node, reterr);
    if (status != MF_OK) {
        return status;
    }
    record = mf_node_record(&node);
    for (size_t i = 0; record != NULL && i < record->field_count; i++) {
        count += mf_field_is_set(&record->fields[i], node.value);
    }
    if (record == NULL && mf_node_kind(&node) < MF_KIND_MAPPING) {
        return wrong_type(path, "a mapping or list", reterr);
    }
    *ret_count = record != NULL ? count : ((const struct mf_list *)node.value)->count;
    return MF_OK;
}

mf_status mf_manifest_position(const mf_manifest *manifest, const char *path, size_t *ret_offset,
                               size_t *ret_end, uint32_t *ret_line, uint32_t *ret_column, mf_error **reterr)
{
    const struct mf_place *place;
    struct mf_node node;
    uint32_t at;
    mf_status status;

    if (manifest == NULL || path == NULL) {
        return no_null(reterr);
    }
    status = mf_node_find(mf_node_root(manifest->root), path, &node, reterr);
    if (status != MF_OK) {
        return status;
    }
    at = mf_node_place(&node);
    place = at < manifest->places.count ? &manifest->places.items[at] : NULL;
    if (place == NULL || place->line == 0) {
        return MF_ABSENT;
    }
    if (ret_offset != NULL) {
        *ret_offset = place->offset;
    }
    if (ret_end != NULL) {
        *ret_end = place->end;
    }
    if (ret_line != NULL) {
        *ret_line = place->line;
    }
    if (ret_column != NULL) {
        *ret_column = place->column;
    }
    return MF_OK;
}

/* --- cursors ----------------------------------------------------------------------------------------------------------- */

static mf_status new_cursor(mf_manifest *manifest, struct mf_node from, const char *path,
                            mf_cursor **ret_cursor, mf_error **reterr)
{
    struct mf_node list;
    mf_cursor *cursor;
    mf_status status = mf_node_find(from, path, &list, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (mf_node_kind(&list) < MF_KIND_MAPPING) {
        return wrong_type(path, "a mapping or list", reterr);
    }
    cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL) {
        return mf_error_memory(reterr);
    }
    cursor->manifest = mf_manifest_ref(manifest);
    cursor->list = list;
    *ret_cursor = cursor;
    return MF_OK;
}

mf_status mf_manifest_walk(mf_manifest *manifest, const char *path, mf_cursor **ret_cursor, mf_error **reterr)
{
    if (manifest == NULL || path == NULL || ret_cursor == NULL) {
        return no_null(reterr);
    }
    return new_cursor(manifest, mf_node_root(manifest->root), path, ret_cursor, reterr);
}

static void set_key(mf_cursor *cursor, struct mf_view key)
{
    cursor->key.size = 0;
    mf_buffer_append(&cursor->key, key);
    mf_buffer_append_byte(&cursor->key, '\0');
}

static bool next_member(mf_cursor *cursor, const struct mf_record *record)
{
    while (cursor->next < record->field_count) {
        cursor->entry = mf_node_member(&cursor->list, (uint8_t)cursor->next++);
        if (cursor->entry.value != NULL) {
            set_key(cursor, mf_view_make(cursor->entry.field->name, cursor->entry.field->name_size));
            return true;
        }
    }
    return false;
}

static bool next_entry(mf_cursor *cursor)
{
    cursor->entry = mf_node_entry(&cursor->list, cursor->next);
    if (cursor->entry.value == NULL) {
        return false;
    }
    if (mf_node_kind(&cursor->list) == MF_KIND_SET) {
        set_key(cursor, mf_scalar_view(mf_entry_key(cursor->list.field, cursor->entry.value)));
    } else {
        cursor->key.size = 0;
        mf_buffer_append_unsigned(&cursor->key, cursor->next);
        mf_buffer_append_byte(&cursor->key, '\0');
    }
    cursor->next++;
    return true;
}

int32_t mf_cursor_next(mf_cursor *cursor)
{
    const struct mf_record *record;
    bool there;

    if (cursor == NULL) {
        return 0;
    }
    record = mf_node_record(&cursor->list);
    there = record != NULL ? next_member(cursor, record) : next_entry(cursor);
    if (!there) {
        cursor->entry.value = NULL;
    }
    return there;
}

const char *mf_cursor_key(const mf_cursor *cursor)
{
    if (cursor == NULL || cursor->entry.value == NULL || cursor->key.status != MF_OK) {
        return NULL;
    }
    return cursor->key.data;
}

static bool stands(const mf_cursor *cursor, const char *path)
{
    return cursor != NULL && path != NULL && cursor->entry.value != NULL;
}

static mf_status stands_nowhere(mf_error **reterr)
{
    return mf_error_argument(
        reterr, "the cursor must stand on an entry, and the path and the result must not be NULL");
}

mf_status mf_cursor_get_kind(const mf_cursor *cursor, const char *path, mf_kind *ret_kind, mf_error **reterr)
{
    if (!stands(cursor, path) || ret_kind == NULL) {
        return stands_nowhere(reterr);
    }
    return get_kind(cursor->entry, path, ret_kind, reterr);
}

mf_status mf_cursor_get_text(const mf_cursor *cursor, const char *path, const char **ret_text,
                             size_t *ret_size, mf_error **reterr)
{
    if (!stands(cursor, path) || ret_text == NULL) {
        return stands_nowhere(reterr);
    }
    return get_text(cursor->entry, path, ret_text, ret_size, reterr);
}

mf_status mf_cursor_get_int(const mf_cursor *cursor, const char *path, int64_t *ret_value, mf_error **reterr)
{
    if (!stands(cursor, path) || ret_value == NULL) {
        return stands_nowhere(reterr);
    }
    return get_int(cursor->entry, path, ret_value, reterr);
}

mf_status mf_cursor_get_number(const mf_cursor *cursor, const char *path, double *ret_value,
                               mf_error **reterr)
{
    if (!stands(cursor, path) || ret_value == NULL) {
        return stands_nowhere(reterr);
    }
    return get_number(cursor->entry, path, ret_value, reterr);
}

mf_status mf_cursor_get_bool(const mf_cursor *cursor, const char *path, int32_t *ret_value, mf_error **reterr)
{
    if (!stands(cursor, path) || ret_value == NULL) {
        return stands_nowhere(reterr);
    }
    return get_bool(cursor->entry, path, ret_value, reterr);
}

mf_status mf_cursor_walk(const mf_cursor *cursor, const char *path, mf_cursor **ret_cursor, mf_error **reterr)
{
    if (!stands(cursor, path) || ret_cursor == NULL) {
        return stands_nowhere(reterr);
    }
    return new_cursor(cursor->manifest, cursor->entry, path, ret_cursor, reterr);
}

mf_cursor *mf_cursor_unref(mf_cursor *cursor)
{
    if (cursor != NULL) {
        (void)mf_manifest_unref(cursor->manifest);
        mf_buffer_release(&cursor->key);
        free(cursor);
    }
    return NULL;
}
