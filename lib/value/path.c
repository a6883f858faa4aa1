/* SPDX-License-Identifier: Apache-2.0 */
/* Paths below a root that the reader chooses: they cannot lead out of it. */
#include "value/ascii.h"
#include "value/check.h"

bool mf_path_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.size == 0 || !mf_string_check(text, advice)) {
        return false;
    }
    if (text.size > MF_PATH_SIZE) {
        return mf_advise(advice, "the path is too long");
    }
    if (text.data[0] == '/') {
        return mf_advise(advice, "write it relative to the root of the release, without '/' in front");
    }
    if (mf_view_find(text, '\\') < text.size) {
        return mf_advise(advice, "write '/' between the parts");
    }
    while (text.data != NULL) {
        struct mf_view part = mf_view_cut(&text, '/');

        if (part.size == 0) {
            return mf_advise(advice, "no part may be empty");
        }
        if (mf_view_is(part, ".") || mf_view_is(part, "..")) {
            return mf_advise(advice, "no part may be '.' or '..'");
        }
    }
    return true;
}
