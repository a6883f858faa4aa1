/* SPDX-License-Identifier: Apache-2.0 */
/* YAML text as events for the reader: the strict subset that the format allows. */
#ifndef MF_SYNTAX_READ_YAML_H
#define MF_SYNTAX_READ_YAML_H

#include "syntax/reader.h"

/* Feeds a whole text to a reader. What is not YAML, or not in the subset, becomes a finding. Returns reader->status. */
mf_status mf_read_yaml(struct mf_reader *reader, struct mf_view text);

#endif
