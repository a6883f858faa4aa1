/* SPDX-License-Identifier: Apache-2.0 */
/* pylock.toml (PEP 751), version 1. */
#include "lock/reading.h"

#include "value/ascii.h"
#include "value/check.h"

static void read_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *archive)
{
    const struct mf_json_node *hashes = mf_lock_member(reading, archive, "hashes", MF_JSON_OBJECT, true);

    if (hashes == NULL) {
        return;
    }
    if (hashes->count == 0) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, hashes->position,
                        "%s: 'hashes' is empty, but an archive must have one", package->name);
    }
    for (uint32_t i = 0; i < hashes->count; i++) {
        const struct mf_json_node *hash = &hashes->children[i];

        if (mf_lock_is(reading, hash, MF_JSON_STRING)) {
            mf_lock_add_hash(reading, package, hash->name, hash->text, hash->position);
        }
    }
}

/* The address or path of an archive. */
static void read_address(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *archive)
{
    struct mf_view url = mf_lock_text(reading, archive, "url", false);
    struct mf_view path = mf_lock_text(reading, archive, "path", false);

    if (url.size > 0) {
        mf_lock_set_address(reading, package, url, archive->position);
    } else if (path.size > 0) {
        package->source = mf_lock_keep_line(reading, path, archive->position);
    }
}

static void read_wheels(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *wheels = mf_lock_member(reading, node, "wheels", MF_JSON_ARRAY, false);

    for (uint32_t i = 0; wheels != NULL && i < wheels->count; i++) {
        if (mf_lock_is(reading, &wheels->children[i], MF_JSON_OBJECT)) {
            if (*package->source == '\0') {
                read_address(reading, package, &wheels->children[i]);
            }
            read_hashes(reading, package, &wheels->children[i]);
        }
    }
}

static void read_repository(struct mf_lock_reading *reading, struct mf_lock_package *package,
                            const struct mf_json_node *vcs)
{
    struct mf_view commit = mf_lock_text(reading, vcs, "commit-id", true);

    read_address(reading, package, vcs);
    package->kind = MF_LOCK_VCS;
    if (commit.size > 0 && !mf_commit_check(commit, NULL)) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, vcs->position,
                        "%s: 'commit-id' is not the full id of a commit", package->name);
    }
}

/* Where the package comes from: a repository, a directory, one archive, or a source archive and wheels. */
static void read_source(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *vcs = mf_lock_member(reading, node, "vcs", MF_JSON_OBJECT, false);
    const struct mf_json_node *directory = mf_lock_member(reading, node, "directory", MF_JSON_OBJECT, false);
    const struct mf_json_node *archive = mf_lock_member(reading, node, "archive", MF_JSON_OBJECT, false);
    const struct mf_json_node *sdist = mf_lock_member(reading, node, "sdist", MF_JSON_OBJECT, false);
    bool has_wheels = mf_json_tree_member(node, "wheels") != NULL;

    if ((vcs != NULL) + (directory != NULL) + (archive != NULL) + (sdist != NULL || has_wheels) > 1) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position,
                        "%s comes from more than one of vcs, directory, archive, and sdist or wheels",
                        package->name);
    }
    if (vcs != NULL) {
        read_repository(reading, package, vcs);
    }
    if (directory != NULL) {
        read_address(reading, package, directory);
        package->kind = mf_lock_is_true(directory, "editable") ? MF_LOCK_EDITABLE : MF_LOCK_PATH;
    }
    if (archive != NULL) {
        package->kind = MF_LOCK_URL;
        read_address(reading, package, archive);
        read_hashes(reading, package, archive);
    }
    read_wheels(reading, package, node);
    if (sdist != NULL) {
        if (*package->source == '\0') {
            read_address(reading, package, sdist);
        }
        read_hashes(reading, package, sdist);
    }
}

void mf_lock_read_dependency_tables(struct mf_lock_reading *reading, struct mf_lock_package *package,
                                    const struct mf_json_node *node)
{
    const struct mf_json_node *list = mf_lock_member(reading, node, "dependencies", MF_JSON_ARRAY, false);

    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        const struct mf_json_node *dependency = &list->children[i];

        if (mf_lock_is(reading, dependency, MF_JSON_OBJECT)) {
            struct mf_view name = mf_lock_text(reading, dependency, "name", true);
            struct mf_view version = mf_lock_text(reading, dependency, "version", false);

            if (name.data != NULL) {
                mf_lock_add_dependency(reading, package, name, version, dependency->position);
            }
        }
    }
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    struct mf_lock_package *package = mf_lock_add(reading, "pypi", node->position);
    struct mf_view name = mf_lock_text(reading, node, "name", true);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, false);

    if (name.data != NULL) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    }
    package->marker =
        mf_lock_keep_line(reading, mf_lock_text(reading, node, "marker", false), node->position);
    read_source(reading, package, node);
    mf_lock_read_dependency_tables(reading, package, node);
    if (version == NULL && package->kind == MF_LOCK_REGISTRY) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, node->position, "%s has no version",
                        package->name);
    }
}

void mf_lock_read_pylock(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    struct mf_view version = mf_lock_text(reading, root, "lock-version", true);
    const struct mf_json_node *packages = mf_lock_member(reading, root, "packages", MF_JSON_ARRAY, true);

    (void)mf_lock_text(reading, root, "created-by", true);
    if (version.data != NULL && !mf_view_is(mf_view_cut(&version, '.'), "1")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, mf_json_tree_member(root, "lock-version")->position,
                        "version 1 of pylock.toml is known, not this one");
        return;
    }
    mf_lock_read_each(reading, packages, read_package);
}
