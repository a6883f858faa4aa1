/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts of cores and bytes: a decimal number and perhaps a factor, such as 500m, 1.5Gi or 64. */
#ifndef MF_VALUE_QUANTITY_H
#define MF_VALUE_QUANTITY_H

#include "base/view.h"

#include <stdint.h>

/* An amount below 2^63, exactly. */
struct mf_quantity {
    uint64_t whole;    /* cores or bytes */
    uint64_t fraction; /* of one of them in units of 10^-12, less than 10^12 */
};

/* False if the text is no quantity, or not below 2^63. */
bool mf_quantity_parse(struct mf_view text, struct mf_quantity *ret_quantity);

/* Negative, 0 or positive, as the left is less than, the same as, or more than the right. */
int mf_quantity_compare(const struct mf_quantity *left, const struct mf_quantity *right);

/* The nearest double: cores or bytes. */
double mf_quantity_to_double(const struct mf_quantity *quantity);

#endif
