/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time, spelled as in a manifest. */
#ifndef CLI_TIMESTAMP_H
#define CLI_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970-01-01T00:00:00Z of "YYYY-MM-DDThh:mm:ssZ", from the year 1970 on. False for anything else. */
bool cli_timestamp_parse(const char *text, int64_t *ret_seconds);

/* The value of --at, which must be later than that first second. Says what is wrong with it, for the command, and returns false. */
bool cli_timestamp_option(const char *command, const char *text, int64_t *ret_seconds);

#endif
