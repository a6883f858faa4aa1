/* SPDX-License-Identifier: Apache-2.0 */
/* The databases of dpkg and apk: as they are, half installed, damaged, cut off and hostile. */
#include "capturing.h"

#include "value/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STATUS "var/lib/dpkg/status"
#define APK    "lib/apk/db/installed"

static void begin(void)
{
    make_tree();
    tree_file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
}

static const char curl[] =
    "Package: curl\nStatus: install ok installed\nPriority: optional\nInstalled-Size: 501\n"
    "Architecture: amd64\nMulti-Arch: foreign\nVersion: 7.88.1-10+deb12u12\nDepends: libc6 (>= 2.34),\n"
    " zlib1g\nDescription: tool\n Version: 1\n .\n More.\n\n";
#define CURL "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u12?arch=amd64&distro=debian-12"

/* Captures a database of dpkg, and says how many packages were found and how many findings a code has. */
static struct captured dpkg(const char *first, const char *second)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&text, first);
    mf_buffer_append_text(&text, second);
    tree_bytes(STATUS, text.data, text.size);
    mf_buffer_release(&text);
    return capture_tree(NULL);
}

START_TEST(installed_packages_of_dpkg_are_found)
{
    struct captured captured = dpkg(
        curl, "Package: zlib1g\nStatus: install ok installed\nArchitecture: amd64\n"
              "Version: 1:1.2.13.dfsg-1\n\n"
              "Package: tzdata\nStatus: hold ok triggers-pending\nArchitecture: all\nVersion: 2024a-0\n");

    ck_assert_uint_eq(captured_package_count(&captured), 3);
    ck_assert(captured_package(&captured, CURL));
    ck_assert(
        captured_package(&captured, "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12"));
    ck_assert(captured_package(&captured, "pkg:deb/debian/tzdata@2024a-0?arch=all&distro=debian-12"));
    captured_end(&captured);
}
END_TEST

START_TEST(what_is_not_installed_is_no_package)
{
    static const struct {
        const char *stanza;
        size_t findings; /* MF3407 */
    } cases[] = {
        { "Package: a\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n", 0 },
        { "Package: a\nStatus: purge ok not-installed\nArchitecture: amd64\n\n", 0 },
        { "Package: a\nStatus: install reinstreq half-installed\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\nStatus: install ok unpacked\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\nStatus: install ok half-configured\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\nStatus: installed\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\nStatus:\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\nStatus: install ok installed\nArchitecture: amd64\n\n", 1 },
        { "Status: install ok installed\nArchitecture: amd64\nVersion: 1\n\n", 1 },
        { "Package: a\033[2Jb\nStatus: install ok installed\nVersion: 1\n\n", 1 },
        { "Package: \xff\nStatus: install ok installed\nVersion: 1\n\n", 1 },
        { "Package: ../../etc\nStatus: install ok installed\nVersion: \n\n", 1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct captured captured = dpkg(cases[i].stanza, curl);

        ck_assert_msg(captured_package_count(&captured) == 1, "case %zu", i);
        ck_assert(captured_package(&captured, CURL));
        ck_assert_msg(captured_findings(&captured, "MF3407", STATUS) == cases[i].findings, "case %zu", i);
        captured_end(&captured);
    }
}
END_TEST

START_TEST(a_damaged_database_gives_what_is_whole)
{
    static const char *const ends[] = {
        "Package: b\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.2",
        "Package: b",
        "Package: b\nStatus: install ok installed\nVersion: 1\nArchi",
        "Package: b\nVersion",
        "Package: b\nStatus: install ok installed\nVersion: 1\nno field\n\n",
        "Package: b\nVersion: 1\n\001\002\n",
    };

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct captured captured = dpkg(curl, ends[i]);

        ck_assert_msg(captured_package_count(&captured) == 1, "case %zu", i);
        ck_assert_msg(captured_findings(&captured, "MF3403", STATUS) == 1, "case %zu", i);
        captured_end(&captured);
    }
}
END_TEST

/* However the file is cut off: nothing is invented, and either it ends between two lines or a finding says that it is cut. */
START_TEST(a_database_cut_anywhere_is_read)
{
    for (size_t size = 0; size < sizeof curl - 1; size++) {
        char part[sizeof curl];
        struct captured captured;

        memcpy(part, curl, size);
        part[size] = '\0';
        captured = dpkg("", part);
        ck_assert_uint_le(captured_package_count(&captured), 1);
        ck_assert(captured_package_count(&captured) == 0 || captured_package(&captured, CURL));
        ck_assert_uint_eq(captured_findings(&captured, "MF3403", STATUS), size > 0 && curl[size - 1] != '\n');
        captured_end(&captured);
    }
}
END_TEST

