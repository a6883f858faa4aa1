/* SPDX-License-Identifier: Apache-2.0 */
/* The lock files of a manifest below a directory: opened where nothing leaves it, read once, and held against the manifest. */
#include "artifact/beneath.h"
#include "base/buffer.h"
#include "crypto/crypto.h"
#include "lock/check.h"
#include "value/number.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* Each is read, and may be large. */
enum { MOST_LOCK_FILES = 1000 };

/* One lock file. */
struct held {
    struct mf_lock_checking *checking;
    const struct model_dependencies_lockfiles *entry;
    mf_lock_options options;
    struct mf_buffer text;
    bool is_proven;
};

static void refuse(struct held *held, enum mf_finding_code code, const char *why)
{
    mf_lock_check_finding(held->checking, code, &held->entry->path, "%s: %s",
                          held->entry->path.text == NULL ? "the lock file" : held->entry->path.text, why);
}

/* --- reading -------------------------------------------------------------------------------------------------------------- */

static bool open_file(struct held *held, int root, struct mf_opened *opened)
{
    char reason[128] = "";

    switch (mf_open_beneath(root, held->entry->path.text, true, opened)) {
    case MF_OPENED:
        return true;
    case MF_OPEN_MISSING:
        refuse(held, MF_FINDING_LOCK_FILE_MISSING, "there is no such file");
        break;
    case MF_OPEN_LINK:
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE,
               "a symbolic link is on the way, which cannot be followed safely here");
        break;
    case MF_OPEN_OUTSIDE:
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, "a symbolic link leads out of the directory");
        break;
    case MF_OPEN_NOT_REGULAR:
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, "it is not a regular file");
        break;
    case MF_OPEN_FAILED:
        (void)strerror_r(opened->reason, reason, sizeof reason);
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, reason);
        break;
    }
    return false;
}

static void compare_size(struct held *held, uint64_t size)
{
    const struct mf_scalar *scalar = &held->entry->size;
    int64_t listed = 0;

    if (scalar->text != NULL && mf_integer_parse(mf_scalar_view(scalar), &listed) &&
        (listed < 0 || (uint64_t)listed != size)) {
        mf_lock_check_finding(held->checking, MF_FINDING_LOCK_FILE_SIZE, scalar,
                              "%s has %" PRIu64 " bytes, and the manifest says %" PRId64,
                              held->entry->path.text, size, listed);
    }
}

/* Reads what has been opened; one byte more than it had shows that it has grown. */
static bool read_file(struct held *held, const struct mf_opened *opened)
{
    char reason[128] = "it cannot be read";
    size_t size = (size_t)opened->status.st_size;
    ssize_t count = 1;

    if (!mf_buffer_reserve(&held->text, size + 1)) {
        mf_report_fail(held->checking->report);
        return false;
    }
    while (count != 0 && held->text.size <= size) {
        count = read(opened->file, held->text.data + held->text.size, size + 1 - held->text.size);
        if (count < 0 && errno != EINTR) {
            (void)strerror_r(errno, reason, sizeof reason);
            refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, reason);
            return false;
        }
        held->text.size += count > 0 ? (size_t)count : 0;
    }
    if (held->text.size != size) {
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, "it changed while it was read");
        return false;
    }
    return true;
}

static bool take_file(struct held *held, int root)
{
    struct mf_opened opened;
    char reason[128];
    bool good = false;

    if (held->entry->path.text == NULL) {
        refuse(held, MF_FINDING_LOCK_FILE_MISSING, "it has no 'path'");
        return false;
    }
    if (!open_file(held, root, &opened)) {
        return false;
    }
    compare_size(held, (uint64_t)opened.status.st_size);
    if ((uint64_t)opened.status.st_size > held->options.maximum_input) {
        (void)snprintf(reason, sizeof reason, "it has %" PRIu64 " bytes, more than the limit of %zu",
                       (uint64_t)opened.status.st_size, held->options.maximum_input);
        refuse(held, MF_FINDING_LOCK_FILE_UNREADABLE, reason);
    } else {
        good = read_file(held, &opened);
    }
    (void)close(opened.file);
    return good;
}

/* --- comparing -------------------------------------------------------------------------------------------------------------- */

static void compare_digest(struct held *held)
{
    const struct mf_scalar *listed = &held->entry->digest;
    const char *digest;

    if (listed->text == NULL) {
        mf_lock_check_finding(held->checking, MF_FINDING_LOCK_FILE_UNVERIFIED, held->entry,
                              "%s has no digest here: any file would do", held->entry->path.text);
        return;
    }
    digest = mf_lock_file_digest(held->checking->arena, mf_buffer_view(&held->text),
                                 mf_view_starts_with(mf_scalar_view(listed), "sha512:") ? MF_HASH_SHA512
                                                                                        : MF_HASH_SHA256);
    if (digest == NULL) {
        mf_report_fail(held->checking->report);
        return;
    }
    held->is_proven = strcmp(digest, listed->text) == 0;
    if (!held->is_proven) {
        mf_lock_check_finding(held->checking, MF_FINDING_LOCK_FILE_DIGEST, listed,
                              "%s is not the lock file of the release: its digest is %s",
                              held->entry->path.text, digest);
    }
}

