/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of requirements files as pip joins them, and what one line asks for. */
#ifndef MF_LOCK_REQUIREMENT_H
#define MF_LOCK_REQUIREMENT_H

#include "lock/lines.h"

/* Where a piece of a joined line stands in the file. */
struct mf_lock_piece {
    size_t at; /* offset in the joined line */
    struct mf_lock_line line;
};

/* A line and those that a backslash joins to it, without its comment. */
struct mf_lock_joined {
    char *bytes; /* blocks of mf_arena_resize() */
    struct mf_lock_piece *pieces;
    size_t piece_count;
    struct mf_view text; /* what is left without comment and blanks at the ends */
    bool is_cut_off;     /* the file ends behind a backslash */
    /* The place that was asked for last: places come mostly in rising order. */
    size_t piece;
    size_t counted;
    uint32_t column;
};

/* Joins the next lines; false at the end of the file, or without memory. */
bool mf_lock_join_lines(struct mf_lock_reading *reading, struct mf_lock_lines *lines,
                        struct mf_lock_joined *joined);

/* The position in the file of a part of a joined line. */
struct mf_position mf_lock_joined_place(struct mf_lock_joined *joined, struct mf_view part);

/*
 * Reads what is asked for: `name[extras]==1.0 ; marker`, `name @ address ; marker`, an address, or a path. Returns NULL after a
 * finding that leaves nothing.
 */
struct mf_lock_package *mf_lock_read_requirement(struct mf_lock_reading *reading,
                                                 struct mf_lock_joined *joined, struct mf_view text,
                                                 bool is_editable);

#endif
