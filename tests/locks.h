/* SPDX-License-Identifier: Apache-2.0 */
/* What a lock file was read as, in one text that a test can compare. */
#ifndef MF_TESTS_LOCKS_H
#define MF_TESTS_LOCKS_H

#include "harness.h"

/*
 * A line for each package and each finding, with '\n' behind all of them:
 *   PURL, or NAME VERSION where there is none; its kind unless it is `registry`; `N digests` of `N hashes` where there are any;
 *   `<SOURCE>`, `(MARKER)`, `needs NAME`; and CODE LINE:COLUMN.
 * Of a file that is refused there are only the findings. The caller frees the text.
 */
char *describe_lock(struct mf_view text, const char *format);

/* Fails unless that is what comes out. */
void assert_lock(const char *format, const char *text, const char *expected);

#endif
