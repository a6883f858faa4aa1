/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Semantic versions (2.0.0): three numbers, then perhaps a pre-release and build metadata; and those of Go modules, which are
 * the same with a 'v' in front.
 */
#include "value/ascii.h"
#include "value/check.h"
#include "value/version.h"

/* Digits without a zero in front. */
static bool is_number(struct mf_view text)
{
    return mf_digits_size(text) == text.size && (text.size == 1 || (text.size > 1 && text.data[0] != '0'));
}

static bool is_digits(struct mf_view text)
{
    return mf_digits_size(text) == text.size;
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

bool mf_go_version_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.data[0] != 'v') {
        return mf_semver_check(text, NULL) ? mf_advise(advice, "write the 'v' in front of it") : false;
    }
    return mf_semver_check(mf_view_from(text, 1), NULL);
}

/* The numbers, and the pre-release with no data if there is none; build metadata does not count. */
static struct mf_view split_prerelease(struct mf_view *text)
{
    size_t plus = mf_view_find(*text, '+');
    size_t minus = mf_view_find(mf_view_make(text->data, plus), '-');
    struct mf_view prerelease = mf_view_make(NULL, 0);

    if (minus < plus) {
        prerelease = mf_view_make(text->data + minus + 1, plus - minus - 1);
    }
    text->size = minus;
    return prerelease;
}

/* Numbers come before words. */
static int compare_parts(struct mf_view left, struct mf_view right)
{
    bool left_number = is_digits(left);
    bool right_number = is_digits(right);

    if (left_number != right_number) {
        return left_number ? -1 : 1;
    }
    return left_number ? mf_digits_compare(left, right) : mf_view_compare(left, right);
}

int mf_semver_compare(struct mf_view left, struct mf_view right)
{
    struct mf_view left_rest = split_prerelease(&left);
    struct mf_view right_rest = split_prerelease(&right);
    int order = mf_version_compare(MF_VERSION_NUMBERS, left, right);

    if (order != 0) {
        return order;
    }
    /* A version without a pre-release is behind all that have one. */
    if (left_rest.data == NULL || right_rest.data == NULL) {
        return (left_rest.data == NULL) - (right_rest.data == NULL);
    }
    while (order == 0 && left_rest.data != NULL && right_rest.data != NULL) {
        struct mf_view left_part = mf_view_cut(&left_rest, '.');

        order = compare_parts(left_part, mf_view_cut(&right_rest, '.'));
    }
    return order != 0 ? order : (left_rest.data != NULL) - (right_rest.data != NULL);
}
