/* SPDX-License-Identifier: Apache-2.0 */
/* The runner and the helpers of every test program. */
#include "harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static char *join(const char *directory, const char *path)
{
    size_t size = strlen(directory) + strlen(path) + 2;
    char *joined = malloc(size);

    ck_assert_ptr_nonnull(joined);
    (void)snprintf(joined, size, "%s/%s", directory, path);
    return joined;
}

const char *testdata_directory(void)
{
    const char *directory = getenv("MF_TESTDATA");

    return directory == NULL ? "../shared/testdata" : directory;
}

mf_bytes *source_file(const char *path)
{
    const char *source = getenv("MF_SOURCE");
    char *name = join(source == NULL ? "." : source, path);
    mf_error *error = NULL;
    mf_bytes *bytes = NULL;

    ck_assert_msg(mf_bytes_read_file(name, 0, &bytes, &error) == MF_OK, "%s", mf_error_message(error));
    free(name);
    return bytes;
}

mf_bytes *testdata_file(const char *path)
{
    char *name = join(testdata_directory(), path);
    mf_bytes *bytes = NULL;
    mf_status status = mf_bytes_read_file(name, 0, &bytes, NULL);

    free(name);
    return status == MF_OK ? bytes : NULL;
}

bool have_testdata(const char *suite)
{
    char *name = join(testdata_directory(), suite);
    struct stat information;
    bool there = stat(name, &information) == 0;

    if (!there) {
        fprintf(stderr, "skipped: no public test data at %s\n", name);
    }
    free(name);
    return there;
}

void for_each_testdata_file(const char *directory,
                            void (*visit)(const char *name, struct mf_view contents, void *context),
                            void *context)
{
    char *place = join(testdata_directory(), directory);
    struct dirent **entries = NULL;
    int count = scandir(place, &entries, NULL, alphasort);

    ck_assert_msg(count >= 0, "cannot list %s", place);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;

        if (name[0] != '.') {
            char *path = join(directory, name);
            mf_bytes *bytes = testdata_file(path);

            if (bytes != NULL) {
                visit(name, mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), context);
            }
            mf_bytes_unref(bytes);
            free(path);
        }
        free(entries[i]);
    }
    free(entries);
    free(place);
}

void assert_view_is(struct mf_view view, const char *expected)
{
    ck_assert_msg(mf_view_is(view, expected), "found \"%.*s\", expected \"%s\"", (int)view.size, view.data,
                  expected);
}

void assert_bytes_are(const mf_bytes *bytes, const char *expected)
{
    assert_view_is(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), expected);
}
