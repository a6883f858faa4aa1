/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a builder, for the part of it that reads JSON. */
#ifndef MF_MODEL_BUILDER_H
#define MF_MODEL_BUILDER_H

#include "model/copy.h"

#include <libmanifest/builder.h>

struct mf_builder {
    struct mf_arena *arena;
    struct mf_limits limits;
    mf_read_options options;
    struct model_manifest
        *root; /* lists are in the order in which their entries came; `at` is an enum mf_spelling */
};

/* Where a value goes. */
struct mf_slot {
    const struct mf_field *field;   /* NULL: the document */
    const struct mf_record *record; /* that holds the field */
    void *object;                   /* the struct that holds it */
    struct mf_list *list;           /* of an entry: its list */
    void *value;        /* as in struct mf_node; of a mapping its struct. NULL: nothing there yet */
    struct mf_view key; /* of an entry of a set that is not there yet: its name, escaped */
};

/* What was made on the way to a slot, so that it can be taken back. */
struct mf_made {
    struct mf_list *list; /* an entry was added to it */
    void **mapping;       /* or a mapping was made here */
};

/*
 * Goes to the slot that a path names. First it is looked for without changing anything; with `made` given, mappings and entries
 * on the way are then made, and the first of them noted there.
 * @return MF_OK, MF_ABSENT (only without `made`), MF_ERROR_PATH, MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_builder_find(mf_builder *builder, const char *path, struct mf_made *made,
                          struct mf_slot *ret_slot, mf_error **reterr);

/* Takes back what was made. */
void mf_builder_unmake(struct mf_made *made);

/* Adds a zeroed entry to a list. NULL: the limit of entries, or memory. */
void *mf_builder_add_entry(mf_builder *builder, const struct mf_field *field, struct mf_list *list,
                           mf_error **reterr, mf_status *ret_status);

/* Is the path's last step an entry of a list? */
static inline bool mf_slot_is_entry(const struct mf_slot *slot)
{
    return slot->list != NULL;
}

#endif
