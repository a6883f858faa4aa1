/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads take the next file until there is none. The one that began the work only waits and tells how far it is, or, where one
 * thread is asked for, does it all. Each has a buffer of its own.
 */
#define _GNU_SOURCE /* sched_getaffinity() */
#include "artifact/pool.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#endif

enum {
    BUFFER_SIZE = 64 * 1024, /* what is read is still near the processor when it is hashed; more is slower */
    BYTES_BETWEEN_REPORTS = 8 * 1024 * 1024,
    FILES_BETWEEN_REPORTS = 256,
};

/* One run of the work, shared by its threads. */
struct run {
    struct mf_hash_work *work;
    uint64_t bytes; /* of all files, as expected */
    atomic_size_t next;
    atomic_bool stop;
    bool alone; /* the thread that began the work does it */

    pthread_mutex_t lock; /* for all that follows */
    pthread_cond_t news;
    uint64_t bytes_done;
    uint64_t files_done;
    uint64_t bytes_told;
    uint64_t files_told;
    const char *file;
    uint32_t running;
    mf_status status;
};

uint32_t mf_processor_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
#if defined(__linux__)
    cpu_set_t allowed;

    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        count = CPU_COUNT(&allowed);
    }
#endif
    return count < 1 ? 1 : count > MF_MOST_THREADS ? MF_MOST_THREADS : (uint32_t)count;
}

/* The first failure counts, and ends the work. */
static void fail(struct run *run, mf_status status)
{
    (void)pthread_mutex_lock(&run->lock);
    if (run->status == MF_OK) {
        run->status = status;
    }
    (void)pthread_mutex_unlock(&run->lock);
    atomic_store(&run->stop, true);
}

/* Tells how far the work is. Called with the lock held, and without it in the caller's function. */
static void tell(struct run *run)
{
    uint64_t files_done = run->files_done;
    uint64_t bytes_done = run->bytes_done;
    const char *file = run->file;
    int32_t answer;

    run->files_told = files_done;
    run->bytes_told = bytes_done;
    if (run->work->progress == NULL) {
        return;
    }
    (void)pthread_mutex_unlock(&run->lock);
    answer = run->work->progress(run->work->progress_context, file, files_done, run->work->count, bytes_done,
                                 bytes_done > run->bytes ? bytes_done : run->bytes);
    if (answer != 0) {
        fail(run, MF_ERROR_CANCELLED);
    }
    (void)pthread_mutex_lock(&run->lock);
}

static bool has_news(const struct run *run)
{
    return run->bytes_done - run->bytes_told >= BYTES_BETWEEN_REPORTS ||
           run->files_done - run->files_told >= FILES_BETWEEN_REPORTS;
}

static void count(struct run *run, const char *file, size_t bytes, uint32_t files)
{
    (void)pthread_mutex_lock(&run->lock);
    run->bytes_done += bytes;
    run->files_done += files;
    run->file = file;
    if (has_news(run)) {
        if (run->alone) {
            tell(run);
        } else {
            (void)pthread_cond_signal(&run->news);
        }
    }
    (void)pthread_mutex_unlock(&run->lock);
}

/* --- one file ---------------------------------------------------------------------------------------------------------- */

/* Reads to the end of the file. False if it cannot be read or the work was stopped: the result says which. One that grows may never
 * end, so what is behind its size is not read. */
static bool read_all(struct run *run, struct mf_hash_job *job, const struct mf_opened *opened,
                     struct mf_hash *hash, char *buffer)
{
    while (!atomic_load(&run->stop)) {
        ssize_t size = read(opened->file, buffer, BUFFER_SIZE);

        if (size == 0) {
            return true;
        }
        if (size < 0) {
            if (errno == EINTR) {
                continue;
            }
            job->result = MF_HASH_NOT_READ;
            job->reason = errno;
            return false;
        }
        if (!mf_hash_update(hash, mf_view_make(buffer, (size_t)size))) {
            fail(run, MF_ERROR_CRYPTO);
            return false;
        }
        job->size += (uint64_t)size;
        count(run, job->path, (size_t)size, 0);
        if (job->size > (uint64_t)opened->status.st_size) {
            job->result = MF_HASH_CHANGED;
            return false;
        }
    }
    return false;
}

