/* SPDX-License-Identifier: Apache-2.0 */
/* The machine that runs a program, in memory that it was given before. */
#ifndef MF_EXPRESSION_EVALUATE_H
#define MF_EXPRESSION_EVALUATE_H

#include "expression/program.h"

enum {
    MF_SCRATCH_SIZE = 128 * 1024,
    MF_STEPS_MAXIMUM = 100000, /* an instruction, a handful of bytes or an entry of a list */
};

/* The memory of evaluations, one after the other, and how many steps all of them together may take. NULL if it cannot be had.
 * free() ends it. */
struct mf_scratch;
struct mf_scratch *mf_scratch_new(uint64_t steps);

/* The value of a variable; NULL for none. What it points to lives until the result is no longer needed. */
typedef const struct mf_operand *(*mf_find_value)(const struct mf_used *variable, void *context);

/*
 * Evaluates. What the result points to lives in the scratch memory, the values and the expression.
 *
 * @return as mf_expression_evaluate()
 */
mf_status mf_expression_run(const mf_expression *expression, mf_find_value find, void *context,
                            struct mf_scratch *scratch, struct mf_operand *ret_result, mf_error **reterr);

/* What the operations need of the machine. */
struct mf_machine {
    const mf_expression *expression;
    mf_find_value find;
    void *context;
    struct mf_operand *stack; /* the program knows how much room it needs */
    uint32_t top;
    char *memory; /* behind the stack */
    size_t left;
    uint64_t steps; /* that are left */
    bool is_last;   /* there are fewer steps left than one evaluation may take */
    uint32_t at;    /* the instruction */
    mf_status status;
    mf_error **reterr;
};

/* Counts the work of going over so many bytes or, times 16, entries. False, and ends the evaluation, beyond the limit. */
bool mf_machine_charge(struct mf_machine *machine, size_t bytes);
/* Memory for texts and lists, aligned. NULL, and ends the evaluation, if there is none left. */
void *mf_machine_take(struct mf_machine *machine, size_t size);

struct mf_operand mf_operand_bool(bool truth);
struct mf_operand mf_operand_lack(const struct mf_machine *machine, enum mf_lack why);

/* The operators and functions whose operands are all there. */
struct mf_operand mf_operate_unary(struct mf_machine *machine, enum mf_operation operation,
                                   const struct mf_operand *operand);
struct mf_operand mf_operate_binary(struct mf_machine *machine, enum mf_operation operation,
                                    const struct mf_operand *left, const struct mf_operand *right);

#endif
