/* SPDX-License-Identifier: Apache-2.0 */
/* What the types of packages say about their package URLs, beyond what is so for all. */
#ifndef MF_VALUE_PURL_RULE_H
#define MF_VALUE_PURL_RULE_H

#include "base/view.h"

/* What a type of package adds to the general rules. */
enum {
    MF_PURL_NAMESPACE_NEVER = 1 << 0,
    MF_PURL_NAMESPACE_ALWAYS = 1 << 1,
    MF_PURL_LOWER_NAMESPACE = 1 << 2,
    MF_PURL_UPPER_NAMESPACE = 1 << 3,
    MF_PURL_LOWER_NAME = 1 << 4,
    MF_PURL_DASH_NAME = 1 << 5,       /* '_' becomes '-' */
    MF_PURL_UNDERSCORE_NAME = 1 << 6, /* what is no letter or digit becomes '_' */
    MF_PURL_LOWER_VERSION = 1 << 7,
};

struct mf_purl_rule {
    const char *type;
    unsigned flags;
    const char *qualifier; /* one that must be there */
};

/* The rule of a type, which is not empty and whose case does not matter: one that says nothing where none is known. */
const struct mf_purl_rule *mf_purl_rule_find(struct mf_view type);

#endif
