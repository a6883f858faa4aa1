/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of packages: which belong together, which versions are one, and what is installed besides. */
#include "parities.h"

#define MORE(purl, rest) "{purl: 'pkg:" purl "', scope: runtime, " rest "}"

START_TEST(packages)
{
    static const struct parity_case cases[] = {
        { D(PKG("pypi/torch@2.4.0")), D(PKG("pypi/torch@2.4.0")), "=package:pkg:pypi/torch" },
        { D(PKG("pypi/torch@2.4.0")), D(PKG("pypi/torch@2.4.1")), "E~package:pkg:pypi/torch MF3620" },
        { D(PKG("pypi/torch@2.4.0")), D(PKG("pypi/torch@2.4.0%2Bcu121")), "E~package:pkg:pypi/torch MF3620" },
        { D(PKG("pypi/torch@2.4.0") ", " PKG("pypi/numpy@1.26.4")), D(PKG("pypi/torch@2.4.0")),
          "E-package:pkg:pypi/numpy MF3621, =package:pkg:pypi/torch" },
        { D(PKG("pypi/torch@2.4.0")), D(PKG("pypi/torch@2.4.0") ", " PKG("pypi/pip@24.0")),
          "=package:pkg:pypi/torch, W+package:pkg:pypi/pip MF3625" },
        { D(PKG("pypi/torch@2.4.0")), D(PKG("npm/torch@2.4.0")),
          "N+package:pkg:npm/ MF3627, E?package:pkg:pypi/ MF3628" },
        { D(PKG("pypi/torch@2.4.0")), "", "E?package:pkg:pypi/ MF3628" },
        { D("{purl: 'pkg:pypi/pytest@8.0.0', scope: test}, " PKG("pypi/a@1")),
          D(PKG("pypi/pytest@7.0.0") ", " PKG("pypi/a@1")), "=package:pkg:pypi/a" },
        { D("{purl: 'pkg:pypi/pytest@8.0.0', scope: test}"), "", "" },
        { "", D(PKG("deb/debian/bash@5.2.15-2") ", " PKG("deb/debian/zlib1g@1.2.13")),
          "N+package:pkg:deb/ MF3627" },
        { D(PKG("deb/debian/bash@5.2.15-2")),
          D(PKG("deb/debian/bash@5.2.15-2?arch=amd64") ", " PKG("deb/debian/zlib1g@1.2.13?arch=amd64")),
          "=package:pkg:deb/debian/bash, N+package:pkg:deb/debian/zlib1g MF3626" },
        { D(PKG("deb/debian/bash@5.2.15-2")), D(PKG("deb/debian/bash@5.2.15-3")),
          "W~package:pkg:deb/debian/bash MF3622" },
        { D(PKG("deb/debian/bash@5.2.15-2")), D(PKG("deb/ubuntu/bash@5.2.15-2")),
          "E-package:pkg:deb/debian/bash MF3621, N+package:pkg:deb/ubuntu/bash MF3626" },
        /* Two versions of one package. */
        { D(PKG("npm/a@1.0.0") ", " PKG("npm/a@2.0.0")), D(PKG("npm/a@1.0.0") ", " PKG("npm/a@2.0.0")),
          "=package:pkg:npm/a, =package:pkg:npm/a" },
        { D(PKG("npm/a@1.0.0") ", " PKG("npm/a@2.0.0")), D(PKG("npm/a@2.0.0")),
          "E-package:pkg:npm/a MF3621, =package:pkg:npm/a" },
        { D(PKG("npm/a@1.0.0") ", " PKG("npm/a@2.0.0")), D(PKG("npm/a@1.0.0") ", " PKG("npm/a@3.0.0")),
          "=package:pkg:npm/a, E~package:pkg:npm/a MF3620" },
    };

    assert_parities(cases, COUNT_OF(cases));
}
END_TEST

