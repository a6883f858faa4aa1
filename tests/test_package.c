/* SPDX-License-Identifier: Apache-2.0 */
/* Names of packages and their package URLs; the cases of the purl specification judge how those are built. */
#include "harness.h"

#include "value/check.h"
#include "value/package.h"

#include <cjson/cJSON.h>

enum { MOST_QUALIFIERS = 16 };

struct counts {
    int built;
    int refused;
    int without_version;
};

static struct mf_view text_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);

    return mf_view_of(cJSON_IsString(value) ? value->valuestring : NULL);
}

static void run_case(const cJSON *test, struct counts *counts)
{
    const cJSON *input = cJSON_GetObjectItemCaseSensitive(test, "input");
    const cJSON *output = cJSON_GetObjectItemCaseSensitive(test, "expected_output");
    const char *description = cJSON_GetObjectItemCaseSensitive(test, "description")->valuestring;
    struct mf_package_qualifier qualifiers[MOST_QUALIFIERS];
    struct mf_package package = { .type = text_of(input, "type"),
                                  .namespace = text_of(input, "namespace"),
                                  .name = text_of(input, "name"),
                                  .version = text_of(input, "version"),
                                  .subpath = text_of(input, "subpath"),
                                  .qualifiers = qualifiers };
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const cJSON *qualifier;
    const char *problem;

    cJSON_ArrayForEach(qualifier, cJSON_GetObjectItemCaseSensitive(input, "qualifiers"))
    {
        ck_assert_uint_lt(package.qualifier_count, MOST_QUALIFIERS);
        qualifiers[package.qualifier_count++] =
            (struct mf_package_qualifier){ mf_view_of(qualifier->string),
                                           mf_view_of(qualifier->valuestring) };
    }
    problem = mf_package_purl(&buffer, &package);
    if (package.version.size == 0) {
        ck_assert_ptr_nonnull(problem);
        counts->without_version++;
    } else if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(test, "expected_failure"))) {
        ck_assert_msg(problem != NULL, "%s: %.*s", description, (int)buffer.size, buffer.data);
        counts->refused++;
    } else {
        ck_assert_msg(problem == NULL, "%s: %s", description, problem);
        assert_view_is(mf_buffer_view(&buffer), output->valuestring);
        counts->built++;
    }
    ck_assert(problem == NULL || buffer.size == 0);
    mf_buffer_release(&buffer);
}

static void run_file(const char *name, struct mf_view contents, void *context)
{
    cJSON *root = cJSON_ParseWithLength(contents.data, contents.size);
    const cJSON *test;

    ck_assert_msg(root != NULL, "%s", name);
    cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(root, "tests"))
    {
        /* Names of the type git may hold '/', which is part of the namespace to all others: nothing is built of it here. */
        if (strcmp(cJSON_GetObjectItemCaseSensitive(test, "test_type")->valuestring, "build") == 0 &&
            strcmp(name, "git-test.json") != 0) {
            run_case(test, context);
        }
    }
    cJSON_Delete(root);
}

START_TEST(cases_of_the_specification)
{
    struct counts counts = { 0, 0, 0 };

    if (!have_testdata("purl/tests")) {
        return;
    }
    for_each_testdata_file("purl/tests/spec", run_file, &counts);
    for_each_testdata_file("purl/tests/types", run_file, &counts);
    ck_assert_int_ge(counts.built, 100);
    ck_assert_int_ge(counts.refused + counts.without_version, 20);
}
END_TEST

static const struct {
    const char *type;
    const char *namespace;
    const char *name;
    const char *version;
    const char *key;
    const char *value;
    const char *subpath;
    const char *expected; /* NULL: refused */
} built[] = {
    { "pypi", "", "Flask_X", "1.0RC1", "", "", "", "pkg:pypi/flask-x@1.0rc1" },
    { "npm", "@types", "node", "20.1.0", "", "", "", "pkg:npm/%40types/node@20.1.0" },
    { "golang", "github.com/BurntSushi", "toml", "v1.0.0+incompatible", "", "", "go.mod",
      "pkg:golang/github.com/BurntSushi/toml@v1.0.0%2Bincompatible#go.mod" },
    { "conda", "", "x", "1", "build", "h1_0", "", "pkg:conda/x@1?build=h1_0" },
    { "conda", "", "x", "1", "build", "", "", "pkg:conda/x@1" },
    { "generic", "", "a%41 b", "100%", "", "", "", "pkg:generic/a%2541%20b@100%25" },
    { "pypi", "space", "x", "1", "", "", "", NULL },
    { "golang", "", "go.opencensus.io", "v0.24.0", "", "", "", "pkg:golang/go.opencensus.io@v0.24.0" },
    { "maven", "", "x", "1", "", "", "", NULL },
    { "pypi", "", "x", "", "", "", "", NULL },
    { "pypi", "", "", "1", "", "", "", NULL },
    { "", "", "x", "1", "", "", "", NULL },
    { "1", "", "x", "1", "", "", "", NULL },
    { "generic", "", "x", "1", "?", "1", "", NULL },
    { "generic", "a/../b", "x", "1", "", "", "", NULL },
    { "generic", "", "x\n", "1", "", "", "", NULL },
    { "generic", "", "\xff", "1", "", "", "", NULL },
};

