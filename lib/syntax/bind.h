/* SPDX-License-Identifier: Apache-2.0 */
/* Binding of YAML by libcyaml: text that the reader has passed becomes structs. */
#ifndef MF_SYNTAX_BIND_H
#define MF_SYNTAX_BIND_H

#include "model/manifest.h"

#include <cyaml/cyaml.h>

/* The document in libcyaml's terms; generated. */
extern const cyaml_schema_value_t mf_manifest_cyaml;

/*
 * Binds a text in which the reader found nothing wrong, and gives every value the place that the reader noted.
 * @return MF_OK, MF_ERROR_MEMORY, MF_ERROR_LIMIT, MF_ERROR_INTERNAL (libcyaml and the reader disagree)
 */
mf_status mf_bind_yaml(struct mf_arena *arena, struct mf_view text, const struct mf_places *places,
                       struct model_manifest **ret_root, mf_error **reterr);

#endif
