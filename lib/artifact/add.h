/* SPDX-License-Identifier: Apache-2.0 */
/* What adding artifacts to a builder has in steps: finding the files, looking into them, and making entries of them. */
#ifndef MF_ARTIFACT_ADD_H
#define MF_ARTIFACT_ADD_H

#include "artifact/format.h"
#include "artifact/tree.h"
#include "model/builder.h"

#include <libmanifest/model.h>

/* One file that becomes an artifact, or a part of one. */
struct mf_added_file {
    const char *path; /* below the root */
    const char
        *below; /* the end of it that is below the directory that is added; of a single file the path */
    const struct mf_file_format *format;
    mf_model *model; /* of ONNX; else NULL */
    mf_hash_algorithm algorithm;
    uint64_t size;
    struct mf_identity seen; /* at the last look */
    bool is_seen;
    uint8_t digest[MF_LONGEST_DIGEST];
};

struct mf_adding {
    mf_builder *builder;
    mf_artifact_options options;
    struct mf_arena *arena;
    mf_report *report; /* NULL: there is none */
    const char *path;  /* of what is added, below the root; "" for the root itself */
    bool directory;
    struct mf_added_file *files; /* in the order of their paths */
    size_t count;
    const mf_known_file **known; /* sorted by path */
};

/* Checks the options of a caller. */
mf_status mf_adding_take_options(struct mf_adding *adding, const mf_artifact_options *options,
                                 mf_error **reterr);

/* "sha256:…" or "sha512:…" as bytes; 0 if it is neither. */
mf_hash_algorithm mf_adding_read_digest(const char *text, uint8_t digest[MF_LONGEST_DIGEST]);

/* Makes artifacts of the files and puts them into the builder. Names that two would have become findings, and then nothing is put. */
mf_status mf_adding_put(struct mf_adding *adding, mf_error **reterr);

/* Fills the interface of the builder from the one ONNX model among the files, if there is just one and nothing is said of it. */
mf_status mf_adding_put_interface(struct mf_adding *adding, mf_error **reterr);

/*
 * True if a file is a manifest, or the envelope of a release: those are no artifacts.
 * @param ret_status  MF_OK, MF_ERROR_MEMORY or MF_ERROR_IO: it cannot be read, `errno` says why
 */
bool mf_file_is_release(int file, const char *path, uint64_t size, mf_status *ret_status);

#endif
