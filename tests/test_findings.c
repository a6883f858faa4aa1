/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of a document: every one of the registry, with its code, path, position and advice. */
#include "documents.h"

#include "report/registry.h"

#include <stdio.h>
#include <stdlib.h>

#define V1 "schema: manifest/v1\n"
#define J1 "{\"schema\": \"manifest/v1\", "

enum {
    DRAFT = MF_PROFILE_DRAFT,
    RELEASE = MF_PROFILE_RELEASE,
    /* With small limits: depth 6, 3 entries, strings of 11 bytes. */
    SHALLOW = 16,
};

/* A document and the one finding about it that the row expects; there may be others. */
struct example {
    const char *text;
    int how;
    struct expected_finding finding;
};

static const struct example examples[] = {
    /* The text itself. */
    { "schema: [\n", DRAFT, { "MF1001", NULL, 2, 1, "", "", "" } },
    { "schema: \"\\q\"\n", DRAFT, { "MF1001", NULL, 1, 10, "", "", "" } },
    { "a: b: c\n", DRAFT, { "MF1001", NULL, 1, 5, "", "", "" } },
    { "? [a]\n: b\n", DRAFT, { "MF1001", "", 1, 3, "", "", "" } },
    { J1 "}", DRAFT, { "MF1001", NULL, 1, 25, "", "", "" } },
    { "{\"schema\": 'x'}", DRAFT, { "MF1001", NULL, 1, 12, "", "", "" } },
    { V1 "release: {id: \"\x07\"}\n", DRAFT, { "MF1002", "", 2, 16, "", "", "" } },
    { V1 "release: {id: \xff}\n", DRAFT, { "MF1002", "", 2, 15, "", "", "" } },
    { "\xef\xbb\xbf" V1, DRAFT, { "MF1002", "", 1, 1, "", "", "" } },
    { V1 "release: {id: \"a\\0b\"}\n", DRAFT, { "MF1002", "/release/id", 2, 15, "", "", "" } },
    { J1 "\"release\": {\"id\": \"a\\u0000b\"}}", DRAFT, { "MF1002", "/release/id", 1, 45, "", "", "" } },
    { V1 "release: &x {id: a}\n", DRAFT, { "MF1003", "/release", 2, 10, "", "", "" } },
    { V1 "release: *x\n", DRAFT, { "MF1003", "/release", 2, 10, "", "", "" } },
    { V1 "*x : a\n", DRAFT, { "MF1003", "/x", 2, 1, "", "", "" } },
    { V1 "release:\n  <<: {id: a}\n", DRAFT, { "MF1003", "/release/<<", 3, 3, "", "", "" } },
    { V1 "build: {steps: [{name: a}, *x]}\n", DRAFT, { "MF1003", "/build/steps/1", 2, 28, "", "", "" } },
    { V1 "release: {id: !!str a}\n", DRAFT, { "MF1004", "/release/id", 2, 15, "", "", "" } },
    { V1 "configuration: {rules: [{name: a, expression: !ready }]}\n",
      DRAFT,
      { "MF1004", NULL, 2, 47, "", "", "" } },
    { "%YAML 1.1\n---\n" V1, DRAFT, { "MF1005", "", 1, 1, "", "", "" } },
    { "# comment\n%TAG ! a\n---\n" V1, DRAFT, { "MF1005", "", 2, 1, "", "", "" } },
    { V1 "---\n" V1, DRAFT, { "MF1006", "", 2, 1, "", "", "" } },
    { V1 "...\n# fine\n\n  x", DRAFT, { "MF1006", "", 5, 3, "", "", "" } },
    { V1 "release:\n  labels:\n  - {name: a, value: b, x: [[[[1]]]]}\n",
      DRAFT | SHALLOW,
      { "MF1007", "/release/labels/#0/x", 4, 30, "", "", "" } },
    { V1 "build: {steps: [{}, {}, {}, {}, {}]}\n",
      DRAFT | SHALLOW,
      { "MF1008", "/build/steps/3", 2, 29, "", "", "" } },
    { V1 "release: {changes: 0123456789ab}\n",
      DRAFT | SHALLOW,
      { "MF1009", "/release/changes", 2, 20, "0123456789ab", "", "" } },
    { "# nothing\n\n", DRAFT, { "MF1010", "", 3, 1, "", "", "" } },
    { "", DRAFT, { "MF1010", "", 1, 1, "", "", "" } },

    /* The shape. */
    { V1 "relaese: {}\n", DRAFT, { "MF1101", "/relaese", 2, 1, "relaese", "", "release" } },
    { V1 "release: {colour: red}\n", DRAFT, { "MF1101", "/release/colour", 2, 11, "colour", "", "" } },
    { V1 "release: {labels: [{name: a, vaule: b}]}\n",
      DRAFT,
      { "MF1101", "/release/labels/a/vaule", 2, 30, "vaule", "", "value" } },
    { V1 "release: {labels: [{vaule: b, name: x/y~z}]}\n",
      DRAFT,
      { "MF1101", "/release/labels/x~1y~0z/vaule", 2, 21, "vaule", "", "value" } },
    { V1 "release: {labels: [{name: a}, {vaule: b}]}\n",
      DRAFT,
      { "MF1101", "/release/labels/#1/vaule", 2, 32, "vaule", "", "value" } },
    { V1 "build: {steps: [{name: a}, {nmae: b}]}\n",
      DRAFT,
      { "MF1101", "/build/steps/1/nmae", 2, 29, "nmae", "", "name" } },
    { J1 "\"a\\u001bb\": {}}", DRAFT, { "MF1101", "/a\\x1bb", 1, 27, "a\\x1bb", "", "" } },
    { V1 "release: {id: a, id: b}\n", DRAFT, { "MF1102", "/release/id", 2, 18, "id", "", "" } },
    { J1 "\"sch\\u0065ma\": 1}", DRAFT, { "MF1102", "/schema", 1, 27, "schema", "", "" } },
    { V1 "release: [a]\n", DRAFT, { "MF1103", "/release", 2, 10, "a list", "a mapping", "" } },
    { V1 "release: a\n", DRAFT, { "MF1103", "/release", 2, 10, "a single value", "a mapping", "" } },
    { V1 "release: {id: {}}\n",
      DRAFT,
      { "MF1103", "/release/id", 2, 15, "a mapping", "a single value", "" } },
    { V1 "release: {labels: {}}\n",
      DRAFT,
      { "MF1103", "/release/labels", 2, 19, "a mapping", "a list of mappings", "" } },
    { V1 "release: {labels: [a]}\n",
      DRAFT,
      { "MF1103", "/release/labels/#0", 2, 20, "a single value", "a mapping", "" } },
    { V1 "build: {steps: [{command: a}]}\n",
      DRAFT,
      { "MF1103", "/build/steps/0/command", 2, 27, "a single value", "a list of single values", "" } },
    { V1 "build: {steps: [{command: [a, [b]]}]}\n",
      DRAFT,
      { "MF1103", "/build/steps/0/command/1", 2, 31, "a list", "a single value", "" } },
    { "- a\n", DRAFT, { "MF1103", "", 1, 1, "a list", "a mapping", "" } },
    { "[]", DRAFT, { "MF1103", "", 1, 1, "a list", "a mapping", "" } },
    { "just text", DRAFT, { "MF1103", "", 1, 1, "a single value", "a mapping", "" } },
    { V1 "release: {labels: [{name: b}, {name: a}, {name: b, value: x}]}\n",
      DRAFT,
      { "MF1104", "/release/labels/#2", 2, 49, "b", "", "" } },
    { V1 "build: {steps: [{uses: [x, y, x]}]}\n",
      DRAFT,
      { "MF1104", "/build/steps/0/uses/#2", 2, 31, "x", "", "" } },
    { V1 "release:\n  id:\n", DRAFT, { "MF1105", "/release/id", 3, 6, "", "", "" } },
    { V1 "release:\n  id: ~\n", DRAFT, { "MF1105", "/release/id", 3, 7, "~", "", "" } },
    { V1 "release:\n", DRAFT, { "MF1105", "/release", 2, 9, "", "", "" } },
    { V1 "release:", DRAFT, { "MF1105", "/release", 2, 9, "", "", "" } },
    { V1 "release: {id: }", DRAFT, { "MF1105", "/release/id", 2, 15, "", "", "" } },
    { V1 "release: {labels: [name: ]}", DRAFT, { "MF1105", NULL, 2, 26, "", "", "" } },
    { V1 "release: {labels: [{name: Null}]}", DRAFT, { "MF1105", NULL, 2, 27, "Null", "", "" } },
    { J1 "\"release\": null}", DRAFT, { "MF1105", "/release", 1, 38, "", "", "" } },
    { J1 "\"release\": {\"id\": null}}", DRAFT, { "MF1105", "/release/id", 1, 45, "", "", "" } },
    { J1 "\"build\": {\"steps\": [{\"command\": [\"a\", null]}]}}",
      DRAFT,
      { "MF1105", "/build/steps/0/command/1", 1, 65, "", "", "" } },
    { J1 "\"build\": {\"steps\": [{}, null]}}", DRAFT, { "MF1105", "/build/steps/1", 1, 51, "", "", "" } },
    { V1 "release: {id: \"\"}\n", DRAFT, { "MF1106", "/release/id", 2, 15, "", "", "" } },
    { V1 "build: {steps: [{command: [a, '']}]}\n",
      DRAFT,
      { "MF1106", "/build/steps/0/command/1", 2, 31, "", "", "" } },

    /* Scalars. */
    { V1 "artifacts: [{name: a, size: '7'}]\n",
      DRAFT,
      { "MF1201", "/artifacts/a/size", 2, 29, "7", "a number, without quotes", "" } },
    { V1 "artifacts: [{name: a, size: seven}]\n",
      DRAFT,
      { "MF1201", "/artifacts/a/size", 2, 29, "seven", "a number, without quotes", "" } },
    { V1 "build: {source: {dirty: yes}}\n",
      DRAFT,
      { "MF1201", "/build/source/dirty", 2, 25, "yes", "true or false, without quotes", "" } },
    { J1 "\"release\": {\"id\": 7}}", DRAFT, { "MF1201", "/release/id", 1, 45, "7", "a string", "" } },
    { J1 "\"release\": {\"id\": true}}", DRAFT, { "MF1201", "/release/id", 1, 45, "true", "a string", "" } },
    { V1 "environment: {runtime: {version: 3.10}}\n",
      DRAFT,
      { "MF1202", "/environment/runtime/version", 2, 34, "3.10", "a string in quotes", "" } },
    { V1 "environment: {runtime: {version: no}}\n",
      DRAFT,
      { "MF1202", "/environment/runtime/version", 2, 34, "no", "a string in quotes", "" } },
    { V1 "environment: {runtime: {version: 1_000}}\n", DRAFT, { "MF1202", NULL, 2, 34, "1_000", NULL, "" } },
    { V1 "environment: {runtime: {version: 1:30}}\n", DRAFT, { "MF1202", NULL, 2, 34, "1:30", NULL, "" } },
    { V1 "release: {id: Big}\n", DRAFT, { "MF1203", "/release/id", 2, 15, "Big", NULL, "" } },
    { V1 "release: {model: {version: \"a\\nb\"}}\n",
      DRAFT,
      { "MF1203", "/release/model/version", 2, 28, "a\\nb", "a line of text", "" } },
    { V1 "artifacts: [{name: a, size: 1.5}]\n",
      DRAFT,
      { "MF1203", "/artifacts/a/size", 2, 29, "1.5", "an integer", "" } },
    { V1 "artifacts: [{name: a, size: 010}]\n",
      DRAFT,
      { "MF1203", "/artifacts/a/size", 2, 29, "010", "an integer", "" } },
    { V1 "rollout: {strategy: cannary}\n",
      DRAFT,
      { "MF1204", "/rollout/strategy", 2, 21, "cannary", "canary, blue-green, rolling, shadow or recreate",
        "canary" } },
    { "schema: manifest/v2\n", DRAFT, { "MF1204", "/schema", 1, 9, "manifest/v2", "manifest/v1", "" } },
    { V1 "artifacts: [{name: a, size: -1}]\n",
      DRAFT,
      { "MF1205", "/artifacts/a/size", 2, 29, "-1", "at least 0", "" } },
    { V1 "environment: {process: {ports: [{name: a, port: 65536}]}}\n",
      DRAFT,
      { "MF1205", "/environment/process/ports/a/port", 2, 49, "65536", "1 to 65535", "" } },
    { V1 "observability: {tracing: {sample_rate: 1.01}}\n",
      DRAFT,
      { "MF1205", "/observability/tracing/sample_rate", 2, 40, "1.01", "0 to 1", "" } },

    /* What must be there, and what must agree. */
    { V1 "release: {id: a}\n", RELEASE, { "MF1301", "/release/version", 2, 10, "", NULL, "" } },
    { V1, RELEASE, { "MF1301", "/artifacts", 1, 1, "", NULL, "" } },
    { "{}", DRAFT, { "MF1302", "/schema", 1, 1, "", NULL, "" } },
    { V1 "release: {labels: [{value: a}]}\n",
      DRAFT,
      { "MF1302", "/release/labels/#0/name", 2, 20, "", NULL, "" } },
    { V1 "configuration: {parameters: [{name: a}]}\n",
      DRAFT,
      { "MF1302", "/configuration/parameters/a/type", 2, 30, "", NULL, "" } },
    { V1 "environment: {process: {probes: [{name: startup, path: /a, command: [b]}]}}\n",
      DRAFT,
      { "MF1303", "/environment/process/probes/startup", 2, 34, "", NULL, "" } },
    { V1 "rollout: {rollback: {}}\n", RELEASE, { "MF1301", "/rollout", 1, 1, "", NULL, "" } },
    { V1 "rollout: {rollback: {mode: manual}}\n",
      RELEASE,
      { "MF1304", "/rollout/rollback", 2, 21, "", NULL, "" } },
    { V1 "acceptance: {tests: [{name: a, method: exact}]}\n",
      RELEASE,
      { "MF1305", "/acceptance/tests/a", 2, 22, "", NULL, "" } },
    { V1 "release: {created_by: me}\n",
      RELEASE,
      { "MF1306", "/release/created_by", 2, 23, "me", "governance.identities", "" } },
    { V1 "build: {steps: [{uses: [m]}]}\n",
      RELEASE,
      { "MF1306", "/build/steps/0/uses/m", 2, 25, "m", "build.materials or artifacts", "" } },
    { V1 "build: {materials: [{name: a}]}\nartifacts: [{name: a}]\n",
      DRAFT,
      { "MF1307", "/artifacts/a", 3, 20, "a", NULL, "" } },
};

