/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers: public vectors, every power of two, and the host's rounding modes and locales. */
#include "harness.h"

#include "value/number.h"

#include <errno.h>
#include <fenv.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double from_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t to_bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* The text of a number, in static memory. */
static const char *print(double value)
{
    static char text[MF_NUMBER_SIZE + 1];
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_number_append(&buffer, value);
    ck_assert_int_eq(buffer.status, MF_OK);
    ck_assert_uint_le(buffer.size, MF_NUMBER_SIZE);
    memcpy(text, buffer.data, buffer.size);
    text[buffer.size] = '\0';
    mf_buffer_release(&buffer);
    return text;
}

static double parse(const char *text)
{
    double value = 0;

    ck_assert_msg(mf_number_parse(mf_view_of(text), &value), "%.100s is refused", text);
    return value;
}

static void assert_prints(uint64_t bits, const char *expected)
{
    const char *text = print(from_bits(bits));

    ck_assert_msg(strcmp(text, expected) == 0, "%016" PRIx64 " prints %s, expected %s", bits, text, expected);
    if (bits != UINT64_C(0x8000000000000000)) {
        ck_assert_msg(to_bits(parse(expected)) == bits, "%s reads as %016" PRIx64, expected,
                      to_bits(parse(expected)));
    }
}

/* Cuts a number after `count` digits, downwards, and the same one step up. */
static void cut(double value, int count, char *below, char *above)
{
    char exact[1200];
    char digits[20];
    int64_t number;

    (void)snprintf(exact, sizeof exact, "%.1100e", value);
    digits[0] = exact[0];
    memcpy(digits + 1, exact + 2, (size_t)count - 1);
    digits[count] = '\0';
    number = strtoll(digits, NULL, 10);
    (void)snprintf(below, 64, "%" PRId64 "e%ld", number,
                   strtol(strchr(exact, 'e') + 1, NULL, 10) - count + 1);
    (void)snprintf(above, 64, "%" PRId64 "e%ld", number + 1,
                   strtol(strchr(exact, 'e') + 1, NULL, 10) - count + 1);
}

static int count_digits(const char *text)
{
    int digits = 0;
    int zeros = 0;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text == '0') {
            zeros += digits > 0;
        } else if (*text >= '1' && *text <= '9') {
            digits += zeros + 1;
            zeros = 0;
        }
    }
    return digits;
}

/* The C library is the judge: the text reads back, no text of one digit less does, and of those of as many
 * digits that do it is the nearest. The doubles that a decimal may be rounded to lie around the value without
 * a gap, so if any shorter decimal would do, then one of the two next to the value. */
static void assert_shortest(double value)
{
    const char *text = print(value);
    int count = count_digits(text);
    char below[64];
    char above[64];
    char nearest[64];

    ck_assert_msg(strtod(text, NULL) == value, "%a: %s does not read back", value, text);
    if (count > 1) {
        cut(value, count - 1, below, above);
        ck_assert_msg(strtod(below, NULL) != value, "%a: %s, but %s would do", value, text, below);
        ck_assert_msg(strtod(above, NULL) != value, "%a: %s, but %s would do", value, text, above);
    }
    (void)snprintf(nearest, sizeof nearest, "%.*e", count - 1, value);
    if (strtod(nearest, NULL) == value) {
        struct mf_buffer digits = MF_BUFFER_EMPTY;

        for (const char *at = text; *at != '\0' && *at != 'e'; at++) {
            if (*at != '.' && (*at != '0' || digits.size > 0) && digits.size < (size_t)count) {
                mf_buffer_append_byte(&digits, *at);
            }
        }
        ck_assert_msg(digits.data[0] == nearest[0] &&
                          (count == 1 || memcmp(digits.data + 1, nearest + 2, (size_t)count - 1) == 0),
                      "%a: %s, but %s is nearer", value, text, nearest);
        mf_buffer_release(&digits);
    }
}

START_TEST(ten_thousand_numbers)
{
    mf_bytes *bytes = testdata_file("jcs/es6-numbers-10000.txt");
    const char *line;
    int count = 0;

    if (!have_testdata("jcs/es6-numbers-10000.txt")) {
        return;
    }
    for (line = mf_bytes_data(bytes); *line != '\0'; line = strchr(line, '\n') + 1) {
        char expected[32];
        uint64_t bits;

        ck_assert_int_eq(sscanf(line, "%" SCNx64 ",%31s", &bits, expected), 2);
        assert_prints(bits, expected);
        count++;
    }
    ck_assert_int_eq(count, 10000);
    mf_bytes_unref(bytes);
}
END_TEST

