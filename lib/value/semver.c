/* SPDX-License-Identifier: Apache-2.0 */
/* Semantic versions (2.0.0): three numbers, then perhaps a pre-release and build metadata. */
#include "value/ascii.h"
#include "value/check.h"

/* Digits without a zero in front. */
static bool is_number(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_digit(text.data[i])) {
            return false;
        }
    }
    return text.size == 1 || (text.size > 1 && text.data[0] != '0');
}

static bool is_digits(struct mf_view text)
{
    size_t at = 0;

    while (at < text.size && mf_ascii_is_digit(text.data[at])) {
        at++;
    }
    return at == text.size;
}

/* Parts of letters, digits and '-' between dots. In a pre-release a part of digits is a number. */
static bool are_parts(struct mf_view text, bool numbers)
{
    do {
        struct mf_view part = mf_view_cut(&text, '.');

        if (part.size == 0 || (numbers && is_digits(part) && !is_number(part))) {
            return false;
        }
        for (size_t i = 0; i < part.size; i++) {
            if (!mf_ascii_is_alphanumeric(part.data[i]) && part.data[i] != '-') {
                return false;
            }
        }
    } while (text.data != NULL);
    return true;
}

bool mf_semver_check(struct mf_view text, struct mf_buffer *advice)
{
    size_t plus = mf_view_find(text, '+');
    size_t minus = mf_view_find(mf_view_make(text.data, plus), '-');
    struct mf_view core = mf_view_make(text.data, minus);

    if (text.size == 0) {
        return false;
    }
    if (text.size > MF_SEMVER_SIZE) {
        return mf_advise(advice, "the version is too long");
    }
    if (text.data[0] == 'v' || text.data[0] == 'V') {
        return mf_advise(advice, "leave out the 'v' in front");
    }
    for (int i = 0; i < 3; i++) {
        if (core.data == NULL) {
            return mf_advise(advice, "write all three numbers");
        }
        if (!is_number(mf_view_cut(&core, '.'))) {
            return false;
        }
    }
    return core.data == NULL &&
           (minus == plus || are_parts(mf_view_make(text.data + minus + 1, plus - minus - 1), true)) &&
           (plus == text.size || are_parts(mf_view_from(text, plus + 1), false));
}
