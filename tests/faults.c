/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of the C library that look at files or change them, with a fault put in front. Preloaded, the fault comes from the
 * variables FAULT_KIND, FAULT_ERROR, FAULT_FOR_GOOD and FAULT_CALL, and the number of calls goes to the file FAULT_COUNT. What
 * changes a file or makes that last goes to the file FAULT_TRACE, a line for each call that went well (tests/cli/power.py reads it).
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#undef _FORTIFY_SOURCE
#include "faults.h"

#include "preload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
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
static atomic_bool is_on;
static atomic_long calls;
static const char *hit_name = "";
static faults_hook hook;
static void *hook_context;
static int trace = -1;

static struct {
    int (*open)(const char *path, int flags, ...);
    int (*openat)(int directory, const char *path, int flags, ...);
    long (*syscall)(long number, ...);
    int (*stat)(const char *path, struct stat *status);
    int (*fstat)(int file, struct stat *status);
    int (*lstat)(const char *path, struct stat *status);
    int (*fstatat)(int directory, const char *path, struct stat *status, int flags);
    ssize_t (*read)(int file, void *data, size_t size);
    ssize_t (*pread)(int file, void *data, size_t size, off_t at);
    ssize_t (*write)(int file, const void *data, size_t size);
    ssize_t (*readlinkat)(int directory, const char *path, char *text, size_t size);
    struct dirent *(*readdir)(DIR *directory);
    DIR *(*fdopendir)(int file);
    DIR *(*opendir)(const char *path);
    int (*fsync)(int file);
    int (*rename)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*close)(int file);
} real;

/* Moves the file FAULT_REPLACEMENT to the name FAULT_REPLACED before the call FAULT_CALL: what somebody else may do at that moment. */
static void replace(const char *name, const char *path, void *context)
{
    long *left = context;

    (void)name;
    (void)path;
    if ((*left)-- == 0) {
        (void)real.rename(getenv("FAULT_REPLACEMENT"), getenv("FAULT_REPLACED"));
    }
}

