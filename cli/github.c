/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Results as workflow commands of GitHub Actions, which become annotations of the lines they are about. A line is a command if it
 * begins with "::", so nothing that comes from outside may begin a line here.
 */
#include "findings.h"
#include "input.h"
#include "place.h"
#include "reporter.h"
#include "terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The message behind the second "::", or the value of a property before it. */
enum part { MESSAGE, PROPERTY };

/* Escapes what would end the part; the rest is printed in printable form. */
static void print_part(const char *text, enum part part)
{
    size_t size = strlen(text);

    while (size > 0) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(text, size, printed, &width);

        if (*text == '%' || *text == '\r' || *text == '\n' ||
            (part == PROPERTY && (*text == ':' || *text == ','))) {
            (void)printf("%%%02X", (unsigned)*text);
        } else {
            (void)fputs(printed, stdout);
        }
        text += used;
        size -= used;
    }
}

static const char *command_of(mf_severity severity)
{
    return severity == MF_SEVERITY_ERROR ? "error" : severity == MF_SEVERITY_WARNING ? "warning" : "notice";
}

/* "::error file=NAME,", ready for more properties. GitHub wants the path from the root of the repository. */
static void print_command(const char *command, const struct cli_judged *judged)
{
    (void)printf("::%s ", command);
    if (!cli_is_standard(judged->path)) {
        char *path = cli_place_clean(judged->path);

        (void)fputs("file=", stdout);
        print_part(path, PROPERTY);
        (void)fputc(',', stdout);
        free(path);
    }
}

static void print_path(const char *path)
{
    if (*path != '\0') {
        (void)fputs(" (", stdout);
        print_part(path, MESSAGE);
        (void)fputc(')', stdout);
    }
}

static void print_finding(const struct cli_judged *judged, const mf_finding *finding)
{
    const mf_rule *rule = mf_rule_at(cli_finding_rule(finding));

    print_command(command_of(mf_finding_severity(finding)), judged);
    if (mf_finding_line(finding) > 0) {
        (void)printf("line=%" PRIu32 ",col=%" PRIu32 ",", mf_finding_line(finding),
                     mf_finding_column(finding));
    }
    (void)printf("title=%s", mf_rule_code(rule));
    print_part(": ", PROPERTY);
    print_part(mf_rule_title(rule), PROPERTY);
    (void)fputs("::", stdout);
    print_part(mf_finding_message(finding), MESSAGE);
    print_path(mf_finding_path(finding));
    for (size_t i = 0; i < mf_finding_related_count(finding); i++) {
        print_part("\n", MESSAGE);
        if (mf_finding_related_line(finding, i) > 0) {
            (void)printf("line %" PRIu32 ": ", mf_finding_related_line(finding, i));
        }
        print_part(mf_finding_related_note(finding, i), MESSAGE);
        print_path(mf_finding_related_path(finding, i));
    }
    (void)fputc('\n', stdout);
}

static void begin(struct cli_run *run)
{
    (void)run;
}

static void file(struct cli_run *run, const struct cli_judged *judged)
{
    (void)run;
    if (judged->report == NULL) {
        print_command("error", judged);
        (void)fputs("title=not judged::", stdout);
        print_part(judged->trouble, MESSAGE);
        (void)fputc('\n', stdout);
        return;
    }
    for (size_t i = 0; i < mf_report_count(judged->report); i++) {
        print_finding(judged, mf_report_finding(judged->report, i));
    }
    if (mf_report_total(judged->report) > mf_report_count(judged->report)) {
        print_command("notice", judged);
        (void)printf("title=more findings::%zu more findings are not shown\n",
                     mf_report_total(judged->report) - mf_report_count(judged->report));
    }
}

static void end(struct cli_run *run)
{
    if (!run->quiet) {
        cli_print_tally(run);
    }
}

const struct cli_reporter cli_github_reporter = { begin, file, end };
