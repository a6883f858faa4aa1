/* SPDX-License-Identifier: Apache-2.0 */
/* Paths (RFC 6901) that grow and shrink as a walk goes down and up. */
#ifndef MF_MODEL_PATH_H
#define MF_MODEL_PATH_H

#include "base/buffer.h"
#include "schema/schema.h"

/* Appends a token, escaped. The size before it is what mf_path_pop() wants. */
size_t mf_path_push(struct mf_buffer *path, struct mf_view token);

/* Appends the index of an entry: `7`, or `#7` for an entry of a set that cannot be named by its key. */
size_t mf_path_push_index(struct mf_buffer *path, uint32_t index, bool unnamed);

/* Appends the name of an entry of a list: of a set its key, where it has one that is not repeated. */
size_t mf_path_push_entry(struct mf_buffer *path, const struct mf_field *field, const void *entry,
                          uint32_t index);

/* True if a key is there and short enough to name its entry in a path. */
bool mf_path_key_is_named(const struct mf_scalar *key);

void mf_path_pop(struct mf_buffer *path, size_t size);

/* Appends a token as it is written in a path: `~` and `/` escaped. */
void mf_path_escape(struct mf_buffer *buffer, struct mf_view token);

/* Cuts the first token, still escaped, off a path that begins with `/`. */
struct mf_view mf_path_next(struct mf_view *path);

/* True if an escaped token is this key. */
bool mf_path_token_is(struct mf_view token, struct mf_view key);

/* The unescaped token in `buffer`, which is emptied first. False if an escape is wrong or memory cannot be had. */
bool mf_path_unescape(struct mf_view token, struct mf_buffer *buffer);

#endif
