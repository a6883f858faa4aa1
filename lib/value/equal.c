/* SPDX-License-Identifier: Apache-2.0 */
/* Equality of values that have more than one spelling. */
#include "value/equal.h"

#include "value/duration.h"
#include "value/quantity.h"

bool mf_value_equal(enum mf_type type, struct mf_view left, struct mf_view right)
{
    struct mf_quantity quantities[2];
    int64_t durations[2];

    if (mf_view_equal(left, right)) {
        return true;
    }
    if (type == MF_TYPE_DURATION) {
        return mf_duration_parse(left, &durations[0]) && mf_duration_parse(right, &durations[1]) &&
               durations[0] == durations[1];
    }
    return type == MF_TYPE_QUANTITY && mf_quantity_parse(left, &quantities[0]) &&
           mf_quantity_parse(right, &quantities[1]) &&
           mf_quantity_compare(&quantities[0], &quantities[1]) == 0;
}
