/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of the command itself, which is little: where it cannot be had, the program says so and ends with status 2. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* `count` zeroed items of `size` bytes; free() them. */
void *cli_memory_array(size_t count, size_t size);

/* Resizes what cli_memory_array() gave, or NULL. */
void *cli_memory_resize(void *memory, size_t count, size_t size);

/* The first `size` bytes of a text, with a zero after them; free() it. */
char *cli_memory_copy(const char *text, size_t size);

/* What printf() would print; free() it. */
char *cli_memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with the arguments as a list. */
char *cli_memory_format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* Ends the program. */
_Noreturn void cli_memory_is_out(void);

#endif
