/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal in lower case, both ways. */
#include "value/hex.h"

#include "base/utf8.h"
#include "value/ascii.h"

static const uint64_t ones = UINT64_C(0x0101010101010101);
static const uint64_t tops = UINT64_C(0x8080808080808080);

/* The highest bit of each byte that is from `low` to `high`, which are ASCII, as the byte must be. Nothing carries or borrows. */
static inline uint64_t between(uint64_t word, unsigned char low, unsigned char high)
{
    return ((word | tops) - ones * low) & ~((word & ~tops) + ones * (0x7fU - high)) & tops;
}

bool mf_hex_is_lower(struct mf_view text)
{
    uint64_t good = tops;
    size_t at = 0;

    /* Digests are long and nearly always good: to look at all of it is quicker than to stop. */
    for (; text.size - at >= 8; at += 8) {
        uint64_t word = mf_eight_bytes(text.data + at);

        good &= ~word & (between(word, '0', '9') | between(word, 'a', 'f'));
    }
    while (at < text.size && mf_ascii_is_lower_hex(text.data[at])) {
        at++;
    }
    return good == tops && at == text.size;
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
