/* SPDX-License-Identifier: Apache-2.0 */
/* Values of two documents of one kind, held against each other with all that is below them. */
#ifndef MF_COMPARISON_ORDER_H
#define MF_COMPARISON_ORDER_H

#include "model/node.h"

/* An order of values of one field, both of which are there: 0 exactly where their canonical forms are equal. */
int mf_node_compare(const struct mf_node *left, const struct mf_node *right);

#endif
