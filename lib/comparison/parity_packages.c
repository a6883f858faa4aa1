/* SPDX-License-Identifier: Apache-2.0 */
/* Parity of packages: each that is needed to run, matched by its package URL without version, and what is installed besides. */
#include "comparison/parity.h"
#include "rules/dependencies.h"
#include "value/ascii.h"
#include "value/purl.h"

/* The packages of both manifests, sorted by package URL: those of one type stand together. */
struct packages {
    const struct mf_list *expected;
    const struct mf_list *actual;
    struct mf_pairs pairs;
    struct mf_locked_types locked;
};

/* The packages of one type. */
struct span {
    struct mf_view type;
    uint32_t expected_begin;
    uint32_t expected_end;
    uint32_t actual_begin;
    uint32_t actual_end;
};

static const struct model_dependencies no_dependencies;

static const struct model_dependencies *dependencies_of(const struct model_manifest *root)
{
    return root->dependencies == NULL ? &no_dependencies : root->dependencies;
}

static const struct model_dependencies_packages *package_at(const struct mf_list *list, uint32_t index)
{
    return (const struct model_dependencies_packages *)list->items + index;
}

static struct mf_purl purl_of(const struct model_dependencies_packages *package)
{
    return mf_purl_split(mf_scalar_view(&package->purl));
}

static bool is_of_system(struct mf_view type)
{
    return mf_view_is(type, "deb") || mf_view_is(type, "rpm") || mf_view_is(type, "apk") ||
           mf_view_is(type, "alpm");
}

/* --- one package ------------------------------------------------------------------------------------------------------- */

/* Are two versions one? Kinds without a grammar, and those of which a version has one spelling, are compared byte by byte. */
static bool are_one_version(enum mf_version_kind kind, struct mf_view left, struct mf_view right)
{
    if (mf_view_equal(left, right)) {
        return true;
    }
    if (kind == MF_VERSION_GENERIC || kind == MF_VERSION_SEMVER || kind == MF_VERSION_GO) {
        return false;
    }
    return mf_version_check(kind, left, NULL) && mf_version_check(kind, right, NULL) &&
           mf_version_compare(kind, left, right) == 0;
}

enum digests { DIGESTS_UNKNOWN, DIGESTS_EQUAL, DIGESTS_DIFFERENT };

/* Two sets of digests have one in common, or none but two of one algorithm, or nothing that could be compared. */
static enum digests compare_digests(const struct mf_list *left, const struct mf_list *right)
{
    const struct mf_scalar *lefts = left->items;
    const struct mf_scalar *rights = right->items;
    bool comparable = false;

    for (uint32_t i = 0, j = 0; i < left->count && j < right->count;) {
        struct mf_view a = mf_scalar_view(&lefts[i]);
        struct mf_view b = mf_scalar_view(&rights[j]);
        size_t colon = mf_view_find(a, ':');
        int order = mf_view_compare(a, b);

        if (order == 0) {
            return DIGESTS_EQUAL;
        }
        comparable = comparable || (colon == mf_view_find(b, ':') &&
                                    mf_view_equal(mf_view_make(a.data, colon), mf_view_make(b.data, colon)));
        i += order < 0;
        j += order > 0;
    }
    return comparable ? DIGESTS_DIFFERENT : DIGESTS_UNKNOWN;
}

/* Two texts that are both there and differ. */
static bool contradict(const struct mf_scalar *left, const struct mf_scalar *right)
{
    return left->text != NULL && right->text != NULL &&
           !mf_view_equal(mf_scalar_view(left), mf_scalar_view(right));
}

static const char *compared_of(bool digests, bool record)
{
    return digests ? (record ? "version, digests, record" : "version, digests")
                   : (record ? "version, record" : "version");
}

/* Both have one version: is it the same package to the last byte, as far as both say? */
static void compare_contents(struct mf_parity_run *run, struct mf_parity_fact fact,
                             const struct model_dependencies_packages *expected,
                             const struct model_dependencies_packages *actual)
{
    enum digests digests = compare_digests(&expected->digests, &actual->digests);
    bool records = expected->record.text != NULL && actual->record.text != NULL;

    fact.outcome = MF_PARITY_DIFFERENT;
    fact.code = MF_FINDING_PARITY_PACKAGE_INSTALLED;
    fact.compared = compared_of(digests != DIGESTS_UNKNOWN, records);
    if (digests == DIGESTS_DIFFERENT) {
        fact.code = MF_FINDING_PARITY_PACKAGE_CONTENT;
        fact.where = &expected->digests;
        fact.expected = mf_scalar_view(expected->digests.items);
        fact.actual = mf_scalar_view(actual->digests.items);
    } else if (contradict(&expected->record, &actual->record)) {
        fact.where = &expected->record;
        fact.expected = mf_scalar_view(&expected->record);
        fact.actual = mf_scalar_view(&actual->record);
        fact.message = "the same version, but another record of its files";
    } else if (mf_scalar_is(&actual->editable, "true") != mf_scalar_is(&expected->editable, "true")) {
        fact.message = mf_scalar_is(&actual->editable, "true")
                           ? "it is installed in editable mode: its files may change"
                           : "it is not installed in editable mode";
    } else if (actual->origin.text != NULL &&
               !mf_view_equal(mf_scalar_view(&expected->origin), mf_scalar_view(&actual->origin))) {
        fact.where = expected->origin.text == NULL ? (const void *)expected : &expected->origin;
        fact.expected = mf_scalar_view(&expected->origin);
        fact.actual = mf_scalar_view(&actual->origin);
        fact.message = "it was installed from another place";
    } else {
        fact.outcome = MF_PARITY_SAME;
    }
    mf_parity_add(run, &fact);
}

