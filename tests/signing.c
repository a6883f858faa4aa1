/* SPDX-License-Identifier: Apache-2.0 */
/* Envelopes by hand. */
#include "signing.h"

#include "crypto/crypto.h"
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
