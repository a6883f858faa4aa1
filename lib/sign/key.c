/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: generated, read, written, and asked to sign. Of a secret only its seed is kept, in guarded memory. */
#include "sign/key.h"

#include "base/error.h"
#include "base/file.h"
#include "base/reference.h"
#include "crypto/crypto.h"
#include "sign/pem.h"

#include <stdlib.h>

/* Largest file or text that is looked at. */
enum { LARGEST_TEXT = 64 * 1024 };

struct mf_key {
    struct mf_reference reference;
    uint8_t public_key[MF_ED25519_PUBLIC_SIZE];
    char id[MF_SHA256_HEX_SIZE + 1];
    uint8_t *seed; /* guarded; NULL if the key is public or its secret elsewhere */
    mf_signer_callback callback;
    void *user_data;
};

/* A key of checked parts. Takes the seed, which may be NULL, also on failure. */
static mf_status make(const uint8_t *public_key, uint8_t *seed, mf_key **ret_key, mf_error **reterr)
{
    uint8_t spki[MF_SPKI_SIZE];
    mf_key *key = calloc(1, sizeof *key);

    if (key == NULL) {
        mf_secret_free(seed);
        return mf_error_memory(reterr);
    }
    mf_reference_init(&key->reference);
    memcpy(key->public_key, public_key, sizeof key->public_key);
    key->seed = seed;
    mf_pem_spki(public_key, spki);
    if (!mf_sha256_hex(mf_view_make((const char *)spki, sizeof spki), key->id)) {
        (void)mf_key_unref(key);
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "SHA-256 failed");
    }
    *ret_key = key;
    return MF_OK;
}

static mf_status make_public(const uint8_t *public_key, mf_key **ret_key, mf_error **reterr)
{
    if (!mf_ed25519_public_is_good(public_key)) {
        return mf_error_set(reterr, MF_ERROR_KEY,
                            "the public key is none: its point is of small order, not in its shortest "
                            "form, or off the curve");
    }
    return make(public_key, NULL, ret_key, reterr);
}

/* Takes the seed, also on failure. `expected` is the public key that was recorded with it, or NULL. */
static mf_status make_secret(uint8_t *seed, const uint8_t *expected, mf_key **ret_key, mf_error **reterr)
{
    uint8_t public_key[MF_ED25519_PUBLIC_SIZE];
    mf_status status = mf_ed25519_public_of(seed, public_key);

    if (status == MF_OK && (expected == NULL || memcmp(public_key, expected, sizeof public_key) == 0)) {
        return make(public_key, seed, ret_key, reterr);
    }
    mf_secret_free(seed);
    if (status == MF_OK) {
        return mf_error_set(reterr, MF_ERROR_KEY,
                            "the public key that the file holds is not that of its secret key");
    }
    return status == MF_ERROR_MEMORY ? mf_error_memory(reterr)
                                     : mf_error_set(reterr, status, "the public key cannot be derived");
}

mf_status mf_key_generate(mf_key **ret_key, mf_error **reterr)
{
    uint8_t *seed;
    mf_status status;

    if (ret_key == NULL) {
        return mf_error_argument(reterr, "ret_key must not be NULL");
    }
    status = mf_crypto_start(reterr);
    if (status != MF_OK) {
        return status;
    }
    seed = mf_secret_alloc(MF_ED25519_SEED_SIZE);
    if (seed == NULL) {
        return mf_error_memory(reterr);
    }
    if (!mf_random(seed, MF_ED25519_SEED_SIZE)) {
        mf_secret_free(seed);
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "the system gives no random bytes");
    }
    return make_secret(seed, NULL, ret_key, reterr);
}

/* A key of PEM text. The library has been started. */
static mf_status read_text(struct mf_view text, mf_key **ret_key, mf_error **reterr)
{
    struct mf_pem_key found;
    mf_status status;

    if (text.size > LARGEST_TEXT) {
        return mf_error_set(reterr, MF_ERROR_SYNTAX, "not a PEM key: it is larger than %d bytes",
                            LARGEST_TEXT);
    }
    status = mf_pem_read_key(text, &found, reterr);
    if (status != MF_OK) {
        return status;
    }
    return found.seed == NULL
               ? make_public(found.public_key, ret_key, reterr)
               : make_secret(found.seed, found.has_public ? found.public_key : NULL, ret_key, reterr);
}

mf_status mf_key_read(const void *pem, size_t size, mf_key **ret_key, mf_error **reterr)
{
    mf_status status;

    if (pem == NULL || ret_key == NULL) {
        return mf_error_argument(reterr, "pem and ret_key must not be NULL");
    }
    status = mf_crypto_start(reterr);
    if (status != MF_OK) {
        return status;
    }
    return read_text(mf_view_make(pem, size == MF_ZERO_TERMINATED ? strlen(pem) : size), ret_key, reterr);
}

