/* SPDX-License-Identifier: Apache-2.0 */
/* Opening files below a directory that may be hostile: nothing leaves it, and nothing but a regular file is opened. */
#ifndef MF_ARTIFACT_BENEATH_H
#define MF_ARTIFACT_BENEATH_H

#include <stdbool.h>
#include <sys/stat.h>

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

/*
 * Opens a regular file for reading.
 *
 * @param root   an open directory
 * @param path   relative, its parts separated by '/'; none of them empty, "." or ".."
 * @param links  follow symbolic links as long as they stay below the root
 */
enum mf_opening mf_open_beneath(int root, const char *path, bool links, struct mf_opened *ret_opened);

/* Opens a regular file that somebody trusted names; symbolic links are followed. */
enum mf_opening mf_open_regular(const char *path, struct mf_opened *ret_opened);

#endif
