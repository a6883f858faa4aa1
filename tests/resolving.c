/* SPDX-License-Identifier: Apache-2.0 */
/* Overrides and resolutions for the tests of several programs. */
#include "resolving.h"

const char resolved_manifest[] =
    "schema: manifest/v1\n"
    "release: {id: demo-1.0.0}\n"
    "environment:\n"
    "  process: {arguments: [serve, --quiet]}\n"
    "  variables: [{name: HOME, value: /srv}, {name: TOKEN, secret: t}, {name: EMPTY, value: ''}]\n"
    "configuration:\n"
    "  parameters:\n"
    "  - {name: rows, type: int, value: 8, minimum: 1, maximum: 64, change: live, argument: --rows}\n"
    "  - {name: ratio, type: number, value: 0.5, minimum: 0, maximum: 1, change: deploy, argument: -r}\n"
    "  - {name: cache, type: bool, value: true, change: deploy, argument: --cache}\n"
    "  - {name: log, type: enum, value: info, choices: [info, debug], change: live, variable: LOG_LEVEL}\n"
    "  - {name: wait, type: duration, value: 90s, maximum: 5m, change: live, variable: WAIT, argument: --wait=}\n"
    "  - {name: memory, type: quantity, value: 1Gi, minimum: 512Mi, change: deploy, variable: MEMORY}\n"
    "  - {name: greeting, type: string, value: \"it's\", change: deploy, variable: GREETING, argument: --greet}\n"
    "  - {name: shards, type: int, value: 2, change: never, argument: --shards}\n"
    "  - {name: draft, type: int, value: 1}\n";

void end_resolution(struct resolution *outcome)
{
    mf_configuration_unref(outcome->configuration);
    mf_report_unref(outcome->report);
    mf_error_unref(outcome->error);
}

mf_overrides *overrides_of_file(const char *text, const char *label)
{
    mf_overrides *overrides = NULL;
    mf_error *error = NULL;

    assert_ok(
        mf_overrides_read(text, MF_ZERO_TERMINATED, NULL, MF_ORIGIN_STAGE, label, &overrides, NULL, &error),
        error);
    return overrides;
}

mf_overrides *overrides_of_text(const char *text)
{
    mf_overrides *overrides = NULL;
    mf_error *error = NULL;

    assert_ok(
        mf_overrides_from_text(&text, 1, MF_ORIGIN_COMMAND_LINE, "--override", &overrides, NULL, &error),
        error);
    return overrides;
}

struct resolution resolve_as(const char *manifest_source, const char *file, const char *text,
                             const mf_configuration *running)
{
    struct resolution outcome = { MF_OK, NULL, NULL, NULL };
    mf_manifest *manifest = must_read(manifest_source);
    mf_overrides *layers[2] = { NULL, NULL };
    mf_resolve_options options;
    size_t count = 0;

    if (file != NULL) {
        layers[count++] = overrides_of_file(file, "stage.yaml");
    }
    if (text != NULL) {
        layers[count++] = overrides_of_text(text);
    }
    mf_resolve_options_init(&options, sizeof options);
    options.running = running;
    outcome.status = mf_configuration_resolve(manifest, (const mf_overrides *const *)layers, count, &options,
                                              &outcome.configuration, &outcome.report, &outcome.error);
    mf_overrides_unref(layers[0]);
    mf_overrides_unref(layers[1]);
    mf_manifest_unref(manifest);
    return outcome;
}

mf_configuration *must_resolve(const char *file, const char *text)
{
    struct resolution outcome = resolve_as(resolved_manifest, file, text, NULL);

    assert_ok(outcome.status, outcome.error);
    ck_assert_uint_eq(mf_report_total(outcome.report), 0);
    mf_report_unref(outcome.report);
    return outcome.configuration;
}

void assert_setting(const mf_configuration *configuration, const char *name, const char *value,
                    mf_origin origin, const char *label)
{
    const mf_setting *setting = mf_configuration_find(configuration, name);

    ck_assert_msg(setting != NULL, "there is no %s", name);
    ck_assert_str_eq(mf_setting_name(setting), name);
    ck_assert_str_eq(mf_setting_value(setting), value);
    ck_assert_int_eq(mf_setting_origin(setting), origin);
    ck_assert_str_eq(mf_setting_label(setting), label);
}
