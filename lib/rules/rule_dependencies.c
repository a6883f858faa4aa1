/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about each package by itself: is it pinned, covered by a digest, and needed in a release? */
#include "rules/dependencies.h"
#include "value/purl.h"
#include "value/version.h"

#include <stddef.h>

/* What the formats of lock files pin, by type of package URL. A lock file of conda may hold packages of pypi, too. */
static const struct {
    const char *format;
    const char *types[2];
} formats[] = {
    { "cargo", { "cargo", NULL } },
    { "conda-explicit", { "conda", NULL } },
    { "conda-lock", { "conda", "pypi" } },
    { "go", { "golang", NULL } },
    { "npm", { "npm", NULL } },
    { "pipfile", { "pypi", NULL } },
    { "poetry", { "pypi", NULL } },
    { "pylock", { "pypi", NULL } },
    { "requirements", { "pypi", NULL } },
    { "uv", { "pypi", NULL } },
};

/* Types with a package manager of their own: a lock file of another one cannot hold them. */
static const char *const managed[] = { "apk", "cargo", "conda", "deb", "golang", "npm", "pypi", "rpm" };

enum { MANAGED = sizeof managed / sizeof managed[0] };

_Static_assert(MANAGED == sizeof(struct mf_locked_types), "one flag for each");

/* The number of a type; MANAGED if it is none of those. */
static size_t find_managed(struct mf_view type)
{
    size_t i = 0;

    while (i < MANAGED && !mf_view_is(type, managed[i])) {
        i++;
    }
    return i;
}

static bool lockfile_holds(const struct model_dependencies_lockfiles *lockfile, struct mf_view type)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (mf_scalar_is(&lockfile->format, formats[i].format)) {
            return mf_view_is(type, formats[i].types[0]) ||
                   (formats[i].types[1] != NULL && mf_view_is(type, formats[i].types[1]));
        }
    }
    return false;
}

struct mf_locked_types mf_locked_types_find(const struct model_dependencies *dependencies)
{
    const struct model_dependencies_lockfiles *lockfiles = dependencies->lockfiles.items;
    struct mf_locked_types locked = { { false } };

    for (size_t i = 0; i < dependencies->lockfiles.count; i++) {
        if (!mf_scalar_is(&lockfiles[i].complete, "true") || lockfiles[i].digest.text == NULL) {
            continue;
        }
        for (size_t type = 0; type < MANAGED; type++) {
            locked.of[type] = locked.of[type] || lockfile_holds(&lockfiles[i], mf_view_of(managed[type]));
        }
    }
    return locked;
}

bool mf_locked_types_have(const struct mf_locked_types *locked, struct mf_view type)
{
    size_t number = find_managed(type);

    return number < MANAGED && locked->of[number];
}

/* What every package is held against. */
struct judge {
    struct mf_rules_run *run;
    const struct model_dependencies *dependencies;
    struct mf_locked_types locked;
};

static const struct model_dependencies_lockfiles *
find_lockfile(const struct judge *judge, const struct model_dependencies_packages *package)
{
    return package->lockfile.text == NULL
               ? NULL
               : mf_list_find(&judge->dependencies->lockfiles, sizeof(struct model_dependencies_lockfiles),
                              offsetof(struct model_dependencies_lockfiles, name),
                              mf_scalar_view(&package->lockfile));
}

static void check_version(struct judge *judge, const struct model_dependencies_packages *package,
                          const struct mf_purl *purl)
{
    enum mf_version_kind kind = mf_version_kind_of(purl->type);
    struct mf_buffer advice = MF_BUFFER_EMPTY;
    char bytes[MF_PURL_SIZE];
    struct mf_view version;

    if (mf_purl_decode(purl->version, bytes, &version) && !mf_version_check(kind, version, &advice)) {
        mf_rules_add(judge->run, MF_FINDING_VERSION_NOT_EXACT, &package->purl,
                     "'%.*s' pins no version of a package of type %.*s: expected %s%s%.*s", MF_SHOWN(version),
                     MF_SHOWN(purl->type), mf_version_expected(kind), advice.size == 0 ? "" : "; ",
                     MF_SHOWN(mf_buffer_view(&advice)));
    }
    if (advice.status != MF_OK) {
        mf_report_fail(judge->run->report);
    }
    mf_buffer_release(&advice);
}

