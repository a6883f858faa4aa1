/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that people see otherwise than machines do: characters that do not show, and names that look alike. */
#ifndef MF_VALUE_CONFUSABLE_H
#define MF_VALUE_CONFUSABLE_H

#include "base/view.h"

#include <stdint.h>

enum mf_unseen_kind {
    MF_UNSEEN_NOTHING =
        1 << 0, /* takes no room, or looks like empty room: people do not know that it is there */
    MF_UNSEEN_SPACE = 1 << 1, /* a space that is not U+0020: machines do not take it for one */
};

struct mf_unseen {
    uint32_t first;
    uint32_t last;
    enum mf_unseen_kind kind;
    const char *name; /* "a zero-width space" */
};

/* The row of a code point; NULL if people can see it. */
const struct mf_unseen *mf_unseen_of(uint32_t code);

/*
 * Looks for the first code point of these kinds in valid UTF-8.
 *
 * @param kinds     MF_UNSEEN_… added up
 * @param ret_code  receives the code point, if there is one
 * @return its offset, or text.size
 */
size_t mf_unseen_find(struct mf_view text, unsigned kinds, uint32_t *ret_code);

enum mf_fold {
    MF_FOLD_CASE,  /* upper and lower case of ASCII are one */
    MF_FOLD_MARKS, /* so are '-', '_' and '.', and a run of them is as one of them, as PEP 503 has it */
};

/* Order of names by their folded spelling; 0 if they are too much alike to be told apart. A strict weak order, so that the
 * names that are alike stand side by side once they have been sorted. */
int mf_name_compare_folded(struct mf_view left, struct mf_view right, enum mf_fold fold);

#endif
