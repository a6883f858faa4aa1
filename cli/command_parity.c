/* SPDX-License-Identifier: Apache-2.0 */
/* manifest parity: is this environment the one that the release expects? */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "terminal.h"
#include "timestamp.h"
#include "values.h"

#include <libmanifest/capture.h>
#include <libmanifest/parity.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

extern char **environ;

static const struct cli_option options[] = {
    { .name = "host", .help = "hold this system against MANIFEST, as it is now" },
    { .name = "root",
      .value = "DIRECTORY",
      .help = "with --host: the system to look at, such as an\n"
              "unpacked image; default: /" },
    { .name = "allow",
      .value = "FILE",
      .help = "policy: which differences are allowed, and how\n"
              "much others count" },
    { .name = "fail-on",
      .value = "error|warning",
      .help = "the least severity that is drift; default: error" },
    { .name = "at",
      .value = "TIMESTAMP",
      .help = "entries of the policy that have expired by then do\n"
              "not count, as 2026-01-31T12:00:00Z; default: now" },
    { .name = "format", .value = "text|json", .help = "how to print the result; default: text" },
    { .name = "quiet",
      .letter = 'q',
      .help = "print no notes, and do not say what was not found\n"
              "on the system" },
    { .name = NULL },
};

/* One run. */
struct comparison {
    const struct cli_arguments *arguments;
    struct cli_input input;
    struct cli_input other; /* without --host */
    const char *other_name;
    mf_manifest *expected;
    mf_manifest *actual;
    mf_parity_policy *policy;
    mf_parity_options options;
    mf_severity fail_on;
    bool quiet;
};

/* --- what is compared -------------------------------------------------------------------------------------------------- */

/* Only the variables that the manifest names are looked at. free() the list; its texts are those of the manifest. */
static const char **expected_variables(const struct comparison *comparison, size_t *ret_count)
{
    static const char path[] = "/environment/variables";
    const char **names = cli_memory_array(cli_value_count(comparison->expected, path) + 1, sizeof *names);
    mf_cursor *cursor = cli_entries(comparison->expected, path);
    size_t count = 0;

    while (mf_cursor_next(cursor) == 1) {
        names[count++] = cli_entry_value(cursor, "/name");
    }
    (void)mf_cursor_unref(cursor);
    *ret_count = count;
    return names;
}

static mf_status look(struct comparison *comparison, mf_builder *builder, mf_report **ret_report,
                      mf_error **ret_error)
{
    mf_capture_options given;
    const char **variables;
    mf_status status;

    mf_capture_options_init(&given, sizeof given);
    given.root = cli_arguments_value(comparison->arguments, "root");
    variables = expected_variables(comparison, &given.variable_count);
    given.variables = variables;
    /* The variables of this process say nothing of a system that lies below a directory. */
    given.environment = (const char *const *)environ;
    while (given.root == NULL && environ != NULL && environ[given.environment_count] != NULL) {
        given.environment_count++;
    }
    status = mf_environment_capture(builder, &given, ret_report, ret_error);
    free(variables);
    return status;
}

static int capture(struct comparison *comparison)
{
    mf_builder *builder = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_builder_new(NULL, &builder, &error);
    int result = CLI_GOOD;

    if (status == MF_OK) {
        status = look(comparison, builder, &report, &error);
    }
    if (status == MF_OK) {
        if (!comparison->quiet) {
            cli_findings_print(stderr, report, comparison->other_name, NULL, 0);
        }
        status = mf_builder_build(builder, MF_PROFILE_DRAFT, &comparison->actual, NULL, &error);
    }
    if (status != MF_OK) {
        (void)cli_complain_error(comparison->other_name, status, error);
        result = CLI_TROUBLE;
    }
    (void)mf_report_unref(report);
    (void)mf_builder_unref(builder);
    return result;
}