/* Digests of its own, those in a lock file, or that of the image. */
static bool is_covered(const struct judge *judge, const struct model_dependencies_packages *package,
                       const struct mf_purl *purl)
{
    const struct model_dependencies_lockfiles *lockfile;

    if (package->digests.count > 0 || mf_scalar_is(&package->in_image, "true")) {
        return true;
    }
    lockfile = find_lockfile(judge, package);
    if (lockfile != NULL) {
        return lockfile->digest.text != NULL;
    }
    /* A complete lock file is so for what runs; what builds and tests may stand elsewhere. */
    return mf_scalar_is(&package->scope, "runtime") && mf_locked_types_have(&judge->locked, purl->type);
}

static void check_lockfile(struct judge *judge, const struct model_dependencies_packages *package,
                           const struct mf_purl *purl)
{
    const struct model_dependencies_lockfiles *lockfile = find_lockfile(judge, package);

    if (lockfile == NULL || lockfile->format.text == NULL || find_managed(purl->type) == MANAGED ||
        lockfile_holds(lockfile, purl->type)) {
        return;
    }
    mf_rules_add(judge->run, MF_FINDING_LOCKFILE_OF_OTHERS, &package->lockfile,
                 "a lock file of format %.*s cannot pin packages of type %.*s: name the one that does",
                 MF_SHOWN(mf_scalar_view(&lockfile->format)), MF_SHOWN(purl->type));
    mf_rules_relate(judge->run, &lockfile->format, "the format of the lock file");
}

static void check_scope(struct judge *judge, const struct model_dependencies_packages *package)
{
    if (mf_scalar_is(&package->scope, "development") || mf_scalar_is(&package->scope, "test")) {
        mf_rules_add(judge->run, MF_FINDING_DEVELOPMENT_PACKAGE, &package->scope,
                     "%.*s is there for %s only: leave it out of the release",
                     MF_SHOWN(mf_scalar_view(&package->purl)),
                     mf_scalar_is(&package->scope, "test") ? "tests" : "development");
    }
}

static void check_package(struct judge *judge, const struct model_dependencies_packages *package)
{
    struct mf_purl purl = mf_purl_split(mf_scalar_view(&package->purl));

    check_version(judge, package, &purl);
    if (!is_covered(judge, package, &purl)) {
        mf_rules_add(
            judge->run, MF_FINDING_PACKAGE_NOT_COVERED, package,
            "nothing says what %.*s consists of: give the digests of its archives, the lock file that "
            "has them, or in_image",
            MF_SHOWN(mf_scalar_view(&package->purl)));
    }
    check_lockfile(judge, package, &purl);
    if (mf_scalar_is(&package->editable, "true")) {
        mf_rules_add(judge->run, MF_FINDING_EDITABLE_INSTALL, &package->editable,
                     "%.*s is installed from a working tree that can change at any time: install a built "
                     "archive of it",
                     MF_SHOWN(mf_scalar_view(&package->purl)));
    }
    check_scope(judge, package);
}

/* Packages are sorted, so versions of one package are neighbours. Entries that differ in their qualifiers alone are one version. */
static void check_versions(struct judge *judge)
{
    const struct model_dependencies_packages *packages = judge->dependencies->packages.items;

    for (size_t i = 1; i < judge->dependencies->packages.count; i++) {
        struct mf_purl before = mf_purl_split(mf_scalar_view(&packages[i - 1].purl));
        struct mf_purl purl = mf_purl_split(mf_scalar_view(&packages[i].purl));

        if (mf_view_equal(before.package, purl.package) && !mf_view_equal(before.version, purl.version)) {
            mf_rules_add(judge->run, MF_FINDING_TWO_VERSIONS, &packages[i].purl,
                         "%.*s is there in version %.*s and in version %.*s", MF_SHOWN(purl.package),
                         MF_SHOWN(before.version), MF_SHOWN(purl.version));
            mf_rules_relate(judge->run, &packages[i - 1].purl, "the other version");
        }
    }
}

void mf_rules_dependencies(struct mf_rules_run *run)
{
    struct judge judge = { .run = run, .dependencies = run->root->dependencies };
    const struct model_dependencies_packages *packages;

    if (judge.dependencies == NULL) {
        return;
    }
    judge.locked = mf_locked_types_find(judge.dependencies);
    packages = judge.dependencies->packages.items;
    for (size_t i = 0; i < judge.dependencies->packages.count; i++) {
        check_package(&judge, &packages[i]);
    }
    check_versions(&judge);
    mf_rules_sources(run);
    mf_rules_requires(run);
}
