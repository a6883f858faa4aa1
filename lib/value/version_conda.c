/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of conda packages: [epoch!]version[+local], in the order of conda's VersionOrder. */
#include "value/ascii.h"
#include "value/check.h"
#include "value/version.h"

struct parts {
    struct mf_view epoch; /* digits, empty for 0 */
    struct mf_view version;
    struct mf_view local;
};

static struct parts split(struct mf_view text)
{
    struct parts parts = { { NULL, 0 }, text, { NULL, 0 } };
    size_t mark = mf_view_find(text, '!');
    size_t plus;

    if (mark < text.size) {
        parts.epoch = mf_view_make(text.data, mark);
        parts.version = mf_view_from(text, mark + 1);
    }
    plus = mf_view_find(parts.version, '+');
    if (plus < parts.version.size) {
        parts.local = mf_view_from(parts.version, plus + 1);
        parts.version.size = plus;
    }
    return parts;
}

static bool is_separator(char byte)
{
    return byte == '.' || byte == '_' || byte == '-';
}

/* Letters and digits with single separators between them; a '_' may be the end. */
static bool is_part(struct mf_view text)
{
    bool inside = false;

    for (size_t i = 0; i < text.size; i++) {
        if (mf_ascii_is_alphanumeric(text.data[i])) {
            inside = true;
        } else if (inside && is_separator(text.data[i])) {
            inside = false;
        } else {
            return false;
        }
    }
    return inside || (text.size > 0 && text.data[text.size - 1] == '_');
}

bool mf_conda_version_check(struct mf_view text, struct mf_buffer *advice)
{
    struct parts parts = split(text);

    if (mf_digits_size(parts.epoch) < parts.epoch.size ||
        (parts.epoch.size == 0 && mf_view_find(text, '!') < text.size)) {
        return mf_advise(advice, "an epoch before '!' is a number");
    }
    if (mf_view_find(text, '-') < text.size && mf_view_find(text, '_') < text.size) {
        return mf_advise(advice, "write '-' or '_' between the parts, not both");
    }
    return is_part(parts.version) && (mf_view_find(text, '+') == text.size || is_part(parts.local));
}

/* Takes the run of digits or of other bytes that a component begins with. A run of digits that is not there is 0. */
static struct mf_view take_run(struct mf_view *component, bool digits)
{
    struct mf_view run = mf_view_make(component->data, 0);

    while (run.size < component->size && mf_ascii_is_digit(component->data[run.size]) == digits) {
        run.size++;
    }
    *component = mf_view_from(*component, run.size);
    return run;
}

/* dev comes before all words, words before numbers (and the end, which is 0), post behind numbers. */
static int rank_word(struct mf_view word)
{
    char lower[4] = { 0 };

    for (size_t i = 0; i < word.size && i < sizeof lower; i++) {
        lower[i] = mf_ascii_lower(word.data[i]);
    }
    if (word.size == 3 && memcmp(lower, "dev", 3) == 0) {
        return 0;
    }
    if (word.size == 4 && memcmp(lower, "post", 4) == 0) {
        return 3;
    }
    return word.size == 0 ? 2 : 1;
}

static int compare_words(struct mf_view left, struct mf_view right)
{
    int order = rank_word(left) - rank_word(right);

    for (size_t i = 0; order == 0 && i < left.size && i < right.size; i++) {
        order = mf_ascii_lower(left.data[i]) - mf_ascii_lower(right.data[i]);
    }
    return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

/* Numbers and words by turns, beginning with a number. */
static int compare_components(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 || right.size > 0) {
        struct mf_view left_run = take_run(&left, true);
        int order = mf_digits_compare(left_run, take_run(&right, true));

        if (order == 0) {
            left_run = take_run(&left, false);
            order = compare_words(left_run, take_run(&right, false));
        }
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static struct mf_view take_component(struct mf_view *text)
{
    struct mf_view component = mf_view_make(text->data, 0);

    /* A '_' at the very end belongs to the last component. */
    while (component.size < text->size &&
           (!is_separator(text->data[component.size]) || component.size + 1 == text->size)) {
        component.size++;
    }
    *text = mf_view_from(*text, component.size + (component.size < text->size ? 1 : 0));
    return component;
}

static int compare_parts(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 || right.size > 0) {
        struct mf_view component = take_component(&left);
        int order = compare_components(component, take_component(&right));

        if (order != 0) {
            return order;
        }
    }
    return 0;
}

int mf_conda_version_compare(struct mf_view left, struct mf_view right)
{
    struct parts left_parts = split(left);
    struct parts right_parts = split(right);
    int order = mf_digits_compare(left_parts.epoch, right_parts.epoch);

    if (order == 0) {
        order = compare_parts(left_parts.version, right_parts.version);
    }
    return order == 0 ? compare_parts(left_parts.local, right_parts.local) : order;
}
