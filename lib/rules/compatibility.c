/* SPDX-License-Identifier: Apache-2.0 */
/* Where in a manifest the facts about each component stand, and how its versions are compared. */
#include "rules/compatibility.h"

#include "rules/run.h"
#include "value/ascii.h"

#include <stddef.h>

/* More than any machine has; those behind them are not looked at. */
enum { MOST_GPUS = 64 };

static struct mf_facts nothing(const void *where)
{
    return (struct mf_facts){ .standing = MF_FACT_ABSENT, .where = where };
}

static struct mf_facts other(const void *where)
{
    return (struct mf_facts){ .standing = MF_FACT_OTHER, .where = where };
}

static struct mf_facts one(const struct mf_scalar *scalar)
{
    return scalar->text == NULL ? nothing(scalar)
                                : (struct mf_facts){
                                      .standing = MF_FACT_STATED, .first = scalar, .count = 1, .where = scalar
                                  };
}

static struct mf_facts names(const struct mf_list *set)
{
    return set->count == 0 ? nothing(set)
                           : (struct mf_facts){ .standing = MF_FACT_STATED,
                                                .first = set->items,
                                                .distance = sizeof(struct mf_scalar),
                                                .count = set->count,
                                                .names = set,
                                                .where = set };
}

/* PyPy and others have versions of their own, which say nothing of the language. */
static struct mf_facts find_python(const struct model_environment *environment)
{
    const struct model_environment_runtime *runtime = environment->runtime;

    if (runtime == NULL) {
        return nothing(&environment->runtime);
    }
    if (mf_scalar_is(&runtime->name, "cpython") || mf_scalar_is(&runtime->name, "python")) {
        return one(&runtime->version);
    }
    return nothing(&runtime->name);
}

/* An environment without an accelerator says nothing of its toolkit; one with another accelerator contradicts. */
static struct mf_facts find_accelerator(const struct model_environment *environment, const char *kind,
                                        const char *library)
{
    const struct model_environment_accelerator *accelerator = environment->accelerator;
    const struct model_environment_accelerator_libraries *found;

    if (accelerator == NULL) {
        return nothing(&environment->accelerator);
    }
    if (accelerator->kind.text == NULL || mf_scalar_is(&accelerator->kind, "none")) {
        return nothing(&accelerator->kind);
    }
    if (!mf_scalar_is(&accelerator->kind, kind)) {
        return other(&accelerator->kind);
    }
    if (library == NULL) {
        return one(&accelerator->toolkit);
    }
    found = mf_list_find(&accelerator->libraries, sizeof *found,
                         offsetof(struct model_environment_accelerator_libraries, name), mf_view_of(library));
    return found == NULL ? nothing(&accelerator->libraries) : one(&found->version);
}

static struct mf_facts find_driver(const struct model_environment *environment)
{
    return environment->accelerator == NULL ? nothing(&environment->accelerator)
                                            : one(&environment->accelerator->driver);
}

static struct mf_facts find_libc(const struct model_environment_platform *platform, const char *name)
{
    if (platform->libc == NULL) {
        return nothing(&platform->libc);
    }
    if (platform->libc->name.text == NULL) {
        return nothing(&platform->libc->name);
    }
    return mf_scalar_is(&platform->libc->name, name) ? one(&platform->libc->version)
                                                     : other(&platform->libc->name);
}

static struct mf_facts find_distribution(const struct model_environment_platform *platform)
{
    struct mf_facts facts;

    if (platform->distribution == NULL) {
        return nothing(&platform->distribution);
    }
    facts = one(&platform->distribution->version);
    facts.of = &platform->distribution->name;
    return facts;
}

static struct mf_facts find_captured_gpus(const struct model_environment_hardware *hardware, bool memory)
{
    const struct model_environment_hardware_gpus *gpus = hardware->gpus.items;

    return (struct mf_facts){ .standing = MF_FACT_STATED,
                              .first = memory ? &gpus->memory : &gpus->model,
                              .distance = sizeof *gpus,
                              .count = hardware->gpus.count < MOST_GPUS ? hardware->gpus.count : MOST_GPUS,
                              .where = &hardware->gpus };
}

/* Of a release, what is asked for comes before what was captured: the scheduler may take any of the models. */
static struct mf_facts find_gpus(const struct model_environment *environment, bool memory,
                                 enum mf_facts_preferred preferred)
{
    const struct model_environment_resources *resources = environment->resources;
    const struct model_environment_hardware *hardware = environment->hardware;
    const struct model_environment_resources_gpus *gpus = resources == NULL ? NULL : resources->gpus;

