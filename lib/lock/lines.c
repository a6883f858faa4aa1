/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, words, and where they stand. */
#include "lock/lines.h"

#include "value/ascii.h"

struct mf_lock_lines mf_lock_lines_of(const struct mf_lock_reading *reading)
{
    return (struct mf_lock_lines){ reading->text, reading->skipped, 0 };
}

bool mf_lock_next_line(struct mf_lock_lines *lines, struct mf_lock_line *line)
{
    /* Behind the last line end nothing begins. */
    if (lines->rest.data == NULL || lines->rest.size == 0) {
        return false;
    }
    line->offset = lines->offset;
    line->number = ++lines->number;
    line->text = mf_view_cut(&lines->rest, '\n');
    lines->offset += line->text.size + 1;
    if (line->text.size > 0 && line->text.data[line->text.size - 1] == '\r') {
        line->text.size--;
    }
    return true;
}

struct mf_position mf_lock_place(const struct mf_lock_line *line, struct mf_view part)
{
    size_t at = part.data == NULL ? 0 : (size_t)(part.data - line->text.data);
    struct mf_position position = { line->offset + at, line->number, 1 };

    for (size_t i = 0; i < at; i++) {
        position.column += ((unsigned char)line->text.data[i] & 0xc0) != 0x80;
    }
    return position;
}

struct mf_view mf_lock_trim(struct mf_view text)
{
    return mf_ascii_trim(text);
}

struct mf_view mf_lock_cut_word(struct mf_view *text)
{
    return mf_ascii_cut_word(text);
}