/* A policy gives ranges of numbers; those of Go have a 'v' in front. */
static void set_version(struct mf_parity_fact *fact, enum mf_version_kind kind, struct mf_view version)
{
    bool go = kind == MF_VERSION_GO && mf_view_starts_with(version, "v");

    fact->version = go ? mf_view_from(version, 1) : version;
    fact->version_kind = go ? MF_VERSION_SEMVER : kind;
}

static void compare_package(struct mf_parity_run *run, const struct model_dependencies_packages *expected,
                            const struct model_dependencies_packages *actual)
{
    struct mf_purl ours = purl_of(expected);
    struct mf_purl theirs = purl_of(actual);
    enum mf_version_kind kind = mf_version_kind_of(ours.type);
    char bytes[2][MF_PURL_SIZE];
    struct mf_parity_fact fact = {
        .kind = "package",
        .name = ours.package,
        .where = expected,
        .expected = ours.version,
        .actual = theirs.version,
        .compared = "version",
    };

    (void)mf_purl_decode(ours.version, bytes[0], &fact.expected);
    (void)mf_purl_decode(theirs.version, bytes[1], &fact.actual);
    if (are_one_version(kind, fact.expected, fact.actual)) {
        compare_contents(run, fact, expected, actual);
        return;
    }
    fact.outcome = MF_PARITY_DIFFERENT;
    fact.code = is_of_system(ours.type) ? MF_FINDING_PARITY_SYSTEM_PACKAGE : MF_FINDING_PARITY_PACKAGE;
    set_version(&fact, kind, fact.actual);
    if (mf_version_check(kind, fact.expected, NULL) && mf_version_check(kind, fact.actual, NULL)) {
        int order = mf_version_compare(kind, fact.actual, fact.expected);

        fact.message = order < 0   ? "an older version is installed"
                       : order > 0 ? "a newer version is installed"
                                   : "another build of the version is installed";
    }
    mf_parity_add(run, &fact);
}

static void add_missing(struct mf_parity_run *run, const struct model_dependencies_packages *expected)
{
    struct mf_purl purl = purl_of(expected);
    char bytes[MF_PURL_SIZE];
    struct mf_parity_fact fact = {
        .outcome = MF_PARITY_MISSING,
        .code = MF_FINDING_PARITY_PACKAGE_MISSING,
        .kind = "package",
        .name = purl.package,
        .where = expected,
        .expected = purl.version,
        .compared = "presence",
    };

    (void)mf_purl_decode(purl.version, bytes, &fact.expected);
    mf_parity_add(run, &fact);
}

static void add_extra(struct mf_parity_run *run, const struct model_dependencies_packages *actual)
{
    struct mf_purl purl = purl_of(actual);
    char bytes[MF_PURL_SIZE];
    struct mf_parity_fact fact = {
        .outcome = MF_PARITY_EXTRA,
        .code = is_of_system(purl.type) ? MF_FINDING_PARITY_SYSTEM_EXTRA : MF_FINDING_PARITY_PACKAGE_EXTRA,
        .kind = "package",
        .name = purl.package,
        .where = actual,
        .is_of_actual = true,
        .actual = purl.version,
    };

    (void)mf_purl_decode(purl.version, bytes, &fact.actual);
    mf_parity_add(run, &fact);
}

/* --- the packages of one type ------------------------------------------------------------------------------------------ */

static bool is_needed(const struct model_dependencies_packages *package)
{
    return package->scope.text == NULL || mf_scalar_is(&package->scope, "runtime");
}

