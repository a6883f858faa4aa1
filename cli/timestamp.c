/* SPDX-License-Identifier: Apache-2.0 */
/* The one spelling of time, without the locale's help. */
#include "timestamp.h"

#include "complain.h"

#include <stddef.h>
#include <string.h>

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_of_month(int64_t year, int64_t month)
{
    static const int64_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t days_before(int64_t year, int64_t month)
{
    int64_t before = year - 1;
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162; /* the last: of 1970 */

    for (int64_t m = 1; m < month; m++) {
        days += days_of_month(year, m);
    }
    return days;
}

/* Digits where the pattern has a zero, else the same byte. */
static bool has_shape(const char *text)
{
    static const char pattern[] = "0000-00-00T00:00:00Z";

    if (strlen(text) != sizeof pattern - 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof pattern - 1; i++) {
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i]) {
            return false;
        }
    }
    return true;
}

static int64_t number_at(const char *text, size_t count)
{
    int64_t number = 0;

    while (count-- > 0) {
        number = number * 10 + (*text++ - '0');
    }
    return number;
}

bool cli_timestamp_parse(const char *text, int64_t *ret_seconds)
{
    int64_t year, month, day, hour, minute, second;

    if (!has_shape(text)) {
        return false;
    }
    year = number_at(text, 4);
    month = number_at(text + 5, 2);
    day = number_at(text + 8, 2);
    hour = number_at(text + 11, 2);
    minute = number_at(text + 14, 2);
    second = number_at(text + 17, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) || hour > 23 ||
        minute > 59 || second > 59) {
        return false;
    }
    *ret_seconds = ((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second;
    return true;
}

bool cli_timestamp_option(const char *command, const char *text, int64_t *ret_seconds)
{
    return (cli_timestamp_parse(text, ret_seconds) && *ret_seconds > 0) ||
           cli_complain_usage(command, "--at is a time such as 2026-01-31T12:00:00Z, not '%s'", text);
}
