/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of dates and times, cut off the front of a text part by part. */
#include "toml/time.h"

#include "value/ascii.h"

/* Cuts `count` digits off the front. False if they are not there, or their value is more than `most`. */
static bool cut_number(struct mf_view *text, size_t count, unsigned most, unsigned *ret_number)
{
    unsigned number = 0;

    if (text->size < count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!mf_ascii_is_digit(text->data[i])) {
            return false;
        }
        number = 10 * number + (unsigned)(text->data[i] - '0');
    }
    *text = mf_view_from(*text, count);
    *ret_number = number;
    return number <= most;
}

static bool cut_byte(struct mf_view *text, const char *set)
{
    if (text->size == 0 || !mf_ascii_is_one_of(text->data[0], set)) {
        return false;
    }
    *text = mf_view_from(*text, 1);
    return true;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && is_leap ? 1U : 0U);
}

static bool cut_date(struct mf_view *text)
{
    unsigned year;
    unsigned month;
    unsigned day;

    return cut_number(text, 4, 9999, &year) && cut_byte(text, "-") && cut_number(text, 2, 12, &month) &&
           month > 0 && cut_byte(text, "-") && cut_number(text, 2, days_of(year, month), &day) && day > 0;
}

static bool cut_time(struct mf_view *text)
{
    unsigned number;

    /* A second may be the 60th where a leap second is put in; when that was is beyond us. */
    if (!(cut_number(text, 2, 23, &number) && cut_byte(text, ":") && cut_number(text, 2, 59, &number) &&
          cut_byte(text, ":") && cut_number(text, 2, 60, &number))) {
        return false;
    }
    if (!cut_byte(text, ".")) {
        return true;
    }
    if (!cut_byte(text, "0123456789")) {
        return false;
    }
    while (cut_byte(text, "0123456789")) {
    }
    return true;
}

static bool cut_offset(struct mf_view *text)
{
    unsigned number;

    return cut_byte(text, "Zz") || (cut_byte(text, "+-") && cut_number(text, 2, 23, &number) &&
                                    cut_byte(text, ":") && cut_number(text, 2, 59, &number));
}

bool mf_toml_is_time(struct mf_view text)
{
    unsigned number;
    struct mf_view rest = text;

    if (cut_number(&rest, 4, 9999, &number) && cut_byte(&rest, "-")) {
        return true;
    }
    return cut_number(&text, 2, 99, &number) && cut_byte(&text, ":");
}

bool mf_toml_check_time(struct mf_view text)
{
    struct mf_view time = text;

    if (cut_time(&time)) {
        return time.size == 0;
    }
    if (!cut_date(&text)) {
        return false;
    }
    if (text.size == 0) {
        return true;
    }
    return cut_byte(&text, "Tt ") && cut_time(&text) &&
           (text.size == 0 || (cut_offset(&text) && text.size == 0));
}
