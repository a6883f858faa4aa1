/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of a Python environment say. Each function takes the bytes of one file, which may be anything; results point into
 * them, or into the arena where one is given.
 */
#ifndef MF_CAPTURE_PYTHON_TEXT_H
#define MF_CAPTURE_PYTHON_TEXT_H

#include "base/arena.h"

struct mf_python_metadata {
    struct mf_view name;    /* as written */
    struct mf_view version; /* as written */
};

/* Reads METADATA, PKG-INFO and their like (core metadata) up to the first empty line. NULL, or what is wrong with it. */
const char *mf_python_metadata_read(struct mf_view text, struct mf_python_metadata *ret_metadata);

/* True if the text can be the version of a distribution: what PEP 440 has, and the words and digits that came before it. */
bool mf_python_version_check(struct mf_view version);

/* pyvenv.cfg (PEP 405); no data where it does not say. */
struct mf_python_venv {
    struct mf_view version; /* of the interpreter, of the form 3.11.9 */
    struct mf_view home;    /* the directory of the interpreter that it was made of */
    bool uses_system;       /* what is installed there is found as well */
};

void mf_python_venv_read(struct mf_view text, struct mf_python_venv *ret_venv);

/* The version of an interpreter, from its header patchlevel.h; no data if it says none. */
struct mf_view mf_python_patchlevel_read(struct mf_view text);

/* The first numbers of a version, if it has at least three of them: 3.11.9 of 3.11.9.final.0 and 3.11.2-6+deb12u5. No data else. */
struct mf_view mf_python_exact_version(struct mf_view text);

/* direct_url.json (PEP 610). */
struct mf_python_origin {
    const char *
        url; /* with the kind of version control in front, and the commit behind '@', where it came from one */
    const char *digests[2]; /* of the archive; NULL: none */
    bool is_editable;
};

/* NULL, or what is wrong with it; the caller looks at the arena for a lack of memory. */
const char *mf_python_origin_read(struct mf_arena *arena, struct mf_view text,
                                  struct mf_python_origin *ret_origin);

/* A package of conda, as conda-meta/NAME.json describes it. Only name and version are always there. */
struct mf_conda_package {
    struct mf_view name;
    struct mf_view version;
    struct mf_view build;
    struct mf_view channel; /* its last part: conda-forge */
    struct mf_view subdirectory;
    struct mf_view archive_type; /* conda or tar.bz2 */
    struct mf_view sha256;       /* of the archive: 64 lower-case digits */
};

/* As mf_python_origin_read(). */
const char *mf_conda_package_read(struct mf_arena *arena, struct mf_view text,
                                  struct mf_conda_package *ret_package);

#endif
