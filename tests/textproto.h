/* SPDX-License-Identifier: Apache-2.0 */
/* Reads Protocol Buffers in text format, as far as the conformance tests of CEL use it, into a tree without types. */
#ifndef MF_TESTS_TEXTPROTO_H
#define MF_TESTS_TEXTPROTO_H

#include "base/arena.h"

/* A field: with a message it has members, else a text; of a string that without its quotes and escapes. */
struct textproto_field {
    struct mf_view name;
    struct mf_view text;
    struct textproto_field *members;
    struct textproto_field *next; /* of the same message */
};

/* The fields of a file. Ends the test if it is not what this can read. */
struct textproto_field *textproto_read(struct mf_view text, struct mf_arena *arena);

/* The first field of that name in a list; NULL if there is none. `path` may go down: "value.int64_value". */
const struct textproto_field *textproto_find(const struct textproto_field *fields, const char *path);

/* Its text; data NULL if there is none. */
struct mf_view textproto_text(const struct textproto_field *fields, const char *path);

#endif
