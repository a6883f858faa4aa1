/* SPDX-License-Identifier: Apache-2.0 */
/* The generated table: that it is whole and agrees with the structs, with libcyaml's schema and with itself. */
#include "documents.h"

#include "model/manifest.h"
#include "model/path.h"
#include "syntax/bind.h"
#include "syntax/reader.h"

#include "configuration_v1.h"
#include "overrides_v1.h"
#include "parity_v1.h"
#include "rules_v1.h"

#include <cyaml/cyaml.h>
#include <stdio.h>

static const struct mf_schema *const schemas[] = {
    &mf_schema_manifest, &mf_schema_rules, &mf_schema_overrides, &mf_schema_parity, &mf_schema_configuration,
};

/* Calls `visit` for every mapping and list of mappings of the format; `depth` counts mappings and lists, the document's first. */
static size_t for_each_record(const struct mf_record *record, unsigned depth,
                              void (*visit)(const struct mf_record *record, unsigned depth))
{
    size_t count = 1;

    visit(record, depth);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (field->record != NULL) {
            count += for_each_record(field->record, depth + (mf_shape_is_list(field->shape) ? 2 : 1), visit);
        }
    }
    return count;
}

static size_t held_size(const struct mf_field *field)
{
    if (field->shape == MF_SHAPE_SCALAR) {
        return sizeof(struct mf_scalar);
    }
    return field->shape == MF_SHAPE_MAPPING ? sizeof(void *) : sizeof(struct mf_list);
}

static void check_layout(const struct mf_record *record, unsigned depth)
{
    size_t end = sizeof(struct mf_head);

    (void)depth;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        ck_assert_msg(field->offset >= end, "%s.%s overlaps what is before it", record->name, field->name);
        ck_assert_uint_eq(field->offset % sizeof(void *), 0);
        end = field->offset + held_size(field);
        ck_assert_msg(end <= record->size, "%s.%s stands outside of its struct", record->name, field->name);
    }
    ck_assert_uint_eq(record->size % sizeof(void *), 0);
}

START_TEST(members_stand_inside_their_structs)
{
    ck_assert_uint_ge(for_each_record(&mf_manifest_record, 1, check_layout), 80);
    ck_assert_uint_eq(mf_manifest_record.size, sizeof(struct model_manifest));
    for (size_t i = 1; i < COUNT_OF(schemas); i++) {
        ck_assert_uint_ge(for_each_record(schemas[i]->record, 1, check_layout), 2);
    }
}
END_TEST

static void check_names(const struct mf_record *record, unsigned depth)
{
    uint64_t seen = 0;

    ck_assert_uint_ge(record->field_count, 1);
    ck_assert_uint_le(record->field_count, 64);
    ck_assert_msg(depth < MF_READER_LEVELS, "%s is %u deep", record->name, depth);
    /* A path has a step for each level, and one for the scalar or entry at its end. */
    ck_assert_uint_lt(depth + 1, MF_TRAIL_SIZE);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];
        uint8_t number = record->canonical[i];

        ck_assert_uint_eq(field->name_size, strlen(field->name));
        ck_assert_uint_eq(mf_record_find(record, mf_view_of(field->name), 0), i);
        ck_assert_uint_eq(mf_record_find(record, mf_view_of(field->name), (uint8_t)i), i);
        ck_assert_uint_eq(mf_record_find(record, mf_view_of(field->name), record->field_count), i);
        ck_assert_uint_eq(mf_record_find(record, mf_view_make(field->name, field->name_size - 1U), 0),
                          MF_NO_FIELD);
        ck_assert_str_ne(field->documentation, "");
        ck_assert_uint_lt(number, record->field_count);
        seen |= UINT64_C(1) << number;
        ck_assert_msg(
            i == 0 || strcmp(record->fields[record->canonical[i - 1]].name, record->fields[number].name) < 0,
            "%s: '%s' is out of canonical order", record->name, record->fields[number].name);
    }
    ck_assert_uint_eq(seen,
                      record->field_count == 64 ? UINT64_MAX : (UINT64_C(1) << record->field_count) - 1);
}

