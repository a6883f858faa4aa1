/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licence expressions (SPDX specification, annex "SPDX license expressions"): their syntax. Whether an identifier is on the
 * list of licences is for a rule to say, since the list grows.
 */
#include "value/ascii.h"
#include "value/check.h"

enum { MAXIMUM_DEPTH = 32 };

static bool is_id(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "-.")) {
            return false;
        }
    }
    return text.size > 0;
}

static bool is_operator(struct mf_view text)
{
    return mf_view_is(text, "AND") || mf_view_is(text, "OR") || mf_view_is(text, "WITH");
}

/* LicenseRef-x or DocumentRef-x:LicenseRef-x; the same for additions. */
static bool is_reference(struct mf_view text, const char *prefix)
{
    if (mf_view_starts_with(text, "DocumentRef-")) {
        size_t colon = mf_view_find(text, ':');

        if (colon == text.size || !is_id(mf_view_make(text.data + 12, colon - 12))) {
            return false;
        }
        text = mf_view_from(text, colon + 1);
    }
    return mf_view_starts_with(text, prefix) && is_id(mf_view_from(text, strlen(prefix)));
}

static bool is_license(struct mf_view text)
{
    if (mf_view_starts_with(text, "LicenseRef-") || mf_view_starts_with(text, "DocumentRef-")) {
        return is_reference(text, "LicenseRef-");
    }
    if (text.size > 1 && text.data[text.size - 1] == '+') {
        text.size--;
    }
    return is_id(text) && !is_operator(text);
}

static bool is_exception(struct mf_view text)
{
    if (mf_view_starts_with(text, "AdditionRef-") || mf_view_starts_with(text, "DocumentRef-")) {
        return is_reference(text, "AdditionRef-");
    }
    return is_id(text) && !is_operator(text);
}

/* A word goes to the next space or parenthesis. */
static struct mf_view take_word(struct mf_view *text)
{
    struct mf_view word;
    size_t size = 0;

    while (size < text->size && !mf_ascii_is_one_of(text->data[size], " ()")) {
        size++;
    }
    word = mf_view_make(text->data, size);
    *text = mf_view_from(*text, size);
    return word;
}

static bool take(struct mf_view *text, const char *what)
{
    if (!mf_view_starts_with(*text, what)) {
        return false;
    }
    *text = mf_view_from(*text, strlen(what));
    return true;
}

/* Opening parentheses, a licence with its exception, closing parentheses. */
static bool take_operand(struct mf_view *text, unsigned *depth)
{
    while (take(text, "(")) {
        if (++*depth > MAXIMUM_DEPTH) {
            return false;
        }
    }
    if (!is_license(take_word(text))) {
        return false;
    }
    if (take(text, " WITH ") && !is_exception(take_word(text))) {
        return false;
    }
    while (*depth > 0 && take(text, ")")) {
        --*depth;
    }
    return true;
}

static bool is_expression(struct mf_view text)
{
    unsigned depth = 0;

    do {
        if (!take_operand(&text, &depth)) {
            return false;
        }
    } while (take(&text, " AND ") || take(&text, " OR "));
    return text.size == 0 && depth == 0;
}

/* Operators in lower case are the most frequent mistake. */
static bool has_lower_operator(struct mf_view text)
{
    while (text.size > 0) {
        struct mf_view word = take_word(&text);

        if (mf_view_is(word, "and") || mf_view_is(word, "or") || mf_view_is(word, "with")) {
            return true;
        }
        if (text.size > 0) {
            text = mf_view_from(text, 1);
        }
    }
    return false;
}

bool mf_spdx_check(struct mf_view text, struct mf_buffer *advice)
{
    if (text.size == 0) {
        return false;
    }
    if (text.size > MF_SPDX_SIZE) {
        return mf_advise(advice, "the expression is too long");
    }
    if (is_expression(text)) {
        return true;
    }
    if (has_lower_operator(text)) {
        return mf_advise(advice, "write AND, OR and WITH in capitals");
    }
    return mf_advise(advice, "a licence that is not on the SPDX list is written LicenseRef-NAME");
}
