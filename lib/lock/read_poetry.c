/* SPDX-License-Identifier: Apache-2.0 */
/* poetry.lock, versions 1 and 2. */
#include "lock/reading.h"

#include "value/ascii.h"
#include "value/check.h"

/* [{file = …, hash = …}] */
static void read_files(struct mf_lock_reading *reading, struct mf_lock_package *package,
                       const struct mf_json_node *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        if (mf_lock_is(reading, &files->children[i], MF_JSON_OBJECT)) {
            struct mf_view hash = mf_lock_text(reading, &files->children[i], "hash", true);

            if (hash.data != NULL) {
                mf_lock_add_spelled_hash(reading, package, hash, files->children[i].position);
            }
        }
    }
}

/* [metadata.hashes], which the first versions had: digits of SHA-256 alone. */
static void read_bare_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                             const struct mf_json_node *hashes)
{
    for (uint32_t i = 0; i < hashes->count; i++) {
        if (mf_lock_is(reading, &hashes->children[i], MF_JSON_STRING)) {
            mf_lock_add_hash(reading, package, mf_view_of("sha256"), hashes->children[i].text,
                             hashes->children[i].position);
        }
    }
}

/* The list below the name of a package, of a table of all packages in [metadata]. */
static const struct mf_json_node *find_by_name(struct mf_lock_reading *reading,
                                               const struct mf_json_node *metadata, const char *table,
                                               const struct mf_lock_package *package)
{
    const struct mf_json_node *all = mf_lock_member(reading, metadata, table, MF_JSON_OBJECT, false);
    const struct mf_json_node *found = NULL;

    if (all != NULL) {
        found = mf_json_tree_member(all, package->written);
        found = found == NULL ? mf_json_tree_member(all, package->name) : found;
    }
    return found != NULL && mf_lock_is(reading, found, MF_JSON_ARRAY) ? found : NULL;
}

static void read_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node, const struct mf_json_node *metadata)
{
    const struct mf_json_node *files = mf_lock_member(reading, node, "files", MF_JSON_ARRAY, false);
    const struct mf_json_node *hashes = find_by_name(reading, metadata, "hashes", package);

    files = files == NULL ? find_by_name(reading, metadata, "files", package) : files;
    if (files != NULL) {
        read_files(reading, package, files);
    }
    if (hashes != NULL) {
        read_bare_hashes(reading, package, hashes);
    }
}

static void read_source(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *source = mf_lock_member(reading, node, "source", MF_JSON_OBJECT, false);
    struct mf_view type;
    struct mf_view commit;

    if (source == NULL) {
        return;
    }
    type = mf_lock_text(reading, source, "type", true);
    mf_lock_set_address(reading, package, mf_lock_text(reading, source, "url", true), source->position);
    if (mf_view_is(type, "git")) {
        commit = mf_lock_text(reading, source, "resolved_reference", true);
        package->kind = MF_LOCK_VCS;
        if (commit.data != NULL && !mf_commit_check(commit, NULL)) {
            mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, source->position,
                            "%s: 'resolved_reference' is not the full id of a commit", package->name);
        }
    } else if (mf_view_is(type, "url")) {
        package->kind = MF_LOCK_URL;
    } else if (mf_view_is(type, "file") || mf_view_is(type, "directory")) {
        package->kind = mf_lock_is_true(node, "develop") ? MF_LOCK_EDITABLE : MF_LOCK_PATH;
    } else {
        package->kind = MF_LOCK_REGISTRY;
    }
}

/* NAME = "range", or a table or list of tables that say more. */
static void read_dependencies(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              const struct mf_json_node *node)
{
    const struct mf_json_node *table = mf_lock_member(reading, node, "dependencies", MF_JSON_OBJECT, false);

    for (uint32_t i = 0; table != NULL && i < table->count; i++) {
        mf_lock_add_dependency(reading, package, table->children[i].name, mf_view_make(NULL, 0),
                               table->children[i].position);
    }
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node,
                         const struct mf_json_node *metadata)
{
    struct mf_lock_package *package = mf_lock_add(reading, "pypi", node->position);
    struct mf_view name = mf_lock_text(reading, node, "name", true);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, true);
    const struct mf_json_node *marker = mf_json_tree_member(node, "markers");

    if (name.data != NULL) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    }
    marker = marker == NULL ? mf_json_tree_member(node, "marker") : marker;
    if (marker != NULL && marker->token == MF_JSON_STRING) {
        package->marker = mf_lock_keep_line(reading, marker->text, marker->position);
    }
    read_source(reading, package, node);
    read_hashes(reading, package, node, metadata);
    read_dependencies(reading, package, node);
}

void mf_lock_read_poetry(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    const struct mf_json_node *metadata = mf_lock_member(reading, root, "metadata", MF_JSON_OBJECT, true);
    const struct mf_json_node *packages = mf_lock_member(reading, root, "package", MF_JSON_ARRAY, false);
    struct mf_view version;
    struct mf_view major;

    if (metadata == NULL) {
        return;
    }
    version = mf_lock_text(reading, metadata, "lock-version", false);
    major = mf_view_cut(&version, '.');
    /* The first of all versions did not say that it was one. */
    if (major.data != NULL && !mf_view_is(major, "1") && !mf_view_is(major, "2")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION,
                        mf_json_tree_member(metadata, "lock-version")->position,
                        "versions 1 and 2 of poetry.lock are known, not this one");
        return;
    }
    for (uint32_t i = 0; packages != NULL && i < packages->count && !mf_lock_failed(reading); i++) {
        if (mf_lock_is(reading, &packages->children[i], MF_JSON_OBJECT)) {
            read_package(reading, &packages->children[i], metadata);
        }
    }
}
