/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, Ed25519 and secret memory, against published vectors; and the traps of libsodium. */
#include "harness.h"

#include "crypto/crypto.h"

#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* RFC 8032 section 7.1. */
static const struct {
    const char *seed;
    const char *public_key;
    const char *message;
    const char *signature;
} rfc8032[] = {
    { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5"
      "f0595bbe24655141438"
      "e7a100b" },
    { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2e"
      "aeb4302aeeb00d29161"
      "2bb0c00" },
    { "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15"
      "e9716ed28dc027beceea"
      "1ec40a" },
    { "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d44"
      "23643ce80e2a9ac94fa5"
      "4ca49f",
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca17"
      "9c138ac17ad9bef11773"
      "31a704" },
};

/* Bytes of a hexadecimal text; the caller frees them. */
static char *unhex(const char *text, size_t *ret_size)
{
    size_t size = strlen(text) / 2;
    char *bytes = malloc(size + 1);

    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < size; i++) {
        unsigned value;

        ck_assert_int_eq(sscanf(text + 2 * i, "%2x", &value), 1);
        bytes[i] = (char)value;
    }
    *ret_size = size;
    return bytes;
}

static void unhex_into(const char *text, size_t expected, uint8_t *bytes)
{
    size_t size;
    char *copy = unhex(text, &size);

    ck_assert_uint_eq(size, expected);
    memcpy(bytes, copy, size);
    free(copy);
}

static cJSON *read_json(const char *path)
{
    mf_bytes *bytes = testdata_file(path);
    cJSON *json;

    ck_assert_ptr_nonnull(bytes);
    json = cJSON_ParseWithLength(mf_bytes_data(bytes), mf_bytes_size(bytes));
    ck_assert_ptr_nonnull(json);
    mf_bytes_unref(bytes);
    return json;
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

    ck_assert_msg(text != NULL, "no text \"%s\" in the vector", name);
    return text;
}

static bool verify_hex(const char *signature, const char *message, const char *public_key, bool *ret_good_key)
{
    size_t signature_size;
    size_t message_size;
    char *signature_bytes = unhex(signature, &signature_size);
    char *message_bytes = unhex(message, &message_size);
    uint8_t key[MF_ED25519_PUBLIC_SIZE];
    bool good;

    unhex_into(public_key, sizeof key, key);
    *ret_good_key = mf_ed25519_public_is_good(key);
    good = mf_ed25519_verify(mf_view_make(signature_bytes, signature_size),
                             mf_view_make(message_bytes, message_size), key);
    free(signature_bytes);
    free(message_bytes);
    return good;
}

static void start(void)
{
    ck_assert_int_eq(mf_crypto_start(NULL), MF_OK);
}

START_TEST(sha256_agrees_with_the_standard)
{
    char digest[MF_SHA256_HEX_SIZE + 1];
    char *million = malloc(1000000);

    ck_assert(mf_sha256_hex(mf_view_of(NULL), digest));
    ck_assert_str_eq(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ck_assert(mf_sha256_hex(mf_view_of("abc"), digest));
    ck_assert_str_eq(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ck_assert(mf_sha256_hex(mf_view_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), digest));
    ck_assert_str_eq(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    ck_assert_ptr_nonnull(million);
    memset(million, 'a', 1000000);
    ck_assert(mf_sha256_hex(mf_view_make(million, 1000000), digest));
    ck_assert_str_eq(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}
END_TEST

START_TEST(ed25519_agrees_with_rfc8032)
{
    size_t i = (size_t)_i;
    uint8_t seed[MF_ED25519_SEED_SIZE];
    uint8_t expected_key[MF_ED25519_PUBLIC_SIZE];
    uint8_t public_key[MF_ED25519_PUBLIC_SIZE];
    uint8_t expected[MF_ED25519_SIGNATURE_SIZE];
    uint8_t signature[MF_ED25519_SIGNATURE_SIZE];
    size_t size;
    char *message = unhex(rfc8032[i].message, &size);

    unhex_into(rfc8032[i].seed, sizeof seed, seed);
    unhex_into(rfc8032[i].public_key, sizeof expected_key, expected_key);
    unhex_into(rfc8032[i].signature, sizeof expected, expected);
    ck_assert_int_eq(mf_ed25519_public_of(seed, public_key), MF_OK);
    ck_assert_mem_eq(public_key, expected_key, sizeof public_key);
    ck_assert(mf_ed25519_public_is_good(public_key));
    ck_assert_int_eq(mf_ed25519_sign(seed, public_key, mf_view_make(message, size), signature), MF_OK);
    ck_assert_mem_eq(signature, expected, sizeof signature);
    free(message);
}
END_TEST

START_TEST(wycheproof_agrees)
{
    cJSON *json;
    const cJSON *group;
    const cJSON *test;
    size_t count = 0;
    size_t accepted = 0;

    if (!have_testdata("wycheproof")) {
        return;
    }
    json = read_json("wycheproof/ed25519_test.json");
    cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(json, "testGroups"))
    {
        const char *key = text_of(cJSON_GetObjectItemCaseSensitive(group, "publicKey"), "pk");

        cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(group, "tests"))
        {
            bool expected = strcmp(text_of(test, "result"), "valid") == 0;
            bool good_key;
            bool found = verify_hex(text_of(test, "sig"), text_of(test, "msg"), key, &good_key);

            ck_assert_msg(good_key, "test %s: key", text_of(test, "comment"));
            ck_assert_msg(found == expected, "test %d (%s): found %d",
                          cJSON_GetObjectItemCaseSensitive(test, "tcId")->valueint, text_of(test, "comment"),
                          found);
            count++;
            accepted += found;
        }
    }
    cJSON_Delete(json);
    ck_assert_uint_eq(count, 151);
    ck_assert_uint_eq(accepted, 88);
}
END_TEST

static bool has_flag(const cJSON *vector, const char *name)
{
    const cJSON *flag;

    cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive(vector, "flags"))
    {
        if (strcmp(cJSON_GetStringValue(flag), name) == 0) {
            return true;
        }
    }
    return false;
}

