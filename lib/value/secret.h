/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a text hold a secret that everybody can read? Known kinds of keys and tokens, passwords in URLs and settings, and
 * what looks random. A guess: it may miss one and may be wrong, and is made to be wrong rarely.
 */
#ifndef MF_VALUE_SECRET_H
#define MF_VALUE_SECRET_H

#include "base/buffer.h"

struct mf_secret {
    const char *kind; /* "a GitHub token" */
    size_t begin;     /* bytes begin to end of the text */
    size_t end;
};

/* What the text is: in an address, such as a URI or path, parts that look random are nothing special. */
enum mf_secret_place {
    MF_SECRET_IN_TEXT,
    MF_SECRET_IN_ADDRESS,
};

/* Looks for a secret, in time linear in the text. False if there is none. */
bool mf_secret_find(struct mf_view text, enum mf_secret_place place, struct mf_secret *ret_secret);

/* The same for the whole value of a setting, option or variable, whose name says more: DB_PASSWORD, --api-key. */
bool mf_secret_find_in_setting(struct mf_view name, struct mf_view value, struct mf_secret *ret_secret);

/* Does a setting, option or variable with this name hold a secret, whatever its value looks like? */
bool mf_secret_is_named(struct mf_view name);

/* Appends what of a secret may be shown: its first characters, four of them or a fifth of it at most, and "…". */
void mf_secret_append_masked(struct mf_buffer *buffer, struct mf_view text, const struct mf_secret *secret);

/* Appends a text in which every secret that is found is masked so. */
void mf_secret_append_redacted(struct mf_buffer *buffer, struct mf_view text);

#endif
