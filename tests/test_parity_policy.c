/* SPDX-License-Identifier: Apache-2.0 */
/* Policies of parity: what is refused in them, and what they make of a difference. */
#include "parities.h"

#include <stdio.h>

#define LATER "expires: 2026-06-30T00:00:00Z"
enum { BEFORE = 1767225600, AFTER = 1798761600 }; /* 2026-01-01 and 2027-01-01 */

START_TEST(policies)
{
    static const struct {
        struct parity_case parity;
        const char *policy;
        int64_t time;
    } cases[] = {
        { { DRIVER("550"), DRIVER("535"), "=accelerator, N~driver MF3611" },
          "severity: [{kind: driver, severity: note}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, W~driver MF3611" },
          "severity: [{kind: driver, outcomes: [missing], severity: note}, {kind: driver, severity: warning}, "
          "{kind: driver, severity: note}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, E~driver MF3611" },
          "severity: [{kind: toolkit, severity: note}, {kind: driver, outcomes: [unknown], severity: "
          "note}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, -~driver MF3611" },
          "ignore: [{kind: driver, reason: known}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, -~driver MF3611" },
          "ignore: [{kind: driver, reason: known, " LATER "}]\n",
          BEFORE },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, E~driver MF3611" },
          "ignore: [{kind: driver, reason: known, " LATER "}]\n",
          AFTER },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, E~driver MF3611" },
          "ignore: [{kind: driver, reason: known, " LATER "}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535"), "=accelerator, E~driver MF3611" },
          "ignore: [{kind: driver, outcomes: [extra, missing, unknown], reason: known}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535.1"), "=accelerator, -~driver MF3611" },
          "tolerate: [{kind: driver, range: '>=535,<536', reason: ours}]\n",
          0 },
        { { DRIVER("550"), DRIVER("536"), "=accelerator, E~driver MF3611" },
          "tolerate: [{kind: driver, range: '>=535,<536', reason: ours}]\n",
          0 },
        { { DRIVER("550"), DRIVER("535.1"), "=accelerator, E~driver MF3611" },
          "tolerate: [{kind: driver, range: '>=535,<536', reason: ours, " LATER "}]\n",
          AFTER },
        { { DRIVER("550"), A("kind: cuda"), "=accelerator, W?driver MF3650" },
          "tolerate: [{kind: driver, range: '>=535,<536', reason: ours}]\n",
          0 },
        { { CUDNN("9.1"), CUDNN("9.2"), "=accelerator, -~library:cudnn MF3610" },
          "ignore: [{kind: library, name: 'cu*', reason: known}]\n",
          0 },
        { { CUDNN("9.1"), CUDNN("9.2"), "=accelerator, E~library:cudnn MF3610" },
          "ignore: [{kind: library, name: nccl, reason: known}]\n",
          0 },
        { { V("{name: OMP_A, value: '1'}, {name: B, value: '1'}"),
            V("{name: OMP_A, value: '2'}, {name: B, value: '2'}"),
            "E~variable:B MF3630, -~variable:OMP_A MF3630" },
          "ignore: [{kind: variable, name: 'OMP_*', reason: known}]\n",
          0 },
        { { D(PKG("pypi/a@1")), D(PKG("pypi/a@1") ", " PKG("pypi/pip@24")),
            "=package:pkg:pypi/a, -+package:pkg:pypi/pip MF3625" },
          "ignore: [{package: 'pkg:pypi/p?p', outcomes: [extra], reason: tool}]\n",
          0 },
        { { D(PKG("pypi/a@1.0")), D(PKG("pypi/a@1.2")), "E~package:pkg:pypi/a MF3620" },
          "ignore: [{package: 'pkg:pypi/b', reason: x}, {package: 'pkg:*', reason: x}, {kind: library, "
          "reason: x}]\n",
          0 },
        { { D(PKG("pypi/a@1.0")), D(PKG("pypi/a@1.2")), "-~package:pkg:pypi/a MF3620" },
          "ignore: [{package: '**', reason: x}]\n",
          0 },
        { { D(PKG("pypi/a@1.0")), D(PKG("pypi/a@1.2rc1")), "-~package:pkg:pypi/a MF3620" },
          "tolerate: [{package: pkg:pypi/a, range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("pypi/a@1.0")), D(PKG("pypi/a@2.0rc1")), "E~package:pkg:pypi/a MF3620" },
          "tolerate: [{package: pkg:pypi/a, range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("deb/debian/a@1:1.0-1")), D(PKG("deb/debian/a@1:1.2-1")),
            "W~package:pkg:deb/debian/a MF3622" },
          "tolerate: [{package: 'pkg:deb/**', range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("deb/debian/a@1.0-1")), D(PKG("deb/debian/a@1.2-1")), "-~package:pkg:deb/debian/a MF3622" },
          "tolerate: [{package: 'pkg:deb/**', range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("npm/a@1.0.0")), D(PKG("npm/a@1.2.0")), "-~package:pkg:npm/a MF3620" },
          "tolerate: [{package: 'pkg:npm/*', range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("golang/example.com/a@v1.0.0")), D(PKG("golang/example.com/a@v1.2.0")),
            "-~package:pkg:golang/example.com/a MF3620" },
          "tolerate: [{package: 'pkg:golang/**', range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("golang/example.com/a@v1.0.0")), D(PKG("golang/example.com/a@v2.2.0")),
            "E~package:pkg:golang/example.com/a MF3620" },
          "tolerate: [{package: 'pkg:golang/**', range: '>=1.1,<2', reason: x}]\n",
          0 },
        { { D(PKG("pypi/a@1")), D(PKG("npm/b@1")), "-+package:pkg:npm/ MF3627, W?package:pkg:pypi/ MF3628" },
          "severity: [{package: 'pkg:pypi/*', severity: warning}]\nignore: [{package: 'pkg:npm/**', reason: "
          "x}]\n",
          0 },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_parity(&cases[i].parity, cases[i].policy, cases[i].time);
    }
}
END_TEST