START_TEST(names_are_found_and_ordered)
{
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        (void)for_each_record(schemas[i]->record, 1, check_names);
    }
}
END_TEST

static void check_field(const struct mf_record *record, const struct mf_field *field)
{
    bool has_record =
        field->shape == MF_SHAPE_MAPPING || field->shape == MF_SHAPE_SET || field->shape == MF_SHAPE_SEQUENCE;

    ck_assert_uint_le(field->shape, MF_SHAPE_SCALAR_SEQUENCE);
    ck_assert_uint_le(field->need, MF_NEED_ALWAYS);
    ck_assert_int_eq(has_record, field->record != NULL);
    ck_assert(has_record || field->type < MF_TYPE_COUNT);
    ck_assert_int_eq(!has_record && field->type == MF_TYPE_ENUM, field->choice_count > 0);
    ck_assert_int_eq(!has_record && field->type == MF_TYPE_REF, field->target_count > 0);
    ck_assert(!field->bounded || field->type == MF_TYPE_INT || field->type == MF_TYPE_NUMBER);
    ck_assert(!field->bounded || field->minimum <= field->maximum);
    ck_assert(!field->may_be_empty || field->type == MF_TYPE_STRING);
    /* Where nothing types it, it is typed by another document. */
    ck_assert(field->type != MF_TYPE_SCALAR || has_record || record->typed_by != MF_NO_FIELD ||
              mf_record_find(record, mf_view_of("type"), 0) == MF_NO_FIELD);
    if (field->shape == MF_SHAPE_SET) {
        const struct mf_field *key;

        ck_assert_uint_lt(field->record->key, field->record->field_count);
        key = &field->record->fields[field->record->key];
        ck_assert_msg(key->shape == MF_SHAPE_SCALAR && key->need == MF_NEED_ALWAYS && !key->may_be_empty,
                      "%s.%s: a key must always be there", field->record->name, key->name);
        ck_assert_int_eq(mf_type_info((enum mf_type)key->type)->kind, MF_JSON_KIND_STRING);
    } else if (has_record) {
        ck_assert_uint_eq(field->record->key, MF_NO_FIELD);
    }
    for (size_t i = 0; i < field->choice_count; i++) {
        ck_assert(mf_type_check(MF_TYPE_STRING, mf_view_of(field->choices[i]), NULL));
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(field->choices[i], field->choices[j]);
        }
    }
}

static void check_target(const struct mf_target *target)
{
    const struct mf_record *record = &mf_manifest_record;
    const struct mf_field *field = NULL;
    struct mf_buffer name = MF_BUFFER_EMPTY;

    ck_assert_uint_ge(target->depth, 1);
    ck_assert_uint_le(target->depth, COUNT_OF(target->steps));
    for (size_t i = 0; i < target->depth; i++) {
        ck_assert_msg(record != NULL && target->steps[i] < record->field_count, "%s", target->name);
        field = &record->fields[target->steps[i]];
        ck_assert_int_eq(field->shape, i + 1 == target->depth ? MF_SHAPE_SET : MF_SHAPE_MAPPING);
        mf_buffer_append_text(&name, i == 0 ? "" : ".");
        mf_buffer_append_text(&name, field->name);
        record = field->record;
    }
    assert_view_is(mf_buffer_view(&name), target->name);
    mf_buffer_release(&name);
}

static void check_constraint(const struct mf_record *record, const struct mf_constraint *constraint)
{
    ck_assert_uint_ge(constraint->count, 1);
    ck_assert_uint_le(constraint->count, COUNT_OF(constraint->alternatives));
    for (size_t i = 0; i < constraint->count; i++) {
        ck_assert_uint_lt(constraint->alternatives[i].field, record->field_count);
    }
    if (constraint->kind == MF_WHEN) {
        const struct mf_field *field = &record->fields[constraint->condition.field];
        bool known = false;

        ck_assert_uint_lt(constraint->condition.field, record->field_count);
        for (size_t i = 0; i < field->choice_count; i++) {
            known = known || strcmp(field->choices[i], constraint->condition.text) == 0;
        }
        ck_assert_msg(known, "%s: '%s' can never be '%s'", record->name, field->name,
                      constraint->condition.text);
    } else {
        ck_assert_uint_ge(constraint->count, 2);
    }
}

