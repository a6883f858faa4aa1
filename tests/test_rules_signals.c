/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about conditions, rollbacks and alerts at their edges: what just has a finding, and what just has none. */
#include "documents.h"

#include <stdio.h>

/* Three signals that conditions may use. */
#define SIGNALS                                                                                              \
    "observability:\n"                                                                                       \
    "  signals: [{name: a, variant: candidate}, {name: b, variant: stable}, {name: long_name, variant: all}]\n"

#define A "sha256:a3f5e2c1d4b697880716253443526170f8e9dacbbcadde9f0a1b2c3d4e5f6071"
#define B "sha256:b4e6f3d2c5a798990827364554637281e9fadbcccdbeefa01b2c3d4e5f607182"

/* What the rules of a family find where a condition, in double quotes, stands in a piece with one "%s". */
static void check(const char *family, const char *pattern, const char *condition, mf_profile profile,
                  const char *expected)
{
    const char *at = strstr(pattern, "%s");
    struct mf_buffer piece = MF_BUFFER_EMPTY;
    struct rule_case only;

    mf_buffer_append(&piece, mf_view_make(pattern, (size_t)(at - pattern)));
    mf_buffer_append_text(&piece, condition);
    mf_buffer_append_text(&piece, at + 2);
    mf_buffer_append_byte(&piece, '\0');
    only = (struct rule_case){ piece.data, expected };
    assert_rules_find(&only, 1, profile, family);
    mf_buffer_release(&piece);
}

/* The places where conditions stand, and the codes that the same mistakes have there. */
static const struct {
    const char *family;
    const char *piece;
    const char *path;
    const char *wrong;
    const char *unknown;
    const char *without;
} places[] = {
    { "MF26",
      "rollout: {steps: [{weight: 100, require: [x]}], gates: [{name: x, expression: \"%s\"}]}\n" SIGNALS,
      "/rollout/gates/x/expression", "MF2618", "MF2624", "MF2620" },
    { "MF26", "rollout: {failures: [{name: x, expression: \"%s\"}]}\n" SIGNALS,
      "/rollout/failures/x/expression", "MF2619", "MF2624", "MF2621" },
    { "MF27", SIGNALS "  alerts: [{name: x, expression: \"%s\"}]\n", "/observability/alerts/x/expression",
      "MF2703", "MF2715", "MF2704" },
};

/* The same conditions in all places, with one finding each or none. */
static void check_everywhere(const char *condition, mf_profile profile, char which)
{
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const char *code = which == 'w' ? places[i].wrong : which == '0' ? places[i].without : NULL;
        char expected[100] = "";

        if (code != NULL) {
            (void)snprintf(expected, sizeof expected, "%s %s", code, places[i].path);
        }
        check(which == '0' ? places[i].without : places[i].family, places[i].piece, condition, profile,
              expected);
    }
}

START_TEST(conditions_compare_signals)
{
    static const char *const good[] = {
        "a < 0.01",
        "a<0.01&&b>=a*1.1",
        "!(a > b) || long_name == 2.0",
        "a in [1.0, 2.0, b]",
        "a > 0.0 ? b < 1.0 : b < 2.0",
        "size([a, b]) == 2",
        "a > 1.0 // not b > x",
        "'contains(x)'.contains('y.z') || a > 1.0",
        "true || a > 1.0",
    };
    static const char *const wrong[] = {
        "a",
        "a + b",
        "a > 2",
        "a > '2'",
        "a >",
        "a > 1.0)",
        "(a > 1.0",
        "a > 1.0 and b > 1.0",
        "a > 1.0 AND b > 1.0",
        "a > 1.0 & b > 1.0",
        "a = 1.0",
        "a > 1.0; b > 1.0",
        "a.b > 1.0",
        "environment.gpu_count > 1",
        "abs(a) > 1.0",
        "a.startsWith('x')",
        "a > 1e999",
        "a > 5%",
        "if a > 1.0",
        "not a > 1.0",
        "True",
        "null == a",
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        check_everywhere(good[i], MF_PROFILE_DRAFT, ' ');
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        check_everywhere(wrong[i], MF_PROFILE_DRAFT, 'w');
    }
}
END_TEST

