/* SPDX-License-Identifier: Apache-2.0 */
/* The model: one document in memory, as the schema table and the generated structs describe it. */
#ifndef MF_MODEL_MANIFEST_H
#define MF_MODEL_MANIFEST_H

#include "base/arena.h"
#include "base/error.h"
#include "base/reference.h"
#include "report/report.h"
#include "schema/schema.h"

#include "manifest_v1.h"

#include <libmanifest/manifest.h>

/* How a scalar was written. */
enum mf_spelling {
    MF_SPELLED_FREELY, /* by code: the field's type decides what it is */
    MF_SPELLED_PLAIN,  /* YAML without quotes */
    MF_SPELLED_STRING, /* in quotes, or a YAML block */
    MF_SPELLED_NUMBER, /* JSON */
    MF_SPELLED_BOOL,   /* JSON */
};

/* Where a value stands in the text. Places are numbered in the order of the text, from 1. */
struct mf_place {
    uint32_t offset; /* bytes from 0 */
    uint32_t end;
    uint32_t line;
    uint32_t column;
    uint8_t field;    /* number in the mapping that holds it; unused in lists */
    uint8_t spelling; /* enum mf_spelling; of a scalar */
};

struct mf_places {
    struct mf_place *items; /* items[0] is no place: all zero */
    uint32_t count;
};

/* The limits of a document: the options with their defaults filled in. */
struct mf_limits {
    size_t input;
    size_t memory;
    size_t string;
    uint32_t depth;
    uint32_t entries;
    uint32_t findings;
};

struct mf_manifest {
    struct mf_reference reference;
    struct mf_arena *arena; /* holds everything below */
    struct model_manifest *root;
    struct mf_places places;
};

/* The options of a caller, checked and with defaults filled in. `ret_options` may be NULL. */
mf_status mf_limits_from_options(const mf_read_options *options, struct mf_limits *ret_limits,
                                 mf_read_options *ret_options, mf_error **reterr);

/* A manifest that takes over an arena and what is in it, also on failure: NULL if memory cannot be had. */
mf_manifest *mf_manifest_adopt(struct mf_arena *arena, struct model_manifest *root, struct mf_places places);

/* A position for a report. */
struct mf_position mf_places_position(const struct mf_places *places, uint32_t at);

#endif
