/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any manifest is signed by some of three keys and verified with some of them: it passes if as many have signed as are asked for,
 * and no byte of the envelope can be changed so that something else passes. Any bytes are verified as an envelope too.
 */
#include "documents.h"

enum { KEYS = 3, FLAGS = 4 };

/* The first is that of RFC 8032 section 7.1, test 1: the envelopes of the corpora are signed with it. */
static const char *const secrets[KEYS] = {
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
    "MC4CAQAwBQYDK2VwBCIEIEv1Ei80RVTFO94uu4zSt+PRYArWMcOFpdfM4jx3hUWa",
    "MC4CAQAwBQYDK2VwBCIEINvBtMkA/+SNV1tdpcY4BAEl9l2w/j4kSUt26phkV9mG",
};
static mf_key *keys[KEYS];

static void prepare(void)
{
    for (size_t i = 0; i < KEYS && keys[i] == NULL; i++) {
        char pem[256];
        int size = snprintf(pem, sizeof pem, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n",
                            secrets[i]);

        require(mf_key_read(pem, (size_t)size, &keys[i], NULL) == MF_OK, "the key cannot be read");
    }
}

/* The keys whose bits are set; returns how many. */
static size_t choose(unsigned bits, mf_key **ret_keys)
{
    size_t count = 0;

    for (unsigned i = 0; i < KEYS; i++) {
        if ((bits >> i & 1) != 0) {
            ret_keys[count++] = keys[i];
        }
    }
    return count;
}

/* What verifying has said holds together: the manifest is that of the payload to the byte. */
static void check_verified(const mf_verified *verified, mf_key *const *trusted, size_t count,
                           uint32_t threshold)
{
    mf_manifest *manifest = mf_verified_manifest(verified);
    mf_bytes *statement = NULL;
    mf_bytes *digest = NULL;

    require(mf_verified_signer_count(verified) >= threshold && mf_verified_signer_count(verified) <= count &&
                mf_verified_threshold(verified) == threshold,
            "a wrong number of signers");
    for (size_t i = 0; i < mf_verified_signer_count(verified); i++) {
        bool found = false;

        for (size_t j = 0; j < count; j++) {
            found = found || strcmp(mf_verified_signer(verified, i), mf_key_id(trusted[j])) == 0;
        }
        require(found, "a signer who is not trusted");
    }
    require(mf_manifest_statement(manifest, &statement, NULL) == MF_OK &&
                mf_manifest_digest(manifest, &digest, NULL) == MF_OK,
            "a manifest without statement");
    require_same(statement, mf_verified_payload(verified), "the payload is not the statement");
    require(mf_view_is(mf_bytes_view(digest), mf_verified_digest(verified)), "the digest is another");
    mf_bytes_unref(statement);
    mf_bytes_unref(digest);
}

/* Returns the payload that passed, or NULL. */
static mf_bytes *verify(struct mf_view text, unsigned bits, uint32_t threshold, mf_status *ret_status)
{
    mf_key *trusted[KEYS];
    size_t count = choose(bits, trusted);
    mf_verify_options options;
    mf_verified *verified = NULL;
    mf_verified *any = NULL;
    mf_error *error = NULL;
    mf_bytes *payload = NULL;
    mf_status signature;

    mf_verify_options_init(&options, sizeof options);
    options.threshold = threshold;
    options.profile = MF_PROFILE_DRAFT;
    *ret_status = mf_envelope_verify(text.size == 0 ? "" : text.data, text.size, trusted, count, &options,
                                     &verified, NULL, &error);
    signature = mf_envelope_verify_any(text.size == 0 ? "" : text.data, text.size, trusted, count, &options,
                                       &any, NULL);
    require((*ret_status == MF_OK) == (verified != NULL) && (*ret_status == MF_OK) == (error == NULL),
            "a result and an error, or none of both");
    require(*ret_status == MF_OK ? signature == MF_OK : signature == MF_OK || signature == *ret_status,
            "the signatures are good here and bad there");
    require((*ret_status == MF_ERROR_ARGUMENT) == (threshold == 0 || threshold > count),
            "a threshold that cannot be met");
    if (verified != NULL) {
        check_verified(verified, trusted, count, threshold);
        payload = mf_bytes_ref(mf_verified_payload(verified));
    }
    mf_verified_unref(verified);
    mf_verified_unref(any);
    mf_error_unref(error);
    return payload;
}

/* One byte is another: what still passes is what was signed. */
static void check_changed(const mf_bytes *envelope, size_t place, uint8_t mask, unsigned bits,
                          uint32_t threshold, const mf_bytes *payload)
{
    struct mf_view text = mf_bytes_view(envelope);
    char *copy = malloc(text.size);
    mf_bytes *passed;
    mf_status status;

    require(copy != NULL, "out of memory");
    memcpy(copy, text.data, text.size);
    copy[place % text.size] = (char)(copy[place % text.size] ^ mask);
    passed = verify(mf_view_make(copy, text.size), bits, threshold, &status);
    if (passed != NULL) {
        require_same(passed, payload, "what was changed passes");
    }
    mf_bytes_unref(passed);
    free(copy);
}

static void check_signing(const mf_manifest *manifest, const uint8_t *flags)
{
    unsigned signers = flags[0] & 7;
    unsigned trusted = flags[0] >> 3 & 7;
    uint32_t threshold = flags[1] & 3;
    mf_key *list[KEYS];
    size_t count = choose(signers, list);
    size_t both = choose(signers & trusted, list);
    size_t known = choose(trusted, list);
    mf_sign_options options;
    mf_bytes *envelope = NULL;
    mf_bytes *statement = NULL;
    mf_bytes *payload;
    mf_status status;

    mf_sign_options_init(&options, sizeof options);
    options.profile = MF_PROFILE_DRAFT;
    (void)choose(signers, list);
    status = mf_manifest_sign(manifest, list, count, &options, &envelope, NULL, NULL);
    if (status != MF_OK) {
        require(envelope == NULL &&
                    (status == MF_ERROR_INVALID || (status == MF_ERROR_ARGUMENT && count == 0)),
                "signing fails in an odd way");
        return;
    }
    require(mf_manifest_statement(manifest, &statement, NULL) == MF_OK, "no statement");
    payload = verify(mf_bytes_view(envelope), trusted, threshold, &status);
    if (threshold >= 1 && threshold <= known) {
        require(status == (both >= threshold ? MF_OK : MF_ERROR_SIGNATURE),
                "the signers are counted wrongly");
    }
    if (payload != NULL) {
        require_same(payload, statement, "something else was signed");
    }
    check_changed(envelope, (size_t)flags[2] << 8 | flags[3], (uint8_t)(1U << (flags[1] >> 5)), trusted,
                  threshold, statement);
    mf_bytes_unref(payload);
    mf_bytes_unref(statement);
    mf_bytes_unref(envelope);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text;
    mf_manifest *manifest;
    mf_status status;

    prepare();
    if (size < FLAGS) {
        return 0;
    }
    text = mf_view_make((const char *)data + FLAGS, size - FLAGS);
    mf_bytes_unref(verify(text, data[0] >> 3 & 7, data[1] & 3, &status));
    manifest = read_manifest(text, MF_FORMAT_AUTO);
    if (manifest != NULL) {
        check_signing(manifest, data);
    }
    mf_manifest_unref(manifest);
    return 0;
}
