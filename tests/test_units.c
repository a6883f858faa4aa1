/* SPDX-License-Identifier: Apache-2.0 */
/* The scalar types that are more than text: times, durations, quantities and hexadecimal, as numbers and bytes. */
#include "harness.h"

#include "value/check.h"
#include "value/duration.h"
#include "value/equal.h"
#include "value/hex.h"
#include "value/quantity.h"
#include "value/timestamp.h"

#include <stdio.h>

START_TEST(timestamps_as_seconds)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "1970-01-01T00:00:01Z", 1 },
        { "1972-02-29T00:00:00Z", 68169600 },
        { "2000-01-01T00:00:00Z", 946684800 },
        { "2000-03-01T00:00:00Z", 951868800 },
        { "2038-01-19T03:14:08Z", INT64_C(2147483648) },
        { "2100-03-01T00:00:00Z", INT64_C(4107542400) },
        { "9999-12-31T23:59:59Z", INT64_C(253402300799) },
    };
    int64_t seconds;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert(mf_timestamp_parse(mf_view_of(cases[i].text), &seconds));
        ck_assert_int_eq(seconds, cases[i].seconds);
    }
}
END_TEST

/* Day by day over two cycles of the calendar: each is 86400 seconds after the one before. */
START_TEST(days_follow_one_another)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t expected = 0;

    for (int year = 1970; year < 2770; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= 31; day++) {
                bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
                bool there = day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
                char text[64];
                int64_t seconds;

                (void)snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                ck_assert_msg(mf_timestamp_parse(mf_view_of(text), &seconds) == there, "%s", text);
                if (there) {
                    ck_assert_msg(seconds == expected, "%s", text);
                    expected += 86400;
                }
            }
        }
    }
}
END_TEST

START_TEST(durations_as_milliseconds)
{
    static const struct {
        const char *text;
        int64_t milliseconds;
    } cases[] = {
        { "0s", 0 },
        { "5ms", 5 },
        { "90s", 90000 },
        { "1m30s", 90000 },
        { "1d", 86400000 },
        { "24h", 86400000 },
        { "1d2h3m4s5ms", 93784005 },
        { "36525d", MF_DURATION_MAXIMUM },
        { "3155760000000ms", MF_DURATION_MAXIMUM },
    };
    static const char *const wrong[] = { "3155760000001ms",
                                         "36524d24h1s",
                                         "876601h",
                                         "9223372036854775807ms",
                                         "92233720368547758070ms",
                                         "106751991168d",
                                         "18446744073709551617s",
                                         "0ms",
                                         "0d",
                                         "1s0ms",
                                         "1s1m",
                                         "5",
                                         "s",
                                         "1m1" };
    int64_t milliseconds = 7;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert(mf_duration_parse(mf_view_of(cases[i].text), &milliseconds));
        ck_assert_int_eq(milliseconds, cases[i].milliseconds);
    }
    milliseconds = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!mf_duration_parse(mf_view_of(wrong[i]), &milliseconds), "%s", wrong[i]);
    }
    ck_assert_int_eq(milliseconds, 7);
}
END_TEST

START_TEST(quantities_compare_exactly)
{
    /* Each group is greater than the one before; what is in one group is equal. */
    static const char *const groups[][4] = {
        { "0", "0.0", "0m", "0Gi" },
        { "0.000000001m", NULL, NULL, NULL },
        { "0.000000002m", NULL, NULL, NULL },
        { "0.000000001", "0.000001m", NULL, NULL },
        { "0.1", "100m", "0.10", "100.0m" },
        { "0.999999999", "999.999999m", NULL, NULL },
        { "1", "1000m", "0.001k", "0.000001M" },
        { "1.024", "0.001Ki", "1024m", NULL },
        { "1k", "1000", "1000000m", NULL },
        { "1Ki", "1024", "1.024k", NULL },
        { "1000000001m", NULL, NULL, NULL },
        { "1.5Gi", "1536Mi", "1572864Ki", "1610612736" },
        { "1610612736.000000001", NULL, NULL, NULL },
        { "1Pi", "1024Ti", "1125899906842624", "1125899.906842624G" },
        { "1.125899907P", NULL, NULL, NULL },
        { "8191Pi", NULL, NULL, NULL },
        { "8191.999999999Pi", NULL, NULL, NULL },
        { "9223372036854775807", NULL, NULL, NULL },
        { "9223372036854775807.999999999", NULL, NULL, NULL },
    };
    struct mf_quantity last = { 0, 0 };

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        struct mf_quantity first;

        ck_assert_msg(mf_quantity_parse(mf_view_of(groups[i][0]), &first), "%s", groups[i][0]);
        ck_assert_msg(i == 0 ||
                          (mf_quantity_compare(&last, &first) < 0 && mf_quantity_compare(&first, &last) > 0),
                      "%s", groups[i][0]);
        for (size_t j = 1; j < 4 && groups[i][j] != NULL; j++) {
            struct mf_quantity other;

            ck_assert_msg(mf_quantity_parse(mf_view_of(groups[i][j]), &other), "%s", groups[i][j]);
            ck_assert_msg(mf_quantity_compare(&first, &other) == 0, "%s and %s", groups[i][0], groups[i][j]);
        }
        last = first;
    }
}
END_TEST

