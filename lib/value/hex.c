/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal in lower case, both ways. */
#include "value/hex.h"

#include "value/ascii.h"

bool mf_hex_is_lower(struct mf_view text)
{
    unsigned foreign = 0;

    /* Digests are long and nearly always good: to look at all of it is quicker than to stop. */
    for (size_t i = 0; i < text.size; i++) {
        unsigned byte = (unsigned char)text.data[i];

        foreign |= (byte - '0' > 9U) & (byte - 'a' > 5U);
    }
    return foreign == 0;
}

static unsigned value_of(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

bool mf_hex_decode(struct mf_view text, unsigned char *bytes, size_t size)
{
    if (text.size % 2 != 0 || text.size / 2 != size || !mf_hex_is_lower(text)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(value_of(text.data[2 * i]) << 4 | value_of(text.data[2 * i + 1]));
    }
    return true;
}

void mf_hex_encode(const unsigned char *bytes, size_t size, char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
}

void mf_hex_append(struct mf_buffer *buffer, const unsigned char *bytes, size_t size)
{
    if (mf_buffer_reserve(buffer, 2 * size)) {
        mf_hex_encode(bytes, size, buffer->data + buffer->size);
        buffer->size += 2 * size;
    }
}
