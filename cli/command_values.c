/* SPDX-License-Identifier: Apache-2.0 */
/* manifest get and manifest set: one value of a manifest, by its path. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "output.h"
#include "terminal.h"
#include "values.h"

#include <libmanifest/builder.h>

#include <string.h>

static const struct cli_option get_options[] = {
    { .name = NULL },
};

static const struct cli_option set_options[] = {
    { .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help = "write FILE and leave the manifest as it is" },
    { .name = NULL },
};

static void print_value(const void *text, size_t size)
{
    (void)cli_output_write("-", text, size, 0);
    (void)fputc('\n', stdout);
}

static mf_status get(const mf_manifest *manifest, const char *path, mf_error **reterr)
{
    mf_bytes *json = NULL;
    const char *text;
    size_t size;
    mf_kind kind;
    mf_status status = mf_manifest_get_kind(manifest, path, &kind, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (kind == MF_KIND_STRING || kind == MF_KIND_NUMBER || kind == MF_KIND_BOOL) {
        status = mf_manifest_get_text(manifest, path, &text, &size, reterr);
        if (status == MF_OK) {
            print_value(text, size);
        }
        return status;
    }
    status = mf_manifest_get_json(manifest, path, &json, reterr);
    if (status == MF_OK) {
        print_value(mf_bytes_data(json), mf_bytes_size(json));
    }
    (void)mf_bytes_unref(json);
    return status;
}

static int run_get(const struct cli_arguments *arguments)
{
    const char *path = arguments->operands[1];
    struct cli_input input;
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;
    int result = cli_read_manifest(&input, arguments->operands[0], MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        mf_status status = get(manifest, path, &error);

        if (status == MF_ABSENT) {
            cli_complain("%s has no value at %s", input.name, path);
            result = CLI_NOT_GOOD;
        } else if (status != MF_OK) {
            result = cli_complain_error(input.name, status, error);
        }
    }
    (void)mf_manifest_unref(manifest);
    cli_input_release(&input);
    return result;
}

/* A manifest, changed through a builder and written anew in the spelling it had. */
static mf_status rewrite(const struct cli_input *input, const mf_manifest *manifest, const char *path,
                         const char *value, mf_bytes **ret_text, mf_report **ret_report, mf_error **reterr)
{
    mf_builder *builder = NULL;
    mf_manifest *changed = NULL;
    mf_status status = mf_builder_new_from(manifest, NULL, &builder, reterr);

    if (status == MF_OK) {
        status = mf_builder_set_text(builder, path, value, MF_ZERO_TERMINATED, reterr);
    }
    if (status == MF_OK) {
        status = mf_builder_build(builder, MF_PROFILE_DRAFT, &changed, ret_report, reterr);
    }
    if (status == MF_OK) {
        status = mf_manifest_write(changed, input->format, ret_text, reterr);
    }
    (void)mf_manifest_unref(changed);
    (void)mf_builder_unref(builder);
    return status;
}

/* The findings are about the new text, which is not written and so not shown. */
static int refuse(const struct cli_input *input, const char *path, mf_status status, const mf_report *report,
                  mf_error *error)
{
    if (report != NULL && mf_report_count(report) > 0) {
        cli_complain("%s would not be good with that value at %s:", input->name, path);
        cli_findings_print(stderr, report, input->name, NULL, 0);
        (void)mf_error_unref(error);
        return CLI_NOT_GOOD;
    }
    return cli_complain_error(input->name, status, error);
}

static int set(const struct cli_input *input, const mf_manifest *manifest, const char *path,
               const char *value, const char *output)
{
    mf_read_options options = cli_input_options(input, MF_PROFILE_DRAFT);
    mf_bytes *text = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_text_set(input->data, input->size, &options, path, value, MF_ZERO_TERMINATED, &text,
                                   &report, &error);
    bool rewritten = status == MF_ABSENT;
    int result;

    if (rewritten) {
        status = rewrite(input, manifest, path, value, &text, &report, &error);
    }
    result = status == MF_OK ? cli_output_bytes(output, text) : refuse(input, path, status, report, error);
    if (result == CLI_GOOD && rewritten) {
        (void)fprintf(stderr,
                      "manifest: note: %s; the manifest was written anew, without comments and layout\n",
                      cli_value(manifest, path) == NULL ? "there was no value to replace"
                                                        : "the value could not be changed in its place");
    }
    (void)mf_report_unref(report);
    (void)mf_bytes_unref(text);
    return result;
}

static int run_set(const struct cli_arguments *arguments)
{
    const char *output = cli_arguments_value(arguments, "output");
    struct cli_input input;
    mf_manifest *manifest = NULL;
    int result = cli_read_manifest(&input, arguments->operands[0], MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        result = set(&input, manifest, arguments->operands[1], arguments->operands[2],
                     output == NULL ? input.path : output);
    }
    (void)mf_manifest_unref(manifest);
    cli_input_release(&input);
    return result;
}

const struct cli_command cli_get = {
    .name = "get",
    .summary = "print one value of a manifest",
    .usage = "FILE PATH",
    .description = "Prints the value at PATH, and a newline: the text of a string, number or\n"
                   "boolean, canonical JSON of a list or mapping. PATH is a JSON pointer (RFC\n"
                   "6901) in which an entry of a set is named by its key and one of a sequence by\n"
                   "its index, from 0. The exit status is 1 where the manifest has no such value.",
    .example = "  manifest get manifest.yaml /configuration/parameters/batch_size/value",
    .options = get_options,
    .least_operands = 2,
    .most_operands = 2,
    .run = run_get,
};

const struct cli_command cli_set = {
    .name = "set",
    .summary = "change one value of a manifest",
    .usage = "FILE PATH VALUE [-o FILE]",
    .description = "Sets the string, number or boolean at PATH. Where there is a value, only its\n"
                   "bytes change: comments and layout stay. Where there is none it is added, and\n"
                   "the whole manifest is written anew, without its comments. FILE is replaced,\n"
                   "all at once, unless -o names another; '-' reads standard input and writes\n"
                   "standard output. Put -- before a VALUE that begins with a dash and is not a\n"
                   "number.",
    .example = "  manifest set manifest.yaml /release/version 1.4.1",
    .options = set_options,
    .least_operands = 3,
    .most_operands = 3,
    .run = run_set,
};
