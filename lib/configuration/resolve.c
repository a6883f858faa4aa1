/* SPDX-License-Identifier: Apache-2.0 */
/* Resolution from end to end: the values of the manifest, the layers over them, the checks, and the document made of it. */
#include "base/bytes.h"
#include "base/options.h"
#include "configuration/resolution.h"

void mf_resolve_options_init(mf_resolve_options *options, size_t size)
{
    mf_options_init(options, size);
}

static const char *copy_text(struct mf_resolution *resolution, const char *text, struct mf_scalar *scalar)
{
    scalar->text = mf_arena_copy(resolution->arena, mf_view_of(text));
    scalar->size = scalar->text == NULL ? 0 : (uint32_t)strlen(scalar->text);
    return scalar->text;
}

/* The document, and a setting for each of its parameters. Every parameter has a value by now. */
static const struct resolved_configuration *
make_document(struct mf_resolution *resolution, const char *digest, const struct mf_setting **ret_settings)
{
    const struct model_release *release = resolution->manifest->root->release;
    struct resolved_configuration *root = mf_arena_alloc(resolution->arena, sizeof *root);
    struct resolved_parameters *entries =
        mf_arena_alloc_array(resolution->arena, resolution->count + (size_t)1, sizeof *entries);
    struct mf_setting *settings =
        mf_arena_alloc_array(resolution->arena, resolution->count + (size_t)1, sizeof *settings);

    if (root == NULL || entries == NULL || settings == NULL ||
        copy_text(resolution, mf_schema_configuration.name, &root->schema) == NULL ||
        copy_text(resolution, digest, &root->manifest) == NULL) {
        return NULL;
    }
    root->release = release == NULL ? (struct mf_scalar){ NULL, 0, 0 } : release->id;
    root->parameters = (struct mf_list){ entries, resolution->count, 0 };
    for (uint32_t i = 0; i < resolution->count; i++) {
        const struct model_configuration_parameters *parameter = &resolution->parameters[i];

        entries[i].head.index = i;
        entries[i].name = parameter->name;
        entries[i].type = parameter->type;
        entries[i].value.text = resolution->given[i]->value;
        entries[i].value.size = (uint32_t)strlen(entries[i].value.text);
        settings[i] = (struct mf_setting){ &entries[i], parameter, resolution->given[i] };
    }
    *ret_settings = settings;
    return root;
}

/* Why a part of a resolution failed. */
static mf_status failure(const struct mf_resolution *resolution, mf_error **reterr)
{
    if (mf_arena_status(resolution->arena) != MF_OK) {
        return mf_arena_error(resolution->arena, reterr);
    }
    return mf_report_status(resolution->report) == MF_OK ? mf_error_memory(reterr)
                                                         : mf_report_error(resolution->report, reterr);
}

static mf_status run(struct mf_resolution *resolution, const char *digest, mf_error **reterr)
{
    mf_status status;

    /* One more, so that there is memory also for a manifest without parameters. */
    resolution->given =
        mf_arena_alloc_array(resolution->arena, resolution->count + (size_t)1, sizeof *resolution->given);
    if (resolution->given == NULL || mf_resolution_take_manifest(resolution) != MF_OK ||
        mf_resolution_take_layers(resolution) != MF_OK || mf_resolution_check(resolution, digest) != MF_OK) {
        return failure(resolution, reterr);
    }
    if (mf_report_count_severity(resolution->report, MF_SEVERITY_ERROR) == 0) {
        status = mf_resolution_check_rules(resolution, reterr);
        if (status != MF_OK) {
            return status;
        }
    }
    if (mf_report_status(resolution->report) != MF_OK) {
        return failure(resolution, reterr);
    }
    mf_report_sort(resolution->report);
    return mf_report_verdict(resolution->report, reterr);
}

/* Makes the configuration of a resolution that went well. Takes over its arena. */
static mf_status finish(struct mf_resolution *resolution, const char *digest,
                        mf_configuration **ret_configuration, mf_error **reterr)
{
    const struct mf_setting *settings = NULL;
    const struct resolved_configuration *root = make_document(resolution, digest, &settings);
    mf_configuration *configuration;

    if (root == NULL) {
        return failure(resolution, reterr);
    }
    configuration = mf_configuration_adopt(resolution->arena, resolution->manifest, root, settings);
    resolution->arena = NULL;
    if (configuration == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_configuration = configuration;
    return MF_OK;
}

static mf_status take_arguments(mf_manifest *manifest, const mf_overrides *const *layers, size_t count,
                                const mf_resolve_options *options, mf_resolve_options *ours,
                                mf_error **reterr)
{
    mf_status status;

    mf_resolve_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours->reserved != 0 || manifest == NULL || (layers == NULL && count > 0) || count >= UINT32_MAX) {
        return mf_error_argument(reterr,
                                 "manifest and layers must not be NULL, and what is reserved must be 0");
    }
    for (size_t i = 0; i < count; i++) {
        if (layers[i] == NULL) {
            return mf_error_argument(reterr, "a layer is NULL");
        }
    }
    return MF_OK;
}

/* With everything at hand. */
static mf_status resolve(struct mf_resolution *resolution, mf_configuration **ret_configuration,
                         mf_error **reterr)
{
    mf_bytes *digest = NULL;
    mf_status status = mf_manifest_digest(resolution->manifest, &digest, reterr);

    if (status == MF_OK) {
        status = run(resolution, mf_bytes_data(digest), reterr);
    }
    if (status == MF_OK && ret_configuration != NULL) {
        status = finish(resolution, mf_bytes_data(digest), ret_configuration, reterr);
    }
    (void)mf_bytes_unref(digest);
    return status;
}

mf_status mf_configuration_resolve(mf_manifest *manifest, const mf_overrides *const *layers, size_t count,
                                   const mf_resolve_options *options, mf_configuration **ret_configuration,
                                   mf_report **ret_report, mf_error **reterr)
{
    mf_resolve_options ours;
    struct mf_resolution resolution = { .manifest = manifest, .layers = layers, .layer_count = count };
    mf_status status = take_arguments(manifest, layers, count, options, &ours, reterr);

    if (status != MF_OK) {
        return status;
    }
    (void)mf_limits_from_options(NULL, &resolution.limits, NULL, NULL);
    if (manifest->root->configuration != NULL) {
        resolution.parameters = manifest->root->configuration->parameters.items;
        resolution.count = manifest->root->configuration->parameters.count;
    }
    resolution.running = ours.running;
    resolution.arena = mf_arena_new(resolution.limits.memory);
    resolution.report =
        mf_report_new(ours.maximum_findings == 0 ? resolution.limits.findings : ours.maximum_findings,
                      resolution.limits.memory);
    if (resolution.arena == NULL || resolution.report == NULL) {
        status = mf_error_memory(reterr);
    } else {
        status = resolve(&resolution, ret_configuration, reterr);
    }
    mf_arena_free(resolution.arena);
    mf_report_deliver(resolution.report, status, ret_report);
    return status;
}
