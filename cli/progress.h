/* SPDX-License-Identifier: Apache-2.0 */
/* How far long work is, in one line at the bottom of a terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <libmanifest/hash.h>

/* Options of hashing with the algorithm, 0 being the default, which show the progress where standard error is a terminal. */
mf_hash_options cli_progress_options(mf_hash_algorithm algorithm);

/* Takes the line away. Before anything else is printed. */
void cli_progress_end(void);

#endif
