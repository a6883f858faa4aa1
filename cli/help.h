/* SPDX-License-Identifier: Apache-2.0 */
/* Help texts, made from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "command.h"

#include <stdio.h>

/* The list of commands, which ends with NULL. */
void cli_help_commands(FILE *stream, const struct cli_command *const *commands);

/* Usage, options, exit status and an example of one command, on standard output. */
void cli_help_command(const struct cli_command *command);

#endif
