/* SPDX-License-Identifier: Apache-2.0 */
/* One quick pass over a document before a parser sees it. */
#include "syntax/characters.h"

#include "base/utf8.h"

struct mf_position mf_position_of(struct mf_view text, size_t offset)
{
    struct mf_position position = { offset, 1, 1 };

    for (size_t i = 0; i < offset && i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if (byte == '\n' || (byte == '\r' && !(i + 1 < text.size && text.data[i + 1] == '\n'))) {
            position.line++;
            position.column = 1;
        } else if ((byte & 0xc0) != 0x80 && byte != '\r') {
            position.column++;
        }
    }
    return position;
}

static bool is_line_end_or_tab(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\t';
}

static const char *wrong_code_point(uint32_t code)
{
    if (code == 0) {
        return "NUL may not be in a document";
    }
    if (code == 0xfeff) {
        return "a byte order mark may not be in a document";
    }
    if (code == 0x85 || code == 0x2028 || code == 0x2029) {
        return "a line separator that not every reader knows may not be in a document";
    }
    if (code < 0xa0) {
        return "a control character may not be in a document";
    }
    return mf_code_point_is_noncharacter(code) ? "a noncharacter may not be in a document" : NULL;
}

const char *mf_characters_wrong(struct mf_view text, size_t *ret_offset)
{
    size_t at = 0;

    while (at < text.size) {
        const char *wrong;
        uint32_t code;
        size_t size;

        at += mf_ascii_visible_prefix(mf_view_make(text.data + at, text.size - at));
        if (at == text.size) {
            break;
        }
        if (is_line_end_or_tab(text.data[at])) {
            at++;
            continue;
        }
        size = mf_utf8_decode(mf_view_make(text.data + at, text.size - at), &code);
        wrong = size == 0 ? "the document is not UTF-8" : wrong_code_point(code);
        if (wrong != NULL) {
            *ret_offset = at;
            return wrong;
        }
        at += size;
    }
    return NULL;
}

const char *mf_line_ends_wrong(struct mf_view text, size_t *ret_offset)
{
    size_t at = 0;

    while (at < text.size) {
        const char *found = memchr(text.data + at, '\r', text.size - at);

        if (found == NULL) {
            break;
        }
        at = (size_t)(found - text.data) + 1;
        if (at == text.size || text.data[at] != '\n') {
            *ret_offset = at - 1;
            return "a line ends in a line feed, perhaps with a carriage return before it, never in that alone";
        }
    }
    return NULL;
}
