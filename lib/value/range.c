/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges of versions: comparisons that must all hold, such as >=3.10,<3.13. */
#include "value/ascii.h"
#include "value/check.h"

enum {
    MOST_NUMBERS = 8, /* of a version */
    MOST_DIGITS = 9,  /* of a number */
};

/* Numbers with dots between them. Zeros in front are allowed, since some versions are written so: 22.04. */
static bool is_version(struct mf_view text)
{
    int count = 0;

    do {
        struct mf_view number = mf_view_cut(&text, '.');

        if (number.size == 0 || number.size > MOST_DIGITS || ++count > MOST_NUMBERS) {
            return false;
        }
        for (size_t i = 0; i < number.size; i++) {
            if (!mf_ascii_is_digit(number.data[i])) {
                return false;
            }
        }
    } while (text.data != NULL);
    return true;
}

static size_t operator_size(struct mf_view text)
{
    if (mf_view_starts_with(text, ">=") || mf_view_starts_with(text, "<=") ||
        mf_view_starts_with(text, "==") || mf_view_starts_with(text, "!=")) {
        return 2;
    }
    return mf_view_starts_with(text, ">") || mf_view_starts_with(text, "<") ? 1 : 0;
}

bool mf_range_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.size == 0 || text.size > MF_RANGE_SIZE) {
        return false;
    }
    if (mf_view_find(text, ' ') < text.size) {
        return mf_advise(advice, "leave out the spaces");
    }
    do {
        struct mf_view comparison = mf_view_cut(&text, ',');
        size_t size = operator_size(comparison);

        if (size == 0) {
            return mf_advise(advice, "begin each comparison with one of >= > <= < == !=");
        }
        if (!is_version(mf_view_from(comparison, size))) {
            return mf_advise(advice, "a version here is numbers with dots between them");
        }
    } while (text.data != NULL);
    return true;
}
