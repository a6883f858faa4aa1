/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Out of memory, everywhere: each call is made again and again while its first, second, third … allocation fails, once
 * alone and once with all that follow. It must say so or do its work all the same, and lose nothing.
 */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#if defined(__GLIBC__) && !defined(SANITIZED)
#define CAN_SWEEP 1
#else
#define CAN_SWEEP 0
#endif

/* The allocation that fails, counted from 0; negative: none. */
static long until_failure = -1;
static bool fails_for_good;
static bool has_failed;
static long blocks; /* that were taken and not given back */

#if CAN_SWEEP
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static bool must_fail(void)
{
    if (until_failure < 0) {
        return false;
    }
    if (until_failure > 0) {
        until_failure--;
        return false;
    }
    has_failed = true;
    until_failure = fails_for_good ? 0 : -1;
    return true;
}

void *malloc(size_t size)
{
    void *block = must_fail() ? NULL : __libc_malloc(size);

    blocks += block != NULL;
    return block;
}

void *calloc(size_t count, size_t size)
{
    void *block = must_fail() ? NULL : __libc_calloc(count, size);

    blocks += block != NULL;
    return block;
}

void *realloc(void *old, size_t size)
{
    void *block = must_fail() ? NULL : __libc_realloc(old, size);

    blocks += old == NULL && block != NULL;
    return block;
}

void free(void *block)
{
    blocks -= block != NULL;
    __libc_free(block);
}
#endif

/* What the calls work on; made once. */
static struct {
    mf_bytes *yaml;
    mf_bytes *json;
    mf_manifest *manifest;
    mf_key *keys[2];
    mf_bytes *pem;
    mf_bytes *envelope;
    char key_file[64];
} given;

/* What one call gave. */
struct outcome {
    mf_status status;
    mf_manifest *manifest;
    mf_bytes *bytes;
    mf_report *report;
    mf_verified *verified;
    mf_key *key;
    mf_error *error;
};

static const void *data(const mf_bytes *bytes)
{
    return mf_bytes_data(bytes);
}

static size_t size(const mf_bytes *bytes)
{
    return mf_bytes_size(bytes);
}

static void read_yaml(struct outcome *to)
{
    to->status =
        mf_manifest_read(data(given.yaml), size(given.yaml), NULL, &to->manifest, &to->report, &to->error);
}

static void read_json(struct outcome *to)
{
    to->status =
        mf_manifest_read(data(given.json), size(given.json), NULL, &to->manifest, &to->report, &to->error);
}

static void canonicalise(struct outcome *to)
{
    to->status = mf_manifest_canonical(given.manifest, &to->bytes, &to->error);
}

static void canonicalise_json(struct outcome *to)
{
    to->status = mf_json_canonicalize(data(given.json), size(given.json), 0, &to->bytes, &to->error);
}

static void digest(struct outcome *to)
{
    to->status = mf_manifest_digest(given.manifest, &to->bytes, &to->error);
}

static void write_yaml(struct outcome *to)
{
    to->status = mf_manifest_write(given.manifest, MF_FORMAT_YAML, &to->bytes, &to->error);
}

static void write_json(struct outcome *to)
{
    to->status = mf_manifest_write(given.manifest, MF_FORMAT_JSON, &to->bytes, &to->error);
}

static void state(struct outcome *to)
{
    to->status = mf_manifest_statement(given.manifest, &to->bytes, &to->error);
}

static void sign(struct outcome *to)
{
    to->status = mf_manifest_sign(given.manifest, given.keys, 2, NULL, &to->bytes, &to->report, &to->error);
}

static void sign_more(struct outcome *to)
{
    to->status = mf_envelope_sign(data(given.envelope), size(given.envelope), given.keys + 1, 1, NULL,
                                  &to->bytes, &to->report, &to->error);
}

static void verify(struct outcome *to)
{
    to->status = mf_envelope_verify(data(given.envelope), size(given.envelope), given.keys, 2, NULL,
                                    &to->verified, &to->report, &to->error);
}

static void verify_any(struct outcome *to)
{
    to->status = mf_envelope_verify_any(data(given.envelope), size(given.envelope), given.keys, 2, NULL,
                                        &to->verified, &to->error);
}

static void generate_key(struct outcome *to)
{
    to->status = mf_key_generate(&to->key, &to->error);
}

