/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of the platform: operating system, processor, kernel, distribution and C library; and of image and runtime. */
#include "comparison/parity.h"
#include "rules/compatibility.h"
#include "value/ascii.h"

/* What an environment that says nothing of its platform says. */
static const struct model_environment_platform no_platform;

static const struct model_environment_platform *platform_of(const struct model_manifest *root)
{
    return root->environment == NULL || root->environment->platform == NULL ? &no_platform
                                                                            : root->environment->platform;
}

/* A name that is the expected one or is not. */
static void compare_name(struct mf_parity_run *run, const char *kind, const struct mf_scalar *expected,
                         const struct mf_scalar *actual, enum mf_finding_code code)
{
    struct mf_parity_fact fact = {
        .code = code,
        .kind = kind,
        .where = expected,
        .expected = mf_scalar_view(expected),
        .actual = mf_scalar_view(actual),
        .compared = "name",
    };

    if (expected->text == NULL) {
        return;
    }
    if (actual->text == NULL) {
        fact.compared = NULL;
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.outcome = mf_view_equal(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    mf_parity_add(run, &fact);
}

/* v3 runs what was built for v2. */
static bool is_enough(struct mf_view expected, struct mf_view actual)
{
    if (!mf_view_starts_with(expected, "v") || !mf_view_starts_with(actual, "v")) {
        return mf_view_equal(expected, actual);
    }
    expected = mf_view_from(expected, 1);
    actual = mf_view_from(actual, 1);
    return mf_version_numbers(expected).size == expected.size &&
           mf_version_numbers(actual).size == actual.size &&
           mf_version_compare(MF_VERSION_NUMBERS, actual, expected) >= 0;
}

static void compare_variant(struct mf_parity_run *run, const struct model_environment_platform *expected,
                            const struct model_environment_platform *actual)
{
    struct mf_parity_fact fact = {
        .kind = "architecture",
        .name = mf_view_of("variant"),
        .where = &expected->variant,
        .expected = mf_scalar_view(&expected->variant),
        .actual = mf_scalar_view(&actual->variant),
    };

    if (expected->variant.text == NULL ||
        !mf_view_equal(mf_scalar_view(&expected->architecture), mf_scalar_view(&actual->architecture))) {
        return;
    }
    if (actual->variant.text == NULL) {
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.outcome = is_enough(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    fact.code = MF_FINDING_PARITY_PLATFORM;
    fact.compared = "variant";
    mf_parity_add(run, &fact);
}

/* Each feature that is missing, or one item for all. Features that are there besides are no matter. */
static void compare_features(struct mf_parity_run *run, const struct mf_list *expected,
                             const struct mf_list *actual)
{
    const struct mf_scalar *features = expected->items;
    struct mf_parity_fact fact = { .kind = "cpu-features", .where = expected };
    bool complete = true;

    if (expected->count == 0) {
        return;
    }
    if (actual->count == 0) {
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.compared = "names";
    for (uint32_t i = 0; i < expected->count; i++) {
        if (mf_list_find(actual, sizeof *features, 0, mf_scalar_view(&features[i])) == NULL) {
            fact.outcome = MF_PARITY_MISSING;
            fact.code = MF_FINDING_PARITY_CPU_FEATURES;
            fact.name = mf_scalar_view(&features[i]);
            fact.expected = fact.name;
            fact.where = &features[i];
            mf_parity_add(run, &fact);
            complete = false;
        }
    }
    if (complete) {
        fact.outcome = MF_PARITY_SAME;
        mf_parity_add(run, &fact);
    }
}

/* Kernels are of the host: other ones are the rule, and what follows the numbers says only who built them. */
static void compare_kernel(struct mf_parity_run *run, const struct mf_scalar *expected,
                           const struct mf_scalar *actual)
{
    struct mf_view expected_numbers = mf_version_numbers(mf_scalar_view(expected));
    struct mf_view actual_numbers = mf_version_numbers(mf_scalar_view(actual));
    struct mf_parity_fact fact = {
        .kind = "kernel",
        .where = expected,
        .expected = mf_scalar_view(expected),
        .actual = mf_scalar_view(actual),
    };
    bool ordered = expected_numbers.size > 0 && actual_numbers.size > 0;

    if (expected->text == NULL) {
        return;
    }
    if (actual->text == NULL) {
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.compared = "version";
    fact.version = fact.actual;
    fact.version_kind = MF_VERSION_NUMBERS;
    fact.outcome = mf_view_equal(fact.expected, fact.actual) ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    fact.code = MF_FINDING_PARITY_KERNEL_NEWER;
    if (!ordered) {
        fact.code = MF_FINDING_PARITY_KERNEL_OLDER;
        fact.message = "another kernel, and which one is the newer cannot be said";
    } else if (mf_version_compare(MF_VERSION_NUMBERS, actual_numbers, expected_numbers) < 0) {
        fact.code = mf_parity_is_in_range(run, "kernel") ? MF_FINDING_PARITY_IN_RANGE
                                                         : MF_FINDING_PARITY_KERNEL_OLDER;
    }
    mf_parity_add(run, &fact);
}

static void compare_distribution(struct mf_parity_run *run, const struct model_environment_platform *expected,
                                 const struct model_environment_platform *actual)
{
    static const struct model_environment_platform_distribution none;
    const struct model_environment_platform_distribution *ours = expected->distribution;
    const struct model_environment_platform_distribution *theirs =
        actual->distribution == NULL ? &none : actual->distribution;

    if (ours == NULL) {
        return;
    }
    if (ours->name.text != NULL &&
        !mf_view_equal(mf_scalar_view(&ours->name), mf_scalar_view(&theirs->name))) {
        compare_name(run, "distribution", &ours->name, &theirs->name, MF_FINDING_PARITY_DISTRIBUTION);
        return;
    }
    mf_parity_add_version(run, (struct mf_parity_fact){ .kind = "distribution" },
                          &(struct mf_parity_versions){ MF_VERSION_NUMBERS, &ours->version, &theirs->version,
                                                        MF_FINDING_PARITY_DISTRIBUTION,
                                                        MF_FINDING_PARITY_DISTRIBUTION });
}

static void compare_libc(struct mf_parity_run *run, const struct model_environment_platform *expected,
                         const struct model_environment_platform *actual)
{
    static const struct model_environment_platform_libc none;
    const struct model_environment_platform_libc *ours = expected->libc;
    const struct model_environment_platform_libc *theirs = actual->libc == NULL ? &none : actual->libc;

    if (ours == NULL) {
        return;
    }
    if (ours->name.text != NULL &&
        !mf_view_equal(mf_scalar_view(&ours->name), mf_scalar_view(&theirs->name))) {
        compare_name(run, "libc", &ours->name, &theirs->name, MF_FINDING_PARITY_LIBC);
        return;
    }
    mf_parity_add_version(run, (struct mf_parity_fact){ .kind = "libc" },
                          &(struct mf_parity_versions){ MF_VERSION_NUMBERS, &ours->version, &theirs->version,
                                                        MF_FINDING_PARITY_LIBC,
                                                        MF_FINDING_PARITY_LIBC_NEWER });
}

void mf_parity_compare_platform(struct mf_parity_run *run)
{
    const struct model_environment_platform *expected = platform_of(run->expected);
    const struct model_environment_platform *actual = platform_of(run->actual);

    compare_name(run, "os", &expected->os, &actual->os, MF_FINDING_PARITY_PLATFORM);
    compare_name(run, "architecture", &expected->architecture, &actual->architecture,
                 MF_FINDING_PARITY_PLATFORM);
    compare_variant(run, expected, actual);
    compare_features(run, &expected->cpu_features, &actual->cpu_features);
    compare_kernel(run, &expected->kernel, &actual->kernel);
    compare_distribution(run, expected, actual);
    compare_libc(run, expected, actual);
}

/* --- image and runtime ------------------------------------------------------------------------------------------------- */

static bool are_both(const struct mf_scalar *left, const struct mf_scalar *right)
{
    return left->text != NULL && right->text != NULL;
}

static bool are_equal(const struct mf_scalar *left, const struct mf_scalar *right)
{
    return are_both(left, right) && mf_view_equal(mf_scalar_view(left), mf_scalar_view(right));
}

/* An index and the manifest of one platform have two digests, and either may be what is known of the actual image. */
static void compare_image(struct mf_parity_run *run, const struct model_environment_image *expected)
{
    static const struct model_environment_image none;
    const struct model_environment_image *actual =
        run->actual->environment == NULL || run->actual->environment->image == NULL
            ? &none
            : run->actual->environment->image;
    const struct mf_scalar *theirs = actual->digest.text == NULL ? &actual->platform_digest : &actual->digest;
    struct mf_parity_fact fact = {
        .code = MF_FINDING_PARITY_IMAGE,
        .kind = "image",
        .where = &expected->digest,
        .expected = mf_scalar_view(&expected->digest),
        .actual = mf_scalar_view(theirs),
        .compared = "digest",
    };

    if (expected->digest.text == NULL) {
        return;
    }
    if (are_equal(&expected->digest, &actual->digest) ||
        are_equal(&expected->digest, &actual->platform_digest) ||
        are_equal(&expected->platform_digest, &actual->digest) ||
        are_equal(&expected->platform_digest, &actual->platform_digest)) {
        fact.outcome = MF_PARITY_SAME;
    } else if (are_both(&expected->digest, &actual->digest) ||
               are_both(&expected->platform_digest, &actual->platform_digest)) {
        fact.outcome = MF_PARITY_DIFFERENT;
    } else {
        fact.outcome = MF_PARITY_UNKNOWN;
        fact.code = MF_FINDING_PARITY_UNKNOWN;
        fact.compared = NULL;
    }
    mf_parity_add(run, &fact);
}

static bool is_python(const struct mf_scalar *name)
{
    return mf_scalar_is(name, "cpython") || mf_scalar_is(name, "python");
}

static void compare_runtime(struct mf_parity_run *run, const struct model_environment_runtime *expected)
{
    static const struct model_environment_runtime none;
    const struct model_environment_runtime *actual =
        run->actual->environment == NULL || run->actual->environment->runtime == NULL
            ? &none
            : run->actual->environment->runtime;
    bool python = is_python(&expected->name) && is_python(&actual->name);

    if (!python && !are_equal(&expected->name, &actual->name)) {
        compare_name(run, "runtime", &expected->name, &actual->name, MF_FINDING_PARITY_RUNTIME);
        return;
    }
    mf_parity_add_version(run, (struct mf_parity_fact){ .kind = "runtime" },
                          &(struct mf_parity_versions){
                              python ? MF_VERSION_PYTHON : MF_VERSION_NUMBERS, &expected->version,
                              &actual->version, MF_FINDING_PARITY_RUNTIME, MF_FINDING_PARITY_RUNTIME });
}

void mf_parity_compare_image(struct mf_parity_run *run)
{
    const struct model_environment *expected = run->expected->environment;

    if (expected->image != NULL) {
        compare_image(run, expected->image);
    }
    if (expected->runtime != NULL) {
        compare_runtime(run, expected->runtime);
    }
}
