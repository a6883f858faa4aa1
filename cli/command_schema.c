/* SPDX-License-Identifier: Apache-2.0 */
/* manifest schema: the format as a JSON Schema. */
#include "command.h"
#include "complain.h"
#include "output.h"

#include <libmanifest/manifest.h>

static const struct cli_option options[] = {
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

const struct cli_command cli_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of the format",
    .usage = "",
    .description = "Prints the JSON Schema (draft 2020-12) of manifests, for editors that complete\n"
                   "and check as you type. 'manifest validate' checks more than a JSON Schema can\n"
                   "say.",
    .example = "  manifest schema > manifest-v1.schema.json",
    .options = options,
    .least_operands = 0,
    .most_operands = 0,
    .run = run_schema,
};