START_TEST(an_interrupted_dpkg_is_found)
{
    struct captured captured;

    tree_directory("var/lib/dpkg/updates");
    captured = dpkg(curl, "");
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "var/lib/dpkg/updates"), 0);
    captured_end(&captured);
    tree_file("var/lib/dpkg/updates/0001", "Package: curl\n");
    captured = dpkg(curl, "");
    ck_assert_uint_eq(captured_findings(&captured, "MF3403", "var/lib/dpkg/updates"), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(distroless_images_have_a_file_for_each_package)
{
    struct captured captured;

    tree_file("var/lib/dpkg/status.d/base-files",
              "Package: base-files\nArchitecture: amd64\nVersion: 12.4\n");
    tree_file("var/lib/dpkg/status.d/base-files.md5sums", "68b329da  etc/motd\n");
    tree_file("var/lib/dpkg/status.d/libssl3",
              "Package: libssl3\nVersion: 3.0.11-1\nArchitecture: amd64\n\n");
    tree_link("var/lib/dpkg/status.d/loop", "loop");
    ck_assert_int_eq(mkfifo(in_tree("var/lib/dpkg/status.d/pipe"), 0600), 0);
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert(captured_package(&captured, "pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12"));
    ck_assert(captured_package(&captured, "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12"));
    ck_assert_uint_eq(captured_findings(&captured, "MF3406", NULL), 2);
    captured_end(&captured);
}
END_TEST

START_TEST(packages_of_apk_are_found)
{
    struct captured captured;

    tree_file("etc/os-release", "ID=alpine\nVERSION_ID=3.19.1\n");
    tree_file(APK, "C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=\nP:alpine-baselayout\nV:3.4.3-r2\nA:x86_64\nS:8515\n"
                   "F:dev\nM:0:0:1777\nR:hosts\na:0:0:644\n\n"
                   "P:musl\nV:1.2.4_git20230717-r4\nA:x86_64\n\nP:no-version\nA:x86_64\n\n");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert(captured_package(&captured,
                               "pkg:apk/alpine/alpine-baselayout@3.4.3-r2?arch=x86_64&distro=alpine-3.19.1"));
    ck_assert(captured_package(&captured,
                               "pkg:apk/alpine/musl@1.2.4_git20230717-r4?arch=x86_64&distro=alpine-3.19.1"));
    ck_assert_uint_eq(captured_findings(&captured, "MF3407", APK), 1);
    captured_end(&captured);
}
END_TEST

START_TEST(without_a_distribution_packages_have_no_package_url)
{
    struct captured captured;

    tree_file("etc/os-release", "NAME=nothing\n");
    captured = dpkg(curl, "");
    ck_assert_uint_eq(captured_package_count(&captured), 0);
    ck_assert_uint_eq(captured_findings(&captured, "MF3401", STATUS), 1);
    captured_end(&captured);
    /* A rolling distribution has no version. */
    tree_file("etc/os-release", "ID=debian\n");
    captured = dpkg(curl, "");
    ck_assert(captured_package(&captured, "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u12?arch=amd64"));
    captured_end(&captured);
}
END_TEST

START_TEST(limits_hold)
{
    mf_capture_options options;
    struct captured captured;
    mf_builder *builder = NULL;

    mf_capture_options_init(&options, sizeof options);
    tree_file(STATUS, curl);
    options.maximum_file = sizeof curl - 2;
    captured = capture_tree(&options);
    ck_assert_uint_eq(captured_package_count(&captured), 0);
    ck_assert_uint_eq(captured_findings(&captured, "MF3404", STATUS), 1);
    captured_end(&captured);
    options.maximum_file = sizeof curl - 1;
    captured = capture_tree(&options);
    ck_assert_uint_eq(captured_package_count(&captured), 1);
    captured_end(&captured);
    /* Memory, and the number of packages, end the call. */
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    options.root = tree_root();
    options.maximum_memory = 100;
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_LIMIT);
    options.maximum_memory = 0;
    options.maximum_entries = 1;
    tree_file(STATUS, "Package: a\nVersion: 1\n\nPackage: b\nVersion: 1\n\n");
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_LIMIT);
    mf_builder_unref(builder);
}
END_TEST

START_TEST(packages_of_the_builder_stay_as_they_are)
{
    mf_capture_options options;
    mf_manifest *manifest = NULL;
    mf_builder *builder = NULL;
    struct captured captured;

    tree_file(STATUS, curl);
    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    options.flags = MF_CAPTURE_IMAGE;
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_json(builder, "/dependencies/packages",
                                         "[{\"purl\": \"" CURL "\", \"scope\": \"build\"}]",
                                         MF_ZERO_TERMINATED, NULL),
                     MF_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_OK);
    }
    tree_file(STATUS, "Package: a\nVersion: 1\n\n");
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    captured = (struct captured){ manifest, NULL };
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    assert_captured(&captured,
                    "/dependencies/packages/pkg:deb~1debian~1curl@7.88.1-10%2Bdeb12u12?arch=amd64&"
                    "distro=debian-12/scope",
                    "build");
    assert_captured(&captured, "/dependencies/packages/pkg:deb~1debian~1a@1?distro=debian-12/in_image",
                    "true");
    captured_end(&captured);
    mf_builder_unref(builder);
}
END_TEST

