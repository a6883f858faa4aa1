/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of capture: reading below a root that may be hostile, and values that may not fit. */
#include "capturing.h"

#include <sys/stat.h>
#include <unistd.h>

#define NAME    "/environment/platform/distribution/name"
#define VERSION "/environment/platform/distribution/version"

static void assert_distribution(const char *name, const char *version)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, NAME, name);
    assert_captured(&captured, VERSION, version);
    captured_end(&captured);
}

/* Nothing is captured, and one finding says why, about this file. */
static void assert_not_captured(const char *code, const char *file)
{
    struct captured captured = capture_tree(NULL);

    assert_captured(&captured, NAME, NULL);
    ck_assert_uint_eq(captured_findings(&captured, code, file), 1);
    captured_end(&captured);
}

START_TEST(the_distribution_is_read)
{
    tree_file("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\n# ID=no\nID=debian\n");
    assert_distribution("debian", "12");
    tree_file("etc/os-release", "ID='ubuntu'\r\nVERSION_ID=22\\.04\r\n");
    assert_distribution("ubuntu", "22.04");
    tree_file("etc/os-release", "ID=arch");
    assert_distribution("arch", NULL);
}
END_TEST

START_TEST(links_are_followed_as_if_the_root_were_the_system)
{
    tree_file("usr/lib/os-release", "ID=alpine\nVERSION_ID=3.19.1\n");
    assert_distribution("alpine", "3.19.1");
    tree_link("etc/os-release", "/usr/lib/os-release");
    assert_distribution("alpine", "3.19.1");
    ck_assert_int_eq(unlink(in_tree("etc/os-release")), 0);
    tree_link("etc/os-release", "../../../../usr/lib/os-release");
    assert_distribution("alpine", "3.19.1");
}
END_TEST

START_TEST(what_is_no_file_is_not_opened)
{
    tree_link("etc/os-release", "os-release");
    assert_not_captured("MF3406", "etc/os-release");
    ck_assert_int_eq(unlink(in_tree("etc/os-release")), 0);
    ck_assert_int_eq(mkfifo(in_tree("etc/os-release"), 0600), 0);
    assert_not_captured("MF3406", "etc/os-release");
    ck_assert_int_eq(unlink(in_tree("etc/os-release")), 0);
    tree_directory("etc/os-release");
    assert_not_captured("MF3406", "etc/os-release");
    ck_assert_int_eq(rmdir(in_tree("etc/os-release")), 0);
    assert_not_captured("MF3401", "etc/os-release");
}
END_TEST

START_TEST(a_giant_file_is_not_read)
{
    tree_file("etc/os-release", "ID=debian\n");
    ck_assert_int_eq(truncate(in_tree("etc/os-release"), (off_t)1 << 40), 0);
    assert_not_captured("MF3404", "etc/os-release");
}
END_TEST

START_TEST(what_no_manifest_can_hold_is_left_out)
{
    static const char *const texts[] = {
        "ID=De bian\n", "ID=deb\033[31mian\n", "ID=\xff\xfe\n", "ID=\"debian\nVERSION_ID=12\n", "ID=\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct captured captured;

        tree_file("etc/os-release", texts[i]);
        captured = capture_tree(NULL);
        assert_captured(&captured, NAME, NULL);
        ck_assert_uint_eq(captured_findings(&captured, "MF3410", NULL) +
                              captured_findings(&captured, "MF3401", "etc/os-release"),
                          i == 3 ? 1 : 2);
        captured_end(&captured);
    }
}
END_TEST

START_TEST(a_tree_that_is_not_running_is_said_once)
{
    struct captured captured = capture_tree(NULL);

    ck_assert_uint_eq(captured_findings(&captured, "MF3409", "proc"), 1);
    captured_end(&captured);
    tree_directory("proc/sys/kernel");
    captured = capture_tree(NULL);
    ck_assert_uint_eq(captured_findings(&captured, "MF3409", NULL), 0);
    captured_end(&captured);
}
END_TEST

START_TEST(wrong_calls_are_refused)
{
    static const char *const names[] = { "A", NULL };
    mf_capture_options options;
    mf_builder *builder = NULL;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_environment_capture(NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    mf_capture_options_init(&options, sizeof options);
    options.root = in_tree("nothing");
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_IO);
    options.root = tree_root();
    options.flags = 0x80;
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_ARGUMENT);
    options.flags = 0;
    options.variable_count = 1;
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_ARGUMENT);
    options.variables = names;
    options.variable_count = 2;
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_ERROR_ARGUMENT);
    options.variable_count = 1;
    ck_assert_int_eq(mf_environment_capture(builder, &options, NULL, NULL), MF_OK);
    mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("capture");
    TCase *tests = tcase_create("capture");

    tcase_add_checked_fixture(tests, make_tree, remove_tree);
    tcase_add_test(tests, the_distribution_is_read);
    tcase_add_test(tests, links_are_followed_as_if_the_root_were_the_system);
    tcase_add_test(tests, what_is_no_file_is_not_opened);
    tcase_add_test(tests, a_giant_file_is_not_read);
    tcase_add_test(tests, what_no_manifest_can_hold_is_left_out);
    tcase_add_test(tests, a_tree_that_is_not_running_is_said_once);
    tcase_add_test(tests, wrong_calls_are_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
