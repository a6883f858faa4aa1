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
      .help = "how many files of a directory are read at a time,\n"
              "at most 64; default: the CPUs that may be used" },
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

static int hash_file(const char *path, const mf_hash_options *hash)
{
    mf_bytes *digest = NULL;
    mf_error *error = NULL;
    mf_status status = mf_file_hash(path, hash, &digest, NULL, &error);
    int result;

    cli_progress_end();
    if (status != MF_OK) {
        return cli_complain_error(path, status, error);
    }
    result = print_line(mf_bytes_data(digest), path);
    (void)mf_bytes_unref(digest);
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

static int hash_operand(const char *path, const mf_hash_options *hash)
{
    if (cli_is_standard(path)) {
        cli_complain("standard input cannot be hashed: name a file or a directory");
        return CLI_TROUBLE;
    }
    return cli_is_directory(path) ? hash_directory(path, hash) : hash_file(path, hash);
}

/* --- checking ----------------------------------------------------------------------------------------------------------- */

struct check {
    const mf_hash_options *hash;
    const char *list; /* name of the list, for messages */
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

static void check_file(struct check *check, const struct cli_checksum *checksum)
{
    mf_hash_options hash = *check->hash;
    mf_bytes *digest = NULL;
    mf_error *error = NULL;
    mf_status status;
    bool good = false;

    hash.algorithm = checksum->algorithm;
    status = mf_file_hash(checksum->path, &hash, &digest, NULL, &error);
    cli_progress_end();
    if (status == MF_OK) {
        const char *text = mf_bytes_data(digest);

        good = strcmp(strchr(text, ':') + 1, checksum->digest) == 0;
        print_verdict(checksum->path, good, good ? "OK" : "FAILED");
    } else {
        (void)cli_complain_error(checksum->path, status, error);
        print_verdict(checksum->path, false, "FAILED open or read");
    }
    check->good += good ? 1 : 0;
    check->not_good += good ? 0 : 1;
    (void)mf_bytes_unref(digest);
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
        check_file(check, &checksum);
    } else {
        check->malformed++;
        cli_complain("%s: line %zu is no digest and name of a file", check->list, check->line);
    }
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
        result = finish_check(&check);
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
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *path = arguments->operands[i];

        result = worse(result, check ? check_list(path, &hash) : hash_operand(path, &hash));
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
