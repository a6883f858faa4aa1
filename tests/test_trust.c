/* SPDX-License-Identifier: Apache-2.0 */
/* Who signed: messages, key ids, thresholds and signatures, and every attack on those before us. */
#include "signing.h"

#include "crypto/crypto.h"
#include "sign/dsse.h"
#include "sign/key.h"

#include <stdio.h>
#include <stdlib.h>

/* What a signature covers has one reading only. */
START_TEST(other_messages_do_not_verify)
{
    static const char *const messages[] = {
        "hello",                         /* the payload alone */
        "DSSEv1 10 text/plain 05 hello", /* leading zero */
        "DSSEv1 010 text/plain 5 hello",
        "DSSEv1 10 text/plain 5 hello\n",
        "DSSEv1  10 text/plain 5 hello",
        "DSSEv1 text/plain hello",
        "DSSEv0 10 text/plain 5 hello",
        "dssev1 10 text/plain 5 hello",
        "10 text/plain 5 hello",
        "aGVsbG8=", /* the payload as base64 */
        "DSSEv1 10 text/plain 8 aGVsbG8=",
        "DSSEv1 5 hello 10 text/plain",
        "DSSEv1 10 text/plain 5  hello",
        "",
    };

    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope;
        char signature[64];

        ck_assert_int_eq(mf_key_sign(keys[0], mf_view_of(messages[i]), (uint8_t *)signature, NULL), MF_OK);
        mf_buffer_append_text(&signatures, "{\"sig\":\"");
        append_base64(&signatures, mf_view_make(signature, sizeof signature), "+/");
        mf_buffer_append_text(&signatures, "\"}");
        envelope = hello_envelope(&signatures);
        ck_assert_msg(count_signers(mf_buffer_view(&envelope), keys, KEYS, 1, MF_ERROR_SIGNATURE) == 0, "%s",
                      messages[i]);
        mf_buffer_release(&envelope);
    }
}
END_TEST

START_TEST(lengths_count_bytes_not_characters)
{
    /* "ä" signed as if it were one byte long. */
    static const char message[] = "DSSEv1 1 \xc3\xa4 1 \xc3\xa4";
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    char signature[64];

    ck_assert_int_eq(mf_key_sign(keys[0], mf_view_of(message), (uint8_t *)signature, NULL), MF_OK);
    mf_buffer_append_text(&signatures, "{\"sig\":\"");
    append_base64(&signatures, mf_view_make(signature, sizeof signature), "+/");
    mf_buffer_append_text(&signatures, "\"}");
    append_envelope(&envelope, mf_view_of("\xc3\xa4"), mf_view_of("\xc3\xa4"), mf_buffer_view(&signatures));
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_SIGNATURE), 0);
    mf_buffer_release(&envelope);
    signatures.size = 0;
    append_signature(&signatures, keys[0], NULL, mf_view_of("\xc3\xa4"), mf_view_of("\xc3\xa4"));
    append_envelope(&envelope, mf_view_of("\xc3\xa4"), mf_view_of("\xc3\xa4"), mf_buffer_view(&signatures));
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_OK), 1);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
}
END_TEST

START_TEST(bytes_cannot_move_between_type_and_payload)
{
    static const struct {
        const char *type;
        const char *payload;
    } moved[] = {
        { "text/plain 5", "hello" },  { "text/plai", "nhello" },    { "text/plain", " hello" },
        { "text/plain 5 hello", "" }, { "", "text/plainhello" },    { "text/plain", "5 hello" },
        { "text/plain ", "hello" },   { "text/plain 5 ", "hello" },
    };

    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope = MF_BUFFER_EMPTY;

        sign_hello(&signatures, keys[0], NULL);
        append_envelope(&envelope, mf_view_of(moved[i].type), mf_view_of(moved[i].payload),
                        mf_buffer_view(&signatures));
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_SIGNATURE), 0);
        mf_buffer_release(&envelope);
        mf_buffer_release(&signatures);
    }
}
END_TEST

