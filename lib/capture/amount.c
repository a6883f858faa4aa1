/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of /proc and /sys. */
#include "capture/amount.h"

#include "value/ascii.h"

#include <stdio.h>

bool mf_amount_take(struct mf_view *text, uint64_t *ret_number)
{
    uint64_t number = 0;
    size_t size = 0;

    while (size < text->size && mf_ascii_is_digit(text->data[size])) {
        uint64_t digit = (uint64_t)(text->data[size] - '0');

        if (number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
        size++;
    }
    if (size == 0) {
        return false;
    }
    *text = mf_view_make(text->data + size, text->size - size);
    *ret_number = number;
    return true;
}

void mf_amount_bytes(uint64_t bytes, char text[MF_AMOUNT_TEXT])
{
    static const char *const units[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi" };
    size_t unit = 0;

    while (bytes > 0 && bytes % 1024 == 0 && unit + 1 < sizeof units / sizeof units[0]) {
        bytes /= 1024;
        unit++;
    }
    (void)snprintf(text, MF_AMOUNT_TEXT, "%llu%s", (unsigned long long)bytes, units[unit]);
}

void mf_amount_cores(uint64_t thousandths, char text[MF_AMOUNT_TEXT])
{
    bool is_whole = thousandths % 1000 == 0;

    (void)snprintf(text, MF_AMOUNT_TEXT, "%llu%s",
                   (unsigned long long)(is_whole ? thousandths / 1000 : thousandths), is_whole ? "" : "m");
}
