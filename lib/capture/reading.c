/* SPDX-License-Identifier: Apache-2.0 */
/* Files and directories below the root: bounded, in one order, and a finding where something cannot be read. */
#include "artifact/beneath.h"
#include "capture/capture.h"

#include "base/buffer.h"
#include "base/error.h"
#include "value/ascii.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_READ = 4096, PATH_BYTES = 4096 };

static void not_read(struct mf_capture_run *run, const char *path, const char *file, int reason)
{
    char text[128] = "";

    if (reason == ENOMEM) {
        mf_capture_fail_memory(run);
        return;
    }
    (void)strerror_r(reason, text, sizeof text);
    mf_capture_find(run, MF_FINDING_CAPTURE_UNREADABLE, path, file, "it cannot be read: %s", text);
}

static enum mf_capture_reading not_opened(struct mf_capture_run *run, const char *path, const char *file,
                                          enum mf_opening opening, int reason)
{
    switch (opening) {
    case MF_OPEN_MISSING:
        return MF_CAPTURE_MISSING;
    case MF_OPEN_LINK:
    case MF_OPEN_OUTSIDE:
        mf_capture_find(run, MF_FINDING_CAPTURE_KIND, path, file,
                        "it is not read: symbolic links lead to it in a circle, or out of the root");
        break;
    case MF_OPEN_NOT_REGULAR:
        mf_capture_find(run, MF_FINDING_CAPTURE_KIND, path, file,
                        "it is not read: it is no regular file, or no directory where one should be");
        break;
    case MF_OPENED:
    case MF_OPEN_FAILED:
        not_read(run, path, file, reason);
        break;
    }
    return MF_CAPTURE_NOT_READ;
}

/* --- files ------------------------------------------------------------------------------------------------------------- */

struct text {
    char *data;
    size_t size;
    size_t capacity; /* of data, the NUL behind the text included */
};

