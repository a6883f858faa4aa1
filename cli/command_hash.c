/* SPDX-License-Identifier: Apache-2.0 */
/* manifest hash: digests of files, written and checked as sha256sum does. */
#include "checksum.h"
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "progress.h"
#include "terminal.h"
#include "walk.h"

#include <libmanifest/artifact.h>

#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
    { .name = "algorithm",
      .value = "sha256|sha512|blake2b-256",
      .help = "default: sha256; with --check, what the number of\n"
              "digits tells" },
    { .name = "threads",
      .value = "N",
      .help = "how many files are read at a time, at most 64;\n"
              "default: the CPUs that may be used" },
    { .name = "check", .letter = 'c', .help = "FILE is a list of digests: check the files in it" },
    { .name = NULL },
};

static int worse(int left, int right)
{
    return left > right ? left : right;
}

static bool take_threads(const struct cli_arguments *arguments, mf_hash_options *hash)
{
    const char *text = cli_arguments_value(arguments, "threads");
    long threads;

    if (text == NULL) {
        return true;
    }
    threads = strspn(text, "0123456789") == strlen(text) && strlen(text) < 4 ? strtol(text, NULL, 10) : 0;
    if (threads < 1 || threads > 64) {
        return cli_complain_usage("hash", "--threads is a number from 1 to 64, not '%s'", text);
    }
    hash->threads = (uint32_t)threads;
    return true;
}

/* --- writing ------------------------------------------------------------------------------------------------------------ */

/* `digest` is as in a manifest: the algorithm, a colon, and digits. */
static int print_line(const char *digest, const char *path)
{
    char *line = cli_checksum_line(strchr(digest, ':') + 1, path);
    int result = cli_output_write("-", line, strlen(line), 0);

    free(line);
    return result;
}

/* Files that stand one after another, several at a time. */
static int hash_files(const char *const *paths, size_t count, const mf_hash_options *hash)
{
    mf_file_digests *digests = NULL;
    mf_error *error = NULL;
    mf_status status = mf_files_hash(paths, NULL, count, hash, &digests, &error);
    int result = CLI_GOOD;

    cli_progress_end();
    if (status != MF_OK) {
        return cli_complain_error(NULL, status, error);
    }
    for (size_t i = 0; i < count; i++) {
        const char *problem = mf_file_digests_problem(digests, i);

        if (*problem != '\0') {
            cli_complain("cannot hash %s: %s", paths[i], problem);
            result = CLI_TROUBLE;
        } else {
            result = worse(result, print_line(mf_file_digests_digest(digests, i), paths[i]));
        }
    }
    (void)mf_file_digests_unref(digests);
    return result;
}

static int print_tree(const mf_tree *tree, const char *directory)
{
    const char *slash = directory[strlen(directory) - 1] == '/' ? "" : "/";
    int result = CLI_GOOD;

    for (size_t i = 0; i < mf_tree_count(tree) && result == CLI_GOOD; i++) {
        char *path = cli_memory_format("%s%s%s", directory, slash, mf_tree_path(tree, i));

        result = print_line(mf_tree_digest(tree, i), path);
        free(path);
    }
    return result;
}

/* All of it or nothing: a list from which files are missing would pass for one of the whole directory. */
static int hash_directory(const char *path, const mf_hash_options *hash)
{
    mf_tree_options tree_options;
    mf_tree *tree = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;
    int result;

    mf_tree_options_init(&tree_options, sizeof tree_options);
    tree_options.hash = hash;
    status = mf_tree_read(path, &tree_options, &tree, &report, &error);
    cli_progress_end();
    if (status == MF_OK) {
        result = print_tree(tree, path);
    } else {
        (void)cli_findings_failure(path, NULL, 0, status, report, error);
        result = CLI_TROUBLE;
    }
    (void)mf_tree_unref(tree);
    (void)mf_report_unref(report);
    return result;
}

/* How many operands from the first on are files. */
static size_t files_at(const char *const *paths, size_t count)
{
    size_t files = 0;

    while (files < count && !cli_is_standard(paths[files]) && !cli_is_directory(paths[files])) {
        files++;
    }
    return files;
}

static int hash_operands(const char *const *paths, size_t count, const mf_hash_options *hash)
{
    int result = CLI_GOOD;

    for (size_t i = 0; i < count;) {
        size_t files = files_at(paths + i, count - i);

        if (files > 0) {
            result = worse(result, hash_files(paths + i, files, hash));
            i += files;
        } else if (cli_is_standard(paths[i])) {
            cli_complain("standard input cannot be hashed: name a file or a directory");
            result = CLI_TROUBLE;
            i++;
        } else {
            result = worse(result, hash_directory(paths[i], hash));
            i++;
        }
    }
    return result;
}

/* --- checking ----------------------------------------------------------------------------------------------------------- */

struct check {
    const mf_hash_options *hash;
    const char *list; /* name of the list, for messages */
    struct cli_checksum *checksums;
    char **lines; /* that hold what the checksums point to */
    size_t count;
    size_t room;
    size_t line;
    size_t good;
    size_t not_good;
    size_t malformed;
};

static void print_verdict(const char *path, bool good, const char *verdict)
{
    cli_print(stdout, path);
    (void)fputs(": ", stdout);
    cli_style(stdout, good ? CLI_GREEN : CLI_RED);
    (void)fputs(verdict, stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)fputc('\n', stdout);
}

