/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_CAPTURE_H
#define LIBMANIFEST_CAPTURE_H
/**
 * @file
 * Capture: the facts of a system, taken from its files into a manifest that is being made.
 *
 * The system may be the running one, or what lies below a directory: an unpacked image, a mounted disk. Files are read and nothing
 * else: no program is started, no network used, and nothing outside of the root opened; symbolic links are followed as if the root
 * were "/". The same system gives the same values in the same order.
 *
 * What cannot be read is absent from the manifest and named in the report, with the reason; nothing is guessed. The files may be
 * hostile, and what they say is the claim of whoever wrote them.
 */
#include <libmanifest/builder.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The root is the file system of the image that the release is pinned to: packages that are found came with it, and
 * are marked `in_image`. */
#define MF_CAPTURE_IMAGE 1u

/** Options of capture. Call mf_capture_options_init() first; 0 means the default. */
typedef struct mf_capture_options {
    /** sizeof(mf_capture_options) of the caller. */
    size_t size;
    /** Directory that is the root of the system; NULL: "/". Links on the way to it are followed. */
    const char *root;
    /** Environment variables to take: names, or beginnings of names with `*` behind them. NULL: none. */
    const char *const *variables;
    /** How many they are. */
    size_t variable_count;
    /** The environment that they are taken from, each entry `NAME=value`, as in `environ`. The library looks at no other. */
    const char *const *environment;
    /** How many entries it has. */
    size_t environment_count;
    /** Directories of Python environments below the root to look at besides the usual ones, without `/` in front. NULL: none. */
    const char *const *python_prefixes;
    /** How many they are. */
    size_t python_prefix_count;
    /** MF_CAPTURE_…, joined by `|`. */
    uint32_t flags;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Most bytes of memory, besides those of the builder; default 512 MiB. */
    size_t maximum_memory;
    /** Most bytes of one file, such as the database of a package manager; default 256 MiB. Of small files less is enough. */
    size_t maximum_file;
    /** Most entries of one directory, and most packages; default 100,000. */
    uint32_t maximum_entries;
    /** Must be 0. */
    uint32_t reserved;
} mf_capture_options;

/** Fills options with their defaults. `size` is sizeof(mf_capture_options). Since 0.1. */
MF_API void mf_capture_options_init(mf_capture_options *options, size_t size);

/**
 * Takes the facts of a system into a builder: sections `environment` and `dependencies`. A value that is found replaces the one that
 * the builder has; a package that the builder has, by its package URL, is left as it is.
 *
 * @param builder     must not be used by another thread during the call. On an error it may hold a part of the values
 * @param options     NULL for the defaults
 * @param ret_report  receives what could not be read or was left out; may be NULL. The path of a finding is that of the value which
 *                    is absent, "found" the file. Nothing in it is of severity error
 * @return #MF_OK, also if nothing could be read. #MF_ERROR_IO: the root cannot be opened. #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT,
 *         #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe for different builders. Since 0.1.
 */
MF_API mf_status mf_environment_capture(mf_builder *builder, const mf_capture_options *options,
                                        mf_report **ret_report, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
