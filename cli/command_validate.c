/* SPDX-License-Identifier: Apache-2.0 */
/* manifest validate: everything that is wrong with some manifests, for people or for programs. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "output.h"
#include "terminal.h"

#include <string.h>

static const struct cli_option options[] = {
    { .name = "profile",
      .value = "draft|release",
      .help = "how much a manifest must say; default: release,\n"
              "all that a signed release needs" },
    { .name = "format", .value = "text|json", .help = "how to print the findings; default: text" },
    { .name = NULL },
};

/* What was asked for, and how far it is. */
struct validation {
    mf_profile profile;
    bool json;
    bool several;
    bool first; /* nothing of the JSON array was printed yet */
};

static void print_summary(const struct cli_input *input, const struct validation *validation,
                          const mf_report *report)
{
    size_t errors = mf_report_count_severity(report, MF_SEVERITY_ERROR);
    size_t warnings = mf_report_count_severity(report, MF_SEVERITY_WARNING) - errors;

    cli_print(stdout, input->name);
    (void)fputs(": ", stdout);
    cli_style(stdout, errors == 0 ? CLI_GREEN : CLI_RED);
    (void)fputs(errors == 0 ? "good" : "not good", stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)printf(" (%s), ", cli_profile_name(validation->profile));
    if (errors > 0) {
        cli_print_count(stdout, errors, "error");
        (void)fputs(", ", stdout);
    }
    cli_print_count(stdout, warnings, "warning");
    (void)fputc('\n', stdout);
}

static int print_json(const struct cli_input *input, struct validation *validation, const mf_report *report)
{
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status = mf_report_json(report, input->name, &json, &error);

    if (status != MF_OK) {
        return cli_complain_error(input->name, status, error);
    }
    if (validation->several) {
        (void)fputs(validation->first ? "[" : ",\n", stdout);
    }
    validation->first = false;
    (void)cli_output_bytes("-", json);
    if (!validation->several) {
        (void)fputc('\n', stdout);
    }
    (void)mf_bytes_unref(json);
    return CLI_GOOD;
}

static int print_report(const struct cli_input *input, struct validation *validation, const mf_report *report)
{
    if (validation->json) {
        return print_json(input, validation, report);
    }
    cli_findings_print(stdout, report, input->name, input->data, input->size);
    print_summary(input, validation, report);
    return CLI_GOOD;
}

static int validate(const char *path, struct validation *validation)
{
    struct cli_input input;
    mf_report *report = NULL;
    mf_error *error = NULL;
    int result = cli_input_read(&input, path, CLI_DOCUMENT_LIMIT);

    if (result == CLI_GOOD) {
        mf_read_options read_options = cli_input_options(&input, validation->profile);
        mf_status status = mf_manifest_read(input.data, input.size, &read_options, NULL, &report, &error);

        if (report == NULL) {
            result = cli_complain_error(input.name, status, error);
        } else {
            (void)mf_error_unref(error);
            result = print_report(&input, validation, report);
            result = result == CLI_GOOD && status != MF_OK ? CLI_NOT_GOOD : result;
        }
    }
    (void)mf_report_unref(report);
    cli_input_release(&input);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    const char *format = cli_arguments_value(arguments, "format");
    struct validation validation = {
        .profile = cli_profile(cli_arguments_value(arguments, "profile"), MF_PROFILE_RELEASE),
        .json = format != NULL && strcmp(format, "json") == 0,
        .several = arguments->operand_count > 1,
        .first = true,
    };
    int result = CLI_GOOD;

    for (size_t i = 0; i < arguments->operand_count; i++) {
        int one = validate(arguments->operands[i], &validation);

        result = one > result ? one : result;
    }
    if (validation.json && validation.several) {
        (void)fputs(validation.first ? "[]\n" : "]\n", stdout);
    }
    return result;
}

const struct cli_command cli_validate = {
    .name = "validate",
    .summary = "check manifests and print everything that is found",
    .usage = "[--profile draft|release] [--format text|json] FILE...",
    .description = "Checks manifests and prints everything that is found, one line for each\n"
                   "finding: FILE:LINE:COLUMN: error: MESSAGE [CODE] (PATH), and a line that sums\n"
                   "it up. 'manifest rules CODE' explains a finding. In JSON, one FILE gives an\n"
                   "object and several give an array of them.",
    .example = "  manifest validate --profile draft manifest.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run,
};
