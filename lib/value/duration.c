/* SPDX-License-Identifier: Apache-2.0 */
/* Durations: the greater units first, each once. */
#include "value/duration.h"

#include "value/ascii.h"
#include "value/check.h"

static const struct {
    const char *name;
    int64_t milliseconds;
} units[] = {
    { "d", INT64_C(24) * 60 * 60 * 1000 },
    { "h", INT64_C(60) * 60 * 1000 },
    { "m", INT64_C(60) * 1000 },
    { "s", 1000 },
    { "ms", 1 },
};

enum { UNITS = sizeof units / sizeof units[0] };

/* A number without a zero in front that is small enough for every unit. */
static bool take_number(struct mf_view *text, int64_t *ret_number)
{
    int64_t number = 0;
    size_t at = 0;

    for (; at < text->size && mf_ascii_is_digit(text->data[at]); at++) {
        number = number * 10 + (text->data[at] - '0');
        if (number == 0 || number > MF_DURATION_MAXIMUM) {
            return false;
        }
    }
    *text = mf_view_from(*text, at);
    *ret_number = number;
    return at > 0;
}

/* Takes a unit that comes behind `least` in the table; UNITS if there is none. */
static size_t take_unit(struct mf_view *text, size_t least)
{
    size_t size = 0;

    while (size < text->size && !mf_ascii_is_digit(text->data[size])) {
        size++;
    }
    for (size_t i = least; i < UNITS; i++) {
        if (mf_view_is(mf_view_make(text->data, size), units[i].name)) {
            *text = mf_view_from(*text, size);
            return i;
        }
    }
    return UNITS;
}

bool mf_duration_parse(struct mf_view text, int64_t *ret_milliseconds)
{
    int64_t sum = 0;
    size_t next = 0;

    if (mf_view_is(text, "0s")) {
        *ret_milliseconds = 0;
        return true;
    }
    if (text.size == 0) {
        return false;
    }
    while (text.size > 0) {
        int64_t number;
        size_t unit;

        if (!take_number(&text, &number)) {
            return false;
        }
        unit = take_unit(&text, next);
        if (unit == UNITS || number > (MF_DURATION_MAXIMUM - sum) / units[unit].milliseconds) {
            return false;
        }
        sum += number * units[unit].milliseconds;
        next = unit + 1;
    }
    *ret_milliseconds = sum;
    return true;
}

double mf_duration_seconds(int64_t milliseconds)
{
    return (double)milliseconds / 1000.0;
}

bool mf_duration_check(struct mf_view text, struct mf_buffer *advice)
{
    int64_t milliseconds;
    bool zero = text.size > 0;

    if (text.size <= MF_DURATION_SIZE && mf_duration_parse(text, &milliseconds)) {
        return true;
    }
    for (size_t i = 0; i < text.size; i++) {
        zero = zero && (text.data[i] < '1' || text.data[i] > '9');
    }
    if (zero && text.data[0] == '0') {
        return mf_advise(advice, "no time at all is 0s");
    }
    if (text.size > 0 && mf_ascii_is_digit(text.data[text.size - 1])) {
        return mf_advise(advice, "write the unit behind the number: d, h, m, s or ms");
    }
    return mf_advise(advice,
                     "write d, h, m, s and ms in this order, each once and none of 0, at most 100 years");
}