static void check_digest(struct check *check, const mf_file_digests *digests, size_t index)
{
    const struct cli_checksum *checksum = &check->checksums[index];
    const char *problem = mf_file_digests_problem(digests, index);
    bool good = false;

    if (*problem == '\0') {
        good = strcmp(strchr(mf_file_digests_digest(digests, index), ':') + 1, checksum->digest) == 0;
        print_verdict(checksum->path, good, good ? "OK" : "FAILED");
    } else {
        cli_complain("cannot hash %s: %s", checksum->path, problem);
        print_verdict(checksum->path, false, "FAILED open or read");
    }
    check->good += good ? 1 : 0;
    check->not_good += good ? 0 : 1;
}

/* All files of the list, several at a time. */
static int check_files(struct check *check)
{
    const char **paths = cli_memory_array(check->count + 1, sizeof *paths);
    mf_hash_algorithm *algorithms = cli_memory_array(check->count + 1, sizeof *algorithms);
    mf_file_digests *digests = NULL;
    mf_error *error = NULL;
    mf_status status;

    for (size_t i = 0; i < check->count; i++) {
        paths[i] = check->checksums[i].path;
        algorithms[i] = check->checksums[i].algorithm;
    }
    status = mf_files_hash(paths, algorithms, check->count, check->hash, &digests, &error);
    cli_progress_end();
    for (size_t i = 0; i < mf_file_digests_count(digests); i++) {
        check_digest(check, digests, i);
    }
    (void)mf_file_digests_unref(digests);
    free(paths);
    free(algorithms);
    return status == MF_OK ? CLI_GOOD : cli_complain_error(check->list, status, error);
}

static void keep(struct check *check, char *line, const struct cli_checksum *checksum)
{
    if (check->count == check->room) {
        check->room = check->room == 0 ? 64 : 2 * check->room;
        check->checksums = cli_memory_resize(check->checksums, check->room, sizeof *check->checksums);
        check->lines = cli_memory_resize(check->lines, check->room, sizeof *check->lines);
    }
    check->checksums[check->count] = *checksum;
    check->lines[check->count++] = line;
}

/* Empty lines and those that begin with '#' say nothing. */
static void check_line(struct check *check, const char *text, size_t size)
{
    struct cli_checksum checksum;
    char *line;

    check->line++;
    if (size > 0 && text[size - 1] == '\r') {
        size--;
    }
    if (size == 0 || text[0] == '#') {
        return;
    }
    line = cli_memory_copy(text, size);
    if (memchr(text, '\0', size) == NULL && cli_checksum_parse(line, check->hash->algorithm, &checksum)) {
        keep(check, line, &checksum);
        return;
    }
    check->malformed++;
    cli_complain("%s: line %zu is no digest and name of a file", check->list, check->line);
    free(line);
}

static int finish_check(const struct check *check)
{
    if (check->good + check->not_good + check->malformed == 0) {
        cli_complain("%s: there is no digest in the list", check->list);
        return CLI_NOT_GOOD;
    }
    if (check->not_good > 0) {
        cli_complain("%s: %zu of %zu files are not as the list says", check->list, check->not_good,
                     check->good + check->not_good);
    }
    return check->not_good + check->malformed > 0 ? CLI_NOT_GOOD : CLI_GOOD;
}

static int check_list(const char *path, const mf_hash_options *hash)
{
    struct cli_input input;
    int result = cli_input_read(&input, path, CLI_JSON_LIMIT);

    if (result == CLI_GOOD) {
        struct check check = { .hash = hash, .list = input.name };

        for (size_t at = 0; at < input.size;) {
            const char *end = memchr(input.data + at, '\n', input.size - at);
            size_t size = end == NULL ? input.size - at : (size_t)(end - input.data) - at;

            check_line(&check, input.data + at, size);
            at += size + 1;
        }
        result = check_files(&check);
        result = result == CLI_GOOD ? finish_check(&check) : result;
        for (size_t i = 0; i < check.count; i++) {
            free(check.lines[i]);
        }
        free(check.lines);
        free(check.checksums);
    }
    cli_input_release(&input);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    const char *name = cli_arguments_value(arguments, "algorithm");
    bool check = cli_arguments_has(arguments, "check");
    mf_hash_options hash = cli_progress_options(name == NULL ? 0 : mf_hash_algorithm_find(name));
    int result = CLI_GOOD;

    if (!take_threads(arguments, &hash)) {
        return CLI_TROUBLE;
    }
    if (!check) {
        return hash_operands(arguments->operands, arguments->operand_count, &hash);
    }
    for (size_t i = 0; i < arguments->operand_count; i++) {
        result = worse(result, check_list(arguments->operands[i], &hash));
    }
    return result;
}

const struct cli_command cli_hash = {
    .name = "hash",
    .summary = "digests of files and directories, as sha256sum prints them",
    .usage = "[OPTION]... PATH...",
    .other_usage = "--check [OPTION]... FILE...",
    .description = "Prints the digest of each file, or of all files below a directory, in the\n"
                   "order of their paths. Below a directory, .git and its kind are passed over;\n"
                   "symbolic links, FIFOs and devices there are errors, and nothing is printed.\n"
                   "\n"
                   "With --check, the files in each list must have the digests that stand there.\n"
                   "Lists are those of this command, and of sha256sum and sha512sum. A line that\n"
                   "is none of a list makes it not good. '-' is a list from standard input.",
    .example = "  manifest hash model > model.sha256\n"
               "  manifest hash --check model.sha256",
    .options = options,
    .least_operands = 1,
    .most_operands = CLI_ANY_NUMBER,
    .run = run,
};
