/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a TOML text: where the reader is, white space, comments, keys, and strings. */
#ifndef MF_TOML_SCANNER_H
#define MF_TOML_SCANNER_H

#include "base/arena.h"
#include "base/error.h"
#include "value/ascii.h"

#include <stdint.h>

/* Functions that return false have failed: `status` and the caller's error say why, and nothing else may be called. */
struct mf_toml_scanner {
    struct mf_arena *arena;
    struct mf_view text;
    size_t at;
    uint32_t line;
    size_t line_start;
    size_t counted;  /* bytes of the line up to here ... */
    uint32_t column; /* ... are so many code points */
    mf_status status;
    mf_error **reterr;
};

/* Begins behind a byte order mark, which TOML allows. False if the text is not UTF-8. */
bool mf_toml_scanner_init(struct mf_toml_scanner *scanner, struct mf_arena *arena, struct mf_view text,
                          mf_error **reterr);

/* The byte at hand; NUL at the end, which is an error wherever it is looked at. */
static inline char mf_toml_peek(const struct mf_toml_scanner *scanner)
{
    return scanner->at < scanner->text.size ? scanner->text.data[scanner->at] : '\0';
}

static inline bool mf_toml_at_end(const struct mf_toml_scanner *scanner)
{
    return scanner->at == scanner->text.size;
}

/* Goes past the byte if it is the one at hand. */
bool mf_toml_take(struct mf_toml_scanner *scanner, char byte);

/* The position of the byte at hand. */
struct mf_position mf_toml_here(struct mf_toml_scanner *scanner);

/* What is wrong at the byte at hand, or at a position. Both return false. */
bool mf_toml_fail(struct mf_toml_scanner *scanner, const char *message);
bool mf_toml_fail_at(struct mf_toml_scanner *scanner, mf_status status, struct mf_position position,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Out of memory, or past its limit. Returns false. */
bool mf_toml_fail_memory(struct mf_toml_scanner *scanner);

/* Goes past spaces and tabs. */
void mf_toml_skip_blanks(struct mf_toml_scanner *scanner);

/* Goes past white space, line ends and comments. */
bool mf_toml_skip_lines(struct mf_toml_scanner *scanner);

/* Goes past what may follow a statement: blanks, a comment, and the end of the line or text. */
bool mf_toml_skip_rest(struct mf_toml_scanner *scanner);

/* Reads one part of a key: bare, or in quotes. */
bool mf_toml_read_key(struct mf_toml_scanner *scanner, struct mf_view *ret_name);

/* Reads a string of any of the four kinds; a quote is at hand. */
bool mf_toml_read_string(struct mf_toml_scanner *scanner, struct mf_view *ret_text);

#endif
