/* SPDX-License-Identifier: Apache-2.0 */
/* A directory of files, hashed. */
#include "artifact/tree.h"

#include "base/error.h"
#include "base/reference.h"

#include <stdlib.h>

struct file {
    const char *path;
    const char *digest; /* as text */
    uint64_t size;
};

struct mf_tree {
    struct mf_reference reference;
    struct mf_arena *arena;
    struct file *files;
    size_t count;
    uint64_t total_size;
    const char *root_digest;
};

mf_tree *mf_tree_ref(mf_tree *tree)
{
    if (tree != NULL) {
        mf_reference_take(&tree->reference);
    }
    return tree;
}

mf_tree *mf_tree_unref(mf_tree *tree)
{
    if (tree != NULL && mf_reference_give(&tree->reference)) {
        mf_arena_free(tree->arena);
        free(tree);
    }
    return NULL;
}

size_t mf_tree_count(const mf_tree *tree)
{
    return tree == NULL ? 0 : tree->count;
}

const char *mf_tree_path(const mf_tree *tree, size_t index)
{
    return index < mf_tree_count(tree) ? tree->files[index].path : "";
}

uint64_t mf_tree_size(const mf_tree *tree, size_t index)
{
    return index < mf_tree_count(tree) ? tree->files[index].size : 0;
}

const char *mf_tree_digest(const mf_tree *tree, size_t index)
{
    return index < mf_tree_count(tree) ? tree->files[index].digest : "";
}

uint64_t mf_tree_total_size(const mf_tree *tree)
{
    return tree == NULL ? 0 : tree->total_size;
}

const char *mf_tree_root_digest(const mf_tree *tree)
{
    return tree == NULL ? "" : tree->root_digest;
}

/* The text of a digest, in the arena; NULL if memory cannot be had. */
static const char *text_of(struct mf_arena *arena, mf_hash_algorithm algorithm, const uint8_t *digest)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    const char *text;

    mf_digest_append(&buffer, algorithm, digest);
    text = buffer.status == MF_OK ? mf_arena_copy(arena, mf_buffer_view(&buffer)) : NULL;
    mf_buffer_release(&buffer);
    return text;
}

/* OMS 1.0: SHA-256 over the digests as bytes, in the order of the paths. */
static bool add_root(struct mf_hash *root, const struct mf_hash_job *jobs, size_t count)
{
    bool done = root != NULL && mf_hash_begin(root);

    for (size_t i = 0; done && i < count; i++) {
        done =
            mf_hash_update(root, mf_view_make((const char *)jobs[i].digest, mf_hash_size(jobs[i].algorithm)));
    }
    return done;
}

static mf_status set_root(mf_tree *tree, const struct mf_hash_job *jobs, mf_error **reterr)
{
    struct mf_hash *root = mf_hash_new(MF_HASH_SHA256);
    uint8_t digest[MF_LONGEST_DIGEST];
    mf_status status = MF_OK;

    if (root == NULL) {
        return mf_error_memory(reterr);
    }
    if (!add_root(root, jobs, tree->count) || !mf_hash_finish(root, digest)) {
        status = mf_error_set(reterr, MF_ERROR_CRYPTO, "the digest cannot be computed");
    } else {
        tree->root_digest = tree->count == 0 ? "" : text_of(tree->arena, MF_HASH_SHA256, digest);
        status = tree->root_digest == NULL ? mf_error_memory(reterr) : MF_OK;
    }
    mf_hash_free(root);
    return status;
}

static mf_status set_files(mf_tree *tree, const struct mf_hash_job *jobs, size_t count, mf_error **reterr)
{
    tree->files = mf_arena_alloc_array(tree->arena, count, sizeof *tree->files);
    if (tree->files == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < count; i++) {
        struct file *file = &tree->files[i];

        file->path = mf_arena_copy(tree->arena, mf_view_of(jobs[i].path));
        file->digest = text_of(tree->arena, jobs[i].algorithm, jobs[i].digest);
        file->size = jobs[i].size;
        if (file->path == NULL || file->digest == NULL) {
            return mf_error_memory(reterr);
        }
        tree->total_size += file->size;
    }
    tree->count = count;
    return set_root(tree, jobs, reterr);
}

static mf_status make_tree(const struct mf_hash_job *jobs, size_t count, mf_tree **ret_tree,
                           mf_error **reterr)
{
    mf_tree *tree = calloc(1, sizeof *tree);
    mf_status status;

    if (tree == NULL) {
        return mf_error_memory(reterr);
    }
    mf_reference_init(&tree->reference);
    tree->arena = mf_arena_new(0);
    status = tree->arena == NULL ? mf_error_memory(reterr) : set_files(tree, jobs, count, reterr);
    if (status != MF_OK) {
        (void)mf_tree_unref(tree);
        return status;
    }
    *ret_tree = tree;
    return MF_OK;
}

/* What the walk found, as files to hash; what cannot be hashed becomes a finding. */
static mf_status make_jobs(struct mf_looking *looking, const struct mf_walk *walk,
                           struct mf_hash_job **ret_jobs, size_t *ret_count, mf_error **reterr)
{
    bool links = (looking->options.flags & MF_TREE_FOLLOW_LINKS) != 0;
    struct mf_hash_job *jobs = mf_arena_alloc_array(looking->arena, walk->count, sizeof *jobs);
    size_t count = 0;

    if (jobs == NULL && walk->count > 0) {
        return mf_arena_error(looking->arena, reterr);
    }
    for (uint32_t i = 0; i < walk->count; i++) {
        const struct mf_found *found = &walk->items[i];

        if (found->kind == MF_FOUND_FILE || (links && found->kind == MF_FOUND_LINK)) {
            jobs[count].path = found->path;
            jobs[count].algorithm = looking->hash.algorithm;
            jobs[count].seen = found->kind == MF_FOUND_FILE ? &found->identity : NULL;
            jobs[count++].expected = found->size;
        } else {
            mf_looking_add_found(looking, found);
        }
    }
    *ret_jobs = jobs;
    *ret_count = count;
    return MF_OK;
}

static mf_status read_tree(struct mf_looking *looking, mf_tree **ret_tree, mf_error **reterr)
{
    struct mf_hash_job *jobs = NULL;
    struct mf_walk walk;
    size_t count = 0;
    mf_status status = mf_looking_walk(looking, &walk, reterr);

    if (status == MF_OK) {
        status = make_jobs(looking, &walk, &jobs, &count, reterr);
    }
    if (status == MF_OK) {
        status = mf_looking_hash(looking, jobs, count, reterr);
    }
    if (status != MF_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (jobs[i].result != MF_HASH_DONE) {
            mf_looking_add_job(looking, NULL, &jobs[i]);
        }
    }
    return mf_report_count_severity(looking->report, MF_SEVERITY_ERROR) == 0
               ? make_tree(jobs, count, ret_tree, reterr)
               : MF_OK;
}

mf_status mf_tree_read(const char *root, const mf_tree_options *options, mf_tree **ret_tree,
                       mf_report **ret_report, mf_error **reterr)
{
    struct mf_looking looking;
    mf_tree *tree = NULL;
    mf_status status = mf_looking_begin(&looking, root, options, reterr);

    if (status == MF_OK) {
        status = read_tree(&looking, &tree, reterr);
    }
    if (status == MF_OK) {
        status = mf_looking_finish(&looking, ret_report, reterr);
    }
    mf_looking_end(&looking);
    if (status == MF_OK && ret_tree != NULL) {
        *ret_tree = tree;
    } else {
        (void)mf_tree_unref(tree);
    }
    return status;
}