/* 914 signatures with points at the edges of the curve. A key with any component of small order never gets
 * in, and what then verifies is what is canonical and of no small order in R. */
START_TEST(cctv_edge_cases_are_refused)
{
    cJSON *json;
    const cJSON *vector;
    size_t count = 0;
    size_t verified = 0;
    size_t accepted = 0;

    if (!have_testdata("cctv-ed25519")) {
        return;
    }
    json = read_json("cctv-ed25519/ed25519vectors.json");
    cJSON_ArrayForEach(vector, json)
    {
        bool weak_key = has_flag(vector, "low_order_A") || has_flag(vector, "non_canonical_A") ||
                        has_flag(vector, "low_order_component_A");
        const char *message = text_of(vector, "msg");
        char hex[200] = "";
        bool good_key;
        bool found;

        for (size_t i = 0; message[i] != '\0'; i++) {
            (void)snprintf(hex + 2 * i, sizeof hex - 2 * i, "%02x", (unsigned)message[i]);
        }
        found = verify_hex(text_of(vector, "sig"), hex, text_of(vector, "key"), &good_key);
        ck_assert_msg(good_key == !weak_key, "vector %zu: key", count);
        ck_assert_msg(!found || !(has_flag(vector, "low_order_A") || has_flag(vector, "non_canonical_A") ||
                                  has_flag(vector, "low_order_R") || has_flag(vector, "non_canonical_R") ||
                                  has_flag(vector, "low_order_residue")),
                      "vector %zu: verified", count);
        count++;
        verified += found;
        accepted += found && good_key;
    }
    cJSON_Delete(json);
    ck_assert_uint_eq(count, 914);
    ck_assert_uint_eq(verified, 43);
    ck_assert_uint_eq(accepted, 1);
}
END_TEST

/* The first vector of RFC 8032, to spoil. */
static void first_vector(uint8_t public_key[MF_ED25519_PUBLIC_SIZE],
                         uint8_t signature[MF_ED25519_SIGNATURE_SIZE])
{
    unhex_into(rfc8032[0].public_key, MF_ED25519_PUBLIC_SIZE, public_key);
    unhex_into(rfc8032[0].signature, MF_ED25519_SIGNATURE_SIZE, signature);
}

START_TEST(signatures_of_other_sizes_are_refused)
{
    uint8_t key[MF_ED25519_PUBLIC_SIZE];
    uint8_t signature[MF_ED25519_SIGNATURE_SIZE + 1] = { 0 };

    first_vector(key, signature);
    for (size_t size = 0; size <= sizeof signature; size++) {
        /* A block of its own, so that a read past its end is seen. */
        char *exact = malloc(size == 0 ? 1 : size);

        ck_assert_ptr_nonnull(exact);
        memcpy(exact, signature, size);
        ck_assert_int_eq(mf_ed25519_verify(mf_view_make(exact, size), mf_view_of(""), key), size == 64);
        free(exact);
    }
}
END_TEST

