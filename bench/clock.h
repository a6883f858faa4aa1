/* SPDX-License-Identifier: Apache-2.0 */
/* What time it is. */
#ifndef MF_BENCH_CLOCK_H
#define MF_BENCH_CLOCK_H

#include <time.h>

/* Seconds of a clock, such as CLOCK_MONOTONIC or CLOCK_PROCESS_CPUTIME_ID. Gives up where the system does not have it. */
double seconds_of(clockid_t clock);

#endif
