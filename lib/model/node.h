/* SPDX-License-Identifier: Apache-2.0 */
/* A value of a document together with what the schema says of it, found by path. */
#ifndef MF_MODEL_NODE_H
#define MF_MODEL_NODE_H

#include "model/manifest.h"

struct mf_node {
    const struct mf_field *field;   /* NULL: the document itself */
    const struct mf_record *record; /* that holds the value; of the document: its own */
    const void *object;             /* the struct that holds it */
    const void *value; /* struct mf_scalar, struct mf_list, or the mapping's struct itself; NULL: absent */
    bool is_entry;     /* an entry of the field's list: value is the entry's struct or struct mf_scalar */
};

/* A document of any kind. */
struct mf_node mf_node_document(const struct mf_record *record, const void *root);

/* A manifest. */
struct mf_node mf_node_root(const struct model_manifest *root);

/* A member of a mapping by its number. */
struct mf_node mf_node_member(const struct mf_node *mapping, uint8_t number);

/* An entry of a list by its place in it. */
struct mf_node mf_node_entry(const struct mf_node *list, uint32_t index);

/* The record of a mapping; NULL if the node is none. */
const struct mf_record *mf_node_record(const struct mf_node *node);

/* MF_KIND_… of a node that is there. */
mf_kind mf_node_kind(const struct mf_node *node);

/* The place of a node that is there; 0 is none. */
uint32_t mf_node_place(const struct mf_node *node);

/*
 * Follows a path (RFC 6901) from a node.
 * @return MF_OK, MF_ABSENT (the path is good, nothing is there), MF_ERROR_PATH, MF_ERROR_MEMORY
 */
mf_status mf_node_find(struct mf_node from, const char *path, struct mf_node *ret_node, mf_error **reterr);

#endif
