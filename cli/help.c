/* SPDX-License-Identifier: Apache-2.0 */
/* Prints help. */
#include "help.h"

#include "memory.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

enum { COMMAND_COLUMN = 14, INNER_COLUMN = 22, OPTION_COLUMN = 30 };

static void heading(FILE *stream, const char *text)
{
    cli_style(stream, CLI_BOLD);
    (void)fputs(text, stream);
    cli_style(stream, CLI_PLAIN);
}

static void print_commands(FILE *stream, const struct cli_command *const *commands, int column)
{
    for (; *commands != NULL; commands++) {
        (void)fprintf(stream, "  %-*s%s\n", column, (*commands)->name, (*commands)->summary);
    }
}

void cli_help_commands(FILE *stream, const struct cli_command *const *commands)
{
    heading(stream, "Usage:");
    (void)fputs(" manifest COMMAND [OPTION]... [FILE]...\n\n"
                "Deployment manifests of machine-learning models: write, check, sign and verify them.\n\n",
                stream);
    heading(stream, "Commands:");
    (void)fputc('\n', stream);
    print_commands(stream, commands, COMMAND_COLUMN);
    (void)fputs("\n'manifest COMMAND --help' tells more about one, and manual page manifest(1) about all.\n"
                "'manifest --version' prints the version. '-' as FILE is standard input.\n",
                stream);
}

/* "  -o, --output FILE           what it does", the lines after the first indented. */
static void print_option(const struct cli_option *option)
{
    char *letter =
        option->letter != 0 ? cli_memory_format("-%c, ", option->letter) : cli_memory_format("%s", "");
    char *name = cli_memory_format("%s--%s%s%s", letter, option->name, option->value == NULL ? "" : " ",
                                   option->value == NULL ? "" : option->value);

    (void)printf("  %-*s", OPTION_COLUMN - 3, name);
    if (strlen(name) > OPTION_COLUMN - 3) {
        (void)printf("\n%*s", OPTION_COLUMN, "");
    } else {
        (void)fputc(' ', stdout);
    }
    for (const char *c = option->help; *c != '\0'; c++) {
        (void)fputc(*c, stdout);
        if (*c == '\n') {
            (void)printf("%*s", OPTION_COLUMN, "");
        }
    }
    (void)fputc('\n', stdout);
    free(name);
    free(letter);
}

void cli_help_command(const struct cli_command *command)
{
    static const struct cli_option help = { .name = "help", .letter = 'h', .help = "print this" };
    static const struct cli_option version = { .name = "version", .help = "print the version" };

    heading(stdout, "Usage:");
    (void)printf(" manifest %s%s%s\n", command->name, *command->usage == '\0' ? "" : " ", command->usage);
    if (command->other_usage != NULL) {
        (void)printf("       manifest %s %s\n", command->name, command->other_usage);
    }
    (void)printf("\n%s\n\n", command->description);
    if (command->commands != NULL) {
        heading(stdout, "Commands:");
        (void)fputc('\n', stdout);
        print_commands(stdout, command->commands, INNER_COLUMN);
        (void)fputc('\n', stdout);
    }
    heading(stdout, "Options:");
    (void)fputc('\n', stdout);
    for (const struct cli_option *option = command->options; option != NULL && option->name != NULL;
         option++) {
        print_option(option);
    }
    print_option(&help);
    print_option(&version);
    (void)fputc('\n', stdout);
    heading(stdout, "Exit status:");
    (void)fputs("\n  0  all is good\n"
                "  1  a document or signature is not good\n"
                "  2  wrong usage, or a file could not be read or written\n\n",
                stdout);
    heading(stdout, "Example:");
    (void)printf("\n%s\n", command->example);
}
