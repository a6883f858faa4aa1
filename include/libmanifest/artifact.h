/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_ARTIFACT_H
#define LIBMANIFEST_ARTIFACT_H
/**
 * @file
 * Artifacts as they really are: directories of files hashed, held against a manifest, and taken up into one.
 *
 * A directory may come from anywhere. Nothing outside it is opened, nor anything in it but directories and regular files; symbolic
 * links are refused unless asked for, and then followed only while they stay inside. A file that changes while it is read is an
 * error. One run finds everything.
 */
#include <libmanifest/builder.h>
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
 * with its size and digest, and nothing else unless that is allowed. An artifact without `path` is not looked at, one without `digest`
 * is not verified, and a note says so.
 *
 * @param root     as for mf_tree_read()
 * @param options  NULL for the defaults. Exclude the manifest itself where it lies below the root
 * @return #MF_OK: all that was looked at is as the manifest says. #MF_ERROR_INVALID: the report says what is not. Else as
 *         mf_tree_read(). Thread-safe. Since 0.1.
 */
MF_API mf_status mf_artifacts_verify(const mf_manifest *manifest, const char *root,
                                     const mf_tree_options *options, mf_report **ret_report,
                                     mf_error **reterr);

/* --- adding ------------------------------------------------------------------------------------------------------------ */

/** Each file below the directory becomes an artifact of its own; without it the directory becomes one, with `files`. */
#define MF_ARTIFACT_EACH 1u
/** Where just one ONNX model is among the files, its inputs and outputs fill `interface`, if the manifest says nothing of them. */
#define MF_ARTIFACT_INTERFACE 2u

/** What is known of a file without reading it, from an object store or a registry. */
typedef struct mf_known_file {
    /** Its path, as each function says. */
    const char *path;
    /** "sha256:" or "sha512:" and hexadecimal digits in lower case. */
    const char *digest;
    /** Its size in bytes. */
    uint64_t size;
} mf_known_file;

/** Options of adding artifacts. Call mf_artifact_options_init() first; NULL and 0 mean the default. */
typedef struct mf_artifact_options {
    /** sizeof(mf_artifact_options) of the caller. */
    size_t size;
    /** MF_ARTIFACT_…, joined by `|`. */
    uint32_t flags;
    /** Must be 0. */
    uint32_t reserved;
    /** Name of the artifact; by default that of the artifact which has this path already, else one made of the path. Not with
     * #MF_ARTIFACT_EACH. */
    const char *name;
    /** Its kind, as the format lists them; by default that which the manifest gives, else one guessed from name and contents. */
    const char *kind;
    /** Its media type; by default that of its format, else that which the manifest gives. */
    const char *media_type;
    /** Its version and its licence; by default what the manifest gives. */
    const char *version;
    const char *license;
    /** Where to fetch it. By default made of `uri_base`; without that, what the manifest gives is kept if the digest is the same. */
    const char *uri;
    /** An address to which the path is appended, percent-encoded. */
    const char *uri_base;
    /** Files below the root whose digests are known: they are not hashed, and their sizes must be as known. */
    const mf_known_file *known;
    /** How many they are. */
    size_t known_count;
    /** How directories are read and files hashed. */
    const mf_tree_options *tree;
} mf_artifact_options;

/** Fills options with their defaults. `size` is sizeof(mf_artifact_options). Since 0.1. */
MF_API void mf_artifact_options_init(mf_artifact_options *options, size_t size);

/**
 * Adds a file, or a directory with all files below it, to the artifacts of a builder: kind, media type, size, digest. An artifact with the
 * name takes the new facts and keeps what no file can tell: version, licence, what it was made from, its kind.
 *
 * Every file is looked into: a header of a model that is not good is an error, and what can run code when it is loaded is a warning.
 * Manifests and envelopes are no artifacts: in a directory they are passed over, with a note.
 *
 * @param root     as for mf_tree_read(): where the paths of artifacts begin
 * @param path     what is added, below the root; "" or "." for the root itself, only with #MF_ARTIFACT_EACH
 * @param options  NULL for the defaults
 * @return #MF_OK. #MF_ERROR_INVALID: the report says what is wrong, and nothing was added. #MF_ERROR_LIMIT and #MF_ERROR_MEMORY, after which
 *         some may have been added. Else as mf_tree_read(), nothing was added. The builder is for one thread. Since 0.1.
 */
MF_API mf_status mf_artifacts_add(mf_builder *builder, const char *root, const char *path,
                                  const mf_artifact_options *options, mf_report **ret_report,
                                  mf_error **reterr);

/**
 * Adds an artifact of whose files nothing is read: they may be elsewhere. The kind is guessed from the names.
 *
 * @param path     its path below the root of the release
 * @param files    its files: paths below the directory, in any order; or one whose path is NULL, for an artifact that is a file
 * @param count    how many, at least 1
 * @param options  NULL for the defaults; `known`, `tree` and the flags are not used
 * @return #MF_OK, #MF_ERROR_ARGUMENT (also a path or digest that is none, or a path that occurs twice), #MF_ERROR_LIMIT, #MF_ERROR_MEMORY,
 *         #MF_ERROR_CRYPTO. On an error nothing was added. Since 0.1.
 */
MF_API mf_status mf_artifact_add_known(mf_builder *builder, const char *path, const mf_known_file *files,
                                       size_t count, const mf_artifact_options *options, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