/* A file that holds a secret is its owner's alone. What a terminal's permissions say is no matter. */
static bool is_private(const struct stat *information)
{
    return S_ISCHR(information->st_mode) || (information->st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

mf_status mf_key_read_file(const char *path, mf_key **ret_key, mf_error **reterr)
{
    struct stat information;
    mf_key *key = NULL;
    char *text;
    size_t size = 0;
    mf_status status;

    if (path == NULL || ret_key == NULL) {
        return mf_error_argument(reterr, "path and ret_key must not be NULL");
    }
    status = mf_crypto_start(reterr);
    if (status != MF_OK) {
        return status;
    }
    text = mf_secret_alloc(LARGEST_TEXT);
    if (text == NULL) {
        return mf_error_memory(reterr);
    }
    status = mf_file_read_into(path, text, LARGEST_TEXT, &size, &information, reterr);
    if (status == MF_OK) {
        status = read_text(mf_view_make(text, size), &key, reterr);
    }
    mf_secret_free(text);
    if (status == MF_OK && key->seed != NULL && !is_private(&information)) {
        (void)mf_key_unref(key);
        return mf_error_set(reterr, MF_ERROR_KEY,
                            "others than its owner may read or write the secret key %s: chmod 600 it", path);
    }
    if (status == MF_OK) {
        *ret_key = key;
    }
    return status;
}

mf_status mf_key_new_public(const uint8_t *public_key, size_t size, mf_key **ret_key, mf_error **reterr)
{
    mf_status status;

    if (public_key == NULL || ret_key == NULL || size != MF_KEY_PUBLIC_SIZE) {
        return mf_error_argument(reterr,
                                 "public_key and ret_key must not be NULL, and a public key has 32 bytes");
    }
    status = mf_crypto_start(reterr);
    return status == MF_OK ? make_public(public_key, ret_key, reterr) : status;
}

mf_status mf_key_new_signer(const uint8_t *public_key, size_t size, mf_signer_callback callback,
                            void *user_data, mf_key **ret_key, mf_error **reterr)
{
    mf_key *key = NULL;
    mf_status status;

    if (callback == NULL || ret_key == NULL) {
        return mf_error_argument(reterr, "callback and ret_key must not be NULL");
    }
    status = mf_key_new_public(public_key, size, &key, reterr);
    if (status == MF_OK) {
        key->callback = callback;
        key->user_data = user_data;
        *ret_key = key;
    }
    return status;
}

const uint8_t *mf_key_public(const mf_key *key)
{
    return key == NULL ? NULL : key->public_key;
}

const char *mf_key_id(const mf_key *key)
{
    return key == NULL ? "" : key->id;
}

int32_t mf_key_can_sign(const mf_key *key)
{
    return key != NULL && (key->seed != NULL || key->callback != NULL);
}

mf_status mf_key_write_public(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr)
{
    if (key == NULL || ret_pem == NULL) {
        return mf_error_argument(reterr, "key and ret_pem must not be NULL");
    }
    return mf_pem_write_public(key->public_key, ret_pem, reterr);
}

mf_status mf_key_write_secret(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr)
{
    if (key == NULL || ret_pem == NULL) {
        return mf_error_argument(reterr, "key and ret_pem must not be NULL");
    }
    if (key->seed == NULL) {
        return mf_error_set(reterr, MF_ERROR_KEY, "there is no secret in the key %s", key->id);
    }
    return mf_pem_write_secret(key->seed, ret_pem, reterr);
}

mf_key *mf_key_ref(mf_key *key)
{
    if (key != NULL) {
        mf_reference_take(&key->reference);
    }
    return key;
}

mf_key *mf_key_unref(mf_key *key)
{
    if (key != NULL && mf_reference_give(&key->reference)) {
        mf_secret_free(key->seed);
        free(key);
    }
    return NULL;
}

bool mf_key_verifies(const mf_key *key, struct mf_view message, struct mf_view signature)
{
    return mf_ed25519_verify(signature, message, key->public_key);
}

static mf_status sign_elsewhere(const mf_key *key, struct mf_view message, uint8_t *signature,
                                mf_error **reterr)
{
    int32_t code;

    memset(signature, 0, MF_KEY_SIGNATURE_SIZE);
    code = key->callback(key->user_data, (const uint8_t *)message.data, message.size, signature);
    if (code != 0) {
        return mf_error_set(reterr, MF_ERROR_SIGNER, "the signer of the key %s failed with %ld", key->id,
                            (long)code);
    }
    if (!mf_key_verifies(key, message, mf_view_make((const char *)signature, MF_KEY_SIGNATURE_SIZE))) {
        return mf_error_set(reterr, MF_ERROR_SIGNER,
                            "the signer of the key %s returned a signature that does not verify", key->id);
    }
    return MF_OK;
}

mf_status mf_key_sign(const mf_key *key, struct mf_view message, uint8_t signature[MF_KEY_SIGNATURE_SIZE],
                      mf_error **reterr)
{
    mf_status status;

    if (key->callback != NULL) {
        return sign_elsewhere(key, message, signature, reterr);
    }
    if (key->seed == NULL) {
        return mf_error_set(reterr, MF_ERROR_KEY, "the key %s cannot sign: it is a public one", key->id);
    }
    status = mf_ed25519_sign(key->seed, key->public_key, message, signature);
    if (status == MF_ERROR_MEMORY) {
        return mf_error_memory(reterr);
    }
    return status == MF_OK ? MF_OK
                           : mf_error_set(reterr, status, "the signature of the key %s failed", key->id);
}
