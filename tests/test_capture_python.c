/* SPDX-License-Identifier: Apache-2.0 */
/* Python environments, conda and Node, in trees made for it: what is there is found, what is damaged or hostile is a finding. */
#include "capturing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER  "opt/venv/lib/python3.11/site-packages"
#define SITE    FOLDER "/"
#define NAME    "/environment/runtime/name"
#define VERSION "/environment/runtime/version"
#define DIGITS  "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"

static void make_venv(const char *version)
{
    char text[128];

    (void)snprintf(text, sizeof text, "home = /usr/bin\ninclude-system-site-packages = false\nversion = %s\n",
                   version);
    tree_file("opt/venv/pyvenv.cfg", text);
    if (access(in_tree(SITE), F_OK) != 0) {
        tree_directory(FOLDER);
    }
}

static void make_wheel(const char *site, const char *name, const char *version, const char *record)
{
    char path[512];
    char text[256];

    (void)snprintf(path, sizeof path, "%s%s-%s.dist-info/METADATA", site, name, version);
    (void)snprintf(text, sizeof text, "Metadata-Version: 2.1\nName: %s\nVersion: %s\n\nText\n", name,
                   version);
    tree_file(path, text);
    if (record != NULL) {
        (void)snprintf(path, sizeof path, "%s%s-%s.dist-info/RECORD", site, name, version);
        tree_file(path, record);
    }
}

/* What stands at a field of a package; "" if absent. */
static const char *package_field(const struct captured *captured, const char *purl, const char *field)
{
    char path[512] = "/dependencies/packages/";
    size_t at = strlen(path);

    for (const char *byte = purl; *byte != '\0' && at + 3 < sizeof path; byte++) {
        if (*byte == '/') {
            path[at++] = '~';
            path[at++] = '1';
        } else {
            path[at++] = *byte;
        }
    }
    (void)snprintf(path + at, sizeof path - at, "/%s", field);
    return captured_text(captured, path);
}

START_TEST(a_virtual_environment_is_found)
{
    struct captured captured;

    make_venv("3.11.9");
    make_wheel(SITE, "Foo.Bar_baz", "1.0", "a,,\n");
    make_wheel(SITE, "plain", "2.4.0+cu124", NULL);
    captured = capture_tree(NULL);
    assert_captured(&captured, NAME, "cpython");
    assert_captured(&captured, VERSION, "3.11.9");
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert(captured_package(&captured, "pkg:pypi/foo-bar-baz@1.0"));
    ck_assert(captured_package(&captured, "pkg:pypi/plain@2.4.0%2Bcu124"));
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/plain@2.4.0%2Bcu124", "record"), "");
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/foo-bar-baz@1.0", "editable"), "");
    captured_end(&captured);
}
END_TEST

/* The digest of RECORD is a record and never a digest of the package. */
START_TEST(a_record_is_no_digest)
{
    struct captured captured;

    make_venv("3.11.9");
    make_wheel(SITE, "a", "1", "");
    captured = capture_tree(NULL);
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/a@1", "record"),
                     "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/a@1", "digests/0"), "");
    captured_end(&captured);
}
END_TEST

