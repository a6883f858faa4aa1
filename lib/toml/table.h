/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables while they are being read: which may be opened again, and by what. In each the keys stand in a balanced tree, so that
 * no choice of keys makes them slow to find.
 */
#ifndef MF_TOML_TABLE_H
#define MF_TOML_TABLE_H

#include "toml/scanner.h"
#include "json/tree.h"

enum mf_toml_state {
    MF_TOML_CLOSED,   /* a value: a scalar, an array or table in brackets; nothing is added to it any more */
    MF_TOML_IMPLIED,  /* a table that headers of tables below it imply: may get a header of its own */
    MF_TOML_DEFINED,  /* a table with a header of its own */
    MF_TOML_DOTTED,   /* a table that keys with dots made */
    MF_TOML_ELEMENTS, /* an array of tables */
};

struct mf_toml_item {
    struct mf_json_node node;     /* all but its children */
    struct mf_toml_item *left;    /* in the tree of the table that this is in; */
    struct mf_toml_item *right;   /* of an element of an array: the one that comes next */
    struct mf_toml_item *members; /* of a table: the root of their tree; of an array: the first element */
    struct mf_toml_item *last;    /* of an array: its last element */
    struct mf_toml_item
        *link; /* while it is read: what it stands in; while the tree is made: what comes next */
    struct mf_json_node *target; /* where its node goes */
    uint32_t depth;              /* 0 is the root */
    uint8_t level;               /* in the balanced tree */
    uint8_t state;               /* enum mf_toml_state */
};

/* A part of a key, and where it stands. */
struct mf_toml_key {
    struct mf_view name;
    struct mf_position position;
};

/* All of these return NULL after a failure, which `scanner` then holds. */

/* A new item of that depth. */
struct mf_toml_item *mf_toml_item_new(struct mf_toml_scanner *scanner, uint32_t depth,
                                      uint32_t maximum_depth);

/* The table below `table` that a part of a key leads to, made if there is none; of an array of tables, the last of them. */
struct mf_toml_item *mf_toml_enter(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                   const struct mf_toml_key *key, enum mf_toml_state made_as,
                                   uint32_t maximum_depth);

/* The table that [header] defines, or [[header]] adds. */
struct mf_toml_item *mf_toml_define(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                    const struct mf_toml_key *key, uint32_t maximum_depth);
struct mf_toml_item *mf_toml_append(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                    const struct mf_toml_key *key, uint32_t maximum_depth);

/* A place for the value of a key that is not there yet. */
struct mf_toml_item *mf_toml_add(struct mf_toml_scanner *scanner, struct mf_toml_item *table,
                                 const struct mf_toml_key *key, uint32_t maximum_depth);

/* A place for one more element of an array. */
struct mf_toml_item *mf_toml_add_element(struct mf_toml_scanner *scanner, struct mf_toml_item *array,
                                         uint32_t maximum_depth);

/* Makes the final tree of everything below an item; false without memory. */
bool mf_toml_finish(struct mf_toml_scanner *scanner, struct mf_toml_item *item, struct mf_json_node *root);

#endif
