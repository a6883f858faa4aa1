/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about how the release is watched: destinations that can take what they get, signals that mean something, and logs. */
#include "rules/run.h"
#include "value/ascii.h"
#include "value/number.h"

#include <stddef.h>

/* What a destination takes. */
enum {
    TAKES_METRICS = 1,
    TAKES_LOGS = 2,
    TAKES_TRACES = 4,
    TELLS = 8, /* people, of alerts */
};

static const struct {
    const char *kind;
    unsigned takes;
} destinations[] = {
    { "prometheus", TAKES_METRICS },
    { "otlp", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES },
    { "loki", TAKES_LOGS },
    { "splunk", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS },
    { "cloudwatch", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS },
    { "stackdriver", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS },
    { "datadog", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS },
    { "kafka", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS },
    { "file", TAKES_METRICS | TAKES_LOGS | TAKES_TRACES },
    { "pager", TELLS },
    { "mail", TELLS },
    { "chat", TELLS },
};

/* Of a kind that is missing or other, everything. */
static unsigned what_takes(const struct mf_scalar *kind)
{
    for (size_t i = 0; i < sizeof destinations / sizeof destinations[0]; i++) {
        if (mf_scalar_is(kind, destinations[i].kind)) {
            return destinations[i].takes;
        }
    }
    return TAKES_METRICS | TAKES_LOGS | TAKES_TRACES | TELLS;
}

/* NULL if the reference leads nowhere, which is a finding of its own, or if all is well. */
static const struct model_observability_destinations *
find_unfit(const struct model_observability *observability, const struct mf_scalar *reference, unsigned what)
{
    const struct model_observability_destinations *destination =
        reference->text == NULL ? NULL
                                : mf_list_find(&observability->destinations, sizeof *destination,
                                               offsetof(struct model_observability_destinations, name),
                                               mf_scalar_view(reference));

    return destination == NULL || (what_takes(&destination->kind) & what) != 0 ? NULL : destination;
}

static void check_destination(struct mf_rules_run *run, const struct model_observability *observability,
                              const struct mf_scalar *reference, unsigned what, const char *name)
{
    const struct model_observability_destinations *unfit = find_unfit(observability, reference, what);

    if (unfit != NULL) {
        mf_rules_add(run, MF_FINDING_DESTINATION_UNFIT, reference,
                     "'%.*s' is of kind %.*s, which takes no %s: send them to a destination that does",
                     MF_SHOWN(mf_scalar_view(reference)), MF_SHOWN(mf_scalar_view(&unfit->kind)), name);
        mf_rules_relate(run, &unfit->kind, "its kind");
    }
}

static void check_destinations(struct mf_rules_run *run, const struct model_observability *observability)
{
    const struct model_observability_metrics *metrics = observability->metrics.items;
    const struct model_observability_alerts *alerts = observability->alerts.items;

    for (uint32_t i = 0; i < observability->metrics.count; i++) {
        check_destination(run, observability, &metrics[i].publish, TAKES_METRICS, "metrics");
    }
    for (uint32_t i = 0; i < observability->alerts.count; i++) {
        const struct mf_scalar *notify = &alerts[i].notify;
        const struct model_observability_destinations *unfit = find_unfit(observability, notify, TELLS);

        if (unfit != NULL) {
            mf_rules_add(run, MF_FINDING_ALERT_TELLS_NOBODY, notify,
                         "'%.*s' is of kind %.*s, which keeps data and tells nobody: name a pager, a mailbox "
                         "or a chat",
                         MF_SHOWN(mf_scalar_view(notify)), MF_SHOWN(mf_scalar_view(&unfit->kind)));
            mf_rules_relate(run, &unfit->kind, "its kind");
        }
    }
    if (observability->logging != NULL) {
        check_destination(run, observability, &observability->logging->destination, TAKES_LOGS, "logs");
    }
    if (observability->tracing != NULL) {
        check_destination(run, observability, &observability->tracing->destination, TAKES_TRACES, "traces");
    }
}

static bool is_percentile(const struct mf_scalar *aggregate)
{
    return aggregate->text != NULL && aggregate->text[0] == 'p';
}

/* Those that make a speed of a number that only grows. */
static bool is_speed(const struct mf_scalar *aggregate)
{
    return mf_scalar_is(aggregate, "rate") || mf_scalar_is(aggregate, "increase");
}

