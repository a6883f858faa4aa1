/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: by libcrypto, which uses the hardware, where the build has it; else, or where it refuses, by
 * libsodium. */
#include "crypto/crypto.h"

#include "value/hex.h"

#include <sodium.h>
#if MF_HAVE_LIBCRYPTO
#include <openssl/err.h>
#include <openssl/evp.h>
#endif

_Static_assert(crypto_hash_sha256_BYTES == MF_SHA256_SIZE, "size of a SHA-256 digest");

#if MF_HAVE_LIBCRYPTO
static bool hash_with_libcrypto(struct mf_view data, uint8_t digest[MF_SHA256_SIZE])
{
    unsigned size = 0;
    bool done;

    /* The thread's queue of errors is the host's: leave nothing in it. */
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
