/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of digests and names, as sha256sum of the GNU coreutils writes and reads them. */
#ifndef CLI_CHECKSUM_H
#define CLI_CHECKSUM_H

#include <libmanifest/hash.h>

#include <stdbool.h>

struct cli_checksum {
    mf_hash_algorithm algorithm;
    const char *digest; /* hexadecimal digits, in lower case */
    const char *path;
};

/*
 * "HEX  PATH" and a newline: free() it. A backslash begins the line where the name has a backslash, line feed or carriage return,
 * which are then written as two characters.
 */
char *cli_checksum_line(const char *digest, const char *path);

/*
 * Takes a line apart, in place: what cli_checksum_line() writes, with '*' before the name where it was read as binary, or
 * "SHA256 (PATH) = HEX". It has no newline at its end, and no zero inside. With algorithm 0 the number of digits tells which it is.
 */
bool cli_checksum_parse(char *line, mf_hash_algorithm algorithm, struct cli_checksum *ret_checksum);

#endif
