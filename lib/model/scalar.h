/* SPDX-License-Identifier: Apache-2.0 */
/* One scalar: is it what its field calls for, and what is its canonical spelling? */
#ifndef MF_MODEL_SCALAR_H
#define MF_MODEL_SCALAR_H

#include "model/manifest.h"
#include "model/path.h"

struct mf_scalar_check {
    struct mf_arena *arena; /* for a spelling that is not the one written */
    const struct mf_field *field;
    enum mf_type type; /* mf_field_type() */
    enum mf_spelling spelling;
    struct mf_position position;
    const struct mf_trail *trail;
    const struct mf_limits *limits;
    mf_report *report;
};

/* Gives the scalar its canonical spelling, or adds a finding. MF_OK in both cases; otherwise memory could not be had. */
mf_status mf_scalar_normalise(const struct mf_scalar_check *check, struct mf_scalar *scalar);

#endif
