/* SPDX-License-Identifier: Apache-2.0 */
/* Envelopes and the verification of signatures: the vectors of the standard, and every attack on those before us. */
#include "signing.h"

#include "crypto/crypto.h"
#include "sign/dsse.h"
#include "sign/key.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static const char rfc8032_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                                  "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                  "-----END PUBLIC KEY-----\n";
static const char hello_type[] = "http://example.com/HelloWorld";
static const char hello_signature[] =
    "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw==";
static const char statement_type[] = "application/vnd.in-toto+json";
static const char statement_signature[] =
    "vW8iDoS+pQIrO8G9pV+VHVGcvY/XcGMh2vfWpJJwwrH/m4CRZswsl9wIASL/n2XN7RSNIqdiogwYkqskDFZiAQ==";

#define HELLO_HEAD "{\"payload\":\"aGVsbG8gd29ybGQ=\",\"payloadType\":\"http://example.com/HelloWorld\""

/* Five keys of our own, and an attacker's. */
enum { KEYS = 5 };
static mf_key *keys[KEYS];
static mf_key *attacker;

static void make_keys(void)
{
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = secret_key((uint8_t)(i + 1));
    }
    attacker = secret_key(0x66);
}

static void end_keys(void)
{
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = mf_key_unref(keys[i]);
    }
    attacker = mf_key_unref(attacker);
}

/* Verifies against the first `count` keys of a list. */
static mf_status verify(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                        mf_verified **ret_verified, mf_error **reterr)
{
    mf_verify_options options;

    mf_verify_options_init(&options, sizeof options);
    options.threshold = threshold;
    return mf_envelope_verify_any(envelope.size == 0 ? "" : envelope.data, envelope.size, trusted, count,
                                  &options, ret_verified, reterr);
}

/* The number of signers, 0 where the envelope is refused; then the status must be this one. */
static size_t count_signers(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                            mf_status refusal)
{
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    mf_status status = verify(envelope, trusted, count, threshold, &verified, &error);
    size_t signers = 0;

    if (status == MF_OK) {
        ck_assert_ptr_null(error);
        signers = mf_verified_signer_count(verified);
        ck_assert_uint_ge(signers, threshold);
        ck_assert_uint_eq(mf_verified_threshold(verified), threshold);
    } else {
        ck_assert_msg(status == refusal, "%s: %s", mf_status_name(status), mf_error_message(error));
        ck_assert_int_eq(mf_error_code(error), status);
        ck_assert_str_ne(mf_error_message(error), "");
        ck_assert_ptr_null(verified);
    }
    mf_verified_unref(verified);
    mf_error_unref(error);
    return signers;
}

static void assert_refused(const char *envelope, mf_key *key, mf_status expected)
{
    ck_assert_msg(count_signers(mf_view_of(envelope), &key, 1, 1, expected) == 0, "%s", envelope);
}

static void assert_accepted(const char *envelope, mf_key *key)
{
    ck_assert_msg(count_signers(mf_view_of(envelope), &key, 1, 1, MF_OK) == 1, "%s", envelope);
}

/* An envelope of "hello" and "text/plain" with whatever signatures stand in the buffer, which is released. */
static struct mf_buffer hello_envelope(struct mf_buffer *signatures)
{
    struct mf_buffer envelope = MF_BUFFER_EMPTY;

    append_envelope(&envelope, mf_view_of("text/plain"), mf_view_of("hello"), mf_buffer_view(signatures));
    mf_buffer_release(signatures);
    return envelope;
}

static void sign_hello(struct mf_buffer *signatures, const mf_key *key, const char *keyid)
{
    append_signature(signatures, key, keyid, mf_view_of("text/plain"), mf_view_of("hello"));
}

/* "hello", signed once by the first key. */
static struct mf_buffer signed_hello(void)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;

    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    return hello_envelope(&signatures);
}

static mf_key *rfc8032_key(void)
{
    mf_key *key = NULL;

    ck_assert_int_eq(mf_key_read(rfc8032_pem, sizeof rfc8032_pem - 1, &key, NULL), MF_OK);
    return key;
}

