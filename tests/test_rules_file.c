/* SPDX-License-Identifier: Apache-2.0 */
/* Rules files: what is refused in them, and what they change. */
#include "documents.h"

#define V1 "schema: rules/v1\n"

static const char over_limit[] = "schema: manifest/v1\n"
                                 "environment: {resources: {cpu: {limit: 500m, request: 1}}}\n";

/* What a rules file makes of a manifest; NULL: no rules file. */
static mf_report *judge(const char *file, const char *text, mf_profile profile, mf_status *ret_status)
{
    mf_rules *rules = file == NULL ? NULL : must_read_rules(file);
    mf_manifest *manifest = must_read(text);
    mf_validate_options options = validation_for(profile);
    mf_report *report = NULL;

    options.rules = rules;
    *ret_status = mf_manifest_validate(manifest, &options, &report, NULL);
    ck_assert_ptr_nonnull(report);
    mf_manifest_unref(manifest);
    mf_rules_unref(rules);
    return report;
}

/* Texts, and the one finding that each gives. */
static const struct {
    const char *text;
    struct expected_finding finding;
} bad_files[] = {
    { "", { "MF1010", "", 1, 1, NULL, NULL, NULL } },
    { "schema: rules/v2\n", { "MF1204", "/schema", 1, 9, "rules/v2", NULL, NULL } },
    { "schema: manifest/v1\n", { "MF1204", "/schema", 1, 9, "manifest/v1", NULL, NULL } },
    { "disable: [MF2401]\n", { "MF1302", "/schema", 1, 1, NULL, NULL, NULL } },
    { V1 "disabled: [MF2401]\n", { "MF1101", "/disabled", 2, 1, "disabled", NULL, "disable" } },
    { V1 "disable: MF2401\n", { "MF1103", "/disable", 2, 10, NULL, NULL, NULL } },
    { V1 "disable: [MF2401, MF2401]\n", { "MF1104", "/disable/#1", 2, 19, "MF2401", NULL, NULL } },
    { V1 "disable: [MF2402x]\n", { "MF1401", "/disable/MF2402x", 2, 11, "MF2402x", NULL, NULL } },
    { V1 "disable: [mf2401]\n", { "MF1401", "/disable/mf2401", 2, 11, "mf2401", NULL, NULL } },
    { V1 "disable: [MF24010]\n", { "MF1401", "/disable/MF24010", 2, 11, NULL, NULL, "MF2401" } },
    { V1 "disable: [MF+2401]\n", { "MF1401", "/disable/MF+2401", 2, 11, NULL, NULL, "MF2401" } },
    { V1 "disable: [MF-1]\n", { "MF1401", "/disable/MF-1", 2, 11, NULL, NULL, NULL } },
    { V1 "disable: [MF]\n", { "MF1401", "/disable/MF", 2, 11, NULL, NULL, NULL } },
    { V1 "disable: [MF4294969697]\n", { "MF1401", "/disable/MF4294969697", 2, 11, NULL, NULL, NULL } },
    { V1 "disable: [everything]\n", { "MF1401", "/disable/everything", 2, 11, NULL, NULL, NULL } },
    { V1 "disable: [MF1101]\n", { "MF1402", "/disable/MF1101", 2, 11, "MF1101", NULL, NULL } },
    { V1 "disable: [MF1301]\n", { "MF1402", "/disable/MF1301", 2, 11, "MF1301", NULL, NULL } },
    { V1 "severity: [{code: MF1301, severity: warning}]\n",
      { "MF1402", "/severity/MF1301/code", 2, 19, "MF1301", NULL, NULL } },
    { V1 "severity: [{code: MF1301, severity: error}]\n",
      { "MF1402", "/severity/MF1301/code", 2, 19, "MF1301", NULL, NULL } },
    { V1 "severity: [{code: MF2401}]\n", { "MF1302", "/severity/MF2401/severity", 2, 12, NULL, NULL, NULL } },
    { V1 "severity: [{severity: error}]\n", { "MF1302", "/severity/#0/code", 2, 12, NULL, NULL, NULL } },
    { V1 "severity: [{code: MF2401, severity: off}]\n",
      { "MF1204", "/severity/MF2401/severity", 2, 37, "off", NULL, NULL } },
    { V1 "severity: [{code: MF2401, severity: warnig}]\n",
      { "MF1204", "/severity/MF2401/severity", 2, 37, "warnig", NULL, "warning" } },
    { V1 "disable: [MF2401]\nseverity: [{code: MF2401, severity: note}]\n",
      { "MF1403", "/severity/MF2401/code", 3, 19, "MF2401", NULL, NULL } },
    { V1 "conventions: {release_ids: ['a[bc]']}\n",
      { "MF1404", "/conventions/release_ids/a[bc]", 2, 29, "a[bc]", NULL, NULL } },
    { V1 "conventions: {package_sources: ['***']}\n",
      { "MF1404", "/conventions/package_sources/***", 2, 33, "***", NULL, NULL } },
    { V1 "conventions: {parameter_names: ['a\\d']}\n",
      { "MF1404", "/conventions/parameter_names/a\\d", 2, 33, "a\\d", NULL, NULL } },
    { V1 "conventions: {image_repositories: ['{a,b}']}\n",
      { "MF1404", "/conventions/image_repositories/{a,b}", 2, 36, "{a,b}", NULL, NULL } },
    { V1 "conventions: {required_labels: [{name: a, value: '[x'}]}\n",
      { "MF1404", "/conventions/required_labels/a/value", 2, 50, "[x", NULL, NULL } },
    { V1 "conventions: {required_labels: [{name: a b}]}\n",
      { "MF1203", "/conventions/required_labels/a b/name", 2, 40, "a b", NULL, NULL } },
    { V1 "conventions: {release_ids: ['']}\n",
      { "MF1106", "/conventions/release_ids/#0", 2, 29, "", NULL, NULL } },
    { V1 "conventions: {release_id: ['a']}\n",
      { "MF1101", "/conventions/release_id", 2, 15, NULL, NULL, "release_ids" } },
    { V1 "disable: &a [MF2401]\n", { "MF1003", "/disable", 2, 10, NULL, NULL, NULL } },
    { "{\"schema\": \"rules/v1\", \"disable\": [2401]}",
      { "MF1201", "/disable/#0", 1, 36, "2401", NULL, NULL } },
    { "{\"schema\": \"rules/v1\", \"disable\": [\"MF2401\"]", { "MF1001", NULL, 1, 45, NULL, NULL, NULL } },
};