START_TEST(payload_type_confusion_is_refused)
{
    static const struct {
        const char *type;
        mf_status status;
    } types[] = {
        { "application/json", MF_ERROR_SIGNATURE },
        { "Text/plain", MF_ERROR_SIGNATURE },
        { "text/plain;charset=utf-8", MF_ERROR_SIGNATURE },
        { "text/plain ", MF_ERROR_SIGNATURE },
        { "", MF_ERROR_SIGNATURE },
        { "text/plain\\u0000", MF_ERROR_SYNTAX },
        { "\\u0000text/plain", MF_ERROR_SYNTAX },
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope = MF_BUFFER_EMPTY;

        sign_hello(&signatures, keys[0], NULL);
        append_envelope(&envelope, mf_view_of(types[i].type), mf_view_of("hello"),
                        mf_buffer_view(&signatures));
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, types[i].status), 0);
        mf_buffer_release(&envelope);
        mf_buffer_release(&signatures);
    }
}
END_TEST

/* A type with NUL is refused even where it was signed: a C string would hide what follows. */
START_TEST(signed_nul_in_a_type_is_refused)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;

    append_signature(&signatures, keys[0], NULL, mf_view_make("text/plain\0x", 12), mf_view_of("hello"));
    append_envelope(&envelope, mf_view_of("text/plain\\u0000x"), mf_view_of("hello"),
                    mf_buffer_view(&signatures));
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_SYNTAX), 0);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
}
END_TEST

/* Key ids are anybody's to write: they find a key, and decide nothing. */
START_TEST(keyid_confusion)
{
    mf_key *pair[2] = { keys[0], keys[1] };
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;

    /* An attacker's signature under a trusted key id, and then also with the key's own beside it. */
    sign_hello(&signatures, attacker, mf_key_id(keys[0]));
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 1, MF_ERROR_SIGNATURE), 0);
    mf_buffer_release(&envelope);
    sign_hello(&signatures, attacker, mf_key_id(keys[0]));
    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 2, MF_ERROR_SIGNATURE), 0);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 1, MF_OK), 1);
    mf_buffer_release(&envelope);
    /* Two keys under one key id are two signers. */
    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    sign_hello(&signatures, keys[1], mf_key_id(keys[0]));
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 2, MF_OK), 2);
    mf_buffer_release(&envelope);
    /* Key ids changed about. */
    sign_hello(&signatures, keys[0], mf_key_id(keys[1]));
    sign_hello(&signatures, keys[1], mf_key_id(keys[0]));
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 2, MF_OK), 2);
    mf_buffer_release(&envelope);
}
END_TEST

START_TEST(missing_and_foreign_keyids_verify)
{
    static const char *const ids[] = { NULL, "", "x", "../../etc/passwd", "\\u0000", "SHA256:abc", "%n%s" };

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope;

        sign_hello(&signatures, keys[3], ids[i]);
        envelope = hello_envelope(&signatures);
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, KEYS, 1, MF_OK), 1);
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 3, 1, MF_ERROR_SIGNATURE), 0);
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), &attacker, 1, 1, MF_ERROR_SIGNATURE), 0);
        mf_buffer_release(&envelope);
    }
}
END_TEST

/* One key is one signer, however often it signs and under whatever names. */
START_TEST(threshold_counts_distinct_keys)
{
    mf_key *pair[2] = { keys[0], keys[1] };
    mf_key *twice[3];
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;

    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 1, MF_OK), 1);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 2, MF_ERROR_SIGNATURE), 0);
    mf_buffer_release(&envelope);
    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    sign_hello(&signatures, keys[0], mf_key_id(keys[1]));
    sign_hello(&signatures, keys[0], NULL);
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), pair, 2, 2, MF_ERROR_SIGNATURE), 0);
    /* The same key given twice, once as a secret and once as a public one. */
    twice[0] = keys[0];
    twice[1] = public_of(keys[0]);
    twice[2] = keys[1];
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), twice, 2, 2, MF_ERROR_ARGUMENT), 0);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), twice, 3, 2, MF_ERROR_SIGNATURE), 0);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), twice, 3, 3, MF_ERROR_ARGUMENT), 0);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), twice, 3, 1, MF_OK), 1);
    mf_key_unref(twice[1]);
    mf_buffer_release(&envelope);
}
END_TEST

