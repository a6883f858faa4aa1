/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A strict, non-recursive pull scanner for JSON (RFC 8259) in UTF-8, with the restrictions of I-JSON (RFC 7493) that can be
 * seen token by token: no byte order mark, no lone surrogates, no noncharacters. Repeated names are for the caller to find.
 * The text is not copied.
 */
#ifndef MF_JSON_SCANNER_H
#define MF_JSON_SCANNER_H

#include "base/error.h"
#include "base/view.h"

#include <stdbool.h>
#include <stdint.h>

/* Deepest nesting that any caller may ask for. */
enum { MF_JSON_MAXIMUM_DEPTH = 1000 };

enum mf_json_token {
    MF_JSON_ERROR, /* the scanner stays at it */
    MF_JSON_END,   /* the whole text was one value; nothing but white space follows */
    MF_JSON_OBJECT,
    MF_JSON_OBJECT_END,
    MF_JSON_ARRAY,
    MF_JSON_ARRAY_END,
    MF_JSON_KEY, /* the name of a member; its value comes next */
    MF_JSON_STRING,
    MF_JSON_NUMBER,
    MF_JSON_TRUE,
    MF_JSON_FALSE,
    MF_JSON_NULL,
    MF_JSON_TIME, /* a date or time: only a tree that was read from TOML has it */
};

struct mf_json_scanner {
    /* Of the token that mf_json_next() returned last. */
    struct mf_view text; /* KEY and STRING: between the quotes, escapes as written. NUMBER: its spelling */
    bool escaped;        /* KEY and STRING: there are escapes; see mf_json_decode() */
    size_t start;        /* offset of its first byte, the opening quote included */
    size_t end;          /* offset behind its last byte */
    struct mf_position position; /* of its first byte */
    const char *error;           /* after MF_JSON_ERROR: what is wrong, static text */
    bool too_deep;               /* after MF_JSON_ERROR: that the depth was reached is what is wrong */

    /* The scanner's own. */
    const char *data;
    size_t size;
    size_t at;
    size_t line_start;    /* offset at which the line begins */
    size_t continuations; /* UTF-8 continuation bytes in the line so far: they take no column */
    uint32_t line;
    uint32_t depth;
    uint32_t maximum_depth;
    uint8_t state;
    uint8_t nesting[(MF_JSON_MAXIMUM_DEPTH + 7) / 8]; /* a bit for each level: 1 is an object */
};

/* Begins at the first byte of a text. `maximum_depth` is cut to MF_JSON_MAXIMUM_DEPTH. */
void mf_json_scanner_init(struct mf_json_scanner *scanner, struct mf_view text, uint32_t maximum_depth);

/* The next token. After MF_JSON_ERROR and MF_JSON_END it returns the same again. */
enum mf_json_token mf_json_next(struct mf_json_scanner *scanner);

/* Goes past the value whose first token (not a KEY) was returned last. The token is that of its end, or MF_JSON_ERROR. */
enum mf_json_token mf_json_skip(struct mf_json_scanner *scanner, enum mf_json_token first);

/* Writes the decoded form of a scanned string, never more than text.size bytes, and returns its size. It may hold NUL. */
size_t mf_json_decode(struct mf_view text, char *bytes);

#endif