static struct outcome read_example(const struct example *example)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, example->how & ~SHALLOW);

    if ((example->how & SHALLOW) != 0) {
        options.maximum_depth = 6;
        options.maximum_entries = 3;
        options.maximum_string = 11;
    }
    return read_text(mf_view_of(example->text), &options);
}

/* Leaves only the finding that the example is about, and holds it against what the row says. */
START_TEST(each_example_gives_its_finding)
{
    const struct example *example = &examples[_i];
    const struct expected_finding *wanted = &example->finding;
    struct outcome outcome = read_example(example);
    bool found = false;

    ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s\n%s", example->text,
                  mf_status_name(outcome.status));
    for (size_t i = 0; i < mf_report_count(outcome.report) && !found; i++) {
        const mf_finding *finding = mf_report_finding(outcome.report, i);

        found =
            strcmp(mf_finding_code(finding), wanted->code) == 0 && mf_finding_line(finding) == wanted->line &&
            mf_finding_column(finding) == wanted->column &&
            (wanted->path == NULL || strcmp(mf_finding_path(finding), wanted->path) == 0) &&
            (wanted->found == NULL || strcmp(mf_finding_found(finding), wanted->found) == 0) &&
            (wanted->expected == NULL || strcmp(mf_finding_expected(finding), wanted->expected) == 0) &&
            (wanted->suggestion == NULL || strcmp(mf_finding_suggestion(finding), wanted->suggestion) == 0);
    }
    if (!found) {
        assert_findings(outcome.report, wanted, 1, example->text); /* says what there is instead */
    }
    end_outcome(&outcome);
}
END_TEST

