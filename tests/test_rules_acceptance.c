/* SPDX-License-Identifier: Apache-2.0 */
/* MF30xx: tests with expected answers, limits of performance, metrics that somebody knows. */
#include "documents.h"

static void assert_gives(const char *piece, mf_profile profile, const char *expected)
{
    struct rule_case only = { piece, expected };

    assert_rules_find(&only, 1, profile, "MF30");
}

#define GOOD_TEST  "{name: g, method: exact, input: i, output: o}"
#define GOOD_BOUND "{name: p, metric: latency_p99, maximum: 1}"
#define TESTS      "MF3001 /acceptance/tests"
#define LIMITS     "MF3002 /acceptance/performance"

START_TEST(a_test_compares_answers)
{
    static const struct {
        const char *tests;
        const char *expected;
    } rows[] = {
        { GOOD_TEST, "" },
        { "{name: c, method: close, input: i, output: o, absolute: 0.1}", "" },
        { "{name: c, method: close, input: i, output: o, relative: 0}", "" },
        { "{name: m, method: metric, input: i, metric: auc, minimum: 0.9}, " GOOD_TEST, "" },
        { "{name: m, method: metric, input: i, metric: auc, minimum: 0.9}", TESTS },
        { "{name: m, method: metric, input: i, output: o, metric: auc, minimum: 0.9}", TESTS },
        { "{name: c, method: close, input: i, output: o}", TESTS },
        { "{name: e, method: exact, input: i}", TESTS },
        { "{name: e, method: exact, output: o}", TESTS },
        { "{name: e, input: i, output: o}", TESTS },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(&piece, "acceptance: {tests: [%s], performance: [" GOOD_BOUND "]}", rows[i].tests);
        mf_buffer_append_byte(&piece, '\0');
        assert_gives(piece.data, MF_PROFILE_RELEASE, rows[i].expected);
        assert_gives(piece.data, MF_PROFILE_DRAFT, "");
        mf_buffer_release(&piece);
    }
    assert_gives("acceptance: {performance: [" GOOD_BOUND "]}", MF_PROFILE_RELEASE, TESTS);
    assert_gives("release: {id: x}", MF_PROFILE_RELEASE, "");
}
END_TEST

START_TEST(something_limits_performance)
{
    assert_gives("acceptance: {tests: [" GOOD_TEST "]}", MF_PROFILE_RELEASE, LIMITS);
    assert_gives("acceptance: {tests: [" GOOD_TEST "], performance: [{name: a, metric: latency}]}",
                 MF_PROFILE_RELEASE, LIMITS ", MF3003 /acceptance/performance/a");
    assert_gives("acceptance: {tests: [" GOOD_TEST "], performance: [{name: a, metric: latency}, " GOOD_BOUND
                 "]}",
                 MF_PROFILE_RELEASE, "MF3003 /acceptance/performance/a");
    assert_gives("acceptance: {tests: [" GOOD_TEST
                 "], performance: [{name: a, metric: throughput, minimum: 5}]}",
                 MF_PROFILE_RELEASE, "");
}
END_TEST

START_TEST(bounds_leave_something)
{
    assert_gives("acceptance: {performance: [{name: a, minimum: 2, maximum: 1}]}", MF_PROFILE_DRAFT,
                 "MF3004 /acceptance/performance/a/minimum + /acceptance/performance/a/maximum");
    assert_gives("acceptance: {performance: [{name: a, minimum: -1, maximum: -1.5}]}", MF_PROFILE_DRAFT,
                 "MF3004 /acceptance/performance/a/minimum + /acceptance/performance/a/maximum");
    assert_gives("acceptance: {tests: [{name: a, minimum: 1e300, maximum: 9e299}]}", MF_PROFILE_DRAFT,
                 "MF3004 /acceptance/tests/a/minimum + /acceptance/tests/a/maximum");
    assert_gives("acceptance: {performance: [{name: a, minimum: 1, maximum: 1.0}]}", MF_PROFILE_DRAFT, "");
    assert_gives("acceptance: {performance: [{name: a, minimum: 10, maximum: 9e1}]}", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(tolerances_are_not_negative)
{
    assert_gives("acceptance: {tests: [{name: a, absolute: -1}]}", MF_PROFILE_DRAFT,
                 "MF3005 /acceptance/tests/a/absolute");
    assert_gives("acceptance: {tests: [{name: a, relative: -1e-300, absolute: 1}]}", MF_PROFILE_DRAFT,
                 "MF3005 /acceptance/tests/a/relative");
    assert_gives("acceptance: {tests: [{name: a, absolute: 0, relative: 1e-9}]}", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(metrics_are_known)
{
    static const char *const known[] = {
        "accuracy",
        "auc",
        "f1_macro",
        "recall_at_10",
        "pass_at_1",
        "ndcg_at_100",
        "latency_p99",
        "latency_p999",
        "latency",
        "gpu_memory_peak_p95",
        "resident_memory_peak",
        "ttft_p50",
        "tokens_per_second",
        "roc_auc_ovr_weighted",
        "error_rate",
        "memory_max",
        "win_rate",
        /* Those of the release. */
        "groundedness",
        "groundedness_p10",
        "score_errors",
        "score_errors_mean",
        "drift",
    };
    static const char *const unknown[] = {
        "goodness", "quality", "latencyp99", "latency_q99", "latency_p",          "p99", "at_10", "accuracy2",
        "acuracy",  "ground",  "drifts",     "score",       "latency_p99_of_all", "zzz", "a",
    };

    for (size_t i = 0; i < COUNT_OF(known) + COUNT_OF(unknown); i++) {
        bool good = i < COUNT_OF(known);
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(
            &piece,
            "build: {evaluations: [{name: z, metric: relevance}, {name: a, metric: groundedness}, {name: b}]}\n"
            "observability: {metrics: [{name: score_errors}], signals: [{name: drift}]}\n"
            "acceptance: {tests: [" GOOD_TEST ", {name: m, metric: %s}], performance: [" GOOD_BOUND "]}\n",
            good ? known[i] : unknown[i - COUNT_OF(known)]);
        mf_buffer_append_byte(&piece, '\0');
        assert_gives(piece.data, MF_PROFILE_RELEASE, good ? "" : "MF3006 /acceptance/tests/m/metric");
        mf_buffer_release(&piece);
    }
    assert_gives("acceptance: {tests: [" GOOD_TEST
                 "], performance: [{name: p, metric: groundedness, maximum: 1}]}",
                 MF_PROFILE_RELEASE, "MF3006 /acceptance/performance/p/metric");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_acceptance");
    TCase *tests = tcase_create("rules_acceptance");

    tcase_add_test(tests, a_test_compares_answers);
    tcase_add_test(tests, something_limits_performance);
    tcase_add_test(tests, bounds_leave_something);
    tcase_add_test(tests, tolerances_are_not_negative);
    tcase_add_test(tests, metrics_are_known);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