    if (preferred == MF_FACTS_CAPTURED && hardware != NULL && hardware->gpus.count > 0) {
        return find_captured_gpus(hardware, memory);
    }
    if (gpus != NULL && mf_scalar_is(&gpus->count, "0")) {
        return nothing(&gpus->count);
    }
    if (gpus != NULL && (memory ? gpus->memory.text != NULL : gpus->models.count > 0)) {
        return memory ? one(&gpus->memory) : names(&gpus->models);
    }
    if (hardware != NULL && hardware->gpus.count > 0) {
        return find_captured_gpus(hardware, memory);
    }
    return gpus == NULL ? nothing(environment)
                        : nothing(memory ? (const void *)&gpus->memory : &gpus->models);
}

static struct mf_facts find_of_platform(const struct model_environment_platform *platform,
                                        struct mf_view component)
{
    if (mf_view_is(component, "glibc")) {
        return find_libc(platform, "glibc");
    }
    if (mf_view_is(component, "musl")) {
        return find_libc(platform, "musl");
    }
    if (mf_view_is(component, "kernel")) {
        return one(&platform->kernel);
    }
    if (mf_view_is(component, "distribution")) {
        return find_distribution(platform);
    }
    if (mf_view_is(component, "architecture")) {
        return one(&platform->architecture);
    }
    return names(&platform->cpu_features);
}

static bool is_of_platform(struct mf_view component)
{
    static const char *const names[] = { "architecture", "cpu-features", "distribution",
                                         "glibc",        "kernel",       "musl" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (mf_view_is(component, names[i])) {
            return true;
        }
    }
    return false;
}

struct mf_facts mf_facts_find(const struct model_manifest *root, struct mf_view component,
                              enum mf_facts_preferred preferred)
{
    static const struct {
        const char *component;
        const char *kind;
        const char *library;
    } accelerators[] = {
        { "cuda", "cuda", NULL },
        { "rocm", "rocm", NULL },
        { "cudnn", "cuda", "cudnn" },
        { "nccl", "cuda", "nccl" },
    };
    const struct model_environment *environment = root->environment;

    if (environment == NULL) {
        return nothing(&root->environment);
    }
    if (is_of_platform(component)) {
        return environment->platform == NULL ? nothing(&environment->platform)
                                             : find_of_platform(environment->platform, component);
    }
    for (size_t i = 0; i < sizeof accelerators / sizeof accelerators[0]; i++) {
        if (mf_view_is(component, accelerators[i].component)) {
            return find_accelerator(environment, accelerators[i].kind, accelerators[i].library);
        }
    }
    if (mf_view_is(component, "python")) {
        return find_python(environment);
    }
    if (mf_view_is(component, "driver")) {
        return find_driver(environment);
    }
    if (mf_view_is(component, "gpu") || mf_view_is(component, "gpu-memory")) {
        return find_gpus(environment, mf_view_is(component, "gpu-memory"), preferred);
    }
    return nothing(environment);
}

bool mf_component_kind(struct mf_view component, enum mf_version_kind *ret_kind)
{
    static const char *const names[] = { "architecture", "cpu-features", "gpu" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (mf_view_is(component, names[i])) {
            return false;
        }
    }
    *ret_kind = mf_view_is(component, "python")       ? MF_VERSION_PYTHON
                : mf_view_is(component, "gpu-memory") ? MF_VERSION_AMOUNT
                                                      : MF_VERSION_NUMBERS;
    return true;
}

bool mf_version_covers(enum mf_version_kind kind, struct mf_view written, struct mf_view fact)
{
    if (mf_view_equal(written, fact)) {
        return true;
    }
    if (!mf_version_check(kind, written, NULL) || !mf_version_check(kind, fact, NULL)) {
        return false;
    }
    if (mf_version_compare(kind, written, fact) == 0) {
        return true;
    }
    /* The beginning of it: numbers alone, all of which are those of the fact. */
    if (kind == MF_VERSION_AMOUNT || mf_version_numbers(written).size < written.size) {
        return false;
    }
    fact = mf_version_numbers(fact);
    while (written.data != NULL && fact.data != NULL) {
        struct mf_view number = mf_view_cut(&written, '.');

        if (mf_digits_compare(number, mf_view_cut(&fact, '.')) != 0) {
            return false;
        }
    }
    return written.data == NULL;
}
