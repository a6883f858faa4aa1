/* SPDX-License-Identifier: Apache-2.0 */
/* What other YAML readers make of a scalar without quotes. */
#ifndef MF_VALUE_PLAIN_H
#define MF_VALUE_PLAIN_H

#include "base/view.h"

enum mf_plain {
    MF_PLAIN_TEXT,
    MF_PLAIN_NULL,
    MF_PLAIN_BOOL,
    MF_PLAIN_NUMBER,
};

/* What a reader of YAML 1.1 (the type repository of yaml.org) or of YAML 1.2 (core schema, section 10.3.2) may take the
 * text for; MF_PLAIN_TEXT if both agree that it is a string. */
enum mf_plain mf_plain_kind(struct mf_view text);

#endif
