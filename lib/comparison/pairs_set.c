/* SPDX-License-Identifier: Apache-2.0 */
/* Sets are sorted by key, so one pass over both finds what stands in both. */
#include "comparison/pairs.h"
#include "value/purl.h"

#include <stdlib.h>

struct pairing {
    struct mf_arena *arena;
    const struct mf_node *left;
    const struct mf_node *right;
    struct mf_pairs *pairs;
    bool of_packages;
};

/* Some entries that stand one after the other. */
struct run {
    uint32_t begin;
    uint32_t end;
};

/* An entry that has no partner yet, and what of its key is the same in another version. */
struct left_over {
    struct mf_view rest;
    uint32_t index;
};

static struct mf_view key_of(const struct mf_node *list, uint32_t index)
{
    return mf_scalar_view(mf_entry_key(list->field, mf_entry_of(list->field, list->value, index)));
}

/*
 * What tells entries apart. Of packages it is all up to and with the '@', of which there is one: so no identity is the beginning of
 * another, and the order of keys is that of identities.
 */
static struct mf_view identity_of(const struct pairing *pairing, const struct mf_node *list, uint32_t index)
{
    struct mf_view key = key_of(list, index);

    if (pairing->of_packages) {
        size_t size = mf_purl_split(key).package.size;

        key.size = size < key.size ? size + 1 : key.size;
    }
    return key;
}

static struct run run_from(const struct pairing *pairing, const struct mf_node *list, uint32_t begin)
{
    struct run run = { begin, begin + 1 };
    struct mf_view identity = identity_of(pairing, list, begin);

    while (run.end < mf_pairs_count(list) && mf_view_equal(identity, identity_of(pairing, list, run.end))) {
        run.end++;
    }
    return run;
}

static int compare_left_over(const void *left, const void *right)
{
    const struct left_over *a = left;
    const struct left_over *b = right;
    int order = mf_view_compare(a->rest, b->rest);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* What has no partner in a run, in the order of qualifiers and subpath. */
static struct left_over *gather(const struct pairing *pairing, const struct mf_node *list,
                                const uint32_t *partners, struct run run, size_t *ret_count)
{
    struct left_over *items = mf_arena_alloc_array(pairing->arena, run.end - run.begin, sizeof *items);
    size_t count = 0;

    for (uint32_t i = run.begin; items != NULL && i < run.end; i++) {
        if (partners[i] == MF_UNPAIRED) {
            struct mf_view key = key_of(list, i);
            struct mf_view version = mf_purl_split(key).version;
            const char *rest = version.data == NULL ? key.data + key.size : version.data + version.size;

            items[count++] =
                (struct left_over){ mf_view_make(rest, (size_t)(key.data + key.size - rest)), i };
        }
    }
    if (count > 1) {
        qsort(items, count, sizeof *items, compare_left_over);
    }
    *ret_count = count;
    return items;
}

/* Versions that stand on both sides. */
static void join_equal(const struct pairing *pairing, struct run left, struct run right)
{
    while (left.begin < left.end && right.begin < right.end) {
        int order = mf_view_compare(key_of(pairing->left, left.begin), key_of(pairing->right, right.begin));

        if (order == 0) {
            mf_pairs_join(pairing->pairs, left.begin, right.begin);
        }
        left.begin += order <= 0;
        right.begin += order >= 0;
    }
}

/* The entry that has no partner still: there is one. */
static uint32_t find_alone(const struct left_over *items, const uint32_t *partners)
{
    while (partners[items->index] != MF_UNPAIRED) {
        items++;
    }
    return items->index;
}

/* Several versions of one package. */
static mf_status join_versions(const struct pairing *pairing, struct run left, struct run right)
{
    struct mf_pairs *pairs = pairing->pairs;
    struct left_over *lefts;
    struct left_over *rights;
    size_t left_count;
    size_t right_count;
    size_t joined = 0;

    join_equal(pairing, left, right);
    lefts = gather(pairing, pairing->left, pairs->partner_of_left, left, &left_count);
    rights = gather(pairing, pairing->right, pairs->partner_of_right, right, &right_count);
    if (lefts == NULL || rights == NULL) {
        return mf_arena_status(pairing->arena);
    }
    for (size_t i = 0, j = 0; i < left_count && j < right_count;) {
        int order = mf_view_compare(lefts[i].rest, rights[j].rest);

        if (order == 0) {
            mf_pairs_join(pairs, lefts[i].index, rights[j].index);
            joined++;
        }
        i += order <= 0;
        j += order >= 0;
    }
    if (left_count - joined != 1 || right_count - joined != 1) {
        return MF_OK;
    }
    mf_pairs_join(pairs, find_alone(lefts, pairs->partner_of_left),
                  find_alone(rights, pairs->partner_of_right));
    return MF_OK;
}

static mf_status join_runs(const struct pairing *pairing, struct run left, struct run right)
{
    if (left.end - left.begin == 1 && right.end - right.begin == 1) {
        mf_pairs_join(pairing->pairs, left.begin, right.begin);
        return MF_OK;
    }
    return join_versions(pairing, left, right);
}

bool mf_pairs_are_packages(const struct mf_field *set)
{
    return mf_shape_is_set(set->shape) &&
           (set->shape == MF_SHAPE_SET ? set->record->fields[set->record->key].type : set->type) ==
               MF_TYPE_PURL;
}

mf_status mf_pairs_of_sets(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                           struct mf_pairs *pairs)
{
    struct pairing pairing = { arena, left, right, pairs, mf_pairs_are_packages(left->field) };
    uint32_t left_count = mf_pairs_count(left);
    uint32_t right_count = mf_pairs_count(right);
    uint32_t i = 0;
    uint32_t j = 0;

    while (i < left_count && j < right_count) {
        int order = mf_view_compare(identity_of(&pairing, left, i), identity_of(&pairing, right, j));

        if (order == 0) {
            struct run lefts = run_from(&pairing, left, i);
            struct run rights = run_from(&pairing, right, j);
            mf_status status = join_runs(&pairing, lefts, rights);

            if (status != MF_OK) {
                return status;
            }
            i = lefts.end;
            j = rights.end;
        } else {
            i += order < 0;
            j += order > 0;
        }
    }
    return MF_OK;
}
