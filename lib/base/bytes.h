/* SPDX-License-Identifier: Apache-2.0 */
/* The making of mf_bytes. */
#ifndef MF_BASE_BYTES_H
#define MF_BASE_BYTES_H

#include "base/view.h"

#include <libmanifest/bytes.h>

/* Takes over `size` bytes and the zero byte behind them, which came from malloc(). NULL if memory cannot be had; the
 * caller then still owns them. */
mf_bytes *mf_bytes_adopt(char *data, size_t size);

/* As mf_bytes_adopt(), for bytes that `end` frees, and wipes if that is called for. */
mf_bytes *mf_bytes_adopt_with(char *data, size_t size, void (*end)(void *data));

/* A copy. NULL if memory cannot be had. */
mf_bytes *mf_bytes_copy(struct mf_view view);

static inline struct mf_view mf_bytes_view(const mf_bytes *bytes)
{
    return mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes));
}

#endif
