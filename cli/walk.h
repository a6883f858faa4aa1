/* SPDX-License-Identifier: Apache-2.0 */
/* Finding manifests among other files. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>
#include <stddef.h>

/* What is told about each thing that is found. */
struct cli_visitor {
    /* A manifest, with its text: what was looked at is what is judged, whatever has the name by then. Of a file that is larger than a
     * manifest may be, there is more than CLI_DOCUMENT_LIMIT of it, and not all. */
    void (*manifest)(void *context, const char *path, const char *text, size_t size);
    void (*other)(void *context, const char *path);                        /* a file that is no manifest */
    void (*trouble)(void *context, const char *path, const char *message); /* what could not be looked at */
    void *context;
};

bool cli_is_directory(const char *path);

/*
 * Looks at one file: it is a manifest if it declares a schema of manifests at its top, however much else may be wrong with it. Of a
 * file that is larger than a manifest may be, only the beginning is looked at.
 */
void cli_look_at(const char *path, const struct cli_visitor *visitor);

/*
 * Looks at the .yaml, .yml and .json files in a directory and in those below it, each directory's entries in the order of their
 * bytes. Names that begin with a dot are left out, and so are symbolic links: what they lead to is found where it is, or lies
 * outside.
 */
void cli_walk(const char *directory, const struct cli_visitor *visitor);

/* True if a text declares a schema of manifests: a member "schema" at its top whose value begins with "manifest/". */
bool cli_declares_manifest(const char *text, size_t size);

#endif
