/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licence expressions (SPDX specification, annex "SPDX license expressions"). The check is about their syntax alone: the list of
 * identifiers grows, and what was readable once must stay so.
 */
#include "value/spdx.h"

#include "base/nearest.h"
#include "value/ascii.h"
#include "value/check.h"
#include "value/spdx_ids.h"

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

static const struct mf_spdx_deprecated *find_deprecated(struct mf_view text, bool exception)
{
    for (size_t i = 0; i < mf_spdx_ids.deprecated_count; i++) {
        if (mf_spdx_ids.deprecated[i].exception == exception &&
            mf_view_is(text, mf_spdx_ids.deprecated[i].id)) {
            return &mf_spdx_ids.deprecated[i];
        }
    }
    return NULL;
}

static enum mf_spdx_standing find_standing(struct mf_view text, bool exception)
{
    if (is_reference(text, exception ? "AdditionRef-" : "LicenseRef-")) {
        return MF_SPDX_LISTED;
    }
    /* With its '+' it may be an identifier of its own: GPL-2.0+. */
    if (find_deprecated(text, exception) != NULL) {
        return MF_SPDX_DEPRECATED;
    }
    if (!exception && text.data[text.size - 1] == '+') {
        text.size--;
        return find_standing(text, false);
    }
    return (exception ? mf_view_is_listed(text, mf_spdx_ids.exceptions, mf_spdx_ids.exception_count)
                      : mf_view_is_listed(text, mf_spdx_ids.licenses, mf_spdx_ids.license_count))
               ? MF_SPDX_LISTED
               : MF_SPDX_UNKNOWN;
}

static bool is_same_but_case(struct mf_view text, const char *id)
{
    for (size_t i = 0; i < text.size; i++) {
        if (id[i] == '\0' || mf_ascii_lower(text.data[i]) != mf_ascii_lower(id[i])) {
            return false;
        }
    }
    return id[text.size] == '\0';
}

/* What people write when they mean a licence of the list. */
static struct mf_view guess_usual(struct mf_view text)
{
    static const char *const usual[][2] = {
        { "Apache", "Apache-2.0" },
        { "Apache2", "Apache-2.0" },
        { "Apache-2", "Apache-2.0" },
        { "ASL-2.0", "Apache-2.0" },
        { "BSD", "BSD-3-Clause" },
        { "BSD-3", "BSD-3-Clause" },
        { "BSD-2", "BSD-2-Clause" },
        { "Expat", "MIT" },
        { "MIT-License", "MIT" },
        { "GPLv2", "GPL-2.0-only" },
        { "GPLv2+", "GPL-2.0-or-later" },
        { "GPLv3", "GPL-3.0-only" },
        { "GPLv3+", "GPL-3.0-or-later" },
        { "LGPLv2.1", "LGPL-2.1-only" },
        { "LGPLv3", "LGPL-3.0-only" },
        { "AGPLv3", "AGPL-3.0-only" },
        { "PSF", "PSF-2.0" },
        { "ZPL", "ZPL-2.1" },
    };

    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (is_same_but_case(text, usual[i][0])) {
            return mf_view_of(usual[i][1]);
        }
    }
    return mf_view_make(NULL, 0);
}

static struct mf_view guess(struct mf_view text, bool exception)
{
    const char *const *ids = exception ? mf_spdx_ids.exceptions : mf_spdx_ids.licenses;
    size_t count = exception ? mf_spdx_ids.exception_count : mf_spdx_ids.license_count;
    struct mf_nearest nearest = { .wanted = text };
    struct mf_view usual = exception ? mf_view_make(NULL, 0) : guess_usual(text);

    if (usual.data != NULL) {
        return usual;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_same_but_case(text, ids[i])) {
            return mf_view_of(ids[i]);
        }
        mf_nearest_offer(&nearest, mf_view_of(ids[i]));
    }
    return nearest.best;
}

/* NAME-or-later for NAME+; no data if there is none. */
static struct mf_view find_or_later(struct mf_view name)
{
    for (size_t i = 0; i < mf_spdx_ids.license_count; i++) {
        struct mf_view id = mf_view_of(mf_spdx_ids.licenses[i]);

        if (id.size > name.size && mf_view_equal(mf_view_make(id.data, name.size), name) &&
            mf_view_is(mf_view_from(id, name.size), "-or-later")) {
            return id;
        }
    }
    return mf_view_make(NULL, 0);
}

bool mf_spdx_find(struct mf_view expression, enum mf_spdx_standing standing, struct mf_spdx_id *ret_id)
{
    bool exception = false;

    while (expression.size > 0) {
        struct mf_view word = take_word(&expression);

        if (word.size == 0) {
            expression = mf_view_from(expression, 1);
        } else if (is_operator(word)) {
            exception = mf_view_is(word, "WITH");
        } else if (find_standing(word, exception) == standing) {
            *ret_id = (struct mf_spdx_id){ word, standing, exception };
            return true;
        }
    }
    return false;
}

struct mf_view mf_spdx_instead(const struct mf_spdx_id *id)
{
    const struct mf_spdx_deprecated *row;

    if (id->standing == MF_SPDX_UNKNOWN) {
        return guess(id->text, id->exception);
    }
    row = find_deprecated(id->text, id->exception);
    if (row != NULL) {
        return mf_view_of(row->instead);
    }
    return id->standing == MF_SPDX_DEPRECATED ? find_or_later(mf_view_make(id->text.data, id->text.size - 1))
                                              : mf_view_make(NULL, 0);
}
