/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adding files to a builder. First everything is looked at and hashed; only where nothing is wrong the builder changes. Each file is
 * opened twice, below the root both times: to see what it is, and to hash it.
 */
#include "artifact/add.h"

#include "artifact/model_file.h"
#include "base/error.h"
#include "base/options.h"
#include "value/check.h"
#include "value/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* One call. */
struct collecting {
    struct mf_adding adding;
    struct mf_looking looking;
    struct mf_hash_job *jobs; /* files whose digests are not known */
    size_t *owners;           /* for each job, the file that it is about */
    size_t job_count;
};

void mf_artifact_options_init(mf_artifact_options *options, size_t size)
{
    mf_options_init(options, size);
}

mf_hash_algorithm mf_adding_read_digest(const char *text, uint8_t digest[MF_LONGEST_DIGEST])
{
    struct mf_view view = mf_view_of(text);
    mf_hash_algorithm algorithm = mf_view_starts_with(view, "sha256:")   ? MF_HASH_SHA256
                                  : mf_view_starts_with(view, "sha512:") ? MF_HASH_SHA512
                                                                         : 0;

    if (algorithm == 0 ||
        !mf_hex_decode(mf_view_make(text + 7, view.size - 7), digest, mf_hash_size(algorithm))) {
        return 0;
    }
    return algorithm;
}

static int compare_known(const void *left, const void *right)
{
    return strcmp((*(const mf_known_file *const *)left)->path, (*(const mf_known_file *const *)right)->path);
}

static mf_status sort_known(struct mf_adding *adding, mf_error **reterr)
{
    const mf_artifact_options *options = &adding->options;
    uint8_t digest[MF_LONGEST_DIGEST];

    adding->known = mf_arena_alloc_array(adding->arena, options->known_count + 1, sizeof *adding->known);
    if (adding->known == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < options->known_count; i++) {
        const mf_known_file *known = &options->known[i];

        if (known->path == NULL || !mf_path_check(mf_view_of(known->path), NULL) ||
            mf_adding_read_digest(known->digest, digest) == 0) {
            return mf_error_argument(reterr, "a known file has no path, or no digest of SHA-256 or SHA-512");
        }
        adding->known[i] = known;
    }
    if (options->known_count > 1) {
        qsort(adding->known, options->known_count, sizeof *adding->known, compare_known);
    }
    for (size_t i = 1; i < options->known_count; i++) {
        if (compare_known(&adding->known[i - 1], &adding->known[i]) == 0) {
            return mf_error_argument(reterr, "a known file is given twice");
        }
    }
    return MF_OK;
}