static size_t count_of_type(const struct captured *captured, const char *begin)
{
    mf_cursor *cursor = NULL;
    size_t count = 0;

    ck_assert_int_eq(mf_manifest_walk(captured->manifest, "/dependencies/packages", &cursor, NULL), MF_OK);
    while (mf_cursor_next(cursor) == 1) {
        count += strncmp(mf_cursor_key(cursor), begin, strlen(begin)) == 0;
    }
    mf_cursor_unref(cursor);
    return count;
}

static void assert_on_host(const struct captured *captured, const char *name, const char *version,
                           const char *architecture)
{
    const char *distribution = captured_text(captured, "/environment/platform/distribution/name");
    const char *number = captured_text(captured, "/environment/platform/distribution/version");
    char distro[128] = "";
    struct mf_package_qualifier qualifiers[] = { { mf_view_of("arch"), mf_view_of(architecture) },
                                                 { mf_view_of("distro"), { NULL, 0 } } };
    const struct mf_package package = { .type = mf_view_of("deb"),
                                        .namespace = mf_view_of(distribution),
                                        .name = mf_view_of(name),
                                        .version = mf_view_of(version),
                                        .qualifiers = qualifiers,
                                        .qualifier_count = 2 };
    struct mf_buffer purl = MF_BUFFER_EMPTY;

    if (*number != '\0') {
        (void)snprintf(distro, sizeof distro, "%s-%s", distribution, number);
    }
    qualifiers[1].value = mf_view_of(distro);
    ck_assert_ptr_null(mf_package_purl(&purl, &package));
    mf_buffer_append_byte(&purl, '\0');
    ck_assert_msg(captured_package(captured, purl.data), "%s was not found", purl.data);
    mf_buffer_release(&purl);
}

/* Whether this host's own database agrees with dpkg-query. */
START_TEST(this_host_is_captured_as_dpkg_query_lists_it)
{
    FILE *list =
        popen("command -v dpkg-query >/dev/null && test -f /etc/debian_version && LC_ALL=C dpkg-query -W "
              "-f '${db:Status-Abbrev} ${Package} ${Version} ${Architecture}\\n' 2>/dev/null",
              "r");
    char state[8];
    char name[256];
    char version[256];
    char architecture[64];
    mf_builder *builder = NULL;
    struct captured captured = { NULL, NULL };
    size_t installed = 0;

    ck_assert_ptr_nonnull(list);
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_environment_capture(builder, NULL, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &captured.manifest, NULL, NULL), MF_OK);
    while (fscanf(list, "%7s %255s %255s %63s", state, name, version, architecture) == 4) {
        if (state[1] == 'i') {
            installed++;
            assert_on_host(&captured, name, version, architecture);
        }
    }
    if (pclose(list) != 0 || installed == 0) {
        puts("# skipped: this host has no dpkg-query");
    } else {
        ck_assert_uint_eq(count_of_type(&captured, "pkg:deb/"), installed);
    }
    captured_end(&captured);
    mf_builder_unref(builder);
}
END_TEST

/* The same version in several places: told once. */
START_TEST(a_package_that_stands_twice_is_one)
{
    static const char *const places[] = { "opt/venv/lib/python3.11/site-packages",
                                          "usr/lib/python3/dist-packages",
                                          "usr/local/lib/python3.11/site-packages" };
    struct captured captured;

    tree_file("opt/venv/pyvenv.cfg", "version = 3.11.2\n");
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char path[128];
        char text[32];

        (void)snprintf(path, sizeof path, "%s/a-1.dist-info/METADATA", places[i]);
        tree_file(path, "Metadata-Version: 2.1\nName: a\nVersion: 1\n");
        (void)snprintf(path, sizeof path, "%s/a-1.dist-info/RECORD", places[i]);
        (void)snprintf(text, sizeof text, "a/%zu.py,,\n", i);
        tree_file(path, text);
    }
    captured = dpkg(curl, curl);
    ck_assert_uint_eq(captured_package_count(&captured), 2);
    ck_assert(captured_package(&captured, CURL));
    ck_assert_uint_eq(captured_findings(&captured, "MF3411", "pkg:pypi/a@1"), 1);
    captured_end(&captured);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture_packages");
    TCase *tests = tcase_create("capture_packages");

    tcase_add_checked_fixture(tests, begin, remove_tree);
    tcase_add_test(tests, installed_packages_of_dpkg_are_found);
    tcase_add_test(tests, what_is_not_installed_is_no_package);
    tcase_add_test(tests, a_damaged_database_gives_what_is_whole);
    tcase_add_test(tests, a_database_cut_anywhere_is_read);
    tcase_add_test(tests, an_interrupted_dpkg_is_found);
    tcase_add_test(tests, distroless_images_have_a_file_for_each_package);
    tcase_add_test(tests, packages_of_apk_are_found);
    tcase_add_test(tests, without_a_distribution_packages_have_no_package_url);
    tcase_add_test(tests, limits_hold);
    tcase_add_test(tests, packages_of_the_builder_stay_as_they_are);
    tcase_add_test(tests, a_package_that_stands_twice_is_one);
    tcase_add_test(tests, this_host_is_captured_as_dpkg_query_lists_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
