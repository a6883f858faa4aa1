/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_REPORT_H
#define LIBMANIFEST_REPORT_H
/**
 * @file
 * Reports: everything that was found in one document, and the registry of what can be found.
 *
 * Findings stand in the order of their position in the document. Their codes ("MF1101") are stable:
 * a code keeps its meaning for ever and is never used again for something else.
 */
#include <libmanifest/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How bad a finding is. A document with an error is not good; warnings and notes do not change that. */
typedef int32_t mf_severity;
#define MF_SEVERITY_NOTE    1
#define MF_SEVERITY_WARNING 2
#define MF_SEVERITY_ERROR   3

/** What was found in a document. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_report mf_report;
/** One finding; it lives as long as its report. */
typedef struct mf_finding mf_finding;
/** An entry of the registry of findings; static. */
typedef struct mf_rule mf_rule;

/** "error", "warning" or "note"; "unknown" for another number. Static. Since 0.1. */
MF_API const char *mf_severity_name(mf_severity severity);

/** How many findings the report holds. Since 0.1. */
MF_API size_t mf_report_count(const mf_report *report);

/** How many findings there were: more than mf_report_count() where the limit of the options cut them. Since 0.1. */
MF_API size_t mf_report_total(const mf_report *report);

/** How many findings of at least this severity there were, those cut by the limit included. Since 0.1. */
MF_API size_t mf_report_count_severity(const mf_report *report, mf_severity severity);

/** Finding number `index`, from 0; NULL past the end. Lives as long as the report. Since 0.1. */
MF_API const mf_finding *mf_report_finding(const mf_report *report, size_t index);

/** Takes one more reference and returns `report`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_report *mf_report_ref(mf_report *report);

/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_report *mf_report_unref(mf_report *report);

/** Stable code, such as "MF1101". Since 0.1. */
MF_API const char *mf_finding_code(const mf_finding *finding);
/** Severity of this finding: that of its rule, or what a rules file made of it. Since 0.1. */
MF_API mf_severity mf_finding_severity(const mf_finding *finding);
/** Label of the overrides that the finding is about, in a report of mf_configuration_resolve(); "" for the document that the
 * report is about. Path and position are those in that source. Since 0.1. */
MF_API const char *mf_finding_source(const mf_finding *finding);
/** RFC 6901 path of the value; "" for the whole document. An entry of a set whose key is missing or repeated is
 * named `#N`, N counting from 0 in the order of the document. Since 0.1. */
MF_API const char *mf_finding_path(const mf_finding *finding);
/** One line for a person, without position and path: what is wrong and how to mend it. Printable UTF-8. Since 0.1. */
MF_API const char *mf_finding_message(const mf_finding *finding);
/** What was found, or "". Printable UTF-8, cut if long. Since 0.1. */
MF_API const char *mf_finding_found(const mf_finding *finding);
/** 1 if what stands there may be a secret, else 0. Nothing of the finding says it, and who shows the line of the text beside the
 * finding leaves it out. Since 0.1. */
MF_API int32_t mf_finding_is_concealed(const mf_finding *finding);
/** What was expected, or "". Since 0.1. */
MF_API const char *mf_finding_expected(const mf_finding *finding);
/** The known name that is nearest to the unknown one, or "". Since 0.1. */
MF_API const char *mf_finding_suggestion(const mf_finding *finding);
/** Line, from 1; 0 where the document was not read from text. Since 0.1. */
MF_API uint32_t mf_finding_line(const mf_finding *finding);
/** Column, in code points from 1; 0 where the document was not read from text. Since 0.1. */
MF_API uint32_t mf_finding_column(const mf_finding *finding);
/** Offset in the text, in bytes from 0. Since 0.1. */
MF_API size_t mf_finding_offset(const mf_finding *finding);

/** How many other values the finding is about: the limit that a request exceeds, say. Since 0.1. */
MF_API size_t mf_finding_related_count(const mf_finding *finding);
/** Label of the overrides that related value `index` stands in; "" for the document that the report is about, and past the last.
 * Since 0.1. */
MF_API const char *mf_finding_related_source(const mf_finding *finding, size_t index);
/** RFC 6901 path of related value `index`, from 0; "" past the last. Since 0.1. */
MF_API const char *mf_finding_related_path(const mf_finding *finding, size_t index);
/** What related value `index` is to the finding, a few words; "" past the last. Printable UTF-8. Since 0.1. */
MF_API const char *mf_finding_related_note(const mf_finding *finding, size_t index);
/** Line of related value `index`, from 1; 0 where the document was not read from text, and past the last. Since 0.1. */
MF_API uint32_t mf_finding_related_line(const mf_finding *finding, size_t index);
/** Column of related value `index`, in code points from 1; 0 where its line is. Since 0.1. */
MF_API uint32_t mf_finding_related_column(const mf_finding *finding, size_t index);
/** Offset of related value `index` in the text, in bytes from 0. Since 0.1. */
MF_API size_t mf_finding_related_offset(const mf_finding *finding, size_t index);

/**
 * The report as a JSON document: `{"findings": […], "errors": N, "warnings": N, "notes": N}`, each finding an
 * object with code, severity, source (only of a finding that is not about the document itself), path, line, column, offset, message, found, expected, suggestion and, where other values
 * are involved, related: an array of objects with path, note, line, column, offset.
 *
 * @param file      named in the document as "file"; may be NULL
 * @param ret_json  receives the text; the caller owns it
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_report_json(const mf_report *report, const char *file, mf_bytes **ret_json,
                                mf_error **reterr);

/** Number of entries in the registry. Since 0.1. */
MF_API size_t mf_rule_count(void);
/** Entry number `index`, from 0, in the order of codes; NULL past the end. Since 0.1. */
MF_API const mf_rule *mf_rule_at(size_t index);
/** Stable code, such as "MF1101". Since 0.1. */
MF_API const char *mf_rule_code(const mf_rule *rule);
/** Severity of the findings it makes. Since 0.1. */
MF_API mf_severity mf_rule_severity(const mf_rule *rule);
/** The least profile in which it applies, "draft" or "release". Since 0.1. */
MF_API const char *mf_rule_profile(const mf_rule *rule);
/** Section of the manifest it is about, or "document" for the text as a whole. Since 0.1. */
MF_API const char *mf_rule_section(const mf_rule *rule);
/** A few words. Since 0.1. */
MF_API const char *mf_rule_title(const mf_rule *rule);

#ifdef __cplusplus
}
#endif
#endif