/* libyaml's own words leave people guessing about the commonest slips. */
START_TEST(slips_of_yaml_are_explained)
{
    static const struct {
        const char *text;
        const char *said;
    } slips[] = {
        { "release:\n\tid: a\n", "it is a tab; indent with spaces" },
        { "release:\n  model:\n    name: a\n   version: b\n",
          "that begins in line 2, did not find expected key; is this "
          "line indented like its neighbours?" },
        { "artifacts:\n- name: a\n  kind: b\n name: b\n", "is this line indented like its neighbours?" },
        { "release:\n  description: \"a\n\n\nb\n",
          "a quoted scalar that begins in line 2, found unexpected end" },
        { "artifacts: [{name: a\n\n", "that begins in line 1, " },
        { "release: {changes: @a}\n", "if a text begins with this character, write it in quotes" },
        { "release:\n  changes: a: b\n", "if a text holds ': ', write it in quotes" },
    };

    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        struct outcome outcome = read_text(mf_view_of(slips[i].text), NULL);
        const mf_finding *last = mf_report_finding(outcome.report, mf_report_count(outcome.report) - 1);

        ck_assert_str_eq(mf_finding_code(last), "MF1001");
        ck_assert_msg(strstr(mf_finding_message(last), slips[i].said) != NULL, "%s\n%s", slips[i].text,
                      mf_finding_message(last));
        end_outcome(&outcome);
    }
}
END_TEST

