/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions on signals, of gates, failures and alerts: they must be good, look at something, and agree about what matters. */
#include "rules/expressions.h"

#include "expression/program.h"

/* What looks at a signal. */
struct use {
    const struct model_rollout_failures *rollback; /* a failure that takes the release back */
    bool by_alert;
    bool by_any;
};

struct look {
    struct mf_rules_run *run;
    struct mf_declarations declarations;
    struct use *uses; /* one for each signal, in the order of the document */
    bool detects;     /* an automatic failure takes the release back */
    bool unsure;      /* an expression is not good: nobody knows which signals it was to use */
};

/* The codes of an expression that is not good, and of one that looks at no signal. */
struct codes {
    enum mf_finding_code bad;
    enum mf_finding_code blind;
};

/* Compiles a condition, and calls `use` for each signal in it. */
static void look_at(struct look *look, const struct mf_scalar *expression, const struct codes *codes,
                    const char *what, void (*use)(struct use *use, const void *entry), const void *entry)
{
    mf_expression *compiled = mf_rules_compile(look->run, codes->bad, &look->declarations, expression);

    if (compiled == NULL) {
        look->unsure = look->unsure || expression->text != NULL;
        return;
    }
    if (compiled->variable_count == 0) {
        mf_rules_add(look->run, codes->blind, expression,
                     "this %s looks at no signal, so it is always the same: compare a signal in it", what);
    }
    for (uint32_t i = 0; i < compiled->variable_count; i++) {
        struct use *one = &look->uses[compiled->variables[i].declaration];

        one->by_any = true;
        use(one, entry);
    }
    mf_expression_unref(compiled);
}

static void use_in_gate(struct use *use, const void *entry)
{
    (void)use;
    (void)entry;
}

static void use_in_failure(struct use *use, const void *entry)
{
    const struct model_rollout_failures *failure = entry;

    if (mf_scalar_is(&failure->response, "rollback") && use->rollback == NULL) {
        use->rollback = failure;
    }
}

static void use_in_alert(struct use *use, const void *entry)
{
    (void)entry;
    use->by_alert = true;
}

/* An expression that is not good has a finding of its own: it may well look at a signal. */
static bool may_detect(const struct model_rollout_failures *failure)
{
    return mf_scalar_is(&failure->response, "rollback") && mf_scalar_is(&failure->mode, "automatic");
}

static void look_at_rollout(struct look *look, const struct model_rollout *rollout)
{
    static const struct codes of_gates = { MF_FINDING_GATE_EXPRESSION, MF_FINDING_GATE_BLIND };
    static const struct codes of_failures = { MF_FINDING_FAILURE_EXPRESSION, MF_FINDING_FAILURE_BLIND };
    const struct model_rollout_gates *gates = rollout->gates.items;
    const struct model_rollout_failures *failures = rollout->failures.items;

    for (uint32_t i = 0; i < rollout->gates.count; i++) {
        look_at(look, &gates[i].expression, &of_gates, "gate", use_in_gate, NULL);
    }
    for (uint32_t i = 0; i < rollout->failures.count; i++) {
        look_at(look, &failures[i].expression, &of_failures, "failure", use_in_failure, &failures[i]);
        look->detects = look->detects || may_detect(&failures[i]);
    }
}

static void look_at_alerts(struct look *look, const struct model_observability *observability)
{
    static const struct codes of_alerts = { MF_FINDING_ALERT_EXPRESSION, MF_FINDING_ALERT_BLIND };
    const struct model_observability_alerts *alerts = observability->alerts.items;

    for (uint32_t i = 0; i < observability->alerts.count; i++) {
        look_at(look, &alerts[i].expression, &of_alerts, "alert", use_in_alert, NULL);
    }
}

static void check_rollback(const struct look *look, const struct model_rollout *rollout)
{
    const struct model_rollout_failures *failures = rollout->failures.items;
    const struct model_rollout_rollback *rollback = rollout->rollback;

    if (rollback == NULL) {
        return;
    }
    if (mf_scalar_is(&rollback->mode, "automatic") && !look->detects) {
        mf_rules_add(
            look->run, MF_FINDING_ROLLBACK_UNDETECTED, &rollback->mode,
            "rollback is automatic, and no failure begins it: add one with the response 'rollback' and "
            "the mode 'automatic'");
    }
    for (uint32_t i = 0; i < rollout->failures.count; i++) {
        if (mf_scalar_is(&rollback->mode, "manual") && may_detect(&failures[i])) {
            mf_rules_add(look->run, MF_FINDING_ROLLBACK_MODE, &failures[i].mode,
                         "this failure is to take the release back by itself, and rollback is manual");
            mf_rules_relate(look->run, &rollback->mode, "how the release is rolled back");
        }
    }
}

static void check_signals(const struct look *look, const struct model_observability *observability)
{
    const struct model_observability_signals *signals = observability->signals.items;

    for (uint32_t i = 0; i < observability->signals.count; i++) {
        const struct use *use = &look->uses[i];

        if (use->rollback != NULL && !use->by_alert && !look->unsure) {
            mf_rules_add(look->run, MF_FINDING_ROLLBACK_WITHOUT_ALERT, &signals[i],
                         "this signal takes the release back, and no alert tells people of it: add an alert "
                         "that uses it");
            mf_rules_relate(look->run, &use->rollback->expression, "the failure that uses it");
        }
        if (!use->by_any && !look->unsure) {
            mf_rules_add(look->run, MF_FINDING_SIGNAL_UNUSED, &signals[i],
                         "no gate, failure or alert uses this signal");
        }
    }
}

void mf_rules_signals(struct mf_rules_run *run)
{
    const struct model_rollout *rollout = run->root->rollout;
    const struct model_observability *observability = run->root->observability;
    size_t count = observability == NULL ? 0 : observability->signals.count;
    struct look look = { .run = run };

    look.uses = mf_arena_alloc_array(run->scratch, count + 1, sizeof *look.uses);
    if (look.uses == NULL ||
        !mf_context_declare(MF_CONTEXT_SIGNALS, run->root, run->scratch, &look.declarations)) {
        return; /* the arena knows, and validation ends with that */
    }
    if (rollout != NULL) {
        look_at_rollout(&look, rollout);
        check_rollback(&look, rollout);
    }
    if (observability != NULL) {
        look_at_alerts(&look, observability);
        check_signals(&look, observability);
    }
}
