/* SPDX-License-Identifier: Apache-2.0 */
/* From text to manifest: the reader, binding, normalisation, and what the profile asks for. */
#include "syntax/read.h"
#include "model/normalise.h"
#include "model/require.h"
#include "syntax/bind.h"
#include "syntax/read_json.h"
#include "syntax/read_yaml.h"

#include <libmanifest/manifest.h>

/* What the objects that are not in the arena are counted as: the manifest, the report, an error. */
enum { OBJECTS = 1024 };

/* One reading of one text. */
struct reading {
    struct mf_view text;
    struct mf_limits limits;
    mf_format format;
    mf_profile profile;
    struct mf_arena *arena;
    mf_report *report;
    struct model_manifest *root;
    struct mf_places places;
    size_t end; /* of the document in the text, for libcyaml */
    bool cut_short;
};

mf_format mf_guess_format(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr(" \t\r\n", text.data[i]) == NULL || text.data[i] == '\0') {
            return text.data[i] == '{' ? MF_FORMAT_JSON : MF_FORMAT_YAML;
        }
    }
    return MF_FORMAT_YAML;
}

static mf_status failed(struct reading *reading, mf_status status, mf_error **reterr)
{
    if (mf_arena_status(reading->arena) != MF_OK) {
        return mf_arena_error(reading->arena, reterr);
    }
    if (status == MF_ERROR_INTERNAL) {
        return mf_error_set(reterr, status,
                            "the library is in a state that should not exist: please report it");
    }
    if (reading->report != NULL && mf_report_status(reading->report) != MF_OK) {
        return mf_report_error(reading->report, reterr);
    }
    return mf_error_memory(reterr);
}

static mf_status run_reader(struct reading *reading, bool bind, mf_error **reterr)
{
    struct mf_reader reader;
    mf_status status = mf_reader_init(&reader, reading->arena, &reading->limits, reading->report, bind);

    if (status == MF_OK) {
        status = reading->format == MF_FORMAT_JSON ? mf_read_json(&reader, reading->text)
                                                   : mf_read_yaml(&reader, reading->text);
    }
    reading->root = reader.root;
    reading->places = reader.places;
    reading->end = reader.end;
    reading->cut_short = reader.cut_short;
    return status == MF_OK ? MF_OK : failed(reading, status, reterr);
}

static mf_status new_report(struct reading *reading, mf_error **reterr)
{
    (void)mf_report_unref(reading->report);
    reading->report = mf_report_new(reading->limits.findings, reading->limits.memory);
    return reading->report == NULL ? mf_error_memory(reterr) : MF_OK;
}

/*
 * YAML is read without binding and then bound by libcyaml, up to where the document ends: what follows, the reader has judged by
 * rules of its own. A text with findings cannot be: it is read once more by the reader
 * with binding, so that what is wrong deeper down is found in the same run.
 */
static mf_status read_yaml(struct reading *reading, mf_error **reterr)
{
    mf_status status = run_reader(reading, false, reterr);

    if (status != MF_OK) {
        return status;
    }
    if (mf_report_total(reading->report) == 0) {
        return mf_bind_yaml(reading->arena, mf_view_make(reading->text.data, reading->end), &reading->places,
                            &reading->root, reterr);
    }
    status = new_report(reading, reterr);
    return status == MF_OK ? run_reader(reading, true, reterr) : status;
}

/* What a parser may take for one scalar: libyaml twice the input, and we, for JSON with escapes, half as much again as it. That
 * counts, though it is not in the arena. */
static size_t parser_size(const struct reading *reading)
{
    size_t size = reading->text.size;

    if (reading->format == MF_FORMAT_YAML) {
        return 2 * size;
    }
    return memchr(reading->text.data, '\\', size) == NULL ? 0 : size + size / 2;
}

static mf_status bind(struct reading *reading, mf_error **reterr)
{
    size_t parser = parser_size(reading);
    mf_status status;

    if (!mf_arena_charge(reading->arena, parser)) {
        return mf_arena_error(reading->arena, reterr);
    }
    status =
        reading->format == MF_FORMAT_JSON ? run_reader(reading, true, reterr) : read_yaml(reading, reterr);
    mf_arena_discharge(reading->arena, parser);
    return status;
}

static mf_status check(struct reading *reading, mf_error **reterr)
{
    mf_status status =
        mf_normalise(reading->arena, reading->root, &reading->places, &reading->limits, reading->report);

    /* Of a text that was not read to its end, or is no mapping, nobody can say what it lacks. */
    if (status == MF_OK && !reading->cut_short && reading->root->head.at != 0) {
        status = mf_require(reading->root, &reading->places, reading->profile, reading->report);
    }
    return status == MF_OK ? MF_OK : failed(reading, status, reterr);
}

static mf_status read_document(struct reading *reading, mf_error **reterr)
{
    mf_status status = mf_arena_charge(reading->arena, OBJECTS) ? new_report(reading, reterr)
                                                                : mf_arena_error(reading->arena, reterr);

    if (status == MF_OK) {
        status = bind(reading, reterr);
    }
    if (status == MF_OK) {
        status = check(reading, reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    mf_report_sort(reading->report);
    return mf_report_verdict(reading->report, reterr);
}

static mf_status hand_out(struct reading *reading, mf_status status, mf_manifest **ret_manifest,
                          mf_report **ret_report, mf_error **reterr)
{
    mf_manifest *manifest = NULL;

    if (status == MF_OK && ret_manifest != NULL) {
        manifest = mf_manifest_adopt(reading->arena, reading->root, reading->places);
        reading->arena = NULL;
        if (manifest == NULL) {
            return mf_error_memory(reterr);
        }
        *ret_manifest = manifest;
    }
    if ((status == MF_OK || status == MF_ERROR_INVALID) && ret_report != NULL) {
        *ret_report = reading->report;
        reading->report = NULL;
    }
    return status;
}

mf_status mf_manifest_read(const void *data, size_t size, const mf_read_options *options,
                           mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr)
{
    /* An empty text need not be anywhere, but libyaml wants a pointer. */
    const char *bytes = data == NULL ? "" : data;
    struct reading reading = { .text = { bytes, size == MF_ZERO_TERMINATED ? strlen(bytes) : size } };
    mf_read_options ours;
    mf_status status;

    if (data == NULL && size > 0) {
        return mf_error_argument(reterr, "data must not be NULL");
    }
    status = mf_limits_from_options(options, &reading.limits, &ours, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (reading.text.size > reading.limits.input) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the document is larger than the limit of %zu bytes",
                            reading.limits.input);
    }
    reading.profile = ours.profile;
    reading.format = ours.format == MF_FORMAT_AUTO ? mf_guess_format(reading.text) : ours.format;
    reading.arena = mf_arena_new(reading.limits.memory);
    if (reading.arena == NULL) {
        return mf_error_memory(reterr);
    }
    status = read_document(&reading, reterr);
    status = hand_out(&reading, status, ret_manifest, ret_report, reterr);
    (void)mf_report_unref(reading.report);
    mf_arena_free(reading.arena);
    return status;
}
