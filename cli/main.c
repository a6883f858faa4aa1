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
    &cli_init,         &cli_validate, &cli_show,    &cli_get,     &cli_set,    &cli_diff,  &cli_convert,
    &cli_canonicalize, &cli_digest,   &cli_hash,    &cli_resolve, &cli_keygen, &cli_sign,  &cli_verify,
    &cli_artifacts,    &cli_lock,     &cli_capture, &cli_parity,  &cli_schema, &cli_rules, NULL,
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

/* The word that a command is called by among its siblings: the last of its name. */
static const char *word_of(const struct cli_command *command)
{
    const char *space = strrchr(command->name, ' ');

    return space == NULL ? command->name : space + 1;
}

static const struct cli_command *find(const struct cli_command *const *list, const char *word)
{
    for (; *list != NULL; list++) {
        if (strcmp(word_of(*list), word) == 0) {
            return *list;
        }
    }
    return NULL;
}

/* `parent` is the command that the word should be one of; NULL for the program itself. */
static int refuse_unknown(const struct cli_command *parent, const char *word)
{
    const struct cli_command *const *list = parent == NULL ? commands : parent->commands;
    const char *before = parent == NULL ? "" : parent->name;
    const char *space = parent == NULL ? "" : " ";
    struct cli_nearest nearest = cli_nearest_begin(word);

    for (; *list != NULL; list++) {
        cli_nearest_try(&nearest, word_of(*list));
    }
    if (nearest.best != NULL) {
        (void)cli_complain_usage(*before == '\0' ? NULL : before,
                                 "there is no command '%s%s%s'; did you mean '%s%s%s'?", before, space, word,
                                 before, space, nearest.best);
    } else {
        (void)cli_complain_usage(*before == '\0' ? NULL : before, "there is no command '%s%s%s'", before,
                                 space, word);
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

static int parse_and_run(const struct cli_command *command, int count, char *const *words)
{
    struct cli_arguments arguments;
    int result = CLI_TROUBLE;

    if (cli_arguments_parse(&arguments, command->options, command->name, count, words)) {
        result = cli_arguments_has(&arguments, "version") ? print_version() : run(command, &arguments);
    }
    cli_arguments_release(&arguments);
    return result;
}

/* A command that has commands of its own does nothing but call them. */
static int run_inner(const struct cli_command *parent, int count, char *const *words)
{
    const struct cli_command *command = count == 0 ? NULL : find(parent->commands, words[0]);

    if (command != NULL) {
        return parse_and_run(command, count - 1, words + 1);
    }
    if (count == 0) {
        (void)cli_complain_usage(parent->name, "something is missing: %s %s", parent->name, parent->usage);
        return CLI_TROUBLE;
    }
    if (strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0) {
        cli_help_command(parent);
        return CLI_GOOD;
    }
    return strcmp(words[0], "--version") == 0 ? print_version() : refuse_unknown(parent, words[0]);
}

static int run_command(int count, char *const *words)
{
    const struct cli_command *command;

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
    command = find(commands, words[0]);
    if (command == NULL) {
        return refuse_unknown(NULL, words[0]);
    }
    return command->commands == NULL ? parse_and_run(command, count - 1, words + 1)
                                     : run_inner(command, count - 1, words + 1);
}

int main(int count, char **words)
{
    cli_output_guard();
    /* A reader that went away is an error like any other. */
    (void)signal(SIGPIPE, SIG_IGN);
    return cli_output_finish(run_command(count - 1, words + 1));
}
