/* SPDX-License-Identifier: Apache-2.0 */
/* Variables of every type with values, and short ways to say what comes of an expression. */
#ifndef MF_TESTS_EXPRESSIONS_H
#define MF_TESTS_EXPRESSIONS_H

#include "harness.h"

/* n = 4, least = the least int, p99 = 1.25, emergency = true, stage = "production", environment.gpu_count = 2,
 * environment.architecture = "amd64", ints = [1, 2, 3], doubles = [0.5, 1.5], bools = [true, false], texts = ["a", "b", "é"]; without
 * data: none and infinite, both doubles. */
extern mf_expression_variables *variables;
extern mf_expression_values *values;

/* A checked fixture. */
void set_up_expressions(void);
void tear_down_expressions(void);

/* The result of an evaluation, as an expression would write it. */
void spell_result(struct mf_buffer *to, const mf_expression_values *of);

/* With 17 digits; inf, -inf and nan. */
void spell_double(struct mf_buffer *to, double number);

/* The expression is good and gives this. */
void check_result(const char *source, const char *expected);

/* The expression is good, but has no result; `column` is that of what failed. */
void check_failure(const char *source, uint32_t column, const char *message);

/* The expression is refused, with this in the message. */
void check_refusal(const char *source, uint32_t column, const char *message);

#endif
