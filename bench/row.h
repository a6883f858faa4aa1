/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows that the measuring programs print: one JSON object a line on stdout, and nothing else there. bench/README.md describes
 * their members, bench/report.py makes a table of them.
 */
#ifndef MF_BENCH_ROW_H
#define MF_BENCH_ROW_H

#include <stddef.h>

/* What every row says. */
struct row {
    const char *group;
    const char *what; /* what was measured */
    const char *unit; /* "s": seconds for one, "1/s": so many a second, "B": bytes */
    double aim;       /* the greatest ratio or exponent that is good; 0: the row is told for information */
};

/* A figure of ours beside that of a peer. */
struct comparison {
    double ours; /* the median */
    double theirs;
    double ratio; /* the median of the ratios of neighbouring turns */
};

struct point {
    double over;
    double value;
};

void comparison_row(const struct row *row, const char *peer, struct comparison result);

/*
 * Figures over something that grows, such as "packages".
 *
 * @param exponent  of the power law that fits them best; 0 where that says nothing
 */
void series_row(const struct row *row, const char *over, const struct point *points, size_t count,
                double exponent);

/* Ends the program with a message. */
_Noreturn void give_up(const char *what, const char *why);

#endif