START_TEST(an_origin_goes_with_its_package)
{
    struct captured captured;

    make_venv("3.11.9");
    make_wheel(SITE, "a", "1", NULL);
    tree_file(SITE "a-1.dist-info/direct_url.json",
              "{\"url\": \"file:///src/a\", \"dir_info\": {\"editable\": true}}");
    make_wheel(SITE, "b", "1", NULL);
    tree_file(
        SITE "b-1.dist-info/direct_url.json",
        "{\"url\": \"https://p.example/b-1.tar.gz\", \"archive_info\": {\"hashes\": {\"sha256\": \"" DIGITS
        "\"}}}");
    make_wheel(SITE, "c", "1", NULL);
    tree_file(SITE "c-1.dist-info/direct_url.json", "{\"url\": ");
    captured = capture_tree(NULL);
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/a@1", "origin"), "file:///src/a");
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/a@1", "editable"), "true");
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/b@1", "origin"), "https://p.example/b-1.tar.gz");
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/b@1", "digests/sha256:" DIGITS), "sha256:" DIGITS);
    ck_assert(captured_package(&captured, "pkg:pypi/c@1"));
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", SITE "c-1.dist-info/direct_url.json"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(eggs_are_files_or_folders)
{
    struct captured captured;

    make_venv("3.11.9");
    tree_file(SITE "a-1.egg-info/PKG-INFO", "Name: a\nVersion: 1\n");
    tree_file(SITE "b-2-py3.11.egg-info", "Name: b\nVersion: 2\n");
    tree_directory(SITE "c-3.egg-info");
    captured = capture_tree(NULL);
    ck_assert(captured_package(&captured, "pkg:pypi/a@1"));
    ck_assert(captured_package(&captured, "pkg:pypi/b@2"));
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert_uint_eq(captured_findings(&captured, NULL, SITE "c-3.egg-info"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(the_first_in_the_search_path_wins)
{
    struct captured captured;

    tree_file("usr/bin/python3.11", "");
    tree_file("usr/include/python3.11/patchlevel.h", "#define PY_VERSION \"3.11.2\"\n");
    tree_directory("usr/lib/python3.11");
    make_wheel("usr/local/lib/python3.11/dist-packages/", "a", "2", NULL);
    make_wheel("usr/lib/python3/dist-packages/", "A", "1", NULL);
    make_wheel("usr/lib/python3/dist-packages/", "b", "1", NULL);
    captured = capture_tree(NULL);
    ck_assert(captured_package(&captured, "pkg:pypi/a@2"));
    ck_assert(captured_package(&captured, "pkg:pypi/b@1"));
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert_uint_eq(
        captured_findings(&captured, "MF3430", "usr/lib/python3/dist-packages/A-1.dist-info/METADATA"), 1);
    assert_captured(&captured, VERSION, "3.11.2");
    captured_end(&captured);
}
END_TEST

START_TEST(what_is_damaged_is_left_out_and_said)
{
    static const char *const broken[] = {
        "",
        "Name: x\n",
        "Version: 1\n",
        "Name: x\nVersion: \x1b[31m1\n",
        "Name: x/../../y\nVersion: 1\n",
        "garbage\n",
    };
    struct captured captured;
    char path[256];

    make_venv("3.11.9");
    make_wheel(SITE, "good", "1", NULL);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        (void)snprintf(path, sizeof path, SITE "broken%zu-1.dist-info/METADATA", i);
        tree_file(path, broken[i]);
    }
    tree_file(SITE "half-1.dist-info/RECORD", "");
    make_wheel(SITE, "~oved", "1", NULL);
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 1);
    ck_assert(captured_package(&captured, "pkg:pypi/good@1"));
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", NULL), sizeof broken / sizeof broken[0]);
    ck_assert_uint_eq(captured_findings(&captured, "MF3407", SITE "half-1.dist-info"), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3407", SITE "~oved-1.dist-info"), 1);
    captured_end(&captured);
}
END_TEST

/* A giant file is read as far as its head goes, and nothing but files is opened. */
START_TEST(a_hostile_environment_does_no_harm)
{
    struct captured captured;

    make_venv("3.11.9");
    make_wheel(SITE, "giant", "1", NULL);
    ck_assert_int_eq(truncate(in_tree(SITE "giant-1.dist-info/METADATA"), (off_t)1 << 30), 0);
    make_wheel(SITE, "large", "1", "");
    ck_assert_int_eq(truncate(in_tree(SITE "large-1.dist-info/RECORD"), (off_t)1 << 40), 0);
    tree_directory(SITE "pipe-1.dist-info");
    ck_assert_int_eq(mkfifo(in_tree(SITE "pipe-1.dist-info/METADATA"), 0600), 0);
    tree_link(SITE "loop-1.dist-info", "loop-1.dist-info");
    tree_link(SITE "above-1.dist-info", "../../../../../../../../../../../etc");
    tree_link(SITE "again", ".");
    tree_link("opt/again", ".");
    tree_link("opt/round", "round");
    captured = capture_tree(NULL);
    ck_assert(captured_package(&captured, "pkg:pypi/giant@1"));
    ck_assert(captured_package(&captured, "pkg:pypi/large@1"));
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert_str_eq(package_field(&captured, "pkg:pypi/large@1", "record"), "");
    ck_assert_uint_ge(captured_findings(&captured, "MF3404", SITE "large-1.dist-info/RECORD"), 1);
    ck_assert_uint_ge(captured_findings(&captured, "MF3406", SITE "pipe-1.dist-info/METADATA"), 1);
    ck_assert_uint_ge(captured_findings(&captured, "MF3406", SITE "loop-1.dist-info/METADATA"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(a_giant_directory_is_bounded)
{
    mf_capture_options options;
    struct captured captured;

    make_venv("3.11.9");
    for (int i = 0; i < 300; i++) {
        char name[64];

        (void)snprintf(name, sizeof name, "p%d", i);
        make_wheel(SITE, name, "1", NULL);
    }
    mf_capture_options_init(&options, sizeof options);
    options.maximum_entries = 299;
    captured = capture_tree(&options);
    ck_assert_uint_eq(captured_package_count(&captured), 0);
    ck_assert_uint_eq(captured_findings(&captured, "MF3404", FOLDER), 1);
    captured_end(&captured);
    options.maximum_entries = 300;
    captured = capture_tree(&options);
    ck_assert_uint_eq(captured_package_count(&captured), 300);
    captured_end(&captured);
}
END_TEST

START_TEST(several_interpreters_are_not_chosen_from)
{
    static const char *const named[] = { "/opt/venv/" };
    static const char *const wrong[] = { "../etc", "", "/", "a//b", "opt/./venv" };
    mf_capture_options options;
    struct captured captured;

    make_venv("3.11.9");
    tree_file("usr/local/bin/python3.12", "");
    tree_directory("usr/local/lib/python3.12/site-packages");
    tree_file("usr/local/include/python3.12/patchlevel.h", "#define PY_VERSION \"3.12.5\"\n");
    captured = capture_tree(NULL);
    assert_captured(&captured, NAME, NULL);
    assert_captured(&captured, VERSION, NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", NULL), 1);
    captured_end(&captured);
    mf_capture_options_init(&options, sizeof options);
    options.python_prefixes = named;
    options.python_prefix_count = 1;
    captured = capture_tree(&options);
    assert_captured(&captured, VERSION, "3.11.9");
    ck_assert_uint_eq(captured_findings(&captured, "MF3431", NULL), 0);
    captured_end(&captured);
    options.python_prefixes = wrong;
    options.python_prefix_count = 5;
    captured = capture_tree(&options);
    ck_assert_uint_eq(captured_findings(&captured, "MF3410", NULL), 5);
    captured_end(&captured);
}
END_TEST

/* A virtual environment may look into the system's directories behind its own. */
START_TEST(an_environment_may_use_those_of_the_system)
{
    struct captured captured;

    tree_file("srv/app/venv/pyvenv.cfg",
              "home = /elsewhere/python/bin\ninclude-system-site-packages = true\nversion = 3.11.9\n");
    make_wheel("srv/app/venv/lib/python3.11/site-packages/", "a", "2", NULL);
    make_wheel("elsewhere/python/lib/python3.11/site-packages/", "a", "1", NULL);
    make_wheel("elsewhere/python/lib/python3.11/site-packages/", "b", "1", NULL);
    captured = capture_tree(NULL);
    ck_assert(captured_package(&captured, "pkg:pypi/a@2"));
    ck_assert(captured_package(&captured, "pkg:pypi/b@1"));
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert_uint_eq(captured_findings(&captured, "MF3430", NULL), 1);
    captured_end(&captured);
    tree_file("srv/app/venv/pyvenv.cfg",
              "home = /../../elsewhere/python/bin\ninclude-system-site-packages = true\nversion = 3.11.9\n");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 1);
    captured_end(&captured);
}
END_TEST

/* In most environments lib64 is a link to lib; in others it holds packages of its own. */
START_TEST(both_libraries_are_looked_into_once)
{
    struct captured captured;

    make_venv("3.11.9");
    make_wheel(SITE, "a", "1", NULL);
    tree_link("opt/venv/lib64", "lib");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 1);
    ck_assert_uint_eq(captured_findings(&captured, "MF3430", NULL), 0);
    captured_end(&captured);
    ck_assert_int_eq(unlink(in_tree("opt/venv/lib64")), 0);
    make_wheel("opt/venv/lib64/python3.11/site-packages/", "b", "1", NULL);
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    captured_end(&captured);
}
END_TEST

/* Without headers, the package that holds the interpreter says its version; another release of it says nothing. */
START_TEST(the_package_of_the_system_knows_its_interpreter)
{
    static const struct {
        const char *package;
        const char *version; /* NULL: absent */
    } cases[] = {
        { "Package: python3.11-minimal\nVersion: 3.11.2-6+deb12u5\n", "3.11.2" },
        { "Package: python3.11\nVersion: 3.11.2-6\n", "3.11.2" },
        { "Package: python3\nVersion: 3.11.2-1+b1\n", "3.11.2" },
        { "Package: python3\nVersion: 3.12.3-0\n", NULL },
        { "Package: python3.11-minimal\nVersion: 3.11-1\n", NULL },
        { "Package: python3.11-doc\nVersion: 3.11.2-6\n", NULL },
    };

    tree_file("usr/bin/python3.11", "");
    tree_file("usr/lib/python3.11/os.py", "");
    tree_file("etc/os-release", "ID=debian\nVERSION_ID=12\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct captured captured;
        char text[256];

        (void)snprintf(text, sizeof text, "%sStatus: install ok installed\nArchitecture: amd64\n",
                       cases[i].package);
        tree_file("var/lib/dpkg/status", text);
        captured = capture_tree(NULL);
        assert_captured(&captured, VERSION, cases[i].version);
        ck_assert_uint_eq(captured_findings(&captured, "MF3401", "usr"), cases[i].version == NULL ? 1 : 0);
        captured_end(&captured);
    }
}
END_TEST

START_TEST(a_version_that_is_not_exact_is_absent)
{
    static const char *const versions[] = { "3.11", "3.12.1", "3.1.11", "x", "", "3.11.9\x1b[31m" };

    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        struct captured captured;

        make_venv(versions[i]);
        captured = capture_tree(NULL);
        /* What stands behind the third number is not part of it. */
        assert_captured(&captured, VERSION, i == 5 ? "3.11.9" : NULL);
        ck_assert_uint_eq(captured_findings(&captured, "MF3401", "opt/venv"), i == 5 ? 0 : 1);
        captured_end(&captured);
    }
}
END_TEST

START_TEST(packages_of_conda_are_found)
{
    struct captured captured;

    tree_file("opt/conda/bin/python3.11", "");
    tree_directory("opt/conda/lib/python3.11/site-packages");
    tree_file("opt/conda/conda-meta/python-3.11.9-h955ad1f_0.json",
              "{\"name\": \"python\", \"version\": \"3.11.9\", \"build\": \"h955ad1f_0\", \"channel\": "
              "\"https://c.example/conda-forge/linux-64\", \"subdir\": \"linux-64\", \"fn\": "
              "\"python-3.11.9-h955ad1f_0.conda\", \"sha256\": \"" DIGITS "\"}");
    tree_file("opt/conda/conda-meta/cut-1-0.json", "{\"name\": \"cut\", \"ver");
    tree_file("opt/conda/conda-meta/history", "==> 2024 <==\n");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 1);
    ck_assert(captured_package(
        &captured,
        "pkg:conda/python@3.11.9?build=h955ad1f_0&channel=conda-forge&subdir=linux-64&type=conda"));
    assert_captured(&captured, VERSION, "3.11.9");
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "opt/conda/conda-meta/cut-1-0.json"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(packages_of_node_are_found)
{
    struct captured captured;

    tree_file(
        "app/node_modules/.package-lock.json",
        "{\"name\": \"app\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/@scope/a\": {\"version\": "
        "\"1.2.3\", \"resolved\": \"https://n.example/@scope/a/-/a-1.2.3.tgz\", \"integrity\": "
        "\"sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==\"}, "
        "\"node_modules/b\": {\"version\": \"2.0.0\"}}}");
    tree_file("usr/local/lib/node_modules/.package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert(captured_package(&captured, "pkg:npm/%40scope/a@1.2.3"));
    ck_assert(captured_package(&captured, "pkg:npm/b@2.0.0"));
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "usr/local/lib/node_modules/.package-lock.json"),
                      1);
    captured_end(&captured);
}
END_TEST

/* --- this host ------------------------------------------------------------------------------------------------------------ */

/* importlib.metadata tells what this host's own interpreter finds in its own directory: the same, neither more nor less. */
START_TEST(python_itself_finds_the_same)
{
    static const char program[] =
        "python3 -c \"import sys, os, re, importlib.metadata as m\n"
        "print(sys.prefix)\n"
        "site = os.path.join(sys.prefix, 'lib', 'python%d.%d' % sys.version_info[:2], 'site-packages')\n"
        "seen = {}\n"
        "for d in m.distributions(path=[site]): seen.setdefault(re.sub('[-_.]+', '-', d.metadata['Name']).lower(), d.version)\n"
        "for n in sorted(seen): print('pkg:pypi/%s@%s' % (n, seen[n].replace('+', '%2B').replace('!', '%21')))\" 2>/dev/null";
    FILE *python = popen(program, "r");
    char root[1024] = "";
    char line[1024];
    mf_capture_options options;
    const char *prefix;
    struct captured captured;
    size_t count = 0;

    ck_assert_ptr_nonnull(python);
    if (fgets(root, sizeof root, python) == NULL || strrchr(root, '/') == root) {
        (void)pclose(python);
        printf("# skipped: no python3 that is installed below a directory of its own\n");
        return;
    }
    root[strcspn(root, "\n")] = '\0';
    *strrchr(root, '/') = '\0';
    prefix = root + strlen(root) + 1;
    mf_capture_options_init(&options, sizeof options);
    options.python_prefixes = &prefix;
    options.python_prefix_count = 1;
    options.root = root;
    captured = capture_tree(&options);
    while (fgets(line, sizeof line, python) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        ck_assert_msg(captured_package(&captured, line), "%s was not found", line);
        count++;
    }
    ck_assert_int_eq(pclose(python), 0);
    ck_assert_uint_eq(captured_package_count(&captured), count);
    captured_end(&captured);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_python");
    TCase *tests = tcase_create("capture_python");

    tcase_add_checked_fixture(tests, make_tree, remove_tree);
    tcase_add_test(tests, a_virtual_environment_is_found);
    tcase_add_test(tests, a_record_is_no_digest);
    tcase_add_test(tests, an_origin_goes_with_its_package);
    tcase_add_test(tests, eggs_are_files_or_folders);
    tcase_add_test(tests, the_first_in_the_search_path_wins);
    tcase_add_test(tests, what_is_damaged_is_left_out_and_said);
    tcase_add_test(tests, a_hostile_environment_does_no_harm);
    tcase_add_test(tests, a_giant_directory_is_bounded);
    tcase_add_test(tests, several_interpreters_are_not_chosen_from);
    tcase_add_test(tests, an_environment_may_use_those_of_the_system);
    tcase_add_test(tests, both_libraries_are_looked_into_once);
    tcase_add_test(tests, the_package_of_the_system_knows_its_interpreter);
    tcase_add_test(tests, a_version_that_is_not_exact_is_absent);
    tcase_add_test(tests, packages_of_conda_are_found);
    tcase_add_test(tests, packages_of_node_are_found);
    tcase_add_test(tests, python_itself_finds_the_same);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
