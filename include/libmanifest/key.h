/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_KEY_H
#define LIBMANIFEST_KEY_H
/**
 * @file
 * Ed25519 keys (RFC 8032): generated, read and written as PEM, or held elsewhere behind a callback.
 *
 * Secrets live in guarded memory, are wiped when they end, and never appear in a message.
 */
#include <libmanifest/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A public key, with or without the means to sign. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_key mf_key;

/** Bytes of a raw Ed25519 public key. */
#define MF_KEY_PUBLIC_SIZE 32
/** Bytes of an Ed25519 signature. */
#define MF_KEY_SIGNATURE_SIZE 64

/**
 * Signs a message with a key that lives outside this library: in an HSM, a KMS, an agent.
 *
 * Called once for each signature, on the thread that asked for it, and may block.
 *
 * @param user_data  what was given to mf_key_new_signer()
 * @param message    bytes to sign, with pure Ed25519
 * @param size       how many
 * @param signature  receives the 64 bytes of the signature
 * @return 0 on success, anything else on failure
 */
typedef int32_t (*mf_signer_callback)(void *user_data, const uint8_t *message, size_t size,
                                      uint8_t *signature);

/**
 * Makes a new key pair from the system's random number generator.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_key_generate(mf_key **ret_key, mf_error **reterr);

/**
 * Reads a key from PEM text: a secret one as PKCS#8 (RFC 8410 section 7, "PRIVATE KEY"), a public one as
 * SubjectPublicKeyInfo (RFC 8410 section 4, "PUBLIC KEY"). Text before and after the one PEM block may be white
 * space only.
 *
 * @return #MF_OK, #MF_ERROR_SYNTAX (not PEM, or not that DER), #MF_ERROR_KEY (another algorithm, an encrypted key, a
 *         public key of small order or off the curve, a public half that is not the secret's), #MF_ERROR_ARGUMENT,
 *         #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_key_read(const void *pem, size_t size, mf_key **ret_key, mf_error **reterr);

/**
 * As mf_key_read(), from a file of at most 64 KiB. The file of a secret key must not be readable or writable by group
 * or others (#MF_ERROR_KEY); its contents are wiped from memory. Also #MF_ERROR_IO and #MF_ERROR_LIMIT. Since 0.1.
 */
MF_API mf_status mf_key_read_file(const char *path, mf_key **ret_key, mf_error **reterr);

/**
 * A public key from its 32 raw bytes.
 * @return as mf_key_read(). Thread-safe. Since 0.1.
 */
MF_API mf_status mf_key_new_public(const uint8_t *public_key, size_t size, mf_key **ret_key,
                                   mf_error **reterr);

/**
 * A key that signs through a callback.
 *
 * @param public_key  its 32 raw bytes; every signature of the callback is verified with them before it is used
 * @param callback    signs; must stay callable as long as the key lives
 * @param user_data   handed to the callback
 * @return as mf_key_read(). Thread-safe if the callback is. Since 0.1.
 */
MF_API mf_status mf_key_new_signer(const uint8_t *public_key, size_t size, mf_signer_callback callback,
                                   void *user_data, mf_key **ret_key, mf_error **reterr);

/** The 32 raw bytes of the public key; they live as long as the key. Since 0.1. */
MF_API const uint8_t *mf_key_public(const mf_key *key);

/** The key id: lower-case hexadecimal SHA-256 of the DER SubjectPublicKeyInfo, 64 characters. Lives as long as the key.
 * Since 0.1. */
MF_API const char *mf_key_id(const mf_key *key);

/** 1 if the key can sign, by a secret of its own or through a callback; 0 if not. Since 0.1. */
MF_API int32_t mf_key_can_sign(const mf_key *key);

/**
 * The public key as PEM.
 * @return #MF_OK, #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_key_write_public(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr);

/**
 * The secret key as PEM, in memory that is guarded and wiped when its last reference goes.
 * @return #MF_OK, #MF_ERROR_KEY (there is no secret here), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_key_write_secret(const mf_key *key, mf_bytes **ret_pem, mf_error **reterr);

/** Takes one more reference and returns `key`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_key *mf_key_ref(mf_key *key);

/** Gives one reference back; the last one wipes the secret. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_key *mf_key_unref(mf_key *key);

#ifdef __cplusplus
}
#endif
#endif
