/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of versions in one table, what all kinds refuse, and the kinds without a grammar of their own. */
#include "value/version.h"

#include "value/ascii.h"
#include "value/check.h"
#include "value/quantity.h"

static const char moving[] = "write the number of the version: a name stands for another one tomorrow";

static bool is_word(struct mf_view text, const char *word)
{
    size_t size = strlen(word);

    if (text.size != size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (mf_ascii_lower(text.data[i]) != word[i]) {
            return false;
        }
    }
    return true;
}

/* A part that is x or nothing but '*' stands for any number: 1.x, 2.*. */
static bool has_wildcard(struct mf_view text)
{
    if (mf_view_find(text, '*') < text.size) {
        return true;
    }
    while (text.data != NULL) {
        struct mf_view part = mf_view_cut(&text, '.');

        if (is_word(part, "x")) {
            return true;
        }
    }
    return false;
}

static bool has_operator(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (mf_ascii_is_one_of(text.data[i], "<>=,|()[]{} \t")) {
            return true;
        }
    }
    return text.size > 0 && mf_ascii_is_one_of(text.data[0], "~^!");
}

static bool has_digit(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (mf_ascii_is_digit(text.data[i])) {
            return true;
        }
    }
    return false;
}

/* What no kind of version may be, with the advice for it; NULL for a text that may be one. */
static const char *find_inexact(struct mf_view text)
{
    if (has_wildcard(text)) {
        return "write one version: a wildcard stands for many";
    }
    if (has_operator(text)) {
        return "write one version without an operator: a range stands for many";
    }
    if (!has_digit(text)) {
        return moving;
    }
    return NULL;
}

/* Versions that are replaced without a new name: latest-cuda12, 2.1-SNAPSHOT of Maven. */
static bool is_moving(struct mf_view text)
{
    size_t first = 0;
    size_t last = text.size;

    while (first < text.size && mf_ascii_is_letter(text.data[first])) {
        first++;
    }
    while (last > 0 && mf_ascii_is_letter(text.data[last - 1])) {
        last--;
    }
    return is_word(mf_view_make(text.data, first), "latest") || is_word(mf_view_from(text, last), "latest") ||
           is_word(mf_view_from(text, last), "snapshot");
}

static bool check_generic(struct mf_view text, struct mf_buffer *advice)
{
    return is_moving(text) ? mf_advise(advice, moving) : mf_ascii_is_alphanumeric(text.data[0]);
}

static bool check_numbers(struct mf_view text, struct mf_buffer *advice)
{
    (void)advice;
    return mf_version_numbers(text).size > 0;
}

static bool check_python(struct mf_view text, struct mf_buffer *advice)
{
    struct mf_pep440 version;

    (void)advice;
    return mf_pep440_parse(text, &version);
}

/* Runs of digits by their value, everything else by bytes. */
static int compare_generic(struct mf_view left, struct mf_view right)
{
    while (left.size > 0 && right.size > 0) {
        size_t left_size = mf_digits_size(left);
        size_t right_size = mf_digits_size(right);
        int order;

        if (left_size > 0 && right_size > 0) {
            order =
                mf_digits_compare(mf_view_make(left.data, left_size), mf_view_make(right.data, right_size));
        } else {
            left_size = right_size = 1;
            order = (unsigned char)left.data[0] - (unsigned char)right.data[0];
        }
        if (order != 0) {
            return order;
        }
        left = mf_view_from(left, left_size);
        right = mf_view_from(right, right_size);
    }
    return (left.size > right.size) - (left.size < right.size);
}

