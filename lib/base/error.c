/* SPDX-License-Identifier: Apache-2.0 */
/* Error objects, and the names of status codes. */
#include "base/error.h"

#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { MESSAGE_LIMIT = 1000 };

struct mf_error {
    mf_status status;
    struct mf_position position;
    char *message;
    char *path;
};

static mf_error out_of_memory = { MF_ERROR_MEMORY, { 0, 0, 0 }, NULL, NULL };

const char *mf_status_name(mf_status status)
{
    static const struct {
        mf_status status;
        const char *name;
    } names[] = {
        { MF_OK, "MF_OK" },
        { MF_ABSENT, "MF_ABSENT" },
        { MF_ERROR_MEMORY, "MF_ERROR_MEMORY" },
        { MF_ERROR_ARGUMENT, "MF_ERROR_ARGUMENT" },
        { MF_ERROR_LIMIT, "MF_ERROR_LIMIT" },
        { MF_ERROR_IO, "MF_ERROR_IO" },
        { MF_ERROR_SYNTAX, "MF_ERROR_SYNTAX" },
        { MF_ERROR_INVALID, "MF_ERROR_INVALID" },
        { MF_ERROR_PATH, "MF_ERROR_PATH" },
        { MF_ERROR_TYPE, "MF_ERROR_TYPE" },
        { MF_ERROR_KEY, "MF_ERROR_KEY" },
        { MF_ERROR_SIGNATURE, "MF_ERROR_SIGNATURE" },
        { MF_ERROR_PAYLOAD, "MF_ERROR_PAYLOAD" },
        { MF_ERROR_EXPIRED, "MF_ERROR_EXPIRED" },
        { MF_ERROR_SIGNER, "MF_ERROR_SIGNER" },
        { MF_ERROR_CRYPTO, "MF_ERROR_CRYPTO" },
        { MF_ERROR_INTERNAL, "MF_ERROR_INTERNAL" },
        { MF_ERROR_EXPRESSION, "MF_ERROR_EXPRESSION" },
        { MF_ERROR_EVALUATION, "MF_ERROR_EVALUATION" },
        { MF_ERROR_CANCELLED, "MF_ERROR_CANCELLED" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].status == status) {
            return names[i].name;
        }
    }
    return "unknown status";
}

mf_status mf_error_memory(mf_error **reterr)
{
    if (reterr != NULL) {
        *reterr = &out_of_memory;
    }
    return MF_ERROR_MEMORY;
}

static char *printable(const char *text)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_append_printable(&buffer, mf_view_of(text), MESSAGE_LIMIT);
    mf_buffer_append_byte(&buffer, '\0');
    if (buffer.status != MF_OK) {
        mf_buffer_release(&buffer);
    }
    return buffer.data;
}

__attribute__((format(printf, 5, 0))) static mf_status set(mf_error **reterr, mf_status status,
                                                           struct mf_position position, const char *path,
                                                           const char *format, va_list arguments)
{
    char message[2 * MESSAGE_LIMIT];
    mf_error *error = malloc(sizeof *error);

    if (error == NULL) {
        (void)mf_error_memory(reterr);
        return status;
    }
    (void)vsnprintf(message, sizeof message, format, arguments);
    error->status = status;
    error->position = position;
    error->message = printable(message);
    error->path = printable(path);
    if (error->message == NULL || error->path == NULL) {
        (void)mf_error_unref(error);
        (void)mf_error_memory(reterr);
        return status;
    }
    *reterr = error;
    return status;
}

mf_status mf_error_set(mf_error **reterr, mf_status status, const char *format, ...)
{
    va_list arguments;

    if (reterr != NULL) {
        va_start(arguments, format);
        (void)set(reterr, status, (struct mf_position){ 0, 0, 0 }, NULL, format, arguments);
        va_end(arguments);
    }
    return status;
}

mf_status mf_error_set_at(mf_error **reterr, mf_status status, struct mf_position position, const char *path,
                          const char *format, ...)
{
    va_list arguments;

    if (reterr != NULL) {
        va_start(arguments, format);
        (void)set(reterr, status, position, path, format, arguments);
        va_end(arguments);
    }
    return status;
}

mf_status mf_error_argument(mf_error **reterr, const char *what)
{
    return mf_error_set(reterr, MF_ERROR_ARGUMENT, "%s", what);
}

mf_status mf_error_code(const mf_error *error)
{
    return error == NULL ? MF_OK : error->status;
}

const char *mf_error_message(const mf_error *error)
{
    if (error == NULL) {
        return "";
    }
    return error->message == NULL ? "out of memory" : error->message;
}

const char *mf_error_path(const mf_error *error)
{
    return error == NULL || error->path == NULL ? "" : error->path;
}

uint32_t mf_error_line(const mf_error *error)
{
    return error == NULL ? 0 : error->position.line;
}

uint32_t mf_error_column(const mf_error *error)
{
    return error == NULL ? 0 : error->position.column;
}

size_t mf_error_offset(const mf_error *error)
{
    return error == NULL ? 0 : error->position.offset;
}

mf_error *mf_error_unref(mf_error *error)
{
    if (error != NULL && error != &out_of_memory) {
        free(error->message);
        free(error->path);
        free(error);
    }
    return NULL;
}
