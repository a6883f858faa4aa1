/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the configuration, at their edges. How values are compared is in test_parameter. */
#include "documents.h"

/* With all that an operator wants to be told. */
#define WORDS           "impact: {latency: None.}, adjust: Never mind."
#define PARAMETER(text) "configuration: {parameters: [{name: a, " WORDS ", " text "}]}\n"
#define P               "/configuration/parameters/"
#define R               "/configuration/rules/"

START_TEST(values_are_within_their_bounds)
{
    static const struct rule_case cases[] = {
        { PARAMETER("type: int, value: 1, default: 64, fallback: 32, minimum: 1, maximum: 64"), "" },
        { PARAMETER("type: duration, value: 90s, maximum: 1m30s"), "" },
        { PARAMETER("type: quantity, value: 1Gi, choices: [1024Mi]"), "" },
        { PARAMETER("type: string, value: '', choices: ['', x]"), "" },
        { PARAMETER("type: int, minimum: 1"), "" },
        { PARAMETER("type: int, value: 0, minimum: 1"), "MF2501 " P "a/value + " P "a/minimum" },
        { PARAMETER("type: int, value: 65, maximum: 64"), "MF2501 " P "a/value + " P "a/maximum" },
        { PARAMETER("type: duration, value: 91s, maximum: 1m30s"), "MF2501 " P "a/value + " P "a/maximum" },
        { PARAMETER("type: quantity, value: 1G, choices: [1Gi]"), "MF2501 " P "a/value + " P "a/choices" },
        { PARAMETER("type: enum, value: Info, choices: [info]"), "MF2501 " P "a/value + " P "a/choices" },
        { PARAMETER("type: int, value: 1, default: 0, minimum: 1"),
          "MF2502 " P "a/default + " P "a/minimum" },
        { PARAMETER("type: enum, value: x, default: z, choices: [x]"),
          "MF2502 " P "a/default + " P "a/choices" },
        { PARAMETER("type: number, value: 1, fallback: 0.999, minimum: 1"),
          "MF2503 " P "a/fallback + " P "a/minimum" },
        { PARAMETER("type: int, value: 0, default: 0, fallback: 0, minimum: 1"),
          "MF2501 " P "a/value + " P "a/minimum, MF2502 " P "a/default + " P "a/minimum, MF2503 " P
          "a/fallback + " P "a/minimum" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF25");
}
END_TEST

START_TEST(bounds_make_sense)
{
    static const struct rule_case cases[] = {
        { PARAMETER("type: int, minimum: 1, maximum: 1"), "" },
        { PARAMETER("type: quantity, minimum: 1Gi, maximum: 1024Mi"), "" },
        { PARAMETER("type: enum, choices: [x]"), "" },
        { PARAMETER("type: string"), "" },
        { PARAMETER("type: int, choices: [1, 2], minimum: 1, maximum: 2"), "" },
        { PARAMETER("type: int, minimum: 2, maximum: 1"), "MF2504 " P "a/minimum + " P "a/maximum" },
        { PARAMETER("type: duration, minimum: 61s, maximum: 1m"), "MF2504 " P "a/minimum + " P "a/maximum" },
        { PARAMETER("type: number, minimum: 1e-9, maximum: 0"), "MF2504 " P "a/minimum + " P "a/maximum" },
        { PARAMETER("type: string, minimum: a"), "MF2505 " P "a/minimum + " P "a/type" },
        { PARAMETER("type: bool, maximum: true"), "MF2505 " P "a/maximum + " P "a/type" },
        { PARAMETER("type: enum, choices: [x], minimum: x, maximum: x"),
          "MF2505 " P "a/minimum + " P "a/type, MF2505 " P "a/maximum + " P "a/type" },
        { PARAMETER("type: enum, value: x"), "MF2506 " P "a/choices + " P "a/type" },
        { PARAMETER("type: bool, choices: [true, false]"), "MF2507 " P "a/choices + " P "a/type" },
        { PARAMETER("type: int, choices: [1, 2, 3], minimum: 2"),
          "MF2508 " P "a/choices/1 + " P "a/minimum" },
        { PARAMETER("type: duration, choices: [59s, 61s], minimum: 1m, maximum: 1m"),
          "MF2508 " P "a/choices/59s + " P "a/minimum, MF2508 " P "a/choices/61s + " P "a/maximum" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

START_TEST(operators_are_told)
{
    static const struct rule_case cases[] = {
        { "configuration: {parameters: [{name: a, type: int, impact: {quality: x}, adjust: z}]}\n", "" },
        { "configuration: {parameters: [{name: a, type: int, impact: {memory: x}, change: never}]}\n", "" },
        { "configuration: {parameters: [{name: a, type: int, adjust: z}]}\n", "MF2509 " P "a/impact" },
        { "configuration: {parameters: [{name: a, type: int, impact: {}, adjust: z}]}\n",
          "MF2509 " P "a/impact" },
        { "configuration: {parameters: [{name: a, type: int, impact: {latency: x}}]}\n",
          "MF2510 " P "a/adjust" },
        { "configuration: {parameters: [{name: a, type: int, impact: {latency: x}, change: live}]}\n",
          "MF2510 " P "a/adjust" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

START_TEST(changes_can_be_made)
{
    static const struct rule_case cases[] = {
        { PARAMETER("type: int, value: 1, fallback: 1, change: never"), "" },
        { PARAMETER("type: duration, value: 90s, fallback: 1m30s, change: never"), "" },
        { PARAMETER("type: int, value: 1, fallback: 2, change: deploy"), "" },
        { PARAMETER("type: int, fallback: 2, change: never"), "" },
        { PARAMETER("type: int, group: determinism, change: deploy"), "" },
        { PARAMETER("type: int, group: serving, change: live"), "" },
        { PARAMETER("type: int, value: 1, fallback: 2, change: never"),
          "MF2511 " P "a/fallback + " P "a/change" },
        { PARAMETER("type: int, group: determinism, change: live"), "MF2512 " P "a/change + " P "a/group" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

START_TEST(flags_can_be_switched_off)
{
    static const struct rule_case cases[] = {
        { PARAMETER("type: bool, value: false, default: false, argument: --x"), "" },
        { PARAMETER("type: bool, value: false, argument: --x"), "" },
        { PARAMETER("type: bool, value: true, default: true, argument: --x"), "" },
        { PARAMETER("type: bool, value: false, default: true, argument: --x="), "" },
        { PARAMETER("type: bool, value: false, default: true, variable: X"), "" },
        { PARAMETER("type: string, value: 'false', default: 'true', argument: --x"), "" },
        { PARAMETER("type: bool, value: false, default: true, argument: --x"),
          "MF2513 " P "a/value + " P "a/argument + " P "a/default" },
        { PARAMETER("type: bool, value: true, fallback: false, default: true, argument: --x"),
          "MF2513 " P "a/fallback + " P "a/argument + " P "a/default" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

START_TEST(each_way_to_the_process_is_written_once)
{
    static const struct rule_case cases[] = {
        { "configuration: {parameters: [{name: a, type: int, argument: --x}, {name: b, type: int, argument: --xx, variable: X}]}\n",
          "" },
        { "configuration: {parameters: [{name: a, type: int, argument: X, variable: X}]}\n", "" },
        { "environment: {process: {arguments: [--x, --x]}}\n", "" },
        { "environment: {process: {arguments: [x, --y]}}\nconfiguration: {parameters: [{name: a, type: int, argument: --x}]}\n",
          "" },
        { "environment: {variables: [{name: XX}]}\nconfiguration: {parameters: [{name: a, type: int, variable: xx}]}\n",
          "" },
        { "configuration: {parameters: [{name: a, type: int, argument: --x}, {name: b, type: int, argument: --x}]}\n",
          "MF2520 " P "b/argument + " P "a/argument" },
        { "configuration: {parameters: [{name: a, type: int, argument: --x=}, {name: b, type: int, argument: --x}]}\n",
          "MF2520 " P "b/argument + " P "a/argument" },
        { "configuration: {parameters: [{name: a, type: int, argument: -x}, {name: b, type: int, argument: -x}, {name: c, type: int, argument: -x}]}\n",
          "MF2520 " P "b/argument + " P "a/argument, MF2520 " P "c/argument + " P "b/argument" },
        { "configuration: {parameters: [{name: a, type: int, variable: X}, {name: b, type: int, variable: X}]}\n",
          "MF2521 " P "b/variable + " P "a/variable" },
        { "environment: {process: {arguments: [--x, '1']}}\n"
          "configuration: {parameters: [{name: a, type: int, argument: --x}]}\n",
          "MF2522 " P "a/argument + /environment/process/arguments/0" },
        { "environment: {process: {arguments: [serve, --x=1]}}\n"
          "configuration: {parameters: [{name: a, type: int, argument: --x}]}\n",
          "MF2522 " P "a/argument + /environment/process/arguments/1" },
        { "environment: {process: {command: [serve, --x], arguments: [--y]}}\n"
          "configuration: {parameters: [{name: a, type: int, argument: --x}, {name: b, type: int, argument: --x}]}\n",
          "MF2522 " P "a/argument + /environment/process/command/1, MF2520 " P "b/argument + " P
          "a/argument" },
        { "environment: {variables: [{name: X, value: '1'}]}\n"
          "configuration: {parameters: [{name: a, type: int, variable: X}]}\n",
          "MF2523 " P "a/variable + /environment/variables/X/name" },
        { "environment: {variables: [{name: X, secret: s}]}\n"
          "configuration: {parameters: [{name: a, type: int, variable: X}]}\n",
          "MF2523 " P "a/variable + /environment/variables/X/name" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF25");
}
END_TEST

#define RULES(parameters, expression)                                                                        \
    "configuration:\n  parameters: [" parameters "]\n  rules: [{name: r, expression: '" expression "'}]\n"
#define A "{name: a, type: int, value: 2, " WORDS "}"
#define TWO                                                                                                  \
    "{name: a, type: int, value: 4, fallback: 1, " WORDS                                                     \
    "}, {name: b, type: int, value: 4, fallback: 1, " WORDS "}"
#define B "{name: b, type: int, value: 3, fallback: 1, " WORDS "}"

START_TEST(rules_can_be_read)
{
    static const struct rule_case cases[] = {
        { RULES(A, "a == 2"), "" },
        { RULES(A, "environment.architecture == \"amd64\" || a > 0"), "" },
        { RULES("{name: a, type: duration, value: 2s}", "a == 2.0"), "" },
        { RULES("{name: a, type: enum, value: x}", "a in [\"x\", \"y\"]"), "" },
        { RULES(A, "a =="), "MF2530 " R "r/expression" },
        { RULES(A, "a = 2"), "MF2530 " R "r/expression" },
        { RULES(A, "a"), "MF2530 " R "r/expression" },
        { RULES(A, "a == 2.0"), "MF2530 " R "r/expression" },
        { RULES(A, "a == \"2\""), "MF2530 " R "r/expression" },
        { RULES(A, "c == 2"), "MF2530 " R "r/expression" },
        { RULES(A, "environment.disk > 1"), "MF2530 " R "r/expression" },
        { RULES(A, "has(a)"), "MF2530 " R "r/expression" },
        { RULES("{name: a, type: duration, value: 2s}", "a == 2"), "MF2530 " R "r/expression" },
        { RULES("{name: a, type: duration, value: 2s}", "a == \"2s\""), "MF2530 " R "r/expression" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF25");
}
END_TEST

START_TEST(rules_hold)
{
    static const char fact[] = "environment: {resources: {gpus: {count: 2}, cpu: {request: 1}}}\n"
                               "configuration:\n  parameters: [" A "]\n"
                               "  rules: [{name: r, expression: a == environment.gpu_count + 1}]\n";
    static const char no_fact[] = "environment: {resources: {cpu: {request: 1}}}\n"
                                  "configuration:\n  parameters: [" A "]\n"
                                  "  rules: [{name: r, expression: environment.cpu_limit >= 1.0}]\n";
    const struct rule_case cases[] = {
        { RULES(A ", " B, "a < b || b == 1"), "" },
        { RULES("{name: a, type: quantity, value: 1Gi, " WORDS "}", "a == 1073741824.0"), "" },
        /* What is missing is said by the profile. */
        { RULES("{name: a, type: int, " WORDS "}", "a == 2"), "" },
        { RULES(A ", " B, "a > b"), "MF2531 " R "r/expression + " P "a/value + " P "b/value" },
        { RULES(A, "a < 2 || a > 2"), "MF2531 " R "r/expression + " P "a/value" },
        { RULES(A, "false"), "MF2535 " R "r/expression, MF2531 " R "r/expression" },
        { RULES(A, "1 < 2"), "MF2535 " R "r/expression" },
        { fact, "MF2531 " R "r/expression + " P "a/value + /environment/resources/gpus/count" },
        { no_fact, "MF2532 " R "r/expression + /environment/resources/cpu/limit" },
        { RULES(A, "10 / (a - 2) > 1"), "MF2532 " R "r/expression + " P "a/value" },
        { RULES("{name: a, type: int, value: 9007199254740991, " WORDS "}", "a * a > 0"),
          "MF2532 " R "r/expression + " P "a/value" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

START_TEST(rules_hold_for_fallbacks)
{
    static const struct rule_case cases[] = {
        { RULES(A ", " B, "b >= 1"), "" },
        { RULES(A ", " B, "b >= 2"), "MF2533 " P "b/fallback + " R "r/expression" },
        { RULES(A ", " B, "a < b"), "MF2533 " P "b/fallback + " R "r/expression" },
        { RULES(A ", " B, "10 / (b - 1) > 1"), "MF2533 " P "b/fallback + " R "r/expression" },
        { RULES("{name: a, type: int, value: 2, fallback: 2, " WORDS "}", "a == 2"), "" },
        /* A rule that is broken already says nothing of fallbacks. */
        { RULES(A ", " B, "b > 3"), "MF2531 " R "r/expression + " P "b/value" },
    };
    static const struct rule_case together[] = {
        { RULES(TWO, "a + b >= 3"), "MF2534 " R "r/expression + " P "a/fallback + " P "b/fallback" },
        { RULES(TWO, "a + b >= 2"), "" },
        { RULES(TWO, "a + b >= 6"),
          "MF2533 " P "a/fallback + " R "r/expression, MF2533 " P "b/fallback + " R "r/expression" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF25");
    assert_rules_find(together, COUNT_OF(together), MF_PROFILE_RELEASE, "MF25");
}
END_TEST

/* So many long rules that trying each with every fallback would take too long: that is said once, and no rule counts as broken. */
START_TEST(trying_fallbacks_is_bounded)
{
    enum { PARAMETERS = 17, RULE_COUNT = 2000 };
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    size_t found = 0;
    mf_manifest *manifest;
    mf_report *report = NULL;

    mf_buffer_append_text(&text, "schema: manifest/v1\nconfiguration:\n  parameters:\n");
    for (int i = 0; i < PARAMETERS; i++) {
        mf_buffer_format(&text, "  - {name: a%02d, type: int, value: 2, fallback: 1, " WORDS "}\n", i);
    }
    mf_buffer_append_text(&text, "  rules:\n");
    for (int i = 0; i < RULE_COUNT; i++) {
        mf_buffer_format(&text, "  - {name: r%04d, expression: '", i);
        for (int j = 0; j < 20 * PARAMETERS; j++) {
            mf_buffer_format(&text, "%sa%02d > 0", j == 0 ? "" : " && ", j % PARAMETERS);
        }
        mf_buffer_append_text(&text, "'}\n");
    }
    mf_buffer_append_byte(&text, '\0');
    manifest = must_read(text.data);
    options.maximum_findings = 10000;
    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const char *code = mf_finding_code(mf_report_finding(report, i));

        if (strncmp(code, "MF253", 5) == 0) {
            ck_assert_str_eq(code, "MF2532");
            found++;
        }
    }
    ck_assert_uint_eq(found, 1);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
}
END_TEST

/* A draft grows: what is contradictory is said, and what is missing is not. */
START_TEST(drafts_may_be_unfinished)
{
    static const struct rule_case cases[] = {
        { "configuration: {parameters: [{name: a, type: enum, value: x}]}\n", "" },
        { "configuration: {parameters: [{name: a, type: bool, choices: [true], change: live, group: determinism}]}\n",
          "" },
        { RULES(A, "environment.gpu_memory > 1.0"), "" },
        { RULES(A, "a == 3"), "MF2531 " R "r/expression + " P "a/value" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF25");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_configuration");
    TCase *tests = tcase_create("rules_configuration");

    tcase_add_test(tests, values_are_within_their_bounds);
    tcase_add_test(tests, bounds_make_sense);
    tcase_add_test(tests, operators_are_told);
    tcase_add_test(tests, changes_can_be_made);
    tcase_add_test(tests, flags_can_be_switched_off);
    tcase_add_test(tests, each_way_to_the_process_is_written_once);
    tcase_add_test(tests, rules_can_be_read);
    tcase_add_test(tests, rules_hold);
    tcase_add_test(tests, rules_hold_for_fallbacks);
    tcase_add_test(tests, trying_fallbacks_is_bounded);
    tcase_add_test(tests, drafts_may_be_unfinished);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
