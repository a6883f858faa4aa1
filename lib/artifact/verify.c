/* SPDX-License-Identifier: Apache-2.0 */
/* The artifacts of a manifest against the files below a directory. */
#include "artifact/tree.h"

#include "base/error.h"
#include "model/locate.h"
#include "model/manifest.h"
#include "value/hex.h"
#include "value/number.h"

#include <stdlib.h>

/* A file that the manifest names, and the values that say so. */
struct expected {
    struct mf_hash_job *job;
    const struct mf_scalar *path;
    const struct mf_scalar *digest;
    const struct mf_scalar *size;
};

struct verification {
    struct mf_looking looking;
    const mf_manifest *manifest;
    struct mf_hash_job *jobs;
    struct expected *expected;
    size_t count;
};

/* Where a value of the manifest stands. The path is released by the caller. */
static struct mf_file_place place_of(struct verification *verification, const void *value,
                                     struct mf_buffer *path)
{
    struct mf_location location;

    (void)mf_locate(mf_schema_manifest.record, verification->manifest->root, value, &location);
    mf_trail_append(path, &location.trail, location.trail.count);
    if (path->status != MF_OK) {
        mf_report_fail(verification->looking.report);
    }
    return (struct mf_file_place){ mf_places_position(&verification->manifest->places, location.at),
                                   mf_buffer_view(path) };
}

/* --- what the manifest says -------------------------------------------------------------------------------------------- */

/* The algorithm and the bytes of a digest of the format. */
static mf_hash_algorithm read_digest(const struct mf_scalar *scalar, uint8_t digest[MF_LONGEST_DIGEST])
{
    struct mf_view text = mf_scalar_view(scalar);
    mf_hash_algorithm algorithm = mf_view_starts_with(text, "sha512:") ? MF_HASH_SHA512 : MF_HASH_SHA256;

    if (scalar->text == NULL ||
        !mf_hex_decode(mf_view_make(text.data + 7, text.size - 7), digest, mf_hash_size(algorithm))) {
        return 0;
    }
    return algorithm;
}

static size_t count_files(const struct mf_list *artifacts)
{
    const struct model_artifacts *artifact = artifacts->items;
    size_t count = 0;

    for (uint32_t i = 0; i < artifacts->count; i++) {
        count += artifact[i].files.count > 0 ? artifact[i].files.count : 1;
    }
    return count;
}

/* "model" and "config.json" become "model/config.json". */
static const char *join(struct mf_arena *arena, const struct mf_scalar *directory,
                        const struct mf_scalar *file)
{
    size_t size = directory->size + 1 + file->size;
    char *path = mf_arena_alloc(arena, size + 1);

    if (path != NULL) {
        memcpy(path, directory->text, directory->size);
        path[directory->size] = '/';
        memcpy(path + directory->size + 1, file->text, file->size);
    }
    return path;
}

static bool expect(struct verification *verification, const char *path, const struct expected *values)
{
    struct expected *expected = &verification->expected[verification->count];
    struct mf_hash_job *job = &verification->jobs[verification->count];
    uint8_t digest[MF_LONGEST_DIGEST];
    int64_t size;

    if (path == NULL) {
        return false;
    }
    *expected = *values;
    expected->job = job;
    job->path = path;
    job->algorithm = read_digest(values->digest, digest);
    if (values->size->text != NULL && mf_integer_parse(mf_scalar_view(values->size), &size) && size >= 0) {
        job->expected = (uint64_t)size;
    }
    /* A draft may lack the digest: the file is read all the same, and the size compared. */
    job->algorithm = job->algorithm == 0 ? MF_HASH_SHA256 : job->algorithm;
    verification->count++;
    return true;
}

static void note_unverified(struct verification *verification, const struct model_artifacts *artifact)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_file_place place = place_of(verification, artifact, &path);

    mf_looking_add(&verification->looking, MF_FINDING_ARTIFACT_NOT_VERIFIED, &place,
                   artifact->name.text == NULL ? "(unnamed)" : artifact->name.text,
                   "it has no 'path', so nothing was verified about it");
    mf_buffer_release(&path);
}

/* The file is read all the same, and its size compared. */
static void note_without_digest(struct verification *verification, const struct model_artifacts *artifact)
{
    const struct model_artifacts_files *file = artifact->files.items;
    bool without = artifact->files.count == 0 && artifact->digest.text == NULL;
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_file_place place;

    for (uint32_t i = 0; i < artifact->files.count; i++) {
        without = without || file[i].digest.text == NULL;
    }
    if (without) {
        place = place_of(verification, artifact, &path);
        mf_looking_add(&verification->looking, MF_FINDING_ARTIFACT_NO_DIGEST, &place,
                       artifact->name.text == NULL ? "(unnamed)" : artifact->name.text,
                       artifact->files.count > 0
                           ? "some of its files have no digest, so that only their sizes were compared"
                           : "it has no 'digest', so that only its size was compared");
    }
    mf_buffer_release(&path);
}

