/* SPDX-License-Identifier: Apache-2.0 */
/* manifest validate: everything that is wrong with some manifests, for people or for programs. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "memory.h"
#include "reporter.h"
#include "rules_file.h"
#include "timestamp.h"
#include "walk.h"

#include <libmanifest/validate.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "profile",
      .value = "draft|release",
      .help = "how much a manifest must say; default: release,\n"
              "all that a signed release needs" },
    { .name = "format",
      .value = "text|json|sarif|github",
      .help = "how to print the findings; default: text" },
    { .name = "fail-on",
      .value = "error|warning",
      .help = "the least severity that makes a manifest not good;\n"
              "default: error" },
    { .name = "rules",
      .value = "FILE",
      .help = "rules file: which rules are off or have another\n"
              "severity, and the conventions of an organisation" },
    { .name = "at",
      .value = "TIMESTAMP",
      .help = "find releases that have expired by then, as\n"
              "2026-01-31T12:00:00Z; default: not looked for" },
    { .name = "manifests-only",
      .help = "pass over a FILE that declares no schema of\n"
              "manifests, as is done in directories" },
    { .name = "quiet", .letter = 'q', .help = "print findings alone: no verdicts, no summary" },
    { .name = NULL },
};

/* What was asked for. */
struct validation {
    struct cli_run run;
    const struct cli_reporter *reporter;
    mf_severity fail_on;
    mf_validate_options options;
};

static void add_result(struct validation *validation, int result)
{
    validation->run.result = result > validation->run.result ? result : validation->run.result;
}

static void report_trouble(struct validation *validation, const struct cli_judged *judged, int result)
{
    cli_complain("%s", judged->trouble);
    validation->run.tally.not_judged++;
    add_result(validation, result);
    validation->reporter->file(&validation->run, judged);
}

static void report_findings(struct validation *validation, struct cli_judged *judged)
{
    struct cli_tally *tally = &validation->run.tally;
    size_t errors = mf_report_count_severity(judged->report, MF_SEVERITY_ERROR);
    size_t warnings = mf_report_count_severity(judged->report, MF_SEVERITY_WARNING) - errors;

    judged->good = mf_report_count_severity(judged->report, validation->fail_on) == 0;
    tally->good += judged->good ? 1 : 0;
    tally->not_good += judged->good ? 0 : 1;
    tally->errors += errors;
    tally->warnings += warnings;
    tally->notes += mf_report_total(judged->report) - errors - warnings;
    add_result(validation, judged->good ? CLI_GOOD : CLI_NOT_GOOD);
    validation->reporter->file(&validation->run, judged);
}

static void judge_text(struct validation *validation, const struct cli_input *input)
{
    mf_read_options read_options = cli_input_options(input, validation->run.profile);
    struct cli_judged judged = { .path = input->path, .name = input->name };
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_text_validate(input->data, input->size, &read_options, &validation->options, NULL,
                                        &report, &error);

    if (report != NULL) {
        judged.text = input->data;
        judged.size = input->size;
        judged.report = report;
        report_findings(validation, &judged);
    } else {
        char *trouble = cli_memory_format("%s: %s", input->name,
                                          error == NULL ? mf_status_name(status) : mf_error_message(error));

        judged.trouble = trouble;
        report_trouble(validation, &judged, cli_exit_status(status));
        free(trouble);
    }
    (void)mf_error_unref(error);
    (void)mf_report_unref(report);
}

static void judge_found(void *context, const char *path, const char *text, size_t size)
{
    struct cli_input input = cli_input_of(path, text, size);

    if (size <= CLI_DOCUMENT_LIMIT) {
        judge_text(context, &input);
    } else {
        char *trouble =
            cli_memory_format("%s is larger than the limit of %d bytes", path, CLI_DOCUMENT_LIMIT);
        struct cli_judged judged = { .path = path, .name = path, .trouble = trouble };

        report_trouble(context, &judged, CLI_NOT_GOOD);
        free(trouble);
    }
}

static void judge(struct validation *validation, const char *path)
{
    struct cli_input input;
    char *trouble = NULL;
    int result = cli_input_take(&input, path, CLI_DOCUMENT_LIMIT, &trouble);

    if (result == CLI_GOOD) {
        judge_text(validation, &input);
    } else {
        struct cli_judged judged = { .path = path, .name = input.name, .trouble = trouble };

        report_trouble(validation, &judged, result);
        free(trouble);
    }
    cli_input_release(&input);
}

static void pass_over(void *context, const char *path)
{
    struct validation *validation = context;

    (void)path;
    validation->run.tally.passed_over++;
}

static void meet_trouble(void *context, const char *path, const char *message)
{
    const struct cli_judged judged = { .path = path, .name = path, .trouble = message };

    report_trouble(context, &judged, CLI_TROUBLE);
}

