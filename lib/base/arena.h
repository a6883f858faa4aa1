/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is freed all at once, with a limit. A document and everything read from it live in one arena, so that
 * nothing can leak and the limit holds for the sum.
 */
#ifndef MF_BASE_ARENA_H
#define MF_BASE_ARENA_H

#include "base/view.h"

#include <libmanifest/error.h>

struct mf_arena;

/* NULL if memory cannot be had. `limit` is the most bytes the arena may take from the system; 0 means no limit. */
struct mf_arena *mf_arena_new(size_t limit);

/* NULL does nothing. */
void mf_arena_free(struct mf_arena *arena);

/* Zeroed memory, aligned for every type used here. NULL on failure: mf_arena_status() says which. */
void *mf_arena_alloc(struct mf_arena *arena, size_t size);

/* As mf_arena_alloc(), for `count` things of `size` bytes; the product is checked. */
void *mf_arena_alloc_array(struct mf_arena *arena, size_t count, size_t size);

/* A zero-terminated copy. NULL on failure. */
char *mf_arena_copy(struct mf_arena *arena, struct mf_view view);

/*
 * realloc() for callers that grow things little by little: blocks know their capacity and grow by a share of it. Size 0 frees and
 * returns NULL. Only for pointers that this function returned. New bytes are not zeroed.
 */
void *mf_arena_resize(struct mf_arena *arena, void *pointer, size_t size);

/* Counts memory that is held elsewhere on behalf of the arena; false if it would pass the limit. */
bool mf_arena_charge(struct mf_arena *arena, size_t size);
void mf_arena_discharge(struct mf_arena *arena, size_t size);

/* MF_OK, or why the first failure happened: MF_ERROR_MEMORY or MF_ERROR_LIMIT. */
mf_status mf_arena_status(const struct mf_arena *arena);

/* Reports that status: "out of memory", or the limit and its size. */
mf_status mf_arena_error(const struct mf_arena *arena, mf_error **reterr);

/* Bytes taken from the system or charged, now. */
size_t mf_arena_used(const struct mf_arena *arena);

#endif
