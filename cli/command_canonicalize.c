/* SPDX-License-Identifier: Apache-2.0 */
/* manifest canonicalize and manifest digest: the exact bytes that stand for a document, and their hash. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "output.h"
#include "terminal.h"

#include <libmanifest/json.h>

static const struct cli_option canonicalize_options[] = {
    { .name = "json", .help = "FILE is any I-JSON text (RFC 7493), not a manifest" },
    { .name = NULL },
};

static const struct cli_option digest_options[] = {
    { .name = NULL },
};

static int canonicalize_manifest(struct cli_input *input, const char *path, mf_bytes **ret_bytes)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;
    int result = cli_read_manifest(input, path, MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        mf_status status = mf_manifest_canonical(manifest, ret_bytes, &error);

        result = status == MF_OK ? CLI_GOOD : cli_complain_error(input->name, status, error);
    }
    (void)mf_manifest_unref(manifest);
    return result;
}

static int canonicalize_json(struct cli_input *input, const char *path, mf_bytes **ret_bytes)
{
    mf_error *error = NULL;
    int result = cli_input_read(input, path, CLI_JSON_LIMIT);

    if (result == CLI_GOOD) {
        mf_status status = mf_json_canonicalize(input->data, input->size, 0, ret_bytes, &error);

        result = status == MF_OK ? CLI_GOOD : cli_complain_error(input->name, status, error);
    }
    return result;
}

static int run_canonicalize(const struct cli_arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct cli_input input;
    mf_bytes *bytes = NULL;
    int result = cli_arguments_has(arguments, "json") ? canonicalize_json(&input, path, &bytes)
                                                      : canonicalize_manifest(&input, path, &bytes);

    if (result == CLI_GOOD) {
        result = cli_output_bytes("-", bytes);
    }
    (void)mf_bytes_unref(bytes);
    cli_input_release(&input);
    return result;
}

static int print_digest(const char *path, bool with_name)
{
    struct cli_input input;
    mf_bytes *digest = NULL;
    int result = cli_read_digest(&input, path, &digest);

    if (result == CLI_GOOD) {
        (void)fputs(mf_bytes_data(digest), stdout);
        if (with_name) {
            (void)fputs("  ", stdout);
            cli_print(stdout, path);
        }
        (void)fputc('\n', stdout);
    }
    (void)mf_bytes_unref(digest);
    cli_input_release(&input);
    return result;
}

static int run_digest(const struct cli_arguments *arguments)
{
    int result = CLI_GOOD;

    for (size_t i = 0; i < arguments->operand_count; i++) {
        int one = print_digest(arguments->operands[i], arguments->operand_count > 1);

        result = one > result ? one : result;
    }
    return result;
}

const struct cli_command cli_canonicalize = {
    .name = "canonicalize",
    .summary = "write the canonical form of a manifest or of any JSON",
    .usage = "[--json] FILE",
    .description = "Writes the canonical form (RFC 8785) of a manifest to standard output: the\n"
                   "exact bytes that the digest is taken of, without a newline at the end.",
    .example = "  manifest canonicalize manifest.yaml | sha256sum",
    .options = canonicalize_options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run_canonicalize,
};

const struct cli_command cli_digest = {
    .name = "digest",
    .summary = "print the digests of manifests",
    .usage = "FILE...",
    .description = "Prints the digest of each manifest: \"sha256:\" and the SHA-256 of its canonical\n"
                   "form in hexadecimal, followed by two spaces and FILE where there are several.\n"
                   "YAML and JSON of the same document have the same digest.",
    .example = "  manifest digest manifest.yaml",
    .options = digest_options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run_digest,
};
