/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_LOCK_H
#define LIBMANIFEST_LOCK_H
/**
 * @file
 * Lock files: the packages that a package manager pinned, whichever it was.
 *
 * A lock file is read as a claim of whoever wrote it. Nothing that it names is fetched or opened, and files that it includes
 * are not followed. Hashes that are too weak to stand for an archive, such as MD5, are kept as written but are no digests.
 */
#include <libmanifest/builder.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A lock file that was read. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_lock mf_lock;
/** A package of a lock file; it lives as long as that. */
typedef struct mf_lock_package mf_lock_package;

/** Options of reading. Call mf_lock_options_init() first; 0 means the default. */
typedef struct mf_lock_options {
    /** sizeof(mf_lock_options) of the caller. */
    size_t size;
    /** What the file is: requirements, pylock, uv, poetry, pipfile, conda-lock, conda-explicit, npm, cargo or go. NULL: found from
     * the text. */
    const char *format;
    /** Most bytes of a file; default 64 MiB. */
    size_t maximum_input;
    /** Most bytes of memory; default 512 MiB. */
    size_t maximum_memory;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Must be 0. */
    uint32_t reserved;
} mf_lock_options;

/** Fills options with their defaults. `size` is sizeof(mf_lock_options). Since 0.1. */
MF_API void mf_lock_options_init(mf_lock_options *options, size_t size);

/**
 * Reads a lock file.
 *
 * @param data        its bytes. They are not kept
 * @param size        how many, or #MF_ZERO_TERMINATED
 * @param options     NULL for the defaults
 * @param ret_lock    receives the lock file; NULL if only the report is wanted
 * @param ret_report  receives what was found, on #MF_OK and #MF_ERROR_INVALID; may be NULL. The positions are those in the file;
 *                    there are no paths
 * @return #MF_OK: there is no finding of severity error. #MF_ERROR_INVALID: there is, and no lock file is returned.
 *         #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT (also for an unknown format), #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe.
 *         Since 0.1.
 */
MF_API mf_status mf_lock_read(const void *data, size_t size, const mf_lock_options *options,
                              mf_lock **ret_lock, mf_report **ret_report, mf_error **reterr);

/** Takes one more reference and returns `lock`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_lock *mf_lock_ref(mf_lock *lock);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_lock *mf_lock_unref(mf_lock *lock);

/** The format, as in #mf_lock_options. Static. Since 0.1. */
MF_API const char *mf_lock_format(const mf_lock *lock);

/** Number of packages. Since 0.1. */
MF_API size_t mf_lock_count(const mf_lock *lock);

/** Package number `index`, from 0, in the order of package URLs, those without one first; NULL past the last. Since 0.1. */
MF_API const mf_lock_package *mf_lock_package_at(const mf_lock *lock, size_t index);

/** The name in the one spelling that names are compared by: of PyPI that of PEP 503, say. "" where the file gives none, as for a
 * directory. Since 0.1. */
MF_API const char *mf_lock_package_name(const mf_lock_package *package);
/** The name as the file has it; of npm the path below which the package is installed, "" for the project itself. Since 0.1. */
MF_API const char *mf_lock_package_written_name(const mf_lock_package *package);
/** The version as the file has it, "" where it gives none or a range. What go.sum says of a go.mod file alone has a version
 * that ends in `/go.mod`. Since 0.1. */
MF_API const char *mf_lock_package_version(const mf_lock_package *package);
/** The type of its package URL: pypi, conda, npm, cargo or golang. Static. Since 0.1. */
MF_API const char *mf_lock_package_ecosystem(const mf_lock_package *package);
/** The package URL in its canonical spelling; "" without name or exact version. Since 0.1. */
MF_API const char *mf_lock_package_purl(const mf_lock_package *package);
/** Where it comes from: "registry", "url", "vcs", "path" (a file or directory), "editable", or "project", which is the project that
 * the lock file belongs to. Static. Since 0.1. */
MF_API const char *mf_lock_package_kind(const mf_lock_package *package);
/** The address or path that the file names, or "". Since 0.1. */
MF_API const char *mf_lock_package_source(const mf_lock_package *package);
/** The condition under which it is installed, as the file spells it, or "". Of conda-lock the platform. Since 0.1. */
MF_API const char *mf_lock_package_marker(const mf_lock_package *package);

/** Number of digests of the archives that may be installed, any one of them. 0: nothing can be verified. Since 0.1. */
MF_API size_t mf_lock_package_digest_count(const mf_lock_package *package);
/** Digest `index`, from 0: "sha256:", "sha384:" or "sha512:" and hexadecimal digits, sorted, none twice; "" past the last. Since
 * 0.1. */
