/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about observability at their edges: what just has a finding, and what just has none. */
#include "documents.h"

#include <stdio.h>

/* What the rules of a family find in one piece. */
static void judge(const char *family, const char *piece, mf_profile profile, const char *expected)
{
    struct rule_case only = { piece, expected };

    assert_rules_find(&only, 1, profile, family);
}

#define AT "/observability/"

/* Judges a piece made of a pattern with one "%s". */
static void check(const char *family, const char *pattern, const char *part, mf_profile profile,
                  const char *expected)
{
    const char *at = strstr(pattern, "%s");
    struct mf_buffer piece = MF_BUFFER_EMPTY;

    mf_buffer_append(&piece, mf_view_make(pattern, (size_t)(at - pattern)));
    mf_buffer_append_text(&piece, part);
    mf_buffer_append_text(&piece, at + 2);
    mf_buffer_append_byte(&piece, '\0');
    judge(family, piece.data, profile, expected);
    mf_buffer_release(&piece);
}

START_TEST(destinations_take_what_they_get)
{
    static const char piece[] = "observability:\n"
                                "  destinations: [{name: d, kind: %s}]\n"
                                "  metrics: [{name: m, publish: d}]\n"
                                "  alerts: [{name: a, notify: d}]\n"
                                "  logging: {destination: d}\n"
                                "  tracing: {destination: d}\n";
    static const char metrics[] = "MF2701 " AT "metrics/m/publish + " AT "destinations/d/kind";
    static const char alerts[] = "MF2702 " AT "alerts/a/notify + " AT "destinations/d/kind";
    static const char logs[] = "MF2701 " AT "logging/destination + " AT "destinations/d/kind";
    static const char traces[] = "MF2701 " AT "tracing/destination + " AT "destinations/d/kind";
    static const struct {
        const char *kind;
        const char *refused[4];
    } rows[] = {
        { "prometheus", { NULL, alerts, logs, traces } },
        { "otlp", { NULL, alerts } },
        { "loki", { metrics, alerts, NULL, traces } },
        { "splunk", { NULL } },
        { "cloudwatch", { NULL } },
        { "stackdriver", { NULL } },
        { "datadog", { NULL } },
        { "kafka", { NULL } },
        { "file", { NULL, alerts } },
        { "pager", { metrics, NULL, logs, traces } },
        { "mail", { metrics, NULL, logs, traces } },
        { "chat", { metrics, NULL, logs, traces } },
        { "other", { NULL } },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer expected = MF_BUFFER_EMPTY;

        for (size_t j = 0; j < 4; j++) {
            if (rows[i].refused[j] != NULL) {
                mf_buffer_append_text(&expected, expected.size == 0 ? "" : ", ");
                mf_buffer_append_text(&expected, rows[i].refused[j]);
            }
        }
        mf_buffer_append_byte(&expected, '\0');
        check("MF270", piece, rows[i].kind, MF_PROFILE_DRAFT, expected.data);
        mf_buffer_release(&expected);
    }
    judge("MF27",
          "observability:\n"
          "  destinations: [{name: d}]\n"
          "  metrics: [{name: m, publish: d}, {name: k, publish: nowhere}, {name: o}]\n"
          "  logging: {destination: d}\n",
          MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(aggregates_fit_their_metrics)
{
    static const char piece[] =
        "observability:\n"
        "  metrics: [{name: m, type: counter}, {name: g, type: gauge}, {name: h, type: histogram},\n"
        "            {name: s, type: summary}, {name: u}]\n"
        "  signals: [{name: x, %s}]\n";
    static const char aggregate[] = AT "signals/x/aggregate";
    static const struct {
        const char *signal;
        const char *code; /* NULL: good */
        const char *type;
    } rows[] = {
        { "metric: m, aggregate: rate", NULL, NULL },
        { "metric: m, aggregate: increase", NULL, NULL },
        { "metric: m, aggregate: p50", "MF2710", "m" },
        { "metric: m, aggregate: p999", "MF2710", "m" },
        { "metric: m, aggregate: mean", "MF2713", "m" },
        { "metric: m, aggregate: min", "MF2713", "m" },
        { "metric: m, aggregate: max", "MF2713", "m" },
        { "metric: m, aggregate: sum", "MF2713", "m" },
        { "metric: m, aggregate: last", "MF2713", "m" },
        { "metric: g, aggregate: rate", "MF2712", "g" },
        { "metric: g, aggregate: increase", "MF2712", "g" },
        { "metric: g, aggregate: p90", "MF2711", "g" },
        { "metric: g, aggregate: max", NULL, NULL },
        { "metric: g, aggregate: last", NULL, NULL },
        { "metric: h, aggregate: p99", NULL, NULL },
        { "metric: h, aggregate: rate", NULL, NULL },
        { "metric: h, aggregate: mean", NULL, NULL },
        { "metric: s, aggregate: p99", NULL, NULL },
        { "metric: s, aggregate: increase", NULL, NULL },
        { "metric: u, aggregate: p99", NULL, NULL },
        { "metric: nowhere, aggregate: p99", NULL, NULL },
        { "aggregate: p99", NULL, NULL },
        { "metric: m", NULL, NULL },
        { "metric: m, over: g, aggregate: ratio", NULL, NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char expected[200] = "";

        if (rows[i].code != NULL) {
            (void)snprintf(expected, sizeof expected, "%s %s + " AT "metrics/%s/type", rows[i].code,
                           aggregate, rows[i].type);
        }
        check("MF27", piece, rows[i].signal, MF_PROFILE_DRAFT, expected);
    }
}
END_TEST

START_TEST(ratios_have_a_denominator)
{
    static const char piece[] = "observability:\n"
                                "  metrics: [{name: m, type: counter}, {name: k, type: counter}]\n"
                                "  signals: [{name: x, %s}, {name: z, metric: m, over: k}]\n"
                                "  alerts: [{name: a, expression: x > z}]\n";
    static const char over[] = AT "signals/x/over";
    static const struct {
        const char *signal;
        mf_profile profile;
        const char *code;
        const char *other;
    } rows[] = {
        { "metric: m, over: k, aggregate: ratio", MF_PROFILE_RELEASE, NULL, NULL },
        { "metric: m, aggregate: rate", MF_PROFILE_RELEASE, NULL, NULL },
        { "metric: m, over: m", MF_PROFILE_RELEASE, NULL, NULL },
        { "over: k, aggregate: ratio", MF_PROFILE_RELEASE, NULL, NULL },
        { "metric: m, aggregate: ratio", MF_PROFILE_DRAFT, NULL, NULL },
        { "metric: m, aggregate: ratio", MF_PROFILE_RELEASE, "MF2707", "aggregate" },
        { "metric: m, over: m, aggregate: ratio", MF_PROFILE_DRAFT, "MF2708", "metric" },
        { "metric: zz, over: zz, aggregate: ratio", MF_PROFILE_DRAFT, "MF2708", "metric" },
        { "metric: m, over: k, aggregate: rate", MF_PROFILE_DRAFT, "MF2709", "aggregate" },
        { "metric: m, over: m, aggregate: rate", MF_PROFILE_DRAFT, "MF2709", "aggregate" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char expected[200] = "";

        if (rows[i].code != NULL) {
            (void)snprintf(expected, sizeof expected, "%s %s + " AT "signals/x/%s", rows[i].code, over,
                           rows[i].other);
        }
        check("MF270", piece, rows[i].signal, rows[i].profile, expected);
    }
}
END_TEST

START_TEST(windows_and_retention_have_a_length)
{
    judge("MF27", "observability: {signals: [{name: x, window: 1ms}], logging: {retention: 1s}}",
          MF_PROFILE_DRAFT, "");
    judge("MF27", "observability: {signals: [{name: x, window: 0s}]}", MF_PROFILE_DRAFT,
          "MF2714 " AT "signals/x/window");
    judge("MF27", "observability: {logging: {retention: 0s}}", MF_PROFILE_DRAFT,
          "MF2719 " AT "logging/retention");
}
END_TEST

START_TEST(traces_are_taken)
{
    static const char piece[] = "observability: {tracing: {sample_rate: %s}}\n";
    static const char bad[] = "MF2720 " AT "tracing/sample_rate";

    check("MF27", piece, "1", MF_PROFILE_RELEASE, "");
    check("MF27", piece, "5e-324", MF_PROFILE_RELEASE, "");
    check("MF27", piece, "0", MF_PROFILE_DRAFT, bad);
    check("MF27", piece, "0.0", MF_PROFILE_DRAFT, bad);
    check("MF27", piece, "-0", MF_PROFILE_DRAFT, bad);
    judge("MF27", "observability: {tracing: {propagation: w3c}}", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(metrics_are_used)
{
    static const char piece[] = "observability: {metrics: [{name: a}, {name: b}], signals: [%s]}\n";

    check("MF2716", piece, "{name: x, metric: a, over: b}", MF_PROFILE_RELEASE, "");
    check("MF2716", piece, "{name: x, metric: a}, {name: z, metric: b}", MF_PROFILE_RELEASE, "");
    check("MF2716", piece, "{name: x, metric: a}, {name: z, metric: a}", MF_PROFILE_RELEASE,
          "MF2716 " AT "metrics/b/name");
    check("MF2716", piece, "{name: x, metric: c}", MF_PROFILE_RELEASE,
          "MF2716 " AT "metrics/a/name, MF2716 " AT "metrics/b/name");
    check("MF2716", piece, "", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(the_log_level_is_known)
{
    static const char piece[] =
        "configuration: {parameters: [%s]}\nobservability: {logging: {format: json}}\n";
    static const char unknown[] = "MF2717 " AT "logging + /configuration/parameters";
    static const char chatty[] = "MF2718 /configuration/parameters/x/value";
    static const struct {
        const char *parameter;
        const char *expected;
    } rows[] = {
        { "{name: x, type: string, value: info, group: logging}", "" },
        { "{name: x, type: string, value: WARNING, group: logging}", "" },
        { "{name: x, type: string, value: 'off', group: logging}", "" },
        { "{name: log_level, type: int, value: 20, group: logging}", "" },
        { "{name: level_of_logs, type: string, group: logging}", "" },
        { "{name: verbosity, type: int, value: 2, group: logging}", "" },
        { "{name: a, type: bool, value: true}, {name: x, type: string, value: error, group: logging}", "" },
        { "{name: x, type: string, value: debug, group: logging}", chatty },
        { "{name: x, type: string, value: Trace, group: logging}", chatty },
        { "{name: x, type: string, value: debugging, group: logging}", unknown },
        { "{name: x, type: string, value: info, group: serving}", unknown },
        { "{name: log_level, type: string, value: info}", unknown },
        { "{name: log_level, type: string, value: debug, group: observability}", unknown },
        { "{name: log_requests, type: bool, value: true, group: logging}", unknown },
        { "{name: log_format, type: string, value: json, group: logging}", unknown },
        { "", unknown },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check("MF27", piece, rows[i].parameter, MF_PROFILE_RELEASE,
              *rows[i].parameter == '\0' ? "" : rows[i].expected);
    }
    /* An empty list is none, and a configuration that is missing is a finding of its own. */
    check("MF27", piece, "{name: x, type: bool}", MF_PROFILE_DRAFT, "");
    judge("MF27", "configuration: {rules: [{name: r}]}\nobservability: {logging: {format: json}}\n",
          MF_PROFILE_RELEASE, unknown);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_observability");
    TCase *tests = tcase_create("rules_observability");

    tcase_add_test(tests, destinations_take_what_they_get);
    tcase_add_test(tests, aggregates_fit_their_metrics);
    tcase_add_test(tests, ratios_have_a_denominator);
    tcase_add_test(tests, windows_and_retention_have_a_length);
    tcase_add_test(tests, traces_are_taken);
    tcase_add_test(tests, metrics_are_used);
    tcase_add_test(tests, the_log_level_is_known);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
