/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run of bytes that grows. The first failure sticks: appends after it do nothing, and the caller looks once, at the
 * end.
 */
#ifndef MF_BASE_BUFFER_H
#define MF_BASE_BUFFER_H

#include "base/view.h"

#include <libmanifest/bytes.h>

struct mf_buffer {
    char *data;
    size_t size;
    size_t capacity;
    size_t limit;     /* most bytes of capacity; 0 means no limit */
    mf_status status; /* MF_OK, MF_ERROR_MEMORY or MF_ERROR_LIMIT */
};

/* A zeroed struct mf_buffer is an empty buffer. */
#define MF_BUFFER_EMPTY ((struct mf_buffer){ 0 })

void mf_buffer_release(struct mf_buffer *buffer);

/* Makes room for `more` bytes, so that they can be written at data + size. False after a failure. The first room that is
 * made is no larger than asked for. */
bool mf_buffer_reserve(struct mf_buffer *buffer, size_t more);

void mf_buffer_append(struct mf_buffer *buffer, struct mf_view view);
void mf_buffer_append_text(struct mf_buffer *buffer, const char *text);
void mf_buffer_append_byte(struct mf_buffer *buffer, char byte);

/* Appends an unsigned integer in decimal, whatever the locale. */
void mf_buffer_append_unsigned(struct mf_buffer *buffer, uint64_t value);

/* As printf(); for integers and text only, which no locale changes. */
void mf_buffer_format(struct mf_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Appends text that somebody else wrote so that a terminal or log can show it: valid UTF-8 without controls, line
 * breaks, bidirectional overrides and noncharacters, each of which is written as an escape. Text of more than
 * `maximum` bytes is cut and ends in "…".
 */
void mf_buffer_append_printable(struct mf_buffer *buffer, struct mf_view view, size_t maximum);

static inline struct mf_view mf_buffer_view(const struct mf_buffer *buffer)
{
    return mf_view_make(buffer->data, buffer->size);
}

/* Turns the contents into an mf_bytes and leaves the buffer empty, also on failure. */
mf_status mf_buffer_finish(struct mf_buffer *buffer, mf_bytes **ret_bytes, mf_error **reterr);

#endif