/* Those about the form of a manifest; test_rules has the others, test_rules_file and test_configuration
 * those about other files. */
START_TEST(every_finding_of_the_registry_has_an_example)
{
    for (size_t i = 0; i < mf_rule_count(); i++) {
        const mf_rule *rule = mf_rule_at(i);
        bool found = strtoul(mf_rule_code(rule) + 2, NULL, 10) >= 2000 ||
                     strcmp(mf_rule_section(rule), "rules") == 0 ||
                     strcmp(mf_rule_section(rule), "overrides") == 0;

        for (size_t j = 0; j < COUNT_OF(examples) && !found; j++) {
            found = strcmp(examples[j].finding.code, mf_rule_code(rule)) == 0;
        }
        ck_assert_msg(found, "no document here gives %s (%s)", mf_rule_code(rule), mf_rule_title(rule));
    }
}
END_TEST

START_TEST(the_registry_is_in_order_and_complete)
{
    ck_assert_ptr_null(mf_rule_at(mf_rule_count()));
    for (size_t i = 0; i < mf_rule_count(); i++) {
        const mf_rule *rule = mf_rule_at(i);

        ck_assert_uint_eq(strlen(mf_rule_code(rule)), 6);
        ck_assert(i == 0 || strcmp(mf_rule_code(mf_rule_at(i - 1)), mf_rule_code(rule)) < 0);
        ck_assert_str_ne(mf_severity_name(mf_rule_severity(rule)), "unknown");
        ck_assert(strcmp(mf_rule_profile(rule), "draft") == 0 ||
                  strcmp(mf_rule_profile(rule), "release") == 0);
        ck_assert_str_ne(mf_rule_section(rule), "");
        ck_assert_str_ne(mf_rule_title(rule), "");
    }
    ck_assert_str_eq(mf_rule_code(NULL), "");
    ck_assert_str_eq(mf_severity_name(0), "unknown");
    ck_assert_str_eq(mf_severity_name(4), "unknown");
}
END_TEST