/* Makes room for at least one more byte and a NUL, and at most for `most` of them. */
static bool grow(struct mf_capture_run *run, struct text *text, size_t most)
{
    size_t capacity = text->capacity > most / 2 ? most + 1 : text->capacity * 2;
    char *data = mf_capture_resize(run, text->data, capacity, 1);

    if (data == NULL) {
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

/* Reads until the end, or until `most` bytes are there. 0, or errno; -1: the run has failed. */
static int read_all(struct mf_capture_run *run, int file, size_t most, struct text *text)
{
    for (;;) {
        ssize_t got;

        if (text->size == most) {
            return 0;
        }
        if (text->size + 1 >= text->capacity && !grow(run, text, most)) {
            return -1;
        }
        got = read(file, text->data + text->size, text->capacity - 1 - text->size);
        if (got > 0) {
            text->size += (size_t)got;
        } else if (got == 0) {
            return 0;
        } else if (errno != EINTR) {
            return errno;
        }
    }
}

/* Files of /proc say that their size is 0, so the size is only where to begin. */
static enum mf_capture_reading read_opened(struct mf_capture_run *run, const char *path, const char *file,
                                           const struct mf_opened *opened, size_t most, struct text *text)
{
    size_t size = opened->status.st_size <= 0 ? FIRST_READ : (size_t)opened->status.st_size + 1;
    int reason;

    text->capacity = size < most ? size + 1 : most + 1;
    text->data = mf_capture_resize(run, NULL, text->capacity, 1);
    reason = text->data == NULL ? -1 : read_all(run, opened->file, most, text);
    if (reason > 0) {
        not_read(run, path, file, reason);
    }
    if (reason != 0) {
        return MF_CAPTURE_NOT_READ;
    }
    text->data[text->size] = '\0';
    return MF_CAPTURE_READ;
}

static void find_too_large(struct mf_capture_run *run, const char *path, const char *file, size_t limit)
{
    mf_capture_find(run, MF_FINDING_CAPTURE_LIMIT, path, file,
                    "it is not read: it is larger than the limit of %zu bytes", limit);
}

/* One byte more than the limit is asked for, so that a file beyond it shows. */
static enum mf_capture_reading read_file(struct mf_capture_run *run, const char *path, const char *file,
                                         size_t limit, bool whole, struct mf_view *ret_text)
{
    struct mf_opened opened;
    struct text text = { NULL, 0, 0 };
    enum mf_opening opening;
    enum mf_capture_reading reading;

    if (!mf_capture_goes_on(run)) {
        return MF_CAPTURE_NOT_READ;
    }
    opening = mf_open_beneath(run->root, file, MF_LINKS_IN_ROOT, &opened);
    if (opening != MF_OPENED) {
        return not_opened(run, path, file, opening, opened.reason);
    }
    if (whole && opened.status.st_size > 0 && (uintmax_t)opened.status.st_size > limit) {
        find_too_large(run, path, file, limit);
        reading = MF_CAPTURE_NOT_READ;
    } else {
        reading = read_opened(run, path, file, &opened, limit + (whole ? 1 : 0), &text);
    }
    (void)close(opened.file);
    if (reading == MF_CAPTURE_READ && text.size > limit) {
        find_too_large(run, path, file, limit);
        reading = MF_CAPTURE_NOT_READ;
    }
    if (reading == MF_CAPTURE_READ) {
        *ret_text = mf_view_make(text.data, text.size);
    }
    return reading;
}

enum mf_capture_reading mf_capture_read(struct mf_capture_run *run, const char *path, const char *file,
                                        size_t limit, struct mf_view *ret_text)
{
    size_t most = limit < run->options.maximum_file ? limit : run->options.maximum_file;

    return read_file(run, path, file, most, true, ret_text);
}

enum mf_capture_reading mf_capture_read_head(struct mf_capture_run *run, const char *path, const char *file,
                                             size_t size, struct mf_view *ret_text)
{
    return read_file(run, path, file, size, false, ret_text);
}

/* --- directories ------------------------------------------------------------------------------------------------------- */

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool add_name(struct mf_capture_run *run, struct mf_capture_names *names, const char *name)
{
    const char **items = mf_capture_resize(run, names->items, names->count + (size_t)1, sizeof *items);
    const char *copy = items == NULL ? NULL : mf_capture_copy(run, mf_view_of(name));

    names->items = items == NULL ? names->items : items;
    if (copy == NULL) {
        return false;
    }
    items[names->count++] = copy;
    return true;
}

/* What a directory begins with depends on its history, so one that is too large is not listed in part. */
static bool read_names(struct mf_capture_run *run, const char *path, const char *directory, DIR *stream,
                       struct mf_capture_names *names)
{
    for (;;) {
        const struct dirent *entry;

        errno = 0;
        entry = readdir(stream);
        if (entry == NULL) {
            if (errno != 0) {
                not_read(run, path, directory, errno);
                return false;
            }
            return true;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (names->count >= run->options.maximum_entries) {
            mf_capture_find(run, MF_FINDING_CAPTURE_LIMIT, path, directory,
                            "it is not listed: it has more than the limit of %u entries",
                            run->options.maximum_entries);
            return false;
        }
        if (!add_name(run, names, entry->d_name)) {
            return false;
        }
    }
}

enum mf_capture_reading mf_capture_list(struct mf_capture_run *run, const char *path, const char *directory,
                                        struct mf_capture_names *ret_names)
{
    struct mf_capture_names names = { NULL, 0 };
    struct mf_opened opened;
    enum mf_opening opening;
    DIR *stream;
    bool good;

    if (!mf_capture_goes_on(run)) {
        return MF_CAPTURE_NOT_READ;
    }
    opening = mf_open_directory_beneath(run->root, directory, MF_LINKS_IN_ROOT, &opened);
    if (opening != MF_OPENED) {
        return not_opened(run, path, directory, opening, opened.reason);
    }
    stream = fdopendir(opened.file);
    if (stream == NULL) {
        not_read(run, path, directory, errno);
        (void)close(opened.file);
        return MF_CAPTURE_NOT_READ;
    }
    good = read_names(run, path, directory, stream, &names);
    (void)closedir(stream);
    if (!good) {
        return MF_CAPTURE_NOT_READ;
    }
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    }
    *ret_names = names;
    return MF_CAPTURE_READ;
}

bool mf_capture_exists(struct mf_capture_run *run, const char *file)
{
    int reason = 0;
    bool exists = mf_is_beneath(run->root, file, MF_LINKS_IN_ROOT, &reason);

    if (reason != 0) {
        not_read(run, NULL, file, reason);
    }
    return exists;
}

const char *mf_capture_link(struct mf_capture_run *run, const char *file)
{
    char text[PATH_BYTES];
    int reason = 0;
    ssize_t size = mf_link_beneath(run->root, file, MF_LINKS_IN_ROOT, text, sizeof text, &reason);

    if (reason != 0) {
        not_read(run, NULL, file, reason);
    }
    return size < 0 ? NULL : mf_capture_copy(run, mf_view_make(text, (size_t)size));
}

const char *mf_capture_join(struct mf_capture_run *run, const char *directory, const char *name)
{
    size_t size = strlen(directory);
    size_t name_size = strlen(name);
    char *path = mf_capture_alloc(run, size + 1 + name_size + 1, 1);

    if (path != NULL) {
        memcpy(path, directory, size);
        path[size] = '/';
        memcpy(path + size + 1, name, name_size);
    }
    return path;
}

/* --- lines ------------------------------------------------------------------------------------------------------------- */

bool mf_capture_line(struct mf_view *text, struct mf_view *ret_line)
{
    const char *end;
    size_t size;

    if (text->size == 0) {
        return false;
    }
    end = memchr(text->data, '\n', text->size);
    size = end == NULL ? text->size : (size_t)(end - text->data);
    *ret_line = mf_view_make(text->data, size);
    if (size > 0 && text->data[size - 1] == '\r') {
        ret_line->size--;
    }
    size += end == NULL ? 0 : 1;
    *text = mf_view_make(text->data + size, text->size - size);
    return true;
}

struct mf_view mf_capture_trim(struct mf_view text)
{
    return mf_ascii_trim(text);
}
