/* SPDX-License-Identifier: Apache-2.0 */
/* When two texts say the same: what has several spellings is compared by what it stands for. */
#ifndef MF_VALUE_EQUAL_H
#define MF_VALUE_EQUAL_H

#include "value/type.h"

/*
 * True if two texts of a type are one value: equal byte for byte, or durations of one length (90m and 1h30m), or quantities of one
 * size (1024Mi and 1Gi). A text that is not good for its type equals only itself.
 */
bool mf_value_equal(enum mf_type type, struct mf_view left, struct mf_view right);

#endif
