/* SPDX-License-Identifier: Apache-2.0 */
/* Settings on their way to the process, settings that change while it runs, and the rules that they must meet. */
#include "resolving.h"

static void assert_written(const char *source, const char *text, mf_configuration_form form,
                           const char *expected)
{
    struct resolution outcome = resolve_as(source, NULL, text, NULL);
    mf_bytes *written = NULL;

    assert_ok(outcome.status, outcome.error);
    ck_assert_int_eq(mf_configuration_write(outcome.configuration, form, &written, NULL), MF_OK);
    assert_bytes_are(written, expected);
    mf_bytes_unref(written);
    end_resolution(&outcome);
}

START_TEST(variables_are_written_for_a_shell)
{
    assert_written(resolved_manifest, NULL, MF_CONFIGURATION_ENV,
                   "EMPTY=\nGREETING='it'\\''s'\nHOME=/srv\nLOG_LEVEL=info\nMEMORY=1Gi\nWAIT=90s\n");
    assert_written(
        resolved_manifest, "greeting=$(id) `id` \"x\" \\ * ~ # ; & |", MF_CONFIGURATION_ENV,
        "EMPTY=\nGREETING='$(id) `id` \"x\" \\ * ~ # ; & |'\nHOME=/srv\nLOG_LEVEL=info\nMEMORY=1Gi\nWAIT=90s\n");
    assert_written(resolved_manifest, "greeting=", MF_CONFIGURATION_ENV,
                   "EMPTY=\nGREETING=\nHOME=/srv\nLOG_LEVEL=info\nMEMORY=1Gi\nWAIT=90s\n");
    assert_written(resolved_manifest, "greeting=~", MF_CONFIGURATION_ENV,
                   "EMPTY=\nGREETING='~'\nHOME=/srv\nLOG_LEVEL=info\nMEMORY=1Gi\nWAIT=90s\n");
    assert_written("schema: manifest/v1\n", NULL, MF_CONFIGURATION_ENV, "");
}
END_TEST

START_TEST(arguments_are_written_a_line_each)
{
    assert_written(resolved_manifest, NULL, MF_CONFIGURATION_ARGS,
                   "serve\n--quiet\n--cache\n--greet=it's\n-r\n0.5\n--rows=8\n--shards=2\n--wait=90s\n");
    assert_written(resolved_manifest, "cache=false", MF_CONFIGURATION_ARGS,
                   "serve\n--quiet\n--greet=it's\n-r\n0.5\n--rows=8\n--shards=2\n--wait=90s\n");
    assert_written(resolved_manifest, "greeting=--rows=1", MF_CONFIGURATION_ARGS,
                   "serve\n--quiet\n--cache\n--greet=--rows=1\n-r\n0.5\n--rows=8\n--shards=2\n--wait=90s\n");
    assert_written(
        "schema: manifest/v1\n"
        "configuration: {parameters: [{name: a, type: bool, value: false, argument: --a=}, "
        "{name: b, type: bool, value: true, argument: -b}, {name: c, type: int, value: -1, argument: -c}, "
        "{name: d, type: string, value: '', argument: --d}, {name: e, type: int, value: 3}]}\n",
        NULL, MF_CONFIGURATION_ARGS, "--a=false\n-b\n-c\n-1\n--d=\n");
    assert_written("schema: manifest/v1\n", NULL, MF_CONFIGURATION_ARGS, "");
}
END_TEST

