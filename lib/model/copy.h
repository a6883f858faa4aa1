/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of documents and of parts of them. */
#ifndef MF_MODEL_COPY_H
#define MF_MODEL_COPY_H

#include "model/manifest.h"

enum { MF_SPELLING_COUNT = MF_SPELLED_BOOL + 1 };

/*
 * Copies the members of a mapping with all that is below them into an arena. Positions do not go along: the copy's places are
 * its spellings, numbered as enum mf_spelling (see mf_spelling_places()).
 *
 * @param from  the places of the original
 * @return MF_OK, or why the arena failed
 */
mf_status mf_copy_record(struct mf_arena *arena, const struct mf_places *from, const struct mf_record *record,
                         const void *original, void *copy);

/* As mf_copy_record(), for the value of one field. */
mf_status mf_copy_field(struct mf_arena *arena, const struct mf_places *from, const struct mf_field *field,
                        const void *original, void *copy);

/* As mf_copy_record(), for one scalar. */
mf_status mf_copy_scalar(struct mf_arena *arena, const struct mf_places *from,
                         const struct mf_scalar *original, struct mf_scalar *copy);

/* Places that hold no position, only a spelling each. `items` has MF_SPELLING_COUNT rows. */
struct mf_places mf_spelling_places(struct mf_place *items);

#endif
