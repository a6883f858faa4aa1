/* SPDX-License-Identifier: Apache-2.0 */
/* Python: the distributions of all environments, and the interpreter if there is one version of it alone. */
#include "capture/python.h"

static const char name_path[] = "/environment/runtime/name";
static const char version_path[] = "/environment/runtime/version";

/* Environments that the options name are meant; without such, all of them. */
static bool counts(const struct mf_python_environment *environment, bool only_named)
{
    return environment->is_interpreter && (environment->is_named || !only_named);
}

static bool has_named(const struct mf_python_environments *environments)
{
    for (uint32_t i = 0; i < environments->count; i++) {
        if (environments->items[i].is_named && environments->items[i].is_interpreter) {
            return true;
        }
    }
    return false;
}

static void set_runtime(struct mf_capture_run *run, const struct mf_python_environments *environments)
{
    bool only_named = has_named(environments);
    const struct mf_python_environment *first = NULL;

    for (uint32_t i = 0; i < environments->count; i++) {
        const struct mf_python_environment *environment = &environments->items[i];

        if (!counts(environment, only_named)) {
            continue;
        }
        if (environment->version == NULL) {
            return; /* which was said where it was looked for */
        }
        if (first == NULL) {
            first = environment;
        } else if (strcmp(first->version, environment->version) != 0) {
            mf_capture_find(
                run, MF_FINDING_CAPTURE_SEVERAL, version_path, environment->prefix,
                "its Python is %.40s, but that of %.200s is %.40s: name the environment that is meant",
                environment->version, first->prefix, first->version);
            return;
        }
    }
    if (first != NULL && mf_capture_set(run, version_path, first->prefix, mf_view_of(first->version))) {
        (void)mf_capture_set(run, name_path, first->prefix, mf_view_of("cpython"));
    }
}

void mf_capture_python(struct mf_capture_run *run)
{
    struct mf_python_environments *environments = mf_capture_alloc(run, 1, sizeof *environments);

    if (environments == NULL) {
        return;
    }
    mf_python_environments_find(run, environments);
    for (uint32_t i = 0; i < environments->count && mf_capture_goes_on(run); i++) {
        mf_python_distributions_add(run, &environments->items[i]);
    }
    if (mf_capture_goes_on(run)) {
        set_runtime(run, environments);
    }
    run->python = environments;
}
