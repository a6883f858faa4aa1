/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files and manifests name packages by their URLs, in one canonical spelling: so these are compared as they are. */
#include "lock/listed.h"

#include "value/ascii.h"
#include "value/check.h"

#include <stdlib.h>

const struct mf_lock_package **mf_lock_listed(struct mf_arena *arena, const mf_lock *lock,
                                              uint32_t *ret_count, uint32_t *ret_without)
{
    const struct mf_lock_package **packages =
        mf_arena_alloc_array(arena, lock->count + (size_t)1, sizeof *packages);
    uint32_t without = 0;
    uint32_t count = 0;

    for (uint32_t i = 0; packages != NULL && i < lock->count; i++) {
        const struct mf_lock_package *package = lock->packages[i];

        if (package->kind == MF_LOCK_PROJECT) {
            continue;
        }
        if (*package->purl == '\0') {
            without++;
        } else if (strchr(package->purl, '#') == NULL) { /* which go.mod files alone have */
            packages[count++] = package;
        }
    }
    *ret_count = count;
    if (ret_without != NULL) {
        *ret_without = without;
    }
    return packages;
}

struct mf_view mf_lock_group(const char *purl)
{
    struct mf_view text = mf_view_of(purl);
    size_t at = mf_view_find(text, '@');

    /* With the '@', no group is the beginning of another. */
    return mf_view_make(purl, at < text.size ? at + 1 : text.size);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

uint32_t mf_lock_sort_texts(const char **texts, uint32_t count)
{
    uint32_t kept = 0;

    if (count > 1) {
        qsort(texts, count, sizeof *texts, compare_texts);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || strcmp(texts[kept - 1], texts[i]) != 0) {
            texts[kept++] = texts[i];
        }
    }
    return kept;
}

bool mf_lock_text_is_among(const char *text, const char *const *texts, uint32_t count)
{
    return count > 0 && bsearch(&text, texts, count, sizeof *texts, compare_texts) != NULL;
}

const char **mf_lock_digests(struct mf_arena *arena, const struct mf_lock_package *const *packages,
                             uint32_t count, uint32_t more, uint32_t *ret_count)
{
    size_t most = more;
    const char **digests;
    uint32_t found = 0;

    for (uint32_t i = 0; i < count; i++) {
        most += packages[i]->digest_count;
    }
    digests = mf_arena_alloc_array(arena, most + 1, sizeof *digests);
    for (uint32_t i = 0; digests != NULL && i < count; i++) {
        for (uint32_t j = 0; j < packages[i]->digest_count; j++) {
            if (mf_digest_check(mf_view_of(packages[i]->digests[j]), NULL)) {
                digests[found++] = packages[i]->digests[j];
            }
        }
    }
    *ret_count = digests == NULL ? 0 : mf_lock_sort_texts(digests, found);
    return digests;
}

bool mf_lock_pins(const struct model_dependencies_lockfiles *entry,
                  const struct model_dependencies_packages *package)
{
    return package->lockfile.text != NULL && entry->name.text != NULL &&
           strcmp(package->lockfile.text, entry->name.text) == 0;
}
