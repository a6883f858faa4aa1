/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as YAML for people. */
#ifndef MF_SYNTAX_YAML_TEXT_H
#define MF_SYNTAX_YAML_TEXT_H

#include "base/buffer.h"
#include "model/node.h"

/* Appends a document of any kind in block style, in the order of the schema, quoted only where it must be. MF_OK or
 * MF_ERROR_MEMORY. */
mf_status mf_yaml_text_append(struct mf_buffer *buffer, const struct mf_node *document);

/* A document of any kind as text, in YAML or JSON. */
mf_status mf_document_write(const struct mf_node *document, mf_format format, mf_bytes **ret_text,
                            mf_error **reterr);

/* Appends one scalar as it can stand behind a key on the same line: plain if it reads back as itself, else in quotes.
 * `is_string` is false for numbers and booleans, which stay plain. MF_OK or MF_ERROR_MEMORY. */
mf_status mf_yaml_scalar_append(struct mf_buffer *buffer, struct mf_view text, bool is_string);

#endif
