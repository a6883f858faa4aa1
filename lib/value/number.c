/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers through the C library's own exact conversions, used so that no locale can matter: printf's radix
 * character is skipped, and strtod never sees one. Numbers as documents hold them take short paths that need
 * neither.
 */
#include "value/number.h"

#include <errno.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SHORT_DIGITS = 15,        /* DBL_DIG: every decimal of so many digits survives a double */
    EXACT_POWER = 22,         /* the greatest power of ten that is a double */
    LONGEST_DIGITS = 17,      /* enough to tell any two doubles apart */
    SIGNIFICANT_DIGITS = 780, /* no double and no middle between two has more than 768 */
    EXPONENT_LIMIT = 100000,  /* far outside of the doubles, whatever SIGNIFICANT_DIGITS stand before it */
    EXPONENT_SIZE = 12,
};

static const double powers_of_ten[EXACT_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* Digits d1d2d3… of a number that is d1d2d3… times ten to `exponent`. */
struct decimal {
    char digits[SIGNIFICANT_DIGITS + 1];
    size_t count;
    int64_t exponent;
};

/* The parts of a text of JSON's grammar. */
struct parts {
    bool negative;
    struct mf_view integer;
    struct mf_view fraction;
    int64_t exponent; /* saturates far outside of what any text that fits into memory can bring back */
};

/* The host may round as it likes; we round to nearest. Returns what end_nearest() needs. */
static int begin_nearest(void)
{
    int mode = fegetround();

    if (mode != FE_TONEAREST) {
        (void)fesetround(FE_TONEAREST);
    }
    return mode;
}

static void end_nearest(int mode)
{
    if (mode != FE_TONEAREST) {
        (void)fesetround(mode);
    }
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static struct mf_view take_digits(struct mf_view text, size_t *at)
{
    size_t start = *at;

    while (*at < text.size && is_digit(text.data[*at])) {
        (*at)++;
    }
    return mf_view_make(text.size == 0 ? "" : text.data + start, *at - start);
}

/* The exponent behind `e` or `E`. */
static bool scan_exponent(struct mf_view text, size_t *at, int64_t *ret_exponent)
{
    int64_t exponent = 0;
    bool negative = false;
    struct mf_view digits;

    if (*at < text.size && (text.data[*at] == '+' || text.data[*at] == '-')) {
        negative = text.data[*at] == '-';
        (*at)++;
    }
    digits = take_digits(text, at);
    for (size_t i = 0; i < digits.size && exponent < INT64_MAX / 100; i++) {
        exponent = exponent * 10 + (digits.data[i] - '0');
    }
    *ret_exponent = negative ? -exponent : exponent;
    return digits.size > 0;
}

static bool scan(struct mf_view text, struct parts *parts)
{
    size_t at = 0;

    *parts = (struct parts){ 0 };
    if (text.size > 0 && text.data[0] == '-') {
        parts->negative = true;
        at++;
    }
    parts->integer = take_digits(text, &at);
    if (parts->integer.size == 0 || (parts->integer.size > 1 && parts->integer.data[0] == '0')) {
        return false;
    }
    if (at < text.size && text.data[at] == '.') {
        at++;
        parts->fraction = take_digits(text, &at);
        if (parts->fraction.size == 0) {
            return false;
        }
    }
    if (at < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
        at++;
        if (!scan_exponent(text, &at, &parts->exponent)) {
            return false;
        }
    }
    return at == text.size;
}

bool mf_number_is_json(struct mf_view text)
{
    struct parts parts;

    return scan(text, &parts);
}

/* Numbers of few digits need no more than one multiplication or division of exact doubles, which IEEE 754
 * rounds correctly. False if this is none of them. */
static bool convert_short(const struct parts *parts, double *ret_value)
{
    int64_t exponent = parts->exponent - (int64_t)parts->fraction.size;
    volatile double value; /* keeps the operation between the changes of the rounding mode */
    int64_t digits = 0;
    int mode;

    if (FLT_EVAL_METHOD != 0 || parts->integer.size + parts->fraction.size > SHORT_DIGITS ||
        exponent < -EXACT_POWER || exponent > EXACT_POWER) {
        return false;
    }
    for (size_t i = 0; i < parts->integer.size; i++) {
        digits = digits * 10 + (parts->integer.data[i] - '0');
    }
    for (size_t i = 0; i < parts->fraction.size; i++) {
        digits = digits * 10 + (parts->fraction.data[i] - '0');
    }
    value = (double)digits;
    if (exponent != 0 && digits != 0) {
        mode = begin_nearest();
        value = exponent < 0 ? value / powers_of_ten[-exponent] : value * powers_of_ten[exponent];
        end_nearest(mode);
    }
    *ret_value = value;
    return true;
}

/* Appends digits, without the zeros in front, as long as they can matter. What comes behind decides only
 * whether a number lies in the middle between two doubles or above: one more digit says that as well as a
 * million. */
static void add_digits(struct decimal *decimal, struct mf_view digits)
{
    size_t at = 0;

    while (decimal->count == 0 && at < digits.size && digits.data[at] == '0') {
        at++;
    }
    for (; at < digits.size && decimal->count < SIGNIFICANT_DIGITS; at++) {
        decimal->digits[decimal->count++] = digits.data[at];
    }
    decimal->exponent += (int64_t)(digits.size - at);
    for (; at < digits.size; at++) {
        if (digits.data[at] != '0') {
            decimal->digits[SIGNIFICANT_DIGITS - 1] = '1';
            return;
        }
    }
}

/* strtod() of an integer with an exponent, rounding to nearest: infinite if it is too great. */
static double convert(const char *digits, size_t count, int64_t exponent)
{
    char text[SIGNIFICANT_DIGITS + EXPONENT_SIZE];
    volatile double value;
    int error = errno;
    int mode;

    if (exponent > EXPONENT_LIMIT) {
        exponent = EXPONENT_LIMIT;
    } else if (exponent < -EXPONENT_LIMIT) {
        exponent = -EXPONENT_LIMIT;
    }
    memcpy(text, digits, count);
    (void)snprintf(text + count, EXPONENT_SIZE, "e%d", (int)exponent);
    mode = begin_nearest();
    value = strtod(text, NULL);
    end_nearest(mode);
    errno = error;
    return value;
}

bool mf_number_parse(struct mf_view text, double *ret_value)
{
    struct parts parts;
    struct decimal decimal;
    double value;

    if (!scan(text, &parts)) {
        return false;
    }
    if (!convert_short(&parts, &value)) {
        decimal.count = 0;
        decimal.exponent = parts.exponent - (int64_t)parts.fraction.size;
        add_digits(&decimal, parts.integer);
        add_digits(&decimal, parts.fraction);
        value = decimal.count == 0 ? 0 : convert(decimal.digits, decimal.count, decimal.exponent);
    }
    if (!isfinite(value)) {
        return false;
    }
    *ret_value = parts.negative ? -value : value;
    return true;
}

bool mf_integer_parse(struct mf_view text, int64_t *ret_value)
{
    bool negative = text.size > 0 && text.data[0] == '-';
    size_t start = negative ? 1 : 0;
    size_t count = text.size - start;
    int64_t value = 0;

    /* 16 digits are what 2^53 - 1 has. */
    if (count < 1 || count > 16 || (text.data[start] == '0' && text.size > 1)) {
        return false;
    }
    for (size_t i = start; i < text.size; i++) {
        if (!is_digit(text.data[i])) {
            return false;
        }
        value = value * 10 + (text.data[i] - '0');
    }
    if (value > MF_INTEGER_MAXIMUM) {
        return false;
    }
    *ret_value = negative ? -value : value;
    return true;
}

/* Rounds to `count` digits, whatever the radix character of the locale. */
static void round_to(struct decimal *decimal, double value, size_t count)
{
    char text[64];
    const char *at = text;
    long exponent;

    (void)snprintf(text, sizeof text, "%.*e", (int)count - 1, value);
    decimal->count = 0;
    for (; *at != 'e' && *at != '\0'; at++) {
        if (is_digit(*at) && decimal->count < LONGEST_DIGITS) {
            decimal->digits[decimal->count++] = *at;
        }
    }
    exponent = *at == 'e' ? strtol(at + 1, NULL, 10) : 0;
    decimal->exponent = exponent - (long)decimal->count + 1;
}

static bool reads_as(const struct decimal *decimal, double value)
{
    return convert(decimal->digits, decimal->count, decimal->exponent) == value;
}

/* The next decimal of as many digits. */
static void step_up(struct decimal *decimal)
{
    size_t at = decimal->count;

    while (at > 0 && decimal->digits[at - 1] == '9') {
        decimal->digits[--at] = '0';
    }
    if (at > 0) {
        decimal->digits[at - 1]++;
    } else {
        decimal->digits[0] = '1';
        decimal->exponent++;
    }
}

/* Below a power of two the doubles lie closer together than above it, so the decimal nearest to it may read
 * back as its lower neighbour while the next one up reads back as itself. */
static bool is_power_of_two(double value)
{
    int exponent;

    return frexp(value, &exponent) <= 0.5;
}

/* A number of up to 15 digits behind few zeros is an integer over a power of ten; one division proves which.
 */
static bool find_short(struct decimal *decimal, double value)
{
    volatile double scaled = value; /* volatile: not computed before the rounding mode is set */
    volatile double back;
    int power = 0;
    int64_t digits;

    if (FLT_EVAL_METHOD != 0 || value >= 1e15 || value < 1e-7) {
        return false;
    }
    while (power < EXACT_POWER && value * powers_of_ten[power + 1] < 1e15) {
        power++;
    }
    scaled = scaled * powers_of_ten[power];
    digits = (int64_t)(scaled + 0.5);
    back = (double)digits / powers_of_ten[power];
    if (back != value || digits >= INT64_C(1000000000000000)) {
        return false;
    }
    for (decimal->count = SHORT_DIGITS; decimal->count > 0 && digits > 0;) {
        decimal->digits[--decimal->count] = (char)('0' + digits % 10);
        digits /= 10;
    }
    memmove(decimal->digits, decimal->digits + decimal->count, SHORT_DIGITS - decimal->count);
    decimal->count = SHORT_DIGITS - decimal->count;
    decimal->exponent = -power;
    return true;
}

/* The fewest digits that read back to a positive value, and of those the nearest to it. Rounds to nearest
 * already. */
static void find_shortest(struct decimal *decimal, double value)
{
    size_t count = value < DBL_MIN ? 1 : SHORT_DIGITS;

    if (find_short(decimal, value)) {
        return;
    }
    for (; count < LONGEST_DIGITS; count++) {
        round_to(decimal, value, count);
        if (reads_as(decimal, value)) {
            return;
        }
        if (is_power_of_two(value)) {
            step_up(decimal);
            if (reads_as(decimal, value)) {
                return;
            }
        }
    }
    round_to(decimal, value, LONGEST_DIGITS);
}

static void drop_zeros(struct decimal *decimal)
{
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
        decimal->exponent++;
    }
}

static void append_zeros(struct mf_buffer *buffer, int64_t count)
{
    mf_buffer_append(buffer, mf_view_make("000000000000000000000", (size_t)count));
}

/* Sets digits as ECMA-262 does: `point` is where the decimal point stands, counted from the first digit. */
static void append_decimal(struct mf_buffer *buffer, const struct decimal *decimal)
{
    int64_t point = decimal->exponent + (int64_t)decimal->count;
    bool scientific = point <= -6 || point > 21;
    size_t whole = 1;

    if (!scientific && point > 0) {
        whole = point < (int64_t)decimal->count ? (size_t)point : decimal->count;
    }
    if (!scientific && point <= 0) {
        mf_buffer_append_text(buffer, "0.");
        append_zeros(buffer, -point);
        mf_buffer_append(buffer, mf_view_make(decimal->digits, decimal->count));
        return;
    }
    mf_buffer_append(buffer, mf_view_make(decimal->digits, whole));
    if (whole < decimal->count) {
        mf_buffer_append_byte(buffer, '.');
        mf_buffer_append(buffer, mf_view_make(decimal->digits + whole, decimal->count - whole));
    }
    if (scientific) {
        mf_buffer_append_text(buffer, point > 0 ? "e+" : "e-");
        mf_buffer_append_unsigned(buffer, (uint64_t)(point > 0 ? point - 1 : 1 - point));
    } else if (point > (int64_t)decimal->count) {
        append_zeros(buffer, point - (int64_t)decimal->count);
    }
}

void mf_number_append(struct mf_buffer *buffer, double value)
{
    struct decimal decimal;
    int mode;

    if (!isfinite(value)) {
        mf_buffer_append_text(buffer, "null");
        return;
    }
    if (fabs(value) <= (double)MF_INTEGER_MAXIMUM) {
        int64_t integer = (int64_t)value;

        if ((double)integer == value) {
            mf_integer_append(buffer, integer);
            return;
        }
    }
    if (value < 0) {
        mf_buffer_append_byte(buffer, '-');
    }
    mode = begin_nearest();
    find_shortest(&decimal, fabs(value));
    end_nearest(mode);
    drop_zeros(&decimal);
    append_decimal(buffer, &decimal);
}

void mf_integer_append(struct mf_buffer *buffer, int64_t value)
{
    if (value < 0) {
        mf_buffer_append_byte(buffer, '-');
    }
    mf_buffer_append_unsigned(buffer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}
