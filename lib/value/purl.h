/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a package URL. */
#ifndef MF_VALUE_PURL_H
#define MF_VALUE_PURL_H

#include "base/view.h"
#include "value/check.h"

/* As they are written: nothing is decoded. */
struct mf_purl {
    struct mf_view package;    /* all before '@': what is the same for every version of a package */
    struct mf_view type;       /* pypi */
    struct mf_view name;       /* without namespace */
    struct mf_view version;    /* between '@' and '?' or '#' */
    struct mf_view qualifiers; /* key=value&key=value behind '?'; no data if there are none */
};

/* Takes a text apart that passed mf_purl_check(). */
struct mf_purl mf_purl_split(struct mf_view text);

/* Undoes the percent-encoding of a part. False if it is wrong, which it is not in a text that passed mf_purl_check(). */
bool mf_purl_decode(struct mf_view part, char bytes[MF_PURL_SIZE], struct mf_view *ret_text);

#endif
