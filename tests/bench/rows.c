/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints rows as the measuring programs do, of figures that are known: `rows KIND`. test_report.py reads them, and sees that what
 * cannot be a row is refused.
 */
#include "measure.h"
#include "row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Of a power law, with one turn out of three that something else disturbed. */
static void print_series(double exponent)
{
    static const double over[] = { 100, 1000, 10000 };
    struct turns turns = { .sides = 3, .count = 3 };
    struct point points[3];

    for (size_t side = 0; side < turns.sides; side++) {
        for (size_t i = 0; i < turns.count; i++) {
            turns.seconds[side][i] = 1e-6 * pow(over[side], exponent) * (double)(i + 1);
        }
        turns.seconds[side][1] *= side == 2 ? 50 : 1;
        points[side] = (struct point){ over[side], median_of(&turns, side) };
    }
    series_row(&(struct row){ "known", "a power law", "s", 1.6 }, "packages", points, turns.sides,
               exponent_of(&turns, over));
}

/* The median of the ratios is 2, the ratio of the medians is 3. */
static void print_comparison(void)
{
    const struct turns turns = { .sides = 2, .count = 3, .seconds = { { 2, 3, 9 }, { 1, 3, 1 } } };

    comparison_row(&(struct row){ "known", "a \"name\"\\ with\n\tcontrols \x01 and é", "B", 0 },
                   "the “other”", compare_sides(&turns, 0, 1));
}

int main(int argc, char **argv)
{
    const char *kind = argc == 2 ? argv[1] : "";

    if (strcmp(kind, "series") == 0) {
        print_series(1.5);
    } else if (strcmp(kind, "comparison") == 0) {
        print_comparison();
    } else if (strcmp(kind, "infinite") == 0) {
        comparison_row(&(struct row){ "known", "a division by 0", "s", 0 }, "nobody",
                       (struct comparison){ 1, 0, HUGE_VAL });
    } else if (strcmp(kind, "not-a-number") == 0) {
        series_row(&(struct row){ "known", "nothing", "s", 0 }, "packages",
                   (struct point[]){ { 1, 1 }, { 2, NAN } }, 2, 1);
    } else {
        return 64;
    }
    return 0;
}
