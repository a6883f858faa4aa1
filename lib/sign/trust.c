/* SPDX-License-Identifier: Apache-2.0 */
/* Trusted keys are told apart by their 32 bytes, never by a key id that somebody else wrote. */
#include "sign/trust.h"

#include "base/error.h"
#include "sign/key.h"

#include <stdlib.h>

static int compare_public(const void *left, const void *right)
{
    const struct mf_trusted_key *first = left;
    const struct mf_trusted_key *second = right;
    int order = memcmp(mf_key_public(first->key), mf_key_public(second->key), MF_KEY_PUBLIC_SIZE);

    return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

static int compare_index(const void *left, const void *right)
{
    const struct mf_trusted_key *first = left;
    const struct mf_trusted_key *second = right;

    return (first->index > second->index) - (first->index < second->index);
}

mf_status mf_trust_init(struct mf_trust *trust, mf_key *const *keys, size_t count, mf_error **reterr)
{
    *trust = (struct mf_trust){ NULL, 0 };
    if (keys == NULL || count == 0) {
        return mf_error_argument(reterr, "there must be at least one key");
    }
    trust->keys = calloc(count, sizeof *trust->keys);
    if (trust->keys == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        if (keys[i] == NULL) {
            mf_trust_release(trust);
            return mf_error_argument(reterr, "a key must not be NULL");
        }
        trust->keys[i] = (struct mf_trusted_key){ keys[i], i, false };
    }
    qsort(trust->keys, count, sizeof *trust->keys, compare_public);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || memcmp(mf_key_public(trust->keys[i].key),
                             mf_key_public(trust->keys[trust->count - 1].key), MF_KEY_PUBLIC_SIZE) != 0) {
            trust->keys[trust->count++] = trust->keys[i];
        }
    }
    qsort(trust->keys, trust->count, sizeof *trust->keys, compare_index);
    return MF_OK;
}

void mf_trust_release(struct mf_trust *trust)
{
    free(trust->keys);
    *trust = (struct mf_trust){ NULL, 0 };
}

/* Tries a signature on the keys that have not signed yet: those that its key id names, or all others. */
static bool try_keys(struct mf_trust *trust, const struct mf_dsse *dsse,
                     const struct mf_dsse_signature *signature, bool named)
{
    for (size_t i = 0; i < trust->count; i++) {
        struct mf_trusted_key *trusted = &trust->keys[i];

        if (!trusted->signed_it && mf_view_is(signature->keyid, mf_key_id(trusted->key)) == named &&
            mf_key_verifies(trusted->key, dsse->message, mf_view_make(signature->bytes, signature->size))) {
            trusted->signed_it = true;
            return true;
        }
    }
    return false;
}

size_t mf_trust_verify(struct mf_trust *trust, const struct mf_dsse *dsse)
{
    size_t signers = 0;

    for (size_t i = 0; i < dsse->count; i++) {
        const struct mf_dsse_signature *signature = &dsse->signatures[i];

        if (signature->size == MF_KEY_SIGNATURE_SIZE &&
            (try_keys(trust, dsse, signature, true) || try_keys(trust, dsse, signature, false))) {
            signers++;
        }
    }
    return signers;
}
