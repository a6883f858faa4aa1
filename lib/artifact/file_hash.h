/* SPDX-License-Identifier: Apache-2.0 */
/* Options of hashing, digests as text, and what is said of files that cannot be hashed. */
#ifndef MF_ARTIFACT_FILE_HASH_H
#define MF_ARTIFACT_FILE_HASH_H

#include "artifact/pool.h"
#include "base/buffer.h"

/* The options of a caller, checked and with defaults filled in. */
mf_status mf_hash_options_take(const mf_hash_options *options, mf_hash_options *ret_options,
                               mf_error **reterr);

/* Appends "sha256:" and hexadecimal digits. */
void mf_digest_append(struct mf_buffer *buffer, mf_hash_algorithm algorithm, const uint8_t *digest);

/* Appends what went wrong with a job that is not done: "is a symbolic link, …". */
void mf_hash_append_problem(struct mf_buffer *buffer, const struct mf_hash_job *job);

#endif
