/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package URLs against the cases of their specification. We check a spelling, so of each case we use what it says about
 * one: of `build` the canonical text that must come out, of `validate` and `parse` the text that goes in. Outside of the
 * check are parts that are not written (`build` that must fail) and texts without a version, which we refuse anyway.
 */
#include "harness.h"

#include "value/check.h"
#include "value/purl.h"

#include <cjson/cJSON.h>
#include <stdio.h>

struct counts {
    int accepted;
    int mended;
    int refused;
    int without_version;
    int set_aside;
};

/* True of a text that ends in a version, as far as that can be told without reading it as we do. */
static bool has_version(const char *text)
{
    char path[1000];
    char *slash;

    ck_assert_uint_lt(strlen(text), sizeof path);
    strcpy(path, text);
    path[strcspn(path, "?#")] = '\0';
    slash = strrchr(path, '/');
    return slash != NULL && strchr(slash, '@') != NULL;
}

static void expect_canonical(const char *text, const char *description, struct counts *counts)
{
    struct mf_buffer advice = MF_BUFFER_EMPTY;
    bool passes = mf_purl_check(mf_view_of(text), &advice);

    if (has_version(text)) {
        ck_assert_msg(passes, "%s: %s: %.*s", description, text, (int)advice.size, advice.data);
        counts->accepted++;
    } else {
        ck_assert_msg(!passes && advice.size > 0, "%s: %s", description, text);
        counts->without_version++;
    }
    mf_buffer_release(&advice);
}

static void expect_refused(const char *text, const char *description, struct counts *counts)
{
    ck_assert_msg(!mf_purl_check(mf_view_of(text), NULL), "%s: %s", description, text);
    counts->refused++;
}

/* A text that is not canonical must be refused, and the advice must show the one that is. */
static void expect_mended(const char *text, const char *canonical, const char *description,
                          struct counts *counts)
{
    struct mf_buffer advice = MF_BUFFER_EMPTY;

    if (strcmp(text, canonical) == 0) {
        expect_canonical(text, description, counts);
        return;
    }
    expect_canonical(canonical, description, counts);
    ck_assert_msg(!mf_purl_check(mf_view_of(text), &advice), "%s: %s", description, text);
    mf_buffer_append_byte(&advice, '\0');
    if (has_version(text)) {
        ck_assert_msg(strncmp(advice.data, "write ", 6) == 0 && strcmp(advice.data + 6, canonical) == 0,
                      "%s: %s: %s", description, text, advice.data);
        counts->mended++;
    }
    mf_buffer_release(&advice);
}

/* The definition of `git` says that its names keep their case; this case of its tests says otherwise. */
static bool contradicts_its_definition(const char *input)
{
    return strcmp(input, "pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c") == 0;
}

static void run_case(const cJSON *test, struct counts *counts)
{
    const char *kind = cJSON_GetObjectItemCaseSensitive(test, "test_type")->valuestring;
    const char *description = cJSON_GetObjectItemCaseSensitive(test, "description")->valuestring;
    const cJSON *input = cJSON_GetObjectItemCaseSensitive(test, "input");
    const cJSON *output = cJSON_GetObjectItemCaseSensitive(test, "expected_output");
    bool failure = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(test, "expected_failure"));

    if (cJSON_IsString(input) && contradicts_its_definition(input->valuestring)) {
        counts->set_aside++;
    } else if (strcmp(kind, "build") == 0) {
        if (failure) {
            counts->set_aside++;
        } else {
            expect_canonical(output->valuestring, description, counts);
        }
    } else if (failure) {
        expect_refused(input->valuestring, description, counts);
    } else if (strcmp(kind, "parse") == 0) {
        /* Says what the parts mean, not how they are spelled: it must not be called nonsense. */
        struct mf_buffer advice = MF_BUFFER_EMPTY;
        bool passes = mf_purl_check(mf_view_of(input->valuestring), &advice);

        ck_assert_msg(passes || !has_version(input->valuestring) ||
                          mf_view_starts_with(mf_buffer_view(&advice), "write pkg:"),
                      "%s: %s: %.*s", description, input->valuestring, (int)advice.size, advice.data);
        mf_buffer_release(&advice);
        counts->accepted++;
    } else {
        ck_assert_str_eq(kind, "validate");
        ck_assert_ptr_nonnull(output);
        expect_mended(input->valuestring, output->valuestring, description, counts);
    }
}

