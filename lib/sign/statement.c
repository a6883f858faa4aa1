/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements of releases. One is proved by making it again: what the manifest inside gives must be what was signed, byte
 * for byte. So nothing that is not canonical, and no subject but those of the manifest, comes through.
 */
#include "sign/statement.h"

#include "crypto/crypto.h"
#include "syntax/json_text.h"
#include "json/scanner.h"
#include "json/writer.h"

#include <libmanifest/envelope.h>

#define STATEMENT_TYPE "https://in-toto.io/Statement/v1"

static const char head[] = "{\"_type\":\"" STATEMENT_TYPE "\",\"predicate\":";
static const char middle[] = ",\"predicateType\":\"" MF_PREDICATE_TYPE "\",\"subject\":";

/* The members of a statement as they stand in its text. */
struct slices {
    struct mf_view type;
    struct mf_view predicate;
    struct mf_view predicate_type;
    struct mf_view subject;
};

#define NO_SLICES ((struct slices){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } })

/* Appends {"digest":{"sha256":"…"},"name":"…"} of what has both; the algorithm stands before the colon. */
static void append_subject(struct mf_buffer *buffer, const struct mf_scalar *name, const char *digest)
{
    const char *colon = digest == NULL ? NULL : strchr(digest, ':');

    if (name->text == NULL || colon == NULL) {
        return;
    }
    mf_buffer_append_text(buffer, buffer->data[buffer->size - 1] == '[' ? "{\"digest\":{" : ",{\"digest\":{");
    mf_json_append_string(buffer, mf_view_make(digest, (size_t)(colon - digest)));
    mf_buffer_append_byte(buffer, ':');
    mf_json_append_string(buffer, mf_view_of(colon + 1));
    mf_buffer_append_text(buffer, "},\"name\":");
    mf_json_append_string(buffer, mf_view_make(name->text, name->size));
    mf_buffer_append_byte(buffer, '}');
}

static void append_subjects(struct mf_buffer *buffer, const struct model_manifest *root, const char *digest)
{
    const struct model_environment *environment = root->environment;

    mf_buffer_append_byte(buffer, '[');
    if (buffer->status != MF_OK) {
        return;
    }
    append_subject(buffer, &root->release->id, digest);
    if (environment != NULL && environment->image != NULL) {
        append_subject(buffer, &environment->image->repository, environment->image->digest.text);
    }
    if (environment != NULL) {
        const struct model_environment_sidecars *sidecars = environment->sidecars.items;

        for (uint32_t i = 0; i < environment->sidecars.count; i++) {
            append_subject(buffer, &sidecars[i].repository, sidecars[i].digest.text);
        }
    }
    for (uint32_t i = 0; i < root->artifacts.count; i++) {
        const struct model_artifacts *artifact = (const struct model_artifacts *)root->artifacts.items + i;

        append_subject(buffer, &artifact->name, artifact->digest.text);
    }
    mf_buffer_append_byte(buffer, ']');
}

static bool has_id(const mf_manifest *manifest)
{
    return manifest->root->release != NULL && manifest->root->release->id.text != NULL;
}

mf_status mf_statement_append(struct mf_buffer *buffer, const mf_manifest *manifest,
                              char digest[MF_DIGEST_SIZE], mf_error **reterr)
{
    size_t start;

    if (!has_id(manifest)) {
        return mf_error_set_at(reterr, MF_ERROR_INVALID, (struct mf_position){ 0, 0, 0 }, "/release/id",
                               "a manifest that is signed must have a release id");
    }
    mf_buffer_append_text(buffer, head);
    start = buffer->size;
    mf_canonical_append(buffer, manifest);
    if (buffer->status != MF_OK) {
        return mf_error_memory(reterr);
    }
    memcpy(digest, "sha256:", 7);
    if (!mf_sha256_hex(mf_view_make(buffer->data + start, buffer->size - start), digest + 7)) {
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "SHA-256 failed");
    }
    mf_buffer_append_text(buffer, middle);
    append_subjects(buffer, manifest->root, digest);
    mf_buffer_append_byte(buffer, '}');
    return buffer->status == MF_OK ? MF_OK : mf_error_memory(reterr);
}

static mf_status bad_payload(const char *what, mf_error **reterr)
{
    return mf_error_set(reterr, MF_ERROR_PAYLOAD, "the signed payload is no release: %s", what);
}

/* The slice that a member's value goes into; NULL for a member that a release does not have. */
static struct mf_view *slice_of(struct slices *slices, struct mf_view name)
{
    if (mf_view_is(name, "_type")) {
        return &slices->type;
    }
    if (mf_view_is(name, "predicate")) {
        return &slices->predicate;
    }
    if (mf_view_is(name, "predicateType")) {
        return &slices->predicate_type;
    }
    return mf_view_is(name, "subject") ? &slices->subject : NULL;
}

/* Finds the members of a statement, each at most once. Strings are taken with their quotes. */
static mf_status slice(struct mf_view statement, struct slices *slices, mf_error **reterr)
{
    struct mf_json_scanner scanner;
    enum mf_json_token token;

    mf_json_scanner_init(&scanner, statement, MF_JSON_MAXIMUM_DEPTH);
    if (mf_json_next(&scanner) != MF_JSON_OBJECT) {
        return bad_payload(scanner.error == NULL ? "it must be a mapping" : scanner.error, reterr);
    }
    while ((token = mf_json_next(&scanner)) == MF_JSON_KEY) {
        struct mf_view *value = slice_of(slices, scanner.text);
        size_t start;

        if (value == NULL || value->data != NULL) {
            return mf_error_set(reterr, MF_ERROR_PAYLOAD,
                                "the signed payload is no release: member \"%.*s\" is %s",
                                MF_VIEW_ARGS(scanner.text), value == NULL ? "unknown" : "repeated");
        }
        token = mf_json_next(&scanner);
        start = scanner.start;
        if (token != MF_JSON_ERROR && mf_json_skip(&scanner, token) != MF_JSON_ERROR) {
            *value = mf_view_make(statement.data + start, scanner.end - start);
        }
    }
    if (token != MF_JSON_OBJECT_END || mf_json_next(&scanner) != MF_JSON_END) {
        return bad_payload(scanner.error == NULL ? "it is not JSON" : scanner.error, reterr);
    }
    return MF_OK;
}