START_TEST(thresholds_are_met_by_any_of_the_keys)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;
    mf_verified *verified = NULL;
    mf_error *error = NULL;

    sign_hello(&signatures, attacker, NULL);
    sign_hello(&signatures, keys[4], NULL);
    sign_hello(&signatures, keys[2], mf_key_id(keys[2]));
    sign_hello(&signatures, keys[1], "");
    envelope = hello_envelope(&signatures);
    for (uint32_t threshold = 1; threshold <= KEYS; threshold++) {
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, KEYS, threshold, MF_ERROR_SIGNATURE),
                          threshold <= 3 ? 3 : 0);
    }
    assert_ok(verify_any(mf_buffer_view(&envelope), keys, KEYS, 2, &verified, &error), error);
    /* In the order of the trusted keys, not of the signatures. */
    ck_assert_str_eq(mf_verified_signer(verified, 0), mf_key_id(keys[1]));
    ck_assert_str_eq(mf_verified_signer(verified, 1), mf_key_id(keys[2]));
    ck_assert_str_eq(mf_verified_signer(verified, 2), mf_key_id(keys[4]));
    ck_assert_ptr_null(mf_verified_signer(verified, 3));
    mf_verified_unref(verified);
    mf_buffer_release(&envelope);
}
END_TEST

START_TEST(bad_thresholds_are_argument_errors)
{
    struct mf_buffer envelope = signed_hello();
    static const uint32_t wrong[] = { 0, 3, 4, 17, 0x80000000U, UINT32_MAX };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 2, wrong[i], MF_ERROR_ARGUMENT), 0);
    }
    mf_buffer_release(&envelope);
}
END_TEST

/* An envelope of "hello" with one signature of any bytes. */
static mf_status verify_bytes(struct mf_view signature)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;
    mf_verified *verified = NULL;
    mf_status status;

    mf_buffer_append_text(&signatures, "{\"sig\":\"");
    append_base64(&signatures, signature, "+/");
    mf_buffer_append_text(&signatures, "\"}");
    envelope = hello_envelope(&signatures);
    status = verify_any(mf_buffer_view(&envelope), keys, 1, 1, &verified, NULL);
    mf_verified_unref(verified);
    mf_buffer_release(&envelope);
    return status;
}

START_TEST(signatures_of_other_sizes_do_not_verify)
{
    char signature[200] = { 0 };

    sign_payload(keys[0], mf_view_of("text/plain"), mf_view_of("hello"), signature);
    for (size_t size = 0; size <= sizeof signature; size++) {
        ck_assert_int_eq(verify_bytes(mf_view_make(signature, size)),
                         size == 64 ? MF_OK : MF_ERROR_SIGNATURE);
    }
}
END_TEST

START_TEST(every_flipped_bit_of_a_signature_is_refused)
{
    char signature[64];

    sign_payload(keys[0], mf_view_of("text/plain"), mf_view_of("hello"), signature);
    for (unsigned bit = 0; bit < 8 * sizeof signature; bit++) {
        signature[bit / 8] = (char)(signature[bit / 8] ^ (char)(1U << bit % 8));
        ck_assert_int_eq(verify_bytes(mf_view_make(signature, sizeof signature)), MF_ERROR_SIGNATURE);
        signature[bit / 8] = (char)(signature[bit / 8] ^ (char)(1U << bit % 8));
    }
}
END_TEST

START_TEST(malleated_signatures_are_refused)
{
    static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                       0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                       0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10 };
    char signature[64];
    unsigned carry = 0;

    sign_payload(keys[0], mf_view_of("text/plain"), mf_view_of("hello"), signature);
    for (size_t i = 0; i < 32; i++) {
        carry += (uint8_t)signature[32 + i] + (unsigned)order[i];
        signature[32 + i] = (char)carry;
        carry >>= 8;
    }
    ck_assert_int_eq(verify_bytes(mf_view_make(signature, sizeof signature)), MF_ERROR_SIGNATURE);
    memset(signature, 0, sizeof signature);
    ck_assert_int_eq(verify_bytes(mf_view_make(signature, sizeof signature)), MF_ERROR_SIGNATURE);
    signature[0] = 1;
    ck_assert_int_eq(verify_bytes(mf_view_make(signature, sizeof signature)), MF_ERROR_SIGNATURE);
}
END_TEST

