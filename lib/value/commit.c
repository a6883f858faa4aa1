/* SPDX-License-Identifier: Apache-2.0 */
/* Commits by their full id: a branch or a short id may name another commit tomorrow. */
#include "value/check.h"
#include "value/hex.h"

bool mf_commit_check(struct mf_view text, struct mf_buffer *advice)
{
    if (mf_hex_is_lower(text) && (text.size == 40 || text.size == 64)) {
        return true;
    }
    if (text.size >= 7 && text.size < 40 && mf_hex_is_lower(text)) {
        return mf_advise(advice, "write the commit's full id");
    }
    return false;
}
