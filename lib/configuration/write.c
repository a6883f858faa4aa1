/* SPDX-License-Identifier: Apache-2.0 */
/* Configurations as text: the document, the variables and the arguments of the process. */
#include "configuration/configuration.h"
#include "model/outlets.h"
#include "model/parameter.h"
#include "syntax/yaml_text.h"
#include "value/ascii.h"

/* Bytes that mean nothing to a shell. */
static bool is_plain(char byte)
{
    return mf_ascii_is_alphanumeric(byte) || mf_ascii_is_one_of(byte, "_./:@%+=,-");
}

/* A word of a POSIX shell: in single quotes if it must be, since nothing but a single quote means anything there. */
static void append_word(struct mf_buffer *buffer, struct mf_view text)
{
    size_t plain = 0;

    while (plain < text.size && is_plain(text.data[plain])) {
        plain++;
    }
    if (plain == text.size) {
        mf_buffer_append(buffer, text);
        return;
    }
    mf_buffer_append_byte(buffer, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') {
            mf_buffer_append_text(buffer, "'\\''");
        } else {
            mf_buffer_append_byte(buffer, text.data[i]);
        }
    }
    mf_buffer_append_byte(buffer, '\'');
}

static const char *value_of(const mf_configuration *configuration,
                            const struct model_configuration_parameters *parameter)
{
    return mf_setting_value(mf_configuration_find(configuration, parameter->name.text));
}

static mf_status append_variables(struct mf_buffer *buffer, const mf_configuration *configuration,
                                  mf_error **reterr)
{
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_outlets outlets = { NULL, 0 };

    if (arena == NULL || mf_outlets_of_variables(arena, configuration->manifest->root, &outlets) != MF_OK) {
        mf_arena_free(arena);
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < outlets.count; i++) {
        const struct mf_outlet *outlet = &outlets.items[i];
        const char *value = outlet->parameter != NULL ? value_of(configuration, outlet->parameter)
                                                      : outlet->fixed->value.text;

        /* One that is filled from a secret has none. */
        if (value != NULL) {
            mf_buffer_append(buffer, outlet->name);
            mf_buffer_append_byte(buffer, '=');
            append_word(buffer, mf_view_of(value));
            mf_buffer_append_byte(buffer, '\n');
        }
    }
    mf_arena_free(arena);
    return MF_OK;
}

static void append_line(struct mf_buffer *buffer, const char *text)
{
    mf_buffer_append_text(buffer, text);
    mf_buffer_append_byte(buffer, '\n');
}

static void append_argument(struct mf_buffer *buffer, const struct mf_setting *setting)
{
    struct mf_view argument = mf_scalar_view(&setting->parameter->argument);
    const char *value = mf_setting_value(setting);
    bool takes_value = argument.data[argument.size - 1] == '=';

    if (!takes_value && mf_parameter_type(setting->parameter) == MF_TYPE_BOOL) {
        if (strcmp(value, "true") == 0) {
            append_line(buffer, argument.data);
        }
        return;
    }
    mf_buffer_append(buffer, argument);
    if (!takes_value) {
        mf_buffer_append_byte(buffer, mf_view_starts_with(argument, "--") ? '=' : '\n');
    }
    append_line(buffer, value);
}

static void append_arguments(struct mf_buffer *buffer, const mf_configuration *configuration)
{
    const struct model_environment *environment = configuration->manifest->root->environment;
    const struct model_environment_process *process = environment == NULL ? NULL : environment->process;

    for (uint32_t i = 0; process != NULL && i < process->arguments.count; i++) {
        append_line(buffer, ((const struct mf_scalar *)process->arguments.items)[i].text);
    }
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        if (configuration->settings[i].parameter->argument.text != NULL) {
            append_argument(buffer, &configuration->settings[i]);
        }
    }
}

mf_status mf_configuration_write(const mf_configuration *configuration, mf_configuration_form form,
                                 mf_bytes **ret_text, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_status status = MF_OK;

    if (configuration == NULL || ret_text == NULL || form < MF_CONFIGURATION_YAML ||
        form > MF_CONFIGURATION_ARGS) {
        return mf_error_argument(reterr,
                                 "configuration and ret_text must not be NULL, and form must be one of "
                                 "MF_CONFIGURATION_…");
    }
    if (form == MF_CONFIGURATION_YAML || form == MF_CONFIGURATION_JSON) {
        struct mf_node node = mf_node_document(mf_schema_configuration.record, configuration->root);

        return mf_document_write(&node, form == MF_CONFIGURATION_YAML ? MF_FORMAT_YAML : MF_FORMAT_JSON,
                                 ret_text, reterr);
    }
    if (configuration->manifest == NULL) {
        return mf_error_argument(reterr, "a configuration that was read from a file does not know how its "
                                         "settings reach the process: resolve it from the manifest");
    }
    if (form == MF_CONFIGURATION_ENV) {
        status = append_variables(&buffer, configuration, reterr);
    } else {
        append_arguments(&buffer, configuration);
    }
    if (status != MF_OK) {
        mf_buffer_release(&buffer);
        return status;
    }
    return mf_buffer_finish(&buffer, ret_text, reterr);
}
