/* SPDX-License-Identifier: Apache-2.0 */
/* Ed25519 keys as PEM text (RFC 7468, RFC 8410): read strictly, written as the openssl command writes them. */
#ifndef MF_SIGN_PEM_H
#define MF_SIGN_PEM_H

#include "crypto/crypto.h"

#include <libmanifest/bytes.h>

/* The size of a SubjectPublicKeyInfo in DER. */
enum { MF_SPKI_SIZE = 44 };

/* What PEM text said. */
struct mf_pem_key {
    uint8_t *seed; /* in guarded memory, the receiver's to free; NULL if the key is public */
    bool has_public;
    uint8_t public_key[MF_ED25519_PUBLIC_SIZE]; /* as it stands there, not yet looked at */
};

/*
 * Reads the one PEM block of a text. Secrets are copied to guarded memory alone.
 * @return MF_OK, MF_ERROR_SYNTAX, MF_ERROR_KEY, MF_ERROR_MEMORY
 */
mf_status mf_pem_read_key(struct mf_view text, struct mf_pem_key *ret_key, mf_error **reterr);

/* The DER SubjectPublicKeyInfo of a key. */
void mf_pem_spki(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], uint8_t spki[MF_SPKI_SIZE]);

/* Keys as PEM text; the secret one in guarded memory. */
mf_status mf_pem_write_public(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], mf_bytes **ret_pem,
                              mf_error **reterr);
mf_status mf_pem_write_secret(const uint8_t seed[MF_ED25519_SEED_SIZE], mf_bytes **ret_pem,
                              mf_error **reterr);

#endif
