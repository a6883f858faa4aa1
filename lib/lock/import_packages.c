/* SPDX-License-Identifier: Apache-2.0 */
/* The packages of a manifest after a lock file was imported. */
#include "lock/import.h"
#include "lock/listed.h"
#include "value/check.h"
#include "value/secret.h"
#include "value/uri.h"

typedef struct model_dependencies_packages listed_package;

void mf_lock_import_text(struct mf_lock_importing *importing, struct mf_scalar *scalar, const char *text)
{
    struct mf_view view = mf_view_of(text);
    const char *copy = mf_arena_copy(importing->builder->arena, view);

    if (copy != NULL) {
        *scalar = (struct mf_scalar){ copy, (uint32_t)view.size, MF_SPELLED_FREELY };
    }
}

/* --- lists of texts --------------------------------------------------------------------------------------------------------- */

/* Makes a list hold copies of texts. The old one stays as it is, for nothing has changed yet. */
static void set_list(struct mf_lock_importing *importing, struct mf_list *list, const char *const *texts,
                     uint32_t count)
{
    /* By the arena's resize, since a builder appends to it. */
    struct mf_scalar *items = mf_arena_resize(importing->builder->arena, NULL, count * sizeof *items);

    *list = (struct mf_list){ NULL, 0, 0 };
    if (items == NULL) {
        return;
    }
    memset(items, 0, count * sizeof *items);
    for (uint32_t i = 0; i < count; i++) {
        mf_lock_import_text(importing, &items[i], texts[i]);
    }
    *list = (struct mf_list){ items, count, 0 };
}

/* --- one package ------------------------------------------------------------------------------------------------------------ */

/* How many of the digests that a package has are among those. */
static uint32_t count_common(const listed_package *package, const char *const *digests, uint32_t count)
{
    const struct mf_scalar *ours = package->digests.items;
    uint32_t common = 0;

    for (uint32_t i = 0; i < package->digests.count; i++) {
        common += ours[i].text != NULL && mf_lock_text_is_among(ours[i].text, digests, count);
    }
    return common;
}

/* A choice among the lock file's digests stays; of a package that another lock file pins, also what only that one has. */
static void update_digests(struct mf_lock_importing *importing, listed_package *package,
                           const struct mf_lock_run *run, bool is_of_other)
{
    const struct mf_scalar *ours = package->digests.items;
    uint32_t had = package->digests.count;
    uint32_t count = 0;
    const char **digests = mf_lock_digests(importing->scratch, run->packages, run->count, had, &count);
    uint32_t common = digests == NULL ? 0 : count_common(package, digests, count);

    if (count == 0 || (had > 0 && common == had) || (is_of_other && common > 0)) {
        return;
    }
    for (uint32_t i = 0; is_of_other && i < had; i++) {
        if (ours[i].text != NULL) {
            digests[count++] = ours[i].text;
        }
    }
    set_list(importing, &package->digests, digests, mf_lock_sort_texts(digests, count));
}

/* What the lock file says that the packages of a run need, itself aside. */
static void update_requires(struct mf_lock_importing *importing, listed_package *package,
                            const struct mf_lock_run *run)
{
    const char **needed;
    size_t most = 0;
    uint32_t count = 0;

    for (uint32_t i = 0; i < run->count; i++) {
        most += run->packages[i]->dependency_count;
    }
    needed = mf_arena_alloc_array(importing->scratch, most + 1, sizeof *needed);
    for (uint32_t i = 0; needed != NULL && i < run->count; i++) {
        for (uint32_t j = 0; j < run->packages[i]->dependency_count; j++) {
            const struct mf_lock_package *other = run->packages[i]->dependencies[j].package;

            if (other != NULL && other->kind != MF_LOCK_PROJECT && *other->purl != '\0' &&
                strcmp(other->purl, run->packages[0]->purl) != 0) {
                needed[count++] = other->purl;
            }
        }
    }
    if (needed != NULL) {
        set_list(importing, &package->requires, needed, mf_lock_sort_texts(needed, count));
    }
}

/* An address that may stand in a manifest: a URI, and nobody's password. */
static bool is_public(struct mf_view address)
{
    struct mf_uri uri;
    struct mf_secret secret;

    return mf_uri_check(address, NULL) && mf_uri_split(address, &uri) &&
           (uri.user.data == NULL || mf_view_is(uri.user, "git")) &&
           !mf_secret_find(address, MF_SECRET_IN_ADDRESS, &secret);
}

/* Where it comes from, if that is no registry. */
static void update_origin(struct mf_lock_importing *importing, listed_package *package,
                          const struct mf_lock_package *locked)
{
    package->origin = (struct mf_scalar){ NULL, 0, 0 };
    package->editable = (struct mf_scalar){ NULL, 0, 0 };
    if ((locked->kind == MF_LOCK_URL || locked->kind == MF_LOCK_VCS || locked->kind == MF_LOCK_EDITABLE) &&
        is_public(mf_view_of(locked->source))) {
        mf_lock_import_text(importing, &package->origin, locked->source);
    }
    if (locked->kind == MF_LOCK_EDITABLE) {
        mf_lock_import_text(importing, &package->editable, "true");
        package->editable.at = MF_SPELLED_BOOL;
    }
}

