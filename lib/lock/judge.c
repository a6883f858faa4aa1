/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a lock file that is well-formed: packages twice, without a digest, from somewhere else. */
#include "lock/finish.h"

#include "value/ascii.h"
#include "value/uri.h"

#include <stdlib.h>

/* Size of the algorithm that a hash begins with, the ':' included. */
static size_t algorithm_size(const char *hash)
{
    return strcspn(hash, ":") + 1;
}

static int compare_texts(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;

    return strcmp(*a, *b);
}

/* The hashes of a package, sorted; equal ones are not told apart. NULL without memory. */
static const char **sorted_hashes(struct mf_lock_reading *reading, const struct mf_lock_package *package)
{
    const char **hashes = mf_arena_alloc_array(reading->scratch, package->hash_count, sizeof *hashes);

    for (uint32_t i = 0; hashes != NULL && i < package->hash_count; i++) {
        hashes[i] = package->hashes[i].spelling;
    }
    if (hashes != NULL) {
        qsort(hashes, package->hash_count, sizeof *hashes, compare_texts);
    }
    return hashes;
}

/* Does a sorted list hold a hash of the algorithm of this one? */
static bool has_algorithm(const char *const *hashes, uint32_t count, const char *hash)
{
    size_t size = algorithm_size(hash);
    uint32_t low = 0;

    while (count > 0) {
        uint32_t half = count / 2;
        int order = strncmp(hashes[low + half], hash, size);

        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return false;
}

/* True if the lists differ in an algorithm that both have. */
static bool disagree(const char *const *left, uint32_t left_count, const char *const *right,
                     uint32_t right_count)
{
    uint32_t i = 0;
    uint32_t j = 0;

    while (i < left_count || j < right_count) {
        int order = i == left_count ? 1 : j == right_count ? -1 : strcmp(left[i], right[j]);

        if (order == 0) {
            i++;
            j++;
        } else if (order < 0) {
            if (has_algorithm(right, right_count, left[i++])) {
                return true;
            }
        } else if (has_algorithm(left, left_count, right[j++])) {
            return true;
        }
    }
    return false;
}

static void report_repeated(struct mf_lock_reading *reading, const struct mf_lock_package *first,
                            const struct mf_lock_package *second, const char *what)
{
    const struct mf_lock_package *later = second->position.offset < first->position.offset ? first : second;
    const struct mf_lock_package *earlier = later == first ? second : first;
    struct mf_related_facts facts = { .position = earlier->position, .note = "the other one" };

    mf_lock_finding(reading, MF_FINDING_LOCK_REPEATED, later->position,
                    "%s stands here again with other %s than in line %u", later->name, what,
                    earlier->position.line);
    if (mf_report_takes_related(reading->report)) {
        mf_report_relate(reading->report, &facts);
    }
}

/* One version with different hashes. Equal URLs are neighbours, and so are equal markers among them. */
static void judge_hashes(struct mf_lock_reading *reading)
{
    for (uint32_t i = 1; i < reading->count && !mf_lock_failed(reading); i++) {
        const struct mf_lock_package *first = reading->packages[i - 1];
        const struct mf_lock_package *second = reading->packages[i];
        const char **left;
        const char **right;

        if (*second->purl == '\0' || strcmp(first->purl, second->purl) != 0 ||
            strcmp(first->marker, second->marker) != 0 || first->hash_count == 0 || second->hash_count == 0) {
            continue;
        }
        left = sorted_hashes(reading, first);
        right = sorted_hashes(reading, second);
        if (left != NULL && right != NULL && disagree(left, first->hash_count, right, second->hash_count)) {
            report_repeated(reading, first, second, "hashes");
        }
    }
}

static int compare_names(const void *left, const void *right)
{
    const struct mf_lock_package *a = *(struct mf_lock_package *const *)left;
    const struct mf_lock_package *b = *(struct mf_lock_package *const *)right;
    int order = strcmp(a->name, b->name);

    order = order != 0 ? order : strcmp(a->marker, b->marker);
    return order != 0 ? order
                      : (a->position.offset > b->position.offset) - (a->position.offset < b->position.offset);
}

/* One package with different versions, where only one can be installed: pip refuses that. */
static void judge_versions(struct mf_lock_reading *reading)
{
    struct mf_lock_package **packages =
        mf_arena_alloc_array(reading->scratch, reading->count, sizeof(void *));

    if (packages == NULL) {
        return;
    }
    memcpy(packages, reading->packages, reading->count * sizeof(void *));
    qsort(packages, reading->count, sizeof(void *), compare_names);
    for (uint32_t i = 1; i < reading->count; i++) {
        const struct mf_lock_package *first = packages[i - 1];
        const struct mf_lock_package *second = packages[i];

        if (*second->name != '\0' && strcmp(first->name, second->name) == 0 &&
            strcmp(first->marker, second->marker) == 0 && strcmp(first->version, second->version) != 0) {
            report_repeated(reading, first, second, "versions");
        }
    }
}

/* Must the package have a digest before anybody can verify it? Those of Go are verified by a hash of its own. */
static bool wants_digest(const struct mf_lock_reading *reading, const struct mf_lock_package *package)
{
    return !package->is_covered && reading->format != MF_LOCK_GO &&
           (package->kind == MF_LOCK_REGISTRY || package->kind == MF_LOCK_URL);
}

/* One package without digest, or `count` of them at once. */
static void report_lacking(struct mf_lock_reading *reading, const struct mf_lock_package *package,
                           uint32_t count)
{
    bool is_weak = package->hash_count > 0;
    enum mf_finding_code code = is_weak ? MF_FINDING_LOCK_WEAK : MF_FINDING_LOCK_UNHASHED;

    if (count > 1) {
        mf_lock_finding(reading, code, package->position,
                        "none of the %u packages of this file has a digest%s: nothing can be verified", count,
                        is_weak ? ", only hashes that prove nothing" : "");
    } else if (is_weak) {
        mf_lock_finding(reading, code, package->position,
                        "%s has only a hash of %.*s, which proves nothing: it cannot be verified",
                        package->name, (int)strcspn(package->hashes[0].spelling, ":"),
                        package->hashes[0].spelling);
    } else {
        mf_lock_finding(reading, code, package->position, "%s has no digest: it cannot be verified",
                        package->name);
    }
}

static void judge_digests(struct mf_lock_reading *reading)
{
    const struct mf_lock_package *first = NULL;
    uint32_t lacking = 0;
    uint32_t wanting = 0;

    for (uint32_t i = 0; i < reading->count; i++) {
        const struct mf_lock_package *package = reading->packages[i];

        if (wants_digest(reading, package)) {
            wanting++;
            lacking += package->digest_count == 0;
            first = first == NULL || package->position.offset < first->position.offset ? package : first;
        }
    }
    if (lacking == wanting && lacking > 1) {
        report_lacking(reading, first, lacking);
        return;
    }
    for (uint32_t i = 0; i < reading->count && lacking > 0; i++) {
        if (wants_digest(reading, reading->packages[i]) && reading->packages[i]->digest_count == 0) {
            report_lacking(reading, reading->packages[i], 1);
        }
    }
}

static void judge_kinds(struct mf_lock_reading *reading)
{
    for (uint32_t i = 0; i < reading->count; i++) {
        const struct mf_lock_package *package = reading->packages[i];
        const char *name = *package->name == '\0' ? package->source : package->name;

        if (package->kind == MF_LOCK_EDITABLE ||
            (package->kind == MF_LOCK_PATH && package->digest_count == 0)) {
            mf_lock_finding(reading, MF_FINDING_LOCK_LOCAL, package->position,
                            package->kind == MF_LOCK_EDITABLE
                                ? "%.200s is installed as editable: it cannot be verified"
                                : "%.200s is installed from this machine: it cannot be verified",
                            name);
        } else if (package->kind == MF_LOCK_VCS) {
            mf_lock_finding(reading, MF_FINDING_LOCK_LOCAL, package->position,
                            "%.200s is installed from a repository: it has no digest", name);
        }
    }
}

/* A package and the host that it comes from. */
struct origin {
    struct mf_view host;
    const struct mf_lock_package *package;
};

static int compare_origins(const void *left, const void *right)
{
    const struct origin *a = left;
    const struct origin *b = right;
    int order = mf_view_compare(a->host, b->host);

    return order != 0 ? order
                      : (a->package->position.offset > b->package->position.offset) -
                            (a->package->position.offset < b->package->position.offset);
}

/* One past the last origin of the host at `first`. */
static uint32_t end_of_host(const struct origin *origins, uint32_t count, uint32_t first)
{
    uint32_t end = first;

    while (end < count && mf_view_equal(origins[end].host, origins[first].host)) {
        end++;
    }
    return end;
}

/* The packages of an ecosystem whose host is known, sorted by that. Returns how many. */
static uint32_t find_origins(const struct mf_lock_reading *reading, const char *ecosystem,
                             struct origin *origins)
{
    struct mf_uri uri;
    uint32_t count = 0;

    for (uint32_t i = 0; i < reading->count; i++) {
        const struct mf_lock_package *package = reading->packages[i];

        if (strcmp(package->ecosystem, ecosystem) == 0 && package->kind <= MF_LOCK_URL &&
            mf_uri_split(mf_view_of(package->source), &uri) && uri.host.size > 0) {
            origins[count++] = (struct origin){ uri.host, package };
        }
    }
    qsort(origins, count, sizeof *origins, compare_origins);
    return count;
}

/* Where most packages come from one host, the others are worth a look: one note for each other host. */
static void judge_hosts(struct mf_lock_reading *reading, const struct origin *origins, uint32_t count)
{
    uint32_t main_first = 0;
    uint32_t main_count = 0;
    uint32_t end;

    for (uint32_t i = 0; i < count; i = end) {
        end = end_of_host(origins, count, i);
        if (end - i > main_count) {
            main_first = i;
            main_count = end - i;
        }
    }
    for (uint32_t i = 0; i < count && main_count > count / 2; i = end) {
        end = end_of_host(origins, count, i);
        if (i != main_first) {
            mf_lock_finding(reading, MF_FINDING_LOCK_HOST, origins[i].package->position,
                            "%s%s from %.*s, but most packages from %.*s", origins[i].package->name,
                            end - i > 1 ? " and others come" : " comes", MF_VIEW_ARGS(origins[i].host),
                            MF_VIEW_ARGS(origins[main_first].host));
        }
    }
}

static void judge_origins(struct mf_lock_reading *reading)
{
    static const char *const ecosystems[] = { "pypi", "conda", "npm", "cargo" };
    struct origin *origins = mf_arena_alloc_array(reading->scratch, reading->count, sizeof *origins);

    for (size_t i = 0; origins != NULL && i < sizeof ecosystems / sizeof ecosystems[0]; i++) {
        judge_hosts(reading, origins, find_origins(reading, ecosystems[i], origins));
    }
}

void mf_lock_judge(struct mf_lock_reading *reading)
{
    judge_hashes(reading);
    if (reading->format == MF_LOCK_REQUIREMENTS) {
        judge_versions(reading);
    }
    judge_digests(reading);
    judge_kinds(reading);
    judge_origins(reading);
}