mf_status mf_adding_take_options(struct mf_adding *adding, const mf_artifact_options *options,
                                 mf_error **reterr)
{
    mf_artifact_options *ours = &adding->options;
    mf_status status;

    mf_artifact_options_init(ours, sizeof *ours);
    status = mf_options_copy(ours, sizeof *ours, sizeof *ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if ((ours->flags & ~(MF_ARTIFACT_EACH | MF_ARTIFACT_INTERFACE)) != 0 || ours->reserved != 0 ||
        (ours->known == NULL && ours->known_count > 0)) {
        return mf_error_argument(reterr,
                                 "the options have a flag that is not known, or use what is reserved");
    }
    if (ours->name != NULL && !mf_name_check(mf_view_of(ours->name), NULL)) {
        return mf_error_set(
            reterr, MF_ERROR_ARGUMENT,
            "'%.200s' is no name: write lower-case letters and digits, with '.', '_' and '-' between them",
            ours->name);
    }
    if (ours->name != NULL && (ours->flags & MF_ARTIFACT_EACH) != 0) {
        return mf_error_argument(reterr, "one name cannot be that of each file");
    }
    return sort_known(adding, reterr);
}

static enum mf_links links_of(const struct mf_looking *looking)
{
    return (looking->options.flags & MF_TREE_FOLLOW_LINKS) != 0 ? MF_LINKS_BENEATH : MF_LINKS_REFUSED;
}

/* --- which files ------------------------------------------------------------------------------------------------------- */

/* `seen` may be NULL: of a link nothing is known yet. */
static void add_file(struct collecting *collecting, const char *path, const struct mf_identity *seen)
{
    struct mf_adding *adding = &collecting->adding;
    size_t prefix = adding->directory && *adding->path != '\0' ? strlen(adding->path) + 1 : 0;
    struct mf_added_file *file = &adding->files[adding->count++];

    *file = (struct mf_added_file){ .path = path, .below = adding->directory ? path + prefix : path };
    if (seen != NULL) {
        file->seen = *seen;
        file->is_seen = true;
    }
}

/* "model" and "a/b" become "model/a/b". NULL without memory. */
static const char *join(struct mf_arena *arena, const char *directory, const char *file)
{
    size_t size = strlen(directory);
    char *path;

    if (size == 0) {
        return file;
    }
    path = mf_arena_alloc(arena, size + strlen(file) + 2);
    if (path != NULL) {
        memcpy(path, directory, size);
        path[size] = '/';
        memcpy(path + size + 1, file, strlen(file));
    }
    return path;
}

static mf_status take_found(struct collecting *collecting, struct mf_walk *walk, mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;
    bool links = (collecting->looking.options.flags & MF_TREE_FOLLOW_LINKS) != 0;

    adding->files = mf_arena_alloc_array(adding->arena, (size_t)walk->count + 1, sizeof *adding->files);
    if (adding->files == NULL) {
        return mf_error_memory(reterr);
    }
    for (uint32_t i = 0; i < walk->count; i++) {
        struct mf_found found = walk->items[i];

        found.path = join(adding->arena, adding->path, found.path);
        if (found.path == NULL) {
            return mf_error_memory(reterr);
        }
        if (found.kind == MF_FOUND_FILE || (links && found.kind == MF_FOUND_LINK)) {
            add_file(collecting, found.path, found.kind == MF_FOUND_FILE ? &found.identity : NULL);
        } else {
            mf_looking_add_found(&collecting->looking, &found);
        }
    }
    return MF_OK;
}

/* The paths to pass over, as they are below the directory. Those by default are passed over in any directory. */
static mf_status shorten_excluded(struct collecting *collecting, struct mf_walk *walk, mf_error **reterr)
{
    const struct mf_adding *adding = &collecting->adding;
    const mf_tree_options *options = &collecting->looking.options;
    size_t prefix = strlen(adding->path);
    const char **excluded;
    size_t count = 0;

    if (adding->options.tree == NULL || adding->options.tree->excluded == NULL || prefix == 0) {
        return MF_OK;
    }
    excluded = mf_arena_alloc_array(adding->arena, options->excluded_count + 1, sizeof *excluded);
    if (excluded == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < options->excluded_count; i++) {
        const char *path = options->excluded[i];

        if (strncmp(path, adding->path, prefix) == 0 && path[prefix] == '/') {
            excluded[count++] = path + prefix + 1;
        }
    }
    walk->excluded = excluded;
    walk->excluded_count = count;
    return MF_OK;
}

static mf_status list_directory(struct collecting *collecting, int directory, mf_error **reterr)
{
    struct mf_looking *looking = &collecting->looking;
    struct mf_walk walk = {
        .arena = looking->arena,
        .limit = looking->options.maximum_files,
        .excluded = looking->options.excluded,
        .excluded_count = looking->options.excluded_count,
    };
    mf_status status = shorten_excluded(collecting, &walk, reterr);

    if (status == MF_OK) {
        status = mf_walk_directory(directory, &walk, reterr);
    }
    return status == MF_OK ? take_found(collecting, &walk, reterr) : status;
}

static mf_status enter_directory(struct collecting *collecting, mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;
    const char *path = *adding->path == '\0' ? "." : adding->path;
    struct mf_hash_job job = { .path = path, .result = MF_HASH_NOT_OPENED };
    struct mf_opened opened;
    mf_status status;

    job.opening =
        mf_open_directory_beneath(collecting->looking.root, path, links_of(&collecting->looking), &opened);
    if (job.opening != MF_OPENED) {
        job.reason = opened.reason;
        mf_looking_add_job(&collecting->looking, NULL, &job);
        return MF_OK;
    }
    adding->directory = true;
    status = list_directory(collecting, opened.file, reterr);
    (void)close(opened.file);
    return status;
}

/* A file, or all files below a directory. */
static mf_status find_files(struct collecting *collecting, mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;
    struct mf_hash_job job = { .path = adding->path, .result = MF_HASH_NOT_OPENED };
    struct mf_identity seen;
    struct mf_opened opened;

    if (*adding->path == '\0') {
        return enter_directory(collecting, reterr);
    }
    job.opening =
        mf_open_beneath(collecting->looking.root, adding->path, links_of(&collecting->looking), &opened);
    if (job.opening == MF_OPENED) {
        (void)close(opened.file);
        adding->files = mf_arena_alloc_array(adding->arena, 1, sizeof *adding->files);
        if (adding->files == NULL) {
            return mf_error_memory(reterr);
        }
        seen = mf_identity_of(&opened.status);
        add_file(collecting, adding->path, &seen);
        return MF_OK;
    }
    if (job.opening == MF_OPEN_NOT_REGULAR) {
        return enter_directory(collecting, reterr);
    }
    job.reason = opened.reason;
    mf_looking_add_job(&collecting->looking, NULL, &job);
    return MF_OK;
}

/* --- what they are ----------------------------------------------------------------------------------------------------- */

static void tell_flags(struct collecting *collecting, const struct mf_added_file *file, uint32_t flags)
{
    struct mf_looking *looking = &collecting->looking;

    if ((flags & MF_MODEL_RUNS_CODE) != 0) {
        mf_looking_add(looking, MF_FINDING_LOADING_RUNS_CODE, NULL, file->path,
                       "a file of format %s; loading it can run code that is in it", file->format->name);
    }
    if ((flags & MF_MODEL_OTHER_NAME) != 0) {
        mf_looking_add(looking, MF_FINDING_MODEL_NAME, NULL, file->path,
                       "its contents are of format %s, and its name says another", file->format->name);
    }
    if ((flags & MF_MODEL_EXTERNAL_DATA) != 0) {
        mf_looking_add(looking, MF_FINDING_MODEL_EXTERNAL_DATA, NULL, file->path,
                       "some of its weights are in files beside it: add those too");
    }
}

/* What a file is by its contents. Keeps the inputs and outputs of ONNX. */
static mf_status look_into(struct collecting *collecting, struct mf_added_file *file, int opened,
                           mf_error **reterr)
{
    mf_model *model = NULL;
    mf_error *error = NULL;
    mf_status status = mf_model_read_open(opened, NULL, file->size, file->path, NULL, &model, &error);

    if (status == MF_ERROR_MEMORY) {
        (void)mf_error_unref(error);
        return mf_error_memory(reterr);
    }
    if (status != MF_OK) {
        mf_looking_add(&collecting->looking, MF_FINDING_MODEL_HEADER, NULL, file->path, "%.600s",
                       mf_error_message(error));
        (void)mf_error_unref(error);
        return MF_OK;
    }
    file->format = model->format;
    tell_flags(collecting, file, model->flags);
    if (model->format->header == MF_HEADER_ONNX) {
        file->model = model;
    } else {
        (void)mf_model_unref(model);
    }
    return MF_OK;
}

/* Looks at one file. `ret_keep` receives whether it is an artifact. */
static mf_status look_at(struct collecting *collecting, struct mf_added_file *file, bool *ret_keep,
                         mf_error **reterr)
{
    struct mf_looking *looking = &collecting->looking;
    struct mf_hash_job job = { .path = file->path };
    struct mf_opened opened;
    mf_status status = MF_OK;

    *ret_keep = true;
    job.opening = mf_open_beneath(looking->root, file->path, links_of(looking), &opened);
    if (job.opening != MF_OPENED) {
        job.result = MF_HASH_NOT_OPENED;
        job.reason = opened.reason;
        mf_looking_add_job(looking, NULL, &job);
        return MF_OK;
    }
    if (file->is_seen && !mf_identity_is(&file->seen, &opened.status)) {
        (void)close(opened.file);
        job.result = MF_HASH_CHANGED;
        mf_looking_add_job(looking, NULL, &job);
        return MF_OK;
    }
    file->seen = mf_identity_of(&opened.status);
    file->size = (uint64_t)opened.status.st_size;
    if (mf_file_is_release(opened.file, file->path, file->size, &status)) {
        *ret_keep = false;
        mf_looking_add(looking,
                       collecting->adding.directory ? MF_FINDING_RELEASE_PASSED_OVER
                                                    : MF_FINDING_NOT_AN_ARTIFACT,
                       NULL, file->path, "a manifest or the envelope of one, which is no artifact");
    } else if (status == MF_ERROR_IO) {
        job.result = MF_HASH_NOT_READ;
        job.reason = errno;
        mf_looking_add_job(looking, NULL, &job);
        status = MF_OK;
    } else if (status == MF_OK) {
        status = look_into(collecting, file, opened.file, reterr);
    } else {
        status = mf_error_memory(reterr);
    }
    (void)close(opened.file);
    return status;
}

static mf_status look_at_all(struct collecting *collecting, mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;
    size_t kept = 0;
    mf_status status = MF_OK;

    for (size_t i = 0; i < adding->count && status == MF_OK; i++) {
        struct mf_added_file file = adding->files[i];
        bool keep = true;

        status = look_at(collecting, &file, &keep, reterr);
        if (keep) {
            /* Behind `kept` nothing holds a model that is not released. */
            adding->files[i].model = NULL;
            adding->files[kept++] = file;
        }
    }
    for (size_t i = kept; i < adding->count; i++) {
        adding->files[i].model = NULL;
    }
    adding->count = status == MF_OK ? kept : adding->count;
    if (status == MF_OK && kept == 0 &&
        mf_report_count_severity(collecting->looking.report, MF_SEVERITY_ERROR) == 0) {
        mf_looking_add(&collecting->looking, MF_FINDING_NOT_AN_ARTIFACT, NULL,
                       *adding->path == '\0' ? "." : adding->path,
                       "a directory without files that could be artifacts");
    }
    return status;
}

/* --- digests ----------------------------------------------------------------------------------------------------------- */

/* The digest of a file that the caller knows. False if it is not among them. */
static bool take_known(struct collecting *collecting, struct mf_added_file *file)
{
    struct mf_adding *adding = &collecting->adding;
    mf_known_file wanted = { .path = file->path };
    const mf_known_file *key = &wanted;
    const mf_known_file **found =
        bsearch(&key, adding->known, adding->options.known_count, sizeof *adding->known, compare_known);

    if (found == NULL) {
        return false;
    }
    file->algorithm = mf_adding_read_digest((*found)->digest, file->digest);
    if ((*found)->size != file->size) {
        mf_looking_add(&collecting->looking, MF_FINDING_FILE_SIZE, NULL, file->path,
                       "it has %llu bytes, and the digest that is known is of %llu",
                       (unsigned long long)file->size, (unsigned long long)(*found)->size);
    }
    return true;
}

static mf_status make_jobs(struct collecting *collecting, mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;

    collecting->jobs = mf_arena_alloc_array(adding->arena, adding->count + 1, sizeof *collecting->jobs);
    collecting->owners = mf_arena_alloc_array(adding->arena, adding->count + 1, sizeof *collecting->owners);
    if (collecting->jobs == NULL || collecting->owners == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < adding->count; i++) {
        if (!take_known(collecting, &adding->files[i])) {
            struct mf_hash_job *job = &collecting->jobs[collecting->job_count];

            job->path = adding->files[i].path;
            job->algorithm = collecting->looking.hash.algorithm;
            job->expected = adding->files[i].size;
            job->seen = &adding->files[i].seen;
            collecting->owners[collecting->job_count++] = i;
        }
    }
    return MF_OK;
}

static mf_status hash_all(struct collecting *collecting, mf_error **reterr)
{
    mf_status status = make_jobs(collecting, reterr);

    if (status == MF_OK) {
        status = mf_looking_hash(&collecting->looking, collecting->jobs, collecting->job_count, reterr);
    }
    for (size_t i = 0; status == MF_OK && i < collecting->job_count; i++) {
        const struct mf_hash_job *job = &collecting->jobs[i];
        struct mf_added_file *file = &collecting->adding.files[collecting->owners[i]];

        if (job->result != MF_HASH_DONE) {
            mf_looking_add_job(&collecting->looking, NULL, job);
        } else {
            file->algorithm = job->algorithm;
            memcpy(file->digest, job->digest, sizeof file->digest);
        }
    }
    return status;
}

/* --- the calls --------------------------------------------------------------------------------------------------------- */

static mf_status check_path(struct mf_adding *adding, mf_error **reterr)
{
    bool each = (adding->options.flags & MF_ARTIFACT_EACH) != 0;

    if (*adding->path == '\0' || strcmp(adding->path, ".") == 0) {
        adding->path = "";
        return each
                   ? MF_OK
                   : mf_error_set(
                         reterr, MF_ERROR_ARGUMENT,
                         "the root itself cannot be one artifact, because it has no path below itself: add what "
                         "is in it, or each file");
    }
    if (!mf_path_check(mf_view_of(adding->path), NULL)) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "'%.300s' is no path below the root", adding->path);
    }
    return MF_OK;
}

