/* SPDX-License-Identifier: Apache-2.0 */
/* From text to document: the reader, binding, normalisation, and what the profile asks for. */
#include "syntax/read.h"
#include "model/normalise.h"
#include "model/require.h"
#include "syntax/bind.h"
#include "syntax/read_json.h"
#include "syntax/read_yaml.h"

/* What the objects that are not in the arena are counted as: the manifest, the report, an error. */
enum { OBJECTS = 1024 };

/* One reading of one text. */
struct reading {
    const struct mf_read_request *request;
    mf_report *report;
    struct mf_arena *arena;
    struct mf_head *root;
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

static mf_status failed(const struct reading *reading, const mf_report *report, mf_status status,
                        mf_error **reterr)
{
    if (mf_arena_status(reading->arena) != MF_OK) {
        return mf_arena_error(reading->arena, reterr);
    }
    if (status == MF_ERROR_INTERNAL) {
        return mf_error_set(reterr, status,
                            "the library is in a state that should not exist: please report it");
    }
    return mf_report_status(report) != MF_OK ? mf_report_error(report, reterr) : mf_error_memory(reterr);
}

static mf_status run_reader(struct reading *reading, bool bind, mf_report *report, mf_error **reterr)
{
    const struct mf_read_request *request = reading->request;
    struct mf_reader reader;
    mf_status status =
        mf_reader_init(&reader, request->schema->record, reading->arena, &request->limits, report, bind);

    if (status == MF_OK) {
        status = request->format == MF_FORMAT_JSON ? mf_read_json(&reader, request->text)
                                                   : mf_read_yaml(&reader, request->text);
    }
    reading->root = reader.root;
    reading->places = reader.places;
    reading->end = reader.end;
    reading->cut_short = reader.cut_short;
    return status == MF_OK ? MF_OK : failed(reading, report, status, reterr);
}

/*
 * YAML is read without binding and then bound by libcyaml, up to where the document ends: what follows, the reader has judged by
 * rules of its own. A text with findings, which are only counted for that, cannot be: it is read once more by the reader with
 * binding, so that what is wrong deeper down is found in the same run.
 */
static mf_status read_yaml(struct reading *reading, mf_error **reterr)
{
    mf_report *counter = mf_report_new(0, reading->request->limits.memory);
    mf_status status =
        counter == NULL ? mf_error_memory(reterr) : run_reader(reading, false, counter, reterr);
    bool good = mf_report_total(counter) == 0;

    (void)mf_report_unref(counter);
    if (status != MF_OK) {
        return status;
    }
    if (!good) {
        return run_reader(reading, true, reading->report, reterr);
    }
    return mf_bind_yaml(reading->arena, mf_view_make(reading->request->text.data, reading->end),
                        reading->request->schema, &reading->places, &reading->root, reterr);
}

/* What a parser may take for one scalar: libyaml twice the input, and we, for JSON with escapes, half as much again as it. That
 * counts, though it is not in the arena. */
static size_t parser_size(const struct mf_read_request *request)
{
    size_t size = request->text.size;

    if (request->format == MF_FORMAT_YAML) {
        return 2 * size;
    }
    return memchr(request->text.data, '\\', size) == NULL ? 0 : size + size / 2;
}

static mf_status bind(struct reading *reading, mf_error **reterr)
{
    size_t parser = parser_size(reading->request);
    mf_status status;

    if (!mf_arena_charge(reading->arena, parser)) {
        return mf_arena_error(reading->arena, reterr);
    }
    status = reading->request->format == MF_FORMAT_JSON ? run_reader(reading, true, reading->report, reterr)
                                                        : read_yaml(reading, reterr);
    mf_arena_discharge(reading->arena, parser);
    return status;
}

/* What the values are, and then what is missing. `ret_sound` receives whether the form of the document is good. */
static mf_status check(struct reading *reading, size_t findings, bool *ret_sound, mf_error **reterr)
{
    const struct mf_read_request *request = reading->request;
    mf_status status = mf_normalise(reading->arena, request->schema->record, reading->root, &reading->places,
                                    &request->limits, reading->report);

    *ret_sound = mf_report_total(reading->report) == findings;
    /* Of a text that was not read to its end, or is no mapping, nobody can say what it lacks. */
    if (status == MF_OK && !reading->cut_short && reading->root->at != 0) {
        status =
            mf_require(request->schema, reading->root, &reading->places, request->profile, reading->report);
    }
    return status == MF_OK ? MF_OK : failed(reading, reading->report, status, reterr);
}

mf_status mf_document_read(const struct mf_read_request *request, mf_report *report,
                           struct mf_document *ret_document, mf_error **reterr)
{
    struct reading reading = {
        .request = request,
        .report = report,
        .arena = mf_arena_new(request->limits.memory),
    };
    size_t findings = mf_report_total(report);
    bool sound = false;
    mf_status status;

