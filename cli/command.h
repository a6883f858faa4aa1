/* SPDX-License-Identifier: Apache-2.0 */
/* What a subcommand is. The table of all of them is in main.c; each lives in a command_….c of its own or its family. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "options.h"

#include <limits.h>

/* Exit statuses; scripts rely on them. When several files are at fault, the highest counts. */
enum {
    CLI_GOOD = 0,
    CLI_NOT_GOOD = 1, /* the document or the signature */
    CLI_TROUBLE = 2,  /* wrong usage, or a file could not be read or written */
};

enum { CLI_ANY_NUMBER = INT_MAX };

struct cli_command {
    const char *name;
    const char *summary;     /* a few words, for the list of commands */
    const char *usage;       /* what follows "manifest NAME" */
    const char *other_usage; /* another way to call it, or NULL */
    const char *description; /* paragraphs, broken into lines */
    const char *example;     /* lines, each beginning with two spaces */
    const struct cli_command *const
        *commands; /* NULL; or its own commands, named "NAME WORD", one of which must follow */
    const struct cli_option *options;
    int least_operands;
    int most_operands;
    int (*run)(const struct cli_arguments *arguments);
};

extern const struct cli_command cli_validate;
extern const struct cli_command cli_canonicalize;
extern const struct cli_command cli_digest;
extern const struct cli_command cli_hash;
extern const struct cli_command cli_artifacts;
extern const struct cli_command cli_artifacts_add;
extern const struct cli_command cli_artifacts_inspect;
extern const struct cli_command cli_lock;
extern const struct cli_command cli_capture;
extern const struct cli_command cli_parity;
extern const struct cli_command cli_convert;
extern const struct cli_command cli_diff;
extern const struct cli_command cli_get;
extern const struct cli_command cli_set;
extern const struct cli_command cli_show;
extern const struct cli_command cli_resolve;
extern const struct cli_command cli_init;
extern const struct cli_command cli_keygen;
extern const struct cli_command cli_sign;
extern const struct cli_command cli_verify;
extern const struct cli_command cli_schema;
extern const struct cli_command cli_rules;

#endif
