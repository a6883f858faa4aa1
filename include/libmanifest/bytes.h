/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_BYTES_H
#define LIBMANIFEST_BYTES_H
/**
 * @file
 * Immutable byte strings: what the library hands out, and files read and written whole.
 */
#include <libmanifest/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An immutable, reference-counted run of bytes. One zero byte follows the last one and is not counted,
 * so that text can be used as a C string. May be shared between threads.
 */
typedef struct mf_bytes mf_bytes;

/** The bytes; never NULL. They live as long as the object. Since 0.1. */
MF_API const void *mf_bytes_data(const mf_bytes *bytes);

/** How many there are. Since 0.1. */
MF_API size_t mf_bytes_size(const mf_bytes *bytes);

/** Takes one more reference and returns `bytes`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_bytes *mf_bytes_ref(mf_bytes *bytes);

/** Gives one reference back; the last one frees the bytes, and wipes them if they are a secret. NULL does
 * nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_bytes *mf_bytes_unref(mf_bytes *bytes);

/**
 * Reads a whole file.
 *
 * @param path       name of a regular file, FIFO or device; symbolic links are followed
 * @param limit      most bytes to accept; 0 means 16 MiB
 * @param ret_bytes  receives the contents; the caller owns them
 * @param reterr     receives the error; may be NULL
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_LIMIT (more than `limit` bytes),
 *         #MF_ERROR_IO (the message names the file and the reason: that of the system, or that it changed while it was read)
 *
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_bytes_read_file(const char *path, size_t limit, mf_bytes **ret_bytes, mf_error **reterr);

/**
 * Writes a file so that it holds either what it held before or all of the new bytes, also after a crash:
 * a temporary file in the same directory is written, synced, renamed over the name, and the directory synced.
 *
 * @param data    bytes to write; may be NULL if `size` is 0
 * @param size    how many
 * @param path    name of the file; one that exists is replaced, a symbolic link too
 * @param mode    permission bits of the new file, such as 0644; the process's umask applies. 0 means 0644
 * @param reterr  receives the error; may be NULL
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_IO (the old file is as it was and nothing is left
 *         behind; only where the directory cannot be synced is the new file in its place, though perhaps not durably)
 *
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_file_write(const void *data, size_t size, const char *path, uint32_t mode,
                               mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