static void hash_file(struct run *run, struct mf_hash_job *job, const struct mf_opened *opened, char *buffer)
{
    struct mf_identity before = mf_identity_of(&opened->status);
    struct mf_hash *hash = mf_hash_new(job->algorithm);
    struct stat after;

    if (hash == NULL) {
        fail(run, MF_ERROR_MEMORY);
    } else if (!mf_hash_begin(hash)) {
        fail(run, MF_ERROR_CRYPTO);
    } else {
#ifdef POSIX_FADV_SEQUENTIAL
        (void)posix_fadvise(opened->file, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
        if (read_all(run, job, opened, hash, buffer)) {
            if (!mf_hash_finish(hash, job->digest)) {
                fail(run, MF_ERROR_CRYPTO);
            } else if (fstat(opened->file, &after) != 0) {
                job->result = MF_HASH_NOT_READ;
                job->reason = errno;
            } else if (!mf_identity_is(&before, &after) || job->size != (uint64_t)after.st_size) {
                job->result = MF_HASH_CHANGED;
            } else {
                job->result = MF_HASH_DONE;
            }
        }
    }
    mf_hash_free(hash);
    (void)close(opened->file);
}

static void do_job(struct run *run, struct mf_hash_job *job, char *buffer)
{
    struct mf_opened opened;

    job->opening = run->work->root < 0
                       ? mf_open_regular(job->path, &opened)
                       : mf_open_beneath(run->work->root, job->path,
                                         run->work->links ? MF_LINKS_BENEATH : MF_LINKS_REFUSED, &opened);
    job->reason = opened.reason;
    if (job->opening != MF_OPENED) {
        job->result = MF_HASH_NOT_OPENED;
    } else if (job->seen != NULL && !mf_identity_is(job->seen, &opened.status)) {
        (void)close(opened.file);
        job->result = MF_HASH_CHANGED;
    } else {
        hash_file(run, job, &opened, buffer);
    }
    count(run, job->path, 0, 1);
}

/* --- all files --------------------------------------------------------------------------------------------------------- */

static void do_jobs(struct run *run)
{
    char *buffer = malloc(BUFFER_SIZE);

    if (buffer == NULL) {
        fail(run, MF_ERROR_MEMORY);
        return;
    }
    while (!atomic_load(&run->stop)) {
        size_t index = atomic_fetch_add(&run->next, 1);

        if (index >= run->work->count) {
            break;
        }
        do_job(run, &run->work->jobs[index], buffer);
    }
    free(buffer);
}

static void *run_thread(void *context)
{
    struct run *run = context;

    do_jobs(run);
    (void)pthread_mutex_lock(&run->lock);
    run->running--;
    (void)pthread_cond_signal(&run->news);
    (void)pthread_mutex_unlock(&run->lock);
    return NULL;
}

/* Begins up to `threads` threads, in which no signal handler of the host runs. Returns how many there are. */
static uint32_t begin_threads(struct run *run, pthread_t *threads, uint32_t wanted)
{
    sigset_t all;
    sigset_t before;
    uint32_t begun = 0;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    (void)pthread_mutex_lock(&run->lock);
    while (begun < wanted && pthread_create(&threads[begun], NULL, run_thread, run) == 0) {
        begun++;
    }
    run->running = begun;
    (void)pthread_mutex_unlock(&run->lock);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return begun;
}

static void wait_for_threads(struct run *run, const pthread_t *threads, uint32_t begun)
{
    (void)pthread_mutex_lock(&run->lock);
    while (run->running > 0) {
        if (has_news(run)) {
            tell(run);
        } else {
            (void)pthread_cond_wait(&run->news, &run->lock);
        }
    }
    (void)pthread_mutex_unlock(&run->lock);
    for (uint32_t i = 0; i < begun; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

static void run_all(struct run *run)
{
    pthread_t threads[MF_MOST_THREADS];
    uint32_t wanted = run->work->threads < run->work->count ? run->work->threads : (uint32_t)run->work->count;
    uint32_t begun;

    run->alone = wanted <= 1;
    begun = run->alone ? 0 : begin_threads(run, threads, wanted);
    if (begun == 0) {
        run->alone = true;
        do_jobs(run);
    } else {
        wait_for_threads(run, threads, begun);
    }
    (void)pthread_mutex_lock(&run->lock);
    if (run->status == MF_OK && run->file != NULL) {
        tell(run);
    }
    (void)pthread_mutex_unlock(&run->lock);
}

static mf_status report(mf_status status, mf_error **reterr)
{
    switch (status) {
    case MF_OK:
        return MF_OK;
    case MF_ERROR_CANCELLED:
        return mf_error_set(reterr, status, "cancelled");
    case MF_ERROR_CRYPTO:
        return mf_error_set(reterr, status,
                            "the digest cannot be computed: the cryptographic library refuses");
    default:
        return mf_error_memory(reterr);
    }
}

static mf_status begin_run(struct run *run, struct mf_hash_work *work, mf_error **reterr)
{
    uint32_t threads = work->threads < 1                 ? 1
                       : work->threads > MF_MOST_THREADS ? MF_MOST_THREADS
                                                         : work->threads;
    mf_status status = mf_crypto_start(reterr);

    if (status != MF_OK) {
        return status;
    }
    memset(run, 0, sizeof *run);
    work->threads = threads;
    run->work = work;
    for (size_t i = 0; i < work->count; i++) {
        run->bytes += work->jobs[i].expected;
    }
    if (pthread_mutex_init(&run->lock, NULL) != 0) {
        return mf_error_memory(reterr);
    }
    if (pthread_cond_init(&run->news, NULL) != 0) {
        (void)pthread_mutex_destroy(&run->lock);
        return mf_error_memory(reterr);
    }
    return MF_OK;
}

static mf_status end_run(struct run *run, mf_error **reterr)
{
    (void)pthread_cond_destroy(&run->news);
    (void)pthread_mutex_destroy(&run->lock);
    return report(run->status, reterr);
}

mf_status mf_hash_jobs(struct mf_hash_work *work, mf_error **reterr)
{
    struct run run;
    mf_status status = begin_run(&run, work, reterr);

    if (status != MF_OK) {
        return status;
    }
    run_all(&run);
    return end_run(&run, reterr);
}

mf_status mf_hash_open_file(struct mf_hash_job *job, const struct mf_opened *opened,
                            mf_progress_function progress, void *progress_context, mf_error **reterr)
{
    struct mf_hash_work work = {
        .jobs = job,
        .count = 1,
        .threads = 1,
        .progress = progress,
        .progress_context = progress_context,
    };
    struct run run;
    char *buffer;
    mf_status status = begin_run(&run, &work, reterr);

    if (status != MF_OK) {
        (void)close(opened->file);
        return status;
    }
    run.alone = true;
    buffer = malloc(BUFFER_SIZE);
    if (buffer == NULL) {
        (void)close(opened->file);
        run.status = MF_ERROR_MEMORY;
        return end_run(&run, reterr);
    }
    hash_file(&run, job, opened, buffer);
    free(buffer);
    (void)pthread_mutex_lock(&run.lock);
    run.files_done = 1;
    run.file = job->path;
    if (run.status == MF_OK) {
        tell(&run);
    }
    (void)pthread_mutex_unlock(&run.lock);
    return end_run(&run, reterr);
}