START_TEST(appendix_of_the_standard)
{
    mf_bytes *bytes = testdata_file("jcs/rfc8785-appendix-b.json");
    const char *at;
    int count = 0;

    if (!have_testdata("jcs/rfc8785-appendix-b.json")) {
        return;
    }
    for (at = mf_bytes_data(bytes); (at = strstr(at, "\"ieee754\": \"")) != NULL; count++) {
        uint64_t bits = strtoull(at + 12, NULL, 16);
        const char *json = strstr(at, "\"json\": ") + 8;
        char expected[32];

        ck_assert_int_eq(sscanf(json, "\"%31[^\"]\"", expected), 1);
        assert_prints(bits, expected);
        at = json;
    }
    ck_assert_int_ge(count, 20);
    mf_bytes_unref(bytes);
}
END_TEST

START_TEST(all_powers_of_two)
{
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        double value = ldexp(1, exponent);

        assert_shortest(value);
        ck_assert_uint_eq(to_bits(parse(print(value))), to_bits(value));
        ck_assert_uint_eq(to_bits(parse(print(-value))), to_bits(-value));
        assert_shortest(nextafter(value, INFINITY));
        if (exponent > -1074) {
            assert_shortest(nextafter(value, 0));
        }
    }
}
END_TEST

START_TEST(all_powers_of_ten)
{
    for (int exponent = -323; exponent <= 308; exponent++) {
        char text[16];
        double value;

        (void)snprintf(text, sizeof text, "1e%d", exponent);
        value = strtod(text, NULL);
        ck_assert_uint_eq(to_bits(parse(text)), to_bits(value));
        assert_shortest(value);
        assert_shortest(nextafter(value, INFINITY));
        assert_shortest(nextafter(value, 0));
    }
}
END_TEST

/* A generator that gives the same numbers everywhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

START_TEST(numbers_as_documents_hold_them)
{
    uint64_t state = 1;

    for (int i = 0; i < 30000; i++) {
        int places = (int)(next_random(&state) % 12);
        uint64_t digits = next_random(&state) >> next_random(&state) % 64;
        char text[48];

        (void)snprintf(text, sizeof text, "%" PRIu64 "e-%d", digits, places);
        ck_assert_msg(to_bits(parse(text)) == to_bits(strtod(text, NULL)), "%s", text);
        if (digits != 0) {
            assert_shortest(strtod(text, NULL));
        }
    }
}
END_TEST

START_TEST(any_doubles)
{
    uint64_t state = 2;

    for (int i = 0; i < 10000; i++) {
        double value = from_bits(next_random(&state) & INT64_MAX);

        if (isfinite(value) && value != 0) {
            assert_shortest(value);
        }
        value = from_bits(next_random(&state) >> 13); /* subnormal or next to it */
        if (value != 0) {
            assert_shortest(value);
        }
    }
}
END_TEST

START_TEST(borders_of_the_notation)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0, "0" },
        { -0.0, "0" },
        { 5e-324, "5e-324" },
        { -5e-324, "-5e-324" },
        { 2.2250738585072014e-308, "2.2250738585072014e-308" },
        { 2.225073858507201e-308, "2.225073858507201e-308" },
        { 1.7976931348623157e308, "1.7976931348623157e+308" },
        { 1e21, "1e+21" },
        { -1e21, "-1e+21" },
        { 999999999999999900000.0, "999999999999999900000" },
        { 1e20, "100000000000000000000" },
        { 123456789012345680000.0, "123456789012345680000" },
        { 1.2e21, "1.2e+21" },
        { 1e-6, "0.000001" },
        { 1.5e-6, "0.0000015" },
        { 1e-7, "1e-7" },
        { -1.25e-7, "-1.25e-7" },
        { 9.999999999999997e-7, "9.999999999999997e-7" },
        { 0.1, "0.1" },
        { 0.30000000000000004, "0.30000000000000004" },
        { 4.35, "4.35" },
        { 100.5, "100.5" },
        { 1e15, "1000000000000000" },
        { 999999999999999.9, "999999999999999.9" },
        { 99999999999999.98, "99999999999999.98" },
        { 4503599627370495.5, "4503599627370495.5" },
        { 9007199254740991.0, "9007199254740991" },
        { 9007199254740992.0, "9007199254740992" },
        { 9007199254740994.0, "9007199254740994" },
        { -9007199254740992.0, "-9007199254740992" },
        { 9.5367431640625e-7, "9.5367431640625e-7" },
        { 5e-7, "5e-7" },
        { 123e-20, "1.23e-18" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_str_eq(print(cases[i].value), cases[i].text);
        ck_assert(parse(cases[i].text) == cases[i].value);
    }
    ck_assert_str_eq(print(INFINITY), "null");
    ck_assert_str_eq(print((double)NAN), "null");
}
END_TEST

