/* SPDX-License-Identifier: Apache-2.0 */
/* Package URLs, the order of packages, and which of them a dependency means. */
#include "lock/finish.h"

#include "base/buffer.h"
#include "value/ascii.h"
#include "value/package.h"

#include <stdlib.h>

/* What go.sum says of a go.mod file is about that file of the module alone. */
static const char go_file[] = "/go.mod";

/* Takes the part in front of the last '/' off a name. */
static struct mf_view cut_namespace(struct mf_view *name)
{
    size_t at = name->size;
    struct mf_view namespace = { NULL, 0 };

    while (at > 0 && name->data[at - 1] != '/') {
        at--;
    }
    if (at > 0) {
        namespace = mf_view_make(name->data, at - 1);
        *name = mf_view_from(*name, at);
    }
    return namespace;
}

static void make_purl(struct mf_lock_reading *reading, struct mf_lock_package *package)
{
    struct mf_package_qualifier qualifiers[] = {
        { mf_view_of("build"), package->build },
        { mf_view_of("channel"), package->channel },
        { mf_view_of("subdir"), package->subdirectory },
        { mf_view_of("type"), package->archive_type },
    };
    struct mf_package parts = {
        .type = mf_view_of(package->ecosystem),
        .name = mf_view_of(package->name),
        .version = mf_view_of(package->version),
        .qualifiers = qualifiers,
        .qualifier_count = sizeof qualifiers / sizeof qualifiers[0],
    };
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *problem;
    size_t at = parts.version.size < sizeof go_file ? 0 : parts.version.size - (sizeof go_file - 1);

    if (parts.name.size == 0 || !package->is_exact) {
        return;
    }
    if (strcmp(package->ecosystem, "golang") == 0 && strcmp(package->version + at, go_file) == 0) {
        parts.version.size = at;
        parts.subpath = mf_view_of(go_file + 1);
    }
    if (strcmp(package->ecosystem, "npm") == 0 || strcmp(package->ecosystem, "golang") == 0) {
        parts.namespace = cut_namespace(&parts.name);
    }
    problem = mf_package_purl(&buffer, &parts);
    if (problem != NULL) {
        mf_lock_finding(reading, MF_FINDING_LOCK_NAME, package->position, "%s has no package URL: %s",
                        package->name, problem);
    } else if (buffer.status != MF_OK) {
        mf_report_fail(reading->report);
    } else {
        package->purl = mf_lock_keep(reading, mf_buffer_view(&buffer));
    }
    mf_buffer_release(&buffer);
}

static int compare_texts(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;

    return strcmp(*a, *b);
}

/* The digests among the hashes: sorted, each once. */
static void make_digests(struct mf_lock_reading *reading, struct mf_lock_package *package)
{
    uint32_t count = 0;

    if (package->hash_count == 0) {
        return;
    }
    package->digests = mf_arena_alloc_array(reading->arena, package->hash_count, sizeof *package->digests);
    if (package->digests == NULL) {
        return;
    }
    for (uint32_t i = 0; i < package->hash_count; i++) {
        if (package->hashes[i].is_digest) {
            package->digests[count++] = package->hashes[i].spelling;
        }
    }
    qsort(package->digests, count, sizeof *package->digests, compare_texts);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(package->digests[i], package->digests[package->digest_count - 1]) != 0) {
            package->digests[package->digest_count++] = package->digests[i];
        }
    }
}

static int compare_dependencies(const void *left, const void *right)
{
    const struct mf_lock_dependency *a = left;
    const struct mf_lock_dependency *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order : strcmp(a->version, b->version);
}

/* Sorts the dependencies, and leaves each once. */
static void sort_dependencies(struct mf_lock_package *package)
{
    uint32_t count = package->dependency_count;

    if (count < 2) {
        return;
    }
    qsort(package->dependencies, count, sizeof *package->dependencies, compare_dependencies);
    package->dependency_count = 1;
    for (uint32_t i = 1; i < count; i++) {
        if (compare_dependencies(&package->dependencies[i],
                                 &package->dependencies[package->dependency_count - 1]) != 0) {
            package->dependencies[package->dependency_count++] = package->dependencies[i];
        }
    }
}

