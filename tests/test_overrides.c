/* SPDX-License-Identifier: Apache-2.0 */
/* Overrides: what is refused in files and texts of them before there is a manifest to hold them against. */
#include "documents.h"

#define V1 "schema: overrides/v1\n"

static mf_status read_file(const char *text, mf_overrides **ret_overrides, mf_report **ret_report,
                           mf_error **reterr)
{
    return mf_overrides_read(text, MF_ZERO_TERMINATED, NULL, MF_ORIGIN_STAGE, "production.yaml",
                             ret_overrides, ret_report, reterr);
}

START_TEST(bad_files_are_refused)
{
    static const struct {
        const char *text;
        struct expected_finding finding;
    } cases[] = {
        { "", { "MF1010", "", 1, 1, NULL, NULL, NULL } },
        { "schema: overrides/v2\n", { "MF1204", "/schema", 1, 9, "overrides/v2", NULL, NULL } },
        { "schema: rules/v1\n", { "MF1204", "/schema", 1, 9, "rules/v1", NULL, NULL } },
        { "parameters: []\n", { "MF1302", "/schema", 1, 1, NULL, NULL, NULL } },
        { V1 "parameter: []\n", { "MF1101", "/parameter", 2, 1, "parameter", NULL, "parameters" } },
        { V1 "parameters: {a: 1}\n", { "MF1103", "/parameters", 2, 13, NULL, NULL, NULL } },
        { V1 "parameters: [a=1]\n", { "MF1103", "/parameters/#0", 2, 14, NULL, NULL, NULL } },
        { V1 "parameters: [{name: a}]\n", { "MF1302", "/parameters/a/value", 2, 14, NULL, NULL, NULL } },
        { V1 "parameters: [{value: 1}]\n", { "MF1302", "/parameters/#0/name", 2, 14, NULL, NULL, NULL } },
        { V1 "parameters: [{name: A, value: 1}]\n",
          { "MF1203", "/parameters/A/name", 2, 21, "A", NULL, NULL } },
        { V1 "parameters: [{name: a, value: null}]\n",
          { "MF1105", "/parameters/a/value", 2, 31, NULL, NULL, NULL } },
        { V1 "parameters: [{name: a, value: [1]}]\n",
          { "MF1103", "/parameters/a/value", 2, 31, NULL, NULL, NULL } },
        { V1 "parameters: [{name: a, value: 1, type: int}]\n",
          { "MF1101", "/parameters/a/type", 2, 34, "type", NULL, NULL } },
        { V1 "parameters: [{name: a, value: 1}, {name: a, value: 2}]\n",
          { "MF1104", "/parameters/#1", 2, 42, "a", NULL, NULL } },
        { V1 "parameters: [{name: a, value: 1, value: 2}]\n",
          { "MF1102", "/parameters/a/value", 2, 34, NULL, NULL, NULL } },
        { V1 "parameters: [{name: a, value: &x 1}]\n",
          { "MF1003", "/parameters/a/value", 2, 31, NULL, NULL, NULL } },
        { V1 "--- {}\n", { "MF1006", "", 2, 1, NULL, NULL, NULL } },
        { "{\"schema\": \"overrides/v1\", \"parameters\": [}", { "MF1001", NULL, 1, 43, NULL, NULL, NULL } },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_overrides *overrides = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;
        mf_status status = read_file(cases[i].text, &overrides, &report, &error);

        ck_assert_msg(status == MF_ERROR_INVALID, "%s: %s", cases[i].text, mf_status_name(status));
        ck_assert_ptr_null(overrides);
        assert_findings(report, &cases[i].finding, 1, cases[i].text);
        mf_error_unref(error);
        mf_report_unref(report);
    }
}
END_TEST

START_TEST(good_files_are_read)
{
    static const char *const texts[] = {
        V1,
        V1 "parameters: []\n",
        V1
        "parameters: [{name: a, value: 1}, {name: b, value: ''}, {name: c, value: 3.10}, {name: d, value: no}]\n",
        ("{\"schema\": \"overrides/v1\", \"parameters\": [{\"name\": \"b\", \"value\": true}, "
         "{\"name\": \"a\", \"value\": 1e3}]}"),
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        mf_overrides *overrides = NULL;
        mf_error *error = NULL;

        assert_ok(read_file(texts[i], &overrides, NULL, &error), error);
        ck_assert_ptr_eq(mf_overrides_ref(overrides), overrides);
        ck_assert_ptr_null(mf_overrides_unref(overrides));
        ck_assert_ptr_null(mf_overrides_unref(overrides));
        assert_ok(read_file(texts[i], NULL, NULL, &error), error);
    }
}
END_TEST

