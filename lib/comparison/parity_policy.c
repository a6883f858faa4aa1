/* SPDX-License-Identifier: Apache-2.0 */
/* Policies of parity: the strict reader, their globs, and what they make of a difference. */
#include "base/error.h"
#include "comparison/parity.h"
#include "model/locate.h"
#include "rules/run.h"
#include "syntax/read.h"
#include "value/ascii.h"
#include "value/glob.h"
#include "value/range.h"
#include "value/timestamp.h"

#include <stdlib.h>

/* So that judging many differences costs no more than a policy that somebody wrote is worth. */
enum { MOST_ENTRIES = 1000 };

/* --- reading ----------------------------------------------------------------------------------------------------------- */

/* A policy that is being looked at. */
struct look {
    const struct policy_file *root;
    const struct mf_places *places;
    mf_report *report;
};

static void add_bad_glob(const struct look *look, const struct mf_scalar *glob, const char *message)
{
    struct mf_finding_facts facts = {
        .code = MF_FINDING_BAD_GLOB,
        .position = mf_places_position(look->places, glob->at),
        .found = mf_scalar_view(glob),
    };
    struct mf_location location;

    (void)mf_locate(mf_schema_parity.record, look->root, glob, &location);
    mf_trail_finding(&location.trail, look->report, facts, message);
}

static void check_glob(const struct look *look, const struct mf_scalar *glob)
{
    struct mf_buffer advice = MF_BUFFER_EMPTY;
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (glob->text == NULL || mf_glob_check(mf_scalar_view(glob), &advice)) {
        return;
    }
    mf_buffer_append_text(&message, "this is not a glob");
    if (advice.size > 0) {
        mf_buffer_append_text(&message, ": ");
        mf_buffer_append(&message, mf_buffer_view(&advice));
    }
    mf_buffer_append_byte(&message, '\0');
    add_bad_glob(look, glob, message.status == MF_OK ? message.data : "this is not a glob");
    mf_buffer_release(&message);
    mf_buffer_release(&advice);
}

/* A glob that no package URL can match is a mistake that would show up as a difference that was thought to be allowed. */
static void check_package(const struct look *look, const struct mf_scalar *glob)
{
    check_glob(look, glob);
    if (glob->text == NULL || !mf_glob_check(mf_scalar_view(glob), NULL)) {
        return;
    }
    if (!mf_view_starts_with(mf_scalar_view(glob), "pkg:") && !mf_ascii_is_one_of(glob->text[0], "*?")) {
        add_bad_glob(look, glob, "no package URL can match this: begin it with pkg:, such as pkg:pypi/torch");
    } else if (mf_view_find(mf_scalar_view(glob), '@') < glob->size) {
        add_bad_glob(look, glob,
                     "this is held against package URLs without version: leave out '@' and what follows it");
    }
}

static void check_globs(const struct look *look)
{
    const struct policy_severity *severities = look->root->severity.items;
    const struct policy_ignore *ignored = look->root->ignore.items;
    const struct policy_tolerate *tolerated = look->root->tolerate.items;

    for (uint32_t i = 0; i < look->root->severity.count; i++) {
        check_package(look, &severities[i].package);
        check_glob(look, &severities[i].name);
    }
    for (uint32_t i = 0; i < look->root->ignore.count; i++) {
        check_package(look, &ignored[i].package);
        check_glob(look, &ignored[i].name);
    }
    for (uint32_t i = 0; i < look->root->tolerate.count; i++) {
        check_package(look, &tolerated[i].package);
        check_glob(look, &tolerated[i].name);
    }
}

static mf_status check_counts(const struct policy_file *root, mf_error **reterr)
{
    if (root->severity.count > MOST_ENTRIES || root->ignore.count > MOST_ENTRIES ||
        root->tolerate.count > MOST_ENTRIES) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "a list of the policy has more than %d entries",
                            (int)MOST_ENTRIES);
    }
    return MF_OK;
}

static mf_status read_policy(const struct mf_read_request *request, mf_parity_policy *policy,
                             mf_report *report, mf_error **reterr)
{
    struct mf_document document;
    struct look look = { .report = report };
    mf_status status = mf_document_read(request, report, &document, reterr);

    if (status != MF_OK) {
        return status;
    }
    policy->arena = document.arena;
    if (document.arena != NULL) {
        policy->root = document.root;
        look.root = document.root;
        look.places = &document.places;
        status = check_counts(policy->root, reterr);
        if (status != MF_OK) {
            return status;
        }
        check_globs(&look);
    }
    if (mf_report_status(report) != MF_OK) {
        return mf_report_error(report, reterr);
    }
    mf_report_sort(report);
    return mf_report_verdict(report, reterr);
}

