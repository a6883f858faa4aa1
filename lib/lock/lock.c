/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a lock file, and what can be asked of it. */
#include "lock/lock.h"

#include <stdlib.h>

static const char *const format_names[MF_LOCK_FORMAT_COUNT] = {
    [MF_LOCK_REQUIREMENTS] = "requirements",
    [MF_LOCK_PYLOCK] = "pylock",
    [MF_LOCK_UV] = "uv",
    [MF_LOCK_POETRY] = "poetry",
    [MF_LOCK_PIPFILE] = "pipfile",
    [MF_LOCK_CONDA_LOCK] = "conda-lock",
    [MF_LOCK_CONDA_EXPLICIT] = "conda-explicit",
    [MF_LOCK_NPM] = "npm",
    [MF_LOCK_CARGO] = "cargo",
    [MF_LOCK_GO] = "go",
};

const char *mf_lock_format_name(enum mf_lock_format format)
{
    return format_names[format];
}

enum mf_lock_format mf_lock_format_named(const char *name)
{
    int format = 0;

    while (format < MF_LOCK_FORMAT_COUNT && strcmp(format_names[format], name) != 0) {
        format++;
    }
    return (enum mf_lock_format)format;
}

mf_lock *mf_lock_ref(mf_lock *lock)
{
    if (lock != NULL) {
        mf_reference_take(&lock->reference);
    }
    return lock;
}

mf_lock *mf_lock_unref(mf_lock *lock)
{
    if (lock != NULL && mf_reference_give(&lock->reference)) {
        mf_arena_free(lock->arena);
        free(lock);
    }
    return NULL;
}

const char *mf_lock_format(const mf_lock *lock)
{
    return lock == NULL ? "" : mf_lock_format_name(lock->format);
}

size_t mf_lock_count(const mf_lock *lock)
{
    return lock == NULL ? 0 : lock->count;
}

const mf_lock_package *mf_lock_package_at(const mf_lock *lock, size_t index)
{
    return lock == NULL || index >= lock->count ? NULL : lock->packages[index];
}

const char *mf_lock_package_name(const mf_lock_package *package)
{
    return package == NULL ? "" : package->name;
}

const char *mf_lock_package_written_name(const mf_lock_package *package)
{
    return package == NULL ? "" : package->written;
}

const char *mf_lock_package_version(const mf_lock_package *package)
{
    return package == NULL ? "" : package->version;
}

const char *mf_lock_package_ecosystem(const mf_lock_package *package)
{
    return package == NULL ? "" : package->ecosystem;
}

const char *mf_lock_package_purl(const mf_lock_package *package)
{
    return package == NULL ? "" : package->purl;
}

const char *mf_lock_package_kind(const mf_lock_package *package)
{
    static const char *const names[] = {
        [MF_LOCK_REGISTRY] = "registry", [MF_LOCK_URL] = "url",           [MF_LOCK_VCS] = "vcs",
        [MF_LOCK_PATH] = "path",         [MF_LOCK_EDITABLE] = "editable", [MF_LOCK_PROJECT] = "project",
    };

    return package == NULL ? "" : names[package->kind];
}

const char *mf_lock_package_source(const mf_lock_package *package)
{
    return package == NULL ? "" : package->source;
}

const char *mf_lock_package_marker(const mf_lock_package *package)
{
    return package == NULL ? "" : package->marker;
}

size_t mf_lock_package_digest_count(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->digest_count;
}

const char *mf_lock_package_digest(const mf_lock_package *package, size_t index)
{
    return package == NULL || index >= package->digest_count ? "" : package->digests[index];
}

size_t mf_lock_package_hash_count(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->hash_count;
}

const char *mf_lock_package_hash(const mf_lock_package *package, size_t index)
{
    return package == NULL || index >= package->hash_count ? "" : package->hashes[index].written;
}

size_t mf_lock_package_dependency_count(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->dependency_count;
}

const char *mf_lock_package_dependency(const mf_lock_package *package, size_t index)
{
    return package == NULL || index >= package->dependency_count ? "" : package->dependencies[index].name;
}

const mf_lock_package *mf_lock_package_dependency_package(const mf_lock_package *package, size_t index)
{
    return package == NULL || index >= package->dependency_count ? NULL
                                                                 : package->dependencies[index].package;
}

uint32_t mf_lock_package_line(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->position.line;
}

uint32_t mf_lock_package_column(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->position.column;
}

size_t mf_lock_package_offset(const mf_lock_package *package)
{
    return package == NULL ? 0 : package->position.offset;
}