START_TEST(grammar_of_json)
{
    static const char *const good[] = { "0",    "-0",  "1",    "-1",       "10",  "0.5",
                                        "-0.0", "1e5", "1E+5", "1.25e-10", "0e0", "0E-0" };
    static const char *const bad[] = {
        "",    "01",    "-01",   "00",       "+1",           ".5",    "-.5",      "1.",        "-",
        "1e",  "1e+",   "1e-",   "e5",       "0x10",         "1_000", "Infinity", "-Infinity", "NaN",
        "nan", "inf",   "1.e5",  " 1",       "1 ",           "1\n",   "1,5",      "1.5.5",     "--1",
        "1-",  "1e5.5", "1e5e5", "0b1",      "0o7",          "1f",    "1.5L",     "\t1",       "1e 5",
        "- 1", "1:30",  ".",     "\xd9\xa1", "\xef\xbc\x91", "1d5",   "0x1p3",    "-x",        "1e5x",
    };
    double value = 7;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert_msg(mf_number_is_json(mf_view_of(good[i])), "%s", good[i]);
        ck_assert(parse(good[i]) == strtod(good[i], NULL));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!mf_number_is_json(mf_view_of(bad[i])), "%s", bad[i]);
        ck_assert_msg(!mf_number_parse(mf_view_of(bad[i]), &value), "%s", bad[i]);
    }
    ck_assert(!mf_number_is_json(mf_view_make("1\0", 2)));
    ck_assert(!mf_number_is_json(mf_view_make("1\0002", 3)));
    ck_assert(!mf_number_is_json(mf_view_make("\0", 1)));
    ck_assert(!mf_number_is_json(mf_view_make(NULL, 0)));
    ck_assert(value == 7);
    ck_assert(signbit(parse("-0")) != 0);
}
END_TEST

START_TEST(range_of_doubles)
{
    static const char *const too_great[] = {
        "1e309", "-1e309", "1e99999999999999999999999",
        "1797693134862315807937289714053034150799341327100378269361737789804449"
        "6829276475094664901797758720709633028641669288791094655554785194040263"
        "0657488671505820681908902000708383676273854845817711531764475730270069"
        "8555713669596228429148198608349364752927190741684443655107043427115596"
        "99508093042880177904174497792"
    };
    static const char *const zero[] = { "1e-400", "2.4703282292062327e-324", "1e-99999999999999999999999",
                                        "0e99999999999", "0.000e-5" };
    double value = 7;

    errno = 5;
    for (size_t i = 0; i < sizeof too_great / sizeof too_great[0]; i++) {
        ck_assert_msg(!mf_number_parse(mf_view_of(too_great[i]), &value), "%s", too_great[i]);
        ck_assert(mf_number_is_json(mf_view_of(too_great[i])));
    }
    for (size_t i = 0; i < sizeof zero / sizeof zero[0]; i++) {
        ck_assert_msg(parse(zero[i]) == 0, "%s", zero[i]);
    }
    ck_assert(value == 7);
    ck_assert_int_eq(errno, 5);
    ck_assert(parse("1.7976931348623158e308") == 1.7976931348623157e308);
    ck_assert(parse("2.4703282292062328e-324") == 5e-324);
}
END_TEST

/* `before` digits, `zeros` times '0', then `after`. */
static double parse_padded(const char *before, size_t zeros, const char *after)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    double value;

    mf_buffer_append_text(&buffer, before);
    for (size_t i = 0; i < zeros; i++) {
        mf_buffer_append_byte(&buffer, '0');
    }
    mf_buffer_append_text(&buffer, after);
    ck_assert(mf_number_parse(mf_buffer_view(&buffer), &value));
    mf_buffer_release(&buffer);
    return value;
}

