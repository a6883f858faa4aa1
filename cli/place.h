/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of files as other programs want them. */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

/* The path without "." segments and repeated slashes; free() it. */
char *cli_place_clean(const char *path);

/*
 * The file as a URI (RFC 3986), every byte percent-encoded but unreserved ones and slashes: a reference relative to the current
 * directory where the file is below it, else an absolute one of scheme file. free() it.
 */
char *cli_place_uri(const char *path);

/* The directory that a file is in; free() it. */
char *cli_place_directory(const char *path);

/* The path of a file below a directory, by the real places of both, "." for that itself; NULL where it is not below. free() it. */
char *cli_place_below(const char *root, const char *path);

/* Where the envelope of a manifest is written: of "release.yaml", "release.dsse.json". free() it. */
char *cli_place_envelope(const char *path);

#endif