START_TEST(every_flipped_bit_is_refused)
{
    uint8_t key[MF_ED25519_PUBLIC_SIZE];
    uint8_t signature[MF_ED25519_SIGNATURE_SIZE] = { 0 };
    struct mf_view view = mf_view_make((const char *)signature, sizeof signature);

    first_vector(key, signature);
    for (unsigned bit = 0; bit < 8 * sizeof signature; bit++) {
        signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
        ck_assert(!mf_ed25519_verify(view, mf_view_of(""), key));
        signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    for (unsigned bit = 0; bit < 8 * sizeof key; bit++) {
        key[bit / 8] ^= (uint8_t)(1U << bit % 8);
        ck_assert(!mf_ed25519_verify(view, mf_view_of(""), key));
        key[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    ck_assert(mf_ed25519_verify(view, mf_view_of(""), key));
    ck_assert(!mf_ed25519_verify(view, mf_view_make("", 1), key));
}
END_TEST

/* Order of the main subgroup, 2^252 + 27742317777372353535851937790883648493, lowest byte first. */
static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                   0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                   0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10 };

/* S + kL is the same signature to a verifier that does not look; ours looks. */
START_TEST(malleable_signatures_are_refused)
{
    uint8_t key[MF_ED25519_PUBLIC_SIZE];
    uint8_t signature[MF_ED25519_SIGNATURE_SIZE];

    first_vector(key, signature);
    for (unsigned times = 1; times <= 14; times++) {
        unsigned carry = 0;

        for (size_t i = 0; i < 32; i++) {
            carry += (unsigned)signature[32 + i] + order[i];
            signature[32 + i] = (uint8_t)carry;
            carry >>= 8;
        }
        ck_assert_msg(!mf_ed25519_verify(mf_view_make((const char *)signature, 64), mf_view_of(""), key),
                      "S + %u L", times);
    }
}
END_TEST

/* CVE-2025-69277 among them: the points whose order divides 8 and those that are the sum of one and a good
 * point. */
START_TEST(weak_public_keys_are_refused)
{
    static const char *const weak[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        /* The sum of a good key, that of RFC 8032 test 1, and the point of order 2. */
        "16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5",
        /* On no curve. */
        "0200000000000000000000000000000000000000000000000000000000000000",
    };

    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        uint8_t key[MF_ED25519_PUBLIC_SIZE];

        unhex_into(weak[i], sizeof key, key);
        ck_assert_msg(!mf_ed25519_public_is_good(key), "%s", weak[i]);
    }
}
END_TEST

/* libsodium signs with whatever public half it is given; two signatures with different halves give the secret
 * away. */
START_TEST(signing_with_the_wrong_public_half_is_refused)
{
    uint8_t seed[MF_ED25519_SEED_SIZE];
    uint8_t key[MF_ED25519_PUBLIC_SIZE];
    uint8_t signature[MF_ED25519_SIGNATURE_SIZE];
    static const uint8_t nothing[MF_ED25519_SIGNATURE_SIZE];

    unhex_into(rfc8032[0].seed, sizeof seed, seed);
    unhex_into(rfc8032[1].public_key, sizeof key, key);
    memset(signature, 0xaa, sizeof signature);
    ck_assert_int_eq(mf_ed25519_sign(seed, key, mf_view_of("x"), signature), MF_ERROR_CRYPTO);
    ck_assert_mem_eq(signature, nothing, sizeof signature);
    unhex_into(rfc8032[0].public_key, sizeof key, key);
    key[31] ^= 0x80;
    ck_assert_int_eq(mf_ed25519_sign(seed, key, mf_view_of("x"), signature), MF_ERROR_CRYPTO);
    ck_assert_mem_eq(signature, nothing, sizeof signature);
}
END_TEST

START_TEST(random_bytes_differ)
{
    uint8_t first[32] = { 0 };
    uint8_t second[32] = { 0 };

    ck_assert(mf_random(first, sizeof first));
    ck_assert(mf_random(second, sizeof second));
    ck_assert_mem_ne(first, second, sizeof first);
}
END_TEST

/* Behind the last byte of a secret stands a page that cannot be touched. */
START_TEST(secret_memory_is_guarded)
{
    volatile char *secret = mf_secret_alloc(32);

    ck_assert(secret != NULL);
    secret[31] = 1;
    (void)signal(SIGSEGV, SIG_DFL);
    secret[32] = 1;
}
END_TEST

START_TEST(secret_memory_is_inaccessible_once_freed)
{
    char *memory = mf_secret_alloc(32);
    volatile char *secret = memory;

    ck_assert_ptr_nonnull(memory);
    secret[0] = 1;
    mf_secret_free(memory);
    mf_secret_free(NULL);
    (void)signal(SIGSEGV, SIG_DFL);
    secret[0] = 1;
}
END_TEST

START_TEST(secret_memory_of_impossible_size_is_null)
{
    ck_assert_ptr_null(mf_secret_alloc(SIZE_MAX));
    ck_assert_ptr_null(mf_secret_alloc(SIZE_MAX - SIZE_MAX / 8));
}
END_TEST

START_TEST(secrets_are_wiped)
{
    char secret[64];
    static const char nothing[64];

    memset(secret, 'x', sizeof secret);
    mf_secret_wipe(secret, sizeof secret);
    ck_assert_mem_eq(secret, nothing, sizeof secret);
}
END_TEST

START_TEST(base64_of_secrets_goes_both_ways)
{
    uint8_t bytes[100];
    uint8_t again[100];
    char text[200];
    size_t size = 0;

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(i * 7 + 250);
    }
    for (size_t count = 1; count <= sizeof bytes; count++) {
        mf_secret_encode_base64(bytes, count, text);
        ck_assert_uint_eq(strlen(text), (count + 2) / 3 * 4);
        ck_assert(mf_secret_decode_base64(mf_view_of(text), again, count, &size));
        ck_assert_uint_eq(size, count);
        ck_assert_mem_eq(bytes, again, count);
        ck_assert(!mf_secret_decode_base64(mf_view_of(text), again, count - 1, &size));
    }
    mf_secret_encode_base64((const uint8_t *)"hello", 5, text);
    ck_assert_str_eq(text, "aGVsbG8=");
    ck_assert(mf_secret_decode_base64(mf_view_of("aGV\r\nsbG8\n=\n"), again, sizeof again, &size));
    ck_assert_mem_eq(again, "hello", 5);
}
END_TEST

