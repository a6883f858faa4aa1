/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of one file, and what hashing one and hashing many share. */
#include "artifact/file_hash.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/options.h"
#include "value/hex.h"

#include <stdio.h>

void mf_hash_options_init(mf_hash_options *options, size_t size)
{
    mf_options_init(options, size);
}

mf_status mf_hash_options_take(const mf_hash_options *options, mf_hash_options *ret_options,
                               mf_error **reterr)
{
    mf_status status;

    mf_hash_options_init(ret_options, sizeof *ret_options);
    status = mf_options_copy(ret_options, sizeof *ret_options, sizeof *ret_options, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ret_options->algorithm == 0) {
        ret_options->algorithm = MF_HASH_SHA256;
    }
    if (mf_hash_size(ret_options->algorithm) == 0 || ret_options->threads > MF_MOST_THREADS) {
        return mf_error_argument(reterr, "the options name no algorithm, or more than 64 threads");
    }
    if (ret_options->threads == 0) {
        ret_options->threads = mf_processor_count();
    }
    return MF_OK;
}

void mf_digest_append(struct mf_buffer *buffer, mf_hash_algorithm algorithm, const uint8_t *digest)
{
    mf_buffer_append_text(buffer, mf_hash_algorithm_name(algorithm));
    mf_buffer_append_byte(buffer, ':');
    mf_hex_append(buffer, digest, mf_hash_size(algorithm));
}

static void append_reason(struct mf_buffer *buffer, const char *what, int reason)
{
    char text[128] = "";

    if (strerror_r(reason, text, sizeof text) != 0) {
        (void)snprintf(text, sizeof text, "error %d", reason);
    }
    mf_buffer_format(buffer, "%s: %s", what, text);
}

static void append_opening(struct mf_buffer *buffer, const struct mf_hash_job *job)
{
    switch (job->opening) {
    case MF_OPEN_MISSING:
        mf_buffer_append_text(buffer, "there is no such file");
        return;
    case MF_OPEN_LINK:
        mf_buffer_append_text(buffer, "a symbolic link stands on the way, and none is followed here");
        return;
    case MF_OPEN_OUTSIDE:
        mf_buffer_append_text(buffer, "a symbolic link leads out of the directory");
        return;
    case MF_OPEN_NOT_REGULAR:
        mf_buffer_append_text(buffer, "it is no regular file but a directory, FIFO, socket or device");
        return;
    case MF_OPENED:
    case MF_OPEN_FAILED:
        append_reason(buffer, "it cannot be opened", job->reason);
        return;
    }
}

void mf_hash_append_problem(struct mf_buffer *buffer, const struct mf_hash_job *job)
{
    switch (job->result) {
    case MF_HASH_NOT_OPENED:
        append_opening(buffer, job);
        return;
    case MF_HASH_NOT_READ:
        append_reason(buffer, "it cannot be read", job->reason);
        return;
    case MF_HASH_CHANGED:
        mf_buffer_append_text(buffer, "it changed while it was read");
        return;
    case MF_HASH_DONE:
    case MF_HASH_NOT_DONE:
        mf_buffer_append_text(buffer, "it was not read");
        return;
    }
}

static mf_status refuse(const struct mf_hash_job *job, mf_error **reterr)
{
    struct mf_buffer problem = MF_BUFFER_EMPTY;
    mf_status status;

    mf_hash_append_problem(&problem, job);
    mf_buffer_append_byte(&problem, '\0');
    status = problem.status != MF_OK
                 ? mf_error_memory(reterr)
                 : mf_error_set(reterr, MF_ERROR_IO, "cannot hash %s: %s", job->path, problem.data);
    mf_buffer_release(&problem);
    return status;
}

static mf_status hand_out(const struct mf_hash_job *job, mf_bytes **ret_digest, uint64_t *ret_size,
                          mf_error **reterr)
{
    struct mf_buffer digest = MF_BUFFER_EMPTY;
    mf_bytes *bytes;

    mf_digest_append(&digest, job->algorithm, job->digest);
    bytes = digest.status == MF_OK ? mf_bytes_copy(mf_buffer_view(&digest)) : NULL;
    mf_buffer_release(&digest);
    if (bytes == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_digest = bytes;
    if (ret_size != NULL) {
        *ret_size = job->size;
    }
    return MF_OK;
}

mf_status mf_file_hash(const char *path, const mf_hash_options *options, mf_bytes **ret_digest,
                       uint64_t *ret_size, mf_error **reterr)
{
    mf_hash_options ours;
    struct mf_hash_job job = { .path = path };
    struct mf_opened opened;
    mf_status status = mf_hash_options_take(options, &ours, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (path == NULL || ret_digest == NULL) {
        return mf_error_argument(reterr, "path and ret_digest must not be NULL");
    }
    job.algorithm = ours.algorithm;
    job.opening = mf_open_regular(path, &opened);
    job.reason = opened.reason;
    if (job.opening != MF_OPENED) {
        job.result = MF_HASH_NOT_OPENED;
        return refuse(&job, reterr);
    }
    job.expected = (uint64_t)opened.status.st_size;
    status = mf_hash_open_file(&job, &opened, ours.progress, ours.progress_context, reterr);
    if (status != MF_OK) {
        return status;
    }
    return job.result == MF_HASH_DONE ? hand_out(&job, ret_digest, ret_size, reterr) : refuse(&job, reterr);
}
