/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time: ours against the bare libraries on the same text, in one run. `bench GROUP…` measures these groups of rows.
 */
#include "documents.h"
#include "groups.h"
#include "measure.h"
#include "row.h"

#include "crypto/crypto.h"
#include "sign/dsse.h"
#include "syntax/bind.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* What a row works on. */
struct subject {
    const char *data;
    size_t size;
    mf_read_options options;
    mf_manifest *manifest; /* of the rows that do not read */
};

static struct subject subject_of(const mf_bytes *text)
{
    return (struct subject){ mf_bytes_data(text), mf_bytes_size(text), large_options(), NULL };
}

/* --- what is measured -------------------------------------------------------------------------------------------------- */

static void read_and_check(void *context)
{
    const struct subject *subject = context;
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    if (mf_manifest_read(subject->data, subject->size, &subject->options, &manifest, &report, &error) !=
        MF_OK) {
        give_up(mf_error_path(error), mf_error_message(error));
    }
    (void)mf_report_unref(report);
    (void)mf_manifest_unref(manifest);
}

/* The requirements of the profile release, and all rules. What they find is of no interest here. */
static void validate(void *context)
{
    const struct subject *subject = context;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_validate(subject->manifest, NULL, &report, &error);

    if (status != MF_OK && status != MF_ERROR_INVALID) {
        give_up("validate", mf_error_message(error));
    }
    (void)mf_error_unref(error);
    (void)mf_report_unref(report);
}

static void take_digest(void *context)
{
    const struct subject *subject = context;
    mf_bytes *digest = NULL;

    if (mf_manifest_digest(subject->manifest, &digest, NULL) != MF_OK) {
        give_up("digest", "failed");
    }
    (void)mf_bytes_unref(digest);
}

