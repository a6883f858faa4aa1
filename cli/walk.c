/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over directories without recursion: what is still to be looked at lies on a stack. */
#include "walk.h"

#include "input.h"
#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
    char *path;
    bool is_directory;
};

/* The next entry is the last one. */
struct stack {
    struct entry *entries;
    size_t count;
    size_t room;
};

bool cli_is_directory(const char *path)
{
    struct stat information;

    return stat(path, &information) == 0 && S_ISDIR(information.st_mode);
}

static void push(struct stack *stack, char *path, bool is_directory)
{
    if (stack->count == stack->room) {
        stack->room = stack->room == 0 ? 64 : stack->room * 2;
        stack->entries = cli_memory_resize(stack->entries, stack->room, sizeof *stack->entries);
    }
    stack->entries[stack->count++] = (struct entry){ path, is_directory };
}

static void tell(const struct cli_visitor *visitor, const char *path, const char *what, int number)
{
    char *message = cli_memory_format("cannot %s %s: %s", what, path, strerror(number));

    visitor->trouble(visitor->context, path, message);
    free(message);
}

/* "DIRECTORY/NAME"; of the current directory the name alone. */
static char *join(const char *directory, const char *name)
{
    size_t size = strlen(directory);

    if (strcmp(directory, ".") == 0) {
        return cli_memory_copy(name, strlen(name));
    }
    return cli_memory_format("%s%s%s", directory, size > 0 && directory[size - 1] == '/' ? "" : "/", name);
}

static void push_entry(struct stack *stack, const char *directory, const char *name,
                       const struct cli_visitor *visitor)
{
    struct stat information;
    char *path = join(directory, name);

    if (lstat(path, &information) != 0) {
        tell(visitor, path, "look at", errno);
    } else if (S_ISDIR(information.st_mode) ||
               (S_ISREG(information.st_mode) && cli_format_of_name(name) != MF_FORMAT_AUTO)) {
        push(stack, path, S_ISDIR(information.st_mode));
        return;
    }
    free(path);
}

/* The greatest first, for the stack is taken from its end. */
static int compare(const void *left, const void *right)
{
    return strcmp(((const struct entry *)right)->path, ((const struct entry *)left)->path);
}

static void push_directory(struct stack *stack, const char *path, const struct cli_visitor *visitor)
{
    DIR *directory = opendir(path);
    size_t first = stack->count;
    const struct dirent *entry;

    if (directory == NULL) {
        tell(visitor, path, "open", errno);
        return;
    }
    /* readdir() tells its end from a failure only by errno. */
    while (errno = 0, entry = readdir(directory), entry != NULL) {
        if (entry->d_name[0] != '.') {
            push_entry(stack, path, entry->d_name, visitor);
        }
    }
    if (errno != 0) {
        tell(visitor, path, "read", errno);
    }
    (void)closedir(directory);
    if (stack->count > first) {
        qsort(stack->entries + first, stack->count - first, sizeof *stack->entries, compare);
    }
}

static void look_at(const char *path, int flags, const struct cli_visitor *visitor);

void cli_walk(const char *directory, const struct cli_visitor *visitor)
{
    struct stack stack = { 0 };

    push(&stack, cli_memory_copy(directory, strlen(directory)), true);
    while (stack.count > 0) {
        struct entry entry = stack.entries[--stack.count];

        if (entry.is_directory) {
            push_directory(&stack, entry.path, visitor);
        } else {
            look_at(entry.path, O_NOFOLLOW, visitor);
        }
        free(entry.path);
    }
    free(stack.entries);
}

/* Reads at most `limit` bytes of a file into a text to free(); NULL, and errno, where that fails. */
static char *read_beginning(const char *path, int flags, size_t limit, size_t *ret_size)
{
    /* Without waiting for somebody to open the other end, should the file have become a pipe. */
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
    size_t room = 65536;
    char *text = NULL;
    ssize_t count = 1;

    if (file < 0) {
        return NULL;
    }
    text = cli_memory_resize(NULL, room, 1);
    *ret_size = 0;
    while (count > 0 && *ret_size < limit) {
        if (*ret_size == room) {
            room *= 2;
            text = cli_memory_resize(text, room, 1);
        }
        do {
            count = read(file, text + *ret_size, room - *ret_size);
        } while (count < 0 && errno == EINTR);
        *ret_size += count > 0 ? (size_t)count : 0;
    }
    if (count < 0) {
        int number = errno;

        free(text);
        text = NULL;
        errno = number;
    }
    (void)close(file);
    return text;
}

static void look_at(const char *path, int flags, const struct cli_visitor *visitor)
{
    size_t size = 0;
    char *text = read_beginning(path, flags, (size_t)CLI_DOCUMENT_LIMIT + 1, &size);

    if (text == NULL) {
        tell(visitor, path, "open", errno);
    } else if (cli_declares_manifest(text, size)) {
        visitor->manifest(visitor->context, path, text, size);
    } else {
        visitor->other(visitor->context, path);
    }
    free(text);
}

void cli_look_at(const char *path, const struct cli_visitor *visitor)
{
    look_at(path, 0, visitor);
}
