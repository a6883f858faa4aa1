/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One value against the parameter of a manifest that it is for: its range and its choices. The value has passed the check of its
 * type (mf_scalar_normalise()); values are compared by what they mean, so 90s is 1m30s and 1Gi is 1024Mi.
 */
#ifndef MF_MODEL_PARAMETER_H
#define MF_MODEL_PARAMETER_H

#include "base/buffer.h"
#include "model/manifest.h"

enum mf_parameter_fault {
    MF_PARAMETER_GOOD,
    MF_PARAMETER_BELOW,     /* the minimum */
    MF_PARAMETER_ABOVE,     /* the maximum */
    MF_PARAMETER_NO_CHOICE, /* there are choices, and this is none of them */
};

/* The type of the parameter's value; of an enum MF_TYPE_STRING. MF_TYPE_SCALAR where the parameter has no type. */
enum mf_type mf_parameter_type(const struct model_configuration_parameters *parameter);

/* The number that a value stands for: of an int or number itself, of a duration its seconds, of a quantity its base units; the
 * nearest double. False if the type has none. */
bool mf_parameter_number(enum mf_type type, struct mf_view value, double *ret_number);

/* Do two values of this type mean the same? */
bool mf_parameter_same(enum mf_type type, struct mf_view left, struct mf_view right);

/* Judges one value: the parameter's own, its default, its fallback, or another one that somebody wants to set. Bounds count
 * for the types that have an order: int, number, duration and quantity. */
enum mf_parameter_fault mf_parameter_judge(const struct model_configuration_parameters *parameter,
                                           struct mf_view value);

/* Can this value not be handed over as an argument? A flag that is left out for false leaves software with its default, true. */
bool mf_parameter_is_unspoken(const struct model_configuration_parameters *parameter, struct mf_view value);

/* Appends what is wrong with the value, for a message: "'70' is above the maximum of 64". */
void mf_parameter_append_fault(struct mf_buffer *buffer,
                               const struct model_configuration_parameters *parameter, struct mf_view value,
                               enum mf_parameter_fault fault);

#endif
