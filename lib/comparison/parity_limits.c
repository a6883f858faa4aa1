/* SPDX-License-Identifier: Apache-2.0 */
/* The compatibility matrix of the expected manifest, held against the actual environment. */
#include "comparison/parity.h"
#include "rules/limit.h"

#include <stddef.h>

bool mf_parity_is_in_range(const struct mf_parity_run *run, const char *component)
{
    const struct model_dependencies *dependencies = run->expected->dependencies;
    const struct model_dependencies_compatibility *row =
        dependencies == NULL ? NULL
                             : mf_list_find(&dependencies->compatibility, sizeof *row,
                                            offsetof(struct model_dependencies_compatibility, component),
                                            mf_view_of(component));

    return row != NULL && mf_limit_judge(row, run->actual, MF_FACTS_CAPTURED).answer == MF_LIMIT_KEPT;
}

/* What will do, as one text: the range, or the list. */
static void append_wanted(struct mf_buffer *text, const struct model_dependencies_compatibility *row)
{
    const struct mf_scalar *values = row->one_of.items;

    mf_buffer_append(text, mf_scalar_view(&row->range));
    for (uint32_t i = 0; i < row->one_of.count && text->size < 200; i++) {
        mf_buffer_append_text(text, i == 0 ? "" : ", ");
        mf_buffer_append(text, mf_scalar_view(&values[i]));
    }
}

/* What is there, where it is one thing. */
static struct mf_view found(const struct mf_limit *limit)
{
    if (limit->fact != NULL) {
        return mf_scalar_view(limit->fact);
    }
    if (limit->answer == MF_LIMIT_OTHER) {
        return mf_scalar_view(limit->facts.where);
    }
    return limit->answer == MF_LIMIT_KEPT && limit->facts.count == 1
               ? mf_scalar_view(mf_fact_at(&limit->facts, 0))
               : mf_view_of(NULL);
}

static void compare_row(struct mf_parity_run *run, const struct model_dependencies_compatibility *row)
{
    struct mf_limit limit = mf_limit_judge(row, run->actual, MF_FACTS_CAPTURED);
    struct mf_buffer wanted = MF_BUFFER_EMPTY;
    struct mf_parity_fact fact = {
        .outcome = MF_PARITY_UNKNOWN,
        .code = MF_FINDING_PARITY_COMPATIBILITY_UNKNOWN,
        .kind = "compatibility",
        .name = mf_scalar_view(&row->component),
        .where = row,
        .actual = found(&limit),
    };

    switch (limit.answer) {
    case MF_LIMIT_KEPT:
        fact.outcome = MF_PARITY_SAME;
        fact.compared = "limit";
        break;
    case MF_LIMIT_BROKEN:
    case MF_LIMIT_OTHER:
        fact.outcome = MF_PARITY_DIFFERENT;
        fact.code = MF_FINDING_PARITY_INCOMPATIBLE;
        fact.compared = "limit";
        break;
    case MF_LIMIT_NO_VERSION:
        fact.message = "the environment has what cannot be compared with the limit";
        break;
    case MF_LIMIT_NO_KIND:
    case MF_LIMIT_NO_BOUND:
        fact.message = "the limit says nothing of this component";
        break;
    case MF_LIMIT_UNSTATED:
        break;
    }
    append_wanted(&wanted, row);
    fact.expected = mf_buffer_view(&wanted);
    mf_parity_add(run, &fact);
    if (wanted.status != MF_OK) {
        run->text.status = wanted.status;
    }
    mf_buffer_release(&wanted);
}

void mf_parity_compare_limits(struct mf_parity_run *run)
{
    const struct mf_list *list = &run->expected->dependencies->compatibility;
    const struct model_dependencies_compatibility *rows = list->items;

    for (uint32_t i = 0; i < list->count; i++) {
        compare_row(run, &rows[i]);
    }
}
