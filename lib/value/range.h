/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a version, or an amount, lies in a range. */
#ifndef MF_VALUE_RANGE_H
#define MF_VALUE_RANGE_H

#include "base/view.h"
#include "value/version.h"

enum mf_range_answer {
    MF_RANGE_OUTSIDE,
    MF_RANGE_INSIDE,
    MF_RANGE_NO_VERSION, /* the text is no version of its kind */
    MF_RANGE_NO_BOUND, /* the range has a bound of another kind: an amount for versions, a version for amounts */
};

/*
 * Holds a version against a range that passed its check.
 *
 * MF_VERSION_NUMBERS looks at the numbers alone: 6.1.0-18-amd64 is 6.1.0, 12.4-rc1 is 12.4, and 3.11 is 3.11.0.
 * MF_VERSION_PYTHON follows PEP 440 with pre-releases allowed: 3.13.0rc1 is neither in >=3.13 nor in <3.13, and the local
 * part of 3.13.0+vendor does not count.
 */
enum mf_range_answer mf_range_contains(struct mf_view range, enum mf_version_kind kind,
                                       struct mf_view version);

#endif
