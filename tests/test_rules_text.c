/* SPDX-License-Identifier: Apache-2.0 */
/* MF20xx: characters that do not show, addresses that are not ASCII, names that look alike. */
#include "documents.h"

static mf_report *judge_draft(const char *piece)
{
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);

    return judge_piece(piece, &options);
}

static const struct {
    const char *piece;
    struct expected_finding finding;
} bad[] = {
    /* Every kind of field, also keys of sets, entries of lists and text in blocks. */
    { "release: {description: \"a\\u200bb\"}",
      { "MF2001", "/release/description", 2, 24, NULL, NULL, NULL } },
    { "release: {description: \"a\\u00adb\"}",
      { "MF2001", "/release/description", 2, 24, NULL, NULL, NULL } },
    { "release: {description: \"a\\U000e0041b\"}",
      { "MF2001", "/release/description", 2, 24, NULL, NULL, NULL } },
    { "release:\n  changes: |\n    one\n    tw\xe2\x80\x8do\n",
      { "MF2001", "/release/changes", 3, 12, NULL, NULL, NULL } },
    { "build: {steps: [{command: [a, \"b\\ufe0f\"]}]}",
      { "MF2001", "/build/steps/0/command/1", 2, 31, NULL, NULL, NULL } },
    { "environment: {system: [{name: \"a\\u2060\", value: b}]}",
      { "MF2001", "/environment/system/a\xe2\x81\xa0/name", 2, 31, NULL, NULL, NULL } },
    { "environment: {resources: {gpus: {models: [\"H\\u3164\"]}}}",
      { "MF2001", "/environment/resources/gpus/models/H\xe3\x85\xa4", 2, 43, NULL, NULL, NULL } },
    { "extensions: [{name: x, content: \"\\u2800\"}]",
      { "MF2001", "/extensions/x/content", 2, 33, NULL, NULL, NULL } },
    { "configuration: {parameters: [{name: a, type: string, value: \"\\u034f\"}]}",
      { "MF2001", "/configuration/parameters/a/value", 2, 61, NULL, NULL, NULL } },
    { "release: {model: {title: \"a\\u00a0b\"}}",
      { "MF2002", "/release/model/title", 2, 26, NULL, NULL, NULL } },
    { "release: {owner: {team: \"a\\u3000b\"}}",
      { "MF2002", "/release/owner/team", 2, 25, NULL, NULL, NULL } },
    { "artifacts: [{name: w, path: m\xc3\xa4/x}]",
      { "MF2003", "/artifacts/w/path", 2, 29, NULL, NULL, NULL } },
    { "artifacts: [{name: w, files: [{path: \xd0\xb0/x}]}]",
      { "MF2003", "/artifacts/w/files/\xd0\xb0~1x/path", 2, 38, NULL, NULL, NULL } },
    { "environment: {process: {working_directory: /srv/m\xc3\xa4}}",
      { "MF2003", "/environment/process/working_directory", 2, 44, NULL, NULL, NULL } },
    { "environment: {process: {probes: [{name: liveness, path: /\xc3\xa4}]}}",
      { "MF2003", "/environment/process/probes/liveness/path", 2, 57, NULL, NULL, NULL } },
    { "build: {source: {repository: 'https://h%6Fst.example/x'}}",
      { "MF2004", "/build/source/repository", 2, 30, NULL, NULL, NULL } },
    { "build: {source: {repository: 'https://a@XN--abc-xyz.example:80/x'}}",
      { "MF2005", "/build/source/repository", 2, 30, NULL, NULL, NULL } },
    { "environment: {sidecars: [{name: a, repository: a.xn--p1ai/b}]}",
      { "MF2005", "/environment/sidecars/a/repository", 2, 48, NULL, NULL, NULL } },
    { "dependencies: {packages: [{purl: 'pkg:npm/%C3%A4@1.0.0'}]}",
      { "MF2006", "/dependencies/packages/pkg:npm~1%C3%A4@1.0.0/purl", 2, 34, NULL, NULL, NULL } },
    { "dependencies: {packages: [{purl: 'pkg:npm/a@1.0.0', requires: ['pkg:npm/b@1.0.0%CE%B1'], in_image: true}]}",
      { "MF2006", "/dependencies/packages/pkg:npm~1a@1.0.0/requires/pkg:npm~1b@1.0.0%CE%B1", 2, 64, NULL,
        NULL, NULL } },
    { "release: {labels: [{name: Team, value: a}, {name: team, value: a}]}",
      { "MF2007", "/release/labels/team/name", 2, 51, NULL, NULL, NULL } },
    { "artifacts: [{name: a.b}, {name: a-b}]", { "MF2007", "/artifacts/a.b/name", 2, 20, NULL, NULL, NULL } },
    { "artifacts: [{name: w, files: [{path: README.md}, {path: readme.md}]}]",
      { "MF2007", "/artifacts/w/files/readme.md/path", 2, 57, NULL, NULL, NULL } },
    { "environment: {variables: [{name: Path, value: a}, {name: PATH, value: b}]}",
      { "MF2007", "/environment/variables/Path/name", 2, 34, NULL, NULL, NULL } },
    { "observability: {logging: {fields: [request_id, request-id]}}",
      { "MF2007", "/observability/logging/fields/request_id", 2, 36, NULL, NULL, NULL } },
};