/* A file that cannot be compared is trouble, also where it is the document that is at fault: status 1 is drift. */
static int read_manifests(struct comparison *comparison)
{
    const struct cli_arguments *arguments = comparison->arguments;
    int result = cli_read_manifest(&comparison->input, arguments->operands[0], MF_PROFILE_DRAFT,
                                   &comparison->expected);

    if (cli_arguments_has(arguments, "host")) {
        const char *root = cli_arguments_value(arguments, "root");

        comparison->other_name = root == NULL ? "(this system)" : root;
        result = result == CLI_GOOD ? capture(comparison) : result;
    } else {
        int other = cli_read_manifest(&comparison->other, arguments->operands[1], MF_PROFILE_DRAFT,
                                      &comparison->actual);

        comparison->other_name = comparison->other.name;
        result = result == CLI_GOOD ? other : result;
    }
    return result == CLI_GOOD ? CLI_GOOD : CLI_TROUBLE;
}

static int read_policy(struct comparison *comparison)
{
    const char *path = cli_arguments_value(comparison->arguments, "allow");
    struct cli_input input;
    mf_report *report = NULL;
    mf_error *error = NULL;
    int result;

    if (path == NULL) {
        return CLI_GOOD;
    }
    result = cli_input_read(&input, path, CLI_DOCUMENT_LIMIT);
    if (result == CLI_GOOD) {
        mf_read_options given = cli_input_options(&input, MF_PROFILE_RELEASE);
        mf_status status =
            mf_parity_policy_read(input.data, input.size, &given, &comparison->policy, &report, &error);

        result = cli_findings_failure(input.name, input.data, input.size, status, report, error);
        if (result != CLI_GOOD) {
            cli_complain("%s cannot be used, so nothing was compared", input.name);
        }
    }
    (void)mf_report_unref(report);
    cli_input_release(&input);
    return result == CLI_GOOD ? CLI_GOOD : CLI_TROUBLE;
}

/* --- what came of it --------------------------------------------------------------------------------------------------- */

static void print_severity(const mf_parity_item *item)
{
    mf_severity severity = mf_parity_item_severity(item);

    cli_style(stdout, severity == MF_SEVERITY_ERROR     ? CLI_RED
                      : severity == MF_SEVERITY_WARNING ? CLI_YELLOW
                                                        : CLI_BLUE);
    (void)fputs(severity == 0 ? "allowed" : mf_severity_name(severity), stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)fputs(": ", stdout);
}

static void print_values(const mf_parity_item *item)
{
    const char *expected = mf_parity_item_expected(item);
    const char *actual = mf_parity_item_actual(item);
    const char *separator = "";

    if (*expected != '\0') {
        (void)fputs("expected ", stdout);
        cli_print(stdout, expected);
        separator = ", ";
    }
    if (*actual != '\0') {
        (void)printf("%sfound ", separator);
        cli_print(stdout, actual);
    } else if (mf_parity_item_outcome(item) != MF_PARITY_UNKNOWN) {
        (void)printf("%snot found", separator);
    }
    (void)fputs(*expected == '\0' && *actual == '\0' ? "" : ": ", stdout);
}

/* "error: driver: expected 550, found 535: driver is older [MF3611] (/environment/accelerator/driver)" */
static void print_item(const mf_parity_item *item)
{
    const char *name = mf_parity_item_name(item);
    const char *reason = mf_parity_item_reason(item);

    print_severity(item);
    (void)fputs(mf_parity_item_kind(item), stdout);
    if (*name != '\0') {
        (void)fputc(' ', stdout);
        cli_print(stdout, name);
    }
    (void)fputs(": ", stdout);
    print_values(item);
    cli_print(stdout, mf_parity_item_message(item));
    if (*reason != '\0') {
        (void)fputs("; ", stdout);
        cli_print(stdout, reason);
    }
    (void)printf(" [%s] (", mf_parity_item_code(item));
    cli_print(stdout, mf_parity_item_path(item));
    (void)fputs(")\n", stdout);
}

/* Notes of one code that are printed one by one. A manifest that lists a few packages of an operating system would else give a
 * thousand notes. */
