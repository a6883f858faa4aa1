/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_VALIDATE_H
#define LIBMANIFEST_VALIDATE_H
/**
 * @file
 * Validation: is a manifest not only well formed, but fit to be released?
 *
 * Reading (manifest.h) decides what a manifest is, and its answer never changes. The rules decide what a good one is: there will
 * be more of them in later versions, so validate before a release is signed, and verify signatures afterwards. `manifest rules`
 * lists and explains them.
 */
#include <libmanifest/manifest.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A rules file: which rules are off or stricter, and an organisation's own conventions. Immutable, reference-counted. */
typedef struct mf_rules mf_rules;

/**
 * Reads a rules file, `schema: rules/v1`, in YAML or JSON: rules that are off, severities, and conventions.
 *
 * @param data      the text: UTF-8, no byte order mark. It is not kept
 * @param size      its size in bytes, or #MF_ZERO_TERMINATED
 * @param options   NULL for the defaults; the profile is not used
 * @param ret_rules receives the rules; NULL if only the report is wanted
 * @param ret_report receives the report, also of a file that is not good (#MF_ERROR_INVALID); NULL if it is not wanted
 * @return #MF_OK, #MF_ERROR_INVALID (a finding of severity error: nothing of the file is used), #MF_ERROR_LIMIT,
 *         #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_INTERNAL. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_rules_read(const void *data, size_t size, const mf_read_options *options,
                               mf_rules **ret_rules, mf_report **ret_report, mf_error **reterr);

/** Takes one more reference and returns `rules`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_rules *mf_rules_ref(mf_rules *rules);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_rules *mf_rules_unref(mf_rules *rules);

/** Options of validation. Call mf_validate_options_init() first; 0 means the default. */
typedef struct mf_validate_options {
    /** sizeof(mf_validate_options) of the caller. */
    size_t size;
    /** What the manifest must pass; default #MF_PROFILE_RELEASE. */
    mf_profile profile;
    /** Most findings in a report; default 100. The report counts the others. */
    uint32_t maximum_findings;
    /** Seconds since 1970-01-01T00:00:00Z: a release that has expired by then is found. 0: expiry is not checked. */
    int64_t time;
    /** A rules file; NULL: every rule as it is. Must outlive the call. */
    const mf_rules *rules;
} mf_validate_options;

/** Fills options with their defaults. `size` is sizeof(mf_validate_options). Since 0.1. */
MF_API void mf_validate_options_init(mf_validate_options *options, size_t size);

/**
 * Checks a manifest: what its profile requires, and the rules.
 *
 * @param options     NULL for the defaults
 * @param ret_report  receives the report when the call returns #MF_OK or #MF_ERROR_INVALID; may be NULL
 * @return #MF_OK: no finding of severity error. #MF_ERROR_INVALID: there is one. #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY,
 *         #MF_ERROR_LIMIT (the memory that a document may take). Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_validate(const mf_manifest *manifest, const mf_validate_options *options,
                                      mf_report **ret_report, mf_error **reterr);

/**
 * Reads a text and validates what it holds, in one report: its form, what its profile requires, and, where the form is sound, the
 * rules.
 *
 * @param data          as for mf_manifest_read()
 * @param read_options  limits and format; NULL for the defaults. Their profile and number of findings are not used
 * @param options       NULL for the defaults
 * @param ret_manifest  receives the manifest on #MF_OK; may be NULL
 * @param ret_report    receives the report on #MF_OK and #MF_ERROR_INVALID; may be NULL
 * @return as mf_manifest_read(). Thread-safe. Since 0.1.
 */
MF_API mf_status mf_text_validate(const void *data, size_t size, const mf_read_options *read_options,
                                  const mf_validate_options *options, mf_manifest **ret_manifest,
                                  mf_report **ret_report, mf_error **reterr);

#ifdef __cplusplus
}
#endif
#endif
