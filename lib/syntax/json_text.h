/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as JSON: the canonical form, and text for people. */
#ifndef MF_SYNTAX_JSON_TEXT_H
#define MF_SYNTAX_JSON_TEXT_H

#include "base/buffer.h"
#include "model/manifest.h"
#include "model/node.h"

/* Appends the canonical form of a manifest (RFC 8785). */
void mf_canonical_append(struct mf_buffer *buffer, const mf_manifest *manifest);

/* Appends the canonical form of a document of any kind, or of one value with all that is below it. */
void mf_canonical_append_node(struct mf_buffer *buffer, const struct mf_node *node);

/* Appends a document of any kind, indented by two spaces, in the order of the schema, a newline at the end. */
void mf_json_text_append(struct mf_buffer *buffer, const struct mf_node *document);

/* "sha256:…" of the canonical form of a document of any kind. */
mf_status mf_canonical_digest(const struct mf_node *document, mf_bytes **ret_digest, mf_error **reterr);

#endif
