/* SPDX-License-Identifier: Apache-2.0 */
/* A package by its parts: how its ecosystem spells its name, and its package URL. */
#ifndef MF_VALUE_PACKAGE_H
#define MF_VALUE_PACKAGE_H

#include "base/buffer.h"

struct mf_package_qualifier {
    struct mf_view key;
    struct mf_view value;
};

/* The parts as they are, nothing percent-encoded. What is empty is not there. */
struct mf_package {
    struct mf_view type;      /* pypi, npm, deb, … */
    struct mf_view namespace; /* its parts with '/' between them */
    struct mf_view name;
    struct mf_view version;
    const struct mf_package_qualifier *qualifiers; /* in any order; those with an empty value are left out */
    size_t qualifier_count;
    struct mf_view subpath;
};

/*
 * Appends the package URL in its canonical spelling, which mf_purl_check() accepts.
 * @return NULL, or what is wrong with the parts; nothing is then appended
 */
const char *mf_package_purl(struct mf_buffer *buffer, const struct mf_package *package);

/*
 * Appends a name in the spelling that all its spellings are compared by. Of pypi (PEP 503) lower case, and '-' for each run of
 * '-', '_' and '.'; of conda lower case; elsewhere the name itself.
 */
void mf_package_normalise(struct mf_buffer *buffer, struct mf_view type, struct mf_view name);

/* True if a text may be the name of such a package, without a namespace. Of a type that is not known, any line of text. */
bool mf_package_name_check(struct mf_view type, struct mf_view name);

#endif
