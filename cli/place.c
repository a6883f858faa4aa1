/* SPDX-License-Identifier: Apache-2.0 */
/* Paths, cleaned and as URIs. */
#include "place.h"

#include "input.h"
#include "memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Size of the segment at the beginning of the path. */
static size_t segment_size(const char *path)
{
    const char *slash = strchr(path, '/');

    return slash == NULL ? strlen(path) : (size_t)(slash - path);
}

char *cli_place_clean(const char *path)
{
    char *clean = cli_memory_array(strlen(path) + 2, 1);
    size_t length = 0;

    if (*path == '/') {
        clean[length++] = '/';
    }
    while (*path != '\0') {
        size_t size = segment_size(path);

        if (size > 0 && !(size == 1 && *path == '.')) {
            if (length > 0 && clean[length - 1] != '/') {
                clean[length++] = '/';
            }
            memcpy(clean + length, path, size);
            length += size;
        }
        path += path[size] == '/' ? size + 1 : size;
    }
    if (length == 0) {
        clean[0] = '.';
    }
    return clean;
}

static bool leads_upwards(const char *path)
{
    while (*path != '\0') {
        size_t size = segment_size(path);

        if (size == 2 && path[0] == '.' && path[1] == '.') {
            return true;
        }
        path += path[size] == '/' ? size + 1 : size;
    }
    return false;
}

static bool is_unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~/", c) != NULL);
}

static char *encode(const char *prefix, const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    char *uri = cli_memory_array(strlen(prefix) + 3 * strlen(path) + 1, 1);
    char *end = uri + strlen(prefix);

    memcpy(uri, prefix, strlen(prefix));
    for (; *path != '\0'; path++) {
        if (is_unreserved(*path)) {
            *end++ = *path;
        } else {
            *end++ = '%';
            *end++ = digits[(unsigned char)*path >> 4];
            *end++ = digits[(unsigned char)*path & 15];
        }
    }
    return uri;
}

/* The current directory; "/" where it is gone. free() it. */
static char *current_directory(void)
{
    char *directory = getcwd(NULL, 0); /* as glibc, musl and the BSDs extend it */

    return directory == NULL ? cli_memory_copy("/", 1) : directory;
}

/* Takes ".." and what it leads out of away from an absolute path that is clean. */
static void remove_upwards(char *path)
{
    char *end = path;

    for (const char *at = path; *at != '\0';) {
        size_t size = 1 + segment_size(at + 1);

        if (size == 3 && at[1] == '.' && at[2] == '.') {
            while (end > path && *--end != '/') {
            }
        } else {
            memmove(end, at, size);
            end += size;
        }
        at += size;
    }
    *end = '\0';
}

/* What ".." means depends on symbolic links, which only this machine knows; of a file that is not there, the name has to do. */
static char *resolve(const char *path, const char *here)
{
    char *resolved = realpath(path, NULL);
    char *whole;
    char *clean;

    if (resolved != NULL) {
        return resolved;
    }
    whole = *path == '/' ? cli_memory_copy(path, strlen(path)) : cli_memory_format("%s/%s", here, path);
    clean = cli_place_clean(whole);
    remove_upwards(clean);
    free(whole);
    return clean;
}

char *cli_place_uri(const char *path)
{
    char *here = current_directory();
    size_t size = strlen(here);
    char *clean = leads_upwards(path) ? resolve(path, here) : cli_place_clean(path);
    bool is_below = strncmp(clean, here, size) == 0 && clean[size] == '/';
    char *uri = is_below ? encode("", clean + size + 1) : encode(*clean == '/' ? "file://" : "", clean);

    free(clean);
    free(here);
    return uri;
}

char *cli_place_envelope(const char *path)
{
    size_t size = strlen(path);

    if (cli_format_of_name(path) != MF_FORMAT_AUTO) {
        const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
        const char *dot = strrchr(path, '.');

        size = dot > name ? (size_t)(dot - path) : size;
    }
    return cli_memory_format("%.*s.dsse.json", (int)size, path);
}

static size_t directory_size(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
}

char *cli_place_directory(const char *path)
{
    size_t size = directory_size(path);

    return size == 0 ? cli_memory_copy(".", 1) : cli_memory_copy(path, size);
}

/* A path that ends in a name, by the real place of its directory; one that ends in dots, by its own. */
static char *real_place(const char *path)
{
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    char *directory;
    char *place;
    char *result = NULL;

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || *name == '\0') {
        return realpath(path, NULL);
    }
    directory = cli_place_directory(path);
    place = realpath(directory, NULL);
    if (place != NULL) {
        result = cli_memory_format("%s/%s", strcmp(place, "/") == 0 ? "" : place, name);
    }
    free(directory);
    free(place);
    return result;
}

char *cli_place_below(const char *root, const char *path)
{
    char *clean = cli_place_clean(path);
    char *inner = real_place(clean);
    char *outer = realpath(root, NULL);
    size_t size = outer == NULL ? 0 : strlen(outer);
    char *result = NULL;

    if (inner != NULL && outer != NULL && strncmp(inner, outer, size) == 0) {
        const char *rest = inner + size;

        /* "/" ends with the slash that others lack. */
        if (*rest == '\0') {
            result = cli_memory_copy(".", 1);
        } else if (*rest == '/' || size == 1) {
            rest += *rest == '/' ? 1 : 0;
            result = cli_memory_copy(rest, strlen(rest));
        }
    }
    free(clean);
    free(inner);
    free(outer);
    return result;
}
