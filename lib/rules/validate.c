/* SPDX-License-Identifier: Apache-2.0 */
/* Validation: what the profile requires, then the rules, topic by topic. */
#include "base/options.h"
#include "model/require.h"
#include "rules/run.h"
#include "syntax/read.h"

#include <string.h>

/* In the order of their codes, one on each line. */
/* clang-format off */
static void (*const topics[])(struct mf_rules_run *run) = {
    mf_rules_text,
    mf_rules_immutable,
    mf_rules_dependencies,
    mf_rules_licenses,
    mf_rules_compatibility,
    mf_rules_environment,
    mf_rules_process,
    mf_rules_placement,
    mf_rules_configuration,
    mf_rules_conditions,
    mf_rules_rollout,
    mf_rules_rollback,
    mf_rules_alerts,
    mf_rules_observability,
    mf_rules_services,
    mf_rules_secrets,
    mf_rules_governance,
    mf_rules_acceptance,
    mf_rules_conventions,
};
/* clang-format on */

void mf_validate_options_init(mf_validate_options *options, size_t size)
{
    mf_options_init(options, size);
}

static mf_status take_options(const mf_validate_options *options, mf_validate_options *ret_options,
                              mf_error **reterr)
{
    mf_status status;

    mf_validate_options_init(ret_options, sizeof *ret_options);
    status = mf_options_copy(ret_options, sizeof *ret_options, sizeof *ret_options, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ret_options->profile < 0 || ret_options->profile > MF_PROFILE_RELEASE || ret_options->time < 0) {
        return mf_error_argument(reterr, "the options name no profile, or a time before 1970");
    }
    if (ret_options->profile == 0) {
        ret_options->profile = MF_PROFILE_RELEASE;
    }
    return MF_OK;
}

/* A rules file decides about rules; what is about the form of a document stays as it is. */
static void take_severities(struct mf_rules_run *run, mf_profile profile)
{
    for (size_t i = 0; i < MF_RULE_COUNT; i++) {
        const mf_rule *rule = mf_rule_at(i);
        bool applies = profile == MF_PROFILE_RELEASE || mf_rule_is_of_drafts(rule);

        run->severities[i] = (uint8_t)mf_rule_severity(rule);
        if (mf_rule_is_of_rules(rule)) {
            run->severities[i] = !applies             ? 0
                                 : run->rules == NULL ? run->severities[i]
                                                      : run->rules->severities[i];
        }
    }
    mf_report_set_severities(run->report, run->severities);
}

static mf_status run_topics(struct mf_rules_run *run, mf_profile profile, size_t memory, mf_error **reterr)
{
    mf_status status = MF_OK;

    run->scratch = mf_arena_new(memory);
    if (run->scratch == NULL) {
        return mf_error_memory(reterr);
    }
    take_severities(run, profile);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
        topics[i](run);
    }
    mf_report_set_severities(run->report, NULL);
    if (mf_arena_status(run->scratch) != MF_OK) {
        status = mf_arena_error(run->scratch, reterr);
    } else if (mf_report_status(run->report) != MF_OK) {
        status = mf_report_error(run->report, reterr);
    }
    mf_arena_free(run->scratch);
    return status;
}

/* A report for what validation finds; NULL if memory cannot be had. */
static mf_report *new_report(const mf_validate_options *options, const struct mf_limits *limits)
{
    return mf_report_new(options->maximum_findings == 0 ? limits->findings : options->maximum_findings,
                         limits->memory);
}

/* Sorts, judges and hands out a report, or gives it up after a failure. */
static mf_status finish(mf_report *report, mf_status status, mf_report **ret_report, mf_error **reterr)
{
    if (status == MF_OK) {
        mf_report_sort(report);
        status = mf_report_verdict(report, reterr);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

/* The rules, over a document whose form is sound. */
static mf_status run_rules(const struct model_manifest *root, const struct mf_places *places,
                           const mf_validate_options *options, size_t memory, mf_report *report,
                           mf_error **reterr)
{
    struct mf_rules_run run = {
        .root = root,
        .places = places,
        .rules = options->rules,
        .time = options->time,
        .report = report,
    };

    return run_topics(&run, options->profile, memory, reterr);
}

mf_status mf_manifest_validate(const mf_manifest *manifest, const mf_validate_options *options,
                               mf_report **ret_report, mf_error **reterr)
{
    mf_validate_options ours;
    struct mf_limits limits;
    mf_report *report;
    mf_status status = take_options(options, &ours, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (manifest == NULL) {
        return mf_error_argument(reterr, "manifest must not be NULL");
    }
    (void)mf_limits_from_options(NULL, &limits, NULL, NULL);
    report = new_report(&ours, &limits);
    if (report == NULL) {
        return mf_error_memory(reterr);
    }
    if (mf_require(&mf_schema_manifest, manifest->root, &manifest->places, ours.profile, report) != MF_OK) {
        status = mf_report_error(report, reterr);
    } else {
        status = run_rules(manifest->root, &manifest->places, &ours, limits.memory, report, reterr);
    }
    return finish(report, status, ret_report, reterr);
}

mf_status mf_text_validate(const void *data, size_t size, const mf_read_options *read_options,
                           const mf_validate_options *options, mf_manifest **ret_manifest,
                           mf_report **ret_report, mf_error **reterr)
{
    mf_validate_options ours;
    struct mf_read_request request;
    struct mf_document document = { .arena = NULL };
    mf_manifest *manifest = NULL;
    mf_report *report;
    mf_status status = take_options(options, &ours, reterr);

    if (status == MF_OK) {
        status = mf_read_request_init(&request, &mf_schema_manifest, data, size, read_options, reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    request.profile = ours.profile;
    report = new_report(&ours, &request.limits);
    if (report == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_document_read(&request, report, &document, reterr);
    if (status == MF_OK && document.arena != NULL) {
        status = run_rules(document.root, &document.places, &ours, request.limits.memory, report, reterr);
    }
    if (document.arena != NULL) {
        manifest = mf_manifest_adopt(document.arena, document.root, document.places);
        status = manifest == NULL && status == MF_OK ? mf_error_memory(reterr) : status;
    }
    status = finish(report, status, ret_report, reterr);
    if (status == MF_OK && ret_manifest != NULL) {
        *ret_manifest = manifest;
    } else {
        (void)mf_manifest_unref(manifest);
    }
    return status;
}
