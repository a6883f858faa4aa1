/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: findings in an arena of their own, and their getters. */
#include "report/report.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/reference.h"
#include "report/registry.h"
#include "value/secret.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LONGEST_FOUND = 80,
    LONGEST_MESSAGE = 400,
    MOST_LOOKED_AT = 100,
};

/* Another value that a finding is about. */
struct related {
    struct mf_position position;
    const char *source;
    const char *path;
    const char *note;
};

struct mf_finding {
    const mf_rule *rule;
    mf_severity severity;
    uint32_t related_count;
    struct related *related;
    uint32_t source_number;
    const char *source;
    struct mf_position position;
    uint32_t order; /* in which they were added: equal positions stay in it */
    const char *path;
    const char *message;
    const char *found;
    const char *expected;
    const char *suggestion;
    bool concealed;
};

/* What is asked for a related value that is not there. */
static const struct related no_related = { { 0 }, "", "", "" };

struct mf_report {
    struct mf_reference reference;
    struct mf_arena *arena;
    struct mf_finding *findings;
    uint32_t count;
    uint32_t limit;
    bool failed;
    bool last_is_shown;     /* the finding that was added last can take related values */
    uint32_t source_number; /* of what is added now, and its label */
    const char *source;
    const uint8_t *severities;            /* by index; NULL: those of the registry */
    size_t totals[MF_SEVERITY_ERROR + 1]; /* by severity */
};

mf_report *mf_report_new(uint32_t limit, size_t memory)
{
    mf_report *report = calloc(1, sizeof *report);

    if (report == NULL) {
        return NULL;
    }
    mf_reference_init(&report->reference);
    report->limit = limit;
    report->arena = mf_arena_new(memory);
    if (report->arena == NULL) {
        free(report);
        return NULL;
    }
    return report;
}

mf_report *mf_report_ref(mf_report *report)
{
    if (report != NULL) {
        mf_reference_take(&report->reference);
    }
    return report;
}

mf_report *mf_report_unref(mf_report *report)
{
    if (report != NULL && mf_reference_give(&report->reference)) {
        mf_arena_free(report->arena);
        free(report);
    }
    return NULL;
}

mf_status mf_report_status(const mf_report *report)
{
    return report->failed ? MF_ERROR_MEMORY : mf_arena_status(report->arena);
}

mf_status mf_report_error(const mf_report *report, mf_error **reterr)
{
    return report->failed ? mf_error_memory(reterr) : mf_arena_error(report->arena, reterr);
}

void mf_report_fail(mf_report *report)
{
    report->failed = true;
}

static const char *printable(mf_report *report, struct mf_view text, size_t maximum)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *copy;

    mf_buffer_append_printable(&buffer, text, maximum);
    copy = buffer.status == MF_OK ? mf_arena_copy(report->arena, mf_buffer_view(&buffer)) : NULL;
    mf_buffer_release(&buffer);
    return copy;
}

/* What somebody wrote into the wrong field may be a secret, and reports are kept in logs. More than is shown is looked at, so
 * that a secret that is cut off is known for one. */
static const char *redacted(mf_report *report, struct mf_view text, size_t maximum, bool *ret_concealed)
{
    enum { LOOKED_AT = 1024 };

    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *copy = NULL;

    if (text.size > LOOKED_AT) {
        text.size = LOOKED_AT;
    }
    mf_secret_append_redacted(&buffer, text);
    if (buffer.status == MF_OK) {
        *ret_concealed = *ret_concealed || !mf_view_equal(mf_buffer_view(&buffer), text);
        copy = printable(report, mf_buffer_view(&buffer), maximum);
    } else {
        mf_report_fail(report);
    }
    mf_buffer_release(&buffer);
    return copy;
}

static struct mf_finding *new_finding(mf_report *report)
{
    struct mf_finding *findings =
        mf_arena_resize(report->arena, report->findings, (report->count + 1) * sizeof *findings);

    if (findings == NULL) {
        return NULL;
    }
    report->findings = findings;
    return &findings[report->count];
}

void mf_report_set_source(mf_report *report, uint32_t number, const char *label)
{
    report->source_number = number;
    report->source = label;
}

void mf_report_set_severities(mf_report *report, const uint8_t *severities)
{
    report->severities = severities;
}

/* 0: the finding is off. */
static mf_severity severity_of(const mf_report *report, enum mf_finding_code code)
{
    size_t index = mf_rule_index((uint32_t)code);

    return report->severities == NULL ? mf_rule_severity(mf_rule_at(index))
                                      : (mf_severity)report->severities[index];
}

bool mf_report_counts_only(mf_report *report, enum mf_finding_code code)
{
    mf_severity severity = severity_of(report, code);

    report->last_is_shown = false;
    if (severity != 0 && report->count < report->limit) {
        return false;
    }
    report->totals[severity]++;
    return true;
}

