/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the expressions of a manifest see: the variables depend on where an expression stands. And the values of the variables that
 * the manifest itself knows, those of the rules of its configuration.
 */
#ifndef MF_RULES_CONTEXT_H
#define MF_RULES_CONTEXT_H

#include "expression/evaluate.h"
#include "model/manifest.h"

enum mf_context {
    MF_CONTEXT_CONFIGURATION, /* the parameters, and the environment's facts */
    MF_CONTEXT_SIGNALS,       /* of gates, failures and alerts */
    MF_CONTEXT_APPROVALS,
    MF_CONTEXT_NONE,
};

/* The context of the expressions in entries of this record: rollout.gates and so on. */
enum mf_context mf_context_of(const struct mf_record *record);

/* The variables of a context, in memory of the arena; their names stay those of the document. In time linear in their number. False
 * if the arena has no memory. */
bool mf_context_declare(enum mf_context context, const struct model_manifest *root, struct mf_arena *arena,
                        struct mf_declarations *ret_declarations);

/* A configuration as its rules see it. */
struct mf_settings {
    struct mf_declarations declarations; /* compile the rules with these */
    struct mf_operand *values;           /* one for each declaration; they point into the document */
    struct mf_scratch *scratch;
};

/*
 * The values of the manifest. A parameter without a value, and what the environment does not say, has no data.
 *
 * @param arena  holds all but the scratch memory, which mf_settings_release() ends
 * @return MF_OK, MF_ERROR_MEMORY, MF_ERROR_LIMIT
 */
mf_status mf_settings_init(struct mf_settings *settings, const struct model_manifest *root,
                           struct mf_arena *arena, mf_error **reterr);

/* Gives a parameter another value, spelled as its type demands; the text must outlive the settings. Without data it has none. */
void mf_settings_set(struct mf_settings *settings, const struct model_configuration_parameters *parameter,
                     struct mf_view value);

/*
 * Does a rule hold? It was compiled with the declarations. All rules of one configuration together are limited in what they may
 * cost.
 *
 * @return MF_OK, MF_ERROR_EVALUATION (the error has the offset in the rule), MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_settings_hold(struct mf_settings *settings, const mf_expression *rule, bool *ret_holds,
                           mf_error **reterr);

void mf_settings_release(struct mf_settings *settings);

#endif
