/* SPDX-License-Identifier: Apache-2.0 */
/* Telling lock files apart by how they begin. */
#ifndef MF_LOCK_GUESS_H
#define MF_LOCK_GUESS_H

#include "lock/lock.h"

/* The format that a text most likely has; MF_LOCK_FORMAT_COUNT if it has none. Looks at each byte once at most. */
enum mf_lock_format mf_lock_guess(struct mf_view text);

#endif
