/* SPDX-License-Identifier: Apache-2.0 */
/* Times several things against each other. */
#ifndef MF_BENCH_MEASURE_H
#define MF_BENCH_MEASURE_H

#include "row.h"

enum {
    MOST_SIDES = 16,
    MOST_TURNS = 31,
    FEWEST_TURNS = 5,
};

/* Does its work once. */
typedef void (*work)(void *context);

/* One of those that take turns. */
struct side {
    work run;
    void *context;
};

/* What each of them took in each turn: seconds for one run. */
struct turns {
    size_t sides;
    size_t count;
    double seconds[MOST_SIDES][MOST_TURNS];
};

/*
 * Runs all in turn, many times over, so that whatever else the machine does hits them alike. A turn lasts some milliseconds, or one
 * run where that takes longer. Time is that of the processor.
 */
void take_turns(const struct side *sides, size_t count, struct turns *ret_turns);

/* The median of what a side took. */
double median_of(const struct turns *turns, size_t side);

/* One side against another. */
struct comparison compare_sides(const struct turns *turns, size_t ours, size_t theirs);

/*
 * The exponent of the power law by which the sides grow with `over`, one number for each of them: that of the least squares, both
 * axes logarithmic, in each turn; the median of these.
 */
double exponent_of(const struct turns *turns, const double *over);

/* Two that work on the same. */
struct comparison compare(work ours, work theirs, void *context);

#endif
