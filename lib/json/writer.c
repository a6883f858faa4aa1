/* SPDX-License-Identifier: Apache-2.0 */
/* Strings and the order of names as RFC 8785 has them. */
#include "json/writer.h"

#include "json/escape.h"

#include <stdint.h>

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

static void append_escape(struct mf_buffer *buffer, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    /* What follows the backslash for each control character. */
    static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    char letter = byte < 0x20 ? letters[byte] : (char)byte;
    char escape[6] = { '\\', letter, '0', '0', digits[byte >> 4], digits[byte & 15] };

    mf_buffer_append(buffer, mf_view_make(escape, letter == 'u' ? 6 : 2));
}

/* Size of the run at `at` that needs no escape. */
static size_t plain_run(struct mf_view text, size_t at)
{
    size_t end = at;

    while (end < text.size) {
        end += mf_json_plain_prefix(mf_view_make(text.data + end, text.size - end));
        if (end == text.size || !is_plain((unsigned char)text.data[end])) {
            break;
        }
        end++; /* a byte that is not ASCII */
    }
    return end - at;
}

void mf_json_append_string(struct mf_buffer *buffer, struct mf_view text)
{
    size_t at = 0;

    /* Mostly there is nothing to escape: then this is the only time that memory is asked for. */
    if (text.size > SIZE_MAX - 2) {
        buffer->status = MF_ERROR_MEMORY;
    }
    if (!mf_buffer_reserve(buffer, text.size + 2)) {
        return;
    }
    buffer->data[buffer->size++] = '"';
    while (at < text.size) {
        size_t run = plain_run(text, at);

        mf_buffer_append(buffer, mf_view_make(text.data + at, run));
        at += run;
        if (at < text.size) {
            append_escape(buffer, (unsigned char)text.data[at++]);
        }
    }
    mf_buffer_append_byte(buffer, '"');
}

/* Size of the beginning that both share, counted in bytes. */
static size_t common_prefix(struct mf_view left, struct mf_view right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    size_t at = 0;

    while (size - at >= 16 && memcmp(left.data + at, right.data + at, 16) == 0) {
        at += 16;
    }
    while (at < size && left.data[at] == right.data[at]) {
        at++;
    }
    return at;
}

/*
 * Bytes of UTF-8 order as code points do, and so do UTF-16 code units, but for one case: characters beyond
 * U+FFFF, which are written with surrogates, come before U+E000 to U+FFFF. Two names that differ so differ in
 * a first byte of a character: 0xf0 or more against 0xee or 0xef.
 */
static unsigned rank(unsigned char byte)
{
    return byte == 0xee || byte == 0xef ? byte + 0x100U : byte;
}

int mf_json_compare_names(struct mf_view left, struct mf_view right)
{
    size_t at = common_prefix(left, right);
    unsigned left_rank;
    unsigned right_rank;

    if (at == left.size || at == right.size) {
        return (left.size > right.size) - (left.size < right.size);
    }
    left_rank = rank((unsigned char)left.data[at]);
    right_rank = rank((unsigned char)right.data[at]);
    return (left_rank > right_rank) - (left_rank < right_rank);
}
