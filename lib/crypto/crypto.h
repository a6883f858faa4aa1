/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, Ed25519 and secret memory. This folder alone includes the headers of libsodium and OpenSSL. */
#ifndef MF_CRYPTO_CRYPTO_H
#define MF_CRYPTO_CRYPTO_H

#include "base/view.h"

#include <libmanifest/hash.h>

#include <stdint.h>

enum {
    MF_SHA256_SIZE = 32,
    MF_SHA256_HEX_SIZE = 64,
    MF_ED25519_SEED_SIZE = 32,
    MF_ED25519_PUBLIC_SIZE = 32,
    MF_ED25519_SIGNATURE_SIZE = 64,
};

/* Starts the cryptographic library once for the process; every caller of this folder's other functions has
 * called it. MF_OK or MF_ERROR_CRYPTO. Thread-safe. */
mf_status mf_crypto_start(mf_error **reterr);

/* SHA-256 (FIPS 180-4). False where the library refuses. */
bool mf_sha256(struct mf_view data, uint8_t digest[MF_SHA256_SIZE]);

/* As mf_sha256(), in lower-case hexadecimal with a zero behind. */
bool mf_sha256_hex(struct mf_view data, char digest[MF_SHA256_HEX_SIZE + 1]);

enum { MF_LONGEST_DIGEST = 64 };

/* A digest that is computed piece by piece; for one thread. */
struct mf_hash;

/* NULL for an unknown algorithm, or if memory cannot be had. mf_hash_begin() comes next. */
struct mf_hash *mf_hash_new(mf_hash_algorithm algorithm);

/* NULL does nothing. */
void mf_hash_free(struct mf_hash *hash);

/* Begins a digest; also after mf_hash_finish(), or to give one up. False where the library refuses. */
bool mf_hash_begin(struct mf_hash *hash);
bool mf_hash_update(struct mf_hash *hash, struct mf_view data);

/* Writes mf_hash_size() bytes. */
bool mf_hash_finish(struct mf_hash *hash, uint8_t digest[MF_LONGEST_DIGEST]);

/* Bytes of a digest; 0 for an unknown algorithm. */
size_t mf_hash_size(mf_hash_algorithm algorithm);

/* Verifies pure Ed25519 (RFC 8032). A signature of any other size than 64 bytes does not verify. */
bool mf_ed25519_verify(struct mf_view signature, struct mf_view message,
                       const uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* True if the bytes are a point of the main subgroup in canonical encoding: fit to be a public key. */
bool mf_ed25519_public_is_good(const uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* The public key of a seed. MF_OK, MF_ERROR_MEMORY or MF_ERROR_CRYPTO. */
mf_status mf_ed25519_public_of(const uint8_t seed[MF_ED25519_SEED_SIZE],
                               uint8_t public_key[MF_ED25519_PUBLIC_SIZE]);

/* Signs, re-deriving the key pair from its seed; a public key that is not the seed's is refused, and the
 * signature is verified before it is handed out. MF_OK, MF_ERROR_MEMORY or MF_ERROR_CRYPTO; on failure the
 * signature is zeroed. */
mf_status mf_ed25519_sign(const uint8_t seed[MF_ED25519_SEED_SIZE],
                          const uint8_t public_key[MF_ED25519_PUBLIC_SIZE], struct mf_view message,
                          uint8_t signature[MF_ED25519_SIGNATURE_SIZE]);

/* Fills memory from the system's random number generator. False where the system gives none. */
bool mf_random(void *memory, size_t size);

/* Guarded memory that is wiped when it is freed: for bytes, for it is not aligned. NULL if it cannot be had.
 * Freeing NULL does nothing. */
void *mf_secret_alloc(size_t size);
void mf_secret_free(void *memory);

/* Wipes memory in a way no compiler removes. */
void mf_secret_wipe(void *memory, size_t size);

/* Standard base64 with padding (RFC 4648 section 4), in time that does not depend on the bytes. CR and LF are
 * passed over. False if the text is empty or anything else, or its bytes do not fit. */
bool mf_secret_decode_base64(struct mf_view text, uint8_t *bytes, size_t capacity, size_t *ret_size);

/* Writes the base64 of bytes: 4 characters for each 3 bytes begun, and a zero. */
void mf_secret_encode_base64(const uint8_t *bytes, size_t size, char *text);

#endif