START_TEST(what_cannot_reach_the_process_is_refused)
{
#define PARAMETERS "schema: manifest/v1\nconfiguration: {parameters: ["
    static const struct {
        const char *text;
        const char *code;
        const char *path;
        const char *related;
    } cases[] = {
        { PARAMETERS "{name: a, type: int}]}\n", "MF1505", "/configuration/parameters/a/value", "" },
        { PARAMETERS "{name: a, type: bool, value: false, default: true, argument: --a}]}\n", "MF1509",
          "/configuration/parameters/a/argument", "/configuration/parameters/a/default" },
        { PARAMETERS
          "{name: a, type: int, value: 1, variable: X}, {name: b, type: int, value: 1, variable: X}]}\n",
          "MF1510", "/configuration/parameters/b/variable", "/configuration/parameters/a/variable" },
        { PARAMETERS "{name: a, type: int, value: 1, argument: --x}, "
                     "{name: b, type: int, value: 1, argument: --x=}]}\n",
          "MF1510", "/configuration/parameters/b/argument", "/configuration/parameters/a/argument" },
        { PARAMETERS "{name: a, type: int, value: 1, variable: X}]}\n"
                     "environment: {variables: [{name: X, value: '2'}]}\n",
          "MF1510", "/configuration/parameters/a/variable", "/environment/variables/X/name" },
        { PARAMETERS "{name: a, type: int, value: 1, variable: X}]}\n"
                     "environment: {variables: [{name: X, secret: s}]}\n",
          "MF1510", "/configuration/parameters/a/variable", "/environment/variables/X/name" },
        { PARAMETERS "{name: a, type: int, value: 1, argument: --x}]}\n"
                     "environment: {process: {arguments: [a, --x=3]}}\n",
          "MF1510", "/configuration/parameters/a/argument", "/environment/process/arguments/1" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution outcome = resolve_as(cases[i].text, NULL, NULL, NULL);
        struct expected_finding expected = { cases[i].code, cases[i].path, 0, 0, NULL, NULL, NULL };

        ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s", cases[i].text);
        expected.line = mf_finding_line(mf_report_finding(outcome.report, 0));
        expected.column = mf_finding_column(mf_report_finding(outcome.report, 0));
        ck_assert_uint_ge(expected.line, 2);
        assert_findings(outcome.report, &expected, 1, cases[i].text);
        ck_assert_str_eq(mf_finding_related_path(mf_report_finding(outcome.report, 0), 0), cases[i].related);
        end_resolution(&outcome);
    }
}
END_TEST

START_TEST(what_reaches_the_process_is_not)
{
    static const char *const texts[] = {
        PARAMETERS "{name: a, type: bool, value: false, argument: --a}]}\n",
        PARAMETERS "{name: a, type: bool, value: false, default: false, argument: --a}]}\n",
        PARAMETERS "{name: a, type: bool, value: false, default: true, argument: --a=}]}\n",
        PARAMETERS "{name: a, type: bool, value: true, default: true, argument: --a}]}\n",
        PARAMETERS "{name: a, type: bool, value: false, default: true, variable: A}]}\n",
        PARAMETERS
        "{name: a, type: int, value: 1, variable: X}, {name: b, type: int, value: 1, argument: X}]}\n",
        PARAMETERS
        "{name: a, type: int, value: 1, argument: --x}, {name: b, type: int, value: 1, argument: --xy}]}\n",
        "schema: manifest/v1\nenvironment: {process: {arguments: [-v, -v, --x=1, --x=2]}}\n",
    };
    struct resolution outcome;

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        outcome = resolve_as(texts[i], NULL, NULL, NULL);
        assert_ok(outcome.status, outcome.error);
        end_resolution(&outcome);
    }
    outcome = resolve_as(PARAMETERS "{name: a, type: int}]}\n", NULL, "a=3", NULL);
    assert_ok(outcome.status, outcome.error);
    assert_setting(outcome.configuration, "a", "3", MF_ORIGIN_COMMAND_LINE, "--override");
    ck_assert_uint_eq(mf_setting_superseded_count(mf_configuration_setting(outcome.configuration, 0)), 0);
    end_resolution(&outcome);
}
END_TEST

/* --- a change while the release runs ----------------------------------------------------------------------------------- */

