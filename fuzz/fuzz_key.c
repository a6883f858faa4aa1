/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a key: what is read is written so that it reads back to the same key. */
#include "fuzz.h"

#include <libmanifest/libmanifest.h>
#include <string.h>

static void check_again(mf_bytes *pem, const mf_key *key, bool secret)
{
    mf_key *again = NULL;

    require(mf_key_read(mf_bytes_data(pem), mf_bytes_size(pem), &again, NULL) == MF_OK,
            "what was written cannot be read");
    require(strcmp(mf_key_id(again), mf_key_id(key)) == 0 && mf_key_can_sign(again) == secret,
            "what was written is another key");
    mf_key_unref(again);
    mf_bytes_unref(pem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mf_key *key = NULL;
    mf_bytes *pem = NULL;
    mf_error *error = NULL;
    mf_status status = mf_key_read(size == 0 ? "" : (const char *)data, size, &key, &error);

    if (status == MF_OK) {
        require(mf_key_write_public(key, &pem, NULL) == MF_OK, "the public key cannot be written");
        check_again(pem, key, false);
        if (mf_key_can_sign(key)) {
            require(mf_key_write_secret(key, &pem, NULL) == MF_OK, "the secret key cannot be written");
            check_again(pem, key, true);
        }
    } else {
        require(key == NULL && (status == MF_ERROR_SYNTAX || status == MF_ERROR_KEY),
                "reading fails in an odd way");
    }
    mf_key_unref(key);
    mf_error_unref(error);
    return 0;
}
