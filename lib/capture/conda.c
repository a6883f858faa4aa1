/* SPDX-License-Identifier: Apache-2.0 */
/* Environments of conda: each package has a file in conda-meta. What it brought for Python is found as a distribution besides. */
#include "capture/python.h"

#include "base/error.h"
#include "capture/python_text.h"

static const char packages_path[] = "/dependencies/packages";

enum { LONGEST_FILE = 64 * 1024 * 1024 };

static void add(struct mf_capture_run *run, const char *file, const struct mf_conda_package *conda)
{
    const struct mf_package_qualifier qualifiers[] = {
        { mf_view_of("build"), conda->build },
        { mf_view_of("channel"), conda->channel },
        { mf_view_of("subdir"), conda->subdirectory },
        { mf_view_of("type"), conda->archive_type },
    };
    const struct mf_package package = {
        .type = mf_view_of("conda"),
        .name = conda->name,
        .version = conda->version,
        .qualifiers = qualifiers,
        .qualifier_count = sizeof qualifiers / sizeof qualifiers[0],
    };
    struct mf_capture_package facts = { .purl = NULL };
    char digest[sizeof "sha256:" + 64] = "sha256:";

    if (conda->sha256.size == 64) {
        memcpy(digest + strlen(digest), conda->sha256.data, 64);
        facts.digests[0] = digest;
    }
    mf_capture_add_package(run, file, &package, &facts);
}

static void read_package(struct mf_capture_run *run, const char *file)
{
    struct mf_arena *scratch;
    struct mf_conda_package package;
    struct mf_view text;
    const char *problem;

    if (file == NULL || mf_capture_read(run, packages_path, file, LONGEST_FILE, &text) != MF_CAPTURE_READ) {
        return;
    }
    scratch = mf_arena_new(run->options.maximum_memory);
    problem = scratch == NULL ? NULL : mf_conda_package_read(scratch, text, &package);
    if (scratch == NULL || mf_arena_status(scratch) == MF_ERROR_MEMORY) {
        mf_error *error = NULL;
        mf_status status = mf_error_memory(&error);

        mf_capture_fail(run, status, error);
    } else if (problem != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, packages_path, file, "the package is left out: %s",
                        problem);
    } else {
        add(run, file, &package);
    }
    mf_arena_free(scratch);
    (void)mf_arena_resize(run->arena, (void *)(uintptr_t)text.data, 0);
}

static void look_into(struct mf_capture_run *run, const char *directory)
{
    struct mf_capture_names names = { NULL, 0 };

    if (mf_capture_list(run, packages_path, directory, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        size_t size = strlen(names.items[i]);

        if (size > 5 && strcmp(names.items[i] + size - 5, ".json") == 0) {
            read_package(run, mf_capture_join(run, directory, names.items[i]));
        }
    }
}

void mf_capture_conda(struct mf_capture_run *run)
{
    for (uint32_t i = 0; run->python != NULL && i < run->python->places.count && mf_capture_goes_on(run);
         i++) {
        const char *directory = mf_capture_join(run, run->python->places.items[i], "conda-meta");

        if (directory != NULL && mf_capture_exists(run, directory)) {
            look_into(run, directory);
        }
    }
}
