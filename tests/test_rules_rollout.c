/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about rollouts at their edges: what just has a finding, and what just has none. */
#include "documents.h"

/* What the rules of a family find in one piece. */
static void judge(const char *family, const char *piece, mf_profile profile, const char *expected)
{
    struct rule_case only = { piece, expected };

    assert_rules_find(&only, 1, profile, family);
}

struct row {
    const char *rollout; /* in YAML, what is between its braces */
    const char *expected;
};

static void check(const struct row *rows, size_t count, mf_profile profile)
{
    for (size_t i = 0; i < count; i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(&piece, "rollout: {%s}\n", rows[i].rollout);
        mf_buffer_append_byte(&piece, '\0');
        judge("MF26", piece.data, profile, rows[i].expected);
        mf_buffer_release(&piece);
    }
}

#define STEP(number) "/rollout/steps/" #number
#define HELD         ", hold: 1h"
#define ASKED        ", hold: 1h, approval: true"

START_TEST(weights_increase)
{
    static const struct row rows[] = {
        { "steps: [{weight: 0}, {weight: 1}, {weight: 100}]", "" },
        { "steps: [{weight: 1}, {hold: 1h}, {weight: 2}]", "" },
        { "steps: [{hold: 1h}, {approval: true}]", "" },
        { "steps: [{weight: 5}, {weight: 5}]", "MF2602 " STEP(1) "/weight + " STEP(0) "/weight" },
        { "steps: [{weight: 6}, {weight: 5}, {weight: 7}]",
          "MF2602 " STEP(1) "/weight + " STEP(0) "/weight" },
        { "steps: [{weight: 6}, {hold: 1h}, {weight: 6}]", "MF2602 " STEP(2) "/weight + " STEP(0) "/weight" },
        { "steps: [{weight: 0}, {weight: 0}, {weight: 0}]",
          "MF2602 " STEP(1) "/weight + " STEP(0) "/weight, "
                                                 "MF2602 " STEP(2) "/weight + " STEP(1) "/weight" },
        { "steps: [{weight: 100}, {weight: 10}]", "MF2602 " STEP(1) "/weight + " STEP(0) "/weight" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_DRAFT);
}
END_TEST

START_TEST(steps_begin_and_end_where_they_should)
{
    static const struct row rows[] = {
        { "strategy: canary, steps: [{weight: 99" HELD "}, {weight: 100" ASKED "}]", "" },
        { "strategy: canary, steps: [{weight: 0" HELD "}, {weight: 100" ASKED "}]", "" },
        { "strategy: canary, steps: [{hold: 1h}, {weight: 100" ASKED "}]", "" },
        { "strategy: canary, steps: [{weight: 1" HELD "}, {approval: true}]", "" },
        { "strategy: shadow, steps: [{weight: 100" ASKED "}]", "" },
        { "strategy: rolling, max_surge: '1', steps: [{weight: 100" HELD "}]", "" },
        { "strategy: recreate, steps: [{weight: 100" HELD "}]", "" },
        { "strategy: canary, steps: [{weight: 100" ASKED "}]",
          "MF2605 " STEP(0) "/weight + /rollout/strategy" },
        { "strategy: canary, steps: [{weight: 99" ASKED "}]", "MF2603 " STEP(0) "/weight" },
        { "strategy: canary, steps: [{weight: 0" ASKED "}]", "MF2603 " STEP(0) "/weight" },
        { "strategy: blue-green, steps: [{weight: 0" ASKED "}]", "MF2603 " STEP(0) "/weight" },
        { "strategy: rolling, max_surge: 1%, steps: [{weight: 99" HELD "}]", "MF2603 " STEP(0) "/weight" },
        { "strategy: recreate, steps: [{weight: 0" HELD "}]", "MF2603 " STEP(0) "/weight" },
        { "strategy: shadow, steps: [{weight: 99" ASKED "}]", "MF2604 " STEP(0) "/weight" },
        { "strategy: canary", "MF2601 /rollout/steps + /rollout/strategy" },
        { "strategy: canary, steps: []", "MF2601 /rollout/steps + /rollout/strategy" },
        { "strategy: blue-green", "MF2601 /rollout/steps + /rollout/strategy" },
        { "strategy: shadow", "MF2601 /rollout/steps + /rollout/strategy" },
        { "strategy: rolling, max_surge: 1%", "" },
        { "strategy: recreate", "" },
        { "steps: [{weight: 50" ASKED "}]", "MF2603 " STEP(0) "/weight" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_RELEASE);
}
END_TEST

START_TEST(steps_last_long_enough)
{
    static const struct row rows[] = {
        { "steps: [{hold: 1ms}]", "" },
        { "steps: [{hold: 0s}]", "MF2606 " STEP(0) "/hold" },
        { "steps: [{hold: 0s, approval: true}, {hold: 0s}]",
          "MF2606 " STEP(0) "/hold, MF2606 " STEP(1) "/hold" },
        /* Equal is long enough, however it is spelled. */
        { "steps: [{hold: 90s, require: [a]}], gates: [{name: a, for: 1m30s}]", "" },
        { "steps: [{hold: 90s, require: [a]}], gates: [{name: a, for: 1m30s1ms}]",
          "MF2608 " STEP(0) "/hold + /rollout/gates/a/for" },
        { "steps: [{hold: 1h, require: [a, b, c]}], gates: [{name: a, for: 2h}, {name: b, for: 3h}, {name: c, for: 1h}]",
          "MF2608 " STEP(0) "/hold + /rollout/gates/b/for" },
        { "steps: [{require: [a]}], gates: [{name: a, for: 1d}]", "" },
        { "steps: [{hold: 1s, require: [a]}], gates: [{name: a}]", "" },
        { "steps: [{hold: 1s, require: [b]}], gates: [{name: a, for: 1d}]", "" },
        { "steps: [{hold: 0s, require: [a]}], gates: [{name: a, for: 1d}]", "MF2606 " STEP(0) "/hold" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_DRAFT);
}
END_TEST

START_TEST(every_step_but_the_last_is_held)
{
    static const struct row rows[] = {
        { "steps: [{weight: 1, hold: 1s}, {weight: 100}]", "" },
        { "steps: [{weight: 1, require: [a]}, {weight: 100}], gates: [{name: a}]", "" },
        { "steps: [{weight: 1, approval: true}, {weight: 100}]", "" },
        { "steps: [{weight: 100}]", "" },
        { "steps: [{weight: 1}, {weight: 100}]", "MF2607 " STEP(0) },
        { "steps: [{weight: 1, approval: false}, {weight: 100}]", "MF2607 " STEP(0) },
        { "steps: [{weight: 1, require: []}, {weight: 2, hold: 1s}, {weight: 100}]", "MF2607 " STEP(0) },
        { "steps: [{weight: 1}, {weight: 2}, {weight: 100}]", "MF2607 " STEP(0) ", MF2607 " STEP(1) },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_RELEASE);
}
END_TEST

START_TEST(switches_and_promotions_are_decided_on)
{
    static const struct row rows[] = {
        { "strategy: blue-green, steps: [{weight: 0" ASKED "}, {weight: 100" ASKED "}]", "" },
        { "strategy: blue-green, steps: [{weight: 0" ASKED "}, {weight: 50" HELD "}, {weight: 100" ASKED "}]",
          "" },
        { "strategy: blue-green, steps: [{weight: 0, require: [a]}, {weight: 100, require: [a]}], "
          "gates: [{name: a}]",
          "" },
        { "strategy: blue-green, steps: [{weight: 0" ASKED "}, {weight: 100" HELD "}]", "MF2611 " STEP(1) },
        { "strategy: blue-green, steps: [{weight: 0" HELD "}, {weight: 100" ASKED "}]", "MF2610 " STEP(1) },
        { "strategy: blue-green, steps: [{weight: 100" ASKED "}]", "MF2610 " STEP(0) },
        { "strategy: blue-green, steps: [{weight: 0" HELD "}, {weight: 100" HELD "}]",
          "MF2609 " STEP(1) " + /rollout/strategy" },
        { "strategy: blue-green, steps: [{weight: 100" HELD "}]", "MF2609 " STEP(0) " + /rollout/strategy" },
        { "strategy: blue-green, steps: [{weight: 0" HELD "}, {weight: 100, approval: false}]",
          "MF2609 " STEP(1) " + /rollout/strategy" },
        { "strategy: canary, steps: [{weight: 1" HELD "}, {weight: 100" HELD "}]", "MF2611 " STEP(1) },
        { "strategy: canary, steps: [{weight: 1" ASKED "}, {weight: 100}]", "MF2611 " STEP(1) },
        { "strategy: shadow, steps: [{weight: 100" HELD "}]", "MF2611 " STEP(0) },
        { "strategy: rolling, max_surge: 1%, steps: [{weight: 100" HELD "}]", "" },
        { "strategy: recreate, steps: [{weight: 100}]", "" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_RELEASE);
}
END_TEST

START_TEST(instances_can_be_replaced)
{
    static const struct row rows[] = {
        { "strategy: rolling, max_surge: 1%", "" },
        { "strategy: rolling, max_unavailable: '1'", "" },
        { "strategy: rolling, max_surge: '0', max_unavailable: 99%", "" },
        { "strategy: rolling", "MF2612 /rollout/max_surge + /rollout/max_unavailable" },
        { "strategy: rolling, max_surge: '0'", "MF2612 /rollout/max_surge + /rollout/max_unavailable" },
        { "strategy: rolling, max_unavailable: '0'", "MF2612 /rollout/max_surge + /rollout/max_unavailable" },
        { "strategy: rolling, max_surge: '0', max_unavailable: '0'",
          "MF2612 /rollout/max_surge + /rollout/max_unavailable" },
        { "max_surge: '0', max_unavailable: '0'", "" },
        { "max_unavailable: 99%", "" },
        { "max_unavailable: 100%", "MF2613 /rollout/max_unavailable" },
        { "max_unavailable: 999999999%", "MF2613 /rollout/max_unavailable" },
        { "max_unavailable: '999999999'", "" }, /* of how many? */
        { "strategy: recreate, max_unavailable: '0'", "MF2615 /rollout/max_unavailable + /rollout/strategy" },
        { "strategy: recreate, max_unavailable: 100%",
          "MF2615 /rollout/max_unavailable + /rollout/strategy" },
        { "strategy: recreate, max_surge: '1'", "MF2615 /rollout/max_surge + /rollout/strategy" },
        { "strategy: recreate, steps: [{weight: 0" HELD "}, {weight: 100}]", "" },
        { "strategy: recreate, steps: [{weight: 1" HELD "}, {weight: 100}]",
          "MF2614 " STEP(0) "/weight + /rollout/strategy" },
        { "strategy: recreate, steps: [{weight: 99" HELD "}, {weight: 100}]",
          "MF2614 " STEP(0) "/weight + /rollout/strategy" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_RELEASE);
}
END_TEST

START_TEST(some_instance_stays)
{
    static const struct {
        const char *instances;
        const char *missing;
        bool bad;
    } rows[] = {
        { "{minimum: 3}", "'2'", false },          { "{minimum: 3}", "'3'", true },
        { "{minimum: 3}", "'4'", true },           { "{minimum: 1}", "'1'", true },
        { "{minimum: 0}", "'1'", false },          { "{maximum: 2}", "'9'", false },
        { "{minimum: 1000000000}", "100%", true }, { "{minimum: 1}", "99%", false },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;
        bool number = strchr(rows[i].missing, '%') == NULL;

        mf_buffer_format(&piece, "environment: {instances: %s}\nrollout: {max_unavailable: %s}\n",
                         rows[i].instances, rows[i].missing);
        mf_buffer_append_byte(&piece, '\0');
        judge("MF26", piece.data, MF_PROFILE_DRAFT,
              !rows[i].bad ? ""
              : number     ? "MF2613 /rollout/max_unavailable + /environment/instances/minimum"
                           : "MF2613 /rollout/max_unavailable");
        mf_buffer_release(&piece);
    }
}
END_TEST

START_TEST(deadlines_leave_time)
{
    static const struct row rows[] = {
        { "progress_deadline: 1ms, rollback: {deadline: 1ms, keep: 0s}", "" },
        { "progress_deadline: 0s", "MF2616 /rollout/progress_deadline" },
        { "rollback: {deadline: 0s}", "MF2616 /rollout/rollback/deadline" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_DRAFT);
}
END_TEST

START_TEST(every_gate_is_asked)
{
    static const struct row rows[] = {
        { "strategy: recreate, steps: [{weight: 100, require: [a, b]}], gates: [{name: a}, {name: b}]", "" },
        { "strategy: recreate, steps: [{weight: 100, require: [b, c]}], gates: [{name: a}, {name: b}]",
          "MF2617 /rollout/gates/a/name" },
        { "strategy: recreate, gates: [{name: b}, {name: a}]",
          "MF2617 /rollout/gates/b/name, MF2617 /rollout/gates/a/name" },
        { "strategy: recreate, steps: [{weight: 100, require: [a]}]", "" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_RELEASE);
}
END_TEST

START_TEST(what_may_still_come_is_no_mistake_of_a_draft)
{
    static const struct row rows[] = {
        { "", "" },
        { "strategy: canary", "" },
        { "strategy: rolling", "" },
        { "strategy: canary, steps: [{weight: 100}]", "" },
        { "strategy: blue-green, steps: [{weight: 0}, {weight: 50}], gates: [{name: a}]", "" },
    };

    check(rows, COUNT_OF(rows), MF_PROFILE_DRAFT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_rollout");
    TCase *tests = tcase_create("rules_rollout");

    tcase_add_test(tests, weights_increase);
    tcase_add_test(tests, steps_begin_and_end_where_they_should);
    tcase_add_test(tests, steps_last_long_enough);
    tcase_add_test(tests, every_step_but_the_last_is_held);
    tcase_add_test(tests, switches_and_promotions_are_decided_on);
    tcase_add_test(tests, instances_can_be_replaced);
    tcase_add_test(tests, some_instance_stays);
    tcase_add_test(tests, deadlines_leave_time);
    tcase_add_test(tests, every_gate_is_asked);
    tcase_add_test(tests, what_may_still_come_is_no_mistake_of_a_draft);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
