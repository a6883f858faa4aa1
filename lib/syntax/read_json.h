/* SPDX-License-Identifier: Apache-2.0 */
/* JSON text as events for the reader. */
#ifndef MF_SYNTAX_READ_JSON_H
#define MF_SYNTAX_READ_JSON_H

#include "syntax/reader.h"

/* Feeds a whole text to a reader. What is not JSON becomes a finding. Returns reader->status. */
mf_status mf_read_json(struct mf_reader *reader, struct mf_view text);

#endif
