/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way in which pip makes lines of a requirements file into one: a backslash at the end joins the next line, a line that is only
 * a comment ends what was joined, and a comment ends with the whole of what was joined, not with its own line.
 */
#include "lock/requirement.h"

#include "value/ascii.h"

static bool is_comment(struct mf_view line)
{
    line = mf_lock_trim(line);
    return line.size > 0 && line.data[0] == '#';
}

/* Adds a line to what is joined; `room` is kept behind it. */
static bool append(struct mf_lock_reading *reading, struct mf_lock_joined *joined, size_t *size,
                   const struct mf_lock_line *line, struct mf_view text)
{
    char *bytes = mf_arena_resize(reading->scratch, joined->bytes, *size + text.size + 1);
    struct mf_lock_piece *pieces =
        mf_arena_resize(reading->scratch, joined->pieces, (joined->piece_count + 1) * sizeof *pieces);

    if (bytes == NULL || pieces == NULL) {
        return false;
    }
    joined->bytes = bytes;
    joined->pieces = pieces;
    pieces[joined->piece_count].at = *size;
    pieces[joined->piece_count].line = *line;
    pieces[joined->piece_count].line.offset += (size_t)(text.data - line->text.data);
    pieces[joined->piece_count++].line.text = text;
    if (text.size > 0) {
        memcpy(bytes + *size, text.data, text.size);
    }
    *size += text.size;
    return true;
}

/* Without the comment, which begins with a '#' at the beginning or behind a blank. */
static struct mf_view cut_comment(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '#' && (i == 0 || mf_ascii_is_one_of(text.data[i - 1], " \t"))) {
            text.size = i;
        }
    }
    return mf_lock_trim(text);
}

/* pip strips all backslashes from both ends of a line that goes on. */
static struct mf_view strip_backslashes(struct mf_view text)
{
    while (text.size > 0 && text.data[text.size - 1] == '\\') {
        text.size--;
    }
    while (text.size > 0 && text.data[0] == '\\') {
        text = mf_view_from(text, 1);
    }
    return text;
}

bool mf_lock_join_lines(struct mf_lock_reading *reading, struct mf_lock_lines *lines,
                        struct mf_lock_joined *joined)
{
    struct mf_lock_line line;
    size_t size = 0;
    bool goes_on = true;

    joined->piece_count = 0;
    joined->piece = 0;
    joined->counted = 0;
    joined->column = 1;
    joined->is_cut_off = false;
    while (goes_on && mf_lock_next_line(lines, &line)) {
        struct mf_view text = line.text;

        goes_on = text.size > 0 && text.data[text.size - 1] == '\\' && !is_comment(text);
        if (is_comment(text)) {
            text.size = 0; /* all of it would be cut off again */
        } else if (goes_on) {
            text = strip_backslashes(text);
        }
        if (!append(reading, joined, &size, &line, text)) {
            return false;
        }
    }
    joined->is_cut_off = goes_on && joined->piece_count > 0;
    joined->text = cut_comment(mf_view_make(joined->bytes, size));
    return joined->piece_count > 0;
}

struct mf_position mf_lock_joined_place(struct mf_lock_joined *joined, struct mf_view part)
{
    size_t at = part.data == NULL ? 0 : (size_t)(part.data - joined->bytes);
    const struct mf_lock_piece *piece;

    if (at < joined->counted) {
        joined->piece = 0;
        joined->counted = 0;
        joined->column = 1;
    }
    while (joined->piece + 1 < joined->piece_count && joined->pieces[joined->piece + 1].at <= at) {
        joined->piece++;
        joined->counted = joined->pieces[joined->piece].at;
        joined->column = 1;
    }
    for (; joined->counted < at; joined->counted++) {
        joined->column += ((unsigned char)joined->bytes[joined->counted] & 0xc0) != 0x80;
    }
    piece = &joined->pieces[joined->piece];
    return (struct mf_position){ piece->line.offset + (at - piece->at), piece->line.number, joined->column };
}
