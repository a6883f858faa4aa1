/* SPDX-License-Identifier: Apache-2.0 */
/* Overrides: from a file, or from texts of a command line. */
#include "configuration/configuration.h"
#include "model/normalise.h"
#include "syntax/read.h"

#include <stdlib.h>

const char *mf_origin_name(mf_origin origin)
{
    switch (origin) {
    case MF_ORIGIN_MANIFEST:
        return "manifest";
    case MF_ORIGIN_STAGE:
        return "stage";
    case MF_ORIGIN_ENVIRONMENT:
        return "environment";
    case MF_ORIGIN_COMMAND_LINE:
        return "command-line";
    default:
        return "unknown";
    }
}

static mf_status check_source(mf_origin origin, const char *label, mf_error **reterr)
{
    if (origin < MF_ORIGIN_STAGE || origin > MF_ORIGIN_COMMAND_LINE || label == NULL || *label == '\0') {
        return mf_error_argument(reterr,
                                 "origin must be one of MF_ORIGIN_… other than that of a manifest, and "
                                 "label must say something");
    }
    return MF_OK;
}

/* Overrides that take over an arena and what is in it, also on failure. */
static mf_status adopt(struct mf_document *document, mf_origin origin, const char *label,
                       mf_overrides **ret_overrides, mf_error **reterr)
{
    mf_overrides *overrides = malloc(sizeof *overrides);
    char *copy = mf_arena_copy(document->arena, mf_view_of(label));
    mf_status status = MF_OK;

    if (overrides == NULL) {
        status = mf_error_memory(reterr);
    } else if (copy == NULL) {
        status = mf_arena_error(document->arena, reterr);
    }
    if (status != MF_OK) {
        free(overrides);
        mf_arena_free(document->arena);
        return status;
    }
    mf_reference_init(&overrides->reference);
    overrides->arena = document->arena;
    overrides->root = document->root;
    overrides->places = document->places;
    overrides->origin = origin;
    overrides->label = copy;
    *ret_overrides = overrides;
    return MF_OK;
}

/* Hands out what was read and judged, or gives it up. Takes over report and document. */
static mf_status finish(mf_status status, struct mf_document *document, mf_report *report, mf_origin origin,
                        const char *label, mf_overrides **ret_overrides, mf_report **ret_report,
                        mf_error **reterr)
{
    if (status == MF_OK && ret_overrides != NULL) {
        status = adopt(document, origin, label, ret_overrides, reterr);
    } else {
        mf_arena_free(document->arena);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

mf_status mf_overrides_read(const void *data, size_t size, const mf_read_options *options, mf_origin origin,
                            const char *label, mf_overrides **ret_overrides, mf_report **ret_report,
                            mf_error **reterr)
{
    struct mf_read_request request;
    struct mf_document document = { .arena = NULL };
    mf_report *report = NULL;
    mf_status status = check_source(origin, label, reterr);

    if (status == MF_OK) {
        status = mf_read_request_init(&request, &mf_schema_overrides, data, size, options, reterr);
    }
    if (status == MF_OK) {
        request.profile = MF_PROFILE_DRAFT;
        status = mf_document_judge(&request, &document, &report, reterr);
    }
    return finish(status, &document, report, origin, label, ret_overrides, ret_report, reterr);
}

/* --- from texts -------------------------------------------------------------------------------------------------------- */

static mf_status take_text(struct mf_arena *arena, struct mf_view text, struct mf_scalar *scalar,
                           mf_error **reterr)
{
    if (text.size > UINT32_MAX) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "an override is too long");
    }
    scalar->text = mf_arena_copy(arena, text);
    scalar->size = (uint32_t)text.size;
    return scalar->text == NULL ? mf_arena_error(arena, reterr) : MF_OK;
}

static mf_status take_assignment(struct mf_arena *arena, const char *assignment,
                                 struct overrides_parameters *entry, mf_error **reterr)
{
    const char *equals = assignment == NULL ? NULL : strchr(assignment, '=');
    mf_status status;

