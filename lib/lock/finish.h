/* SPDX-License-Identifier: Apache-2.0 */
/* What is done when all packages of a lock file are there. */
#ifndef MF_LOCK_FINISH_H
#define MF_LOCK_FINISH_H

#include "lock/reading.h"

/* Gives packages their URLs and digests, sorts them, and joins dependencies to them; then judges them. */
void mf_lock_finish(struct mf_lock_reading *reading);

/* Finds what is wrong between packages, which are sorted by URL, and those that nobody can verify. */
void mf_lock_judge(struct mf_lock_reading *reading);

#endif