/* What applies only to releases must not be found in a draft. */
START_TEST(drafts_may_leave_out_what_releases_need)
{
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct example draft = examples[i];
        struct outcome outcome;

        if (draft.how != RELEASE) {
            continue;
        }
        draft.how = DRAFT;
        outcome = read_example(&draft);
        ck_assert_msg(outcome.status == MF_OK, "%s\n%s", draft.text, mf_error_message(outcome.error));
        ck_assert_uint_eq(mf_report_total(outcome.report), 0);
        end_outcome(&outcome);
    }
}
END_TEST

/* One mistake is one finding: nothing that follows from it is complained about as well. */
START_TEST(one_mistake_is_one_finding)
{
    size_t alone = 0;

    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        struct outcome outcome = read_example(&examples[i]);

        alone += mf_report_total(outcome.report) == 1;
        end_outcome(&outcome);
    }
    ck_assert_uint_ge(alone, 60);
}
END_TEST

static const char many_yaml[] = "schema: manifest/v3\n"                           /* 1 */
                                "relese: {}\n"                                    /* 2 */
                                "release:\n"                                      /* 3 */
                                "  id: Not A Name\n"                              /* 4 */
                                "  version: 1.0\n"                                /* 5 */
                                "  model: []\n"                                   /* 6 */
                                "  labels:\n"                                     /* 7 */
                                "  - {name: a, value: x}\n"                       /* 8 */
                                "  - {name: a, value: w}\n"                       /* 9 */
                                "  - {value: z, colour: red}\n"                   /* 10 */
                                "  created:\n"                                    /* 11 */
                                "  changes: ''\n"                                 /* 12 */
                                "build:\n"                                        /* 13 */
                                "  source: {dirty: maybe, dirty: true}\n"         /* 14 */
                                "  started: &t 2020-01-01T00:00:00Z\n"            /* 15 */
                                "  finished: !!str x\n"                           /* 16 */
                                "artifacts:\n"                                    /* 17 */
                                "- {name: w, size: -5, kind: wieghts}\n"          /* 18 */
                                "observability: {tracing: {sample_rate: '1'}}\n"; /* 19 */

