/* SPDX-License-Identifier: Apache-2.0 */
/* manifest convert: the same document in the other spelling. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "output.h"

#include <string.h>

static const struct cli_option options[] = {
    { .name = "to", .value = "yaml|json", .help = "what to write; needed" },
    { .name = "output", .letter = 'o', .value = "FILE", .help = "write FILE instead of standard output" },
    { .name = NULL },
};

static int convert(const char *path, mf_format format, const char *output)
{
    struct cli_input input;
    mf_manifest *manifest = NULL;
    mf_bytes *text = NULL;
    mf_error *error = NULL;
    int result = cli_read_manifest(&input, path, MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        mf_status status = mf_manifest_write(manifest, format, &text, &error);

        result =
            status == MF_OK ? cli_output_bytes(output, text) : cli_complain_error(input.name, status, error);
    }
    (void)mf_bytes_unref(text);
    (void)mf_manifest_unref(manifest);
    cli_input_release(&input);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    const char *to = cli_arguments_value(arguments, "to");
    const char *output = cli_arguments_value(arguments, "output");

    if (to == NULL) {
        (void)cli_complain_usage("convert", "--to yaml or --to json is needed");
        return CLI_TROUBLE;
    }
    return convert(arguments->operands[0], strcmp(to, "yaml") == 0 ? MF_FORMAT_YAML : MF_FORMAT_JSON,
                   output == NULL ? "-" : output);
}

const struct cli_command cli_convert = {
    .name = "convert",
    .summary = "rewrite a manifest as YAML or JSON",
    .usage = "--to yaml|json FILE [-o FILE]",
    .description = "Rewrites a manifest as YAML or indented JSON, fields in the order of the\n"
                   "format. The digest stays the same; comments and layout are not kept.",
    .example = "  manifest convert --to json manifest.yaml -o manifest.json",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
