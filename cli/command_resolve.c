/* SPDX-License-Identifier: Apache-2.0 */
/* manifest resolve: the settings that a release runs with in one deployment. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "table.h"
#include "terminal.h"

#include <libmanifest/configuration.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "overrides",
      .value = "FILE",
      .repeats = true,
      .help = "settings of a stage or host; of several files the\n"
              "later counts more" },
    { .name = "override",
      .value = "NAME=VALUE",
      .repeats = true,
      .help = "one setting; counts more than every file" },
    { .name = "running",
      .value = "FILE",
      .help = "the settings that run now, as --format yaml or\n"
              "json wrote them: only live ones may then change" },
    { .name = "profile",
      .value = "draft|release",
      .help = "how much the manifest must say; default: release" },
    { .name = "format", .value = "text|env|args|json|yaml", .help = "what to print; default: text, a table" },
    { .name = "digest", .help = "print the digest of the settings, nothing else" },
    { .name = "output", .letter = 'o', .value = "FILE", .help = "write FILE instead of standard output" },
    { .name = NULL },
};

/* What is put together, file by file. */
struct task {
    const struct cli_arguments *arguments;
    struct cli_input input; /* the manifest, for its findings */
    mf_manifest *manifest;
    mf_overrides **layers;
    size_t count;
    mf_configuration *running;
};

static size_t count_given(const struct cli_arguments *arguments, const char *name)
{
    size_t count = 0;

    while (cli_arguments_nth(arguments, name, count) != NULL) {
        count++;
    }
    return count;
}

static int read_overrides(struct task *task, const char *path)
{
    struct cli_input input;
    mf_report *report = NULL;
    mf_error *error = NULL;
    int result = cli_input_read(&input, path, CLI_DOCUMENT_LIMIT);

    if (result == CLI_GOOD) {
        mf_read_options read_options = cli_input_options(&input, MF_PROFILE_DRAFT);
        mf_status status = mf_overrides_read(input.data, input.size, &read_options, MF_ORIGIN_STAGE,
                                             input.name, &task->layers[task->count], &report, &error);

        result = cli_findings_failure(input.name, input.data, input.size, status, report, error);
        task->count += result == CLI_GOOD;
    }
    (void)mf_report_unref(report);
    cli_input_release(&input);
    return result;
}

/* The settings of the command line, as one more layer. */
static int take_overrides(struct task *task)
{
    size_t count = count_given(task->arguments, "override");
    const char **texts = cli_memory_array(count + 1, sizeof *texts);
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result;

    for (size_t i = 0; i < count; i++) {
        texts[i] = cli_arguments_nth(task->arguments, "override", i);
    }
    status = mf_overrides_from_text(texts, count, MF_ORIGIN_COMMAND_LINE, "--override",
                                    &task->layers[task->count], &report, &error);
    if (status == MF_ERROR_SYNTAX) {
        (void)cli_complain_usage("resolve", "%s", mf_error_message(error));
        (void)mf_error_unref(error);
        result = CLI_TROUBLE;
    } else {
        result = cli_findings_failure("--override", NULL, 0, status, report, error);
    }
    task->count += result == CLI_GOOD;
    (void)mf_report_unref(report);
    free(texts);
    return result;
}

static int read_running(struct task *task, const char *path)
{
    struct cli_input input;
    mf_report *report = NULL;
    mf_error *error = NULL;
    int result = cli_input_read(&input, path, CLI_DOCUMENT_LIMIT);

    if (result == CLI_GOOD) {
        mf_read_options read_options = cli_input_options(&input, MF_PROFILE_DRAFT);
        mf_status status =
            mf_configuration_read(input.data, input.size, &read_options, &task->running, &report, &error);

        result = cli_findings_failure(input.name, input.data, input.size, status, report, error);
    }
    (void)mf_report_unref(report);
    cli_input_release(&input);
    return result;
}

/* Everything that the settings are made of. What is wrong in any of the files is said before the command gives up. */
static int gather(struct task *task)
{
    const char *running = cli_arguments_value(task->arguments, "running");
    mf_profile profile = cli_profile(cli_arguments_value(task->arguments, "profile"), MF_PROFILE_RELEASE);
    size_t files = count_given(task->arguments, "overrides");
    int result = cli_read_manifest(&task->input, task->arguments->operands[0], profile, &task->manifest);
    int one;

    task->layers = cli_memory_array(files + 1, sizeof(mf_overrides *));
    for (size_t i = 0; i < files; i++) {
        one = read_overrides(task, cli_arguments_nth(task->arguments, "overrides", i));
        result = one > result ? one : result;
    }
    one = take_overrides(task);
    result = one > result ? one : result;
    if (running != NULL) {
        one = read_running(task, running);
        result = one > result ? one : result;
    }
    return result;
}

static int resolve(const struct task *task, mf_configuration **ret_configuration)
{
    mf_resolve_options resolve_options;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result;

    mf_resolve_options_init(&resolve_options, sizeof resolve_options);
    resolve_options.running = task->running;
    status = mf_configuration_resolve(task->manifest, (const mf_overrides *const *)task->layers, task->count,
                                      &resolve_options, ret_configuration, &report, &error);
    result =
        cli_findings_failure(task->input.name, task->input.data, task->input.size, status, report, error);
    (void)mf_report_unref(report);
    return result;
}

/* --- what is printed --------------------------------------------------------------------------------------------------- */

static const char *source(mf_origin origin, const char *label)
{
    return *label == '\0' ? mf_origin_name(origin) : label;
}