START_TEST(long_numbers)
{
    static char nines[10001];

    /* The middle between 1 and its upper neighbour is a tie that goes to even; anything behind it decides. */
    ck_assert(parse("1.00000000000000011102230246251565404236316680908203125") == 1);
    ck_assert(parse_padded("1.00000000000000011102230246251565404236316680908203125", 10000, "") == 1);
    ck_assert(parse_padded("1.00000000000000011102230246251565404236316680908203125", 10000, "1") ==
              nextafter(1, 2));
    ck_assert(parse_padded("1.00000000000000011102230246251565404236316680908203125", 600, "1") ==
              nextafter(1, 2));
    ck_assert(parse_padded("1.00000000000000011102230246251565404236316680908203124", 10000, "9") == 1);
    /* 2^53 + 1, the same tie before the point. */
    ck_assert(parse("9007199254740993") == 9007199254740992.0);
    ck_assert(parse_padded("9007199254740993.", 10000, "1") == 9007199254740994.0);
    ck_assert(parse_padded("9007199254740993", 1000, "e-1000") == 9007199254740992.0);
    ck_assert(parse_padded("1", 9999, "e-9999") == 1);
    ck_assert(parse_padded("0.", 9999, "1e10000") == 1);
    ck_assert(parse_padded("0.", 1000000, "25e1000000") == 0.25);
    ck_assert(parse_padded("1", 1000000, "e-1000001") == 0.1);
    ck_assert(parse_padded("0.", 100000, "") == 0);
    memset(nines, '9', 10000);
    ck_assert(parse_padded("0.", 0, nines) == 1);
    ck_assert(parse_padded("0.", 3, nines) == 0.001);
}
END_TEST

/* The middle between two neighbours has up to 767 digits. One that is written out in full, and a last digit
 * more or less, must go to the right side. */
START_TEST(exact_middles)
{
    char text[900];
    double least =
        2.2250738585072009e-308; /* the greatest subnormal: its middle with DBL_MIN has the most digits */
    double middle = 4.4501477170144023e-308 - 0x1p-1074;
    size_t size;

    /* Twice the middle is a double; half of its digits are the middle's. */
    (void)snprintf(text, sizeof text, "%.766e", middle / 2);
    ck_assert(parse(text) == strtod(text, NULL));
    for (uint64_t step = 0; step < 200; step++) {
        double value = from_bits(to_bits(least) - step * 7919);

        (void)snprintf(text, sizeof text, "%.770e", value);
        ck_assert(parse(text) == value);
        size = (size_t)(strchr(text, 'e') - text);
        text[size - 1] = '7';
        ck_assert(parse(text) == strtod(text, NULL));
    }
}
END_TEST

START_TEST(rounding_modes_of_the_host)
{
    static const int modes[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };
    static const char *const texts[] = { "0.1",
                                         "0.3",
                                         "4.35",
                                         "1e23",
                                         "5e-324",
                                         "1.7976931348623157e+308",
                                         "123456.789",
                                         "2.5e-20",
                                         "1.1",
                                         "1e-7",
                                         "5e-7",
                                         "0.000001",
                                         "9007199254740993e3",
                                         "1e22",
                                         "7.1e-8",
                                         "3.3e22",
                                         "8.41e21",
                                         "2.2e-22",
                                         "1.2345678901234567e-300" };

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            double expected = strtod(texts[j], NULL);
            char printed[MF_NUMBER_SIZE + 1];
            double value;
            double negative;

            strcpy(printed, print(expected));
            ck_assert_int_eq(fesetround(modes[i]), 0);
            value = parse(texts[j]);
            ck_assert_int_eq(fegetround(), modes[i]);
            negative = parse(print(-value));
            ck_assert_str_eq(print(value), printed);
            ck_assert_int_eq(fegetround(), modes[i]);
            ck_assert_int_eq(fesetround(FE_TONEAREST), 0);
            ck_assert_msg(value == expected && negative == -expected, "%s in mode %d", texts[j], modes[i]);
        }
    }
}
END_TEST

