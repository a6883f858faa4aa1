/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a rules file, as overrides, as a configuration, and, line by line, as texts of a command line: they are judged; a
 * rules file that is good judges a manifest; overrides that are good are resolved against one, and what comes of that reads back
 * as the same, and reaches a shell as the values that it says.
 */
#include "fuzz.h"

#include "base/buffer.h"

#include <libmanifest/libmanifest.h>

static const char manifest_text[] =
    "schema: manifest/v1\n"
    "release: {id: demo-1.0.0, labels: [{name: team, value: red}]}\n"
    "environment: {image: {repository: registry.example.com/a/b}, resources: {memory: {request: 2Gi, limit: 1Gi}}}\n"
    "dependencies: {sources: [{name: p, uri: 'https://pypi.example.com/simple/'}]}\n"
    "configuration:\n"
    "  parameters:\n"
    "  - {name: a, type: int, value: 8, minimum: 1, maximum: 64, change: live, argument: --a, variable: A}\n"
    "  - {name: b, type: string, value: x, variable: B, argument: --b}\n"
    "  - {name: c, type: bool, value: true, argument: --c}\n"
    "  - {name: d, type: duration, value: 1s, variable: D}\n"
    "  - {name: e, type: enum, choices: [x, z], value: x, change: never}\n"
    "  - {name: f, type: number, value: 0.5, variable: F}\n"
    "  - {name: g, type: quantity, value: 1Gi, variable: G}\n"
    "  rules: [{name: r, expression: a < 60 || !c}]\n";

static mf_manifest *manifest;

static mf_read_options options_for(mf_format format)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    /* Small, so that both sides of each limit are seen. */
    options.maximum_input = 64 * 1024;
    options.maximum_memory = 4 * 1024 * 1024;
    options.maximum_depth = 20;
    options.maximum_entries = 50;
    options.maximum_string = 300;
    options.maximum_findings = 20;
    return options;
}

static void check_report(const mf_report *report, mf_status status)
{
    require((mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0) == (status == MF_ERROR_INVALID),
            "report and status disagree");
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);
        const char *path = mf_finding_path(finding);

        require(*path == '\0' || *path == '/', "a path that is none");
        require(*mf_finding_message(finding) != '\0', "a finding without message");
    }
}

/* What every reader must hold to. Returns whether the text was good. */
static bool check_outcome(mf_status status, const void *object, const mf_report *report, mf_error *error)
{
    require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT ||
                status == MF_ERROR_SYNTAX,
            "a status that should not be");
    require((error == NULL) == (status == MF_OK), "error and status disagree");
    require((object != NULL) == (status == MF_OK), "object and status disagree");
    require((report != NULL) == (status == MF_OK || status == MF_ERROR_INVALID),
            "report and status disagree");
    if (report != NULL) {
        check_report(report, status);
    }
    mf_error_unref(error);
    return status == MF_OK;
}

static void try_rules(const uint8_t *data, size_t size, const mf_read_options *options)
{
    mf_rules *rules = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_rules_read(data, size, options, &rules, &report, &error);

    if (check_outcome(status, rules, report, error)) {
        mf_validate_options validate;
        mf_report *judged = NULL;

        mf_validate_options_init(&validate, sizeof validate);
        validate.rules = rules;
        status = mf_manifest_validate(manifest, &validate, &judged, NULL);
        require(status == MF_OK || status == MF_ERROR_INVALID, "a manifest that cannot be judged");
        check_report(judged, status);
        mf_report_unref(judged);
    }
    mf_report_unref(report);
    mf_rules_unref(rules);
}

/* --- configurations ---------------------------------------------------------------------------------------------------- */

static mf_bytes *canonical_of(const mf_configuration *configuration)
{
    mf_bytes *bytes = NULL;

    require(mf_configuration_canonical(configuration, &bytes, NULL) == MF_OK, "no canonical form");
    return bytes;
}

static void check_written(const mf_configuration *configuration, mf_configuration_form form)
{
    mf_bytes *text = NULL;
    mf_bytes *left = canonical_of(configuration);
    mf_bytes *right;
    mf_configuration *again = NULL;

    require(mf_configuration_write(configuration, form, &text, NULL) == MF_OK, "it cannot be written");
    require(mf_configuration_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &again, NULL, NULL) ==
                MF_OK,
            "what was written cannot be read");
    right = canonical_of(again);
    require(mf_bytes_size(left) == mf_bytes_size(right) &&
                memcmp(mf_bytes_data(left), mf_bytes_data(right), mf_bytes_size(left)) == 0,
            "what was written reads as something else");
    mf_configuration_unref(again);
    mf_bytes_unref(left);
    mf_bytes_unref(right);
    mf_bytes_unref(text);
}

