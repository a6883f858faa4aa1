/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a manifest, in YAML and in JSON: they are judged, never found to be a riddle; a report holds together; and what is
 * accepted is written, read back and canonicalised to the same.
 */
#include "fuzz.h"

#include "base/buffer.h"

#include <libmanifest/libmanifest.h>

static mf_read_options options_for(mf_format format, mf_profile profile)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    options.profile = profile;
    /* Small, so that both sides of each limit are seen. */
    options.maximum_input = 64 * 1024;
    options.maximum_memory = 4 * 1024 * 1024;
    options.maximum_depth = 20;
    options.maximum_entries = 50;
    options.maximum_string = 300;
    options.maximum_findings = 20;
    return options;
}

static bool is_printable(const char *text)
{
    struct mf_buffer shown = MF_BUFFER_EMPTY;
    bool same;

    mf_buffer_append_printable(&shown, mf_view_of(text), SIZE_MAX);
    same = mf_view_is(mf_buffer_view(&shown), text);
    mf_buffer_release(&shown);
    return same;
}

static void check_finding(const mf_finding *finding, size_t size)
{
    const char *path = mf_finding_path(finding);

    require(mf_finding_line(finding) > 0 && mf_finding_column(finding) > 0, "a finding without position");
    require(mf_finding_offset(finding) <= size, "a finding outside of the text");
    require(*path == '\0' || *path == '/', "a path that is none");
    require(*mf_finding_message(finding) != '\0', "a finding without message");
    require(is_printable(path) && is_printable(mf_finding_message(finding)) &&
                is_printable(mf_finding_found(finding)) && is_printable(mf_finding_expected(finding)) &&
                is_printable(mf_finding_suggestion(finding)),
            "a finding that is not printable");
}

static void check_report(const mf_report *report, mf_status status, size_t size)
{
    size_t errors = mf_report_count_severity(report, MF_SEVERITY_ERROR);
    mf_bytes *json = NULL;
    mf_bytes *canonical = NULL;

    require((errors > 0) == (status == MF_ERROR_INVALID), "report and status disagree");
    require(mf_report_count(report) <= mf_report_total(report), "more findings than there are");
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        check_finding(finding, size);
        require(i == 0 || mf_finding_offset(mf_report_finding(report, i - 1)) <= mf_finding_offset(finding),
                "findings are not in order");
    }
    require(mf_report_json(report, "x.yaml", &json, NULL) == MF_OK, "no report as JSON");
    require(mf_json_canonicalize(mf_bytes_data(json), mf_bytes_size(json), 0, &canonical, NULL) == MF_OK,
            "the report is not JSON");
    mf_bytes_unref(json);
    mf_bytes_unref(canonical);
}

static mf_bytes *canonical_of(const mf_manifest *manifest)
{
    mf_bytes *bytes = NULL;

    require(mf_manifest_canonical(manifest, &bytes, NULL) == MF_OK, "no canonical form");
    return bytes;
}

/* The text, which the library wrote, must be the same manifest. */
static void check_text(const mf_bytes *text, mf_format format, const mf_bytes *canonical)
{
    mf_manifest *again = NULL;
    mf_bytes *bytes;
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    require(mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), &options, &again, NULL, NULL) == MF_OK,
            "what was written cannot be read");
    bytes = canonical_of(again);
    require(mf_view_equal(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)),
                          mf_view_make(mf_bytes_data(canonical), mf_bytes_size(canonical))),
            "what was written reads as something else");
    mf_bytes_unref(bytes);
    mf_manifest_unref(again);
}

/* Any JSON in canonical form may not hold an integer beyond 2^53; a number of a manifest may be one. */
static void check_as_json(const mf_bytes *canonical)
{
    mf_bytes *text = NULL;
    mf_error *error = NULL;

    if (mf_json_canonicalize(mf_bytes_data(canonical), mf_bytes_size(canonical), 0, &text, &error) == MF_OK) {
        require(mf_view_equal(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)),
                              mf_view_make(mf_bytes_data(canonical), mf_bytes_size(canonical))),
                "the canonical form is not canonical JSON");
    } else {
        require(strstr(mf_error_message(error), "2^53") != NULL, "the canonical form is not JSON");
    }
    mf_bytes_unref(text);
    mf_error_unref(error);
}

static void check_manifest(const mf_manifest *manifest)
{
    mf_bytes *canonical = canonical_of(manifest);
    mf_bytes *text = NULL;
    mf_report *report = NULL;
    mf_builder *builder = NULL;
    mf_manifest *copy = NULL;
    mf_bytes *bytes;
    mf_status status;

    check_text(canonical, MF_FORMAT_JSON, canonical);
    check_as_json(canonical);
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        require(mf_manifest_write(manifest, format, &text, NULL) == MF_OK, "it cannot be written");
        check_text(text, format, canonical);
        mf_bytes_unref(text);
    }
    status = mf_manifest_validate(manifest, NULL, &report, NULL);
    require(status == MF_OK || status == MF_ERROR_INVALID, "what was read cannot be judged");
    mf_report_unref(report);
    require(mf_builder_new_from(manifest, NULL, &builder, NULL) == MF_OK &&
                mf_builder_build(builder, MF_PROFILE_DRAFT, &copy, NULL, NULL) == MF_OK,
            "it cannot be copied");
    bytes = canonical_of(copy);
    require(mf_bytes_size(bytes) == mf_bytes_size(canonical) &&
                memcmp(mf_bytes_data(bytes), mf_bytes_data(canonical), mf_bytes_size(bytes)) == 0,
            "the copy is another");
    mf_bytes_unref(bytes);
    mf_builder_unref(builder);
    mf_manifest_unref(copy);
    mf_bytes_unref(canonical);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_read_options options = options_for(format, size % 2 == 0 ? MF_PROFILE_DRAFT : MF_PROFILE_RELEASE);
        mf_manifest *manifest = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;
        mf_status status = mf_manifest_read(data, size, &options, &manifest, &report, &error);

        require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT,
                "a status that should not be");
        require((error == NULL) == (status == MF_OK), "error and status disagree");
        require((manifest != NULL) == (status == MF_OK), "manifest and status disagree");
        require((report != NULL) == (status != MF_ERROR_LIMIT), "report and status disagree");
        if (report != NULL) {
            check_report(report, status, size);
        }
        if (manifest != NULL) {
            check_manifest(manifest);
        }
        mf_manifest_unref(manifest);
        mf_report_unref(report);
        mf_error_unref(error);
    }
    return 0;
}
