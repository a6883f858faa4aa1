/* SPDX-License-Identifier: Apache-2.0 */
/* Signing releases: a manifest into a new envelope, and one more signature into an envelope that is there. */
#include "base/bytes.h"
#include "base/error.h"
#include "base/options.h"
#include "crypto/crypto.h"
#include "sign/dsse.h"
#include "sign/key.h"
#include "sign/statement.h"

#include <libmanifest/envelope.h>

void mf_sign_options_init(mf_sign_options *options, size_t size)
{
    mf_options_init(options, size);
}

/* What a manifest must pass before it is signed. */
static mf_status take_options(const mf_sign_options *options, mf_validate_options *ret_options,
                              mf_error **reterr)
{
    mf_sign_options ours;
    mf_status status;

    mf_sign_options_init(&ours, sizeof ours);
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours.profile < 0 || ours.profile > MF_PROFILE_RELEASE || ours.reserved != 0) {
        return mf_error_argument(reterr, "the options name no profile, or use what is reserved");
    }
    mf_validate_options_init(ret_options, sizeof *ret_options);
    ret_options->profile = ours.profile == 0 ? MF_PROFILE_RELEASE : ours.profile;
    ret_options->rules = ours.rules;
    return MF_OK;
}

/* From 1 to 16 keys, all different, that can sign. */
static mf_status check_keys(mf_key *const *keys, size_t key_count, mf_error **reterr)
{
    if (keys == NULL || key_count == 0 || key_count > MF_DSSE_SIGNATURES) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "there must be from 1 to %d keys", MF_DSSE_SIGNATURES);
    }
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i] == NULL) {
            return mf_error_argument(reterr, "a key must not be NULL");
        }
        if (!mf_key_can_sign(keys[i])) {
            return mf_error_set(reterr, MF_ERROR_KEY, "the key %s cannot sign: it is a public one",
                                mf_key_id(keys[i]));
        }
        for (size_t j = 0; j < i; j++) {
            if (memcmp(mf_key_public(keys[i]), mf_key_public(keys[j]), MF_KEY_PUBLIC_SIZE) == 0) {
                return mf_error_set(reterr, MF_ERROR_KEY, "the key %s is given twice", mf_key_id(keys[i]));
            }
        }
    }
    return MF_OK;
}

/* Everything that both calls check first. */
static mf_status begin(mf_key *const *keys, size_t key_count, const mf_sign_options *options,
                       mf_validate_options *ret_options, mf_error **reterr)
{
    mf_status status = take_options(options, ret_options, reterr);

    if (status == MF_OK) {
        status = check_keys(keys, key_count, reterr);
    }
    return status == MF_OK ? mf_crypto_start(reterr) : status;
}

/* Appends a signature of each key, with commas between. */
static mf_status append_signatures(struct mf_buffer *buffer, struct mf_view message, mf_key *const *keys,
                                   size_t key_count, mf_error **reterr)
{
    for (size_t i = 0; i < key_count; i++) {
        uint8_t signature[MF_KEY_SIGNATURE_SIZE];
        mf_status status = mf_key_sign(keys[i], message, signature, reterr);

        if (status != MF_OK) {
            return status;
        }
        if (i > 0) {
            mf_buffer_append_byte(buffer, ',');
        }
        mf_dsse_append_signature(buffer, mf_key_id(keys[i]),
                                 mf_view_make((const char *)signature, sizeof signature));
    }
    return buffer->status == MF_OK ? MF_OK : mf_error_memory(reterr);
}

static mf_status sign_statement(struct mf_view statement, mf_key *const *keys, size_t key_count,
                                mf_bytes **ret_envelope, mf_error **reterr)
{
    struct mf_view type = mf_view_of(MF_PAYLOAD_TYPE);
    struct mf_buffer message = MF_BUFFER_EMPTY;
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    mf_status status;

    mf_dsse_append_message(&message, type, statement);
    status = message.status == MF_OK ? MF_OK : mf_error_memory(reterr);
    if (status == MF_OK) {
        status = append_signatures(&signatures, mf_buffer_view(&message), keys, key_count, reterr);
    }
    mf_buffer_release(&message);
    if (status == MF_OK) {
        mf_dsse_append(&envelope, type, statement, mf_buffer_view(&signatures));
        status = mf_buffer_finish(&envelope, ret_envelope, reterr);
    }
    mf_buffer_release(&signatures);
    return status;
}

/* mf_manifest_validate(), but a report is handed out only with findings that matter. */
static mf_status validate(const mf_manifest *manifest, const mf_validate_options *options,
                          mf_report **ret_report, mf_error **reterr)
{
    mf_report *report = NULL;
    mf_status status = mf_manifest_validate(manifest, options, ret_report == NULL ? NULL : &report, reterr);

    if (ret_report != NULL && status == MF_ERROR_INVALID) {
        *ret_report = report;
    } else {
        (void)mf_report_unref(report);
    }
    return status;
}

mf_status mf_manifest_statement(const mf_manifest *manifest, mf_bytes **ret_statement, mf_error **reterr)
{
    struct mf_buffer statement = MF_BUFFER_EMPTY;
    char digest[MF_DIGEST_SIZE];
    mf_status status;

    if (manifest == NULL || ret_statement == NULL) {
        return mf_error_argument(reterr, "manifest and ret_statement must not be NULL");
    }
    status = mf_crypto_start(reterr);
    if (status == MF_OK) {
        status = mf_statement_append(&statement, manifest, digest, reterr);
    }
    if (status != MF_OK) {
        mf_buffer_release(&statement);
        return status;
    }
    return mf_buffer_finish(&statement, ret_statement, reterr);
}

