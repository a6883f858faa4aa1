/* SPDX-License-Identifier: Apache-2.0 */
/* A number of instances, or a share of them in percent. */
#include "value/ascii.h"
#include "value/check.h"

bool mf_portion_check(struct mf_view text, struct mf_buffer *advice)
{
    size_t digits = 0;

    while (digits < text.size && mf_ascii_is_digit(text.data[digits])) {
        digits++;
    }
    if (mf_view_is(text, "0%")) {
        return mf_advise(advice, "write 0");
    }
    if (mf_view_is(text, "0")) {
        return true;
    }
    return digits > 0 && digits < MF_PORTION_SIZE && text.data[0] != '0' &&
           (digits == text.size || (digits + 1 == text.size && text.data[digits] == '%'));
}
