/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIBMANIFEST_ENVELOPE_H
#define LIBMANIFEST_ENVELOPE_H
/**
 * @file
 * Signed releases: an in-toto Statement v1 whose predicate is the manifest, in a DSSE 1.0.2 envelope.
 *
 * A verifier brings its own trusted keys. Keys, identities and policies that a manifest names are statements of its
 * author and are never used to verify it. A key id in an envelope is a hint and decides nothing.
 */
#include <libmanifest/key.h>
#include <libmanifest/manifest.h>
#include <libmanifest/validate.h>

#ifdef __cplusplus
extern "C" {
#endif

/** payloadType of a signed release. */
#define MF_PAYLOAD_TYPE "application/vnd.in-toto+json"
/** predicateType of a signed release. */
#define MF_PREDICATE_TYPE "https://libmanifest.github.io/deployment-manifest/v1"

/** What a successful verification established. Immutable, reference-counted; may be shared between threads. */
typedef struct mf_verified mf_verified;

/** Options of signing. Call mf_sign_options_init() first; 0 means the default. */
typedef struct mf_sign_options {
    /** sizeof(mf_sign_options) of the caller. */
    size_t size;
    /** The profile that the manifest must pass before it is signed; default #MF_PROFILE_RELEASE. */
    mf_profile profile;
    /** Must be 0. */
    uint32_t reserved;
    /** A rules file, by which the manifest is judged before it is signed; NULL: every rule as it is. Must outlive the call. */
    const mf_rules *rules;
} mf_sign_options;

/** Fills options with their defaults. `size` is sizeof(mf_sign_options). Since 0.1. */
MF_API void mf_sign_options_init(mf_sign_options *options, size_t size);

/** Options of verifying. Call mf_verify_options_init() first; 0 means the default. */
typedef struct mf_verify_options {
    /** sizeof(mf_verify_options) of the caller. */
    size_t size;
    /** How many of the trusted keys must have signed; mf_verify_options_init() sets 1. 0 is an error, and so is more than
     * the number of distinct keys given. */
    uint32_t threshold;
    /** What the manifest must pass; default #MF_PROFILE_RELEASE. */
    mf_profile profile;
    /** Seconds since 1970-01-01T00:00:00Z: a release that has expired by then is refused. 0: expiry is not checked. */
    int64_t time;
    /** Limits for the manifest inside; NULL for the defaults. Its format and profile are not used. The envelope itself may
     * be twice `maximum_input`. */
    const mf_read_options *limits;
} mf_verify_options;

/** Fills options with their defaults. `size` is sizeof(mf_verify_options). Since 0.1. */
MF_API void mf_verify_options_init(mf_verify_options *options, size_t size);

/**
 * The canonical in-toto Statement of a manifest: the bytes that are signed.
 * @return #MF_OK, #MF_ERROR_INVALID (the manifest names no release id), #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY,
 *         #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_statement(const mf_manifest *manifest, mf_bytes **ret_statement,
                                       mf_error **reterr);

/**
 * Signs a manifest, after mf_manifest_validate() found no error in it.
 *
 * @param keys          keys that can sign, all different
 * @param key_count     how many, from 1 to 16
 * @param options       NULL for the defaults
 * @param ret_envelope  receives the envelope, JSON text with one signature for each key; the caller owns it
 * @param ret_report    receives the report when the manifest does not pass (#MF_ERROR_INVALID); may be NULL
 * @return #MF_OK, #MF_ERROR_INVALID, #MF_ERROR_KEY (a key that cannot sign, or is given twice), #MF_ERROR_SIGNER,
 *         #MF_ERROR_ARGUMENT, #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_manifest_sign(const mf_manifest *manifest, mf_key *const *keys, size_t key_count,
                                  const mf_sign_options *options, mf_bytes **ret_envelope,
                                  mf_report **ret_report, mf_error **reterr);

/**
 * Adds signatures to an envelope, after its payload was checked as in mf_envelope_verify() and its manifest as in
 * mf_manifest_sign(). The signatures that are already there are kept as they are and not verified.
 *
 * @param envelope  text of the envelope
 * @return as mf_manifest_sign(), and #MF_ERROR_SYNTAX, #MF_ERROR_PAYLOAD, #MF_ERROR_LIMIT (also for more than 16
 *         signatures, old and new together); #MF_ERROR_KEY where one of the keys has signed already. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_envelope_sign(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                                  const mf_sign_options *options, mf_bytes **ret_envelope,
                                  mf_report **ret_report, mf_error **reterr);

/**
 * Verifies a signed release.
 *
 * Signatures first: fewer than `threshold` distinct public keys among `keys` that signed is #MF_ERROR_SIGNATURE, and
 * nothing of the payload is looked at. Then the payload: it must be of the right types, canonical to the byte, its
 * subjects those of its manifest, and the manifest must pass the profile and not have expired.
 *
 * @param envelope      text of the envelope
 * @param size          its size in bytes, or #MF_ZERO_TERMINATED
 * @param keys          the trusted keys; the same key given twice counts once
 * @param key_count     how many, at least 1
 * @param options       NULL for the defaults
 * @param ret_verified  receives what was established; the caller owns it
 * @param ret_report    receives the report of the manifest inside when the call returns #MF_OK or #MF_ERROR_INVALID; may be
 *                      NULL
 * @return #MF_OK, #MF_ERROR_SYNTAX (not an envelope), #MF_ERROR_SIGNATURE, #MF_ERROR_PAYLOAD (wrong type, not canonical,
 *         wrong subjects), #MF_ERROR_INVALID, #MF_ERROR_EXPIRED, #MF_ERROR_LIMIT (also for more than 16 signatures), #MF_ERROR_ARGUMENT (also for a bad
 *         threshold), #MF_ERROR_MEMORY, #MF_ERROR_CRYPTO. Thread-safe. Since 0.1.
 */
MF_API mf_status mf_envelope_verify(const void *envelope, size_t size, mf_key *const *keys, size_t key_count,
                                    const mf_verify_options *options, mf_verified **ret_verified,
                                    mf_report **ret_report, mf_error **reterr);

/**
 * Verifies any DSSE envelope, whatever its payload: signatures and threshold alone. The caller must look at the payload
 * type before it uses the payload. `profile` and `time` of the options are not used. As mf_envelope_verify(). Since 0.1.
 */
MF_API mf_status mf_envelope_verify_any(const void *envelope, size_t size, mf_key *const *keys,
                                        size_t key_count, const mf_verify_options *options,
                                        mf_verified **ret_verified, mf_error **reterr);

/** The manifest that was parsed from exactly the verified bytes; it lives as long as `verified` or a reference taken with
 * mf_manifest_ref(). NULL after mf_envelope_verify_any(). Since 0.1. */
MF_API mf_manifest *mf_verified_manifest(const mf_verified *verified);
/** Its digest, "sha256:…"; "" after mf_envelope_verify_any(). Lives as long as `verified`. Since 0.1. */
MF_API const char *mf_verified_digest(const mf_verified *verified);
/** The payload type that was signed. Lives as long as `verified`. Since 0.1. */
MF_API const char *mf_verified_payload_type(const mf_verified *verified);
/** The bytes that were signed; they live as long as `verified` or a reference taken with mf_bytes_ref(). Since 0.1. */
MF_API mf_bytes *mf_verified_payload(const mf_verified *verified);
/** How many distinct trusted keys signed. Since 0.1. */
MF_API size_t mf_verified_signer_count(const mf_verified *verified);
/** Key id of signer number `index`, from 0, in the order of the trusted keys; NULL past the end. Since 0.1. */
MF_API const char *mf_verified_signer(const mf_verified *verified, size_t index);
/** The threshold that was asked for and met. Since 0.1. */
MF_API uint32_t mf_verified_threshold(const mf_verified *verified);
/** Gives one reference back. NULL does nothing. Returns NULL. Thread-safe. Since 0.1. */
MF_API mf_verified *mf_verified_unref(mf_verified *verified);
/** Takes one more reference and returns `verified`; NULL gives NULL. Thread-safe. Since 0.1. */
MF_API mf_verified *mf_verified_ref(mf_verified *verified);

#ifdef __cplusplus
}
#endif
#endif
