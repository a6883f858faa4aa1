/* SPDX-License-Identifier: Apache-2.0 */
/* conda-lock.yml, version 1: packages of conda and of pip, for each platform. */
#include "lock/conda.h"

#include "value/ascii.h"

static void read_hashes(struct mf_lock_reading *reading, struct mf_lock_package *package,
                        const struct mf_json_node *node)
{
    const struct mf_json_node *hashes = mf_lock_member(reading, node, "hash", MF_JSON_OBJECT, true);

    for (uint32_t i = 0; hashes != NULL && i < hashes->count; i++) {
        const struct mf_json_node *hash = &hashes->children[i];

        /* Digits that happen to look like a number to some readers are digits all the same. */
        if (hash->token == MF_JSON_NUMBER ||
            (hash->token != MF_JSON_NULL && mf_lock_is(reading, hash, MF_JSON_STRING))) {
            mf_lock_add_hash(reading, package, hash->name, hash->text, hash->position);
        }
    }
}

/* What the address says besides name and version, which must be the same. */
static void read_address(struct mf_lock_reading *reading, struct mf_lock_package *package,
                         const struct mf_json_node *node)
{
    const struct mf_json_node *url = mf_lock_member(reading, node, "url", MF_JSON_STRING, true);
    struct mf_lock_conda_archive archive;

    if (url == NULL) {
        return;
    }
    mf_lock_set_address(reading, package, url->text, url->position);
    if (strcmp(package->ecosystem, "conda") == 0 && mf_lock_conda_split(url->text, &archive)) {
        mf_lock_check_file_name(reading, package, archive.name, url->position);
        package->build = archive.build;
        package->channel = archive.channel;
        package->subdirectory = archive.platform;
        package->archive_type = archive.type;
    }
}

static void read_dependencies(struct mf_lock_reading *reading, struct mf_lock_package *package,
                              const struct mf_json_node *node)
{
    const struct mf_json_node *table = mf_lock_member(reading, node, "dependencies", MF_JSON_OBJECT, false);

    for (uint32_t i = 0; table != NULL && i < table->count; i++) {
        /* Virtual packages, such as __glibc, stand for the system. */
        if (!mf_view_starts_with(table->children[i].name, "__")) {
            mf_lock_add_dependency(reading, package, table->children[i].name, mf_view_make(NULL, 0),
                                   table->children[i].position);
        }
    }
}

static void read_package(struct mf_lock_reading *reading, const struct mf_json_node *node)
{
    struct mf_view manager = mf_lock_text(reading, node, "manager", true);
    bool is_pip = mf_view_is(manager, "pip");
    struct mf_lock_package *package = mf_lock_add(reading, is_pip ? "pypi" : "conda", node->position);
    struct mf_view name = mf_lock_text(reading, node, "name", true);
    const struct mf_json_node *version = mf_lock_member(reading, node, "version", MF_JSON_STRING, true);

    if (manager.data != NULL && !is_pip && !mf_view_is(manager, "conda")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_SHAPE, node->position, "'manager' is conda or pip");
    }
    if (name.data != NULL) {
        (void)mf_lock_set_name(reading, package, name, node->position);
    }
    if (version != NULL) {
        mf_lock_set_version(reading, package, version->text, version->position);
    }
    package->marker =
        mf_lock_keep_line(reading, mf_lock_text(reading, node, "platform", true), node->position);
    read_address(reading, package, node);
    read_hashes(reading, package, node);
    read_dependencies(reading, package, node);
}

void mf_lock_read_conda_lock(struct mf_lock_reading *reading, const struct mf_json_node *root)
{
    const struct mf_json_node *version = mf_lock_member(reading, root, "version", MF_JSON_NUMBER, true);
    const struct mf_json_node *packages = mf_lock_member(reading, root, "package", MF_JSON_ARRAY, true);

    if (version != NULL && !mf_view_is(version->text, "1")) {
        mf_lock_finding(reading, MF_FINDING_LOCK_VERSION, version->position,
                        "version 1 of conda-lock.yml is known, not this one");
        return;
    }
    mf_lock_read_each(reading, packages, read_package);
}
