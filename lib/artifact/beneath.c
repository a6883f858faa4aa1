/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is looked at before it is opened, because opening a device or FIFO can do something, and again when it is open, because
 * it may have been replaced in between. Following links safely takes openat2() of Linux, or a walk that takes
 * them one by one.
 */
#define _GNU_SOURCE /* O_PATH, syscall() */
#include "artifact/beneath.h"

#include "artifact/in_root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif
#endif

#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

enum { READING = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK };

enum { LONGEST_PART = 256 };

static enum mf_opening failed(struct mf_opened *opened, int reason)
{
    opened->reason = reason;
    return reason == ENOENT ? MF_OPEN_MISSING : MF_OPEN_FAILED;
}

static bool same_time(const struct timespec *left, const struct timespec *right)
{
    return left->tv_sec == right->tv_sec && left->tv_nsec == right->tv_nsec;
}

struct mf_identity mf_identity_of(const struct stat *status)
{
    return (struct mf_identity){ status->st_dev, status->st_ino, status->st_size, status->st_mtim,
                                 status->st_ctim };
}

bool mf_identity_is(const struct mf_identity *identity, const struct stat *status)
{
    return identity->device == status->st_dev && identity->number == status->st_ino &&
           identity->size == status->st_size && same_time(&identity->modified, &status->st_mtim) &&
           same_time(&identity->changed, &status->st_ctim);
}

