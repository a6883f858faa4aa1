/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a rules file, and reports on it as on a manifest. */
#include "rules_file.h"

#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"

bool cli_rules_use_standard(const struct cli_arguments *arguments)
{
    const char *path = cli_arguments_value(arguments, "rules");

    return path != NULL && cli_is_standard(path);
}

static bool read_text(const struct cli_input *input, mf_rules **ret_rules)
{
    mf_read_options options = cli_input_options(input, MF_PROFILE_RELEASE);
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_rules_read(input->data, input->size, &options, ret_rules, &report, &error);
    int result = cli_findings_failure(input->name, input->data, input->size, status, report, error);

    (void)mf_report_unref(report);
    if (result != CLI_GOOD) {
        cli_complain("%s cannot be used, so nothing was done", input->name);
    }
    return result == CLI_GOOD;
}

bool cli_rules_read(const struct cli_arguments *arguments, mf_rules **ret_rules)
{
    const char *path = cli_arguments_value(arguments, "rules");
    struct cli_input input;
    bool read;

    *ret_rules = NULL;
    if (path == NULL) {
        return true;
    }
    read = cli_input_read(&input, path, CLI_DOCUMENT_LIMIT) == CLI_GOOD && read_text(&input, ret_rules);
    cli_input_release(&input);
    return read;
}