START_TEST(bad_texts_are_found)
{
    mf_report *report = judge_draft(bad[_i].piece);

    assert_findings(report, &bad[_i].finding, 1, bad[_i].piece);
    mf_report_unref(report);
}
END_TEST

START_TEST(good_texts_are_left_alone)
{
    static const char *const pieces[] = {
        "release: {description: \"Schl\xc3\xbcssel \xe2\x80\x94 \xe6\xa8\xa1\xe5\x9e\x8b \xf0\x9f\x98\x80\"}",
        "release: {description: \"100\\u00a0%\", changes: \"a\\u3000b\"}",
        "artifacts: [{name: w, path: 'model v2/x+y.bin', files: [{path: a_b}, {path: a-b}]}]",
        "build: {source: {repository: 'https://host.example/%C3%A4?q=%E2%80%8B#xn--'}}",
        "build: {source: {repository: 'mailto:xn--a@xn--b'}}",
        "environment: {image: {repository: registry.example/xn--a}}",
        "dependencies: {packages: [{purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u14'}]}",
        "environment: {variables: [{name: http_proxy, value: a}, {name: HTTP_PROXY, value: a}]}",
        "environment: {variables: [{name: A1, value: a}, {name: A_1, value: a}]}",
        "configuration: {parameters: [{name: a, type: string, choices: [fp16, FP16]}]}",
        "dependencies: {packages: [{purl: 'pkg:npm/a-b@1.0.0'}, {purl: 'pkg:npm/a_b@1.0.0'}]}",
    };

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        mf_report *report = judge_draft(pieces[i]);

        assert_findings(report, NULL, 0, pieces[i]);
        mf_report_unref(report);
    }
}
END_TEST

START_TEST(messages_say_where_and_what)
{
    mf_report *report = judge_draft(
        "release: {description: \"\xc3\xa4\xc3\xa4 \\u202f\\u200b\", owner: {team: \"\xc3\xa4\\u202f\"}}");

    ck_assert_uint_eq(mf_report_count(report), 2);
    ck_assert_str_eq(mf_finding_message(mf_report_finding(report, 0)),
                     "character 5 is U+200B, a zero-width space, which nobody sees: remove it");
    ck_assert_str_eq(mf_finding_message(mf_report_finding(report, 1)),
                     "character 2 is U+202F, a narrow no-break space: write a common space");
    ck_assert_int_eq(mf_finding_severity(mf_report_finding(report, 1)), MF_SEVERITY_WARNING);
    mf_report_unref(report);
}
END_TEST

/* Of a run of like names each is held against its neighbour. */
START_TEST(runs_of_like_names_are_reported_once_each)
{
    static const struct expected_finding expected[] = {
        { "MF2007", "/artifacts/a.b/name", 2, 20, "a.b", NULL, NULL },
        { "MF2007", "/artifacts/a_b/name", 2, 44, "a_b", NULL, NULL },
    };
    mf_report *report =
        judge_draft("artifacts: [{name: a.b}, {name: b}, {name: a_b}, {name: a-b}, {name: ab}]");
    const mf_finding *last;

    assert_findings(report, expected, 2, "a-b, a.b, a_b");
    last = mf_report_finding(report, 1);
    ck_assert_uint_eq(mf_finding_related_count(last), 1);
    ck_assert_str_eq(mf_finding_related_path(last, 0), "/artifacts/a.b/name");
    ck_assert_uint_eq(mf_finding_related_column(last, 0), 20);
    mf_report_unref(report);
}
END_TEST

/* Tens of thousands of names take as long as sorting them. */
START_TEST(many_names_are_compared_by_sorting)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_report *report;

    mf_buffer_append_text(&text, "artifacts:\n- name: w\n  files:\n");
    for (unsigned i = 0; i < 50000; i++) {
        mf_buffer_format(&text, "  - path: %s%u/x\n", i % 2 == 0 ? "A" : "a", i / 2);
    }
    mf_buffer_append_byte(&text, '\0');
    report = judge_draft(text.data);
    ck_assert_uint_eq(mf_report_total(report), 25000);
    mf_report_unref(report);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_text");
    TCase *tests = tcase_create("rules_text");

    tcase_add_loop_test(tests, bad_texts_are_found, 0, (int)COUNT_OF(bad));
    tcase_add_test(tests, good_texts_are_left_alone);
    tcase_add_test(tests, messages_say_where_and_what);
    tcase_add_test(tests, runs_of_like_names_are_reported_once_each);
    tcase_add_test(tests, many_names_are_compared_by_sorting);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