/* Versions that differ in spelling alone, and those that differ indeed. */
START_TEST(spelling_of_versions)
{
    static const struct {
        const char *type;
        const char *left;
        const char *right;
        bool same;
    } pairs[] = {
        { "pypi/a", "1.0", "1.0.0", true },
        { "pypi/a", "1.0rc1", "1.0.0-rc.1", true },
        { "pypi/a", "1!1.0", "1.0", false },
        { "pypi/a", "1.0", "1.0.post1", false },
        { "pypi/a", "1.0", "1.0.dev1", false },
        { "pypi/a", "1.0+abc", "1.0+abd", false },
        { "deb/debian/a", "1.0-1", "0:1.0-1", true },
        { "deb/debian/a", "1.0-1", "1:1.0-1", false },
        { "deb/debian/a", "1.0-1", "1.0-1~bpo12+1", false },
        { "deb/debian/a", "1.0-1", "1.0-1+b1", false },
        { "rpm/fedora/a", "1.0-1.fc39", "0:1.0-1.fc39", true },
        { "rpm/fedora/a", "1.0-1.fc39", "1.0-1.fc40", false },
        { "rpm/fedora/a", "1.0-1.fc39", "1.0^git1-1.fc39", false },
        { "apk/alpine/a", "1.2.3-r1", "1.2.3-r1", true },
        { "apk/alpine/a", "1.2.3-r1", "1.2.3-r10", false },
        { "apk/alpine/a", "1.2.3-r1", "1.2.3_rc1-r1", false },
        { "apk/alpine/a", "1.2-r0", "1.20-r0", false },
        { "npm/a", "1.0.0", "1.0.0", true },
        { "npm/a", "1.0.0", "1.0.0-rc.1", false },
        { "npm/a", "1.0.0+a", "1.0.0+b", false },
        { "cargo/a", "0.11.0+wasi-snapshot-preview1", "0.11.0", false },
        { "golang/example.com/a", "v1.0.0", "v1.0.0+incompatible", false },
        { "conda/a", "1.1", "1.1.0", true },
        { "conda/a", "1.1", "1.1.post1", false },
        { "maven/org.example/a", "1.0", "1.00", false },
        { "maven/org.example/a", "1.0", "1.0.0", false },
    };

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        mf_parity *parity = parity_of_versions(pairs[i].type, pairs[i].left, pairs[i].right);
        const mf_parity_item *item = mf_parity_item_at(parity, 0);

        ck_assert_uint_eq(mf_parity_count(parity), 1);
        ck_assert_msg((mf_parity_item_outcome(item) == MF_PARITY_SAME) == pairs[i].same, "%s: %s and %s",
                      pairs[i].type, pairs[i].left, pairs[i].right);
        mf_parity_unref(parity);
    }
}
END_TEST

