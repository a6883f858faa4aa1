/* SPDX-License-Identifier: Apache-2.0 */
/* The entries of the catalogue, which are sorted by code. */
#include "explanation.h"

#include "catalogue.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static int compare_code(const void *code, const void *entry)
{
    return strcmp(code, ((const struct catalogue_entry *)entry)->code);
}

const struct catalogue_entry *cli_explanation(const char *code)
{
    return bsearch(code, catalogue_entries, sizeof catalogue_entries / sizeof catalogue_entries[0],
                   sizeof catalogue_entries[0], compare_code);
}
