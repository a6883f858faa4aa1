/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded, it lets allocations fail: the one with the number SHORTAGE_CALL and, if SHORTAGE_FOR_GOOD is 1, all behind it. How many
 * there were goes to the file SHORTAGE_COUNT. Only what is allocated in main() counts; and not what libcrypto allocates, whose first
 * use crashes in OpenSSL 3.0 where some of it fails.
 */
#define _GNU_SOURCE /* dladdr() */
#include "../preload.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static atomic_bool is_on;
static atomic_long calls;
static long failing = -1;
static bool for_good;

__attribute__((constructor)) static void begin(void)
{
    failing = preload_number("SHORTAGE_CALL", -1);
    for_good = preload_number("SHORTAGE_FOR_GOOD", 0) == 1;
}

static int (*real_main)(int count, char **words, char **environment);

static int watched_main(int count, char **words, char **environment)
{
    int status;

    is_on = failing >= 0;
    status = real_main(count, words, environment);
    is_on = false;
    return status;
}

int __libc_start_main(int (*main)(int, char **, char **), int count, char **words, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void), void *stack);

/* What runs before main() and behind it is not the command's: counting coverage writes files there. */
int __libc_start_main(int (*main)(int, char **, char **), int count, char **words, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void), void *stack)
{
    int (*start)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void),
                 void *);

    preload_find("__libc_start_main", &start);
    real_main = main;
    return start(watched_main, count, words, init, fini, loader_fini, stack);
}

_Noreturn void exit(int status)
{
    void (*real_exit)(int) = NULL;

    is_on = false;
    preload_find("exit", &real_exit);
    real_exit(status);
    abort();
}

__attribute__((destructor)) static void end(void)
{
    is_on = false;
    preload_tell("SHORTAGE_COUNT", atomic_load(&calls));
}

static bool is_of_libcrypto(const void *caller)
{
    Dl_info library;

    return dladdr(caller, &library) != 0 && strstr(library.dli_fname, "libcrypto") != NULL;
}

static bool must_fail(const void *caller)
{
    long call = is_on && !is_of_libcrypto(caller) ? atomic_fetch_add(&calls, 1) : -1;
    bool fails = call >= 0 && (call == failing || (for_good && call > failing));

    if (fails) {
        errno = ENOMEM;
    }
    return fails;
}

void *malloc(size_t size)
{
    return must_fail(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return must_fail(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return must_fail(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}
