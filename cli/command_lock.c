/* SPDX-License-Identifier: Apache-2.0 */
/* manifest lock: what package managers pinned. This file has the commands' common parts, and `lock show`. */
#include "complain.h"
#include "findings.h"
#include "lock.h"
#include "memory.h"
#include "output.h"
#include "table.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_option show_options[] = {
    { .name = "format", .value = "text|json", .help = "how to print the packages; default: text" },
    { .name = "lock-format",
      .value = "FORMAT",
      .help = "what the file is: requirements, pylock, uv,\n"
              "poetry, pipfile, conda-lock, conda-explicit, npm,\n"
              "cargo or go; default: found from its text" },
    { .name = "quiet", .letter = 'q', .help = "print errors alone, no warnings and notes" },
    { .name = NULL },
};

int cli_lock_read(const struct cli_arguments *arguments, const char *path, struct cli_input *input,
                  mf_lock **ret_lock)
{
    mf_lock_options options;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result = cli_input_read(input, path, CLI_LOCK_LIMIT);

    if (result != CLI_GOOD) {
        return result;
    }
    mf_lock_options_init(&options, sizeof options);
    options.format = cli_arguments_value(arguments, "lock-format");
    status = mf_lock_read(input->data, input->size, &options, ret_lock, &report, &error);
    if (status == MF_OK && !cli_arguments_has(arguments, "quiet")) {
        cli_findings_print(stderr, report, input->name, input->data, input->size);
    }
    result = cli_findings_failure(input->name, input->data, input->size, status, report, error);
    (void)mf_report_unref(report);
    return result;
}

static void add_package(struct cli_table *table, const mf_lock_package *package)
{
    const char *name = mf_lock_package_name(package);
    const char *kind = mf_lock_package_kind(package);
    const char *source = mf_lock_package_source(package);
    size_t digests = mf_lock_package_digest_count(package);

    cli_table_add(table, *name == '\0' ? "-" : name);
    cli_table_add(table, mf_lock_package_version(package));
    cli_table_add(table, mf_lock_package_ecosystem(package));
    cli_table_take(table, digests == 0 ? cli_memory_copy("none", 4) : cli_memory_format("%zu", digests));
    /* Most come from registries: the column is about the others. */
    if (strcmp(kind, "registry") == 0) {
        cli_table_add(table, NULL);
    } else {
        cli_table_take(table, cli_memory_format("%s%s%s", kind, *source == '\0' ? "" : " ", source));
    }
    cli_table_add(table, mf_lock_package_marker(package));
}

static void print_text(const struct cli_input *input, const mf_lock *lock)
{
    struct cli_table table = {
        .headings = { "Package", "Version", "Ecosystem", "Digests", "From", "Condition" },
        .right = 1u << 3,
    };
    size_t count = mf_lock_count(lock);
    size_t without = 0;

    for (size_t i = 0; i < count; i++) {
        const mf_lock_package *package = mf_lock_package_at(lock, i);

        add_package(&table, package);
        without += mf_lock_package_digest_count(package) == 0;
    }
    cli_table_print(stdout, &table);
    cli_print(stdout, input->name);
    (void)printf(": %s, ", mf_lock_format(lock));
    cli_print_count(stdout, count, "package");
    if (without > 0) {
        (void)printf(", %zu of them without a digest", without);
    }
    (void)fputc('\n', stdout);
}

static void print_json(const mf_lock *lock)
{
    mf_bytes *json = NULL;

    if (mf_lock_json(lock, &json, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    (void)cli_output_bytes("-", json);
    (void)mf_bytes_unref(json);
}

static int show(const struct cli_arguments *arguments)
{
    const char *format = cli_arguments_value(arguments, "format");
    struct cli_input input;
    mf_lock *lock = NULL;
    int result = cli_lock_read(arguments, arguments->operands[0], &input, &lock);

    if (result == CLI_GOOD) {
        if (format != NULL && strcmp(format, "json") == 0) {
            print_json(lock);
        } else {
            print_text(&input, lock);
        }
    }
    (void)mf_lock_unref(lock);
    cli_input_release(&input);
    return result;
}

static const struct cli_command lock_show = {
    .name = "lock show",
    .summary = "print the packages that a lock file pins",
    .usage = "[OPTION]... FILE",
    .description = "Prints the packages of a lock file, each with its version, the number of its\n"
                   "digests, where it comes from if that is no registry, and the condition under\n"
                   "which it is installed. What is suspicious in the file, and what nobody can\n"
                   "verify, is printed to standard error; 'manifest rules CODE' explains it. A file\n"
                   "with an error is not shown at all, and the exit status is 1.\n"
                   "\n"
                   "With --format json: an array of objects with name, version, ecosystem, purl,\n"
                   "digests and dependencies, in the order of their package URLs.",
    .example = "  manifest lock show requirements.txt\n"
               "  manifest lock show --format json uv.lock",
    .options = show_options,
    .least_operands = 1,
    .most_operands = 1,
    .run = show,
};

static const struct cli_command *const commands[] = { &lock_show, &cli_lock_import, &cli_lock_check, NULL };

const struct cli_command cli_lock = {
    .name = "lock",
    .summary = "read lock files, and hold a manifest against them",
    .usage = "COMMAND [OPTION]... FILE",
    .description = "Works on lock files: what package managers pinned.",
    .example = "  manifest lock show requirements.txt\n"
               "  manifest lock check manifest.yaml",
    .commands = commands,
};
