/* SPDX-License-Identifier: Apache-2.0 */
/* Growable byte buffers, and text made safe to show. */
#include "base/buffer.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void mf_buffer_release(struct mf_buffer *buffer)
{
    free(buffer->data);
    *buffer = MF_BUFFER_EMPTY;
}

/* The capacity that a buffer grows to when it needs at least `needed`. */
static size_t next_capacity(const struct mf_buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity + buffer->capacity / 2;

    capacity = capacity < 64 ? 64 : capacity;
    capacity = capacity < needed ? needed : capacity;
    return buffer->limit != 0 && capacity > buffer->limit ? buffer->limit : capacity;
}

bool mf_buffer_reserve(struct mf_buffer *buffer, size_t more)
{
    size_t capacity;
    char *data;

    if (buffer->status != MF_OK) {
        return false;
    }
    if (more <= buffer->capacity - buffer->size) {
        return true;
    }
    if (more > SIZE_MAX / 2 - buffer->size) {
        buffer->status = MF_ERROR_MEMORY;
        return false;
    }
    capacity = next_capacity(buffer, buffer->size + more);
    if (capacity < buffer->size + more) {
        buffer->status = MF_ERROR_LIMIT;
        return false;
    }
    data = realloc(buffer->data, capacity);
    if (data == NULL) {
        buffer->status = MF_ERROR_MEMORY;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void mf_buffer_append(struct mf_buffer *buffer, struct mf_view view)
{
    if (view.size > 0 && mf_buffer_reserve(buffer, view.size)) {
        memcpy(buffer->data + buffer->size, view.data, view.size);
        buffer->size += view.size;
    }
}

void mf_buffer_append_text(struct mf_buffer *buffer, const char *text)
{
    mf_buffer_append(buffer, mf_view_of(text));
}

void mf_buffer_append_byte(struct mf_buffer *buffer, char byte)
{
    if (mf_buffer_reserve(buffer, 1)) {
        buffer->data[buffer->size++] = byte;
    }
}

void mf_buffer_append_unsigned(struct mf_buffer *buffer, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    mf_buffer_append(buffer, mf_view_make(digits + at, sizeof digits - at));
}

void mf_buffer_format(struct mf_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_list again;
    int size;

    va_start(arguments, format);
    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0) {
        buffer->status = MF_ERROR_MEMORY;
    } else if (mf_buffer_reserve(buffer, (size_t)size + 1)) {
        (void)vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void mf_buffer_append_printable(struct mf_buffer *buffer, struct mf_view view, size_t maximum)
{
    size_t at = 0;

    while (at < view.size) {
        uint32_t code;
        size_t size = mf_utf8_decode(mf_view_make(view.data + at, view.size - at), &code);

        if (at >= maximum) {
            mf_buffer_append_text(buffer, "\xe2\x80\xa6");
            return;
        }
        if (size == 0) {
            mf_buffer_format(buffer, "\\x%02x", (unsigned)(unsigned char)view.data[at]);
            at++;
            continue;
        }
        if (code == '\n') {
            mf_buffer_append_text(buffer, "\\n");
        } else if (code == '\t') {
            mf_buffer_append_text(buffer, "\\t");
        } else if (mf_code_point_is_printable(code)) {
            mf_buffer_append(buffer, mf_view_make(view.data + at, size));
        } else {
            mf_buffer_format(buffer, code < 0x100 ? "\\x%02x" : "\\u{%x}", (unsigned)code);
        }
        at += size;
    }
}

mf_status mf_buffer_finish(struct mf_buffer *buffer, mf_bytes **ret_bytes, mf_error **reterr)
{
    mf_bytes *bytes = NULL;
    mf_status status;

    /* The zero byte behind the last one. */
    mf_buffer_append_byte(buffer, '\0');
    if (buffer->status == MF_OK) {
        bytes = mf_bytes_adopt(buffer->data, buffer->size - 1);
    }
    if (bytes == NULL) {
        status =
            buffer->status == MF_ERROR_LIMIT
                ? mf_error_set(reterr, MF_ERROR_LIMIT, "the result needs more memory than the limit leaves")
                : mf_error_memory(reterr);
        mf_buffer_release(buffer);
        return status;
    }
    *buffer = MF_BUFFER_EMPTY;
    *ret_bytes = bytes;
    return MF_OK;
}