START_TEST(bad_texts_are_refused)
{
    static const struct {
        const char *text;
        mf_status status;
        const char *code;
    } cases[] = {
        { "a", MF_ERROR_SYNTAX, NULL },           { "", MF_ERROR_SYNTAX, NULL },
        { "=1", MF_ERROR_SYNTAX, NULL },          { "a:1", MF_ERROR_SYNTAX, NULL },
        { "\x1b[2J", MF_ERROR_SYNTAX, NULL },     { "A=1", MF_ERROR_INVALID, "MF1203" },
        { " a=1", MF_ERROR_INVALID, "MF1203" },   { "a =1", MF_ERROR_INVALID, "MF1203" },
        { "--a=1", MF_ERROR_INVALID, "MF1203" },  { "for=1", MF_ERROR_INVALID, "MF1203" },
        { "a=\xff", MF_ERROR_INVALID, "MF1002" }, { "a=1\n", MF_ERROR_INVALID, "MF1203" },
        { "a=\x07", MF_ERROR_INVALID, "MF1203" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_overrides *overrides = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;
        mf_status status = mf_overrides_from_text(&cases[i].text, 1, MF_ORIGIN_COMMAND_LINE, "--override",
                                                  &overrides, &report, &error);

        ck_assert_msg(status == cases[i].status, "'%s': %s", cases[i].text, mf_status_name(status));
        ck_assert_ptr_null(overrides);
        ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)),
                         cases[i].code == NULL ? "" : cases[i].code);
        ck_assert_msg(strchr(mf_error_message(error), '\x1b') == NULL, "%s", mf_error_message(error));
        mf_error_unref(error);
        mf_report_unref(report);
    }
}
END_TEST

START_TEST(a_name_is_given_once)
{
    static const char *const texts[] = { "b=1", "a=1", "b=2" };
    static const struct expected_finding expected = { "MF1104", "/parameters/#2", 0, 0, "b", NULL, NULL };
    mf_report *report = NULL;

    ck_assert_int_eq(
        mf_overrides_from_text(texts, 3, MF_ORIGIN_COMMAND_LINE, "--override", NULL, &report, NULL),
        MF_ERROR_INVALID);
    assert_findings(report, &expected, 1, "the same twice");
    mf_report_unref(report);
}
END_TEST

START_TEST(good_texts_are_taken)
{
    static const char *const texts[] = { "c=a=b", "a=", "b=-1" };
    mf_overrides *overrides = NULL;
    mf_error *error = NULL;

    assert_ok(
        mf_overrides_from_text(texts, 3, MF_ORIGIN_COMMAND_LINE, "--override", &overrides, NULL, &error),
        error);
    mf_overrides_unref(overrides);
    overrides = NULL;
    assert_ok(mf_overrides_from_text(NULL, 0, MF_ORIGIN_ENVIRONMENT, "environment", &overrides, NULL, &error),
              error);
    mf_overrides_unref(overrides);
}
END_TEST

START_TEST(arguments_are_checked)
{
    const char *texts[] = { "a=1", NULL };
    mf_read_options options;

    ck_assert_int_eq(mf_overrides_from_text(texts, 2, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(NULL, 1, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 1, MF_ORIGIN_MANIFEST, "x", NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 1, 0, "x", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 1, 5, "x", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 1, MF_ORIGIN_STAGE, "", NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 1, MF_ORIGIN_STAGE, NULL, NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_from_text(texts, 200001, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
                     MF_ERROR_LIMIT);
    ck_assert_int_eq(
        mf_overrides_read(V1, MF_ZERO_TERMINATED, NULL, MF_ORIGIN_MANIFEST, "x", NULL, NULL, NULL),
        MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_overrides_read(NULL, 1, NULL, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    mf_read_options_init(&options, sizeof options);
    options.maximum_input = 4;
    ck_assert_int_eq(
        mf_overrides_read(V1, MF_ZERO_TERMINATED, &options, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
        MF_ERROR_LIMIT);
    ck_assert_str_eq(mf_origin_name(MF_ORIGIN_MANIFEST), "manifest");
    ck_assert_str_eq(mf_origin_name(MF_ORIGIN_STAGE), "stage");
    ck_assert_str_eq(mf_origin_name(MF_ORIGIN_ENVIRONMENT), "environment");
    ck_assert_str_eq(mf_origin_name(MF_ORIGIN_COMMAND_LINE), "command-line");
    ck_assert_str_eq(mf_origin_name(MF_ORIGIN_UNKNOWN), "unknown");
    ck_assert_str_eq(mf_origin_name(9), "unknown");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("overrides");
    TCase *tcase = tcase_create("overrides");

    tcase_add_test(tcase, bad_files_are_refused);
    tcase_add_test(tcase, good_files_are_read);
    tcase_add_test(tcase, bad_texts_are_refused);
    tcase_add_test(tcase, a_name_is_given_once);
    tcase_add_test(tcase, good_texts_are_taken);
    tcase_add_test(tcase, arguments_are_checked);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
