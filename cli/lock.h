/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands below `manifest lock` share. */
#ifndef CLI_LOCK_H
#define CLI_LOCK_H

#include "command.h"
#include "input.h"

#include <libmanifest/lock.h>

/* Most bytes of a lock file: the limit of the library. A larger one is refused by its size. */
enum { CLI_LOCK_LIMIT = 64 * 1024 * 1024 };

extern const struct cli_command cli_lock_check;
extern const struct cli_command cli_lock_import;

/*
 * Reads a lock file, in the format that `--lock-format` names if it is given. What is found in it is printed to standard error, notes
 * and warnings only where `--quiet` is not given. Returns the exit status; release the input in any case.
 */
int cli_lock_read(const struct cli_arguments *arguments, const char *path, struct cli_input *input,
                  mf_lock **ret_lock);

#endif
