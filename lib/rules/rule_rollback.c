/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about the conditions of a rollout, and about the way back: is it seen that something is wrong, and is there where to go? */
#include "rules/signals.h"

#include <stddef.h>

/* Why the release before this one gets no traffic while a condition is looked at: what is related, and what to say. */
struct absence {
    const void *related;
    const char *note;
    const char *reason;
};

/* During the whole rollout. */
static struct absence always_absent(const struct model_rollout *rollout)
{
    if (rollout->rollback != NULL && mf_scalar_is(&rollout->rollback->first_release, "true")) {
        return (struct absence){ &rollout->rollback->first_release, "the first release",
                                 "there is no release before this one" };
    }
    if (mf_scalar_is(&rollout->strategy, "recreate")) {
        return (struct absence){ &rollout->strategy, "the strategy",
                                 "recreate has stopped the release before this one" };
    }
    return (struct absence){ NULL, NULL, NULL };
}

/* As soon as this release has all traffic. A shadow only gets a copy of it. */
static struct absence absent_at(const struct model_rollout *rollout, const struct model_rollout_steps *step)
{
    if (mf_scalar_is(&rollout->strategy, "shadow") || mf_scalar_integer(&step->weight, 0) != 100) {
        return (struct absence){ NULL, NULL, NULL };
    }
    return (struct absence){ &step->weight, "all traffic",
                             "at weight 100 the release before this one has no traffic" };
}

static void add_absent(struct mf_rules_run *run, const struct mf_scalar *condition,
                       const struct model_observability_signals *signal, const struct absence *absence,
                       const char *effect)
{
    if (signal == NULL || absence->related == NULL) {
        return;
    }
    mf_rules_add(run, MF_FINDING_STABLE_WITHOUT_TRAFFIC, condition, "%s, so '%.*s' has no data and %s",
                 absence->reason, MF_SHOWN(mf_scalar_view(&signal->name)), effect);
    mf_rules_relate(run, &signal->variant, "the signal is about the release before");
    mf_rules_relate(run, absence->related, absence->note);
}

/*
 * Judges the conditions of all gates.
 *
 * @param stables  receives for each gate a signal of the release before that it needs
 */
static void check_gates(struct mf_rules_run *run, const struct model_rollout *rollout,
                        struct mf_signals *signals, const struct model_observability_signals **stables)
{
    static const struct mf_signal_codes codes = {
        MF_FINDING_GATE_EXPRESSION, MF_FINDING_SIGNAL_UNKNOWN, MF_FINDING_GATE_BLIND,
        "so the gate protects against nothing: say what must be seen "
        "of the release"
    };
    const struct model_rollout_gates *gates = rollout->gates.items;
    struct absence absence = always_absent(rollout);

    for (uint32_t i = 0; i < rollout->gates.count; i++) {
        mf_signals_judge(signals, run, &codes, &gates[i].expression);
        stables[i] = mf_signals_stable(signals);
        add_absent(run, &gates[i].expression, stables[i], &absence, "the gate does not pass");
    }
}

/* Gates that are asked when the release before has no traffic any more. Each is named once. */
static void check_last_gates(struct mf_rules_run *run, const struct model_rollout *rollout,
                             const struct model_observability_signals **stables)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    const struct model_rollout_gates *gates = rollout->gates.items;

    for (uint32_t i = 0; i < rollout->steps.count; i++) {
        const struct mf_scalar *names = steps[i].require.items;
        struct absence absence = absent_at(rollout, &steps[i]);

        for (uint32_t j = 0; j < steps[i].require.count && absence.related != NULL; j++) {
            const struct model_rollout_gates *gate =
                mf_list_find(&rollout->gates, sizeof *gate, offsetof(struct model_rollout_gates, name),
                             mf_scalar_view(&names[j]));

            if (gate != NULL) {
                add_absent(run, &gate->expression, stables[gate - gates], &absence, "the gate does not pass");
                stables[gate - gates] = NULL;
            }
        }
    }
}

/* When failures, which are watched all the time, see no release before this one. */
static struct absence absent_for_failures(const struct model_rollout *rollout)
{
    const struct model_rollout_steps *steps = rollout->steps.items;
    struct absence absence = always_absent(rollout);

