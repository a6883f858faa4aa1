/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the calls that work on manifests, envelopes and keys; and the limit of memory. */
#include "allocations.h"
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Breaks rules that take memory while they look. */
static const char rich[] =
    "schema: manifest/v1\n"
    "release: {created_by: a, labels: [{name: T, value: a}, {name: t, value: a}]}\n"
    "environment:\n"
    "  variables: [{name: PASSWORD, value: hunter2}, {name: X, value: a}]\n"
    "  process: {arguments: [--x], ports: [{name: a, port: 1}, {name: b, port: 1}]}\n"
    "configuration:\n"
    "  parameters:\n"
    "  - {name: a, type: int, value: 9, fallback: 1, maximum: 8, argument: --x, variable: X}\n"
    "  - {name: b, type: int, value: 9, fallback: 1, argument: --x, variable: X}\n"
    "  rules: [{name: q, expression: a + b > 2}, {name: r, expression: a > 1}, {name: s, expression: a > 10}]\n"
    "governance:\n"
    "  identities: [{name: a, provider: p, subject: s}, {name: b, provider: p, subject: s}]\n"
    "  roles: [{name: r, members: [a], can: [approve]}, {name: s, can: [deploy]}]\n"
    "  approvals: [{name: x, role: r, action: deploy, threshold: 2, expression: a < b}]\n"
    "  audit: {events: [read]}\n";

/* What the calls work on; made once. */
static struct {
    mf_bytes *yaml;
    mf_bytes *json;
    mf_manifest *manifest;
    mf_manifest *draft;
    mf_manifest *rich; /* about which the rules have much to say */
    mf_rules *rules;   /* that are all off */
    mf_sign_options anyhow;
    mf_report *report;
    mf_key *keys[2];
    mf_bytes *pem;
    mf_bytes *envelope;
    char key_file[64];
} given;

static const void *data(const mf_bytes *bytes)
{
    return mf_bytes_data(bytes);
}

static size_t size(const mf_bytes *bytes)
{
    return mf_bytes_size(bytes);
}

static void read_yaml(struct result *to)
{
    to->status =
        mf_manifest_read(data(given.yaml), size(given.yaml), NULL, &to->manifest, &to->report, &to->error);
}

static void read_json(struct result *to)
{
    to->status =
        mf_manifest_read(data(given.json), size(given.json), NULL, &to->manifest, &to->report, &to->error);
}

/* A text with a mistake of nearly every kind; both readers make their findings. */
static const char bad_yaml[] =
    "schema: manifest/v3\nrelese: {}\nrelease:\n  id: Not A Name\n  version: 1.0\n"
    "  labels: [{name: b}, {name: a, x: 1}, {name: b}, {value: c}]\n  changes: &a ''\n"
    "build: {steps: [{uses: [z, a, z], command: [a, [b]]}, {}, ~]}\n"
    "artifacts: [{name: w, size: -5, kind: wieghts, uri: 3.10}]\n"
    "rollout: {rollback: {mode: manual}}\n--- x\n";
static const char bad_json[] =
    "{\"schema\": 1, \"relese\": {}, \"release\": {\"id\": \"\\u0000\", \"id\": 1, \"labels\": "
    "[{\"name\": \"b\"}, {\"name\": \"a\", \"x\": 1}, {\"name\": \"b\"}]}, \"build\": [], }";

static void read_bad(struct result *to, const char *text)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.profile = MF_PROFILE_RELEASE;
    to->status = mf_manifest_read(text, MF_ZERO_TERMINATED, &options, &to->manifest, &to->report, &to->error);
}

static void read_bad_yaml(struct result *to)
{
    read_bad(to, bad_yaml);
}

static void read_bad_json(struct result *to)
{
    read_bad(to, bad_json);
}

static void validate(struct result *to)
{
    to->status = mf_manifest_validate(given.draft, NULL, &to->report, &to->error);
}

static void judge(struct result *to)
{
    to->status = mf_manifest_validate(given.rich, NULL, &to->report, &to->error);
}

static void validate_text(struct result *to)
{
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);

    options.rules = given.rules;
    to->status = mf_text_validate(data(given.yaml), size(given.yaml), NULL, &options, &to->manifest,
                                  &to->report, &to->error);
}

static void validate_bad_text(struct result *to)
{
    to->status =
        mf_text_validate(rich, MF_ZERO_TERMINATED, NULL, NULL, &to->manifest, &to->report, &to->error);
}

static void report_json(struct result *to)
{
    to->status = mf_report_json(given.report, "file.yaml", &to->bytes, &to->error);
}

static void schema_json(struct result *to)
{
    to->status = mf_schema_json("manifest/v1", &to->bytes, &to->error);
}

