/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcyaml fills the structs; then one walk in step with the reader's places gives each value its place, and turns lists of
 * strings into lists of scalars, which have room for one. libcyaml itself never judges: its rules are too lax, and the reader
 * has judged before.
 */
#include "syntax/bind.h"

static void *resize(void *context, void *pointer, size_t size)
{
    return mf_arena_resize(context, pointer, size);
}

struct step {
    struct mf_arena *arena;
    const struct mf_places *places;
    uint32_t next; /* the place that comes next */
    mf_status status;
};

static void place_record(struct step *step, const struct mf_record *record, void *object);

/* The next place if it lies before `end`, else 0. A value that is not written, as behind a last `key:`, lies at the end. */
static uint32_t take(struct step *step, uint32_t end)
{
    const struct mf_place *place = &step->places->items[step->next];

    if (step->status != MF_OK || step->next >= step->places->count || place->offset > end ||
        (place->offset == end && place->end > end)) {
        return 0;
    }
    return step->next++;
}

static void place_scalar(struct mf_scalar *scalar, uint32_t place)
{
    scalar->size = (uint32_t)strlen(scalar->text);
    scalar->at = place;
}

static void disagree(struct step *step)
{
    step->status = MF_ERROR_INTERNAL;
}

static void place_scalars(struct step *step, struct mf_list *list)
{
    const char *const *texts = list->items;
    struct mf_scalar *items = mf_arena_alloc_array(step->arena, list->count, sizeof *items);
    uint32_t end = step->places->items[list->at].end;

    if (items == NULL) {
        step->status = mf_arena_status(step->arena);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t place = take(step, end);

        if (place == 0) {
            disagree(step);
            return;
        }
        items[i].text = texts[i];
        place_scalar(&items[i], place);
    }
    list->items = items;
}

static void place_list(struct step *step, const struct mf_field *field, struct mf_list *list, uint32_t place)
{
    uint32_t end = step->places->items[place].end;

    list->at = place;
    if (mf_shape_has_scalars(field->shape)) {
        place_scalars(step, list);
        return;
    }
    for (uint32_t i = 0; i < list->count && step->status == MF_OK; i++) {
        struct mf_head *entry = mf_entry_of(field, list, i);

        entry->index = i;
        entry->at = take(step, end);
        if (entry->at == 0) {
            disagree(step);
            return;
        }
        place_record(step, field->record, entry);
    }
}

static void place_field(struct step *step, const struct mf_field *field, void *object, uint32_t place)
{
    void *value = mf_field_of(field, object);
    struct mf_head **mapping = value;

    if (!mf_field_is_set(field, object) && !mf_shape_is_list(field->shape)) {
        disagree(step);
    } else if (field->shape == MF_SHAPE_SCALAR) {
        place_scalar(value, place);
    } else if (field->shape == MF_SHAPE_MAPPING) {
        (*mapping)->at = place;
        place_record(step, field->record, *mapping);
    } else {
        place_list(step, field, value, place);
    }
}

/* The mapping's own place is known; those of its values follow it until its end. */
static void place_record(struct step *step, const struct mf_record *record, void *object)
{
    uint32_t end = step->places->items[((const struct mf_head *)object)->at].end;
    uint32_t place = take(step, end);

    while (place != 0) {
        uint8_t number = step->places->items[place].field;

        if (number >= record->field_count) {
            disagree(step);
            return;
        }
        place_field(step, &record->fields[number], object, place);
        place = take(step, end);
    }
}

mf_status mf_bind_yaml(struct mf_arena *arena, struct mf_view text, const struct mf_schema *schema,
                       const struct mf_places *places, struct mf_head **ret_root, mf_error **reterr)
{
    cyaml_config_t config = {
        .log_fn = NULL,
        .mem_fn = resize,
        .mem_ctx = arena,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    struct step step = { arena, places, 1, MF_OK };
    cyaml_data_t *data = NULL;
    cyaml_err_t result =
        cyaml_load_data((const uint8_t *)text.data, text.size, &config, schema->cyaml, &data, NULL);
    struct mf_head *root = data;

    if (mf_arena_status(arena) != MF_OK) {
        return mf_arena_error(arena, reterr);
    }
    if (result == CYAML_ERR_OOM || result == CYAML_ERR_LIBYAML_PARSER_INIT ||
        result == CYAML_ERR_LIBYAML_PARSER) {
        return mf_error_memory(reterr);
    }
    root = result == CYAML_OK ? root : NULL;
    if (root != NULL) {
        root->at = take(&step, UINT32_MAX);
        place_record(&step, schema->record, root);
    }
    if (root == NULL || step.status == MF_ERROR_INTERNAL ||
        (step.status == MF_OK && step.next != places->count)) {
        return mf_error_set(reterr, MF_ERROR_INTERNAL, "two readers of the same text disagree: %s",
                            cyaml_strerror(result));
    }
    if (step.status != MF_OK) {
        return mf_arena_error(arena, reterr);
    }
    *ret_root = root;
    return MF_OK;
}
