/* SPDX-License-Identifier: Apache-2.0 */
/* One resolution while it runs. */
#ifndef MF_CONFIGURATION_RESOLUTION_H
#define MF_CONFIGURATION_RESOLUTION_H

#include "configuration/configuration.h"

struct mf_resolution {
    mf_manifest *manifest;
    const struct model_configuration_parameters *parameters;
    uint32_t count;
    const mf_overrides *const *layers;
    size_t layer_count;
    const mf_configuration *running; /* NULL: this is a deployment */
    struct mf_limits limits;
    struct mf_arena *arena; /* of the configuration */
    mf_report *report;
    const struct mf_given **given; /* for each parameter the value in force; NULL: none */
};

/*
 * Adds a finding about a value of the manifest, or of a layer, given by its address as in mf_locate().
 *
 * @param layer  counted from 1; 0 is the manifest
 */
void mf_resolution_finding(struct mf_resolution *resolution, enum mf_finding_code code, uint32_t layer,
                           const void *value, const char *suggestion, struct mf_buffer *message);

/* Names another value that is involved in the finding that was added last; `layer` and `value` as above. */
void mf_resolution_relate(struct mf_resolution *resolution, uint32_t layer, const void *value,
                          const char *note);

/* Each of these adds findings and fills `given`. MF_OK, or why the arena or the report failed. */

/* The values of the manifest. */
mf_status mf_resolution_take_manifest(struct mf_resolution *resolution);

/* The values of the layers, one layer over the other. */
mf_status mf_resolution_take_layers(struct mf_resolution *resolution);

/* Looks at the values in force together: is each there, may it change now, does it reach the process? */
mf_status mf_resolution_check(struct mf_resolution *resolution, const char *digest);

/* Do the rules of the manifest hold for the values in force? Asked where nothing else is wrong. */
mf_status mf_resolution_check_rules(struct mf_resolution *resolution, mf_error **reterr);

#endif