/* "16 (stage.yaml), 8 (manifest)"; free() it. */
static char *superseded(const mf_setting *setting)
{
    char *text = cli_memory_copy("", 0);

    for (size_t i = 0; i < mf_setting_superseded_count(setting); i++) {
        char *more = cli_memory_format(
            "%s%s%s (%s)", text, i == 0 ? "" : ", ", mf_setting_superseded_value(setting, i),
            source(mf_setting_superseded_origin(setting, i), mf_setting_superseded_label(setting, i)));

        free(text);
        text = more;
    }
    return text;
}

static void print_table(const mf_configuration *configuration, const char *digest)
{
    struct cli_table head = { .headings = { "", "", NULL } };
    struct cli_table table = { .headings = { "setting", "value", "from", "instead of", NULL } };

    if (*mf_configuration_release(configuration) != '\0') {
        cli_table_add(&head, "Release");
        cli_table_add(&head, mf_configuration_release(configuration));
    }
    cli_table_add(&head, "Manifest");
    cli_table_add(&head, mf_configuration_manifest(configuration));
    cli_table_add(&head, "Settings");
    cli_table_add(&head, digest);
    cli_table_print(stdout, &head);
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        const mf_setting *setting = mf_configuration_setting(configuration, i);

        cli_table_add(&table, mf_setting_name(setting));
        cli_table_add(&table, mf_setting_value(setting));
        cli_table_add(&table, source(mf_setting_origin(setting), mf_setting_label(setting)));
        cli_table_take(&table, superseded(setting));
    }
    if (mf_configuration_count(configuration) > 0) {
        (void)fputc('\n', stdout);
    }
    cli_table_print(stdout, &table);
}

static int print_digest(const mf_configuration *configuration, bool alone)
{
    mf_bytes *digest = NULL;
    mf_error *error = NULL;
    mf_status status = mf_configuration_digest(configuration, &digest, &error);

    if (status != MF_OK) {
        return cli_complain_error(NULL, status, error);
    }
    if (alone) {
        (void)printf("%s\n", (const char *)mf_bytes_data(digest));
    } else {
        print_table(configuration, mf_bytes_data(digest));
    }
    (void)mf_bytes_unref(digest);
    return CLI_GOOD;
}

/* 0 for the table. */
static mf_configuration_form form_named(const char *name)
{
    static const struct {
        const char *name;
        mf_configuration_form form;
    } forms[] = {
        { "env", MF_CONFIGURATION_ENV },
        { "args", MF_CONFIGURATION_ARGS },
        { "json", MF_CONFIGURATION_JSON },
        { "yaml", MF_CONFIGURATION_YAML },
    };

    for (size_t i = 0; name != NULL && i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].name, name) == 0) {
            return forms[i].form;
        }
    }
    return 0;
}

static int print(const struct cli_arguments *arguments, const mf_configuration *configuration)
{
    const char *output = cli_arguments_value(arguments, "output");
    mf_configuration_form form = form_named(cli_arguments_value(arguments, "format"));
    mf_bytes *text = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result;

    if (form == 0) {
        return print_digest(configuration, cli_arguments_has(arguments, "digest"));
    }
    status = mf_configuration_write(configuration, form, &text, &error);
    result = status == MF_OK ? cli_output_bytes(output == NULL ? "-" : output, text)
                             : cli_complain_error(NULL, status, error);
    (void)mf_bytes_unref(text);
    return result;
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

static bool check_usage(const struct cli_arguments *arguments)
{
    const char *running = cli_arguments_value(arguments, "running");
    bool table = form_named(cli_arguments_value(arguments, "format")) == 0;
    size_t standard = cli_is_standard(arguments->operands[0]) ? 1 : 0;

    for (size_t i = 0; cli_arguments_nth(arguments, "overrides", i) != NULL; i++) {
        standard += cli_is_standard(cli_arguments_nth(arguments, "overrides", i));
    }
    standard += running != NULL && cli_is_standard(running);
    if (standard > 1) {
        return cli_complain_usage("resolve", "only one file can be standard input");
    }
    if (cli_arguments_has(arguments, "digest") && cli_arguments_has(arguments, "format")) {
        return cli_complain_usage("resolve", "--digest prints the digest alone, without --format");
    }
    if (cli_arguments_has(arguments, "output") && table) {
        return cli_complain_usage("resolve", "-o needs --format env, args, json or yaml");
    }
    return true;
}

static int run(const struct cli_arguments *arguments)
{
    struct task task = { .arguments = arguments };
    mf_configuration *configuration = NULL;
    int result;

    if (!check_usage(arguments)) {
        return CLI_TROUBLE;
    }
    result = gather(&task);
    if (result == CLI_GOOD) {
        result = resolve(&task, &configuration);
    }
    if (result == CLI_GOOD) {
        result = print(arguments, configuration);
    }
    for (size_t i = 0; i < task.count; i++) {
        (void)mf_overrides_unref(task.layers[i]);
    }
    free(task.layers);
    (void)mf_configuration_unref(task.running);
    (void)mf_configuration_unref(configuration);
    (void)mf_manifest_unref(task.manifest);
    cli_input_release(&task.input);
    return result;
}

const struct cli_command cli_resolve = {
    .name = "resolve",
    .summary = "work out the settings of a deployment",
    .usage = "[OPTION]... FILE [-o FILE]",
    .other_usage = "--digest [OPTION]... FILE",
    .description = "Works out the settings that a release runs with: the values of the manifest,\n"
                   "then overrides. Each is checked for type, range, choices and whether it may\n"
                   "change, and the rules of the manifest must hold for them together; if\n"
                   "anything is wrong, nothing is printed on standard output. 'env' is a line\n"
                   "NAME=VALUE for each variable, quoted for a shell; 'args' is one argument a\n"
                   "line; 'json' and 'yaml' are the settings as a document with a digest of its\n"
                   "own, equal on hosts that run the same settings of the same release.",
    .example = "  manifest resolve --overrides production.yaml --format env manifest.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
