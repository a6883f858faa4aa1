/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal in lower case: every byte at every place, judged by the definition. */
#include "harness.h"

#include "value/hex.h"

#include <stdlib.h>

static bool is_digit(int byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

/* Lengths on both sides of the words of eight bytes that are looked at together. */
START_TEST(every_byte_at_every_place_is_judged)
{
    size_t refused = 0;

    for (size_t size = 1; size <= 72; size++) {
        /* Exactly as long as it is, so that a sanitizer sees a step too far. */
        char *text = malloc(size);

        ck_assert_ptr_nonnull(text);
        for (size_t at = 0; at < size; at++) {
            for (int byte = 0; byte < 256; byte++) {
                for (size_t i = 0; i < size; i++) {
                    text[i] = "0123456789abcdef"[(i + size) % 16];
                }
                text[at] = (char)byte;
                ck_assert_msg(mf_hex_is_lower(mf_view_make(text, size)) == is_digit(byte),
                              "byte 0x%02x at %zu of %zu", (unsigned)byte, at, size);
                refused += is_digit(byte) ? 0 : 1;
            }
        }
        free(text);
    }
    ck_assert_uint_eq(refused, (size_t)72 * 73 / 2 * 240);
}
END_TEST

/* What is wrong in one word may not make good what is wrong in another, nor in the neighbour of a byte. */
START_TEST(two_wrong_bytes_are_no_better)
{
    static const unsigned char wrong[] = {
        0, '/', ':', '@', 'A', 'F', '`', 'g', 0x7f, 0x80, 0xb0, 0xe1, 0xff
    };

    for (size_t i = 0; i < sizeof wrong; i++) {
        for (size_t j = 0; j < sizeof wrong; j++) {
            for (size_t first = 0; first < 16; first++) {
                for (size_t second = 0; second < 16; second++) {
                    char text[] = "0123456789abcdef";

                    text[first] = (char)wrong[i];
                    text[second] = (char)wrong[j];
                    ck_assert(!mf_hex_is_lower(mf_view_make(text, 16)));
                }
            }
        }
    }
}
END_TEST

START_TEST(bytes_go_both_ways)
{
    unsigned char bytes[256];
    unsigned char back[256];
    char text[512];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    mf_hex_encode(bytes, sizeof bytes, text);
    ck_assert_mem_eq(text, "000102030405060708090a0b0c0d0e0f10", 34);
    ck_assert(mf_hex_decode(mf_view_make(text, sizeof text), back, sizeof back));
    ck_assert_mem_eq(back, bytes, sizeof bytes);
    ck_assert(!mf_hex_decode(mf_view_make(text, sizeof text), back, sizeof back - 1));
    ck_assert(!mf_hex_decode(mf_view_make(text, sizeof text - 1), back, sizeof back));
    text[511] = 'F';
    ck_assert(!mf_hex_decode(mf_view_make(text, sizeof text), back, sizeof back));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hex");
    TCase *tests = tcase_create("hex");

    tcase_add_test(tests, every_byte_at_every_place_is_judged);
    tcase_add_test(tests, two_wrong_bytes_are_no_better);
    tcase_add_test(tests, bytes_go_both_ways);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
