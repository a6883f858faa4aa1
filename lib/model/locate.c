/* SPDX-License-Identifier: Apache-2.0 */
/* A search by address. It recurses as deep as the schema nests. */
#include "model/locate.h"

struct search {
    const char *value;
    struct mf_location *location;
};

static bool search_record(struct search *search, const struct mf_record *record, const void *object);

static bool is_inside(const struct search *search, const void *start, size_t size)
{
    uintptr_t value = (uintptr_t)search->value;
    uintptr_t first = (uintptr_t)start;

    return value >= first && value - first < size;
}

static uint32_t place_of_member(const struct mf_field *field, const void *value)
{
    const struct mf_head *const *mapping = value;

    if (field->shape == MF_SHAPE_SCALAR) {
        return ((const struct mf_scalar *)value)->at;
    }
    if (field->shape == MF_SHAPE_MAPPING) {
        return *mapping == NULL ? 0 : (*mapping)->at;
    }
    return ((const struct mf_list *)value)->at;
}

static bool found_member(struct search *search, const struct mf_field *field, const void *value)
{
    search->location->at = place_of_member(field, value);
    search->location->scalar = field->shape == MF_SHAPE_SCALAR ? value : NULL;
    return true;
}

/* The value is a mapping or an entry, or stands in it. */
static bool found_inside(struct search *search, const struct mf_record *record, const void *object)
{
    if (search->value == object) {
        search->location->at = ((const struct mf_head *)object)->at;
        return true;
    }
    return search_record(search, record, object);
}

static bool found_in_list(struct search *search, const struct mf_field *field, const struct mf_list *list)
{
    size_t offset = (size_t)(search->value - (const char *)list->items);
    uint32_t index = (uint32_t)(offset / mf_entry_size(field));
    const void *entry = mf_entry_of(field, list, index);

    mf_trail_push_entry(&search->location->trail, field, entry, index);
    if (field->record != NULL) {
        if (found_inside(search, field->record, entry)) {
            return true;
        }
        mf_trail_pop(&search->location->trail);
        return false;
    }
    search->location->scalar = entry;
    search->location->at = search->location->scalar->at;
    return true;
}

/* Is the value this member, or does it stand in the struct or the array that belongs to it? */
static bool search_member(struct search *search, const struct mf_field *field, const void *value)
{
    const struct mf_list *list = value;
    const void *const *mapping = value;

    if (search->value == value) {
        return found_member(search, field, value);
    }
    if (field->shape == MF_SHAPE_MAPPING) {
        return *mapping != NULL && is_inside(search, *mapping, field->record->size) &&
               found_inside(search, field->record, *mapping);
    }
    return mf_shape_is_list(field->shape) &&
           is_inside(search, list->items, list->count * mf_entry_size(field)) &&
           found_in_list(search, field, list);
}

static bool nests(const struct mf_record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].shape != MF_SHAPE_SCALAR) {
            return true;
        }
    }
    return false;
}

/* Does the value stand further down? */
static bool search_below(struct search *search, const struct mf_field *field, const void *value)
{
    const struct mf_list *list = value;
    const void *const *mapping = value;

    if (field->record == NULL || !nests(field->record)) {
        return false;
    }
    if (field->shape == MF_SHAPE_MAPPING) {
        return *mapping != NULL && search_record(search, field->record, *mapping);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const void *entry = mf_entry_of(field, list, i);
        mf_trail_push_entry(&search->location->trail, field, entry, i);

        if (search_record(search, field->record, entry)) {
            return true;
        }
        mf_trail_pop(&search->location->trail);
    }
    return false;
}

static bool search_fields(struct search *search, const struct mf_record *record, const void *object,
                          bool (*look)(struct search *search, const struct mf_field *field,
                                       const void *value))
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];
        mf_trail_push(&search->location->trail, mf_view_make(field->name, field->name_size));

        if (look(search, field, mf_field_in(field, object))) {
            return true;
        }
        mf_trail_pop(&search->location->trail);
    }
    return false;
}

static bool search_record(struct search *search, const struct mf_record *record, const void *object)
{
    if (!search_fields(search, record, object, search_member) &&
        !search_fields(search, record, object, search_below)) {
        return false;
    }
    /* An absent value has no place: the innermost mapping gives it its own. */
    if (search->location->at == 0) {
        search->location->at = ((const struct mf_head *)object)->at;
    }
    return true;
}

bool mf_locate(const struct mf_record *record, const void *root, const void *value,
               struct mf_location *ret_location)
{
    struct search search = { value, ret_location };

    ret_location->trail.count = 0;
    ret_location->at = 0;
    ret_location->scalar = NULL;
    return found_inside(&search, record, root);
}
