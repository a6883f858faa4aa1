/* SPDX-License-Identifier: Apache-2.0 */
/* The database of rpm that SQLite keeps. */
#ifndef MF_CAPTURE_RPM_H
#define MF_CAPTURE_RPM_H

#include "capture/capture.h"

/*
 * Calls `take` for the header of every package of a database, in the order of their numbers.
 *
 * @param bytes  the whole database. Its format for writing is changed, so that it can be read without files beside it
 * @return NULL, or what is wrong with the database; some packages may have been taken. A lack of memory fails the run
 */
const char *mf_rpm_sqlite_read(struct mf_capture_run *run, char *bytes, size_t size,
                               void (*take)(void *context, struct mf_view header), void *context);

#endif
