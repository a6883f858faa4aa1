/* SPDX-License-Identifier: Apache-2.0 */
/* manifest artifacts verify: are the files of a release those that its manifest says. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "place.h"
#include "progress.h"
#include "terminal.h"
#include "values.h"

#include <libmanifest/artifact.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option verify_options[] = {
    { .name = "root",
      .value = "DIRECTORY",
      .help = "where the paths of artifacts begin; default: the\n"
              "directory that the manifest is in" },
    { .name = "allow-unexpected", .help = "files that belong to no artifact are no error" },
    { .name = "follow-links", .help = "follow symbolic links that stay below the root" },
    { .name = "format", .value = "text|json", .help = "how to print the findings; default: text" },
    { .name = NULL },
};

/* One run. */
struct verification {
    const struct cli_input *input;
    mf_manifest *manifest;
    char *root;
    const char **excluded;
    size_t excluded_count;
    char *names[2]; /* the manifest and its envelope below the root; NULL where they are elsewhere */
    size_t artifacts;
    size_t without; /* artifacts that nothing can be held against */
};

/* What the library passes over, and the manifest and its envelope, which are no artifacts of it. */
static void exclude(struct verification *verification)
{
    const char *path = verification->input->path;
    size_t count = 0;

    while (mf_tree_excluded(count) != NULL) {
        count++;
    }
    verification->excluded = cli_memory_array(count + 2, sizeof *verification->excluded);
    for (size_t i = 0; i < count; i++) {
        verification->excluded[i] = mf_tree_excluded(i);
    }
    if (!cli_is_standard(path)) {
        char *envelope = cli_place_envelope(path);

        verification->names[0] = cli_place_below(verification->root, path);
        verification->names[1] = cli_place_below(verification->root, envelope);
        free(envelope);
    }
    for (size_t i = 0; i < 2; i++) {
        if (verification->names[i] != NULL) {
            verification->excluded[count++] = verification->names[i];
        }
    }
    verification->excluded_count = count;
}

static void count_artifacts(struct verification *verification)
{
    mf_cursor *cursor = cli_entries(verification->manifest, "/artifacts");

    while (mf_cursor_next(cursor) == 1) {
        verification->artifacts++;
        verification->without +=
            cli_entry_value(cursor, "/path") == NULL || cli_entry_value(cursor, "/digest") == NULL;
    }
    (void)mf_cursor_unref(cursor);
}

static void print_json(const mf_report *report, const char *name)
{
    mf_bytes *json = NULL;

    if (mf_report_json(report, name, &json, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    (void)cli_output_bytes("-", json);
    (void)mf_bytes_unref(json);
}

static void print_text(const struct verification *verification, const mf_report *report, bool good)
{
    const struct cli_input *input = verification->input;
    size_t errors = mf_report_count_severity(report, MF_SEVERITY_ERROR);

    cli_findings_print(stdout, report, input->name, input->data, input->size);
    cli_print(stdout, input->name);
    (void)fputs(": ", stdout);
    cli_style(stdout, good ? CLI_GREEN : CLI_RED);
    (void)fputs(good ? "good" : "not good", stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)fputs(", ", stdout);
    cli_print_count(stdout, errors, "error");
    (void)fputs("; ", stdout);
    cli_print_count(stdout, verification->artifacts, "artifact");
    if (verification->without > 0) {
        (void)printf(", %zu of them not verified", verification->without);
    }
    (void)fputc('\n', stdout);
}

static int hold(const struct verification *verification, const struct cli_arguments *arguments)
{
    const char *format = cli_arguments_value(arguments, "format");
    mf_hash_options hash = cli_progress_options(0);
    mf_tree_options tree_options;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;
    bool good;

    mf_tree_options_init(&tree_options, sizeof tree_options);
    tree_options.hash = &hash;
    tree_options.excluded = verification->excluded;
    tree_options.excluded_count = verification->excluded_count;
    tree_options.flags |= cli_arguments_has(arguments, "allow-unexpected") ? MF_TREE_ALLOW_UNEXPECTED : 0;
    tree_options.flags |= cli_arguments_has(arguments, "follow-links") ? MF_TREE_FOLLOW_LINKS : 0;
    status = mf_artifacts_verify(verification->manifest, verification->root, &tree_options, &report, &error);
    cli_progress_end();
    if (report == NULL) {
        return cli_complain_error(verification->input->name, status, error);
    }
    (void)mf_error_unref(error);
    good = status == MF_OK && verification->without < verification->artifacts;
    if (format != NULL && strcmp(format, "json") == 0) {
        print_json(report, verification->input->name);
    } else {
        print_text(verification, report, good);
    }
    (void)mf_report_unref(report);
    if (status == MF_OK && !good) {
        cli_complain("%s: no artifact has a path and a digest, so nothing was verified",
                     verification->input->name);
    }
    return good ? CLI_GOOD : CLI_NOT_GOOD;
}

static int verify(const struct cli_arguments *arguments)
{
    const char *path = arguments->operands[0];
    const char *root = cli_arguments_value(arguments, "root");
    struct cli_input input;
    struct verification verification = { .input = &input };
    int result;

    if (root == NULL && cli_is_standard(path)) {
        (void)cli_complain_usage("artifacts verify", "--root is needed for a manifest from standard input");
        return CLI_TROUBLE;
    }
    result = cli_read_manifest(&input, path, MF_PROFILE_DRAFT, &verification.manifest);
    if (result == CLI_GOOD) {
        verification.root = root == NULL ? cli_place_directory(path) : cli_memory_copy(root, strlen(root));
        exclude(&verification);
        count_artifacts(&verification);
        result = hold(&verification, arguments);
    }
    free(verification.root);
    free(verification.excluded);
    free(verification.names[0]);
    free(verification.names[1]);
    (void)mf_manifest_unref(verification.manifest);
    cli_input_release(&input);
    return result;
}

static const struct cli_command artifacts_verify = {
    .name = "artifacts verify",
    .summary = "hold the files of a release against its manifest",
    .usage = "[OPTION]... MANIFEST",
    .description = "Every file that an artifact names by its path must be below the root, with\n"
                   "the size and digest that the manifest says, and nothing else may be there but\n"
                   "the manifest, its envelope (.dsse.json), and .git and its kind. Nothing\n"
                   "outside the root is opened; symbolic links are errors unless they are\n"
                   "followed.\n"
                   "\n"
                   "An artifact without path is not verified, and a note says so; where nothing\n"
                   "at all could be verified, the exit status is 1. This says nothing about the\n"
                   "manifest itself: 'manifest verify' tells who signed it.",
    .example = "  manifest artifacts verify --root /srv/models/iris release.yaml",
    .options = verify_options,
    .least_operands = 1,
    .most_operands = 1,
    .run = verify,
};

static const struct cli_command *const commands[] = { &cli_artifacts_add, &cli_artifacts_inspect,
                                                      &artifacts_verify, NULL };

const struct cli_command cli_artifacts = {
    .name = "artifacts",
    .summary = "add, inspect and verify the files of a release",
    .usage = "COMMAND [OPTION]... FILE...",
    .description = "Works on the artifacts of a manifest as they really are.",
    .example = "  manifest artifacts verify release.yaml",
    .commands = commands,
};