static void read_key(struct outcome *to)
{
    to->status = mf_key_read(data(given.pem), size(given.pem), &to->key, &to->error);
}

static void read_key_file(struct outcome *to)
{
    to->status = mf_key_read_file(given.key_file, &to->key, &to->error);
}

static void write_public(struct outcome *to)
{
    to->status = mf_key_write_public(given.keys[0], &to->bytes, &to->error);
}

static void write_secret(struct outcome *to)
{
    to->status = mf_key_write_secret(given.keys[0], &to->bytes, &to->error);
}

static const struct {
    const char *name;
    void (*call)(struct outcome *to);
} calls[] = {
    { "read YAML", read_yaml },
    { "read JSON", read_json },
    { "canonicalise", canonicalise },
    { "canonicalise any JSON", canonicalise_json },
    { "digest", digest },
    { "write YAML", write_yaml },
    { "write JSON", write_json },
    { "statement", state },
    { "sign", sign },
    { "add a signature", sign_more },
    { "verify", verify },
    { "verify any", verify_any },
    { "generate a key", generate_key },
    { "read a key", read_key },
    { "read a key file", read_key_file },
    { "write a public key", write_public },
    { "write a secret key", write_secret },
};

static void prepare(void)
{
    mf_error *error = NULL;
    int file;

    given.yaml = source_file("tests/vectors/minimal-release.yaml");
    given.json = source_file("tests/vectors/minimal-release.json");
    assert_ok(mf_manifest_read(data(given.yaml), size(given.yaml), NULL, &given.manifest, NULL, &error),
              error);
    assert_ok(mf_key_generate(&given.keys[0], &error), error);
    assert_ok(mf_key_generate(&given.keys[1], &error), error);
    assert_ok(mf_key_write_secret(given.keys[0], &given.pem, &error), error);
    assert_ok(mf_manifest_sign(given.manifest, given.keys, 1, NULL, &given.envelope, NULL, &error), error);
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
    mf_bytes_unref(given.json);
    mf_bytes_unref(given.yaml);
}

/* Makes a call while one allocation fails; returns whether it came to that. */
static bool call_with_failure(size_t number, long allocation, bool for_good)
{
    struct outcome outcome = { .status = MF_ERROR_INTERNAL };
    long before = blocks;
    bool gave;
    bool said;

    has_failed = false;
    fails_for_good = for_good;
    until_failure = allocation;
    calls[number].call(&outcome);
    until_failure = -1;
    gave =
        outcome.manifest != NULL || outcome.bytes != NULL || outcome.verified != NULL || outcome.key != NULL;
    said = outcome.error != NULL && mf_error_code(outcome.error) == outcome.status;
    mf_manifest_unref(outcome.manifest);
    mf_bytes_unref(outcome.bytes);
    mf_report_unref(outcome.report);
    mf_verified_unref(outcome.verified);
    mf_key_unref(outcome.key);
    mf_error_unref(outcome.error);
    if (outcome.status != MF_OK && !(has_failed && outcome.status == MF_ERROR_MEMORY)) {
        ck_abort_msg("%s, allocation %ld: %s", calls[number].name, allocation,
                     mf_status_name(outcome.status));
    }
    if (gave != (outcome.status == MF_OK) || said == gave) {
        ck_abort_msg("%s, allocation %ld: a result and an error, or none of both", calls[number].name,
                     allocation);
    }
    if (blocks != before) {
        ck_abort_msg("%s, allocation %ld: %ld blocks lost", calls[number].name, allocation, blocks - before);
    }
    return has_failed;
}

START_TEST(every_allocation_may_fail)
{
    size_t number = (size_t)_i;

    if (!CAN_SWEEP) {
        fprintf(stderr,
                "skipped: allocations cannot be made to fail with this C library or under a sanitizer\n");
        return;
    }
    /* What libraries allocate once in a process is not counted. */
    (void)call_with_failure(number, -1, false);
    for (int for_good = 0; for_good < 2; for_good++) {
        long allocation = 0;

        while (call_with_failure(number, allocation, for_good != 0)) {
            allocation++;
        }
        ck_assert_msg(allocation > 0, "%s allocates nothing", calls[number].name);
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
    return run_suite(suite);
}
