/* SPDX-License-Identifier: Apache-2.0 */
/* Times two things against each other. */
#ifndef MF_BENCH_MEASURE_H
#define MF_BENCH_MEASURE_H

#include "row.h"

/* One of them: does its work once. */
typedef void (*work)(void *context);

/*
 * Runs both in turn, many times over, so that whatever else the machine does hits both alike. A turn lasts some
 * milliseconds, or one run where that takes longer. Time is that of the processor.
 */
struct comparison compare(work ours, work other, void *context);

/* Seconds of processor time that one run takes: the median of a few. */
double time_of(work run, void *context);

#endif
