/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the test matrix: does one of its combinations match the environment and the packages? */
#include "rules/compatibility.h"
#include "value/ascii.h"
#include "value/purl.h"

#include <stddef.h>
#include <stdlib.h>

/* Packages by name, so that a combination may name them: onnxruntime. */
struct named {
    struct mf_view name;
    const struct model_dependencies_packages *package;
};

struct matrix {
    struct mf_rules_run *run;
    struct named *packages; /* sorted by name */
    size_t count;
};

/* Names are the same whether '_' or '-' is between their words. */
static char fold(char byte)
{
    return byte == '_' ? '-' : mf_ascii_lower(byte);
}

static int compare_names(struct mf_view left, struct mf_view right)
{
    for (size_t i = 0; i < left.size && i < right.size; i++) {
        int order = (unsigned char)fold(left.data[i]) - (unsigned char)fold(right.data[i]);

        if (order != 0) {
            return order;
        }
    }
    return (left.size > right.size) - (left.size < right.size);
}

static int compare_named(const void *left, const void *right)
{
    const struct named *a = left;
    const struct named *b = right;
    int order = compare_names(a->name, b->name);

    return order != 0 ? order : (a->package > b->package) - (a->package < b->package);
}

/* Only packages that run: those that build may have other versions of the same. */
static bool list_packages(struct matrix *matrix)
{
    const struct mf_list *list = &matrix->run->root->dependencies->packages;
    const struct model_dependencies_packages *packages = list->items;

    if (matrix->packages != NULL) {
        return true;
    }
    matrix->packages =
        mf_arena_alloc_array(matrix->run->scratch, (size_t)list->count + 1, sizeof *matrix->packages);
    if (matrix->packages == NULL) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (mf_scalar_is(&packages[i].scope, "runtime")) {
            matrix->packages[matrix->count++] =
                (struct named){ mf_purl_split(mf_scalar_view(&packages[i].purl)).name, &packages[i] };
        }
    }
    qsort(matrix->packages, matrix->count, sizeof *matrix->packages, compare_named);
    return true;
}

enum { MOST_OF_A_NAME = 16 };

enum verdict { SAME, DIFFERENT, UNKNOWN };

/* What differs, for a related value. */
struct difference {
    const struct model_dependencies_tested_versions *version;
    const void *fact;
};

static bool is_version_of(const struct named *named, struct mf_view written)
{
    struct mf_purl purl = mf_purl_split(mf_scalar_view(&named->package->purl));
    char bytes[MF_PURL_SIZE];
    struct mf_view version;

    return mf_purl_decode(purl.version, bytes, &version) &&
           mf_version_covers(mf_version_kind_of(purl.type), written, version);
}

