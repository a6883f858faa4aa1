/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory while Python environments, packages of Node and conda, GPUs and containers are captured. */
#include "allocations.h"
#include "capturing.h"

static void capture(struct result *to)
{
    mf_builder *builder = NULL;
    mf_capture_options options;

    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    to->status = mf_builder_new(NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_environment_capture(builder, &options, &to->report, &to->error);
    }
    if (to->status == MF_OK) {
        to->status = mf_builder_build(builder, MF_PROFILE_DRAFT, &to->manifest, NULL, &to->error);
    }
    (void)mf_builder_unref(builder);
}

/* What libraries take in a process once, or keep from one time to the next, is not counted. */
static void make_files(void)
{
    make_tree();
    tree_everything("");
    for (int i = 0; i < 3; i++) {
        struct result result = { .status = MF_OK };

        capture(&result);
        assert_ok(result.status, result.error);
        (void)mf_manifest_unref(result.manifest);
        (void)mf_report_unref(result.report);
    }
}

START_TEST(every_allocation_may_fail)
{
    static const struct call call = { "capture", capture, MF_OK };

    sweep(&call);
}
END_TEST

/* What is left out for want of memory would look as if it were not there. */
START_TEST(the_limit_of_memory_is_an_error)
{
    mf_capture_options options;
    mf_builder *builder = NULL;
    mf_status status = MF_ERROR_LIMIT;
    size_t limit = 1024;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    mf_capture_options_init(&options, sizeof options);
    options.root = tree_root();
    while (status == MF_ERROR_LIMIT && limit < (size_t)1 << 26) {
        options.maximum_memory = limit;
        status = mf_environment_capture(builder, &options, NULL, NULL);
        limit *= 2;
    }
    ck_assert_int_eq(status, MF_OK);
    ck_assert_uint_gt(limit, 4096);
    (void)mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_capture_languages");
    TCase *tests = tcase_create("memory_capture_languages");

    tcase_add_checked_fixture(tests, make_files, remove_tree);
    tcase_add_test(tests, every_allocation_may_fail);
    tcase_add_test(tests, the_limit_of_memory_is_an_error);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