static void set_yaml(struct result *to)
{
    to->status = mf_text_set(data(given.yaml), size(given.yaml), NULL, "/release/description",
                             "Another: one.", MF_ZERO_TERMINATED, &to->bytes, &to->report, &to->error);
}

static void set_json(struct result *to)
{
    to->status = mf_text_set(data(given.json), size(given.json), NULL, "/release/description",
                             "Another \"one\".", MF_ZERO_TERMINATED, &to->bytes, &to->report, &to->error);
}

static void set_badly(struct result *to)
{
    to->status = mf_text_set(data(given.yaml), size(given.yaml), NULL, "/release/version", "none",
                             MF_ZERO_TERMINATED, &to->bytes, &to->report, &to->error);
}

/* A step of building; after one that failed no other is tried. */
static bool step(struct result *to, mf_status status)
{
    to->status = status;
    return status == MF_OK;
}

static void build(struct result *to)
{
    mf_builder *builder = NULL;

    if (step(to, mf_builder_new_from(given.manifest, NULL, &builder, &to->error)) &&
        step(to, mf_builder_set_text(builder, "/release/labels/a~1b/value", "x", 1, &to->error)) &&
        step(to, mf_builder_set_int(builder, "/acceptance/tests/t/seed", 7, &to->error)) &&
        step(to, mf_builder_set_number(builder, "/acceptance/tests/t/minimum", 0.5, &to->error)) &&
        step(to, mf_builder_set_bool(builder, "/build/source/dirty", 1, &to->error)) &&
        step(to, mf_builder_set_json(builder, "/build/steps", "[{\"name\": \"a\", \"uses\": [\"z\", \"y\"]}]",
                                     MF_ZERO_TERMINATED, &to->error)) &&
        step(to, mf_builder_append_json(builder, "/build/steps", "{\"name\": \"b\"}", MF_ZERO_TERMINATED,
                                        &to->error)) &&
        step(to, mf_builder_append_text(builder, "/build/steps/0/command", "run", 3, &to->error)) &&
        step(to, mf_builder_set_json(builder, "/release/labels/c", "{\"value\": \"d\"}", MF_ZERO_TERMINATED,
                                     &to->error)) &&
        step(to, mf_builder_remove(builder, "/release/labels/a~1b", &to->error)) &&
        step(to, mf_builder_build(builder, MF_PROFILE_DRAFT, &to->manifest, &to->report, &to->error))) {
        to->status = to->manifest != NULL ? MF_OK : MF_ERROR_INTERNAL;
    }
    mf_builder_unref(builder);
}

static void build_document(struct result *to)
{
    mf_builder *builder = NULL;

    if (step(to, mf_builder_new(NULL, &builder, &to->error)) &&
        step(to, mf_builder_set_json(builder, "", data(given.json), size(given.json), &to->error)) &&
        step(to, mf_builder_build(builder, MF_PROFILE_RELEASE, &to->manifest, &to->report, &to->error))) {
        to->status = to->manifest != NULL ? MF_OK : MF_ERROR_INTERNAL;
    }
    mf_builder_unref(builder);
}

static void look(struct result *to)
{
    mf_cursor *cursor = NULL;
    mf_cursor *inner = NULL;
    const char *text = NULL;

    if (step(to, mf_manifest_walk(given.manifest, "/artifacts", &cursor, &to->error)) &&
        mf_cursor_next(cursor) == 1 && step(to, mf_cursor_walk(cursor, "", &inner, &to->error)) &&
        step(to, mf_cursor_get_text(cursor, "/name", &text, NULL, &to->error))) {
        (void)mf_cursor_next(inner);
        to->status = mf_manifest_get_json(given.manifest, "/release", &to->bytes, &to->error);
    }
    mf_cursor_unref(inner);
    mf_cursor_unref(cursor);
}

static void canonicalise(struct result *to)
{
    to->status = mf_manifest_canonical(given.manifest, &to->bytes, &to->error);
}

static void canonicalise_json(struct result *to)
{
    to->status = mf_json_canonicalize(data(given.json), size(given.json), 0, &to->bytes, &to->error);
}

static void digest(struct result *to)
{
    to->status = mf_manifest_digest(given.manifest, &to->bytes, &to->error);
}

static void write_yaml(struct result *to)
{
    to->status = mf_manifest_write(given.manifest, MF_FORMAT_YAML, &to->bytes, &to->error);
}

static void write_json(struct result *to)
{
    to->status = mf_manifest_write(given.manifest, MF_FORMAT_JSON, &to->bytes, &to->error);
}

static void state(struct result *to)
{
    to->status = mf_manifest_statement(given.manifest, &to->bytes, &to->error);
}

static void sign(struct result *to)
{
    to->status =
        mf_manifest_sign(given.manifest, given.keys, 2, &given.anyhow, &to->bytes, &to->report, &to->error);
}

