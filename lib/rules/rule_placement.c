/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about placement: what a scheduler would refuse, or could never meet. The words are those of Kubernetes. */
#include "rules/run.h"
#include "value/check.h"
#include "value/number.h"

/* True if a label or a taint can have this value: as its key, but without a prefix. */
static bool is_label_value(struct mf_view text)
{
    return mf_label_check(text, NULL) && memchr(text.data, '/', text.size) == NULL;
}

static void check_value(struct mf_rules_run *run, const struct mf_scalar *value)
{
    if (value->text != NULL && !is_label_value(mf_scalar_view(value))) {
        mf_rules_add(
            run, MF_FINDING_LABEL_VALUE, value,
            "nothing can have this value, so nothing matches: at most 63 letters, digits, '-', '_' and "
            "'.', with a letter or digit at both ends");
    }
}

static bool takes_values(const struct mf_scalar *operator)
{
    return mf_scalar_is(operator, "in") || mf_scalar_is(operator, "not-in");
}

static bool takes_none(const struct mf_scalar *operator)
{
    return mf_scalar_is(operator, "exists") || mf_scalar_is(operator, "does-not-exist");
}

static bool takes_number(const struct mf_scalar *operator)
{
    return mf_scalar_is(operator, "greater") || mf_scalar_is(operator, "less");
}

