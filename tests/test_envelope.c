/* SPDX-License-Identifier: Apache-2.0 */
/* Envelopes and the verification of signatures: the vectors of the standard, and every attack on those before us. */
#include "signing.h"

#include "crypto/crypto.h"
#include "sign/dsse.h"
#include "sign/key.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static const char hello_type[] = "http://example.com/HelloWorld";
static const char hello_signature[] =
    "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw==";
static const char statement_type[] = "application/vnd.in-toto+json";
static const char statement_signature[] =
    "vW8iDoS+pQIrO8G9pV+VHVGcvY/XcGMh2vfWpJJwwrH/m4CRZswsl9wIASL/n2XN7RSNIqdiogwYkqskDFZiAQ==";

#define HELLO_HEAD "{\"payload\":\"aGVsbG8gd29ybGQ=\",\"payloadType\":\"http://example.com/HelloWorld\""

static void assert_refused(const char *envelope, mf_key *key, mf_status expected)
{
    ck_assert_msg(count_signers(mf_view_of(envelope), &key, 1, 1, expected) == 0, "%s", envelope);
}

static void assert_accepted(const char *envelope, mf_key *key)
{
    ck_assert_msg(count_signers(mf_view_of(envelope), &key, 1, 1, MF_OK) == 1, "%s", envelope);
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

    ck_assert_int_eq(verify_any(mf_view_of(text), keys, 1, 1, &verified, &error), MF_ERROR_SYNTAX);
    ck_assert_uint_eq(mf_error_line(error), 4);
    ck_assert_uint_eq(mf_error_column(error), 9);
    ck_assert_str_eq(mf_error_path(error), "/signatures/1");
    mf_error_unref(error);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("envelope");
    TCase *tests = tcase_create("envelope");

    tcase_add_checked_fixture(tests, make_keys, end_keys);
    tcase_add_test(tests, message_is_that_of_the_standard);
    tcase_add_test(tests, vector_of_the_specification);
    tcase_add_test(tests, known_signatures_verify);
    tcase_add_test(tests, empty_payloads_and_types_are_signed_like_others);
    tcase_add_test(tests, envelopes_of_another_shape_are_refused);
    tcase_add_test(tests, repeated_members_are_refused);
    tcase_add_test(tests, unknown_members_are_passed_over);
    tcase_add_test(tests, wrong_calls_are_argument_errors);
    tcase_add_test(tests, truncated_envelopes_are_refused);
    tcase_add_test(tests, both_alphabets_are_read);
    tcase_add_test(tests, loose_base64_is_refused);
    tcase_add_test(tests, limits_hold);
    tcase_add_test(tests, deep_nesting_is_refused);
    tcase_add_test(tests, errors_say_where);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