START_TEST(contents_of_packages)
{
    static const struct parity_case cases[] = {
        { D(MORE("pypi/a@1", "digests: ['" DIGEST_A "', '" DIGEST_B "']")),
          D(MORE("pypi/a@1", "digests: ['" DIGEST_B "']")), "=package:pkg:pypi/a" },
        { D(MORE("pypi/a@1", "digests: ['" DIGEST_A "', '" DIGEST_B "']")),
          D(MORE("pypi/a@1", "digests: ['" DIGEST_C "']")), "E~package:pkg:pypi/a MF3623" },
        { D(MORE("pypi/a@1", "record: '" DIGEST_A "'")), D(MORE("pypi/a@1", "record: '" DIGEST_A "'")),
          "=package:pkg:pypi/a" },
        { D(MORE("pypi/a@1", "record: '" DIGEST_A "'")), D(MORE("pypi/a@1", "record: '" DIGEST_B "'")),
          "W~package:pkg:pypi/a MF3624" },
        /* A record is never compared with a digest. */
        { D(MORE("pypi/a@1", "digests: ['" DIGEST_A "']")), D(MORE("pypi/a@1", "record: '" DIGEST_B "'")),
          "=package:pkg:pypi/a" },
        { D(MORE("pypi/a@1", "digests: ['" DIGEST_A "'], record: '" DIGEST_B "'")),
          D(MORE("pypi/a@1", "digests: ['" DIGEST_B "'], record: '" DIGEST_B "'")),
          "E~package:pkg:pypi/a MF3623" },
        { D(PKG("pypi/a@1")), D(MORE("pypi/a@1", "editable: true")), "W~package:pkg:pypi/a MF3624" },
        { D(MORE("pypi/a@1", "editable: true")), D(PKG("pypi/a@1")), "W~package:pkg:pypi/a MF3624" },
        { D(MORE("pypi/a@1", "editable: false")), D(PKG("pypi/a@1")), "=package:pkg:pypi/a" },
        { D(PKG("pypi/a@1")), D(MORE("pypi/a@1", "origin: 'https://git.example.com/a'")),
          "W~package:pkg:pypi/a MF3624" },
        { D(MORE("pypi/a@1", "origin: 'https://git.example.com/a'")),
          D(MORE("pypi/a@1", "origin: 'https://git.example.com/b'")), "W~package:pkg:pypi/a MF3624" },
        { D(MORE("pypi/a@1", "origin: 'https://git.example.com/a'")),
          D(MORE("pypi/a@1", "origin: 'https://git.example.com/a'")), "=package:pkg:pypi/a" },
    };
    mf_parity *parity;

    assert_parities(cases, COUNT_OF(cases));
    parity = parity_of(cases[4].expected, cases[4].actual, NULL, 0);
    ck_assert_str_eq(mf_parity_item_compared(mf_parity_item_at(parity, 0)), "version");
    mf_parity_unref(parity);
    parity = parity_of(cases[5].expected, cases[5].actual, NULL, 0);
    ck_assert_str_eq(mf_parity_item_compared(mf_parity_item_at(parity, 0)), "version, digests, record");
    mf_parity_unref(parity);
}
END_TEST

/* A lock file that is complete stands for the packages that the manifest does not list. */
START_TEST(extras_of_a_locked_ecosystem_are_counted)
{
    static const struct parity_case cases[] = {
        { "dependencies:\n  lockfiles: [{name: a, path: a.txt, format: requirements, digest: '" DIGEST_A
          "', complete: true}]\n  packages: [" PKG("pypi/a@1") "]\n",
          D(PKG("pypi/a@1") ", " PKG("pypi/b@1") ", " PKG("pypi/c@1")),
          "=package:pkg:pypi/a, N+package:pkg:pypi/ MF3627" },
    };
    mf_parity *parity = parity_of(cases[0].expected, cases[0].actual, NULL, 0);

    assert_parities(cases, COUNT_OF(cases));
    ck_assert_str_eq(mf_parity_item_actual(mf_parity_item_at(parity, 1)), "2 packages");
    mf_parity_unref(parity);
}
END_TEST

/* Many packages, and a result that may not become as large as that. */
START_TEST(many_packages)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_manifest *manifest;
    mf_parity_options options;
    mf_parity *parity = NULL;

    mf_buffer_append_text(&text, "schema: manifest/v1\ndependencies:\n  packages:\n");
    for (int i = 0; i < 5000; i++) {
        mf_buffer_format(&text, "  - {purl: 'pkg:pypi/package-%d@1.%d', scope: runtime}\n", i, i);
    }
    mf_buffer_append_byte(&text, '\0');
    manifest = must_read(text.data);
    mf_parity_options_init(&options, sizeof options);
    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, &options, &parity, NULL), MF_OK);
    ck_assert_uint_eq(mf_parity_count_outcome(parity, MF_PARITY_SAME), 5000);
    parity = mf_parity_unref(parity);
    options.maximum_memory = 64 * 1024;
    ck_assert_int_eq(mf_parity_compare(manifest, manifest, NULL, &options, &parity, NULL), MF_ERROR_LIMIT);
    ck_assert_ptr_null(parity);
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parity_packages");
    TCase *tests = tcase_create("parity_packages");

    tcase_add_test(tests, packages);
    tcase_add_test(tests, spelling_of_versions);
    tcase_add_test(tests, contents_of_packages);
    tcase_add_test(tests, extras_of_a_locked_ecosystem_are_counted);
    tcase_add_test(tests, many_packages);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