START_TEST(conditions_look_at_a_signal)
{
    static const char *const constant[] = { "true", "false", "1.0 < 2.0", "'a' == 'a'", "!(1 in [2, 3])" };

    for (size_t i = 0; i < COUNT_OF(constant); i++) {
        check_everywhere(constant[i], MF_PROFILE_RELEASE, '0');
    }
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        check(places[i].without, places[i].piece, "1.0", MF_PROFILE_RELEASE, "");
        check(places[i].without, places[i].piece, "nowhere > 1.0", MF_PROFILE_RELEASE, "");
    }
    /* What cannot be read is not said to be constant as well, and what is missing is no condition. */
    check_everywhere("1.0", MF_PROFILE_DRAFT, 'w');
    check_everywhere("1.0 <", MF_PROFILE_DRAFT, 'w');
    check("MF26", "rollout: {gates: [{name: x}], failures: [{name: %s}]}\n", "x", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(signals_are_declared)
{
    static const char *const unknown[] = { "c > 1.0", "A > 1.0", "a > aa", "c > 1.0 && c < 2.0 && a > 0.0",
                                           "[c] == [a]" };

    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        check_everywhere(unknown[i], MF_PROFILE_DRAFT, ' ');
    }
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        char expected[200];

        for (size_t j = 0; j < COUNT_OF(unknown); j++) {
            (void)snprintf(expected, sizeof expected, "%s %s", places[i].unknown, places[i].path);
            check(places[i].unknown, places[i].piece, unknown[j], MF_PROFILE_RELEASE, expected);
        }
        /* Each name once, in the order of the text. */
        (void)snprintf(expected, sizeof expected, "%s %s, %s %s", places[i].unknown, places[i].path,
                       places[i].unknown, places[i].path);
        check(places[i].unknown, places[i].piece, "d > 1.0 || c > 1.0 || d > 2.0", MF_PROFILE_RELEASE,
              expected);
        /* What is wrong besides is not hidden, in a draft neither. */
        check(places[i].wrong, places[i].piece, "c > 1", MF_PROFILE_DRAFT,
              strcat(strcat(strcpy(expected, places[i].wrong), " "), places[i].path));
    }
    /* Metrics, gates and parameters are no signals. */
    check("MF2624",
          "configuration: {parameters: [{name: p, type: number}]}\n"
          "rollout: {gates: [{name: g, expression: \"%s\"}]}\nobservability: {metrics: [{name: m}]}\n",
          "p > g && m > 1.0", MF_PROFILE_RELEASE,
          "MF2624 /rollout/gates/g/expression, MF2624 /rollout/gates/g/expression, "
          "MF2624 /rollout/gates/g/expression");
}
END_TEST

static const mf_finding *find(const mf_report *report, const char *code)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        if (strcmp(mf_finding_code(mf_report_finding(report, i)), code) == 0) {
            return mf_report_finding(report, i);
        }
    }
    ck_abort_msg("no %s", code);
    return NULL;
}

/* Findings point into the condition, and name what was probably meant. */
START_TEST(findings_point_into_the_condition)
{
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    mf_report *report;
    const mf_finding *finding;

    options.maximum_findings = 1000;
    report = judge_piece("rollout:\n"
                         "  gates:\n"
                         "    - {name: x, expression: long_nam > 1.0}\n"
                         "    - {name: z, expression: a > 1.0 && b > 2}\n" SIGNALS,
                         &options);
    finding = find(report, "MF2624");
    ck_assert_ptr_nonnull(strstr(mf_finding_message(finding), "'long_nam': did you mean 'long_name'?"));
    ck_assert_uint_eq(mf_finding_line(finding), 4);
    ck_assert_uint_eq(mf_finding_column(finding), 29);
    finding = find(report, "MF2618");
    ck_assert_uint_eq(mf_finding_line(finding), 5);
    ck_assert_uint_eq(mf_finding_column(finding), 44);
    mf_report_unref(report);
}
END_TEST

