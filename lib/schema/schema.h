/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of the schema tables. There is one for each kind of document, generated from its .schema file together with the
 * structs that hold a document; everything that walks over a document walks over both.
 */
#ifndef MF_SCHEMA_SCHEMA_H
#define MF_SCHEMA_SCHEMA_H

#include "value/type.h"

enum mf_shape {
    MF_SHAPE_SCALAR,          /* struct mf_scalar */
    MF_SHAPE_MAPPING,         /* pointer to a generated struct; NULL is absent */
    MF_SHAPE_SET,             /* struct mf_list of generated structs, told apart by their key */
    MF_SHAPE_SEQUENCE,        /* struct mf_list of generated structs */
    MF_SHAPE_SCALAR_SET,      /* struct mf_list of struct mf_scalar */
    MF_SHAPE_SCALAR_SEQUENCE, /* struct mf_list of struct mf_scalar */
};

/* In which profile a field must be there. */
enum mf_need {
    MF_NEED_NONE,
    MF_NEED_RELEASE,
    MF_NEED_ALWAYS,
};

/* How much a change of a field matters from one release to the next. */
enum mf_weight {
    MF_WEIGHT_LOW = 1,
    MF_WEIGHT_MEDIUM,
    MF_WEIGHT_HIGH,
};

/* `at`, here and below, is the number of the value's place in the text (struct mf_place); 0 is none. */
struct mf_scalar {
    const char *text; /* canonical spelling, zero-terminated; NULL is absent */
    uint32_t size;
    uint32_t at;
};

struct mf_list {
    void *items;
    uint32_t count;
    uint32_t at;
};

/* Begins every generated struct. */
struct mf_head {
    uint32_t at;
    uint32_t index; /* of an entry: its place in the list as it was written, from 0; see MF_REPEATED */
};

/* In mf_head.index: an entry before this one in the text has the same key. */
#define MF_REPEATED UINT32_C(0x80000000)

struct mf_record;

/* A set that references point into: the way to it from the root, by field numbers. */
struct mf_target {
    const char *name; /* "governance.identities" */
    uint8_t depth;
    uint8_t steps[4];
};

struct mf_field {
    const char *name;
    const char *documentation;
    const struct mf_record *record;  /* of a mapping or of the entries of a list; else NULL */
    const char *const *choices;      /* of an enum */
    const struct mf_target *targets; /* of a ref */
    int64_t minimum;                 /* of a bounded int or number */
    int64_t maximum;
    uint16_t offset; /* of the member in the struct */
    uint8_t name_size;
    uint8_t shape;  /* enum mf_shape */
    uint8_t need;   /* enum mf_need */
    uint8_t type;   /* enum mf_type of a scalar or of the elements of a list of scalars */
    uint8_t weight; /* enum mf_weight */
    uint8_t choice_count;
    uint8_t target_count;
    bool bounded;
    bool may_be_empty; /* "" is a value */
};

enum mf_constraint_kind {
    MF_EXACTLY_ONE, /* of the alternatives */
    MF_AT_MOST_ONE,
    MF_WHEN, /* where the condition holds, at least one of the alternatives */
};

/* A field, and the text that it must have to count, or NULL: any. */
struct mf_alternative {
    uint8_t field;
    const char *text;
};

struct mf_constraint {
    enum mf_constraint_kind kind;
    struct mf_alternative condition; /* of MF_WHEN */
    uint8_t count;
    struct mf_alternative alternatives[4];
};

enum { MF_NO_FIELD = 0xff };

/* A mapping with known keys. */
struct mf_record {
    const char *name; /* "release.model"; "" for the document */
    const struct mf_field *fields;
    const uint8_t *canonical; /* field numbers in the order of RFC 8785 */
    const struct mf_constraint *constraints;
    uint16_t size;       /* of the struct */
    uint8_t field_count; /* at most 64 */
    uint8_t constraint_count;
    uint8_t key;      /* the field that tells entries of a set apart, or MF_NO_FIELD */
    uint8_t typed_by; /* the field whose value types fields of MF_TYPE_SCALAR, or MF_NO_FIELD */
};

