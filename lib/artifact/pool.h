/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing many files at a time. */
#ifndef MF_ARTIFACT_POOL_H
#define MF_ARTIFACT_POOL_H

#include "artifact/beneath.h"
#include "crypto/crypto.h"

/* What became of a file. */
enum mf_hash_result {
    MF_HASH_NOT_DONE, /* the work ended before */
    MF_HASH_DONE,
    MF_HASH_NOT_OPENED, /* see `opening` */
    MF_HASH_NOT_READ,   /* see `reason` */
    MF_HASH_CHANGED,    /* while it was read, or since it was looked at */
};

struct mf_hash_job {
    const char *path; /* below the root */
    mf_hash_algorithm algorithm;
    uint64_t expected;              /* bytes, for the progress */
    const struct mf_identity *seen; /* the file must still be the one that was looked at; NULL: none was */
    /* Filled in: */
    enum mf_hash_result result;
    enum mf_opening opening;
    int reason; /* errno */
    uint64_t size;
    uint8_t digest[MF_LONGEST_DIGEST];
};

struct mf_hash_work {
    int root;   /* an open directory; -1: paths are those of a trusted caller, from anywhere */
    bool links; /* MF_LINKS_BENEATH; else they are refused */
    struct mf_hash_job *jobs;
    size_t count;
    uint32_t threads; /* at least 1 */
    mf_progress_function progress;
    void *progress_context;
};

/*
 * Hashes all files. What goes wrong with one of them stands in its job and does not stop the others.
 * @return MF_OK, MF_ERROR_CANCELLED, MF_ERROR_MEMORY, MF_ERROR_CRYPTO
 */
mf_status mf_hash_jobs(struct mf_hash_work *work, mf_error **reterr);

/* As mf_hash_jobs(), for one file that is open already; closes it. */
mf_status mf_hash_open_file(struct mf_hash_job *job, const struct mf_opened *opened,
                            mf_progress_function progress, void *progress_context, mf_error **reterr);

/* The CPUs that this process may use, at least 1 and at most MF_MOST_THREADS. */
uint32_t mf_processor_count(void);

enum { MF_MOST_THREADS = 64 };

#endif
