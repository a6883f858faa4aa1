/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A contender: the library, and the floor below it. compare.py runs it in turns with those in other languages.
 *
 *   contender WORK FILE… [--seconds S] [--threads N]
 *
 * WORK is verify ENVELOPE KEY, floor ENVELOPE KEY or read TEXT. Prints {"runs":…,"processor":…,"clock":…}; status 3 says that the input
 * is no good, and 2 that something else is.
 */
#include "clock.h"
#include "parts.h"
#include "row.h"
#include "works.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSED = 3, MOST_THREADS = 256 };

/* What was opened. */
struct input {
    struct release release;
    struct parts parts;
    struct subject subject;
};

struct work {
    const char *name;
    int files;
    void (*open)(char **files, struct input *input);
    bool (*run)(const struct input *input);
};

/* What all threads look at. */
struct contest {
    const struct work *work;
    const struct input *input;
    double end;
};

struct runner {
    const struct contest *contest;
    pthread_t thread;
    unsigned long runs;
    bool good;
};

/* --- works ------------------------------------------------------------------------------------------------------------- */

static mf_bytes *file_at(const char *path)
{
    mf_bytes *text = NULL;
    mf_error *error = NULL;

    if (mf_bytes_read_file(path, 0, &text, &error) != MF_OK) {
        give_up(path, mf_error_message(error));
    }
    return text;
}

static void open_release(char **files, struct input *input)
{
    mf_key *key = NULL;
    mf_error *error = NULL;

    if (mf_key_read_file(files[1], &key, &error) != MF_OK) {
        give_up(files[1], mf_error_message(error));
    }
    release_open(&input->release, file_at(files[0]), key);
    parts_take(&input->release, &input->parts);
}

static void open_text(char **files, struct input *input)
{
    input->subject = subject_of(file_at(files[0]));
}

/* Says why the input is no good, if it is not. */
static bool tell(bool good, mf_error *error)
{
    if (!good) {
        (void)fprintf(stderr, "contender: %s\n", mf_error_message(error));
    }
    (void)mf_error_unref(error);
    return good;
}

static bool run_verify(const struct input *input)
{
    mf_error *error = NULL;

    return tell(is_good_release(&input->release, &error), error);
}

static bool run_floor(const struct input *input)
{
    return parts_verify(&input->parts);
}

static bool run_read(const struct input *input)
{
    mf_error *error = NULL;

    return tell(is_good_text(&input->subject, &error), error);
}

static const struct work works[] = {
    { "verify", 2, open_release, run_verify },
    { "floor", 2, open_release, run_floor },
    { "read", 1, open_text, run_read },
};

static const struct work *find(const char *name, int files)
{
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        if (strcmp(works[i].name, name) == 0 && works[i].files == files) {
            return &works[i];
        }
    }
    give_up(name, "there is no such work, or not on as many files");
}

/* --- measuring --------------------------------------------------------------------------------------------------------- */

/* Repeats the work until the time is over. */
static void *repeat(void *context)
{
    struct runner *runner = context;
    const struct contest *contest = runner->contest;

    do {
        runner->good = contest->work->run(contest->input);
        runner->runs++;
    } while (runner->good && seconds_of(CLOCK_MONOTONIC) < contest->end);
    return NULL;
}

static void measure(const struct work *work, const struct input *input, double seconds, size_t threads)
{
    struct runner *runners = calloc(threads, sizeof *runners);
    double processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    double clock = seconds_of(CLOCK_MONOTONIC);
    const struct contest contest = { work, input, clock + seconds };
    unsigned long runs = 0;

    if (runners == NULL) {
        give_up(work->name, "out of memory");
    }
    for (size_t i = 0; i < threads; i++) {
        runners[i].contest = &contest;
        if (pthread_create(&runners[i].thread, NULL, repeat, &runners[i]) != 0) {
            give_up(work->name, "cannot start a thread");
        }
    }
    for (size_t i = 0; i < threads; i++) {
        if (pthread_join(runners[i].thread, NULL) != 0 || !runners[i].good) {
            give_up(work->name, "failed once, after it did not");
        }
        runs += runners[i].runs;
    }
    printf("{\"runs\":%lu,\"processor\":%.9f,\"clock\":%.9f}\n", runs,
           seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor, seconds_of(CLOCK_MONOTONIC) - clock);
    free(runners);
}

/* The number behind an option, within bounds. */
static double number_of(const char *option, const char *text, double least, double most)
{
    char *end = NULL;
    double number;

    errno = 0;
    number = text == NULL ? 0 : strtod(text, &end);
    if (text == NULL || end == text || *end != '\0' || errno != 0 || !(number >= least && number <= most)) {
        give_up(option, "is no number that can be used");
    }
    return number;
}

int main(int argc, char **argv)
{
    double seconds = 0.5;
    size_t threads = 1;
    int files = 0;
    struct input input = { .subject = { .data = NULL } };
    const struct work *work;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--seconds") == 0) {
            i++;
            seconds = number_of("--seconds", argv[i], 0, 3600);
        } else if (strcmp(argv[i], "--threads") == 0) {
            i++;
            threads = (size_t)number_of("--threads", argv[i], 1, MOST_THREADS);
        } else {
            argv[++files] = argv[i];
        }
    }
    if (files == 0) {
        give_up("contender", "say which work to do");
    }
    work = find(argv[1], files - 1);
    work->open(argv + 2, &input);
    if (!work->run(&input)) {
        return REFUSED;
    }
    measure(work, &input, seconds, threads);
    return 0;
}
