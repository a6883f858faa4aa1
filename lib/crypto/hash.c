/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests: SHA-2 by libcrypto, which uses the hardware, where the build has it; else, or where it refuses, by libsodium. BLAKE2b
 * always by libsodium.
 */
#include "crypto/crypto.h"

#include "value/hex.h"

#include <sodium.h>
#include <stdlib.h>
#if MF_HAVE_LIBCRYPTO
#include <openssl/err.h>
#include <openssl/evp.h>
#endif

_Static_assert(crypto_hash_sha256_BYTES == MF_SHA256_SIZE, "size of a SHA-256 digest");
_Static_assert(crypto_hash_sha512_BYTES == MF_LONGEST_DIGEST, "size of the longest digest");

struct mf_hash {
    mf_hash_algorithm algorithm;
#if MF_HAVE_LIBCRYPTO
    EVP_MD_CTX *context; /* NULL: libcrypto gave none */
    bool by_libcrypto;   /* the digest that was begun is libcrypto's */
#endif
    union {
        crypto_hash_sha256_state sha256;
        crypto_hash_sha512_state sha512;
        crypto_generichash_state blake2b; /* aligned to 64 bytes */
    } state;
};

const char *mf_hash_algorithm_name(mf_hash_algorithm algorithm)
{
    switch (algorithm) {
    case MF_HASH_SHA256:
        return "sha256";
    case MF_HASH_SHA512:
        return "sha512";
    case MF_HASH_BLAKE2B_256:
        return "blake2b-256";
    default:
        return "unknown";
    }
}

mf_hash_algorithm mf_hash_algorithm_find(const char *name)
{
    for (mf_hash_algorithm i = MF_HASH_SHA256; name != NULL && i <= MF_HASH_BLAKE2B_256; i++) {
        if (strcmp(mf_hash_algorithm_name(i), name) == 0) {
            return i;
        }
    }
    return 0;
}

size_t mf_hash_size(mf_hash_algorithm algorithm)
{
    switch (algorithm) {
    case MF_HASH_SHA256:
    case MF_HASH_BLAKE2B_256:
        return 32;
    case MF_HASH_SHA512:
        return 64;
    default:
        return 0;
    }
}

struct mf_hash *mf_hash_new(mf_hash_algorithm algorithm)
{
    struct mf_hash *hash = NULL;

    if (mf_hash_size(algorithm) == 0) {
        return NULL;
    }
    /* The size of a struct is a multiple of its alignment. */
    if (posix_memalign((void **)&hash, _Alignof(struct mf_hash), sizeof *hash) != 0) {
        return NULL;
    }
    memset(hash, 0, sizeof *hash);
    hash->algorithm = algorithm;
#if MF_HAVE_LIBCRYPTO
    hash->context = algorithm == MF_HASH_BLAKE2B_256 ? NULL : EVP_MD_CTX_new();
#endif
    return hash;
}

void mf_hash_free(struct mf_hash *hash)
{
    if (hash != NULL) {
#if MF_HAVE_LIBCRYPTO
        EVP_MD_CTX_free(hash->context);
#endif
        free(hash);
    }
}

#if MF_HAVE_LIBCRYPTO
/* What libcrypto did must leave nothing in the thread's queue of errors, which is the host's. */
static bool begin_with_libcrypto(struct mf_hash *hash)
{
    bool done = false;

    (void)ERR_set_mark();
    if (hash->context != NULL) {
        const EVP_MD *kind = hash->algorithm == MF_HASH_SHA256 ? EVP_sha256() : EVP_sha512();

        done = EVP_DigestInit_ex(hash->context, kind, NULL) == 1;
    }
    (void)ERR_pop_to_mark();
    return done;
}

static bool update_with_libcrypto(struct mf_hash *hash, struct mf_view data)
{
    bool done;

    (void)ERR_set_mark();
    done = EVP_DigestUpdate(hash->context, data.data, data.size) == 1;
    (void)ERR_pop_to_mark();
    return done;
}

static bool finish_with_libcrypto(struct mf_hash *hash, uint8_t *digest)
{
    unsigned size = 0;
    bool done;

    (void)ERR_set_mark();
    done = EVP_DigestFinal_ex(hash->context, digest, &size) == 1;
    (void)ERR_pop_to_mark();
    return done && size == mf_hash_size(hash->algorithm);
}
#endif

bool mf_hash_begin(struct mf_hash *hash)
{
#if MF_HAVE_LIBCRYPTO
    hash->by_libcrypto = begin_with_libcrypto(hash);
    if (hash->by_libcrypto) {
        return true;
    }
#endif
    switch (hash->algorithm) {
    case MF_HASH_SHA256:
        return crypto_hash_sha256_init(&hash->state.sha256) == 0;
    case MF_HASH_SHA512:
        return crypto_hash_sha512_init(&hash->state.sha512) == 0;
    default:
        return crypto_generichash_init(&hash->state.blake2b, NULL, 0, 32) == 0;
    }
}

bool mf_hash_update(struct mf_hash *hash, struct mf_view data)
{
    const unsigned char *bytes = (const unsigned char *)data.data;

    if (data.size == 0) {
        return true;
    }
#if MF_HAVE_LIBCRYPTO
    if (hash->by_libcrypto) {
        return update_with_libcrypto(hash, data);
    }
#endif
    switch (hash->algorithm) {
    case MF_HASH_SHA256:
        return crypto_hash_sha256_update(&hash->state.sha256, bytes, data.size) == 0;
    case MF_HASH_SHA512:
        return crypto_hash_sha512_update(&hash->state.sha512, bytes, data.size) == 0;
    default:
        return crypto_generichash_update(&hash->state.blake2b, bytes, data.size) == 0;
    }
}

bool mf_hash_finish(struct mf_hash *hash, uint8_t digest[MF_LONGEST_DIGEST])
{
#if MF_HAVE_LIBCRYPTO
    if (hash->by_libcrypto) {
        return finish_with_libcrypto(hash, digest);
    }
#endif
    switch (hash->algorithm) {
    case MF_HASH_SHA256:
        return crypto_hash_sha256_final(&hash->state.sha256, digest) == 0;
    case MF_HASH_SHA512:
        return crypto_hash_sha512_final(&hash->state.sha512, digest) == 0;
    default:
        return crypto_generichash_final(&hash->state.blake2b, digest, 32) == 0;
    }
}

#if MF_HAVE_LIBCRYPTO
static bool hash_with_libcrypto(struct mf_view data, uint8_t digest[MF_SHA256_SIZE])
{
    unsigned size = 0;
    bool done;

    (void)ERR_set_mark();
    done = EVP_Digest(data.size == 0 ? "" : data.data, data.size, digest, &size, EVP_sha256(), NULL) == 1;
    (void)ERR_pop_to_mark();
    return done && size == MF_SHA256_SIZE;
}
#endif

bool mf_sha256(struct mf_view data, uint8_t digest[MF_SHA256_SIZE])
{
#if MF_HAVE_LIBCRYPTO
    if (hash_with_libcrypto(data, digest)) {
        return true;
    }
#endif
    return crypto_hash_sha256(digest, (const unsigned char *)(data.size == 0 ? "" : data.data), data.size) ==
           0;
}

bool mf_sha256_hex(struct mf_view data, char digest[MF_SHA256_HEX_SIZE + 1])
{
    uint8_t bytes[MF_SHA256_SIZE];

    if (!mf_sha256(data, bytes)) {
        return false;
    }
    mf_hex_encode(bytes, sizeof bytes, digest);
    digest[MF_SHA256_HEX_SIZE] = '\0';
    return true;
}