static size_t count_files(const struct validation *validation)
{
    const struct cli_tally *tally = &validation->run.tally;

    return tally->good + tally->not_good + tally->not_judged;
}

/* A directory without manifests is trouble: a check that looks at nothing must not pass for one that found nothing. */
static void judge_directory(struct validation *validation, const char *path,
                            const struct cli_visitor *visitor)
{
    size_t before = count_files(validation);

    validation->run.several = true;
    cli_walk(path, visitor);
    if (count_files(validation) == before) {
        char *trouble = cli_memory_format(
            "there is no manifest in %s: no .yaml, .yml or .json file that says 'schema: manifest/v1'", path);

        meet_trouble(validation, path, trouble);
        free(trouble);
    }
}

static const struct cli_reporter *reporter_of(const char *format)
{
    if (format == NULL || strcmp(format, "text") == 0) {
        return &cli_text_reporter;
    }
    return strcmp(format, "json") == 0    ? &cli_json_reporter
           : strcmp(format, "sarif") == 0 ? &cli_sarif_reporter
                                          : &cli_github_reporter;
}

/* False, and a message, where the time is no time. */
static bool take_options(struct validation *validation, const struct cli_arguments *arguments)
{
    const char *fail_on = cli_arguments_value(arguments, "fail-on");
    const char *at = cli_arguments_value(arguments, "at");

    validation->reporter = reporter_of(cli_arguments_value(arguments, "format"));
    validation->fail_on =
        fail_on != NULL && strcmp(fail_on, "warning") == 0 ? MF_SEVERITY_WARNING : MF_SEVERITY_ERROR;
    validation->run.profile = cli_profile(cli_arguments_value(arguments, "profile"), MF_PROFILE_RELEASE);
    validation->run.quiet = cli_arguments_has(arguments, "quiet");
    validation->run.several = arguments->operand_count > 1 || cli_is_directory(arguments->operands[0]);
    mf_validate_options_init(&validation->options, sizeof validation->options);
    validation->options.profile = validation->run.profile;
    return at == NULL || cli_timestamp_option("validate", at, &validation->options.time);
}

static void judge_operand(struct validation *validation, const char *path, bool manifests_only)
{
    const struct cli_visitor visitor = { judge_found, pass_over, meet_trouble, validation };

    if (!cli_is_standard(path) && cli_is_directory(path)) {
        judge_directory(validation, path, &visitor);
    } else if (!cli_is_standard(path) && manifests_only) {
        cli_look_at(path, &visitor);
    } else {
        judge(validation, path);
    }
}

/* Standard input can be read once. */
static bool check_standard(const struct cli_arguments *arguments)
{
    for (size_t i = 0; cli_rules_use_standard(arguments) && i < arguments->operand_count; i++) {
        if (cli_is_standard(arguments->operands[i])) {
            return cli_complain_usage("validate", "FILE and the rules file cannot both be standard input");
        }
    }
    return true;
}

static int run(const struct cli_arguments *arguments)
{
    struct validation validation = { 0 };
    mf_rules *rules = NULL;

    if (!take_options(&validation, arguments) || !check_standard(arguments) ||
        !cli_rules_read(arguments, &rules)) {
        return CLI_TROUBLE;
    }
    validation.options.rules = rules;
    validation.reporter->begin(&validation.run);
    for (size_t i = 0; i < arguments->operand_count; i++) {
        judge_operand(&validation, arguments->operands[i], cli_arguments_has(arguments, "manifests-only"));
    }
    validation.reporter->end(&validation.run);
    (void)mf_rules_unref(rules);
    return validation.run.result;
}

const struct cli_command cli_validate = {
    .name = "validate",
    .summary = "check manifests and print everything that is found",
    .usage = "[OPTION]... FILE|DIRECTORY...",
    .description = "Checks manifests and prints everything that is found, one line for each\n"
                   "finding: FILE:LINE:COLUMN: error: MESSAGE [CODE] (PATH). 'manifest rules CODE'\n"
                   "explains a finding. A verdict follows each file, and a summary follows\n"
                   "several.\n"
                   "\n"
                   "In a DIRECTORY, and in those below it, the .yaml, .yml and .json files are\n"
                   "checked that declare a schema of manifests at their top; others are passed\n"
                   "over, and so are symbolic links and names that begin with a dot. A directory\n"
                   "without a manifest is an error.\n"
                   "\n"
                   "Formats: text; json, one object with everything; sarif (2.1.0), for tools\n"
                   "that show findings in the diff; github, for annotations in a workflow.",
    .example = "  manifest validate --profile draft manifest.yaml\n"
               "  manifest validate --format sarif deploy > findings.sarif",
    .options = options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run,
};