enum { MOST_NOTES = 10 };

static bool are_alike(const mf_parity_item *left, const mf_parity_item *right)
{
    return mf_parity_item_severity(left) == MF_SEVERITY_NOTE &&
           mf_parity_item_severity(right) == MF_SEVERITY_NOTE &&
           strcmp(mf_parity_item_code(left), mf_parity_item_code(right)) == 0;
}

static void print_rest(size_t count, const mf_parity_item *last)
{
    if (count > MOST_NOTES) {
        print_severity(last);
        (void)printf("%zu more like these are in the output of --format json: ", count - MOST_NOTES);
        cli_print(stdout, mf_parity_item_message(last));
        (void)printf(" [%s]\n", mf_parity_item_code(last));
    }
}

static void print_items(const struct comparison *comparison, const mf_parity *parity)
{
    const mf_parity_item *last = NULL;
    size_t alike = 0;

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        const mf_parity_item *item = mf_parity_item_at(parity, i);
        bool note = mf_parity_item_severity(item) == MF_SEVERITY_NOTE;

        if (mf_parity_item_outcome(item) == MF_PARITY_SAME || (note && comparison->quiet)) {
            continue;
        }
        if (last != NULL && are_alike(last, item)) {
            alike++;
        } else {
            print_rest(alike, last);
            alike = 1;
        }
        if (alike <= MOST_NOTES) {
            print_item(item);
        }
        last = item;
    }
    print_rest(alike, last);
}

static void print_verdict(const struct comparison *comparison, const mf_parity *parity, bool good)
{
    size_t errors = mf_parity_count_severity(parity, MF_SEVERITY_ERROR);
    size_t warnings = mf_parity_count_severity(parity, MF_SEVERITY_WARNING);
    size_t notes = mf_parity_count_severity(parity, MF_SEVERITY_NOTE);

    cli_print(stdout, comparison->input.name);
    (void)fputs(" and ", stdout);
    cli_print(stdout, comparison->other_name);
    (void)fputs(": ", stdout);
    cli_style(stdout, good ? CLI_GREEN : CLI_RED);
    (void)fputs(good ? "no drift" : "drift", stdout);
    cli_style(stdout, CLI_PLAIN);
    (void)fputs(", ", stdout);
    cli_print_count(stdout, errors, "error");
    (void)fputs(", ", stdout);
    cli_print_count(stdout, warnings - errors, "warning");
    (void)fputs(", ", stdout);
    cli_print_count(stdout, notes - warnings, "note");
    (void)printf("; %zu the same, %zu not known, %zu allowed\n",
                 mf_parity_count_outcome(parity, MF_PARITY_SAME),
                 mf_parity_count_outcome(parity, MF_PARITY_UNKNOWN), mf_parity_count_allowed(parity));
}

static void print_json(const mf_parity *parity)
{
    mf_bytes *json = NULL;

    if (mf_parity_json(parity, &json, NULL) != MF_OK) {
        cli_memory_is_out();
    }
    (void)cli_output_bytes("-", json);
    (void)mf_bytes_unref(json);
}

/* A comparison of nothing must not pass for one that found nothing. */
static bool compared_something(const mf_parity *parity)
{
    return mf_parity_count_outcome(parity, MF_PARITY_SAME) +
               mf_parity_count_outcome(parity, MF_PARITY_DIFFERENT) +
               mf_parity_count_outcome(parity, MF_PARITY_MISSING) >
           0;
}

