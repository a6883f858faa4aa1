/* SPDX-License-Identifier: Apache-2.0 */
/* manifest capture: the facts of this system, an unpacked image or a mounted disk as a manifest. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"

#include <libmanifest/capture.h>

#include <stdlib.h>
#include <string.h>

extern char **environ;

static const struct cli_option options[] = {
    { .name = "root",
      .value = "DIRECTORY",
      .help = "the system to look at, such as an unpacked image;\n"
              "default: /" },
    { .name = "image",
      .help = "the root is the image of the release: packages\n"
              "came with it" },
    { .name = "variable",
      .value = "NAME",
      .help = "take this environment variable of the command, or\n"
              "with '*' at the end all that begin so; can be\n"
              "repeated",
      .repeats = true },
    { .name = "python-prefix",
      .value = "PATH",
      .help = "look for a Python environment there too, below the\n"
              "root; can be repeated",
      .repeats = true },
    { .name = "into",
      .value = "MANIFEST",
      .help = "put what is found into this manifest, which is\n"
              "replaced unless -o names another file" },
    { .name = "format", .value = "yaml|json", .help = "what to write; default: that of the file, or YAML" },
    { .name = "output", .letter = 'o', .value = "FILE", .help = "write FILE instead of standard output" },
    { .name = "quiet", .letter = 'q', .help = "do not say what was not found" },
    { .name = NULL },
};

/* One run. */
struct capture {
    const struct cli_arguments *arguments;
    const char *into; /* NULL: a manifest of its own */
    const char *output;
    mf_format format;
    mf_builder *builder;
    struct cli_input input; /* of --into */
};

/* The values of a repeated option; free() the list. */
static const char **values_of(const struct cli_arguments *arguments, const char *name, size_t *ret_count)
{
    const char **values;
    size_t count = 0;

    while (cli_arguments_nth(arguments, name, count) != NULL) {
        count++;
    }
    values = cli_memory_array(count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        values[i] = cli_arguments_nth(arguments, name, i);
    }
    *ret_count = count;
    return values;
}

/* "/opt/venv" names what "opt/venv" does. */
static void strip_slashes(const char **paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        paths[i] += strspn(paths[i], "/");
    }
}

static int begin(struct capture *capture)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result = CLI_GOOD;

    if (capture->into == NULL) {
        status = mf_builder_new(NULL, &capture->builder, &error);
        return status == MF_OK ? CLI_GOOD : cli_complain_error("(new manifest)", status, error);
    }
    result = cli_read_manifest(&capture->input, capture->into, MF_PROFILE_DRAFT, &manifest);
    if (result == CLI_GOOD) {
        status = mf_builder_new_from(manifest, NULL, &capture->builder, &error);
        result = status == MF_OK ? CLI_GOOD : cli_complain_error(capture->input.name, status, error);
    }
    (void)mf_manifest_unref(manifest);
    return result;
}

static int look(struct capture *capture)
{
    const char *root = cli_arguments_value(capture->arguments, "root");
    mf_capture_options given;
    mf_report *report = NULL;
    mf_error *error = NULL;
    const char **variables;
    const char **prefixes;
    mf_status status;

    mf_capture_options_init(&given, sizeof given);
    variables = values_of(capture->arguments, "variable", &given.variable_count);
    prefixes = values_of(capture->arguments, "python-prefix", &given.python_prefix_count);
    strip_slashes(prefixes, given.python_prefix_count);
    given.root = root;
    given.flags = cli_arguments_has(capture->arguments, "image") ? MF_CAPTURE_IMAGE : 0;
    given.variables = variables;
    given.python_prefixes = prefixes;
    given.environment = (const char *const *)environ;
    while (environ != NULL && environ[given.environment_count] != NULL) {
        given.environment_count++;
    }
    root = root == NULL ? "/" : root;
    status = mf_environment_capture(capture->builder, &given, &report, &error);
    free(variables);
    free(prefixes);
    if (status != MF_OK) {
        return cli_complain_error(root, status, error);
    }
    if (!cli_arguments_has(capture->arguments, "quiet")) {
        cli_findings_print(stderr, report, root, NULL, 0);
    }
    (void)mf_report_unref(report);
    return CLI_GOOD;
}

static int write(const struct capture *capture)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_bytes *text = NULL;
    mf_error *error = NULL;
    mf_status status = mf_builder_build(capture->builder, MF_PROFILE_DRAFT, &manifest, &report, &error);
    int result;

    if (status != MF_OK) {
        result = cli_findings_failure(capture->output, NULL, 0, status, report, error);
    } else {
        status = mf_manifest_write(manifest, capture->format, &text, &error);
        result = status == MF_OK ? cli_output_bytes(capture->output, text)
                                 : cli_complain_error(capture->output, status, error);
    }
    (void)mf_bytes_unref(text);
    (void)mf_report_unref(report);
    (void)mf_manifest_unref(manifest);
    return result;
}

/* As --format says, else as the name of the file does, else as the manifest was. */
static mf_format choose_format(const struct capture *capture)
{
    const char *format = cli_arguments_value(capture->arguments, "format");
    mf_format named = cli_format_of_name(capture->output);

    if (format != NULL) {
        return strcmp(format, "json") == 0 ? MF_FORMAT_JSON : MF_FORMAT_YAML;
    }
    if (named != MF_FORMAT_AUTO) {
        return named;
    }
    return capture->into == NULL ? MF_FORMAT_YAML : capture->input.format;
}

static int run(const struct cli_arguments *arguments)
{
    struct capture capture = { .arguments = arguments, .into = cli_arguments_value(arguments, "into") };
    int result;

    capture.output = cli_arguments_value(arguments, "output");
    if (capture.output == NULL) {
        capture.output = capture.into == NULL ? "-" : capture.into;
    }
    result = begin(&capture);
    if (result == CLI_GOOD) {
        capture.format = choose_format(&capture);
        result = look(&capture);
    }
    if (result == CLI_GOOD) {
        result = write(&capture);
    }
    (void)mf_builder_unref(capture.builder);
    if (capture.into != NULL) {
        cli_input_release(&capture.input);
    }
    return result;
}

const struct cli_command cli_capture = {
    .name = "capture",
    .summary = "take the facts of a system into a manifest",
    .usage = "[OPTION]...",
    .description = "Writes a manifest with the environment and the dependencies of a system:\n"
                   "distribution, kernel, packages, hardware. Files are read and nothing else: no\n"
                   "program is started, nothing outside the root is opened. What is not found is\n"
                   "absent; standard error says so, and why. The result is a draft: a release\n"
                   "says more.\n"
                   "\n"
                   "No environment variable is taken unless --variable names it, and none that\n"
                   "looks like a secret.",
    .example = "  manifest capture --root /mnt/image --image -o environment.yaml",
    .options = options,
    .least_operands = 0,
    .most_operands = 0,
    .run = run,
};