void mf_report_add(mf_report *report, const struct mf_finding_facts *facts, const char *format, ...)
{
    mf_severity severity = severity_of(report, facts->code);
    char message[2 * LONGEST_MESSAGE];
    struct mf_finding *finding;
    va_list arguments;

    if (mf_report_counts_only(report, facts->code)) {
        return;
    }
    report->totals[severity]++;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    finding = new_finding(report);
    if (finding == NULL) {
        return;
    }
    *finding = (struct mf_finding){ .rule = mf_rule_of(facts->code),
                                    .severity = severity,
                                    .concealed = facts->concealed };
    finding->position = facts->position;
    finding->order = report->count;
    finding->source_number = report->source_number;
    finding->source = printable(report, mf_view_of(report->source), SIZE_MAX);
    finding->path = printable(report, facts->path, SIZE_MAX);
    finding->message = redacted(report, mf_view_of(message), LONGEST_MESSAGE, &finding->concealed);
    finding->found = redacted(report, facts->found, LONGEST_FOUND, &finding->concealed);
    finding->expected = printable(report, mf_view_of(facts->expected), SIZE_MAX);
    finding->suggestion = printable(report, mf_view_of(facts->suggestion), SIZE_MAX);
    /* A text that could not be copied has left its mark on the arena; the finding is then not counted. */
    if (mf_report_status(report) == MF_OK && finding->source != NULL && finding->path != NULL &&
        finding->message != NULL && finding->found != NULL && finding->expected != NULL &&
        finding->suggestion != NULL) {
        report->count++;
        report->last_is_shown = true;
    }
}

bool mf_report_takes_related(const mf_report *report)
{
    return report->last_is_shown;
}

void mf_report_relate(mf_report *report, const struct mf_related_facts *facts)
{
    struct mf_finding *finding;
    struct related *related;

    if (!report->last_is_shown) {
        return;
    }
    finding = &report->findings[report->count - 1];
    related =
        mf_arena_resize(report->arena, finding->related, (finding->related_count + 1) * sizeof *related);
    if (related == NULL) {
        return;
    }
    finding->related = related;
    related += finding->related_count;
    related->position = facts->position;
    related->source = printable(report, mf_view_of(report->source), SIZE_MAX);
    related->path = printable(report, facts->path, SIZE_MAX);
    related->note = printable(report, mf_view_of(facts->note), LONGEST_MESSAGE);
    if (related->source != NULL && related->path != NULL && related->note != NULL) {
        finding->related_count++;
    }
}

/* Replaces `size` bytes of a finding's path, from byte `at` on, by a name. */
static void rename_in_path(mf_report *report, struct mf_finding *finding, size_t at, size_t size,
                           const char *name)
{
    struct mf_view path = mf_view_of(finding->path);
    struct mf_buffer renamed = MF_BUFFER_EMPTY;

    if (path.size < at + size) {
        return;
    }
    mf_buffer_append(&renamed, mf_view_make(path.data, at));
    mf_buffer_append_text(&renamed, name);
    mf_buffer_append(&renamed, mf_view_make(path.data + at + size, path.size - at - size));
    if (renamed.status == MF_OK) {
        const char *copy = mf_arena_copy(report->arena, mf_buffer_view(&renamed));

        finding->path = copy == NULL ? finding->path : copy;
    }
    mf_buffer_release(&renamed);
}

void mf_report_rename(mf_report *report, size_t first, size_t at, size_t size, struct mf_view token)
{
    const char *name = first < report->count ? printable(report, token, SIZE_MAX) : NULL;

    for (size_t i = first; name != NULL && i < report->count; i++) {
        rename_in_path(report, &report->findings[i], at, size, name);
    }
}

void mf_report_rename_between(mf_report *report, size_t begin, size_t end, struct mf_view prefix,
                              struct mf_view token)
{
    const char *name = report->count > 0 ? printable(report, token, SIZE_MAX) : NULL;

    for (size_t i = 0; name != NULL && i < report->count; i++) {
        struct mf_finding *finding = &report->findings[i];
        size_t at = prefix.size + 1;

        if (finding->position.offset < begin || finding->position.offset >= end ||
            strncmp(finding->path, prefix.data, prefix.size) != 0 || finding->path[prefix.size] != '/') {
            continue;
        }
        rename_in_path(report, finding, at, strcspn(finding->path + at, "/"), name);
    }
}