/* What is wrong in the file itself is told by its first error: there is a command that tells all. */
static void report_refused(struct held *held, const mf_error *error)
{
    char line[32] = "";

    if (mf_error_line(error) > 0) {
        (void)snprintf(line, sizeof line, ", line %u", mf_error_line(error));
    }
    mf_lock_check_finding(held->checking, MF_FINDING_LOCK_FILE_REFUSED, &held->entry->path, "%s%s: %s",
                          held->entry->path.text, line, mf_error_message(error));
}

static mf_status compare_packages(struct held *held, mf_error **reterr)
{
    mf_lock *lock = NULL;
    mf_error *error = NULL;
    mf_status status;

    held->options.format = held->entry->format.text;
    status = mf_lock_read(held->text.data, held->text.size, &held->options, &lock, NULL, &error);
    if (status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT) {
        report_refused(held, error);
        status = MF_OK;
    } else if (status == MF_OK) {
        mf_lock_check_packages(held->checking, held->entry, lock, held->is_proven);
    } else if (reterr != NULL) {
        *reterr = error;
        error = NULL;
    }
    (void)mf_error_unref(error);
    (void)mf_lock_unref(lock);
    return status;
}

static mf_status hold_file(struct held *held, int root, mf_error **reterr)
{
    mf_status status = MF_OK;

    if (take_file(held, root)) {
        compare_digest(held);
        status = compare_packages(held, reterr);
    }
    mf_buffer_release(&held->text);
    return status;
}

static mf_status hold_all(struct mf_lock_checking *checking, const mf_lock_options *options, int root,
                          mf_error **reterr)
{
    const struct mf_list *lockfiles =
        checking->dependencies == NULL ? NULL : &checking->dependencies->lockfiles;
    mf_status status = MF_OK;

    if (lockfiles == NULL || lockfiles->count == 0) {
        mf_lock_check_finding(checking, MF_FINDING_LOCK_NONE, checking->manifest->root,
                              "the manifest names no lock file, so nothing was verified");
        return MF_OK;
    }
    if (lockfiles->count > MOST_LOCK_FILES) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the manifest names more than %d lock files",
                            MOST_LOCK_FILES);
    }
    for (uint32_t i = 0; i < lockfiles->count && status == MF_OK; i++) {
        struct held held = { .checking = checking,
                             .entry = (const struct model_dependencies_lockfiles *)lockfiles->items + i,
                             .options = *options };

        status = hold_file(&held, root, reterr);
    }
    return status;
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

static mf_status check_below(struct mf_lock_checking *checking, const char *root,
                             const mf_lock_options *options, size_t counts[2], mf_error **reterr)
{
    int directory = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    mf_status status;

    if (directory < 0) {
        char reason[128] = "";

        (void)strerror_r(errno, reason, sizeof reason);
        return mf_error_set(reterr, MF_ERROR_IO, "cannot open the directory %s: %s", root, reason);
    }
    status = hold_all(checking, options, directory, reterr);
    (void)close(directory);
    if (status != MF_OK) {
        return status;
    }
    mf_lock_check_digests(checking, &counts[0], &counts[1]);
    if (mf_report_status(checking->report) != MF_OK) {
        return mf_report_error(checking->report, reterr);
    }
    mf_report_sort(checking->report);
    return mf_report_verdict(checking->report, reterr);
}

mf_status mf_lockfiles_check(const mf_manifest *manifest, const char *root, const mf_lock_options *options,
                             size_t *ret_pinned, size_t *ret_verified, mf_report **ret_report,
                             mf_error **reterr)
{
    struct mf_lock_checking checking;
    mf_lock_options ours;
    size_t counts[2] = { 0, 0 };
    mf_status status;

    if (manifest == NULL || root == NULL) {
        return mf_error_argument(reterr, "manifest and root must not be NULL");
    }
    status = mf_lock_options_take(options, &ours, reterr);
    if (status == MF_OK) {
        status = mf_crypto_start(reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    status = mf_lock_checking_begin(&checking, manifest, ours.maximum_findings, reterr);
    if (status == MF_OK) {
        status = check_below(&checking, root, &ours, counts, reterr);
    }
    if (status == MF_OK || status == MF_ERROR_INVALID) {
        if (ret_pinned != NULL) {
            *ret_pinned = counts[0];
        }
        if (ret_verified != NULL) {
            *ret_verified = counts[1];
        }
    }
    mf_report_deliver(checking.report, status, ret_report);
    checking.report = NULL;
    mf_lock_checking_end(&checking);
    return status;
}