mf_status mf_parity_policy_read(const void *data, size_t size, const mf_read_options *options,
                                mf_parity_policy **ret_policy, mf_report **ret_report, mf_error **reterr)
{
    struct mf_read_request request;
    mf_report *report;
    mf_parity_policy *policy;
    mf_status status = mf_read_request_init(&request, &mf_schema_parity, data, size, options, reterr);

    if (status != MF_OK) {
        return status;
    }
    /* An entry that says neither kind nor package must not pass for one that fits nothing. */
    request.profile = MF_PROFILE_RELEASE;
    policy = calloc(1, sizeof *policy);
    report = mf_report_new(request.limits.findings, request.limits.memory);
    if (policy == NULL || report == NULL) {
        free(policy);
        (void)mf_report_unref(report);
        return mf_error_memory(reterr);
    }
    mf_reference_init(&policy->reference);
    status = read_policy(&request, policy, report, reterr);
    if (status == MF_OK && ret_policy != NULL) {
        *ret_policy = policy;
    } else {
        (void)mf_parity_policy_unref(policy);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

mf_parity_policy *mf_parity_policy_ref(mf_parity_policy *policy)
{
    if (policy != NULL) {
        mf_reference_take(&policy->reference);
    }
    return policy;
}

mf_parity_policy *mf_parity_policy_unref(mf_parity_policy *policy)
{
    if (policy != NULL && mf_reference_give(&policy->reference)) {
        mf_arena_free(policy->arena);
        free(policy);
    }
    return NULL;
}

/* --- deciding ---------------------------------------------------------------------------------------------------------- */

/* What an entry of a policy is about. */
struct selector {
    const struct mf_scalar *kind;
    const struct mf_scalar *package;
    const struct mf_scalar *name;
    const struct mf_list *outcomes; /* NULL: every one */
};

static bool has_outcome(const struct mf_list *outcomes, mf_parity_outcome outcome)
{
    return outcomes == NULL || outcomes->count == 0 ||
           mf_list_find(outcomes, sizeof(struct mf_scalar), 0, mf_view_of(mf_parity_outcome_name(outcome))) !=
               NULL;
}

static bool fits(const struct selector *selector, const struct mf_parity_fact *fact)
{
    if (!has_outcome(selector->outcomes, fact->outcome)) {
        return false;
    }
    if (selector->package->text != NULL) {
        return strcmp(fact->kind, "package") == 0 &&
               mf_glob_match(mf_scalar_view(selector->package), fact->name);
    }
    return mf_scalar_is(selector->kind, fact->kind) &&
           (selector->name->text == NULL || mf_glob_match(mf_scalar_view(selector->name), fact->name));
}

/* Without a time, what can expire may have. */
static bool is_in_force(const struct mf_scalar *expires, int64_t time)
{
    int64_t end;

    return expires->text == NULL ||
           (time > 0 && mf_timestamp_parse(mf_scalar_view(expires), &end) && time < end);
}

static const struct mf_scalar *find_tolerated(const struct policy_file *root, int64_t time,
                                              const struct mf_parity_fact *fact)
{
    const struct policy_tolerate *entries = root->tolerate.items;

    if (fact->version.data == NULL || fact->outcome != MF_PARITY_DIFFERENT) {
        return NULL;
    }
    for (uint32_t i = 0; i < root->tolerate.count; i++) {
        struct selector selector = { &entries[i].kind, &entries[i].package, &entries[i].name, NULL };

        if (fits(&selector, fact) && is_in_force(&entries[i].expires, time) &&
            mf_range_contains(mf_scalar_view(&entries[i].range), fact->version_kind, fact->version) ==
                MF_RANGE_INSIDE) {
            return &entries[i].reason;
        }
    }
    return NULL;
}

static const struct mf_scalar *find_ignored(const struct policy_file *root, int64_t time,
                                            const struct mf_parity_fact *fact)
{
    const struct policy_ignore *entries = root->ignore.items;

    for (uint32_t i = 0; i < root->ignore.count; i++) {
        struct selector selector = { &entries[i].kind, &entries[i].package, &entries[i].name,
                                     &entries[i].outcomes };

        if (fits(&selector, fact) && is_in_force(&entries[i].expires, time)) {
            return &entries[i].reason;
        }
    }
    return NULL;
}

static mf_severity severity_named(const struct mf_scalar *name)
{
    mf_severity severity = MF_SEVERITY_NOTE;

    while (severity < MF_SEVERITY_ERROR && !mf_scalar_is(name, mf_severity_name(severity))) {
        severity++;
    }
    return severity;
}

struct mf_parity_decision mf_parity_decide(const mf_parity_policy *policy, int64_t time,
                                           const struct mf_parity_fact *fact)
{
    struct mf_parity_decision decision = { mf_rule_severity(mf_rule_of(fact->code)), NULL };
    const struct policy_severity *entries;

    if (policy == NULL) {
        return decision;
    }
    decision.reason = find_ignored(policy->root, time, fact);
    if (decision.reason == NULL) {
        decision.reason = find_tolerated(policy->root, time, fact);
    }
    if (decision.reason != NULL) {
        decision.severity = 0;
        return decision;
    }
    entries = policy->root->severity.items;
    for (uint32_t i = 0; i < policy->root->severity.count; i++) {
        struct selector selector = { &entries[i].kind, &entries[i].package, &entries[i].name,
                                     &entries[i].outcomes };

        if (fits(&selector, fact)) {
            decision.severity = severity_named(&entries[i].severity);
            break;
        }
    }
    return decision;
}
