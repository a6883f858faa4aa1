/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a lock file up into a manifest that is being made. Everything new is made beside what is there, which is then exchanged: on
 * an error nothing has changed. Both sides are sorted by package URL, so that the cost is that of sorting.
 */
#include "lock/import.h"

#include "base/options.h"
#include "lock/listed.h"
#include "model/builder.h"
#include "value/check.h"
#include "value/number.h"

#include <stdlib.h>

void mf_lock_import_options_init(mf_lock_import_options *options, size_t size)
{
    mf_options_init(options, size);
}

/* --- what the call asks for ------------------------------------------------------------------------------------------------- */

static const struct mf_field *field_of(const struct mf_record *record, const char *name)
{
    return &record->fields[mf_record_find(record, mf_view_of(name), 0)];
}

static bool is_choice(const struct mf_field *field, const char *text)
{
    for (uint8_t i = 0; i < field->choice_count; i++) {
        if (strcmp(field->choices[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static mf_status check_options(const struct mf_lock_importing *importing,
                               const mf_lock_import_options *options, mf_error **reterr)
{
    if (options->path == NULL || !mf_path_check(mf_view_of(options->path), NULL)) {
        return mf_error_argument(reterr,
                                 "a lock file needs a path that is relative to the root of the sources");
    }
    if (options->name != NULL && !mf_name_check(mf_view_of(options->name), NULL)) {
        return mf_error_argument(
            reterr, "this cannot be the name of a lock file: letters, digits and . _ - are good");
    }
    if (options->scope != NULL &&
        !is_choice(field_of(importing->packages->record, "scope"), options->scope)) {
        return mf_error_argument(reterr, "the scope of packages is runtime, build, development or test");
    }
    return MF_OK;
}

/* Finds the entry of the lock file and its name. */
static mf_status choose_name(struct mf_lock_importing *importing, const mf_lock_import_options *options,
                             mf_error **reterr)
{
    struct model_dependencies_lockfiles *entries = importing->dependencies->lockfiles.items;
    struct model_dependencies_lockfiles *by_name = NULL;
    struct model_dependencies_lockfiles *by_path = NULL;

    for (uint32_t i = 0; i < importing->dependencies->lockfiles.count; i++) {
        by_path = mf_scalar_is(&entries[i].path, options->path) ? &entries[i] : by_path;
    }
    importing->name = options->name != NULL                           ? options->name
                      : by_path != NULL && by_path->name.text != NULL ? by_path->name.text
                                                                      : mf_lock_format(importing->lock);
    for (uint32_t i = 0; i < importing->dependencies->lockfiles.count; i++) {
        by_name = mf_scalar_is(&entries[i].name, importing->name) ? &entries[i] : by_name;
    }
    if (by_path != NULL && by_path != by_name) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "the lock file %s is there already, by the name %s",
                            options->path, by_path->name.text == NULL ? "" : by_path->name.text);
    }
    if (by_name != NULL && by_path == NULL && options->name == NULL) {
        return mf_error_set(
            reterr, MF_ERROR_ARGUMENT, "another lock file, %s, has the name %s: give this one a name",
            by_name->path.text == NULL ? "without a path" : by_name->path.text, importing->name);
    }
    importing->entry = by_name;
    return MF_OK;
}

/* --- what is there ---------------------------------------------------------------------------------------------------------- */

static int compare_had(const void *left, const void *right)
{
    const struct mf_lock_had *a = *(struct mf_lock_had *const *)left;
    const struct mf_lock_had *b = *(struct mf_lock_had *const *)right;

    return strcmp(a->package->purl.text, b->package->purl.text);
}

static bool is_of_file(const struct mf_lock_importing *importing,
                       const struct model_dependencies_packages *package)
{
    return mf_scalar_is(&package->lockfile, importing->name);
}

/* The packages that are there, in their order and by URL. False without memory. */
static bool take_stock(struct mf_lock_importing *importing)
{
    const struct mf_list *list = &importing->dependencies->packages;
    const struct model_dependencies_packages *packages = list->items;

    importing->had =
        mf_arena_alloc_array(importing->scratch, list->count + (size_t)1, sizeof *importing->had);
    importing->sorted =
        mf_arena_alloc_array(importing->scratch, list->count + (size_t)1, sizeof *importing->sorted);
    if (importing->had == NULL || importing->sorted == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        importing->had[i].package = &packages[i];
        importing->had[i].is_of_file = is_of_file(importing, &packages[i]);
        if (packages[i].purl.text != NULL) {
            importing->sorted[importing->sorted_count++] = &importing->had[i];
        }
    }
    qsort(importing->sorted, importing->sorted_count, sizeof(void *), compare_had);
    return true;
}

/* The lock file's packages, those of one URL as one. False without memory. */
static bool take_runs(struct mf_lock_importing *importing)
{
    uint32_t count = 0;
    const struct mf_lock_package **locked = mf_lock_listed(importing->scratch, importing->lock, &count, NULL);

    importing->runs = mf_arena_alloc_array(importing->scratch, count + (size_t)1, sizeof *importing->runs);
    for (uint32_t i = 0; locked != NULL && importing->runs != NULL && i < count; i++) {
        struct mf_lock_run *run = &importing->runs[importing->run_count];

        importing->says_requires = importing->says_requires || locked[i]->dependency_count > 0;
        if (i > 0 && strcmp(locked[i]->purl, locked[i - 1]->purl) == 0) {
            run[-1].count++;
            continue;
        }
        *run = (struct mf_lock_run){ .packages = &locked[i], .count = 1 };
        importing->run_count++;
    }
    return locked != NULL && importing->runs != NULL;
}

/* The scope and source that all packages of the lock file have had so far, for those that are new. */
static void take_habits(struct mf_lock_importing *importing)
{
    bool first = true;

    for (uint32_t i = 0; i < importing->sorted_count; i++) {
        const struct model_dependencies_packages *package = importing->sorted[i]->package;

        if (!importing->sorted[i]->is_of_file) {
            continue;
        }
        if (first) {
            importing->usual_scope = package->scope.text;
            importing->usual_source = package->source.text;
        }
        if (importing->usual_scope != NULL && !mf_scalar_is(&package->scope, importing->usual_scope)) {
            importing->usual_scope = NULL;
        }
        if (importing->usual_source != NULL && !mf_scalar_is(&package->source, importing->usual_source)) {
            importing->usual_source = NULL;
        }
        first = false;
    }
}

/* --- what becomes what ------------------------------------------------------------------------------------------------------ */

static void match_equals(struct mf_lock_importing *importing)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < importing->run_count; i++) {
        struct mf_lock_run *run = &importing->runs[i];

        while (at < importing->sorted_count &&
               strcmp(importing->sorted[at]->package->purl.text, run->packages[0]->purl) < 0) {
            at++;
        }
        /* A builder may hold one key twice: each is brought up to date, and building finds it. */
        for (uint32_t j = at; j < importing->sorted_count &&
                              strcmp(importing->sorted[j]->package->purl.text, run->packages[0]->purl) == 0;
             j++) {
            importing->sorted[j]->run = run;
            run->is_there = true;
        }
    }
}

/* What this lock file pinned in another version becomes the new one. */
static void match_versions(struct mf_lock_importing *importing)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < importing->run_count; i++) {
        struct mf_lock_run *run = &importing->runs[i];
        struct mf_view group = mf_lock_group(run->packages[0]->purl);

        if (run->is_there) {
            continue;
        }
        while (at < importing->sorted_count) {
            struct mf_lock_had *had = importing->sorted[at];
            int order = mf_view_compare(mf_lock_group(had->package->purl.text), group);

            if (order > 0) {
                break;
            }
            at++;
            if (order == 0 && had->is_of_file && had->run == NULL) {
                had->run = run;
                had->is_other_version = true;
                run->is_there = true;
                break;
            }
        }
    }
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

