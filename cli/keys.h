/* SPDX-License-Identifier: Apache-2.0 */
/* The keys that --key names. */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include "options.h"

#include <libmanifest/key.h>

struct cli_keys {
    mf_key **keys;
    const char **names; /* as they were given, in the same order */
    size_t count;
};

/*
 * Reads every --key; "-" is standard input, once. Says what is wrong and returns the exit status; release the keys in any
 * case.
 */
int cli_keys_read(struct cli_keys *keys, const struct cli_arguments *arguments);

/* True if one of them comes from standard input. */
bool cli_keys_use_standard(const struct cli_arguments *arguments);

void cli_keys_release(struct cli_keys *keys);

#endif
