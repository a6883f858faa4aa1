/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8785 for any I-JSON text: a tree, written out. */
#include <libmanifest/json.h>

#include "json/tree.h"

enum { DEFAULT_MEMORY = 256 * 1024 * 1024 };

static mf_status canonicalize(struct mf_arena *arena, struct mf_view text, size_t maximum_memory,
                              mf_bytes **ret_bytes, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const struct mf_json_node *root;
    mf_status status = mf_json_tree_read(arena, text, MF_JSON_MAXIMUM_DEPTH, &root, reterr);

    if (status != MF_OK) {
        return status;
    }
    /* What the tree has left. Only numbers can become longer than they were. */
    buffer.limit = maximum_memory - mf_arena_used(arena);
    buffer.limit = buffer.limit == 0 ? 1 : buffer.limit;
    (void)mf_buffer_reserve(&buffer, text.size < buffer.limit ? text.size + 1 : buffer.limit);
    mf_json_tree_append(&buffer, root);
    return mf_buffer_finish(&buffer, ret_bytes, reterr);
}

mf_status mf_json_canonicalize(const void *data, size_t size, size_t maximum_memory, mf_bytes **ret_bytes,
                               mf_error **reterr)
{
    struct mf_arena *arena;
    mf_status status;

    if (data == NULL || ret_bytes == NULL) {
        return mf_error_argument(reterr,
                                 data == NULL ? "data must not be NULL" : "ret_bytes must not be NULL");
    }
    maximum_memory = maximum_memory == 0 ? DEFAULT_MEMORY : maximum_memory;
    arena = mf_arena_new(maximum_memory);
    if (arena == NULL) {
        return mf_error_memory(reterr);
    }
    size = size == MF_ZERO_TERMINATED ? strlen(data) : size;
    status = canonicalize(arena, mf_view_make(data, size), maximum_memory, ret_bytes, reterr);
    mf_arena_free(arena);
    return status;
}