__attribute__((constructor)) static void begin(void)
{
    preload_find(LARGE("open"), &real.open);
    preload_find(LARGE("openat"), &real.openat);
    preload_find("syscall", &real.syscall);
    preload_find(LARGE("stat"), &real.stat);
    preload_find(LARGE("fstat"), &real.fstat);
    preload_find(LARGE("lstat"), &real.lstat);
    preload_find(LARGE("fstatat"), &real.fstatat);
    preload_find("read", &real.read);
    preload_find(LARGE("pread"), &real.pread);
    preload_find("write", &real.write);
    preload_find("readlinkat", &real.readlinkat);
    preload_find(LARGE("readdir"), &real.readdir);
    preload_find("fdopendir", &real.fdopendir);
    preload_find("opendir", &real.opendir);
    preload_find("fsync", &real.fsync);
    preload_find("rename", &real.rename);
    preload_find("unlink", &real.unlink);
    preload_find("close", &real.close);
    if (getenv("FAULT_TRACE") != NULL) {
        trace = real.open(getenv("FAULT_TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    if (getenv("FAULT_REPLACED") != NULL) {
        static long left;

        left = preload_number("FAULT_CALL", 0);
        faults_watch(replace, &left);
    } else if (getenv("FAULT_KIND") != NULL) {
        faults_begin((struct fault){
            (enum fault_kind)preload_number("FAULT_KIND", 0), (int)preload_number("FAULT_ERROR", 0),
            preload_number("FAULT_FOR_GOOD", 0) != 0, preload_number("FAULT_CALL", 0) });
    }
}

__attribute__((destructor)) static void end(void)
{
    is_on = false;
    preload_tell("FAULT_COUNT", atomic_load(&calls));
}

bool can_fault(void)
{
    return true;
}

void faults_begin(struct fault what)
{
    fault = what;
    calls = 0;
    hit_name = "";
    is_on = true;
}

const char *faults_hit(void)
{
    return hit_name;
}

long faults_end(void)
{
    is_on = false;
    hook = NULL;
    return calls;
}

void faults_watch(faults_hook what, void *context)
{
    hook = what;
    hook_context = context;
    faults_begin((struct fault){ FAULT_NONE, 0, false, 0 });
}

/* Lets the hook have its turn. */
static void tell(const char *name, const char *path)
{
    faults_hook told = hook;

    if (is_on && told != NULL) {
        hook = NULL;
        is_on = false;
        told(name, path, hook_context);
        is_on = true;
        hook = told;
    }
}

/* Whether the fault is for this call. */
static bool is_hit(int does, const char *name)
{
    bool counts = is_on && (fault.kind == FAULT_NONE || fault.kind == FAULT_ERROR ||
                            (fault.kind == FAULT_SHORT && (does & MOVES) != 0) ||
                            (fault.kind == FAULT_END && (does & CHANGES) != 0));
    long call = counts ? atomic_fetch_add(&calls, 1) : 0;

    bool hit =
        counts && fault.kind != FAULT_NONE && (call == fault.call || (fault.for_good && call > fault.call));

    if (hit) {
        hit_name = name;
    }
    return hit;
}

/* Whether a call that moves no bytes must fail; ends the process where that is the fault. */
static bool must_fail(int does, const char *name, const char *path)
{
    tell(name, path);
    if (!is_hit(does, name)) {
        return false;
    }
    if (fault.kind == FAULT_END) {
        _exit(FAULT_STATUS);
    }
    errno = fault.error;
    return true;
}

/* A text as digits, so that a line of the trace holds nothing but words. */
static void note_text(const char *text, size_t size)
{
    char digits[1024];

    (void)dprintf(trace, " x");
    while (size > 0) {
        size_t part = size < sizeof digits / 2 ? size : (sizeof digits - 1) / 2;

        for (size_t i = 0; i < part; i++) {
            (void)snprintf(digits + 2 * i, 3, "%02x", (unsigned)(unsigned char)text[i]);
        }
        (void)dprintf(trace, "%s", digits);
        text += part;
        size -= part;
    }
}

/* Writes one line of the trace. */
static void note(const char *name, int file, struct iovec first, const char *second)
{
    int reason = errno;

    if (trace < 0) {
        return;
    }
    (void)dprintf(trace, "%s %d", name, file);
    if (first.iov_base != NULL) {
        note_text(first.iov_base, first.iov_len);
    }
    if (second != NULL) {
        note_text(second, strlen(second));
    }
    (void)dprintf(trace, "\n");
    errno = reason;
}

static void note_path(const char *name, int file, const char *path, const char *second)
{
    note(name, file, (struct iovec){ (void *)(uintptr_t)path, path == NULL ? 0 : strlen(path) }, second);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;
    int file;

    va_start(more, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (must_fail((flags & O_CREAT) != 0 ? CHANGES : LOOKS, "open", path)) {
        return -1;
    }
    file = real.open(path, flags, mode);
    if (file >= 0) {
        note_path((flags & O_TRUNC) != 0   ? "truncate"
                  : (flags & O_CREAT) != 0 ? "create"
                                           : "open",
                  file, path, NULL);
    }
    return file;
}

int openat(int directory, const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return must_fail((flags & O_CREAT) != 0 ? CHANGES : LOOKS, "openat", path)
               ? -1
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
    if (number == SYS_openat2 && must_fail(LOOKS, "openat2", (const char *)arguments[1])) {
        return -1;
    }
#endif
    return real.syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                        arguments[5]);
}

int stat(const char *path, struct stat *status)
{
    return must_fail(LOOKS, "stat", path) ? -1 : real.stat(path, status);
}

int lstat(const char *path, struct stat *status)
{
    return must_fail(LOOKS, "lstat", path) ? -1 : real.lstat(path, status);
}

int fstat(int file, struct stat *status)
{
    return must_fail(LOOKS, "fstat", NULL) ? -1 : real.fstat(file, status);
}

int fstatat(int directory, const char *path, struct stat *status, int flags)
{
    return must_fail(LOOKS, "fstatat", path) ? -1 : real.fstatat(directory, path, status, flags);
}

/* Whether a transfer fails; where it only is to be short, `size` is made so. */
static bool must_fail_to_move(int does, const char *name, size_t *size)
{
    tell(name, NULL);
    if (!is_hit(does, name)) {
        return false;
    }
    if (fault.kind == FAULT_SHORT) {
        *size = *size > 0;
        return false;
    }
    errno = fault.error;
    return true;
}

ssize_t read(int file, void *data, size_t size)
{
    return must_fail_to_move(MOVES, "read", &size) ? -1 : real.read(file, data, size);
}

ssize_t pread(int file, void *data, size_t size, off_t at)
{
    return must_fail_to_move(MOVES, "pread", &size) ? -1 : real.pread(file, data, size, at);
}

ssize_t write(int file, const void *data, size_t size)
{
    ssize_t written;

    if (must_fail_to_move(MOVES | CHANGES, "write", &size)) {
        if (fault.kind == FAULT_END) {
            (void)!real.write(file, data, size / 2);
            _exit(FAULT_STATUS);
        }
        return -1;
    }
    written = real.write(file, data, size);
    if (written >= 0) {
        note("write", file, (struct iovec){ (void *)(uintptr_t)data, (size_t)written }, NULL);
    }
    return written;
}

ssize_t readlinkat(int directory, const char *path, char *text, size_t size)
{
    return must_fail(LOOKS, "readlinkat", path) ? -1 : real.readlinkat(directory, path, text, size);
}

struct dirent *readdir(DIR *directory)
{
    return must_fail(LOOKS, "readdir", NULL) ? NULL : real.readdir(directory);
}

DIR *fdopendir(int file)
{
    return must_fail(LOOKS, "fdopendir", NULL) ? NULL : real.fdopendir(file);
}

DIR *opendir(const char *path)
{
    return must_fail(LOOKS, "opendir", path) ? NULL : real.opendir(path);
}

int fsync(int file)
{
    int result = must_fail(CHANGES, "fsync", NULL) ? -1 : real.fsync(file);

    if (result == 0) {
        note_path("fsync", file, NULL, NULL);
    }
    return result;
}

int rename(const char *from, const char *to)
{
    int result = must_fail(CHANGES, "rename", from) ? -1 : real.rename(from, to);

    if (result == 0) {
        note_path("rename", -1, from, to);
    }
    return result;
}

int unlink(const char *path)
{
    int result = must_fail(CHANGES, "unlink", path) ? -1 : real.unlink(path);

    if (result == 0) {
        note_path("unlink", -1, path, NULL);
    }
    return result;
}

int close(int file)
{
    bool fails = must_fail(LOOKS, "close", NULL);
    int reason = errno;
    int result = real.close(file);

    note_path("close", file, NULL, NULL);
    errno = fails ? reason : errno;
    return fails ? -1 : result;
}
