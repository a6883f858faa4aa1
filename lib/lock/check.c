/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Package by package, hash by hash. Both sides are sorted by package URL; those that are equal up to the version form a group, in
 * which what is left over on both sides is one package in different versions.
 */
#include "lock/check.h"

#include "base/buffer.h"
#include "lock/listed.h"
#include "model/locate.h"

#include <stdarg.h>
#include <stdio.h>

enum { REPORT_MEMORY = 64 * 1024 * 1024, LONGEST_MESSAGE = 1000 };

typedef struct model_dependencies_packages listed_package;

/* How far a digest of the manifest was found in lock files. */
enum mf_digest_standing {
    DIGEST_UNKNOWN,    /* none has a digest of this algorithm */
    DIGEST_NOT_FOUND,  /* one has, and it is another one */
    DIGEST_IS_ALLOWED, /* one has it */
};

/* One comparison of a lock file with the packages of the manifest. */
struct comparison {
    struct mf_lock_checking *checking;
    const struct model_dependencies_lockfiles *entry;
    bool is_proven;
    struct mf_arena *arena;
    const struct mf_lock_package **locked; /* by package URL */
    bool *is_used; /* of each of them: it was compared, or said to be another version */
    uint32_t locked_count;
    const listed_package *listed; /* by package URL */
    bool *is_equal;               /* of each of them: the lock file has it */
    uint32_t listed_count;
};

/* Those of both sides that are one package in whatever versions: first, and behind the last. */
struct group {
    uint32_t locked;
    uint32_t locked_end;
    uint32_t listed;
    uint32_t listed_end;
};

/* --- a checking ----------------------------------------------------------------------------------------------------------- */

static mf_status make_standings(struct mf_lock_checking *checking, mf_error **reterr)
{
    const struct mf_list *packages = &checking->dependencies->packages;
    const listed_package *package = packages->items;

    checking->standings =
        mf_arena_alloc_array(checking->arena, packages->count + (size_t)1, sizeof *checking->standings);
    for (uint32_t i = 0; checking->standings != NULL && i < packages->count; i++) {
        checking->standings[i].digests =
            mf_arena_alloc(checking->arena, package[i].digests.count + (size_t)1);
    }
    return mf_arena_status(checking->arena) == MF_OK ? MF_OK : mf_arena_error(checking->arena, reterr);
}

mf_status mf_lock_checking_begin(struct mf_lock_checking *checking, const mf_manifest *manifest,
                                 uint32_t maximum_findings, mf_error **reterr)
{
    *checking = (struct mf_lock_checking){ .manifest = manifest,
                                           .dependencies = manifest->root->dependencies,
                                           .report = mf_report_new(maximum_findings, REPORT_MEMORY),
                                           .arena = mf_arena_new(0) };
    if (checking->report == NULL || checking->arena == NULL) {
        return mf_error_memory(reterr);
    }
    return checking->dependencies == NULL ? MF_OK : make_standings(checking, reterr);
}

void mf_lock_checking_end(struct mf_lock_checking *checking)
{
    mf_arena_free(checking->arena);
    (void)mf_report_unref(checking->report);
}

void mf_lock_check_finding(struct mf_lock_checking *checking, enum mf_finding_code code, const void *value,
                           const char *format, ...)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_location location;
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (mf_report_counts_only(checking->report, code)) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    (void)mf_locate(mf_schema_manifest.record, checking->manifest->root, value, &location);
    mf_trail_append(&path, &location.trail, location.trail.count);
    if (path.status == MF_OK) {
        struct mf_finding_facts facts = { .code = code,
                                          .position =
                                              mf_places_position(&checking->manifest->places, location.at),
                                          .path = mf_buffer_view(&path) };

        mf_report_add(checking->report, &facts, "%s", message);
    } else {
        mf_report_fail(checking->report);
    }
    mf_buffer_release(&path);
}

/* --- digests -------------------------------------------------------------------------------------------------------------- */

