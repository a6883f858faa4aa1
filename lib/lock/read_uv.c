/* SPDX-License-Identifier: Apache-2.0 */
/* uv.lock, version 1. */
#include "lock/reading.h"

#include "base/buffer.h"
#include "value/ascii.h"
#include "value/check.h"

static void read_archive(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *archive)
{
    const struct mf_json_node *hash = mf_lock_member(reading, archive, "hash", MF_JSON_STRING, false);

    if (hash != NULL) {
        mf_lock_add_spelled_hash(reading, package, hash->text, hash->position);
    }
}

static void read_archives(struct mf_lock_reading *reading, struct mf_lock_package *package,
                          const struct mf_json_node *node)
{
    const struct mf_json_node *sdist = mf_lock_member(reading, node, "sdist", MF_JSON_OBJECT, false);
    const struct mf_json_node *wheels = mf_lock_member(reading, node, "wheels", MF_JSON_ARRAY, false);

    if (sdist != NULL) {
        read_archive(reading, package, sdist);
    }
    for (uint32_t i = 0; wheels != NULL && i < wheels->count; i++) {
        if (mf_lock_is(reading, &wheels->children[i], MF_JSON_OBJECT)) {
            read_archive(reading, package, &wheels->children[i]);
        }
    }
}

/* The commit stands behind '#'. */
static void check_commit(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *address)
{
    struct mf_view commit = address->text;

    (void)mf_view_cut(&commit, '#');
    package->kind = MF_LOCK_VCS;
    if (commit.data == NULL || !mf_commit_check(commit, NULL)) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, address->position,
                        "%s: the full id of a commit stands behind '#'", package->name);
    }
}

static void read_source(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    static const struct {
        const char *name;
        enum mf_lock_kind kind;
    } kinds[] = {
        { "registry", MF_LOCK_REGISTRY }, { "git", MF_LOCK_VCS },        { "url", MF_LOCK_URL },
        { "path", MF_LOCK_PATH },         { "directory", MF_LOCK_PATH }, { "editable", MF_LOCK_EDITABLE },
        { "virtual", MF_LOCK_PROJECT },
    };
    const struct mf_json_node *source = mf_lock_member(reading, node, "source", MF_JSON_OBJECT, true);

    for (size_t i = 0; source != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct mf_json_node *place =
            mf_lock_member(reading, source, kinds[i].name, MF_JSON_STRING, false);

        if (place == NULL) {
            continue;
        }
        mf_lock_set_address(reading, package, place->text, place->position);
        package->kind = kinds[i].kind;
        if (kinds[i].kind == MF_LOCK_VCS) {
            check_commit(reading, package, place);
        } else if (kinds[i].kind == MF_LOCK_EDITABLE && mf_view_is(place->text, ".")) {
            package->kind = MF_LOCK_PROJECT;
        }
        return;
    }
    if (source != NULL) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, source->position,
                        "%s comes from a kind of source that is not known", package->name);
    }
}

/* The markers of the part of the resolution that the package belongs to: any of them. */
static void read_markers(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *node)
{
    const struct mf_json_node *markers =
        mf_lock_member(reading, node, "resolution-markers", MF_JSON_ARRAY, false);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    for (uint32_t i = 0; markers != NULL && i < markers->count; i++) {
        if (mf_lock_is(reading, &markers->children[i], MF_JSON_STRING)) {
            mf_buffer_append_text(&buffer, i == 0 ? "" : " or ");
            mf_buffer_append(&buffer, markers->children[i].text);
        }
    }
    if (buffer.status != MF_OK) {
        mf_report_fail(reading->report);
    } else {
        package->marker = mf_lock_keep_line(reading, mf_buffer_view(&buffer), node->position);
    }
    mf_buffer_release(&buffer);
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    struct mf_lock_package *package = mf_lock_add(reading, "pypi", node->position);
    struct mf_view name = mf_lock_text(reading, node, "name", true);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, false);

    if (name.data != NULL) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    read_source(reading, package, node);
    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    } else if (package->kind == MF_LOCK_REGISTRY || package->kind == MF_LOCK_URL) {
        mf_lock_finding(reading, MF_FINDING_LOCK_UNPINNED, node->position, "%s has no version",
                        package->name);
    }
    read_markers(reading, package, node);
    read_archives(reading, package, node);
    mf_lock_read_dependency_tables(reading, package, node);
}

void mf_lock_read_uv(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    const struct mf_json_node *version = mf_lock_member(reading, root, "version", MF_JSON_NUMBER, true);
    const struct mf_json_node *packages = mf_lock_member(reading, root, "package", MF_JSON_ARRAY, false);

    if (version != NULL && !mf_view_is(version->text, "1")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, version->position,
                        "version 1 of uv.lock is known, not this one");
        return;
    }
    mf_lock_read_each(reading, packages, read_package);
}
