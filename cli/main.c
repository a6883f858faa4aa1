/* SPDX-License-Identifier: Apache-2.0 */
/* The command `manifest`: finds the subcommand, reads its arguments, runs it. */
#include "command.h"
#include "complain.h"
#include "help.h"
#include "memory.h"
#include "nearest.h"
#include "output.h"

#include <libmanifest/version.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_command *const commands[] = {
    &cli_init,    &cli_validate,     &cli_show,   &cli_get,     &cli_set,
    &cli_convert, &cli_canonicalize, &cli_digest, &cli_resolve, &cli_keygen,
    &cli_sign,    &cli_verify,       &cli_schema, &cli_rules,   NULL,
};

static int print_version(void)
{
    (void)printf("manifest %s", MF_VERSION);
    if (strcmp(MF_VERSION, mf_version()) != 0) {
        (void)printf(" (with library %s)", mf_version());
    }
    (void)fputc('\n', stdout);
    return CLI_GOOD;
}

static const struct cli_command *find(const char *name)
{
    for (const struct cli_command *const *command = commands; *command != NULL; command++) {
        if (strcmp((*command)->name, name) == 0) {
            return *command;
        }
    }
    return NULL;
}

static int refuse_unknown(const char *name)
{
    struct cli_nearest nearest = cli_nearest_begin(name);

    for (const struct cli_command *const *command = commands; *command != NULL; command++) {
        cli_nearest_try(&nearest, (*command)->name);
    }
    if (nearest.best != NULL) {
        (void)cli_complain_usage(NULL, "there is no command '%s'; did you mean '%s'?", name, nearest.best);
    } else {
        (void)cli_complain_usage(NULL, "there is no command '%s'", name);
    }
    return CLI_TROUBLE;
}

static int run(const struct cli_command *command, const struct cli_arguments *arguments)
{
    if (cli_arguments_has(arguments, "help")) {
        cli_help_command(command);
        return CLI_GOOD;
    }
    if (arguments->operand_count < (size_t)command->least_operands) {
        (void)cli_complain_usage(command->name, "something is missing: %s %s", command->name, command->usage);
        return CLI_TROUBLE;
    }
    if (arguments->operand_count > (size_t)command->most_operands) {
        (void)cli_complain_usage(command->name, "'%s' is too much: %s %s",
                                 arguments->operands[command->most_operands], command->name, command->usage);
        return CLI_TROUBLE;
    }
    return command->run(arguments);
}

static int run_command(int count, char *const *words)
{
    struct cli_arguments arguments;
    const struct cli_command *command;
    int result = CLI_TROUBLE;

    if (count <= 0) {
        cli_help_commands(stderr, commands);
        return CLI_TROUBLE;
    }
    if (strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0) {
        cli_help_commands(stdout, commands);
        return CLI_GOOD;
    }
    if (strcmp(words[0], "--version") == 0) {
        return print_version();
    }
    command = find(words[0]);
    if (command == NULL) {
        return refuse_unknown(words[0]);
    }
    if (cli_arguments_parse(&arguments, command->options, command->name, count - 1, words + 1)) {
        result = cli_arguments_has(&arguments, "version") ? print_version() : run(command, &arguments);
    }
    cli_arguments_release(&arguments);
    return result;
}

int main(int count, char **words)
{
    cli_output_guard();
    /* A reader that went away is an error like any other. */
    (void)signal(SIGPIPE, SIG_IGN);
    return cli_output_finish(run_command(count - 1, words + 1));
}