START_TEST(bad_files_are_refused)
{
    for (size_t i = 0; i < COUNT_OF(bad_files); i++) {
        mf_rules *rules = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;
        mf_status status =
            mf_rules_read(bad_files[i].text, MF_ZERO_TERMINATED, NULL, &rules, &report, &error);

        ck_assert_msg(status == MF_ERROR_INVALID, "%s: %s", bad_files[i].text, mf_status_name(status));
        ck_assert_ptr_null(rules);
        ck_assert_msg(mf_error_line(error) == bad_files[i].finding.line, "%s: %u: %s", bad_files[i].text,
                      mf_error_line(error), mf_error_message(error));
        assert_findings(report, &bad_files[i].finding, 1, bad_files[i].text);
        mf_error_unref(error);
        mf_report_unref(report);
    }
}
END_TEST

START_TEST(every_finding_about_rules_files_has_an_example)
{
    for (size_t i = 0; i < mf_rule_count(); i++) {
        bool found = strcmp(mf_rule_section(mf_rule_at(i)), "rules") != 0;

        for (size_t j = 0; j < COUNT_OF(bad_files) && !found; j++) {
            found = strcmp(bad_files[j].finding.code, mf_rule_code(mf_rule_at(i))) == 0;
        }
        ck_assert_msg(found, "no file here gives %s", mf_rule_code(mf_rule_at(i)));
    }
}
END_TEST

START_TEST(all_that_is_wrong_is_found_at_once)
{
    static const struct expected_finding expected[] = {
        { "MF1402", "/disable/MF1001", 2, 11, NULL, NULL, NULL },
        { "MF1401", "/disable/MF9999", 2, 19, NULL, NULL, NULL },
        { "MF1401", "/severity/MF9998/code", 4, 9, NULL, NULL, NULL },
        { "MF1404", "/conventions/release_ids/[", 7, 17, NULL, NULL, NULL },
    };
    mf_report *report = NULL;

    ck_assert_int_eq(mf_rules_read(V1
                                   "disable: [MF1001, MF9999]\nseverity:\n- code: MF9998\n  severity: error\n"
                                   "conventions:\n  release_ids: ['[']\n",
                                   MF_ZERO_TERMINATED, NULL, NULL, &report, NULL),
                     MF_ERROR_INVALID);
    assert_findings(report, expected, COUNT_OF(expected), "several mistakes");
    mf_report_unref(report);
}
END_TEST