    if (assignment == NULL) {
        return mf_error_argument(reterr, "an assignment is NULL");
    }
    if (equals == NULL || equals == assignment) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX,
                            "'%.80s' does not set a parameter: expected NAME=VALUE, such as max_num_seqs=64",
                            assignment);
    }
    status = take_text(arena, mf_view_make(assignment, (size_t)(equals - assignment)), &entry->name, reterr);
    return status == MF_OK ? take_text(arena, mf_view_of(equals + 1), &entry->value, reterr) : status;
}

/* A document that holds the texts, as a file could. */
static mf_status fill(struct mf_document *document, const char *const *assignments, size_t count,
                      mf_error **reterr)
{
    struct overrides_file *root = mf_arena_alloc(document->arena, sizeof *root);
    struct overrides_parameters *entries =
        count == 0 ? NULL : mf_arena_alloc_array(document->arena, count, sizeof *entries);
    mf_status status = MF_OK;

    if (root == NULL || (entries == NULL && count > 0)) {
        return mf_arena_error(document->arena, reterr);
    }
    for (size_t i = 0; i < count && status == MF_OK; i++) {
        entries[i].head.index = (uint32_t)i;
        status = take_assignment(document->arena, assignments[i], &entries[i], reterr);
    }
    if (status == MF_OK) {
        status = take_text(document->arena, mf_view_of(mf_schema_overrides.name), &root->schema, reterr);
    }
    root->parameters = (struct mf_list){ entries, (uint32_t)count, 0 };
    document->root = root;
    return status;
}

static mf_status normalise(struct mf_document *document, const struct mf_limits *limits, mf_report *report,
                           mf_error **reterr)
{
    if (mf_normalise(document->arena, mf_schema_overrides.record, document->root, &document->places, limits,
                     report) == MF_OK) {
        return MF_OK;
    }
    if (mf_report_status(report) != MF_OK) {
        return mf_report_error(report, reterr);
    }
    return mf_arena_status(document->arena) == MF_OK ? mf_error_memory(reterr)
                                                     : mf_arena_error(document->arena, reterr);
}

mf_status mf_overrides_from_text(const char *const *assignments, size_t count, mf_origin origin,
                                 const char *label, mf_overrides **ret_overrides, mf_report **ret_report,
                                 mf_error **reterr)
{
    struct mf_document document = { .arena = NULL };
    struct mf_limits limits;
    mf_report *report;
    mf_status status = check_source(origin, label, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (assignments == NULL && count > 0) {
        return mf_error_argument(reterr, "assignments must not be NULL");
    }
    (void)mf_limits_from_options(NULL, &limits, NULL, NULL);
    if (count > limits.entries) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "there are more than %u overrides",
                            (unsigned)limits.entries);
    }
    document.arena = mf_arena_new(limits.memory);
    report = mf_report_new(limits.findings, limits.memory);
    if (document.arena == NULL || report == NULL) {
        mf_arena_free(document.arena);
        (void)mf_report_unref(report);
        return mf_error_memory(reterr);
    }
    status = fill(&document, assignments, count, reterr);
    if (status == MF_OK) {
        status = normalise(&document, &limits, report, reterr);
    }
    if (status == MF_OK) {
        mf_report_sort(report);
        status = mf_report_verdict(report, reterr);
    }
    return finish(status, &document, report, origin, label, ret_overrides, ret_report, reterr);
}

mf_overrides *mf_overrides_ref(mf_overrides *overrides)
{
    if (overrides != NULL) {
        mf_reference_take(&overrides->reference);
    }
    return overrides;
}

mf_overrides *mf_overrides_unref(mf_overrides *overrides)
{
    if (overrides != NULL && mf_reference_give(&overrides->reference)) {
        mf_arena_free(overrides->arena);
        free(overrides);
    }
    return NULL;
}
