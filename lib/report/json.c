/* SPDX-License-Identifier: Apache-2.0 */
/* A report as JSON, for other programs. */
#include "base/buffer.h"
#include "base/error.h"
#include "report/report.h"
#include "json/print.h"

#include <cJSON.h>

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return cJSON_AddStringToObject(object, name, text) != NULL;
}

/* cJSON holds numbers as doubles: exact here, since lines, columns, offsets and counts stay below 2^53. */
static bool add_count(cJSON *object, const char *name, size_t count)
{
    return cJSON_AddNumberToObject(object, name, (double)count) != NULL;
}

/* Only of what is not about the document itself. */
static bool add_source(cJSON *object, const char *source)
{
    return *source == '\0' || add_text(object, "source", source);
}

static bool add_related(cJSON *object, const mf_finding *finding)
{
    size_t count = mf_finding_related_count(finding);
    cJSON *related = count == 0 ? NULL : cJSON_AddArrayToObject(object, "related");

    for (size_t i = 0; related != NULL && i < count; i++) {
        cJSON *value = cJSON_CreateObject();

        if (value == NULL || !cJSON_AddItemToArray(related, value)) {
            cJSON_Delete(value);
            return false;
        }
        if (!add_source(value, mf_finding_related_source(finding, i)) ||
            !add_text(value, "path", mf_finding_related_path(finding, i)) ||
            !add_text(value, "note", mf_finding_related_note(finding, i)) ||
            !add_count(value, "line", mf_finding_related_line(finding, i)) ||
            !add_count(value, "column", mf_finding_related_column(finding, i)) ||
            !add_count(value, "offset", mf_finding_related_offset(finding, i))) {
            return false;
        }
    }
    return count == 0 || related != NULL;
}

static bool add_finding(cJSON *findings, const mf_finding *finding)
{
    cJSON *object = cJSON_CreateObject();

    if (object == NULL || !cJSON_AddItemToArray(findings, object)) {
        cJSON_Delete(object);
        return false;
    }
    return add_text(object, "code", mf_finding_code(finding)) &&
           add_text(object, "severity", mf_severity_name(mf_finding_severity(finding))) &&
           add_source(object, mf_finding_source(finding)) &&
           add_text(object, "path", mf_finding_path(finding)) &&
           add_count(object, "line", mf_finding_line(finding)) &&
           add_count(object, "column", mf_finding_column(finding)) &&
           add_count(object, "offset", mf_finding_offset(finding)) &&
           add_text(object, "message", mf_finding_message(finding)) &&
           add_text(object, "found", mf_finding_found(finding)) &&
           add_text(object, "expected", mf_finding_expected(finding)) &&
           add_text(object, "suggestion", mf_finding_suggestion(finding)) && add_related(object, finding);
}

/* The name of a file may be any bytes; JSON takes UTF-8 only. */
static bool add_file(cJSON *root, const char *file)
{
    struct mf_buffer name = MF_BUFFER_EMPTY;
    bool added;

    mf_buffer_append_printable(&name, mf_view_of(file), SIZE_MAX);
    mf_buffer_append_byte(&name, '\0');
    added = name.status == MF_OK && add_text(root, "file", name.data);
    mf_buffer_release(&name);
    return added;
}

static bool fill(cJSON *root, const mf_report *report, const char *file)
{
    size_t errors = mf_report_count_severity(report, MF_SEVERITY_ERROR);
    size_t warnings = mf_report_count_severity(report, MF_SEVERITY_WARNING) - errors;
    cJSON *findings;

    if (file != NULL && !add_file(root, file)) {
        return false;
    }
    findings = cJSON_AddArrayToObject(root, "findings");
    if (findings == NULL) {
        return false;
    }
    for (size_t i = 0; i < mf_report_count(report); i++) {
        if (!add_finding(findings, mf_report_finding(report, i))) {
            return false;
        }
    }
    return add_count(root, "errors", errors) && add_count(root, "warnings", warnings) &&
           add_count(root, "notes", mf_report_total(report) - errors - warnings);
}

mf_status mf_report_json(const mf_report *report, const char *file, mf_bytes **ret_json, mf_error **reterr)
{
    cJSON *root;

    if (report == NULL || ret_json == NULL) {
        return mf_error_argument(reterr, "report and ret_json must not be NULL");
    }
    root = cJSON_CreateObject();
    return mf_json_print(root, root != NULL && fill(root, report, file), "", ret_json, reterr);
}
