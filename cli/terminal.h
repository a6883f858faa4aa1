/* SPDX-License-Identifier: Apache-2.0 */
/* Text for people: what came from outside reaches a terminal or a log only in printable form; colour where it is wanted. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum cli_style {
    CLI_PLAIN,
    CLI_BOLD,
    CLI_DIM,
    CLI_RED,
    CLI_GREEN,
    CLI_YELLOW,
    CLI_BLUE,
};

bool cli_terminal_is(FILE *stream);

/* A terminal, NO_COLOR unset or empty, and TERM something that knows colour. */
bool cli_terminal_has_colour(FILE *stream);

/* Columns of the terminal; 80 where that is not known. */
size_t cli_terminal_width(FILE *stream);

/* Begins a style, or ends all with CLI_PLAIN; nothing where the stream has no colour. */
void cli_style(FILE *stream, enum cli_style style);

/*
 * Prints text. Control characters, line and paragraph separators, bidirectional controls and bytes that are not UTF-8
 * appear as escapes; the library's own messages, which are printable, pass unchanged.
 */
void cli_print(FILE *stream, const char *text);
void cli_print_bytes(FILE *stream, const char *text, size_t size);

/* As cli_print_bytes(), but line feed and tab pass: for values that may have several lines. */
void cli_print_lines(FILE *stream, const char *text, size_t size);

/* Columns that cli_print() of the text takes, each character counting as one. */
size_t cli_print_width(const char *text);

/*
 * The character at the beginning of the text: how many bytes it has, and how it is printed, as a zero-terminated text.
 * `size` must not be 0.
 */
enum { CLI_PRINTED_SIZE = 12 };
size_t cli_printable(const char *text, size_t size, char ret_printed[CLI_PRINTED_SIZE], size_t *ret_width);

/* A text in printable form; free() it. */
char *cli_printable_copy(const char *text);

#endif
