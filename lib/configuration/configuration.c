/* SPDX-License-Identifier: Apache-2.0 */
/* Resolved configurations: their life, reading them back, and their getters. */
#include "configuration/configuration.h"

#include "model/parameter.h"
#include "syntax/json_text.h"
#include "syntax/read.h"
#include "value/number.h"

#include <stdlib.h>

mf_configuration *mf_configuration_adopt(struct mf_arena *arena, mf_manifest *manifest,
                                         const struct resolved_configuration *root,
                                         const struct mf_setting *settings)
{
    mf_configuration *configuration = malloc(sizeof *configuration);

    if (configuration == NULL) {
        mf_arena_free(arena);
        return NULL;
    }
    mf_reference_init(&configuration->reference);
    configuration->arena = arena;
    configuration->manifest = mf_manifest_ref(manifest);
    configuration->root = root;
    configuration->settings = settings;
    return configuration;
}

mf_configuration *mf_configuration_ref(mf_configuration *configuration)
{
    if (configuration != NULL) {
        mf_reference_take(&configuration->reference);
    }
    return configuration;
}

mf_configuration *mf_configuration_unref(mf_configuration *configuration)
{
    if (configuration != NULL && mf_reference_give(&configuration->reference)) {
        (void)mf_manifest_unref(configuration->manifest);
        mf_arena_free(configuration->arena);
        free(configuration);
    }
    return NULL;
}

/* --- reading back ------------------------------------------------------------------------------------------------------ */

