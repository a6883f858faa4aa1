/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of paths, written and taken apart. */
#include "model/path.h"

/* No good key is longer. One that is names its entry in no path: a report would be as large as the document. */
enum { LONGEST_KEY = 1024 };

bool mf_path_key_is_named(const struct mf_scalar *key)
{
    return key->text != NULL && key->size <= LONGEST_KEY;
}

void mf_path_escape(struct mf_buffer *buffer, struct mf_view token)
{
    for (size_t i = 0; i < token.size; i++) {
        if (token.data[i] == '~') {
            mf_buffer_append_text(buffer, "~0");
        } else if (token.data[i] == '/') {
            mf_buffer_append_text(buffer, "~1");
        } else {
            mf_buffer_append_byte(buffer, token.data[i]);
        }
    }
}

size_t mf_path_push(struct mf_buffer *path, struct mf_view token)
{
    size_t size = path->size;

    mf_buffer_append_byte(path, '/');
    mf_path_escape(path, token);
    return size;
}

size_t mf_path_push_index(struct mf_buffer *path, uint32_t index, bool unnamed)
{
    size_t size = path->size;

    mf_buffer_append_text(path, unnamed ? "/#" : "/");
    mf_buffer_append_unsigned(path, index);
    return size;
}

size_t mf_path_push_entry(struct mf_buffer *path, const struct mf_field *field, const void *entry,
                          uint32_t index)
{
    const struct mf_head *head = entry;
    const struct mf_scalar *key;

    if (!mf_shape_is_set(field->shape)) {
        return mf_path_push_index(path, index, false);
    }
    key = mf_entry_key(field, entry);
    if (field->shape == MF_SHAPE_SET) {
        index = head->index & ~MF_REPEATED;
    }
    if (!mf_path_key_is_named(key) || (field->shape == MF_SHAPE_SET && (head->index & MF_REPEATED) != 0)) {
        return mf_path_push_index(path, index, true);
    }
    return mf_path_push(path, mf_scalar_view(key));
}

void mf_path_pop(struct mf_buffer *path, size_t size)
{
    if (size < path->size) {
        path->size = size;
    }
}

struct mf_view mf_path_next(struct mf_view *path)
{
    struct mf_view token = { path->data + 1, path->size - 1 };
    const char *slash = token.size == 0 ? NULL : memchr(token.data, '/', token.size);

    if (slash != NULL) {
        token.size = (size_t)(slash - token.data);
    }
    path->data = token.data + token.size;
    path->size -= token.size + 1;
    return token;
}

bool mf_path_token_is(struct mf_view token, struct mf_view key)
{
    size_t at = 0;

    for (size_t i = 0; i < token.size; i++, at++) {
        char byte = token.data[i];

        if (byte == '~') {
            if (++i == token.size || (token.data[i] != '0' && token.data[i] != '1')) {
                return false;
            }
            byte = token.data[i] == '0' ? '~' : '/';
        }
        if (at >= key.size || key.data[at] != byte) {
            return false;
        }
    }
    return at == key.size;
}

bool mf_path_unescape(struct mf_view token, struct mf_buffer *buffer)
{
    buffer->size = 0;
    for (size_t i = 0; i < token.size; i++) {
        if (token.data[i] != '~') {
            mf_buffer_append_byte(buffer, token.data[i]);
            continue;
        }
        if (++i == token.size || (token.data[i] != '0' && token.data[i] != '1')) {
            return false;
        }
        mf_buffer_append_byte(buffer, token.data[i] == '0' ? '~' : '/');
    }
    return buffer->status == MF_OK;
}