/* Takes a word apart as a shell does, up to the end of the line. Returns what follows the line. */
static const char *unquote(const char *at, struct mf_buffer *word)
{
    word->size = 0;
    while (*at != '\n') {
        require(*at != '\0', "a line without end");
        if (*at == '\'') {
            for (at++; *at != '\''; at++) {
                require(*at != '\0', "a quotation without end");
                mf_buffer_append_byte(word, *at);
            }
            at++;
        } else if (*at == '\\') {
            require(at[1] == '\'', "a backslash before something else");
            mf_buffer_append_byte(word, '\'');
            at += 2;
        } else {
            require(strchr(" \t$`\"&|;<>()*?[#~!{}^", *at) == NULL, "a byte that a shell takes for its own");
            mf_buffer_append_byte(word, *at++);
        }
    }
    mf_buffer_append_byte(word, '\0');
    return at + 1;
}

static const char *setting_of(const mf_configuration *configuration, char variable)
{
    char name[2] = { (char)(variable - 'A' + 'a'), '\0' };

    return mf_setting_value(mf_configuration_find(configuration, name));
}

static void check_variables(const mf_configuration *configuration)
{
    mf_bytes *text = NULL;
    struct mf_buffer word = MF_BUFFER_EMPTY;
    const char *at;

    require(mf_configuration_write(configuration, MF_CONFIGURATION_ENV, &text, NULL) == MF_OK,
            "no variables");
    for (at = mf_bytes_data(text); *at != '\0';) {
        char variable = *at;

        require(variable >= 'A' && variable <= 'G' && at[1] == '=', "a line that sets nothing");
        at = unquote(at + 2, &word);
        require(strcmp(word.data, setting_of(configuration, variable)) == 0, "a shell gets another value");
    }
    mf_buffer_release(&word);
    mf_bytes_unref(text);
}

static void check_arguments(const mf_configuration *configuration)
{
    mf_bytes *text = NULL;
    size_t lines = 0;

    require(mf_configuration_write(configuration, MF_CONFIGURATION_ARGS, &text, NULL) == MF_OK,
            "no arguments");
    for (const char *at = mf_bytes_data(text); *at != '\0'; at = strchr(at, '\n') + 1) {
        require(at[0] == '-' && at[1] == '-', "an argument that is none of the manifest");
        lines++;
    }
    require(lines == 3 || (lines == 2 && strcmp(setting_of(configuration, 'C'), "false") == 0),
            "an argument too many or too few");
    mf_bytes_unref(text);
}

static void resolve(const mf_overrides *overrides)
{
    mf_configuration *configuration = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_configuration_resolve(manifest, &overrides, 1, NULL, &configuration, &report, &error);

    if (check_outcome(status, configuration, report, error)) {
        require(mf_configuration_count(configuration) == 7, "a parameter too many or too few");
        require(strcmp(setting_of(configuration, 'E'), "x") == 0,
                "a parameter that never changes has changed");
        check_written(configuration, MF_CONFIGURATION_YAML);
        check_written(configuration, MF_CONFIGURATION_JSON);
        check_variables(configuration);
        check_arguments(configuration);
    }
    mf_report_unref(report);
    mf_configuration_unref(configuration);
}

static void try_overrides(const uint8_t *data, size_t size, const mf_read_options *options)
{
    mf_overrides *overrides = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_overrides_read(data, size, options, MF_ORIGIN_STAGE, "x.yaml", &overrides, &report, &error);

    if (check_outcome(status, overrides, report, error)) {
        resolve(overrides);
    }
    mf_report_unref(report);
    mf_overrides_unref(overrides);
}

static void try_configuration(const uint8_t *data, size_t size, const mf_read_options *options)
{
    mf_configuration *configuration = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_configuration_read(data, size, options, &configuration, &report, &error);

    if (check_outcome(status, configuration, report, error)) {
        check_written(configuration, MF_CONFIGURATION_YAML);
        check_written(configuration, MF_CONFIGURATION_JSON);
    }
    mf_report_unref(report);
    mf_configuration_unref(configuration);
}

enum { MOST_LINES = 8 };

/* Lines as texts of a command line. */
static void try_lines(const uint8_t *data, size_t size)
{
    char *copy = calloc(size + 1, 1);
    const char *lines[MOST_LINES];
    size_t count = 0;
    mf_overrides *overrides = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    require(copy != NULL, "out of memory");
    if (size > 0) {
        memcpy(copy, data, size);
    }
    for (char *at = copy; count < MOST_LINES && at != NULL && *at != '\0';) {
        char *end = strchr(at, '\n');

        lines[count++] = at;
        if (end != NULL) {
            *end++ = '\0';
        }
        at = end;
    }
    status = mf_overrides_from_text(lines, count, MF_ORIGIN_COMMAND_LINE, "--override", &overrides, &report,
                                    &error);
    if (check_outcome(status, overrides, report, error)) {
        resolve(overrides);
    }
    mf_report_unref(report);
    mf_overrides_unref(overrides);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (manifest == NULL) {
        require(mf_manifest_read(manifest_text, MF_ZERO_TERMINATED, NULL, &manifest, NULL, NULL) == MF_OK,
                "the manifest is not good");
    }
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_read_options options = options_for(format);

        try_rules(data, size, &options);
        try_overrides(data, size, &options);
        try_configuration(data, size, &options);
    }
    try_lines(data, size);
    return 0;
}
