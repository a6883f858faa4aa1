/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for libFuzzer where there is none: calls the target with every file of the directories that are named, and
 * with every beginning of the small ones.
 */
#include "fuzz.h"

#include <libmanifest/bytes.h>

#include <dirent.h>
#include <string.h>

/* Longer files are not tried cut off. */
enum { SMALL = 2048 };

/* A block of just that size, so that a read behind the end does not go unseen. */
static void run_once(const void *data, size_t size)
{
    uint8_t *copy = malloc(size == 0 ? 1 : size);

    require(copy != NULL, "out of memory");
    memcpy(copy, data, size);
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void replay_file(const char *path)
{
    mf_error *error = NULL;
    mf_bytes *bytes = NULL;

    if (mf_bytes_read_file(path, 0, &bytes, &error) != MF_OK) {
        fprintf(stderr, "fuzz: %s\n", mf_error_message(error));
        exit(EXIT_FAILURE);
    }
    run_once(mf_bytes_data(bytes), mf_bytes_size(bytes));
    for (size_t size = 0; size < mf_bytes_size(bytes) && mf_bytes_size(bytes) <= SMALL; size++) {
        run_once(mf_bytes_data(bytes), size);
    }
    mf_bytes_unref(bytes);
}

/* Returns how many files there were. */
static size_t replay_directory(const char *directory)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, alphasort);
    size_t files = 0;

    for (int i = 0; i < count; i++) {
        char path[4096];

        if (entries[i]->d_name[0] != '.') {
            require((size_t)snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name) < sizeof path,
                    "the path is too long");
            replay_file(path);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    return files;
}

int main(int argc, char **argv)
{
    size_t files = 0;

    for (int i = 1; i < argc; i++) {
        files += replay_directory(argv[i]);
    }
    printf("%zu files replayed\n", files);
    return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