static void fill_entry(struct mf_lock_importing *importing, struct model_dependencies_lockfiles *entry)
{
    const mf_lock *lock = importing->lock;
    bool is_sha512 = entry->digest.text != NULL && strncmp(entry->digest.text, "sha512:", 7) == 0;
    struct mf_buffer size = MF_BUFFER_EMPTY;

    mf_buffer_append_unsigned(&size, lock->size);
    mf_buffer_append_byte(&size, '\0');
    mf_lock_import_text(importing, &entry->name, importing->name);
    mf_lock_import_text(importing, &entry->path, importing->path);
    mf_lock_import_text(importing, &entry->format, mf_lock_format(lock));
    mf_lock_import_text(importing, &entry->digest, is_sha512 ? lock->sha512 : lock->sha256);
    if (size.status == MF_OK) {
        mf_lock_import_text(importing, &entry->size, size.data);
    } else {
        importing->is_out_of_memory = true;
    }
    mf_buffer_release(&size);
}

static mf_status failure(const struct mf_lock_importing *importing, mf_error **reterr)
{
    if (mf_arena_status(importing->builder->arena) != MF_OK) {
        return mf_arena_error(importing->builder->arena, reterr);
    }
    return mf_error_memory(reterr);
}

static bool has_failed(const struct mf_lock_importing *importing)
{
    return importing->is_out_of_memory || mf_arena_status(importing->scratch) != MF_OK ||
           mf_arena_status(importing->builder->arena) != MF_OK;
}

