/* SPDX-License-Identifier: Apache-2.0 */
/* The values in force, looked at together. */
#include "configuration/resolution.h"

#include "model/outlets.h"
#include "model/parameter.h"

static void check_missing(struct mf_resolution *resolution, uint32_t number)
{
    const struct model_configuration_parameters *parameter = &resolution->parameters[number];
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (resolution->given[number] == NULL &&
        !mf_report_counts_only(resolution->report, MF_FINDING_SETTING_MISSING)) {
        mf_buffer_format(&message, "'%s' has no value: give it one, or override it", parameter->name.text);
        mf_resolution_finding(resolution, MF_FINDING_SETTING_MISSING, 0, &parameter->value, NULL, &message);
    }
}

/* A flag that is not given says false only to software that takes false for its default. */
static void check_flag(struct mf_resolution *resolution, uint32_t number)
{
    const struct model_configuration_parameters *parameter = &resolution->parameters[number];
    const struct mf_given *given = resolution->given[number];
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (given == NULL || !mf_parameter_is_unspoken(parameter, mf_view_of(given->value)) ||
        mf_report_counts_only(resolution->report, MF_FINDING_FLAG_CANNOT_BE_OFF)) {
        return;
    }
    mf_buffer_format(
        &message,
        "'%s' is to be false, but without this argument it is true: end the argument in '=' to hand "
        "the value over",
        parameter->name.text);
    mf_resolution_finding(resolution, MF_FINDING_FLAG_CANNOT_BE_OFF, 0, &parameter->argument, NULL, &message);
    mf_resolution_relate(resolution, 0, &parameter->default_, "what the software does without the argument");
}

/* --- a change while the release runs ----------------------------------------------------------------------------------- */

/* Does the parameter run with this value already? */
static bool runs_with(const struct mf_resolution *resolution,
                      const struct model_configuration_parameters *parameter, const char *value)
{
    const mf_setting *setting = mf_configuration_find(resolution->running, parameter->name.text);

    return setting != NULL && mf_parameter_same(mf_parameter_type(parameter), mf_view_of(value),
                                                mf_scalar_view(&setting->resolved->value));
}

static void check_change(struct mf_resolution *resolution, uint32_t number)
{
    const struct model_configuration_parameters *parameter = &resolution->parameters[number];
    const struct mf_given *given = resolution->given[number];
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (given == NULL ||
        (parameter->change.text != NULL && mf_view_is(mf_scalar_view(&parameter->change), "live")) ||
        runs_with(resolution, parameter, given->value) ||
        mf_report_counts_only(resolution->report, MF_FINDING_CHANGE_WHILE_RUNNING)) {
        return;
    }
    mf_buffer_format(&message, "'%s' would change from what runs now: that needs a deployment",
                     parameter->name.text);
    mf_resolution_finding(resolution, MF_FINDING_CHANGE_WHILE_RUNNING, given->layer,
                          given->layer == 0 ? (const void *)&parameter->value
                                            : (const void *)&given->entry->value,
                          NULL, &message);
    mf_resolution_relate(resolution, 0,
                         parameter->change.text == NULL ? (const void *)parameter
                                                        : (const void *)&parameter->change,
                         "the policy of the parameter");
}

static void check_running(struct mf_resolution *resolution, const char *digest)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (!mf_view_is(mf_scalar_view(&resolution->running->root->manifest), digest)) {
        mf_buffer_append_text(&message, "the settings that run now are those of another manifest, ");
        mf_buffer_append_text(&message, mf_configuration_manifest(resolution->running));
        mf_resolution_finding(resolution, MF_FINDING_OTHER_RELEASE, 0, resolution->manifest->root, NULL,
                              &message);
        return;
    }
    for (uint32_t i = 0; i < resolution->count; i++) {
        check_change(resolution, i);
    }
}

/* --- on the way to the process ----------------------------------------------------------------------------------------- */

static void written_twice(struct mf_resolution *resolution, const struct mf_outlet *outlet,
                          const struct mf_outlet *before)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(resolution->report, MF_FINDING_WRITTEN_TWICE)) {
        return;
    }
    mf_buffer_append_byte(&message, '\'');
    mf_buffer_append_printable(&message, outlet->name, 60);
    mf_buffer_format(&message, "' is written by the parameter '%s' and by %s%s", outlet->parameter->name.text,
                     before->parameter == NULL ? "the environment of the manifest" : "the parameter ",
                     before->parameter == NULL ? "" : before->parameter->name.text);
    mf_resolution_finding(resolution, MF_FINDING_WRITTEN_TWICE, 0, outlet->scalar, NULL, &message);
    mf_resolution_relate(resolution, 0, before->scalar, "written here too");
}

static void check_outlets(struct mf_resolution *resolution, const struct mf_outlets *outlets)
{
    for (size_t i = 0; i < outlets->count; i++) {
        const struct mf_outlet *before = mf_outlet_written_before(outlets, i);

        if (before != NULL) {
            written_twice(resolution, &outlets->items[i], before);
        }
    }
}

mf_status mf_resolution_check(struct mf_resolution *resolution, const char *digest)
{
    struct mf_outlets outlets;
    mf_status status;

    for (uint32_t i = 0; i < resolution->count; i++) {
        check_missing(resolution, i);
        check_flag(resolution, i);
    }
    if (resolution->running != NULL) {
        check_running(resolution, digest);
    }
    status = mf_outlets_of_variables(resolution->arena, resolution->manifest->root, &outlets);
    if (status == MF_OK) {
        check_outlets(resolution, &outlets);
        status = mf_outlets_of_arguments(resolution->arena, resolution->manifest->root, &outlets);
    }
    if (status == MF_OK) {
        check_outlets(resolution, &outlets);
    }
    return status;
}
