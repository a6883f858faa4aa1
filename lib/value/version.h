/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions, each by the rules of those who publish it: whether a text names exactly one, and which of two is the later.
 * Everything takes time linear in the texts and no memory, and numbers may have any length.
 */
#ifndef MF_VALUE_VERSION_H
#define MF_VALUE_VERSION_H

#include "base/buffer.h"
#include "base/view.h"

enum mf_version_kind {
    MF_VERSION_GENERIC, /* whatever publishes no grammar: digits by value, all else by bytes */
    MF_VERSION_NUMBERS, /* numbers with dots between them; what follows them does not count, and missing ones are 0 */
    MF_VERSION_AMOUNT, /* quantities, such as 80Gi */
    MF_VERSION_PYTHON, /* PEP 440 */
    MF_VERSION_SEMVER, /* Semantic Versioning 2.0.0: npm, cargo */
    MF_VERSION_GO,     /* the same with a v in front; pseudo-versions and +incompatible are versions */
    MF_VERSION_DEBIAN, /* [epoch:]upstream[-revision] */
    MF_VERSION_RPM,    /* [epoch:]version-release */
    MF_VERSION_CONDA,  /* [epoch!]version[+local] */
    MF_VERSION_APK,    /* version[letter][_suffix][-rN] of Alpine */
};

/* The kind of the versions of a type of package URL: pypi, npm, … */
enum mf_version_kind mf_version_kind_of(struct mf_view purl_type);

/* Completes "expected …" for a kind: "a version as PEP 440 spells it, such as …". */
const char *mf_version_expected(enum mf_version_kind kind);

/*
 * True if the text names one version, as its kind spells versions: no range, no pattern, no word such as latest.
 *
 * @param advice  receives how to mend the text where there is more to say than what was expected; may be NULL
 */
bool mf_version_check(enum mf_version_kind kind, struct mf_view text, struct mf_buffer *advice);

/* Negative, 0 or positive, as the left is before, the same as, or behind the right. 0 does not mean that they are spelled
 * alike: 1.0 and 1.0.0 are the same to PEP 440. Texts that are no versions are ordered somehow. */
int mf_version_compare(enum mf_version_kind kind, struct mf_view left, struct mf_view right);

/* The numbers with dots between them that a text begins with: 6.1.0 of 6.1.0-18-amd64. Empty if there are none. */
struct mf_view mf_version_numbers(struct mf_view text);

/* A version of PEP 440, taken apart. Numbers are digits, and empty for 0. */
struct mf_pep440 {
    struct mf_view epoch;
    struct mf_view release; /* numbers with dots between them */
    char phase;             /* 'a', 'b' or 'c' of a pre-release, 0 if there is none */
    struct mf_view phase_number;
    bool post;
    struct mf_view post_number;
    bool dev;
    struct mf_view dev_number;
    struct mf_view local; /* what is behind '+' */
};

bool mf_pep440_parse(struct mf_view text, struct mf_pep440 *ret_version);
int mf_pep440_compare(const struct mf_pep440 *left, const struct mf_pep440 *right);

int mf_semver_compare(struct mf_view left, struct mf_view right);

bool mf_go_version_check(struct mf_view text, struct mf_buffer *advice);

bool mf_debian_version_check(struct mf_view text, struct mf_buffer *advice);
int mf_debian_version_compare(struct mf_view left, struct mf_view right);

bool mf_rpm_version_check(struct mf_view text, struct mf_buffer *advice);
int mf_rpm_version_compare(struct mf_view left, struct mf_view right);

bool mf_conda_version_check(struct mf_view text, struct mf_buffer *advice);
int mf_conda_version_compare(struct mf_view left, struct mf_view right);

bool mf_apk_version_check(struct mf_view text, struct mf_buffer *advice);
int mf_apk_version_compare(struct mf_view left, struct mf_view right);

#endif