static mf_status collect(struct collecting *collecting, mf_error **reterr)
{
    mf_status status = find_files(collecting, reterr);

    if (status == MF_OK) {
        status = look_at_all(collecting, reterr);
    }
    if (status == MF_OK && mf_report_count_severity(collecting->looking.report, MF_SEVERITY_ERROR) == 0) {
        status = hash_all(collecting, reterr);
    }
    if (status == MF_OK && mf_report_count_severity(collecting->looking.report, MF_SEVERITY_ERROR) == 0) {
        status = mf_adding_put(&collecting->adding, reterr);
    }
    if (status == MF_OK && (collecting->adding.options.flags & MF_ARTIFACT_INTERFACE) != 0 &&
        mf_report_count_severity(collecting->looking.report, MF_SEVERITY_ERROR) == 0) {
        status = mf_adding_put_interface(&collecting->adding, reterr);
    }
    return status;
}

static mf_status begin(struct collecting *collecting, const char *root, const mf_artifact_options *options,
                       mf_error **reterr)
{
    struct mf_adding *adding = &collecting->adding;
    mf_artifact_options sized;
    mf_status status;

    /* The tree's options are needed before the arena is there that the others are sorted in. */
    mf_artifact_options_init(&sized, sizeof sized);
    status = mf_options_copy(&sized, sizeof sized, sizeof sized, options, reterr);
    if (status == MF_OK) {
        status = mf_looking_begin(&collecting->looking, root, sized.tree, reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    adding->arena = collecting->looking.arena;
    adding->report = collecting->looking.report;
    status = mf_adding_take_options(adding, options, reterr);
    if (status == MF_OK && collecting->looking.hash.algorithm == MF_HASH_BLAKE2B_256) {
        status = mf_error_argument(reterr, "the digests of a manifest are of SHA-256 or SHA-512");
    }
    return status == MF_OK ? check_path(adding, reterr) : status;
}

mf_status mf_artifacts_add(mf_builder *builder, const char *root, const char *path,
                           const mf_artifact_options *options, mf_report **ret_report, mf_error **reterr)
{
    struct collecting collecting = { .adding = { .builder = builder, .path = path },
                                     .looking = { .root = -1 } };
    mf_status status;

    if (builder == NULL || path == NULL) {
        return mf_error_argument(reterr, "builder and path must not be NULL");
    }
    status = begin(&collecting, root, options, reterr);
    if (status == MF_OK) {
        status = collect(&collecting, reterr);
    }
    if (status == MF_OK) {
        status = mf_looking_finish(&collecting.looking, ret_report, reterr);
    }
    for (size_t i = 0; i < collecting.adding.count; i++) {
        (void)mf_model_unref(collecting.adding.files[i].model);
    }
    mf_looking_end(&collecting.looking);
    return status;
}
