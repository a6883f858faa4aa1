/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of RPM packages: [epoch:]version-release, in the order of rpm. */
#include "value/ascii.h"
#include "value/check.h"
#include "value/version.h"

struct parts {
    struct mf_view epoch; /* digits, empty for 0 */
    struct mf_view version;
    struct mf_view release;
};

static struct parts split(struct mf_view text)
{
    struct parts parts = { { NULL, 0 }, text, { NULL, 0 } };
    size_t colon = mf_view_find(text, ':');
    size_t minus;

    if (colon < text.size) {
        parts.epoch = mf_view_make(text.data, colon);
        parts.version = mf_view_from(text, colon + 1);
    }
    minus = mf_view_find(parts.version, '-');
    if (minus < parts.version.size) {
        parts.release = mf_view_from(parts.version, minus + 1);
        parts.version.size = minus;
    }
    return parts;
}

/* Neither version nor release may hold '-', which parts them. */
static bool is_part(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], "._+~^%{}")) {
            return false;
        }
    }
    return text.size > 0;
}

bool mf_rpm_version_check(struct mf_view text, struct mf_buffer *advice)
{
    struct parts parts = split(text);

    if (mf_digits_size(parts.epoch) < parts.epoch.size ||
        (parts.epoch.size == 0 && mf_view_find(text, ':') < text.size)) {
        return mf_advise(advice, "an epoch before ':' is a number");
    }
    if (parts.release.size == 0) {
        return mf_advise(advice, "write the release behind the version: one version is built many times");
    }
    return is_part(parts.version) && is_part(parts.release);
}

static struct mf_view skip_separators(struct mf_view text)
{
    while (text.size > 0 && !mf_ascii_is_alphanumeric(text.data[0]) &&
           !mf_ascii_is_one_of(text.data[0], "~^")) {
        text = mf_view_from(text, 1);
    }
    return text;
}

/* Takes the digits or letters that the text begins with. */
static struct mf_view take_run(struct mf_view *text, bool digits)
{
    struct mf_view run = mf_view_make(text->data, 0);

    while (run.size < text->size &&
           (digits ? mf_ascii_is_digit(text->data[run.size]) : mf_ascii_is_letter(text->data[run.size]))) {
        run.size++;
    }
    *text = mf_view_from(*text, run.size);
    return run;
}

/* The mark that decides: '~' comes before everything, the end too; '^' behind the end and before everything else. */
static int rank_mark(struct mf_view text)
{
    if (text.size == 0) {
        return 1;
    }
    return text.data[0] == '~' ? 0 : text.data[0] == '^' ? 2 : 3;
}

/* Segments of digits or of letters; digits come behind letters. */
static int compare_segments(struct mf_view left, struct mf_view right)
{
    for (;;) {
        struct mf_view left_run;
        struct mf_view right_run;
        bool digits;
        int order;

        left = skip_separators(left);
        right = skip_separators(right);
        order = rank_mark(left) - rank_mark(right);
        if (order != 0 || left.size == 0) {
            return order;
        }
        if (rank_mark(left) < 3) {
            left = mf_view_from(left, 1);
            right = mf_view_from(right, 1);
            continue;
        }
        digits = mf_ascii_is_digit(left.data[0]);
        left_run = take_run(&left, digits);
        right_run = take_run(&right, digits);
        if (right_run.size == 0) {
            return digits ? 1 : -1;
        }
        order = digits ? mf_digits_compare(left_run, right_run) : mf_view_compare(left_run, right_run);
        if (order != 0) {
            return order;
        }
    }
}

int mf_rpm_version_compare(struct mf_view left, struct mf_view right)
{
    struct parts left_parts = split(left);
    struct parts right_parts = split(right);
    int order = mf_digits_compare(left_parts.epoch, right_parts.epoch);

    if (order == 0) {
        order = compare_segments(left_parts.version, right_parts.version);
    }
    return order == 0 ? compare_segments(left_parts.release, right_parts.release) : order;
}
