/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about compatibility: is the environment one that the release says it works with? */
#include "rules/compatibility.h"
#include "value/ascii.h"
#include "value/range.h"

#include <stddef.h>

struct judge {
    struct mf_rules_run *run;
    const struct model_dependencies_compatibility *row;
    struct mf_facts facts;
};

static void report_unjudged(const struct judge *judge, const char *reason)
{
    mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_UNJUDGED, &judge->row->component,
                 "whether the limit of %.*s is kept cannot be said: %s",
                 MF_SHOWN(mf_scalar_view(&judge->row->component)), reason);
    mf_rules_relate(judge->run, judge->facts.where, "where it would be said");
}

static void report_incompatible(const struct judge *judge, const struct mf_scalar *fact)
{
    const struct model_dependencies_compatibility *row = judge->row;
    bool range = row->range.text != NULL;

    mf_rules_add(judge->run, MF_FINDING_INCOMPATIBLE, range ? (const void *)&row->range : &row->one_of,
                 "the environment has %.*s %.*s, which is %s%.*s%s%.*s",
                 MF_SHOWN(mf_scalar_view(&row->component)), MF_SHOWN(mf_scalar_view(fact)),
                 range ? "not in " : "none of those that will do", MF_SHOWN(mf_scalar_view(&row->range)),
                 row->reason.text == NULL ? "" : "; the reason: ", MF_SHOWN(mf_scalar_view(&row->reason)));
    mf_rules_relate(judge->run, fact, "the environment");
}

/* Another thing stands where the component is looked for. */
static void report_other(const struct judge *judge)
{
    const struct mf_scalar *fact = judge->facts.where;

    mf_rules_add(judge->run, MF_FINDING_INCOMPATIBLE, &judge->row->component,
                 "the release needs %.*s, and the environment has %.*s",
                 MF_SHOWN(mf_scalar_view(&judge->row->component)), MF_SHOWN(mf_scalar_view(fact)));
    mf_rules_relate(judge->run, fact, "the environment");
}

/* False if a fact could not be compared, or is wrong: that was reported. */
static bool check_in_range(const struct judge *judge, enum mf_version_kind kind, const struct mf_scalar *fact)
{
    const struct mf_scalar *range = &judge->row->range;

    switch (mf_range_contains(mf_scalar_view(range), kind, mf_scalar_view(fact))) {
    case MF_RANGE_INSIDE:
        return true;
    case MF_RANGE_OUTSIDE:
        report_incompatible(judge, fact);
        break;
    case MF_RANGE_NO_VERSION:
        mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_UNJUDGED, range,
                     "whether the limit of %.*s is kept cannot be said: '%.*s' is not %s",
                     MF_SHOWN(mf_scalar_view(&judge->row->component)), MF_SHOWN(mf_scalar_view(fact)),
                     mf_version_expected(kind));
        mf_rules_relate(judge->run, fact, "the environment");
        break;
    case MF_RANGE_NO_BOUND:
        break;
    }
    return false;
}

/* A range that says nothing of this component, whatever the environment is. */
static bool is_misfit(const struct judge *judge)
{
    const struct model_dependencies_compatibility *row = judge->row;
    struct mf_view component = mf_scalar_view(&row->component);
    enum mf_version_kind kind;

    if (!mf_component_kind(component, &kind)) {
        mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_MISFIT, &row->range,
                     "%.*s has no versions that a range could hold: name the ones that will do in one_of",
                     MF_SHOWN(component));
        return true;
    }
    if (mf_range_contains(mf_scalar_view(&row->range), kind,
                          mf_view_of(kind == MF_VERSION_AMOUNT ? "1Gi" : "1")) == MF_RANGE_NO_BOUND) {
        mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_MISFIT, &row->range,
                     kind == MF_VERSION_AMOUNT
                         ? "memory is limited by amounts, such as >=80Gi, not by '%.*s'"
                         : "versions are limited by versions, such as >=12.1, not by '%.*s'",
                     MF_SHOWN(mf_scalar_view(&row->range)));
        return true;
    }
    return false;
}

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

    if (judge->facts.of != NULL && names_distribution(value, judge->facts.of, fact)) {
        return true;
    }
    if (mf_view_is(component, "architecture")) {
        return names_architecture(value, judge->run->root->environment->platform);
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
static void check_list(const struct judge *judge)
{
    bool any = mf_scalar_is(&judge->row->component, "cpu-features");
    const struct mf_scalar *missing = NULL;

    for (size_t i = 0; i < judge->facts.count; i++) {
        const struct mf_scalar *fact = mf_fact_at(&judge->facts, i);
        bool listed = fact->text == NULL || is_in_list(judge, fact);

        if (any && listed) {
            return;
        }
        if (!listed && missing == NULL) {
            missing = fact;
        }
    }
    if (missing == NULL) {
        return;
    }
    if (any) {
        mf_rules_add(judge->run, MF_FINDING_INCOMPATIBLE, &judge->row->one_of,
                     "the processor of the environment has none of the features that the release needs");
        mf_rules_relate(judge->run, judge->facts.where, "the environment");
    } else {
        report_incompatible(judge, missing);
    }
}

/* The first fact that is not inside says enough. */
static void check_range(const struct judge *judge)
{
    enum mf_version_kind kind;
    bool stated = false;

    (void)mf_component_kind(mf_scalar_view(&judge->row->component), &kind);
    for (size_t i = 0; i < judge->facts.count; i++) {
        const struct mf_scalar *fact = mf_fact_at(&judge->facts, i);

        stated = stated || fact->text != NULL;
        if (fact->text != NULL && !check_in_range(judge, kind, fact)) {
            return;
        }
    }
    if (!stated) {
        report_unjudged(judge, "the environment does not state it");
    }
}

/* No field of a manifest has the compute capability of a GPU. A row with the models beside it says the same. */
static bool is_said_by_models(const struct mf_rules_run *run,
                              const struct model_dependencies_compatibility *row)
{
    const struct mf_list *rows = &run->root->dependencies->compatibility;

    return mf_scalar_is(&row->component, "gpu-capability") &&
           mf_list_find(rows, sizeof *row, offsetof(struct model_dependencies_compatibility, component),
                        mf_view_of("gpu")) != NULL;
}

static void check_row(struct mf_rules_run *run, const struct model_dependencies_compatibility *row)
{
    struct judge judge = { run, row, mf_facts_find(run->root, mf_scalar_view(&row->component)) };

    if (row->range.text != NULL && is_misfit(&judge)) {
        return;
    }
    if (judge.facts.standing == MF_FACT_OTHER) {
        report_other(&judge);
    } else if (judge.facts.standing == MF_FACT_ABSENT) {
        if (!is_said_by_models(run, row)) {
            report_unjudged(&judge, mf_scalar_is(&row->component, "gpu-capability")
                                        ? "name the models that have it in a row for gpu"
                                        : "the environment does not state it");
        }
    } else if (row->range.text != NULL) {
        check_range(&judge);
    } else if (row->one_of.count > 0) {
        check_list(&judge);
    }
}

void mf_rules_compatibility(struct mf_rules_run *run)
{
    const struct model_dependencies *dependencies = run->root->dependencies;
    const struct model_dependencies_compatibility *rows;

    if (dependencies == NULL) {
        return;
    }
    rows = dependencies->compatibility.items;
    for (size_t i = 0; i < dependencies->compatibility.count; i++) {
        check_row(run, &rows[i]);
    }
    mf_rules_tested(run);
}
