/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the table. */
#include "schema/schema.h"

#include "base/nearest.h"

uint8_t mf_record_find(const struct mf_record *record, struct mf_view name, uint8_t hint)
{
    uint8_t number = hint;

    for (unsigned i = 0; i < record->field_count; i++, number++) {
        const struct mf_field *field;

        number = number < record->field_count ? number : 0;
        field = &record->fields[number];
        if (field->name_size == name.size && memcmp(field->name, name.data, name.size) == 0) {
            return number;
        }
    }
    return MF_NO_FIELD;
}

const char *mf_record_suggest(const struct mf_record *record, struct mf_view name)
{
    struct mf_nearest nearest = { .wanted = name };

    for (size_t i = 0; i < record->field_count; i++) {
        mf_nearest_offer(&nearest, mf_view_of(record->fields[i].name));
    }
    return nearest.best.data;
}

const char *mf_field_suggest(const struct mf_field *field, struct mf_view text)
{
    struct mf_nearest nearest = { .wanted = text };

    for (size_t i = 0; i < field->choice_count; i++) {
        mf_nearest_offer(&nearest, mf_view_of(field->choices[i]));
    }
    return nearest.best.data;
}

enum mf_type mf_type_of_values(const struct mf_scalar *name)
{
    enum mf_type type = mf_type_named(mf_scalar_view(name));

    if (type == MF_TYPE_COUNT) {
        return MF_TYPE_SCALAR;
    }
    /* Which words an enum may be is said beside it; each is a string. */
    return type == MF_TYPE_ENUM ? MF_TYPE_STRING : type;
}

enum mf_type mf_field_type(const struct mf_record *record, const struct mf_field *field, const void *object)
{
    if (field->type != MF_TYPE_SCALAR) {
        return (enum mf_type)field->type;
    }
    return record->typed_by == MF_NO_FIELD
               ? MF_TYPE_SCALAR
               : mf_type_of_values(mf_field_in(&record->fields[record->typed_by], object));
}
