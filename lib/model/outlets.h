/* SPDX-License-Identifier: Apache-2.0 */
/* How settings reach the process: every environment variable and every argument, with what writes it. */
#ifndef MF_MODEL_OUTLETS_H
#define MF_MODEL_OUTLETS_H

#include "model/manifest.h"

/* One writer of a variable or argument. */
struct mf_outlet {
    struct mf_view name;            /* of the variable; of an argument what stands before its `=` */
    const struct mf_scalar *scalar; /* where the document names it */
    const struct model_environment_variables *fixed;        /* a variable of the manifest; else NULL */
    const struct model_configuration_parameters *parameter; /* NULL: it is fixed */
    size_t order; /* in which they stand in the document, those that are fixed first */
};

struct mf_outlets {
    struct mf_outlet
        *items; /* sorted by name, so that two writers of one are neighbours; what is fixed first */
    size_t count;
};

/* The variables of environment.variables and of parameters. MF_OK, or why the arena failed. */
mf_status mf_outlets_of_variables(struct mf_arena *arena, const struct model_manifest *root,
                                  struct mf_outlets *ret_outlets);

/* The command and arguments of environment.process, and the arguments of parameters. Fixed ones may be values of others: those among themselves say nothing. */
mf_status mf_outlets_of_arguments(struct mf_arena *arena, const struct model_manifest *root,
                                  struct mf_outlets *ret_outlets);

/* The outlet before this one if both write the same and at least one of them is a parameter's; NULL otherwise. */
const struct mf_outlet *mf_outlet_written_before(const struct mf_outlets *outlets, size_t index);

#endif
