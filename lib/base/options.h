/* SPDX-License-Identifier: Apache-2.0 */
/* Option structs that may grow: the caller's may be older or newer than ours. */
#ifndef MF_BASE_OPTIONS_H
#define MF_BASE_OPTIONS_H

#include <libmanifest/error.h>

/* What an _init function does: all 0 but the size that the caller gives. `options` may be NULL. */
void mf_options_init(void *options, size_t size);

/*
 * Copies a caller's options, whose first field is their size, into ours. What the caller's struct lacks stays as it is in
 * `ours`, which holds the defaults; bytes past those that we know must be 0. NULL leaves the defaults.
 *
 * @param size  sizeof of our struct
 * @param least sizeof of the first version of the struct ever published
 */
mf_status mf_options_copy(void *ours, size_t size, size_t least, const void *theirs, mf_error **reterr);

#endif
