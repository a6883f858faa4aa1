/* SPDX-License-Identifier: Apache-2.0 */
/* The distributions of a Python environment: what the folders say that installers leave beside the packages. */
#include "capture/python.h"

#include "base/error.h"
#include "capture/python_text.h"
#include "crypto/crypto.h"
#include "value/ascii.h"

#include <stdlib.h>

static const char packages_path[] = "/dependencies/packages";

enum {
    METADATA_HEAD =
        64 *
        1024, /* name and version stand at its beginning, the whole description of a project at its end */
    RECORD_FILE = 64 * 1024 * 1024,
};

/* A distribution. Only the first of a name is found by Python, and looked at further. */
struct seen {
    const char *name; /* normalised */
    const char *version;
    const char *file;   /* of its metadata */
    const char *folder; /* that holds the file; NULL: the file stands alone */
    uint32_t order;     /* in which it was found */
};

struct distributions {
    struct mf_capture_run *run;
    struct seen *items;
    uint32_t count;
};

/* Gives a text back that was read and is no longer needed: there may be thousands of them. */
static void forget(struct mf_capture_run *run, struct mf_view text)
{
    (void)mf_arena_resize(run->arena, (void *)(uintptr_t)text.data, 0);
}

static void fail_memory(struct mf_capture_run *run)
{
    mf_error *error = NULL;
    mf_status status = mf_error_memory(&error);

    mf_capture_fail(run, status, error);
}

static const char *normalise(struct mf_capture_run *run, struct mf_view name)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *copy = NULL;

    mf_package_normalise(&buffer, mf_view_of("pypi"), name);
    if (buffer.status != MF_OK) {
        fail_memory(run);
    } else {
        copy = mf_capture_copy(run, mf_buffer_view(&buffer));
    }
    mf_buffer_release(&buffer);
    return copy;
}

/* --- one distribution ------------------------------------------------------------------------------------------------------- */

/* The digest of RECORD, which lists what was installed. Not every installer leaves one. */
static const char *hash_record(struct mf_capture_run *run, const char *folder)
{
    char text[sizeof "sha256:" + MF_SHA256_HEX_SIZE] = "sha256:";
    const char *file = mf_capture_join(run, folder, "RECORD");
    struct mf_view record;
    bool good;

    if (file == NULL || mf_capture_read(run, packages_path, file, RECORD_FILE, &record) != MF_CAPTURE_READ) {
        return NULL;
    }
    good = mf_sha256_hex(record, text + strlen(text));
    forget(run, record);
    if (!good) {
        mf_error *error = NULL;
        mf_status status =
            mf_error_set(&error, MF_ERROR_CRYPTO, "the library of cryptography makes no SHA-256");

        mf_capture_fail(run, status, error);
        return NULL;
    }
    return mf_capture_copy(run, mf_view_of(text));
}

/* Where it was installed from, if not from an index. */
static void read_origin(struct mf_capture_run *run, const char *folder, struct mf_capture_package *facts)
{
    const char *file = mf_capture_join(run, folder, "direct_url.json");
    struct mf_arena *scratch;
    struct mf_python_origin origin;
    struct mf_view text;
    const char *problem;

    if (file == NULL ||
        mf_capture_read(run, packages_path, file, MF_CAPTURE_SMALL, &text) != MF_CAPTURE_READ) {
        return;
    }
    scratch = mf_arena_new(run->options.maximum_memory);
    problem = scratch == NULL ? NULL : mf_python_origin_read(scratch, text, &origin);
    if (scratch == NULL || mf_arena_status(scratch) == MF_ERROR_MEMORY) {
        fail_memory(run);
    } else if (problem != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, packages_path, file,
                        "where the package came from is not known: %s", problem);
    } else {
        facts->origin = mf_capture_copy(run, mf_view_of(origin.url));
        for (int i = 0; i < 2; i++) {
            facts->digests[i] =
                origin.digests[i] == NULL ? NULL : mf_capture_copy(run, mf_view_of(origin.digests[i]));
        }
        facts->editable = origin.is_editable;
    }
    mf_arena_free(scratch);
    forget(run, text);
}