static void check_values(struct mf_rules_run *run, const struct model_environment_placement_affinity *entry)
{
    const struct mf_scalar *values = entry->values.items;
    int64_t number;

    if (takes_values(&entry->operator) && entry->values.count == 0) {
        mf_rules_add(run, MF_FINDING_AFFINITY_NEEDS_VALUES, &entry->values,
                     "`%.*s` needs values to compare with: add them, or use exists or does-not-exist",
                     MF_SHOWN(mf_scalar_view(&entry->operator)));
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    if (takes_none(&entry->operator) && entry->values.count > 0) {
        mf_rules_add(run, MF_FINDING_AFFINITY_TAKES_NO_VALUES, &entry->values,
                     "`%.*s` looks at no values: remove them, or use in or not-in",
                     MF_SHOWN(mf_scalar_view(&entry->operator)));
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    if (takes_number(&entry->operator) &&
        (entry->values.count > 1 ||
         (entry->values.count == 1 && !mf_integer_parse(mf_scalar_view(values), &number)))) {
        mf_rules_add(run, MF_FINDING_AFFINITY_NEEDS_NUMBER, &entry->values,
                     "`%.*s` compares with one whole number, such as \"4\"",
                     MF_SHOWN(mf_scalar_view(&entry->operator)));
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    if (takes_number(&entry->operator) && entry->values.count == 0) {
        mf_rules_add(run, MF_FINDING_AFFINITY_NEEDS_VALUES, &entry->values,
                     "`%.*s` needs a whole number to compare with",
                     MF_SHOWN(mf_scalar_view(&entry->operator)));
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    for (uint32_t i = 0; takes_values(&entry->operator) && i < entry->values.count; i++) {
        check_value(run, &values[i]);
    }
}

/* Instances are compared with others in one place, and a place is what a label of nodes says; nodes are places themselves. */
static void check_topology(struct mf_rules_run *run, const struct model_environment_placement_affinity *entry)
{
    if (mf_scalar_is(&entry->to, "instance") && entry->topology.text == NULL) {
        mf_rules_add(run, MF_FINDING_AFFINITY_NEEDS_TOPOLOGY, &entry->topology,
                     "near what, or apart from what? Name the label of nodes that makes a place, such as "
                     "kubernetes.io/hostname");
        mf_rules_relate(run, &entry->to, "is about other instances");
    }
    if (mf_scalar_is(&entry->to, "node") && entry->topology.text != NULL) {
        mf_rules_add(run, MF_FINDING_TOPOLOGY_OF_NODE, &entry->topology,
                     "topology has no meaning for nodes: remove it, or is `to: instance` meant?");
        mf_rules_relate(run, &entry->to, "is about nodes");
    }
    if (mf_scalar_is(&entry->to, "instance") && takes_number(&entry->operator)) {
        mf_rules_add(
            run, MF_FINDING_AFFINITY_OPERATOR, &entry->operator,
            "labels of instances are not compared by number: use in, not-in, exists or does-not-exist");
        mf_rules_relate(run, &entry->to, "is about other instances");
    }
}

static void check_weight(struct mf_rules_run *run, const struct model_environment_placement_affinity *entry)
{
    if (mf_scalar_is(&entry->strength, "required") && entry->weight.text != NULL) {
        mf_rules_add(run, MF_FINDING_AFFINITY_WEIGHT, &entry->weight,
                     "what is required has no weight: remove it, or is `strength: preferred` meant?");
        mf_rules_relate(run, &entry->strength, "the strength");
    }
    if (mf_scalar_is(&entry->strength, "preferred") && entry->weight.text == NULL) {
        mf_rules_add(run, MF_FINDING_AFFINITY_WEIGHT, &entry->weight,
                     "how much does it count against other wishes? Add a weight from 1 to 100");
        mf_rules_relate(run, &entry->strength, "the strength");
    }
}

/* Does a rule about labels keep out the nodes whose label has this value? */
static bool keeps_out(const struct model_environment_placement_affinity *entry, struct mf_view value)
{
    const struct mf_scalar *values = entry->values.items;
    bool negated = mf_scalar_is(&entry->operator, "not-in");
    bool found = false;

    for (uint32_t i = 0; i < entry->values.count; i++) {
        found = found || mf_view_equal(mf_scalar_view(&values[i]), value);
    }
    /* Apart from what matches: the other way round. */
    return mf_scalar_is(&entry->apart, "true") == (found != negated);
}

/* Nodes of the platform are the only ones that the release runs on. */
static void check_platform(struct mf_rules_run *run, const struct model_environment_placement_affinity *entry)
{
    const struct model_environment_platform *platform = run->root->environment->platform;
    const struct mf_scalar *fact = NULL;

    if (platform == NULL || !mf_scalar_is(&entry->to, "node") ||
        !mf_scalar_is(&entry->strength, "required") || !takes_values(&entry->operator) ||
        entry->values.count == 0) {
        return;
    }
    if (mf_scalar_is(&entry->key, "kubernetes.io/arch") ||
        mf_scalar_is(&entry->key, "beta.kubernetes.io/arch")) {
        fact = &platform->architecture;
    } else if (mf_scalar_is(&entry->key, "kubernetes.io/os") ||
               mf_scalar_is(&entry->key, "beta.kubernetes.io/os")) {
        fact = &platform->os;
    }
    if (fact != NULL && fact->text != NULL && keeps_out(entry, mf_scalar_view(fact))) {
        mf_rules_add(run, MF_FINDING_PLATFORM_KEPT_OUT, &entry->values,
                     "this keeps the release away from every node that it is built for, which is %.*s",
                     MF_SHOWN(mf_scalar_view(fact)));
        mf_rules_relate(run, fact, "what it is built for");
    }
}

static void check_toleration(struct mf_rules_run *run,
                             const struct model_environment_placement_tolerations *entry)
{
    if (mf_scalar_is(&entry->operator, "equal") && entry->value.text == NULL) {
        mf_rules_add(run, MF_FINDING_TOLERATION_NEEDS_VALUE, &entry->value,
                     "`equal` needs the value of the taint: add it, or use exists for any value");
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    if (mf_scalar_is(&entry->operator, "exists") && entry->value.text != NULL) {
        mf_rules_add(run, MF_FINDING_TOLERATION_TAKES_NO_VALUE, &entry->value,
                     "`exists` tolerates every value: remove this one, or use equal");
        mf_rules_relate(run, &entry->operator, "the operator");
    }
    if (mf_scalar_is(&entry->operator, "equal")) {
        check_value(run, &entry->value);
    }
}

void mf_rules_placement(struct mf_rules_run *run)
{
    const struct model_environment_placement *placement =
        run->root->environment == NULL ? NULL : run->root->environment->placement;
    const struct model_environment_placement_affinity *affinities;
    const struct model_environment_placement_tolerations *tolerations;

    if (placement == NULL) {
        return;
    }
    affinities = placement->affinity.items;
    for (uint32_t i = 0; i < placement->affinity.count; i++) {
        check_values(run, &affinities[i]);
        check_topology(run, &affinities[i]);
        check_weight(run, &affinities[i]);
        check_platform(run, &affinities[i]);
    }
    tolerations = placement->tolerations.items;
    for (uint32_t i = 0; i < placement->tolerations.count; i++) {
        check_toleration(run, &tolerations[i]);
    }
}
