/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions where they stand in a manifest: which variables they see, what the configuration's are worth, where findings point. */
#include "documents.h"

#include "expression/program.h"
#include "rules/expressions.h"

#include <stdio.h>

static const char text[] = "schema: manifest/v1\n"
                           "environment:\n"
                           "  platform: {os: linux, architecture: arm64}\n"
                           "  resources:\n"
                           "    cpu: {request: 500m, limit: 1500m}\n"
                           "    memory: {request: 1Gi, limit: 2Gi}\n"
                           "    gpus: {count: 2, memory: 40Gi}\n"
                           "configuration:\n"
                           "  parameters:\n"
                           "  - {name: batch, type: int, value: 32}\n"
                           "  - {name: ratio, type: number, value: 0.5}\n"
                           "  - {name: eager, type: bool, value: true}\n"
                           "  - {name: mode, type: string, value: fast}\n"
                           "  - {name: level, type: enum, value: info, choices: [info, debug]}\n"
                           "  - {name: timeout, type: duration, value: 1m30s}\n"
                           "  - {name: cache, type: quantity, value: 1.5Ki}\n"
                           "  - {name: environment, type: int, value: 1}\n"
                           "  - {name: environments, type: int}\n"
                           "  rules:\n"
                           "  - {name: a, expression: batch > 16 && environment.gpu_count == 2, message: x}\n"
                           "  - {name: b, expression: \"'a' == 1\", message: x}\n"
                           "rollout:\n"
                           "  gates:\n"
                           "  - {name: g, expression: p99 < 2.0}\n"
                           "  - {name: unknown, expression: p98 < 2.0}\n"
                           "  failures:\n"
                           "  - {name: f, expression: error_ratio > 0.5, missing: ignore}\n"
                           "observability:\n"
                           "  signals:\n"
                           "  - {name: p99, window: 5m}\n"
                           "  - {name: error_ratio, window: 5m}\n"
                           "  alerts:\n"
                           "  - {name: a, expression: p99 > 1.0 || error_ratio > 0.1}\n"
                           "governance:\n"
                           "  approvals:\n"
                           "  - {name: p, action: deploy, expression: stage == 'production' && !emergency}\n"
                           "  - {name: none, action: deploy}\n";

static mf_manifest *manifest;

static void set_up(void)
{
    manifest = must_read(text);
}

static void tear_down(void)
{
    manifest = mf_manifest_unref(manifest);
}

