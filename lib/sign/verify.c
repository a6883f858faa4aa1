/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying envelopes: signatures first, and what was signed only where they are good. */
#include "base/bytes.h"
#include "base/error.h"
#include "base/options.h"
#include "crypto/crypto.h"
#include "sign/verified.h"
#include "value/timestamp.h"

/* What one call works with. release() ends it, also after a failure. */
struct verification {
    mf_verify_options options;
    struct mf_read_options limits; /* of the manifest inside */
    struct mf_dsse_limits envelope_limits;
    struct mf_trust trust;
    struct mf_dsse dsse;
};

void mf_verify_options_init(mf_verify_options *options, size_t size)
{
    mf_options_init(options, size);
    if (options != NULL && size >= offsetof(mf_verify_options, threshold) + sizeof options->threshold) {
        options->threshold = 1;
    }
}

static void release(struct verification *verification)
{
    mf_dsse_release(&verification->dsse);
    mf_trust_release(&verification->trust);
}

static mf_status take_options(struct verification *verification, const mf_verify_options *options,
                              mf_error **reterr)
{
    mf_verify_options *ours = &verification->options;
    struct mf_limits limits;
    mf_status status;

    mf_verify_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours->profile < 0 || ours->profile > MF_PROFILE_RELEASE) {
        return mf_error_argument(reterr, "the options name no profile");
    }
    status = mf_limits_from_options(ours->limits, &limits, &verification->limits, reterr);
    if (status == MF_OK) {
        verification->envelope_limits =
            (struct mf_dsse_limits){ 2 * limits.input, limits.memory, limits.depth };
    }
    return status;
}

static mf_status check_threshold(const struct verification *verification, mf_error **reterr)
{
    uint32_t threshold = verification->options.threshold;

    if (threshold == 0 || threshold > verification->trust.count) {
        return mf_error_set(
            reterr, MF_ERROR_ARGUMENT,
            "the threshold is %lu, and there are %zu distinct keys: it must be at least 1 and at "
            "most their number",
            (unsigned long)threshold, verification->trust.count);
    }
    return MF_OK;
}

/* Checks the arguments and reads the envelope. */
static mf_status begin(struct verification *verification, const void *envelope, size_t size,
                       mf_key *const *keys, size_t key_count, const mf_verify_options *options,
                       mf_error **reterr)
{
    mf_status status;

    if (envelope == NULL) {
        return mf_error_argument(reterr, "envelope must not be NULL");
    }
    status = take_options(verification, options, reterr);
    if (status == MF_OK) {
        status = mf_trust_init(&verification->trust, keys, key_count, reterr);
    }
    if (status == MF_OK) {
        status = check_threshold(verification, reterr);
    }
    if (status == MF_OK) {
        status = mf_crypto_start(reterr);
    }
    if (status == MF_OK) {
        status = mf_dsse_read(mf_view_make(envelope, size == MF_ZERO_TERMINATED ? strlen(envelope) : size),
                              &verification->envelope_limits, &verification->dsse, reterr);
    }
    return status;
}

static mf_status too_few_signers(const struct verification *verification, size_t signers, mf_error **reterr)
{
    if (signers == 0) {
        return mf_error_set(reterr, MF_ERROR_SIGNATURE,
                            "no trusted key signed this: others signed it, or it was changed since");
    }
    return mf_error_set(reterr, MF_ERROR_SIGNATURE,
                        "only %zu of %zu trusted keys signed this, and %lu are needed", signers,
                        verification->trust.count, (unsigned long)verification->options.threshold);
}

/* Everything but the payload. The result is made where the threshold is met. */
static mf_status verify_signatures(struct verification *verification, const void *envelope, size_t size,
                                   mf_key *const *keys, size_t key_count, const mf_verify_options *options,
                                   mf_verified **ret_verified, mf_error **reterr)
{
    mf_status status = begin(verification, envelope, size, keys, key_count, options, reterr);
    mf_verified *verified;
    size_t signers;

    if (status != MF_OK) {
        return status;
    }
    signers = mf_trust_verify(&verification->trust, &verification->dsse);
    if (signers < verification->options.threshold) {
        return too_few_signers(verification, signers, reterr);
    }
    verified = mf_verified_new(&verification->dsse, &verification->trust, verification->options.threshold);
    if (verified == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_verified = verified;
    return MF_OK;
}

mf_status mf_envelope_verify_any(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                                 const mf_verify_options *options, mf_verified **ret_verified,
                                 mf_error **reterr)
{
    struct verification verification = { .trust = { NULL, 0 } };
    mf_status status;

    if (ret_verified == NULL) {
        return mf_error_argument(reterr, "ret_verified must not be NULL");
    }
    status = verify_signatures(&verification, envelope, size, keys, key_count, options, ret_verified, reterr);
    release(&verification);
    return status;
}

/* Refuses a release whose last moment has passed by the time of the options. */
static mf_status check_expiry(const struct verification *verification, const mf_manifest *manifest,
                              mf_error **reterr)
{
    const struct mf_scalar *expires = &manifest->root->release->expires;
    int64_t last;

    if (verification->options.time == 0 || expires->text == NULL) {
        return MF_OK;
    }
    if (!mf_timestamp_parse(mf_view_make(expires->text, expires->size), &last)) {
        return mf_error_set(reterr, MF_ERROR_INTERNAL,
                            "a timestamp that was checked cannot be read: please report it");
    }
    if (verification->options.time > last) {
        return mf_error_set(reterr, MF_ERROR_EXPIRED, "the release expired at %s", expires->text);
    }
    return MF_OK;
}

/* Looks at what was signed, and gives the result the manifest. */
static mf_status verify_release(const struct verification *verification, mf_verified *verified,
                                mf_report **ret_report, mf_error **reterr)
{
    const mf_verify_options *options = &verification->options;
    char digest[MF_DIGEST_SIZE];
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_status status = mf_dsse_check_type(&verification->dsse, MF_PAYLOAD_TYPE, reterr);

    if (status == MF_OK) {
        status = mf_statement_read(mf_bytes_view(verification->dsse.payload), &verification->limits,
                                   options->profile == 0 ? MF_PROFILE_RELEASE : options->profile, &manifest,
                                   digest, ret_report == NULL ? NULL : &report, reterr);
    }
    if (status == MF_OK) {
        mf_verified_set_manifest(verified, manifest, digest);
        status = check_expiry(verification, manifest, reterr);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

mf_status mf_envelope_verify(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                             const mf_verify_options *options, mf_verified **ret_verified,
                             mf_report **ret_report, mf_error **reterr)
{
    struct verification verification = { .trust = { NULL, 0 } };
    mf_verified *verified = NULL;
    mf_status status;

    if (ret_verified == NULL) {
        return mf_error_argument(reterr, "ret_verified must not be NULL");
    }
    status = verify_signatures(&verification, envelope, size, keys, key_count, options, &verified, reterr);
    if (status == MF_OK) {
        status = verify_release(&verification, verified, ret_report, reterr);
    }
    release(&verification);
    if (status != MF_OK) {
        (void)mf_verified_unref(verified);
        return status;
    }
    *ret_verified = verified;
    return MF_OK;
}
