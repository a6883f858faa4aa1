/* SPDX-License-Identifier: Apache-2.0 */
/* Free text: one line (`string`) or several (`text`), without anything that shows otherwise than it is. */
#include "base/utf8.h"
#include "value/check.h"

/* Offset of the first code point that a person could not see, or text.size. */
static size_t find_hidden(struct mf_view text, bool lines)
{
    size_t at = 0;

    while (at < text.size) {
        struct mf_view rest = mf_view_make(text.data + at, text.size - at);
        size_t size = mf_ascii_visible_prefix(rest);
        uint32_t code;

        if (size == 0) {
            size = mf_utf8_decode(rest, &code);
            if (size == 0 ||
                (!mf_code_point_is_printable(code) && !(lines && (code == '\n' || code == '\t')))) {
                break;
            }
        }
        at += size;
    }
    return at;
}

static bool check(struct mf_view text, bool lines, struct mf_buffer *advice)
{
    size_t at = find_hidden(text, lines);
    uint32_t code;

    if (text.size == 0) {
        return mf_advise(advice, "leave the field out if there is nothing to say");
    }
    if (at == text.size) {
        return true;
    }
    if (advice != NULL) {
        if (mf_utf8_decode(mf_view_make(text.data + at, text.size - at), &code) == 0) {
            mf_buffer_append_text(advice, "the text is not valid UTF-8");
        } else if (code == '\n' || code == '\t') {
            mf_buffer_append_text(advice, "this field is a single line without tabs");
        } else {
            mf_buffer_format(advice, "remove U+%04X", (unsigned)code);
        }
    }
    return false;
}

bool mf_string_check(struct mf_view text, struct mf_buffer *advice)
{
    return check(text, false, advice);
}

bool mf_text_check(struct mf_view text, struct mf_buffer *advice)
{
    return check(text, true, advice);
}
