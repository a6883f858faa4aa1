/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a document that was just read or built into its one form: scalars are checked and get their canonical spelling, sets
 * are sorted, what is empty becomes absent. After it the document never changes again.
 */
#ifndef MF_MODEL_NORMALISE_H
#define MF_MODEL_NORMALISE_H

#include "model/manifest.h"

/* Adds a finding for everything that is wrong. MF_OK, or MF_ERROR_MEMORY or MF_ERROR_LIMIT from the arena. */
mf_status mf_normalise(struct mf_arena *arena, const struct mf_record *record, void *root,
                       const struct mf_places *places, const struct mf_limits *limits, mf_report *report);

#endif
