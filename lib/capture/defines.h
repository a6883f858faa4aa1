/* SPDX-License-Identifier: Apache-2.0 */
/* Values of macros in header files: where C libraries write down their versions. */
#ifndef MF_CAPTURE_DEFINES_H
#define MF_CAPTURE_DEFINES_H

#include "base/buffer.h"

/* What stands behind `#define NAME`, without comments and blanks; no data if there is no such line. The first one counts. */
struct mf_view mf_define_find(struct mf_view text, const char *name);

/* As mf_define_find(), a text in quotes: what is between them. No data if it is none. */
struct mf_view mf_define_text(struct mf_view text, const char *name);

/* As mf_define_find(), a number in decimal digits, at most 9 of them. False if it is none. */
bool mf_define_number(struct mf_view text, const char *name, uint32_t *ret_number);

/* Appends the numbers of `count` macros with dots between them. False, and nothing appended, if one of them is missing. */
bool mf_define_version(struct mf_view text, const char *const *names, size_t count, struct mf_buffer *buffer);

#endif
