/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, Ed25519 and secret memory. This folder alone includes the headers of libsodium and OpenSSL. */
#ifndef MF_CRYPTO_CRYPTO_H
#define MF_CRYPTO_CRYPTO_H

#include "base/view.h"

#include <libmanifest/error.h>

#include <stdint.h>

enum {
    MF_SHA256_SIZE = 32,
    MF_SHA256_HEX_SIZE = 64,
    MF_ED25519_SEED_SIZE = 32,
    MF_ED25519_PUBLIC_SIZE = 32,
    MF_ED25519_SIGNATURE_SIZE = 64,
};

/* Starts the cryptographic library once for the process; every caller of this folder's other functions has called it.
 * MF_OK or MF_ERROR_CRYPTO. Thread-safe. */
mf_status mf_crypto_start(mf_error **reterr);

/* SHA-256 (FIPS 180-4). False where the library refuses. */
bool mf_sha256(struct mf_view data, uint8_t digest[MF_SHA256_SIZE]);

/* As mf_sha256(), in lower-case hexadecimal with a zero behind. */
bool mf_sha256_hex(struct mf_view data, char digest[MF_SHA256_HEX_SIZE + 1]);

/* Verifies pure Ed25519 (RFC 8032). */
bool mf_ed25519_verify(const uint8_t signature[MF_ED25519_SIGNATURE_SIZE], struct mf_view message,
                       const uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* True if the bytes are a point of the main subgroup in canonical encoding: fit to be a public key. */
bool mf_ed25519_public_is_good(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* The public key of a seed. */
bool mf_ed25519_public_of(const uint8_t seed[MF_ED25519_SEED_SIZE], uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* Signs, re-deriving the key from its seed, and verifies the signature before it returns true. */
bool mf_ed25519_sign(const uint8_t seed[MF_ED25519_SEED_SIZE], const uint8_t public_key[MF_ED25519_PUBLIC_SIZE],
                     struct mf_view message, uint8_t signature[MF_ED25519_SIGNATURE_SIZE]);

/* Fills memory from the system's random number generator. */
void mf_random(void *memory, size_t size);

/* Guarded memory that is wiped when it is freed. NULL if it cannot be had. */
void *mf_secret_alloc(size_t size);
void mf_secret_free(void *memory);

/* Wipes memory in a way no compiler removes. */
void mf_secret_wipe(void *memory, size_t size);

#endif
