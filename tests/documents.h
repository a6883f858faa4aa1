/* SPDX-License-Identifier: Apache-2.0 */
/* Short ways to read small documents and to say what is expected of them. */
#ifndef MF_TESTS_DOCUMENTS_H
#define MF_TESTS_DOCUMENTS_H

#include "harness.h"

/* A document and its report, whatever they are like. Nothing of it is NULL but what the library left NULL. */
struct outcome {
    mf_status status;
    mf_manifest *manifest;
    mf_report *report;
    mf_error *error;
};

/* Options with this format and profile, and the defaults for all else. */
mf_read_options options_for(mf_format format, mf_profile profile);

/* Hashing on one thread, and the defaults for all else: what is counted is not shared between several. */
mf_hash_options one_thread(void);

/* Reads a text. `options` may be NULL. The caller ends the outcome. */
struct outcome read_text(struct mf_view text, const mf_read_options *options);
void end_outcome(struct outcome *outcome);

/* What the profile requires of a manifest, without the rules: as mf_manifest_validate(). */
mf_status require_profile(const mf_manifest *manifest, mf_profile profile, mf_report **ret_report,
                          mf_error **reterr);

/* Options of validation with this profile, and the defaults for all else. */
mf_validate_options validation_for(mf_profile profile);

/* A manifest from a text that is good, by default as a draft of any format. Ends the test if it is not. */
mf_manifest *must_read(const char *text);
mf_manifest *must_read_as(struct mf_view text, mf_format format, mf_profile profile);

/* What validation finds in a piece of a manifest, which is read as a draft and gets its `schema`. `options` may be NULL. */
mf_report *judge_piece(const char *piece, const mf_validate_options *options);

/* A rules file from a text that is good. Ends the test if it is not. */
mf_rules *must_read_rules(const char *text);

/* A rules file that switches every rule off: the vectors never change, and there will be more rules. */
mf_rules *no_rules(void);

/* A rules file in which all rules are off but one, with more lines at its end. */
mf_rules *rules_but(const char *code, const char *rest);

/* Fails unless the canonical form is this text; or unless both manifests have one digest. */
void assert_canonical(const mf_manifest *manifest, const char *expected);
void assert_same(const mf_manifest *left, const mf_manifest *right, const char *what);

/* The canonical form; the caller unrefs it. */
mf_bytes *canonical_of(const mf_manifest *manifest);

/* Writes the manifest as YAML and as JSON, and reads both back to the same digest. */
void assert_survives(const mf_manifest *manifest, const char *what);

/* One finding as a test expects it. NULL: not looked at. */
struct expected_finding {
    const char *code;
    const char *path;
    uint32_t line;
    uint32_t column;
    const char *found;
    const char *expected;
    const char *suggestion;
};

/* Fails unless the report holds these findings and no others, in this order. */
void assert_findings(const mf_report *report, const struct expected_finding *expected, size_t count,
                     const char *what);

/* Reads a text that must be refused with these findings, `count` of them. The format is guessed. */
void assert_refused(const char *text, mf_profile profile, const struct expected_finding *expected,
                    size_t count);

/* As assert_refused(), with exactly one finding. */
void assert_one_finding(const char *text, const char *code, const char *path, uint32_t line, uint32_t column);

/* A piece of a manifest, and what a family of rules finds in it: "MF2401 /the/path + /a/related/path", and ", " between findings. */
struct rule_case {
    const char *piece; /* what follows `schema`, in YAML */
    const char *expected;
};

/*
 * Validates each piece, and fails unless the findings whose codes begin with `family` are the expected ones, in the order of their
 * positions, and each path is one of the format.
 */
void assert_rules_find(const struct rule_case *cases, size_t count, mf_profile profile, const char *family);

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#endif