static void run_file(const char *name, struct mf_view contents, void *context)
{
    cJSON *root = cJSON_ParseWithLength(contents.data, contents.size);
    const cJSON *test;

    ck_assert_msg(root != NULL, "%s", name);
    cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(root, "tests"))
    {
        run_case(test, context);
    }
    cJSON_Delete(root);
}

START_TEST(cases_of_the_specification)
{
    struct counts counts = { 0, 0, 0, 0, 0 };

    if (!have_testdata("purl/tests")) {
        return;
    }
    for_each_testdata_file("purl/tests/spec", run_file, &counts);
    for_each_testdata_file("purl/tests/types", run_file, &counts);
    fprintf(stderr, "package URLs: %d accepted, %d mended, %d refused, %d without version, %d set aside\n",
            counts.accepted, counts.mended, counts.refused, counts.without_version, counts.set_aside);
    ck_assert_int_ge(counts.accepted, 383);
    ck_assert_int_ge(counts.mended, 29);
    ck_assert_int_ge(counts.refused, 35);
    ck_assert_int_le(counts.set_aside, 20);
}
END_TEST

/* The advice is itself a good value. */
START_TEST(advice_can_be_taken)
{
    static const char *const texts[] = {
        "pkg:PYPI/Django_X@1.0RC1",
        "pkg:npm/@Scope/Name@1?b=2&a=1#./x/../y",
        "pkg:oci/Debian@SHA256:AB?tag=Latest&repository_url=docker.io/library/debian",
        "pkg:generic/a b@1 2?x=\xc3\xa4/\xe2\x82\xac#c d",
        "pkg:pub/Some.Name@1",
        "pkg:cpan/drolsky/DateTime@1",
        "pkg:GitLab/Group/Sub/Project@v1",
        "PKG:///golang/github.com//BurntSushi/toml@v1.0.0?",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_buffer advice = MF_BUFFER_EMPTY;

        ck_assert_msg(!mf_purl_check(mf_view_of(texts[i]), &advice), "%s", texts[i]);
        ck_assert_msg(mf_view_starts_with(mf_buffer_view(&advice), "write pkg:"), "%s: %.*s", texts[i],
                      (int)advice.size, advice.data);
        ck_assert_msg(mf_purl_check(mf_view_make(advice.data + 6, advice.size - 6), NULL), "%.*s",
                      (int)advice.size, advice.data);
        mf_buffer_release(&advice);
    }
}
END_TEST

START_TEST(parts)
{
    static const struct {
        const char *text;
        const char *package;
        const char *type;
        const char *name;
        const char *version;
        const char *qualifiers;
    } cases[] = {
        { "pkg:pypi/numpy@1.26.4", "pkg:pypi/numpy", "pypi", "numpy", "1.26.4", "" },
        { "pkg:npm/%40angular/core@1.0.0", "pkg:npm/%40angular/core", "npm", "core", "1.0.0", "" },
        { "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12", "pkg:deb/debian/libc6", "deb",
          "libc6", "2.36-9+deb12u4", "arch=amd64&distro=debian-12" },
        { "pkg:golang/example.com/a/b@v1.0.0?x=y#sub/path", "pkg:golang/example.com/a/b", "golang", "b",
          "v1.0.0", "x=y" },
        { "pkg:golang/example.com/a@v1.0.0#sub", "pkg:golang/example.com/a", "golang", "a", "v1.0.0", "" },
        /* What is no package URL does no harm. */
        { "", "", "", "", "", "" },
        { "pkg", "pkg", "", "", "", "" },
        { "pkg:", "pkg:", "", "", "", "" },
        { "pkg:pypi", "pkg:pypi", "pypi", "", "", "" },
        { "@", "", "", "", "", "" },
    };
    char bytes[MF_PURL_SIZE];
    struct mf_view version;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_purl purl = mf_purl_split(mf_view_of(cases[i].text));

        assert_view_is(purl.package, cases[i].package);
        assert_view_is(purl.type, cases[i].type);
        assert_view_is(purl.name, cases[i].name);
        assert_view_is(purl.qualifiers, cases[i].qualifiers);
        ck_assert(mf_purl_decode(purl.version, bytes, &version));
        assert_view_is(version, cases[i].version);
    }
    ck_assert(!mf_purl_decode(mf_view_of("%4"), bytes, &version));
    ck_assert(!mf_purl_decode(mf_view_of("%00"), bytes, &version));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("purl");
    TCase *tcase = tcase_create("purl");

    tcase_add_test(tcase, cases_of_the_specification);
    tcase_add_test(tcase, advice_can_be_taken);
    tcase_add_test(tcase, parts);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
