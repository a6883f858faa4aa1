/* SPDX-License-Identifier: Apache-2.0 */
/* What commands write: standard output, or files that are whole or not there. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <libmanifest/bytes.h>

#include <stdint.h>

/*
 * Writes a file, or standard output where the path is "-"; a terminal gets the bytes in printable form. A file is replaced at once or not at all; the one that a
 * symbolic link names is replaced, and the link stays. Devices and pipes are written to.
 *
 * @param mode  permission bits that the file gets: those of the one it replaces, if 0; 0644 if there is none
 * @return exit status, after a message
 */
int cli_output_write(const char *path, const void *data, size_t size, uint32_t mode);

/* As cli_output_write() with mode 0. */
int cli_output_bytes(const char *path, const mf_bytes *bytes);

/* Writes out what standard output holds back. Returns `result`, or the exit status where that failed. */
int cli_output_finish(int result);

/* Makes sure that no file the program opens can be taken for a standard stream that was closed. */
void cli_output_guard(void);

#endif