MF_API const char *mf_lock_package_digest(const mf_lock_package *package, size_t index);
/** Number of hashes that the file gives, the weak ones too. Since 0.1. */
MF_API size_t mf_lock_package_hash_count(const mf_lock_package *package);
/** Hash `index`, from 0, in the order and spelling of the file, an algorithm in front: "sha256:…", "md5:…", of npm "sha512-…", of Go
 * "h1:…"; "" past the last. Since 0.1. */
MF_API const char *mf_lock_package_hash(const mf_lock_package *package, size_t index);

/** Number of packages that it needs, as far as the file says. Since 0.1. */
MF_API size_t mf_lock_package_dependency_count(const mf_lock_package *package);
/** Name of dependency `index`, from 0, sorted; "" past the last. Since 0.1. */
MF_API const char *mf_lock_package_dependency(const mf_lock_package *package, size_t index);
/** The package of the lock file that dependency `index` is; NULL where there is none, or several might be meant. Since 0.1. */
MF_API const mf_lock_package *mf_lock_package_dependency_package(const mf_lock_package *package,
                                                                 size_t index);

/** Where the package stands in the file: its line, from 1. Since 0.1. */
MF_API uint32_t mf_lock_package_line(const mf_lock_package *package);
/** Its column, in code points from 1. Since 0.1. */
MF_API uint32_t mf_lock_package_column(const mf_lock_package *package);
/** Its offset, in bytes from 0. Since 0.1. */
MF_API size_t mf_lock_package_offset(const mf_lock_package *package);

/**
 * The packages as JSON: an array of objects with name, version, ecosystem, purl, digests and dependencies (names), in the order of
 * mf_lock_package_at(). Version and purl are null where there is none.
 *
 * @param ret_json  receives the text; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_lock_json(const mf_lock *lock, mf_bytes **ret_json, mf_error **reterr);

/** Options of importing. Call mf_lock_import_options_init() first; 0 means the default. */
typedef struct mf_lock_import_options {
    /** sizeof(mf_lock_import_options) of the caller. */
    size_t size;
    /** The path of the lock file in the source repository. Needed. */
    const char *path;
    /** Its name in the manifest. NULL: that of the lock file with this path; if there is none, the format. */
    const char *name;
    /** The scope of packages: runtime, build, development or test. NULL: packages keep theirs, and new ones get the one that all
     * other packages of this lock file have, or runtime. */
    const char *scope;
} mf_lock_import_options;

/** Fills options with their defaults. `size` is sizeof(mf_lock_import_options). Since 0.1. */
MF_API void mf_lock_import_options_init(mf_lock_import_options *options, size_t size);

/**
 * Makes the dependencies of a builder say what a lock file says.
 *
 * The lock file gets an entry with its path, format, digest and size, or the entry that it has is brought up to date. Every package
 * with a package URL is listed once: an entry that is there is kept and brought up to date, one of another version that this lock
 * file pinned becomes the new version, and what this lock file pinned and pins no longer is removed. Packages that other lock files
 * pin stay theirs. Digests that are a choice among those of the lock file stay; else all of the lock file take their place, but
 * SHA-384, which a manifest cannot hold. `requires` is taken from files that say it. Packages under a condition are listed as the
 * others are.
 *
 * @param options  not NULL: the path is needed
 * @return #MF_OK; #MF_ERROR_ARGUMENT (also for a path, name or scope that a manifest cannot have, and where another lock file has
 *         the path or the name), #MF_ERROR_LIMIT, #MF_ERROR_MEMORY. On an error nothing has changed. Since 0.1.
 */
MF_API mf_status mf_lock_import(const mf_lock *lock, const mf_lock_import_options *options,
                                mf_builder *builder, mf_error **reterr);

/**
 * Holds a manifest against the lock files that it names: each must be there with its digest and size, and pin the packages that the
 * manifest lists, hash by hash. What the manifest does not list is an error, unless the lock file is `complete` or the package has a
 * condition. A package is verified where every lock file that pins it has the digest that the manifest says, and all its digests are
 * among those of the lock files; one without a digest never is.
 *
 * @param root          the directory that the paths begin in; symbolic links on the way to it are followed. No link leads out of it,
 *                      and nothing but regular files is opened
 * @param options       limits for each lock file, and for the report; `format` is not used. NULL for the defaults
 * @param ret_pinned    receives how many packages of the manifest some lock file pins; may be NULL
 * @param ret_verified  receives how many of them are verified; may be NULL
 * @param ret_report    receives what was found, on #MF_OK and #MF_ERROR_INVALID; may be NULL
 * @return #MF_OK: there is no finding of severity error. #MF_ERROR_INVALID: there is; a manifest without lock files is one, too.
 *         #MF_ERROR_IO: the directory cannot be opened. #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO.
 *         Thread-safe. Since 0.1.
 */
MF_API mf_status mf_lockfiles_check(const mf_manifest *manifest, const char *root,
                                    const mf_lock_options *options, size_t *ret_pinned, size_t *ret_verified,
                                    mf_report **ret_report, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
