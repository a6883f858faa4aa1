/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many threads share manifests, rules, keys, overrides, lock files, reports and expressions: every result is the one that a single
 * thread gets. scripts/sanitize builds this program so that each race between them is found.
 */
#include "resolving.h"
#include "signing.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 8, ROUNDS = 12 };

#define DIGEST "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

/* What all threads share. */
static struct {
    mf_manifest *manifest;
    mf_manifest *other;
    mf_manifest *bad; /* about which the rules have something to say */
    mf_manifest *resolved;
    mf_rules *rules;
    mf_report *report;
    mf_key *key;
    mf_bytes *yaml;
    mf_bytes *envelope;
    mf_overrides *overrides;
    mf_configuration *configuration;
    mf_lock *lock;
    mf_diff *diff;
    mf_expression_variables *variables;
    mf_expression *expression;
} shared;

/* --- what they do: each gives bytes that are always the same, or NULL ---------------------------------------------------------- */

static mf_bytes *canonicalise(void)
{
    mf_manifest *mine = mf_manifest_ref(shared.manifest);
    mf_bytes *bytes = NULL;

    (void)mf_manifest_canonical(mine, &bytes, NULL);
    mf_manifest_unref(mine);
    return bytes;
}

static mf_bytes *digest(void)
{
    mf_bytes *bytes = NULL;

    (void)mf_manifest_digest(shared.manifest, &bytes, NULL);
    return bytes;
}

static mf_bytes *write_yaml(void)
{
    mf_bytes *bytes = NULL;

    (void)mf_manifest_write(shared.manifest, MF_FORMAT_YAML, &bytes, NULL);
    return bytes;
}

static mf_bytes *read_again(void)
{
    mf_manifest *manifest = NULL;
    mf_bytes *bytes = NULL;

    if (mf_manifest_read(mf_bytes_data(shared.yaml), mf_bytes_size(shared.yaml), NULL, &manifest, NULL,
                         NULL) == MF_OK) {
        (void)mf_manifest_digest(manifest, &bytes, NULL);
    }
    mf_manifest_unref(manifest);
    return bytes;
}

static mf_bytes *walk(void)
{
    mf_cursor *cursor = NULL;
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;
    const char *text = NULL;

    if (mf_manifest_walk(shared.manifest, "/artifacts", &cursor, NULL) == MF_OK) {
        while (mf_cursor_next(cursor) == 1) {
            (void)mf_cursor_get_text(cursor, "/name", &text, NULL, NULL);
        }
    }
    mf_cursor_unref(cursor);
    /* Errors are made too. */
    (void)mf_manifest_get_text(shared.manifest, "/release/nothing", &text, NULL, &error);
    mf_error_unref(error);
    (void)mf_manifest_get_json(shared.manifest, "/release", &bytes, NULL);
    return bytes;
}

static mf_bytes *validate(void)
{
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    mf_rules *rules = mf_rules_ref(shared.rules);
    mf_report *report = NULL;
    mf_bytes *bytes = NULL;

    options.rules = rules;
    (void)mf_manifest_validate(shared.bad, &options, &report, NULL);
    (void)mf_report_json(report, "a.yaml", &bytes, NULL);
    mf_report_unref(report);
    mf_rules_unref(rules);
    return bytes;
}

static mf_bytes *report(void)
{
    mf_report *mine = mf_report_ref(shared.report);
    mf_bytes *bytes = NULL;

    (void)mf_report_json(mine, "a.yaml", &bytes, NULL);
    mf_report_unref(mine);
    return bytes;
}

static mf_bytes *sign(void)
{
    mf_key *key = mf_key_ref(shared.key);
    mf_bytes *bytes = NULL;

    (void)mf_manifest_sign(shared.manifest, &key, 1, &anyhow, &bytes, NULL, NULL);
    mf_key_unref(key);
    return bytes;
}

static mf_bytes *verify(void)
{
    mf_verified *verified = NULL;
    mf_bytes *bytes = NULL;

    if (mf_envelope_verify(mf_bytes_data(shared.envelope), mf_bytes_size(shared.envelope), &shared.key, 1,
                           NULL, &verified, NULL, NULL) == MF_OK) {
        (void)mf_manifest_canonical(mf_verified_manifest(verified), &bytes, NULL);
    }
    mf_verified_unref(verified);
    return bytes;
}

