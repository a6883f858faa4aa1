/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables as JSON Schemas, draft 2020-12, for editors. They say what the profile draft asks for; what they cannot say
 * (references, order of sets, unique keys) is left out, so that they never refuse a document that the library accepts.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "schema/schema.h"
#include "json/print.h"

#include "configuration_v1.h"
#include "manifest_v1.h"
#include "overrides_v1.h"
#include "parity_v1.h"
#include "rules_v1.h"

#include <libmanifest/manifest.h>

#include <cJSON.h>

static cJSON *record_schema(const struct mf_record *record);

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return cJSON_AddStringToObject(object, name, text) != NULL;
}

/* Puts `item` into `object`; ends it and returns false if that cannot be done. */
static bool add(cJSON *object, const char *name, cJSON *item)
{
    if (item == NULL || !cJSON_AddItemToObject(object, name, item)) {
        cJSON_Delete(item);
        return false;
    }
    return true;
}

static bool add_choices(cJSON *object, const struct mf_field *field)
{
    cJSON *choices;

    if (field->choice_count == 1) {
        return add_text(object, "const", field->choices[0]);
    }
    choices = cJSON_AddArrayToObject(object, "enum");
    for (size_t i = 0; choices != NULL && i < field->choice_count; i++) {
        cJSON *choice = cJSON_CreateStringReference(field->choices[i]);

        if (choice == NULL || !cJSON_AddItemToArray(choices, choice)) {
            cJSON_Delete(choice);
            return false;
        }
    }
    return choices != NULL;
}

static bool add_bounds(cJSON *object, const struct mf_field *field)
{
    static const int64_t open = INT64_C(9007199254740991);

    if (!field->bounded) {
        return true;
    }
    return (field->minimum <= -open ||
            cJSON_AddNumberToObject(object, "minimum", (double)field->minimum) != NULL) &&
           (field->maximum >= open ||
            cJSON_AddNumberToObject(object, "maximum", (double)field->maximum) != NULL);
}

static bool add_json_type(cJSON *object, const char *const *names, int count)
{
    return count == 1 ? add_text(object, "type", names[0])
                      : add(object, "type", cJSON_CreateStringArray(names, count));
}

/* The JSON types of a scalar. A quantity may be a number; a scalar is what its sibling says. */
static bool add_type(cJSON *object, enum mf_type type)
{
    static const char *const any[] = { "string", "number", "boolean" };
    static const char *const integer[] = { "integer" };

    if (type == MF_TYPE_INT) {
        return add_json_type(object, integer, 1);
    }
    if (type == MF_TYPE_QUANTITY) {
        return add_json_type(object, any, 2);
    }
    switch (mf_type_info(type)->kind) {
    case MF_JSON_KIND_STRING:
        return add_json_type(object, any, 1);
    case MF_JSON_KIND_NUMBER:
        return add_json_type(object, any + 1, 1);
    case MF_JSON_KIND_BOOL:
        return add_json_type(object, any + 2, 1);
    case MF_JSON_KIND_ANY:
        break;
    }
    return add_json_type(object, any, 3);
}

static bool fill_scalar(cJSON *object, const struct mf_field *field)
{
    const struct mf_type_info *type = mf_type_info(field->type);

    if (!add_type(object, field->type) || (field->choice_count > 0 && !add_choices(object, field))) {
        return false;
    }
    if (type->pattern != NULL && type->kind == MF_JSON_KIND_STRING && field->choice_count == 0 &&
        !field->may_be_empty && !add_text(object, "pattern", type->pattern)) {
        return false;
    }
    return add_bounds(object, field);
}