START_TEST(message_is_that_of_the_standard)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_dsse_append_message(&message, mf_view_of(hello_type), mf_view_of("hello world"));
    assert_view_is(mf_buffer_view(&message), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    message.size = 0;
    mf_dsse_append_message(&message, mf_view_of(statement_type), mf_view_of("{}"));
    assert_view_is(mf_buffer_view(&message), "DSSEv1 28 application/vnd.in-toto+json 2 {}");
    message.size = 0;
    mf_dsse_append_message(&message, mf_view_of(""), mf_view_of(""));
    assert_view_is(mf_buffer_view(&message), "DSSEv1 0  0 ");
    message.size = 0;
    mf_dsse_append_message(&message, mf_view_of("t\xc3\xa4"), mf_view_make("a\0b", 3));
    ck_assert_uint_eq(message.size, 18);
    ck_assert(memcmp(message.data, "DSSEv1 3 t\xc3\xa4 3 a\0b", 18) == 0);
    mf_buffer_release(&message);
}
END_TEST

START_TEST(vector_of_the_specification)
{
    struct mf_dsse_limits limits = { 1 << 20, 1 << 20, 10 };
    struct mf_dsse dsse;
    mf_bytes *bytes;
    cJSON *json;
    const cJSON *vector;
    char *envelope;
    mf_error *error = NULL;

    if (!have_testdata("dsse")) {
        return;
    }
    bytes = testdata_file("dsse/dsse-spec-vector.json");
    json = cJSON_ParseWithLength(mf_bytes_data(bytes), mf_bytes_size(bytes));
    vector = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "vectors"), 0);
    ck_assert_ptr_nonnull(vector);
    envelope = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(vector, "envelope"));
    assert_ok(mf_dsse_read(mf_view_of(envelope), &limits, &dsse, &error), error);
    assert_view_is(dsse.message, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(vector, "pae_utf8")));
    assert_bytes_are(dsse.payload,
                     cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(vector, "payload_utf8")));
    ck_assert_uint_eq(dsse.count, 1);
    assert_view_is(dsse.signatures[0].keyid, "66301bbf");
    mf_dsse_release(&dsse);
    /* Signed by ECDSA: no key of ours has signed it. */
    assert_refused(envelope, keys[0], MF_ERROR_SIGNATURE);
    free(envelope);
    cJSON_Delete(json);
    mf_bytes_unref(bytes);
}
END_TEST

START_TEST(known_signatures_verify)
{
    mf_key *key = rfc8032_key();
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    mf_bytes *payload;
    char envelope[500];

    (void)snprintf(envelope, sizeof envelope, "%s,\"signatures\":[{\"sig\":\"%s\"}]}", HELLO_HEAD,
                   hello_signature);
    assert_ok(mf_envelope_verify_any(envelope, MF_ZERO_TERMINATED, &key, 1, NULL, &verified, &error), error);
    assert_bytes_are(mf_verified_payload(verified), "hello world");
    ck_assert_str_eq(mf_verified_payload_type(verified), hello_type);
    ck_assert_uint_eq(mf_verified_signer_count(verified), 1);
    ck_assert_uint_eq(mf_verified_threshold(verified), 1);
    ck_assert_str_eq(mf_verified_signer(verified, 0), mf_key_id(key));
    ck_assert_ptr_null(mf_verified_signer(verified, 1));
    ck_assert_ptr_eq(mf_verified_ref(verified), verified);
    ck_assert_ptr_null(mf_verified_unref(verified));
    payload = mf_bytes_ref(mf_verified_payload(verified));
    ck_assert_ptr_null(mf_verified_unref(verified));
    assert_bytes_are(payload, "hello world");
    ck_assert_int_eq(((const char *)mf_bytes_data(payload))[mf_bytes_size(payload)], 0);
    mf_bytes_unref(payload);
    (void)snprintf(envelope, sizeof envelope,
                   "{\"payload\":\"e30=\",\"payloadType\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}",
                   statement_type, statement_signature);
    assert_accepted(envelope, key);
    mf_key_unref(key);
}
END_TEST

