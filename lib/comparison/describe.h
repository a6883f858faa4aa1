/* SPDX-License-Identifier: Apache-2.0 */
/* Differences in the words of people. */
#ifndef MF_COMPARISON_DESCRIBE_H
#define MF_COMPARISON_DESCRIBE_H

#include "comparison/walk.h"

/* Appends where a difference is, without the section: "accelerator driver", "packages pkg:pypi/torch", "steps[2] weight". */
void mf_difference_label(struct mf_buffer *buffer, const struct mf_difference *difference);

/* Appends what it was and what it is: "2.3.0 → 2.4.0; also digests". The values are given as JSON too; NULL where there is none. */
void mf_difference_message(struct mf_buffer *buffer, const struct mf_difference *difference,
                           const char *before, const char *after);

#endif
