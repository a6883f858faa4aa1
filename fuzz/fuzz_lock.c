/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a lock file, of the format that is found in them and of another one: what is read has canonical package URLs in
 * order, digests that are some, and JSON that can be read, and is taken up into a manifest, where a second time changes nothing;
 * what is refused has a finding that says where.
 */
#include "documents.h"

#include "lock/lock.h"
#include "value/check.h"
#include "value/hex.h"
#include "json/tree.h"

enum { MEMORY = 1 << 22 };

static void check_digest(const char *digest)
{
    struct mf_view text = mf_view_of(digest);

    require(mf_view_starts_with(text, "sha") && text.size > 7 && digest[6] == ':',
            "a digest of no algorithm");
    text = mf_view_make(digest + 7, text.size - 7);
    require(mf_hex_is_lower(text) && (text.size == 64 || text.size == 96 || text.size == 128),
            "a digest of no digits");
}

static void check_package(const mf_lock_package *package, size_t size)
{
    const char *purl = mf_lock_package_purl(package);

    require(*purl == '\0' || mf_purl_check(mf_view_of(purl), NULL), "a package URL is not canonical");
    require(*purl == '\0' || *mf_lock_package_name(package) != '\0', "a package URL without a name");
    require(mf_lock_package_line(package) > 0 && mf_lock_package_offset(package) <= size,
            "a package stands outside of the file");
    require(mf_lock_package_digest_count(package) <= mf_lock_package_hash_count(package),
            "a digest is no hash");
    for (size_t i = 0; i < mf_lock_package_digest_count(package); i++) {
        check_digest(mf_lock_package_digest(package, i));
    }
    for (size_t i = 0; i < mf_lock_package_dependency_count(package); i++) {
        const mf_lock_package *needed = mf_lock_package_dependency_package(package, i);

        require(*mf_lock_package_dependency(package, i) != '\0', "a dependency without a name");
        require(needed == NULL || mf_lock_package_line(needed) > 0, "a dependency that is nowhere");
    }
}

static void check_lock(const mf_lock *lock, size_t size)
{
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *root = NULL;
    mf_bytes *json = NULL;

    for (size_t i = 0; i < mf_lock_count(lock); i++) {
        check_package(mf_lock_package_at(lock, i), size);
        require(i == 0 || strcmp(mf_lock_package_purl(mf_lock_package_at(lock, i - 1)),
                                 mf_lock_package_purl(mf_lock_package_at(lock, i))) <= 0,
                "packages are not in order");
    }
    require(arena != NULL && mf_lock_json(lock, &json, NULL) == MF_OK, "no JSON");
    require(mf_json_tree_read(arena, mf_view_make(mf_bytes_data(json), mf_bytes_size(json)), 10, &root,
                              NULL) == MF_OK &&
                root->count == mf_lock_count(lock),
            "the JSON is none");
    mf_bytes_unref(json);
    mf_arena_free(arena);
}

static mf_manifest *build(const mf_builder *builder)
{
    mf_manifest *manifest = NULL;

    require(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL) == MF_OK,
            "what was imported is not good");
    return manifest;
}

/* Each package URL is listed once, whatever stands in the file how often; the project itself and bare go.mod files are no packages. */
static size_t count_purls(const mf_lock *lock)
{
    const char *before = "";
    size_t count = 0;

    for (size_t i = 0; i < mf_lock_count(lock); i++) {
        const mf_lock_package *package = mf_lock_package_at(lock, i);
        const char *purl = mf_lock_package_purl(package);

        if (strcmp(mf_lock_package_kind(package), "project") != 0 && strchr(purl, '#') == NULL &&
            strcmp(purl, before) != 0) {
            before = purl;
            count++;
        }
    }
    return count;
}

static void check_import(const mf_lock *lock)
{
    mf_lock_import_options options;
    mf_builder *builder = NULL;
    mf_manifest *manifest;
    mf_bytes *canonical;
    size_t count = 0;

    mf_lock_import_options_init(&options, sizeof options);
    options.path = "a/file.lock";
    require(mf_builder_new(NULL, &builder, NULL) == MF_OK, "no builder");
    require(mf_lock_import(lock, &options, builder, NULL) == MF_OK, "it cannot be imported");
    manifest = build(builder);
    canonical = canonical_of(manifest);
    check_written(manifest, canonical);
    if (count_purls(lock) > 0) {
        require(mf_manifest_count(manifest, "/dependencies/packages", &count, NULL) == MF_OK, "no packages");
    }
    require(count == count_purls(lock), "a package too many or too few");
    mf_manifest_unref(manifest);
    require(mf_lock_import(lock, &options, builder, NULL) == MF_OK, "it cannot be imported again");
    manifest = build(builder);
    require_canonical(manifest, canonical, "the second time it is another");
    mf_manifest_unref(manifest);
    mf_bytes_unref(canonical);
    mf_builder_unref(builder);
}

static void check_file(const uint8_t *data, size_t size, const char *format)
{
    mf_lock_options options;
    mf_lock *lock = NULL;
    mf_report *report = NULL;
    mf_status status;

    mf_lock_options_init(&options, sizeof options);
    options.format = format;
    options.maximum_memory = MEMORY;
    status = mf_lock_read(size == 0 ? NULL : data, size, &options, &lock, &report, NULL);
    require(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT, "a wrong status");
    require((status == MF_OK) == (lock != NULL), "a lock file and an error, or none of both");
    for (size_t i = 0; i < mf_report_count(report); i++) {
        require(mf_finding_line(mf_report_finding(report, i)) > 0 &&
                    mf_finding_offset(mf_report_finding(report, i)) <= size,
                "a finding outside of the file");
    }
    if (lock != NULL) {
        check_lock(lock, size);
        check_import(lock);
    }
    mf_report_unref(report);
    mf_lock_unref(lock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_file(data, size, NULL);
    check_file(data, size, mf_lock_format_name((enum mf_lock_format)(size % MF_LOCK_FORMAT_COUNT)));
    return 0;
}
