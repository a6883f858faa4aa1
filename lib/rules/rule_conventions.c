/* SPDX-License-Identifier: Apache-2.0 */
/* MF31xx: the conventions of an organisation, which its rules file holds as globs. */
#include "rules/run.h"
#include "value/glob.h"

/* True if there are no globs, nothing to match, or a glob that covers the text. */
static bool conforms(const struct mf_list *globs, const struct mf_scalar *scalar)
{
    const struct mf_scalar *items = globs->items;

    if (globs->count == 0 || scalar->text == NULL) {
        return true;
    }
    for (uint32_t i = 0; i < globs->count; i++) {
        if (mf_glob_match(mf_scalar_view(&items[i]), mf_scalar_view(scalar))) {
            return true;
        }
    }
    return false;
}

static void check_sources(struct mf_rules_run *run, const struct mf_list *globs)
{
    const struct model_dependencies_sources *sources;

    if (run->root->dependencies == NULL) {
        return;
    }
    sources = run->root->dependencies->sources.items;
    for (uint32_t i = 0; i < run->root->dependencies->sources.count; i++) {
        if (!conforms(globs, &sources[i].uri)) {
            mf_rules_add(run, MF_FINDING_PACKAGE_SOURCE_CONVENTION, &sources[i].uri,
                         "'%.*s' is none of the sources of packages that the rules file allows",
                         MF_SHOWN(mf_scalar_view(&sources[i].uri)));
        }
    }
}

static void check_parameters(struct mf_rules_run *run, const struct mf_list *globs)
{
    const struct model_configuration_parameters *parameters;

    if (run->root->configuration == NULL) {
        return;
    }
    parameters = run->root->configuration->parameters.items;
    for (uint32_t i = 0; i < run->root->configuration->parameters.count; i++) {
        if (!conforms(globs, &parameters[i].name)) {
            mf_rules_add(run, MF_FINDING_PARAMETER_NAME_CONVENTION, &parameters[i].name,
                         "'%.*s' is not named as the rules file says parameters are",
                         MF_SHOWN(mf_scalar_view(&parameters[i].name)));
        }
    }
}

static void check_image(struct mf_rules_run *run, const struct mf_list *globs, const char *what,
                        const struct mf_scalar *repository)
{
    if (!conforms(globs, repository)) {
        mf_rules_add(
            run, MF_FINDING_IMAGE_CONVENTION, repository,
            "the %s is taken from '%.*s', which is none of the repositories that the rules file allows", what,
            MF_SHOWN(mf_scalar_view(repository)));
    }
}

static void check_images(struct mf_rules_run *run, const struct mf_list *globs)
{
    const struct model_environment *environment = run->root->environment;
    const struct model_environment_sidecars *sidecars;

    if (environment == NULL) {
        return;
    }
    if (environment->image != NULL) {
        check_image(run, globs, "image", &environment->image->repository);
        if (environment->image->base != NULL) {
            check_image(run, globs, "base image", &environment->image->base->repository);
        }
    }
    sidecars = environment->sidecars.items;
    for (uint32_t i = 0; i < environment->sidecars.count; i++) {
        check_image(run, globs, "sidecar", &sidecars[i].repository);
    }
}

static void check_label(struct mf_rules_run *run, const struct rules_conventions_required_labels *required)
{
    const struct model_release *release = run->root->release;
    const struct model_release_labels *label =
        release == NULL
            ? NULL
            : mf_list_find(&release->labels, sizeof *label, offsetof(struct model_release_labels, name),
                           mf_scalar_view(&required->name));

    if (label == NULL) {
        mf_rules_add(run, MF_FINDING_LABEL_MISSING,
                     release == NULL ? (const void *)&run->root->release : (const void *)&release->labels,
                     "the rules file requires the label '%.*s'", MF_SHOWN(mf_scalar_view(&required->name)));
    } else if (required->value.text != NULL && label->value.text != NULL &&
               !mf_glob_match(mf_scalar_view(&required->value), mf_scalar_view(&label->value))) {
        mf_rules_add(run, MF_FINDING_LABEL_CONVENTION, &label->value,
                     "'%.*s' is not what the rules file says of the label '%.*s': expected '%.*s'",
                     MF_SHOWN(mf_scalar_view(&label->value)), MF_SHOWN(mf_scalar_view(&required->name)),
                     MF_SHOWN(mf_scalar_view(&required->value)));
    }
}

void mf_rules_conventions(struct mf_rules_run *run)
{
    const struct rules_conventions *conventions = run->rules == NULL ? NULL : run->rules->root->conventions;
    const struct rules_conventions_required_labels *labels;

    if (conventions == NULL) {
        return;
    }
    if (run->root->release != NULL && !conforms(&conventions->release_ids, &run->root->release->id)) {
        mf_rules_add(run, MF_FINDING_RELEASE_ID_CONVENTION, &run->root->release->id,
                     "'%.*s' is not named as the rules file says releases are",
                     MF_SHOWN(mf_scalar_view(&run->root->release->id)));
    }
    check_sources(run, &conventions->package_sources);
    check_parameters(run, &conventions->parameter_names);
    check_images(run, &conventions->image_repositories);
    labels = conventions->required_labels.items;
    for (uint32_t i = 0; i < conventions->required_labels.count; i++) {
        check_label(run, &labels[i]);
    }
}
