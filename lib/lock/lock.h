/* SPDX-License-Identifier: Apache-2.0 */
/* A lock file in memory: packages in an arena, sorted by package URL. */
#ifndef MF_LOCK_LOCK_H
#define MF_LOCK_LOCK_H

#include "base/arena.h"
#include "base/error.h"
#include "base/reference.h"

#include <libmanifest/hash.h>
#include <libmanifest/lock.h>

enum mf_lock_kind {
    MF_LOCK_REGISTRY,
    MF_LOCK_URL,
    MF_LOCK_VCS,
    MF_LOCK_PATH,
    MF_LOCK_EDITABLE,
    MF_LOCK_PROJECT,
};

struct mf_lock_hash {
    const char *written;
    const char *spelling; /* the same for all spellings of one hash: "sha256:" and digits in lower case */
    bool is_digest;       /* it is strong enough to stand for the bytes of an archive */
};

struct mf_lock_dependency {
    const char *name;    /* normalised */
    const char *version; /* "" where the file leaves it open */
    const mf_lock_package *package;
};

/* All texts end with NUL, and are never NULL. */
struct mf_lock_package {
    const char *name;
    const char *written;
    const char *version;
    const char *ecosystem;
    const char *purl;
    const char *source;
    const char *marker;
    enum mf_lock_kind kind;
    bool is_exact;   /* the version names one version, spelled as those of its ecosystem are */
    bool is_covered; /* by the digest of the package whose archive holds it */
    struct mf_lock_hash *hashes;
    uint32_t hash_count;
    const char **digests;
    uint32_t digest_count;
    struct mf_lock_dependency *dependencies;
    uint32_t dependency_count;
    struct mf_position position;
    /* Qualifiers of the package URL of conda; data NULL: none. */
    struct mf_view build;
    struct mf_view channel;
    struct mf_view subdirectory;
    struct mf_view archive_type;
};

/* Names of the formats, as in the manifest. */
enum mf_lock_format {
    MF_LOCK_REQUIREMENTS,
    MF_LOCK_PYLOCK,
    MF_LOCK_UV,
    MF_LOCK_POETRY,
    MF_LOCK_PIPFILE,
    MF_LOCK_CONDA_LOCK,
    MF_LOCK_CONDA_EXPLICIT,
    MF_LOCK_NPM,
    MF_LOCK_CARGO,
    MF_LOCK_GO,
    MF_LOCK_FORMAT_COUNT,
};

struct mf_lock {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds everything below */
    enum mf_lock_format format;
    struct mf_lock_package **packages;
    uint32_t count;
    const char *sha256; /* of the file, as digests are written */
    const char *sha512;
    size_t size; /* of the file, in bytes */
};

const char *mf_lock_format_name(enum mf_lock_format format);

/* MF_LOCK_FORMAT_COUNT if there is none of that name. */
enum mf_lock_format mf_lock_format_named(const char *name);

/* The options with their defaults filled in. */
mf_status mf_lock_options_take(const mf_lock_options *options, mf_lock_options *ret_options,
                               mf_error **reterr);

/* The digest of a file as a manifest has it, in the arena; NULL if memory cannot be had. mf_crypto_start() comes before it. */
const char *mf_lock_file_digest(struct mf_arena *arena, struct mf_view file, mf_hash_algorithm algorithm);

#endif
