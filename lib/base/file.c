/* SPDX-License-Identifier: Apache-2.0 */
/* Files read whole with a limit, and written so that a crash leaves the old or the new one. */
#include "base/file.h"

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DEFAULT_LIMIT = 16 * 1024 * 1024,
    READ_AT_ONCE = 64 * 1024,
    NAME_TRIES = 100,
};

static mf_status io_error(mf_error **reterr, const char *what, const char *path, int reason)
{
    char text[128] = "";

    if (strerror_r(reason, text, sizeof text) != 0) {
        (void)snprintf(text, sizeof text, "error %d", reason);
    }
    return mf_error_set(reterr, MF_ERROR_IO, "cannot %s %s: %s", what, path, text);
}

static mf_status read_all(int file, const char *path, size_t limit, struct mf_buffer *buffer,
                          mf_error **reterr)
{
    for (;;) {
        ssize_t count;

        if (!mf_buffer_reserve(buffer, READ_AT_ONCE)) {
            return mf_error_memory(reterr);
        }
        count = read(file, buffer->data + buffer->size, READ_AT_ONCE);
        if (count == 0) {
            return MF_OK;
        }
        if (count < 0 && errno != EINTR) {
            return io_error(reterr, "read", path, errno);
        }
        if (count > 0) {
            buffer->size += (size_t)count;
        }
        if (buffer->size > limit) {
            return mf_error_set(reterr, MF_ERROR_LIMIT, "%s is larger than the limit of %zu bytes", path,
                                limit);
        }
    }
}

/* Somebody who writes into a file that is read gets a text of two halves read. One that is replaced stays as it was, for whoever has
 * it open; only its time of change, which is that of its names too, does not. */
static mf_status compare(int file, const char *path, const struct stat *before, mf_error **reterr)
{
    struct stat after;

    if (fstat(file, &after) != 0) {
        return io_error(reterr, "look at", path, errno);
    }
    if (S_ISREG(before->st_mode) &&
        (before->st_size != after.st_size || before->st_mtim.tv_sec != after.st_mtim.tv_sec ||
         before->st_mtim.tv_nsec != after.st_mtim.tv_nsec)) {
        return mf_error_set(reterr, MF_ERROR_IO, "%s changed while it was read: try again", path);
    }
    return MF_OK;
}

mf_status mf_file_read(const char *path, size_t limit, struct mf_buffer *buffer, struct stat *ret_status,
                       mf_error **reterr)
{
    mf_status status;
    struct stat information;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (file < 0) {
        return io_error(reterr, "open", path, errno);
    }
    if (fstat(file, &information) != 0) {
        status = io_error(reterr, "look at", path, errno);
    } else if (S_ISREG(information.st_mode) && information.st_size > 0 &&
               (uintmax_t)information.st_size > limit) {
        status =
            mf_error_set(reterr, MF_ERROR_LIMIT, "%s is larger than the limit of %zu bytes", path, limit);
    } else {
        if (S_ISREG(information.st_mode) && information.st_size > 0) {
            /* One reserve for the whole file and the read that finds its end. */
            (void)mf_buffer_reserve(buffer, (size_t)information.st_size + READ_AT_ONCE);
        }
        status = read_all(file, path, limit, buffer, reterr);
        if (status == MF_OK) {
            status = compare(file, path, &information, reterr);
        }
    }
    (void)close(file);
    if (status == MF_OK && ret_status != NULL) {
        *ret_status = information;
    }
    return status;
}

static mf_status read_into(int file, const char *path, char *memory, size_t capacity, size_t *ret_size,
                           mf_error **reterr)
{
    size_t size = 0;

    for (;;) {
        char more;
        ssize_t count = size < capacity ? read(file, memory + size, capacity - size) : read(file, &more, 1);

        if (count == 0) {
            *ret_size = size;
            return MF_OK;
        }
        if (count < 0 && errno != EINTR) {
            return io_error(reterr, "read", path, errno);
        }
        if (count > 0 && size == capacity) {
            return mf_error_set(reterr, MF_ERROR_LIMIT, "%s is larger than the limit of %zu bytes", path,
                                capacity);
        }
        size += count > 0 ? (size_t)count : 0;
    }
}

mf_status mf_file_read_into(const char *path, char *memory, size_t capacity, size_t *ret_size,
                            struct stat *ret_information, mf_error **reterr)
{
    mf_status status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (file < 0) {
        return io_error(reterr, "open", path, errno);
    }
    if (fstat(file, ret_information) != 0) {
        status = io_error(reterr, "look at", path, errno);
    } else {
        status = read_into(file, path, memory, capacity, ret_size, reterr);
        if (status == MF_OK) {
            status = compare(file, path, ret_information, reterr);
        }
    }
    (void)close(file);
    return status;
}

