/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of a builder, a line each, behind a manifest to begin with and NUL: what fails changes nothing, and what can be built in
 * the end is written, read back and copied to the same.
 *
 * A line is a letter, a path, a tab and a value: t and x set and append a text, j and a set and append JSON, i, n and b set a
 * number or boolean, any other removes.
 */
#include "documents.h"

enum { MOST_LINES = 24 };

/* All that can be seen of a builder: the canonical form, or the report of what keeps it from having one. */
static mf_bytes *state_of(const mf_builder *builder)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_bytes *bytes = NULL;
    mf_status status = mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, &report, NULL);

    require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT,
            "building fails in an odd way");
    require((manifest != NULL) == (status == MF_OK) && (report != NULL) == (status != MF_ERROR_LIMIT),
            "a result too many or too few");
    if (status == MF_OK) {
        bytes = canonical_of(manifest);
    } else if (report != NULL) {
        require(mf_report_json(report, "x", &bytes, NULL) == MF_OK, "no report");
    }
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    return bytes;
}

static mf_status change(mf_builder *builder, char operation, const char *path, struct mf_view value,
                        mf_error **reterr)
{
    int64_t number = 0;

    memcpy(&number, value.data, value.size < sizeof number ? value.size : sizeof number);
    switch (operation) {
    case 't':
        return mf_builder_set_text(builder, path, value.data, value.size, reterr);
    case 'x':
        return mf_builder_append_text(builder, path, value.data, value.size, reterr);
    case 'j':
        return mf_builder_set_json(builder, path, value.data, value.size, reterr);
    case 'a':
        return mf_builder_append_json(builder, path, value.data, value.size, reterr);
    case 'i':
        return mf_builder_set_int(builder, path, number, reterr);
    case 'n':
        return mf_builder_set_number(builder, path, (double)number / 1024, reterr);
    case 'b':
        return mf_builder_set_bool(builder, path, (int32_t)number, reterr);
    default:
        return mf_builder_remove(builder, path, reterr);
    }
}

static void check_change(mf_builder *builder, char operation, const char *path, struct mf_view value)
{
    mf_error *error = NULL;
    mf_bytes *before = state_of(builder);
    mf_status status = change(builder, operation, path, value, &error);
    mf_bytes *after = state_of(builder);

    require((error == NULL) == (status >= 0), "error and status disagree");
    require(status == MF_OK || status == MF_ABSENT || status == MF_ERROR_PATH || status == MF_ERROR_TYPE ||
                status == MF_ERROR_LIMIT || status == MF_ERROR_ARGUMENT || status == MF_ERROR_SYNTAX ||
                status == MF_ERROR_INVALID,
            "a status that should not be");
    require(status != MF_ABSENT || strchr("txjainb", operation) == NULL,
            "only what is removed can be absent");
    if (status != MF_OK && before != NULL && after != NULL) {
        require_same(before, after, "a change that failed has changed something");
    }
    mf_error_unref(error);
    mf_bytes_unref(before);
    mf_bytes_unref(after);
}

/* A line of the text, which ends with zero and is taken apart in place. Returns what follows it. */
static char *run_line(mf_builder *builder, char *line)
{
    char *end = strchr(line, '\n');
    char *next = end == NULL ? line + strlen(line) : end + 1;
    char *tab;

    if (end != NULL) {
        *end = '\0';
    }
    tab = strchr(line, '\t');
    if (tab != NULL) {
        *tab++ = '\0';
    }
    if (*line != '\0') {
        check_change(builder, *line, line + 1, mf_view_of(tab == NULL ? "" : tab));
    }
    return next;
}

/* Begun with the manifest, or given it as one value, another builder builds the same. */
static void check_copies(const mf_manifest *manifest, const mf_bytes *canonical)
{
    mf_manifest *copy = NULL;
    mf_builder *builder = NULL;

    require(mf_builder_new_from(manifest, NULL, &builder, NULL) == MF_OK &&
                mf_builder_build(builder, MF_PROFILE_DRAFT, &copy, NULL, NULL) == MF_OK,
            "it cannot be copied");
    require_canonical(copy, canonical, "the copy is another");
    copy = mf_manifest_unref(copy);
    builder = mf_builder_unref(builder);
    require(mf_builder_new(NULL, &builder, NULL) == MF_OK &&
                mf_builder_set_json(builder, "", mf_bytes_data(canonical), mf_bytes_size(canonical), NULL) ==
                    MF_OK &&
                mf_builder_build(builder, MF_PROFILE_DRAFT, &copy, NULL, NULL) == MF_OK,
            "a builder refuses the canonical form");
    require_canonical(copy, canonical, "of its canonical form a builder makes something else");
    mf_manifest_unref(copy);
    mf_builder_unref(builder);
}

static void check_built(const mf_builder *builder)
{
    mf_manifest *manifest = NULL;

    if (mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL) == MF_OK) {
        mf_bytes *canonical = canonical_of(manifest);

        check_written(manifest, canonical);
        check_copies(manifest, canonical);
        mf_bytes_unref(canonical);
    }
    mf_manifest_unref(manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    struct mf_view first = take_part(&text);
    mf_read_options options = small_options(MF_FORMAT_AUTO);
    mf_manifest *manifest = read_manifest(first, MF_FORMAT_AUTO);
    mf_builder *builder = NULL;
    char *lines = calloc(text.size + 1, 1);
    char *at = lines;

    require(lines != NULL, "out of memory");
    if (text.size > 0) {
        memcpy(lines, text.data, text.size);
    }
    if (manifest == NULL || mf_builder_new_from(manifest, &options, &builder, NULL) != MF_OK) {
        require(mf_builder_new(&options, &builder, NULL) == MF_OK, "no builder");
    }
    for (size_t i = 0; i < MOST_LINES && *at != '\0'; i++) {
        at = run_line(builder, at);
    }
    check_built(builder);
    mf_builder_unref(builder);
    mf_manifest_unref(manifest);
    free(lines);
    return 0;
}
