/* SPDX-License-Identifier: Apache-2.0 */
/* A program that measures several groups of rows, named by its arguments. What each is for says scripts/bench. */
#ifndef MF_BENCH_GROUPS_H
#define MF_BENCH_GROUPS_H

#include <stddef.h>

struct group {
    const char *name;
    void (*run)(void);
};

/* Measures the groups that the arguments of main() name. Returns what main() returns: 2 where there is no such group. */
int run_groups(const struct group *groups, size_t count, int argc, char **argv);

#endif
