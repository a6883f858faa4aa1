/* SPDX-License-Identifier: Apache-2.0 */
/* Cargo.lock, versions 3 and 4. */
#include "lock/reading.h"

#include "lock/lines.h"
#include "value/ascii.h"
#include "value/check.h"

/* registry+URL, sparse+URL, or git+URL#COMMIT. What has no source is a member of the workspace. */
static void read_source(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *source = mf_lock_member(reading, node, "source", MF_JSON_STRING, false);
    struct mf_view commit;

    if (source == NULL) {
        package->kind = MF_LOCK_PROJECT;
        return;
    }
    mf_lock_set_address(reading, package, source->text, source->position);
    if (package->kind == MF_LOCK_VCS) {
        commit = source->text;
        (void)mf_view_cut(&commit, '#');
        if (commit.data == NULL || !mf_commit_check(commit, NULL)) {
            mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, source->position,
                            "%s: the full id of a commit stands behind '#'", package->name);
        }
    }
}

/* "NAME", "NAME VERSION" or "NAME VERSION (SOURCE)". */
static void read_dependencies(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              const struct mf_json_node *node)
{
    const struct mf_json_node *list = mf_lock_member(reading, node, "dependencies", MF_JSON_ARRAY, false);

    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (mf_lock_is(reading, &list->children[i], MF_JSON_STRING)) {
            struct mf_view rest = list->children[i].text;
            struct mf_view name = mf_lock_cut_word(&rest);

            mf_lock_add_dependency(reading, package, name, mf_lock_cut_word(&rest),
                                   list->children[i].position);
        }
    }
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    struct mf_lock_package *package = mf_lock_add(reading, "cargo", node->position);
    struct mf_view name = mf_lock_text(reading, node, "name", true);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, true);
    const struct mf_json_node *checksum = mf_lock_member(reading, node, "checksum", MF_JSON_STRING, false);

    if (name.data != NULL) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    }
    read_source(reading, package, node);
    if (checksum != NULL) {
        mf_lock_add_hash(reading, package, mf_view_of("sha256"), checksum->text, checksum->position);
    }
    read_dependencies(reading, package, node);
}

void mf_lock_read_cargo(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    const struct mf_json_node *version = mf_json_tree_member(root, "version");
    const struct mf_json_node *packages = mf_lock_member(reading, root, "package", MF_JSON_ARRAY, false);

    if (version == NULL || version->token != MF_JSON_NUMBER ||
        (!mf_view_is(version->text, "3") && !mf_view_is(version->text, "4"))) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION,
                        version == NULL ? root->position : version->position,
                        "versions 3 and 4 of Cargo.lock are known, not this one");
        return;
    }
    mf_lock_read_each(reading, packages, read_package);
}