/* Takes over the document's arena. */
static mf_status hand_out(struct mf_document *document, mf_configuration **ret_configuration,
                          mf_error **reterr)
{
    const struct resolved_configuration *root = document->root;
    const struct resolved_parameters *entries = root->parameters.items;
    struct mf_setting *settings =
        mf_arena_alloc_array(document->arena, root->parameters.count + (size_t)1, sizeof *settings);
    mf_configuration *configuration;

    if (settings == NULL) {
        mf_status status = mf_arena_error(document->arena, reterr);

        mf_arena_free(document->arena);
        return status;
    }
    for (uint32_t i = 0; i < root->parameters.count; i++) {
        settings[i] = (struct mf_setting){ .resolved = &entries[i] };
    }
    configuration = mf_configuration_adopt(document->arena, NULL, root, settings);
    if (configuration == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_configuration = configuration;
    return MF_OK;
}

mf_status mf_configuration_read(const void *data, size_t size, const mf_read_options *options,
                                mf_configuration **ret_configuration, mf_report **ret_report,
                                mf_error **reterr)
{
    struct mf_read_request request;
    struct mf_document document = { .arena = NULL };
    mf_report *report = NULL;
    mf_status status = mf_read_request_init(&request, &mf_schema_configuration, data, size, options, reterr);

    if (status == MF_OK) {
        request.profile = MF_PROFILE_DRAFT;
        status = mf_document_judge(&request, &document, &report, reterr);
    }
    if (status == MF_OK && ret_configuration != NULL) {
        status = hand_out(&document, ret_configuration, reterr);
    } else {
        mf_arena_free(document.arena);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

/* --- the document ------------------------------------------------------------------------------------------------------ */

static struct mf_node node_of(const mf_configuration *configuration)
{
    return mf_node_document(mf_schema_configuration.record, configuration->root);
}

mf_status mf_configuration_canonical(const mf_configuration *configuration, mf_bytes **ret_bytes,
                                     mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_node node;

    if (configuration == NULL || ret_bytes == NULL) {
        return mf_error_argument(reterr, "configuration and ret_bytes must not be NULL");
    }
    node = node_of(configuration);
    mf_canonical_append_node(&buffer, &node);
    return mf_buffer_finish(&buffer, ret_bytes, reterr);
}

mf_status mf_configuration_digest(const mf_configuration *configuration, mf_bytes **ret_digest,
                                  mf_error **reterr)
{
    struct mf_node node;

    if (configuration == NULL || ret_digest == NULL) {
        return mf_error_argument(reterr, "configuration and ret_digest must not be NULL");
    }
    node = node_of(configuration);
    return mf_canonical_digest(&node, ret_digest, reterr);
}

const char *mf_configuration_manifest(const mf_configuration *configuration)
{
    return configuration == NULL ? "" : configuration->root->manifest.text;
}

const char *mf_configuration_release(const mf_configuration *configuration)
{
    return configuration == NULL || configuration->root->release.text == NULL
               ? ""
               : configuration->root->release.text;
}

size_t mf_configuration_count(const mf_configuration *configuration)
{
    return configuration == NULL ? 0 : configuration->root->parameters.count;
}

const mf_setting *mf_configuration_setting(const mf_configuration *configuration, size_t index)
{
    return index < mf_configuration_count(configuration) ? &configuration->settings[index] : NULL;
}

const mf_setting *mf_configuration_find(const mf_configuration *configuration, const char *name)
{
    struct mf_view wanted = mf_view_of(name);
    size_t low = 0;
    size_t high = mf_configuration_count(configuration);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const mf_setting *setting = &configuration->settings[middle];
        int order = mf_view_compare(mf_scalar_view(&setting->resolved->name), wanted);

        if (order == 0) {
            return setting;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* --- one setting ------------------------------------------------------------------------------------------------------- */

const char *mf_setting_name(const mf_setting *setting)
{
    return setting == NULL ? "" : setting->resolved->name.text;
}

const char *mf_setting_type(const mf_setting *setting)
{
    return setting == NULL ? "" : setting->resolved->type.text;
}

const char *mf_setting_value(const mf_setting *setting)
{
    return setting == NULL ? "" : setting->resolved->value.text;
}

mf_origin mf_setting_origin(const mf_setting *setting)
{
    return setting == NULL || setting->given == NULL ? MF_ORIGIN_UNKNOWN : setting->given->origin;
}

const char *mf_setting_label(const mf_setting *setting)
{
    return setting == NULL || setting->given == NULL ? "" : setting->given->label;
}

static enum mf_type type_of(const mf_setting *setting)
{
    return mf_type_of_values(&setting->resolved->type);
}

static mf_status wrong_type(const mf_setting *setting, const char *wanted, mf_error **reterr)
{
    return mf_error_set(reterr, MF_ERROR_TYPE, "'%s' is of the type %s and not %s", mf_setting_name(setting),
                        mf_setting_type(setting), wanted);
}

mf_status mf_setting_get_int(const mf_setting *setting, int64_t *ret_value, mf_error **reterr)
{
    int64_t value;

    if (setting == NULL || ret_value == NULL) {
        return mf_error_argument(reterr, "setting and ret_value must not be NULL");
    }
    if (type_of(setting) != MF_TYPE_INT ||
        !mf_integer_parse(mf_scalar_view(&setting->resolved->value), &value)) {
        return wrong_type(setting, "an integer", reterr);
    }
    *ret_value = value;
    return MF_OK;
}

mf_status mf_setting_get_number(const mf_setting *setting, double *ret_value, mf_error **reterr)
{
    struct mf_view text;

    if (setting == NULL || ret_value == NULL) {
        return mf_error_argument(reterr, "setting and ret_value must not be NULL");
    }
    text = mf_scalar_view(&setting->resolved->value);
    if (!mf_parameter_number(type_of(setting), text, ret_value)) {
        return wrong_type(setting, "a number", reterr);
    }
    return MF_OK;
}

mf_status mf_setting_get_bool(const mf_setting *setting, int32_t *ret_value, mf_error **reterr)
{
    if (setting == NULL || ret_value == NULL) {
        return mf_error_argument(reterr, "setting and ret_value must not be NULL");
    }
    if (type_of(setting) != MF_TYPE_BOOL) {
        return wrong_type(setting, "a boolean", reterr);
    }
    *ret_value = strcmp(mf_setting_value(setting), "true") == 0;
    return MF_OK;
}

/* NULL past the end. */
static const struct mf_given *superseded(const mf_setting *setting, size_t index)
{
    const struct mf_given *given = setting == NULL || setting->given == NULL ? NULL : setting->given->before;

    for (; given != NULL && index > 0; index--) {
        given = given->before;
    }
    return given;
}

size_t mf_setting_superseded_count(const mf_setting *setting)
{
    size_t count = 0;

    for (const struct mf_given *given = superseded(setting, 0); given != NULL; given = given->before) {
        count++;
    }
    return count;
}

const char *mf_setting_superseded_value(const mf_setting *setting, size_t index)
{
    const struct mf_given *given = superseded(setting, index);

    return given == NULL ? "" : given->value;
}

mf_origin mf_setting_superseded_origin(const mf_setting *setting, size_t index)
{
    const struct mf_given *given = superseded(setting, index);

    return given == NULL ? MF_ORIGIN_UNKNOWN : given->origin;
}

const char *mf_setting_superseded_label(const mf_setting *setting, size_t index)
{
    const struct mf_given *given = superseded(setting, index);

    return given == NULL ? "" : given->label;
}