static bool is_link(int directory, const char *name)
{
    struct stat status;

    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

/* Takes an open file if it is still the one that was looked at. */
static enum mf_opening take(int file, const struct stat *seen, struct mf_opened *opened)
{
    if (file < 0) {
        return failed(opened, errno);
    }
    if (fstat(file, &opened->status) != 0) {
        opened->reason = errno;
    } else if (!S_ISREG(opened->status.st_mode)) {
        (void)close(file);
        return MF_OPEN_NOT_REGULAR;
    } else if (opened->status.st_dev != seen->st_dev || opened->status.st_ino != seen->st_ino) {
        opened->reason = EAGAIN;
    } else {
        opened->file = file;
        return MF_OPENED;
    }
    (void)close(file);
    return MF_OPEN_FAILED;
}

static enum mf_opening open_last(int directory, const char *name, struct mf_opened *opened)
{
    struct stat seen;

    if (fstatat(directory, name, &seen, AT_SYMLINK_NOFOLLOW) != 0) {
        return failed(opened, errno);
    }
    if (S_ISLNK(seen.st_mode)) {
        return MF_OPEN_LINK;
    }
    if (!S_ISREG(seen.st_mode)) {
        return MF_OPEN_NOT_REGULAR;
    }
    return take(openat(directory, name, READING | O_NOFOLLOW), &seen, opened);
}

/* The next directory on the way, or -1 and why. */
static int open_part(int directory, const char *name, enum mf_opening *ret_why, struct mf_opened *opened)
{
    int next = openat(directory, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int reason = errno;

    if (next >= 0) {
        return next;
    }
    if (reason == ELOOP || reason == ENOTDIR) {
        *ret_why = is_link(directory, name) ? MF_OPEN_LINK : MF_OPEN_MISSING;
    } else {
        *ret_why = failed(opened, reason);
    }
    return -1;
}

/* The directory that the last part of a path is in, with that part, or -1 and why. To be left with leave(). */
static int reach(int root, const char *path, char part[LONGEST_PART], enum mf_opening *ret_why,
                 struct mf_opened *opened)
{
    int directory = root;

    for (;;) {
        size_t size = strcspn(path, "/");
        int next = -1;

        if (size >= LONGEST_PART) {
            *ret_why = failed(opened, ENAMETOOLONG);
        } else {
            memcpy(part, path, size);
            part[size] = '\0';
            if (path[size] == '\0') {
                return directory;
            }
            next = open_part(directory, part, ret_why, opened);
        }
        if (directory != root) {
            (void)close(directory);
        }
        if (next < 0) {
            return -1;
        }
        directory = next;
        path += size + 1;
    }
}

static void leave(int directory, int root)
{
    if (directory >= 0 && directory != root) {
        (void)close(directory);
    }
}

static enum mf_opening open_without_links(int root, const char *path, struct mf_opened *opened)
{
    enum mf_opening opening = MF_OPEN_MISSING;
    char part[LONGEST_PART];
    int directory = reach(root, path, part, &opening, opened);

    if (directory >= 0) {
        opening = open_last(directory, part, opened);
    }
    leave(directory, root);
    return opening;
}

static enum mf_opening open_directory_without_links(int root, const char *path, struct mf_opened *opened)
{
    enum mf_opening opening = MF_OPEN_MISSING;
    char part[LONGEST_PART];
    int directory = reach(root, path, part, &opening, opened);

    if (directory >= 0) {
        opened->file = openat(directory, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        opening = opened->file >= 0                    ? MF_OPENED
                  : errno != ELOOP && errno != ENOTDIR ? failed(opened, errno)
                  : is_link(directory, part)           ? MF_OPEN_LINK
                                                       : MF_OPEN_NOT_REGULAR;
    }
    leave(directory, root);
    return opening;
}

#ifdef SYS_openat2
static int open_resolved(int root, const char *path, enum mf_links links, int flags)
{
    unsigned resolve = links == MF_LINKS_IN_ROOT ? RESOLVE_IN_ROOT : RESOLVE_BENEATH;
    struct open_how how = { .flags = (unsigned)flags, .resolve = resolve | RESOLVE_NO_MAGICLINKS };
    long file;

    do {
        file = syscall(SYS_openat2, root, path, &how, sizeof how);
    } while (file < 0 && (errno == EINTR || errno == EAGAIN));
    /* Before Linux 5.6, and where a container forbids what its engine does not know. */
    if (file < 0 && links == MF_LINKS_IN_ROOT && (errno == ENOSYS || errno == EPERM)) {
        return mf_open_in_root(root, path, flags);
    }
    return (int)file;
}

#else
/* Step by step. Links that must stay beneath cannot be told from others in this way. */
static int open_resolved(int root, const char *path, enum mf_links links, int flags)
{
    if (links == MF_LINKS_IN_ROOT) {
        return mf_open_in_root(root, path, flags);
    }
    errno = ENOSYS;
    return -1;
}
#endif

static enum mf_opening not_resolved(struct mf_opened *opened, int reason)
{
    return reason == EXDEV     ? MF_OPEN_OUTSIDE
           : reason == ELOOP   ? MF_OPEN_LINK
           : reason == ENOTDIR ? MF_OPEN_MISSING
                               : failed(opened, reason);
}

static enum mf_opening open_with_links(int root, const char *path, enum mf_links links,
                                       struct mf_opened *opened)
{
    struct stat seen;
    int file = open_resolved(root, path, links, O_PATH | O_CLOEXEC);
    bool known;

    if (file < 0 && errno == ENOSYS) {
        return open_without_links(root, path, opened);
    }
    if (file < 0) {
        return not_resolved(opened, errno);
    }
    known = fstat(file, &seen) == 0;
    opened->reason = errno;
    (void)close(file);
    if (!known) {
        return MF_OPEN_FAILED;
    }
    return S_ISREG(seen.st_mode) ? take(open_resolved(root, path, links, READING), &seen, opened)
                                 : MF_OPEN_NOT_REGULAR;
}

/* ENOTDIR may be about a part on the way; then nothing is there. */
static enum mf_opening open_directory(int root, const char *path, enum mf_links links,
                                      struct mf_opened *opened)
{
    int file = open_resolved(root, path, links, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int reason = errno;

    if (file >= 0) {
        opened->file = file;
        return MF_OPENED;
    }
    if (reason == ENOTDIR) {
        file = open_resolved(root, path, links, O_PATH | O_CLOEXEC);
        if (file >= 0) {
            (void)close(file);
            return MF_OPEN_NOT_REGULAR;
        }
    }
    return not_resolved(opened, reason);
}

static int open_anything(int root, const char *path, enum mf_links links, int flags)
{
    return open_resolved(root, path, links, O_PATH | O_CLOEXEC | flags);
}

enum mf_opening mf_open_beneath(int root, const char *path, enum mf_links links, struct mf_opened *ret_opened)
{
    ret_opened->file = -1;
    ret_opened->reason = 0;
    return links == MF_LINKS_REFUSED ? open_without_links(root, path, ret_opened)
                                     : open_with_links(root, path, links, ret_opened);
}

enum mf_opening mf_open_directory_beneath(int root, const char *path, enum mf_links links,
                                          struct mf_opened *ret_opened)
{
    ret_opened->file = -1;
    ret_opened->reason = 0;
    return links == MF_LINKS_REFUSED ? open_directory_without_links(root, path, ret_opened)
                                     : open_directory(root, path, links, ret_opened);
}

/* Why something could not be looked at; 0: because nothing is there that may be. */
static int trouble(int reason)
{
    return reason == ENOENT || reason == ENOTDIR || reason == ELOOP || reason == EXDEV ? 0 : reason;
}

bool mf_is_beneath(int root, const char *path, enum mf_links links, int *ret_reason)
{
    int file = open_anything(root, path, links, 0);

    *ret_reason = file < 0 ? trouble(errno) : 0;
    if (file < 0) {
        return false;
    }
    (void)close(file);
    return true;
}

ssize_t mf_link_beneath(int root, const char *path, enum mf_links links, char *text, size_t capacity,
                        int *ret_reason)
{
    int file = open_anything(root, path, links, O_NOFOLLOW);
    ssize_t size;

    *ret_reason = file < 0 ? trouble(errno) : 0;
    if (file < 0) {
        return -1;
    }
    size = readlinkat(file, "", text, capacity);
    /* What is no link, the kernel calls an empty name. */
    if (size < 0 && errno != EINVAL) {
        *ret_reason = trouble(errno);
    }
    (void)close(file);
    return size >= 0 && (size_t)size < capacity ? size : -1;
}

enum mf_opening mf_open_regular(const char *path, struct mf_opened *ret_opened)
{
    struct stat seen;

    ret_opened->file = -1;
    ret_opened->reason = 0;
    if (stat(path, &seen) != 0) {
        return failed(ret_opened, errno);
    }
    return S_ISREG(seen.st_mode) ? take(open(path, READING), &seen, ret_opened) : MF_OPEN_NOT_REGULAR;
}
