/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time: YYYY-MM-DDThh:mm:ssZ, years 1970 to 9999. */
#ifndef MF_VALUE_TIMESTAMP_H
#define MF_VALUE_TIMESTAMP_H

#include "base/view.h"

#include <stdint.h>

/* Seconds since 1970-01-01T00:00:00Z, without leap seconds. False if the text is no timestamp. */
bool mf_timestamp_parse(struct mf_view text, int64_t *ret_seconds);

#endif
