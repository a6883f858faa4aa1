/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled expression: instructions for a machine with a stack. They run from the first to the last; jumps go forward only, so
 * that a program ends after at most as many steps as it has instructions.
 */
#ifndef MF_EXPRESSION_PROGRAM_H
#define MF_EXPRESSION_PROGRAM_H

#include "base/reference.h"
#include "expression/declarations.h"
#include "expression/type.h"

enum mf_operation {
    MF_OPERATION_CONSTANT, /* pushes constant number `argument` */
    MF_OPERATION_VARIABLE, /* pushes the value of variable number `argument` */
    MF_OPERATION_LIST,     /* makes a list of the `argument` topmost values */
    MF_OPERATION_NEGATE,
    MF_OPERATION_NOT,
    MF_OPERATION_MULTIPLY,
    MF_OPERATION_DIVIDE,
    MF_OPERATION_REMAINDER,
    MF_OPERATION_ADD,
    MF_OPERATION_SUBTRACT,
    MF_OPERATION_LESS,
    MF_OPERATION_LESS_EQUAL,
    MF_OPERATION_GREATER,
    MF_OPERATION_GREATER_EQUAL,
    MF_OPERATION_EQUAL,
    MF_OPERATION_NOT_EQUAL,
    MF_OPERATION_IN,
    MF_OPERATION_AND,
    MF_OPERATION_OR,
    MF_OPERATION_SIZE,
    MF_OPERATION_STARTS_WITH,
    MF_OPERATION_ENDS_WITH,
    MF_OPERATION_CONTAINS,
    MF_OPERATION_SKIP_IF_FALSE, /* leaves the condition where it is, and goes to `argument` if it is false */
    MF_OPERATION_SKIP_IF_TRUE,
    MF_OPERATION_BRANCH, /* takes the condition: false goes to `argument`; before it stands the jump over the other value */
    MF_OPERATION_JUMP, /* goes to `argument` */
};

struct mf_instruction {
    uint8_t operation;
    uint32_t argument;
    uint32_t offset; /* in the source: the operator, variable or call */
};

/* A variable that a program uses. */
struct mf_used {
    struct mf_view name; /* zero-terminated */
    mf_expression_type type;
    uint32_t declaration; /* its index among those it was compiled with */
};

/* All of it is one block of memory. */
struct mf_expression {
    struct mf_reference reference;
    mf_expression_type type;
    struct mf_view source; /* zero-terminated */
    const struct mf_instruction *instructions;
    const struct mf_operand *constants;
    const struct mf_used *variables; /* by name */
    uint32_t instruction_count;
    uint32_t constant_count;
    uint32_t variable_count;
    uint32_t stack; /* most values at once */
};

/* Compiles an expression, as mf_expression_compile() does, against declarations that the caller keeps in order. They are not
 * kept. */
mf_status mf_expression_make(struct mf_view source, const struct mf_declarations *declarations,
                             mf_expression_type type, mf_expression **ret_expression, mf_error **reterr);

#endif
