/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of Python environments say: the readers of their bytes. */
#include "harness.h"

#include "capture/python_text.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define DIGITS "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"

/* No data where "" is expected. */
static void assert_text(struct mf_view view, const char *expected)
{
    ck_assert_msg(mf_view_is(view, expected), "'%.*s' instead of '%s'", (int)view.size,
                  view.data == NULL ? "" : view.data, expected);
}

START_TEST(metadata_says_name_and_version)
{
    static const struct {
        const char *text;
        const char *name;
        const char *version;
    } cases[] = {
        { "Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0\n\nVersion: 2\n", "Foo.Bar", "1.0" },
        { "Name: a\nVersion: 2.4.0+cu124", "a", "2.4.0+cu124" },
        { "NAME:a\r\nversion:\t1!2.0rc1 \r\n\r\n", "a", "1!2.0rc1" },
        { "Name: a\nSummary: x\n  Version: 9\n\tName: b\nVersion: 2004d\n", "a", "2004d" },
        { "Name: a\nName: b\nVersion: 1\nVersion: 2\n", "a", "1" },
        { "Summary: \xff\xfe\nName: a\nVersion: 1\n", "a", "1" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_python_metadata metadata;

        ck_assert_ptr_null(mf_python_metadata_read(mf_view_of(cases[i].text), &metadata));
        assert_text(metadata.name, cases[i].name);
        assert_text(metadata.version, cases[i].version);
    }
}
END_TEST

START_TEST(corrupt_metadata_is_refused)
{
    static const char *const cases[] = {
        "",
        "\n",
        "\nName: a\nVersion: 1\n",
        "Name: a\n",
        "Version: 1\n",
        "Name: a\n\nVersion: 1\n",
        "Name:\nVersion: 1\n",
        "Name: a\nVersion:\n",
        "Name: a b\nVersion: 1\n",
        "Name: ../a\nVersion: 1\n",
        "Name: -a\nVersion: 1\n",
        "Name: a\nVersion: 1 2\n",
        "Name: a\nVersion: 1/2\n",
        "Name: a\nVersion: \x1b[31m1\n",
        "Name: a\x1b[31m\nVersion: 1\n",
        "Name: a\nVersion: -1\n",
        "Name: a\nVersion: 1%0a\n",
        "Name a\nVersion: 1\n",
        ": a\nName: a\nVersion: 1\n",
        "<html>\nName: a\nVersion: 1\n",
    };
    static const char with_zero[] = "Name: a\0b\nVersion: 1\n";
    struct mf_python_metadata metadata;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_msg(mf_python_metadata_read(mf_view_of(cases[i]), &metadata) != NULL, "case %zu", i);
    }
    ck_assert_ptr_nonnull(mf_python_metadata_read(mf_view_make(with_zero, sizeof with_zero - 1), &metadata));
    ck_assert_ptr_nonnull(mf_python_metadata_read(mf_view_make(NULL, 0), &metadata));
}
END_TEST

START_TEST(a_virtual_environment_says_what_it_was_made_of)
{
    static const struct {
        const char *text;
        const char *version;
        const char *home;
        bool uses_system;
    } cases[] = {
        { "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\nexecutable = x\n",
          "3.11.2", "/usr/bin", false },
        { "home=/usr/local/bin\r\nInclude-System-Site-Packages = TRUE\r\nversion_info = 3.12.3.final.0\r\n",
          "3.12.3", "/usr/local/bin", true },
        { "version_info = 3.12\nversion = 3.12.1\n", "3.12.1", "", false },
        { "version = 3.11\n", "", "", false },
        { "version = 3.11.x\nversion: 3.11.2\n", "", "", false },
        { "version = 99999.1.1\n", "", "", false },
        { "version =\nhome\ninclude-system-site-packages = yes\n", "", "", false },
        { "", "", "", false },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_python_venv venv;

        mf_python_venv_read(mf_view_of(cases[i].text), &venv);
        assert_text(venv.version, cases[i].version);
        assert_text(venv.home, cases[i].home);
        ck_assert_int_eq(venv.uses_system, cases[i].uses_system);
    }
}
END_TEST

