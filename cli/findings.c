/* SPDX-License-Identifier: Apache-2.0 */
/* Prints findings the way compilers do, so that editors can jump to them. */
#include "findings.h"

#include "command.h"
#include "complain.h"
#include "memory.h"
#include "terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static enum cli_style style_of(mf_severity severity)
{
    return severity == MF_SEVERITY_ERROR ? CLI_RED : severity == MF_SEVERITY_WARNING ? CLI_YELLOW : CLI_BLUE;
}

/* A text, the file it is about, and the place of the value that it is about. */
struct subject {
    const char *name;
    const char *text; /* NULL: not at hand */
    size_t size;
    const mf_report *report; /* that all findings about the text are in; NULL: none */
    const char *path;
    uint32_t line; /* 0: not known */
    uint32_t column;
    size_t offset;
};

/* "FILE:LINE:COLUMN: error: " */
static void print_head(FILE *stream, const struct subject *subject, mf_severity severity)
{
    cli_style(stream, CLI_BOLD);
    cli_print(stream, subject->name);
    if (subject->line > 0) {
        (void)fprintf(stream, ":%" PRIu32 ":%" PRIu32, subject->line, subject->column);
    }
    (void)fputs(": ", stream);
    cli_style(stream, style_of(severity));
    (void)fprintf(stream, "%s: ", mf_severity_name(severity));
    cli_style(stream, CLI_PLAIN);
}

/* " (PATH)" */
static void print_path(FILE *stream, const char *path)
{
    if (*path != '\0') {
        cli_style(stream, CLI_DIM);
        (void)fputs(" (", stream);
        cli_print(stream, path);
        (void)fputc(')', stream);
        cli_style(stream, CLI_PLAIN);
    }
    (void)fputc('\n', stream);
}

/* One line of a text, and the place in it that a finding points at. */
struct excerpt {
    const char *line;
    size_t size;
    size_t mark; /* byte in the line */
};

static struct excerpt excerpt_at(const char *text, size_t size, size_t offset)
{
    size_t start = offset;
    size_t end = offset;

    while (start > 0 && text[start - 1] != '\n') {
        start--;
    }
    while (end < size && text[end] != '\n') {
        end++;
    }
    if (end > offset && text[end - 1] == '\r') {
        end--;
    }
    return (struct excerpt){ text + start, end - start, offset - start };
}

/* Prints the part of the line that begins at byte `from`, in at most `room` columns; returns the column of the mark. */
static size_t print_part(FILE *stream, const struct excerpt *excerpt, size_t from, size_t room)
{
    size_t column = 0;
    size_t mark = 0;

    for (size_t at = from; at < excerpt->size;) {
        char printed[CLI_PRINTED_SIZE];
        size_t width;
        size_t used = cli_printable(excerpt->line + at, excerpt->size - at, printed, &width);

        if (column + width > room) {
            break;
        }
        (void)fputs(excerpt->line[at] == '\t' ? " " : printed, stream);
        if (at < excerpt->mark && excerpt->mark < at + used) {
            mark = column;
        }
        column += excerpt->line[at] == '\t' ? 1 : width;
        at += used;
        if (at <= excerpt->mark) {
            mark = column;
        }
    }
    return mark;
}

/* Where to begin so that the mark is seen: at the line's beginning, or a third of the width before the mark. */
static size_t first_shown(const struct excerpt *excerpt, size_t room)
{
    size_t from;

    if (excerpt->mark < room) {
        return 0;
    }
    from = excerpt->mark - room / 3;
    while (from < excerpt->mark && ((unsigned char)excerpt->line[from] & 0xc0) == 0x80) {
        from++;
    }
    return from;
}

/* True if a finding, this one or another, points at a secret in the line. */
static bool holds_secret(const struct subject *subject)
{
    for (size_t i = 0; i < mf_report_count(subject->report); i++) {
        const mf_finding *finding = mf_report_finding(subject->report, i);

        if (mf_finding_is_concealed(finding) != 0 && mf_finding_line(finding) == subject->line) {
            return true;
        }
    }
    return false;
}

