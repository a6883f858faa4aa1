/* SPDX-License-Identifier: Apache-2.0 */
/* Envelopes by hand. */
#include "signing.h"

#include "crypto/crypto.h"
#include "documents.h"
#include "sign/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char directory[64];

void enter_directory(void)
{
    (void)snprintf(directory, sizeof directory, "/tmp/libmanifest-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(chdir(directory), 0);
}

void leave_directory(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf -- '%s'", directory);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

bool have_openssl(void)
{
    if (run("openssl version")) {
        return true;
    }
    fprintf(stderr, "skipped: there is no openssl command\n");
    return false;
}

bool run(const char *command)
{
    char line[1000];

    (void)snprintf(line, sizeof line, "{ %s ; } >output 2>&1", command);
    return system(line) == 0;
}

void append_base64(struct mf_buffer *buffer, struct mf_view bytes, const char *alphabet)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    for (size_t i = 0; i < bytes.size; i += 3) {
        uint32_t group = 0;

        for (size_t j = 0; j < 3; j++) {
            group = group << 8 | (i + j < bytes.size ? (uint8_t)bytes.data[i + j] : 0U);
        }
        for (size_t j = 0; j < 4; j++) {
            uint32_t value = group >> (18 - 6 * j) & 63;

            mf_buffer_append_byte(buffer, i + j > bytes.size ? '='
                                          : value >= 62      ? alphabet[value - 62]
                                                             : digits[value]);
        }
    }
    ck_assert_int_eq(buffer->status, MF_OK);
}

char *armour(const char *label, const uint8_t *der, size_t size)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_format(&text, "-----BEGIN %s-----\n", label);
    append_base64(&text, mf_view_make((const char *)der, size), "+/");
    mf_buffer_format(&text, "\n-----END %s-----\n", label);
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(text.status, MF_OK);
    return text.data;
}

mf_key *secret_key(uint8_t byte)
{
    uint8_t der[48] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                        0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
    mf_key *key = NULL;
    mf_error *error = NULL;
    char *pem;

    memset(der + 16, byte, 32);
    pem = armour("PRIVATE KEY", der, sizeof der);
    assert_ok(mf_key_read(pem, MF_ZERO_TERMINATED, &key, &error), error);
    free(pem);
    return key;
}

mf_key *public_of(const mf_key *key)
{
    mf_key *public_key = NULL;

    ck_assert_int_eq(mf_key_new_public(mf_key_public(key), MF_KEY_PUBLIC_SIZE, &public_key, NULL), MF_OK);
    return public_key;
}

void sign_payload(const mf_key *key, struct mf_view type, struct mf_view payload, char signature[64])
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_buffer_format(&message, "DSSEv1 %zu ", type.size);
    mf_buffer_append(&message, type);
    mf_buffer_format(&message, " %zu ", payload.size);
    mf_buffer_append(&message, payload);
    ck_assert_int_eq(message.status, MF_OK);
    ck_assert_int_eq(mf_key_sign(key, mf_buffer_view(&message), (uint8_t *)signature, NULL), MF_OK);
    mf_buffer_release(&message);
}

void append_signature(struct mf_buffer *buffer, const mf_key *key, const char *keyid, struct mf_view type,
                      struct mf_view payload)
{
    char signature[64];

    sign_payload(key, type, payload, signature);
    mf_buffer_append_text(buffer, buffer->size == 0 ? "{" : ",{");
    if (keyid != NULL) {
        mf_buffer_format(buffer, "\"keyid\":\"%s\",", keyid);
    }
    mf_buffer_append_text(buffer, "\"sig\":\"");
    append_base64(buffer, mf_view_make(signature, sizeof signature), "+/");
    mf_buffer_append_text(buffer, "\"}");
}

void append_envelope(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload,
                     struct mf_view signatures)
{
    mf_buffer_append_text(buffer, "{\"payload\":\"");
    append_base64(buffer, payload, "+/");
    mf_buffer_append_text(buffer, "\",\"payloadType\":\"");
    mf_buffer_append(buffer, type);
    mf_buffer_append_text(buffer, "\",\"signatures\":[");
    mf_buffer_append(buffer, signatures);
    mf_buffer_append_text(buffer, "]}");
    ck_assert_int_eq(buffer->status, MF_OK);
}

mf_key *keys[KEYS];
mf_key *attacker;

void make_keys(void)
{
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = secret_key((uint8_t)(i + 1));
    }
    attacker = secret_key(0x66);
}