START_TEST(versions_of_interpreters)
{
    static const struct {
        const char *text;
        const char *version;
    } headers[] = {
        { "/*--start constants--*/\n#define PY_MAJOR_VERSION\t3\n\n/* Version as a string */\n#define PY_VERSION      "
          "\t\"3.11.9\"\n/*--end--*/\n",
          "3.11.9" },
        { "# define PY_VERSION \"3.13.0rc1+\" // built in between\r\n", "3.13.0rc1+" },
        { "#define PY_VERSION 3.11.9\n", "" },
        { "#define PY_VERSION \"3.11\"\n", "" },
        { "#define PY_VERSION \"3.11.9; rm\"\n", "" },
        { "#define PY_VERSION \"\"\n", "" },
        { "#define PY_VERSION \"\n", "" },
        { "#define PY_VERSION\n", "" },
        { "#define PY_VERSION_HEX \"3.11.9\"\n", "" },
        { "#undef PY_VERSION \"3.11.9\"\n", "" },
        { "", "" },
    };

    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        assert_text(mf_python_patchlevel_read(mf_view_of(headers[i].text)), headers[i].version);
    }
    assert_text(mf_python_exact_version(mf_view_of("3.11.2-6+deb12u5")), "3.11.2");
    assert_text(mf_python_exact_version(mf_view_of("3.12.3.final.0")), "3.12.3");
    assert_text(mf_python_exact_version(mf_view_of("3.12-1")), "");
    assert_text(mf_python_exact_version(mf_view_of("3..1")), "");
    assert_text(mf_python_exact_version(mf_view_of("")), "");
}
END_TEST

START_TEST(an_origin_is_what_was_installed)
{
    static const struct {
        const char *text;
        const char *url;
        bool editable;
    } cases[] = {
        { "{\"url\": \"https://p.example/a-1.tar.gz\", \"archive_info\": {}}", "https://p.example/a-1.tar.gz",
          false },
        { "{\"url\": \"file:///src/a\", \"dir_info\": {\"editable\": true}}", "file:///src/a", true },
        { "{\"url\": \"file:///src/a\", \"dir_info\": {\"editable\": \"true\"}}", "file:///src/a", false },
        { "{\"url\": \"https://g.example/a.git\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"abc123\", "
          "\"requested_revision\": \"main\"}, \"subdirectory\": \"python\"}",
          "git+https://g.example/a.git@abc123#subdirectory=python", false },
        { "{\"url\": \"https://user:hunter2@g.example/a.whl\"}", "https://g.example/a.whl", false },
        { "{\"url\": \"https://:@g.example/a.whl\"}", "https://g.example/a.whl", false },
    };
    struct mf_arena *arena = mf_arena_new(0);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_python_origin origin;
        const char *problem = mf_python_origin_read(arena, mf_view_of(cases[i].text), &origin);

        ck_assert_msg(problem == NULL, "case %zu: %s", i, problem);
        ck_assert_str_eq(origin.url, cases[i].url);
        ck_assert_int_eq(origin.is_editable, cases[i].editable);
        ck_assert_ptr_null(origin.digests[0]);
        ck_assert_ptr_null(origin.digests[1]);
    }
    mf_arena_free(arena);
}
END_TEST

START_TEST(an_archive_keeps_its_digests)
{
    static const char *const cases[] = {
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hashes\": {\"sha256\": \"" DIGITS
        "\", \"md5\": \"00\"}}}",
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hash\": \"sha256=" DIGITS "\"}}",
        /* Those that are none are left out. */
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hashes\": {\"sha256\": \"abc\"}}}",
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hash\": \"md5=" DIGITS "\"}}",
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hash\": \"sha256\"}}",
        "{\"url\": \"https://p.example/a\", \"archive_info\": {\"hashes\": [\"sha256\"]}}",
        "{\"url\": \"https://p.example/a\", \"archive_info\": 1}",
    };
    struct mf_arena *arena = mf_arena_new(0);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_python_origin origin;

        ck_assert_ptr_null(mf_python_origin_read(arena, mf_view_of(cases[i]), &origin));
        if (i < 2) {
            ck_assert_str_eq(origin.digests[0], "sha256:" DIGITS);
        } else {
            ck_assert_ptr_null(origin.digests[0]);
        }
        ck_assert_ptr_null(origin.digests[1]);
    }
    mf_arena_free(arena);
}
END_TEST

