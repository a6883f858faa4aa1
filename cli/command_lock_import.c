/* SPDX-License-Identifier: Apache-2.0 */
/* manifest lock import: a manifest that says what a lock file says. */
#include "complain.h"
#include "findings.h"
#include "lock.h"
#include "memory.h"
#include "output.h"
#include "place.h"
#include "splice.h"
#include "terminal.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "into", .value = "MANIFEST", .help = "the manifest that is changed; needed" },
    { .name = "name",
      .value = "NAME",
      .help = "name of the lock file in the manifest; default:\n"
              "the one it has, or its format" },
    { .name = "scope",
      .value = "SCOPE",
      .help = "when its packages are needed: runtime, build,\n"
              "development or test; default: as before, runtime\n"
              "for new ones" },
    { .name = "path",
      .value = "PATH",
      .help = "where it lies in the source repository; default:\n"
              "relative to the directory of the manifest" },
    { .name = "lock-format",
      .value = "FORMAT",
      .help = "what the file is; default: found from its text,\n"
              "see 'manifest lock show --help'" },
    { .name = "output", .letter = 'o', .value = "FILE", .help = "write there instead of MANIFEST" },
    { .name = "quiet", .letter = 'q', .help = "print errors alone, no warnings and notes" },
    { .name = NULL },
};

/* One run. */
struct import {
    const struct cli_arguments *arguments;
    struct cli_input input; /* the manifest */
    mf_manifest *before;
    mf_manifest *after;
    mf_lock *lock;
    char *path; /* of the lock file in the manifest */
};

/* What became of the packages. */
struct tally {
    size_t added;
    size_t removed;
    size_t changed;
    size_t all;
};

/* The manifest, with what the lock file says. */
static mf_status make(const struct import *import, mf_manifest **ret_manifest, mf_report **ret_report,
                      mf_error **reterr)
{
    mf_lock_import_options import_options;
    mf_builder *builder = NULL;
    mf_status status = mf_builder_new_from(import->before, NULL, &builder, reterr);

    mf_lock_import_options_init(&import_options, sizeof import_options);
    import_options.path = import->path;
    import_options.name = cli_arguments_value(import->arguments, "name");
    import_options.scope = cli_arguments_value(import->arguments, "scope");
    if (status == MF_OK) {
        status = mf_lock_import(import->lock, &import_options, builder, reterr);
    }
    if (status == MF_OK) {
        status = mf_builder_build(builder, MF_PROFILE_DRAFT, ret_manifest, ret_report, reterr);
    }
    (void)mf_builder_unref(builder);
    return status;
}

/* The findings are about a manifest that is not written, and so not shown. */
static int refuse(const struct import *import, mf_status status, const mf_report *report, mf_error *error)
{
    if (report != NULL && mf_report_count(report) > 0) {
        cli_complain("%s would not be good with that lock file:", import->input.name);
        cli_findings_print(stderr, report, import->input.name, NULL, 0);
        (void)mf_error_unref(error);
        return CLI_NOT_GOOD;
    }
    return cli_complain_error(import->input.name, status, error);
}

/* --- what is said of it ----------------------------------------------------------------------------------------------------- */

/* The path of a package: '/' and '~' in its URL are escaped. free() it. */
static char *path_of(const char *purl)
{
    static const char list[] = "/dependencies/packages/";
    char *path = cli_memory_array(sizeof list + 2 * strlen(purl), 1);
    size_t size = sizeof list - 1;

    memcpy(path, list, size);
    for (; *purl != '\0'; purl++) {
        if (*purl == '/' || *purl == '~') {
            path[size++] = '~';
            path[size++] = *purl == '/' ? '1' : '0';
        } else {
            path[size++] = *purl;
        }
    }
    return path;
}

