/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a manifest, in YAML and in JSON: they are judged, never found to be a riddle; a report holds together; and what is
 * accepted is written, read back and canonicalised to the same; what libcyaml binds is what the same document says as JSON, and a
 * text that is both YAML and JSON means the same in both.
 */
#include "documents.h"

#include "base/buffer.h"
#include "syntax/yaml_tree.h"
#include "json/writer.h"

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
    mf_report *report = NULL;
    mf_builder *builder = NULL;
    mf_manifest *copy = NULL;
    mf_status status;

    check_as_json(canonical);
    check_written(manifest, canonical);
    status = mf_manifest_validate(manifest, NULL, &report, NULL);
    require(status == MF_OK || status == MF_ERROR_INVALID, "what was read cannot be judged");
    mf_report_unref(report);
    require(mf_builder_new_from(manifest, NULL, &builder, NULL) == MF_OK &&
                mf_builder_build(builder, MF_PROFILE_DRAFT, &copy, NULL, NULL) == MF_OK,
            "it cannot be copied");
    require_canonical(copy, canonical, "the copy is another");
    mf_builder_unref(builder);
    mf_manifest_unref(copy);
    mf_bytes_unref(canonical);
}

/* As JSON, with numbers as they were spelled: a quantity is a string of the same characters. The depth is that of the tree. */
static void append_node(struct mf_buffer *json, const struct mf_json_node *node)
{
    bool is_object = node->token == MF_JSON_OBJECT;

    if (!is_object && node->token != MF_JSON_ARRAY) {
        if (node->token == MF_JSON_NUMBER) {
            mf_buffer_append(json, node->text);
        } else {
            mf_json_tree_append(json, node);
        }
        return;
    }
    mf_buffer_append_byte(json, is_object ? '{' : '[');
    for (uint32_t i = 0; i < node->count; i++) {
        if (i > 0) {
            mf_buffer_append_byte(json, ',');
        }
        if (is_object) {
            mf_json_append_string(json, node->children[i].name);
            mf_buffer_append_byte(json, ':');
        }
        append_node(json, &node->children[i]);
    }
    mf_buffer_append_byte(json, is_object ? '}' : ']');
}

/*
 * libcyaml has filled the manifest. What a tree, which is made without it, has as JSON is read without it too. A number in place of
 * a string, which YAML lets pass, JSON does not: then there is nothing to compare.
 */
static void check_binding(struct mf_view text, const mf_manifest *manifest)
{
    struct mf_buffer json = MF_BUFFER_EMPTY;
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *root = NULL;
    mf_manifest *bound = NULL;

    require(arena != NULL && mf_yaml_tree_read(arena, text, 40, &root, NULL) == MF_OK,
            "what is read as a manifest is no YAML");
    append_node(&json, root);
    require(json.status == MF_OK, "out of memory");
    if (mf_manifest_read(json.data, json.size, NULL, &bound, NULL, NULL) == MF_OK) {
        mf_bytes *canonical = canonical_of(bound);

        require_canonical(manifest, canonical, "libcyaml has bound something else");
        mf_bytes_unref(canonical);
    }
    mf_manifest_unref(bound);
    mf_buffer_release(&json);
    mf_arena_free(arena);
}

/* NULL where it is none. */
static mf_manifest *read_and_check(struct mf_view text, const mf_read_options *options)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_read(text.data, text.size, options, &manifest, &report, &error);

    require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT,
            "a status that should not be");
    require((error == NULL) == (status == MF_OK), "error and status disagree");
    require((manifest != NULL) == (status == MF_OK), "manifest and status disagree");
    require((report != NULL) == (status != MF_ERROR_LIMIT), "report and status disagree");
    if (report != NULL) {
        check_report(report, status, text.size);
    }
    if (manifest != NULL) {
        check_manifest(manifest);
    }
    mf_report_unref(report);
    mf_error_unref(error);
    return manifest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    mf_manifest *read[2];

    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_read_options options = small_options(format);

        options.profile = size % 2 == 0 ? MF_PROFILE_DRAFT : MF_PROFILE_RELEASE;
        read[format - MF_FORMAT_YAML] = read_and_check(text, &options);
    }
    if (read[0] != NULL) {
        check_binding(text, read[0]);
    }
    if (read[0] != NULL && read[1] != NULL) {
        mf_bytes *canonical = canonical_of(read[0]);

        require_canonical(read[1], canonical, "as JSON it is something else than as YAML");
        mf_bytes_unref(canonical);
    }
    mf_manifest_unref(read[0]);
    mf_manifest_unref(read[1]);
    return 0;
}
