/* SPDX-License-Identifier: Apache-2.0 */
/* The public values of variables. */
#ifndef MF_EXPRESSION_VALUES_H
#define MF_EXPRESSION_VALUES_H

#include "expression/evaluate.h"

struct mf_value_entry;

struct mf_expression_values {
    struct mf_value_entry **entries; /* by name */
    size_t count;
    size_t capacity;
    struct mf_scratch *scratch;
    mf_expression *expression; /* that the result belongs to; NULL: there is none */
    struct mf_operand result;  /* type MF_EXPRESSION_ANY: there is none */
};

#endif