START_TEST(a_corrupt_origin_is_refused)
{
    static const char *const cases[] = {
        "",
        "{",
        "[]",
        "\"https://p.example\"",
        "{}",
        "{\"url\": 1}",
        "{\"url\": \"\"}",
        "{\"url\": \"not an address\"}",
        "{\"url\": \"/src/a\"}",
        "{\"url\": \"https://p.example/\\u0007\"}",
        "{\"url\": \"https://p.example/a\\n\"}",
        "{\"url\": \"https://p.example/a\", \"url\": \"https://p.example/b\"}",
        "{\"url\": \"https://g.example/a\", \"vcs_info\": {}}",
        "{\"url\": \"https://g.example/a\", \"vcs_info\": {\"vcs\": \"git\"}}",
        "{\"url\": \"https://g.example/a\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"a b\"}}",
        "{\"url\": \"https://g.example/a\", \"vcs_info\": {\"vcs\": \"\", \"commit_id\": \"abc\"}}",
        "{\"url\": \"https://g.example/a\", \"subdirectory\": \"a b\"}",
    };
    struct mf_arena *arena = mf_arena_new(0);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_python_origin origin;

        ck_assert_msg(mf_python_origin_read(arena, mf_view_of(cases[i]), &origin) != NULL, "case %zu", i);
        ck_assert_ptr_null(origin.url);
    }
    mf_arena_free(arena);
}
END_TEST

START_TEST(a_package_of_conda)
{
    static const char text[] =
        "{\"name\": \"numpy\", \"version\": \"1.26.4\", \"build\": \"py311h64a7726_0\", \"build_number\": 0, "
        "\"channel\": \"https://c.example/conda-forge/linux-64\", \"subdir\": \"linux-64\", "
        "\"fn\": \"numpy-1.26.4-py311h64a7726_0.conda\", \"sha256\": \"" DIGITS "\", \"files\": []}";
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_conda_package package;

    ck_assert_ptr_null(mf_conda_package_read(arena, mf_view_of(text), &package));
    assert_text(package.name, "numpy");
    assert_text(package.version, "1.26.4");
    assert_text(package.build, "py311h64a7726_0");
    assert_text(package.channel, "conda-forge");
    assert_text(package.subdirectory, "linux-64");
    assert_text(package.archive_type, "conda");
    assert_text(package.sha256, DIGITS);
    ck_assert_ptr_null(mf_conda_package_read(
        arena,
        mf_view_of("{\"name\": \"a\", \"version\": \"1\", \"build\": \"a b\", \"channel\": \"x\\u0007\", "
                   "\"fn\": \"a.zip\", \"sha256\": \"ABC\", \"subdir\": 1}"),
        &package));
    ck_assert(package.build.size == 0 && package.channel.size == 0 && package.archive_type.size == 0 &&
              package.sha256.size == 0 && package.subdirectory.size == 0);
    mf_arena_free(arena);
}
END_TEST

START_TEST(a_corrupt_package_of_conda_is_refused)
{
    static const char *const cases[] = {
        "",
        "{\"name\": \"numpy\", \"version\": \"1.26.4\"",
        "[1]",
        "{\"version\": \"1\"}",
        "{\"name\": \"a\"}",
        "{\"name\": \"a/b\", \"version\": \"1\"}",
        "{\"name\": \"\", \"version\": \"1\"}",
        "{\"name\": \"a\", \"version\": \"1 2\"}",
        "{\"name\": \"a\", \"version\": 1}",
        "{\"name\": [\"a\"], \"version\": \"1\"}",
    };
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_conda_package package;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_msg(mf_conda_package_read(arena, mf_view_of(cases[i]), &package) != NULL, "case %zu", i);
    }
    mf_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_python_texts");
    TCase *tests = tcase_create("capture_python_texts");

    tcase_add_test(tests, metadata_says_name_and_version);
    tcase_add_test(tests, corrupt_metadata_is_refused);
    tcase_add_test(tests, a_virtual_environment_says_what_it_was_made_of);
    tcase_add_test(tests, versions_of_interpreters);
    tcase_add_test(tests, an_origin_is_what_was_installed);
    tcase_add_test(tests, an_archive_keeps_its_digests);
    tcase_add_test(tests, a_corrupt_origin_is_refused);
    tcase_add_test(tests, a_package_of_conda);
    tcase_add_test(tests, a_corrupt_package_of_conda_is_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
