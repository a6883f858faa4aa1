/* SPDX-License-Identifier: Apache-2.0 */
/* manifest verify: is this envelope signed by those I trust, and what is in it. */
#include "command.h"
#include "complain.h"
#include "findings.h"
#include "input.h"
#include "keys.h"
#include "memory.h"
#include "output.h"
#include "table.h"
#include "terminal.h"
#include "timestamp.h"
#include "values.h"

#include <libmanifest/envelope.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct cli_option options[] = {
    { .name = "key",
      .value = "FILE",
      .repeats = true,
      .help = "public key that is trusted, in PEM; may be given\n"
              "several times" },
    { .name = "threshold", .value = "N", .help = "how many of the keys must have signed; default: 1" },
    { .name = "profile", .value = "draft|release", .help = "what the manifest must pass; default: release" },
    { .name = "at",
      .value = "TIMESTAMP",
      .help = "refuse a release that has expired by then,\n"
              "such as 2026-01-31T12:00:00Z; default: now" },
    { .name = "no-expiry", .help = "accept a release that has expired" },
    { .name = "manifest", .value = "FILE", .help = "FILE must be the manifest that was signed" },
    { .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help = "write the verified manifest: to .json in canonical\n"
              "form, to .yaml or .yml as YAML" },
    { .name = "any",
      .help = "any DSSE envelope: write its verified payload to\n"
              "standard output or to -o FILE, and its type to\n"
              "standard error" },
    { .name = NULL },
};

/* What was asked for. */
struct verification {
    mf_verify_options options;
    const char *manifest; /* NULL: not compared */
    const char *output;   /* NULL: not written */
    mf_format format;     /* of the output */
    bool any;
};

static bool read_threshold(const char *text, uint32_t *ret_threshold)
{
    uint32_t threshold = 0;

    if (*text == '\0' || strspn(text, "0123456789") != strlen(text) || strlen(text) > 6) {
        return cli_complain_usage("verify", "--threshold is a number of keys, not '%s'", text);
    }
    for (; *text != '\0'; text++) {
        threshold = threshold * 10 + (uint32_t)(*text - '0');
    }
    if (threshold == 0) {
        return cli_complain_usage("verify", "--threshold is at least 1");
    }
    *ret_threshold = threshold;
    return true;
}

/* 0 means to the library that expiry is not checked, so no clock may ever give it. */
static bool read_time(const struct cli_arguments *arguments, int64_t *ret_time)
{
    const char *at = cli_arguments_value(arguments, "at");

    if (cli_arguments_has(arguments, "no-expiry")) {
        *ret_time = 0;
        return at == NULL || cli_complain_usage("verify", "--at and --no-expiry exclude each other");
    }
    if (at == NULL) {
        *ret_time = (int64_t)time(NULL);
        if (*ret_time <= 0) {
            cli_complain("the system's clock is not set: give the time with --at");
            return false;
        }
        return true;
    }
    return cli_timestamp_option("verify", at, ret_time);
}

static bool read_output(const struct cli_arguments *arguments, struct verification *verification)
{
    const char *output = cli_arguments_value(arguments, "output");

    verification->output = output;
    if (output == NULL || verification->any) {
        return true;
    }
    verification->format = cli_is_standard(output) ? MF_FORMAT_JSON : cli_format_of_name(output);
    return verification->format != MF_FORMAT_AUTO ||
           cli_complain_usage("verify", "-o writes .json, .yaml or .yml, not '%s'", output);
}

/* Payloads that are no manifests have no profile and do not expire. */
static bool fits_any(const struct cli_arguments *arguments)
{
    static const char *const others[] = { "profile", "at", "no-expiry", "manifest" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (cli_arguments_has(arguments, others[i])) {
            return cli_complain_usage("verify", "--any does not go with --%s", others[i]);
        }
    }
    return true;
}

static bool read_verification(const struct cli_arguments *arguments, struct verification *verification)
{
    const char *threshold = cli_arguments_value(arguments, "threshold");
    mf_verify_options *verify_options = &verification->options;

    *verification = (struct verification){
        .manifest = cli_arguments_value(arguments, "manifest"),
        .any = cli_arguments_has(arguments, "any"),
    };
    mf_verify_options_init(verify_options, sizeof *verify_options);
    verify_options->profile = cli_profile(cli_arguments_value(arguments, "profile"), MF_PROFILE_RELEASE);
    if (!cli_arguments_has(arguments, "key")) {
        return cli_complain_usage("verify", "--key is needed: a public key that you trust");
    }
    if (verification->manifest != NULL && cli_is_standard(verification->manifest) &&
        cli_is_standard(arguments->operands[0])) {
        return cli_complain_usage("verify", "only one file can be standard input");
    }
    return (threshold == NULL || read_threshold(threshold, &verify_options->threshold)) &&
           read_time(arguments, &verify_options->time) && read_output(arguments, verification) &&
           (!verification->any || fits_any(arguments));
}

