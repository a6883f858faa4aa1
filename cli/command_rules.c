/* SPDX-License-Identifier: Apache-2.0 */
/* manifest rules: what can be found wrong with a manifest, why it matters, and how to mend it. */
#include "command.h"
#include "complain.h"
#include "explanation.h"
#include "nearest.h"
#include "table.h"
#include "terminal.h"

#include "catalogue.h"

#include <libmanifest/report.h>

#include <ctype.h>
#include <string.h>

enum { TEXT_WIDTH = 79 };

static const struct cli_option options[] = {
    { .name = "format",
      .value = "text|markdown",
      .help = "markdown: the whole catalogue with explanations\n"
              "and examples, as a page of documentation;\n"
              "default: text" },
    { .name = NULL },
};

static int print_all(void)
{
    struct cli_table table = { .headings = { "CODE", "SEVERITY", "PROFILE", "SECTION", "TITLE" } };

    for (size_t i = 0; i < mf_rule_count(); i++) {
        const mf_rule *rule = mf_rule_at(i);

        cli_table_add(&table, mf_rule_code(rule));
        cli_table_add(&table, mf_severity_name(mf_rule_severity(rule)));
        cli_table_add(&table, mf_rule_profile(rule));
        cli_table_add(&table, mf_rule_section(rule));
        cli_table_add(&table, mf_rule_title(rule));
    }
    cli_table_print(stdout, &table);
    return CLI_GOOD;
}

/* What is said of a rule; of one that only a newer library knows, that. */
static const struct catalogue_entry *explain(const char *code)
{
    static const struct catalogue_entry newer = {
        .why = "The library is newer than this command, which has no explanation of it.",
        .mend = "",
        .bad = "",
        .good = "",
        .rules = "",
        .at = "",
        .lock = "",
    };
    const struct catalogue_entry *entry = cli_explanation(code);

    return entry == NULL ? &newer : entry;
}

/* --- Markdown ---------------------------------------------------------------------------------------------------------- */

static void print_block(const char *before, const char *language, const char *text)
{
    if (*text != '\0') {
        (void)printf("\n%s\n\n```%s\n%s```\n", before, language, text);
    }
}

static void print_entry(const mf_rule *rule, const struct catalogue_entry *entry)
{
    (void)printf("\n### %s\n\n**%s** (%s in profile %s, section %s)\n\n%s\n", mf_rule_code(rule),
                 mf_rule_title(rule), mf_severity_name(mf_rule_severity(rule)), mf_rule_profile(rule),
                 mf_rule_section(rule), entry->why);
    if (*entry->mend != '\0') {
        (void)printf("\n%s\n", entry->mend);
    }
    print_block("With this rules file:", "yaml", entry->rules);
    if (*entry->at != '\0') {
        (void)printf("\nAt %s:\n", entry->at);
    }
    print_block("Bad:", *entry->lock == '\0' ? "yaml" : "", entry->bad);
    print_block("Good:", *entry->lock == '\0' ? "yaml" : "", entry->good);
}

static void print_topic(const struct catalogue_topic *topic, size_t first, size_t end)
{
    (void)printf("\n## %s\n\n%s\n| code | severity | profile | section | title |\n|---|---|---|---|---|\n",
                 topic->title, topic->text);
    for (size_t i = first; i < end; i++) {
        const mf_rule *rule = mf_rule_at(i);

        (void)printf("| [%s](#mf%s) | %s | %s | %s | %s |\n", mf_rule_code(rule), mf_rule_code(rule) + 2,
                     mf_severity_name(mf_rule_severity(rule)), mf_rule_profile(rule), mf_rule_section(rule),
                     mf_rule_title(rule));
    }
    for (size_t i = first; i < end; i++) {
        print_entry(mf_rule_at(i), explain(mf_rule_code(mf_rule_at(i))));
    }
}

static int print_markdown(void)
{
    enum { TOPIC_COUNT = sizeof catalogue_topics / sizeof catalogue_topics[0] };
    size_t first = 0;

    (void)fputs(
        "# Rules\n\n"
        "Everything that can be found wrong with a manifest, why it matters and how to mend it. A code keeps "
        "its meaning\n"
        "for ever and is never used again for something else.\n\n"
        "- Codes below MF2000 are about the form of a document, and about settings that are resolved. No rules "
        "file\n  changes them.\n"
        "- MF2000 to MF3199 are the rules. `manifest validate` finds them; a rules file can switch them off "
        "or change\n"
        "  their severity. The examples are pieces of a manifest, and the tests run them.\n"
        "- Codes from MF3200 on are about things outside a manifest, such as files. Commands that look at "
        "those find them.\n\n"
        "This page is what `manifest rules --format markdown` prints.\n",
        stdout);
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        size_t end = first + 1;

        while (end < mf_rule_count() && (i + 1 == TOPIC_COUNT || strcmp(mf_rule_code(mf_rule_at(end)),
                                                                        catalogue_topics[i + 1].first) < 0)) {
            end++;
        }
        print_topic(&catalogue_topics[i], first, end);
        first = end;
    }
    return CLI_GOOD;
}

