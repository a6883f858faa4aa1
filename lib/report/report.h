/* SPDX-License-Identifier: Apache-2.0 */
/* Making reports. */
#ifndef MF_REPORT_REPORT_H
#define MF_REPORT_REPORT_H

#include "base/error.h"
#include "base/view.h"

#include <libmanifest/report.h>

/* The numbers of the registry. */
enum mf_finding_code {
#define FINDING(name, number, ...) MF_FINDING_##name = number,
#include "findings.h"
#undef FINDING
};

/* What a finding says besides its code. Texts may come from the input as they are; they are made printable here. */
struct mf_finding_facts {
    enum mf_finding_code code;
    struct mf_position position;
    struct mf_view path; /* printable already: paths are made of known names and checked keys */
    struct mf_view found;
    const char *expected;   /* NULL: nothing to say */
    const char *suggestion; /* NULL: none */
    bool concealed;         /* what stands there may be a secret, also if nothing here looks like one */
};

/* A report for at most `limit` findings, which may take `memory` bytes; the others are counted. NULL if memory cannot be had. */
mf_report *mf_report_new(uint32_t limit, size_t memory);

/*
 * The severities that findings get instead of those of the registry, by index; 0: the finding is left out. The array must outlive
 * what is added to the report.
 */
void mf_report_set_severities(mf_report *report, const uint8_t *severities);

/*
 * Says what the findings and related values are about that are added from now on: 0 for the document that the report is about, or
 * another one, which has a label for people. Findings are sorted by that number first.
 *
 * @param label  NULL for the document itself. Must live until the next call
 */
void mf_report_set_source(mf_report *report, uint32_t number, const char *label);

/* True if this finding will not be shown, because it is off or there is no room: in the latter case it is counted here. Its message
 * then need not be made. */
bool mf_report_counts_only(mf_report *report, enum mf_finding_code code);

/* Adds a finding; its message is made as by printf(). A failure sticks to the report: see mf_report_status(). */
void mf_report_add(mf_report *report, const struct mf_finding_facts *facts, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a finding says of another value that is involved in it. */
struct mf_related_facts {
    struct mf_position position;
    struct mf_view path;
    const char *note; /* "the limit" */
};

/* True if the finding that was added last is shown, so that related values are of use. */
bool mf_report_takes_related(const mf_report *report);

/* Adds to the finding that was added last; nothing if that one is not shown. */
void mf_report_relate(mf_report *report, const struct mf_related_facts *facts);

/* True if the report holds a finding with this code. */
bool mf_report_has(const mf_report *report, enum mf_finding_code code);

/* True if one of the first 100 findings is about this path. */
bool mf_report_mentions(const mf_report *report, struct mf_view path);

/* Marks the report as one that memory could not be had for. */
void mf_report_fail(mf_report *report);

/* MF_OK, MF_ERROR_MEMORY or MF_ERROR_LIMIT. */
mf_status mf_report_status(const mf_report *report);

/* Reports that status, of a report that failed. */
mf_status mf_report_error(const mf_report *report, mf_error **reterr);

/*
 * In the paths of the findings from number `first` on: replaces the token that begins at byte `at` and is `size` bytes long.
 * So an entry of a set that was named by its index gets the name of its key, once that has been read.
 */
void mf_report_rename(mf_report *report, size_t first, size_t at, size_t size, struct mf_view token);

/*
 * In the paths of the findings about bytes `begin` to `end` of the text that lie below `prefix`: replaces the token behind the
 * prefix. So the findings in an entry that turns out to repeat a key are told from those in the first one.
 */
void mf_report_rename_between(mf_report *report, size_t begin, size_t end, struct mf_view prefix,
                              struct mf_view token);

/* Puts the findings in the order of their positions. Done once, before the report leaves the library. */
void mf_report_sort(mf_report *report);

/* Ends a call that made a report: hands it out where it was judged and the caller wants it, else gives it up. */
void mf_report_deliver(mf_report *report, mf_status status, mf_report **ret_report);

/* MF_OK, or MF_ERROR_INVALID and the error of the first finding of severity error. */
mf_status mf_report_verdict(const mf_report *report, mf_error **reterr);

#endif
