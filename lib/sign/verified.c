/* SPDX-License-Identifier: Apache-2.0 */
/* The result of a verification. */
#include "sign/verified.h"

#include "base/reference.h"
#include "crypto/crypto.h"

#include <stdlib.h>

struct mf_verified {
    struct mf_reference reference;
    uint32_t threshold;
    mf_bytes *payload;
    mf_manifest *manifest;       /* NULL where the payload is any */
    char digest[MF_DIGEST_SIZE]; /* then empty */
    char *payload_type;
    size_t signer_count;
    char (*signers)[MF_SHA256_HEX_SIZE + 1];
};

mf_verified *mf_verified_new(const struct mf_dsse *dsse, const struct mf_trust *trust, uint32_t threshold)
{
    mf_verified *verified = calloc(1, sizeof *verified);

    if (verified == NULL) {
        return NULL;
    }
    mf_reference_init(&verified->reference);
    verified->threshold = threshold;
    verified->payload = mf_bytes_ref(dsse->payload);
    verified->payload_type = calloc(1, dsse->type.size + 1);
    verified->signers = calloc(trust->count, sizeof *verified->signers);
    if (verified->payload_type == NULL || verified->signers == NULL) {
        return mf_verified_unref(verified);
    }
    memcpy(verified->payload_type, dsse->type.size == 0 ? "" : dsse->type.data, dsse->type.size);
    for (size_t i = 0; i < trust->count; i++) {
        if (trust->keys[i].signed_it) {
            memcpy(verified->signers[verified->signer_count++], mf_key_id(trust->keys[i].key),
                   MF_SHA256_HEX_SIZE);
        }
    }
    return verified;
}

void mf_verified_set_manifest(mf_verified *verified, mf_manifest *manifest, const char digest[MF_DIGEST_SIZE])
{
    verified->manifest = manifest;
    memcpy(verified->digest, digest, MF_DIGEST_SIZE);
}

mf_manifest *mf_verified_manifest(const mf_verified *verified)
{
    return verified == NULL ? NULL : verified->manifest;
}

const char *mf_verified_digest(const mf_verified *verified)
{
    return verified == NULL ? "" : verified->digest;
}

const char *mf_verified_payload_type(const mf_verified *verified)
{
    return verified == NULL ? "" : verified->payload_type;
}

mf_bytes *mf_verified_payload(const mf_verified *verified)
{
    return verified == NULL ? NULL : verified->payload;
}

size_t mf_verified_signer_count(const mf_verified *verified)
{
    return verified == NULL ? 0 : verified->signer_count;
}

const char *mf_verified_signer(const mf_verified *verified, size_t index)
{
    return verified == NULL || index >= verified->signer_count ? NULL : verified->signers[index];
}

uint32_t mf_verified_threshold(const mf_verified *verified)
{
    return verified == NULL ? 0 : verified->threshold;
}

mf_verified *mf_verified_ref(mf_verified *verified)
{
    if (verified != NULL) {
        mf_reference_take(&verified->reference);
    }
    return verified;
}

mf_verified *mf_verified_unref(mf_verified *verified)
{
    if (verified != NULL && mf_reference_give(&verified->reference)) {
        (void)mf_bytes_unref(verified->payload);
        (void)mf_manifest_unref(verified->manifest);
        free(verified->payload_type);
        free(verified->signers);
        free(verified);
    }
    return NULL;
}
