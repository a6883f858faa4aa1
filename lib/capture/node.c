/* SPDX-License-Identifier: Apache-2.0 */
/* Node: npm writes down what it installed in node_modules/.package-lock.json, in the form of its lock file. */
#include "capture/places.h"

#include "lock/lock.h"
#include "value/ascii.h"

static const char packages_path[] = "/dependencies/packages";

/* doc/capture.md lists them for users. */
static const char *const usual_places[] = {
    "node_modules",           "app/node_modules",           "usr/src/app/node_modules",
    "workspace/node_modules", "srv/node_modules",           "srv/*/node_modules",
    "opt/*/node_modules",     "home/*/node_modules",        "home/*/app/node_modules",
    "usr/lib/node_modules",   "usr/local/lib/node_modules",
};

enum { LONGEST_FILE = 64 * 1024 * 1024 };

/* The strongest ones that the format knows. */
static void take_digests(const struct mf_lock_package *locked, struct mf_capture_package *facts)
{
    for (uint32_t i = 0; i < locked->digest_count; i++) {
        struct mf_view digest = mf_view_of(locked->digests[i]);

        if (mf_view_starts_with(digest, "sha256:") && facts->digests[0] == NULL) {
            facts->digests[0] = digest.data;
        } else if (mf_view_starts_with(digest, "sha512:") && facts->digests[1] == NULL) {
            facts->digests[1] = digest.data;
        }
    }
}

static void add(struct mf_capture_run *run, const char *file, const struct mf_lock_package *locked)
{
    struct mf_capture_package facts = { .purl = NULL };
    struct mf_package package = { .type = mf_view_of("npm"), .version = mf_view_of(locked->version) };
    struct mf_view name = mf_view_of(locked->name);

    if (locked->kind == MF_LOCK_PROJECT || *locked->name == '\0') {
        return;
    }
    if (name.data[0] == '@') {
        package.namespace = mf_view_cut(&name, '/');
    }
    package.name = name;
    take_digests(locked, &facts);
    if (locked->kind == MF_LOCK_URL || locked->kind == MF_LOCK_VCS) {
        facts.origin = locked->source;
    }
    mf_capture_add_package(run, file, &package, &facts);
}

static void read_file(struct mf_capture_run *run, const char *file)
{
    mf_lock_options options;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_lock *lock = NULL;
    struct mf_view text;
    mf_status status;

    if (file == NULL || mf_capture_read(run, packages_path, file, LONGEST_FILE, &text) != MF_CAPTURE_READ) {
        return;
    }
    mf_lock_options_init(&options, sizeof options);
    options.format = mf_lock_format_name(MF_LOCK_NPM);
    options.maximum_memory = run->options.maximum_memory;
    status = mf_lock_read(text.data, text.size, &options, &lock, &report, &error);
    if (status == MF_ERROR_INVALID || status == MF_ERROR_SYNTAX || status == MF_ERROR_LIMIT) {
        mf_capture_find(run, MF_FINDING_CAPTURE_CORRUPT, packages_path, file,
                        "the packages that it lists are left out: %.300s", mf_error_message(error));
    } else if (status != MF_OK) {
        mf_capture_fail(run, status, error);
        error = NULL;
    }
    for (uint32_t i = 0; lock != NULL && i < lock->count && mf_capture_goes_on(run); i++) {
        add(run, file, lock->packages[i]);
    }
    (void)mf_error_unref(error);
    (void)mf_report_unref(report);
    (void)mf_lock_unref(lock);
    (void)mf_arena_resize(run->arena, (void *)(uintptr_t)text.data, 0);
}

void mf_capture_node(struct mf_capture_run *run)
{
    struct mf_capture_places places = { NULL, 0 };

    for (size_t i = 0; i < sizeof usual_places / sizeof usual_places[0] && mf_capture_goes_on(run); i++) {
        mf_capture_places_add(run, packages_path, usual_places[i], &places);
    }
    for (uint32_t i = 0; i < places.count && mf_capture_goes_on(run); i++) {
        read_file(run, mf_capture_join(run, places.items[i], ".package-lock.json"));
    }
}
