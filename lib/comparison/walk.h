/* SPDX-License-Identifier: Apache-2.0 */
/* A walk over two documents of one kind at once, which finds every difference between them. */
#ifndef MF_COMPARISON_WALK_H
#define MF_COMPARISON_WALK_H

#include "base/arena.h"
#include "model/node.h"
#include "model/path.h"

enum mf_difference_kind {
    MF_DIFFERENCE_ADDED,   /* a field or an entry is in the right document only */
    MF_DIFFERENCE_REMOVED, /* in the left one only */
    MF_DIFFERENCE_CHANGED, /* a scalar; or an entry whose key has changed, as a package in another version */
    MF_DIFFERENCE_MOVED,   /* an entry of a sequence stands elsewhere among the others */
    MF_DIFFERENCE_RESPELLED, /* a scalar is the same in another spelling */
    MF_DIFFERENCE_NONE, /* a step of the patch alone: the order of a set, or a change that is told with another step */
};

/* What is to be done to the left document's canonical JSON: an operation of RFC 6902. */
enum mf_difference_step {
    MF_STEP_NONE, /* a step before has done it */
    MF_STEP_ADD,
    MF_STEP_REMOVE,
    MF_STEP_REPLACE,
};

/* One difference. It and all that it points to belong to the walk, but for the values of the nodes. */
struct mf_difference {
    enum mf_difference_kind kind;
    enum mf_difference_step step;
    struct mf_node left;  /* its value is NULL where there is none */
    struct mf_node right; /* the same */
    const struct mf_trail
        *trail; /* the path; entries that both documents have are named as in the left one */
    const struct mf_trail *target; /* of the step: the steps that came before are done, entries are indexes */
};

/* Takes one difference. Anything but MF_OK ends the walk, which returns it. */
typedef mf_status mf_difference_taker(void *context, const struct mf_difference *difference);

/*
 * Finds the differences between two documents, in the order of the schema; of the entries of a list first those removed, then those
 * added and moved, then what has changed in the others. The steps, taken in that order, make the canonical JSON of the right document
 * of that of the left one.
 *
 * @param arena  for lists of pairs, as long as the walk goes on
 * @return MF_OK, why the arena failed, or what the taker returned
 */
mf_status mf_difference_walk(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                             mf_difference_taker *take, void *context);

#endif
