/* SPDX-License-Identifier: Apache-2.0 */
/* Errors on standard error. */
#include "complain.h"

#include "command.h"
#include "memory.h"
#include "terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The beginning of every line about a failure. Standard output comes first, so that both read in order on a terminal. */
static void begin(const char *place)
{
    (void)fflush(stdout);
    cli_style(stderr, CLI_BOLD);
    cli_print(stderr, place);
    (void)fputs(": ", stderr);
    cli_style(stderr, CLI_RED);
    (void)fputs("error: ", stderr);
    cli_style(stderr, CLI_PLAIN);
}

__attribute__((format(printf, 1, 0))) static void print_formatted(const char *format, va_list arguments)
{
    char *text = cli_memory_format_list(format, arguments);

    cli_print(stderr, text);
    (void)fputc('\n', stderr);
    free(text);
}

void cli_complain(const char *format, ...)
{
    va_list arguments;

    begin("manifest");
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
}

bool cli_complain_usage(const char *command, const char *format, ...)
{
    va_list arguments;

    begin("manifest");
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "Try 'manifest %s%s--help'.\n", command == NULL ? "" : command,
                  command == NULL ? "" : " ");
    return false;
}

int cli_exit_status(mf_status status)
{
    switch (status) {
    case MF_ERROR_LIMIT:
    case MF_ERROR_SYNTAX:
    case MF_ERROR_INVALID:
    case MF_ERROR_SIGNATURE:
    case MF_ERROR_PAYLOAD:
    case MF_ERROR_EXPIRED:
        return CLI_NOT_GOOD;
    default:
        return CLI_TROUBLE;
    }
}

int cli_complain_error(const char *file, mf_status status, mf_error *error)
{
    const char *message = error == NULL ? mf_status_name(status) : mf_error_message(error);

    if (error != NULL && file != NULL && mf_error_line(error) > 0) {
        char *place = cli_memory_format("%s:%u:%u", file, mf_error_line(error), mf_error_column(error));

        begin(place);
        free(place);
    } else {
        /* Errors of input and output name the file themselves. */
        begin(file == NULL || status == MF_ERROR_IO ? "manifest" : file);
    }
    cli_print(stderr, message);
    if (error != NULL && *mf_error_path(error) != '\0') {
        (void)fputs(" (", stderr);
        cli_print(stderr, mf_error_path(error));
        (void)fputc(')', stderr);
    }
    (void)fputc('\n', stderr);
    (void)mf_error_unref(error);
    return cli_exit_status(status);
}