static mf_bytes *resolve(void)
{
    const mf_overrides *layers[] = { shared.overrides };
    mf_configuration *configuration = NULL;
    mf_resolve_options options;
    mf_bytes *bytes = NULL;

    mf_resolve_options_init(&options, sizeof options);
    options.running = shared.configuration;
    if (mf_configuration_resolve(shared.resolved, layers, 1, &options, &configuration, NULL, NULL) == MF_OK) {
        (void)mf_configuration_canonical(configuration, &bytes, NULL);
    }
    mf_configuration_unref(configuration);
    return bytes;
}

static mf_bytes *compare(void)
{
    mf_diff *diff = NULL;
    mf_bytes *bytes = NULL;

    if (mf_diff_compare(shared.manifest, shared.other, NULL, &diff, NULL) == MF_OK) {
        (void)mf_diff_to_json(diff, &bytes, NULL);
    }
    mf_diff_unref(diff);
    return bytes;
}

static mf_bytes *patch(void)
{
    mf_diff *mine = mf_diff_ref(shared.diff);
    mf_bytes *bytes = NULL;

    (void)mf_diff_patch(mine, &bytes, NULL);
    mf_diff_unref(mine);
    return bytes;
}

static mf_bytes *list_packages(void)
{
    mf_lock *lock = mf_lock_ref(shared.lock);
    mf_bytes *bytes = NULL;

    (void)mf_lock_json(lock, &bytes, NULL);
    mf_lock_unref(lock);
    return bytes;
}

static mf_bytes *build(void)
{
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;
    mf_bytes *bytes = NULL;

    if (mf_builder_new_from(shared.manifest, NULL, &builder, NULL) == MF_OK &&
        mf_builder_set_text(builder, "/release/description", "Another.", MF_ZERO_TERMINATED, NULL) == MF_OK &&
        mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL) == MF_OK) {
        (void)mf_manifest_digest(manifest, &bytes, NULL);
    }
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
    return bytes;
}

static mf_bytes *evaluate(void)
{
    mf_expression *expression = mf_expression_ref(shared.expression);
    mf_expression_values *values = NULL;
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_bytes *bytes = NULL;
    int64_t value = 0;

    if (mf_expression_values_new(&values, NULL) == MF_OK &&
        mf_expression_values_set_int(values, "n", 7, NULL) == MF_OK &&
        mf_expression_evaluate(expression, values, NULL) == MF_OK &&
        mf_expression_values_result_int(values, 0, &value, NULL) == MF_OK) {
        mf_buffer_format(&text, "%d", (int)value);
        (void)mf_buffer_finish(&text, &bytes, NULL);
    }
    mf_expression_values_unref(values);
    mf_expression_unref(expression);
    return bytes;
}

static mf_bytes *(*const tasks[])(void) = {
    canonicalise, digest,  write_yaml, read_again, walk,          validate, report,   sign,
    verify,       resolve, compare,    patch,      list_packages, build,    evaluate,
};

enum { TASKS = COUNT_OF(tasks) };

static mf_bytes *expected[TASKS];

/* --- many of them at once -------------------------------------------------------------------------------------------------------- */

static bool is_expected(size_t task)
{
    mf_bytes *bytes = tasks[task]();
    bool same = mf_bytes_size(bytes) == mf_bytes_size(expected[task]) && bytes != NULL &&
                memcmp(mf_bytes_data(bytes), mf_bytes_data(expected[task]), mf_bytes_size(bytes)) == 0;

    mf_bytes_unref(bytes);
    return same;
}

/* Each thread begins with another task, so that all of them meet. */
static void *hammer(void *context)
{
    size_t first = *(const size_t *)context;
    intptr_t wrong = 0;

    for (size_t i = 0; i < (size_t)ROUNDS * TASKS; i++) {
        wrong += !is_expected((first + i) % TASKS);
    }
    return (void *)wrong;
}

