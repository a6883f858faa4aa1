/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_PARITY_H
#define LIBMANIFEST_PARITY_H
/**
 * @file
 * Parity: is an environment the one that a manifest expects? Held against each other are a manifest and what was captured from a
 * system, or the manifests of two stages.
 *
 * Whatever the expected manifest says of its environment and packages gives an item: it is the same, different, missing, or not
 * known. What only the actual environment has is an item too, or is counted. Versions are compared by the rules of those who publish
 * them. Nothing is called the same that could not be compared. doc/parity.md says what is compared with what.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which differences are allowed, and how much others count: a file with `schema: parity/v1`. Immutable, reference-counted. */
typedef struct mf_parity_policy mf_parity_policy;

/**
 * Reads a policy, `schema: parity/v1`, in YAML or JSON.
 *
 * @param data       the text: UTF-8, no byte order mark. It is not kept
 * @param size       its size in bytes, or #MF_ZERO_TERMINATED
 * @param options    NULL for the defaults; the profile is not used
 * @param ret_policy receives the policy; NULL if only the report is wanted
 * @param ret_report receives the report, also of a policy that is not good (#MF_ERROR_INVALID); NULL if it is not wanted
 * @return #MF_OK, #MF_ERROR_INVALID (a finding of severity error: nothing of the policy is used), #MF_ERROR_LIMIT (also: more than
 *         1,000 entries in a list), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_INTERNAL. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_parity_policy_read(const void *data, size_t size, const mf_read_options *options,
                                       mf_parity_policy **ret_policy, mf_report **ret_report,
                                       mf_error **reterr);

/** Takes one more reference and returns `policy`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_parity_policy *mf_parity_policy_ref(mf_parity_policy *policy);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_parity_policy *mf_parity_policy_unref(mf_parity_policy *policy);

/** Options of a comparison. Call mf_parity_options_init() first; 0 means the default. */
typedef struct mf_parity_options {
    /** sizeof(mf_parity_options) of the caller. */
    size_t size;
    /** Seconds since 1970-01-01T00:00:00Z: entries of the policy that have expired by then do not count. 0: none that can expire
     * counts. */
    int64_t time;
    /** Most bytes that the result may take; default 256 MiB. */
    size_t maximum_memory;
} mf_parity_options;

/** Fills options with their defaults. `size` is sizeof(mf_parity_options). Since 0.1. */
MF_API void mf_parity_options_init(mf_parity_options *options, size_t size);

/** What came of a comparison. Immutable, reference-counted; it does not need the manifests and the policy any more. */
typedef struct mf_parity mf_parity;

/**
 * Holds an actual environment against the expected one. Both may be drafts: what the expected manifest does not state is not
 * looked at.
 *
 * @param expected    the manifest of the release
 * @param actual      what was captured, or the manifest of another stage
 * @param policy      NULL: nothing is allowed, and every difference counts as the catalogue of findings says
 * @param options     NULL for the defaults
 * @param ret_parity  receives the result
 * @return #MF_OK, whatever the differences are. #MF_ERROR_LIMIT, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_parity_compare(const mf_manifest *expected, const mf_manifest *actual,
                                   const mf_parity_policy *policy, const mf_parity_options *options,
                                   mf_parity **ret_parity, mf_error **reterr);

/** Takes one more reference and returns `parity`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_parity *mf_parity_ref(mf_parity *parity);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_parity *mf_parity_unref(mf_parity *parity);

/** How an item stands. */
typedef int32_t mf_parity_outcome;
/** As expected, or enough. */
#define MF_PARITY_SAME 1
/** There, but not as expected. */
#define MF_PARITY_DIFFERENT 2
/** Expected, and not there. */
#define MF_PARITY_MISSING 3
/** There, and not in the expected manifest. */
#define MF_PARITY_EXTRA 4
/** Expected, and the actual environment does not say: it was not compared. */
#define MF_PARITY_UNKNOWN 5

/** "same", "different", "missing", "extra", "unknown"; "" for anything else. Static. Since 0.1. */
MF_API const char *mf_parity_outcome_name(mf_parity_outcome outcome);

/** One thing that was compared. It lives as long as its mf_parity. */
typedef struct mf_parity_item mf_parity_item;

/** Number of items, those that are the same included. Since 0.1. */
MF_API size_t mf_parity_count(const mf_parity *parity);

/** Number of items with this outcome, those that the policy allows included. Since 0.1. */
MF_API size_t mf_parity_count_outcome(const mf_parity *parity, mf_parity_outcome outcome);

/** Number of items of at least this severity. #MF_SEVERITY_ERROR: there is drift if it is not 0. Since 0.1. */
MF_API size_t mf_parity_count_severity(const mf_parity *parity, mf_severity severity);

/** Number of differences that the policy allows. Since 0.1. */
MF_API size_t mf_parity_count_allowed(const mf_parity *parity);

/** Item number `index`, from 0: the environment first, then the compatibility matrix, then packages; NULL past the last. Since 0.1. */
MF_API const mf_parity_item *mf_parity_item_at(const mf_parity *parity, size_t index);

/** How it stands; 0 for NULL. Since 0.1. */
MF_API mf_parity_outcome mf_parity_item_outcome(const mf_parity_item *item);

/** How much it counts; 0 for what is the same or allowed. Since 0.1. */
MF_API mf_severity mf_parity_item_severity(const mf_parity_item *item);

/** What it is: "driver", "package", …; the kinds of policies, and "package". Since 0.1. */
MF_API const char *mf_parity_item_kind(const mf_parity_item *item);

/** Which one of its kind: name of a library, variable or setting, component of the compatibility matrix, or package URL without
 * version; "" where there is but one. Since 0.1. */
MF_API const char *mf_parity_item_name(const mf_parity_item *item);

/** Where it stands in the expected manifest; of what is extra, in the actual one. RFC 6901. Since 0.1. */
MF_API const char *mf_parity_item_path(const mf_parity_item *item);

/** What was expected, in printable form and without secrets; "" for what is extra. Since 0.1. */
MF_API const char *mf_parity_item_expected(const mf_parity_item *item);

/** What is there, in printable form and without secrets; "" for what is missing or not known. Since 0.1. */
MF_API const char *mf_parity_item_actual(const mf_parity_item *item);

/** What was compared, such as "version, record"; "" where nothing was. Since 0.1. */
MF_API const char *mf_parity_item_compared(const mf_parity_item *item);

/** Code of the finding that explains it, such as "MF3611"; "" for what is the same. Since 0.1. */
MF_API const char *mf_parity_item_code(const mf_parity_item *item);

/** What it means, in a few words; "" for what is the same. Since 0.1. */
MF_API const char *mf_parity_item_message(const mf_parity_item *item);

/** Why the policy allows it; "" if it does not. Since 0.1. */
MF_API const char *mf_parity_item_reason(const mf_parity_item *item);

/**
 * Writes the result as JSON: an object with the counts and `items`, each as the functions above tell it. Members that are "" are left
 * out.
 *
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_parity_json(const mf_parity *parity, mf_bytes **ret_json, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
