/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory while manifests are compared. */
#include "allocations.h"
#include "documents.h"

static mf_manifest *before;
static mf_manifest *after;
static mf_diff *made;

static void compare(struct result *to)
{
    to->status = mf_diff_compare(before, after, NULL, &to->diff, &to->error);
}

static void compare_equal(struct result *to)
{
    to->status = mf_diff_compare(before, before, NULL, &to->diff, &to->error);
}

static void compare_tightly(struct result *to)
{
    mf_diff_options options;

    mf_diff_options_init(&options, sizeof options);
    options.maximum_memory = 375 * sizeof(void *);
    to->status = mf_diff_compare(before, after, &options, &to->diff, &to->error);
}

static void patch(struct result *to)
{
    to->status = mf_diff_patch(made, &to->bytes, &to->error);
}

static void json(struct result *to)
{
    to->status = mf_diff_to_json(made, &to->bytes, &to->error);
}

static const struct call calls[] = {
    { "compare", compare, MF_OK },
    { "compare what is equal", compare_equal, MF_OK },
    { "compare with little memory", compare_tightly, MF_ERROR_LIMIT },
    { "patch", patch, MF_OK },
    { "write JSON", json, MF_OK },
};

static void prepare(void)
{
    before =
        must_read("schema: manifest/v1\n"
                  "release: {id: a, labels: [{name: a, value: x}, {name: b, value: x}]}\n"
                  "build: {steps: [{name: a}, {name: b}, {name: c, command: [x, z, w]}]}\n"
                  "dependencies: {packages: [{purl: 'pkg:npm/a@1.0.0'}, {purl: 'pkg:npm/a@2.0.0'}, "
                  "{purl: 'pkg:npm/a@3.0.0', requires: ['pkg:npm/b@1.0.0']}, {purl: 'pkg:npm/b@1.0.0'}]}\n"
                  "rollout: {progress_deadline: 90m}\n");
    after =
        must_read("schema: manifest/v1\n"
                  "release: {id: b, version: 1.0.0, labels: [{name: a, value: z}, {name: c, value: x}]}\n"
                  "build: {steps: [{name: c, command: [z, w, x, v]}, {name: a}, {name: b}]}\n"
                  "dependencies: {packages: [{purl: 'pkg:npm/a@2.0.0'}, {purl: 'pkg:npm/a@4.0.0'}, "
                  "{purl: 'pkg:npm/a@3.0.0', requires: ['pkg:npm/b@2.0.0']}, {purl: 'pkg:npm/b@2.0.0'}]}\n"
                  "rollout: {progress_deadline: 1h30m}\n");
    ck_assert_int_eq(mf_diff_compare(before, after, NULL, &made, NULL), MF_OK);
}

static void finish(void)
{
    made = mf_diff_unref(made);
    before = mf_manifest_unref(before);
    after = mf_manifest_unref(after);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_comparison");
    TCase *tests = tcase_create("memory_comparison");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, COUNT_OF(calls));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