static int compare_findings(const void *left, const void *right)
{
    const struct mf_finding *a = left;
    const struct mf_finding *b = right;

    if (a->source_number != b->source_number) {
        return a->source_number < b->source_number ? -1 : 1;
    }
    if (a->position.offset != b->position.offset) {
        return a->position.offset < b->position.offset ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static bool same_value(const struct mf_finding *left, const struct mf_finding *right)
{
    return left->source_number == right->source_number && left->position.line != 0 &&
           left->position.offset == right->position.offset && strcmp(left->path, right->path) == 0;
}

/* Where one finding says that a value may be a secret, the others about it, which stand beside it, do not repeat it either. */
static void conceal_together(struct mf_finding *left, struct mf_finding *right)
{
    if (left->concealed != right->concealed && same_value(left, right)) {
        struct mf_finding *shown = left->concealed ? right : left;

        shown->concealed = true;
        shown->found = "";
    }
}

void mf_report_sort(mf_report *report)
{
    if (report->count > 1) {
        qsort(report->findings, report->count, sizeof *report->findings, compare_findings);
    }
    for (uint32_t i = 1; i < report->count; i++) {
        conceal_together(&report->findings[i - 1], &report->findings[i]);
    }
    for (uint32_t i = report->count; i > 1; i--) {
        conceal_together(&report->findings[i - 2], &report->findings[i - 1]);
    }
}

void mf_report_deliver(mf_report *report, mf_status status, mf_report **ret_report)
{
    if (ret_report != NULL && (status == MF_OK || status == MF_ERROR_INVALID)) {
        *ret_report = report;
    } else {
        (void)mf_report_unref(report);
    }
}

mf_status mf_report_verdict(const mf_report *report, mf_error **reterr)
{
    size_t errors = report->totals[MF_SEVERITY_ERROR];

    if (errors == 0) {
        return MF_OK;
    }
    for (size_t i = 0; i < report->count; i++) {
        const struct mf_finding *finding = &report->findings[i];

        if (finding->severity != MF_SEVERITY_ERROR) {
            continue;
        }
        if (errors == 1) {
            return mf_error_set_at(reterr, MF_ERROR_INVALID, finding->position, finding->path, "%s%s%s",
                                   finding->source, *finding->source == '\0' ? "" : ": ", finding->message);
        }
        return mf_error_set_at(reterr, MF_ERROR_INVALID, finding->position, finding->path,
                               "%s%s%s (and %zu more)", finding->source, *finding->source == '\0' ? "" : ": ",
                               finding->message, errors - 1);
    }
    return mf_error_set(reterr, MF_ERROR_INVALID, "the document has %zu errors", errors);
}

bool mf_report_has(const mf_report *report, enum mf_finding_code code)
{
    for (size_t i = 0; i < report->count; i++) {
        if (report->findings[i].rule == mf_rule_of(code)) {
            return true;
        }
    }
    return false;
}

bool mf_report_mentions(const mf_report *report, struct mf_view path)
{
    for (size_t i = 0; i < report->count && i < MOST_LOOKED_AT; i++) {
        if (mf_view_equal(mf_view_of(report->findings[i].path), path)) {
            return true;
        }
    }
    return false;
}

size_t mf_report_count(const mf_report *report)
{
    return report == NULL ? 0 : report->count;
}

size_t mf_report_total(const mf_report *report)
{
    return mf_report_count_severity(report, MF_SEVERITY_NOTE);
}

size_t mf_report_count_severity(const mf_report *report, mf_severity severity)
{
    size_t count = 0;

    if (report == NULL) {
        return 0;
    }
    for (mf_severity at = severity < MF_SEVERITY_NOTE ? MF_SEVERITY_NOTE : severity; at <= MF_SEVERITY_ERROR;
         at++) {
        count += report->totals[at];
    }
    return count;
}

const mf_finding *mf_report_finding(const mf_report *report, size_t index)
{
    return report == NULL || index >= report->count ? NULL : &report->findings[index];
}

const char *mf_finding_code(const mf_finding *finding)
{
    return finding == NULL ? "" : mf_rule_code(finding->rule);
}

mf_severity mf_finding_severity(const mf_finding *finding)
{
    return finding == NULL ? 0 : finding->severity;
}

const char *mf_finding_source(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->source;
}

const char *mf_finding_path(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->path;
}

const char *mf_finding_message(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->message;
}

const char *mf_finding_found(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->found;
}

int32_t mf_finding_is_concealed(const mf_finding *finding)
{
    return finding != NULL && finding->concealed ? 1 : 0;
}

const char *mf_finding_expected(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->expected;
}

const char *mf_finding_suggestion(const mf_finding *finding)
{
    return finding == NULL ? "" : finding->suggestion;
}

uint32_t mf_finding_line(const mf_finding *finding)
{
    return finding == NULL ? 0 : finding->position.line;
}

uint32_t mf_finding_column(const mf_finding *finding)
{
    return finding == NULL ? 0 : finding->position.column;
}

size_t mf_finding_offset(const mf_finding *finding)
{
    return finding == NULL ? 0 : finding->position.offset;
}

size_t mf_finding_related_count(const mf_finding *finding)
{
    return finding == NULL ? 0 : finding->related_count;
}

static const struct related *related_at(const mf_finding *finding, size_t index)
{
    return index < mf_finding_related_count(finding) ? &finding->related[index] : &no_related;
}

const char *mf_finding_related_source(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->source;
}

const char *mf_finding_related_path(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->path;
}

const char *mf_finding_related_note(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->note;
}

uint32_t mf_finding_related_line(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->position.line;
}

uint32_t mf_finding_related_column(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->position.column;
}

size_t mf_finding_related_offset(const mf_finding *finding, size_t index)
{
    return related_at(finding, index)->position.offset;
}
