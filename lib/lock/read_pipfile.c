/* SPDX-License-Identifier: Apache-2.0 */
/* Pipfile.lock: the packages of each group by name, among which `_meta` says what file it is. */
#include "lock/reading.h"

#include "value/ascii.h"
#include "value/check.h"

static void read_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *hashes = mf_lock_member(reading, node, "hashes", MF_JSON_ARRAY, false);

    for (uint32_t i = 0; hashes != NULL && i < hashes->count; i++) {
        if (mf_lock_is(reading, &hashes->children[i], MF_JSON_STRING)) {
            mf_lock_add_spelled_hash(reading, package, hashes->children[i].text,
                                     hashes->children[i].position);
        }
    }
}

static void read_source(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    struct mf_view git = mf_lock_text(reading, node, "git", false);
    struct mf_view file = mf_lock_text(reading, node, "file", false);
    struct mf_view path = mf_lock_text(reading, node, "path", false);

    if (git.data != NULL) {
        struct mf_view commit = mf_lock_text(reading, node, "ref", false);

        mf_lock_set_address(reading, package, git, node->position);
        package->kind = MF_LOCK_VCS;
        if (commit.data == NULL || !mf_commit_check(commit, NULL)) {
            mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, node->position,
                            "%s: 'ref' is not the full id of a commit", package->name);
        }
    } else if (file.data != NULL) {
        package->kind = MF_LOCK_URL;
        mf_lock_set_address(reading, package, file, node->position);
    } else if (path.data != NULL) {
        package->kind = MF_LOCK_PATH;
        package->source = mf_lock_keep_line(reading, path, node->position);
    }
    if (mf_lock_is_true(node, "editable")) {
        package->kind = MF_LOCK_EDITABLE;
    }
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    struct mf_lock_package *package = mf_lock_add(reading, "pypi", node->position);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, false);

    (void)mf_lock_set_name(reading, package, node->name, node->position);
    read_source(reading, package, node);
    if (version != NULL) {
        struct mf_view text = version->text;

        if (mf_view_starts_with(text, "==")) {
            text = mf_view_from(text, mf_view_starts_with(text, "===") ? 3 : 2);
        }
        mf_lock_set_version(reading, package, text, version->position);
    } else if (package->kind == MF_LOCK_REGISTRY) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, node->position,
                        "%s has no version: any may be installed", package->name);
    }
    package->marker =
        mf_lock_keep_line(reading, mf_lock_text(reading, node, "markers", false), node->position);
    read_hashes(reading, package, node);
}

static void read_group(struct mf_lock_reading *reading, const struct mf_json_node *group)
{
    for (uint32_t i = 0; i < group->count && !mf_lock_failed(reading); i++) {
        if (mf_lock_is(reading, &group->children[i], MF_JSON_OBJECT)) {
            read_package(reading, &group->children[i]);
        }
    }
}

void mf_lock_read_pipfile(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    const struct mf_json_node *meta = mf_lock_member(reading, root, "_meta", MF_JSON_OBJECT, true);
    const struct mf_json_node *version;

    if (meta == NULL) {
        return;
    }
    version = mf_lock_member(reading, meta, "pipfile-spec", MF_JSON_NUMBER, true);
    if (version != NULL && !mf_view_is(version->text, "6")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, version->position,
                        "version 6 of Pipfile.lock is known, not this one");
        return;
    }
    for (uint32_t i = 0; i < root->count; i++) {
        if (!mf_view_is(root->children[i].name, "_meta") &&
            mf_lock_is(reading, &root->children[i], MF_JSON_OBJECT)) {
            read_group(reading, &root->children[i]);
        }
    }
}
