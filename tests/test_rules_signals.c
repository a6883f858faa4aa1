/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions on signals at their edges: what just has a finding, and what just has none. */
#include "documents.h"

/* A signal with an alert, so that only what a row is about is found. */
#define SIGNAL                                                                                               \
    "observability: {signals: [{name: e}], alerts: [{name: a, expression: e > 1.0}]}\n"                      \
    "rollout: "

static const struct rule_case of_rollout[] = {
    { SIGNAL "{gates: [{name: g, expression: e < 1.0}]}\n", "MF2617 /rollout/gates/g/name" },
    { SIGNAL "{failures: [{name: f, expression: e > 1.0, response: page, mode: automatic}]}\n", "" },
    { SIGNAL "{failures: [{name: f, expression: e > 1}]}\n", "MF2619 /rollout/failures/f/expression" },
    { SIGNAL "{failures: [{name: f, expression: e}]}\n", "MF2619 /rollout/failures/f/expression" },
    { SIGNAL "{failures: [{name: f, expression: e >}]}\n", "MF2619 /rollout/failures/f/expression" },
    { SIGNAL "{failures: [{name: f, expression: x > 1.0}]}\n", "MF2619 /rollout/failures/f/expression" },
    { SIGNAL "{failures: [{name: f, expression: 1.0 > 2.0}]}\n", "MF2621 /rollout/failures/f/expression" },
    { SIGNAL "{failures: [{name: f}]}\n", "" },
    { SIGNAL "{rollback: {mode: manual}}\n", "" },
    { SIGNAL "{rollback: {mode: automatic}}\n", "MF2622 /rollout/rollback/mode" },
    { SIGNAL "{rollback: {mode: automatic}, failures: [{name: f, expression: e > 1.0, response: page, mode: "
             "automatic}]}\n",
      "MF2622 /rollout/rollback/mode" },
    { SIGNAL
      "{rollback: {mode: automatic}, failures: [{name: f, expression: e > 1.0, response: rollback, mode: "
      "manual}]}\n",
      "MF2622 /rollout/rollback/mode" },
    { SIGNAL
      "{rollback: {mode: automatic}, failures: [{name: f, expression: e > 1.0, response: rollback, mode: "
      "automatic}]}\n",
      "" },
    { SIGNAL "{rollback: {mode: manual}, failures: [{name: f, expression: e > 1.0, response: rollback, mode: "
             "automatic}]}\n",
      "MF2623 /rollout/failures/f/mode + /rollout/rollback/mode" },
    /* A condition that is not good has that one finding: it may well look at a signal. */
    { SIGNAL
      "{rollback: {mode: automatic}, failures: [{name: f, expression: y > 1.0, response: rollback, mode: "
      "automatic}]}\n",
      "MF2619 /rollout/failures/f/expression" },
    { "rollout: {failures: [{name: f, expression: e > 1.0}]}\n", "MF2619 /rollout/failures/f/expression" },
};

static const struct rule_case of_observability[] = {
    { "observability: {signals: [{name: e}], alerts: [{name: a, expression: e > 1.0 || e < 0.0}]}\n", "" },
    { "observability: {signals: [{name: e}], alerts: [{name: a, expression: e > 1}]}\n",
      "MF2703 /observability/alerts/a/expression" },
    { "observability: {alerts: [{name: a, expression: 'true'}]}\n",
      "MF2704 /observability/alerts/a/expression" },
    { "observability: {signals: [{name: e}]}\n", "MF2706 /observability/signals/e" },
    { "observability: {signals: [{name: e}]}\n"
      "rollout: {failures: [{name: f, expression: e > 1.0, response: pause}]}\n",
      "" },
    { "observability: {signals: [{name: e}]}\n"
      "rollout: {failures: [{name: f, expression: e > 1.0, response: rollback}]}\n",
      "MF2705 /observability/signals/e + /rollout/failures/f/expression" },
    { "observability: {signals: [{name: e}], alerts: [{name: a, expression: e > 0.5}]}\n"
      "rollout: {failures: [{name: f, expression: e > 1.0, response: rollback}]}\n",
      "" },
};

START_TEST(failures_are_detected)
{
    assert_rules_find(of_rollout, COUNT_OF(of_rollout), MF_PROFILE_RELEASE, "MF26");
}
END_TEST

START_TEST(alerts_look_at_what_matters)
{
    assert_rules_find(of_observability, COUNT_OF(of_observability), MF_PROFILE_RELEASE, "MF27");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_signals");
    TCase *tests = tcase_create("signals");

    tcase_add_test(tests, failures_are_detected);
    tcase_add_test(tests, alerts_look_at_what_matters);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