#define POLICY "schema: parity/v1\n"

START_TEST(bad_policies)
{
    static const struct {
        const char *text;
        const char *codes; /* of the findings of severity error */
    } cases[] = {
        { "", "MF1010" },
        { "schema: rules/v1\n", "MF1204" },
        { "schema: parity/v2\n", "MF1204" },
        { POLICY "allow: []\n", "MF1101" },
        { POLICY "severity: [{kind: drivers, severity: note}]\n", "MF1204" },
        { POLICY "severity: [{kind: package, severity: note}]\n", "MF1204" },
        { POLICY "severity: [{kind: driver, severity: off}]\n", "MF1204" },
        { POLICY "severity: [{kind: driver}]\n", "MF1302" },
        { POLICY "severity: [{severity: note}]\n", "MF1304" },
        { POLICY "severity: [{kind: driver, package: pkg:pypi/a, severity: note}]\n", "MF1303" },
        { POLICY "ignore: [{kind: driver}]\n", "MF1302" },
        { POLICY "ignore: [{reason: x}]\n", "MF1304" },
        { POLICY "ignore: [{kind: driver, reason: x, expires: tomorrow}]\n", "MF1203" },
        { POLICY "ignore: [{kind: driver, reason: x, outcomes: [same]}]\n", "MF1204" },
        { POLICY "ignore: [{package: pkg:pypi/a, name: b, reason: x}]\n", "MF1303" },
        { POLICY "ignore: [{package: 'pkg:pypi/[ab]', reason: x}]\n", "MF1404" },
        { POLICY "ignore: [{package: torch, reason: x}]\n", "MF1404" },
        { POLICY "ignore: [{package: 'pkg:pypi/torch@2.0', reason: x}]\n", "MF1404" },
        { POLICY "ignore: [{kind: variable, name: '{A,B}', reason: x}]\n", "MF1404" },
        { POLICY "tolerate: [{kind: driver, reason: x}]\n", "MF1302" },
        { POLICY "tolerate: [{kind: driver, range: '>=1', reason: ''}]\n", "MF1106" },
        { POLICY "tolerate: [{kind: driver, range: 550.x, reason: x}]\n", "MF1203" },
        { POLICY "tolerate: [{kind: image, range: '>=1', reason: x}]\n", "MF1204" },
        { POLICY "tolerate: [{kind: driver, range: '>=1', outcomes: [extra], reason: x}]\n", "MF1101" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_parity_policy *policy = NULL;
        mf_report *report = NULL;
        mf_status status =
            mf_parity_policy_read(cases[i].text, MF_ZERO_TERMINATED, NULL, &policy, &report, NULL);

        ck_assert_msg(status == MF_ERROR_INVALID, "%s", cases[i].text);
        ck_assert_ptr_null(policy);
        ck_assert_msg(strcmp(mf_finding_code(mf_report_finding(report, 0)), cases[i].codes) == 0,
                      "%s: %s: %s", cases[i].text, mf_finding_code(mf_report_finding(report, 0)),
                      mf_finding_message(mf_report_finding(report, 0)));
        mf_report_unref(report);
    }
}
END_TEST

/* Every kind of item that the tests have is one that a policy can name, or "package". */
START_TEST(policies_can_name_every_kind)
{
    static const char *const kinds[] = { "os",           "architecture", "cpu-features", "kernel",
                                         "distribution", "libc",         "image",        "runtime",
                                         "toolkit",      "accelerator",  "driver",       "library",
                                         "gpus",         "hardware",     "cpu",          "memory",
                                         "variable",     "system",       "compatibility" };
    mf_parity *parity = parity_of(
        E("platform: {os: linux, architecture: amd64, cpu_features: [avx2], kernel: '6', distribution: {name: debian, "
          "version: '12'}, libc: {name: glibc, version: '2'}}, image: {digest: '" DIGEST_A
          "'}, runtime: {name: cpython, version: '3.11'}, accelerator: {kind: cuda, toolkit: '12', driver: '5', "
          "libraries: [{name: nccl, version: '2'}]}, hardware: {cores: 1}, resources: {cpu: {request: 1}, memory: "
          "{request: 1}, gpus: {count: 1}}, variables: [{name: A, value: x}], system: [{name: a, value: x}]") "dependencies: {compatibility: [{component: python, range: '>=3', reason: x}]}\n",
        "", "severity: [{kind: os, severity: note}]\n", 0);

    ck_assert_uint_eq(mf_parity_count(parity), COUNT_OF(kinds));
    ck_assert_uint_eq(mf_parity_count_outcome(parity, MF_PARITY_UNKNOWN), COUNT_OF(kinds));
    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        const char *kind = mf_parity_item_kind(mf_parity_item_at(parity, i));
        size_t number = 0;
        char policy[100];
        mf_parity *allowed;

        while (number < COUNT_OF(kinds) && strcmp(kinds[number], kind) != 0) {
            number++;
        }
        ck_assert_msg(number < COUNT_OF(kinds), "%s", kind);
        (void)snprintf(policy, sizeof policy,
                       "ignore: [{kind: %s, reason: x}]\nseverity: [{kind: %s, severity: note}]\n", kind,
                       kind);
        allowed = parity_of(P("os: linux, architecture: amd64"), "", policy, 0);
        ck_assert_uint_eq(mf_parity_count_allowed(allowed),
                          strcmp(kind, "os") == 0 || strcmp(kind, "architecture") == 0);
        mf_parity_unref(allowed);
    }
    mf_parity_unref(parity);
}
END_TEST

START_TEST(a_policy_has_a_limit)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_parity_policy *policy = NULL;

    mf_buffer_append_text(&text, POLICY "ignore:\n");
    for (int i = 0; i < 1001; i++) {
        mf_buffer_append_text(&text, "- {kind: os, reason: x}\n");
    }
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(mf_parity_policy_read(text.data, MF_ZERO_TERMINATED, NULL, &policy, NULL, NULL),
                     MF_ERROR_LIMIT);
    ck_assert_ptr_null(policy);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parity_policy");
    TCase *tests = tcase_create("parity_policy");

    tcase_add_test(tests, policies);
    tcase_add_test(tests, bad_policies);
    tcase_add_test(tests, policies_can_name_every_kind);
    tcase_add_test(tests, a_policy_has_a_limit);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
