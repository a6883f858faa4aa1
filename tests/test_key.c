/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: PEM that the openssl command agrees with, secrets that stay secret, and everything that is no key refused. */
#include "signing.h"

#include "crypto/crypto.h"
#include "sign/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* RFC 8032 section 7.1, test 1, as openssl writes it. */
static const char secret_pem[] = "-----BEGIN PRIVATE KEY-----\n"
                                 "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                                 "-----END PRIVATE KEY-----\n";
static const char public_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                 "-----END PUBLIC KEY-----\n";
static const char key_id[] = "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9";
static const uint8_t public_bytes[] = { 0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
                                        0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
                                        0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a };

/* RFC 8410 section 10.3: a PKCS#8 key of version 2 with an attribute and its public half. */
#define V2_FIRST                                                                                             \
    "-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
static const char version2_pem[] =
    V2_FIRST "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
             "Z9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----\n";

static mf_key *read_key(const char *pem)
{
    mf_key *key = NULL;
    mf_error *error = NULL;

    assert_ok(mf_key_read(pem, strlen(pem), &key, &error), error);
    return key;
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    ck_assert_int_eq(mf_file_write(text, strlen(text), path, 0600, NULL), MF_OK);
    ck_assert_int_eq(chmod(path, mode), 0);
}

static void assert_refused(struct mf_view pem, mf_status expected, const char *part, const char *what)
{
    mf_key *key = NULL;
    mf_error *error = NULL;
    mf_status status = mf_key_read(pem.size == 0 ? "" : pem.data, pem.size, &key, &error);

    ck_assert_msg(status == expected, "%s: %s: %s", what, mf_status_name(status), mf_error_message(error));
    ck_assert_ptr_null(key);
    ck_assert_msg(strstr(mf_error_message(error), part) != NULL, "%s: %s", what, mf_error_message(error));
    mf_error_unref(error);
}

START_TEST(known_key_has_known_id)
{
    mf_key *secret = read_key(secret_pem);
    mf_key *public_key = read_key(public_pem);
    mf_key *raw = NULL;

    ck_assert_str_eq(mf_key_id(secret), key_id);
    ck_assert_str_eq(mf_key_id(public_key), key_id);
    ck_assert_mem_eq(mf_key_public(secret), public_bytes, sizeof public_bytes);
    ck_assert_int_eq(mf_key_can_sign(secret), 1);
    ck_assert_int_eq(mf_key_can_sign(public_key), 0);
    ck_assert_int_eq(mf_key_new_public(public_bytes, sizeof public_bytes, &raw, NULL), MF_OK);
    ck_assert_str_eq(mf_key_id(raw), key_id);
    ck_assert_ptr_eq(mf_key_ref(raw), raw);
    ck_assert_ptr_null(mf_key_unref(raw));
    ck_assert_ptr_null(mf_key_unref(raw));
    ck_assert_ptr_null(mf_key_unref(public_key));
    ck_assert_ptr_null(mf_key_unref(secret));
    ck_assert_ptr_null(mf_key_unref(NULL));
    ck_assert_ptr_null(mf_key_ref(NULL));
    ck_assert_str_eq(mf_key_id(NULL), "");
    ck_assert_ptr_null(mf_key_public(NULL));
    ck_assert_int_eq(mf_key_can_sign(NULL), 0);
}
END_TEST

START_TEST(pem_is_written_as_it_was_read)
{
    mf_key *secret = read_key(secret_pem);
    mf_key *public_key = read_key(public_pem);
    mf_bytes *pem = NULL;
    mf_error *error = NULL;
    char digest[MF_SHA256_HEX_SIZE + 1];

    assert_ok(mf_key_write_secret(secret, &pem, &error), error);
    assert_bytes_are(pem, secret_pem);
    ck_assert_int_eq(((const char *)mf_bytes_data(pem))[mf_bytes_size(pem)], 0);
    pem = mf_bytes_unref(pem);
    assert_ok(mf_key_write_public(secret, &pem, &error), error);
    assert_bytes_are(pem, public_pem);
    ck_assert(mf_sha256_hex(mf_view_make(mf_bytes_data(pem), mf_bytes_size(pem)), digest));
    ck_assert_str_eq(digest, "7f2d9ed0b71b8e5a6c5cf30e647d6e20b5bca6dac8071f11abe3fef8014db610");
    pem = mf_bytes_unref(pem);
    ck_assert_int_eq(mf_key_write_secret(public_key, &pem, &error), MF_ERROR_KEY);
    ck_assert_ptr_null(pem);
    mf_error_unref(error);
    mf_key_unref(public_key);
    mf_key_unref(secret);
}
END_TEST