START_TEST(gates_need_a_release_to_compare_with)
{
    static const char at_all[] = "MF2625 /rollout/gates/x/expression + /observability/signals/b/variant + "
                                 "/rollout/steps/1/weight";
    static const struct {
        const char *piece; /* of the rollout, with the gate's condition */
        const char *condition;
        const char *expected;
    } rows[] = {
        { "strategy: canary, steps: [{weight: 50, require: [x]}, {weight: 100}]", "a < b", "" },
        { "strategy: canary, steps: [{weight: 50, require: [x]}, {weight: 100, require: [x]}]", "a < 1.0",
          "" },
        { "strategy: canary, steps: [{weight: 50}, {weight: 99, require: [x]}]", "a < b", "" },
        { "strategy: shadow, steps: [{weight: 50}, {weight: 100, require: [x]}]", "a < b", "" },
        { "strategy: canary, steps: [{weight: 50}, {weight: 100, require: [x]}]", "long_name < 1.0", "" },
        { "strategy: canary, steps: [{weight: 50}, {weight: 100, require: [x]}]", "a < b", at_all },
        { "strategy: rolling, steps: [{weight: 50}, {weight: 100, require: [x]}]", "b > 1.0", at_all },
        { "strategy: blue-green, steps: [{weight: 0, require: [x]}, {weight: 100, require: [x]}]", "b > 1.0",
          at_all },
        { "strategy: recreate, steps: [{weight: 100, require: [x]}]", "a < b",
          "MF2625 /rollout/gates/x/expression + /observability/signals/b/variant + /rollout/strategy" },
        { "rollback: {first_release: true}", "a < b",
          "MF2625 /rollout/gates/x/expression + /observability/signals/b/variant + "
          "/rollout/rollback/first_release" },
        { "rollback: {first_release: true}, steps: [{weight: 100, require: [x]}]", "b > a",
          "MF2625 /rollout/gates/x/expression + /observability/signals/b/variant + "
          "/rollout/rollback/first_release" },
        { "rollback: {first_release: false}", "a < b", "" },
        { "rollback: {target: '" A "'}", "a < b", "" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char pattern[600];

        (void)snprintf(pattern, sizeof pattern,
                       "rollout: {%s, gates: [{name: x, expression: \"%%s\"}]}\n" SIGNALS, rows[i].piece);
        check("MF2625", pattern, rows[i].condition, MF_PROFILE_RELEASE, rows[i].expected);
    }
}
END_TEST

START_TEST(failures_need_one_as_well)
{
    static const char at_all[] = "MF2625 /rollout/failures/x/expression + /observability/signals/b/variant + "
                                 "/rollout/steps/0/weight";
    static const struct {
        const char *rollout;
        const char *failure;
        const char *expected;
    } rows[] = {
        { "steps: [{weight: 100}]", "missing: trigger, expression: a > b", at_all },
        { "steps: [{weight: 100}]", "missing: trigger, expression: a > 1.0", "" },
        { "steps: [{weight: 100}]", "missing: ignore, expression: a > b", "" },
        { "steps: [{weight: 100}]", "expression: a > b", "" },
        { "steps: [{weight: 99}]", "missing: trigger, expression: a > b", "" },
        { "strategy: shadow, steps: [{weight: 100}]", "missing: trigger, expression: a > b", "" },
        { "strategy: recreate", "missing: trigger, expression: a > b",
          "MF2625 /rollout/failures/x/expression + /observability/signals/b/variant + /rollout/strategy" },
        { "rollback: {first_release: true}", "missing: trigger, expression: a > b",
          "MF2625 /rollout/failures/x/expression + /observability/signals/b/variant + "
          "/rollout/rollback/first_release" },
        { "rollback: {first_release: true}", "missing: ignore, expression: a > b", "" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char pattern[600];

        (void)snprintf(pattern, sizeof pattern, "rollout: {%s, failures: [{name: x, %%s}]}\n" SIGNALS,
                       rows[i].rollout);
        check("MF2625", pattern, rows[i].failure, MF_PROFILE_RELEASE, rows[i].expected);
    }
}
END_TEST

START_TEST(rollbacks_are_started_by_something)
{
    static const char undetected[] = "MF2622 /rollout/rollback/mode";
    static const char piece[] = "rollout: {rollback: {mode: automatic}, failures: [{name: x, %s}]}\n";
    static const struct {
        const char *failure;
        const char *expected;
    } rows[] = {
        { "expression: a > 1.0, response: rollback, mode: automatic", "" },
        { "expression: a > 1.0, response: page, mode: automatic}, {name: z, expression: a > 1.0, response: "
          "rollback, mode: automatic",
          "" },
        { "expression: a > 1.0, response: rollback, mode: manual", undetected },
        { "expression: a > 1.0, response: pause, mode: automatic", undetected },
        { "expression: a > 1.0, response: page, mode: automatic", undetected },
        { "expression: 'true', response: rollback, mode: automatic", undetected },
        { "response: rollback, mode: automatic", undetected },
        { "expression: a > 1.0, mode: automatic", undetected },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check("MF2622", piece, rows[i].failure, MF_PROFILE_RELEASE, rows[i].expected);
    }
    check("MF2622", "rollout: {rollback: {mode: %s}}\n", "automatic", MF_PROFILE_RELEASE, undetected);
    check("MF2622", "rollout: {rollback: {mode: %s}}\n", "manual", MF_PROFILE_RELEASE, "");
    check("MF2622", "rollout: {rollback: {mode: %s}}\n", "automatic", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(modes_of_rollbacks_agree)
{
    static const char piece[] =
        "rollout: {rollback: {mode: %s}, failures: [{name: x, response: rollback, mode: automatic}, "
        "{name: z, response: rollback, mode: manual}, {name: w, response: pause, mode: automatic}]}\n";

    check("MF2623", piece, "automatic", MF_PROFILE_RELEASE, "");
    check("MF2623", piece, "manual", MF_PROFILE_RELEASE,
          "MF2623 /rollout/failures/x/mode + /rollout/rollback/mode");
    check("MF2623", "rollout: {failures: [{name: x, %s}]}\n", "response: rollback, mode: automatic",
          MF_PROFILE_RELEASE, "");
}
END_TEST

START_TEST(rollbacks_lead_somewhere)
{
    static const char differs[] = "MF2627 /rollout/rollback/target + /release/supersedes";
    static const char first[] = "MF2626 /rollout/rollback/first_release + /release/supersedes";
    static const char nothing[] = "MF2628 /rollout/rollback/mode + /rollout/rollback/first_release";
    static const char superseding[] = "release: {supersedes: '" A "'}\nrollout: {rollback: {%s}}\n";
    static const char alone[] = "rollout: {rollback: {%s}}\n";

    check("MF262", superseding, "target: '" A "'", MF_PROFILE_DRAFT, "");
    check("MF262", superseding, "target: '" B "'", MF_PROFILE_DRAFT, differs);
    check("MF262", superseding, "first_release: true", MF_PROFILE_DRAFT, first);
    check("MF262", superseding, "first_release: false", MF_PROFILE_DRAFT, "");
    check("MF262", superseding, "deadline: 5m", MF_PROFILE_DRAFT, "");
    check("MF262", alone, "target: '" B "'", MF_PROFILE_DRAFT, "");
    check("MF262", alone, "first_release: true", MF_PROFILE_DRAFT, "");
    check("MF2628", alone, "first_release: true, mode: manual", MF_PROFILE_RELEASE, "");
    check("MF2628", alone, "first_release: true, mode: automatic, steps: [Stop.]", MF_PROFILE_RELEASE, "");
    check("MF2628", alone, "target: '" B "', mode: automatic", MF_PROFILE_RELEASE, "");
    check("MF2628", alone, "first_release: true, mode: automatic", MF_PROFILE_RELEASE, nothing);
}
END_TEST

START_TEST(rollback_signals_have_alerts)
{
    static const char a[] = "MF2705 /observability/signals/a + /rollout/failures/x/expression";
    static const char both[] = "MF2705 /observability/signals/a + /rollout/failures/x/expression, "
                               "MF2705 /observability/signals/b + /rollout/failures/x/expression";
    static const struct {
        const char *failure;
        const char *alert;
        const char *expected;
    } rows[] = {
        { "response: rollback, mode: automatic, expression: a > 1.0", "a > 0.5", "" },
        { "response: rollback, mode: automatic, expression: a > b", "a > 0.5 || b > 0.5", "" },
        { "response: rollback, mode: automatic, expression: a > b",
          "a > 0.5 }, {name: z, expression: b > 0.5 ", "" },
        { "response: page, mode: automatic, expression: a > b", "long_name > 1.0", "" },
        { "response: pause, mode: automatic, expression: a > b", "long_name > 1.0", "" },
        { "response: rollback, mode: automatic, expression: nowhere > 1.0", "a > 1.0", "" },
        { "response: rollback, mode: automatic, expression: a > 1.0", "b > 0.5", a },
        { "response: rollback, mode: manual, expression: a > 1.0", "b > 0.5", a },
        { "response: rollback, expression: a > 1.0", "'''a'' == ''a'''", a },
        { "response: rollback, expression: a > b", "long_name > 0.5", both },
        { "response: rollback, expression: a > 1.0}, {name: z, response: rollback, expression: a > 2.0",
          "b > 0.5", a },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char pattern[800];

        (void)snprintf(pattern, sizeof pattern,
                       "rollout: {failures: [{name: x, %s}]}\n" SIGNALS
                       "  alerts: [{name: x, expression: %%s}]\n",
                       rows[i].failure);
        check("MF2705", pattern, rows[i].alert, MF_PROFILE_RELEASE, rows[i].expected);
    }
    check("MF2705", "rollout: {failures: [{name: x, %s}]}\n" SIGNALS,
          "response: rollback, expression: a > 1.0", MF_PROFILE_RELEASE, a);
    check("MF2705", "rollout: {failures: [{name: x, %s}]}\n" SIGNALS,
          "response: rollback, expression: a > 1.0", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(signals_are_looked_at)
{
    static const char piece[] =
        "rollout: {gates: [{name: x, expression: a > 1.0}], "
        "failures: [{name: x, expression: b > 1.0}]}\n" SIGNALS "  alerts: [{name: x, expression: \"%s\"}]\n";

    check("MF2706", piece, "long_name > 1.0", MF_PROFILE_RELEASE, "");
    check("MF2706", piece, "long_name >", MF_PROFILE_RELEASE, "");
    check("MF2706", piece, "a > 1.0", MF_PROFILE_RELEASE, "MF2706 /observability/signals/long_name");
    check("MF2706", piece, "'long_name' == 'x' // long_name", MF_PROFILE_RELEASE,
          "MF2706 /observability/signals/long_name");
    check("MF2706", piece, "x.long_name > 1.0", MF_PROFILE_RELEASE,
          "MF2706 /observability/signals/long_name");
    check("MF2706", piece, "a > 1.0", MF_PROFILE_DRAFT, "");
}
END_TEST

/* The longest conditions, one longer, and one with as many names as fit. */
START_TEST(long_conditions_are_bounded)
{
    static char condition[5000];
    size_t size = 0;

    memset(condition, ' ', 4096);
    memcpy(condition, "a > 1.0", 7);
    condition[4095] = ')';
    condition[4094] = '(';
    condition[4096] = '\0';
    check_everywhere(condition, MF_PROFILE_DRAFT, 'w');
    memcpy(condition + 4094, "//", 2);
    check_everywhere(condition, MF_PROFILE_DRAFT, ' ');
    strcpy(condition + 4096, "/");
    check_everywhere(condition, MF_PROFILE_DRAFT, 'w');
    while (size < 4096) {
        condition[size] = "abc"[size % 3];
        size++;
        condition[size++] = ' ';
    }
    condition[size] = '\0';
    check_everywhere(condition, MF_PROFILE_DRAFT, 'w');
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_signals");
    TCase *tests = tcase_create("rules_signals");

    tcase_add_test(tests, conditions_compare_signals);
    tcase_add_test(tests, conditions_look_at_a_signal);
    tcase_add_test(tests, signals_are_declared);
    tcase_add_test(tests, findings_point_into_the_condition);
    tcase_add_test(tests, gates_need_a_release_to_compare_with);
    tcase_add_test(tests, failures_need_one_as_well);
    tcase_add_test(tests, rollbacks_are_started_by_something);
    tcase_add_test(tests, modes_of_rollbacks_agree);
    tcase_add_test(tests, rollbacks_lead_somewhere);
    tcase_add_test(tests, rollback_signals_have_alerts);
    tcase_add_test(tests, signals_are_looked_at);
    tcase_add_test(tests, long_conditions_are_bounded);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