/* One item for many packages; its name is the beginning of their package URLs. */
static void add_counted(struct mf_parity_run *run, const struct mf_parity_fact *base, struct mf_view type,
                        size_t count)
{
    struct mf_parity_fact fact = *base;
    struct mf_buffer name = MF_BUFFER_EMPTY;
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&name, "pkg:");
    mf_buffer_append(&name, type);
    mf_buffer_append_byte(&name, '/');
    mf_buffer_append_unsigned(&text, count);
    mf_buffer_append_text(&text, count == 1 ? " package" : " packages");
    fact.kind = "package";
    fact.name = mf_buffer_view(&name);
    if (fact.is_of_actual) {
        fact.actual = mf_buffer_view(&text);
    } else {
        fact.expected = mf_buffer_view(&text);
    }
    if (name.status == MF_OK && text.status == MF_OK) {
        mf_parity_add(run, &fact);
    } else {
        run->text.status = name.status == MF_OK ? text.status : name.status;
    }
    mf_buffer_release(&name);
    mf_buffer_release(&text);
}

/* Nothing of the type is there: nobody looked, or all are missing. */
static void compare_with_nothing(struct mf_parity_run *run, const struct packages *packages,
                                 const struct span *span)
{
    size_t count = 0;

    for (uint32_t i = span->expected_begin; i < span->expected_end; i++) {
        count += is_needed(package_at(packages->expected, i));
    }
    if (count > 0) {
        add_counted(run,
                    &(struct mf_parity_fact){ .outcome = MF_PARITY_UNKNOWN,
                                              .code = MF_FINDING_PARITY_PACKAGES_UNKNOWN,
                                              .where = packages->expected },
                    span->type, count);
    }
}

static void compare_extras(struct mf_parity_run *run, const struct packages *packages,
                           const struct span *span)
{
    bool counted =
        span->expected_begin == span->expected_end || mf_locked_types_have(&packages->locked, span->type);
    size_t count = 0;

    for (uint32_t i = span->actual_begin; i < span->actual_end; i++) {
        if (packages->pairs.partner_of_right[i] != MF_UNPAIRED) {
            continue;
        }
        if (!counted) {
            add_extra(run, package_at(packages->actual, i));
        }
        count++;
    }
    if (counted && count > 0) {
        add_counted(run,
                    &(struct mf_parity_fact){ .outcome = MF_PARITY_EXTRA,
                                              .code = MF_FINDING_PARITY_EXTRAS,
                                              .where = packages->actual,
                                              .is_of_actual = true },
                    span->type, count);
    }
}

static void compare_span(struct mf_parity_run *run, const struct packages *packages, const struct span *span)
{
    if (span->actual_begin == span->actual_end) {
        compare_with_nothing(run, packages, span);
        return;
    }
    for (uint32_t i = span->expected_begin; i < span->expected_end; i++) {
        const struct model_dependencies_packages *expected = package_at(packages->expected, i);
        uint32_t partner = packages->pairs.partner_of_left[i];

        /* What is needed to build or to test need not be there, and may be there in any version. */
        if (!is_needed(expected)) {
            continue;
        }
        if (partner == MF_UNPAIRED) {
            add_missing(run, expected);
        } else {
            compare_package(run, expected, package_at(packages->actual, partner));
        }
    }
    compare_extras(run, packages, span);
}

/* --- all --------------------------------------------------------------------------------------------------------------- */

/* The type of the package at an index with the '/' behind it, by which types are in the order of package URLs; no data at the end. */
static struct mf_view type_at(const struct mf_list *list, uint32_t index)
{
    struct mf_view type = mf_view_of(NULL);

    if (index < list->count) {
        type = purl_of(package_at(list, index)).type;
        type.size++;
    }
    return type;
}

static uint32_t end_of(const struct mf_list *list, uint32_t index, struct mf_view type)
{
    while (index < list->count && mf_view_equal(type_at(list, index), type)) {
        index++;
    }
    return index;
}

static void compare_all(struct mf_parity_run *run, const struct packages *packages)
{
    struct span span = { .expected_end = 0, .actual_end = 0 };

    while (span.expected_end < packages->expected->count || span.actual_end < packages->actual->count) {
        struct mf_view ours = type_at(packages->expected, span.expected_end);
        struct mf_view theirs = type_at(packages->actual, span.actual_end);
        bool of_ours = theirs.data == NULL || (ours.data != NULL && mf_view_compare(ours, theirs) <= 0);

        span.type = of_ours ? ours : theirs;
        span.expected_begin = span.expected_end;
        span.actual_begin = span.actual_end;
        span.expected_end = end_of(packages->expected, span.expected_begin, span.type);
        span.actual_end = end_of(packages->actual, span.actual_begin, span.type);
        span.type.size--;
        compare_span(run, packages, &span);
    }
}

void mf_parity_compare_packages(struct mf_parity_run *run, struct mf_arena *scratch)
{
    const struct model_dependencies *expected = dependencies_of(run->expected);
    struct packages packages = {
        .expected = &expected->packages,
        .actual = &dependencies_of(run->actual)->packages,
        .locked = mf_locked_types_find(expected),
    };

    if (mf_parity_pair(run, scratch, "dependencies", "packages", &packages.pairs)) {
        compare_all(run, &packages);
    }
}
