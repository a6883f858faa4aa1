/* SPDX-License-Identifier: Apache-2.0 */
/* All that a document says, for rules that hold everywhere: every scalar and every list, by way of the schema table. */
#ifndef MF_RULES_WALK_H
#define MF_RULES_WALK_H

#include "rules/run.h"

/* A member of a mapping, or an entry of a list that is one. */
struct mf_member {
    const struct mf_record *record; /* of the mapping */
    const void *object;             /* its struct */
    const struct mf_field *field;
    const struct mf_list *list;     /* the field's; NULL if it is no list */
    const struct mf_scalar *scalar; /* there; NULL: the list as a whole is meant */
    uint32_t index;                 /* of the scalar, in the list */
};

struct mf_visitor {
    void (*scalar)(struct mf_rules_run *run, const struct mf_member *member); /* NULL: not wanted */
    void (*list)(struct mf_rules_run *run, const struct mf_member *member);
};

/* Visits all that is there, in the order of the table. */
void mf_rules_walk(struct mf_rules_run *run, const struct mf_visitor *visitor);

/* The type of a scalar, or of the entries of a list of scalars. */
enum mf_type mf_member_type(const struct mf_member *member);

#endif
