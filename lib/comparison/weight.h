/* SPDX-License-Identifier: Apache-2.0 */
/* How much a difference matters. */
#ifndef MF_COMPARISON_WEIGHT_H
#define MF_COMPARISON_WEIGHT_H

#include "comparison/walk.h"

/*
 * What the schema says of the field; more for the packages that compute, less for what is only there for development and tests and
 * for artifacts that nothing runs.
 */
enum mf_weight mf_difference_weigh(const struct mf_difference *difference);

/* True of a package that decides what a model computes or on what: frameworks, CUDA and its libraries. `purl` has a version. */
bool mf_package_computes(struct mf_view purl);

#endif