START_TEST(only_live_parameters_change_while_the_release_runs)
{
    static const char stage[] =
        OVERRIDES "parameters: [{name: ratio, value: 0.25}, {name: wait, value: 60s}]\n";
    static const struct {
        const char *file;
        const char *text;
        const char *code; /* NULL: good */
        const char *path;
        const char *source;
    } cases[] = {
        { stage, NULL, NULL, NULL, NULL },
        { stage, "rows=16", NULL, NULL, NULL },
        { stage, "log=debug", NULL, NULL, NULL },
        { stage, "wait=1m", NULL, NULL, NULL },
        { stage, "ratio=2.5e-1", NULL, NULL, NULL },
        { stage, "memory=1024Mi", NULL, NULL, NULL },
        { stage, "ratio=0.75", "MF1503", "/parameters/ratio/value", "--override" },
        { stage, "memory=2Gi", "MF1503", "/parameters/memory/value", "--override" },
        { stage, "draft=2", "MF1503", "/parameters/draft/value", "--override" },
        { NULL, NULL, "MF1503", "/configuration/parameters/ratio/value", "" },
        { OVERRIDES "parameters: [{name: ratio, value: 1}]\n", NULL, "MF1503", "/parameters/ratio/value",
          "stage.yaml" },
    };
    mf_configuration *running = must_resolve(stage, NULL);
    mf_bytes *text = NULL;
    mf_configuration *read = NULL;

    ck_assert_int_eq(mf_configuration_write(running, MF_CONFIGURATION_YAML, &text, NULL), MF_OK);
    ck_assert_int_eq(mf_configuration_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &read, NULL, NULL),
                     MF_OK);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution outcome =
            resolve_as(resolved_manifest, cases[i].file, cases[i].text, i % 2 == 0 ? running : read);
        const mf_finding *finding = mf_report_finding(outcome.report, 0);

        ck_assert_msg(outcome.status == (cases[i].code == NULL ? MF_OK : MF_ERROR_INVALID), "%zu: %s", i,
                      mf_error_message(outcome.error));
        if (cases[i].code != NULL) {
            ck_assert_uint_eq(mf_report_total(outcome.report), 1);
            ck_assert_str_eq(mf_finding_code(finding), cases[i].code);
            ck_assert_str_eq(mf_finding_path(finding), cases[i].path);
            ck_assert_str_eq(mf_finding_source(finding), cases[i].source);
        }
        end_resolution(&outcome);
    }
    mf_configuration_unref(read);
    mf_bytes_unref(text);
    mf_configuration_unref(running);
}
END_TEST

START_TEST(another_release_is_a_deployment)
{
    mf_configuration *running = must_resolve(NULL, NULL);
    struct resolution outcome =
        resolve_as("schema: manifest/v1\nrelease: {id: other}\n", NULL, NULL, running);

    ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
    ck_assert_str_eq(mf_finding_code(mf_report_finding(outcome.report, 0)), "MF1508");
    end_resolution(&outcome);
    mf_configuration_unref(running);
}
END_TEST

/* --- the rules of the manifest ----------------------------------------------------------------------------------------- */

#define RULES                                                                                                \
    "schema: manifest/v1\n"                                                                                  \
    "environment: {platform: {architecture: amd64}, resources: {memory: {limit: 1Gi}, gpus: {count: 2}}}\n"  \
    "configuration:\n"                                                                                       \
    "  parameters:\n"                                                                                        \
    "  - {name: rows, type: int, value: 8}\n"                                                                \
    "  - {name: wait, type: duration, value: 90s}\n"                                                         \
    "  - {name: body, type: quantity, value: 1Mi}\n"                                                         \
    "  - {name: log, type: enum, choices: [info, debug], value: info}\n"                                     \
    "  - {name: cache, type: bool, value: true}\n"                                                           \
    "  rules:\n"