static void check_fields(const struct mf_record *record, unsigned depth)
{
    (void)depth;
    for (size_t i = 0; i < record->field_count; i++) {
        check_field(record, &record->fields[i]);
        for (size_t j = 0; j < record->fields[i].target_count; j++) {
            check_target(&record->fields[i].targets[j]);
        }
    }
    for (size_t i = 0; i < record->constraint_count; i++) {
        check_constraint(record, &record->constraints[i]);
    }
}

START_TEST(fields_targets_and_constraints_hold_together)
{
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        (void)for_each_record(schemas[i]->record, 1, check_fields);
    }
    ck_assert_uint_ge(mf_schema_manifest.distinct_count, 1);
    for (size_t i = 0; i < mf_schema_manifest.distinct_count; i++) {
        check_target(&mf_schema_manifest.distinct[i].first);
        check_target(&mf_schema_manifest.distinct[i].second);
    }
}
END_TEST

static void check_cyaml_string(const cyaml_schema_value_t *value)
{
    ck_assert_int_eq(value->type, CYAML_STRING);
    ck_assert((value->flags & CYAML_FLAG_POINTER) != 0);
    ck_assert_uint_eq(value->string.min, 0);
    ck_assert_uint_eq(value->string.max, CYAML_UNLIMITED);
}

static void check_cyaml_mapping(const struct mf_record *record, const cyaml_schema_value_t *value);

static void check_cyaml_field(const struct mf_record *record, const struct mf_field *field,
                              const cyaml_schema_field_t *other)
{
    size_t inside = 0;

    if (field->shape == MF_SHAPE_SCALAR) {
        inside = offsetof(struct mf_scalar, text);
        check_cyaml_string(&other->value);
    } else if (field->shape == MF_SHAPE_MAPPING) {
        ck_assert((other->value.flags & CYAML_FLAG_POINTER) != 0);
        check_cyaml_mapping(field->record, &other->value);
    } else {
        inside = offsetof(struct mf_list, items);
        ck_assert_int_eq(other->value.type, CYAML_SEQUENCE);
        ck_assert((other->value.flags & CYAML_FLAG_POINTER) != 0);
        ck_assert_uint_eq(other->count_offset, field->offset + offsetof(struct mf_list, count));
        ck_assert_uint_eq(other->count_size, sizeof(uint32_t));
        ck_assert_uint_eq(other->value.sequence.min, 0);
        ck_assert_uint_eq(other->value.sequence.max, CYAML_UNLIMITED);
        if (field->record == NULL) {
            check_cyaml_string(other->value.sequence.entry);
            ck_assert_uint_eq(other->value.data_size, sizeof(char *));
        } else {
            ck_assert((other->value.sequence.entry->flags & CYAML_FLAG_POINTER) == 0);
            ck_assert_uint_eq(other->value.data_size, field->record->size);
            check_cyaml_mapping(field->record, other->value.sequence.entry);
        }
    }
    ck_assert_msg(other->data_offset == field->offset + inside, "%s.%s", record->name, field->name);
    ck_assert((other->value.flags & CYAML_FLAG_OPTIONAL) != 0);
}

static void check_cyaml_mapping(const struct mf_record *record, const cyaml_schema_value_t *value)
{
    const cyaml_schema_field_t *other = value->mapping.fields;

    ck_assert_int_eq(value->type, CYAML_MAPPING);
    ck_assert_uint_eq(value->data_size, record->size);
    for (size_t i = 0; i < record->field_count; i++, other++) {
        ck_assert_ptr_nonnull(other->key);
        ck_assert_str_eq(other->key, record->fields[i].name);
        check_cyaml_field(record, &record->fields[i], other);
    }
    ck_assert_ptr_null(other->key);
}

START_TEST(libcyaml_has_the_same_table)
{
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        ck_assert((schemas[i]->cyaml->flags & CYAML_FLAG_POINTER) != 0);
        check_cyaml_mapping(schemas[i]->record, schemas[i]->cyaml);
    }
}
END_TEST