static struct mf_lock_standing *standing_of(const struct comparison *comparison, const listed_package *listed)
{
    return &comparison->checking->standings[listed - comparison->listed];
}

/* How one digest stands towards those of which any may be installed. They are sorted. */
static enum mf_digest_standing stand(const struct mf_scalar *digest, const char *const *digests,
                                     uint32_t count)
{
    size_t algorithm = strcspn(digest->text, ":");

    if (mf_lock_text_is_among(digest->text, digests, count)) {
        return DIGEST_IS_ALLOWED;
    }
    /* There are two algorithms: if one of the digests is of this one, the first or the last is. */
    if (count > 0 && (strncmp(digests[0], digest->text, algorithm) == 0 ||
                      strncmp(digests[count - 1], digest->text, algorithm) == 0)) {
        return DIGEST_NOT_FOUND;
    }
    return DIGEST_UNKNOWN;
}

/* The best standing that a digest of the package has towards this lock file. */
static enum mf_digest_standing compare_digests(struct comparison *comparison, const listed_package *listed,
                                               const char *const *locked, uint32_t count)
{
    const struct mf_scalar *digests = listed->digests.items;
    uint8_t *standings = standing_of(comparison, listed)->digests;
    enum mf_digest_standing best = DIGEST_UNKNOWN;

    for (uint32_t i = 0; i < listed->digests.count; i++) {
        enum mf_digest_standing standing = stand(&digests[i], locked, count);

        standings[i] = standing > standings[i] ? (uint8_t)standing : standings[i];
        best = standing > best ? standing : best;
    }
    return best;
}

/* Says why nobody can tell whether both mean the same archive; not of what the digest of the image or of another package covers. */
static void find_unverified(struct comparison *comparison, const listed_package *listed,
                            const struct mf_lock_package *locked, uint32_t digest_count)
{
    struct mf_lock_standing *standing = standing_of(comparison, listed);
    const char *lock = comparison->entry->name.text;

    if (mf_scalar_is(&listed->in_image, "true") || locked->is_covered || standing->has_finding) {
        return;
    }
    standing->has_finding = true;
    if (digest_count == 0) {
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_UNVERIFIED, listed,
                              "%s is not verified: the lock file %s has no digest of it", listed->purl.text,
                              lock);
    } else if (listed->digests.count == 0) {
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_UNVERIFIED, listed,
                              "%s is not verified: it has no digest here, and %s in the lock file %s",
                              listed->purl.text, digest_count == 1 ? "one" : "several", lock);
    } else {
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_UNVERIFIED, &listed->digests,
                              "%s is not verified: the lock file %s has digests of another algorithm",
                              listed->purl.text, lock);
    }
}

/* A package that both sides have; the lock file perhaps several times, under different conditions. */
static void compare_package(struct comparison *comparison, const listed_package *listed,
                            const struct mf_lock_package **packages, uint32_t count)
{
    struct mf_lock_standing *standing = standing_of(comparison, listed);
    uint32_t digest_count = 0;
    const char **digests = mf_lock_digests(comparison->arena, packages, count, 0, &digest_count);
    enum mf_digest_standing best = compare_digests(comparison, listed, digests, digest_count);

    standing->is_pinned = true;
    standing->is_unverified = standing->is_unverified || !comparison->is_proven || best != DIGEST_IS_ALLOWED;
    if (best == DIGEST_NOT_FOUND) {
        standing->has_finding = true;
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_DIGEST, &listed->digests,
                              "the lock file %s, in line %u, allows none of the digests that %s has here",
                              comparison->entry->name.text, packages[0]->position.line, listed->purl.text);
    } else if (best == DIGEST_UNKNOWN) {
        find_unverified(comparison, listed, packages[0], digest_count);
    }
}

