/* SPDX-License-Identifier: Apache-2.0 */
/* Digests: an algorithm that is still trusted, and all of its bytes. */
#include "value/ascii.h"
#include "value/check.h"
#include "value/hex.h"

bool mf_digest_check(struct mf_view text, struct mf_buffer *advice)
{
    size_t colon = mf_view_find(text, ':');
    struct mf_view algorithm = mf_view_make(text.data, colon);
    struct mf_view digits = colon == text.size ? text : mf_view_from(text, colon + 1);

    if (colon == text.size) {
        return text.size == 64 && mf_hex_is_lower(text) ? mf_advise(advice, "write sha256: in front") : false;
    }
    if (!mf_view_is(algorithm, "sha256") && !mf_view_is(algorithm, "sha512")) {
        return mf_advise(advice, "only sha256 and sha512 are known");
    }
    if (digits.size != (mf_view_is(algorithm, "sha256") ? 64U : 128U)) {
        return mf_advise(advice,
                         mf_view_is(algorithm, "sha256") ? "sha256 has 64 digits" : "sha512 has 128 digits");
    }
    if (!mf_hex_is_lower(digits)) {
        return mf_advise(advice, "its digits are 0 to 9 and a to f");
    }
    return true;
}