static void run_threads(void *(*function)(void *))
{
    pthread_t threads[THREADS];
    size_t firsts[THREADS];

    for (size_t i = 0; i < THREADS; i++) {
        firsts[i] = i * TASKS / THREADS;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, function, &firsts[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;

        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
}

static void share_manifests(void)
{
    shared.yaml = source_file("tests/vectors/full.yaml");
    shared.manifest = read_vector("full");
    shared.other = read_vector("llm");
    shared.bad = must_read("schema: manifest/v1\n"
                           "release: {created_by: a, labels: [{name: T, value: a}, {name: t, value: a}]}\n"
                           "environment: {variables: [{name: PASSWORD, value: hunter2}]}\n");
    shared.resolved = must_read(resolved_manifest);
    shared.rules = must_read_rules("schema: rules/v1\ndisable: [MF2401]\n");
    shared.overrides = overrides_of_text("rows=16");
    shared.configuration = must_resolve(NULL, NULL);
    ck_assert_int_eq(mf_manifest_validate(shared.bad, NULL, &shared.report, NULL), MF_ERROR_INVALID);
    ck_assert_int_eq(mf_diff_compare(shared.manifest, shared.other, NULL, &shared.diff, NULL), MF_OK);
}

static void share_others(void)
{
    static const char lock_text[] = "a==2 --hash=" DIGEST "\nb==1 --hash=" DIGEST "\n";
    mf_error *error = NULL;

    shared.key = secret_key(7);
    assert_ok(mf_manifest_sign(shared.manifest, &shared.key, 1, &anyhow, &shared.envelope, NULL, &error),
              error);
    assert_ok(mf_lock_read(lock_text, MF_ZERO_TERMINATED, NULL, &shared.lock, NULL, &error), error);
    assert_ok(mf_expression_variables_new(&shared.variables, &error), error);
    assert_ok(mf_expression_variables_add(shared.variables, "n", MF_EXPRESSION_INT, &error), error);
    assert_ok(mf_expression_compile("n * 3 + 1", MF_ZERO_TERMINATED, shared.variables, MF_EXPRESSION_INT,
                                    &shared.expression, &error),
              error);
}

static void prepare(void)
{
    make_release();
    share_manifests();
    share_others();
    for (size_t i = 0; i < TASKS; i++) {
        expected[i] = tasks[i]();
        ck_assert_msg(expected[i] != NULL && mf_bytes_size(expected[i]) > 0, "task %zu gives nothing", i);
    }
}

static void finish(void)
{
    for (size_t i = 0; i < TASKS; i++) {
        mf_bytes_unref(expected[i]);
    }
    mf_expression_unref(shared.expression);
    mf_expression_variables_unref(shared.variables);
    mf_lock_unref(shared.lock);
    mf_bytes_unref(shared.envelope);
    mf_key_unref(shared.key);
    mf_diff_unref(shared.diff);
    mf_report_unref(shared.report);
    mf_configuration_unref(shared.configuration);
    mf_overrides_unref(shared.overrides);
    mf_rules_unref(shared.rules);
    mf_manifest_unref(shared.resolved);
    mf_manifest_unref(shared.bad);
    mf_manifest_unref(shared.other);
    mf_manifest_unref(shared.manifest);
    mf_bytes_unref(shared.yaml);
    end_release();
}

START_TEST(shared_objects_give_every_thread_the_same)
{
    run_threads(hammer);
}
END_TEST

/* The first call of a process may come from any thread, and from several. */
static void *begin(void *context)
{
    mf_key *key = NULL;
    intptr_t wrong = mf_key_generate(&key, NULL) != MF_OK;

    (void)context;
    mf_key_unref(key);
    return (void *)wrong;
}

START_TEST(the_first_call_may_come_from_several_threads)
{
    run_threads(begin);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threads");
    TCase *first = tcase_create("first");
    TCase *tests = tcase_create("threads");

    tcase_add_test(first, the_first_call_may_come_from_several_threads);
    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_test(tests, shared_objects_give_every_thread_the_same);
    suite_add_tcase(suite, first);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
