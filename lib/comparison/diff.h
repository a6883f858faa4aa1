/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two manifests, as it is kept. */
#ifndef MF_COMPARISON_DIFF_H
#define MF_COMPARISON_DIFF_H

#include "base/arena.h"
#include "base/reference.h"
#include "comparison/walk.h"

#include <libmanifest/diff.h>

struct mf_change {
    mf_diff_kind kind;
    mf_diff_severity severity;
    const char *section;
    const char *path;
    const char *label;
    const char *message;
    const char *before; /* JSON; "" */
    const char *after;
};

/* An operation of the patch. */
struct mf_patch_step {
    enum mf_difference_step step;
    const char *target;
    const char *value; /* JSON; NULL of one that removes */
};

struct mf_diff {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds everything below */
    struct mf_change *changes;
    size_t change_count;
    struct mf_patch_step *steps;
    size_t step_count;
    size_t respelled;
    const char *digests[2]; /* of the manifests */
};

#endif
