/* SPDX-License-Identifier: Apache-2.0 */
/* manifest show: a manifest at a glance. */
#include "command.h"
#include "complain.h"
#include "input.h"
#include "memory.h"
#include "table.h"
#include "terminal.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = NULL },
};

enum { DESCRIPTION_WIDTH = 60 };

/* The first line of a text, cut where it is long; free() it. */
static char *brief(const char *text)
{
    size_t width = 0;
    size_t size = 0;

    if (text == NULL) {
        return cli_memory_copy("", 0);
    }
    while (text[size] != '\0' && text[size] != '\n' && width < DESCRIPTION_WIDTH) {
        size++;
        while (((unsigned char)text[size] & 0xc0) == 0x80) {
            size++;
        }
        width++;
    }
    return cli_memory_format("%.*s%s", (int)size, text,
                             text[size] == '\0' || text[size] == '\n' ? "" : "\xe2\x80\xa6");
}

/* "3841024" as "3.7 MiB"; free() it. */
static char *readable_size(const char *bytes)
{
    static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
    double size = bytes == NULL ? 0 : strtod(bytes, NULL);
    size_t unit = 0;

    if (bytes == NULL) {
        return cli_memory_copy("", 0);
    }
    while (size >= 1023.95 && unit + 1 < sizeof units / sizeof units[0]) {
        size /= 1024;
        unit++;
    }
    return cli_memory_format(unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
}

static void heading(const char *text, const char *more)
{
    (void)fputc('\n', stdout);
    cli_style(stdout, CLI_BOLD);
    (void)fputs(text, stdout);
    cli_style(stdout, CLI_PLAIN);
    if (more != NULL) {
        (void)fputs(": ", stdout);
        cli_print(stdout, more);
    }
    (void)fputc('\n', stdout);
}

/* A line "label  value" for the overview; nothing without a value. */
static void add(struct cli_table *table, const char *label, const char *value)
{
    if (value != NULL) {
        cli_table_add(table, label);
        cli_table_add(table, value);
    }
}

/* "FIRST JOIN SECOND", or the one that is there. */
static void add_two(struct cli_table *table, const char *label, const char *first, const char *join,
                    const char *second)
{
    if (first == NULL || second == NULL) {
        add(table, label, first == NULL ? second : first);
        return;
    }
    cli_table_add(table, label);
    cli_table_take(table, cli_memory_format("%s%s%s", first, join, second));
}

/* "cpu 500m to 2, memory 512Mi to 1Gi, 2 GPUs" of one instance. */
static void add_resources(struct cli_table *table, const mf_manifest *manifest)
{
    const char *cpu = cli_value(manifest, "/environment/resources/cpu/request");
    const char *cpu_limit = cli_value(manifest, "/environment/resources/cpu/limit");
    const char *memory = cli_value(manifest, "/environment/resources/memory/request");
    const char *memory_limit = cli_value(manifest, "/environment/resources/memory/limit");
    const char *gpus = cli_value(manifest, "/environment/resources/gpus/count");

    if (cpu == NULL && memory == NULL && gpus == NULL) {
        return;
    }
    cli_table_add(table, "Resources");
    cli_table_take(table,
                   cli_memory_format("cpu %s%s%s, memory %s%s%s%s%s", cpu == NULL ? "?" : cpu,
                                     cpu_limit == NULL ? "" : " to ", cpu_limit == NULL ? "" : cpu_limit,
                                     memory == NULL ? "?" : memory, memory_limit == NULL ? "" : " to ",
                                     memory_limit == NULL ? "" : memory_limit, gpus == NULL ? "" : ", GPUs ",
                                     gpus == NULL ? "" : gpus));
}

static void add_dependencies(struct cli_table *table, const mf_manifest *manifest)
{
    size_t packages = cli_value_count(manifest, "/dependencies/packages");
    size_t lockfiles = cli_value_count(manifest, "/dependencies/lockfiles");

    cli_table_add(table, "Dependencies");
    cli_table_take(table, cli_memory_format("%zu package%s, %zu lock file%s", packages,
                                            packages == 1 ? "" : "s", lockfiles, lockfiles == 1 ? "" : "s"));
}

static void show_overview(const mf_manifest *manifest, const char *digest)
{
    struct cli_table table = { .headings = { "", "" } };

    add_two(&table, "Model", cli_value(manifest, "/release/model/name"), " ",
            cli_value(manifest, "/release/model/version"));
    add_two(&table, "Owner", cli_value(manifest, "/release/owner/team"), ", ",
            cli_value(manifest, "/release/owner/contact"));
    add_two(&table, "Created", cli_value(manifest, "/release/created"), " by ",
            cli_value(manifest, "/release/created_by"));
    add(&table, "Expires", cli_value(manifest, "/release/expires"));
    add(&table, "Supersedes", cli_value(manifest, "/release/supersedes"));
    add(&table, "License", cli_value(manifest, "/release/license"));
    add_two(&table, "Source", cli_value(manifest, "/build/source/repository"), " at ",
            cli_value(manifest, "/build/source/revision"));
    add_two(&table, "Image", cli_value(manifest, "/environment/image/repository"), "@",
            cli_value(manifest, "/environment/image/digest"));
    add_two(&table, "Platform", cli_value(manifest, "/environment/platform/os"), "/",
            cli_value(manifest, "/environment/platform/architecture"));
    add_two(&table, "Runtime", cli_value(manifest, "/environment/runtime/name"), " ",
            cli_value(manifest, "/environment/runtime/version"));
    add_resources(&table, manifest);
    add_dependencies(&table, manifest);
    add(&table, "Digest", digest);
    cli_table_print(stdout, &table);
}

static void show_artifacts(mf_manifest *manifest)
{
    struct cli_table table = { .headings = { "NAME", "KIND", "VERSION", "SIZE", "DIGEST" },
                               .right = 1u << 3 };
    mf_cursor *cursor = cli_entries(manifest, "/artifacts");

    if (cursor == NULL) {
        return;
    }
    heading("Artifacts", NULL);
    while (mf_cursor_next(cursor) == 1) {
        cli_table_add(&table, mf_cursor_key(cursor));
        cli_table_add(&table, cli_entry_value(cursor, "/kind"));
        cli_table_add(&table, cli_entry_value(cursor, "/version"));
        cli_table_take(&table, readable_size(cli_entry_value(cursor, "/size")));
        cli_table_add(&table, cli_entry_value(cursor, "/digest"));
    }
    (void)mf_cursor_unref(cursor);
    cli_table_print(stdout, &table);
}

/* "1 to 16", ">= 1", "<= 16", or the choices; free() it. */
static char *readable_range(const mf_cursor *cursor)
{
    const char *minimum = cli_entry_value(cursor, "/minimum");
    const char *maximum = cli_entry_value(cursor, "/maximum");
    char *choices = cli_entry_joined(cursor, "/choices");

    if (choices != NULL) {
        return choices;
    }
    if (minimum != NULL && maximum != NULL) {
        return cli_memory_format("%s to %s", minimum, maximum);
    }
    if (minimum == NULL && maximum == NULL) {
        return cli_memory_copy("", 0);
    }
    return cli_memory_format("%s %s", minimum == NULL ? "<=" : ">=", minimum == NULL ? maximum : minimum);
}

static void show_parameters(mf_manifest *manifest)
{
    struct cli_table table = { .headings = { "NAME", "TYPE", "VALUE", "RANGE", "CHANGE", "DESCRIPTION" },
                               .right = 1u << 2 };
    mf_cursor *cursor = cli_entries(manifest, "/configuration/parameters");

    if (cursor == NULL) {
        return;
    }
    heading("Parameters", NULL);
    while (mf_cursor_next(cursor) == 1) {
        cli_table_add(&table, mf_cursor_key(cursor));
        cli_table_add(&table, cli_entry_value(cursor, "/type"));
        cli_table_take(&table, brief(cli_entry_value(cursor, "/value")));
        cli_table_take(&table, readable_range(cursor));
        cli_table_add(&table, cli_entry_value(cursor, "/change"));
        cli_table_take(&table, brief(cli_entry_value(cursor, "/description")));
    }
    (void)mf_cursor_unref(cursor);
    cli_table_print(stdout, &table);
}

static void show_steps(mf_manifest *manifest)
{
    struct cli_table table = { .headings = { "STEP", "WEIGHT", "HOLD", "GATES", "APPROVAL" },
                               .right = 1u << 0 | 1u << 1 };
    mf_cursor *cursor = cli_entries(manifest, "/rollout/steps");
    unsigned number = 0;

    if (cursor == NULL) {
        return;
    }
    while (mf_cursor_next(cursor) == 1) {
        const char *weight = cli_entry_value(cursor, "/weight");
        const char *approval = cli_entry_value(cursor, "/approval");
        char *gates = cli_entry_joined(cursor, "/require");

        cli_table_take(&table, cli_memory_format("%u", ++number));
        cli_table_take(&table,
                       cli_memory_format("%s%s", weight == NULL ? "" : weight, weight == NULL ? "" : " %"));
        cli_table_add(&table, cli_entry_value(cursor, "/hold"));
        cli_table_add(&table, gates);
        cli_table_add(&table, approval != NULL && strcmp(approval, "true") == 0 ? "needed" : "");
        free(gates);
    }
    (void)mf_cursor_unref(cursor);
    cli_table_print(stdout, &table);
}

static void show_rollout(mf_manifest *manifest)
{
    const char *strategy = cli_value(manifest, "/rollout/strategy");
    const char *mode = cli_value(manifest, "/rollout/rollback/mode");
    const char *target = cli_value(manifest, "/rollout/rollback/target");
    struct cli_table table = { .headings = { "", "" } };

    if (strategy != NULL || cli_value_count(manifest, "/rollout/steps") > 0) {
        heading("Rollout", strategy);
    }
    show_steps(manifest);
    add_two(&table, "Rollback", mode, " to ", target);
    cli_table_print(stdout, &table);
}

static void show_title(const mf_manifest *manifest, const char *name)
{
    const char *id = cli_value(manifest, "/release/id");
    const char *version = cli_value(manifest, "/release/version");
    const char *description = cli_value(manifest, "/release/description");

    cli_style(stdout, CLI_BOLD);
    cli_print(stdout, id == NULL ? name : id);
    cli_style(stdout, CLI_PLAIN);
    if (version != NULL) {
        (void)fputs(" (version ", stdout);
        cli_print(stdout, version);
        (void)fputc(')', stdout);
    }
    (void)fputc('\n', stdout);
    if (description != NULL) {
        cli_print_lines(stdout, description, strlen(description));
        (void)fputc('\n', stdout);
    }
    (void)fputc('\n', stdout);
}

static int show(const struct cli_input *input, mf_manifest *manifest)
{
    mf_bytes *digest = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_digest(manifest, &digest, &error);

    if (status != MF_OK) {
        return cli_complain_error(input->name, status, error);
    }
    show_title(manifest, input->name);
    show_overview(manifest, mf_bytes_data(digest));
    show_artifacts(manifest);
    show_parameters(manifest);
    show_rollout(manifest);
    (void)mf_bytes_unref(digest);
    return CLI_GOOD;
}

static int run(const struct cli_arguments *arguments)
{
    struct cli_input input;
    mf_manifest *manifest = NULL;
    int result = cli_read_manifest(&input, arguments->operands[0], MF_PROFILE_DRAFT, &manifest);

    if (result == CLI_GOOD) {
        result = show(&input, manifest);
    }
    (void)mf_manifest_unref(manifest);
    cli_input_release(&input);
    return result;
}

const struct cli_command cli_show = {
    .name = "show",
    .summary = "print an overview of a manifest",
    .usage = "FILE",
    .description = "Prints what most people want to know of a manifest: the release and its owner,\n"
                   "the image, the artifacts and their sizes, the parameters, the steps of the\n"
                   "rollout, and the digest.",
    .example = "  manifest show manifest.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
