/* SPDX-License-Identifier: Apache-2.0 */
/* manifest schema and manifest rules: what the format is and what can be found wrong with a document. */
#include "command.h"
#include "complain.h"
#include "nearest.h"
#include "output.h"
#include "table.h"
#include "terminal.h"

#include <libmanifest/manifest.h>

#include <ctype.h>
#include <string.h>

static const struct cli_option schema_options[] = {
    { .name = NULL },
};

static const struct cli_option rules_options[] = {
    { .name = "format",
      .value = "text|markdown",
      .help = "markdown: the whole registry with explanations,\n"
              "as a page of documentation; default: text" },
    { .name = NULL },
};

static int run_schema(const struct cli_arguments *arguments)
{
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status = mf_schema_json(&json, &error);
    int result = status == MF_OK ? cli_output_bytes("-", json) : cli_complain_error(NULL, status, error);

    (void)arguments;
    (void)mf_bytes_unref(json);
    return result;
}

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

static int print_markdown(void)
{
    (void)fputs("# Rules\n\n"
                "Everything that can be found wrong with a manifest. A code keeps its meaning for ever and "
                "is never used\n"
                "again for something else. This page is what `manifest rules --format markdown` prints.\n\n"
                "| code | severity | profile | section | title |\n"
                "|---|---|---|---|---|\n",
                stdout);
    for (size_t i = 0; i < mf_rule_count(); i++) {
        const mf_rule *rule = mf_rule_at(i);

        (void)printf("| %s | %s | %s | %s | %s |\n", mf_rule_code(rule),
                     mf_severity_name(mf_rule_severity(rule)), mf_rule_profile(rule), mf_rule_section(rule),
                     mf_rule_title(rule));
    }
    for (size_t i = 0; i < mf_rule_count(); i++) {
        const mf_rule *rule = mf_rule_at(i);

        (void)printf("\n## %s: %s\n\n%s\n", mf_rule_code(rule), mf_rule_title(rule),
                     mf_rule_explanation(rule));
    }
    return CLI_GOOD;
}

/* Codes are found in either case: people type them. */
static bool same_code(const char *a, const char *b)
{
    while (*a != '\0' && toupper((unsigned char)*a) == toupper((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static const mf_rule *find_rule(const char *code)
{
    for (size_t i = 0; i < mf_rule_count(); i++) {
        if (same_code(code, mf_rule_code(mf_rule_at(i)))) {
            return mf_rule_at(i);
        }
    }
    return NULL;
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

static int print_one(const char *code)
{
    const mf_rule *rule = find_rule(code);

    if (rule == NULL) {
        return refuse_unknown(code);
    }
    cli_style(stdout, CLI_BOLD);
    (void)printf("%s: %s\n", mf_rule_code(rule), mf_rule_title(rule));
    cli_style(stdout, CLI_PLAIN);
    (void)printf("%s in profile %s, section %s\n\n%s\n", mf_severity_name(mf_rule_severity(rule)),
                 mf_rule_profile(rule), mf_rule_section(rule), mf_rule_explanation(rule));
    return CLI_GOOD;
}

static int run_rules(const struct cli_arguments *arguments)
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

const struct cli_command cli_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of the format",
    .usage = "",
    .description = "Prints the JSON Schema (draft 2020-12) of manifests, for editors that complete\n"
                   "and check as you type. 'manifest validate' checks more than a JSON Schema can\n"
                   "say.",
    .example = "  manifest schema > manifest-v1.schema.json",
    .options = schema_options,
    .least_operands = 0,
    .most_operands = 0,
    .run = run_schema,
};

const struct cli_command cli_rules = {
    .name = "rules",
    .summary = "list what 'validate' can find, or explain one finding",
    .usage = "[--format text|markdown] [CODE]",
    .description = "Lists everything that 'manifest validate' can find: code, severity, the least\n"
                   "profile in which it applies, section and title. With CODE, explains that one.",
    .example = "  manifest rules MF1101",
    .options = rules_options,
    .least_operands = 0,
    .most_operands = 1,
    .run = run_rules,
};
