/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an envelope, and as the payload of one that was signed well: what verifies was signed, and is a release to
 * the byte.
 */
#include "fuzz.h"

#include "base/bytes.h"
#include "sign/dsse.h"
#include "sign/key.h"
#include "sign/statement.h"

#include <libmanifest/libmanifest.h>

/* The key of RFC 8032 section 7.1, test 1: the envelopes of the corpus are signed with it. */
static const char pem[] = "-----BEGIN PRIVATE KEY-----\n"
                          "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                          "-----END PRIVATE KEY-----\n";

static mf_key *read_key(void)
{
    mf_key *key = NULL;

    require(mf_key_read(pem, sizeof pem - 1, &key, NULL) == MF_OK, "the key cannot be read");
    return key;
}

/* The signed message, made in another way than the reader makes it. */
static void check_message(const struct mf_dsse *dsse)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_dsse_append_message(&message, dsse->type, mf_bytes_view(dsse->payload));
    require(message.status == MF_OK && mf_view_equal(mf_buffer_view(&message), dsse->message),
            "the signed message is another");
    mf_buffer_release(&message);
}

/* What is written with one more signature has that signature and the others, and the same payload. */
static void check_extended(const struct mf_dsse *dsse, const struct mf_dsse_limits *limits, const mf_key *key)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer extended = MF_BUFFER_EMPTY;
    uint8_t signature[MF_KEY_SIGNATURE_SIZE];
    struct mf_dsse again;

    require(mf_key_sign(key, dsse->message, signature, NULL) == MF_OK, "signing failed");
    mf_dsse_append_signature(&signatures, mf_key_id(key),
                             mf_view_make((const char *)signature, sizeof signature));
    mf_dsse_append_extended(&extended, dsse, mf_buffer_view(&signatures));
    if (dsse->count == MF_DSSE_SIGNATURES) {
        require(mf_dsse_read(mf_buffer_view(&extended), limits, &again, NULL) == MF_ERROR_LIMIT,
                "too many signatures are read");
    } else {
        require(mf_dsse_read(mf_buffer_view(&extended), limits, &again, NULL) == MF_OK &&
                    again.count == dsse->count + 1 && mf_view_equal(again.message, dsse->message),
                "an extended envelope is another");
        require(mf_key_verifies(
                    key, again.message,
                    mf_view_make(again.signatures[dsse->count].bytes, again.signatures[dsse->count].size)),
                "an added signature does not verify");
    }
    mf_dsse_release(&again);
    mf_buffer_release(&extended);
    mf_buffer_release(&signatures);
}

/* Returns whether the text is an envelope. */
static bool check_reading(struct mf_view text, const mf_key *key)
{
    const struct mf_dsse_limits limits = { 1 << 24, 1 << 26, 64 };
    struct mf_dsse dsse;
    mf_status status = mf_dsse_read(text, &limits, &dsse, NULL);

    if (status == MF_OK) {
        require(dsse.count >= 1 && dsse.count <= MF_DSSE_SIGNATURES, "a wrong number of signatures");
        check_message(&dsse);
        check_extended(&dsse, &limits, key);
    } else {
        require(status == MF_ERROR_SYNTAX || status == MF_ERROR_LIMIT, "reading fails in an odd way");
    }
    mf_dsse_release(&dsse);
    return status == MF_OK;
}

static void check_verifying(struct mf_view text, mf_key *key, bool is_envelope)
{
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_envelope_verify_any(text.size == 0 ? "" : text.data, text.size, &key, 1, NULL, &verified, &error);

    require(is_envelope == (status == MF_OK || status == MF_ERROR_SIGNATURE), "reader and verifier differ");
    require((status == MF_OK) == (verified != NULL) && (status == MF_OK) == (error == NULL),
            "a result and an error, or none of both");
    require(verified == NULL || mf_verified_signer_count(verified) == 1, "a wrong number of signers");
    mf_verified_unref(verified);
    mf_error_unref(error);
}

static void check_statement(struct mf_view text)
{
    mf_read_options limits;
    char digest[MF_DIGEST_SIZE] = "";
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_bytes *statement = NULL;
    mf_bytes *expected = NULL;
    mf_status status;

    mf_read_options_init(&limits, sizeof limits);
    status = mf_statement_read(text, &limits, MF_PROFILE_DRAFT, &manifest, digest, &report, &error);
    if (status == MF_OK) {
        require(mf_manifest_statement(manifest, &statement, NULL) == MF_OK &&
                    mf_view_equal(mf_bytes_view(statement), text),
                "a statement is not that of its manifest");
        require(mf_manifest_digest(manifest, &expected, NULL) == MF_OK &&
                    mf_view_is(mf_bytes_view(expected), digest),
                "the digest is another");
    } else {
        require(manifest == NULL && mf_error_code(error) == status, "an error and a result, or no error");
    }
    require((report != NULL) == (status == MF_OK || status == MF_ERROR_INVALID), "a report too many or few");
    mf_bytes_unref(expected);
    mf_bytes_unref(statement);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_error_unref(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mf_view text = mf_view_make((const char *)data, size);
    mf_key *key = read_key();

    check_verifying(text, key, check_reading(text, key));
    check_statement(text);
    mf_key_unref(key);
    return 0;
}