static void sign_more(struct result *to)
{
    to->status = mf_envelope_sign(data(given.envelope), size(given.envelope), given.keys + 1, 1,
                                  &given.anyhow, &to->bytes, &to->report, &to->error);
}

static void verify(struct result *to)
{
    to->status = mf_envelope_verify(data(given.envelope), size(given.envelope), given.keys, 2, NULL,
                                    &to->verified, &to->report, &to->error);
}

static void verify_any(struct result *to)
{
    to->status = mf_envelope_verify_any(data(given.envelope), size(given.envelope), given.keys, 2, NULL,
                                        &to->verified, &to->error);
}

static void generate_key(struct result *to)
{
    to->status = mf_key_generate(&to->key, &to->error);
}

static void read_key(struct result *to)
{
    to->status = mf_key_read(data(given.pem), size(given.pem), &to->key, &to->error);
}

static void read_key_file(struct result *to)
{
    to->status = mf_key_read_file(given.key_file, &to->key, &to->error);
}

static void take_public_key(struct result *to)
{
    to->status = mf_key_new_public(mf_key_public(given.keys[0]), 32, &to->key, &to->error);
}

static int32_t sign_nothing(void *user_data, const uint8_t *message, size_t message_size, uint8_t *signature)
{
    (void)user_data;
    (void)message;
    (void)message_size;
    (void)signature;
    return -1;
}

static void take_signer(struct result *to)
{
    to->status =
        mf_key_new_signer(mf_key_public(given.keys[0]), 32, sign_nothing, NULL, &to->key, &to->error);
}

static void read_file(struct result *to)
{
    to->status = mf_bytes_read_file(given.key_file, 0, &to->bytes, &to->error);
}

/* It gives nothing; a reference stands for the result. */
static void write_file(struct result *to)
{
    to->status = mf_file_write(data(given.pem), size(given.pem), given.key_file, 0600, &to->error);
    to->bytes = to->status == MF_OK ? mf_bytes_ref(given.pem) : NULL;
}

static void write_public(struct result *to)
{
    to->status = mf_key_write_public(given.keys[0], &to->bytes, &to->error);
}

static void write_secret(struct result *to)
{
    to->status = mf_key_write_secret(given.keys[0], &to->bytes, &to->error);
}

static const struct call calls[] = {
    { "read YAML", read_yaml, MF_OK },
    { "read JSON", read_json, MF_OK },
    { "read bad YAML", read_bad_yaml, MF_ERROR_INVALID },
    { "read bad JSON", read_bad_json, MF_ERROR_INVALID },
    { "validate", validate, MF_ERROR_INVALID },
    { "judge by the rules", judge, MF_ERROR_INVALID },
    { "validate a text", validate_text, MF_OK },
    { "validate a bad text", validate_bad_text, MF_ERROR_INVALID },
    { "report as JSON", report_json, MF_OK },
    { "JSON Schema", schema_json, MF_OK },
    { "set in YAML", set_yaml, MF_OK },
    { "set in JSON", set_json, MF_OK },
    { "set badly", set_badly, MF_ERROR_INVALID },
    { "build", build, MF_OK },
    { "build a document", build_document, MF_OK },
    { "look", look, MF_OK },
    { "canonicalise", canonicalise, MF_OK },
    { "canonicalise any JSON", canonicalise_json, MF_OK },
    { "digest", digest, MF_OK },
    { "write YAML", write_yaml, MF_OK },
    { "write JSON", write_json, MF_OK },
    { "statement", state, MF_OK },
    { "sign", sign, MF_OK },
    { "add a signature", sign_more, MF_OK },
    { "verify", verify, MF_OK },
    { "verify any", verify_any, MF_OK },
    { "generate a key", generate_key, MF_OK },
    { "read a key", read_key, MF_OK },
    { "read a key file", read_key_file, MF_OK },
    { "take a public key", take_public_key, MF_OK },
    { "take a signer", take_signer, MF_OK },
    { "read a file", read_file, MF_OK },
    { "write a file", write_file, MF_OK },
    { "write a public key", write_public, MF_OK },
    { "write a secret key", write_secret, MF_OK },
};