START_TEST(everything_is_found_at_once_in_yaml)
{
    static const struct expected_finding expected[] = {
        { "MF1204", "/schema", 1, 9, "manifest/v3", NULL, NULL },
        { "MF1101", "/relese", 2, 1, NULL, NULL, "release" },
        { "MF1203", "/release/id", 4, 7, NULL, NULL, NULL },
        { "MF1203", "/release/version", 5, 12, NULL, NULL, NULL },
        { "MF1103", "/release/model", 6, 10, NULL, NULL, NULL },
        { "MF1104", "/release/labels/#1", 9, 12, NULL, NULL, NULL },
        { "MF1302", "/release/labels/#2/name", 10, 5, NULL, NULL, NULL },
        { "MF1101", "/release/labels/#2/colour", 10, 16, NULL, NULL, NULL },
        { "MF1105", "/release/created", 11, 11, NULL, NULL, NULL },
        { "MF1106", "/release/changes", 12, 12, NULL, NULL, NULL },
        { "MF1201", "/build/source/dirty", 14, 19, NULL, NULL, NULL },
        { "MF1102", "/build/source/dirty", 14, 26, NULL, NULL, NULL },
        { "MF1003", "/build/started", 15, 12, NULL, NULL, NULL },
        { "MF1004", "/build/finished", 16, 13, NULL, NULL, NULL },
        { "MF1205", "/artifacts/w/size", 18, 19, NULL, NULL, NULL },
        { "MF1204", "/artifacts/w/kind", 18, 29, NULL, NULL, "weights" },
        { "MF1201", "/observability/tracing/sample_rate", 19, 40, NULL, NULL, NULL },
    };

    assert_refused(many_yaml, MF_PROFILE_DRAFT, expected, COUNT_OF(expected));
}
END_TEST

static const char many_json[] = "{\"schema\": 1,\n"                                              /* 1 */
                                " \"relese\": {},\n"                                             /* 2 */
                                " \"release\": {\"id\": \"Not A Name\",\n"                       /* 3 */
                                "  \"version\": 1.0,\n"                                          /* 4 */
                                "  \"model\": [],\n"                                             /* 5 */
                                "  \"labels\": [{\"name\": \"a\"}, {\"name\": \"a\"},\n"         /* 6 */
                                "   {\"colour\": 1}],\n"                                         /* 7 */
                                "  \"created\": null, \"changes\": \"\"},\n"                     /* 8 */
                                " \"build\": {\"source\": {\"dirty\": \"no\", \"dirty\": 1}},\n" /* 9 */
                                " \"artifacts\": [{\"name\": \"w\", \"size\": -5}]}\n";          /* 10 */

