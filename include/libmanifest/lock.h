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
#include <libmanifest/report.h>

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

#ifdef __cplusplus
}
#endif
#endif