START_TEST(every_flipped_bit_of_a_payload_is_refused)
{
    char payload[] = "hello";

    for (unsigned bit = 0; bit < 8 * 5; bit++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope = MF_BUFFER_EMPTY;

        sign_hello(&signatures, keys[0], NULL);
        payload[bit / 8] = (char)(payload[bit / 8] ^ (char)(1U << bit % 8));
        append_envelope(&envelope, mf_view_of("text/plain"), mf_view_of(payload),
                        mf_buffer_view(&signatures));
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, KEYS, 1, MF_ERROR_SIGNATURE), 0);
        payload[bit / 8] = (char)(payload[bit / 8] ^ (char)(1U << bit % 8));
        mf_buffer_release(&envelope);
        mf_buffer_release(&signatures);
    }
}
END_TEST

/* Where a flipped bit of the text leaves the envelope good, it says what it said: the key id is a hint alone. */
START_TEST(every_flipped_bit_of_the_text_is_harmless)
{
    struct mf_buffer envelope = signed_hello();
    const char *keyid = strstr(envelope.data, "keyid");
    size_t from = (size_t)(keyid - envelope.data);
    size_t accepted = 0;

    for (size_t bit = 0; bit < 8 * envelope.size; bit++) {
        mf_verified *verified = NULL;

        envelope.data[bit / 8] = (char)(envelope.data[bit / 8] ^ (char)(1U << bit % 8));
        if (verify_any(mf_buffer_view(&envelope), keys, 1, 1, &verified, NULL) == MF_OK) {
            assert_bytes_are(mf_verified_payload(verified), "hello");
            ck_assert_str_eq(mf_verified_payload_type(verified), "text/plain");
            ck_assert_uint_ge(bit / 8, from);
            ck_assert_uint_lt(bit / 8, from + 8 + MF_SHA256_HEX_SIZE);
            accepted++;
        }
        mf_verified_unref(verified);
        envelope.data[bit / 8] = (char)(envelope.data[bit / 8] ^ (char)(1U << bit % 8));
    }
    ck_assert_uint_gt(accepted, 64);
    mf_buffer_release(&envelope);
}
END_TEST

/* Signatures of other algorithms may stand beside ours. */
START_TEST(foreign_signatures_are_passed_over)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;

    mf_buffer_append_text(&signatures, "{\"sig\":\"MEUCIQDx\",\"keyid\":\"ecdsa\"}");
    sign_hello(&signatures, keys[0], NULL);
    mf_buffer_append_text(&signatures, ",{\"sig\":\"\"}");
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 2, 1, MF_OK), 1);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 2, 2, MF_ERROR_SIGNATURE), 0);
    mf_buffer_release(&envelope);
}
END_TEST

START_TEST(sixteen_signatures_and_no_more)
{
    for (size_t count = 15; count <= 18; count++) {
        struct mf_buffer signatures = MF_BUFFER_EMPTY;
        struct mf_buffer envelope;

        for (size_t i = 1; i < count; i++) {
            sign_hello(&signatures, attacker, mf_key_id(keys[0]));
        }
        sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
        envelope = hello_envelope(&signatures);
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, KEYS, 1, MF_ERROR_LIMIT),
                          count <= 16 ? 1 : 0);
        mf_buffer_release(&envelope);
    }
}
END_TEST

START_TEST(a_hundred_thousand_signatures_cost_little)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer one = MF_BUFFER_EMPTY;
    struct mf_buffer envelope;

    sign_hello(&one, keys[0], mf_key_id(keys[0]));
    for (size_t i = 0; i < 100000; i++) {
        if (i > 0) {
            mf_buffer_append_byte(&signatures, ',');
        }
        mf_buffer_append(&signatures, mf_buffer_view(&one));
    }
    mf_buffer_release(&one);
    envelope = hello_envelope(&signatures);
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_LIMIT), 0);
    mf_buffer_release(&envelope);
}
END_TEST

static void write_view(const char *path, struct mf_view view)
{
    ck_assert_int_eq(mf_file_write(view.data, view.size, path, 0600, NULL), MF_OK);
}