/* Names of the files beside the key ids, so that people see whom they trusted. */
static const char *name_of_signer(const struct cli_keys *keys, const char *id)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (strcmp(mf_key_id(keys->keys[i]), id) == 0) {
            return keys->names[i];
        }
    }
    return NULL;
}

/* A key that is given twice is one. */
static size_t count_distinct(const struct cli_keys *keys)
{
    size_t count = 0;

    for (size_t i = 0; i < keys->count; i++) {
        size_t first = 0;

        while (strcmp(mf_key_id(keys->keys[first]), mf_key_id(keys->keys[i])) != 0) {
            first++;
        }
        count += first == i ? 1 : 0;
    }
    return count;
}

static void add_line(struct cli_table *table, const char *label, const char *value)
{
    cli_table_add(table, label);
    cli_table_add(table, value);
}

static void print_facts(FILE *stream, const mf_verified *verified, const struct cli_keys *keys)
{
    const mf_manifest *manifest = mf_verified_manifest(verified);
    const char *expires = cli_value(manifest, "/release/expires");
    size_t signers = mf_verified_signer_count(verified);
    struct cli_table table = { .headings = { "", "" } };

    add_line(&table, "Release", cli_value(manifest, "/release/id"));
    add_line(&table, "Version", cli_value(manifest, "/release/version"));
    add_line(&table, "Digest", mf_verified_digest(verified));
    add_line(&table, "Expires", expires == NULL ? "never" : expires);
    cli_table_add(&table, "Threshold");
    cli_table_take(&table, cli_memory_format("%u, met by %zu of %zu trusted keys",
                                             mf_verified_threshold(verified), signers, count_distinct(keys)));
    for (size_t i = 0; i < signers; i++) {
        const char *id = mf_verified_signer(verified, i);
        const char *name = name_of_signer(keys, id);

        cli_table_add(&table, "Signed by");
        cli_table_take(&table, cli_memory_format("%s  %s", id, name == NULL ? "" : name));
    }
    cli_table_print(stream, &table);
}

/* In a draft an entry may have no digest; then it is no subject. */
static void add_subjects(struct cli_table *table, mf_manifest *manifest, const char *set, const char *name)
{
    mf_cursor *cursor = cli_entries(manifest, set);

    while (cursor != NULL && mf_cursor_next(cursor) == 1) {
        const char *digest = cli_entry_value(cursor, "/digest");

        if (digest != NULL) {
            add_line(table, cli_entry_value(cursor, name), digest);
        }
    }
    (void)mf_cursor_unref(cursor);
}

/* The library made sure that the subjects of the statement are these. */
static void print_subjects(FILE *stream, const mf_verified *verified)
{
    mf_manifest *manifest = mf_verified_manifest(verified);
    struct cli_table table = { .headings = { "SUBJECT", "DIGEST" } };

    add_line(&table, cli_value(manifest, "/release/id"), mf_verified_digest(verified));
    if (cli_value(manifest, "/environment/image/digest") != NULL) {
        add_line(&table, cli_value(manifest, "/environment/image/repository"),
                 cli_value(manifest, "/environment/image/digest"));
    }
    add_subjects(&table, manifest, "/environment/sidecars", "/repository");
    add_subjects(&table, manifest, "/artifacts", "/name");
    (void)fputc('\n', stream);
    cli_table_print(stream, &table);
}

static void print_verified(FILE *stream, const struct cli_input *envelope, const mf_verified *verified,
                           const struct cli_keys *keys)
{
    cli_print(stream, envelope->name);
    (void)fputs(": ", stream);
    cli_style(stream, CLI_GREEN);
    (void)fputs("verified", stream);
    cli_style(stream, CLI_PLAIN);
    (void)fputc('\n', stream);
    print_facts(stream, verified, keys);
    print_subjects(stream, verified);
}

/* Is a file the manifest that was signed? */
static int compare(const char *path, const mf_verified *verified)
{
    struct cli_input input;
    mf_bytes *digest = NULL;
    int result = cli_read_digest(&input, path, &digest);

    if (result == CLI_GOOD && strcmp(mf_bytes_data(digest), mf_verified_digest(verified)) != 0) {
        cli_complain(
            "%s is another manifest than the one that was signed: its digest is %s, and %s was signed",
            input.name, (const char *)mf_bytes_data(digest), mf_verified_digest(verified));
        result = CLI_NOT_GOOD;
    }
    (void)mf_bytes_unref(digest);
    cli_input_release(&input);
    return result;
}