void end_keys(void)
{
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = mf_key_unref(keys[i]);
    }
    attacker = mf_key_unref(attacker);
}

/* Verifies against the first `count` keys of a list. */
mf_status verify_any(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                     mf_verified **ret_verified, mf_error **reterr)
{
    mf_verify_options options;

    mf_verify_options_init(&options, sizeof options);
    options.threshold = threshold;
    return mf_envelope_verify_any(envelope.size == 0 ? "" : envelope.data, envelope.size, trusted, count,
                                  &options, ret_verified, reterr);
}

/* The number of signers, 0 where the envelope is refused; then the status must be this one. */
size_t count_signers(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                     mf_status refusal)
{
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    mf_status status = verify_any(envelope, trusted, count, threshold, &verified, &error);
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

/* An envelope of "hello" and "text/plain" with whatever signatures stand in the buffer, which is released. */
struct mf_buffer hello_envelope(struct mf_buffer *signatures)
{
    struct mf_buffer envelope = MF_BUFFER_EMPTY;

    append_envelope(&envelope, mf_view_of("text/plain"), mf_view_of("hello"), mf_buffer_view(signatures));
    mf_buffer_release(signatures);
    return envelope;
}

void sign_hello(struct mf_buffer *signatures, const mf_key *key, const char *keyid)
{
    append_signature(signatures, key, keyid, mf_view_of("text/plain"), mf_view_of("hello"));
}

/* "hello", signed once by the first key. */
struct mf_buffer signed_hello(void)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;

    sign_hello(&signatures, keys[0], mf_key_id(keys[0]));
    return hello_envelope(&signatures);
}

mf_key *rfc8032_key(void)
{
    static const char rfc8032_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                                      "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                      "-----END PUBLIC KEY-----\n";
    mf_key *key = NULL;

    ck_assert_int_eq(mf_key_read(rfc8032_pem, sizeof rfc8032_pem - 1, &key, NULL), MF_OK);
    return key;
}

mf_manifest *minimal;
mf_sign_options anyhow;
static mf_rules *rules; /* of it */

mf_manifest *read_manifest(const void *text, size_t size)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_read(text, size, NULL, &manifest, NULL, &error), error);
    return manifest;
}

mf_manifest *read_vector(const char *name)
{
    char path[100];
    mf_bytes *bytes;
    mf_manifest *manifest;

    (void)snprintf(path, sizeof path, "tests/vectors/%s.yaml", name);
    bytes = source_file(path);
    manifest = read_manifest(mf_bytes_data(bytes), mf_bytes_size(bytes));
    mf_bytes_unref(bytes);
    return manifest;
}

void make_release(void)
{
    make_keys();
    minimal = read_vector("minimal-release");
    rules = no_rules();
    mf_sign_options_init(&anyhow, sizeof anyhow);
    anyhow.rules = rules;
}

void end_release(void)
{
    minimal = mf_manifest_unref(minimal);
    rules = mf_rules_unref(rules);
    end_keys();
}

char *text_of(mf_bytes *bytes)
{
    char *text = malloc(mf_bytes_size(bytes) + 1);

    ck_assert_ptr_nonnull(text);
    memcpy(text, mf_bytes_data(bytes), mf_bytes_size(bytes) + 1);
    mf_bytes_unref(bytes);
    return text;
}

char *statement_of(const mf_manifest *manifest)
{
    mf_bytes *statement = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_statement(manifest, &statement, &error), error);
    return text_of(statement);
}

char *canonical_text(const mf_manifest *manifest)
{
    mf_bytes *canonical = NULL;

    ck_assert_int_eq(mf_manifest_canonical(manifest, &canonical, NULL), MF_OK);
    return text_of(canonical);
}

mf_bytes *sign_release(const mf_manifest *manifest, size_t key_count)
{
    mf_bytes *envelope = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_sign(manifest, keys, key_count, &anyhow, &envelope, NULL, &error), error);
    return envelope;
}

/* A text in which the first occurrence of a part is replaced; the caller frees it. */
char *replaced(const char *text, const char *part, const char *by)
{
    const char *found = strstr(text, part);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    ck_assert_msg(found != NULL, "no %s", part);
    mf_buffer_append(&buffer, mf_view_make(text, (size_t)(found - text)));
    mf_buffer_append_text(&buffer, by);
    mf_buffer_append_text(&buffer, found + strlen(part));
    mf_buffer_append_byte(&buffer, '\0');
    ck_assert_int_eq(buffer.status, MF_OK);
    return buffer.data;
}
