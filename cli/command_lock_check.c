/* SPDX-License-Identifier: Apache-2.0 */
/* manifest lock check: do the lock files of a release say what its manifest says. */
#include "complain.h"
#include "findings.h"
#include "lock.h"
#include "memory.h"
#include "output.h"
#include "place.h"
#include "reporter.h"
#include "terminal.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "root",
      .value = "DIRECTORY",
      .help = "where the paths of lock files begin; default: the\n"
              "directory that the manifest is in" },
    { .name = "format",
      .value = "text|json|sarif|github",
      .help = "how to print the findings; default: text" },
    { .name = "fail-on",
      .value = "error|warning",
      .help = "the least severity that makes the outcome not\n"
              "good; default: error" },
    { .name = "quiet", .letter = 'q', .help = "print findings alone, no verdict" },
    { .name = NULL },
};

/* One run. */
struct check {
    const struct cli_arguments *arguments;
    struct cli_input input;
    mf_manifest *manifest;
    mf_report *report;
    size_t lock_files;
    size_t pinned;
    size_t verified;
    bool good;
};

static void print_text(const struct check *check)
{
    const struct cli_input *input = &check->input;

    cli_findings_print(stdout, check->report, input->name, input->data, input->size);
    if (cli_arguments_has(check->arguments, "quiet")) {
        return;
    }
    cli_print(stdout, input->name);
    (void)fputs(": ", stdout);
    cli_style(stdout, check->good ? CLI_GREEN : CLI_RED);
    (void)fputs(check->good ? "good" : "not good", stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)fputs(", ", stdout);
    cli_print_count(stdout, mf_report_count_severity(check->report, MF_SEVERITY_ERROR), "error");
    (void)fputs("; ", stdout);
    cli_print_count(stdout, check->lock_files, "lock file");
    (void)fputs(", ", stdout);
    cli_print_count(stdout, check->pinned, "package");
    (void)printf(", %zu verified\n", check->verified);
}

static void print_json(const struct check *check)
{
    mf_bytes *json = NULL;

    if (mf_report_json(check->report, check->input.name, &json, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    (void)printf(
        "{\n\"good\":\t%s,\n\"lock_files\":\t%zu,\n\"packages\":\t%zu,\n\"verified\":\t%zu,\n\"report\":\t",
        check->good ? "true" : "false", check->lock_files, check->pinned, check->verified);
    (void)cli_output_bytes("-", json);
    (void)fputs("}\n", stdout);
    (void)mf_bytes_unref(json);
}

/* The formats of `manifest validate` that tools read, with one file in them. */
static void print_for_tools(const struct check *check, const struct cli_reporter *reporter)
{
    struct cli_run run = { .profile = MF_PROFILE_DRAFT,
                           .quiet = true,
                           .result = check->good ? CLI_GOOD : CLI_NOT_GOOD };
    const struct cli_judged judged = { .path = check->input.path,
                                       .name = check->input.name,
                                       .text = check->input.data,
                                       .size = check->input.size,
                                       .report = check->report,
                                       .good = check->good };

    run.tally.good = check->good;
    run.tally.not_good = !check->good;
    reporter->begin(&run);
    reporter->file(&run, &judged);
    reporter->end(&run);
}

static void print(const struct check *check)
{
    const char *format = cli_arguments_value(check->arguments, "format");

    if (format == NULL || strcmp(format, "text") == 0) {
        print_text(check);
    } else if (strcmp(format, "json") == 0) {
        print_json(check);
    } else {
        print_for_tools(check, strcmp(format, "sarif") == 0 ? &cli_sarif_reporter : &cli_github_reporter);
    }
}

static int hold(struct check *check, const char *root)
{
    const char *fail_on = cli_arguments_value(check->arguments, "fail-on");
    mf_severity least =
        fail_on != NULL && strcmp(fail_on, "warning") == 0 ? MF_SEVERITY_WARNING : MF_SEVERITY_ERROR;
    mf_error *error = NULL;
    mf_status status = mf_lockfiles_check(check->manifest, root, NULL, &check->pinned, &check->verified,
                                          &check->report, &error);

    if (check->report == NULL) {
        return cli_complain_error(check->input.name, status, error);
    }
    (void)mf_error_unref(error);
    check->lock_files = cli_value_count(check->manifest, "/dependencies/lockfiles");
    check->good = mf_report_count_severity(check->report, least) == 0;
    print(check);
    return check->good ? CLI_GOOD : CLI_NOT_GOOD;
}

static int run(const struct cli_arguments *arguments)
{
    const char *path = arguments->operands[0];
    const char *root = cli_arguments_value(arguments, "root");
    struct check check = { .arguments = arguments };
    int result;

    if (root == NULL && cli_is_standard(path)) {
        (void)cli_complain_usage("lock check", "--root is needed for a manifest from standard input");
        return CLI_TROUBLE;
    }
    result = cli_read_manifest(&check.input, path, MF_PROFILE_DRAFT, &check.manifest);
    if (result == CLI_GOOD) {
        char *directory = root == NULL ? cli_place_directory(path) : cli_memory_copy(root, strlen(root));

        result = hold(&check, directory);
        free(directory);
    }
    (void)mf_report_unref(check.report);
    (void)mf_manifest_unref(check.manifest);
    cli_input_release(&check.input);
    return result;
}

const struct cli_command cli_lock_check = {
    .name = "lock check",
    .summary = "hold a manifest against its lock files",
    .usage = "[OPTION]... MANIFEST",
    .description = "Every lock file that the manifest names must be below the root, with the\n"
                   "digest and size that the manifest says, and pin the packages that the\n"
                   "manifest lists: none missing, none more, no other version, no other digest.\n"
                   "Nothing outside the root is opened.\n"
                   "\n"
                   "A package without a digest on either side is never verified, and a warning\n"
                   "says so; --fail-on warning makes it an error. A manifest that names no lock\n"
                   "file is not good: nothing was compared.",
    .example = "  manifest lock check manifest.yaml\n"
               "  manifest lock check --root src --fail-on warning manifest.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
