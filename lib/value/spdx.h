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

/* An identifier in an expression. */
struct mf_spdx_id {
    struct mf_view text;
    enum mf_spdx_standing standing;
    bool exception; /* it stands behind WITH */
};

/* Finds the first identifier of an expression that has a standing. The expression passed its check. */
bool mf_spdx_find(struct mf_view expression, enum mf_spdx_standing standing, struct mf_spdx_id *ret_id);

/* What may be written in its place: for a deprecated identifier what SPDX says, for an unknown one a guess, which costs a look at the
 * whole list. No data if nobody can say. */
struct mf_view mf_spdx_instead(const struct mf_spdx_id *id);

#endif