static int write_manifest(const struct verification *verification, const mf_verified *verified)
{
    const mf_manifest *manifest = mf_verified_manifest(verified);
    mf_bytes *text = NULL;
    mf_error *error = NULL;
    mf_status status = verification->format == MF_FORMAT_JSON
                           ? mf_manifest_canonical(manifest, &text, &error)
                           : mf_manifest_write(manifest, MF_FORMAT_YAML, &text, &error);
    int result = status == MF_OK ? cli_output_bytes(verification->output, text)
                                 : cli_complain_error(NULL, status, error);

    (void)mf_bytes_unref(text);
    return result;
}

/* Whoever gives a manifest, or half a file, hears from the library what is wrong with it as JSON, and little else. */
static bool is_no_envelope(mf_status status, const mf_error *error)
{
    static const char known[] = "not an envelope";

    return status == MF_ERROR_SYNTAX && strncmp(mf_error_message(error), known, sizeof known - 1) != 0;
}

static void say_what_an_envelope_is(void)
{
    (void)fputs(
        "manifest: note: this is no envelope: 'manifest sign' writes one, a JSON object with a payload "
        "and signatures\n",
        stderr);
}

static int verify_release(const struct verification *verification, const struct cli_input *envelope,
                          const struct cli_keys *keys)
{
    bool to_standard = verification->output != NULL && cli_is_standard(verification->output);
    mf_verified *verified = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_envelope_verify(envelope->data, envelope->size, keys->keys, keys->count,
                                          &verification->options, &verified, &report, &error);
    bool no_envelope = is_no_envelope(status, error);
    int result = cli_findings_failure_inside(envelope->name, status, report, error);

    if (no_envelope) {
        say_what_an_envelope_is();
    }
    if (result == CLI_GOOD && verification->manifest != NULL) {
        result = compare(verification->manifest, verified);
    }
    if (result == CLI_GOOD && verification->output != NULL) {
        result = write_manifest(verification, verified);
    }
    if (result == CLI_GOOD) {
        print_verified(to_standard ? stderr : stdout, envelope, verified, keys);
    }
    (void)mf_report_unref(report);
    (void)mf_verified_unref(verified);
    return result;
}

static int verify_any(const struct verification *verification, const struct cli_input *envelope,
                      const struct cli_keys *keys)
{
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    mf_status status = mf_envelope_verify_any(envelope->data, envelope->size, keys->keys, keys->count,
                                              &verification->options, &verified, &error);
    int result;

    if (status != MF_OK) {
        bool no_envelope = is_no_envelope(status, error);

        result = cli_complain_error(envelope->name, status, error);
        if (no_envelope) {
            say_what_an_envelope_is();
        }
        return result;
    }
    result = cli_output_bytes(verification->output == NULL ? "-" : verification->output,
                              mf_verified_payload(verified));
    if (result == CLI_GOOD) {
        cli_print(stderr, mf_verified_payload_type(verified));
        (void)fputc('\n', stderr);
    }
    (void)mf_verified_unref(verified);
    return result;
}

static int run(const struct cli_arguments *arguments)
{
    struct verification verification;
    struct cli_input envelope = { 0 };
    struct cli_keys keys;
    int result;

    if (!read_verification(arguments, &verification)) {
        return CLI_TROUBLE;
    }
    if (cli_keys_use_standard(arguments)) {
        (void)cli_complain_usage("verify", "a trusted key is read from a file, not from standard input");
        return CLI_TROUBLE;
    }
    result = cli_keys_read(&keys, arguments);
    if (result == CLI_GOOD) {
        result = cli_input_read(&envelope, arguments->operands[0], CLI_ENVELOPE_LIMIT);
    }
    if (result == CLI_GOOD) {
        result = verification.any ? verify_any(&verification, &envelope, &keys)
                                  : verify_release(&verification, &envelope, &keys);
    }
    cli_input_release(&envelope);
    cli_keys_release(&keys);
    return result;
}

const struct cli_command cli_verify = {
    .name = "verify",
    .summary = "verify a signed release, or any DSSE envelope",
    .usage = "--key PUB [--key PUB]... [OPTION]... ENVELOPE",
    .other_usage = "--any --key PUB [--key PUB]... [OPTION]... ENVELOPE",
    .description = "Verifies that keys which you trust have signed the release in ENVELOPE, that\n"
                   "it is what it says, that its manifest passes the profile and that it has not\n"
                   "expired. Prints who signed by key id, the release, and the digests it vouches\n"
                   "for. Keys that a manifest itself names are never used.",
    .example = "  manifest verify --key alice.pub --key bob.pub --threshold 2 manifest.dsse.json",
    .options = options,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