START_TEST(empty_payloads_and_types_are_signed_like_others)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;

    append_signature(&signatures, keys[0], NULL, mf_view_of(""), mf_view_of(""));
    append_envelope(&envelope, mf_view_of(""), mf_view_of(""), mf_buffer_view(&signatures));
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_OK), 1);
    mf_buffer_release(&envelope);
    append_envelope(&envelope, mf_view_of(""), mf_view_make("", 1), mf_buffer_view(&signatures));
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_SIGNATURE), 0);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
}
END_TEST

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

START_TEST(envelopes_of_another_shape_are_refused)
{
#define SIGNATURES ",\"signatures\":[{\"sig\":\"\"}]"
    static const char *const texts[] = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "\"payload\"",
        "{\"payload\":\"\",\"payloadType\":\"\"}",
        "{\"payload\":\"\"" SIGNATURES "}",
        "{\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":null,\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":\"\",\"payloadType\":null" SIGNATURES "}",
        "{\"payload\":1,\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":{},\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":[\"\"],\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":\"\",\"payloadType\":[\"\"]" SIGNATURES "}",
        "{\"Payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}",
        "{\"payload\":\"\",\"payloadtype\":\"\"" SIGNATURES "}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":{}}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":null}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":\"\"}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{}]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[null]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[\"\"]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[[]]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":null}]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":1}]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"\",\"keyid\":1}]}",
        "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"\",\"keyid\":[]}]}",
        "{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}{}",
        "{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}x",
        "{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES ",}",
        "\xef\xbb\xbf{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}",
        "[{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}]",
        "{\"payload\":\"\",\"payloadType\":\"\xff\"" SIGNATURES "}",
        "{\"payload\":\"\",\"payloadType\":\"\\ud800\"" SIGNATURES "}",
        "payload: ''\npayloadType: ''\nsignatures: [{sig: ''}]\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_refused(texts[i], keys[0], MF_ERROR_SYNTAX);
    }
    /* The same members, well formed: only the signature is missing. */
    assert_refused("{\"payload\":\"\",\"payloadType\":\"\"" SIGNATURES "}", keys[0], MF_ERROR_SIGNATURE);
}
END_TEST

/* One reader must not see another payload than the next one does. */
START_TEST(repeated_members_are_refused)
{
    static const char *const members[] = {
        "\"payload\":\"ZXZpbA==\"",
        "\"\\u0070ayload\":\"ZXZpbA==\"",
        "\"payloa\\u0064\":\"ZXZpbA==\"",
        "\"payload\":\"aGVsbG8gd29ybGQ=\"",
        "\"payloadType\":\"x\"",
        "\"payload\\u0054ype\":\"x\"",
        "\"signatures\":[]",
        "\"signature\\u0073\":[{\"sig\":\"\"}]",
    };
    mf_key *key = rfc8032_key();
    char text[600];

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        (void)snprintf(text, sizeof text, "%s,\"signatures\":[{\"sig\":\"%s\"}],%s}", HELLO_HEAD,
                       hello_signature, members[i]);
        assert_refused(text, key, MF_ERROR_SYNTAX);
        (void)snprintf(text, sizeof text, "{%s,%s,\"signatures\":[{\"sig\":\"%s\"}]}", members[i],
                       &HELLO_HEAD[1], hello_signature);
        assert_refused(text, key, MF_ERROR_SYNTAX);
    }
    (void)snprintf(text, sizeof text, "%s,\"signatures\":[{\"sig\":\"%s\",\"sig\":\"\"}]}", HELLO_HEAD,
                   hello_signature);
    assert_refused(text, key, MF_ERROR_SYNTAX);
    (void)snprintf(text, sizeof text, "%s,\"signatures\":[{\"sig\":\"\",\"\\u0073ig\":\"%s\"}]}", HELLO_HEAD,
                   hello_signature);
    assert_refused(text, key, MF_ERROR_SYNTAX);
    (void)snprintf(text, sizeof text, "%s,\"signatures\":[{\"sig\":\"%s\"}],\"x\":{\"a\":1,\"a\":2}}",
                   HELLO_HEAD, hello_signature);
    assert_refused(text, key, MF_ERROR_SYNTAX);
    mf_key_unref(key);
}
END_TEST