mf_status mf_bytes_read_file(const char *path, size_t limit, mf_bytes **ret_bytes, mf_error **reterr)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_status status;

    if (path == NULL || ret_bytes == NULL) {
        return mf_error_argument(reterr, "path and ret_bytes must not be NULL");
    }
    status = mf_file_read(path, limit == 0 ? DEFAULT_LIMIT : limit, &buffer, NULL, reterr);
    if (status != MF_OK) {
        mf_buffer_release(&buffer);
        return status;
    }
    return mf_buffer_finish(&buffer, ret_bytes, reterr);
}

static mf_status write_all(int file, struct mf_view bytes, const char *path, mf_error **reterr)
{
    while (bytes.size > 0) {
        ssize_t count = write(file, bytes.data, bytes.size);

        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return io_error(reterr, "write", path, errno);
        }
        bytes.data += count;
        bytes.size -= (size_t)count;
    }
    return MF_OK;
}

/* "DIRECTORY/.NAME.PID-TRY.tmp": NULL if memory cannot be had. */
static char *temporary_name(const char *path, unsigned attempt)
{
    const char *slash = strrchr(path, '/');
    struct mf_buffer name = MF_BUFFER_EMPTY;

    if (slash != NULL) {
        mf_buffer_append(&name, mf_view_make(path, (size_t)(slash - path) + 1));
    }
    mf_buffer_format(&name, ".%.200s.%ld-%u.tmp", slash == NULL ? path : slash + 1, (long)getpid(), attempt);
    mf_buffer_append_byte(&name, '\0');
    if (name.status != MF_OK) {
        mf_buffer_release(&name);
    }
    return name.data;
}

static int create_temporary(const char *path, mode_t mode, char **ret_name)
{
    for (unsigned attempt = 0; attempt < NAME_TRIES; attempt++) {
        char *name = temporary_name(path, attempt);
        int reason;
        int file;

        if (name == NULL) {
            errno = ENOMEM;
            return -1;
        }
        file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (file >= 0) {
            *ret_name = name;
            return file;
        }
        reason = errno;
        free(name);
        errno = reason;
        if (reason != EEXIST) {
            return -1;
        }
    }
    return -1;
}

/* Makes the new name of a file durable. */
static mf_status sync_directory(const char *path, mf_error **reterr)
{
    const char *slash = strrchr(path, '/');
    struct mf_buffer name = MF_BUFFER_EMPTY;
    mf_status status = MF_OK;
    int directory;

    if (slash == NULL) {
        mf_buffer_append_byte(&name, '.');
    } else {
        mf_buffer_append(&name, mf_view_make(path, slash == path ? 1 : (size_t)(slash - path)));
    }
    mf_buffer_append_byte(&name, '\0');
    if (name.status != MF_OK) {
        mf_buffer_release(&name);
        return mf_error_memory(reterr);
    }
    directory = open(name.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* Some file systems cannot sync a directory and say EINVAL; a directory that may be written but not read cannot be
     * opened. There is no more to be done then. */
    if (directory >= 0 && fsync(directory) != 0 && errno != EINVAL) {
        status = io_error(reterr, "sync", name.data, errno);
    }
    if (directory >= 0) {
        (void)close(directory);
    }
    mf_buffer_release(&name);
    return status;
}

static mf_status fill(int file, struct mf_view bytes, const char *path, mf_error **reterr)
{
    mf_status status = write_all(file, bytes, path, reterr);

    if (status == MF_OK && fsync(file) != 0) {
        status = io_error(reterr, "sync", path, errno);
    }
    if (close(file) != 0 && status == MF_OK) {
        status = io_error(reterr, "close", path, errno);
    }
    return status;
}

mf_status mf_file_write(const void *data, size_t size, const char *path, uint32_t mode, mf_error **reterr)
{
    char *name = NULL;
    mf_status status;
    int file;

    if (path == NULL || *path == '\0' || (data == NULL && size > 0) || (mode & ~(uint32_t)0777) != 0) {
        return mf_error_argument(reterr, "the path, data or mode of the file is wrong");
    }
    file = create_temporary(path, mode == 0 ? 0644 : (mode_t)mode, &name);
    if (file < 0) {
        return errno == ENOMEM ? mf_error_memory(reterr)
                               : io_error(reterr, "create a file beside", path, errno);
    }
    status = fill(file, mf_view_make(data, size), path, reterr);
    if (status == MF_OK && rename(name, path) != 0) {
        status = io_error(reterr, "rename a file to", path, errno);
    }
    if (status != MF_OK) {
        (void)unlink(name);
    }
    free(name);
    return status == MF_OK ? sync_directory(path, reterr) : status;
}
