/* SPDX-License-Identifier: Apache-2.0 */
/* Markdown that says what it means whatever the manifests hold: their text stands in code, each sign as a reference. */
#include "diff_markdown.h"

#include "findings.h"
#include "terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What neither Markdown nor HTML nor a forge makes anything of within a line. */
static bool is_harmless(unsigned char byte)
{
    return byte >= 0x80 || byte == ' ' || byte == '-' || byte == '/' || byte == ',' ||
           (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* In code a forge looks for no links and for no names of people to tell. */
static void print_code(const char *text)
{
    char *printable = cli_printable_copy(text);

    if (*printable != '\0') {
        (void)fputs("<code>", stdout);
        for (const char *at = printable; *at != '\0'; at++) {
            if (is_harmless((unsigned char)*at)) {
                (void)fputc(*at, stdout);
            } else {
                (void)printf("&#%u;", (unsigned)(unsigned char)*at);
            }
        }
        (void)fputs("</code>", stdout);
    }
    free(printable);
}

/* "3 changes (1 high, 2 low)" of those from `begin` to `end`. */
static void print_counts(const mf_diff *diff, size_t begin, size_t end)
{
    const char *before = " (";

    cli_print_count(stdout, end - begin, "change");
    for (mf_diff_severity severity = MF_DIFF_HIGH; severity >= MF_DIFF_LOW; severity--) {
        size_t count = 0;

        for (size_t i = begin; i < end; i++) {
            count += mf_change_severity(mf_diff_change(diff, i)) == severity;
        }
        if (count > 0) {
            (void)printf("%s%zu %s", before, count, mf_diff_severity_name(severity));
            before = ", ";
        }
    }
    (void)fputc(')', stdout);
}

static void print_change(const mf_change *change)
{
    const char *strong = mf_change_severity(change) == MF_DIFF_HIGH ? "**" : "";

    (void)printf("| %s%s%s | %s | ", strong, mf_diff_severity_name(mf_change_severity(change)), strong,
                 mf_diff_kind_name(mf_change_kind(change)));
    print_code(mf_change_label(change));
    (void)fputs(" | ", stdout);
    print_code(mf_change_message(change));
    (void)fputs(" |\n", stdout);
}

/* The changes from `begin` on that are in one section. Returns the index of the first one that is not. */
static size_t print_section(const mf_diff *diff, size_t begin)
{
    const char *section = mf_change_section(mf_diff_change(diff, begin));
    bool high = false;
    size_t end = begin;

    while (end < mf_diff_count(diff) && strcmp(mf_change_section(mf_diff_change(diff, end)), section) == 0) {
        high = high || mf_change_severity(mf_diff_change(diff, end)) == MF_DIFF_HIGH;
        end++;
    }
    (void)printf("\n<details%s>\n<summary><b>%s</b>: ", high ? " open" : "", section);
    print_counts(diff, begin, end);
    (void)fputs("</summary>\n\n| severity | what | where | change |\n| --- | --- | --- | --- |\n", stdout);
    for (size_t i = begin; i < end; i++) {
        print_change(mf_diff_change(diff, i));
    }
    (void)fputs("\n</details>\n", stdout);
    return end;
}

void cli_diff_markdown(const mf_diff *diff, const char *before, const char *after)
{
    (void)fputs("### ", stdout);
    print_code(before);
    (void)fputs(" \xe2\x86\x92 ", stdout);
    print_code(after);
    (void)fputs("\n\n", stdout);
    if (mf_diff_count(diff) == 0) {
        (void)fputs("No changes.\n", stdout);
    } else {
        print_counts(diff, 0, mf_diff_count(diff));
        (void)fputs("\n", stdout);
    }
    for (size_t i = 0; i < mf_diff_count(diff);) {
        i = print_section(diff, i);
    }
    if (mf_diff_respelled(diff) > 0) {
        (void)fputc('\n', stdout);
        cli_print_count(stdout, mf_diff_respelled(diff), "value");
        (void)fputs(" only in another spelling.\n", stdout);
    }
}