static void prepare(void)
{
    mf_error *error = NULL;
    int file;

    given.yaml = source_file("tests/vectors/minimal-release.yaml");
    given.json = source_file("tests/vectors/minimal-release.json");
    assert_ok(mf_manifest_read(data(given.yaml), size(given.yaml), NULL, &given.manifest, NULL, &error),
              error);
    assert_ok(mf_manifest_read("schema: manifest/v1\nrelease: {created_by: x}\n", MF_ZERO_TERMINATED, NULL,
                               &given.draft, NULL, &error),
              error);
    ck_assert_int_eq(mf_manifest_validate(given.draft, NULL, &given.report, NULL), MF_ERROR_INVALID);
    given.rich = must_read(rich);
    given.rules = no_rules();
    mf_sign_options_init(&given.anyhow, sizeof given.anyhow);
    given.anyhow.rules = given.rules;
    assert_ok(mf_key_generate(&given.keys[0], &error), error);
    assert_ok(mf_key_generate(&given.keys[1], &error), error);
    assert_ok(mf_key_write_secret(given.keys[0], &given.pem, &error), error);
    assert_ok(mf_manifest_sign(given.manifest, given.keys, 1, &given.anyhow, &given.envelope, NULL, &error),
              error);
    (void)snprintf(given.key_file, sizeof given.key_file, "/tmp/libmanifest-test-XXXXXX");
    file = mkstemp(given.key_file);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, data(given.pem), size(given.pem)), (ssize_t)size(given.pem));
    ck_assert_int_eq(close(file), 0);
}

static void finish(void)
{
    ck_assert_int_eq(unlink(given.key_file), 0);
    mf_bytes_unref(given.envelope);
    mf_bytes_unref(given.pem);
    mf_key_unref(given.keys[0]);
    mf_key_unref(given.keys[1]);
    mf_manifest_unref(given.manifest);
    mf_manifest_unref(given.draft);
    mf_manifest_unref(given.rich);
    mf_rules_unref(given.rules);
    mf_report_unref(given.report);
    mf_bytes_unref(given.json);
    mf_bytes_unref(given.yaml);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

/* Beside what the limit counts: libyaml's buffers of fixed size, the report, the objects themselves. */
enum { NOT_COUNTED = 256 * 1024 };

/* Reads a text under every limit up to one that is enough: the limit is never passed. */
static void check_limit(struct mf_view text, const char *what)
{
    mf_read_options options;
    mf_status status = MF_ERROR_LIMIT;

    mf_read_options_init(&options, sizeof options);
    for (size_t limit = 1024; status == MF_ERROR_LIMIT && limit < (size_t)1 << 30; limit += limit / 4) {
        size_t before = held_now();
        size_t taken;

        options.maximum_memory = limit;
        (void)most_held();
        status = mf_manifest_read(text.data, text.size, &options, NULL, NULL, NULL);
        taken = most_held() - before;
        ck_assert_msg(taken <= limit + NOT_COUNTED, "%s: %zu bytes where %zu are allowed", what, taken,
                      limit);
        ck_assert_uint_eq(held_now(), before);
    }
    ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s: %s", what, mf_status_name(status));
}

START_TEST(the_limit_of_memory_is_never_passed)
{
    static const char *const lists[][3] = {
        { "many entries", "schema: manifest/v1\nrelease:\n  labels:\n", "  - {name: n%06u, value: x}\n" },
        { "many names", "schema: manifest/v1\nbuild:\n  steps:\n  - uses:\n", "    - n%06u\n" },
        { "much that is wrong", "schema: manifest/v1\n", "x%06u: 1\n" },
    };
    static const char *const texts[][3] = {
        { "a long text", "schema: manifest/v1\nrelease: {changes: \"", "\\u00e4" },
        { "a long text in JSON", "{\"schema\": \"manifest/v1\", \"release\": {\"changes\": \"", "\\u00e4" },
        { "a long key", "schema: manifest/v1\n? \"", "\\u00e4" },
        { "a long key in JSON", "{\"", "\\u00e4" },
    };

    if (!can_sweep()) {
        return;
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;

        mf_buffer_append_text(&text, lists[i][1]);
        for (unsigned j = 0; j < 20000; j++) {
            char line[64];

            (void)snprintf(line, sizeof line, "%.*s%06u%s", (int)(strstr(lists[i][2], "%06u") - lists[i][2]),
                           lists[i][2], j * 7919 % 20000, strstr(lists[i][2], "%06u") + 4);
            mf_buffer_append_text(&text, line);
        }
        check_limit(mf_buffer_view(&text), lists[i][0]);
        mf_buffer_release(&text);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;

        mf_buffer_append_text(&text, texts[i][1]);
        for (unsigned j = 0; j < 500000; j++) {
            mf_buffer_append_text(&text, texts[i][2]);
        }
        mf_buffer_append_text(&text, i == 0 ? "\"}\n" : i == 1 ? "\"}}" : i == 2 ? "\"\n: x\n" : "\": 1}");
        check_limit(mf_buffer_view(&text), texts[i][0]);
        mf_buffer_release(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, sizeof calls / sizeof calls[0]);
    suite_add_tcase(suite, tests);
    tests = tcase_create("limit");
    tcase_add_test(tests, the_limit_of_memory_is_never_passed);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