START_TEST(rounding_modes_over_all_powers_of_two)
{
    static const int modes[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };

    for (int exponent = -1074; exponent <= 1023; exponent += 3) {
        double value = ldexp(1, exponent);
        char expected[MF_NUMBER_SIZE + 1];

        strcpy(expected, print(value));
        for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
            ck_assert_int_eq(fesetround(modes[i]), 0);
            ck_assert_str_eq(print(value), expected);
            ck_assert_uint_eq(to_bits(parse(expected)), to_bits(value));
            ck_assert_int_eq(fesetround(FE_TONEAREST), 0);
        }
    }
}
END_TEST

START_TEST(locale_with_a_decimal_comma)
{
    static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8" };
    bool found = false;

    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++) {
        found = setlocale(LC_ALL, names[i]) != NULL;
    }
    if (!found) {
        fprintf(stderr, "skipped: no locale with a decimal comma is installed (tried de_DE.UTF-8)\n");
        return;
    }
    ck_assert_str_eq(localeconv()->decimal_point, ",");
    ck_assert_str_eq(print(0.5), "0.5");
    ck_assert_str_eq(print(1234567.25), "1234567.25");
    ck_assert_str_eq(print(5e-324), "5e-324");
    ck_assert_str_eq(print(1.2345678901234568e-300), "1.2345678901234568e-300");
    ck_assert_str_eq(print(0.30000000000000004), "0.30000000000000004");
    ck_assert(parse("1.5") == 0.5 * 3);
    ck_assert(parse("1.7976931348623157e308") == 0x1.fffffffffffffp1023);
    ck_assert(parse("0.30000000000000004") == 0x1.3333333333334p-2);
    ck_assert(!mf_number_is_json(mf_view_of("1,5")));
}
END_TEST

START_TEST(integers)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = { { "0", 0 },
                 { "7", 7 },
                 { "-7", -7 },
                 { "1000", 1000 },
                 { "9007199254740991", MF_INTEGER_MAXIMUM },
                 { "-9007199254740991", -MF_INTEGER_MAXIMUM } };
    static const char *const bad[] = {
        "",
        "-",
        "-0",
        "01",
        "-01",
        "+1",
        "1.0",
        "1e3",
        "0x1",
        "1_000",
        " 1",
        "1 ",
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993",
        "99999999999999999",
        "10000000000000000000000",
        "18446744073709551617",
        "a",
        "1a",
        "--1",
        "00",
        "1,000",
        "NaN",
    };
    int64_t value = 5;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct mf_buffer buffer = MF_BUFFER_EMPTY;

        ck_assert(mf_integer_parse(mf_view_of(good[i].text), &value));
        ck_assert_int_eq(value, good[i].value);
        mf_integer_append(&buffer, value);
        assert_view_is(mf_buffer_view(&buffer), good[i].text);
        mf_buffer_release(&buffer);
    }
    value = 5;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!mf_integer_parse(mf_view_of(bad[i]), &value), "%s", bad[i]);
    }
    ck_assert(!mf_integer_parse(mf_view_make("1\0", 2), &value));
    ck_assert(!mf_integer_parse(mf_view_make(NULL, 0), &value));
    ck_assert_int_eq(value, 5);
}
END_TEST

START_TEST(integers_of_any_size_are_printed)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_integer_append(&buffer, INT64_MIN);
    mf_buffer_append_byte(&buffer, ' ');
    mf_integer_append(&buffer, INT64_MAX);
    assert_view_is(mf_buffer_view(&buffer), "-9223372036854775808 9223372036854775807");
    mf_buffer_release(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *tcase = tcase_create("number");

    tcase_add_test(tcase, ten_thousand_numbers);
    tcase_add_test(tcase, appendix_of_the_standard);
    tcase_add_test(tcase, all_powers_of_two);
    tcase_add_test(tcase, all_powers_of_ten);
    tcase_add_test(tcase, numbers_as_documents_hold_them);
    tcase_add_test(tcase, any_doubles);
    tcase_add_test(tcase, borders_of_the_notation);
    tcase_add_test(tcase, grammar_of_json);
    tcase_add_test(tcase, range_of_doubles);
    tcase_add_test(tcase, long_numbers);
    tcase_add_test(tcase, exact_middles);
    tcase_add_test(tcase, rounding_modes_of_the_host);
    tcase_add_test(tcase, rounding_modes_over_all_powers_of_two);
    tcase_add_test(tcase, locale_with_a_decimal_comma);
    tcase_add_test(tcase, integers);
    tcase_add_test(tcase, integers_of_any_size_are_printed);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