START_TEST(everything_is_found_at_once_in_json)
{
    static const struct expected_finding expected[] = {
        { "MF1201", "/schema", 1, 12, "1", NULL, NULL },
        { "MF1101", "/relese", 2, 2, NULL, NULL, "release" },
        { "MF1203", "/release/id", 3, 20, NULL, NULL, NULL },
        { "MF1201", "/release/version", 4, 14, NULL, NULL, NULL },
        { "MF1103", "/release/model", 5, 12, NULL, NULL, NULL },
        { "MF1104", "/release/labels/#1", 6, 38, NULL, NULL, NULL },
        { "MF1302", "/release/labels/#2/name", 7, 4, NULL, NULL, NULL },
        { "MF1101", "/release/labels/#2/colour", 7, 5, NULL, NULL, NULL },
        { "MF1105", "/release/created", 8, 14, NULL, NULL, NULL },
        { "MF1106", "/release/changes", 8, 31, NULL, NULL, NULL },
        { "MF1201", "/build/source/dirty", 9, 32, NULL, NULL, NULL },
        { "MF1102", "/build/source/dirty", 9, 38, NULL, NULL, NULL },
        { "MF1205", "/artifacts/w/size", 10, 38, NULL, NULL, NULL },
    };

    assert_refused(many_json, MF_PROFILE_DRAFT, expected, COUNT_OF(expected));
}
END_TEST

/* A finding in an entry that repeats a key must not be taken for one in the first entry that has it. */
START_TEST(entries_that_repeat_a_key_are_told_apart)
{
    static const char yaml[] = V1 "services:\n"                           /* 2 */
                                  "- {name: a, colour: x}\n"              /* 3 */
                                  "- {name: b, colour: x}\n"              /* 4 */
                                  "- {name: a, timeout: x, colour: x}\n"; /* 5 */
    static const struct expected_finding expected[] = {
        { "MF1101", "/services/a/colour", 3, 13, NULL, NULL, NULL },
        { "MF1101", "/services/b/colour", 4, 13, NULL, NULL, NULL },
        { "MF1104", "/services/#2", 5, 10, "a", NULL, NULL },
        { "MF1203", "/services/#2/timeout", 5, 22, "x", NULL, NULL },
        { "MF1101", "/services/#2/colour", 5, 25, NULL, NULL, NULL },
    };

    assert_refused(yaml, MF_PROFILE_DRAFT, expected, COUNT_OF(expected));
}
END_TEST

START_TEST(the_report_has_a_limit_and_counts_the_rest)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    struct outcome outcome;

    for (uint32_t limit = 1; limit <= 20; limit++) {
        options.maximum_findings = limit;
        outcome = read_text(mf_view_of(many_yaml), &options);
        ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
        ck_assert_uint_eq(mf_report_count(outcome.report), limit < 17 ? limit : 17);
        ck_assert_uint_eq(mf_report_total(outcome.report), 17);
        ck_assert_uint_eq(mf_report_count_severity(outcome.report, MF_SEVERITY_ERROR), 17);
        ck_assert_uint_eq(mf_report_count_severity(outcome.report, MF_SEVERITY_WARNING), 17);
        ck_assert_ptr_null(mf_report_finding(outcome.report, limit < 17 ? limit : 17));
        end_outcome(&outcome);
    }
    ck_assert_uint_eq(mf_report_count(NULL), 0);
    ck_assert_uint_eq(mf_report_total(NULL), 0);
    ck_assert_str_eq(mf_finding_code(NULL), "");
    ck_assert_str_eq(mf_finding_path(NULL), "");
}
END_TEST

