/* SPDX-License-Identifier: Apache-2.0 */
/* One run of importing a lock file, for the part of it that makes the packages. */
#ifndef MF_LOCK_IMPORT_H
#define MF_LOCK_IMPORT_H

#include "lock/lock.h"
#include "model/builder.h"

/* The packages of a lock file that have one URL, under different conditions. */
struct mf_lock_run {
    const struct mf_lock_package **packages;
    uint32_t count;
    bool is_there; /* a package of the manifest is it, or becomes it */
};

/* A package that the manifest has. */
struct mf_lock_had {
    const struct model_dependencies_packages *package;
    struct mf_lock_run *run; /* what it is in the lock file; NULL: nothing */
    bool is_of_file;         /* the manifest says that the lock file pins it */
    bool is_other_version;   /* of what it is there */
};

struct mf_lock_importing {
    const mf_lock *lock;
    mf_builder *builder;
    struct mf_arena *scratch; /* for the time of importing */
    const struct mf_field *packages;
    const struct mf_field *lockfiles;
    struct model_dependencies *dependencies;
    struct model_dependencies_lockfiles *entry; /* of the lock file; NULL: there is none yet */
    const char *name;
    const char *path;
    const char *scope; /* NULL: not asked for */
    const char *usual_scope;
    const char *usual_source;
    struct mf_lock_had *had;     /* in the order of the manifest */
    struct mf_lock_had **sorted; /* by URL, those that have one */
    uint32_t sorted_count;
    struct mf_lock_run *runs; /* by URL */
    uint32_t run_count;
    bool says_requires; /* the lock file says what packages need */
    bool is_out_of_memory;
};

/* Makes a scalar hold a copy of the text; of a failure the arena or `is_out_of_memory` tells. */
void mf_lock_import_text(struct mf_lock_importing *importing, struct mf_scalar *scalar, const char *text);

/* Makes the list of packages. */
mf_status mf_lock_import_packages(struct mf_lock_importing *importing, struct mf_list *ret_packages,
                                  mf_error **reterr);

#endif