START_TEST(rules_are_switched_off_and_given_severities)
{
    static const struct {
        const char *file;
        mf_status status;
        mf_severity severity; /* 0: no finding */
    } cases[] = {
        { NULL, MF_ERROR_INVALID, MF_SEVERITY_ERROR },
        { V1, MF_ERROR_INVALID, MF_SEVERITY_ERROR },
        { V1 "disable: []\nconventions: {}\n", MF_ERROR_INVALID, MF_SEVERITY_ERROR },
        { V1 "disable: [MF2401]\n", MF_OK, 0 },
        { "{\"schema\": \"rules/v1\", \"disable\": [\"MF2401\"]}", MF_OK, 0 },
        { V1 "severity: [{code: MF2401, severity: warning}]\n", MF_OK, MF_SEVERITY_WARNING },
        { V1 "severity: [{code: MF2401, severity: note}]\n", MF_OK, MF_SEVERITY_NOTE },
        { V1 "severity: [{code: MF2401, severity: error}]\n", MF_ERROR_INVALID, MF_SEVERITY_ERROR },
        { V1 "disable: [MF3101]\nseverity: [{code: MF2401, severity: note}]\n", MF_OK, MF_SEVERITY_NOTE },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_status status;
        mf_report *report = judge(cases[i].file, over_limit, MF_PROFILE_DRAFT, &status);

        ck_assert_msg(status == cases[i].status, "%s: %s", cases[i].file, mf_status_name(status));
        ck_assert_uint_eq(mf_report_total(report), cases[i].severity == 0 ? 0 : 1);
        ck_assert_int_eq(mf_finding_severity(mf_report_finding(report, 0)), cases[i].severity);
        mf_report_unref(report);
    }
}
END_TEST

/* A finding of the release profile stays one, whatever severity it gets. */
START_TEST(severities_do_not_widen_profiles)
{
    static const char file[] = V1 "severity: [{code: MF3105, severity: note}]\n"
                                  "conventions: {required_labels: [{name: team}]}\n";
    mf_status status;
    mf_report *report = judge(file, "schema: manifest/v1\n", MF_PROFILE_DRAFT, &status);

    ck_assert_uint_eq(mf_report_total(report), 0);
    mf_report_unref(report);
    report = judge(file, "schema: manifest/v1\n", MF_PROFILE_RELEASE, &status);
    ck_assert_uint_eq(mf_report_total(report) - mf_report_count_severity(report, MF_SEVERITY_WARNING), 1);
    mf_report_unref(report);
}
END_TEST

START_TEST(conventions_name_what_is_against_them)
{
    static const char file[] = V1
        "conventions:\n"
        "  release_ids: [risk-*, shared-*]\n"
        "  package_sources: ['https://*.example.com/**']\n"
        "  parameter_names: [serving_*]\n"
        "  image_repositories: ['registry.example.com/**']\n"
        "  required_labels: [{name: team}, {name: cost-centre, value: 'cc-?'}, {name: tier, value: '*'}]\n";
    static const char text[] =
        "schema: manifest/v1\n"
        "release:\n"
        "  id: frisk-1\n"
        "  labels: [{name: cost-centre, value: cc-12}, {name: tier, value: gold}]\n"
        "environment:\n"
        "  image: {repository: registry.example.com.evil.example/a, base: {repository: registry.example.com/b}}\n"
        "  sidecars: [{name: otel, repository: docker.io/otel/collector}]\n"
        "dependencies:\n"
        "  sources:\n"
        "  - {name: good, uri: 'https://pypi.example.com/simple/'}\n"
        "  - {name: bad, uri: 'https://evil.example/pypi.example.com/'}\n"
        "configuration:\n"
        "  parameters: [{name: serving_rows, type: int}, {name: threads, type: int}]\n";
    static const struct expected_finding expected[] = {
        { "MF3101", "/release/id", 3, 7, "frisk-1", NULL, NULL },
        { "MF3106", "/release/labels/cost-centre/value", 4, 39, "cc-12", NULL, NULL },
        { "MF3104", "/environment/image/repository", 6, 23, NULL, NULL, NULL },
        { "MF3104", "/environment/sidecars/otel/repository", 7, 39, NULL, NULL, NULL },
        { "MF3102", "/dependencies/sources/bad/uri", 11, 22, NULL, NULL, NULL },
        { "MF3103", "/configuration/parameters/threads/name", 13, 56, "threads", NULL, NULL },
    };
    mf_status status;
    mf_report *report = judge(file, text, MF_PROFILE_DRAFT, &status);

    assert_findings(report, expected, COUNT_OF(expected), "conventions");
    ck_assert_str_eq(
        mf_finding_message(mf_report_finding(report, 0)),
        "'frisk-1' is not named as the rules file says releases are: expected risk-* or shared-*");
    ck_assert_str_eq(mf_finding_message(mf_report_finding(report, 5)),
                     "'threads' is not named as the rules file says parameters are: expected serving_*");
    mf_report_unref(report);
    report = judge(file, "schema: manifest/v1\n", MF_PROFILE_DRAFT, &status);
    ck_assert_uint_eq(mf_report_total(report), 0);
    mf_report_unref(report);
}
END_TEST