START_TEST(openssl_verifies_our_signatures)
{
    static const char payload[] = "{\"a\":[1,2]}\xc3\xa4";
    struct mf_buffer message = MF_BUFFER_EMPTY;
    char signature[64];
    mf_bytes *pem = NULL;

    if (!have_openssl()) {
        return;
    }
    mf_dsse_append_message(&message, mf_view_of("application/vnd.in-toto+json"), mf_view_of(payload));
    ck_assert_int_eq(mf_key_sign(keys[0], mf_buffer_view(&message), (uint8_t *)signature, NULL), MF_OK);
    write_view("pae", mf_buffer_view(&message));
    write_view("sig", mf_view_make(signature, sizeof signature));
    ck_assert_int_eq(mf_key_write_public(keys[0], &pem, NULL), MF_OK);
    write_view("pub", mf_view_make(mf_bytes_data(pem), mf_bytes_size(pem)));
    ck_assert(run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in pae -sigfile sig"));
    message.data[8] ^= 1;
    write_view("pae", mf_buffer_view(&message));
    ck_assert(!run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in pae -sigfile sig"));
    mf_bytes_unref(pem);
    mf_buffer_release(&message);
}
END_TEST

START_TEST(we_verify_what_openssl_signed)
{
    mf_key *key = NULL;
    mf_bytes *text = NULL;
    mf_error *error = NULL;
    mf_verified *verified = NULL;

    if (!have_openssl()) {
        return;
    }
    ck_assert(
        run("openssl genpkey -algorithm ed25519 -out k.key && openssl pkey -in k.key -pubout -out k.pub"));
    ck_assert(run("printf 'DSSEv1 16 application/json 9 {\"a\": 1}\\n' >pae"));
    ck_assert(run("openssl pkeyutl -sign -inkey k.key -rawin -in pae -out sig"));
    ck_assert_int_eq(
        system(
            "{ printf '{\"payloadType\": \"application/json\", \"payload\": \"' && printf '{\"a\": 1}\\n' |"
            " openssl base64 -A && printf '\", \"signatures\": [{\"sig\": \"' && openssl base64 -A -in sig &&"
            " printf '\"}]}\\n' ; } >envelope"),
        0);
    assert_ok(mf_key_read_file("k.pub", &key, &error), error);
    assert_ok(mf_bytes_read_file("envelope", 0, &text, &error), error);
    assert_ok(
        mf_envelope_verify_any(mf_bytes_data(text), mf_bytes_size(text), &key, 1, NULL, &verified, &error),
        error);
    assert_bytes_are(mf_verified_payload(verified), "{\"a\": 1}\n");
    ck_assert_str_eq(mf_verified_payload_type(verified), "application/json");
    verified = mf_verified_unref(verified);
    ck_assert_int_eq(
        mf_envelope_verify_any(mf_bytes_data(text), mf_bytes_size(text), keys, KEYS, NULL, &verified, NULL),
        MF_ERROR_SIGNATURE);
    mf_bytes_unref(text);
    mf_key_unref(key);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trust");
    TCase *tests = tcase_create("trust");
    TCase *files = tcase_create("openssl");

    tcase_add_checked_fixture(tests, make_keys, end_keys);
    tcase_add_test(tests, other_messages_do_not_verify);
    tcase_add_test(tests, lengths_count_bytes_not_characters);
    tcase_add_test(tests, bytes_cannot_move_between_type_and_payload);
    tcase_add_test(tests, payload_type_confusion_is_refused);
    tcase_add_test(tests, signed_nul_in_a_type_is_refused);
    tcase_add_test(tests, keyid_confusion);
    tcase_add_test(tests, missing_and_foreign_keyids_verify);
    tcase_add_test(tests, threshold_counts_distinct_keys);
    tcase_add_test(tests, thresholds_are_met_by_any_of_the_keys);
    tcase_add_test(tests, bad_thresholds_are_argument_errors);
    tcase_add_test(tests, signatures_of_other_sizes_do_not_verify);
    tcase_add_test(tests, every_flipped_bit_of_a_signature_is_refused);
    tcase_add_test(tests, malleated_signatures_are_refused);
    tcase_add_test(tests, every_flipped_bit_of_a_payload_is_refused);
    tcase_add_test(tests, every_flipped_bit_of_the_text_is_harmless);
    tcase_add_test(tests, foreign_signatures_are_passed_over);
    tcase_add_test(tests, sixteen_signatures_and_no_more);
    tcase_add_test(tests, a_hundred_thousand_signatures_cost_little);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(files, make_keys, end_keys);
    tcase_add_checked_fixture(files, enter_directory, leave_directory);
    tcase_add_test(files, openssl_verifies_our_signatures);
    tcase_add_test(files, we_verify_what_openssl_signed);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
