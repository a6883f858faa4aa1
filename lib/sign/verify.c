/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying envelopes: signatures first, and what was signed only where they are good. */
#include "base/error.h"
#include "base/options.h"
#include "crypto/crypto.h"
#include "model/manifest.h"
#include "sign/verified.h"

/* What one call works with. release() ends it, also after a failure. */
struct verification {
    mf_verify_options options;
    struct mf_read_options limits; /* of the manifest inside */
    struct mf_dsse_limits envelope_limits;
    struct mf_trust trust;
    struct mf_dsse dsse;
    size_t signers;
};

void mf_verify_options_init(mf_verify_options *options, size_t size)
{
    if (options == NULL || size < sizeof options->size) {
        return;
    }
    memset(options, 0, size);
    options->size = size;
    if (size >= offsetof(mf_verify_options, threshold) + sizeof options->threshold) {
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
        return mf_error_set(reterr, MF_ERROR_ARGUMENT,
                            "the threshold %lu is not from 1 to %zu, the number of distinct keys",
                            (unsigned long)threshold, verification->trust.count);
    }
    return MF_OK;
}

/* Checks the arguments, reads the envelope and verifies its signatures. MF_OK: the threshold is met. */
static mf_status verify_signatures(struct verification *verification, const void *envelope, size_t size,
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
    if (status != MF_OK) {
        return status;
    }
    verification->signers = mf_trust_verify(&verification->trust, &verification->dsse);
    if (verification->signers < verification->options.threshold) {
        return mf_error_set(reterr, MF_ERROR_SIGNATURE,
                            "of the trusted keys %zu signed this, and %lu must have", verification->signers,
                            (unsigned long)verification->options.threshold);
    }
    return MF_OK;
}

mf_status mf_envelope_verify_any(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                                 const mf_verify_options *options, mf_verified **ret_verified,
                                 mf_error **reterr)
{
    struct verification verification = { .signers = 0 };
    mf_verified *verified = NULL;
    mf_status status;

    if (ret_verified == NULL) {
        return mf_error_argument(reterr, "ret_verified must not be NULL");
    }
    status = verify_signatures(&verification, envelope, size, keys, key_count, options, reterr);
    if (status == MF_OK) {
        verified = mf_verified_new(&verification.dsse, &verification.trust, verification.options.threshold);
        status = verified == NULL ? mf_error_memory(reterr) : MF_OK;
    }
    release(&verification);
    if (status == MF_OK) {
        *ret_verified = verified;
    }
    return status;
}
