/* SPDX-License-Identifier: Apache-2.0 */
/* manifest init: a manifest to start from. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "output.h"
#include "templates.h"

#include <errno.h>
#include <sys/stat.h>

static const struct cli_option options[] = {
    { .name = "profile",
      .value = "draft|release",
      .help = "draft: a few sections to begin with;\n"
              "release: all that a release needs; default: draft" },
    { .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help = "write FILE, which must not be there yet, instead\n"
              "of standard output" },
    { .name = NULL },
};

static int run(const struct cli_arguments *arguments)
{
    const char *output = cli_arguments_value(arguments, "output");
    mf_profile profile = cli_profile(cli_arguments_value(arguments, "profile"), MF_PROFILE_DRAFT);
    struct stat information;

    if (output != NULL && !cli_is_standard(output) && lstat(output, &information) == 0) {
        cli_complain("%s is there already", output);
        return CLI_TROUBLE;
    }
    if (profile == MF_PROFILE_DRAFT) {
        return cli_output_write(output == NULL ? "-" : output, cli_template_draft, sizeof cli_template_draft,
                                0);
    }
    return cli_output_write(output == NULL ? "-" : output, cli_template_release, sizeof cli_template_release,
                            0);
}

const struct cli_command cli_init = {
    .name = "init",
    .summary = "write a commented manifest to start from",
    .usage = "[--profile draft|release] [-o FILE]",
    .description = "Writes a commented YAML manifest to start from. Lines that begin with \"#:\"\n"
                   "wait for a true value: replace the example and remove the mark. Until then\n"
                   "'manifest validate --profile draft' accepts the manifest, and 'manifest\n"
                   "validate' says what is missing.",
    .example = "  manifest init --profile release -o manifest.yaml",
    .options = options,
    .least_operands = 0,
    .most_operands = 0,
    .run = run,
};