/* Puts everything that was made in its place. Adding an entry may fail, so it comes first. */
static mf_status commit(struct mf_lock_importing *importing, struct mf_list *packages, mf_error **reterr)
{
    struct model_dependencies_lockfiles entry = { .head = { 0, 0 } };
    struct model_dependencies *dependencies = importing->dependencies;
    mf_status status = MF_OK;

    if (importing->entry != NULL) {
        entry = *importing->entry;
    }
    fill_entry(importing, &entry);
    if (has_failed(importing)) {
        return failure(importing, reterr);
    }
    if (importing->entry == NULL) {
        importing->entry = mf_builder_add_entry(importing->builder, importing->lockfiles,
                                                &dependencies->lockfiles, reterr, &status);
        if (importing->entry == NULL) {
            return status;
        }
    }
    *importing->entry = entry;
    dependencies->packages = *packages;
    importing->builder->root->dependencies = dependencies;
    return MF_OK;
}

static mf_status import_all(struct mf_lock_importing *importing, const mf_lock_import_options *options,
                            mf_error **reterr)
{
    struct mf_list packages = { NULL, 0, 0 };
    mf_status status = check_options(importing, options, reterr);

    if (status == MF_OK) {
        status = choose_name(importing, options, reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    importing->path = options->path;
    importing->scope = options->scope;
    if (!take_stock(importing) || !take_runs(importing)) {
        return failure(importing, reterr);
    }
    take_habits(importing);
    match_equals(importing);
    match_versions(importing);
    status = mf_lock_import_packages(importing, &packages, reterr);
    return status == MF_OK ? commit(importing, &packages, reterr) : status;
}

mf_status mf_lock_import(const mf_lock *lock, const mf_lock_import_options *options, mf_builder *builder,
                         mf_error **reterr)
{
    struct mf_lock_importing importing = { .lock = lock, .builder = builder };
    mf_lock_import_options ours;
    mf_status status;

    if (lock == NULL || options == NULL || builder == NULL) {
        return mf_error_argument(reterr, "lock, options and builder must not be NULL");
    }
    mf_lock_import_options_init(&ours, sizeof ours);
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    importing.scratch = mf_arena_new(0);
    importing.dependencies = builder->root->dependencies;
    if (importing.dependencies == NULL) {
        importing.dependencies = mf_arena_alloc(builder->arena, sizeof *importing.dependencies);
    }
    if (importing.scratch == NULL || importing.dependencies == NULL) {
        mf_arena_free(importing.scratch);
        return importing.scratch == NULL ? mf_error_memory(reterr) : mf_arena_error(builder->arena, reterr);
    }
    importing.packages = field_of(field_of(&mf_manifest_record, "dependencies")->record, "packages");
    importing.lockfiles = field_of(field_of(&mf_manifest_record, "dependencies")->record, "lockfiles");
    status = import_all(&importing, &ours, reterr);
    mf_arena_free(importing.scratch);
    return status;
}
