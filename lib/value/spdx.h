/* SPDX-License-Identifier: Apache-2.0 */
/* What the SPDX licence list says of the identifiers in a licence expression. */
#ifndef MF_VALUE_SPDX_H
#define MF_VALUE_SPDX_H

#include "base/view.h"

enum mf_spdx_standing {
    MF_SPDX_LISTED,
    MF_SPDX_DEPRECATED, /* on the list, and not to be used any more */
    MF_SPDX_UNKNOWN,    /* not on the list as it is spelled here, nor LicenseRef-… and the like */
};

/* An identifier, and what may be written in its place; no data if nobody can say. */
struct mf_spdx_id {
    struct mf_view text;
    struct mf_view instead;
};

/*
 * Finds the first identifier of an expression that has a standing. The expression passed its check.
 *
 * @param ret_id  written if there is one. For an unknown one `instead` is a guess
 */
bool mf_spdx_find(struct mf_view expression, enum mf_spdx_standing standing, struct mf_spdx_id *ret_id);

#endif