void mf_lock_check_digests(struct mf_lock_checking *checking, size_t *ret_pinned, size_t *ret_verified)
{
    uint32_t count = checking->dependencies == NULL ? 0 : checking->dependencies->packages.count;
    const listed_package *listed = count == 0 ? NULL : checking->dependencies->packages.items;

    *ret_pinned = 0;
    *ret_verified = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct mf_lock_standing *standing = &checking->standings[i];
        const struct mf_scalar *digests = listed[i].digests.items;

        for (uint32_t j = 0; standing->is_pinned && j < listed[i].digests.count; j++) {
            if (standing->digests[j] == DIGEST_NOT_FOUND && !standing->has_finding) {
                mf_lock_check_finding(checking, MF_FINDING_LOCK_PACKAGE_DIGEST, &digests[j],
                                      "no lock file allows this digest for %s", listed[i].purl.text);
            }
            standing->is_unverified = standing->is_unverified || standing->digests[j] != DIGEST_IS_ALLOWED;
        }
        *ret_pinned += standing->is_pinned;
        *ret_verified += standing->is_pinned && !standing->is_unverified;
    }
}

/* --- packages --------------------------------------------------------------------------------------------------------------- */

/* Behind the last entry of the lock file that is the same package as the one at `i`. */
static uint32_t end_of_equals(const struct comparison *comparison, uint32_t i, uint32_t end)
{
    uint32_t j = i + 1;

    while (j < end && strcmp(comparison->locked[i]->purl, comparison->locked[j]->purl) == 0) {
        j++;
    }
    return j;
}

/* Compares what is equal with its version. True if anything is. */
static bool compare_equals(struct comparison *comparison, const struct group *group)
{
    bool any = false;
    uint32_t j = group->listed;

    for (uint32_t i = group->locked; i < group->locked_end;) {
        uint32_t end = end_of_equals(comparison, i, group->locked_end);

        while (j < group->listed_end &&
               strcmp(comparison->listed[j].purl.text, comparison->locked[i]->purl) < 0) {
            j++;
        }
        if (j < group->listed_end &&
            strcmp(comparison->listed[j].purl.text, comparison->locked[i]->purl) == 0) {
            compare_package(comparison, &comparison->listed[j], &comparison->locked[i], end - i);
            memset(&comparison->is_used[i], true, end - i);
            comparison->is_equal[j++] = true;
            any = true;
        }
        i = end;
    }
    return any;
}

/* The next entry of the lock file that nothing was compared with yet; the end if there is none. */
static uint32_t next_unused(const struct comparison *comparison, uint32_t i, uint32_t end)
{
    while (i < end && comparison->is_used[i]) {
        i++;
    }
    return i;
}

/*
 * A package of the manifest that the lock file does not have, in a group where it may have another version. Without `lockfile` it
 * is taken for the lock file's only where nothing else is.
 */
static void find_other_version(struct comparison *comparison, const struct group *group,
                               const listed_package *listed, bool any_equal, uint32_t *unused)
{
    bool is_of_file = mf_lock_pins(comparison->entry, listed);

    if (!is_of_file && (listed->lockfile.text != NULL || any_equal)) {
        return;
    }
    *unused = next_unused(comparison, *unused, group->locked_end);
    if (*unused < group->locked_end) {
        const struct mf_lock_package *locked = comparison->locked[*unused];

        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_VERSION, &listed->purl,
                              "the lock file %s, in line %u, pins %s instead of %s",
                              comparison->entry->name.text, locked->position.line, locked->purl,
                              listed->purl.text);
        memset(&comparison->is_used[*unused], true,
               end_of_equals(comparison, *unused, group->locked_end) - *unused);
    } else if (is_of_file) {
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_EXTRA, &listed->purl,
                              "the lock file %s does not pin %s", comparison->entry->name.text,
                              listed->purl.text);
    }
}

