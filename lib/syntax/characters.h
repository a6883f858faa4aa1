/* SPDX-License-Identifier: Apache-2.0 */
/* What bytes a document may be made of, and where lines and columns begin. */
#ifndef MF_SYNTAX_CHARACTERS_H
#define MF_SYNTAX_CHARACTERS_H

#include "base/error.h"
#include "base/view.h"

/* The position of a byte, by counting from the beginning: for errors. */
struct mf_position mf_position_of(struct mf_view text, size_t offset);

/*
 * What is wrong with the first byte that may not be in a YAML document, and where it is; NULL if all are good. A document is
 * UTF-8 without a byte order mark, and without control characters other than line ends and tabs; line separators that only
 * some readers know are refused, so that all agree on where a line ends.
 */
const char *mf_characters_wrong(struct mf_view text, size_t *ret_offset);

/*
 * What is wrong with the first carriage return of a YAML document that no line feed follows, and where it is; NULL if there is
 * none. To YAML it ends a line, but many readers, editors and terminals show nothing there: a comment could hide what follows.
 */
const char *mf_line_ends_wrong(struct mf_view text, size_t *ret_offset);

#endif
