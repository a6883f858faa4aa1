/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times of RFC 3339, with and without an offset. */
#ifndef MF_TOML_TIME_H
#define MF_TOML_TIME_H

#include "base/view.h"

/* Does a text begin as a date or time does? */
bool mf_toml_is_time(struct mf_view text);

/* True if the text is `2026-01-31`, `09:30:00`, both with 'T', 't' or a space between them, or that with an offset; a second may
 * have a fraction. The date must be a real one. */
bool mf_toml_check_time(struct mf_view text);

#endif
