/* SPDX-License-Identifier: Apache-2.0 */
/* Directories of files, and manifests held against them: what is missing, changed, unexpected or dangerous is found, all at once. */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "a" and "b", and of both digests in a row, as sha256sum says. */
#define A  "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define B  "sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
#define AB "sha256:e5a01fee14e0ed5c48714f22180f25ad8365b53f9779f79dc4a3d7e93963f94a"
#define A512                                                                                                 \
    "sha512:1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"

static char directory[64];

static const char *below(const char *name)
{
    static char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void make_file(const char *name, const char *text)
{
    FILE *file = fopen(below(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert(fputs(text, file) >= 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void make_directory(void)
{
    (void)snprintf(directory, sizeof directory, "/tmp/mf-test-artifacts-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(mkdir(below("model"), 0700), 0);
    make_file("model/a", "a");
    make_file("model/b", "b");
    make_file("single", "a");
}

static void remove_directory(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
}

/* What directory and manifest agree on. */
#define MODEL                                                                                                \
    "schema: manifest/v1\n"                                                                                  \
    "artifacts:\n"                                                                                           \
    "  - name: model\n"                                                                                      \
    "    path: model\n"                                                                                      \
    "    digest: " AB "\n"                                                                                   \
    "    files:\n"                                                                                           \
    "      - {path: a, digest: '" A "', size: 1}\n"                                                          \
    "      - {path: b, digest: '" B "', size: 1}\n"
#define SINGLE "  - {name: single, path: single, digest: '" A512 "', size: 1}\n"

struct found {
    const char *code;
    const char *path;
    const char *file;
};

static void assert_verified(const char *text, const mf_tree_options *options, const struct found *expected,
                            size_t count)
{
    mf_manifest *manifest = must_read(text);
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_artifacts_verify(manifest, directory, options, &report, &error);

    ck_assert_ptr_nonnull(report);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);
        bool known = false;

        for (size_t j = 0; j < count; j++) {
            known = known || (strcmp(expected[j].code, mf_finding_code(finding)) == 0 &&
                              strcmp(expected[j].path, mf_finding_path(finding)) == 0 &&
                              strcmp(expected[j].file, mf_finding_found(finding)) == 0);
        }
        ck_assert_msg(known, "%s %s %s: %s", mf_finding_code(finding), mf_finding_path(finding),
                      mf_finding_found(finding), mf_finding_message(finding));
    }
    ck_assert_uint_eq(mf_report_total(report), count);
    ck_assert_int_eq(status,
                     mf_report_count_severity(report, MF_SEVERITY_ERROR) == 0 ? MF_OK : MF_ERROR_INVALID);
    mf_error_unref(error);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
}

START_TEST(a_directory_as_released_is_good)
{
    assert_verified(MODEL SINGLE, NULL, NULL, 0);
}
END_TEST

START_TEST(everything_wrong_is_found_in_one_run)
{
    static const struct found expected[] = {
        { "MF3301", "/artifacts/gone/path", "gone" },
        { "MF3302", "/artifacts/model/files/b/digest", "model/b" },
        { "MF3303", "/artifacts/model/files/b/size", "model/b" },
        { "MF3304", "", "model/c" },
        { "MF3305", "", "model/link" },
        { "MF3306", "", "pipe" },
        { "MF3309", "", "back\\slash" },
        { "MF3310", "/artifacts/elsewhere", "elsewhere" },
    };

    make_file("model/b", "tampered");
    make_file("model/c", "c");
    make_file("back\\slash", "");
    ck_assert_int_eq(symlink("a", below("model/link")), 0);
    ck_assert_int_eq(mkfifo(below("pipe"), 0600), 0);
    ck_assert_int_eq(mkdir(below(".git"), 0700), 0);
    make_file(".git/passed-over", "");
    assert_verified(MODEL SINGLE "  - {name: gone, path: gone, digest: '" A "', size: 1}\n"
                                 "  - {name: elsewhere, digest: '" A "', size: 1}\n",
                    NULL, expected, COUNT_OF(expected));
}
END_TEST

START_TEST(files_are_held_against_what_is_said_of_them)
{
    static const struct {
        const char *text;
        struct found expected;
    } cases[] = {
        { "  - {name: x, path: single, digest: '" B "', size: 1}\n",
          { "MF3302", "/artifacts/x/digest", "single" } },
        { "  - {name: x, path: single, digest: '" A "', size: 2}\n",
          { "MF3303", "/artifacts/x/size", "single" } },
        { "  - {name: x, path: single/a, digest: '" A "', size: 1}\n",
          { "MF3301", "/artifacts/x/path", "single/a" } },
        { "  - {name: x, path: model, digest: '" A "', size: 1}\n",
          { "MF3306", "/artifacts/x/path", "model" } },
        { "  - {name: x, path: pipe, digest: '" A "', size: 1}\n",
          { "MF3306", "/artifacts/x/path", "pipe" } },
        { "  - {name: x, path: out, digest: '" A "', size: 1}\n", { "MF3305", "/artifacts/x/path", "out" } },
        { "  - {name: x, path: out/etc/passwd, digest: '" A "', size: 1}\n",
          { "MF3305", "/artifacts/x/path", "out/etc/passwd" } },
        { "  - {name: x, path: model, digest: '" A "', files: [{path: a, digest: '" A "'}]}\n",
          { "MF3311", "/artifacts/x/digest", "x" } },
        { "  - {name: x, path: model, digest: '" A512 "', files: [{path: a, digest: '" A "'}]}\n",
          { "MF3311", "/artifacts/x/digest", "x" } },
        { "  - {name: x, digest: '" A "'}\n", { "MF3310", "/artifacts/x", "x" } },
    };
    mf_tree_options options;

    ck_assert_int_eq(mkfifo(below("pipe"), 0600), 0);
    ck_assert_int_eq(symlink("/", below("out")), 0);
    mf_tree_options_init(&options, sizeof options);
    options.flags = MF_TREE_ALLOW_UNEXPECTED;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[512];

        (void)snprintf(text, sizeof text, "schema: manifest/v1\nartifacts:\n%s", cases[i].text);
        assert_verified(text, &options, &cases[i].expected, 1);
    }
}
END_TEST

START_TEST(unexpected_files_may_be_allowed_or_excluded)
{
    static const struct found expected[] = { { "MF3304", "", "single" } };
    static const char *const excluded[] = { "single" };
    mf_tree_options options;

    ck_assert_str_eq(mf_tree_excluded(0), ".git");
    ck_assert_ptr_null(mf_tree_excluded(4));
    assert_verified(MODEL, NULL, expected, 1);
    mf_tree_options_init(&options, sizeof options);
    options.flags = MF_TREE_ALLOW_UNEXPECTED;
    assert_verified(MODEL, &options, NULL, 0);
    options.flags = 0;
    options.excluded = excluded;
    options.excluded_count = 1;
    assert_verified(MODEL, &options, NULL, 0);
}
END_TEST

START_TEST(links_are_followed_inside_only_where_that_is_asked_for)
{
#ifdef __linux__
    static const char text[] = "schema: manifest/v1\nartifacts:\n"
                               "  - {name: in, path: in, digest: '" A "'}\n"
                               "  - {name: out, path: out, digest: '" A "'}\n";
    static const struct found expected[] = { { "MF3305", "/artifacts/out/path", "out" } };
    mf_tree_options options;

    ck_assert_int_eq(symlink("model/a", below("in")), 0);
    ck_assert_int_eq(symlink("/etc/passwd", below("out")), 0);
    mf_tree_options_init(&options, sizeof options);
    options.flags = MF_TREE_ALLOW_UNEXPECTED | MF_TREE_FOLLOW_LINKS;
    assert_verified(text, &options, expected, 1);
#endif
}
END_TEST

START_TEST(a_directory_is_read_as_a_tree)
{
    static const char *const excluded[] = { "single" };
    mf_tree_options options;
    mf_tree *tree = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.excluded = excluded;
    options.excluded_count = 1;
    assert_ok(mf_tree_read(directory, &options, &tree, &report, &error), error);
    ck_assert_uint_eq(mf_report_total(report), 0);
    ck_assert_uint_eq(mf_tree_count(tree), 2);
    ck_assert_str_eq(mf_tree_path(tree, 0), "model/a");
    ck_assert_str_eq(mf_tree_digest(tree, 0), A);
    ck_assert_str_eq(mf_tree_digest(tree, 1), B);
    ck_assert_uint_eq(mf_tree_size(tree, 1), 1);
    ck_assert_uint_eq(mf_tree_total_size(tree), 2);
    ck_assert_str_eq(mf_tree_root_digest(tree), AB);
    ck_assert_str_eq(mf_tree_path(tree, 2), "");
    ck_assert_ptr_eq(mf_tree_ref(tree), tree);
    mf_tree_unref(tree);
    mf_tree_unref(tree);
    mf_report_unref(report);
}
END_TEST

START_TEST(a_tree_with_anything_odd_is_refused)
{
    mf_tree_options options;
    mf_tree *tree = NULL;
    mf_report *report = NULL;

    ck_assert_int_eq(symlink("a", below("model/link")), 0);
    ck_assert_int_eq(mkfifo(below("pipe"), 0600), 0);
    ck_assert_int_eq(mf_tree_read(directory, NULL, &tree, &report, NULL), MF_ERROR_INVALID);
    ck_assert_ptr_null(tree);
    ck_assert_uint_eq(mf_report_total(report), 2);
    mf_report_unref(report);
    ck_assert_int_eq(mf_tree_read(below("missing"), NULL, &tree, NULL, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_tree_read(below("single"), NULL, &tree, NULL, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_tree_read(NULL, NULL, &tree, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_artifacts_verify(NULL, directory, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    mf_tree_options_init(&options, sizeof options);
    options.maximum_files = 3;
    ck_assert_int_eq(mf_tree_read(directory, &options, &tree, NULL, NULL), MF_ERROR_LIMIT);
    options.maximum_files = 0;
    options.flags = 4;
    ck_assert_int_eq(mf_tree_read(directory, &options, &tree, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(tree);
}
END_TEST

/* Directories nest as deep as the system allows; the walk does not. */
START_TEST(deep_directories_end_somewhere)
{
    char path[1024] = "";
    mf_report *report = NULL;

    for (int i = 0; i < 80; i++) {
        (void)snprintf(path + strlen(path), sizeof path - strlen(path), "%sd", i == 0 ? "" : "/");
        ck_assert_int_eq(mkdir(below(path), 0700), 0);
    }
    ck_assert_int_eq(mf_tree_read(directory, NULL, NULL, &report, NULL), MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_total(report), 1);
    ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)), "MF3309");
    mf_report_unref(report);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("artifacts");
    TCase *tests = tcase_create("artifacts");

    tcase_add_checked_fixture(tests, make_directory, remove_directory);
    tcase_add_test(tests, a_directory_as_released_is_good);
    tcase_add_test(tests, everything_wrong_is_found_in_one_run);
    tcase_add_test(tests, files_are_held_against_what_is_said_of_them);
    tcase_add_test(tests, unexpected_files_may_be_allowed_or_excluded);
    tcase_add_test(tests, links_are_followed_inside_only_where_that_is_asked_for);
    tcase_add_test(tests, a_directory_is_read_as_a_tree);
    tcase_add_test(tests, a_tree_with_anything_odd_is_refused);
    tcase_add_test(tests, deep_directories_end_somewhere);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
