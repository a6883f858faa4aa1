/* SPDX-License-Identifier: Apache-2.0 */
/* What lies below a directory. Directories are entered, links never; nothing is opened but directories. */
#ifndef MF_ARTIFACT_WALK_H
#define MF_ARTIFACT_WALK_H

#include "artifact/beneath.h"

#include "base/arena.h"

#include <stdint.h>

enum mf_found_kind {
    MF_FOUND_FILE,       /* regular */
    MF_FOUND_LINK,       /* symbolic */
    MF_FOUND_OTHER,      /* FIFO, socket, device */
    MF_FOUND_UNREADABLE, /* a directory, or a file that vanished: see `reason` */
    MF_FOUND_NAME,       /* its name can be no path of a manifest */
    MF_FOUND_DEEP,       /* a directory nested deeper than MF_WALK_DEPTH */
};

enum { MF_WALK_DEPTH = 64 };

struct mf_found {
    const char *path; /* below the root */
    uint64_t size;
    enum mf_found_kind kind;
    int reason;                  /* errno */
    struct mf_identity identity; /* of a regular file */
};

struct mf_walk {
    struct mf_arena *arena;      /* holds what is found */
    uint32_t limit;              /* most entries */
    const char *const *excluded; /* paths that are passed over, with all below them */
    size_t excluded_count;
    struct mf_found *items; /* in the order of their paths */
    uint32_t count;
};

/*
 * Lists what lies below an open directory. What cannot be read is listed as such, and the rest goes on.
 * @return MF_OK, MF_ERROR_MEMORY, MF_ERROR_LIMIT
 */
mf_status mf_walk_directory(int root, struct mf_walk *walk, mf_error **reterr);

#endif
