/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the steps of a rollout: do they lead from no traffic to all of it, in the way that the strategy promises? */
#include "rules/run.h"
#include "value/ascii.h"
#include "value/number.h"

#include <stddef.h>

static bool is_strategy(const struct model_rollout *rollout, const char *name)
{
    return mf_scalar_is(&rollout->strategy, name);
}

/* Does something decide whether the rollout goes on from this step? */
static bool is_gated(const struct model_rollout_steps *step)
{
    return step->require.count > 0 || mf_scalar_is(&step->approval, "true");
}

/* Most traffic that a step can have. */
enum { ALL = 100 };

/* One step after the other has more traffic; with recreate nobody is left to take the rest. */
static void check_weights(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    const struct mf_scalar *before = NULL;

    for (uint32_t i = 0; i < rollout->steps.count; i++) {
        const struct mf_scalar *weight = &steps[i].weight;
        int64_t share = mf_scalar_integer(weight, 0);

        if (weight->text == NULL) {
            continue;
        }
        if (before != NULL && share <= mf_scalar_integer(before, 0)) {
            mf_rules_add(run, MF_FINDING_WEIGHT_NOT_INCREASING, weight,
                         "the weight of %.*s is not above the %.*s of the step before: every step takes more "
                         "traffic than the last",
                         MF_SHOWN(mf_scalar_view(weight)), MF_SHOWN(mf_scalar_view(before)));
            mf_rules_relate(run, before, "the step before");
        }
        if (share > 0 && share < ALL && is_strategy(rollout, "recreate")) {
            mf_rules_add(
                run, MF_FINDING_RECREATE_WITH_SHARE, weight,
                "recreate stops the previous release first, so nobody answers the other %d per cent: "
                "write 100, or choose another strategy",
                ALL - (int)share);
            mf_rules_relate(run, &rollout->strategy, "the strategy");
        }
        before = weight;
    }
}

/* Where the steps begin and end. */
static void check_ends(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *first = rollout->steps.items;
    const struct model_rollout_steps *last = first + rollout->steps.count - 1;

    if (is_strategy(rollout, "canary") && mf_scalar_integer(&first->weight, 0) == ALL) {
        mf_rules_add(run, MF_FINDING_CANARY_AT_ONCE, &first->weight,
                     "the canary begins with all traffic: put a step with a small weight in front");
        mf_rules_relate(run, &rollout->strategy, "the strategy");
    }
    if (mf_scalar_integer(&last->weight, ALL) == ALL) {
        return;
    }
    if (is_strategy(rollout, "shadow")) {
        mf_rules_add(
            run, MF_FINDING_SHADOW_PARTIAL, &last->weight,
            "no more than %.*s per cent of the traffic is mirrored: the release is not tried with the "
            "full load before it is promoted",
            MF_SHOWN(mf_scalar_view(&last->weight)));
    } else {
        mf_rules_add(
            run, MF_FINDING_LAST_WEIGHT, &last->weight,
            "the last step leaves the release with %.*s per cent of the traffic: end with weight 100",
            MF_SHOWN(mf_scalar_view(&last->weight)));
    }
}

/* Of the gates that a step requires, the `for` of the one that must have held longest. NULL if none says. */
static const struct mf_scalar *longest_gate(const struct model_rollout *rollout,
                                            const struct model_rollout_steps *step)
{
    const struct mf_scalar *names = step->require.items;
    const struct mf_scalar *longest = NULL;

    for (uint32_t i = 0; i < step->require.count; i++) {
        const struct model_rollout_gates *gate =
            mf_list_find(&rollout->gates, sizeof *gate, offsetof(struct model_rollout_gates, name),
                         mf_scalar_view(&names[i]));

        if (gate != NULL && gate->for_.text != NULL &&
            (longest == NULL || mf_scalar_duration(&gate->for_, 0) > mf_scalar_duration(longest, 0))) {
            longest = &gate->for_;
        }
    }
    return longest;
}