/* Brings an entry up to date, which another lock file may pin as well. */
static void update(struct mf_lock_importing *importing, listed_package *package,
                   const struct mf_lock_run *run)
{
    bool is_in_image = mf_scalar_is(&package->in_image, "true");
    bool is_of_other = package->lockfile.text != NULL && !mf_scalar_is(&package->lockfile, importing->name);

    if (is_of_other) {
        update_digests(importing, package, run, true);
        return;
    }
    if (package->lockfile.text == NULL && !is_in_image) {
        mf_lock_import_text(importing, &package->lockfile, importing->name);
    }
    if (importing->scope != NULL) {
        mf_lock_import_text(importing, &package->scope, importing->scope);
    } else if (package->scope.text == NULL) {
        mf_lock_import_text(importing, &package->scope,
                            importing->usual_scope == NULL ? "runtime" : importing->usual_scope);
    }
    update_digests(importing, package, run, false);
    update_origin(importing, package, run->packages[0]);
    if (importing->says_requires) {
        update_requires(importing, package, run);
    }
}

static void add(struct mf_lock_importing *importing, listed_package *package, const struct mf_lock_run *run)
{
    memset(package, 0, sizeof *package);
    mf_lock_import_text(importing, &package->purl, run->packages[0]->purl);
    if (importing->usual_source != NULL && run->packages[0]->kind == MF_LOCK_REGISTRY) {
        mf_lock_import_text(importing, &package->source, importing->usual_source);
    }
    update(importing, package, run);
}

/* Another version has other bytes: what was said of those of the old one goes. */
static void change_version(struct mf_lock_importing *importing, listed_package *package,
                           const struct mf_lock_had *had)
{
    *package = (listed_package){ .scope = had->package->scope,
                                 .source = had->package->source,
                                 .lockfile = had->package->lockfile,
                                 .requires = had->package->requires };
    mf_lock_import_text(importing, &package->purl, had->run->packages[0]->purl);
    update(importing, package, had->run);
}

/* --- all packages ----------------------------------------------------------------------------------------------------------- */

static const struct mf_lock_had *find_had(const struct mf_lock_importing *importing, const char *purl)
{
    uint32_t low = 0;
    uint32_t high = importing->sorted_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(purl, importing->sorted[middle]->package->purl.text);

        if (order == 0) {
            return importing->sorted[middle];
        }
        low = order > 0 ? middle + 1 : low;
        high = order > 0 ? high : middle;
    }
    return NULL;
}

/* What a package needs that has become another version; one that is gone is needed no longer by those of the same lock file. */
static void follow_versions(struct mf_lock_importing *importing, listed_package *package)
{
    const struct mf_scalar *needed = package->requires.items;
    bool is_of_file = mf_scalar_is(&package->lockfile, importing->name);
    const char **texts;
    uint32_t count = 0;
    bool is_changed = false;

    if (package->requires.count == 0) {
        return;
    }
    texts = mf_arena_alloc_array(importing->scratch, package->requires.count, sizeof *texts);
    for (uint32_t i = 0; texts != NULL && i < package->requires.count; i++) {
        const struct mf_lock_had *had = needed[i].text == NULL ? NULL : find_had(importing, needed[i].text);
        bool is_gone = had != NULL && had->run == NULL && had->is_of_file && is_of_file;

        is_changed = is_changed || is_gone || (had != NULL && had->is_other_version);
        if (needed[i].text != NULL && !is_gone) {
            texts[count++] =
                had != NULL && had->is_other_version ? had->run->packages[0]->purl : needed[i].text;
        }
    }
    if (is_changed) {
        set_list(importing, &package->requires, texts, mf_lock_sort_texts(texts, count));
    }
}

static bool stays(const struct mf_lock_had *had)
{
    return had->run != NULL || !had->is_of_file;
}

static size_t count_packages(const struct mf_lock_importing *importing)
{
    size_t count = 0;

    for (uint32_t i = 0; i < importing->dependencies->packages.count; i++) {
        count += stays(&importing->had[i]);
    }
    for (uint32_t i = 0; i < importing->run_count; i++) {
        count += !importing->runs[i].is_there;
    }
    return count;
}

static uint32_t fill(struct mf_lock_importing *importing, listed_package *packages)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < importing->dependencies->packages.count; i++) {
        const struct mf_lock_had *had = &importing->had[i];

        if (had->is_other_version) {
            change_version(importing, &packages[count++], had);
        } else if (stays(had)) {
            packages[count] = *had->package;
            if (had->run != NULL) {
                update(importing, &packages[count], had->run);
            }
            count++;
        }
    }
    for (uint32_t i = 0; i < importing->run_count; i++) {
        if (!importing->runs[i].is_there) {
            add(importing, &packages[count++], &importing->runs[i]);
        }
    }
    return count;
}

mf_status mf_lock_import_packages(struct mf_lock_importing *importing, struct mf_list *ret_packages,
                                  mf_error **reterr)
{
    size_t count = count_packages(importing);
    struct mf_arena *arena = importing->builder->arena;
    listed_package *packages;

    if (count > importing->builder->limits.entries) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "a list may not have more than %u entries",
                            importing->builder->limits.entries);
    }
    packages = count == 0 ? NULL : mf_arena_resize(arena, NULL, count * sizeof *packages);
    if (packages == NULL && count > 0) {
        return mf_arena_error(arena, reterr);
    }
    ret_packages->items = packages;
    ret_packages->count = fill(importing, packages);
    for (uint32_t i = 0; i < ret_packages->count; i++) {
        follow_versions(importing, &packages[i]);
    }
    return MF_OK;
}
