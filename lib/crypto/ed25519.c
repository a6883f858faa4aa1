/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 (RFC 8032) by libsodium. Its functions take bare pointers, so every size here is fixed by the type.
 * What it does not refuse by itself is refused here: public keys with a component of small order, and key
 * pairs whose halves differ.
 */
#include "crypto/crypto.h"

#include <sodium.h>

_Static_assert(crypto_sign_SEEDBYTES == MF_ED25519_SEED_SIZE, "size of a seed");
_Static_assert(crypto_sign_PUBLICKEYBYTES == MF_ED25519_PUBLIC_SIZE, "size of a public key");
_Static_assert(crypto_sign_BYTES == MF_ED25519_SIGNATURE_SIZE, "size of a signature");

static const unsigned char *message_bytes(struct mf_view message)
{
    return (const unsigned char *)(message.size == 0 ? "" : message.data);
}

bool mf_ed25519_verify(struct mf_view signature, struct mf_view message,
                       const uint8_t public_key[MF_ED25519_PUBLIC_SIZE])
{
    return signature.size == MF_ED25519_SIGNATURE_SIZE &&
           crypto_sign_verify_detached((const unsigned char *)signature.data, message_bytes(message),
                                       message.size, public_key) == 0;
}

bool mf_ed25519_public_is_good(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE])
{
    return crypto_core_ed25519_is_valid_point(public_key) == 1;
}

/* The key pair of a seed, in the form that libsodium signs with, in guarded memory. */
static mf_status expand(const uint8_t seed[MF_ED25519_SEED_SIZE], uint8_t public_key[MF_ED25519_PUBLIC_SIZE],
                        uint8_t **ret_pair)
{
    uint8_t *pair = mf_secret_alloc(crypto_sign_SECRETKEYBYTES);

    if (pair == NULL) {
        return MF_ERROR_MEMORY;
    }
    if (crypto_sign_seed_keypair(public_key, pair, seed) != 0) {
        mf_secret_free(pair);
        return MF_ERROR_CRYPTO;
    }
    *ret_pair = pair;
    return MF_OK;
}

mf_status mf_ed25519_public_of(const uint8_t seed[MF_ED25519_SEED_SIZE],
                               uint8_t public_key[MF_ED25519_PUBLIC_SIZE])
{
    uint8_t *pair = NULL;
    mf_status status = expand(seed, public_key, &pair);

    mf_secret_free(pair);
    return status;
}

mf_status mf_ed25519_sign(const uint8_t seed[MF_ED25519_SEED_SIZE],
                          const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], struct mf_view message,
                          uint8_t signature[MF_ED25519_SIGNATURE_SIZE])
{
    uint8_t derived[MF_ED25519_PUBLIC_SIZE];
    uint8_t *pair = NULL;
    mf_status status = expand(seed, derived, &pair);

    /* A signature made with another public half gives the secret away. */
    if (status == MF_OK &&
        (sodium_memcmp(derived, public_key, sizeof derived) != 0 ||
         crypto_sign_detached(signature, NULL, message_bytes(message), message.size, pair) != 0 ||
         !mf_ed25519_verify(mf_view_make((const char *)signature, MF_ED25519_SIGNATURE_SIZE), message,
                            public_key))) {
        status = MF_ERROR_CRYPTO;
    }
    mf_secret_free(pair);
    if (status != MF_OK) {
        mf_secret_wipe(signature, MF_ED25519_SIGNATURE_SIZE);
    }
    return status;
}
