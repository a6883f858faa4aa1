/* SPDX-License-Identifier: Apache-2.0 */
/* Values of a manifest as text, for commands that show them. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include <libmanifest/manifest.h>

#include <stddef.h>

/* A scalar's text; NULL where there is none. It lives as long as the manifest. */
const char *cli_value(const mf_manifest *manifest, const char *path);

/* The same below the entry that a cursor stands on. */
const char *cli_entry_value(const mf_cursor *cursor, const char *path);

/* Entries of a list; 0 where there is none. */
size_t cli_value_count(const mf_manifest *manifest, const char *path);

/* A cursor over a list; NULL where there is none. The caller ends it. */
mf_cursor *cli_entries(mf_manifest *manifest, const char *path);

/* The entries of a set or sequence of scalars below an entry, joined; NULL where there is none. free() it. */
char *cli_entry_joined(const mf_cursor *cursor, const char *path);

#endif