static bool is_same_package(const struct import *import, const char *purl)
{
    char *path = path_of(purl);
    mf_bytes *old = NULL;
    mf_bytes *new = NULL;
    bool same;

    if (mf_manifest_get_json(import->before, path, &old, NULL) != MF_OK ||
        mf_manifest_get_json(import->after, path, &new, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    same = strcmp(mf_bytes_data(old), mf_bytes_data(new)) == 0;
    (void)mf_bytes_unref(old);
    (void)mf_bytes_unref(new);
    free(path);
    return same;
}

/* Goes through both lists at once: sets come in the order of their keys. */
static struct tally count_changes(const struct import *import)
{
    mf_cursor *old = cli_entries(import->before, "/dependencies/packages");
    mf_cursor *new = cli_entries(import->after, "/dependencies/packages");
    bool more_old = mf_cursor_next(old) == 1;
    bool more_new = mf_cursor_next(new) == 1;
    struct tally tally = { 0, 0, 0, 0 };

    while (more_old || more_new) {
        int order = !more_old ? 1 : !more_new ? -1 : strcmp(mf_cursor_key(old), mf_cursor_key(new));

        tally.removed += order < 0;
        tally.added += order > 0;
        tally.changed += order == 0 && !is_same_package(import, mf_cursor_key(old));
        tally.all += order >= 0;
        more_old = order <= 0 ? mf_cursor_next(old) == 1 : more_old;
        more_new = order >= 0 ? mf_cursor_next(new) == 1 : more_new;
    }
    (void)mf_cursor_unref(old);
    (void)mf_cursor_unref(new);
    return tally;
}

static void print_outcome(const struct import *import, bool anew)
{
    struct tally tally = count_changes(import);

    cli_print(stderr, import->input.name);
    (void)fprintf(stderr, ": ");
    cli_print_count(stderr, tally.all, "package");
    (void)fprintf(stderr, ": %zu added, %zu changed, %zu removed\n", tally.added, tally.changed,
                  tally.removed);
    if (anew && import->input.format == MF_FORMAT_YAML) {
        (void)fprintf(stderr, "manifest: note: the manifest was written anew, without comments and layout\n");
    }
}

/* --- the command ------------------------------------------------------------------------------------------------------------ */

/* Where the lock file lies below the manifest's directory. False, and a message, where nobody can tell. */
static bool find_path(struct import *import, const char *file)
{
    const char *given = cli_arguments_value(import->arguments, "path");

    if (given != NULL) {
        import->path = cli_memory_copy(given, strlen(given));
    } else if (!cli_is_standard(file) && !cli_is_standard(import->input.path)) {
        char *root = cli_place_directory(import->input.path);

        import->path = cli_place_below(root, file);
        free(root);
    }
    return import->path != NULL ||
           cli_complain_usage("lock import",
                              "%s does not lie below the directory of the manifest: say with --path where it "
                              "is in the source repository",
                              file);
}

static int write_manifest(const struct import *import)
{
    const char *output = cli_arguments_value(import->arguments, "output");
    size_t size = 0;
    bool anew = false;
    char *text = cli_splice_dependencies(&import->input, import->before, import->after, &size, &anew);
    /* A file that would stay the same is not touched. */
    bool is_same = output == NULL && !cli_is_standard(import->input.path) && size == import->input.size &&
                   memcmp(text, import->input.data, size) == 0;
    int result =
        is_same ? CLI_GOOD : cli_output_write(output == NULL ? import->input.path : output, text, size, 0);

    if (result == CLI_GOOD && !cli_arguments_has(import->arguments, "quiet")) {
        print_outcome(import, anew);
    }
    free(text);
    return result;
}

static int import_lock(struct import *import)
{
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = make(import, &import->after, &report, &error);
    int result = status == MF_OK ? write_manifest(import) : refuse(import, status, report, error);

    (void)mf_report_unref(report);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    const char *into = cli_arguments_value(arguments, "into");
    const char *file = arguments->operands[0];
    struct import import = { .arguments = arguments };
    struct cli_input input;
    int result;

    if (into == NULL || (cli_is_standard(into) && cli_is_standard(file))) {
        (void)cli_complain_usage("lock import", into == NULL
                                                    ? "--into MANIFEST is needed"
                                                    : "FILE and MANIFEST cannot both be standard input");
        return CLI_TROUBLE;
    }
    result = cli_lock_read(arguments, file, &input, &import.lock);
    cli_input_release(&input);
    if (result != CLI_GOOD) {
        return result;
    }
    result = cli_read_manifest(&import.input, into, MF_PROFILE_DRAFT, &import.before);
    if (result == CLI_GOOD) {
        result = find_path(&import, file) ? import_lock(&import) : CLI_TROUBLE;
    }
    free(import.path);
    (void)mf_manifest_unref(import.after);
    (void)mf_manifest_unref(import.before);
    (void)mf_lock_unref(import.lock);
    cli_input_release(&import.input);
    return result;
}

const struct cli_command cli_lock_import = {
    .name = "lock import",
    .summary = "make a manifest say what a lock file says",
    .usage = "[OPTION]... FILE --into MANIFEST",
    .description = "Lists the packages of a lock file in 'dependencies' of MANIFEST, each with its\n"
                   "digests, and the lock file itself with its digest and size. Packages that are\n"
                   "listed already are brought up to date; those that the lock file pinned before\n"
                   "and no longer does are removed; those of other lock files stay.\n"
                   "\n"
                   "MANIFEST is replaced all at once, and keeps its form, YAML or JSON. Of YAML\n"
                   "only the lists that change are written anew, without their comments; the\n"
                   "rest stays as it is. See doc/lock-files.md.",
    .example = "  manifest lock import requirements.txt --into manifest.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
