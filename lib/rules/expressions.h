/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of a document, for the rules of all topics: what is wrong in one is a finding at its place in the text. */
#ifndef MF_RULES_EXPRESSIONS_H
#define MF_RULES_EXPRESSIONS_H

#include "rules/context.h"
#include "rules/run.h"

/*
 * Compiles a condition. If it is not good, a finding with this code says what is wrong and where.
 *
 * @return NULL if the expression is absent or not good, or memory cannot be had, which the report then knows. The caller unrefs it.
 *         `variables` of it are those that it uses, in order; `declaration` of one is its index among the declarations, which for
 *         MF_CONTEXT_SIGNALS is that of the signal in the document.
 */
mf_expression *mf_rules_compile(struct mf_rules_run *run, enum mf_finding_code code,
                                const struct mf_declarations *declarations,
                                const struct mf_scalar *expression);

#endif
