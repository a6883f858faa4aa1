/* SPDX-License-Identifier: Apache-2.0 */
/* Putting changed lists into the text of a manifest, so that the rest of it stays as somebody wrote it. */
#ifndef CLI_SPLICE_H
#define CLI_SPLICE_H

#include "input.h"

#include <stdbool.h>

/*
 * The text of a manifest in which `dependencies` has changed, in the format of the input. Of YAML the lists of `dependencies` that are
 * not as before are written anew in their place, and every other byte stays. Where that cannot be done, and of JSON, all is written anew.
 *
 * @param ret_anew  receives true if all was written anew
 * @return the text; free() it
 */
char *cli_splice_dependencies(const struct cli_input *input, const mf_manifest *before,
                              const mf_manifest *after, size_t *ret_size, bool *ret_anew);

/* The same where `artifacts` has changed, and `interface` may have come. */
char *cli_splice_artifacts(const struct cli_input *input, const mf_manifest *before, const mf_manifest *after,
                           size_t *ret_size, bool *ret_anew);

#endif
