/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as JSON: the canonical form, and text for people. */
#ifndef MF_SYNTAX_JSON_TEXT_H
#define MF_SYNTAX_JSON_TEXT_H

#include "base/buffer.h"
#include "model/manifest.h"
#include "model/node.h"

/* Appends the canonical form of a document (RFC 8785). */
void mf_canonical_append(struct mf_buffer *buffer, const mf_manifest *manifest);

/* Appends the canonical form of one value with all that is below it. */
void mf_canonical_append_node(struct mf_buffer *buffer, const struct mf_node *node);

/* Appends a document indented by two spaces, in the order of the schema, a newline at the end. */
void mf_json_text_append(struct mf_buffer *buffer, const mf_manifest *manifest);

#endif