/* Nothing of the input may reach a terminal raw, wherever it is repeated. */
START_TEST(findings_are_printable)
{
    static const char *const texts[] = {
        V1 "release: {labels: [{name: \"\\e[31mx\", bogus: 1, value: \"\\e[0m\"}]}\n",
        V1 "\"\\e]0;x\\a\": 1\n",
        V1 "release: {labels: [{name: \"a\\nb\"}, {name: \"a\\nb\", \"\\u202e\": 1}]}\n",
        V1 "build: {steps: [{uses: [\"\\u0085\", \"\\u0085\"]}]}\n",
        J1 "\"release\": {\"created_by\": \"\\u001b[2J\", \"license\": \"\\u009b\"}}",
        V1 "rollout: {strategy: \"\\u2066\"}\n",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_RELEASE);
        struct outcome outcome = read_text(mf_view_of(texts[i]), &options);
        mf_bytes *json = NULL;
        mf_bytes *canonical = NULL;

        ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
        for (size_t j = 0; j < mf_report_count(outcome.report); j++) {
            const mf_finding *finding = mf_report_finding(outcome.report, j);
            const char *said[] = { mf_finding_path(finding), mf_finding_message(finding),
                                   mf_finding_found(finding), mf_finding_expected(finding),
                                   mf_finding_suggestion(finding) };

            for (size_t k = 0; k < COUNT_OF(said); k++) {
                struct mf_buffer printable = MF_BUFFER_EMPTY;

                mf_buffer_append_printable(&printable, mf_view_of(said[k]), SIZE_MAX);
                assert_view_is(mf_buffer_view(&printable), said[k]);
                mf_buffer_release(&printable);
            }
        }
        ck_assert_int_eq(mf_report_json(outcome.report, "\x1b[31m\xff.yaml", &json, NULL), MF_OK);
        for (const char *at = mf_bytes_data(json); *at != '\0'; at++) {
            ck_assert((unsigned char)*at >= 0x20 || *at == '\n' || *at == '\t');
        }
        ck_assert_int_eq(mf_json_canonicalize(mf_bytes_data(json), mf_bytes_size(json), 0, &canonical, NULL),
                         MF_OK);
        mf_bytes_unref(canonical);
        mf_bytes_unref(json);
        end_outcome(&outcome);
    }
}
END_TEST

START_TEST(reports_are_json_of_the_documented_form)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    struct outcome outcome = read_text(mf_view_of("schema: manifest/v1\nrelese: {}\n"), &options);
    mf_bytes *json = NULL;
    mf_bytes *canonical = NULL;
    mf_error *error = NULL;

    assert_ok(mf_report_json(outcome.report, "a/\xff.yaml", &json, &error), error);
    assert_ok(mf_json_canonicalize(mf_bytes_data(json), mf_bytes_size(json), 0, &canonical, &error), error);
    assert_bytes_are(
        canonical,
        "{\"errors\":1,\"file\":\"a/\\\\xff.yaml\",\"findings\":[{\"code\":\"MF1101\",\"column\":1,"
        "\"expected\":\"\",\"found\":\"relese\",\"line\":2,\"message\":\"unknown key 'relese': did you "
        "mean 'release'?\",\"offset\":20,\"path\":\"/relese\",\"severity\":\"error\",\"suggestion\":"
        "\"release\"}],\"notes\":0,\"warnings\":0}");
    mf_bytes_unref(json);
    mf_bytes_unref(canonical);
    assert_ok(mf_report_json(outcome.report, NULL, &json, &error), error);
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "\"file\""));
    mf_bytes_unref(json);
    ck_assert_int_eq(mf_report_json(NULL, NULL, &json, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_report_json(outcome.report, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    end_outcome(&outcome);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("findings");
    TCase *tcase = tcase_create("findings");

    tcase_add_loop_test(tcase, each_example_gives_its_finding, 0, (int)COUNT_OF(examples));
    tcase_add_test(tcase, slips_of_yaml_are_explained);
    tcase_add_test(tcase, every_finding_of_the_registry_has_an_example);
    tcase_add_test(tcase, the_registry_is_in_order_and_complete);
    tcase_add_test(tcase, drafts_may_leave_out_what_releases_need);
    tcase_add_test(tcase, one_mistake_is_one_finding);
    tcase_add_test(tcase, everything_is_found_at_once_in_yaml);
    tcase_add_test(tcase, everything_is_found_at_once_in_json);
    tcase_add_test(tcase, entries_that_repeat_a_key_are_told_apart);
    tcase_add_test(tcase, the_report_has_a_limit_and_counts_the_rest);
    tcase_add_test(tcase, findings_are_printable);
    tcase_add_test(tcase, reports_are_json_of_the_documented_form);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
