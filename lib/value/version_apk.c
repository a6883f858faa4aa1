/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of Alpine packages: 1.2.3a_rc1-r0, in the order of apk. */
#include "value/ascii.h"
#include "value/version.h"

/* What may follow, in the order that it gives the version: a pre-release is before the end, everything else behind it. */
enum rank { PRE_SUFFIX, END, REVISION, HASH, POST_SUFFIX, LETTER, NUMBER, NONE };

struct token {
    enum rank rank;
    int suffix;          /* which one */
    struct mf_view text; /* of a number, letter or hash; the number behind a suffix */
};

/* In their order; those from the fifth on come after the release. */
static const char *const suffixes[] = { "alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p" };
enum { PRE_SUFFIXES = 4, SUFFIXES = sizeof suffixes / sizeof suffixes[0] };

static struct mf_view take(struct mf_view *text, size_t size)
{
    struct mf_view taken = mf_view_make(text->data, size);

    *text = mf_view_from(*text, size);
    return taken;
}

static struct token take_suffix(struct mf_view *text)
{
    struct token token = { .rank = NONE };
    size_t size = 0;

    while (size < text->size && mf_ascii_is_letter(text->data[size])) {
        size++;
    }
    for (int i = 0; i < SUFFIXES; i++) {
        if (mf_view_is(mf_view_make(text->data, size), suffixes[i])) {
            token = (struct token){ i < PRE_SUFFIXES ? PRE_SUFFIX : POST_SUFFIX, i, { NULL, 0 } };
        }
    }
    (void)take(text, size);
    token.text = take(text, mf_digits_size(*text));
    return token;
}

static struct token take_digits(struct mf_view *text, size_t before, enum rank rank)
{
    struct token token = { .rank = rank };

    (void)take(text, before);
    token.text = take(text, mf_digits_size(*text));
    if (token.text.size == 0) {
        token.rank = NONE;
    }
    return token;
}

static struct token take_hash(struct mf_view *text)
{
    size_t size = 1;

    while (size < text->size && mf_ascii_is_hex(text->data[size])) {
        size++;
    }
    return (struct token){ size == 1 ? NONE : HASH, 0, take(text, size) };
}

/* The next token behind one of that rank; NONE where none may stand. */
static struct token next(struct mf_view *text, enum rank before)
{
    if (text->size == 0) {
        return (struct token){ END, 0, { NULL, 0 } };
    }
    switch (text->data[0]) {
    case '.':
        return before == NUMBER ? take_digits(text, 1, NUMBER) : (struct token){ .rank = NONE };
    case '_':
        (void)take(text, 1);
        return before == HASH || before == REVISION ? (struct token){ .rank = NONE } : take_suffix(text);
    case '~':
        return before == REVISION ? (struct token){ .rank = NONE } : take_hash(text);
    case '-':
        return before != REVISION && mf_view_starts_with(*text, "-r") ? take_digits(text, 2, REVISION)
                                                                      : (struct token){ .rank = NONE };
    default:
        return before == NUMBER && mf_ascii_is_lower(text->data[0])
                   ? (struct token){ LETTER, 0, take(text, 1) }
                   : (struct token){ .rank = NONE };
    }
}

bool mf_apk_version_check(struct mf_view text, struct mf_buffer *advice)
{
    struct token token = take_digits(&text, 0, NUMBER);

    (void)advice;
    while (token.rank != NONE && token.rank != END) {
        token = next(&text, token.rank);
    }
    return token.rank == END;
}

/* Numbers by value; but one with a zero in front, which is not the first, is read as the digits of a fraction. */
static int compare_tokens(const struct token *left, const struct token *right, bool first)
{
    bool fraction = left->rank == NUMBER && !first &&
                    ((left->text.size > 1 && left->text.data[0] == '0') ||
                     (right->text.size > 1 && right->text.data[0] == '0'));

    if (left->rank != right->rank) {
        return (int)left->rank - (int)right->rank;
    }
    if (left->suffix != right->suffix) {
        return left->suffix - right->suffix;
    }
    return left->rank == LETTER || left->rank == HASH || fraction
               ? mf_view_compare(left->text, right->text)
               : mf_digits_compare(left->text, right->text);
}

int mf_apk_version_compare(struct mf_view left, struct mf_view right)
{
    struct token left_token;
    struct token right_token;
    int order;

    if (!mf_apk_version_check(left, NULL) || !mf_apk_version_check(right, NULL)) {
        return mf_view_compare(left, right);
    }
    left_token = take_digits(&left, 0, NUMBER);
    right_token = take_digits(&right, 0, NUMBER);
    order = compare_tokens(&left_token, &right_token, true);
    while (order == 0 && left_token.rank != END) {
        left_token = next(&left, left_token.rank);
        right_token = next(&right, right_token.rank);
        order = compare_tokens(&left_token, &right_token, false);
    }
    return order;
}
