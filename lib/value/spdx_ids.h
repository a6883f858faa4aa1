/* SPDX-License-Identifier: Apache-2.0 */
/* The identifiers of the SPDX licence list. */
#ifndef MF_VALUE_SPDX_IDS_H
#define MF_VALUE_SPDX_IDS_H

#include <stdbool.h>
#include <stddef.h>

struct mf_spdx_deprecated {
    const char *id;
    const char *instead; /* NULL: SPDX names none */
    bool exception;      /* of those behind WITH */
};

/* What is deprecated stands in no other array. Sorted by bytes. */
struct mf_spdx_ids {
    const char *version;
    const char *const *licenses;
    size_t license_count;
    const char *const *exceptions;
    size_t exception_count;
    const struct mf_spdx_deprecated *deprecated;
    size_t deprecated_count;
};

extern const struct mf_spdx_ids mf_spdx_ids;

#endif