static bool expect_artifact(struct verification *verification, const struct model_artifacts *artifact)
{
    const struct model_artifacts_files *file = artifact->files.items;
    struct mf_arena *arena = verification->looking.arena;

    if (artifact->path.text == NULL) {
        note_unverified(verification, artifact);
        return true;
    }
    note_without_digest(verification, artifact);
    if (artifact->files.count == 0) {
        struct expected values = { NULL, &artifact->path, &artifact->digest, &artifact->size };

        return expect(verification, artifact->path.text, &values);
    }
    for (uint32_t i = 0; i < artifact->files.count; i++) {
        struct expected values = { NULL, &file[i].path, &file[i].digest, &file[i].size };

        if (file[i].path.text != NULL &&
            !expect(verification, join(arena, &artifact->path, &file[i].path), &values)) {
            return false;
        }
    }
    return true;
}

static mf_status expect_all(struct verification *verification, mf_error **reterr)
{
    const struct mf_list *artifacts = &verification->manifest->root->artifacts;
    const struct model_artifacts *artifact = artifacts->items;
    struct mf_arena *arena = verification->looking.arena;
    size_t count = count_files(artifacts);

    verification->jobs = mf_arena_alloc_array(arena, count, sizeof *verification->jobs);
    verification->expected = mf_arena_alloc_array(arena, count, sizeof *verification->expected);
    if (count > 0 && (verification->jobs == NULL || verification->expected == NULL)) {
        return mf_arena_error(arena, reterr);
    }
    for (uint32_t i = 0; i < artifacts->count; i++) {
        if (!expect_artifact(verification, &artifact[i])) {
            return mf_arena_error(arena, reterr);
        }
    }
    return MF_OK;
}

/* --- what is there ----------------------------------------------------------------------------------------------------- */

static void compare_size(struct verification *verification, const struct expected *expected)
{
    const struct mf_hash_job *job = expected->job;
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_file_place place;

    if (expected->size->text == NULL || job->size == job->expected) {
        return;
    }
    place = place_of(verification, expected->size, &path);
    mf_looking_add(&verification->looking, MF_FINDING_FILE_SIZE, &place, job->path,
                   "it has %llu bytes, and the manifest says %llu", (unsigned long long)job->size,
                   (unsigned long long)job->expected);
    mf_buffer_release(&path);
}

static void compare_digest(struct verification *verification, const struct expected *expected)
{
    const struct mf_hash_job *job = expected->job;
    uint8_t digest[MF_LONGEST_DIGEST];
    mf_hash_algorithm algorithm = read_digest(expected->digest, digest);
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_buffer found = MF_BUFFER_EMPTY;
    struct mf_file_place place;

    if (algorithm == 0 || memcmp(digest, job->digest, mf_hash_size(algorithm)) == 0) {
        return;
    }
    place = place_of(verification, expected->digest, &path);
    mf_digest_append(&found, job->algorithm, job->digest);
    mf_buffer_append_byte(&found, '\0');
    mf_looking_add(&verification->looking, MF_FINDING_FILE_DIGEST, &place, job->path,
                   "it is not the file of the release: its digest is %.80s",
                   found.status == MF_OK ? found.data : "another one");
    mf_buffer_release(&found);
    mf_buffer_release(&path);
}

static void compare(struct verification *verification, const struct expected *expected)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_file_place place;

    if (expected->job->result != MF_HASH_DONE) {
        place = place_of(verification, expected->path, &path);
        mf_looking_add_job(&verification->looking, &place, expected->job);
        mf_buffer_release(&path);
        return;
    }
    compare_size(verification, expected);
    compare_digest(verification, expected);
}

