/* SPDX-License-Identifier: Apache-2.0 */
/* Opening files below a directory that may be hostile: nothing leaves it, and nothing but a regular file is opened. */
#ifndef MF_ARTIFACT_BENEATH_H
#define MF_ARTIFACT_BENEATH_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

/* What is done with symbolic links. */
enum mf_links {
    MF_LINKS_REFUSED,
    MF_LINKS_BENEATH, /* followed as long as they stay below the root; absolute ones do not */
    MF_LINKS_IN_ROOT, /* followed as if the root were "/", as after chroot(): nothing leads out of it */
};

enum mf_opening {
    MF_OPENED,
    MF_OPEN_MISSING,     /* there is no such file */
    MF_OPEN_LINK,        /* a symbolic link stands on the way, or is the file */
    MF_OPEN_OUTSIDE,     /* a symbolic link leads out of the directory */
    MF_OPEN_NOT_REGULAR, /* a directory, FIFO, socket or device */
    MF_OPEN_FAILED,      /* for a reason of the system */
};

struct mf_opened {
    int file;           /* to be closed */
    struct stat status; /* of the open file */
    int reason;         /* errno of MF_OPEN_FAILED */
};

/* What tells a file from every other, and from itself before a change. */
struct mf_identity {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec modified;
    struct timespec changed;
};

struct mf_identity mf_identity_of(const struct stat *status);
bool mf_identity_is(const struct mf_identity *identity, const struct stat *status);

/*
 * Opens a regular file for reading.
 *
 * @param root   an open directory
 * @param path   relative, its parts separated by '/'; none of them empty, "." or ".."
 */
enum mf_opening mf_open_beneath(int root, const char *path, enum mf_links links,
                                struct mf_opened *ret_opened);

/* The same for a directory, in which entries can then be listed. "." is the root. MF_OPEN_NOT_REGULAR: it is none. */
enum mf_opening mf_open_directory_beneath(int root, const char *path, enum mf_links links,
                                          struct mf_opened *ret_opened);

/* Is there anything at this path, of whatever kind? `ret_reason` receives errno where that could not be told, otherwise 0. Here and
 * below links are BENEATH or IN_ROOT. */
bool mf_is_beneath(int root, const char *path, enum mf_links links, int *ret_reason);

/* Reads where a symbolic link leads, without going there. Its size, or -1: there is none, or it is longer than `capacity`;
 * or it could not be told, and `ret_reason` receives errno, otherwise 0. */
ssize_t mf_link_beneath(int root, const char *path, enum mf_links links, char *text, size_t capacity,
                        int *ret_reason);

/* Opens a regular file that somebody trusted names; symbolic links are followed. */
enum mf_opening mf_open_regular(const char *path, struct mf_opened *ret_opened);

#endif