/* libyaml alone: every event made and thrown away. */
static void parse_events(void *context)
{
    const struct subject *subject = context;
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;

    if (!yaml_parser_initialize(&parser)) {
        give_up("libyaml", "out of memory");
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)subject->data, subject->size);
    while (more) {
        if (!yaml_parser_parse(&parser, &event)) {
            give_up("libyaml", "does not take the text");
        }
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

/* libcyaml alone, with the schema that the library uses and the allocator of its own. */
static void bind_events(void *context)
{
    const struct subject *subject = context;
    const cyaml_config_t config = {
        .mem_fn = cyaml_mem,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    cyaml_data_t *data = NULL;

    if (cyaml_load_data((const uint8_t *)subject->data, subject->size, &config, &mf_manifest_cyaml, &data,
                        NULL) != CYAML_OK ||
        cyaml_free(&config, &mf_manifest_cyaml, data, 0) != CYAML_OK) {
        give_up("libcyaml", "does not take the text");
    }
}

static void parse_tree(void *context)
{
    const struct subject *subject = context;
    cJSON *tree = cJSON_ParseWithLength(subject->data, subject->size);

    if (tree == NULL) {
        give_up("cJSON", "does not take the text");
    }
    cJSON_Delete(tree);
}

/* A signed release, its parts, and the key that signed. */
struct release {
    mf_key *key;
    mf_bytes *envelope;
    mf_bytes *statement;
    struct mf_buffer message;
    char signature[MF_ED25519_SIGNATURE_SIZE];
    mf_verify_options options;
    mf_read_options limits;
};

static void verify_release(void *context)
{
    const struct release *release = context;
    mf_verified *verified = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    if (mf_envelope_verify(mf_bytes_data(release->envelope), mf_bytes_size(release->envelope), &release->key,
                           1, &release->options, &verified, &report, &error) != MF_OK) {
        give_up("verify", mf_error_message(error));
    }
    (void)mf_report_unref(report);
    (void)mf_verified_unref(verified);
}

/* Ed25519, SHA-256 and cJSON alone, each given just what it needs. */
static void verify_barely(void *context)
{
    const struct release *release = context;
    const char *text = mf_bytes_data(release->statement);
    size_t size = mf_bytes_size(release->statement);
    uint8_t digest[MF_SHA256_SIZE];
    cJSON *tree;

    if (!mf_ed25519_verify(mf_view_make(release->signature, sizeof release->signature),
                           mf_buffer_view(&release->message), mf_key_public(release->key)) ||
        !mf_sha256(mf_view_make(text, size), digest)) {
        give_up("Ed25519", "does not verify");
    }
    tree = cJSON_ParseWithLength(text, size);
    if (tree == NULL) {
        give_up("cJSON", "does not take the text");
    }
    cJSON_Delete(tree);
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static void row(const char *group, const char *what, size_t size, const char *peer, work ours, work other,
                struct subject *subject, double aim)
{
    struct comparison result = compare(ours, other, subject);
    char label[96];

    (void)snprintf(label, sizeof label, "%s of %zu KB", what, (size + 500) / 1000);
    comparison_row(&(struct row){ group, label, "s", aim }, peer, result);
}

/* Of `count` of something, in `seconds`, beside fewer of them. */
static void growth_row(const char *group, const char *what, unsigned count, double seconds, unsigned fewer,
                       double before, double aim)
{
    const struct comparison result = { seconds, before, seconds / before };
    char label[96];
    char peer[32];

    (void)snprintf(label, sizeof label, "%s, %u", what, count);
    (void)snprintf(peer, sizeof peer, "%u", fewer);
    comparison_row(&(struct row){ group, label, "s", aim }, peer, result);
}

static void yaml_rows(const char *name, mf_bytes *yaml)
{
    struct subject subject = subject_of(yaml);

    row("yaml", name, subject.size, "libyaml's events", read_and_check, parse_events, &subject, 3);
    row("yaml", name, subject.size, "libcyaml's binding", read_and_check, bind_events, &subject, 0);
    (void)mf_bytes_unref(yaml);
}

static void json_rows(const char *name, mf_bytes *json)
{
    struct subject subject = subject_of(json);

    row("json", name, subject.size, "cJSON's parsing", read_and_check, parse_tree, &subject, 1.3);
    (void)mf_bytes_unref(json);
}

static void digest_rows(const char *name, mf_bytes *json)
{
    struct subject subject = subject_of(json);

    subject.manifest = read_manifest(json, &subject.options);
    row("digest", name, subject.size, "cJSON's parsing", take_digest, parse_tree, &subject,
        MF_HAVE_LIBCRYPTO ? 0.8 : 1.7);
    (void)mf_manifest_unref(subject.manifest);
    (void)mf_bytes_unref(json);
}

/* Takes the signature out of an envelope of ours. */
static void find_signature(struct release *release)
{
    const struct mf_dsse_limits limits = { SIZE_MAX, 0, 64 };
    struct mf_dsse dsse;

    if (mf_dsse_read(mf_view_make(mf_bytes_data(release->envelope), mf_bytes_size(release->envelope)),
                     &limits, &dsse, NULL) != MF_OK) {
        give_up("envelope", "cannot be read");
    }
    memcpy(release->signature, dsse.signatures[0].bytes, sizeof release->signature);
    mf_buffer_append(&release->message, dsse.message);
    mf_dsse_release(&dsse);
}

static void envelope_rows(const char *name, mf_bytes *yaml)
{
    struct release release = { .limits = large_options() };
    mf_manifest *manifest = read_manifest(yaml, &release.limits);
    struct comparison result;
    char label[96];

    mf_verify_options_init(&release.options, sizeof release.options);
    release.options.limits = &release.limits;
    if (mf_key_generate(&release.key, NULL) != MF_OK ||
        mf_manifest_sign(manifest, &release.key, 1, NULL, &release.envelope, NULL, NULL) != MF_OK ||
        mf_manifest_statement(manifest, &release.statement, NULL) != MF_OK) {
        give_up("sign", "failed");
    }
    find_signature(&release);
    result = compare(verify_release, verify_barely, &release);
    (void)snprintf(label, sizeof label, "verify %s of %zu KB", name,
                   (mf_bytes_size(release.statement) + 500) / 1000);
    comparison_row(&(struct row){ "envelope", label, "s", 1.6 }, "Ed25519 + SHA-256 + cJSON", result);
    mf_buffer_release(&release.message);
    (void)mf_bytes_unref(release.statement);
    (void)mf_bytes_unref(release.envelope);
    (void)mf_key_unref(release.key);
    (void)mf_manifest_unref(manifest);
    (void)mf_bytes_unref(yaml);
}

static mf_bytes *indented_and_done(mf_bytes *yaml)
{
    mf_bytes *json = indented_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

static mf_bytes *canonical_and_done(mf_bytes *yaml)
{
    mf_bytes *json = canonical_json(yaml);

    (void)mf_bytes_unref(yaml);
    return json;
}

static mf_bytes *ten_megabytes(void)
{
    return generated_yaml(packages_for(10 * 1000 * 1000));
}

/* Reading ten times as much should take about ten times as long: 13 leaves room for the sorting of sets. */
static void growth_rows(const char *what, mf_bytes *(*convert)(mf_bytes *))
{
    double before = 0;

    for (unsigned packages = 100; packages <= 100000; packages *= 10) {
        mf_bytes *text = generated_yaml(packages);
        struct subject subject;
        double seconds;

        text = convert == NULL ? text : convert(text);
        subject = subject_of(text);
        seconds = time_of(read_and_check, &subject);
        if (before > 0) {
            growth_row("growth", what, packages, seconds, packages / 10, before, 13);
        }
        before = seconds;
        (void)mf_bytes_unref(text);
    }
}

/* What rules cost, beside the reading without which there is nothing to judge. */
static void rules_rows(const char *name, mf_bytes *yaml)
{
    struct subject subject = subject_of(yaml);

    subject.manifest = read_manifest(yaml, &subject.options);
    row("rules", name, subject.size, "reading it", validate, read_and_check, &subject, 0);
    (void)mf_manifest_unref(subject.manifest);
    (void)mf_bytes_unref(yaml);
}

/*
 * Twice as many entries, again and again: n log n is about 2.2 at these sizes, the square of n is 4. What lies between is memory
 * that has to be fetched.
 */
static void rules_growth_rows(const char *what, mf_bytes *(*generate)(unsigned), unsigned first)
{
    double before = 0;

    for (unsigned count = first; count <= 8 * first; count *= 2) {
        mf_bytes *text = generate(count);
        struct subject subject = subject_of(text);
        double seconds;

        subject.manifest = read_manifest(text, &subject.options);
        seconds = time_of(validate, &subject);
        if (before > 0) {
            growth_row("rules", what, count, seconds, count / 2, before, 2.6);
        }
        before = seconds;
        (void)mf_manifest_unref(subject.manifest);
        (void)mf_bytes_unref(text);
    }
}

/* --- resolution -------------------------------------------------------------------------------------------------------- */

struct settings {
    mf_manifest *manifest;
    mf_overrides *overrides;
};

static void resolve(void *context)
{
    const struct settings *settings = context;
    const mf_overrides *layers[] = { settings->overrides };
    mf_configuration *configuration = NULL;

    if (mf_configuration_resolve(settings->manifest, layers, 1, NULL, &configuration, NULL, NULL) != MF_OK) {
        give_up("resolve", "it is refused");
    }
    (void)mf_configuration_unref(configuration);
}

/* One for each parameter that was generated. */
static mf_overrides *override_all(mf_manifest *manifest)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_configuration *configuration = NULL;
    mf_overrides *overrides = NULL;

    if (mf_configuration_resolve(manifest, NULL, 0, NULL, &configuration, NULL, NULL) != MF_OK) {
        give_up("resolve", "the manifest is refused");
    }
    mf_buffer_append_text(&text, "schema: overrides/v1\nparameters:\n");
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        const char *name = mf_setting_name(mf_configuration_setting(configuration, i));

        if (strncmp(name, "weight_", strlen("weight_")) == 0) {
            mf_buffer_format(&text, "- {name: %s, value: 0.25}\n", name);
        }
    }
    if (mf_overrides_read(text.data, text.size, NULL, MF_ORIGIN_STAGE, "stage.yaml", &overrides, NULL,
                          NULL) != MF_OK) {
        give_up("resolve", "the overrides are refused");
    }
    mf_buffer_release(&text);
    (void)mf_configuration_unref(configuration);
    return overrides;
}

static void resolve_group(void)
{
    double before = 0;

    for (unsigned count = 1250; count <= 10000; count *= 2) {
        mf_bytes *text = generated_parameters(count);
        struct subject subject = subject_of(text);
        struct settings settings = { read_manifest(text, &subject.options), NULL };
        double seconds;

        settings.overrides = override_all(settings.manifest);
        seconds = time_of(resolve, &settings);
        if (before > 0) {
            growth_row("resolve", "parameters with rules and overrides", count, seconds, count / 2, before,
                       2.6);
        }
        before = seconds;
        (void)mf_overrides_unref(settings.overrides);
        (void)mf_manifest_unref(settings.manifest);
        (void)mf_bytes_unref(text);
    }
}

/* --- groups ------------------------------------------------------------------------------------------------------------ */

static void yaml_group(void)
{
    yaml_rows("YAML (block)", real_yaml("tabular"));
    yaml_rows("YAML (flow)", real_yaml("llm"));
    yaml_rows("YAML", ten_megabytes());
}

static void json_group(void)
{
    json_rows("JSON (indented)", indented_and_done(real_yaml("tabular")));
    json_rows("JSON (canonical)", canonical_and_done(real_yaml("tabular")));
    json_rows("JSON (indented)", indented_and_done(real_yaml("llm")));
    json_rows("JSON (canonical)", canonical_and_done(real_yaml("llm")));
    json_rows("JSON (indented)", indented_and_done(ten_megabytes()));
}

static void digest_group(void)
{
    digest_rows("JSON (indented)", indented_and_done(real_yaml("tabular")));
    digest_rows("JSON (canonical)", canonical_and_done(real_yaml("tabular")));
    digest_rows("JSON (indented)", indented_and_done(real_yaml("llm")));
    digest_rows("JSON (canonical)", canonical_and_done(real_yaml("llm")));
    digest_rows("JSON (indented)", indented_and_done(ten_megabytes()));
}

static void envelope_group(void)
{
    envelope_rows("a release", real_yaml("tabular"));
    envelope_rows("a release", generated_yaml(packages_for(25 * 1000)));
    envelope_rows("a release", generated_yaml(packages_for(250 * 1000)));
}

static void growth_group(void)
{
    growth_rows("packages of YAML", NULL);
    growth_rows("packages of JSON", indented_and_done);
}

static void rules_group(void)
{
    rules_rows("YAML (block)", real_yaml("tabular"));
    rules_rows("YAML (flow)", real_yaml("llm"));
    rules_rows("YAML", ten_megabytes());
    rules_growth_rows("packages", generated_yaml, 12500);
    rules_growth_rows("parameters with rules", generated_parameters, 1250);
}

static const struct group groups[] = {
    { "yaml", yaml_group },         { "json", json_group },     { "digest", digest_group },
    { "envelope", envelope_group }, { "growth", growth_group }, { "rules", rules_group },
    { "resolve", resolve_group },
};

int main(int argc, char **argv)
{
    return run_groups(groups, sizeof groups / sizeof groups[0], argc, argv);
}