/* The digest of a directory follows from those of its files, which the list of a tampered manifest may not. */
static mf_status compare_root(struct verification *verification, const struct model_artifacts *artifact,
                              mf_error **reterr)
{
    const struct model_artifacts_files *file = artifact->files.items;
    struct mf_hash *hash = mf_hash_new(MF_HASH_SHA256);
    uint8_t listed[MF_LONGEST_DIGEST];
    uint8_t made[MF_LONGEST_DIGEST];
    struct mf_buffer path = MF_BUFFER_EMPTY;
    bool done;

    if (hash == NULL) {
        return mf_error_memory(reterr);
    }
    done = mf_hash_begin(hash);
    for (uint32_t i = 0; done && i < artifact->files.count; i++) {
        mf_hash_algorithm algorithm = read_digest(&file[i].digest, listed);

        done = mf_hash_update(hash, mf_view_make((const char *)listed, mf_hash_size(algorithm)));
    }
    done = done && mf_hash_finish(hash, made);
    mf_hash_free(hash);
    if (!done) {
        return mf_error_set(reterr, MF_ERROR_CRYPTO, "the digest of a directory cannot be computed");
    }
    if (read_digest(&artifact->digest, listed) != MF_HASH_SHA256 ||
        memcmp(listed, made, MF_SHA256_SIZE) != 0) {
        struct mf_file_place place = place_of(verification, &artifact->digest, &path);

        mf_looking_add(&verification->looking, MF_FINDING_ROOT_DIGEST, &place,
                       artifact->name.text == NULL ? "(unnamed)" : artifact->name.text,
                       "its digest does not follow from the digests of its files");
        mf_buffer_release(&path);
    }
    return MF_OK;
}

static mf_status compare_all(struct verification *verification, mf_error **reterr)
{
    const struct mf_list *artifacts = &verification->manifest->root->artifacts;
    const struct model_artifacts *artifact = artifacts->items;

    for (size_t i = 0; i < verification->count; i++) {
        compare(verification, &verification->expected[i]);
    }
    for (uint32_t i = 0; i < artifacts->count; i++) {
        if (artifact[i].files.count > 0 && artifact[i].digest.text != NULL) {
            mf_status status = compare_root(verification, &artifact[i], reterr);

            if (status != MF_OK) {
                return status;
            }
        }
    }
    return MF_OK;
}

/* --- what should not be there ------------------------------------------------------------------------------------------ */

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The paths that are expected, sorted; NULL if memory cannot be had. */
static const char **sorted_paths(struct verification *verification)
{
    const char **paths =
        mf_arena_alloc_array(verification->looking.arena, verification->count + 1, sizeof *paths);

    for (size_t i = 0; paths != NULL && i < verification->count; i++) {
        paths[i] = verification->jobs[i].path;
    }
    if (paths != NULL) {
        qsort(paths, verification->count, sizeof *paths, compare_paths);
    }
    return paths;
}

static void add_unexpected(struct verification *verification, const struct mf_found *found)
{
    bool links = (verification->looking.options.flags & MF_TREE_FOLLOW_LINKS) != 0;

    if (found->kind == MF_FOUND_FILE || (links && found->kind == MF_FOUND_LINK)) {
        mf_looking_add(&verification->looking, MF_FINDING_FILE_UNEXPECTED, NULL, found->path,
                       "no artifact of the manifest has this file");
    } else {
        mf_looking_add_found(&verification->looking, found);
    }
}

static mf_status find_unexpected(struct verification *verification, mf_error **reterr)
{
    const char **paths = sorted_paths(verification);
    struct mf_walk walk;
    mf_status status;

    if (paths == NULL) {
        return mf_arena_error(verification->looking.arena, reterr);
    }
    status = mf_looking_walk(&verification->looking, &walk, reterr);
    for (uint32_t i = 0; status == MF_OK && i < walk.count; i++) {
        const char *const *known =
            bsearch(&walk.items[i].path, paths, verification->count, sizeof *paths, compare_paths);

        if (known == NULL) {
            add_unexpected(verification, &walk.items[i]);
        }
    }
    return status;
}

static mf_status verify(struct verification *verification, mf_error **reterr)
{
    mf_status status = expect_all(verification, reterr);

    if (status == MF_OK) {
        status = mf_looking_hash(&verification->looking, verification->jobs, verification->count, reterr);
    }
    if (status == MF_OK) {
        status = compare_all(verification, reterr);
    }
    if (status == MF_OK && (verification->looking.options.flags & MF_TREE_ALLOW_UNEXPECTED) == 0) {
        status = find_unexpected(verification, reterr);
    }
    return status;
}

mf_status mf_artifacts_verify(const mf_manifest *manifest, const char *root, const mf_tree_options *options,
                              mf_report **ret_report, mf_error **reterr)
{
    struct verification verification = { .manifest = manifest };
    mf_status status;

    if (manifest == NULL) {
        return mf_error_argument(reterr, "manifest must not be NULL");
    }
    status = mf_looking_begin(&verification.looking, root, options, reterr);
    if (status == MF_OK) {
        status = verify(&verification, reterr);
    }
    if (status == MF_OK) {
        status = mf_looking_finish(&verification.looking, ret_report, reterr);
    }
    mf_looking_end(&verification.looking);
    return status;
}
