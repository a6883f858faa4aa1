/* SPDX-License-Identifier: Apache-2.0 */
/* Which types the operators and functions take, and what to say of those they do not. */
#ifndef MF_EXPRESSION_CHECK_H
#define MF_EXPRESSION_CHECK_H

#include "base/buffer.h"
#include "expression/program.h"

/* A value that waits for its operator, as the compiler knows it. */
struct mf_pending {
    mf_expression_type type;
    uint32_t offset;       /* where it begins in the source */
    struct mf_view number; /* of a literal its digits; else data NULL */
    bool negative;         /* of a literal */
    bool comparison;       /* made by an operator that compares */
};

/* As the operator is written: "<=". */
const char *mf_operation_symbol(enum mf_operation operation);

/* The type of what an operator makes of its operands; MF_EXPRESSION_ANY if it does not take them. */
mf_expression_type mf_check_unary(enum mf_operation operation, mf_expression_type operand);
mf_expression_type mf_check_binary(enum mf_operation operation, mf_expression_type left,
                                   mf_expression_type right);

/* Says what is wrong with operands that an operator does not take and what to write instead. Returns the one to be mended, or
 * NULL if the operator itself should be looked at. */
const struct mf_pending *mf_explain_unary(enum mf_operation operation, const struct mf_pending *operand,
                                          struct mf_buffer *message);
const struct mf_pending *mf_explain_binary(enum mf_operation operation, const struct mf_pending *left,
                                           const struct mf_pending *right, struct mf_buffer *message);

/* Appends ": write 2.0" if one of the two is a literal that can take the other's type so. Returns it, or NULL. */
const struct mf_pending *mf_explain_number(const struct mf_pending *left, const struct mf_pending *right,
                                           struct mf_buffer *message);

#endif
