/* SPDX-License-Identifier: Apache-2.0 */
/* What a manifest says of the component of an environment, where compatibility and tested combinations speak of the same. */
#ifndef MF_RULES_COMPATIBILITY_H
#define MF_RULES_COMPATIBILITY_H

#include "rules/run.h"
#include "value/version.h"

enum mf_fact_standing {
    MF_FACT_STATED,
    MF_FACT_ABSENT, /* the manifest does not say */
    MF_FACT_OTHER,  /* something else stands in its place: musl where glibc is looked for */
};

/* The facts about one component: scalars at equal distances. More than one where the release may run on any of them. */
struct mf_facts {
    enum mf_fact_standing standing;
    const void *first; /* struct mf_scalar */
    size_t distance;
    size_t count;
    const struct mf_list *names; /* the sorted set whose scalars they are, if they are names; else NULL */
    const void *where;           /* what a finding names where nothing is stated, or something else */
    const struct mf_scalar
        *of; /* what the versions are versions of: a distribution; NULL: the component itself */
};

/* How the versions of a component are compared; false if it has none, but names. */
bool mf_component_kind(struct mf_view component, enum mf_version_kind *ret_kind);

/* Of GPUs, which come first: those that a release asks for, or those that were found in a machine? */
enum mf_facts_preferred {
    MF_FACTS_REQUESTED,
    MF_FACTS_CAPTURED,
};

/* What the environment says of a component. Of one that is not known, nothing. */
struct mf_facts mf_facts_find(const struct model_manifest *root, struct mf_view component,
                              enum mf_facts_preferred preferred);

static inline const struct mf_scalar *mf_fact_at(const struct mf_facts *facts, size_t index)
{
    return (const struct mf_scalar *)(const void *)((const char *)facts->first + index * facts->distance);
}

/*
 * Does a version that somebody wrote down cover one of the environment? It does if both are the same version, or if it is the
 * beginning of it: 3.11 covers 3.11.9, but not 3.1.
 */
bool mf_version_covers(enum mf_version_kind kind, struct mf_view written, struct mf_view fact);

/* Rules about the tested combinations; a part of mf_rules_compatibility(). */
void mf_rules_tested(struct mf_rules_run *run);

#endif
