/* SPDX-License-Identifier: Apache-2.0 */
/* manifest diff: what changed from one release to another. */
#include "command.h"
#include "complain.h"
#include "diff_markdown.h"
#include "findings.h"
#include "input.h"
#include "output.h"
#include "table.h"
#include "terminal.h"
#include "values.h"

#include <libmanifest/diff.h>

#include <string.h>

static const struct cli_option options[] = {
    { .name = "format",
      .value = "text|json|markdown",
      .help = "what to print; default: text. json has the patch\n"
              "too (RFC 6902); markdown is for a pull request" },
    { .name = "severity",
      .value = "low|medium|high",
      .help = "leave out what is less severe, also for the exit\n"
              "status; default: low, which leaves out nothing" },
    { .name = NULL },
};

/* 0 for NULL. */
static mf_diff_severity severity_named(const char *name)
{
    for (mf_diff_severity severity = MF_DIFF_LOW; name != NULL && severity <= MF_DIFF_HIGH; severity++) {
        if (strcmp(mf_diff_severity_name(severity), name) == 0) {
            return severity;
        }
    }
    return 0;
}

/* Status 1 says that there are changes, so a file that is no manifest is trouble. */
static int read_one(struct cli_input *input, const char *path, mf_manifest **ret_manifest)
{
    int result = cli_input_read(input, path, CLI_DOCUMENT_LIMIT);

    if (result == CLI_GOOD && cli_input_is_envelope(input)) {
        cli_complain("%s is a signed envelope: verify it, and compare the manifest that 'manifest verify -o' "
                     "takes out of it",
                     input->name);
        return CLI_TROUBLE;
    }
    if (result == CLI_GOOD) {
        result = cli_input_manifest(input, MF_PROFILE_DRAFT, ret_manifest);
    }
    return result == CLI_GOOD ? CLI_GOOD : CLI_TROUBLE;
}

static void print_summary(const mf_diff *diff)
{
    size_t more = 0;

    cli_print_count(stdout, mf_diff_count(diff), "change");
    for (mf_diff_severity severity = MF_DIFF_HIGH; severity >= MF_DIFF_LOW; severity--) {
        size_t count = mf_diff_count_severity(diff, severity);

        (void)printf("%s %zu %s", severity == MF_DIFF_HIGH ? ":" : ",", count - more,
                     mf_diff_severity_name(severity));
        more = count;
    }
    (void)fputc('\n', stdout);
}

/* The changes from `index` on that are in one section. Returns the index of the first one that is not. */
static size_t print_section(const mf_diff *diff, size_t index)
{
    struct cli_table table = { .headings = { "", "", "", "" } };
    const char *section = mf_change_section(mf_diff_change(diff, index));

    (void)fputc('\n', stdout);
    cli_style(stdout, CLI_BOLD);
    cli_print(stdout, section);
    cli_style(stdout, CLI_PLAIN);
    (void)fputc('\n', stdout);
    for (; index < mf_diff_count(diff); index++) {
        const mf_change *change = mf_diff_change(diff, index);

        if (strcmp(mf_change_section(change), section) != 0) {
            break;
        }
        cli_table_add(&table, mf_diff_severity_name(mf_change_severity(change)));
        cli_table_add(&table, mf_diff_kind_name(mf_change_kind(change)));
        cli_table_add(&table, mf_change_label(change));
        cli_table_add(&table, mf_change_message(change));
    }
    cli_table_print(stdout, &table);
    return index;
}

static void print_text(const mf_diff *diff, const char *before, const char *after)
{
    cli_print(stdout, before);
    (void)fputs(" \xe2\x86\x92 ", stdout);
    cli_print(stdout, after);
    (void)fputs(": ", stdout);
    if (mf_diff_count(diff) == 0) {
        (void)fputs("no changes\n", stdout);
    } else {
        print_summary(diff);
    }
    for (size_t i = 0; i < mf_diff_count(diff);) {
        i = print_section(diff, i);
    }
    if (mf_diff_respelled(diff) > 0) {
        (void)fputc('\n', stdout);
        cli_print_count(stdout, mf_diff_respelled(diff), "value");
        (void)fputs(" only in another spelling\n", stdout);
    }
}

static int print_json(const mf_diff *diff)
{
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status = mf_diff_to_json(diff, &json, &error);
    int result = status == MF_OK ? cli_output_bytes("-", json) : cli_complain_error(NULL, status, error);

    (void)mf_bytes_unref(json);
    return result == CLI_GOOD ? CLI_GOOD : CLI_TROUBLE;
}

/* What to call a manifest: the id of its release, or the file's name. */
static const char *title_of(const mf_manifest *manifest, const struct cli_input *input)
{
    const char *id = cli_value(manifest, "/release/id");

    return id == NULL ? input->name : id;
}

static int compare(const struct cli_arguments *arguments, const struct cli_input inputs[2],
                   mf_manifest *const manifests[2])
{
    const char *format = cli_arguments_value(arguments, "format");
    const char *titles[] = { title_of(manifests[0], &inputs[0]), title_of(manifests[1], &inputs[1]) };
    mf_diff_options diff_options;
    mf_diff *diff = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result = CLI_GOOD;

    mf_diff_options_init(&diff_options, sizeof diff_options);
    diff_options.least = severity_named(cli_arguments_value(arguments, "severity"));
    status = mf_diff_compare(manifests[0], manifests[1], &diff_options, &diff, &error);
    if (status != MF_OK) {
        (void)cli_complain_error(NULL, status, error);
        return CLI_TROUBLE;
    }
    if (format != NULL && strcmp(format, "json") == 0) {
        result = print_json(diff);
    } else if (format != NULL && strcmp(format, "markdown") == 0) {
        cli_diff_markdown(diff, titles[0], titles[1]);
    } else {
        print_text(diff, titles[0], titles[1]);
    }
    if (result == CLI_GOOD && mf_diff_count(diff) > 0) {
        result = CLI_NOT_GOOD;
    }
    (void)mf_diff_unref(diff);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_input inputs[2] = { { 0 }, { 0 } };
    mf_manifest *manifests[2] = { NULL, NULL };
    int result = CLI_GOOD;

    if (cli_is_standard(arguments->operands[0]) && cli_is_standard(arguments->operands[1])) {
        (void)cli_complain_usage("diff", "only one file can be standard input");
        return CLI_TROUBLE;
    }
    for (size_t i = 0; i < 2; i++) {
        int one = read_one(&inputs[i], arguments->operands[i], &manifests[i]);

        result = one > result ? one : result;
    }
    if (result == CLI_GOOD) {
        result = compare(arguments, inputs, manifests);
    }
    for (size_t i = 0; i < 2; i++) {
        (void)mf_manifest_unref(manifests[i]);
        cli_input_release(&inputs[i]);
    }
    return result;
}

const struct cli_command cli_diff = {
    .name = "diff",
    .summary = "print what changed from one manifest to another",
    .usage = "[OPTION]... A B",
    .description = "Prints what is different in B, section by section, with a severity for each\n"
                   "change. The order of sets means nothing; a package in another version, and a\n"
                   "step that was moved, are one change; 90m and 1h30m are the same. Exit status 0:\n"
                   "no changes, 1: changes, 2: trouble.",
    .example = "  manifest diff --format markdown running.yaml manifest.yaml",
    .options = options,
    .least_operands = 2,
    .most_operands = 2,
    .run = run,
};
