/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of files that somebody trusted names one by one. */
#include "artifact/file_hash.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/reference.h"

#include <stdlib.h>
#include <sys/stat.h>

struct mf_file_digests {
    struct mf_reference reference;
    struct mf_arena *arena;
    struct mf_hash_job *jobs;
    const char **texts; /* the digest, or what is wrong */
    size_t count;
};

mf_file_digests *mf_file_digests_ref(mf_file_digests *digests)
{
    if (digests != NULL) {
        mf_reference_take(&digests->reference);
    }
    return digests;
}

mf_file_digests *mf_file_digests_unref(mf_file_digests *digests)
{
    if (digests != NULL && mf_reference_give(&digests->reference)) {
        mf_arena_free(digests->arena);
        free(digests);
    }
    return NULL;
}

size_t mf_file_digests_count(const mf_file_digests *digests)
{
    return digests == NULL ? 0 : digests->count;
}

static bool is_done(const mf_file_digests *digests, size_t index)
{
    return index < mf_file_digests_count(digests) && digests->jobs[index].result == MF_HASH_DONE;
}

const char *mf_file_digests_digest(const mf_file_digests *digests, size_t index)
{
    return is_done(digests, index) ? digests->texts[index] : "";
}

uint64_t mf_file_digests_size(const mf_file_digests *digests, size_t index)
{
    return is_done(digests, index) ? digests->jobs[index].size : 0;
}

const char *mf_file_digests_problem(const mf_file_digests *digests, size_t index)
{
    return index < mf_file_digests_count(digests) && !is_done(digests, index) ? digests->texts[index] : "";
}

/* --- hashing ----------------------------------------------------------------------------------------------------------- */

static mf_status make_jobs(mf_file_digests *digests, const char *const *paths,
                           const mf_hash_algorithm *algorithms, const mf_hash_options *options,
                           mf_error **reterr)
{
    digests->jobs = mf_arena_alloc_array(digests->arena, digests->count + 1, sizeof *digests->jobs);
    digests->texts = mf_arena_alloc_array(digests->arena, digests->count + 1, sizeof *digests->texts);
    if (digests->jobs == NULL || digests->texts == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < digests->count; i++) {
        struct mf_hash_job *job = &digests->jobs[i];
        struct stat status;

        job->algorithm = algorithms == NULL || algorithms[i] == 0 ? options->algorithm : algorithms[i];
        if (paths[i] == NULL || mf_hash_size(job->algorithm) == 0) {
            return mf_error_argument(reterr, "a path is NULL, or an algorithm is none");
        }
        job->path = paths[i];
        /* For the progress alone: what counts is what is read. */
        job->expected =
            stat(paths[i], &status) == 0 && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    }
    return MF_OK;
}

static mf_status make_texts(mf_file_digests *digests, mf_error **reterr)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    for (size_t i = 0; i < digests->count; i++) {
        struct mf_hash_job *job = &digests->jobs[i];

        text.size = 0;
        if (job->result == MF_HASH_DONE) {
            mf_digest_append(&text, job->algorithm, job->digest);
        } else {
            mf_hash_append_problem(&text, job);
        }
        digests->texts[i] =
            text.status == MF_OK ? mf_arena_copy(digests->arena, mf_buffer_view(&text)) : NULL;
        if (digests->texts[i] == NULL) {
            mf_buffer_release(&text);
            return mf_error_memory(reterr);
        }
        /* The caller's. */
        job->path = NULL;
    }
    mf_buffer_release(&text);
    return MF_OK;
}

static mf_status hash_files(mf_file_digests *digests, const char *const *paths,
                            const mf_hash_algorithm *algorithms, const mf_hash_options *options,
                            mf_error **reterr)
{
    struct mf_hash_work work = {
        .root = -1,
        .links = true,
        .threads = options->threads,
        .progress = options->progress,
        .progress_context = options->progress_context,
    };
    mf_status status = make_jobs(digests, paths, algorithms, options, reterr);

    if (status == MF_OK) {
        work.jobs = digests->jobs;
        work.count = digests->count;
        status = mf_hash_jobs(&work, reterr);
    }
    return status == MF_OK ? make_texts(digests, reterr) : status;
}

mf_status mf_files_hash(const char *const *paths, const mf_hash_algorithm *algorithms, size_t count,
                        const mf_hash_options *options, mf_file_digests **ret_digests, mf_error **reterr)
{
    mf_hash_options ours;
    mf_file_digests *digests;
    mf_status status = mf_hash_options_take(options, &ours, reterr);

    if (status != MF_OK) {
        return status;
    }
    if ((paths == NULL && count > 0) || ret_digests == NULL) {
        return mf_error_argument(reterr, "paths and ret_digests must not be NULL");
    }
    digests = calloc(1, sizeof *digests);
    if (digests == NULL) {
        return mf_error_memory(reterr);
    }
    mf_reference_init(&digests->reference);
    digests->count = count;
    digests->arena = mf_arena_new(0);
    status = digests->arena == NULL ? mf_error_memory(reterr)
                                    : hash_files(digests, paths, algorithms, &ours, reterr);
    if (status != MF_OK) {
        (void)mf_file_digests_unref(digests);
        return status;
    }
    *ret_digests = digests;
    return MF_OK;
}
