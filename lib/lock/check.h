/* SPDX-License-Identifier: Apache-2.0 */
/* Holding lock files against what a manifest says of them. */
#ifndef MF_LOCK_CHECK_H
#define MF_LOCK_CHECK_H

#include "lock/lock.h"
#include "model/manifest.h"
#include "report/report.h"

/* What is known of a package of the manifest, after some lock files. */
struct mf_lock_standing {
    bool is_pinned;     /* a lock file has it */
    bool is_unverified; /* and for one of them it could not be verified, for whatever reason */
    bool has_finding;   /* which was said */
    uint8_t *digests;   /* enum mf_digest_standing of each digest */
};

/* One manifest and its lock files, one after another. */
struct mf_lock_checking {
    const mf_manifest *manifest;
    const struct model_dependencies *dependencies; /* NULL: none */
    mf_report *report;
    struct mf_arena *arena;             /* for the time of checking */
    struct mf_lock_standing *standings; /* of each package */
};

/* Begins; mf_lock_checking_end() comes after it in any case. */
mf_status mf_lock_checking_begin(struct mf_lock_checking *checking, const mf_manifest *manifest,
                                 uint32_t maximum_findings, mf_error **reterr);
void mf_lock_checking_end(struct mf_lock_checking *checking);

/* Adds a finding about a value of the manifest, given by its address. */
void mf_lock_check_finding(struct mf_lock_checking *checking, enum mf_finding_code code, const void *value,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Holds the packages of the manifest against a lock file.
 *
 * @param is_proven  the file has the digest that the manifest says; else it verifies nothing
 */
void mf_lock_check_packages(struct mf_lock_checking *checking,
                            const struct model_dependencies_lockfiles *entry, const mf_lock *lock,
                            bool is_proven);

/* After the last lock file: finds the digests that none of them allows. Counts the packages that lock files pin, and those of them
 * that are verified. */
void mf_lock_check_digests(struct mf_lock_checking *checking, size_t *ret_pinned, size_t *ret_verified);

#endif
