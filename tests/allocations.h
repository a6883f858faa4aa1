/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Out of memory, everywhere: a call is made again and again while its first, second, third … allocation fails, once alone and
 * once with all that follow. It must say so or do its work all the same, and lose nothing. For programs that are linked with
 * allocations.c, which takes the place of the allocator.
 */
#ifndef MF_TESTS_ALLOCATIONS_H
#define MF_TESTS_ALLOCATIONS_H

#include "harness.h"

/* What one call gave. */
struct result {
    mf_status status;
    mf_manifest *manifest;
    mf_bytes *bytes;
    mf_report *report;
    mf_verified *verified;
    mf_key *key;
    mf_rules *rules;
    mf_overrides *overrides;
    mf_configuration *configuration;
    mf_tree *tree;
    mf_model *model;
    mf_expression *expression;
    mf_expression_variables *variables;
    mf_expression_values *values;
    mf_lock *lock;
    mf_diff *diff;
    mf_parity_policy *policy;
    mf_parity *parity;
    mf_error *error;
};

struct call {
    const char *name;
    void (*call)(struct result *to);
    mf_status status; /* while there is memory */
};

/* False, and the reason printed, where allocations cannot be made to fail or counted: with this C library, or under a sanitizer. */
bool can_sweep(void);

/* Lets every allocation of a call fail. */
void sweep(const struct call *call);

/* Bytes that are taken now; and the most since this was called last. */
size_t held_now(void);
size_t most_held(void);

#endif
