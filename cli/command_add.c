/* SPDX-License-Identifier: Apache-2.0 */
/* manifest artifacts add: take files and directories up into a manifest. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "place.h"
#include "progress.h"
#include "splice.h"
#include "terminal.h"

#include <libmanifest/artifact.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "into", .value = "MANIFEST", .help = "the manifest, which is replaced all at once" },
    { .name = "root",
      .value = "DIRECTORY",
      .help = "where the paths of artifacts begin; default: the\n"
              "directory that the manifest is in" },
    { .name = "each", .help = "each file below a directory by itself" },
    { .name = "name", .value = "NAME", .help = "default: the one it has, or its file name" },
    { .name = "kind", .value = "KIND", .help = "default: the one it has, or a guess" },
    { .name = "media-type", .value = "TYPE", .help = "default: that of its format" },
    { .name = "artifact-version", .value = "VERSION", .help = "its own version" },
    { .name = "license", .value = "LICENSE", .help = "its licence, as an SPDX expression" },
    { .name = "uri", .value = "URI", .help = "where to fetch it" },
    { .name = "uri-base", .value = "URI", .help = "where to fetch it: this and its path" },
    { .name = "interface",
      .help = "take inputs and outputs from the one ONNX\n"
              "model, where the manifest has none" },
    { .name = "follow-links", .help = "follow symbolic links that stay below the root" },
    { .name = "output", .value = "FILE", .help = "write there instead", .letter = 'o' },
    { .name = NULL },
};

/* One run. */
struct addition {
    const struct cli_arguments *arguments;
    struct cli_input input;
    char *root;
    mf_builder *builder;
};

/* Adds one operand. */
static int add(struct addition *addition, const char *operand)
{
    const struct cli_arguments *arguments = addition->arguments;
    mf_hash_options hash = cli_progress_options(0);
    mf_tree_options tree;
    mf_artifact_options adding;
    char *path = cli_place_below(addition->root, operand);
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    if (path == NULL) {
        cli_complain("%s is not below %s: name another --root", operand, addition->root);
        return CLI_TROUBLE;
    }
    mf_tree_options_init(&tree, sizeof tree);
    tree.hash = &hash;
    tree.flags = cli_arguments_has(arguments, "follow-links") ? MF_TREE_FOLLOW_LINKS : 0;
    mf_artifact_options_init(&adding, sizeof adding);
    adding.flags |= cli_arguments_has(arguments, "each") ? MF_ARTIFACT_EACH : 0;
    adding.flags |= cli_arguments_has(arguments, "interface") ? MF_ARTIFACT_INTERFACE : 0;
    adding.name = cli_arguments_value(arguments, "name");
    adding.kind = cli_arguments_value(arguments, "kind");
    adding.media_type = cli_arguments_value(arguments, "media-type");
    adding.version = cli_arguments_value(arguments, "artifact-version");
    adding.license = cli_arguments_value(arguments, "license");
    adding.uri = cli_arguments_value(arguments, "uri");
    adding.uri_base = cli_arguments_value(arguments, "uri-base");
    adding.tree = &tree;
    status = mf_artifacts_add(addition->builder, addition->root, path, &adding, &report, &error);
    cli_progress_end();
    free(path);
    if (report != NULL) {
        cli_findings_print(stderr, report, addition->input.name, NULL, 0);
        (void)mf_report_unref(report);
        (void)mf_error_unref(error);
        return status == MF_OK ? CLI_GOOD : CLI_NOT_GOOD;
    }
    return status == MF_OK ? CLI_GOOD : cli_complain_error(operand, status, error);
}

/* In the text that was read only what changes is replaced; another format is written anew. */
static int write_text(const struct addition *addition, const mf_manifest *before, const mf_manifest *changed)
{
    const struct cli_input *input = &addition->input;
    const char *output = cli_arguments_value(addition->arguments, "output");
    mf_format format = output == NULL ? MF_FORMAT_AUTO : cli_format_of_name(output);
    bool anew = false;
    size_t size = 0;
    char *text;
    int result;

    if (format != MF_FORMAT_AUTO && format != input->format) {
        mf_bytes *bytes = NULL;
        mf_error *error = NULL;
        mf_status status = mf_manifest_write(changed, format, &bytes, &error);

        result =
            status == MF_OK ? cli_output_bytes(output, bytes) : cli_complain_error(output, status, error);
        (void)mf_bytes_unref(bytes);
        return result;
    }
    text = cli_splice_artifacts(input, before, changed, &size, &anew);
    result = cli_output_write(output == NULL ? input->path : output, text, size, 0);
    if (result == CLI_GOOD && anew && input->format == MF_FORMAT_YAML) {
        (void)fprintf(stderr, "manifest: note: the manifest was written anew, without comments and layout\n");
    }
    free(text);
    return result;
}

