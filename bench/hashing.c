/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashing files: 'manifest hash' against sha256sum and openssl on the same files, as whole programs, in turns. One stream is measured
 * in processor time; several files with two threads against one in time on the clock.
 */
#include "row.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TURNS = 9, FILES = 8, MEBIBYTE = 1024 * 1024, FILE_SIZE = 64 };

struct cost {
    double clock;
    double processor;
};

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static double now(void)
{
    struct timespec time;

    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) {
        give_up("clock", "this system has none");
    }
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Runs a program, with its output thrown away. False if it cannot be run. */
static bool run(const char *const *words, struct cost *ret_cost)
{
    struct rusage before;
    struct rusage after;
    double begin = now();
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);

        if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0) {
            char **copy = calloc(FILES + 8, sizeof *copy);

            for (size_t i = 0; copy != NULL && words[i] != NULL; i++) {
                copy[i] = strdup(words[i]);
            }
            if (copy != NULL) {
                (void)execvp(words[0], copy);
            }
        }
        _exit(127);
    }
    (void)getrusage(RUSAGE_CHILDREN, &before);
    if (child < 0 || waitpid(child, &status, 0) != child) {
        give_up(words[0], "cannot be run");
    }
    (void)getrusage(RUSAGE_CHILDREN, &after);
    ret_cost->clock = now() - begin;
    ret_cost->processor = seconds_of(&after.ru_utime) + seconds_of(&after.ru_stime) -
                          seconds_of(&before.ru_utime) - seconds_of(&before.ru_stime);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

static double median(double *values)
{
    qsort(values, TURNS, sizeof *values, compare_doubles);
    return values[TURNS / 2];
}

/* Both in turn; a program that is not there leaves the row out. */
static void row(const char *what, const char *peer, const char *const *ours, const char *const *other,
                bool clock, double aim)
{
    double our_times[TURNS];
    double other_times[TURNS];
    double ratios[TURNS];
    struct cost cost;

    if (!run(other, &cost)) {
        (void)fprintf(stderr, "%s: %s cannot be run, so the row is left out\n", what, other[0]);
        return;
    }
    for (size_t i = 0; i < TURNS; i++) {
        if (!run(ours, &cost)) {
            give_up(ours[0], "failed");
        }
        our_times[i] = clock ? cost.clock : cost.processor;
        if (!run(other, &cost)) {
            give_up(other[0], "failed");
        }
        other_times[i] = clock ? cost.clock : cost.processor;
        ratios[i] = our_times[i] / other_times[i];
    }
    comparison_row(&(struct row){ "hash", what, "s", aim }, peer,
                   (struct comparison){ median(our_times), median(other_times), median(ratios) });
}

static void make_file(const char *path)
{
    static char block[MEBIBYTE];
    FILE *file = fopen(path, "wb");

    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = (char)(i * 31 + i / 251);
    }
    for (unsigned i = 0; file != NULL && i < FILE_SIZE; i++) {
        if (fwrite(block, 1, sizeof block, file) != sizeof block) {
            give_up(path, "cannot be written");
        }
    }
    if (file == NULL || fclose(file) != 0) {
        give_up(path, "cannot be written");
    }
}

static void rows(char paths[FILES][64])
{
    const char *one[] = { MF_BENCH_COMMAND, "hash",   "--threads", "1", paths[0],
                          paths[1],         paths[2], paths[3],    NULL };
    const char *openssl[] = { "openssl", "dgst", "-sha256", paths[0], paths[1], paths[2], paths[3], NULL };
    const char *coreutils[] = { "sha256sum", paths[0], paths[1], paths[2], paths[3], NULL };
    const char *alone[FILES + 5] = { MF_BENCH_COMMAND, "hash", "--threads", "1" };
    const char *both[FILES + 5] = { MF_BENCH_COMMAND, "hash", "--threads", "2" };

    for (size_t i = 0; i < FILES; i++) {
        alone[i + 4] = paths[i];
        both[i + 4] = paths[i];
    }
    row("4 files of 64 MiB, one thread", "openssl dgst", one, openssl, false, 1 / 0.95);
    row("4 files of 64 MiB, one thread", "sha256sum", one, coreutils, false, 0);
    row("8 files of 64 MiB, two threads, on the clock", "one thread", both, alone, true, 1 / 1.8);
}

int main(void)
{
    char directory[] = "/tmp/mf-bench-XXXXXX";
    char paths[FILES][64];

    if (mkdtemp(directory) == NULL) {
        give_up(directory, "cannot be made");
    }
    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%zu", directory, i);
        make_file(paths[i]);
    }
    rows(paths);
    for (size_t i = 0; i < FILES; i++) {
        (void)unlink(paths[i]);
    }
    (void)rmdir(directory);
    return 0;
}