static cJSON *scalar_schema(const struct mf_field *field)
{
    cJSON *object = cJSON_CreateObject();

    if (object != NULL && !fill_scalar(object, field)) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

static cJSON *list_schema(const struct mf_field *field)
{
    cJSON *object = cJSON_CreateObject();

    if (object == NULL || !add_text(object, "type", "array") ||
        !add(object, "items", field->record != NULL ? record_schema(field->record) : scalar_schema(field)) ||
        (mf_shape_is_set(field->shape) && cJSON_AddTrueToObject(object, "uniqueItems") == NULL)) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

static cJSON *field_schema(const struct mf_field *field)
{
    cJSON *object;

    if (field->shape == MF_SHAPE_SCALAR) {
        object = scalar_schema(field);
    } else {
        object = field->shape == MF_SHAPE_MAPPING ? record_schema(field->record) : list_schema(field);
    }
    if (object != NULL && !add_text(object, "description", field->documentation)) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

static bool add_required(cJSON *object, const struct mf_record *record)
{
    cJSON *required = NULL;

    for (size_t i = 0; i < record->field_count; i++) {
        cJSON *name;

        if (record->fields[i].need != MF_NEED_ALWAYS) {
            continue;
        }
        required = required == NULL ? cJSON_AddArrayToObject(object, "required") : required;
        name = cJSON_CreateStringReference(record->fields[i].name);
        if (required == NULL || name == NULL || !cJSON_AddItemToArray(required, name)) {
            cJSON_Delete(name);
            return false;
        }
    }
    return true;
}

static bool fill_record(cJSON *object, const struct mf_record *record)
{
    cJSON *properties;

    if (!add_text(object, "type", "object") ||
        cJSON_AddFalseToObject(object, "additionalProperties") == NULL) {
        return false;
    }
    properties = cJSON_AddObjectToObject(object, "properties");
    for (size_t i = 0; properties != NULL && i < record->field_count; i++) {
        if (!add(properties, record->fields[i].name, field_schema(&record->fields[i]))) {
            return false;
        }
    }
    return properties != NULL && add_required(object, record);
}

static cJSON *record_schema(const struct mf_record *record)
{
    cJSON *object = cJSON_CreateObject();

    if (object != NULL && !fill_record(object, record)) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

#define ADDRESS "https://libmanifest.github.io/deployment-manifest/"

/* What is said of a format besides its table. */
static const struct kind {
    const struct mf_schema *schema;
    const char *id;
    const char *title;
    const char *description;
} kinds[] = {
    { &mf_schema_manifest, ADDRESS "v1/schema.json", "Deployment manifest, version 1",
      "What a draft of a manifest/v1 document may hold. A release needs more: 'manifest "
      "validate' says what." },
    { &mf_schema_rules, ADDRESS "rules/v1/schema.json", "Rules file, version 1",
      "Which rules of the catalogue are off or have another severity, and the conventions of an organisation." },
    { &mf_schema_overrides, ADDRESS "overrides/v1/schema.json", "Overrides, version 1",
      "Settings of a stage, a host or an incident that are not those of the manifest." },
    { &mf_schema_parity, ADDRESS "parity/v1/schema.json", "Policy of parity, version 1",
      "Which differences between an expected and an actual environment are allowed, and how much others count." },
    { &mf_schema_configuration, ADDRESS "configuration/v1/schema.json", "Resolved configuration, version 1",
      "The settings that a release runs with, as 'manifest resolve' writes them." },
};

static bool fill_document(cJSON *root, const struct kind *kind)
{
    return add_text(root, "$schema", "https://json-schema.org/draft/2020-12/schema") &&
           add_text(root, "$id", kind->id) && add_text(root, "title", kind->title) &&
           add_text(root, "description", kind->description) && fill_record(root, kind->schema->record);
}

static mf_status write_schema(const struct kind *kind, mf_bytes **ret_json, mf_error **reterr)
{
    cJSON *root = cJSON_CreateObject();

    return mf_json_print(root, root != NULL && fill_document(root, kind), "\n", ret_json, reterr);
}

/* Says which there are. */
static mf_status refuse_name(const char *name, mf_error **reterr)
{
    struct mf_buffer names = MF_BUFFER_EMPTY;
    mf_status status = MF_ERROR_MEMORY;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        mf_buffer_format(&names, "%s%s", i == 0 ? "" : ", ", kinds[i].schema->name);
    }
    mf_buffer_append_byte(&names, '\0');
    if (names.status == MF_OK) {
        status = mf_error_set(reterr, MF_ERROR_ARGUMENT, "there is no format '%.80s': there are %s", name,
                              names.data);
    } else {
        (void)mf_error_memory(reterr);
    }
    mf_buffer_release(&names);
    return status;
}

mf_status mf_schema_json(const char *schema, mf_bytes **ret_json, mf_error **reterr)
{
    if (schema == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "schema and ret_json must not be NULL");
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].schema->name, schema) == 0) {
            return write_schema(&kinds[i], ret_json, reterr);
        }
    }
    return refuse_name(schema, reterr);
}
