/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges of versions: comparisons that must all hold, such as >=3.10,<3.13; or of amounts, such as >=80Gi. */
#include "value/range.h"

#include "value/ascii.h"
#include "value/check.h"
#include "value/quantity.h"

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

/* A number with a factor behind it; without one it is a version. */
static bool is_amount(struct mf_view text)
{
    struct mf_quantity quantity;

    return text.size > 0 && mf_ascii_is_letter(text.data[text.size - 1]) &&
           mf_quantity_parse(text, &quantity);
}

enum operator{ GREATER_EQUAL, LESS_EQUAL, EQUAL, NOT_EQUAL, GREATER, LESS, OPERATORS };

/* Takes the operator that a comparison begins with; OPERATORS if there is none. */
static enum operator take_operator(struct mf_view *text)
{
    static const char *const names[] = { ">=", "<=", "==", "!=", ">", "<" };
    size_t i = 0;

    while (i < OPERATORS && !mf_view_starts_with(*text, names[i])) {
        i++;
    }
    *text = mf_view_from(*text, i == OPERATORS ? 0 : strlen(names[i]));
    return (enum operator)i;
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

        if (take_operator(&comparison) == OPERATORS) {
            return mf_advise(advice, "begin each comparison with one of >= > <= < == !=");
        }
        if (!is_version(comparison) && !is_amount(comparison)) {
            return mf_advise(advice, "a version here is numbers with dots between them");
        }
    } while (text.data != NULL);
    return true;
}

static bool holds(enum operator operator, int order)
{
    switch (operator) {
    case GREATER_EQUAL:
        return order >= 0;
    case LESS_EQUAL:
        return order <= 0;
    case EQUAL:
        return order == 0;
    case NOT_EQUAL:
        return order != 0;
    case GREATER:
        return order > 0;
    case LESS:
        return order < 0;
    case OPERATORS:
        break;
    }
    return false;
}

/* PEP 440, "Version specifiers", with pre-releases allowed: the version is a fact, not a choice to be made. */
static bool holds_python(enum operator operator, struct mf_view bound, struct mf_view version)
{
    struct mf_pep440 left = { 0 };
    struct mf_pep440 right = { 0 };
    struct mf_pep440 base;

    (void)mf_pep440_parse(version, &left);
    (void)mf_pep440_parse(bound, &right);
    /* A local version, a pre-release or a post-release of the bound itself is neither above nor below it. */
    base = (struct mf_pep440){ .epoch = left.epoch, .release = left.release };
    if ((operator== GREATER || operator== LESS) && mf_pep440_compare(&base, &right) == 0) {
        return false;
    }
    left.local.size = 0;
    return holds(operator, mf_pep440_compare(&left, &right));
}

static bool is_comparable(enum mf_version_kind kind, struct mf_view bound)
{
    struct mf_quantity quantity;

    return kind == MF_VERSION_AMOUNT ? mf_quantity_parse(bound, &quantity) : is_version(bound);
}

enum mf_range_answer mf_range_contains(struct mf_view range, enum mf_version_kind kind,
                                       struct mf_view version)
{
    enum mf_range_answer answer = MF_RANGE_INSIDE;

    if (!mf_version_check(kind, version, NULL)) {
        return MF_RANGE_NO_VERSION;
    }
    while (range.data != NULL) {
        struct mf_view bound = mf_view_cut(&range, ',');
        enum operator operator= take_operator(&bound);

        if (!is_comparable(kind, bound)) {
            return MF_RANGE_NO_BOUND;
        }
        if (!(kind == MF_VERSION_PYTHON ? holds_python(operator, bound, version)
                                        : holds(operator, mf_version_compare(kind, version, bound)))) {
            answer = MF_RANGE_OUTSIDE;
        }
    }
    return answer;
}
