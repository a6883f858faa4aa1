/* SPDX-License-Identifier: Apache-2.0 */
/* What a manifest can list of a lock file, and how the two are told to be the same. */
#ifndef MF_LOCK_LISTED_H
#define MF_LOCK_LISTED_H

#include "lock/lock.h"
#include "model/manifest.h"

/*
 * The packages that a manifest can list, by package URL: not the project itself, what go.sum says of go.mod files, and what has no
 * package URL.
 *
 * @param ret_without  how many have none; may be NULL
 * @return NULL if memory cannot be had
 */
const struct mf_lock_package **mf_lock_listed(struct mf_arena *arena, const mf_lock *lock,
                                              uint32_t *ret_count, uint32_t *ret_without);

/* The part of a package URL that all versions of a package have in common. Those that share it stand together when they are sorted. */
struct mf_view mf_lock_group(const char *purl);

/* Sorts texts, and leaves each once: returns how many are left. */
uint32_t mf_lock_sort_texts(const char **texts, uint32_t count);

/* Is this one of the texts, which are sorted? */
bool mf_lock_text_is_among(const char *text, const char *const *texts, uint32_t count);

/*
 * The digests of packages that a manifest can hold, SHA-256 and SHA-512: sorted, each once.
 *
 * @param more  room for so many others is made behind them
 * @return NULL if memory cannot be had
 */
const char **mf_lock_digests(struct mf_arena *arena, const struct mf_lock_package *const *packages,
                             uint32_t count, uint32_t more, uint32_t *ret_count);

/* Does the manifest say that this lock file pins the package? */
bool mf_lock_pins(const struct model_dependencies_lockfiles *entry,
                  const struct model_dependencies_packages *package);

#endif
