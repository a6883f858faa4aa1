/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every directory on the way stays open, so ".." goes back to one that was passed, never to where that may have been moved; and no
 * part is opened in a way that follows a link. So nothing leads out of the root, whatever changes meanwhile.
 */
#define _GNU_SOURCE /* O_PATH */
#include "artifact/in_root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

enum { LONGEST = 4096, DEEPEST = 64, MOST_LINKS = 40 };

struct way {
    int directories[DEEPEST]; /* the first is the root, which is not ours */
    size_t depth;             /* of the last one */
    unsigned links;
    char rest[LONGEST]; /* what is left of the path */
};

static void go_back(struct way *way)
{
    int reason = errno;

    if (way->depth > 0) {
        (void)close(way->directories[way->depth--]);
    }
    errno = reason;
}

static int fail(int reason)
{
    errno = reason;
    return -1;
}

/* Takes the next part off the path; false if there is none. `ret_is_last`: nothing but slashes comes behind it. */
static bool next_part(struct way *way, char part[LONGEST], bool *ret_is_last)
{
    const char *begin = way->rest + strspn(way->rest, "/");
    size_t size = strcspn(begin, "/");
    const char *behind = begin + size;

    if (size == 0) {
        return false;
    }
    memcpy(part, begin, size);
    part[size] = '\0';
    *ret_is_last = behind[strspn(behind, "/")] == '\0';
    memmove(way->rest, behind, strlen(behind) + 1);
    return true;
}

/* Puts the text of a link in front of what is left. 0, or errno. */
static int follow(struct way *way, int link)
{
    char text[LONGEST];
    ssize_t size = readlinkat(link, "", text, sizeof text);
    size_t rest = strlen(way->rest);

    if (size < 0) {
        return errno;
    }
    if (++way->links > MOST_LINKS) {
        return ELOOP;
    }
    if (size == 0 || (size_t)size + rest >= sizeof text) {
        return size == 0 ? ENOENT : ENAMETOOLONG;
    }
    memmove(way->rest + size, way->rest, rest + 1);
    memcpy(way->rest, text, (size_t)size);
    while (text[0] == '/' && way->depth > 0) {
        go_back(way);
    }
    return 0;
}

/* One step: into a directory, or along a link. 0, or errno; the last part that is no link is left to the caller. */
static int step(struct way *way, const char *part, bool is_last, int flags, bool *ret_arrived)
{
    int directory = way->directories[way->depth];
    int file = openat(directory, part, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    bool is_itself = is_last && way->rest[0] == '\0'; /* a slash behind a link asks for what it names */
    struct stat status;
    int reason = 0;

    if (file < 0) {
        return errno;
    }
    if (fstat(file, &status) != 0) {
        reason = errno;
    } else if (S_ISLNK(status.st_mode) && !(is_itself && (flags & O_NOFOLLOW) != 0)) {
        reason = follow(way, file);
    } else if (is_last) {
        *ret_arrived = true;
    } else if (!S_ISDIR(status.st_mode)) {
        reason = ENOTDIR;
    } else if (way->depth + 1 == DEEPEST) {
        reason = ELOOP;
    } else {
        way->directories[++way->depth] = file;
        return 0;
    }
    (void)close(file);
    return reason;
}

static int walk(struct way *way, int flags)
{
    char part[LONGEST];
    bool is_last = false;
    bool is_directory = way->rest[0] != '\0' && way->rest[strlen(way->rest) - 1] == '/';

    while (next_part(way, part, &is_last)) {
        bool arrived = false;
        int reason = 0;

        if (strcmp(part, "..") == 0) {
            go_back(way);
        } else if (strcmp(part, ".") != 0) {
            reason = step(way, part, is_last, flags, &arrived);
        }
        if (reason != 0) {
            return fail(reason);
        }
        if (arrived) {
            is_directory = is_directory || way->rest[0] == '/';
            return openat(way->directories[way->depth], part,
                          flags | O_NOFOLLOW | (is_directory ? O_DIRECTORY : 0));
        }
    }
    return openat(way->directories[way->depth], ".", flags);
}

int mf_open_in_root(int root, const char *path, int flags)
{
    struct way way = { .directories = { root } };
    size_t size = strlen(path);
    int file;

    if (size == 0 || size >= sizeof way.rest) {
        return fail(size == 0 ? ENOENT : ENAMETOOLONG);
    }
    memcpy(way.rest, path, size + 1);
    file = walk(&way, flags);
    while (way.depth > 0) {
        go_back(&way);
    }
    return file;
}
