/* SPDX-License-Identifier: Apache-2.0 */
/* Reports for people. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include <libmanifest/report.h>

#include <stdio.h>

/*
 * Every finding as "FILE:LINE:COLUMN: error: message [MF1234] (path)", and under it, as notes without a code, the other values that
 * are involved; on a terminal with the line of the text under each.
 * `text` of `size` bytes is the document the report is about; NULL where it is not at hand.
 */
void cli_findings_print(FILE *stream, const mf_report *report, const char *name, const char *text,
                        size_t size);

/* Index of the finding's rule in the registry. */
size_t cli_finding_rule(const mf_finding *finding);

/* "3 errors", "1 warning": a number and a noun that takes an s. */
void cli_print_count(FILE *stream, size_t count, const char *noun);

/*
 * After a call that can find something: nothing where it went well; else prints the findings, or the error where there
 * are none, to standard error. `name` and `text` as in cli_findings_print(). Ends the error and returns the exit status.
 */
int cli_findings_failure(const char *name, const char *text, size_t size, mf_status status,
                         const mf_report *report, mf_error *error);

/* The same of the manifest inside an envelope: its positions are those of the payload. */
int cli_findings_failure_inside(const char *name, mf_status status, const mf_report *report, mf_error *error);

#endif