/* What would be written is held against the format, as a draft, before anything is. */
static int write_manifest(const struct addition *addition, const mf_manifest *before)
{
    mf_manifest *changed = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_builder_build(addition->builder, MF_PROFILE_DRAFT, &changed, &report, &error);
    int result;

    if (status == MF_OK) {
        result = write_text(addition, before, changed);
    } else if (report != NULL && mf_report_count(report) > 0) {
        cli_complain("%s would not be good with these artifacts, and stays as it is:", addition->input.name);
        cli_findings_print(stderr, report, addition->input.name, NULL, 0);
        (void)mf_error_unref(error);
        result = CLI_NOT_GOOD;
    } else {
        result = cli_complain_error(addition->input.name, status, error);
    }
    (void)mf_report_unref(report);
    (void)mf_manifest_unref(changed);
    return result;
}

static int add_all(struct addition *addition, mf_manifest *manifest)
{
    mf_error *error = NULL;
    mf_status status = mf_builder_new_from(manifest, NULL, &addition->builder, &error);
    int result = status == MF_OK ? CLI_GOOD : cli_complain_error(addition->input.name, status, error);

    for (size_t i = 0; i < addition->arguments->operand_count && result != CLI_TROUBLE; i++) {
        int outcome = add(addition, addition->arguments->operands[i]);

        result = outcome > result ? outcome : result;
    }
    return result == CLI_GOOD ? write_manifest(addition, manifest) : result;
}

static bool check_usage(const struct cli_arguments *arguments)
{
    static const char *const single[] = { "name", "uri", NULL };
    const char *into = cli_arguments_value(arguments, "into");

    if (into == NULL) {
        return cli_complain_usage("artifacts add", "--into MANIFEST is needed");
    }
    if (cli_is_standard(into) && cli_arguments_value(arguments, "root") == NULL) {
        return cli_complain_usage("artifacts add", "--root is needed for a manifest from standard input");
    }
    for (size_t i = 0; single[i] != NULL; i++) {
        if (cli_arguments_has(arguments, single[i]) &&
            (arguments->operand_count > 1 || cli_arguments_has(arguments, "each"))) {
            return cli_complain_usage("artifacts add", "--%s is for one artifact", single[i]);
        }
    }
    return true;
}

static int run(const struct cli_arguments *arguments)
{
    struct addition addition = { .arguments = arguments };
    const char *root = cli_arguments_value(arguments, "root");
    mf_manifest *manifest = NULL;
    int result;

    if (!check_usage(arguments)) {
        return CLI_TROUBLE;
    }
    result = cli_read_manifest(&addition.input, cli_arguments_value(arguments, "into"), MF_PROFILE_DRAFT,
                               &manifest);
    if (result == CLI_GOOD) {
        addition.root =
            root == NULL ? cli_place_directory(addition.input.path) : cli_memory_copy(root, strlen(root));
        result = add_all(&addition, manifest);
    }
    free(addition.root);
    (void)mf_builder_unref(addition.builder);
    (void)mf_manifest_unref(manifest);
    cli_input_release(&addition.input);
    return result;
}

const struct cli_command cli_artifacts_add = {
    .name = "artifacts add",
    .summary = "take files and directories up into a manifest",
    .usage = "--into MANIFEST [OPTION]... PATH...",
    .description = "Each PATH becomes an artifact with digest, size, kind and media type: a file, or\n"
                   "a directory with all its files. An artifact that has the path already, or the\n"
                   "name, takes the new facts and keeps what no file can tell, such as licence and\n"
                   "version; its uri only if the digest is the same.\n"
                   "\n"
                   "Files are looked into: a header of safetensors, ONNX or GGUF that is not good is\n"
                   "an error, and a warning says where loading a file can run code. Manifests and\n"
                   "their envelopes are passed over. Where anything is wrong, nothing is written.\n"
                   "Only the list of artifacts is written anew; the rest of the manifest stays as it\n"
                   "is.",
    .example = "  manifest artifacts add --into release.yaml model/iris.onnx service",
    .options = options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run,
};