/* Two sets in which no key may stand twice. */
struct mf_distinct {
    struct mf_target first;
    struct mf_target second;
};

struct cyaml_schema_value;

/* One kind of document: mf_schema_manifest and the others are in the generated headers. */
struct mf_schema {
    const char *name; /* "manifest/v1" */
    const struct mf_record *record;
    const struct cyaml_schema_value *cyaml; /* the same in libcyaml's terms */
    const struct mf_distinct *distinct;
    size_t distinct_count;
};

/* Where a field's value is held in a struct. */
static inline void *mf_field_of(const struct mf_field *field, void *object)
{
    return (char *)object + field->offset;
}

static inline const void *mf_field_in(const struct mf_field *field, const void *object)
{
    return (const char *)object + field->offset;
}

static inline struct mf_view mf_scalar_view(const struct mf_scalar *scalar)
{
    return mf_view_make(scalar->text, scalar->size);
}

/* Is the scalar there, and this text? */
static inline bool mf_scalar_is(const struct mf_scalar *scalar, const char *text)
{
    return scalar->text != NULL && mf_view_is(mf_scalar_view(scalar), text);
}

static inline bool mf_shape_is_list(uint8_t shape)
{
    return shape >= MF_SHAPE_SET;
}

static inline bool mf_shape_is_set(uint8_t shape)
{
    return shape == MF_SHAPE_SET || shape == MF_SHAPE_SCALAR_SET;
}

static inline bool mf_shape_has_scalars(uint8_t shape)
{
    return shape == MF_SHAPE_SCALAR_SET || shape == MF_SHAPE_SCALAR_SEQUENCE;
}

/* Size of one entry of a list. */
static inline size_t mf_entry_size(const struct mf_field *field)
{
    return mf_shape_has_scalars(field->shape) ? sizeof(struct mf_scalar) : field->record->size;
}

/* Entry number `index` of a list. */
static inline void *mf_entry_of(const struct mf_field *field, const struct mf_list *list, size_t index)
{
    return (char *)list->items + index * mf_entry_size(field);
}

/* The key of an entry of a set; its text is NULL where it is missing. */
static inline const struct mf_scalar *mf_entry_key(const struct mf_field *field, const void *entry)
{
    return field->shape == MF_SHAPE_SCALAR_SET
               ? entry
               : mf_field_in(&field->record->fields[field->record->key], entry);
}

/* Number of the field with this name; MF_NO_FIELD if there is none. `hint` is where to look first. */
uint8_t mf_record_find(const struct mf_record *record, struct mf_view name, uint8_t hint);

/* The known name that is nearest to a wrong one, of a record's fields or of a field's choices; NULL if none is near. */
const char *mf_record_suggest(const struct mf_record *record, struct mf_view name);
const char *mf_field_suggest(const struct mf_field *field, struct mf_view text);

/* The type that values have where the field beside them that types them says this (MF_TYPE_SCALAR where it says nothing). */
enum mf_type mf_type_of_values(const struct mf_scalar *name);

/* The type of a scalar in an object: that of its field, or for MF_TYPE_SCALAR what the object's type field says, if its record has
 * one. */
enum mf_type mf_field_type(const struct mf_record *record, const struct mf_field *field, const void *object);

/* True if there is a value. */
static inline bool mf_field_is_set(const struct mf_field *field, const void *object)
{
    const void *value = mf_field_in(field, object);

    if (mf_shape_is_list(field->shape)) {
        return ((const struct mf_list *)value)->count > 0;
    }
    return field->shape == MF_SHAPE_SCALAR ? ((const struct mf_scalar *)value)->text != NULL
                                           : *(void *const *)value != NULL;
}

#endif
