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
    /* libsodium passes over NUL where it is told to pass over anything, and takes some bytes above 127 for digits. */
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\0' || (text.data[i] & 0x80) != 0) {
            return false;
        }
    }
    return text.size > 0 && sodium_base642bin(bytes, capacity, text.data, text.size, "\r\n", ret_size, NULL,
                                              sodium_base64_VARIANT_ORIGINAL) == 0;
}

void mf_secret_encode_base64(const uint8_t *bytes, size_t size, char *text)
{
    (void)sodium_bin2base64(text, sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), bytes,
                            size, sodium_base64_VARIANT_ORIGINAL);
}
