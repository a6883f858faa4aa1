/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a directory: options, the walk, hashing, and the findings that both ways of looking make. */
#include "artifact/tree.h"

#include "base/error.h"
#include "base/options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum {
    DEFAULT_FILES = 1000000,
    DEFAULT_FINDINGS = 100,
    REPORT_MEMORY = 64 * 1024 * 1024,
    LONGEST_MESSAGE = 800,
};

static const char *const default_excluded[] = { ".git", ".gitattributes", ".github", ".gitignore" };

void mf_tree_options_init(mf_tree_options *options, size_t size)
{
    mf_options_init(options, size);
}

const char *mf_tree_excluded(size_t index)
{
    return index < sizeof default_excluded / sizeof default_excluded[0] ? default_excluded[index] : NULL;
}

static mf_status take_options(struct mf_looking *looking, const mf_tree_options *options, mf_error **reterr)
{
    mf_tree_options *ours = &looking->options;
    mf_status status;

    mf_tree_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if ((ours->flags & ~(MF_TREE_FOLLOW_LINKS | MF_TREE_ALLOW_UNEXPECTED)) != 0 || ours->reserved != 0 ||
        (ours->excluded == NULL && ours->excluded_count > 0)) {
        return mf_error_argument(reterr,
                                 "the options have a flag that is not known, or use what is reserved");
    }
    if (ours->excluded == NULL) {
        ours->excluded = default_excluded;
        ours->excluded_count = sizeof default_excluded / sizeof default_excluded[0];
    }
    ours->maximum_files = ours->maximum_files == 0 ? DEFAULT_FILES : ours->maximum_files;
    ours->maximum_findings = ours->maximum_findings == 0 ? DEFAULT_FINDINGS : ours->maximum_findings;
    return mf_hash_options_take(ours->hash, &looking->hash, reterr);
}

mf_status mf_looking_begin(struct mf_looking *looking, const char *root, const mf_tree_options *options,
                           mf_error **reterr)
{
    mf_status status;

    memset(looking, 0, sizeof *looking);
    looking->root = -1;
    if (root == NULL) {
        return mf_error_argument(reterr, "root must not be NULL");
    }
    status = take_options(looking, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    looking->arena = mf_arena_new(0);
    looking->report = mf_report_new(looking->options.maximum_findings, REPORT_MEMORY);
    if (looking->arena == NULL || looking->report == NULL) {
        return mf_error_memory(reterr);
    }
    looking->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (looking->root < 0) {
        char reason[128] = "";

        (void)strerror_r(errno, reason, sizeof reason);
        return mf_error_set(reterr, MF_ERROR_IO, "cannot open the directory %s: %s", root, reason);
    }
    return MF_OK;
}

void mf_looking_end(struct mf_looking *looking)
{
    if (looking->root >= 0) {
        (void)close(looking->root);
    }
    (void)mf_report_unref(looking->report);
    mf_arena_free(looking->arena);
}

mf_status mf_looking_walk(struct mf_looking *looking, struct mf_walk *walk, mf_error **reterr)
{
    *walk = (struct mf_walk){
        .arena = looking->arena,
        .limit = looking->options.maximum_files,
        .excluded = looking->options.excluded,
        .excluded_count = looking->options.excluded_count,
    };
    return mf_walk_directory(looking->root, walk, reterr);
}

mf_status mf_looking_hash(struct mf_looking *looking, struct mf_hash_job *jobs, size_t count,
                          mf_error **reterr)
{
    struct mf_hash_work work = {
        .root = looking->root,
        .links = (looking->options.flags & MF_TREE_FOLLOW_LINKS) != 0,
        .jobs = jobs,
        .count = count,
        .threads = looking->hash.threads,
        .progress = looking->hash.progress,
        .progress_context = looking->hash.progress_context,
    };

    return mf_hash_jobs(&work, reterr);
}

void mf_looking_add(struct mf_looking *looking, enum mf_finding_code code, const struct mf_file_place *place,
                    const char *file, const char *format, ...)
{
    struct mf_finding_facts facts = { .code = code, .found = mf_view_of(file) };
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (mf_report_counts_only(looking->report, code)) {
        return;
    }
    if (place != NULL) {
        facts.position = place->position;
        facts.path = place->path;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mf_report_add(looking->report, &facts, "%.200s: %s", file, message);
}

void mf_looking_add_found(struct mf_looking *looking, const struct mf_found *found)
{
    char reason[128] = "";

    switch (found->kind) {
    case MF_FOUND_FILE:
        return;
    case MF_FOUND_LINK:
        mf_looking_add(
            looking, MF_FINDING_FILE_LINK, NULL, found->path,
            "a symbolic link; none is followed here, because what it names is not under the digest");
        return;
    case MF_FOUND_OTHER:
        mf_looking_add(looking, MF_FINDING_FILE_KIND, NULL, found->path,
                       "a FIFO, socket or device; only regular files can be artifacts");
        return;
    case MF_FOUND_UNREADABLE:
        (void)strerror_r(found->reason, reason, sizeof reason);
        mf_looking_add(looking, MF_FINDING_FILE_UNREADABLE, NULL, *found->path == '\0' ? "." : found->path,
                       "it cannot be looked at: %s", reason);
        return;
    case MF_FOUND_NAME:
        mf_looking_add(looking, MF_FINDING_FILE_NAME, NULL, found->path,
                       "its name can be no path of a manifest: rename it (UTF-8, no backslash, no control "
                       "characters, at most 1024 bytes)");
        return;
    case MF_FOUND_DEEP:
        mf_looking_add(looking, MF_FINDING_FILE_NAME, NULL, found->path, "directories nest more than %d deep",
                       MF_WALK_DEPTH);
        return;
    }
}

static enum mf_finding_code code_of(const struct mf_hash_job *job)
{
    if (job->result == MF_HASH_CHANGED) {
        return MF_FINDING_FILE_CHANGED;
    }
    if (job->result != MF_HASH_NOT_OPENED) {
        return MF_FINDING_FILE_UNREADABLE;
    }
    switch (job->opening) {
    case MF_OPEN_MISSING:
        return MF_FINDING_FILE_MISSING;
    case MF_OPEN_LINK:
    case MF_OPEN_OUTSIDE:
        return MF_FINDING_FILE_LINK;
    case MF_OPEN_NOT_REGULAR:
        return MF_FINDING_FILE_KIND;
    case MF_OPENED:
    case MF_OPEN_FAILED:
        break;
    }
    return MF_FINDING_FILE_UNREADABLE;
}

void mf_looking_add_job(struct mf_looking *looking, const struct mf_file_place *place,
                        const struct mf_hash_job *job)
{
    struct mf_buffer problem = MF_BUFFER_EMPTY;

    mf_hash_append_problem(&problem, job);
    mf_buffer_append_byte(&problem, '\0');
    if (problem.status != MF_OK) {
        mf_report_fail(looking->report);
    } else {
        mf_looking_add(looking, code_of(job), place, job->path, "%s", problem.data);
    }
    mf_buffer_release(&problem);
}

mf_status mf_looking_finish(struct mf_looking *looking, mf_report **ret_report, mf_error **reterr)
{
    mf_status status;

    if (mf_report_status(looking->report) != MF_OK) {
        return mf_report_error(looking->report, reterr);
    }
    mf_report_sort(looking->report);
    status = mf_report_verdict(looking->report, reterr);
    if (ret_report != NULL) {
        *ret_report = looking->report;
        looking->report = NULL;
    }
    return status;
}
