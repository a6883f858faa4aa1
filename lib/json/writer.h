/* SPDX-License-Identifier: Apache-2.0 */
/* Strings as RFC 8785 section 3.2.2.2 writes them. */
#ifndef MF_JSON_WRITER_H
#define MF_JSON_WRITER_H

#include "base/buffer.h"

/* Appends a string of valid UTF-8 in quotes, with the least escapes. */
void mf_json_append_string(struct mf_buffer *buffer, struct mf_view text);

/* Order of member names in RFC 8785: by their UTF-16 code units. Both are valid UTF-8. */
int mf_json_compare_names(struct mf_view left, struct mf_view right);

#endif