static void add_unsuited(struct mf_rules_run *run, enum mf_finding_code code,
                         const struct model_observability_signals *signal,
                         const struct model_observability_metrics *metric, const char *advice)
{
    mf_rules_add(run, code, &signal->aggregate, "'%.*s' of the %.*s '%.*s': %s",
                 MF_SHOWN(mf_scalar_view(&signal->aggregate)), MF_SHOWN(mf_scalar_view(&metric->type)),
                 MF_SHOWN(mf_scalar_view(&metric->name)), advice);
    mf_rules_relate(run, &metric->type, "the type of the metric");
}

/* Does the aggregate mean something for a metric of this type? */
static void check_aggregate(struct mf_rules_run *run, const struct model_observability_signals *signal,
                            const struct model_observability_metrics *metric)
{
    const struct mf_scalar *aggregate = &signal->aggregate;
    bool counter = mf_scalar_is(&metric->type, "counter");
    bool gauge = mf_scalar_is(&metric->type, "gauge");

    if (aggregate->text == NULL || mf_scalar_is(aggregate, "ratio")) {
        return;
    }
    if (is_percentile(aggregate) && counter) {
        add_unsuited(run, MF_FINDING_PERCENTILE_OF_COUNTER, signal, metric,
                     "a number that only grows has no percentiles; measure with a histogram");
    } else if (is_percentile(aggregate) && gauge) {
        add_unsuited(run, MF_FINDING_PERCENTILE_OF_GAUGE, signal, metric,
                     "this is about the moments at which the gauge was read, not about single requests");
    } else if (is_speed(aggregate) && gauge) {
        add_unsuited(
            run, MF_FINDING_RATE_OF_GAUGE, signal, metric,
            "each fall of a gauge is taken for a counter that began anew; take mean, min, max or last");
    } else if (!is_percentile(aggregate) && !is_speed(aggregate) && counter) {
        add_unsuited(run, MF_FINDING_LEVEL_OF_COUNTER, signal, metric,
                     "it says how long the process has been running; take rate or increase");
    }
}

/* A ratio has a denominator, and nothing else has. */
static void check_ratio(struct mf_rules_run *run, const struct model_observability_signals *signal)
{
    bool ratio = mf_scalar_is(&signal->aggregate, "ratio");

    if (ratio && signal->over.text == NULL) {
        mf_rules_add(run, MF_FINDING_RATIO_WITHOUT_OVER, &signal->over,
                     "a ratio needs a denominator: name the metric that '%.*s' is divided by in 'over'",
                     MF_SHOWN(mf_scalar_view(&signal->metric)));
        mf_rules_relate(run, &signal->aggregate, "the aggregate");
    }
    if (ratio && signal->over.text != NULL && signal->metric.text != NULL &&
        mf_view_equal(mf_scalar_view(&signal->over), mf_scalar_view(&signal->metric))) {
        mf_rules_add(
            run, MF_FINDING_RATIO_OF_ITSELF, &signal->over,
            "'%.*s' is divided by itself, which is always 1: name the metric that counts all of them",
            MF_SHOWN(mf_scalar_view(&signal->over)));
        mf_rules_relate(run, &signal->metric, "the numerator");
    }
    if (!ratio && signal->aggregate.text != NULL && signal->over.text != NULL) {
        mf_rules_add(run, MF_FINDING_OVER_UNUSED, &signal->over,
                     "'%.*s' divides by nothing: remove 'over', or write the aggregate ratio",
                     MF_SHOWN(mf_scalar_view(&signal->aggregate)));
        mf_rules_relate(run, &signal->aggregate, "the aggregate");
    }
}

static const struct model_observability_metrics *find_metric(const struct model_observability *observability,
                                                             const struct mf_scalar *reference)
{
    return reference->text == NULL
               ? NULL
               : mf_list_find(&observability->metrics, sizeof(struct model_observability_metrics),
                              offsetof(struct model_observability_metrics, name), mf_scalar_view(reference));
}

static void check_signals(struct mf_rules_run *run, const struct model_observability *observability)
{
    const struct model_observability_signals *signals = observability->signals.items;

    for (uint32_t i = 0; i < observability->signals.count; i++) {
        const struct model_observability_metrics *metric = find_metric(observability, &signals[i].metric);

        check_ratio(run, &signals[i]);
        if (metric != NULL) {
            check_aggregate(run, &signals[i], metric);
        }
        if (mf_scalar_duration(&signals[i].window, -1) == 0) {
            mf_rules_add(
                run, MF_FINDING_WINDOW_ZERO, &signals[i].window,
                "a window of 0s holds no sample, so the signal never has data: write how far back it "
                "looks");
        }
    }
}