static void check_hold(struct mf_rules_run *run, const struct model_rollout *rollout,
                       const struct model_rollout_steps *step)
{
    const struct mf_scalar *longest;
    int64_t hold = mf_scalar_duration(&step->hold, -1);

    if (hold == 0) {
        mf_rules_add(run, MF_FINDING_HOLD_ZERO, &step->hold,
                     "a step of 0s shows nothing: give it time, or remove it");
    }
    longest = hold > 0 ? longest_gate(rollout, step) : NULL;
    if (longest != NULL && mf_scalar_duration(longest, 0) > hold) {
        mf_rules_add(
            run, MF_FINDING_HOLD_SHORTER_THAN_GATE, &step->hold,
            "after %.*s a gate is asked that must have held for %.*s: hold the step for that long, or "
            "the gate looks at the time before it",
            MF_SHOWN(mf_scalar_view(&step->hold)), MF_SHOWN(mf_scalar_view(longest)));
        mf_rules_relate(run, longest, "how long the gate must have held");
    }
}

static void check_steps(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;

    for (uint32_t i = 0; i < rollout->steps.count; i++) {
        check_hold(run, rollout, &steps[i]);
        if (i + 1 < rollout->steps.count && steps[i].hold.text == NULL && !is_gated(&steps[i])) {
            mf_rules_add(run, MF_FINDING_STEP_UNHELD, &steps[i],
                         "nothing keeps the rollout at this step: give it 'hold', 'require' or 'approval'");
        }
    }
}

/* Blue-green: all traffic goes over at once, so something must have decided on it. True if nothing does. */
static bool check_switch(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    bool gated = false;

    for (uint32_t i = 0; i < rollout->steps.count; i++) {
        if (mf_scalar_integer(&steps[i].weight, 0) != ALL) {
            gated = gated || is_gated(&steps[i]);
            continue;
        }
        if (gated) {
            return false;
        }
        if (is_gated(&steps[i])) {
            mf_rules_add(run, MF_FINDING_GATE_AFTER_SWITCH, &steps[i],
                         "the first gate is asked when all traffic has gone over already: put a step with "
                         "weight 0 and a gate in front");
            return false;
        }
        mf_rules_add(run, MF_FINDING_SWITCH_WITHOUT_GATE, &steps[i],
                     "all traffic goes over without a gate: put a step with weight 0 in front that has "
                     "'require' or 'approval'");
        mf_rules_relate(run, &rollout->strategy, "the strategy");
        return true;
    }
    return false;
}

static void check_promotion(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    const struct model_rollout_steps *last = &steps[rollout->steps.count - 1];

    if (!is_gated(last)) {
        mf_rules_add(run, MF_FINDING_PROMOTION_WITHOUT_GATE, last,
                     "the last step has neither 'require' nor 'approval': the release is promoted when its "
                     "time is over, unless a failure was seen");
    }
}

static void check_strategy(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    bool gradual = is_strategy(rollout, "canary") || is_strategy(rollout, "shadow") ||
                   is_strategy(rollout, "blue-green");

    if (rollout->steps.count > 0) {
        check_weights(run, rollout);
        check_ends(run, rollout);
        check_steps(run, rollout);
        if (gradual && !(is_strategy(rollout, "blue-green") && check_switch(run, rollout))) {
            check_promotion(run, rollout);
        }
    } else if (gradual) {
        mf_rules_add(run, MF_FINDING_STEPS_MISSING, &rollout->steps,
                     "a rollout by %.*s needs steps: say how much traffic the release gets, and when",
                     MF_SHOWN(mf_scalar_view(&rollout->strategy)));
        mf_rules_relate(run, &rollout->strategy, "the strategy");
    }
}

/* A portion: how many, or per cent of all. */
static int64_t portion_of(const struct mf_scalar *portion, bool *ret_per_cent)
{
    struct mf_view text = mf_scalar_view(portion);
    int64_t number = 0;

    *ret_per_cent = text.size > 0 && text.data[text.size - 1] == '%';
    text.size -= *ret_per_cent ? 1 : 0;
    return mf_integer_parse(text, &number) ? number : 0;
}

