/* SPDX-License-Identifier: Apache-2.0 */
/* Collects cells, then prints them as wide as the widest of their column. */
#include "table.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

void cli_table_take(struct cli_table *table, char *text)
{
    if (table->count == table->room) {
        table->room = table->room == 0 ? 64 : table->room * 2;
        table->cells = cli_memory_resize(table->cells, table->room, sizeof *table->cells);
    }
    table->cells[table->count++] = text;
}

void cli_table_add(struct cli_table *table, const char *text)
{
    cli_table_take(table, text == NULL ? cli_memory_copy("", 0) : cli_memory_copy(text, strlen(text)));
}

static size_t column_count(const struct cli_table *table)
{
    size_t count = 0;

    while (count < CLI_TABLE_COLUMNS && table->headings[count] != NULL) {
        count++;
    }
    return count;
}

/* Width of each column: 0 where it is left out. */
static void measure(const struct cli_table *table, size_t columns, size_t widths[CLI_TABLE_COLUMNS])
{
    for (size_t column = 0; column < columns; column++) {
        for (size_t cell = column; cell < table->count; cell += columns) {
            size_t width = cli_print_width(table->cells[cell]);

            widths[column] = width > widths[column] ? width : widths[column];
        }
        if (widths[column] > 0 && cli_print_width(table->headings[column]) > widths[column]) {
            widths[column] = cli_print_width(table->headings[column]);
        }
    }
}

static void pad(FILE *stream, size_t count)
{
    (void)fprintf(stream, "%*s", (int)count, "");
}

/* Headings and labels stand back behind what they name. */
static void print_cell(FILE *stream, const char *text, bool dim)
{
    if (dim) {
        cli_style(stream, CLI_DIM);
    }
    cli_print(stream, text);
    if (dim) {
        cli_style(stream, CLI_PLAIN);
    }
}

/* One row; nothing is printed after its last cell that is not empty. The first `dim` cells stand back. */
static void print_row(FILE *stream, const struct cli_table *table, const char *const *cells, size_t columns,
                      size_t dim, const size_t *widths)
{
    size_t gap = 2;

    for (size_t column = 0; column < columns; column++) {
        size_t missing = widths[column] - (widths[column] == 0 ? 0 : cli_print_width(cells[column]));

        if (widths[column] == 0) {
            continue;
        }
        if (*cells[column] == '\0') {
            gap += widths[column] + 2;
            continue;
        }
        pad(stream, gap + ((table->right >> column & 1u) != 0 ? missing : 0));
        print_cell(stream, cells[column], column < dim);
        gap = 2 + ((table->right >> column & 1u) != 0 ? 0 : missing);
    }
    (void)fputc('\n', stream);
}

void cli_table_print(FILE *stream, struct cli_table *table)
{
    size_t widths[CLI_TABLE_COLUMNS] = { 0 };
    size_t columns = column_count(table);
    bool has_headings = *table->headings[0] != '\0';

    measure(table, columns, widths);
    if (table->count > 0 && has_headings) {
        print_row(stream, table, table->headings, columns, columns, widths);
    }
    for (size_t cell = 0; cell + columns <= table->count; cell += columns) {
        print_row(stream, table, (const char *const *)(table->cells + cell), columns, has_headings ? 0 : 1,
                  widths);
    }
    for (size_t cell = 0; cell < table->count; cell++) {
        free(table->cells[cell]);
    }
    free(table->cells);
    table->cells = NULL;
    table->count = 0;
    table->room = 0;
}
