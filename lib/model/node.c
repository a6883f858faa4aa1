/* SPDX-License-Identifier: Apache-2.0 */
/* Following paths through a document and its schema at once: the schema goes on where the document ends. */
#include "model/node.h"

#include "model/path.h"
#include "value/number.h"

struct mf_node mf_node_document(const struct mf_record *record, const void *root)
{
    return (struct mf_node){ .record = record, .object = root, .value = root };
}

struct mf_node mf_node_root(const struct model_manifest *root)
{
    return mf_node_document(&mf_manifest_record, root);
}

const struct mf_record *mf_node_record(const struct mf_node *node)
{
    if (node->field == NULL) {
        return node->record;
    }
    if (node->field->shape == MF_SHAPE_MAPPING ||
        (node->is_entry && !mf_shape_has_scalars(node->field->shape))) {
        return node->field->record;
    }
    return NULL;
}

struct mf_node mf_node_member(const struct mf_node *mapping, uint8_t number)
{
    const struct mf_record *record = mf_node_record(mapping);
    const struct mf_field *field = &record->fields[number];
    struct mf_node node = { .field = field, .record = record, .object = mapping->value };

    if (mapping->value != NULL && mf_field_is_set(field, mapping->value)) {
        node.value = mf_field_in(field, mapping->value);
        if (field->shape == MF_SHAPE_MAPPING) {
            node.value = *(const void *const *)node.value;
        }
    }
    return node;
}

struct mf_node mf_node_entry(const struct mf_node *list, uint32_t index)
{
    const struct mf_list *items = list->value;
    struct mf_node node = *list;

    node.is_entry = true;
    node.value = items != NULL && index < items->count ? mf_entry_of(list->field, items, index) : NULL;
    return node;
}

mf_kind mf_node_kind(const struct mf_node *node)
{
    if (mf_node_record(node) != NULL) {
        return MF_KIND_MAPPING;
    }
    if (mf_shape_is_list(node->field->shape) && !node->is_entry) {
        return mf_shape_is_set(node->field->shape) ? MF_KIND_SET : MF_KIND_SEQUENCE;
    }
    switch (mf_type_info(mf_field_type(node->record, node->field, node->object))->kind) {
    case MF_JSON_KIND_NUMBER:
        return MF_KIND_NUMBER;
    case MF_JSON_KIND_BOOL:
        return MF_KIND_BOOL;
    case MF_JSON_KIND_STRING:
    case MF_JSON_KIND_ANY:
        break;
    }
    return MF_KIND_STRING;
}

uint32_t mf_node_place(const struct mf_node *node)
{
    switch (mf_node_kind(node)) {
    case MF_KIND_MAPPING:
        return ((const struct mf_head *)node->value)->at;
    case MF_KIND_SET:
    case MF_KIND_SEQUENCE:
        return ((const struct mf_list *)node->value)->at;
    default:
        return ((const struct mf_scalar *)node->value)->at;
    }
}

/* The entry with this key, by binary search: sets are sorted. */
static struct mf_node entry_by_key(const struct mf_node *list, struct mf_view key)
{
    const struct mf_list *items = list->value;
    uint32_t low = 0;
    uint32_t high = items == NULL ? 0 : items->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct mf_scalar *other = mf_entry_key(list->field, mf_entry_of(list->field, items, middle));
        int order = mf_view_compare(mf_scalar_view(other), key);

        if (order == 0) {
            return mf_node_entry(list, middle);
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return mf_node_entry(list, UINT32_MAX);
}

/* One step below a list. */
static bool step_into_list(struct mf_node *node, struct mf_view token, struct mf_buffer *scratch)
{
    int64_t index;

    if (mf_shape_is_set(node->field->shape)) {
        if (!mf_path_unescape(token, scratch)) {
            return false;
        }
        *node = entry_by_key(node, mf_buffer_view(scratch));
        return true;
    }
    if (mf_view_is(token, "-")) {
        *node = mf_node_entry(node, UINT32_MAX); /* behind the last */
        return true;
    }
    if (!mf_integer_parse(token, &index) || index < 0) {
        return false;
    }
    *node = mf_node_entry(node, index >= UINT32_MAX ? UINT32_MAX : (uint32_t)index);
    return true;
}

static bool step_into_mapping(struct mf_node *node, const struct mf_record *record, struct mf_view token)
{
    for (uint8_t i = 0; i < record->field_count; i++) {
        if (mf_path_token_is(token, mf_view_make(record->fields[i].name, record->fields[i].name_size))) {
            *node = mf_node_member(node, i);
            return true;
        }
    }
    return false;
}

static bool step(struct mf_node *node, struct mf_view token, struct mf_buffer *scratch)
{
    const struct mf_record *record = mf_node_record(node);

    if (record != NULL) {
        return step_into_mapping(node, record, token);
    }
    return mf_shape_is_list(node->field->shape) && !node->is_entry && step_into_list(node, token, scratch);
}

mf_status mf_node_find(struct mf_node from, const char *path, struct mf_node *ret_node, mf_error **reterr)
{
    struct mf_view rest = mf_view_of(path);
    struct mf_buffer scratch = MF_BUFFER_EMPTY;
    bool good = rest.size == 0 || rest.data[0] == '/';
    struct mf_view token = rest;
    mf_status status;

    while (good && rest.size > 0) {
        token = mf_path_next(&rest);
        good = step(&from, token, &scratch);
    }
    status = scratch.status;
    mf_buffer_release(&scratch);
    if (status != MF_OK) {
        return mf_error_memory(reterr);
    }
    if (!good) {
        return mf_error_set_at(reterr, MF_ERROR_PATH, (struct mf_position){ 0, 0, 0 }, path,
                               "the format has nothing at the path '%s': it goes wrong at '%.*s'", path,
                               MF_VIEW_ARGS(token));
    }
    if (from.value == NULL) {
        return MF_ABSENT;
    }
    *ret_node = from;
    return MF_OK;
}
