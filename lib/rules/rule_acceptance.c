/* SPDX-License-Identifier: Apache-2.0 */
/* MF30xx: can anybody tell that a deployed copy is the release, and fast enough? */
#include "rules/run.h"
#include "value/ascii.h"
#include "value/number.h"

#include <stdlib.h>

/* --- metrics that everybody knows -------------------------------------------------------------------------------------- */

/* Sorted. What stands behind them, such as _p99 or _macro, is taken off first. */
static const char *const standard_metrics[] = {
    "accuracy",
    "auc",
    "auprc",
    "auroc",
    "availability",
    "average_precision",
    "balanced_accuracy",
    "batch_latency",
    "bertscore",
    "bleu",
    "brier_score",
    "calibration_error",
    "cer",
    "chrf",
    "cohen_kappa",
    "cold_start",
    "cost",
    "cost_per_request",
    "coverage",
    "cpu",
    "cpu_time",
    "cpu_utilization",
    "cross_entropy",
    "dice",
    "disk",
    "ece",
    "end_to_end_latency",
    "energy",
    "error_rate",
    "error_ratio",
    "exact_match",
    "explained_variance",
    "f1",
    "f1_score",
    "fid",
    "fnr",
    "fpr",
    "gini",
    "gpu_memory",
    "gpu_utilization",
    "hallucination_rate",
    "hit_rate",
    "images_per_second",
    "inter_token_latency",
    "iou",
    "itl",
    "ks",
    "latency",
    "load_time",
    "log_loss",
    "mae",
    "map",
    "mape",
    "matthews_corrcoef",
    "mcc",
    "mean_absolute_error",
    "mean_squared_error",
    "median_absolute_error",
    "memory",
    "meteor",
    "mrr",
    "mse",
    "ndcg",
    "pass",
    "perplexity",
    "power",
    "pr_auc",
    "precision",
    "psi",
    "psnr",
    "queries_per_second",
    "queue_time",
    "r2",
    "r2_score",
    "recall",
    "refusal_rate",
    "requests_per_second",
    "resident_memory",
    "response_time",
    "rmse",
    "rmsle",
    "roc_auc",
    "rouge_1",
    "rouge_2",
    "rouge_l",
    "rows_per_second",
    "samples_per_second",
    "sensitivity",
    "shared_memory",
    "silhouette",
    "smape",
    "specificity",
    "ssim",
    "startup_time",
    "storage",
    "throughput",
    "time_per_output_token",
    "time_to_first_token",
    "tnr",
    "tokens_per_second",
    "toxicity",
    "tpot",
    "tpr",
    "ttft",
    "wape",
    "wer",
    "win_rate",
};

/* What part or average of a metric is meant. */
static const char *const endings[] = {
    "_avg", "_macro", "_max",  "_maximum", "_mean",    "_median", "_micro", "_min",      "_minimum",
    "_ovo", "_ovr",   "_peak", "_rate",    "_samples", "_std",    "_total", "_weighted",
};

static bool is_standard(struct mf_view name)
{
    return mf_view_is_listed(name, standard_metrics, sizeof standard_metrics / sizeof standard_metrics[0]);
}

/* Takes _p99, _at_10 and the like off the end; false if there is nothing of the sort. */
static bool cut_number(struct mf_view *name)
{
    size_t end = name->size;

    while (end > 0 && mf_ascii_is_digit(name->data[end - 1])) {
        end--;
    }
    if (end == name->size) {
        return false;
    }
    if (end > 2 && name->data[end - 1] == 'p' && name->data[end - 2] == '_') {
        name->size = end - 2;
        return true;
    }
    if (end > 4 && memcmp(name->data + end - 4, "_at_", 4) == 0) {
        name->size = end - 4;
        return true;
    }
    return false;
}

static bool cut_ending(struct mf_view *name)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);

        if (name->size > size && memcmp(name->data + name->size - size, endings[i], size) == 0) {
            name->size -= size;
            return true;
        }
    }
    return cut_number(name);
}

/* --- metrics of the release -------------------------------------------------------------------------------------------- */

/* The names under which the release itself knows metrics. */
struct names {
    const struct mf_view *evaluated; /* sorted */
    size_t count;
    const struct model_observability *observability; /* NULL: none */
};

static int compare_views(const void *left, const void *right)
{
    return mf_view_compare(*(const struct mf_view *)left, *(const struct mf_view *)right);
}

static bool collect_names(struct mf_rules_run *run, struct names *names)
{
    const struct model_build *build = run->root->build;
    const struct model_build_evaluations *evaluations = build == NULL ? NULL : build->evaluations.items;
    struct mf_view *evaluated;

    *names = (struct names){ NULL, 0, run->root->observability };
    if (build == NULL || build->evaluations.count == 0) {
        return true;
    }
    evaluated = mf_arena_alloc_array(run->scratch, build->evaluations.count, sizeof *evaluated);
    if (evaluated == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < build->evaluations.count; i++) {
        if (evaluations[i].metric.text != NULL) {
            evaluated[names->count++] = mf_scalar_view(&evaluations[i].metric);
        }
    }
    qsort(evaluated, names->count, sizeof *evaluated, compare_views);
    names->evaluated = evaluated;
    return true;
}