START_TEST(package_urls_are_built_or_refused)
{
    struct mf_package_qualifier qualifier = { mf_view_of(built[_i].key), mf_view_of(built[_i].value) };
    struct mf_package package = { .type = mf_view_of(built[_i].type),
                                  .namespace = mf_view_of(built[_i].namespace),
                                  .name = mf_view_of(built[_i].name),
                                  .version = mf_view_of(built[_i].version),
                                  .qualifiers = &qualifier,
                                  .qualifier_count = qualifier.key.size > 0,
                                  .subpath = mf_view_of(built[_i].subpath) };
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *problem = mf_package_purl(&buffer, &package);

    if (built[_i].expected == NULL) {
        ck_assert_ptr_nonnull(problem);
        ck_assert_uint_eq(buffer.size, 0);
    } else {
        ck_assert_ptr_null(problem);
        assert_view_is(mf_buffer_view(&buffer), built[_i].expected);
        ck_assert(mf_purl_check(mf_buffer_view(&buffer), NULL));
    }
    mf_buffer_release(&buffer);
}
END_TEST

/* Too long by its parts, by its escapes, or by its number of qualifiers. */
START_TEST(long_package_urls_are_refused)
{
    char text[MF_PURL_SIZE + 1];
    struct mf_package_qualifier qualifiers[40];
    struct mf_package package = { .type = mf_view_of("generic"),
                                  .name = mf_view_of("x"),
                                  .version = mf_view_of("1"),
                                  .qualifiers = qualifiers };
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    memset(text, '+', sizeof text);
    package.name = mf_view_make(text, sizeof text);
    ck_assert_ptr_nonnull(mf_package_purl(&buffer, &package));
    package.name.size = MF_PURL_SIZE - 100;
    ck_assert_ptr_nonnull(mf_package_purl(&buffer, &package));
    package.name.size = (MF_PURL_SIZE - 14) / 3;
    ck_assert_ptr_null(mf_package_purl(&buffer, &package));
    ck_assert_uint_le(buffer.size, MF_PURL_SIZE);
    mf_buffer_release(&buffer);
    memset(text, 'k', sizeof text);
    package.name.size = 1;
    for (size_t i = 0; i < 40; i++) {
        qualifiers[i] = (struct mf_package_qualifier){ mf_view_make(text, i + 1), mf_view_of("v") };
    }
    package.qualifier_count = 40;
    ck_assert_ptr_nonnull(mf_package_purl(&buffer, &package));
    package.qualifier_count = 32;
    ck_assert_ptr_null(mf_package_purl(&buffer, &package));
    qualifiers[1].key.size = 1;
    mf_buffer_release(&buffer);
    ck_assert_ptr_nonnull(mf_package_purl(&buffer, &package));
    mf_buffer_release(&buffer);
}
END_TEST

static const struct {
    const char *type;
    const char *name;
    const char *normal; /* NULL: not a name */
} names[] = {
    { "pypi", "Flask", "flask" },
    { "pypi", "A_b.-_C", "a-b-c" },
    { "pypi", "zope.interface", "zope-interface" },
    { "pypi", "-x", NULL },
    { "pypi", "x_", NULL },
    { "pypi", "a b", NULL },
    { "pypi", "x;y", NULL },
    { "pypi", "", NULL },
    { "pypi", "\xc3\xa4", NULL },
    { "npm", "Some.Name_x", "Some.Name_x" },
    { "npm", "..", NULL },
    { "npm", "a/b", NULL },
    { "npm", "a%2fb", NULL },
    { "cargo", "Inflector_x", "Inflector_x" },
    { "cargo", "a__b", "a__b" },
    { "cargo", "a.b", NULL },
    { "conda", "_libgcc_mutex", "_libgcc_mutex" },
    { "conda", "PyYAML", "pyyaml" },
    { "conda", "a/b", NULL },
    { "golang", "toml", "toml" },
    { "golang", "a@b", NULL },
    { "golang", ".", NULL },
    { "other", "A_b c", "A_b c" },
    { "other", "a\nb", NULL },
};

START_TEST(names_have_one_spelling)
{
    struct mf_view type = mf_view_of(names[_i].type);
    struct mf_view name = mf_view_of(names[_i].name);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    ck_assert_int_eq(mf_package_name_check(type, name), names[_i].normal != NULL);
    if (names[_i].normal != NULL) {
        mf_package_normalise(&buffer, type, name);
        assert_view_is(mf_buffer_view(&buffer), names[_i].normal);
    }
    mf_buffer_release(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("package");
    TCase *tests = tcase_create("package");

    tcase_add_test(tests, cases_of_the_specification);
    tcase_add_loop_test(tests, package_urls_are_built_or_refused, 0, (int)(sizeof built / sizeof built[0]));
    tcase_add_test(tests, long_package_urls_are_refused);
    tcase_add_loop_test(tests, names_have_one_spelling, 0, (int)(sizeof names / sizeof names[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
