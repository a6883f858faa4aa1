/* SPDX-License-Identifier: Apache-2.0 */
/* Making error objects. Every function returns the status it was given, so that a caller can return it on. */
#ifndef MF_BASE_ERROR_H
#define MF_BASE_ERROR_H

#include "base/view.h"

#include <libmanifest/error.h>

/* Where in the input something stands. All 0: nowhere. */
struct mf_position {
    size_t offset;   /* bytes from 0 */
    uint32_t line;   /* from 1 */
    uint32_t column; /* code points from 1 */
};

/*
 * The message as printf() makes it, with integers and text only; it is made printable and cut at 1000 bytes, so text
 * of the input may be given as it is. If memory cannot be had, the error says that instead.
 */
mf_status mf_error_set(mf_error **reterr, mf_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As mf_error_set(), with a position and a path; `path` may be NULL. */
mf_status mf_error_set_at(mf_error **reterr, mf_status status, struct mf_position position, const char *path,
                          const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Out of memory: a static error, which needs none. */
mf_status mf_error_memory(mf_error **reterr);

/* "NAME must not be NULL" and the like. */
mf_status mf_error_argument(mf_error **reterr, const char *what);

/* Takes an mf_view apart for "%.*s". */
#define MF_VIEW_ARGS(view) (int)((view).size > 200 ? 200 : (view).size), (view).size == 0 ? "" : (view).data

#endif
