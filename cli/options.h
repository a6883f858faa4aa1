/* SPDX-License-Identifier: Apache-2.0 */
/* Command lines: each command declares its options in a table, and one parser reads them all. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One option. A table of them ends with a NULL name. */
struct cli_option {
    const char *name; /* long name, without the dashes */
    const char
        *value; /* NULL: it takes none. "a|b": one of these. Else what stands for the value in the help */
    const char *help; /* lines broken by '\n' */
    char letter;      /* short name, or 0 */
    bool repeats;     /* may be given more than once */
};

/* One option as it was given. */
struct cli_given {
    const struct cli_option *option;
    const char *value; /* NULL if it takes none */
};

struct cli_arguments {
    struct cli_given *given;
    size_t given_count;
    const char **operands;
    size_t operand_count;
};

/*
 * Reads the arguments after the command's name. Options and operands may stand in any order; "--" ends the options; "-"
 * and negative numbers are operands. Says on standard error what is wrong and returns false; release the arguments in
 * either case.
 */
bool cli_arguments_parse(struct cli_arguments *arguments, const struct cli_option *options,
                         const char *command, int count, char *const *words);

void cli_arguments_release(struct cli_arguments *arguments);

/* Value number `index` of a repeated option, in the order given; NULL past the last. */
const char *cli_arguments_nth(const struct cli_arguments *arguments, const char *name, size_t index);

/* Value of an option, or NULL where it was not given. */
const char *cli_arguments_value(const struct cli_arguments *arguments, const char *name);

/* True if the option was given. */
bool cli_arguments_has(const struct cli_arguments *arguments, const char *name);

#endif