    *ret_document = (struct mf_document){ .arena = NULL };
    if (reading.arena == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_arena_charge(reading.arena, OBJECTS) ? bind(&reading, reterr)
                                                     : mf_arena_error(reading.arena, reterr);
    if (status == MF_OK) {
        status = check(&reading, findings, &sound, reterr);
    }
    if (status == MF_OK && sound) {
        *ret_document = (struct mf_document){ reading.arena, reading.root, reading.places };
    } else {
        mf_arena_free(reading.arena);
    }
    return status;
}

mf_status mf_read_request_init(struct mf_read_request *request, const struct mf_schema *schema,
                               const void *data, size_t size, const mf_read_options *options,
                               mf_error **reterr)
{
    /* An empty text need not be anywhere, but libyaml wants a pointer. */
    const char *bytes = data == NULL ? "" : data;
    mf_read_options ours;
    mf_status status;

    if (data == NULL && size > 0) {
        return mf_error_argument(reterr, "data must not be NULL");
    }
    status = mf_limits_from_options(options, &request->limits, &ours, reterr);
    if (status != MF_OK) {
        return status;
    }
    request->schema = schema;
    request->text = mf_view_make(bytes, size == MF_ZERO_TERMINATED ? strlen(bytes) : size);
    if (request->text.size > request->limits.input) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the document is larger than the limit of %zu bytes",
                            request->limits.input);
    }
    request->format = ours.format == MF_FORMAT_AUTO ? mf_guess_format(request->text) : ours.format;
    request->profile = ours.profile;
    return MF_OK;
}

mf_status mf_document_judge(const struct mf_read_request *request, struct mf_document *ret_document,
                            mf_report **ret_report, mf_error **reterr)
{
    mf_report *report = mf_report_new(request->limits.findings, request->limits.memory);
    mf_status status;

    ret_document->arena = NULL;
    *ret_report = NULL;
    if (report == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_document_read(request, report, ret_document, reterr);
    if (status == MF_OK) {
        mf_report_sort(report);
        status = mf_report_verdict(report, reterr);
    }
    if (status != MF_OK) {
        mf_arena_free(ret_document->arena);
        ret_document->arena = NULL;
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

static mf_status hand_out(const struct mf_document *document, mf_manifest **ret_manifest, mf_error **reterr)
{
    mf_manifest *manifest = mf_manifest_adopt(document->arena, document->root, document->places);

    if (manifest == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_manifest = manifest;
    return MF_OK;
}

mf_status mf_manifest_read(const void *data, size_t size, const mf_read_options *options,
                           mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr)
{
    struct mf_read_request request;
    struct mf_document document = { .arena = NULL };
    mf_report *report = NULL;
    mf_status status = mf_read_request_init(&request, &mf_schema_manifest, data, size, options, reterr);

    if (status == MF_OK) {
        status = mf_document_judge(&request, &document, &report, reterr);
    }
    if (status == MF_OK && ret_manifest != NULL) {
        status = hand_out(&document, ret_manifest, reterr);
    } else {
        mf_arena_free(document.arena);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}
