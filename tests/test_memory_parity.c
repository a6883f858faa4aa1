/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the calls that compare environments. */
#include "allocations.h"
#include "documents.h"

/* What the calls work on; made once. */
static struct {
    mf_manifest *expected;
    mf_manifest *actual;
    mf_parity_policy *policy;
    mf_parity *parity;
} given;

static const char expected_text[] =
    "schema: manifest/v1\n"
    "environment:\n"
    "  platform: {os: linux, cpu_features: [avx2, avx512f], kernel: 6.1.0, libc: {name: glibc, version: '2.36'}}\n"
    "  accelerator: {kind: cuda, driver: '550', libraries: [{name: cudnn, version: '9.1'}]}\n"
    "  hardware: {cores: 8, gpus: [{model: A}]}\n"
    "  resources: {memory: {request: 1Gi}, gpus: {count: 2, models: [A, B], memory: 80Gi}}\n"
    "  variables: [{name: A, value: x}, {name: B, secret: s}, {name: C_PASSWORD, value: hunter2hunter2}]\n"
    "  system: [{name: a, value: x}]\n"
    "dependencies:\n"
    "  packages: [{purl: 'pkg:npm/a@1.0.0', scope: runtime}, {purl: 'pkg:npm/a@2.0.0', scope: runtime},\n"
    "    {purl: 'pkg:pypi/a@1', scope: runtime}, {purl: 'pkg:cargo/a@1.0.0', scope: runtime}]\n"
    "  compatibility: [{component: python, range: '>=3', reason: x}, {component: gpu, one_of: [A, B], reason: x}]\n";
static const char actual_text[] =
    "schema: manifest/v1\n"
    "environment:\n"
    "  platform: {os: linux, cpu_features: [avx2], kernel: 6.2.0, libc: {name: glibc, version: '2.36'}}\n"
    "  accelerator: {kind: cuda, driver: '535'}\n"
    "  hardware: {cores: 4, gpus: [{model: A}]}\n"
    "  variables: [{name: A, value: z}, {name: D, value: z}]\n"
    "  system: [{name: b, value: x}]\n"
    "dependencies:\n"
    "  packages: [{purl: 'pkg:npm/a@2.0.0', scope: runtime}, {purl: 'pkg:npm/a@3.0.0', scope: runtime},\n"
    "    {purl: 'pkg:pypi/a@2', scope: runtime}, {purl: 'pkg:pypi/b@2', scope: runtime},\n"
    "    {purl: 'pkg:deb/debian/a@2', scope: runtime}]\n";
static const char good_policy[] = "schema: parity/v1\n"
                                  "severity: [{kind: driver, severity: note}]\n"
                                  "ignore: [{package: 'pkg:pypi/*', reason: known}]\n"
                                  "tolerate: [{kind: libc, range: '>=2', reason: known}]\n";
static const char bad_policy[] = "schema: parity/v1\n"
                                 "severity: [{severity: note}, {kind: x, severity: note}]\n"
                                 "ignore: [{package: '[a]', reason: known}, {package: 'a', reason: x}]\n";

static void read_policy(struct result *to)
{
    to->status =
        mf_parity_policy_read(good_policy, MF_ZERO_TERMINATED, NULL, &to->policy, &to->report, &to->error);
}

static void read_bad_policy(struct result *to)
{
    to->status =
        mf_parity_policy_read(bad_policy, MF_ZERO_TERMINATED, NULL, &to->policy, &to->report, &to->error);
}

static void compare(struct result *to)
{
    to->status = mf_parity_compare(given.expected, given.actual, given.policy, NULL, &to->parity, &to->error);
}

static void write_json(struct result *to)
{
    to->status = mf_parity_json(given.parity, &to->bytes, &to->error);
}

static const struct call calls[] = {
    { "read a policy", read_policy, MF_OK },
    { "read a bad policy", read_bad_policy, MF_ERROR_INVALID },
    { "compare environments", compare, MF_OK },
    { "write a comparison as JSON", write_json, MF_OK },
};

static void prepare(void)
{
    given.expected = must_read(expected_text);
    given.actual = must_read(actual_text);
    ck_assert_int_eq(mf_parity_policy_read(good_policy, MF_ZERO_TERMINATED, NULL, &given.policy, NULL, NULL),
                     MF_OK);
    ck_assert_int_eq(mf_parity_compare(given.expected, given.actual, given.policy, NULL, &given.parity, NULL),
                     MF_OK);
}

static void finish(void)
{
    mf_parity_unref(given.parity);
    mf_parity_policy_unref(given.policy);
    mf_manifest_unref(given.expected);
    mf_manifest_unref(given.actual);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_parity");
    TCase *tests = tcase_create("memory_parity");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, COUNT_OF(calls));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
