/* SPDX-License-Identifier: Apache-2.0 */
/* Formats that go line by line. */
#ifndef MF_LOCK_LINES_H
#define MF_LOCK_LINES_H

#include "lock/reading.h"

struct mf_lock_lines {
    struct mf_view rest; /* data NULL behind the last line */
    size_t offset;       /* of the file: where `rest` begins */
    uint32_t number;     /* of the line that came last, from 1 */
};

/* A line, without its end. */
struct mf_lock_line {
    struct mf_view text;
    size_t offset;
    uint32_t number;
};

struct mf_lock_lines mf_lock_lines_of(const struct mf_lock_reading *reading);

/* Goes to the next line; false behind the last. */
bool mf_lock_next_line(struct mf_lock_lines *lines, struct mf_lock_line *line);

/* The position of a part of a line. */
struct mf_position mf_lock_place(const struct mf_lock_line *line, struct mf_view part);

/* Without blanks at either end. */
struct mf_view mf_lock_trim(struct mf_view text);

/* Cuts the first word off a text without blanks in front, and the blanks behind it. */
struct mf_view mf_lock_cut_word(struct mf_view *text);

#endif