START_TEST(rules_are_asked_of_the_values_in_force)
{
    static const struct {
        const char *expression;
        const char *text;
        const char *code; /* NULL: it holds */
    } cases[] = {
        { "rows <= 16", NULL, NULL },
        { "rows <= 16", "rows=16", NULL },
        { "rows <= 16", "rows=17", "MF1506" },
        { "rows >= 16", NULL, "MF1506" },
        { "rows >= 16", "rows=16", NULL },
        { "wait <= 90.0", "wait=91s", "MF1506" },
        { "wait <= 90.0", "wait=1m30s", NULL },
        { "body * 1024.0 <= environment.memory_limit", NULL, NULL },
        { "body * 1024.0 <= environment.memory_limit", "body=2Mi", "MF1506" },
        { "rows % environment.gpu_count == 0", "rows=9", "MF1506" },
        { "environment.architecture == 'amd64'", NULL, NULL },
        { "environment.architecture == 'arm64'", NULL, "MF1506" },
        { "log == 'debug' || cache", "cache=false", "MF1506" },
        { "log == 'debug' || cache", NULL, NULL },
        { "16 / rows > 1", NULL, NULL },
        { "16 / rows > 1", "rows=0", "MF1507" },
        { "rows <= 16.0", NULL, "MF1507" },
        { "rowz <= 16", NULL, "MF1507" },
        { "rows", NULL, "MF1507" },
        { "rows <=", NULL, "MF1507" },
        { "environment.cpu_limit > 1.0", NULL, "MF1507" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct resolution resolution;
        const mf_finding *finding;

        mf_buffer_append_text(&text, RULES "  - {name: r, expression: \"");
        mf_buffer_append_text(&text, cases[i].expression);
        mf_buffer_append(&text, mf_view_make("\"}\n", 4));
        resolution = resolve_as(text.data, NULL, cases[i].text, NULL);
        finding = mf_report_finding(resolution.report, 0);
        ck_assert_msg(resolution.status == (cases[i].code == NULL ? MF_OK : MF_ERROR_INVALID), "%s: %s",
                      cases[i].expression, mf_error_message(resolution.error));
        if (cases[i].code != NULL) {
            ck_assert_uint_eq(mf_report_total(resolution.report), 1);
            ck_assert_msg(strcmp(mf_finding_code(finding), cases[i].code) == 0, "%s: %s", cases[i].expression,
                          mf_finding_message(finding));
            ck_assert_str_eq(mf_finding_path(finding), "/configuration/rules/r/expression");
            ck_assert_uint_eq(mf_finding_line(finding), 11);
            ck_assert_str_eq(mf_finding_source(finding), "");
        }
        end_resolution(&resolution);
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(a_broken_rule_names_the_values_it_looks_at)
{
    struct resolution resolution = resolve_as(
        RULES
        "  - {name: few, expression: 'rows <= 16 || !cache', message: no more than 16 rows are cached}\n",
        OVERRIDES "parameters: [{name: rows, value: 32}]\n", NULL, NULL);
    const mf_finding *finding = mf_report_finding(resolution.report, 0);

    ck_assert_str_eq(
        mf_finding_message(finding),
        "the rule 'few' does not hold: no more than 16 rows are cached (cache = true, rows = 32)");
    ck_assert_uint_eq(mf_finding_related_count(finding), 2);
    ck_assert_str_eq(mf_finding_related_source(finding, 0), "");
    ck_assert_str_eq(mf_finding_related_path(finding, 0), "/configuration/parameters/cache/value");
    ck_assert_uint_eq(mf_finding_related_line(finding, 0), 9);
    ck_assert_str_eq(mf_finding_related_source(finding, 1), "stage.yaml");
    ck_assert_str_eq(mf_finding_related_path(finding, 1), "/parameters/rows/value");
    ck_assert_uint_eq(mf_finding_related_line(finding, 1), 2);
    end_resolution(&resolution);
}
END_TEST

/* Rules see values that are good one by one, and only those. */
START_TEST(rules_come_last)
{
    struct resolution resolution =
        resolve_as(RULES "  - {name: r, expression: rows <= 16}\n", NULL, "rows=many", NULL);

    ck_assert_uint_eq(mf_report_total(resolution.report), 1);
    ck_assert_str_eq(mf_finding_code(mf_report_finding(resolution.report, 0)), "MF1203");
    end_resolution(&resolution);
}
END_TEST

START_TEST(the_example_release_resolves)
{
    mf_bytes *text = source_file("examples/iris-classifier/manifest.yaml");
    struct resolution resolution = resolve_as(mf_bytes_data(text), NULL, "batch_limit=512", NULL);

    assert_ok(resolution.status, resolution.error);
    end_resolution(&resolution);
    resolution = resolve_as(mf_bytes_data(text), NULL, "batch_limit=513", NULL);
    ck_assert_str_eq(mf_finding_path(mf_report_finding(resolution.report, 0)),
                     "/configuration/rules/body-has-room/expression");
    end_resolution(&resolution);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("settings");
    TCase *tcase = tcase_create("settings");

    tcase_add_test(tcase, variables_are_written_for_a_shell);
    tcase_add_test(tcase, arguments_are_written_a_line_each);
    tcase_add_test(tcase, what_cannot_reach_the_process_is_refused);
    tcase_add_test(tcase, what_reaches_the_process_is_not);
    tcase_add_test(tcase, only_live_parameters_change_while_the_release_runs);
    tcase_add_test(tcase, another_release_is_a_deployment);
    tcase_add_test(tcase, rules_are_asked_of_the_values_in_force);
    tcase_add_test(tcase, a_broken_rule_names_the_values_it_looks_at);
    tcase_add_test(tcase, rules_come_last);
    tcase_add_test(tcase, the_example_release_resolves);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