/* --- one rule ---------------------------------------------------------------------------------------------------------- */

/* Codes are found in either case: people type them. */
static bool same_code(const char *a, const char *b)
{
    while (*a != '\0' && toupper((unsigned char)*a) == toupper((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static size_t find_rule(const char *code)
{
    size_t i = 0;

    while (i < mf_rule_count() && !same_code(code, mf_rule_code(mf_rule_at(i)))) {
        i++;
    }
    return i;
}

static int refuse_unknown(const char *code)
{
    struct cli_nearest nearest = cli_nearest_begin(code);

    for (size_t i = 0; i < mf_rule_count(); i++) {
        cli_nearest_try(&nearest, mf_rule_code(mf_rule_at(i)));
    }
    if (nearest.best != NULL) {
        (void)cli_complain_usage("rules", "there is no rule '%s'; did you mean %s?", code, nearest.best);
    } else {
        (void)cli_complain_usage("rules", "there is no rule '%s'", code);
    }
    return CLI_TROUBLE;
}

/* Words in lines that fit a terminal. */
static void print_wrapped(const char *text)
{
    size_t column = 0;

    while (*text != '\0') {
        size_t size = strcspn(text, " ");

        if (column > 0 && column + 1 + size > TEXT_WIDTH) {
            (void)fputc('\n', stdout);
            column = 0;
        }
        column += (size_t)printf("%s%.*s", column == 0 ? "" : " ", (int)size, text);
        text += size + (text[size] == ' ');
    }
    (void)fputc('\n', stdout);
}

static void print_example(const char *title, const char *text)
{
    if (*text == '\0') {
        return;
    }
    cli_style(stdout, CLI_BOLD);
    (void)printf("\n%s\n", title);
    cli_style(stdout, CLI_PLAIN);
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");

        (void)printf("  %.*s\n", (int)size, text);
        text += size + (text[size] == '\n');
    }
}

static int print_one(const char *code)
{
    const mf_rule *rule = mf_rule_at(find_rule(code));
    const struct catalogue_entry *entry;

    if (rule == NULL) {
        return refuse_unknown(code);
    }
    entry = explain(mf_rule_code(rule));
    cli_style(stdout, CLI_BOLD);
    (void)printf("%s: %s\n", mf_rule_code(rule), mf_rule_title(rule));
    cli_style(stdout, CLI_PLAIN);
    (void)printf("%s in profile %s, section %s\n\n", mf_severity_name(mf_rule_severity(rule)),
                 mf_rule_profile(rule), mf_rule_section(rule));
    print_wrapped(entry->why);
    if (*entry->mend != '\0') {
        (void)fputc('\n', stdout);
        print_wrapped(entry->mend);
    }
    print_example("With this rules file:", entry->rules);
    if (*entry->at != '\0') {
        (void)printf("\nAt %s:\n", entry->at);
    }
    print_example("Bad:", entry->bad);
    print_example("Good:", entry->good);
    return CLI_GOOD;
}

static int run(const struct cli_arguments *arguments)
{
    const char *format = cli_arguments_value(arguments, "format");
    bool markdown = format != NULL && strcmp(format, "markdown") == 0;

    if (arguments->operand_count > 0 && markdown) {
        (void)cli_complain_usage("rules", "--format markdown prints all rules: leave out '%s'",
                                 arguments->operands[0]);
        return CLI_TROUBLE;
    }
    if (arguments->operand_count > 0) {
        return print_one(arguments->operands[0]);
    }
    return markdown ? print_markdown() : print_all();
}

const struct cli_command cli_rules = {
    .name = "rules",
    .summary = "list what 'validate' can find, or explain one finding",
    .usage = "[--format text|markdown] [CODE]",
    .description = "Lists everything that 'manifest validate' can find: code, severity, the least\n"
                   "profile in which it applies, section and title. With CODE, explains that one:\n"
                   "why it matters, how to mend it, and a bad and a good example.",
    .example = "  manifest rules MF1101",
    .options = options,
    .least_operands = 0,
    .most_operands = 1,
    .run = run,
};
