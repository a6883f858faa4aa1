/* SPDX-License-Identifier: Apache-2.0 */
/* Results for people: findings as compilers print them, a verdict for each file, and a line that sums them up. */
#include "findings.h"
#include "input.h"
#include "reporter.h"
#include "terminal.h"

#include <stdio.h>

static void begin(struct cli_run *run)
{
    (void)run;
}

static void print_verdict(const struct cli_run *run, const struct cli_judged *judged)
{
    size_t errors = mf_report_count_severity(judged->report, MF_SEVERITY_ERROR);
    size_t warnings = mf_report_count_severity(judged->report, MF_SEVERITY_WARNING) - errors;
    size_t notes = mf_report_total(judged->report) - errors - warnings;

    cli_print(stdout, judged->name);
    (void)fputs(": ", stdout);
    cli_style(stdout, judged->good ? CLI_GREEN : CLI_RED);
    (void)fputs(judged->good ? "good" : "not good", stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)printf(" (%s), ", cli_profile_name(run->profile));
    if (errors > 0) {
        cli_print_count(stdout, errors, "error");
        (void)fputs(", ", stdout);
    }
    cli_print_count(stdout, warnings, "warning");
    if (notes > 0) {
        (void)fputs(", ", stdout);
        cli_print_count(stdout, notes, "note");
    }
    (void)fputc('\n', stdout);
}

/* What could not be judged stands on standard error. */
static void file(struct cli_run *run, const struct cli_judged *judged)
{
    if (judged->report == NULL) {
        return;
    }
    cli_findings_print(stdout, judged->report, judged->name, judged->text, judged->size);
    if (!run->quiet) {
        print_verdict(run, judged);
    }
}

void cli_print_tally(const struct cli_run *run)
{
    const struct cli_tally *tally = &run->tally;

    cli_print_count(stdout, tally->good + tally->not_good + tally->not_judged, "file");
    (void)printf(" (%s): %zu good, %zu not good", cli_profile_name(run->profile), tally->good,
                 tally->not_good);
    if (tally->not_judged > 0) {
        (void)printf(", %zu could not be judged", tally->not_judged);
    }
    (void)fputs("; ", stdout);
    cli_print_count(stdout, tally->errors, "error");
    (void)fputs(", ", stdout);
    cli_print_count(stdout, tally->warnings, "warning");
    (void)fputs(", ", stdout);
    cli_print_count(stdout, tally->notes, "note");
    if (tally->passed_over > 0) {
        (void)fputs("; ", stdout);
        cli_print_count(stdout, tally->passed_over, "other file");
        (void)fputs(" passed over", stdout);
    }
    (void)fputc('\n', stdout);
}

static void end(struct cli_run *run)
{
    if (run->several && !run->quiet) {
        cli_print_tally(run);
    }
}

const struct cli_reporter cli_text_reporter = { begin, file, end };