START_TEST(few_of_many_globs_are_named)
{
    static const struct {
        const char *globs;
        const char *message;
    } cases[] = {
        { "a, b, c", "'x' is not named as the rules file says releases are: expected a, b or c" },
        { "a, b, c, d, e", "'x' is not named as the rules file says releases are: expected a, b, c, d or e" },
        { "a, b, c, d, e, f, g",
          "'x' is not named as the rules file says releases are: expected a, b, c, d, e or one of 2 others" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_buffer file = MF_BUFFER_EMPTY;
        mf_status status;
        mf_report *report;

        mf_buffer_format(&file, V1 "conventions: {release_ids: [%s]}\n", cases[i].globs);
        mf_buffer_append_byte(&file, '\0');
        report = judge(file.data, "schema: manifest/v1\nrelease: {id: x}\n", MF_PROFILE_DRAFT, &status);
        ck_assert_str_eq(mf_finding_message(mf_report_finding(report, 0)), cases[i].message);
        mf_report_unref(report);
        mf_buffer_release(&file);
    }
}
END_TEST

START_TEST(rules_outlive_their_text)
{
    char text[] = V1 "conventions: {release_ids: [risk-*]}\n";
    mf_rules *rules = must_read_rules(text);
    mf_manifest *manifest = must_read("schema: manifest/v1\nrelease: {id: other}\n");
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);
    mf_report *report = NULL;

    memset(text, 'x', sizeof text - 1);
    ck_assert_ptr_eq(mf_rules_ref(rules), rules);
    ck_assert_ptr_null(mf_rules_unref(rules));
    options.rules = rules;
    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
    ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)), "MF3101");
    mf_report_unref(report);
    mf_rules_unref(rules);
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(limits_hold)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.maximum_input = 10;
    ck_assert_int_eq(mf_rules_read(V1, MF_ZERO_TERMINATED, &options, NULL, NULL, NULL), MF_ERROR_LIMIT);
    options.maximum_input = 0;
    options.maximum_memory = 2048;
    ck_assert_int_eq(mf_rules_read(V1 "conventions: {release_ids: [a, b, c, d, e, f, g, h, i, j]}\n",
                                   MF_ZERO_TERMINATED, &options, NULL, NULL, NULL),
                     MF_ERROR_LIMIT);
    options.reserved = 1;
    ck_assert_int_eq(mf_rules_read(V1, MF_ZERO_TERMINATED, &options, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_rules_read(NULL, 3, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_file");
    TCase *tcase = tcase_create("rules_file");

    tcase_add_test(tcase, bad_files_are_refused);
    tcase_add_test(tcase, every_finding_about_rules_files_has_an_example);
    tcase_add_test(tcase, all_that_is_wrong_is_found_at_once);
    tcase_add_test(tcase, rules_are_switched_off_and_given_severities);
    tcase_add_test(tcase, severities_do_not_widen_profiles);
    tcase_add_test(tcase, conventions_name_what_is_against_them);
    tcase_add_test(tcase, few_of_many_globs_are_named);
    tcase_add_test(tcase, rules_outlive_their_text);
    tcase_add_test(tcase, limits_hold);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
