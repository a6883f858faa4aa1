/* SPDX-License-Identifier: Apache-2.0 */
/* Base64, judged by RFC 4648 and by libsodium's decoder. */
#include "harness.h"

#include "crypto/crypto.h"
#include "value/base64.h"

#include <stdint.h>
#include <stdlib.h>

static void encode(struct mf_view bytes, const char *expected)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_base64_append(&buffer, bytes);
    assert_view_is(mf_buffer_view(&buffer), expected);
    mf_buffer_release(&buffer);
}

START_TEST(vectors_of_the_standard)
{
    static const struct {
        const char *bytes;
        const char *text;
    } cases[] = { { "", "" },
                  { "f", "Zg==" },
                  { "fo", "Zm8=" },
                  { "foo", "Zm9v" },
                  { "foob", "Zm9vYg==" },
                  { "fooba", "Zm9vYmE=" },
                  { "foobar", "Zm9vYmFy" } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char bytes[16];
        size_t size = 99;

        encode(mf_view_of(cases[i].bytes), cases[i].text);
        ck_assert(mf_base64_decode(mf_view_of(cases[i].text), bytes, &size));
        assert_view_is(mf_view_make(bytes, size), cases[i].bytes);
    }
}
END_TEST

START_TEST(every_group_of_three_bytes_goes_both_ways)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    char *bytes = malloc(3 << 16);
    char *again = malloc(3 << 16);
    size_t size = 0;

    ck_assert_ptr_nonnull(bytes);
    ck_assert_ptr_nonnull(again);
    for (uint32_t high = 0; high < 256; high += 5) {
        for (uint32_t low = 0; low < 1 << 16; low++) {
            bytes[3 * low] = (char)high;
            bytes[3 * low + 1] = (char)(low >> 8);
            bytes[3 * low + 2] = (char)low;
        }
        buffer.size = 0;
        mf_base64_append(&buffer, mf_view_make(bytes, 3 << 16));
        ck_assert(mf_base64_decode(mf_buffer_view(&buffer), again, &size));
        ck_assert_uint_eq(size, 3 << 16);
        ck_assert(memcmp(bytes, again, size) == 0);
        for (size_t i = 0; i < buffer.size; i++) {
            buffer.data[i] = buffer.data[i] == '+' ? '-' : buffer.data[i] == '/' ? '_' : buffer.data[i];
        }
        ck_assert(mf_base64_decode(mf_buffer_view(&buffer), again, &size));
        ck_assert(memcmp(bytes, again, size) == 0);
    }
    mf_buffer_release(&buffer);
    free(bytes);
    free(again);
}
END_TEST

/* Any byte at any place of one and of two groups, and pairs of them at the end: the judge is libsodium. */
START_TEST(agrees_with_libsodium)
{
    static const char base[] = "Zm9vYmE=";
    size_t accepted = 0;

    ck_assert_int_eq(mf_crypto_start(NULL), MF_OK);
    for (size_t first = 0; first < 8; first++) {
        for (size_t second = first; second < 8; second++) {
            for (unsigned code = 0; code < 256 * 256; code++) {
                char text[9];
                char ours[8];
                uint8_t theirs[8];
                size_t our_size;
                size_t their_size;
                bool expected;
                bool found;

                memcpy(text, base, sizeof text);
                text[first] = (char)(code >> 8);
                text[second] = (char)code;
                if (memchr(text, '-', 8) != NULL || memchr(text, '_', 8) != NULL ||
                    memchr(text, '\r', 8) != NULL || memchr(text, '\n', 8) != NULL) {
                    continue;
                }
                expected = mf_secret_decode_base64(mf_view_make(text, 8), theirs, sizeof theirs, &their_size);
                found = mf_base64_decode(mf_view_make(text, 8), ours, &our_size);
                if (found != expected ||
                    (found && (our_size != their_size || memcmp(ours, theirs, our_size) != 0))) {
                    ck_abort_msg("%02x at %zu, %02x at %zu: found %d", code >> 8, first, code & 255, second,
                                 found);
                }
                accepted += found;
            }
        }
    }
    ck_assert_uint_gt(accepted, 50000);
}
END_TEST

START_TEST(loose_spellings_are_refused)
{
    static const char *const wrong[] = {
        "Z",        "Zg",          "Zg=",      "Zm8",        "Zm9vY",    "Zm9vYg",   "Zh==",
        "Zm9=",     "Zv==",        "====",     "Z===",       "=Zg=",     "Zg==Zg==", "Zm8=Zm9v",
        "Zm 9v===", "Zm9v\n",      "\nZm9",    "Zm9v    ",   "Zm\n9v==", "+-AA",     "/_AA",
        "-AA+",     "_AA/",        "AAAA-AA+", "+AAA_AA=",   "Zg=\n",    "Zm9v====", "Zm9v=",
        "Zm9vYg=A", "Zm9vYg=\x80", "Zm9,",     "\xff\xff==", "AA=A",     "A=AA",     "=AAA",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        /* Exactly as long as it is, so that a sanitizer sees a step too far. */
        size_t size = strlen(wrong[i]);
        char *text = malloc(size);
        char *bytes = malloc(size / 4 * 3 + 1);
        size_t ret;

        ck_assert_ptr_nonnull(text);
        ck_assert_ptr_nonnull(bytes);
        memcpy(text, wrong[i], size);
        ck_assert_msg(!mf_base64_decode(mf_view_make(text, size), bytes, &ret), "\"%s\"", wrong[i]);
        free(text);
        free(bytes);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base64");
    TCase *tests = tcase_create("base64");

    tcase_add_test(tests, vectors_of_the_standard);
    tcase_add_test(tests, every_group_of_three_bytes_goes_both_ways);
    tcase_add_test(tests, agrees_with_libsodium);
    tcase_add_test(tests, loose_spellings_are_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