static int compare(const struct comparison *comparison)
{
    const char *format = cli_arguments_value(comparison->arguments, "format");
    mf_parity *parity = NULL;
    mf_error *error = NULL;
    mf_status status = mf_parity_compare(comparison->expected, comparison->actual, comparison->policy,
                                         &comparison->options, &parity, &error);
    bool good;

    if (status != MF_OK) {
        (void)cli_complain_error(comparison->other_name, status, error);
        return CLI_TROUBLE;
    }
    good = mf_parity_count_severity(parity, comparison->fail_on) == 0;
    if (format != NULL && strcmp(format, "json") == 0) {
        print_json(parity);
    } else {
        print_items(comparison, parity);
        print_verdict(comparison, parity, good);
    }
    if (!compared_something(parity)) {
        cli_complain("nothing that %s expects could be compared", comparison->input.name);
        good = false;
    }
    (void)mf_parity_unref(parity);
    return good ? CLI_GOOD : CLI_NOT_GOOD;
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

static bool check_operands(const struct cli_arguments *arguments)
{
    bool host = cli_arguments_has(arguments, "host");
    const char *allow = cli_arguments_value(arguments, "allow");
    size_t standard = allow != NULL && cli_is_standard(allow);

    if (!host && cli_arguments_has(arguments, "root")) {
        return cli_complain_usage("parity", "--root is the system to look at: give --host, too");
    }
    if (host && arguments->operand_count > 1) {
        return cli_complain_usage("parity", "'%s' is too much: --host takes its place",
                                  arguments->operands[1]);
    }
    if (!host && arguments->operand_count < 2) {
        return cli_complain_usage("parity", "what is there is missing: give ACTUAL, or --host");
    }
    for (size_t i = 0; i < arguments->operand_count; i++) {
        standard += cli_is_standard(arguments->operands[i]);
    }
    return standard <= 1 || cli_complain_usage("parity", "only one file can be standard input");
}

/* 0 means to the library that no entry that can expire counts, so no clock may ever give it. */
static bool take_time(const struct cli_arguments *arguments, int64_t *ret_time)
{
    const char *at = cli_arguments_value(arguments, "at");

    if (at != NULL) {
        return cli_timestamp_option("parity", at, ret_time);
    }
    *ret_time = (int64_t)time(NULL);
    if (*ret_time <= 0) {
        cli_complain("the system's clock is not set: give the time with --at");
        return false;
    }
    return true;
}

static int run(const struct cli_arguments *arguments)
{
    const char *fail_on = cli_arguments_value(arguments, "fail-on");
    struct comparison comparison = {
        .arguments = arguments,
        .fail_on =
            fail_on != NULL && strcmp(fail_on, "warning") == 0 ? MF_SEVERITY_WARNING : MF_SEVERITY_ERROR,
        .quiet = cli_arguments_has(arguments, "quiet"),
    };
    int result;

    mf_parity_options_init(&comparison.options, sizeof comparison.options);
    if (!check_operands(arguments) || !take_time(arguments, &comparison.options.time)) {
        return CLI_TROUBLE;
    }
    result = read_policy(&comparison);
    if (result == CLI_GOOD) {
        result = read_manifests(&comparison);
    }
    if (result == CLI_GOOD) {
        result = compare(&comparison);
    }
    (void)mf_parity_policy_unref(comparison.policy);
    (void)mf_manifest_unref(comparison.expected);
    (void)mf_manifest_unref(comparison.actual);
    cli_input_release(&comparison.input);
    cli_input_release(&comparison.other);
    return result;
}

const struct cli_command cli_parity = {
    .name = "parity",
    .summary = "is an environment the one that a release expects",
    .usage = "[OPTION]... MANIFEST ACTUAL",
    .other_usage = "[OPTION]... --host MANIFEST",
    .description = "Holds what is there against what a manifest says of its environment and its\n"
                   "packages. ACTUAL is what 'manifest capture' wrote, or the manifest of another\n"
                   "stage. What differs, is missing, is there besides, or is not known, is printed;\n"
                   "'manifest rules CODE' explains it.\n"
                   "\n"
                   "The exit status is 0 where there is no drift, 1 where there is, or where nothing\n"
                   "could be compared, and 2 where a file could not be read.",
    .example = "  manifest parity --allow parity-policy.yaml release.yaml captured.yaml",
    .options = options,
    .least_operands = 1,
    .most_operands = 2,
    .run = run,
};