START_TEST(unknown_members_are_passed_over)
{
    mf_key *key = rfc8032_key();
    char text[1000];

    (void)snprintf(
        text, sizeof text,
        " {\"Payload\":\"ZXZpbA==\",\"PAYLOADTYPE\":1,%s,\"x\":[{\"payload\":\"ZXZpbA==\"},null,1.5],\n"
        "\"signatures\":[{\"cert\":\"x\",\"sig\":\"%s\",\"keyid\":null}]}\n",
        &HELLO_HEAD[1], hello_signature);
    assert_accepted(text, key);
    mf_key_unref(key);
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
    assert_ok(verify(mf_buffer_view(&envelope), keys, KEYS, 2, &verified, &error), error);
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

START_TEST(wrong_calls_are_argument_errors)
{
    struct mf_buffer envelope = signed_hello();
    mf_key *with_null[2] = { keys[0], NULL };
    mf_verified *verified = NULL;
    mf_verify_options options;

    ck_assert_int_eq(mf_envelope_verify_any(NULL, 0, keys, 1, NULL, &verified, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, NULL, 1, NULL, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 0, NULL, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(
        mf_envelope_verify_any(envelope.data, envelope.size, with_null, 2, NULL, &verified, NULL),
        MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    memset(&options, 0, sizeof options);
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    mf_verify_options_init(&options, sizeof options);
    options.profile = 3;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    options.profile = -1;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(verified);
    mf_verify_options_init(NULL, 100);
    mf_verify_options_init(&options, 0);
    mf_verify_options_init(&options, sizeof options);
    ck_assert_uint_eq(options.threshold, 1);
    ck_assert_ptr_null(mf_verified_unref(NULL));
    ck_assert_ptr_null(mf_verified_ref(NULL));
    ck_assert_ptr_null(mf_verified_payload(NULL));
    ck_assert_ptr_null(mf_verified_signer(NULL, 0));
    ck_assert_uint_eq(mf_verified_signer_count(NULL), 0);
    ck_assert_uint_eq(mf_verified_threshold(NULL), 0);
    ck_assert_str_eq(mf_verified_payload_type(NULL), "");
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
    status = verify(mf_buffer_view(&envelope), keys, 1, 1, &verified, NULL);
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
        if (verify(mf_buffer_view(&envelope), keys, 1, 1, &verified, NULL) == MF_OK) {
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

START_TEST(truncated_envelopes_are_refused)
{
    struct mf_buffer envelope = signed_hello();

    for (size_t size = 0; size < envelope.size; size++) {
        char *exact = malloc(size == 0 ? 1 : size);

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, envelope.data, size);
        ck_assert_uint_eq(count_signers(mf_view_make(exact, size), keys, 1, 1, MF_ERROR_SYNTAX), 0);
        free(exact);
    }
    ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_OK), 1);
    mf_buffer_release(&envelope);
}
END_TEST

/* A payload whose base64 uses both digits in which the alphabets differ, and padding. */
START_TEST(both_alphabets_are_read)
{
    static const char payload[] = "\xfb\xff\xbf\xfe\xfb";
    struct mf_view type = mf_view_of("t");
    char signature[64];

    sign_payload(keys[0], type, mf_view_of(payload), signature);
    for (unsigned mask = 0; mask < 4; mask++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;

        mf_buffer_append_text(&text, "{\"payload\":\"");
        append_base64(&text, mf_view_of(payload), (mask & 1) != 0 ? "-_" : "+/");
        mf_buffer_append_text(&text, "\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"");
        append_base64(&text, mf_view_make(signature, sizeof signature), (mask & 2) != 0 ? "-_" : "+/");
        mf_buffer_append_text(&text, "\"}]}");
        ck_assert_uint_eq(count_signers(mf_buffer_view(&text), keys, 1, 1, MF_OK), 1);
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(loose_base64_is_refused)
{
    static const char *const payloads[] = {
        "aGVsbG8gd29ybGQ",
        "aGVsbG8gd29ybGR=",
        "aGVsbG8gd29ybGQ==",
        "aGVsbG8gd29ybGQ= ",
        "aGVs bG8gd29ybGQ=",
        "aGVsbG8gd29ybGQ=\\n",
        "aGVsbG8g\\nd29ybGQ=",
        "\\taGVsbG8gd29ybGQ=",
        "+-AA",
        "_w/A",
        "aGVsbG8gd29ybGQ=AAAA",
        "aGVsbG8gd29ybGQ\\u0000",
        "====",
        "=",
        "\xc3\xa4\xc3\xa4",
    };
    static const char *const loose_signatures[] = {
        "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw",
        "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw=",
        "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABx==",
        "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw== ",
        "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/S\\nPHsl6Jg4boxsMb6KvuYABw==",
        "e031dd99f8aa904abc48fb99a13c3bdbbd6e35c49cf2cb9f25d5509d8f5c947c!",
    };
    mf_key *key = rfc8032_key();
    char text[500];

    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++) {
        (void)snprintf(text, sizeof text,
                       "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}",
                       payloads[i], hello_type, hello_signature);
        assert_refused(text, key, MF_ERROR_SYNTAX);
    }
    for (size_t i = 0; i < sizeof loose_signatures / sizeof loose_signatures[0]; i++) {
        (void)snprintf(text, sizeof text, "%s,\"signatures\":[{\"sig\":\"%s\"}]}", HELLO_HEAD,
                       loose_signatures[i]);
        assert_refused(text, key, MF_ERROR_SYNTAX);
    }
    /* JSON's own escapes are another matter. */
    (void)snprintf(
        text, sizeof text,
        "{\"payload\":\"aGVsbG8gd29ybGQ\\u003d\",\"payloadType\":\"http:\\/\\/example.com\\/HelloWorld\","
        "\"signatures\":[{\"sig\":\"%s\"}]}",
        hello_signature);
    assert_accepted(text, key);
    mf_key_unref(key);
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

START_TEST(limits_hold)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    struct mf_buffer type = MF_BUFFER_EMPTY;
    mf_read_options limits;
    mf_verify_options options;
    mf_verified *verified = NULL;
    char *payload = calloc(1, 100000);

    ck_assert_ptr_nonnull(payload);
    memset(&limits, 0, sizeof limits);
    limits.size = sizeof limits;
    mf_verify_options_init(&options, sizeof options);
    options.limits = &limits;
    append_signature(&signatures, keys[0], NULL, mf_view_of("t"), mf_view_make(payload, 100000));
    append_envelope(&envelope, mf_view_of("t"), mf_view_make(payload, 100000), mf_buffer_view(&signatures));
    limits.maximum_input = envelope.size / 2 + 1;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_OK);
    verified = mf_verified_unref(verified);
    limits.maximum_input = envelope.size / 2 - 1;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_LIMIT);
    limits.maximum_input = 0;
    limits.maximum_memory = 90000;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_LIMIT);
    limits.maximum_memory = 0;
    limits.maximum_depth = 2;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_LIMIT);
    limits.maximum_depth = 1001;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    limits.maximum_depth = 0;
    limits.size = 1;
    ck_assert_int_eq(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, &options, &verified, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(verified);
    mf_buffer_release(&envelope);
    /* Types of 1024 bytes and one more. */
    for (size_t i = 0; i < 1024; i++) {
        mf_buffer_append_byte(&type, 't');
    }
    for (mf_status expected = MF_OK; expected != MF_ERROR_MEMORY;
         expected = expected == MF_OK ? MF_ERROR_LIMIT : MF_ERROR_MEMORY) {
        signatures.size = 0;
        append_signature(&signatures, keys[0], NULL, mf_buffer_view(&type), mf_view_of("x"));
        append_envelope(&envelope, mf_buffer_view(&type), mf_view_of("x"), mf_buffer_view(&signatures));
        ck_assert_uint_eq(count_signers(mf_buffer_view(&envelope), keys, 1, 1, MF_ERROR_LIMIT),
                          expected == MF_OK ? 1 : 0);
        mf_buffer_release(&envelope);
        mf_buffer_append_byte(&type, 't');
    }
    mf_buffer_release(&type);
    mf_buffer_release(&signatures);
    free(payload);
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&text, HELLO_HEAD ",\"signatures\":[{\"sig\":\"\"}],\"x\":");
    for (size_t i = 0; i < 1000000; i++) {
        mf_buffer_append_byte(&text, '[');
    }
    ck_assert_uint_eq(count_signers(mf_buffer_view(&text), keys, 1, 1, MF_ERROR_LIMIT), 0);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(errors_say_where)
{
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    static const char text[] =
        "{\"payload\":\"\",\n\"payloadType\":\"\",\n\"signatures\":[{\"sig\":\"\"},\n {\"sig\":\"!\"}]}";

    ck_assert_int_eq(verify(mf_view_of(text), keys, 1, 1, &verified, &error), MF_ERROR_SYNTAX);
    ck_assert_uint_eq(mf_error_line(error), 4);
    ck_assert_uint_eq(mf_error_column(error), 9);
    ck_assert_str_eq(mf_error_path(error), "/signatures/1");
    mf_error_unref(error);
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
    mf_dsse_append_message(&message, mf_view_of(statement_type), mf_view_of(payload));
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
    Suite *suite = suite_create("envelope");
    TCase *tests = tcase_create("envelope");
    TCase *files = tcase_create("openssl");

    tcase_add_checked_fixture(tests, make_keys, end_keys);
    tcase_add_test(tests, message_is_that_of_the_standard);
    tcase_add_test(tests, vector_of_the_specification);
    tcase_add_test(tests, known_signatures_verify);
    tcase_add_test(tests, empty_payloads_and_types_are_signed_like_others);
    tcase_add_test(tests, other_messages_do_not_verify);
    tcase_add_test(tests, lengths_count_bytes_not_characters);
    tcase_add_test(tests, bytes_cannot_move_between_type_and_payload);
    tcase_add_test(tests, payload_type_confusion_is_refused);
    tcase_add_test(tests, signed_nul_in_a_type_is_refused);
    tcase_add_test(tests, envelopes_of_another_shape_are_refused);
    tcase_add_test(tests, repeated_members_are_refused);
    tcase_add_test(tests, unknown_members_are_passed_over);
    tcase_add_test(tests, keyid_confusion);
    tcase_add_test(tests, missing_and_foreign_keyids_verify);
    tcase_add_test(tests, threshold_counts_distinct_keys);
    tcase_add_test(tests, thresholds_are_met_by_any_of_the_keys);
    tcase_add_test(tests, bad_thresholds_are_argument_errors);
    tcase_add_test(tests, wrong_calls_are_argument_errors);
    tcase_add_test(tests, signatures_of_other_sizes_do_not_verify);
    tcase_add_test(tests, every_flipped_bit_of_a_signature_is_refused);
    tcase_add_test(tests, malleated_signatures_are_refused);
    tcase_add_test(tests, every_flipped_bit_of_a_payload_is_refused);
    tcase_add_test(tests, every_flipped_bit_of_the_text_is_harmless);
    tcase_add_test(tests, truncated_envelopes_are_refused);
    tcase_add_test(tests, both_alphabets_are_read);
    tcase_add_test(tests, loose_base64_is_refused);
    tcase_add_test(tests, foreign_signatures_are_passed_over);
    tcase_add_test(tests, sixteen_signatures_and_no_more);
    tcase_add_test(tests, a_hundred_thousand_signatures_cost_little);
    tcase_add_test(tests, limits_hold);
    tcase_add_test(tests, deep_nesting_is_refused);
    tcase_add_test(tests, errors_say_where);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(files, make_keys, end_keys);
    tcase_add_checked_fixture(files, enter_directory, leave_directory);
    tcase_add_test(files, openssl_verifies_our_signatures);
    tcase_add_test(files, we_verify_what_openssl_signed);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
