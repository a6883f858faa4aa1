/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about alerts, and about who looks at which signal. */
#include "rules/signals.h"

/* Who uses a signal. */
enum {
    USED = 1,
    ALERTED = 2,
};

static void mark(const struct mf_signals *signals, uint8_t *uses, uint8_t use)
{
    for (uint32_t i = 0; i < signals->count; i++) {
        uses[signals->used[i]] |= use;
    }
}

static void check_alerts(struct mf_rules_run *run, const struct mf_list *list, struct mf_signals *signals,
                         uint8_t *uses)
{
    static const struct mf_signal_codes codes = { MF_FINDING_ALERT_EXPRESSION,
                                                  MF_FINDING_ALERT_SIGNAL_UNKNOWN, MF_FINDING_ALERT_BLIND,
                                                  "so it alerts always or never: say what is seen" };
    const struct model_observability_alerts *alerts = list->items;

    for (uint32_t i = 0; i < list->count; i++) {
        mf_signals_judge(signals, run, &codes, &alerts[i].expression);
        mark(signals, uses, USED | ALERTED);
    }
}

/* What a rollback follows must be told to people as well. Each signal is named once. */
static void check_failure(struct mf_rules_run *run, const struct model_rollout_failures *failure,
                          const struct mf_signals *signals, uint8_t *uses)
{
    for (uint32_t i = 0; i < signals->count; i++) {
        uint32_t number = signals->used[i];

        if ((uses[number] & ALERTED) == 0) {
            mf_rules_add(
                run, MF_FINDING_ROLLBACK_WITHOUT_ALERT, &signals->items[number],
                "the failure '%.*s' rolls back by this signal, and no alert looks at it: add one, so "
                "that somebody is told",
                MF_SHOWN(mf_scalar_view(&failure->name)));
            mf_rules_relate(run, &failure->expression, "the failure");
            uses[number] |= ALERTED;
        }
    }
}

/* The conditions of a rollout are judged elsewhere. */
static void look_at_rollout(struct mf_rules_run *run, const struct model_rollout *rollout,
                            struct mf_signals *signals, uint8_t *uses)
{
    const struct model_rollout_gates *gates = rollout->gates.items;
    const struct model_rollout_failures *failures = rollout->failures.items;

    for (uint32_t i = 0; i < rollout->gates.count; i++) {
        mf_signals_read(signals, &gates[i].expression);
        mark(signals, uses, USED);
    }
    for (uint32_t i = 0; i < rollout->failures.count; i++) {
        mf_signals_read(signals, &failures[i].expression);
        if (mf_scalar_is(&failures[i].response, "rollback")) {
            check_failure(run, &failures[i], signals, uses);
        }
        mark(signals, uses, USED);
    }
}

void mf_rules_alerts(struct mf_rules_run *run)
{
    const struct model_observability *observability = run->root->observability;
    struct mf_signals signals;
    uint8_t *uses;

    if (observability == NULL || !mf_signals_init(&signals, run)) {
        return;
    }
    uses = mf_arena_alloc(run->scratch, observability->signals.count + (size_t)1);
    if (uses == NULL) {
        return;
    }
    check_alerts(run, &observability->alerts, &signals, uses);
    if (run->root->rollout != NULL) {
        look_at_rollout(run, run->root->rollout, &signals, uses);
    }
    for (uint32_t i = 0; i < observability->signals.count; i++) {
        if ((uses[i] & USED) == 0) {
            mf_rules_add(run, MF_FINDING_SIGNAL_UNUSED, &signals.items[i],
                         "no gate, failure or alert looks at '%.*s'",
                         MF_SHOWN(mf_scalar_view(&signals.items[i].name)));
        }
    }
}