static mf_status check_types(const struct slices *slices, mf_error **reterr)
{
    if (!mf_view_is(slices->type, "\"" STATEMENT_TYPE "\"")) {
        return bad_payload("its _type is not " STATEMENT_TYPE, reterr);
    }
    if (!mf_view_is(slices->predicate_type, "\"" MF_PREDICATE_TYPE "\"")) {
        return bad_payload("its predicateType is not " MF_PREDICATE_TYPE, reterr);
    }
    if (slices->predicate.size == 0 || slices->predicate.data[0] != '{') {
        return bad_payload("its predicate is no manifest", reterr);
    }
    return MF_OK;
}

/* The predicate of any statement of the right types. */
static mf_status examine(struct mf_view statement, struct mf_view *ret_predicate, mf_error **reterr)
{
    struct slices slices = NO_SLICES;
    mf_status status = slice(statement, &slices, reterr);

    if (status == MF_OK) {
        status = check_types(&slices, reterr);
    }
    *ret_predicate = slices.predicate;
    return status;
}

/*
 * The predicate as it stands in a statement of ours, found without reading it: between the head and the last of what
 * follows a predicate. If that is one JSON value, then it is the predicate; if it is none, the statement is not of ours.
 */
static bool guess(struct mf_view statement, struct mf_view *ret_predicate)
{
    size_t head_size = sizeof head - 1;
    size_t middle_size = sizeof middle - 1;

    if (statement.size < head_size + middle_size || !mf_view_starts_with(statement, head)) {
        return false;
    }
    for (size_t at = statement.size - middle_size; at > head_size; at--) {
        if (statement.data[at] == ',' && memcmp(statement.data + at, middle, middle_size) == 0) {
            *ret_predicate = mf_view_make(statement.data + head_size, at - head_size);
            return true;
        }
    }
    return false;
}

/* Says in what a statement differs from the one that its manifest gives. */
static mf_status differs(struct mf_view statement, struct mf_view expected, mf_error **reterr)
{
    struct slices found = NO_SLICES;
    struct slices wanted = NO_SLICES;
    mf_status status = slice(statement, &found, reterr);
    size_t at = 0;

    if (status != MF_OK) {
        return status;
    }
    if (slice(expected, &wanted, NULL) == MF_OK && mf_view_equal(found.predicate, wanted.predicate) &&
        !mf_view_equal(found.subject, wanted.subject)) {
        return bad_payload("its subjects are not those of its manifest", reterr);
    }
    while (at < statement.size && at < expected.size && statement.data[at] == expected.data[at]) {
        at++;
    }
    return mf_error_set(reterr, MF_ERROR_PAYLOAD,
                        "the signed payload is no release: it is not canonical from byte %zu on", at);
}

/* Makes the statement of the manifest and compares. */
static mf_status prove(struct mf_view statement, const mf_manifest *manifest, char digest[MF_DIGEST_SIZE],
                       mf_error **reterr)
{
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    mf_status status;

    if (!has_id(manifest)) {
        return bad_payload("its manifest names no release id", reterr);
    }
    (void)mf_buffer_reserve(&expected, statement.size);
    status = mf_statement_append(&expected, manifest, digest, reterr);
    if (status == MF_OK && !mf_view_equal(statement, mf_buffer_view(&expected))) {
        status = differs(statement, mf_buffer_view(&expected), reterr);
    }
    mf_buffer_release(&expected);
    return status;
}

/* Reads the manifest. One that is not good is looked for once more, by reading: what was guessed may not have been it. */
static mf_status read_predicate(struct mf_view statement, const mf_read_options *options,
                                mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr)
{
    struct mf_view predicate = { NULL, 0 };
    mf_error *error = NULL;
    mf_status status;

    if (guess(statement, &predicate)) {
        status = mf_manifest_read(predicate.data, predicate.size, options, ret_manifest, ret_report, &error);
        if (status != MF_ERROR_INVALID) {
            if (reterr == NULL) {
                (void)mf_error_unref(error);
            } else if (status != MF_OK) {
                *reterr = error;
            }
            return status;
        }
        *ret_report = mf_report_unref(*ret_report);
        (void)mf_error_unref(error);
    }
    status = examine(statement, &predicate, reterr);
    return status == MF_OK
               ? mf_manifest_read(predicate.data, predicate.size, options, ret_manifest, ret_report, reterr)
               : status;
}

mf_status mf_statement_read(struct mf_view statement, const mf_read_options *limits, mf_profile profile,
                            mf_manifest **ret_manifest, char digest[MF_DIGEST_SIZE], mf_report **ret_report,
                            mf_error **reterr)
{
    mf_read_options options = *limits;
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_status status;

    options.format = MF_FORMAT_JSON;
    options.profile = profile;
    status = read_predicate(statement, &options, &manifest, &report, reterr);
    if (status == MF_OK) {
        status = prove(statement, manifest, digest, reterr);
    }
    mf_report_deliver(report, status, ret_report);
    if (status == MF_OK) {
        *ret_manifest = manifest;
    } else {
        (void)mf_manifest_unref(manifest);
    }
    return status;
}
