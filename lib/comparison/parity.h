/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of parity: one comparison of an expected and an actual environment, what every part of it says about an item, and the
 * policy that decides how much a difference counts.
 */
#ifndef MF_COMPARISON_PARITY_H
#define MF_COMPARISON_PARITY_H

#include "comparison/pairs.h"
#include "model/manifest.h"
#include "report/registry.h"
#include "value/version.h"

#include "parity_v1.h"

#include <libmanifest/parity.h>

struct mf_parity_policy {
    struct mf_reference reference;
    struct mf_arena *arena;         /* holds the file */
    const struct policy_file *root; /* whose globs are good */
};

struct mf_parity_item {
    mf_parity_outcome outcome;
    mf_severity severity; /* 0: the same, or allowed */
    const mf_rule *rule;  /* NULL: the same */
    const char *kind;
    const char *name;
    const char *path;
    const char *expected;
    const char *actual;
    const char *compared;
    const char *message;
    const char *reason; /* NULL: not allowed */
};

struct mf_parity {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds the items and their texts */
    struct mf_parity_item *items;
    size_t count;
    size_t room;
};

/* One comparison while it goes on. The first failure sticks. */
struct mf_parity_run {
    const struct model_manifest *expected;
    const struct model_manifest *actual;
    const mf_parity_policy *policy; /* NULL: none */
    int64_t time;
    mf_parity *parity;
    struct mf_buffer text; /* for texts while an item is made */
};

/* What is found about one item. Texts are as the manifests have them. */
struct mf_parity_fact {
    mf_parity_outcome outcome;
    enum mf_finding_code code; /* of what is not the same */
    const char *kind;
    struct mf_view name; /* of a package, its URL without version */
    const void *where;   /* a value by its address, as mf_locate() wants it */
    bool is_of_actual;   /* it stands in the actual manifest */
    bool concealed;      /* neither value may be shown */
    struct mf_view expected;
    struct mf_view actual;
    const char *compared;   /* NULL: nothing was */
    struct mf_view version; /* the actual one, where a policy may tolerate it; no data if there is none */
    enum mf_version_kind version_kind;
    const char *message; /* NULL: the title of the code */
};

void mf_parity_add(struct mf_parity_run *run, const struct mf_parity_fact *fact);

/* MF_OK, or why nothing more can be added. */
mf_status mf_parity_status(const struct mf_parity_run *run);

/* What a policy makes of a difference. */
struct mf_parity_decision {
    mf_severity severity;
    const struct mf_scalar *reason; /* NULL: it is not allowed */
};

struct mf_parity_decision mf_parity_decide(const mf_parity_policy *policy, int64_t time,
                                           const struct mf_parity_fact *fact);

/* How an actual version stands to the expected one. */
enum mf_parity_order {
    MF_PARITY_ORDER_SAME,
    MF_PARITY_ORDER_OLDER,
    MF_PARITY_ORDER_NEWER,
    MF_PARITY_ORDER_OTHER, /* neither: one of them is no version of its kind, or what follows the numbers differs */
    MF_PARITY_ORDER_COARSE, /* only the beginning of the expected one is known */
};

/* Of a part of the environment: an expected version is the same as every one that it is the beginning of, as 12.4 is of 12.4.1. */
enum mf_parity_order mf_parity_order(enum mf_version_kind kind, struct mf_view expected,
                                     struct mf_view actual);

/* A version that is expected of a part of the environment, and the one that is there. */
struct mf_parity_versions {
    enum mf_version_kind kind;
    const struct mf_scalar *expected;
    const struct mf_scalar *actual;
    enum mf_finding_code older; /* what is found where the actual one is older, or cannot be ordered */
    enum mf_finding_code newer;
};

/* Adds what comes of two versions; nothing where none is expected. `fact` says kind and name. */
void mf_parity_add_version(struct mf_parity_run *run, struct mf_parity_fact fact,
                           const struct mf_parity_versions *versions);

/* Adds that the environment does not say. `fact` says kind, name, where, and what is expected. */
void mf_parity_add_unknown(struct mf_parity_run *run, struct mf_parity_fact fact);

/* True if the compatibility matrix has an entry for a component, and the actual environment keeps to it. */
bool mf_parity_is_in_range(const struct mf_parity_run *run, const char *component);

/* Pairs a set of a section of both manifests: "variables" of "environment". False if memory cannot be had. */
bool mf_parity_pair(const struct mf_parity_run *run, struct mf_arena *scratch, const char *section,
                    const char *set, struct mf_pairs *ret_pairs);

/* The parts, in the order of the items. */
void mf_parity_compare_platform(struct mf_parity_run *run);
void mf_parity_compare_image(struct mf_parity_run *run);
void mf_parity_compare_accelerator(struct mf_parity_run *run);
void mf_parity_compare_hardware(struct mf_parity_run *run);
void mf_parity_compare_settings(struct mf_parity_run *run, struct mf_arena *scratch);
void mf_parity_compare_limits(struct mf_parity_run *run);
void mf_parity_compare_packages(struct mf_parity_run *run, struct mf_arena *scratch);

#endif
