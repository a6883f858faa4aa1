/* SPDX-License-Identifier: Apache-2.0 */
/* What reading a directory and verifying one share. */
#ifndef MF_ARTIFACT_TREE_H
#define MF_ARTIFACT_TREE_H

#include "artifact/file_hash.h"
#include "artifact/walk.h"
#include "report/report.h"

#include <libmanifest/artifact.h>

/* One look at one directory. */
struct mf_looking {
    mf_tree_options options;
    mf_hash_options hash;
    struct mf_arena *arena; /* holds the paths */
    mf_report *report;
    int root; /* an open directory */
};

/* Checks the options and opens the directory. mf_looking_end() comes after it in any case. */
mf_status mf_looking_begin(struct mf_looking *looking, const char *root, const mf_tree_options *options,
                           mf_error **reterr);
void mf_looking_end(struct mf_looking *looking);

/* Lists what lies below the root. */
mf_status mf_looking_walk(struct mf_looking *looking, struct mf_walk *walk, mf_error **reterr);

/* Hashes files. */
mf_status mf_looking_hash(struct mf_looking *looking, struct mf_hash_job *jobs, size_t count,
                          mf_error **reterr);

/* Where a finding about a file points: a value of a manifest, or nowhere. */
struct mf_file_place {
    struct mf_position position;
    struct mf_view path;
};

/* Adds a finding about a file: its path, ": ", and what is wrong. */
void mf_looking_add(struct mf_looking *looking, enum mf_finding_code code, const struct mf_file_place *place,
                    const char *file, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds a finding about something that the walk met and that is no regular file. */
void mf_looking_add_found(struct mf_looking *looking, const struct mf_found *found);

/* Adds a finding about a file that could not be hashed. */
void mf_looking_add_job(struct mf_looking *looking, const struct mf_file_place *place,
                        const struct mf_hash_job *job);

/* Sorts, judges and hands out the report. */
mf_status mf_looking_finish(struct mf_looking *looking, mf_report **ret_report, mf_error **reterr);

#endif
