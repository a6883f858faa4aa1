/* SPDX-License-Identifier: Apache-2.0 */
/* A rules file, read: what it makes of the severities, and the conventions of an organisation. */
#ifndef MF_RULES_SETTINGS_H
#define MF_RULES_SETTINGS_H

#include "base/arena.h"
#include "base/reference.h"
#include "report/registry.h"

#include "rules_v1.h"

#include <libmanifest/validate.h>

struct mf_rules {
    struct mf_reference reference;
    struct mf_arena *arena;            /* holds the file */
    const struct rules_file *root;     /* whose globs are good */
    uint8_t severities[MF_RULE_COUNT]; /* mf_severity by index of the registry; 0: off */
};

#endif
