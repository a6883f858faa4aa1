/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Throughput of many threads, on the clock: some share one manifest, others read manifests of their own. It should rise up to the
 * number of cores and stay there.
 */
#include "clock.h"
#include "documents.h"
#include "measure.h"
#include "works.h"

#include "artifact/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum { MOST_THREADS = 64 };

static const long turn_nanoseconds = 100 * 1000 * 1000;

/* A turn of some threads. */
struct crowd {
    work run;
    void *context;
    pthread_mutex_t gate; /* held until all of them are there */
    atomic_bool over;
    atomic_ulong done;
};

/* --- what they do ------------------------------------------------------------------------------------------------------ */

/* As a server does for a request: it takes a reference, looks values up, walks over a list, and gives the reference back. */
static void look_up(void *context)
{
    static const char *const paths[] = { "/release/id", "/release/model/name", "/environment/runtime/version",
                                         "/environment/image/digest" };
    const struct subject *subject = context;
    mf_manifest *manifest = mf_manifest_ref(subject->manifest);
    mf_cursor *cursor = NULL;
    const char *text = NULL;
    int64_t port = 0;
    bool good = mf_manifest_get_int(manifest, "/environment/process/ports/http/port", &port, NULL) == MF_OK;

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        good = mf_manifest_get_text(manifest, paths[i], &text, NULL, NULL) == MF_OK && good;
    }
    good = mf_manifest_walk(manifest, "/artifacts", &cursor, NULL) == MF_OK && good;
    while (good && mf_cursor_next(cursor) == 1) {
        good = mf_cursor_get_text(cursor, "/digest", &text, NULL, NULL) == MF_OK;
    }
    if (!good) {
        give_up("look up", "a value is not there");
    }
    (void)mf_cursor_unref(cursor);
    (void)mf_manifest_unref(manifest);
}

/* Each a manifest of its own. */
static void read_and_digest(void *context)
{
    struct subject subject = *(const struct subject *)context;
    mf_error *error = NULL;

    if (mf_manifest_read(subject.data, subject.size, &subject.options, &subject.manifest, NULL, &error) !=
        MF_OK) {
        give_up(mf_error_path(error), mf_error_message(error));
    }
    take_digest(&subject);
    (void)mf_manifest_unref(subject.manifest);
}

/* --- measuring --------------------------------------------------------------------------------------------------------- */

static void *work_on(void *context)
{
    struct crowd *crowd = context;
    unsigned long done = 0;

    (void)pthread_mutex_lock(&crowd->gate);
    (void)pthread_mutex_unlock(&crowd->gate);
    while (!atomic_load_explicit(&crowd->over, memory_order_relaxed)) {
        crowd->run(crowd->context);
        done++;
    }
    atomic_fetch_add(&crowd->done, done);
    return NULL;
}

/* Seconds of the clock for one run, all threads together. */
static double turn(work run, void *context, size_t count)
{
    struct crowd crowd = { .run = run, .context = context };
    pthread_t threads[MOST_THREADS];
    double begin;
    double seconds;

    if (pthread_mutex_init(&crowd.gate, NULL) != 0 || pthread_mutex_lock(&crowd.gate) != 0) {
        give_up("threads", "there is no mutex");
    }
    for (size_t i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, work_on, &crowd) != 0) {
            give_up("threads", "one cannot be started");
        }
    }
    begin = seconds_of(CLOCK_MONOTONIC);
    (void)pthread_mutex_unlock(&crowd.gate);
    (void)nanosleep(&(struct timespec){ .tv_nsec = turn_nanoseconds }, NULL);
    atomic_store(&crowd.over, true);
    for (size_t i = 0; i < count; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    seconds = seconds_of(CLOCK_MONOTONIC) - begin;
    (void)pthread_mutex_destroy(&crowd.gate);
    if (atomic_load(&crowd.done) == 0) {
        give_up("threads", "none of them did anything");
    }
    return seconds / (double)atomic_load(&crowd.done);
}

/* --- rows -------------------------------------------------------------------------------------------------------------- */

/* 1, 2, 4 … threads, and as many as there are cores. Returns how many numbers these are. */
static size_t choose_counts(size_t cores, size_t counts[MOST_SIDES])
{
    size_t chosen = 0;

    for (size_t count = 1; count <= MOST_THREADS; count *= 2) {
        counts[chosen++] = count;
        if (count < cores && cores < 2 * count && cores < MOST_THREADS) {
            counts[chosen++] = cores;
        }
    }
    return chosen;
}

/* The number of `count` among `counts`, or of the last. */
static size_t side_of(size_t count, const size_t *counts, size_t chosen)
{
    size_t side = 0;

    while (side + 1 < chosen && counts[side] < count) {
        side++;
    }
    return side;
}

static void ratio_row(const char *what, const struct turns *turns, const size_t *counts, size_t ours,
                      size_t theirs, double aim, size_t cores)
{
    char label[128];
    char peer[64];

    (void)snprintf(label, sizeof label, "%s, %zu threads", what, counts[ours]);
    (void)snprintf(peer, sizeof peer, "%zu thread%s (%zu cores)", counts[theirs],
                   counts[theirs] == 1 ? "" : "s", cores);
    comparison_row(&(struct row){ "scaling", label, "s", aim }, peer, compare_sides(turns, ours, theirs));
}

/* More threads than cores should cost nothing; as many as cores should be nearly as much quicker. */
static void thread_rows(const char *what, work run, struct subject *subject)
{
    size_t counts[MOST_SIDES];
    size_t cores = mf_processor_count();
    struct turns turns = { .sides = choose_counts(cores, counts) };
    struct point points[MOST_SIDES];
    size_t at_cores = side_of(cores, counts, turns.sides);

    (void)turn(run, subject, 1);
    for (turns.count = 0; turns.count < FEWEST_TURNS; turns.count++) {
        for (size_t i = 0; i < turns.sides; i++) {
            turns.seconds[i][turns.count] = turn(run, subject, counts[i]);
        }
    }
    for (size_t i = 0; i < turns.sides; i++) {
        points[i] = (struct point){ (double)counts[i], 1 / median_of(&turns, i) };
    }
    series_row(&(struct row){ "scaling", what, "1/s", 0 }, "threads", points, turns.sides, 0);
    if (at_cores > 0) {
        ratio_row(what, &turns, counts, at_cores, 0, 1 / (0.9 * (double)counts[at_cores]), cores);
    }
    if (at_cores + 1 < turns.sides) {
        ratio_row(what, &turns, counts, turns.sides - 1, at_cores, 1.1, cores);
    }
}

int main(void)
{
    mf_bytes *yaml = real_yaml("tabular");
    struct subject subject = subject_of(yaml);

    subject.manifest = read_manifest(yaml, &subject.options);
    thread_rows("look up values of one manifest", look_up, &subject);
    thread_rows("digest one manifest", take_digest, &subject);
    thread_rows("validate one manifest", validate, &subject);
    thread_rows("read + check + digest YAML of one's own", read_and_digest, &subject);
    (void)mf_manifest_unref(subject.manifest);
    (void)mf_bytes_unref(yaml);
    return 0;
}