/* Notes what a file of metadata says; `folder` is NULL where it stands alone. */
static void note(struct distributions *seen, const char *file, const char *folder, struct mf_view text)
{
    struct mf_capture_run *run = seen->run;
    struct mf_python_metadata metadata;
    const char *problem = mf_python_metadata_read(text, &metadata);
    struct seen item = { .file = file, .folder = folder, .order = seen->count };
    struct seen *items;

    if (problem != NULL) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, packages_path, file, "the package is left out: %s",
                        problem);
        return;
    }
    item.name = normalise(run, metadata.name);
    item.version = mf_capture_copy(run, metadata.version);
    items = mf_capture_resize(run, seen->items, seen->count + (size_t)1, sizeof *items);
    if (items != NULL) {
        seen->items = items;
        items[seen->count++] = item;
    }
}

static void add(struct mf_capture_run *run, const struct seen *item)
{
    struct mf_capture_package facts = { .purl = NULL };

    if (item->folder != NULL) {
        facts.record = hash_record(run, item->folder);
        read_origin(run, item->folder, &facts);
    }
    if (mf_capture_goes_on(run)) {
        const struct mf_package package = {
            .type = mf_view_of("pypi"),
            .name = mf_view_of(item->name),
            .version = mf_view_of(item->version),
        };

        mf_capture_add_package(run, item->file, &package, &facts);
    }
}

static void read_folder(struct distributions *seen, const char *folder, const char *file_name,
                        bool may_be_file)
{
    struct mf_capture_run *run = seen->run;
    const char *file = mf_capture_join(run, folder, file_name);
    enum mf_capture_reading reading = MF_CAPTURE_NOT_READ;
    struct mf_view text;
    bool is_file = false;

    if (file != NULL) {
        reading = mf_capture_read_head(run, packages_path, file, METADATA_HEAD, &text);
    }
    if (reading == MF_CAPTURE_MISSING && may_be_file) {
        is_file = true;
        file = folder;
        reading = mf_capture_read_head(run, packages_path, file, METADATA_HEAD, &text);
    }
    if (reading == MF_CAPTURE_MISSING) {
        mf_capture_find(run, MF_FINDING_CAPTURE_PACKAGE, packages_path, folder,
                        "the package is left out: there is no %s in it; is it half installed or removed?",
                        file_name);
    } else if (reading == MF_CAPTURE_READ) {
        note(seen, file, is_file ? NULL : folder, text);
        forget(run, text);
    }
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name);
    size_t end_size = strlen(end);

    return size > end_size && strcmp(name + size - end_size, end) == 0;
}

static void look_into(struct distributions *seen, const char *directory)
{
    struct mf_capture_run *run = seen->run;
    struct mf_capture_names names = { NULL, 0 };

    if (mf_capture_list(run, packages_path, directory, &names) != MF_CAPTURE_READ) {
        return;
    }
    for (uint32_t i = 0; i < names.count && mf_capture_goes_on(run); i++) {
        const char *name = names.items[i];
        bool is_wheel = ends_with(name, ".dist-info");
        const char *folder =
            is_wheel || ends_with(name, ".egg-info") ? mf_capture_join(run, directory, name) : NULL;

        if (folder == NULL) {
            continue;
        }
        if (name[0] == '~') {
            mf_capture_find(run, MF_FINDING_CAPTURE_PACKAGE, packages_path, folder,
                            "the package is left out: pip moved it aside and never finished; remove it");
        } else if (is_wheel) {
            read_folder(seen, folder, "METADATA", false);
        } else {
            read_folder(seen, folder, "PKG-INFO", true);
        }
    }
}

/* --- what hides what --------------------------------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    const struct seen *a = left;
    const struct seen *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

/* Adds the first of each name, and finds those that it hides. */
static void add_first_ones(struct distributions *seen)
{
    const struct seen *first = NULL;

    if (seen->count > 1) {
        qsort(seen->items, seen->count, sizeof *seen->items, compare);
    }
    for (uint32_t i = 0; i < seen->count && mf_capture_goes_on(seen->run); i++) {
        const struct seen *item = &seen->items[i];

        if (first == NULL || strcmp(first->name, item->name) != 0) {
            first = item;
            add(seen->run, item);
        } else {
            mf_capture_find(seen->run, MF_FINDING_CAPTURE_HIDDEN, packages_path, item->file,
                            "%.100s %.100s is left out: Python finds version %.100s first, in %.300s",
                            item->name, item->version, first->version, first->file);
        }
    }
}

void mf_python_distributions_add(struct mf_capture_run *run, const struct mf_python_environment *environment)
{
    struct distributions seen = { .run = run };

    for (uint32_t i = 0; i < environment->directory_count && mf_capture_goes_on(run); i++) {
        look_into(&seen, environment->directories[i]);
    }
    if (mf_capture_goes_on(run)) {
        add_first_ones(&seen);
    }
}