START_TEST(an_expression_sees_the_variables_of_its_place)
{
    static const struct {
        const char *path;
        const char *variables;
    } cases[] = {
        { "/configuration/rules/a/expression", "batch int environment.gpu_count int" },
        { "/rollout/gates/g/expression", "p99 double" },
        { "/rollout/failures/f/expression", "error_ratio double" },
        { "/observability/alerts/a/expression", "error_ratio double p99 double" },
        { "/governance/approvals/p/expression", "emergency bool stage string" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_buffer variables = MF_BUFFER_EMPTY;
        mf_expression *expression = NULL;
        mf_error *error = NULL;

        assert_ok(mf_expression_compile_at(manifest, cases[i].path, &expression, &error), error);
        ck_assert_int_eq(mf_expression_result_type(expression), MF_EXPRESSION_BOOL);
        for (size_t j = 0; j < mf_expression_variable_count(expression); j++) {
            mf_buffer_format(&variables, "%s%s %s", j == 0 ? "" : " ",
                             mf_expression_variable_name(expression, j),
                             mf_expression_type_name(mf_expression_variable_type(expression, j)));
        }
        assert_view_is(mf_buffer_view(&variables), cases[i].variables);
        mf_buffer_release(&variables);
        mf_expression_unref(expression);
    }
}
END_TEST

START_TEST(paths_without_a_good_expression_are_told_apart)
{
    static const struct {
        const char *path;
        mf_status status;
        uint32_t column;
    } cases[] = {
        { "/configuration/rules/b/expression", MF_ERROR_EXPRESSION, 5 },
        { "/rollout/gates/unknown/expression", MF_ERROR_EXPRESSION, 1 },
        { "/governance/approvals/none/expression", MF_ABSENT, 0 },
        { "/rollout/gates/g/name", MF_ERROR_TYPE, 0 },
        { "/rollout/gates/g", MF_ERROR_TYPE, 0 },
        { "/rollout/gates", MF_ERROR_TYPE, 0 },
        { "", MF_ERROR_TYPE, 0 },
        { "/rollout/gates/other/expression", MF_ABSENT, 0 },
        { "/rollout/gates/g/expresion", MF_ERROR_PATH, 0 },
    };
    mf_expression *expression = NULL;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_error *error = NULL;
        mf_status status = mf_expression_compile_at(manifest, cases[i].path, &expression, &error);

        ck_assert_msg(status == cases[i].status, "%s: %s", cases[i].path, mf_status_name(status));
        ck_assert_ptr_null(expression);
        ck_assert_uint_eq(mf_error_column(error), cases[i].column);
        if (status == MF_ERROR_EXPRESSION) {
            ck_assert_str_eq(mf_error_path(error), cases[i].path);
        }
        mf_error_unref(error);
    }
    ck_assert_int_eq(mf_expression_compile_at(NULL, "", &expression, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_compile_at(manifest, NULL, &expression, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_compile_at(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

/* A rule of the configuration, evaluated with the values of the manifest. */
static mf_status hold(struct mf_settings *settings, const char *rule, bool *ret_holds)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status;

    assert_ok(mf_expression_make(mf_view_of(rule), &settings->declarations, MF_EXPRESSION_BOOL, &expression,
                                 &error),
              error);
    status = mf_settings_hold(settings, expression, ret_holds, NULL);
    mf_expression_unref(expression);
    return status;
}

static const struct {
    const char *rule;
    mf_status status;
    bool holds;
} rules[] = {
    { "batch == 32", MF_OK, true },
    { "ratio == 0.5 && eager && mode == 'fast' && level == \"info\"", MF_OK, true },
    { "timeout == 90.0", MF_OK, true },
    { "cache == 1536.0", MF_OK, true },
    { "environment == 1", MF_OK, true },
    { "environment.gpu_count * 2 == 4", MF_OK, true },
    { "environment.gpu_memory == 42949672960.0 && environment.memory_limit == 2147483648.0", MF_OK, true },
    { "environment.cpu_limit == 1.5 && environment.architecture == 'arm64'", MF_OK, true },
    { "batch < 32", MF_OK, false },
    { "environments == 1", MF_ERROR_EVALUATION, false },
    { "environments == 1 || true", MF_OK, true },
    { "1 / (batch - 32) == 1", MF_ERROR_EVALUATION, false },
};

START_TEST(rules_see_the_values_of_the_configuration)
{
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_settings settings;
    mf_error *error = NULL;

    assert_ok(mf_settings_init(&settings, manifest->root, arena, &error), error);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        bool holds = false;
        mf_status status = hold(&settings, rules[i].rule, &holds);

        ck_assert_msg(status == rules[i].status && holds == rules[i].holds, "%s: %s, %d", rules[i].rule,
                      mf_status_name(status), holds);
    }
    mf_settings_release(&settings);
    mf_arena_free(arena);
}
END_TEST

START_TEST(settings_can_be_changed)
{
    const struct model_configuration_parameters *parameters = manifest->root->configuration->parameters.items;
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_settings settings;
    bool holds = false;

    ck_assert_int_eq(mf_settings_init(&settings, manifest->root, arena, NULL), MF_OK);
    ck_assert_str_eq(parameters[0].name.text, "batch");
    mf_settings_set(&settings, &parameters[0], mf_view_of("64"));
    ck_assert_int_eq(hold(&settings, "batch == 64", &holds), MF_OK);
    ck_assert(holds);
    mf_settings_set(&settings, &parameters[0], mf_view_make(NULL, 0));
    ck_assert_int_eq(hold(&settings, "batch == 64", &holds), MF_ERROR_EVALUATION);
    mf_settings_release(&settings);
    mf_arena_free(arena);
}
END_TEST

/* What the environment does not say has no data, but no GPUs asked for are none. */
START_TEST(facts_may_be_missing)
{
    static const struct {
        const char *environment;
        const char *rule;
        mf_status status;
    } cases[] = {
        { "", "environment.gpu_count == 0", MF_ERROR_EVALUATION },
        { "environment: {platform: {os: linux}}\n", "environment.gpu_count == 0", MF_ERROR_EVALUATION },
        { "environment: {resources: {storage: 1Gi}}\n", "environment.gpu_count == 0", MF_OK },
        { "environment: {resources: {storage: 1Gi}}\n", "environment.gpu_memory > 0.0", MF_ERROR_EVALUATION },
        { "environment: {resources: {gpus: {count: 0}}}\n", "environment.gpu_count == 0", MF_OK },
        { "environment: {resources: {gpus: {memory: 1Gi}}}\n", "environment.gpu_count == 0",
          MF_ERROR_EVALUATION },
        { "environment: {resources: {cpu: {request: 1}}}\n", "environment.cpu_limit > 0.0",
          MF_ERROR_EVALUATION },
        { "", "environment.architecture == ''", MF_ERROR_EVALUATION },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_arena *arena = mf_arena_new(0);
        struct mf_settings settings;
        mf_manifest *small;
        char document[200];
        bool holds = false;

        (void)snprintf(document, sizeof document, "schema: manifest/v1\n%s", cases[i].environment);
        small = must_read(document);
        ck_assert_int_eq(mf_settings_init(&settings, small->root, arena, NULL), MF_OK);
        ck_assert_msg(hold(&settings, cases[i].rule, &holds) == cases[i].status, "%s%s", document,
                      cases[i].rule);
        ck_assert(holds == (cases[i].status == MF_OK));
        mf_settings_release(&settings);
        mf_manifest_unref(small);
        mf_arena_free(arena);
    }
}
END_TEST

/* However many rules there are, together they cost no more than this. */
START_TEST(all_rules_together_are_bounded)
{
    static const char rule[] = "mode.contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')";
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_settings settings;
    static char mode[20001];
    unsigned count = 0;
    bool holds = false;

    memset(mode, 'a', sizeof mode - 1);
    ck_assert_int_eq(mf_settings_init(&settings, manifest->root, arena, NULL), MF_OK);
    mf_settings_set(
        &settings,
        &((const struct model_configuration_parameters *)manifest->root->configuration->parameters.items)[6],
        mf_view_make(mode, sizeof mode - 1));
    ck_assert_int_eq(hold(&settings, "size(mode) == 20000", &holds), MF_OK);
    ck_assert(holds);
    while (count < 100000 && hold(&settings, rule, &holds) == MF_OK) {
        count++;
    }
    ck_assert_uint_gt(count, 100);
    ck_assert_uint_lt(count, 1000);
    ck_assert_int_eq(hold(&settings, "batch == 32", &holds), MF_ERROR_LIMIT);
    mf_settings_release(&settings);
    mf_arena_free(arena);
}
END_TEST

/* Compiles the gate of a document; returns the report, with whatever was found. */
static mf_report *compile_gate(const mf_manifest *from)
{
    static uint8_t severities[MF_RULE_COUNT];
    struct mf_rules_run run = { .root = from->root, .places = &from->places };
    const struct model_rollout_gates *gate = from->root->rollout->gates.items;
    struct mf_declarations declarations = { NULL, 0 };
    mf_report *report = mf_report_new(10, 100000);

    memset(severities, MF_SEVERITY_ERROR, sizeof severities);
    run.report = report;
    mf_report_set_severities(report, severities);
    ck_assert_ptr_null(
        mf_rules_compile(&run, MF_FINDING_REQUEST_ABOVE_LIMIT, &declarations, &gate->expression));
    mf_report_set_severities(report, NULL);
    ck_assert_int_eq(mf_report_status(report), MF_OK);
    return report;
}

START_TEST(findings_point_into_the_text_where_they_can)
{
    static const struct {
        const char *gate;
        uint32_t line;
        uint32_t column;
        const char *message;
    } cases[] = {
        { "  - {name: g, expression: 1.0 < 2}", 4, 33, "write 2.0" },
        { "  - {name: g, expression: \"1.0 < 2\"}", 4, 34, "write 2.0" },
        { "  - {name: g, expression: '1.0 < 2'}", 4, 34, "write 2.0" },
        { "  - name: g\n    expression: size('\xc3\xa9') == 1 || 1.0 < 2", 5, 41, "write 2.0" },
        { "  - name: g\n    expression: \"'\xc3\xa9' == '' || 1.0 < 2\"", 5, 37, "write 2.0" },
        /* Escapes and folded lines: the beginning of the expression, and a number. */
        { "  - {name: g, expression: '''a'' < 2'}", 4, 27,
          "both must be of one type (at byte 5 of the text)" },
        { "  - {name: g, expression: \"1.0\\u0020< 2\"}", 4, 27, ": write 2.0 (at byte 7 of the text)" },
        { "  - name: g\n    expression: 1.0\n      < 2", 5, 17, ": write 2.0 (at byte 7 of the text)" },
        { "  - name: g\n    expression: >-\n      1.0 < 2", 5, 17, ": write 2.0 (at byte 7 of the text)" },
        { "  - {name: g, expression: 'x''y'}", 4, 27, "there is no variable 'x'" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char document[200];
        mf_manifest *small;
        mf_report *report;
        const mf_finding *finding;

        (void)snprintf(document, sizeof document, "schema: manifest/v1\nrollout:\n  gates:\n%s\n",
                       cases[i].gate);
        small = must_read(document);
        report = compile_gate(small);
        finding = mf_report_finding(report, 0);
        ck_assert_ptr_nonnull(finding);
        ck_assert_msg(mf_finding_line(finding) == cases[i].line &&
                          mf_finding_column(finding) == cases[i].column &&
                          strstr(mf_finding_message(finding), cases[i].message) != NULL,
                      "%s: %u:%u: %s", cases[i].gate, (unsigned)mf_finding_line(finding),
                      (unsigned)mf_finding_column(finding), mf_finding_message(finding));
        ck_assert_str_eq(mf_finding_path(finding), "/rollout/gates/g/expression");
        mf_report_unref(report);
        mf_manifest_unref(small);
    }
}
END_TEST

/* A manifest that was made by code has no text. */
START_TEST(findings_need_no_text)
{
    mf_builder *builder = NULL;
    mf_manifest *made = NULL;
    mf_report *report;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(
        mf_builder_set_text(builder, "/rollout/gates/g/expression", "1.0 < 2", MF_ZERO_TERMINATED, NULL),
        MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &made, NULL, NULL), MF_OK);
    report = compile_gate(made);
    ck_assert_uint_eq(mf_finding_line(mf_report_finding(report, 0)), 0);
    ck_assert_ptr_nonnull(
        strstr(mf_finding_message(mf_report_finding(report, 0)), "(at byte 7 of the text)"));
    mf_report_unref(report);
    mf_manifest_unref(made);
    mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression_context");
    TCase *tcase = tcase_create("expression_context");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_expression_sees_the_variables_of_its_place);
    tcase_add_test(tcase, paths_without_a_good_expression_are_told_apart);
    tcase_add_test(tcase, rules_see_the_values_of_the_configuration);
    tcase_add_test(tcase, settings_can_be_changed);
    tcase_add_test(tcase, facts_may_be_missing);
    tcase_add_test(tcase, all_rules_together_are_bounded);
    tcase_add_test(tcase, findings_point_into_the_text_where_they_can);
    tcase_add_test(tcase, findings_need_no_text);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
