/* SPDX-License-Identifier: Apache-2.0 */
/* What a document must hold: required fields, fields that exclude or call for each other, references that resolve. */
#ifndef MF_MODEL_REQUIRE_H
#define MF_MODEL_REQUIRE_H

#include "model/manifest.h"

/* Adds a finding for everything that is missing or does not agree. The document has been normalised, and stays as it is. */
mf_status mf_require(const struct mf_schema *schema, const void *root, const struct mf_places *places,
                     mf_profile profile, mf_report *report);

#endif
