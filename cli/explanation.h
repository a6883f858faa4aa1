/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalogue says of a finding beyond what the library knows of it. */
#ifndef CLI_EXPLANATION_H
#define CLI_EXPLANATION_H

struct catalogue_entry;

/* Looked up by its code: the library may be newer than the command, and know findings that this catalogue does not explain; NULL then. */
const struct catalogue_entry *cli_explanation(const char *code);

#endif
