/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation that does not fail, for a program that has nothing to save when it does. */
#include "memory.h"

#include "command.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void cli_memory_is_out(void)
{
    (void)fputs("manifest: error: out of memory\n", stderr);
    exit(CLI_TROUBLE);
}

void *cli_memory_array(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size);

    if (memory == NULL) {
        cli_memory_is_out();
    }
    return memory;
}

void *cli_memory_resize(void *memory, size_t count, size_t size)
{
    void *resized = count > SIZE_MAX / size ? NULL : realloc(memory, count * size);

    if (resized == NULL) {
        cli_memory_is_out();
    }
    return resized;
}

char *cli_memory_copy(const char *text, size_t size)
{
    char *copy = cli_memory_array(size + 1, 1);

    memcpy(copy, text, size);
    return copy;
}

char *cli_memory_format_list(const char *format, va_list arguments)
{
    va_list again;
    char *text;
    int size;

    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0) {
        cli_memory_is_out();
    }
    text = cli_memory_array((size_t)size + 1, 1);
    (void)vsnprintf(text, (size_t)size + 1, format, arguments);
    return text;
}

char *cli_memory_format(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = cli_memory_format_list(format, arguments);
    va_end(arguments);
    return text;
}
