/* SPDX-License-Identifier: Apache-2.0 */
/* Spans of time: 1d2h3m4s5ms with at least one part and none of zero, or 0s. */
#ifndef MF_VALUE_DURATION_H
#define MF_VALUE_DURATION_H

#include "base/view.h"

#include <stdint.h>

/* 100 years of 365.25 days. */
#define MF_DURATION_MAXIMUM (INT64_C(36525) * 24 * 60 * 60 * 1000)

/* Milliseconds, 0 to MF_DURATION_MAXIMUM. False if the text is no duration. */
bool mf_duration_parse(struct mf_view text, int64_t *ret_milliseconds);

/* The nearest double to a number of milliseconds in seconds. */
double mf_duration_seconds(int64_t milliseconds);

#endif
