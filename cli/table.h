/* SPDX-License-Identifier: Apache-2.0 */
/* Text in aligned columns. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "terminal.h"

enum { CLI_TABLE_COLUMNS = 6 };

struct cli_table {
    const char
        *headings[CLI_TABLE_COLUMNS]; /* the first that is NULL ends them; "" makes no line of headings */
    unsigned right;                   /* bit N set: column N is aligned to the right */
    char **cells;                     /* row by row */
    size_t count;                     /* cells */
    size_t room;
};

/* Appends a cell; a row is full when each column has one. NULL is an empty cell. The text is copied. */
void cli_table_add(struct cli_table *table, const char *text);

/* Appends a cell, and takes over the text, which was made with cli_memory_format(). */
void cli_table_take(struct cli_table *table, char *text);

/* Prints the table, indented by two columns, headings first, and frees its cells. Columns that are all empty are left
 * out. Nothing for a table without rows. */
void cli_table_print(FILE *stream, struct cli_table *table);

#endif
