/* SPDX-License-Identifier: Apache-2.0 */
/* Timestamps of the format: a real date of the Gregorian calendar, a time of day in UTC, whole seconds. */
#include "value/timestamp.h"

#include "value/ascii.h"
#include "value/check.h"

/* Two digits that are at most 59, or whatever else the caller then looks at. */
static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01 to a date not before it. */
static int64_t days_before(int year, int month, int day)
{
    int64_t last = year - 1;
    int64_t days = (int64_t)(year - 1970) * 365 + (last / 4 - last / 100 + last / 400) -
                   (1969 / 4 - 1969 / 100 + 1969 / 400);

    for (int i = 1; i < month; i++) {
        days += days_of_month(year, i);
    }
    return days + day - 1;
}

static bool has_shape(struct mf_view text)
{
    static const char shape[] = "0000-00-00T00:00:00Z";

    if (text.size != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (shape[i] == '0' ? !mf_ascii_is_digit(text.data[i]) : text.data[i] != shape[i]) {
            return false;
        }
    }
    return true;
}

bool mf_timestamp_parse(struct mf_view text, int64_t *ret_seconds)
{
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;

    if (!has_shape(text)) {
        return false;
    }
    year = two_digits(text.data) * 100 + two_digits(text.data + 2);
    month = two_digits(text.data + 5);
    day = two_digits(text.data + 8);
    hour = two_digits(text.data + 11);
    minute = two_digits(text.data + 14);
    second = two_digits(text.data + 17);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) || hour > 23 ||
        minute > 59 || second > 59) {
        return false;
    }
    *ret_seconds = ((days_before(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

bool mf_timestamp_check(struct mf_view text, struct mf_buffer *advice)
{
    int64_t seconds;

    if (mf_timestamp_parse(text, &seconds)) {
        return true;
    }
    if (has_shape(text)) {
        return mf_advise(advice, "there is no such time between 1970 and 9999");
    }
    return text.size == 0
               ? false
               : mf_advise(advice, "write it in UTC with whole seconds, such as 2026-01-31T09:30:00Z");
}
