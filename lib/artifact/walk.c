/* SPDX-License-Identifier: Apache-2.0 */
/* An iterative walk with one open directory for each level. */
#include "artifact/walk.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/utf8.h"
#include "value/type.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct level {
    DIR *directory;
    size_t path_size; /* of the directory itself, in the path of the walk */
};

struct steps {
    struct mf_walk *walk;
    struct mf_buffer path; /* of what is looked at, zero-terminated */
    struct level levels[MF_WALK_DEPTH];
    uint32_t depth;
    bool failed;
};

static bool is_excluded(const struct mf_walk *walk, const char *path)
{
    for (size_t i = 0; i < walk->excluded_count; i++) {
        if (strcmp(walk->excluded[i], path) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct steps *steps, enum mf_found_kind kind, uint64_t size, int reason)
{
    struct mf_walk *walk = steps->walk;
    struct mf_found *items;

    if (walk->count >= walk->limit) {
        steps->failed = true;
        return;
    }
    items = mf_arena_resize(walk->arena, walk->items, (walk->count + (size_t)1) * sizeof *items);
    if (items == NULL) {
        steps->failed = true;
        return;
    }
    walk->items = items;
    items += walk->count;
    *items = (struct mf_found){ .path = mf_arena_copy(walk->arena, mf_view_of(steps->path.data)),
                                .size = size,
                                .kind = kind,
                                .reason = reason };
    if (items->path == NULL) {
        steps->failed = true;
        return;
    }
    walk->count++;
}

/* Makes the path that of an entry of the directory on top. */
static bool set_path(struct steps *steps, const char *name)
{
    steps->path.size = steps->depth == 0 ? 0 : steps->levels[steps->depth - 1].path_size;
    if (steps->path.size > 0) {
        mf_buffer_append_byte(&steps->path, '/');
    }
    mf_buffer_append_text(&steps->path, name);
    mf_buffer_append_byte(&steps->path, '\0');
    if (steps->path.status != MF_OK) {
        steps->failed = true;
        return false;
    }
    steps->path.size--;
    return true;
}

/* A lack of memory is the process's, and no property of the directory. */
static void add_unreadable(struct steps *steps, int reason)
{
    if (reason == ENOMEM) {
        steps->failed = true;
        return;
    }
    /* Where the walk begins, there is no path yet. */
    if (steps->path.size > 0 || set_path(steps, ".")) {
        add(steps, MF_FOUND_UNREADABLE, 0, reason);
    }
}

static void enter(struct steps *steps, int parent, const char *name)
{
    int file;
    DIR *directory;

    if (steps->depth == MF_WALK_DEPTH) {
        add(steps, MF_FOUND_DEEP, 0, 0);
        return;
    }
    file = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    directory = file < 0 ? NULL : fdopendir(file);
    if (directory == NULL) {
        int reason = errno;

        if (file >= 0) {
            (void)close(file);
        }
        add_unreadable(steps, reason);
        return;
    }
    steps->levels[steps->depth++] = (struct level){ directory, steps->path.size };
}

static void look_at(struct steps *steps, int parent, const char *name)
{
    struct stat status;

    if (!set_path(steps, name) || is_excluded(steps->walk, steps->path.data)) {
        return;
    }
    if (mf_utf8_valid_prefix(mf_buffer_view(&steps->path)) != steps->path.size ||
        !mf_type_check(MF_TYPE_PATH, mf_buffer_view(&steps->path), NULL)) {
        add(steps, MF_FOUND_NAME, 0, 0);
    } else if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        add_unreadable(steps, errno);
    } else if (S_ISDIR(status.st_mode)) {
        enter(steps, parent, name);
    } else if (S_ISREG(status.st_mode)) {
        add(steps, MF_FOUND_FILE, (uint64_t)status.st_size, 0);
        if (!steps->failed) {
            steps->walk->items[steps->walk->count - 1].identity = mf_identity_of(&status);
        }
    } else {
        add(steps, S_ISLNK(status.st_mode) ? MF_FOUND_LINK : MF_FOUND_OTHER, 0, 0);
    }
}

/* Takes one entry of the directory on top, or leaves that. */
static void step(struct steps *steps)
{
    struct level *level = &steps->levels[steps->depth - 1];
    const struct dirent *entry;

    errno = 0;
    entry = readdir(level->directory);
    if (entry != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            look_at(steps, dirfd(level->directory), entry->d_name);
        }
        return;
    }
    if (errno != 0) {
        int reason = errno;

        steps->path.size = level->path_size;
        if (level->path_size > 0) {
            steps->path.data[level->path_size] = '\0';
        }
        add_unreadable(steps, reason);
    }
    (void)closedir(level->directory);
    steps->depth--;
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct mf_found *)left)->path, ((const struct mf_found *)right)->path);
}

static mf_status failure(const struct mf_walk *walk, mf_error **reterr)
{
    if (mf_arena_status(walk->arena) != MF_OK) {
        return mf_arena_error(walk->arena, reterr);
    }
    if (walk->count >= walk->limit) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the directory holds more than the limit of %u files",
                            walk->limit);
    }
    return mf_error_memory(reterr);
}

mf_status mf_walk_directory(int root, struct mf_walk *walk, mf_error **reterr)
{
    struct steps steps = { .walk = walk };

    enter(&steps, root, ".");
    while (steps.depth > 0 && !steps.failed) {
        step(&steps);
    }
    while (steps.depth > 0) {
        (void)closedir(steps.levels[--steps.depth].directory);
    }
    mf_buffer_release(&steps.path);
    if (steps.failed) {
        return failure(walk, reterr);
    }
    if (walk->count > 1) {
        qsort(walk->items, walk->count, sizeof *walk->items, compare);
    }
    return MF_OK;
}