START_TEST(generated_keys_differ_and_sign)
{
    mf_key *first = NULL;
    mf_key *second = NULL;
    mf_error *error = NULL;
    uint8_t signature[MF_KEY_SIGNATURE_SIZE];
    struct mf_view view = mf_view_make((const char *)signature, sizeof signature);

    assert_ok(mf_key_generate(&first, &error), error);
    assert_ok(mf_key_generate(&second, &error), error);
    ck_assert_str_ne(mf_key_id(first), mf_key_id(second));
    assert_ok(mf_key_sign(first, mf_view_of("message"), signature, &error), error);
    ck_assert(mf_key_verifies(first, mf_view_of("message"), view));
    ck_assert(!mf_key_verifies(first, mf_view_of("massage"), view));
    ck_assert(!mf_key_verifies(second, mf_view_of("message"), view));
    mf_key_unref(first);
    mf_key_unref(second);
}
END_TEST

START_TEST(lenient_spellings_that_are_read)
{
    static const char *const good[] = {
        /* Windows line ends. */
        "-----BEGIN PUBLIC KEY-----\r\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\r\n"
        "-----END PUBLIC KEY-----\r\n",
        /* No line end behind the last line. */
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        "-----END PUBLIC KEY-----",
        /* White space around. */
        "\n \t\n-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        "-----END PUBLIC KEY-----\n\n \r\n",
        /* Short lines. */
        "-----BEGIN PUBLIC KEY-----\nMCowBQYD\nK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPc\nHURo=\n"
        "-----END PUBLIC KEY-----\n",
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        mf_key *key = read_key(good[i]);

        ck_assert_str_eq(mf_key_id(key), key_id);
        mf_key_unref(key);
    }
}
END_TEST

START_TEST(pkcs8_of_version_2_is_read_and_its_public_half_checked)
{
    static const uint8_t expected[] = { 0x19, 0xbf, 0x44, 0x09, 0x69, 0x84, 0xcd, 0xfe, 0x85, 0x41, 0xba,
                                        0xc1, 0x67, 0xdc, 0x3b, 0x96, 0xc8, 0x50, 0x86, 0xaa, 0x30, 0xb6,
                                        0xb6, 0xcb, 0x0c, 0x5c, 0x38, 0xad, 0x70, 0x31, 0x66, 0xe1 };
    mf_key *key = read_key(version2_pem);
    char *spoiled = strdup(version2_pem);

    ck_assert_int_eq(mf_key_can_sign(key), 1);
    ck_assert_mem_eq(mf_key_public(key), expected, sizeof expected);
    mf_key_unref(key);
    /* Another public half. */
    *strstr(spoiled, "xZuE=") = 'y';
    assert_refused(mf_view_of(spoiled), MF_ERROR_KEY, "not that of its secret", "spoiled public half");
    free(spoiled);
}
END_TEST