    for (uint32_t i = 0; i < rollout->steps.count && absence.related == NULL; i++) {
        absence = absent_at(rollout, &steps[i]);
    }
    return absence;
}

/* Judges the conditions of all failures. True if one of them detects something and leads to a rollback by itself. */
static bool check_failures(struct mf_rules_run *run, const struct model_rollout *rollout,
                           struct mf_signals *signals)
{
    static const struct mf_signal_codes codes = { MF_FINDING_FAILURE_EXPRESSION, MF_FINDING_SIGNAL_UNKNOWN,
                                                  MF_FINDING_FAILURE_BLIND,
                                                  "so nothing detects the failure: say what is seen of it" };
    const struct model_rollout_failures *failures = rollout->failures.items;
    const struct model_rollout_rollback *rollback = rollout->rollback;
    struct absence absence = absent_for_failures(rollout);
    bool detects = false;

    for (uint32_t i = 0; i < rollout->failures.count; i++) {
        bool returns =
            mf_scalar_is(&failures[i].response, "rollback") && mf_scalar_is(&failures[i].mode, "automatic");

        mf_signals_judge(signals, run, &codes, &failures[i].expression);
        detects = detects || (returns && signals->name_count > 0);
        if (mf_scalar_is(&failures[i].missing, "trigger")) {
            add_absent(run, &failures[i].expression, mf_signals_stable(signals), &absence,
                       "the failure is seen in a release that is well");
        }
        if (returns && rollback != NULL && mf_scalar_is(&rollback->mode, "manual")) {
            mf_rules_add(
                run, MF_FINDING_ROLLBACK_MODE, &failures[i].mode,
                "the failure is to roll back by itself, but rollbacks are started by a person: write "
                "automatic there, or manual here");
            mf_rules_relate(run, &rollback->mode, "the mode of rollbacks");
        }
    }
    return detects;
}

/* Where a rollback leads to. */
static void check_target(struct mf_rules_run *run, const struct model_rollout_rollback *rollback)
{
    const struct model_release *release = run->root->release;
    const struct mf_scalar *supersedes = release == NULL ? NULL : &release->supersedes;
    bool first = mf_scalar_is(&rollback->first_release, "true");

    if (first && mf_scalar_is(&rollback->mode, "automatic") && rollback->steps.count == 0) {
        mf_rules_add(run, MF_FINDING_ROLLBACK_TO_NOTHING, &rollback->mode,
                     "there is no release to return to: say in 'steps' what becomes of the traffic");
        mf_rules_relate(run, &rollback->first_release, "the first release");
    }
    if (supersedes == NULL || supersedes->text == NULL) {
        return;
    }
    if (first) {
        mf_rules_add(run, MF_FINDING_FIRST_SUPERSEDES, &rollback->first_release,
                     "a release that supersedes another one is not the first: write 'target' in its place");
        mf_rules_relate(run, supersedes, "the release before");
    }
    if (rollback->target.text != NULL &&
        !mf_view_equal(mf_scalar_view(&rollback->target), mf_scalar_view(supersedes))) {
        mf_rules_add(run, MF_FINDING_TARGET_DIFFERS, &rollback->target,
                     "a rollback leads to another release than the one that this one supersedes");
        mf_rules_relate(run, supersedes, "the release before");
    }
}

void mf_rules_rollback(struct mf_rules_run *run)
{
    const struct model_rollout *rollout = run->root->rollout;
    const struct model_observability_signals **stables;
    struct mf_signals signals;
    bool detects;

    if (rollout == NULL || !mf_signals_init(&signals, run)) {
        return;
    }
    stables = mf_arena_alloc_array(run->scratch, rollout->gates.count + (size_t)1, sizeof *stables);
    if (stables == NULL) {
        return;
    }
    check_gates(run, rollout, &signals, stables);
    if (always_absent(rollout).related == NULL) {
        check_last_gates(run, rollout, stables);
    }
    detects = check_failures(run, rollout, &signals);
    if (rollout->rollback != NULL) {
        if (!detects && mf_scalar_is(&rollout->rollback->mode, "automatic")) {
            mf_rules_add(run, MF_FINDING_ROLLBACK_UNDETECTED, &rollout->rollback->mode,
                         "nothing starts a rollback: declare a failure with response rollback and mode "
                         "automatic, whose condition looks at a signal");
        }
        check_target(run, rollout->rollback);
    }
}
