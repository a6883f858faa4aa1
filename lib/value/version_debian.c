/* SPDX-License-Identifier: Apache-2.0 */
/* Versions of Debian packages (Debian policy, "Version"): [epoch:]upstream[-revision], in the order of dpkg. */
#include "value/ascii.h"
#include "value/check.h"
#include "value/version.h"

struct parts {
    struct mf_view epoch; /* digits, empty for 0 */
    struct mf_view upstream;
    struct mf_view revision; /* no data if there is none */
};

/* Up to the first ':' and from the last '-' on. */
static struct parts split(struct mf_view text)
{
    struct parts parts = { { NULL, 0 }, text, { NULL, 0 } };
    size_t colon = mf_view_find(text, ':');

    if (colon < text.size) {
        parts.epoch = mf_view_make(text.data, colon);
        parts.upstream = mf_view_from(text, colon + 1);
    }
    for (size_t i = parts.upstream.size; i > 0; i--) {
        if (parts.upstream.data[i - 1] == '-') {
            parts.revision = mf_view_from(parts.upstream, i);
            parts.upstream.size = i - 1;
            break;
        }
    }
    return parts;
}

static bool consists_of(struct mf_view text, const char *others)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_alphanumeric(text.data[i]) && !mf_ascii_is_one_of(text.data[i], others)) {
            return false;
        }
    }
    return text.size > 0;
}

bool mf_debian_version_check(struct mf_view text, struct mf_buffer *advice)
{
    struct parts parts = split(text);

    if (mf_digits_size(parts.epoch) < parts.epoch.size ||
        (parts.epoch.size == 0 && mf_view_find(text, ':') < text.size)) {
        return mf_advise(advice, "an epoch before ':' is a number");
    }
    if (parts.upstream.size == 0 || !mf_ascii_is_digit(parts.upstream.data[0])) {
        return mf_advise(advice, "begin the version with a digit");
    }
    return consists_of(parts.upstream, ".+-~:") &&
           (parts.revision.data == NULL || consists_of(parts.revision, ".+~"));
}

/* '~' before the end, the end before letters, letters before everything else. A digit ends the run, too. */
static int rank(struct mf_view text, size_t at)
{
    if (at == text.size || mf_ascii_is_digit(text.data[at])) {
        return 0;
    }
    if (text.data[at] == '~') {
        return -1;
    }
    return (unsigned char)text.data[at] + (mf_ascii_is_letter(text.data[at]) ? 0 : 256);
}

static bool is_run(struct mf_view text)
{
    return text.size > 0 && !mf_ascii_is_digit(text.data[0]);
}

/* A run without digits and a run of digits by turns. */
static int compare_runs(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 || right.size > 0) {
        size_t left_size;
        size_t right_size;
        int order = 0;

        while (order == 0 && (is_run(left) || is_run(right))) {
            order = rank(left, 0) - rank(right, 0);
            if (order == 0) {
                left = mf_view_from(left, 1);
                right = mf_view_from(right, 1);
            }
        }
        left_size = mf_digits_size(left);
        right_size = mf_digits_size(right);
        if (order == 0) {
            order =
                mf_digits_compare(mf_view_make(left.data, left_size), mf_view_make(right.data, right_size));
        }
        if (order != 0) {
            return order;
        }
        left = mf_view_from(left, left_size);
        right = mf_view_from(right, right_size);
    }
    return 0;
}

int mf_debian_version_compare(struct mf_view left, struct mf_view right)
{
    struct parts left_parts = split(left);
    struct parts right_parts = split(right);
    int order = mf_digits_compare(left_parts.epoch, right_parts.epoch);

    if (order == 0) {
        order = compare_runs(left_parts.upstream, right_parts.upstream);
    }
    return order == 0 ? compare_runs(left_parts.revision, right_parts.revision) : order;
}
