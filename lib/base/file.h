/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files for callers inside the library. */
#ifndef MF_BASE_FILE_H
#define MF_BASE_FILE_H

#include "base/buffer.h"

#include <sys/stat.h>

/* Appends a whole file to a buffer; the caller releases the buffer also on failure. `ret_status` may be NULL: what fstat()
 * said of the file that was read. */
mf_status mf_file_read(const char *path, size_t limit, struct mf_buffer *buffer, struct stat *ret_status,
                       mf_error **reterr);

/* Reads a whole file of at most `capacity` bytes into the caller's memory, and makes no other copy of it: for secrets. On
 * failure the memory holds whatever had been read. `ret_information` receives what fstat() said of the file. */
mf_status mf_file_read_into(const char *path, char *memory, size_t capacity, size_t *ret_size,
                            struct stat *ret_information, mf_error **reterr);

#endif
