/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conditions of gates, failures and alerts: which signals they look at, and what is wrong with them. A name that nobody declared
 * is told from a condition that cannot be read, because the first may still be declared while a manifest is a draft.
 */
#ifndef MF_RULES_SIGNALS_H
#define MF_RULES_SIGNALS_H

#include "expression/declarations.h"
#include "rules/run.h"

/* Begin with mf_signals_init(). What it says of a condition holds until the next one is read. */
struct mf_signals {
    const struct model_observability_signals *items; /* of the document */
    struct mf_declarations declared;                 /* one for each of them, in the same order */
    struct mf_declaration *names;                    /* that the condition uses: each once, in order */
    uint32_t name_count;
    uint32_t *used; /* the numbers of those that are signals */
    uint32_t count;
};

/* What findings about a kind of conditions are called. */
struct mf_signal_codes {
    enum mf_finding_code wrong;   /* it cannot be read, or is no condition */
    enum mf_finding_code unknown; /* it uses a name that is no signal */
    enum mf_finding_code without; /* it uses none, so it is always the same */
    const char *advice;           /* on that */
};

/* Memory comes from run->scratch; false if it has none, which is reported there. */
bool mf_signals_init(struct mf_signals *signals, const struct mf_rules_run *run);

/* Looks which signals a condition uses. Absent, or too long to be one, it uses none. */
void mf_signals_read(struct mf_signals *signals, const struct mf_scalar *condition);

/* The same, and adds what is wrong with the condition. */
void mf_signals_judge(struct mf_signals *signals, struct mf_rules_run *run,
                      const struct mf_signal_codes *codes, const struct mf_scalar *condition);

/* Of the signals of the condition, the first that is about the release before; NULL if none is. */
const struct model_observability_signals *mf_signals_stable(const struct mf_signals *signals);

#endif