/* On a terminal, the line and a mark under the place. */
static void print_source(FILE *stream, const struct subject *subject)
{
    struct excerpt excerpt;
    size_t room = cli_terminal_width(stream) - 12;
    size_t mark;

    if (subject->text == NULL || subject->line == 0 || subject->offset > subject->size ||
        !cli_terminal_is(stream) || holds_secret(subject)) {
        return;
    }
    excerpt = excerpt_at(subject->text, subject->size, subject->offset);
    (void)fprintf(stream, "%6" PRIu32 " | ", subject->line);
    mark = print_part(stream, &excerpt, first_shown(&excerpt, room), room);
    (void)fprintf(stream, "\n       | %*s", (int)mark, "");
    cli_style(stream, CLI_GREEN);
    (void)fputs("^", stream);
    cli_style(stream, CLI_PLAIN);
    (void)fputc('\n', stream);
}

/* What is about another file than the one that the report is about, whose text is not at hand. */
static void take_source(struct subject *subject, const char *source)
{
    if (*source != '\0') {
        subject->name = source;
        subject->text = NULL;
    }
}

static void print_finding(FILE *stream, const mf_finding *finding, struct subject subject)
{
    take_source(&subject, mf_finding_source(finding));
    subject.path = mf_finding_path(finding);
    subject.line = mf_finding_line(finding);
    subject.column = mf_finding_column(finding);
    subject.offset = mf_finding_offset(finding);
    print_head(stream, &subject, mf_finding_severity(finding));
    cli_print(stream, mf_finding_message(finding));
    (void)fprintf(stream, " [%s]", mf_finding_code(finding));
    print_path(stream, subject.path);
    print_source(stream, &subject);
}

/* Another value that the finding is about. It has no code: lines with one are findings. */
static void print_related(FILE *stream, const mf_finding *finding, size_t index, struct subject subject)
{
    take_source(&subject, mf_finding_related_source(finding, index));
    subject.path = mf_finding_related_path(finding, index);
    subject.line = mf_finding_related_line(finding, index);
    subject.column = mf_finding_related_column(finding, index);
    subject.offset = mf_finding_related_offset(finding, index);
    print_head(stream, &subject, MF_SEVERITY_NOTE);
    cli_print(stream, mf_finding_related_note(finding, index));
    print_path(stream, subject.path);
    print_source(stream, &subject);
}

void cli_findings_print(FILE *stream, const mf_report *report, const char *name, const char *text,
                        size_t size)
{
    const struct subject subject = { .name = name, .text = text, .size = size, .report = report };
    size_t count = mf_report_count(report);

    for (size_t i = 0; i < count; i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        print_finding(stream, finding, subject);
        for (size_t k = 0; k < mf_finding_related_count(finding); k++) {
            print_related(stream, finding, k, subject);
        }
    }
    if (mf_report_total(report) > count) {
        cli_print(stream, name);
        (void)fprintf(stream, ": %zu more findings are not shown\n", mf_report_total(report) - count);
    }
}

size_t cli_finding_rule(const mf_finding *finding)
{
    size_t index = 0;

    while (strcmp(mf_rule_code(mf_rule_at(index)), mf_finding_code(finding)) != 0) {
        index++; /* every code of a finding is there */
    }
    return index;
}

void cli_print_count(FILE *stream, size_t count, const char *noun)
{
    (void)fprintf(stream, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

int cli_findings_failure(const char *name, const char *text, size_t size, mf_status status,
                         const mf_report *report, mf_error *error)
{
    if (status == MF_OK) {
        return CLI_GOOD;
    }
    if (status == MF_ERROR_INVALID && report != NULL && mf_report_count(report) > 0) {
        (void)fflush(stdout);
        cli_findings_print(stderr, report, name, text, size);
        (void)mf_error_unref(error);
        return CLI_NOT_GOOD;
    }
    return cli_complain_error(name, status, error);
}

int cli_findings_failure_inside(const char *name, mf_status status, const mf_report *report, mf_error *error)
{
    char *payload;
    int result;

    if (status != MF_ERROR_INVALID) {
        return cli_findings_failure(name, NULL, 0, status, NULL, error);
    }
    payload = cli_memory_format("%s (payload)", name);
    result = cli_findings_failure(payload, NULL, 0, status, report, error);
    free(payload);
    return result;
}
