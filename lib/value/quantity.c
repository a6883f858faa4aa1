/* SPDX-License-Identifier: Apache-2.0 */
/* Quantities, read into integers: what is equal compares as equal, however it is written. */
#include "value/quantity.h"

#include "value/ascii.h"
#include "value/check.h"

#define BILLION UINT64_C(1000000000)

enum { MOST_PLACES = 9 };

static const struct {
    const char *name;
    uint64_t factor;
} factors[] = {
    { "", 1 },
    { "k", UINT64_C(1000) },
    { "M", UINT64_C(1000000) },
    { "G", UINT64_C(1000000000) },
    { "T", UINT64_C(1000000000000) },
    { "P", UINT64_C(1000000000000000) },
    { "Ki", UINT64_C(1) << 10 },
    { "Mi", UINT64_C(1) << 20 },
    { "Gi", UINT64_C(1) << 30 },
    { "Ti", UINT64_C(1) << 40 },
    { "Pi", UINT64_C(1) << 50 },
};

/* Digits before the point: no zero in front, at most 2^63 - 1. */
static bool take_whole(struct mf_view *text, uint64_t *ret_number)
{
    uint64_t number = 0;
    size_t at = 0;

    for (; at < text->size && mf_ascii_is_digit(text->data[at]); at++) {
        uint64_t digit = (uint64_t)(text->data[at] - '0');

        if ((at == 1 && number == 0) || number > (INT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *text = mf_view_from(*text, at);
    *ret_number = number;
    return at > 0;
}

/* Point and places, if there are any, as billionths. */
static bool take_places(struct mf_view *text, uint64_t *ret_number)
{
    uint64_t number = 0;
    size_t at = 1;

    *ret_number = 0;
    if (text->size == 0 || text->data[0] != '.') {
        return true;
    }
    for (; at < text->size && mf_ascii_is_digit(text->data[at]) && at <= MOST_PLACES; at++) {
        number = number * 10 + (uint64_t)(text->data[at] - '0');
    }
    for (size_t i = at; i <= MOST_PLACES; i++) {
        number *= 10;
    }
    *text = mf_view_from(*text, at);
    *ret_number = number;
    return at > 1;
}

/* (whole + billionths / 10^9) * factor, of which no product may overflow: the factor is taken apart at 10^9. */
static bool multiply(uint64_t whole, uint64_t billionths, uint64_t factor, struct mf_quantity *ret_quantity)
{
    uint64_t rest = billionths * (factor % BILLION);
    uint64_t more = billionths * (factor / BILLION) + rest / BILLION;

    if (whole > INT64_MAX / factor || more > INT64_MAX - whole * factor) {
        return false;
    }
    ret_quantity->whole = whole * factor + more;
    ret_quantity->fraction = rest % BILLION * 1000;
    return true;
}

bool mf_quantity_parse(struct mf_view text, struct mf_quantity *ret_quantity)
{
    uint64_t whole;
    uint64_t billionths;

    if (!take_whole(&text, &whole) || !take_places(&text, &billionths)) {
        return false;
    }
    if (mf_view_is(text, "m")) {
        ret_quantity->whole = whole / 1000;
        ret_quantity->fraction = whole % 1000 * BILLION + billionths;
        return true;
    }
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
        if (mf_view_is(text, factors[i].name)) {
            return multiply(whole, billionths, factors[i].factor, ret_quantity);
        }
    }
    return false;
}

int mf_quantity_compare(const struct mf_quantity *left, const struct mf_quantity *right)
{
    if (left->whole != right->whole) {
        return left->whole < right->whole ? -1 : 1;
    }
    return (left->fraction > right->fraction) - (left->fraction < right->fraction);
}

double mf_quantity_to_double(const struct mf_quantity *quantity)
{
    return (double)quantity->whole + (double)quantity->fraction / 1e12;
}

bool mf_quantity_check(struct mf_view text, struct mf_buffer *advice)
{
    static const struct {
        const char *wrong;
        const char *phrase;
    } mistakes[] = {
        { "K", "write k for 1000 or Ki for 1024" },
        { "KB", "write k for 1000 or Ki for 1024" },
        { "kB", "write k for 1000 or Ki for 1024" },
        { "ki", "write Ki" },
        { "KiB", "write Ki" },
        { "MB", "write M for 1000000 or Mi for 1048576" },
        { "MiB", "write Mi" },
        { "GB", "write G for 10^9 or Gi for 2^30" },
        { "GiB", "write Gi" },
        { "g", "write G for 10^9 or Gi for 2^30" },
        { "TB", "write T for 10^12 or Ti for 2^40" },
        { "TiB", "write Ti" },
        { "PB", "write P for 10^15 or Pi for 2^50" },
        { "PiB", "write Pi" },
        { "B", "leave out the unit" },
        { "E", "write it in P or Pi" },
        { "Ei", "write it in P or Pi" },
    };
    struct mf_quantity quantity;
    size_t at = 0;

    if (text.size <= MF_QUANTITY_SIZE && mf_quantity_parse(text, &quantity)) {
        return true;
    }
    while (at < text.size && (mf_ascii_is_digit(text.data[at]) || text.data[at] == '.')) {
        at++;
    }
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0] && at > 0; i++) {
        if (mf_view_is(mf_view_make(text.data + at, text.size - at), mistakes[i].wrong)) {
            return mf_advise(advice, mistakes[i].phrase);
        }
    }
    return at < text.size && text.data[at] == ' ' ? mf_advise(advice, "leave out the space") : false;
}