START_TEST(other_base64_is_refused)
{
    static const char *const wrong[] = { "",          "a", "aGVsbG8",  "aGVsbG8==", "aGVsbG9=",  "aGVs bG8=",
                                         "aGVsbG8=x", "=", "aGV-bG8=", "aGV_bG8=",  "aGVsbG8=\t" };
    uint8_t bytes[100];
    size_t size;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!mf_secret_decode_base64(mf_view_of(wrong[i]), bytes, sizeof bytes, &size), "\"%s\"",
                      wrong[i]);
    }
    /* libsodium 1.0.18 accepts bytes above 127. */
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        char text[] = "aGVsbG8=";

        text[byte % 7] = (char)byte;
        ck_assert_msg(!mf_secret_decode_base64(mf_view_of(text), bytes, sizeof bytes, &size), "%02x", byte);
    }
    ck_assert(!mf_secret_decode_base64(mf_view_make("aGVs\0bG8=", 9), bytes, sizeof bytes, &size));
    ck_assert(!mf_secret_decode_base64(mf_view_make("aGVsbG8=\0", 9), bytes, sizeof bytes, &size));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crypto");
    TCase *tests = tcase_create("crypto");

    tcase_add_checked_fixture(tests, start, NULL);
    tcase_add_test(tests, sha256_agrees_with_the_standard);
    tcase_add_loop_test(tests, ed25519_agrees_with_rfc8032, 0, sizeof rfc8032 / sizeof rfc8032[0]);
    tcase_add_test(tests, wycheproof_agrees);
    tcase_add_test(tests, cctv_edge_cases_are_refused);
    tcase_add_test(tests, signatures_of_other_sizes_are_refused);
    tcase_add_test(tests, every_flipped_bit_is_refused);
    tcase_add_test(tests, malleable_signatures_are_refused);
    tcase_add_test(tests, weak_public_keys_are_refused);
    tcase_add_test(tests, signing_with_the_wrong_public_half_is_refused);
    tcase_add_test(tests, random_bytes_differ);
    tcase_add_test_raise_signal(tests, secret_memory_is_guarded, SIGSEGV);
    tcase_add_test_raise_signal(tests, secret_memory_is_inaccessible_once_freed, SIGSEGV);
    tcase_add_test(tests, secret_memory_of_impossible_size_is_null);
    tcase_add_test(tests, secrets_are_wiped);
    tcase_add_test(tests, base64_of_secrets_goes_both_ways);
    tcase_add_test(tests, other_base64_is_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