START_TEST(near_names_are_suggested)
{
    static const struct {
        const char *name;
        const char *suggestion;
    } cases[] = {
        { "relaese", "release" },
        { "releas", "release" },
        { "releases", "release" },
        { "Release", "release" },
        { "artifact", "artifacts" },
        { "artefacts", "artifacts" },
        { "enviroment", "environment" },
        { "env", NULL },
        { "observeability", "observability" },
        { "x", NULL },
        { "", NULL },
        { "rel", NULL },
        { "something", NULL },
        { "schema ", "schema" },
        { "SCHEMA", NULL },
        { "schemaschemaschemaschemaschemaschemaschemaschema", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *found = mf_record_suggest(&mf_manifest_record, mf_view_of(cases[i].name));

        ck_assert_msg((found == NULL) == (cases[i].suggestion == NULL) &&
                          (found == NULL || strcmp(found, cases[i].suggestion) == 0),
                      "'%s' gives '%s'", cases[i].name, found == NULL ? "(nothing)" : found);
    }
}
END_TEST

/* Each format says of itself what its schema says, and its JSON Schema is JSON. */
START_TEST(every_format_has_a_json_schema)
{
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        const struct mf_field *first = &schemas[i]->record->fields[0];
        mf_bytes *json = NULL;
        mf_bytes *canonical = NULL;
        mf_error *error = NULL;

        ck_assert_str_eq(first->name, "schema");
        ck_assert_uint_eq(first->choice_count, 1);
        ck_assert_str_eq(first->choices[0], schemas[i]->name);
        assert_ok(mf_schema_json(schemas[i]->name, &json, &error), error);
        assert_ok(mf_json_canonicalize(mf_bytes_data(json), mf_bytes_size(json), 0, &canonical, &error),
                  error);
        ck_assert_ptr_nonnull(strstr(mf_bytes_data(canonical), "\"additionalProperties\":false"));
        mf_bytes_unref(canonical);
        mf_bytes_unref(json);
    }
}
END_TEST

START_TEST(other_formats_have_none)
{
    static const char *const names[] = { "", "manifest", "manifest/v2", "manifest/v1 ", "Manifest/v1" };
    mf_bytes *json = NULL;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        ck_assert_int_eq(mf_schema_json(names[i], &json, NULL), MF_ERROR_ARGUMENT);
    }
    ck_assert_int_eq(mf_schema_json(NULL, &json, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_schema_json("manifest/v1", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(json);
}
END_TEST

/* Settings are of the types that parameters have. */
START_TEST(settings_have_the_types_of_parameters)
{
    const struct mf_record *configuration =
        mf_manifest_record.fields[mf_record_find(&mf_manifest_record, mf_view_of("configuration"), 0)].record;
    const struct mf_record *parameters =
        configuration->fields[mf_record_find(configuration, mf_view_of("parameters"), 0)].record;
    const struct mf_record *settings =
        mf_configuration_record.fields[mf_record_find(&mf_configuration_record, mf_view_of("parameters"), 0)]
            .record;
    const struct mf_field *left = &parameters->fields[mf_record_find(parameters, mf_view_of("type"), 0)];
    const struct mf_field *right = &settings->fields[mf_record_find(settings, mf_view_of("type"), 0)];

    ck_assert_uint_eq(left->choice_count, right->choice_count);
    for (size_t i = 0; i < left->choice_count; i++) {
        ck_assert_str_eq(left->choices[i], right->choices[i]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema");
    TCase *tcase = tcase_create("schema");

    tcase_add_test(tcase, members_stand_inside_their_structs);
    tcase_add_test(tcase, names_are_found_and_ordered);
    tcase_add_test(tcase, fields_targets_and_constraints_hold_together);
    tcase_add_test(tcase, libcyaml_has_the_same_table);
    tcase_add_test(tcase, near_names_are_suggested);
    tcase_add_test(tcase, every_format_has_a_json_schema);
    tcase_add_test(tcase, other_formats_have_none);
    tcase_add_test(tcase, settings_have_the_types_of_parameters);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
