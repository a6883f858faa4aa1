/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about compatibility: is the environment one that the release says it works with? */
#include "rules/limit.h"

#include <stddef.h>

struct judge {
    struct mf_rules_run *run;
    const struct model_dependencies_compatibility *row;
    struct mf_limit limit;
};

static void report_unjudged(const struct judge *judge, const char *reason)
{
    mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_UNJUDGED, &judge->row->component,
                 "whether the limit of %.*s is kept cannot be said: %s",
                 MF_SHOWN(mf_scalar_view(&judge->row->component)), reason);
    mf_rules_relate(judge->run, judge->limit.facts.where, "where it would be said");
}

static void report_incompatible(const struct judge *judge)
{
    const struct model_dependencies_compatibility *row = judge->row;
    const struct mf_scalar *fact = judge->limit.fact;
    bool range = row->range.text != NULL;

    if (fact == NULL) {
        mf_rules_add(judge->run, MF_FINDING_INCOMPATIBLE, &row->one_of,
                     "the processor of the environment has none of the features that the release needs");
        mf_rules_relate(judge->run, judge->limit.facts.where, "the environment");
        return;
    }
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
    const struct mf_scalar *fact = judge->limit.facts.where;

    mf_rules_add(judge->run, MF_FINDING_INCOMPATIBLE, &judge->row->component,
                 "the release needs %.*s, and the environment has %.*s",
                 MF_SHOWN(mf_scalar_view(&judge->row->component)), MF_SHOWN(mf_scalar_view(fact)));
    mf_rules_relate(judge->run, fact, "the environment");
}

static void report_no_version(const struct judge *judge)
{
    const struct mf_scalar *fact = judge->limit.fact;

    mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_UNJUDGED, &judge->row->range,
                 "whether the limit of %.*s is kept cannot be said: '%.*s' is not %s",
                 MF_SHOWN(mf_scalar_view(&judge->row->component)), MF_SHOWN(mf_scalar_view(fact)),
                 mf_version_expected(judge->limit.kind));
    mf_rules_relate(judge->run, fact, "the environment");
}

static void report_misfit(const struct judge *judge)
{
    const struct model_dependencies_compatibility *row = judge->row;

    if (judge->limit.answer == MF_LIMIT_NO_KIND) {
        mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_MISFIT, &row->range,
                     "%.*s has no versions that a range could hold: name the ones that will do in one_of",
                     MF_SHOWN(mf_scalar_view(&row->component)));
    } else {
        mf_rules_add(judge->run, MF_FINDING_COMPATIBILITY_MISFIT, &row->range,
                     judge->limit.kind == MF_VERSION_AMOUNT
                         ? "memory is limited by amounts, such as >=80Gi, not by '%.*s'"
                         : "versions are limited by versions, such as >=12.1, not by '%.*s'",
                     MF_SHOWN(mf_scalar_view(&row->range)));
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
    struct judge judge = { run, row, mf_limit_judge(row, run->root, MF_FACTS_REQUESTED) };

    switch (judge.limit.answer) {
    case MF_LIMIT_KEPT:
        break;
    case MF_LIMIT_BROKEN:
        report_incompatible(&judge);
        break;
    case MF_LIMIT_OTHER:
        report_other(&judge);
        break;
    case MF_LIMIT_UNSTATED:
        if (!is_said_by_models(run, row)) {
            report_unjudged(&judge, mf_scalar_is(&row->component, "gpu-capability")
                                        ? "name the models that have it in a row for gpu"
                                        : "the environment does not state it");
        }
        break;
    case MF_LIMIT_NO_VERSION:
        report_no_version(&judge);
        break;
    case MF_LIMIT_NO_KIND:
    case MF_LIMIT_NO_BOUND:
        report_misfit(&judge);
        break;
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
