/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as YAML for people. */
#ifndef MF_SYNTAX_YAML_TEXT_H
#define MF_SYNTAX_YAML_TEXT_H

#include "base/buffer.h"
#include "model/manifest.h"

/* Appends a document in block style, in the order of the schema, quoted only where it must be. MF_OK or MF_ERROR_MEMORY. */
mf_status mf_yaml_text_append(struct mf_buffer *buffer, const mf_manifest *manifest);

/* Appends one scalar as it can stand behind a key on the same line: plain if it reads back as itself, else in quotes.
 * `is_string` is false for numbers and booleans, which stay plain. MF_OK or MF_ERROR_MEMORY. */
mf_status mf_yaml_scalar_append(struct mf_buffer *buffer, struct mf_view text, bool is_string);

#endif
