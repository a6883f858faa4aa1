/* SPDX-License-Identifier: Apache-2.0 */
/* Does a run of letters and digits look as if a machine had drawn it, as keys are, or as if people had made it up? */
#ifndef MF_VALUE_RANDOM_H
#define MF_VALUE_RANDOM_H

#include "base/view.h"

/* Fewer letters and digits than these do not tell. */
enum { MF_RANDOM_LEAST = 20, MF_RANDOM_MOST = 256 };

/*
 * Judges a run over an alphabet such as that of Base64: letters, digits and a few marks between them. What is hexadecimal
 * is never taken for random: it is a digest, a commit or a UUID far more often than a key.
 */
bool mf_text_is_random(struct mf_view text);

/* True if at least every other character follows from the one before it, as in 1234567890, abcdef or xxxxxx. */
bool mf_text_is_sequence(struct mf_view text);

#endif
