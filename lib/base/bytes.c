/* SPDX-License-Identifier: Apache-2.0 */
/* Reference-counted byte strings. */
#include "base/bytes.h"

#include "base/reference.h"

#include <stdlib.h>

struct mf_bytes {
    struct mf_reference reference;
    char *data;
    size_t size;
    void (*end)(void *data);
};

mf_bytes *mf_bytes_adopt_with(char *data, size_t size, void (*end)(void *data))
{
    mf_bytes *bytes = malloc(sizeof *bytes);

    if (bytes != NULL) {
        mf_reference_init(&bytes->reference);
        bytes->data = data;
        bytes->size = size;
        bytes->end = end;
    }
    return bytes;
}

mf_bytes *mf_bytes_adopt(char *data, size_t size)
{
    return mf_bytes_adopt_with(data, size, free);
}

mf_bytes *mf_bytes_copy(struct mf_view view)
{
    char *data = malloc(view.size + 1);
    mf_bytes *bytes;

    if (data == NULL) {
        return NULL;
    }
    if (view.size > 0) {
        memcpy(data, view.data, view.size);
    }
    data[view.size] = '\0';
    bytes = mf_bytes_adopt(data, view.size);
    if (bytes == NULL) {
        free(data);
    }
    return bytes;
}

const void *mf_bytes_data(const mf_bytes *bytes)
{
    return bytes == NULL ? "" : bytes->data;
}

size_t mf_bytes_size(const mf_bytes *bytes)
{
    return bytes == NULL ? 0 : bytes->size;
}

mf_bytes *mf_bytes_ref(mf_bytes *bytes)
{
    if (bytes != NULL) {
        mf_reference_take(&bytes->reference);
    }
    return bytes;
}

mf_bytes *mf_bytes_unref(mf_bytes *bytes)
{
    if (bytes != NULL && mf_reference_give(&bytes->reference)) {
        bytes->end(bytes->data);
        free(bytes);
    }
    return NULL;
}
