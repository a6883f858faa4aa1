/* SPDX-License-Identifier: Apache-2.0 */
/* What every test program needs: a runner, test data, and short ways to say what is expected. */
#ifndef MF_TESTS_HARNESS_H
#define MF_TESTS_HARNESS_H

#include "base/buffer.h"
#include "base/view.h"

#include <libmanifest/libmanifest.h>

/* Nothing may come between Check's header and its use. */
#include <check.h>

/* Runs a suite and prints TAP. Returns what main() returns. */
int run_suite(Suite *suite);

/* A file of the source tree, whole. Ends the test if it cannot be read. The caller unrefs it. */
mf_bytes *source_file(const char *path);

/* A file of the public test data; NULL if the data is not there. `path` is relative to its directory. */
mf_bytes *testdata_file(const char *path);

/* True if the public test data is there. If not, the reason is printed once: a test that returns then counts as passed in
 * the TAP output, and the line says that it was skipped. */
bool have_testdata(const char *suite);

/* Directory of the public test data. */
const char *testdata_directory(void);

/* Calls `visit` for every file of a directory of the public test data, in the order of their names. */
void for_each_testdata_file(const char *directory,
                            void (*visit)(const char *name, struct mf_view contents, void *context),
                            void *context);

/* Fails the test unless `status` is MF_OK; says the error. */
#define assert_ok(status, error)                                                                             \
    ck_assert_msg((status) == MF_OK, "%s: %s", mf_status_name(status), mf_error_message(error))

/* Fails the test unless the view is this text. */
void assert_view_is(struct mf_view view, const char *expected);

/* Fails the test unless the bytes are this text. */
void assert_bytes_are(const mf_bytes *bytes, const char *expected);

#endif
