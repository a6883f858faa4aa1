/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a manifest, and the limits that one is held to. */
#include "model/manifest.h"

#include "base/options.h"
#include "json/scanner.h"

#include <stdlib.h>

#define MIB ((size_t)1024 * 1024)

enum {
    DEFAULT_DEPTH = 64,
    DEFAULT_ENTRIES = 200000,
    DEFAULT_FINDINGS = 100,
};

/* Also the most that a string may have, whatever is asked for: sizes of scalars have 32 bits. */
static const size_t largest_input = (size_t)INT32_MAX;

void mf_read_options_init(mf_read_options *options, size_t size)
{
    mf_options_init(options, size);
}

mf_status mf_limits_from_options(const mf_read_options *options, struct mf_limits *ret_limits,
                                 mf_read_options *ret_options, mf_error **reterr)
{
    mf_read_options ours;
    mf_status status;

    mf_read_options_init(&ours, sizeof ours);
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours.format < MF_FORMAT_AUTO || ours.format > MF_FORMAT_JSON || ours.profile < 0 ||
        ours.profile > MF_PROFILE_RELEASE || ours.maximum_input > largest_input ||
        ours.maximum_depth > MF_JSON_MAXIMUM_DEPTH || ours.maximum_entries >= MF_REPEATED ||
        ours.reserved != 0) {
        return mf_error_argument(reterr, "a format, profile or limit in the options is out of range");
    }
    ret_limits->input = ours.maximum_input == 0 ? 16 * MIB : ours.maximum_input;
    ret_limits->memory = ours.maximum_memory == 0 ? 256 * MIB : ours.maximum_memory;
    ret_limits->string = ours.maximum_string == 0 ? MIB : ours.maximum_string;
    ret_limits->string = ret_limits->string > largest_input ? largest_input : ret_limits->string;
    ret_limits->depth = ours.maximum_depth == 0 ? DEFAULT_DEPTH : ours.maximum_depth;
    ret_limits->entries = ours.maximum_entries == 0 ? DEFAULT_ENTRIES : ours.maximum_entries;
    ret_limits->findings = ours.maximum_findings == 0 ? DEFAULT_FINDINGS : ours.maximum_findings;
    if (ret_options != NULL) {
        *ret_options = ours;
        ret_options->profile = ours.profile == 0 ? MF_PROFILE_DRAFT : ours.profile;
    }
    return MF_OK;
}

mf_manifest *mf_manifest_adopt(struct mf_arena *arena, struct model_manifest *root, struct mf_places places)
{
    mf_manifest *manifest = malloc(sizeof *manifest);

    if (manifest == NULL) {
        mf_arena_free(arena);
        return NULL;
    }
    mf_reference_init(&manifest->reference);
    manifest->arena = arena;
    manifest->root = root;
    manifest->places = places;
    return manifest;
}

mf_manifest *mf_manifest_ref(mf_manifest *manifest)
{
    if (manifest != NULL) {
        mf_reference_take(&manifest->reference);
    }
    return manifest;
}

mf_manifest *mf_manifest_unref(mf_manifest *manifest)
{
    if (manifest != NULL && mf_reference_give(&manifest->reference)) {
        mf_arena_free(manifest->arena);
        free(manifest);
    }
    return NULL;
}

struct mf_position mf_places_position(const struct mf_places *places, uint32_t at)
{
    struct mf_position position = { 0, 0, 0 };

    if (at < places->count) {
        position.offset = places->items[at].offset;
        position.line = places->items[at].line;
        position.column = places->items[at].column;
    }
    return position;
}
