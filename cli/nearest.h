/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean": the known name that is nearest to one that is not known. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

struct cli_nearest {
    const char *unknown;
    const char *best; /* NULL while none is near enough */
    size_t distance;  /* of the best; a name must be nearer than this */
};

struct cli_nearest cli_nearest_begin(const char *unknown);

/* Looks at one known name. */
void cli_nearest_try(struct cli_nearest *nearest, const char *known);

#endif
