/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean": of many names, the one that a misspelt name most likely stands for. */
#ifndef MF_BASE_NEAREST_H
#define MF_BASE_NEAREST_H

#include "base/view.h"

/* Begin with { .wanted = … }, offer names, then look at `best`. */
struct mf_nearest {
    struct mf_view wanted;
    struct mf_view best; /* data NULL: none is near */
    size_t distance;     /* of `best` */
};

/* Keeps the name if it is nearer than the best so far, and near at all: one change in four bytes and one more. The first of
 * equally near ones stays. Long names are never near. */
void mf_nearest_offer(struct mf_nearest *nearest, struct mf_view name);

#endif
