/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the capture of a tree that has something for every probe, and something wrong for most. */
#include "allocations.h"
#include "capturing.h"

#include <sys/stat.h>
#include <unistd.h>

static void capture(struct result *to)
{
    static const char *const variables[] = { "A", "SECRET_*", "NOT_THERE" };
    static const char *const environment[] = { "A=1", "SECRET_KEY=swordfish" };
    mf_capture_options options;
    mf_builder *builder = NULL;

    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    options.variables = variables;
    options.variable_count = 3;
    options.environment = environment;
    options.environment_count = 2;
    to->status = mf_builder_new(NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_environment_capture(builder, &options, &to->report, &to->error);
    }
    if (to->status == MF_OK) {
        to->report = mf_report_unref(to->report);
        to->status = mf_builder_build(builder, MF_PROFILE_DRAFT, &to->manifest, &to->report, &to->error);
    }
    (void)mf_builder_unref(builder);
}

static void prepare(void)
{
    make_tree();
    tree_file("etc/os-release", "ID=debian\nVERSION_ID=12\n");
    tree_file("proc/sys/kernel/osrelease", "6.1\033\n");
    tree_file("proc/cpuinfo", "model name: M\nflags: avx\n");
    tree_file("proc/meminfo", "MemTotal: 1024 kB\n");
    tree_file("proc/self/cgroup", "0::/a\n");
    tree_file("sys/fs/cgroup/a/memory.max", "1024\n");
    tree_directory("sys/devices/system/node/node0");
    tree_link("bin/sh", "sh");
    tree_file("var/lib/dpkg/status", "Package: a\nVersion: 1\n\nPackage: \nVersion: 1\n\nPackage: cut");
    tree_file("var/lib/dpkg/status.d/b", "Package: b\nVersion: 2\nArchitecture: all\n");
    tree_file("lib/apk/db/installed", "P:c\nV:1-r0\n\n");
    tree_rpm_database("var/lib/rpm/rpmdb.sqlite", ", (x'00')");
}

static const struct call calls[] = { { "capture", capture, MF_OK } };

START_TEST(every_allocation_may_fail)
{
    struct captured captured =
        capture_tree(NULL); /* what libraries take once in a process is none of a call */

    ck_assert_uint_ge(captured_package_count(&captured), 3 + MF_HAVE_SQLITE);
    captured_end(&captured);
    sweep(&calls[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_capture");
    TCase *tests = tcase_create("memory_capture");

    tcase_add_checked_fixture(tests, prepare, remove_tree);
    tcase_add_test(tests, every_allocation_may_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