mf_status mf_manifest_sign(const mf_manifest *manifest, mf_key *const *keys, size_t key_count,
                           const mf_sign_options *options, mf_bytes **ret_envelope, mf_report **ret_report,
                           mf_error **reterr)
{
    struct mf_buffer statement = MF_BUFFER_EMPTY;
    char digest[MF_DIGEST_SIZE];
    mf_validate_options validate_options;
    mf_status status;

    if (manifest == NULL || ret_envelope == NULL) {
        return mf_error_argument(reterr, "manifest and ret_envelope must not be NULL");
    }
    status = begin(keys, key_count, options, &validate_options, reterr);
    if (status == MF_OK) {
        status = validate(manifest, &validate_options, ret_report, reterr);
    }
    if (status == MF_OK) {
        status = mf_statement_append(&statement, manifest, digest, reterr);
    }
    if (status == MF_OK) {
        status = sign_statement(mf_buffer_view(&statement), keys, key_count, ret_envelope, reterr);
    }
    mf_buffer_release(&statement);
    return status;
}

/* The new keys must not have signed already, and there must be room. A key id that somebody wrote is no signature. */
static mf_status check_room(const struct mf_dsse *dsse, mf_key *const *keys, size_t key_count,
                            mf_error **reterr)
{
    for (size_t i = 0; i < key_count; i++) {
        for (size_t j = 0; j < dsse->count; j++) {
            const struct mf_dsse_signature *signature = &dsse->signatures[j];

            if (mf_key_verifies(keys[i], dsse->message, mf_view_make(signature->bytes, signature->size))) {
                return mf_error_set(reterr, MF_ERROR_KEY, "the key %s has signed this already",
                                    mf_key_id(keys[i]));
            }
        }
    }
    if (dsse->count + key_count > MF_DSSE_SIGNATURES) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the envelope would have %zu signatures: the limit is %d",
                            dsse->count + key_count, MF_DSSE_SIGNATURES);
    }
    return MF_OK;
}

/* What a signer must know before it adds its name: that this is a release, and a good one. */
static mf_status check_payload(const struct mf_dsse *dsse, const mf_read_options *limits,
                               const mf_validate_options *options, mf_report **ret_report, mf_error **reterr)
{
    char digest[MF_DIGEST_SIZE];
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_status status = mf_dsse_check_type(dsse, MF_PAYLOAD_TYPE, reterr);

    if (status == MF_OK) {
        status = mf_statement_read(mf_bytes_view(dsse->payload), limits, options->profile, &manifest, digest,
                                   ret_report == NULL ? NULL : &report, reterr);
    }
    if (status == MF_OK) {
        (void)mf_report_unref(report);
        report = NULL;
        status = validate(manifest, options, ret_report == NULL ? NULL : &report, reterr);
    }
    (void)mf_manifest_unref(manifest);
    if (ret_report != NULL && status == MF_ERROR_INVALID) {
        *ret_report = report;
    } else {
        (void)mf_report_unref(report);
    }
    return status;
}

static mf_status extend(const struct mf_dsse *dsse, mf_key *const *keys, size_t key_count,
                        mf_bytes **ret_envelope, mf_error **reterr)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer extended = MF_BUFFER_EMPTY;
    mf_status status = append_signatures(&signatures, dsse->message, keys, key_count, reterr);

    if (status == MF_OK) {
        mf_dsse_append_extended(&extended, dsse, mf_buffer_view(&signatures));
        status = mf_buffer_finish(&extended, ret_envelope, reterr);
    }
    mf_buffer_release(&signatures);
    return status;
}

mf_status mf_envelope_sign(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                           const mf_sign_options *options, mf_bytes **ret_envelope, mf_report **ret_report,
                           mf_error **reterr)
{
    struct mf_dsse dsse = { .arena = NULL };
    mf_validate_options validate_options;
    mf_read_options read_options;
    struct mf_limits limits;
    mf_status status;

    if (envelope == NULL || ret_envelope == NULL) {
        return mf_error_argument(reterr, "envelope and ret_envelope must not be NULL");
    }
    status = begin(keys, key_count, options, &validate_options, reterr);
    if (status == MF_OK) {
        status = mf_limits_from_options(NULL, &limits, &read_options, reterr);
    }
    if (status == MF_OK) {
        status = mf_dsse_read(mf_view_make(envelope, size == MF_ZERO_TERMINATED ? strlen(envelope) : size),
                              &(struct mf_dsse_limits){ 2 * limits.input, limits.memory, limits.depth },
                              &dsse, reterr);
    }
    if (status == MF_OK) {
        status = check_payload(&dsse, &read_options, &validate_options, ret_report, reterr);
    }
    if (status == MF_OK) {
        status = check_room(&dsse, keys, key_count, reterr);
    }
    if (status == MF_OK) {
        status = extend(&dsse, keys, key_count, ret_envelope, reterr);
    }
    mf_dsse_release(&dsse);
    return status;
}
