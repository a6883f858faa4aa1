/* SPDX-License-Identifier: Apache-2.0 */
/* What libraries that are preloaded into the command share: their settings come from variables of the environment. To be
 * included with _GNU_SOURCE. */
#ifndef MF_TESTS_PRELOAD_H
#define MF_TESTS_PRELOAD_H

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number in a variable, or `otherwise` without one. */
static inline long preload_number(const char *variable, long otherwise)
{
    const char *text = getenv(variable);

    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

/* The function that has this name behind ours. ISO C has no conversion from an object's address to a function's. */
static inline void preload_find(const char *name, void *to)
{
    void *address = dlsym(RTLD_NEXT, name);

    if (address == NULL) {
        static const char text[] = "preload: a function of the C library is missing\n";

        (void)!fwrite(text, 1, sizeof text - 1, stderr);
        abort();
    }
    memcpy(to, &address, sizeof address);
}

/* Writes a count to the file that a variable names, if it does. */
static inline void preload_tell(const char *variable, long count)
{
    const char *path = getenv(variable);
    FILE *file = path == NULL ? NULL : fopen(path, "w");

    if (file != NULL) {
        (void)fprintf(file, "%ld\n", count);
        (void)fclose(file);
    }
}

#endif
