/* SPDX-License-Identifier: Apache-2.0 */
/* A walk that copies. It recurses as deep as the schema nests. */
#include "model/copy.h"

struct mf_places mf_spelling_places(struct mf_place *items)
{
    for (unsigned i = 0; i < MF_SPELLING_COUNT; i++) {
        items[i] = (struct mf_place){ .spelling = (uint8_t)i };
    }
    return (struct mf_places){ items, MF_SPELLING_COUNT };
}

static uint32_t spelling_of(const struct mf_places *from, uint32_t at)
{
    return at < from->count ? from->items[at].spelling : MF_SPELLED_FREELY;
}

mf_status mf_copy_scalar(struct mf_arena *arena, const struct mf_places *from,
                         const struct mf_scalar *original, struct mf_scalar *copy)
{
    const char *text = mf_arena_copy(arena, mf_scalar_view(original));

    if (text == NULL) {
        return mf_arena_status(arena);
    }
    copy->text = text;
    copy->size = original->size;
    copy->at = spelling_of(from, original->at);
    return MF_OK;
}

static mf_status copy_list(struct mf_arena *arena, const struct mf_places *from, const struct mf_field *field,
                           const struct mf_list *original, struct mf_list *copy)
{
    mf_status status = MF_OK;

    copy->at = 0;
    copy->count = original->count;
    /* By the arena's resize, since a builder appends to it. */
    copy->items = mf_arena_resize(arena, NULL, original->count * mf_entry_size(field));
    if (copy->items == NULL && original->count > 0) {
        copy->count = 0;
        return mf_arena_status(arena);
    }
    for (uint32_t i = 0; i < original->count && status == MF_OK; i++) {
        const void *entry = mf_entry_of(field, original, i);
        void *copied = memset(mf_entry_of(field, copy, i), 0, mf_entry_size(field));

        if (mf_shape_has_scalars(field->shape)) {
            status = mf_copy_scalar(arena, from, entry, copied);
        } else {
            ((struct mf_head *)copied)->index = i;
            status = mf_copy_record(arena, from, field->record, entry, copied);
        }
    }
    return status;
}

mf_status mf_copy_field(struct mf_arena *arena, const struct mf_places *from, const struct mf_field *field,
                        const void *original, void *copy)
{
    const void *value = mf_field_in(field, original);
    void *copied = mf_field_of(field, copy);
    void *mapping;

    switch ((enum mf_shape)field->shape) {
    case MF_SHAPE_SCALAR:
        return mf_copy_scalar(arena, from, value, copied);
    case MF_SHAPE_MAPPING:
        mapping = mf_arena_alloc(arena, field->record->size);
        if (mapping == NULL) {
            return mf_arena_status(arena);
        }
        *(void **)copied = mapping;
        return mf_copy_record(arena, from, field->record, *(const void *const *)value, mapping);
    case MF_SHAPE_SET:
    case MF_SHAPE_SEQUENCE:
    case MF_SHAPE_SCALAR_SET:
    case MF_SHAPE_SCALAR_SEQUENCE:
        return copy_list(arena, from, field, value, copied);
    }
    return MF_ERROR_INTERNAL;
}

mf_status mf_copy_record(struct mf_arena *arena, const struct mf_places *from, const struct mf_record *record,
                         const void *original, void *copy)
{
    mf_status status = MF_OK;

    for (size_t i = 0; i < record->field_count && status == MF_OK; i++) {
        if (mf_field_is_set(&record->fields[i], original)) {
            status = mf_copy_field(arena, from, &record->fields[i], original, copy);
        }
    }
    return status;
}
