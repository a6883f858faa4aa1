/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any manifest and two layers of overrides, NUL between them, resolved: twice to the same, which reads back as it was written, and
 * which a service that runs with it may be given again.
 */
#include "documents.h"

static mf_bytes *settings_of(const mf_configuration *configuration)
{
    mf_bytes *bytes = NULL;

    require(mf_configuration_canonical(configuration, &bytes, NULL) == MF_OK, "no canonical form");
    return bytes;
}

static void check_same(const mf_configuration *left, const mf_configuration *right, const char *what)
{
    mf_bytes *texts[2] = { settings_of(left), settings_of(right) };

    require_same(texts[0], texts[1], what);
    mf_bytes_unref(texts[0]);
    mf_bytes_unref(texts[1]);
}

static mf_configuration *resolve(mf_manifest *manifest, const mf_overrides *const *layers, size_t count,
                                 const mf_configuration *running)
{
    mf_configuration *configuration = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_resolve_options options;
    mf_status status;

    mf_resolve_options_init(&options, sizeof options);
    options.running = running;
    status = mf_configuration_resolve(manifest, count == 0 ? NULL : layers, count, &options, &configuration,
                                      &report, &error);
    require(status == MF_OK || status == MF_ERROR_INVALID, "a status that should not be");
    require((configuration != NULL) == (status == MF_OK) && (error == NULL) == (status == MF_OK),
            "a result and an error, or none of both");
    require((mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0) == (status == MF_ERROR_INVALID),
            "report and status disagree");
    mf_report_unref(report);
    mf_error_unref(error);
    return configuration;
}

static void check_settings(const mf_configuration *configuration, size_t layers)
{
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        const mf_setting *setting = mf_configuration_setting(configuration, i);
        size_t superseded = mf_setting_superseded_count(setting);

        require(i == 0 || strcmp(mf_setting_name(mf_configuration_setting(configuration, i - 1)),
                                 mf_setting_name(setting)) < 0,
                "settings are not in order");
        require(mf_configuration_find(configuration, mf_setting_name(setting)) == setting,
                "a setting is not found");
        require(superseded <= layers, "more values than layers");
        require(mf_setting_origin(setting) != MF_ORIGIN_MANIFEST || superseded == 0,
                "the manifest is put in place of something");
    }
}

static void check_form(const mf_configuration *configuration, mf_configuration_form form)
{
    mf_bytes *text = NULL;
    mf_configuration *again = NULL;

    require(mf_configuration_write(configuration, form, &text, NULL) == MF_OK, "it cannot be written");
    if (form == MF_CONFIGURATION_YAML || form == MF_CONFIGURATION_JSON) {
        require(mf_configuration_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &again, NULL, NULL) ==
                    MF_OK,
                "what was written cannot be read");
        check_same(configuration, again, "what was written reads as something else");
    }
    mf_configuration_unref(again);
    mf_bytes_unref(text);
}

static void check(mf_manifest *manifest, const mf_overrides *const *layers, size_t count)
{
    mf_configuration *configuration = resolve(manifest, layers, count, NULL);
    mf_configuration *again;

    if (configuration == NULL) {
        return;
    }
    check_settings(configuration, count);
    check_form(configuration, MF_CONFIGURATION_YAML);
    check_form(configuration, MF_CONFIGURATION_JSON);
    check_form(configuration, MF_CONFIGURATION_ENV);
    check_form(configuration, MF_CONFIGURATION_ARGS);
    again = resolve(manifest, layers, count, configuration);
    require(again != NULL, "what runs cannot be given again");
    check_same(configuration, again, "the second time it is another");
    mf_configuration_unref(again);
    mf_configuration_unref(configuration);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    mf_read_options options = small_options(MF_FORMAT_AUTO);
    mf_manifest *manifest = read_manifest(take_part(&text), MF_FORMAT_AUTO);
    mf_overrides *layers[2] = { NULL, NULL };
    size_t count = 0;

    if (manifest == NULL) {
        return 0;
    }
    while (count < 2 && text.size > 0) {
        struct mf_view part = take_part(&text);

        if (mf_overrides_read(part.size == 0 ? "" : part.data, part.size, &options,
                              count == 0 ? MF_ORIGIN_STAGE : MF_ORIGIN_COMMAND_LINE, "x.yaml", &layers[count],
                              NULL, NULL) != MF_OK) {
            break;
        }
        count++;
    }
    check(manifest, NULL, 0);
    if (count > 0) {
        check(manifest, (const mf_overrides *const *)layers, count);
    }
    mf_overrides_unref(layers[0]);
    mf_overrides_unref(layers[1]);
    mf_manifest_unref(manifest);
    return 0;
}
