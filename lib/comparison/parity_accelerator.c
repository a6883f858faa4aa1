/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of the accelerator stack: kind, toolkit, driver, libraries. */
#include "comparison/parity.h"
#include "rules/run.h"

#include <stddef.h>

/* What an environment that says nothing of an accelerator says. */
static const struct model_environment_accelerator no_accelerator;

/* False if the rest need not be looked at: there is another accelerator, or none. */
static bool compare_kind(struct mf_parity_run *run, const struct mf_scalar *expected,
                         const struct mf_scalar *actual)
{
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_ACCELERATOR,
        .kind = "accelerator",
        .where = expected,
        .expected = mf_scalar_view(expected),
        .actual = mf_scalar_view(actual),
    };

    if (expected->text == NULL) {
        return true;
    }
    if (actual->text == NULL) {
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        mf_parity_add_unknown(run, fact);
        return true;
    }
    fact.compared = "name";
    fact.outcome = MF_PARITY_SAME;
    if (!mf_view_equal(fact.expected, fact.actual)) {
        fact.outcome = MF_PARITY_DIFFERENT;
        /* One that nobody asked for is in nobody's way. */
        if (mf_scalar_is(expected, "none")) {
            fact.code = MF_FINDING_PARITY_HARDWARE;
            fact.message = "the release uses no accelerator, and there is one";
        }
    }
    mf_parity_add(run, &fact);
    return fact.outcome == MF_PARITY_SAME;
}

/* Drivers are of the host: one that the manifest says will do is no drift. */
static void compare_driver(struct mf_parity_run *run, const struct mf_scalar *expected,
                           const struct mf_scalar *actual)
{
    bool in_range = mf_parity_is_in_range(run, "driver");

    mf_parity_add_version(run, (struct mf_parity_fact){ .kind = "driver" },
                          &(struct mf_parity_versions){
                              MF_VERSION_NUMBERS, expected, actual,
                              in_range ? MF_FINDING_PARITY_IN_RANGE : MF_FINDING_PARITY_DRIVER_OLDER,
                              in_range ? MF_FINDING_PARITY_IN_RANGE : MF_FINDING_PARITY_DRIVER_OTHER });
}

static void compare_libraries(struct mf_parity_run *run, const struct mf_list *expected,
                              const struct mf_list *actual)
{
    static const struct mf_scalar absent;
    const struct model_environment_accelerator_libraries *libraries = expected->items;

    for (uint32_t i = 0; i < expected->count; i++) {
        const struct model_environment_accelerator_libraries *found = mf_list_find(
            actual, sizeof *libraries, offsetof(struct model_environment_accelerator_libraries, name),
            mf_scalar_view(&libraries[i].name));

        mf_parity_add_version(
            run, (struct mf_parity_fact){ .kind = "library", .name = mf_scalar_view(&libraries[i].name) },
            &(struct mf_parity_versions){ MF_VERSION_NUMBERS, &libraries[i].version,
                                          found == NULL ? &absent : &found->version,
                                          MF_FINDING_PARITY_ACCELERATOR, MF_FINDING_PARITY_ACCELERATOR });
    }
}

void mf_parity_compare_accelerator(struct mf_parity_run *run)
{
    const struct model_environment_accelerator *expected = run->expected->environment->accelerator;
    const struct model_environment_accelerator *actual =
        run->actual->environment == NULL || run->actual->environment->accelerator == NULL
            ? &no_accelerator
            : run->actual->environment->accelerator;

    if (expected == NULL || !compare_kind(run, &expected->kind, &actual->kind)) {
        return;
    }
    mf_parity_add_version(run, (struct mf_parity_fact){ .kind = "toolkit" },
                          &(struct mf_parity_versions){ MF_VERSION_NUMBERS, &expected->toolkit,
                                                        &actual->toolkit, MF_FINDING_PARITY_ACCELERATOR,
                                                        MF_FINDING_PARITY_ACCELERATOR });
    compare_driver(run, &expected->driver, &actual->driver);
    compare_libraries(run, &expected->libraries, &actual->libraries);
}