static int compare_numbers(struct mf_view left, struct mf_view right)
{
    left = mf_version_numbers(left);
    right = mf_version_numbers(right);
    while (left.data != NULL || right.data != NULL) {
        struct mf_view left_number = mf_view_cut(&left, '.');
        struct mf_view right_number = mf_view_cut(&right, '.');
        int order = mf_digits_compare(left_number, right_number);

        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static int compare_amounts(struct mf_view left, struct mf_view right)
{
    struct mf_quantity left_quantity;
    struct mf_quantity right_quantity;

    if (mf_quantity_parse(left, &left_quantity) && mf_quantity_parse(right, &right_quantity)) {
        return mf_quantity_compare(&left_quantity, &right_quantity);
    }
    return mf_view_compare(left, right);
}

static int compare_python(struct mf_view left, struct mf_view right)
{
    struct mf_pep440 left_version;
    struct mf_pep440 right_version;

    if (mf_pep440_parse(left, &left_version) && mf_pep440_parse(right, &right_version)) {
        return mf_pep440_compare(&left_version, &right_version);
    }
    return mf_view_compare(left, right);
}

static int compare_go(struct mf_view left, struct mf_view right)
{
    bool both = mf_view_starts_with(left, "v") && mf_view_starts_with(right, "v");

    return both ? mf_semver_compare(mf_view_from(left, 1), mf_view_from(right, 1))
                : mf_view_compare(left, right);
}

static const struct {
    const char *expected;
    bool (*check)(struct mf_view text, struct mf_buffer *advice);
    int (*compare)(struct mf_view left, struct mf_view right);
} kinds[] = {
    [MF_VERSION_GENERIC] = { "one exact version", check_generic, compare_generic },
    [MF_VERSION_NUMBERS] = { "a version that begins with numbers, such as 12.4", check_numbers,
                             compare_numbers },
    [MF_VERSION_AMOUNT] = { "a quantity such as 80Gi", mf_quantity_check, compare_amounts },
    [MF_VERSION_PYTHON] = { "a version as PEP 440 spells it, such as 2.1.0, 2.1.0rc1 or 2.1.0+cu121",
                            check_python, compare_python },
    [MF_VERSION_SEMVER] = { "a semantic version such as 1.4.0 or 2.0.0-rc.1", mf_semver_check,
                            mf_semver_compare },
    [MF_VERSION_GO] = { "a version of a Go module such as v1.4.0 or v0.0.0-20240102150405-0123456789ab",
                        mf_go_version_check, compare_go },
    [MF_VERSION_DEBIAN] = { "a Debian version such as 2.36-9+deb12u4 or 1:9.2p1-2", mf_debian_version_check,
                            mf_debian_version_compare },
    [MF_VERSION_RPM] = { "version and release of an RPM, such as 5.1.8-6.el9", mf_rpm_version_check,
                         mf_rpm_version_compare },
    [MF_VERSION_CONDA] = { "a version as conda spells it, such as 2.1.0 or 1.0rc1", mf_conda_version_check,
                           mf_conda_version_compare },
    [MF_VERSION_APK] = { "a version of an Alpine package, such as 3.1.4-r5", mf_apk_version_check,
                         mf_apk_version_compare },
};

enum mf_version_kind mf_version_kind_of(struct mf_view purl_type)
{
    static const struct {
        const char *type;
        enum mf_version_kind kind;
    } types[] = {
        { "apk", MF_VERSION_APK },     { "cargo", MF_VERSION_SEMVER }, { "conda", MF_VERSION_CONDA },
        { "deb", MF_VERSION_DEBIAN },  { "golang", MF_VERSION_GO },    { "npm", MF_VERSION_SEMVER },
        { "pypi", MF_VERSION_PYTHON }, { "rpm", MF_VERSION_RPM },
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (mf_view_is(purl_type, types[i].type)) {
            return types[i].kind;
        }
    }
    return MF_VERSION_GENERIC;
}

const char *mf_version_expected(enum mf_version_kind kind)
{
    return kinds[kind].expected;
}

bool mf_version_check(enum mf_version_kind kind, struct mf_view text, struct mf_buffer *advice)
{
    const char *inexact;

    if (text.size == 0) {
        return false;
    }
    inexact = find_inexact(text);
    return inexact == NULL ? kinds[kind].check(text, advice) : mf_advise(advice, inexact);
}

int mf_version_compare(enum mf_version_kind kind, struct mf_view left, struct mf_view right)
{
    return kinds[kind].compare(left, right);
}

struct mf_view mf_version_numbers(struct mf_view text)
{
    size_t size = mf_digits_size(text);
    size_t more = size;

    while (more > 0 && size < text.size && text.data[size] == '.') {
        more = mf_digits_size(mf_view_from(text, size + 1));
        size += more == 0 ? 0 : more + 1;
    }
    return mf_view_make(text.data, size);
}
