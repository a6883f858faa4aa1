/* SPDX-License-Identifier: Apache-2.0 */
/* The keys that a verifier trusts, and which of them signed. */
#ifndef MF_SIGN_TRUST_H
#define MF_SIGN_TRUST_H

#include "sign/dsse.h"

struct mf_trusted_key {
    const mf_key *key;
    size_t index; /* in the caller's list */
    bool signed_it;
};

/* Distinct public keys, in the order of the caller's list. */
struct mf_trust {
    struct mf_trusted_key *keys;
    size_t count;
};

/* Takes the distinct keys of a list. MF_OK, MF_ERROR_ARGUMENT (none, or a NULL among them), MF_ERROR_MEMORY. */
mf_status mf_trust_init(struct mf_trust *trust, mf_key *const *keys, size_t count, mf_error **reterr);
void mf_trust_release(struct mf_trust *trust);

/*
 * Marks the keys that signed the envelope and returns how many they are. Key ids say which key is tried first and nothing
 * else. At most 16 verifications for each key.
 */
size_t mf_trust_verify(struct mf_trust *trust, const struct mf_dsse *dsse);

#endif
