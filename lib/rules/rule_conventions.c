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

/* Appends "expected a-* or b-*": the globs of a set, or the first few of many. */
static void append_expected(struct mf_buffer *buffer, const struct mf_list *globs)
{
    enum { MOST = 5 };
    const struct mf_scalar *items = globs->items;
    uint32_t shown = globs->count > MOST ? MOST : globs->count;

    mf_buffer_append_text(buffer, "expected ");
    for (uint32_t i = 0; i < shown; i++) {
        mf_buffer_append_text(buffer, i == 0 ? "" : i + 1 < globs->count ? ", " : " or ");
        mf_buffer_format(buffer, "%.*s", MF_SHOWN(mf_scalar_view(&items[i])));
    }
    if (shown < globs->count) {
        mf_buffer_format(buffer, " or one of %u others", (unsigned)(globs->count - shown));
    }
    mf_buffer_append_byte(buffer, '\0');
}

/* A finding about a text that no glob covers. */
static void add_unlike(struct mf_rules_run *run, enum mf_finding_code code, const struct mf_scalar *scalar,
                       const struct mf_list *globs, const char *what)
{
    struct mf_buffer expected = MF_BUFFER_EMPTY;

    append_expected(&expected, globs);
    if (expected.status != MF_OK) {
        mf_report_fail(run->report);
    } else {
        mf_rules_add(run, code, scalar, "'%.*s' %s: %s", MF_SHOWN(mf_scalar_view(scalar)), what,
                     expected.data);
    }
    mf_buffer_release(&expected);
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
            add_unlike(run, MF_FINDING_PACKAGE_SOURCE_CONVENTION, &sources[i].uri, globs,
                       "is none of the sources of packages that the rules file allows");
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
            add_unlike(run, MF_FINDING_PARAMETER_NAME_CONVENTION, &parameters[i].name, globs,
                       "is not named as the rules file says parameters are");
        }
    }
}

static void check_image(struct mf_rules_run *run, const struct mf_list *globs, const char *what,
                        const struct mf_scalar *repository)
{
    if (!conforms(globs, repository)) {
        add_unlike(run, MF_FINDING_IMAGE_CONVENTION, repository, globs, what);
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
        check_image(run, globs, "is the repository of the image, and none that the rules file allows",
                    &environment->image->repository);
        if (environment->image->base != NULL) {
            check_image(run, globs,
                        "is the repository of the base image, and none that the rules file allows",
                        &environment->image->base->repository);
        }
    }
    sidecars = environment->sidecars.items;
    for (uint32_t i = 0; i < environment->sidecars.count; i++) {
        check_image(run, globs, "is the repository of a sidecar, and none that the rules file allows",
                    &sidecars[i].repository);
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
        add_unlike(run, MF_FINDING_RELEASE_ID_CONVENTION, &run->root->release->id, &conventions->release_ids,
                   "is not named as the rules file says releases are");
    }
    check_sources(run, &conventions->package_sources);
    check_parameters(run, &conventions->parameter_names);
    check_images(run, &conventions->image_repositories);
    labels = conventions->required_labels.items;
    for (uint32_t i = 0; i < conventions->required_labels.count; i++) {
        check_label(run, &labels[i]);
    }
}
