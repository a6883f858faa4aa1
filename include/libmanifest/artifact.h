/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_ARTIFACT_H
#define LIBMANIFEST_ARTIFACT_H
/**
 * @file
 * Artifacts as they really are: directories of files hashed, and held against a manifest.
 *
 * A directory may come from anywhere. Nothing outside it is opened, nor anything in it but directories and regular files; symbolic
 * links are refused unless asked for, and then followed only while they stay inside. A file that changes while it is read is an
 * error. One run finds everything.
 */
#include <libmanifest/hash.h>
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The files below a directory: path, size and digest of each. Immutable, reference-counted. */
typedef struct mf_tree mf_tree;

/** Symbolic links are followed as long as they lead to files below the root; without it they are errors. Needs Linux 5.6. */
#define MF_TREE_FOLLOW_LINKS 1u
/** Files that belong to no artifact are no error. */
#define MF_TREE_ALLOW_UNEXPECTED 2u

/** Options of looking at a directory. Call mf_tree_options_init() first; 0 means the default. */
typedef struct mf_tree_options {
    /** sizeof(mf_tree_options) of the caller. */
    size_t size;
    /** MF_TREE_…, joined by `|`. */
    uint32_t flags;
    /** Most files; default 1,000,000. */
    uint32_t maximum_files;
    /** How files are hashed; NULL for the defaults. Its algorithm is not used where a manifest says what digests it has. */
    const mf_hash_options *hash;
    /** Paths below the root that are passed over, with all that is below them. NULL: `.git`, `.gitignore`, `.gitattributes` and
     * `.github`, which is what OMS 1.0 passes over too. */
    const char *const *excluded;
    /** How many they are. */
    size_t excluded_count;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Must be 0. */
    uint32_t reserved;
} mf_tree_options;

/** Fills options with their defaults. `size` is sizeof(mf_tree_options). Since 0.1. */
MF_API void mf_tree_options_init(mf_tree_options *options, size_t size);

/** Path number `index`, from 0, of those that are passed over by default; NULL past the last. Static. Since 0.1. */
MF_API const char *mf_tree_excluded(size_t index);

/**
 * Hashes all files below a directory.
 *
 * @param root        the directory; symbolic links on the way to it are followed
 * @param options     NULL for the defaults
 * @param ret_tree    receives the files; may be NULL
 * @param ret_report  receives what was found, on #MF_OK and #MF_ERROR_INVALID; may be NULL
 * @return #MF_OK: every file was hashed. #MF_ERROR_INVALID: the report says which were not. #MF_ERROR_IO: the directory cannot be
 *         opened. #MF_ERROR_LIMIT: too many files. #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO, #MF_ERROR_CANCELLED.
 * Thread-safe. Since 0.1.
 */
MF_API mf_status mf_tree_read(const char *root, const mf_tree_options *options, mf_tree **ret_tree,
                              mf_report **ret_report, mf_error **reterr);

/** Takes one more reference and returns `tree`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_tree *mf_tree_ref(mf_tree *tree);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_tree *mf_tree_unref(mf_tree *tree);

/** Number of files. Since 0.1. */
MF_API size_t mf_tree_count(const mf_tree *tree);

/** Path below the root of file `index`, from 0, in the order of the bytes of paths; "" past the last. Since 0.1. */
MF_API const char *mf_tree_path(const mf_tree *tree, size_t index);

/** Size in bytes of file `index`; 0 past the last. Since 0.1. */
MF_API uint64_t mf_tree_size(const mf_tree *tree, size_t index);

/** Digest of file `index`: "sha256:" and hexadecimal digits; "" past the last. Since 0.1. */
MF_API const char *mf_tree_digest(const mf_tree *tree, size_t index);

/** Sum of the sizes. Since 0.1. */
MF_API uint64_t mf_tree_total_size(const mf_tree *tree);

/**
 * The digest of the directory as a whole: SHA-256 over the digests of its files, as bytes, in the order of their paths, whatever
 * algorithm those have (OMS 1.0, serialization method "files"). "" where there is no file. Since 0.1.
 */
MF_API const char *mf_tree_root_digest(const mf_tree *tree);

/**
 * Holds the artifacts of a manifest against the files below a directory: every file that an artifact names by `path` must be there
 * with its size and digest, and nothing else unless that is allowed. An artifact without `path` is not looked at, and a note says
 * so: it is not verified.
 *
 * @param root     as for mf_tree_read()
 * @param options  NULL for the defaults. Exclude the manifest itself where it lies below the root
 * @return #MF_OK: all that was looked at is as the manifest says. #MF_ERROR_INVALID: the report says what is not. Else as
 *         mf_tree_read(). Thread-safe. Since 0.1.
 */
MF_API mf_status mf_artifacts_verify(const mf_manifest *manifest, const char *root,
                                     const mf_tree_options *options, mf_report **ret_report,
                                     mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
