/* SPDX-License-Identifier: Apache-2.0 */
/* Limits of a compatibility matrix: ranges of versions and amounts, and lists of names. */
#include "rules/limit.h"

#include "value/ascii.h"
#include "value/range.h"

#include <stddef.h>

/* One entry and what it is held against. */
struct judge {
    const struct model_dependencies_compatibility *row;
    const struct model_manifest *root;
    struct mf_limit limit;
};

/* debian, or debian-12: as package URLs name distributions. */
static bool names_distribution(struct mf_view value, const struct mf_scalar *name,
                               const struct mf_scalar *version)
{
    struct mf_view id = mf_scalar_view(name);
    struct mf_view number;

    if (id.size == 0 || value.size < id.size || !mf_view_equal(mf_view_make(value.data, id.size), id)) {
        return false;
    }
    if (value.size == id.size) {
        return true;
    }
    number = mf_view_from(value, id.size + 1);
    return value.data[id.size] == '-' && mf_version_numbers(number).size == number.size &&
           mf_version_covers(MF_VERSION_NUMBERS, number, mf_scalar_view(version));
}

/* amd64, or amd64/v3 with the variant. */
static bool names_architecture(struct mf_view value, const struct model_environment_platform *platform)
{
    struct mf_view name = mf_view_cut(&value, '/');

    return mf_view_equal(name, mf_scalar_view(&platform->architecture)) &&
           (value.data == NULL || mf_view_equal(value, mf_scalar_view(&platform->variant)));
}

/* Is one value of the list what the environment has? */
static bool is_named(const struct judge *judge, struct mf_view component, struct mf_view value,
                     const struct mf_scalar *fact)
{
    enum mf_version_kind kind;

    if (judge->limit.facts.of != NULL && names_distribution(value, judge->limit.facts.of, fact)) {
        return true;
    }
    if (mf_view_is(component, "architecture")) {
        return names_architecture(value, judge->root->environment->platform);
    }
    return mf_component_kind(component, &kind) && mf_version_covers(kind, value, mf_scalar_view(fact));
}

/* Lists are sorted sets, so what is spelled alike is found without going through them. */
static bool is_in_list(const struct judge *judge, const struct mf_scalar *fact)
{
    const struct mf_list *list = &judge->row->one_of;
    const struct mf_scalar *values = list->items;
    struct mf_view component = mf_scalar_view(&judge->row->component);
    enum mf_version_kind kind;

    if (mf_list_find(list, sizeof(struct mf_scalar), 0, mf_scalar_view(fact)) != NULL) {
        return true;
    }
    /* Names of models and features are themselves and nothing else. */
    if (!mf_component_kind(component, &kind) && !mf_view_is(component, "architecture")) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (is_named(judge, component, mf_scalar_view(&values[i]), fact)) {
            return true;
        }
    }
    return false;
}

/* Of features one that is there is enough; of GPUs every one that the release may get must be on the list. */
static void check_list(struct judge *judge)
{
    struct mf_limit *limit = &judge->limit;
    bool any = mf_scalar_is(&judge->row->component, "cpu-features");
    bool broken = false;

    for (size_t i = 0; i < limit->facts.count && !(broken && !any); i++) {
        const struct mf_scalar *fact = mf_fact_at(&limit->facts, i);
        bool listed = fact->text == NULL || is_in_list(judge, fact);

        if (any && listed) {
            return;
        }
        if (!listed) {
            broken = true;
            limit->fact = any ? NULL : fact;
        }
    }
    limit->answer = broken ? MF_LIMIT_BROKEN : MF_LIMIT_KEPT;
}

/* The first fact that is not inside says enough. */
static void check_range(struct judge *judge)
{
    struct mf_limit *limit = &judge->limit;
    struct mf_view range = mf_scalar_view(&judge->row->range);

    limit->answer = MF_LIMIT_UNSTATED;
    for (size_t i = 0; i < limit->facts.count; i++) {
        const struct mf_scalar *fact = mf_fact_at(&limit->facts, i);
        enum mf_range_answer answer = fact->text == NULL
                                          ? MF_RANGE_INSIDE
                                          : mf_range_contains(range, limit->kind, mf_scalar_view(fact));

        if (answer != MF_RANGE_INSIDE) {
            limit->answer = answer == MF_RANGE_NO_VERSION ? MF_LIMIT_NO_VERSION : MF_LIMIT_BROKEN;
            limit->fact = fact;
            return;
        }
        limit->answer = fact->text == NULL ? limit->answer : MF_LIMIT_KEPT;
    }
}

/* A range that says nothing of this component, whatever the environment is. */
static bool is_misfit(struct judge *judge)
{
    struct mf_limit *limit = &judge->limit;
    struct mf_view range = mf_scalar_view(&judge->row->range);

    if (!mf_component_kind(mf_scalar_view(&judge->row->component), &limit->kind)) {
        limit->answer = MF_LIMIT_NO_KIND;
        return true;
    }
    if (mf_range_contains(range, limit->kind, mf_view_of(limit->kind == MF_VERSION_AMOUNT ? "1Gi" : "1")) ==
        MF_RANGE_NO_BOUND) {
        limit->answer = MF_LIMIT_NO_BOUND;
        return true;
    }
    return false;
}

struct mf_limit mf_limit_judge(const struct model_dependencies_compatibility *row,
                               const struct model_manifest *root, enum mf_facts_preferred preferred)
{
    struct judge judge = { .row = row, .root = root };
    struct mf_limit *limit = &judge.limit;

    limit->facts = mf_facts_find(root, mf_scalar_view(&row->component), preferred);
    if (row->range.text != NULL && is_misfit(&judge)) {
        return *limit;
    }
    if (limit->facts.standing != MF_FACT_STATED) {
        limit->answer = limit->facts.standing == MF_FACT_OTHER ? MF_LIMIT_OTHER : MF_LIMIT_UNSTATED;
    } else if (row->range.text != NULL) {
        check_range(&judge);
    } else if (row->one_of.count > 0) {
        check_list(&judge);
    }
    return *limit;
}
