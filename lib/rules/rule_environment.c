/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the environment: does what is asked for fit together? */
#include "rules/run.h"
#include "value/quantity.h"

/* A request above its limit would never be scheduled. */
static void check_request(struct mf_rules_run *run, const struct mf_scalar *request,
                          const struct mf_scalar *limit)
{
    struct mf_quantity asked;
    struct mf_quantity most;

    if (mf_quantity_parse(mf_scalar_view(request), &asked) &&
        mf_quantity_parse(mf_scalar_view(limit), &most) && mf_quantity_compare(&asked, &most) > 0) {
        mf_rules_add(run, MF_FINDING_REQUEST_ABOVE_LIMIT, request,
                     "the request of %.*s is above the limit of %.*s: lower it, or raise the limit",
                     MF_SHOWN(mf_scalar_view(request)), MF_SHOWN(mf_scalar_view(limit)));
        mf_rules_relate(run, limit, "the limit");
    }
}

static void check_resources(struct mf_rules_run *run, const struct model_environment_resources *resources)
{
    if (resources->cpu != NULL) {
        check_request(run, &resources->cpu->request, &resources->cpu->limit);
    }
    if (resources->memory != NULL) {
        check_request(run, &resources->memory->request, &resources->memory->limit);
    }
}

void mf_rules_environment(struct mf_rules_run *run)
{
    const struct model_environment *environment = run->root->environment;

    if (environment != NULL && environment->resources != NULL) {
        check_resources(run, environment->resources);
    }
}