static void check_unused_metrics(struct mf_rules_run *run, const struct model_observability *observability)
{
    const struct model_observability_signals *signals = observability->signals.items;
    const struct model_observability_metrics *metrics = observability->metrics.items;
    bool *used = mf_arena_alloc_array(run->scratch, observability->metrics.count, sizeof *used);

    for (uint32_t i = 0; i < observability->signals.count && used != NULL; i++) {
        const struct model_observability_metrics *both[] = {
            find_metric(observability, &signals[i].metric),
            find_metric(observability, &signals[i].over),
        };

        for (size_t j = 0; j < 2; j++) {
            if (both[j] != NULL) {
                used[both[j] - metrics] = true;
            }
        }
    }
    for (uint32_t i = 0; i < observability->metrics.count && used != NULL; i++) {
        if (!used[i]) {
            mf_rules_add(run, MF_FINDING_METRIC_UNUSED, &metrics[i].name,
                         "no signal is made from '%.*s', so no gate, failure or alert looks at it",
                         MF_SHOWN(mf_scalar_view(&metrics[i].name)));
        }
    }
}

/* How loggers call their levels; the first two tell everything. */
static const char *const level_words[] = {
    "trace", "debug", "verbose", "info", "notice", "warn", "warning", "error", "critical", "fatal", "off",
};

enum { CHATTY_WORDS = 2 };

static bool is_level(struct mf_view text, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (mf_ascii_is_word(text, level_words[i])) {
            return true;
        }
    }
    return false;
}

/* A parameter of logging that is called a level, or has a value that is one. */
static bool sets_level(const struct model_configuration_parameters *parameter)
{
    return mf_scalar_is(&parameter->group, "logging") &&
           ((parameter->name.text != NULL && (strstr(parameter->name.text, "level") != NULL ||
                                              strstr(parameter->name.text, "verbos") != NULL)) ||
            is_level(mf_scalar_view(&parameter->value), sizeof level_words / sizeof level_words[0]));
}

static void check_level(struct mf_rules_run *run, const struct model_observability *observability,
                        const struct model_configuration *configuration)
{
    const struct model_configuration_parameters *parameters = configuration->parameters.items;
    bool known = false;

    for (uint32_t i = 0; i < configuration->parameters.count; i++) {
        if (!sets_level(&parameters[i])) {
            continue;
        }
        known = true;
        if (is_level(mf_scalar_view(&parameters[i].value), CHATTY_WORDS)) {
            mf_rules_add(
                run, MF_FINDING_LOG_LEVEL_CHATTY, &parameters[i].value,
                "at level '%.*s' logs are large and may hold what callers sent: raise it for a release",
                MF_SHOWN(mf_scalar_view(&parameters[i].value)));
        }
    }
    if (!known) {
        mf_rules_add(
            run, MF_FINDING_LOG_LEVEL_UNKNOWN, &observability->logging,
            "nothing says at which level the release logs: declare a parameter such as log_level, of "
            "group logging");
        mf_rules_relate(run, &configuration->parameters, "the parameters");
    }
}

static void check_logging(struct mf_rules_run *run, const struct model_observability *observability)
{
    const struct model_observability_logging *logging = observability->logging;

    if (mf_scalar_duration(&logging->retention, -1) == 0) {
        mf_rules_add(
            run, MF_FINDING_LOG_RETENTION_ZERO, &logging->retention,
            "logs that are kept for 0s are gone when somebody needs them: write how long, such as 30d");
    }
    if (run->root->configuration != NULL) {
        check_level(run, observability, run->root->configuration);
    }
}

static void check_tracing(struct mf_rules_run *run, const struct model_observability_tracing *tracing)
{
    double rate;

    if (tracing->sample_rate.text != NULL && mf_number_parse(mf_scalar_view(&tracing->sample_rate), &rate) &&
        rate == 0) {
        mf_rules_add(run, MF_FINDING_TRACING_OFF, &tracing->sample_rate,
                     "with a sample rate of 0 no request is traced: raise it, or remove 'tracing'");
    }
}

void mf_rules_observability(struct mf_rules_run *run)
{
    const struct model_observability *observability = run->root->observability;

    if (observability == NULL) {
        return;
    }
    check_destinations(run, observability);
    check_signals(run, observability);
    if (observability->metrics.count > 0) {
        check_unused_metrics(run, observability);
    }
    if (observability->logging != NULL) {
        check_logging(run, observability);
    }
    if (observability->tracing != NULL) {
        check_tracing(run, observability->tracing);
    }
}
