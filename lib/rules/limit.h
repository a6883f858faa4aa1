/* SPDX-License-Identifier: Apache-2.0 */
/* One limit of a compatibility matrix, held against what a manifest says of an environment: its own, or another one. */
#ifndef MF_RULES_LIMIT_H
#define MF_RULES_LIMIT_H

#include "rules/compatibility.h"

enum mf_limit_answer {
    MF_LIMIT_KEPT,
    MF_LIMIT_BROKEN,
    MF_LIMIT_OTHER,      /* facts.where is another thing than the component: musl in place of glibc */
    MF_LIMIT_UNSTATED,   /* the manifest does not say */
    MF_LIMIT_NO_VERSION, /* the fact is no version of the component */
    MF_LIMIT_NO_KIND,    /* a range of a component that has names and no versions */
    MF_LIMIT_NO_BOUND,   /* a range of versions for amounts, or of amounts for versions */
};

struct mf_limit {
    enum mf_limit_answer answer;
    enum mf_version_kind kind; /* of the component, where it has versions */
    struct mf_facts facts;
    const struct mf_scalar
        *fact; /* what breaks the limit or is no version; NULL where none of several is enough */
};

/*
 * Judges an entry of dependencies.compatibility.
 *
 * @param root  the manifest whose environment is looked at; need not be the one that the entry stands in
 */
struct mf_limit mf_limit_judge(const struct model_dependencies_compatibility *row,
                               const struct model_manifest *root, enum mf_facts_preferred preferred);

#endif
