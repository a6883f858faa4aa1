/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of overrides and of resolved configurations. */
#ifndef MF_CONFIGURATION_CONFIGURATION_H
#define MF_CONFIGURATION_CONFIGURATION_H

#include "model/manifest.h"

#include "configuration_v1.h"
#include "overrides_v1.h"

#include <libmanifest/configuration.h>

struct mf_overrides {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds everything below */
    const struct overrides_file *root;
    struct mf_places places; /* none where the overrides were not read from a file */
    mf_origin origin;
    const char *label;
};

/* A value that a parameter was given. */
struct mf_given {
    const struct mf_given *before; /* the one that it takes the place of; NULL for the first */
    const char *value;             /* canonical */
    mf_origin origin;
    const char *label;
    uint32_t layer;                           /* counted from 1; 0 is the manifest */
    const struct overrides_parameters *entry; /* in that layer, while it is resolved */
};

struct mf_setting {
    const struct resolved_parameters *resolved;
    const struct model_configuration_parameters *parameter; /* NULL where it was read from a file */
    const struct mf_given *given;                           /* the value in force; NULL as above */
};

struct mf_configuration {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds everything below but the manifest */
    mf_manifest *manifest;  /* NULL where it was read from a file */
    const struct resolved_configuration *root;
    const struct mf_setting *settings; /* as many as root has parameters, in their order */
};

/*
 * A configuration that takes over an arena and what is in it, also on failure: NULL if memory cannot be had.
 *
 * @param manifest  the configuration takes a reference; may be NULL
 */
mf_configuration *mf_configuration_adopt(struct mf_arena *arena, mf_manifest *manifest,
                                         const struct resolved_configuration *root,
                                         const struct mf_setting *settings);

#endif
