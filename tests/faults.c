/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of the C library that look at files or change them, with a fault put in front. Preloaded, the fault comes from the
 * variables FAULT_KIND, FAULT_ERROR, FAULT_FOR_GOOD and FAULT_CALL, and the number of calls goes to the file FAULT_COUNT.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#undef _FORTIFY_SOURCE
#include "faults.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

/* What large files make of a name: our functions get that name by the same headers. */
#if defined(__GLIBC__) && defined(_FILE_OFFSET_BITS) && _FILE_OFFSET_BITS == 64
#define LARGE(name) name "64"
#else
#define LARGE(name) name
#endif

/* What a call does. */
enum { LOOKS = 0, MOVES = 1, CHANGES = 2 };

static struct fault fault;
static bool is_on;
static long calls;

static struct {
    int (*open)(const char *path, int flags, ...);
    int (*openat)(int directory, const char *path, int flags, ...);
    long (*syscall)(long number, ...);
    int (*stat)(const char *path, struct stat *status);
    int (*fstat)(int file, struct stat *status);
    int (*fstatat)(int directory, const char *path, struct stat *status, int flags);
    ssize_t (*read)(int file, void *data, size_t size);
    ssize_t (*write)(int file, const void *data, size_t size);
    ssize_t (*readlinkat)(int directory, const char *path, char *text, size_t size);
    struct dirent *(*readdir)(DIR *directory);
    DIR *(*fdopendir)(int file);
    int (*fsync)(int file);
    int (*rename)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*close)(int file);
} real;

/* ISO C has no conversion from an object's address to a function's. */
static void find(const char *name, void *to)
{
    void *address = dlsym(RTLD_NEXT, name);

    if (address == NULL) {
        static const char text[] = "faults: a function of the C library is missing\n";

        (void)!fwrite(text, 1, sizeof text - 1, stderr);
        abort();
    }
    memcpy(to, &address, sizeof address);
}

static long number_of(const char *variable)
{
    const char *text = getenv(variable);

    return text == NULL ? 0 : strtol(text, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
    find(LARGE("open"), &real.open);
    find(LARGE("openat"), &real.openat);
    find("syscall", &real.syscall);
    find(LARGE("stat"), &real.stat);
    find(LARGE("fstat"), &real.fstat);
    find(LARGE("fstatat"), &real.fstatat);
    find("read", &real.read);
    find("write", &real.write);
    find("readlinkat", &real.readlinkat);
    find(LARGE("readdir"), &real.readdir);
    find("fdopendir", &real.fdopendir);
    find("fsync", &real.fsync);
    find("rename", &real.rename);
    find("unlink", &real.unlink);
    find("close", &real.close);
    if (getenv("FAULT_KIND") != NULL) {
        faults_begin((struct fault){ (enum fault_kind)number_of("FAULT_KIND"), (int)number_of("FAULT_ERROR"),
                                     number_of("FAULT_FOR_GOOD") != 0, number_of("FAULT_CALL") });
    }
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *file;

    is_on = false;
    file = path == NULL ? NULL : fopen(path, "w");
    if (file != NULL) {
        (void)fprintf(file, "%ld\n", calls);
        (void)fclose(file);
    }
}

bool can_fault(void)
{
    return true;
}

void faults_begin(struct fault what)
{
    fault = what;
    calls = 0;
    is_on = true;
}

long faults_end(void)
{
    is_on = false;
    return calls;
}

/* Whether the fault is for this call. */
static bool is_hit(int does)
{
    bool counts = is_on && (fault.kind == FAULT_NONE || fault.kind == FAULT_ERROR ||
                            (fault.kind == FAULT_SHORT && (does & MOVES) != 0) ||
                            (fault.kind == FAULT_END && (does & CHANGES) != 0));
    bool hit =
        counts && fault.kind != FAULT_NONE && (calls == fault.call || (fault.for_good && calls > fault.call));

    calls += counts;
    return hit;
}

/* Whether a call that moves no bytes must fail; ends the process where that is the fault. */
static bool must_fail(int does)
{
    if (!is_hit(does)) {
        return false;
    }
    if (fault.kind == FAULT_END) {
        _exit(FAULT_STATUS);
    }
    errno = fault.error;
    return true;
}

int open(const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return must_fail((flags & O_CREAT) != 0 ? CHANGES : LOOKS) ? -1 : real.open(path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return must_fail((flags & O_CREAT) != 0 ? CHANGES : LOOKS) ? -1
                                                               : real.openat(directory, path, flags, mode);
}

/* Of what comes through here only openat2() is about files. All have at most six arguments; those that were not given are read
 * all the same, as the C library does, which a sanitizer must not see. */
__attribute__((no_sanitize("address"))) long syscall(long number, ...)
{
    va_list more;
    long arguments[6];

    va_start(more, number);
    for (int i = 0; i < 6; i++) {
        arguments[i] = va_arg(more, long);
    }
    va_end(more);
#ifdef SYS_openat2
    if (number == SYS_openat2 && must_fail(LOOKS)) {
        return -1;
    }
#endif
    return real.syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                        arguments[5]);
}

int stat(const char *path, struct stat *status)
{
    return must_fail(LOOKS) ? -1 : real.stat(path, status);
}

int fstat(int file, struct stat *status)
{
    return must_fail(LOOKS) ? -1 : real.fstat(file, status);
}

int fstatat(int directory, const char *path, struct stat *status, int flags)
{
    return must_fail(LOOKS) ? -1 : real.fstatat(directory, path, status, flags);
}

ssize_t read(int file, void *data, size_t size)
{
    if (!is_hit(MOVES)) {
        return real.read(file, data, size);
    }
    if (fault.kind == FAULT_SHORT) {
        return real.read(file, data, size > 0);
    }
    errno = fault.error;
    return -1;
}

ssize_t write(int file, const void *data, size_t size)
{
    if (!is_hit(MOVES | CHANGES)) {
        return real.write(file, data, size);
    }
    if (fault.kind == FAULT_SHORT) {
        return real.write(file, data, size > 0);
    }
    if (fault.kind == FAULT_END) {
        (void)!real.write(file, data, size / 2);
        _exit(FAULT_STATUS);
    }
    errno = fault.error;
    return -1;
}

ssize_t readlinkat(int directory, const char *path, char *text, size_t size)
{
    return must_fail(LOOKS) ? -1 : real.readlinkat(directory, path, text, size);
}

struct dirent *readdir(DIR *directory)
{
    return must_fail(LOOKS) ? NULL : real.readdir(directory);
}

DIR *fdopendir(int file)
{
    return must_fail(LOOKS) ? NULL : real.fdopendir(file);
}

int fsync(int file)
{
    return must_fail(CHANGES) ? -1 : real.fsync(file);
}

int rename(const char *from, const char *to)
{
    return must_fail(CHANGES) ? -1 : real.rename(from, to);
}

int unlink(const char *path)
{
    return must_fail(CHANGES) ? -1 : real.unlink(path);
}

int close(int file)
{
    bool fails = must_fail(LOOKS);
    int reason = errno;
    int result = real.close(file);

    errno = fails ? reason : errno;
    return fails ? -1 : result;
}