START_TEST(what_is_no_pem_is_refused)
{
    static const struct {
        const char *text;
        const char *part;
    } cases[] = {
        { "", "BEGIN" },
        { " \n", "BEGIN" },
        { "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB", "BEGIN" },
        { "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "BEGIN" },
        { "-----BEGIN PUBLIC KEY-----", "END" },
        { "-----BEGIN PUBLIC KEY-----\n", "END" },
        { "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "base64" },
        { "-----BEGIN PUBLIC KEY----\nMCow\n-----END PUBLIC KEY-----\n", "BEGIN" },
        { "-----BEGIN -----\nMCow\n-----END PUBLIC KEY-----\n", "differ" },
        { "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PRIVATE KEY-----\n", "differ" },
        { "-----BEGIN PUBLIC KEY-----\nMCow\n\nMCow\n-----END PUBLIC KEY-----\n", "empty" },
        { "-----BEGIN PUBLIC KEY-----\nMC ow\n-----END PUBLIC KEY-----\n", "character" },
        { "-----BEGIN PUBLIC KEY-----\n MCow\n-----END PUBLIC KEY-----\n", "character" },
        { "-----BEGIN PUBLIC KEY-----\nMC\row\n-----END PUBLIC KEY-----\n", "character" },
        { "-----BEGIN PUBLIC KEY-----\rMCow\r-----END PUBLIC KEY-----\r", "BEGIN" },
        { "-----BEGIN PUBLIC KEY-----\nMC-_\n-----END PUBLIC KEY-----\n", "character" },
        { "-----BEGIN PUBLIC KEY-----\nMCo\n-----END PUBLIC KEY-----\n", "base64" },
        { "-----BEGIN PUBLIC KEY-----\nMCo=MCow\n-----END PUBLIC KEY-----\n", "base64" },
        { "-----BEGIN PUBLIC KEY-----\nMCp=\n-----END PUBLIC KEY-----\n", "base64" },
        { "-----BEGIN PUBLIC KEY-----\nComment: x\n\nMCow\n-----END PUBLIC KEY-----\n", "character" },
        { "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\nx", "follows" },
        { "x\n-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", "BEGIN" },
        { "\xef\xbb\xbf-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", "BEGIN" },
        /* Not the DER that the label promises. */
        { "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", "SubjectPublicKeyInfo" },
        { "-----BEGIN PRIVATE KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
          "-----END PRIVATE KEY-----\n",
          "PKCS#8" },
        { "-----BEGIN PUBLIC KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
          "-----END PUBLIC KEY-----\n",
          "SubjectPublicKeyInfo" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_refused(mf_view_of(cases[i].text), MF_ERROR_SYNTAX, cases[i].part, cases[i].text);
    }
}
END_TEST

START_TEST(two_keys_in_one_text_are_refused)
{
    char both[1000];

    (void)snprintf(both, sizeof both, "%s%s", public_pem, public_pem);
    assert_refused(mf_view_of(both), MF_ERROR_SYNTAX, "follows", "two public keys");
    (void)snprintf(both, sizeof both, "%s%s", secret_pem, public_pem);
    assert_refused(mf_view_of(both), MF_ERROR_SYNTAX, "follows", "secret and public");
}
END_TEST

START_TEST(nul_bytes_are_refused)
{
    char text[sizeof public_pem];

    for (size_t i = 0; i < sizeof text - 1; i++) {
        memcpy(text, public_pem, sizeof text);
        text[i] = '\0';
        /* The last line end is white space, but NUL is none. */
        assert_refused(mf_view_make(text, sizeof text - 1), MF_ERROR_SYNTAX, "PEM", "NUL");
    }
    assert_refused(mf_view_make(public_pem, sizeof public_pem), MF_ERROR_SYNTAX, "follows", "NUL behind");
}
END_TEST

START_TEST(truncated_texts_are_refused)
{
    for (size_t size = 0; size < sizeof secret_pem - 2; size++) {
        char *exact = malloc(size == 0 ? 1 : size);

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, secret_pem, size);
        assert_refused(mf_view_make(exact, size), MF_ERROR_SYNTAX, "PEM", "truncated");
        free(exact);
    }
}
END_TEST

START_TEST(other_keys_are_named)
{
    static const struct {
        const char *text;
        const char *part;
    } cases[] = {
        { "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMCow\n-----END ENCRYPTED PRIVATE KEY-----\n",
          "the key is encrypted: decrypt it with openssl pkey first" },
        { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMCow\n"
          "-----END RSA PRIVATE KEY-----\n",
          "the key is encrypted" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMCow\n-----END RSA PRIVATE KEY-----\n", "RSA PRIVATE KEY" },
        { "-----BEGIN EC PRIVATE KEY-----\nMCow\n-----END EC PRIVATE KEY-----\n", "EC PRIVATE KEY" },
        { "-----BEGIN OPENSSH PRIVATE KEY-----\nMCow\n-----END OPENSSH PRIVATE KEY-----\n", "OPENSSH" },
        { "-----BEGIN CERTIFICATE-----\nMCow\n-----END CERTIFICATE-----\n", "CERTIFICATE" },
        /* X25519 and Ed448, public. */
        { "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
          "-----END PUBLIC KEY-----\n",
          "an X25519" },
        { "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VxAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
          "-----END PUBLIC KEY-----\n",
          "an Ed448" },
        { "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2V/AyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
          "-----END PUBLIC KEY-----\n",
          "not known" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_refused(mf_view_of(cases[i].text), MF_ERROR_KEY, cases[i].part, cases[i].text);
    }
}
END_TEST

/* Every byte of the structures but those of the keys themselves is needed as it is. */
START_TEST(every_byte_of_the_der_counts)
{
    uint8_t der[48];
    size_t size;
    char *text;

    ck_assert(mf_secret_decode_base64(mf_view_make(secret_pem + 28, 64), der, sizeof der, &size));
    for (size_t i = 0; i < 16; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            mf_key *key = NULL;

            der[i] ^= (uint8_t)(1U << bit);
            text = armour("PRIVATE KEY", der, sizeof der);
            ck_assert_msg(mf_key_read(text, strlen(text), &key, NULL) < 0, "byte %zu bit %u", i, bit);
            der[i] ^= (uint8_t)(1U << bit);
            free(text);
        }
    }
    for (size = 1; size < sizeof der; size++) {
        text = armour("PRIVATE KEY", der, size);
        assert_refused(mf_view_of(text), MF_ERROR_SYNTAX, "PKCS#8", "cut off");
        free(text);
    }
}
END_TEST

START_TEST(loose_der_is_refused)
{
    static const struct {
        const char *what;
        uint8_t head[20];
        size_t head_size;
        uint8_t tail[4];
        size_t tail_size;
    } cases[] = {
        { "length in two bytes",
          { 0x30, 0x81, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0 },
          13,
          { 0 },
          0 },
        { "length in three bytes",
          { 0x30, 0x82, 0, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0 },
          14,
          { 0 },
          0 },
        { "indefinite length",
          { 0x30, 0x80, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0 },
          12,
          { 0, 0 },
          2 },
        { "huge length",
          { 0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0 },
          16,
          { 0 },
          0 },
        { "parameters", { 0x30, 0x2c, 0x30, 7, 6, 3, 0x2b, 0x65, 0x70, 5, 0, 3, 0x21, 0 }, 14, { 0 }, 0 },
        { "unused bits", { 0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 1 }, 12, { 0 }, 0 },
        { "something behind the key",
          { 0x30, 0x2c, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0 },
          12,
          { 5, 0 },
          2 },
        { "something behind it all",
          { 0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0 },
          12,
          { 5, 0 },
          2 },
        { "33 bytes", { 0x30, 0x2b, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x22, 0 }, 12, { 7 }, 1 },
        { "no key", { 0x30, 0x09, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0 }, 11, { 0 }, 0 },
        { "no sequence", { 0x31, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0 }, 12, { 0 }, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t der[80];
        char *text;

        memcpy(der, cases[i].head, cases[i].head_size);
        memcpy(der + cases[i].head_size, public_bytes, sizeof public_bytes);
        memcpy(der + cases[i].head_size + sizeof public_bytes, cases[i].tail, cases[i].tail_size);
        text = armour("PUBLIC KEY", der, cases[i].head_size + sizeof public_bytes + cases[i].tail_size);
        assert_refused(mf_view_of(text), MF_ERROR_SYNTAX, "SubjectPublicKeyInfo", cases[i].what);
        free(text);
    }
}
END_TEST

START_TEST(weak_keys_are_refused_at_import)
{
    static const char *const weak[] = {
        /* All zero; of order 1; of order 8; the sum of a good point and that of order 2; not on the curve. */
        "MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "MCowBQYDK2VwAyEAJuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU=",
        "MCowBQYDK2VwAyEAFqVn/n1O9UgqtAEsNpv4xfEejQwlWdzaUP3llwj4ruU=",
        "MCowBQYDK2VwAyEAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    };
    uint8_t zero[MF_KEY_PUBLIC_SIZE] = { 0 };
    mf_key *key = NULL;
    mf_error *error = NULL;

    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        char text[200];

        (void)snprintf(text, sizeof text, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n",
                       weak[i]);
        assert_refused(mf_view_of(text), MF_ERROR_KEY, "small order", weak[i]);
    }
    ck_assert_int_eq(mf_key_new_public(zero, sizeof zero, &key, &error), MF_ERROR_KEY);
    ck_assert_ptr_null(key);
    mf_error_unref(error);
}
END_TEST

static int32_t never(void *user_data, const uint8_t *message, size_t size, uint8_t *signature)
{
    (void)user_data;
    (void)message;
    (void)size;
    (void)signature;
    ck_abort_msg("called");
    return 0;
}

START_TEST(wrong_calls_are_argument_errors)
{
    mf_key *key = NULL;
    mf_key *good = read_key(public_pem);
    mf_bytes *pem = NULL;

    ck_assert_int_eq(mf_key_generate(NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_read(NULL, 0, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_read(public_pem, sizeof public_pem - 1, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_read_file(NULL, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_read_file("x", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_public(NULL, 32, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_public(public_bytes, 31, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_public(public_bytes, 33, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_public(public_bytes, 32, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_signer(public_bytes, 32, NULL, NULL, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_signer(public_bytes, 31, never, NULL, &key, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_new_signer(public_bytes, 32, never, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_write_public(NULL, &pem, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_write_public(good, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_key_write_secret(NULL, &pem, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(key);
    ck_assert_ptr_null(pem);
    mf_key_unref(good);
}
END_TEST

/* A signer outside the library, and how it is to behave. */
struct outside {
    const mf_key *key;
    int32_t code;
    bool spoil;
    bool silent;
    size_t calls;
};

static int32_t sign_outside(void *user_data, const uint8_t *message, size_t size, uint8_t *signature)
{
    struct outside *outside = user_data;

    outside->calls++;
    if (outside->silent) {
        return 0;
    }
    ck_assert_int_eq(mf_key_sign(outside->key, mf_view_make((const char *)message, size), signature, NULL),
                     MF_OK);
    signature[5] ^= outside->spoil;
    return outside->code;
}

START_TEST(callback_signs)
{
    mf_key *secret = read_key(secret_pem);
    struct outside outside = { .key = secret };
    uint8_t signature[MF_KEY_SIGNATURE_SIZE];
    uint8_t expected[MF_KEY_SIGNATURE_SIZE];
    mf_key *signer = NULL;
    mf_bytes *pem = NULL;
    mf_error *error = NULL;

    assert_ok(mf_key_new_signer(public_bytes, sizeof public_bytes, sign_outside, &outside, &signer, &error),
              error);
    ck_assert_int_eq(mf_key_can_sign(signer), 1);
    ck_assert_str_eq(mf_key_id(signer), key_id);
    ck_assert_int_eq(mf_key_write_secret(signer, &pem, NULL), MF_ERROR_KEY);
    assert_ok(mf_key_sign(signer, mf_view_of("x"), signature, &error), error);
    assert_ok(mf_key_sign(secret, mf_view_of("x"), expected, &error), error);
    ck_assert_mem_eq(signature, expected, sizeof signature);
    ck_assert_uint_eq(outside.calls, 1);
    mf_key_unref(signer);
    mf_key_unref(secret);
}
END_TEST

START_TEST(callbacks_that_fail_or_lie_are_found_out)
{
    mf_key *secret = read_key(secret_pem);
    mf_key *other = NULL;
    struct outside cases[] = {
        { .key = secret, .code = 7 },
        { .key = secret, .code = -1 },
        { .key = secret, .spoil = true },
        { .silent = true },
        { .key = NULL },
    };

    ck_assert_int_eq(mf_key_generate(&other, NULL), MF_OK);
    cases[4].key = other;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t signature[MF_KEY_SIGNATURE_SIZE];
        mf_key *signer = NULL;
        mf_error *error = NULL;

        ck_assert_int_eq(mf_key_new_signer(public_bytes, 32, sign_outside, &cases[i], &signer, NULL), MF_OK);
        ck_assert_int_eq(mf_key_sign(signer, mf_view_of("x"), signature, &error), MF_ERROR_SIGNER);
        ck_assert_ptr_nonnull(strstr(mf_error_message(error), i < 2 ? "failed with" : "does not verify"));
        mf_error_unref(error);
        mf_key_unref(signer);
    }
    mf_key_unref(other);
    mf_key_unref(secret);
}
END_TEST

START_TEST(public_keys_do_not_sign)
{
    mf_key *key = read_key(public_pem);
    uint8_t signature[MF_KEY_SIGNATURE_SIZE];

    ck_assert_int_eq(mf_key_sign(key, mf_view_of("x"), signature, NULL), MF_ERROR_KEY);
    mf_key_unref(key);
}
END_TEST

START_TEST(readable_secret_files_are_refused)
{
    static const mode_t open_modes[] = { 0640, 0604, 0620, 0602, 0644, 0666, 0610, 0601, 0777 };
    mf_key *key = NULL;
    mf_error *error = NULL;

    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        write_file("open.key", secret_pem, open_modes[i]);
        ck_assert_int_eq(mf_key_read_file("open.key", &key, &error), MF_ERROR_KEY);
        ck_assert_ptr_nonnull(strstr(mf_error_message(error), "open.key"));
        ck_assert_ptr_null(key);
        error = mf_error_unref(error);
    }
    write_file("closed.key", secret_pem, 0600);
    assert_ok(mf_key_read_file("closed.key", &key, &error), error);
    key = mf_key_unref(key);
    write_file("closed.key", secret_pem, 0400);
    assert_ok(mf_key_read_file("closed.key", &key, &error), error);
    ck_assert_str_eq(mf_key_id(key), key_id);
    key = mf_key_unref(key);
    write_file("open.pub", public_pem, 0644);
    assert_ok(mf_key_read_file("open.pub", &key, &error), error);
    key = mf_key_unref(key);
    /* The file that was opened counts, not the link. */
    write_file("open.key", secret_pem, 0644);
    ck_assert_int_eq(symlink("open.key", "link.key"), 0);
    ck_assert_int_eq(mf_key_read_file("link.key", &key, NULL), MF_ERROR_KEY);
}
END_TEST

START_TEST(files_that_are_no_keys_are_refused)
{
    mf_key *key = NULL;
    mf_error *error = NULL;
    char *large = malloc(65537);

    ck_assert_ptr_nonnull(large);
    memset(large, '\n', 65537);
    memcpy(large, public_pem, sizeof public_pem - 1);
    ck_assert_int_eq(mf_key_read_file("absent", &key, &error), MF_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "absent"));
    error = mf_error_unref(error);
    ck_assert_int_eq(mf_key_read_file(".", &key, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_file_write(large, 65537, "large", 0644, NULL), MF_OK);
    ck_assert_int_eq(mf_key_read_file("large", &key, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_key_read(large, 65537, &key, NULL), MF_ERROR_SYNTAX);
    ck_assert_int_eq(mf_file_write(large, 65536, "large", 0644, NULL), MF_OK);
    assert_ok(mf_key_read_file("large", &key, &error), error);
    key = mf_key_unref(key);
    ck_assert_int_eq(mf_key_read_file("/dev/null", &key, NULL), MF_ERROR_SYNTAX);
    ck_assert_int_eq(mf_key_read_file("/dev/zero", &key, NULL), MF_ERROR_LIMIT);
    free(large);
}
END_TEST

START_TEST(openssl_reads_our_keys)
{
    mf_key *key = NULL;
    mf_bytes *pem = NULL;
    mf_bytes *theirs = NULL;
    mf_error *error = NULL;

    if (!have_openssl()) {
        return;
    }
    assert_ok(mf_key_generate(&key, &error), error);
    assert_ok(mf_key_write_secret(key, &pem, &error), error);
    assert_ok(mf_file_write(mf_bytes_data(pem), mf_bytes_size(pem), "our.key", 0600, &error), error);
    ck_assert(run("openssl pkey -in our.key -out their.key"));
    assert_ok(mf_bytes_read_file("their.key", 0, &theirs, &error), error);
    assert_bytes_are(theirs, mf_bytes_data(pem));
    theirs = mf_bytes_unref(theirs);
    pem = mf_bytes_unref(pem);
    assert_ok(mf_key_write_public(key, &pem, &error), error);
    ck_assert(run("openssl pkey -in our.key -pubout -out their.pub"));
    assert_ok(mf_bytes_read_file("their.pub", 0, &theirs, &error), error);
    assert_bytes_are(theirs, mf_bytes_data(pem));
    theirs = mf_bytes_unref(theirs);
    pem = mf_bytes_unref(pem);
    mf_key_unref(key);
}
END_TEST

START_TEST(we_read_the_keys_of_openssl)
{
    mf_key *key = NULL;
    mf_key *public_key = NULL;
    mf_bytes *id = NULL;
    mf_error *error = NULL;
    char named[MF_SHA256_HEX_SIZE + 1];

    if (!have_openssl()) {
        return;
    }
    ck_assert(
        run("openssl genpkey -algorithm ed25519 -out a.key && chmod 600 a.key"
            " && openssl pkey -in a.key -pubout -out a.pub"
            " && openssl pkey -in a.key -pubout -outform DER | openssl dgst -sha256 -r | cut -c1-64 >a.id"));
    assert_ok(mf_key_read_file("a.key", &key, &error), error);
    assert_ok(mf_key_read_file("a.pub", &public_key, &error), error);
    assert_ok(mf_bytes_read_file("a.id", 0, &id, &error), error);
    (void)snprintf(named, sizeof named, "%s", (const char *)mf_bytes_data(id));
    ck_assert_str_eq(mf_key_id(key), named);
    ck_assert_str_eq(mf_key_id(public_key), named);
    mf_bytes_unref(id);
    mf_key_unref(key);
    mf_key_unref(public_key);
}
END_TEST

START_TEST(other_keys_of_openssl_are_named)
{
    static const struct {
        const char *command;
        const char *part;
    } cases[] = {
        { "openssl genpkey -algorithm ed25519 -aes256 -pass pass:x", "encrypted" },
        { "openssl genpkey -algorithm ed448", "Ed448" },
        { "openssl genpkey -algorithm x25519", "X25519" },
        { "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048", "RSA" },
        { "openssl genrsa -traditional 2048", "RSA PRIVATE KEY" },
        { "openssl genrsa -traditional -aes256 -passout pass:x 2048", "encrypted" },
        { "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "elliptic curve" },
        { "openssl ecparam -name prime256v1 -genkey -noout", "EC PRIVATE KEY" },
        { "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkey -pubout",
          "elliptic curve" },
    };

    if (!have_openssl()) {
        return;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char command[300];
        mf_key *key = NULL;
        mf_error *error = NULL;

        (void)snprintf(command, sizeof command, "{ %s ; } >k.pem 2>/dev/null", cases[i].command);
        ck_assert_msg(system(command) == 0, "%s", cases[i].command);
        ck_assert_int_eq(chmod("k.pem", 0600), 0);
        ck_assert_msg(mf_key_read_file("k.pem", &key, &error) == MF_ERROR_KEY, "%s: %s", cases[i].command,
                      mf_error_message(error));
        ck_assert_msg(strstr(mf_error_message(error), cases[i].part) != NULL, "%s: %s", cases[i].command,
                      mf_error_message(error));
        mf_error_unref(error);
    }
}
END_TEST

/* Whatever went wrong, no error shows a part of the secret. */
START_TEST(errors_do_not_show_secrets)
{
    char text[sizeof secret_pem];

    for (size_t i = 0; i < sizeof secret_pem - 1; i++) {
        mf_key *key = NULL;
        mf_error *error = NULL;

        memcpy(text, secret_pem, sizeof text);
        text[i] = '!';
        if (mf_key_read(text, sizeof text - 1, &key, &error) != MF_OK) {
            ck_assert_msg(strstr(mf_error_message(error), "hsZ3v") == NULL, "%s", mf_error_message(error));
            ck_assert_msg(strstr(mf_error_message(error), "cVpez") == NULL, "%s", mf_error_message(error));
        }
        mf_error_unref(error);
        mf_key_unref(key);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("key");
    TCase *tests = tcase_create("key");
    TCase *files = tcase_create("files");

    tcase_add_test(tests, known_key_has_known_id);
    tcase_add_test(tests, pem_is_written_as_it_was_read);
    tcase_add_test(tests, generated_keys_differ_and_sign);
    tcase_add_test(tests, lenient_spellings_that_are_read);
    tcase_add_test(tests, pkcs8_of_version_2_is_read_and_its_public_half_checked);
    tcase_add_test(tests, what_is_no_pem_is_refused);
    tcase_add_test(tests, two_keys_in_one_text_are_refused);
    tcase_add_test(tests, nul_bytes_are_refused);
    tcase_add_test(tests, truncated_texts_are_refused);
    tcase_add_test(tests, other_keys_are_named);
    tcase_add_test(tests, every_byte_of_the_der_counts);
    tcase_add_test(tests, loose_der_is_refused);
    tcase_add_test(tests, weak_keys_are_refused_at_import);
    tcase_add_test(tests, wrong_calls_are_argument_errors);
    tcase_add_test(tests, callback_signs);
    tcase_add_test(tests, callbacks_that_fail_or_lie_are_found_out);
    tcase_add_test(tests, public_keys_do_not_sign);
    tcase_add_test(tests, errors_do_not_show_secrets);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(files, enter_directory, leave_directory);
    tcase_add_test(files, readable_secret_files_are_refused);
    tcase_add_test(files, files_that_are_no_keys_are_refused);
    tcase_add_test(files, openssl_reads_our_keys);
    tcase_add_test(files, we_read_the_keys_of_openssl);
    tcase_add_test(files, other_keys_of_openssl_are_named);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
