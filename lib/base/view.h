/* SPDX-License-Identifier: Apache-2.0 */
/* A run of bytes that somebody else owns. */
#ifndef MF_BASE_VIEW_H
#define MF_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct mf_view {
    const char *data;
    size_t size;
};

static inline struct mf_view mf_view_make(const char *data, size_t size)
{
    return (struct mf_view){ data, size };
}

/* NULL becomes the empty view. */
static inline struct mf_view mf_view_of(const char *text)
{
    return (struct mf_view){ text, text == NULL ? 0 : strlen(text) };
}

static inline bool mf_view_equal(struct mf_view left, struct mf_view right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

static inline bool mf_view_is(struct mf_view view, const char *text)
{
    return mf_view_equal(view, mf_view_of(text));
}

static inline bool mf_view_starts_with(struct mf_view view, const char *prefix)
{
    size_t size = strlen(prefix);

    return view.size >= size && memcmp(view.data, prefix, size) == 0;
}

/* Order of keys everywhere: by bytes, and the shorter first where one is the beginning of the other. */
static inline int mf_view_compare(struct mf_view left, struct mf_view right)
{
    size_t common = left.size < right.size ? left.size : right.size;
    int order = common == 0 ? 0 : memcmp(left.data, right.data, common);

    if (order != 0) {
        return order;
    }
    return (left.size > right.size) - (left.size < right.size);
}

#endif
