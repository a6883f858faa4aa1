/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_DIFF_H
#define LIBMANIFEST_DIFF_H
/**
 * @file
 * What changed from one release to another.
 *
 * Two manifests are held against each other value by value. Entries of sets belong together by their key, packages by their package
 * URL without the version, so that an upgrade is one change; entries of sequences by their name where they have one, else by what
 * they hold. A duration or quantity in another spelling, such as 90m for 1h30m, is no change.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What changed between two manifests. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_diff mf_diff;
/** One change; it lives as long as its mf_diff. */
typedef struct mf_change mf_change;

/** What has been done to a value. */
typedef int32_t mf_diff_kind;
/** It is in the second manifest only. */
#define MF_DIFF_ADDED 1
/** It is in the first manifest only. */
#define MF_DIFF_REMOVED 2
/** It is another one; also an entry whose key has changed, as a package in another version. */
#define MF_DIFF_CHANGED 3
/** An entry of a sequence stands elsewhere among the others. */
#define MF_DIFF_MOVED 4

/** How much a change matters. What each field weighs is a part of the format: see doc/diff.md. */
typedef int32_t mf_diff_severity;
/** Words, labels, times, addresses of documents. */
#define MF_DIFF_LOW 1
/** All that is neither low nor high. */
#define MF_DIFF_MEDIUM 2
/** What decides what runs and what it computes: digests, image, driver, frameworks, interface; and who may do what. */
#define MF_DIFF_HIGH 3

/** "added", "removed", "changed", "moved"; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_diff_kind_name(mf_diff_kind kind);

/** "low", "medium", "high"; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_diff_severity_name(mf_diff_severity severity);

/** Options of a comparison. Call mf_diff_options_init() first; 0 means the default. */
typedef struct mf_diff_options {
    /** sizeof(mf_diff_options) of the caller. */
    size_t size;
    /** Most bytes of memory that the result may take; default 512 MiB. */
    size_t maximum_memory;
    /** Changes below this are left out, though not of the patch; default #MF_DIFF_LOW, all. */
    mf_diff_severity least;
    /** Must be 0. */
    uint32_t reserved;
} mf_diff_options;

/** Fills options with their defaults. `size` is sizeof(mf_diff_options). Thread-safe. Since 0.1. */
MF_API void mf_diff_options_init(mf_diff_options *options, size_t size);

/**
 * Compares two manifests, drafts or releases. In time n log n, whatever they hold.
 *
 * @param before    the first manifest, such as the release that runs. It is not kept
 * @param after     the second one. It is not kept; it may be the same object
 * @param options   NULL for the defaults
 * @param ret_diff  receives the changes; none if the manifests say the same
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_LIMIT, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_diff_compare(const mf_manifest *before, const mf_manifest *after,
                                 const mf_diff_options *options, mf_diff **ret_diff, mf_error **reterr);

/** Takes one more reference and returns `diff`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_diff *mf_diff_ref(mf_diff *diff);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_diff *mf_diff_unref(mf_diff *diff);

/** Number of changes. Since 0.1. */
MF_API size_t mf_diff_count(const mf_diff *diff);

/** Number of changes of at least this severity. Since 0.1. */
MF_API size_t mf_diff_count_severity(const mf_diff *diff, mf_diff_severity severity);

/** Number of values that are the same in another spelling. They are no changes, but the digest of the manifest is another one and
 * the patch has them. Since 0.1. */
MF_API size_t mf_diff_respelled(const mf_diff *diff);

/** Change number `index`, from 0, in the order of the sections of a manifest; NULL past the end. Since 0.1. */
MF_API const mf_change *mf_diff_change(const mf_diff *diff, size_t index);

/** What has been done; 0 for NULL. Since 0.1. */
MF_API mf_diff_kind mf_change_kind(const mf_change *change);
/** How much it matters; 0 for NULL. Since 0.1. */
MF_API mf_diff_severity mf_change_severity(const mf_change *change);
/** Section of the manifest, such as "environment". Since 0.1. */
MF_API const char *mf_change_section(const mf_change *change);
/** RFC 6901 path of the value in the first manifest; of what was added, where it would stand there. An entry that both manifests have
 * is named as in the first one, an entry that was added to a list as in the second. Since 0.1. */
MF_API const char *mf_change_path(const mf_change *change);
/** The value's place in its section as people say it, such as "accelerator driver" or "packages pkg:pypi/torch". Printable UTF-8.
 * Since 0.1. */
MF_API const char *mf_change_label(const mf_change *change);
/** One line for a person: what it was and what it is, such as "2.3.0 → 2.4.0". Long values are cut. Printable UTF-8. Since 0.1. */
MF_API const char *mf_change_message(const mf_change *change);
/** The value in the first manifest as canonical JSON; "" of what was added. Since 0.1. */
MF_API const char *mf_change_before(const mf_change *change);
/** The value in the second manifest as canonical JSON; "" of what was removed. Since 0.1. */
MF_API const char *mf_change_after(const mf_change *change);

/**
 * The changes as operations of RFC 6902 (JSON Patch). Applied to the canonical form of the first manifest, in which sets are arrays
 * in the order of their keys, they make that of the second one, whatever #mf_diff_options.least left out.
 *
 * @param ret_json  receives a JSON array; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_diff_patch(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr);

/**
 * All of it as a JSON document: `{"before": DIGEST, "after": DIGEST, "high": N, "medium": N, "low": N, "respelled": N, "changes": […],
 * "patch": […]}`. A change is an object with kind, severity, section, path, label, message and, where there is one, the value
 * before and after. `patch` is what mf_diff_patch() gives.
 *
 * @param ret_json  receives the text; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_diff_to_json(const mf_diff *diff, mf_bytes **ret_json, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
