/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include "clock.h"

#include <math.h>
#include <stdlib.h>

static const double turn_seconds = 0.010;
static const double side_seconds = 1.0;

/* Seconds for one run, of `runs` in a row. */
static double turn(const struct side *side, unsigned long runs)
{
    double begin = seconds_of(CLOCK_PROCESS_CPUTIME_ID);

    for (unsigned long i = 0; i < runs; i++) {
        side->run(side->context);
    }
    return (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - begin) / (double)runs;
}

/* How many runs make a turn. This also warms the caches. */
static unsigned long runs_of(const struct side *side)
{
    unsigned long runs = 1;

    while (turn(side, runs) * (double)runs < turn_seconds) {
        runs *= 2;
    }
    return runs;
}

void take_turns(const struct side *sides, size_t count, struct turns *ret_turns)
{
    unsigned long runs[MOST_SIDES];
    double begin;

    if (count == 0 || count > MOST_SIDES) {
        give_up("turns", "too many take them, or nobody does");
    }
    for (size_t i = 0; i < count; i++) {
        runs[i] = runs_of(&sides[i]);
    }
    *ret_turns = (struct turns){ .sides = count };
    begin = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    while (ret_turns->count < MOST_TURNS &&
           (ret_turns->count < FEWEST_TURNS ||
            seconds_of(CLOCK_PROCESS_CPUTIME_ID) - begin < side_seconds * (double)count)) {
        for (size_t i = 0; i < count; i++) {
            ret_turns->seconds[i][ret_turns->count] = turn(&sides[i], runs[i]);
        }
        ret_turns->count++;
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Sorts the values. */
static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

double median_of(const struct turns *turns, size_t side)
{
    double values[MOST_TURNS];

    for (size_t i = 0; i < turns->count; i++) {
        values[i] = turns->seconds[side][i];
    }
    return median(values, turns->count);
}

struct comparison compare_sides(const struct turns *turns, size_t ours, size_t theirs)
{
    double ratios[MOST_TURNS];

    for (size_t i = 0; i < turns->count; i++) {
        ratios[i] = turns->seconds[ours][i] / turns->seconds[theirs][i];
    }
    return (struct comparison){ median_of(turns, ours), median_of(turns, theirs),
                                median(ratios, turns->count) };
}

static double slope(const struct turns *turns, size_t turn_number, const double *over)
{
    double count = (double)turns->sides;
    double middle = 0;
    double height = 0;
    double up = 0;
    double across = 0;

    for (size_t i = 0; i < turns->sides; i++) {
        middle += log(over[i]) / count;
        height += log(turns->seconds[i][turn_number]) / count;
    }
    for (size_t i = 0; i < turns->sides; i++) {
        double from_middle = log(over[i]) - middle;

        up += from_middle * (log(turns->seconds[i][turn_number]) - height);
        across += from_middle * from_middle;
    }
    return up / across;
}

double exponent_of(const struct turns *turns, const double *over)
{
    double exponents[MOST_TURNS];

    for (size_t i = 0; i < turns->count; i++) {
        exponents[i] = slope(turns, i, over);
    }
    return median(exponents, turns->count);
}

struct comparison compare(work ours, work theirs, void *context)
{
    const struct side sides[] = { { ours, context }, { theirs, context } };
    struct turns turns;

    take_turns(sides, 2, &turns);
    return compare_sides(&turns, 0, 1);
}