/* May all instances be missing at once? */
static void check_unavailable(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_environment *environment = run->root->environment;
    const struct mf_scalar *least =
        environment == NULL || environment->instances == NULL ? NULL : &environment->instances->minimum;
    bool per_cent;
    int64_t missing = portion_of(&rollout->max_unavailable, &per_cent);
    int64_t all = per_cent ? ALL : least == NULL ? 0 : mf_scalar_integer(least, 0);

    if (all > 0 && missing >= all) {
        mf_rules_add(run, MF_FINDING_ALL_UNAVAILABLE, &rollout->max_unavailable,
                     "all instances may be missing at once, which is an outage: allow fewer than %lld%s",
                     (long long)all, per_cent ? " per cent" : "");
        if (!per_cent) {
            mf_rules_relate(run, least, "the fewest instances");
        }
    }
}

static void check_unused_bound(struct mf_rules_run *run, const struct model_rollout *rollout,
                               const struct mf_scalar *bound)
{
    if (bound->text != NULL) {
        mf_rules_add(run, MF_FINDING_RECREATE_WITH_BOUNDS, bound,
                     "recreate stops all instances before it starts new ones, whatever this says: remove it, "
                     "or choose the strategy rolling");
        mf_rules_relate(run, &rollout->strategy, "the strategy");
    }
}

/* How many instances may be missing, and how many run on top. */
static void check_bounds(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    bool per_cent;

    if (is_strategy(rollout, "recreate")) {
        check_unused_bound(run, rollout, &rollout->max_unavailable);
        check_unused_bound(run, rollout, &rollout->max_surge);
        return;
    }
    check_unavailable(run, rollout);
    if (is_strategy(rollout, "rolling") && portion_of(&rollout->max_unavailable, &per_cent) == 0 &&
        portion_of(&rollout->max_surge, &per_cent) == 0) {
        mf_rules_add(run, MF_FINDING_ROLLING_STUCK, &rollout->max_surge,
                     "no instance may be missing and none may run on top, so none can be replaced: give "
                     "'max_surge' or 'max_unavailable' a value above 0");
        mf_rules_relate(run, &rollout->max_unavailable, "how many may be missing");
    }
}

static void check_deadline(struct mf_rules_run *run, const struct mf_scalar *deadline)
{
    if (mf_scalar_duration(deadline, -1) == 0) {
        mf_rules_add(run, MF_FINDING_DEADLINE_ZERO, deadline,
                     "a deadline of 0s has passed before anything is done: give it time, or remove it");
    }
}

/* Gates are asked where a step requires them, and nowhere else. */
static void check_unused_gates(struct mf_rules_run *run, const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    const struct model_rollout_gates *gates = rollout->gates.items;
    bool *used = mf_arena_alloc_array(run->scratch, rollout->gates.count, sizeof *used);

    for (uint32_t i = 0; i < rollout->steps.count && used != NULL; i++) {
        const struct mf_scalar *names = steps[i].require.items;

        for (uint32_t j = 0; j < steps[i].require.count; j++) {
            const struct model_rollout_gates *gate =
                mf_list_find(&rollout->gates, sizeof *gate, offsetof(struct model_rollout_gates, name),
                             mf_scalar_view(&names[j]));

            if (gate != NULL) {
                used[gate - gates] = true;
            }
        }
    }
    for (uint32_t i = 0; i < rollout->gates.count && used != NULL; i++) {
        if (!used[i]) {
            mf_rules_add(run, MF_FINDING_GATE_UNUSED, &gates[i].name,
                         "no step requires the gate '%.*s', so nothing asks it: name it in 'require', or "
                         "remove it",
                         MF_SHOWN(mf_scalar_view(&gates[i].name)));
        }
    }
}

void mf_rules_rollout(struct mf_rules_run *run)
{
    const struct model_rollout *rollout = run->root->rollout;

    if (rollout == NULL) {
        return;
    }
    check_strategy(run, rollout);
    check_bounds(run, rollout);
    check_deadline(run, &rollout->progress_deadline);
    if (rollout->rollback != NULL) {
        check_deadline(run, &rollout->rollback->deadline);
    }
    if (rollout->gates.count > 0) {
        check_unused_gates(run, rollout);
    }
}
