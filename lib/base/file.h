/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files for callers inside the library. */
#ifndef MF_BASE_FILE_H
#define MF_BASE_FILE_H

#include "base/buffer.h"

#include <sys/stat.h>

/* Appends a whole file to a buffer; the caller releases the buffer also on failure. `ret_status` may be NULL: what fstat()
 * said of the file that was read. */
mf_status mf_file_read(const char *path, size_t limit, struct mf_buffer *buffer, struct stat *ret_status, mf_error **reterr);

#endif
