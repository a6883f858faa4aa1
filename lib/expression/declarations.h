/* SPDX-License-Identifier: Apache-2.0 */
/* The variables that an expression may use, sorted by name: a name is found by binary search. */
#ifndef MF_EXPRESSION_DECLARATIONS_H
#define MF_EXPRESSION_DECLARATIONS_H

#include "base/reference.h"
#include "expression/type.h"

struct mf_declaration {
    struct mf_view name;
    mf_expression_type type;
};

/* In the order of mf_view_compare(), and no name twice. */
struct mf_declarations {
    const struct mf_declaration *sorted;
    size_t count;
};

/* True for identifiers with dots between them. */
bool mf_declaration_name_check(struct mf_view name);

/* Index of the first declaration that does not come before the name: of its own, if there is one. */
size_t mf_declarations_place(const struct mf_declarations *declarations, struct mf_view name);

/* NULL if there is none. */
const struct mf_declaration *mf_declarations_find(const struct mf_declarations *declarations,
                                                  struct mf_view name);

/* The declared name that is nearest to another one; data NULL if none is near. Of very many only those that would stand close by
 * are looked at, so that a document full of mistakes costs no more than one that is good. */
struct mf_view mf_declarations_nearest(const struct mf_declarations *declarations, struct mf_view name);

struct mf_expression_variables {
    struct mf_reference reference;
    struct mf_declaration *sorted; /* each with its name in a block of its own */
    size_t count;
    size_t capacity;
    atomic_bool in_use;
};

/* Those of the object, which from now on cannot change; none of NULL. */
struct mf_declarations mf_expression_variables_use(mf_expression_variables *variables);

#endif
