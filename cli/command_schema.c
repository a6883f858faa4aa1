/* SPDX-License-Identifier: Apache-2.0 */
/* manifest schema: a format as a JSON Schema. */
#include "command.h"
#include "complain.h"
#include "memory.h"
#include "output.h"

#include <libmanifest/manifest.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = NULL },
};

/* "rules" is short for its first version. free() it. */
static char *full_name(const char *name)
{
    return strchr(name, '/') == NULL ? cli_memory_format("%s/v1", name) : cli_memory_copy(name, strlen(name));
}

static int run_schema(const struct cli_arguments *arguments)
{
    char *name = full_name(arguments->operand_count == 0 ? "manifest" : arguments->operands[0]);
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status = mf_schema_json(name, &json, &error);
    int result = CLI_TROUBLE;

    if (status == MF_ERROR_ARGUMENT) {
        (void)cli_complain_usage("schema", "%s", mf_error_message(error));
        (void)mf_error_unref(error);
    } else {
        result = status == MF_OK ? cli_output_bytes("-", json) : cli_complain_error(NULL, status, error);
    }
    (void)mf_bytes_unref(json);
    free(name);
    return result;
}

const struct cli_command cli_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of a format",
    .usage = "[manifest|rules|overrides|parity|configuration]",
    .description = "Prints the JSON Schema (draft 2020-12) of manifests, or of another kind of\n"
                   "file, for editors that complete and check as you type. 'manifest validate'\n"
                   "checks more than a JSON Schema can say.",
    .example = "  manifest schema > manifest-v1.schema.json",
    .options = options,
    .least_operands = 0,
    .most_operands = 1,
    .run = run_schema,
};