static bool is_of_release(const struct names *names, struct mf_view name)
{
    const struct model_observability_metrics *metric;
    const struct model_observability_signals *signal;

    if (names->count > 0 &&
        bsearch(&name, names->evaluated, names->count, sizeof *names->evaluated, compare_views) != NULL) {
        return true;
    }
    if (names->observability == NULL) {
        return false;
    }
    metric = mf_list_find(&names->observability->metrics, sizeof *metric,
                          offsetof(struct model_observability_metrics, name), name);
    signal = mf_list_find(&names->observability->signals, sizeof *signal,
                          offsetof(struct model_observability_signals, name), name);
    return metric != NULL || signal != NULL;
}

/* Also of latency_p99, f1_macro, recall_at_10 and gpu_memory_peak_p95: the endings come off one by one. */
static void check_metric(struct mf_rules_run *run, const struct names *names, const struct mf_scalar *metric)
{
    struct mf_view name = mf_scalar_view(metric);

    if (metric->text == NULL) {
        return;
    }
    do {
        if (is_standard(name) || is_of_release(names, name)) {
            return;
        }
    } while (cut_ending(&name));
    mf_rules_add(
        run, MF_FINDING_UNKNOWN_METRIC, metric,
        "nothing says what '%.*s' is: use the name of an evaluation's metric, of a metric or signal of "
        "observability, or a common one such as accuracy or latency_p99",
        MF_SHOWN(mf_scalar_view(metric)));
}

static void check_metrics(struct mf_rules_run *run, const struct model_acceptance *acceptance)
{
    const struct model_acceptance_tests *tests = acceptance->tests.items;
    const struct model_acceptance_performance *performance = acceptance->performance.items;
    struct names names;

    if (!mf_rules_wants(run, MF_FINDING_UNKNOWN_METRIC) || !collect_names(run, &names)) {
        return;
    }
    for (uint32_t i = 0; i < acceptance->tests.count; i++) {
        check_metric(run, &names, &tests[i].metric);
    }
    for (uint32_t i = 0; i < acceptance->performance.count; i++) {
        check_metric(run, &names, &performance[i].metric);
    }
}

/* --- tests and bounds -------------------------------------------------------------------------------------------------- */

/* The same input must give the same answers: byte for byte, or within a tolerance. */
static bool is_deterministic(const struct model_acceptance_tests *test)
{
    return test->input.text != NULL && test->output.text != NULL &&
           (mf_scalar_is(&test->method, "exact") ||
            (mf_scalar_is(&test->method, "close") &&
             (test->absolute.text != NULL || test->relative.text != NULL)));
}

static bool has_bound(const struct mf_scalar *minimum, const struct mf_scalar *maximum)
{
    return minimum->text != NULL || maximum->text != NULL;
}

static void check_bounds(struct mf_rules_run *run, const struct mf_scalar *minimum,
                         const struct mf_scalar *maximum)
{
    double least;
    double most;

    if (mf_number_parse(mf_scalar_view(minimum), &least) && mf_number_parse(mf_scalar_view(maximum), &most) &&
        least > most) {
        mf_rules_add(run, MF_FINDING_BOUNDS_EXCLUDE_ALL, minimum,
                     "no value is at least %.*s and at most %.*s: the test can never pass",
                     MF_SHOWN(mf_scalar_view(minimum)), MF_SHOWN(mf_scalar_view(maximum)));
        mf_rules_relate(run, maximum, "the maximum");
    }
}

static void check_tolerance(struct mf_rules_run *run, const struct mf_scalar *tolerance)
{
    double value;

    if (mf_number_parse(mf_scalar_view(tolerance), &value) && value < 0) {
        mf_rules_add(run, MF_FINDING_NEGATIVE_TOLERANCE, tolerance,
                     "no difference is smaller than %.*s: write a tolerance of 0 or more",
                     MF_SHOWN(mf_scalar_view(tolerance)));
    }
}

static void check_tests(struct mf_rules_run *run, const struct mf_list *list)
{
    const struct model_acceptance_tests *tests = list->items;
    bool deterministic = false;

    for (uint32_t i = 0; i < list->count; i++) {
        deterministic = deterministic || is_deterministic(&tests[i]);
        check_bounds(run, &tests[i].minimum, &tests[i].maximum);
        check_tolerance(run, &tests[i].absolute);
        check_tolerance(run, &tests[i].relative);
    }
    if (!deterministic) {
        mf_rules_add(
            run, MF_FINDING_NO_DETERMINISTIC_TEST, list,
            "no test compares answers with expected ones: add one of the method exact, or close with a "
            "tolerance, that names its input and its output");
    }
}

static void check_performance(struct mf_rules_run *run, const struct mf_list *list)
{
    const struct model_acceptance_performance *items = list->items;
    bool limited = false;

    for (uint32_t i = 0; i < list->count; i++) {
        limited = limited || has_bound(&items[i].minimum, &items[i].maximum);
        check_bounds(run, &items[i].minimum, &items[i].maximum);
        if (!has_bound(&items[i].minimum, &items[i].maximum)) {
            mf_rules_add(run, MF_FINDING_BOUND_WITHOUT_LIMIT, &items[i],
                         "'%.*s' has neither a minimum nor a maximum: every value passes",
                         MF_SHOWN(mf_scalar_view(&items[i].name)));
        }
    }
    if (!limited) {
        mf_rules_add(
            run, MF_FINDING_NO_PERFORMANCE_LIMIT, list,
            "nothing says how fast or how small the release must be: add a bound such as a maximum of latency_p99");
    }
}

void mf_rules_acceptance(struct mf_rules_run *run)
{
    const struct model_acceptance *acceptance = run->root->acceptance;

    if (acceptance != NULL) {
        check_tests(run, &acceptance->tests);
        check_performance(run, &acceptance->performance);
        check_metrics(run, acceptance);
    }
}
