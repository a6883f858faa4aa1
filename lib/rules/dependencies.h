/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules about dependencies share. */
#ifndef MF_RULES_DEPENDENCIES_H
#define MF_RULES_DEPENDENCIES_H

#include "rules/run.h"

/* Types of packages that are pinned by a lock file that is complete and has a digest. */
struct mf_locked_types {
    bool of[8];
};

struct mf_locked_types mf_locked_types_find(const struct model_dependencies *dependencies);

/* True if the packages of a type of package URL are among them. */
bool mf_locked_types_have(const struct mf_locked_types *locked, struct mf_view type);

/* Parts of mf_rules_dependencies(), which calls them where there are dependencies. */
void mf_rules_sources(struct mf_rules_run *run);
void mf_rules_requires(struct mf_rules_run *run);

#endif
