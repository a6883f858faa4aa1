/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layout that YAML 1.2 forbids and libyaml lets through: comments without a space before them, lines that are not indented,
 * tabs that indent, a bare dash as a value, block texts that begin with an overlong blank line. Readers that are stricter would
 * refuse such a text or see something else in it, so it is refused here.
 */
#ifndef MF_SYNTAX_LAYOUT_H
#define MF_SYNTAX_LAYOUT_H

#include "json/scanner.h"

/* What an event of libyaml is, as far as layout goes. */
enum mf_layout_kind {
    MF_LAYOUT_LINE, /* a text without line breaks, other than a plain dash */
    MF_LAYOUT_PLAIN,
    MF_LAYOUT_QUOTED,
    MF_LAYOUT_BLOCK_TEXT,      /* `|` or `>` */
    MF_LAYOUT_FLOW_COLLECTION, /* `[` or `{` */
    MF_LAYOUT_BLOCK_COLLECTION,
    MF_LAYOUT_COLLECTION_END,
};

struct mf_layout_level {
    int64_t indent; /* columns that a line within must be indented by more than; -1: none */
    bool flow;
};

struct mf_layout {
    struct mf_view text;
    size_t end; /* up to here the text has been looked at */
    uint32_t depth;
    struct mf_layout_level levels[MF_JSON_MAXIMUM_DEPTH + 2]; /* the first stands for the document */
};

void mf_layout_init(struct mf_layout *layout, struct mf_view text);

/*
 * Takes the next event: where its text begins and ends, and the column of its beginning, from 0. NULL if all is well; else what
 * is wrong, and where.
 */
const char *mf_layout_take(struct mf_layout *layout, enum mf_layout_kind kind, size_t start, size_t end,
                           uint32_t column, size_t *ret_at);

/* Looks at what stands between the last event and `start`: white space, comments and punctuation. NULL if all is well. */
const char *mf_layout_pass(struct mf_layout *layout, size_t start, size_t *ret_at);

#endif
