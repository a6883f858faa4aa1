/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of Python packages (PEP 440), in every spelling that it lets tools read. */
#include "value/ascii.h"
#include "value/version.h"

/* Takes a word off the front, in either case. */
static bool take_word(struct mf_view *text, const char *word)
{
    size_t size = strlen(word);

    if (text->size < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (mf_ascii_lower(text->data[i]) != word[i]) {
            return false;
        }
    }
    *text = mf_view_from(*text, size);
    return true;
}

static void skip_separator(struct mf_view *text)
{
    if (text->size > 0 && mf_ascii_is_one_of(text->data[0], "-_.")) {
        *text = mf_view_from(*text, 1);
    }
}

static struct mf_view take_digits(struct mf_view *text)
{
    struct mf_view digits = mf_view_make(text->data, mf_digits_size(*text));

    *text = mf_view_from(*text, digits.size);
    return digits;
}

/* A separator, one of the words, a separator and a number, of which only the word must be there. Returns the number of the
 * word; `count` if there is none, and then nothing is taken. */
static size_t take_part(struct mf_view *text, const char *const *words, size_t count,
                        struct mf_view *ret_number)
{
    struct mf_view rest = *text;

    skip_separator(&rest);
    for (size_t i = 0; i < count; i++) {
        if (take_word(&rest, words[i])) {
            skip_separator(&rest);
            *ret_number = take_digits(&rest);
            *text = rest;
            return i;
        }
    }
    return count;
}

static void take_phase(struct mf_view *text, struct mf_pep440 *version)
{
    static const char *const words[] = { "alpha", "a", "beta", "b", "preview", "pre", "c", "rc" };
    static const char phases[] = { 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c', '\0' };

    version->phase = phases[take_part(text, words, 8, &version->phase_number)];
}

static void take_post(struct mf_view *text, struct mf_pep440 *version)
{
    static const char *const words[] = { "post", "rev", "r" };

    if (text->size > 1 && text->data[0] == '-' && mf_ascii_is_digit(text->data[1])) {
        *text = mf_view_from(*text, 1);
        version->post_number = take_digits(text);
        version->post = true;
        return;
    }
    version->post = take_part(text, words, 3, &version->post_number) < 3;
}

/* Parts of letters and digits between separators. */
static bool is_local(struct mf_view text)
{
    bool inside = false;

    for (size_t i = 0; i < text.size; i++) {
        if (mf_ascii_is_alphanumeric(text.data[i])) {
            inside = true;
        } else if (inside && mf_ascii_is_one_of(text.data[i], "-_.")) {
            inside = false;
        } else {
            return false;
        }
    }
    return inside;
}

bool mf_pep440_parse(struct mf_view text, struct mf_pep440 *ret_version)
{
    static const char *const dev[] = { "dev" };
    struct mf_pep440 version = { 0 };

    (void)take_word(&text, "v");
    version.release = mf_view_make(text.data, mf_digits_size(text));
    if (version.release.size > 0 && version.release.size < text.size &&
        text.data[version.release.size] == '!') {
        version.epoch = version.release;
        text = mf_view_from(text, version.epoch.size + 1);
    }
    version.release = mf_version_numbers(text);
    if (version.release.size == 0) {
        return false;
    }
    text = mf_view_from(text, version.release.size);
    take_phase(&text, &version);
    take_post(&text, &version);
    version.dev = take_part(&text, dev, 1, &version.dev_number) == 0;
    if (text.size > 0 && text.data[0] == '+') {
        version.local = mf_view_from(text, 1);
        if (!is_local(version.local)) {
            return false;
        }
        text.size = 0;
    }
    if (text.size > 0) {
        return false;
    }
    *ret_version = version;
    return true;
}

/* A development release of the final release comes before its pre-releases. */
static int rank_phase(const struct mf_pep440 *version)
{
    if (version->phase != '\0') {
        return version->phase - 'a' + 1;
    }
    return version->dev && !version->post ? 0 : 'c' - 'a' + 2;
}

/* Missing parts come last or first, as `missing` is 1 or -1. */
static int compare_part(bool left, struct mf_view left_number, bool right, struct mf_view right_number,
                        int missing)
{
    if (left != right) {
        return left ? -missing : missing;
    }
    return left ? mf_digits_compare(left_number, right_number) : 0;
}

static int compare_folded(struct mf_view left, struct mf_view right)
{
    for (size_t i = 0; i < left.size && i < right.size; i++) {
        int order = mf_ascii_lower(left.data[i]) - mf_ascii_lower(right.data[i]);

        if (order != 0) {
            return order;
        }
    }
    return (left.size > right.size) - (left.size < right.size);
}

static struct mf_view take_local_part(struct mf_view *text)
{
    struct mf_view part = *text;

    for (part.size = 0; part.size < text->size && mf_ascii_is_alphanumeric(text->data[part.size]);) {
        part.size++;
    }
    *text = mf_view_from(*text, part.size + (part.size < text->size ? 1 : 0));
    return part;
}

/* Numbers come behind words, and more parts behind fewer. */
static int compare_local(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 && right.size > 0) {
        struct mf_view left_part = take_local_part(&left);
        struct mf_view right_part = take_local_part(&right);
        bool left_number = mf_digits_size(left_part) == left_part.size;
        bool right_number = mf_digits_size(right_part) == right_part.size;
        int order = compare_part(left_number, left_part, right_number, right_part, -1);

        if (order == 0 && !left_number) {
            order = compare_folded(left_part, right_part);
        }
        if (order != 0) {
            return order;
        }
    }
    return (left.size > 0) - (right.size > 0);
}

int mf_pep440_compare(const struct mf_pep440 *left, const struct mf_pep440 *right)
{
    int order = mf_digits_compare(left->epoch, right->epoch);

    if (order == 0) {
        order = mf_version_compare(MF_VERSION_NUMBERS, left->release, right->release);
    }
    if (order == 0) {
        order = rank_phase(left) - rank_phase(right);
    }
    if (order == 0) {
        order = mf_digits_compare(left->phase_number, right->phase_number);
    }
    if (order == 0) {
        order = compare_part(left->post, left->post_number, right->post, right->post_number, -1);
    }
    if (order == 0) {
        order = compare_part(left->dev, left->dev_number, right->dev, right->dev_number, 1);
    }
    return order == 0 ? compare_local(left->local, right->local) : order;
}
