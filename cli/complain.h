/* SPDX-License-Identifier: Apache-2.0 */
/* Errors on standard error, and the exit status that each calls for. */
#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

#include <libmanifest/error.h>

#include <stdbool.h>

/* "manifest: error: …". What the format prints may come from outside: it is made printable. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, and where to find help; `command` may be NULL. Returns false. */
bool cli_complain_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status that a failure calls for: is the document at fault, or the call? */
int cli_exit_status(mf_status status);

/*
 * What a call of the library said about a file: "FILE:LINE:COLUMN: error: …", or without the position where there is none.
 * Ends the error and returns the exit status.
 */
int cli_complain_error(const char *file, mf_status status, mf_error *error);

#endif
