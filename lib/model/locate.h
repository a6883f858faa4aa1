/* SPDX-License-Identifier: Apache-2.0 */
/* Where a value stands in a document, found by its address, so that nobody who looks at the model has to write paths down. */
#ifndef MF_MODEL_LOCATE_H
#define MF_MODEL_LOCATE_H

#include "model/path.h"

struct mf_location {
    struct mf_trail trail;
    uint32_t at; /* place of the value; of one that is absent, of the nearest mapping around it */
    const struct mf_scalar *scalar; /* NULL if the value is none */
};

/*
 * Looks for a value in a document. Its address is that of a member of a generated struct, present or absent (a struct mf_scalar, a
 * struct mf_list, the pointer to a mapping), of a mapping, or of an entry of a list. Costs O(size of the document) at worst, and
 * little where the value stands in an entry of a list rather than further down.
 *
 * @return false if the value is not in this document
 */
bool mf_locate(const struct mf_record *record, const void *root, const void *value,
               struct mf_location *ret_location);

#endif
