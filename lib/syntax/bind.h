/* SPDX-License-Identifier: Apache-2.0 */
/* Binding of YAML by libcyaml: text that the reader has passed becomes structs. */
#ifndef MF_SYNTAX_BIND_H
#define MF_SYNTAX_BIND_H

#include "model/manifest.h"

#include <cyaml/cyaml.h>

/*
 * Binds a text in which the reader found nothing wrong, and gives every value the place that the reader noted.
 *
 * @param ret_root  receives the document: the struct of schema->record
 * @return MF_OK, MF_ERROR_MEMORY, MF_ERROR_LIMIT, MF_ERROR_INTERNAL (libcyaml and the reader disagree)
 */
mf_status mf_bind_yaml(struct mf_arena *arena, struct mf_view text, const struct mf_schema *schema,
                       const struct mf_places *places, struct mf_head **ret_root, mf_error **reterr);

#endif
