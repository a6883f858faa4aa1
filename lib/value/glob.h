/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Globs, for the conventions of an organisation: `*` is any run of characters without '/', `**` any run at all, `?` one
 * character that is not '/'. All other characters are themselves, and a glob covers the whole text.
 *
 * A single star stops at '/', because a glob often says whom to trust: one for the hosts of a domain must not be satisfied
 * by another host with the name of the domain in its path.
 */
#ifndef MF_VALUE_GLOB_H
#define MF_VALUE_GLOB_H

#include "base/buffer.h"

/* Most bytes of a glob. */
enum { MF_GLOB_SIZE = 255 };

/* True if the text is a glob: valid UTF-8, not empty, not too long, and without the signs that other languages of patterns
 * use ([ ] { } \ and ***), which would be taken for themselves and match nothing. */
bool mf_glob_check(struct mf_view pattern, struct mf_buffer *advice);

/* Whether a glob that passed its check covers a text of valid UTF-8. At most size of the glob times size of the text steps,
 * whatever they are. */
bool mf_glob_match(struct mf_view pattern, struct mf_view text);

#endif
