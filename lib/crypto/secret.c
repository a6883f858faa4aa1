/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for secrets, and base64 in constant time. libsodium ends the process where a size is wrong: none is.
 */
#include "crypto/crypto.h"

#include <sodium.h>

void *mf_secret_alloc(size_t size)
{
    return sodium_malloc(size);
}

void mf_secret_free(void *memory)
{
    sodium_free(memory);
}

void mf_secret_wipe(void *memory, size_t size)
{
    sodium_memzero(memory, size);
}

bool mf_secret_decode_base64(struct mf_view text, uint8_t *bytes, size_t capacity, size_t *ret_size)
{
    /* libsodium passes over NUL too where it is told to pass over anything. */
    if (text.size == 0 || memchr(text.data, '\0', text.size) != NULL) {
        return false;
    }
    return sodium_base642bin(bytes, capacity, text.data, text.size, "\r\n", ret_size, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0;
}

void mf_secret_encode_base64(const uint8_t *bytes, size_t size, char *text)
{
    (void)sodium_bin2base64(text, sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), bytes,
                            size, sodium_base64_VARIANT_ORIGINAL);
}
