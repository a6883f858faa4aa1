/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as text: JSON's grammar in, ECMAScript's spelling out, whatever the host's locale and rounding mode. */
#ifndef MF_VALUE_NUMBER_H
#define MF_VALUE_NUMBER_H

#include "base/buffer.h"
#include "base/view.h"

#include <stdint.h>

/* Greatest integer that JSON readers everywhere agree on: 2^53 - 1. */
#define MF_INTEGER_MAXIMUM INT64_C(9007199254740991)

/* Longest text of mf_number_append(). */
#define MF_NUMBER_SIZE 25

/* True if the whole text has JSON's grammar of a number (RFC 8259 section 6). */
bool mf_number_is_json(struct mf_view text);

/* The double nearest to a text of JSON's grammar, ties to even. False if the grammar is broken or the value is out of the
 * range of doubles; a value too small for them becomes 0. */
bool mf_number_parse(struct mf_view text, double *ret_value);

/* An integer as the format spells it: `0` or `-?[1-9][0-9]*`, within ±(2^53 - 1). */
bool mf_integer_parse(struct mf_view text, int64_t *ret_value);

/* Appends a finite double as ECMAScript's Number::toString prints it (ECMA-262 section 6.1.6.1.20): the fewest digits that
 * read back to the same double; -0 is 0. */
void mf_number_append(struct mf_buffer *buffer, double value);

/* Appends an integer in decimal. */
void mf_integer_append(struct mf_buffer *buffer, int64_t value);

#endif
