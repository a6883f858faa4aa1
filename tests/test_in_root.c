/* SPDX-License-Identifier: Apache-2.0 */
/* Links followed step by step: as the system does it in one call, where it can. */
#define _GNU_SOURCE
#include "capturing.h"

#include "artifact/in_root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

static int root = -1;

static void begin(void)
{
    make_tree();
    tree_file("a/file", "file");
    tree_directory("a/b");
    tree_file("a/b/deep", "deep");
    tree_file("outside", "this is inside");
    tree_link("a/absolute", "/a/file");
    tree_link("a/relative", "b/deep");
    tree_link("a/up", "../../../../../outside");
    tree_link("a/slash", "/");
    tree_link("a/directory", "/a/b/");
    tree_link("a/file-slash", "/a/file/");
    tree_link("a/loop", "loop");
    tree_link("a/one", "two");
    tree_link("a/two", "/a/one");
    tree_link("a/dangling", "/nothing");
    tree_link("a/host", "/etc/hostname");
    tree_link("a/twice", "../a/directory/../absolute");
    for (int i = 0; i < 45; i++) {
        char name[32];
        char next[32];

        (void)snprintf(name, sizeof name, "chain%d", i);
        (void)snprintf(next, sizeof next, i == 0 ? "outside" : "chain%d", i - 1);
        tree_link(name, next);
    }
    root = open(tree_root(), O_RDONLY | O_DIRECTORY);
    ck_assert_int_ge(root, 0);
}

static void end(void)
{
    ck_assert_int_eq(close(root), 0);
    remove_tree();
}

static const char *const paths[] = {
    "a/file",
    "/a/file",
    "a//file",
    "a/./file",
    "a/../outside",
    "../../outside",
    "a/absolute",
    "a/relative",
    "a/up",
    "a/slash",
    "a/slash/outside",
    "a/slash/..",
    "a/directory",
    "a/directory/deep",
    "a/directory/../file",
    "a/loop",
    "a/one",
    "a/dangling",
    "a/host",
    "a/twice",
    "a/file/",
    "a/file-slash",
    "a/b/",
    "a/b",
    "a",
    ".",
    "..",
    "/",
    "",
    "nothing",
    "a/nothing/more",
    "a/file/more",
    "a/up/..",
    "a/directory/",
    "a/absolute/",
    "chain5",
    "chain39",
    "chain40",
    "chain44",
    "a/directory/..",
    "a/b/../../a/./b/deep",
};

static const int flags[] = { O_RDONLY, O_PATH, O_RDONLY | O_DIRECTORY, O_PATH | O_NOFOLLOW,
                             O_RDONLY | O_NOFOLLOW };

enum { PATHS = sizeof paths / sizeof paths[0], FLAGS = sizeof flags / sizeof flags[0] };

static void assert_leads_to(const char *path, const char *expected)
{
    int file = mf_open_in_root(root, path, O_RDONLY | O_CLOEXEC);
    char text[32] = "";

    ck_assert_msg(file >= 0, "%s: %s", path, strerror(errno));
    ck_assert_int_ge(read(file, text, sizeof text - 1), 0);
    ck_assert_str_eq(text, expected);
    ck_assert_int_eq(close(file), 0);
}

static void assert_refused(const char *path, int reason)
{
    errno = 0;
    ck_assert_msg(mf_open_in_root(root, path, O_RDONLY | O_CLOEXEC) < 0, "%s is opened", path);
    ck_assert_msg(errno == reason, "%s: %s", path, strerror(errno));
}

START_TEST(links_lead_where_they_lead_in_a_system)
{
    assert_leads_to("a/absolute", "file");
    assert_leads_to("a/relative", "deep");
    assert_leads_to("a/up", "this is inside");
    assert_leads_to("../../../outside", "this is inside");
    assert_leads_to("a/twice", "file");
    assert_leads_to("chain39", "this is inside");
}
END_TEST

START_TEST(what_leads_nowhere_is_refused)
{
    char many[4096];

    assert_refused("a/loop", ELOOP);
    assert_refused("a/one", ELOOP);
    assert_refused("chain44", ELOOP);
    assert_refused("a/dangling", ENOENT);
    assert_refused("a/host", ENOENT);
    assert_refused("a/file/more", ENOTDIR);
    assert_refused("a/file/", ENOTDIR);
    assert_refused("", ENOENT);
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    assert_refused(many, ENAMETOOLONG);
}
END_TEST

/* The other side is the kernel: the same file, or the same reason. */
START_TEST(the_kernel_agrees)
{
#ifdef SYS_openat2
    for (size_t i = 0; i < PATHS * FLAGS; i++) {
        const char *path = paths[i / FLAGS];
        struct open_how how = { .flags = (unsigned)(flags[i % FLAGS] | O_CLOEXEC),
                                .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
        int theirs = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
        int their_reason = theirs < 0 ? errno : 0;
        int ours = mf_open_in_root(root, path, flags[i % FLAGS] | O_CLOEXEC);
        int our_reason = ours < 0 ? errno : 0;

        if (their_reason == ENOSYS || their_reason == EPERM) {
            puts("# skipped: this kernel has no openat2()");
            return;
        }
        ck_assert_msg(our_reason == their_reason, "%s, flags %#o: %s, not %s", path,
                      (unsigned)flags[i % FLAGS], strerror(our_reason), strerror(their_reason));
        if (ours >= 0) {
            struct stat first;
            struct stat second;

            ck_assert_int_eq(fstat(ours, &first), 0);
            ck_assert_int_eq(fstat(theirs, &second), 0);
            ck_assert_msg(first.st_ino == second.st_ino && first.st_mode == second.st_mode, "%s", path);
            ck_assert_int_eq(close(ours), 0);
            ck_assert_int_eq(close(theirs), 0);
        }
    }
#endif
}
END_TEST

START_TEST(no_descriptor_is_lost)
{
    int before = dup(root);
    int after;

    ck_assert_int_eq(close(before), 0);
    for (size_t i = 0; i < PATHS * FLAGS; i++) {
        int file = mf_open_in_root(root, paths[i / FLAGS], flags[i % FLAGS] | O_CLOEXEC);

        if (file >= 0) {
            ck_assert_int_eq(close(file), 0);
        }
    }
    after = dup(root);
    ck_assert_int_eq(after, before);
    ck_assert_int_eq(close(after), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("in_root");
    TCase *tests = tcase_create("in_root");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, links_lead_where_they_lead_in_a_system);
    tcase_add_test(tests, what_leads_nowhere_is_refused);
    tcase_add_test(tests, the_kernel_agrees);
    tcase_add_test(tests, no_descriptor_is_lost);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