/* What the manifest does not list: no disagreement if it need not, or if a condition decides whether it is installed. */
static void find_missing(struct comparison *comparison, const struct group *group)
{
    for (uint32_t i = group->locked; i < group->locked_end;) {
        uint32_t end = end_of_equals(comparison, i, group->locked_end);
        bool is_conditional = true;

        for (uint32_t j = i; j < end; j++) {
            is_conditional = is_conditional && *comparison->locked[j]->marker != '\0';
        }
        if (!comparison->is_used[i] && !is_conditional) {
            mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_MISSING, comparison->entry,
                                  "%s, in line %u of the lock file, is not among the packages",
                                  comparison->locked[i]->purl, comparison->locked[i]->position.line);
        }
        i = end;
    }
}

static void compare_group(struct comparison *comparison, const struct group *group)
{
    bool any_equal = compare_equals(comparison, group);
    uint32_t unused = group->locked;

    for (uint32_t j = group->listed; j < group->listed_end; j++) {
        if (!comparison->is_equal[j]) {
            find_other_version(comparison, group, &comparison->listed[j], any_equal, &unused);
        }
    }
    if (!mf_scalar_is(&comparison->entry->complete, "true")) {
        find_missing(comparison, group);
    }
}

/* Goes through both sides at once, group by group. */
static void compare_packages(struct comparison *comparison)
{
    struct group group = { 0, 0, 0, 0 };

    while (group.locked < comparison->locked_count || group.listed < comparison->listed_count) {
        struct mf_view locked = group.locked == comparison->locked_count
                                    ? mf_view_make(NULL, 0)
                                    : mf_lock_group(comparison->locked[group.locked]->purl);
        struct mf_view listed = group.listed == comparison->listed_count
                                    ? mf_view_make(NULL, 0)
                                    : mf_lock_group(comparison->listed[group.listed].purl.text);
        int order = locked.data == NULL ? 1 : listed.data == NULL ? -1 : mf_view_compare(locked, listed);

        while (order <= 0 && group.locked_end < comparison->locked_count &&
               mf_view_equal(mf_lock_group(comparison->locked[group.locked_end]->purl), locked)) {
            group.locked_end++;
        }
        while (order >= 0 && group.listed_end < comparison->listed_count &&
               mf_view_equal(mf_lock_group(comparison->listed[group.listed_end].purl.text), listed)) {
            group.listed_end++;
        }
        compare_group(comparison, &group);
        group.locked = group.locked_end;
        group.listed = group.listed_end;
    }
}

static void report_unpinned(struct comparison *comparison, uint32_t count)
{
    if (count > 0) {
        mf_lock_check_finding(comparison->checking, MF_FINDING_LOCK_PACKAGE_UNPINNED, comparison->entry,
                              "%u %s of the lock file cannot be compared: no exact version, or no archive",
                              count, count == 1 ? "package" : "packages");
    }
}

void mf_lock_check_packages(struct mf_lock_checking *checking,
                            const struct model_dependencies_lockfiles *entry, const mf_lock *lock,
                            bool is_proven)
{
    struct comparison comparison = { .checking = checking,
                                     .entry = entry,
                                     .is_proven = is_proven,
                                     .listed = checking->dependencies->packages.items,
                                     .listed_count = checking->dependencies->packages.count };
    struct mf_arena *arena = mf_arena_new(0);
    uint32_t without = 0;

    comparison.arena = arena;
    if (arena != NULL) {
        comparison.locked = mf_lock_listed(arena, lock, &comparison.locked_count, &without);
        comparison.is_used = mf_arena_alloc(arena, lock->count + (size_t)1);
        comparison.is_equal = mf_arena_alloc(arena, comparison.listed_count + (size_t)1);
    }
    if (arena == NULL || mf_arena_status(arena) != MF_OK) {
        mf_report_fail(checking->report);
    } else {
        report_unpinned(&comparison, without);
        compare_packages(&comparison);
        if (mf_arena_status(arena) != MF_OK) {
            mf_report_fail(checking->report);
        }
    }
    mf_arena_free(arena);
}