START_TEST(numbers_for_expressions)
{
    static const struct {
        const char *text;
        double value;
    } quantities[] = {
        { "0", 0 },
        { "500m", 0.5 },
        { "0.1", 0.1 },
        { "1.5Gi", 1610612736.0 },
        { "64G", 64e9 },
        { "0.000000001m", 1e-12 },
        { "8191Pi", 8191.0 * 1125899906842624.0 },
    };
    struct mf_quantity quantity;
    int64_t milliseconds;

    for (size_t i = 0; i < sizeof quantities / sizeof quantities[0]; i++) {
        ck_assert(mf_quantity_parse(mf_view_of(quantities[i].text), &quantity));
        ck_assert_msg(mf_quantity_to_double(&quantity) == quantities[i].value, "%s", quantities[i].text);
    }
    ck_assert(mf_duration_parse(mf_view_of("1m30s5ms"), &milliseconds));
    ck_assert(mf_duration_seconds(milliseconds) == 90.005);
    ck_assert(mf_duration_seconds(0) == 0.0);
}
END_TEST

START_TEST(equal_in_another_spelling)
{
    static const struct {
        enum mf_type type;
        const char *left;
        const char *right;
        bool equal;
    } cases[] = {
        { MF_TYPE_DURATION, "90m", "1h30m", true },     { MF_TYPE_DURATION, "1d", "24h", true },
        { MF_TYPE_QUANTITY, "1024Mi", "1Gi", true },    { MF_TYPE_QUANTITY, "0.5", "500m", true },
        { MF_TYPE_STRING, "90m", "90m", true },         { MF_TYPE_DURATION, "x", "x", true },
        { MF_TYPE_DURATION, "90m", "1h30m1ms", false }, { MF_TYPE_DURATION, "90", "90s", false },
        { MF_TYPE_QUANTITY, "1G", "1Gi", false },       { MF_TYPE_QUANTITY, "0.500000000001", "0.5", false },
        { MF_TYPE_QUANTITY, "1 ", "1", false },         { MF_TYPE_QUANTITY, "90m", "1h30m", false },
        { MF_TYPE_STRING, "1024Mi", "1Gi", false },     { MF_TYPE_STRING, "1.0", "1.0.0", false },
        { MF_TYPE_SEMVER, "1.0.0", "1.0.0+1", false },  { MF_TYPE_RANGE, ">=1,<2", "<2,>=1", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_view left = mf_view_of(cases[i].left);
        struct mf_view right = mf_view_of(cases[i].right);

        ck_assert_msg(mf_value_equal(cases[i].type, left, right) == cases[i].equal, "%s %s", cases[i].left,
                      cases[i].right);
        ck_assert(mf_value_equal(cases[i].type, right, left) == cases[i].equal);
    }
}
END_TEST

START_TEST(hexadecimal)
{
    static const char *const wrong[] = { "", "0", "00f", "00FF", "0g", "00f ", "0x00", "00ff00" };
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    unsigned char bytes[2] = { 7, 7 };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!mf_hex_decode(mf_view_of(wrong[i]), bytes, 2), "%s", wrong[i]);
    }
    ck_assert(bytes[0] == 7 && bytes[1] == 7);
    ck_assert(mf_hex_decode(mf_view_of("00ff"), bytes, 2));
    ck_assert(bytes[0] == 0 && bytes[1] == 255);
    ck_assert(mf_hex_decode(mf_view_of(""), bytes, 0));
    ck_assert(mf_hex_decode(mf_view_of("a94f"), bytes, 2));
    mf_hex_append(&buffer, bytes, 2);
    assert_view_is(mf_buffer_view(&buffer), "a94f");
    mf_buffer_release(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("units");
    TCase *tcase = tcase_create("units");

    tcase_add_test(tcase, timestamps_as_seconds);
    tcase_add_test(tcase, days_follow_one_another);
    tcase_add_test(tcase, durations_as_milliseconds);
    tcase_add_test(tcase, quantities_compare_exactly);
    tcase_add_test(tcase, numbers_for_expressions);
    tcase_add_test(tcase, equal_in_another_spelling);
    tcase_add_test(tcase, hexadecimal);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