static int compare_offsets(const struct mf_lock_package *a, const struct mf_lock_package *b)
{
    return (a->position.offset > b->position.offset) - (a->position.offset < b->position.offset);
}

static int compare_purls(const void *left, const void *right)
{
    const struct mf_lock_package *a = *(struct mf_lock_package *const *)left;
    const struct mf_lock_package *b = *(struct mf_lock_package *const *)right;
    int order = strcmp(a->purl, b->purl);

    order = order != 0 ? order : strcmp(a->marker, b->marker);
    return order != 0 ? order : compare_offsets(a, b);
}

/* What one looks for in the index of names. */
struct sought {
    const char *ecosystem;
    const char *platform; /* of conda-lock, which has an environment for each of several; else "" */
    const char *name;
    const char *version; /* NULL: any */
};

static const char *platform_of(const struct mf_lock_reading *reading, const struct mf_lock_package *package)
{
    return reading->format == MF_LOCK_CONDA_LOCK ? package->marker : "";
}

static int compare_sought(const struct sought *sought, const struct sought *package)
{
    int order = strcmp(sought->ecosystem, package->ecosystem);

    order = order != 0 ? order : strcmp(sought->platform, package->platform);
    order = order != 0 ? order : strcmp(sought->name, package->name);
    return order != 0 || sought->version == NULL ? order : strcmp(sought->version, package->version);
}

/* One entry of the index: what a package is found by. */
struct entry {
    struct sought key;
    const struct mf_lock_package *package;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = compare_sought(&a->key, &b->key);

    return order != 0 ? order : compare_offsets(a->package, b->package);
}

static struct entry *make_index(struct mf_lock_reading *reading)
{
    struct entry *index = mf_arena_alloc_array(reading->scratch, reading->count, sizeof *index);

    for (uint32_t i = 0; index != NULL && i < reading->count; i++) {
        const struct mf_lock_package *package = reading->packages[i];

        index[i].key = (struct sought){ package->ecosystem, platform_of(reading, package), package->name,
                                        package->version };
        index[i].package = package;
    }
    if (index != NULL) {
        qsort(index, reading->count, sizeof *index, compare_entries);
    }
    return index;
}

/* The first entry that is not before what is sought, or behind it if `behind`. */
static uint32_t find(const struct entry *index, uint32_t count, const struct sought *sought, bool behind)
{
    uint32_t low = 0;
    uint32_t high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_sought(sought, &index[middle].key);

        if (order > 0 || (order == 0 && behind)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void join(struct mf_lock_reading *reading, const struct entry *index, const char *platform,
                 const char *ecosystem, struct mf_lock_dependency *dependency)
{
    struct sought sought = { ecosystem, platform, dependency->name,
                             *dependency->version == '\0' ? NULL : dependency->version };
    uint32_t first = find(index, reading->count, &sought, false);
    uint32_t end = find(index, reading->count, &sought, true);

    /* Equal ones stand together: where the first and the last are the same package, all are. */
    if (first < end && strcmp(index[first].package->purl, index[end - 1].package->purl) == 0) {
        dependency->package = index[first].package;
    }
}

static void join_dependencies(struct mf_lock_reading *reading)
{
    const struct entry *index = make_index(reading);

    for (uint32_t i = 0; index != NULL && i < reading->count; i++) {
        struct mf_lock_package *package = reading->packages[i];

        for (uint32_t j = 0; j < package->dependency_count; j++) {
            if (package->dependencies[j].package == NULL) {
                join(reading, index, platform_of(reading, package), package->ecosystem,
                     &package->dependencies[j]);
            }
        }
    }
}

void mf_lock_finish(struct mf_lock_reading *reading)
{
    for (uint32_t i = 0; i < reading->count && !mf_lock_failed(reading); i++) {
        make_purl(reading, reading->packages[i]);
        make_digests(reading, reading->packages[i]);
        sort_dependencies(reading->packages[i]);
    }
    if (mf_lock_failed(reading) || reading->count == 0) {
        return;
    }
    qsort(reading->packages, reading->count, sizeof(void *), compare_purls);
    join_dependencies(reading);
    if (!mf_lock_failed(reading)) {
        mf_lock_judge(reading);
    }
}