/* Several packages may have the name, or one several versions: any of them will do. Those behind the first few are not looked at. */
static enum verdict judge_package(struct matrix *matrix,
                                  const struct model_dependencies_tested_versions *version,
                                  const void **ret_fact)
{
    struct mf_view name = mf_scalar_view(&version->component);
    enum verdict verdict = UNKNOWN;
    size_t low = 0;
    size_t high;

    if (!list_packages(matrix)) {
        return UNKNOWN;
    }
    high = matrix->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_names(matrix->packages[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    high = low + MOST_OF_A_NAME < matrix->count ? low + MOST_OF_A_NAME : matrix->count;
    for (; low < high && compare_names(matrix->packages[low].name, name) == 0; low++) {
        if (is_version_of(&matrix->packages[low], mf_scalar_view(&version->version))) {
            return SAME;
        }
        *ret_fact = &matrix->packages[low].package->purl;
        verdict = DIFFERENT;
    }
    return verdict;
}

static enum verdict judge_fact(const struct mf_facts *facts, struct mf_view component, struct mf_view written,
                               const void **ret_fact)
{
    enum mf_version_kind kind;

    if (facts->names != NULL) {
        return mf_list_find(facts->names, sizeof(struct mf_scalar), 0, written) != NULL ? SAME : DIFFERENT;
    }
    for (size_t i = 0; i < facts->count; i++) {
        const struct mf_scalar *fact = mf_fact_at(facts, i);

        if (mf_view_equal(written, mf_scalar_view(fact)) ||
            (mf_component_kind(component, &kind) && mf_version_covers(kind, written, mf_scalar_view(fact)))) {
            return SAME;
        }
        *ret_fact = fact;
    }
    return DIFFERENT;
}

static enum verdict judge_version(struct matrix *matrix,
                                  const struct model_dependencies_tested_versions *version,
                                  const void **ret_fact)
{
    struct mf_view component = mf_scalar_view(&version->component);
    struct mf_facts facts = mf_facts_find(matrix->run->root, component, MF_FACTS_REQUESTED);

    if (version->version.text == NULL) {
        return UNKNOWN;
    }
    *ret_fact = facts.where;
    if (facts.standing == MF_FACT_STATED) {
        return judge_fact(&facts, component, mf_scalar_view(&version->version), ret_fact);
    }
    return facts.standing == MF_FACT_OTHER ? DIFFERENT : judge_package(matrix, version, ret_fact);
}

/* How many versions differ; the first of them is written down. SIZE_MAX: there is nothing to compare. */
static size_t count_differences(struct matrix *matrix, const struct model_dependencies_tested *combination,
                                struct difference *ret_difference)
{
    const struct model_dependencies_tested_versions *versions = combination->versions.items;
    size_t differences = 0;
    bool compared = false;

    for (size_t i = 0; i < combination->versions.count; i++) {
        const void *fact = NULL;
        enum verdict verdict = judge_version(matrix, &versions[i], &fact);

        compared = compared || verdict != UNKNOWN;
        if (verdict == DIFFERENT && differences++ == 0) {
            *ret_difference = (struct difference){ &versions[i], fact };
        }
    }
    return compared ? differences : SIZE_MAX;
}

static void report_nearest(struct mf_rules_run *run, const struct model_dependencies_tested *combination,
                           size_t differences, const struct difference *difference)
{
    if (differences == SIZE_MAX) {
        mf_rules_add(run, MF_FINDING_COMBINATION_NOT_TESTED, &run->root->dependencies->tested,
                     "no tested combination names a component that the environment states");
        return;
    }
    mf_rules_add(
        run, MF_FINDING_COMBINATION_NOT_TESTED, &run->root->dependencies->tested,
        "the environment is none of the tested combinations; the nearest, %.*s, was run with %.*s %.*s",
        MF_SHOWN(mf_scalar_view(&combination->name)),
        MF_SHOWN(mf_scalar_view(&difference->version->component)),
        MF_SHOWN(mf_scalar_view(&difference->version->version)));
    mf_rules_relate(run, &difference->version->version, "the version that was tested");
    mf_rules_relate(run, difference->fact, "the version of the release");
}

void mf_rules_tested(struct mf_rules_run *run)
{
    const struct mf_list *list = &run->root->dependencies->tested;
    const struct model_dependencies_tested *combinations = list->items;
    const struct model_dependencies_tested *nearest = NULL;
    struct matrix matrix = { .run = run };
    struct difference difference = { NULL, NULL };
    size_t least = SIZE_MAX;

    if (list->count == 0) {
        /* Who claims nothing need not have tried it. */
        if (run->root->dependencies->compatibility.count > 0) {
            mf_rules_add(
                run, MF_FINDING_NOTHING_TESTED, list,
                "limits are claimed, and no combination of versions is said to have been run: name at least "
                "the one that was");
            mf_rules_relate(run, &run->root->dependencies->compatibility, "the limits");
        }
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct difference first = { NULL, NULL };
        size_t differences = count_differences(&matrix, &combinations[i], &first);

        if (differences == 0) {
            return;
        }
        if (differences < least) {
            least = differences;
            nearest = &combinations[i];
            difference = first;
        }
    }
    report_nearest(run, nearest, least, &difference);
}
