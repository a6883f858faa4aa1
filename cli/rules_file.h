/* SPDX-License-Identifier: Apache-2.0 */
/* The rules file that --rules names. */
#ifndef CLI_RULES_FILE_H
#define CLI_RULES_FILE_H

#include "options.h"

#include <libmanifest/validate.h>

/*
 * Reads the rules file, where --rules is given. Says what is wrong with it and returns false: nothing may be judged then.
 * `ret_rules` receives the rules, or NULL; give them back.
 */
bool cli_rules_read(const struct cli_arguments *arguments, mf_rules **ret_rules);

/* True if it comes from standard input. */
bool cli_rules_use_standard(const struct cli_arguments *arguments);

#endif
