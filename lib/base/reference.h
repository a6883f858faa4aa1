/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic reference counts. */
#ifndef MF_BASE_REFERENCE_H
#define MF_BASE_REFERENCE_H

#include <stdatomic.h>
#include <stdbool.h>

struct mf_reference {
    atomic_uint count;
};

static inline void mf_reference_init(struct mf_reference *reference)
{
    atomic_init(&reference->count, 1);
}

static inline void mf_reference_take(struct mf_reference *reference)
{
    (void)atomic_fetch_add_explicit(&reference->count, 1, memory_order_relaxed);
}

/* True if that was the last one: the caller then frees the object. */
static inline bool mf_reference_give(struct mf_reference *reference)
{
    return atomic_fetch_sub_explicit(&reference->count, 1, memory_order_acq_rel) == 1;
}

#endif
