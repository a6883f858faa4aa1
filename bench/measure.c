/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include <stdlib.h>
#include <time.h>

enum {
    MOST_TURNS = 31,
    FEWEST_TURNS = 5,
};

static const double turn_seconds = 0.010;
static const double all_seconds = 2.0;

static double now(void)
{
    struct timespec time;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) {
        give_up("clock", "this system does not tell the processor time");
    }
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Seconds for one run, of `runs` in a row. */
static double turn(work run, void *context, unsigned long runs)
{
    double begin = now();

    for (unsigned long i = 0; i < runs; i++) {
        run(context);
    }
    return (now() - begin) / (double)runs;
}

/* How many runs make a turn. This also warms the caches. */
static unsigned long runs_of(work run, void *context)
{
    unsigned long runs = 1;

    while (turn(run, context, runs) * (double)runs < turn_seconds) {
        runs *= 2;
    }
    return runs;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

struct comparison compare(work ours, work other, void *context)
{
    unsigned long our_runs = runs_of(ours, context);
    unsigned long other_runs = runs_of(other, context);
    double our_times[MOST_TURNS];
    double other_times[MOST_TURNS];
    double ratios[MOST_TURNS];
    double begin = now();
    size_t count = 0;

    while (count < MOST_TURNS && (count < FEWEST_TURNS || now() - begin < all_seconds)) {
        our_times[count] = turn(ours, context, our_runs);
        other_times[count] = turn(other, context, other_runs);
        ratios[count] = our_times[count] / other_times[count];
        count++;
    }
    return (struct comparison){ median(our_times, count), median(other_times, count), median(ratios, count) };
}

double time_of(work run, void *context)
{
    unsigned long runs = runs_of(run, context);
    double times[FEWEST_TURNS];

    for (size_t i = 0; i < FEWEST_TURNS; i++) {
        times[i] = turn(run, context, runs);
    }
    return median(times, FEWEST_TURNS);
}
