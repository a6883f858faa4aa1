/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over two documents. It recurses as deep as the schema nests. */
#include "comparison/walk.h"

#include "comparison/order.h"
#include "comparison/pairs.h"
#include "value/equal.h"

struct walk {
    struct mf_arena *arena;
    mf_difference_taker *take;
    void *context;
    struct mf_trail trail;
    struct mf_trail target;
    uint32_t settled; /* how many values above this one a step has put there whole */
    mf_status status;
};

/* Two lists, and how their entries belong together. */
struct lists {
    const struct mf_node *left;
    const struct mf_node *right;
    struct mf_pairs pairs;
};

static void walk_mappings(struct walk *walk, const struct mf_node *left, const struct mf_node *right);

static void emit(struct walk *walk, enum mf_difference_kind kind, enum mf_difference_step step,
                 const struct mf_node *left, const struct mf_node *right)
{
    struct mf_difference difference = {
        .kind = kind,
        .step = walk->settled > 0 ? MF_STEP_NONE : step,
        .left = *left,
        .right = *right,
        .trail = &walk->trail,
        .target = &walk->target,
    };

    if (walk->status == MF_OK) {
        walk->status = walk->take(walk->context, &difference);
    }
}

/* The name of an entry in a path. */
static void push_entry(struct walk *walk, const struct mf_node *entry, uint32_t index)
{
    if (mf_shape_is_set(entry->field->shape)) {
        mf_trail_push(&walk->trail, mf_scalar_view(mf_entry_key(entry->field, entry->value)));
    } else {
        mf_trail_push_index(&walk->trail, index, false);
    }
}

static void emit_entry(struct walk *walk, enum mf_difference_kind kind, enum mf_difference_step step,
                       const struct mf_node *left, const struct mf_node *right, uint32_t index,
                       uint32_t place)
{
    push_entry(walk, left->value != NULL ? left : right, index);
    mf_trail_push_index(&walk->target, place, false);
    emit(walk, kind, step, left, right);
    mf_trail_pop(&walk->target);
    mf_trail_pop(&walk->trail);
}

/* Every entry that goes from where it is. Those before it that go are gone then. */
static void emit_removed(struct walk *walk, const struct lists *lists)
{
    uint32_t gone = 0;

    for (uint32_t i = 0; i < lists->pairs.left_count && walk->status == MF_OK; i++) {
        bool paired = lists->pairs.partner_of_left[i] != MF_UNPAIRED;
        struct mf_node left = mf_node_entry(lists->left, i);
        struct mf_node right = mf_node_entry(lists->right, lists->pairs.partner_of_left[i]);

        if (!paired || lists->pairs.moved[i]) {
            emit_entry(walk, paired ? MF_DIFFERENCE_NONE : MF_DIFFERENCE_REMOVED, MF_STEP_REMOVE, &left,
                       &right, i, i - gone);
            gone++;
        }
    }
}

static bool has_other_key(const struct mf_node *left, const struct mf_node *right)
{
    return mf_shape_is_set(left->field->shape) &&
           !mf_view_equal(mf_scalar_view(mf_entry_key(left->field, left->value)),
                          mf_scalar_view(mf_entry_key(right->field, right->value)));
}

/* Scalars that say the same, spelled in two ways. */
static bool is_respelled(const struct mf_node *left, const struct mf_node *right)
{
    enum mf_type type = mf_field_type(left->record, left->field, left->object);

    return mf_node_kind(left) == mf_node_kind(right) &&
           type == mf_field_type(right->record, right->field, right->object) &&
           mf_value_equal(type, mf_scalar_view(left->value), mf_scalar_view(right->value));
}

/* What it means that an entry is taken out and put back elsewhere. In a set the order means nothing. */
static enum mf_difference_kind kind_of_moved(const struct mf_node *left, const struct mf_node *right)
{
    if (!mf_shape_is_set(left->field->shape)) {
        return MF_DIFFERENCE_MOVED;
    }
    if (!has_other_key(left, right)) {
        return MF_DIFFERENCE_NONE;
    }
    return mf_node_record(left) == NULL && is_respelled(left, right) ? MF_DIFFERENCE_RESPELLED
                                                                     : MF_DIFFERENCE_CHANGED;
}

/* Every entry that comes to where it is. All that stands before it in the end stands there then. */
static void emit_added(struct walk *walk, const struct lists *lists)
{
    for (uint32_t i = 0; i < lists->pairs.right_count && walk->status == MF_OK; i++) {
        uint32_t partner = lists->pairs.partner_of_right[i];
        struct mf_node left = mf_node_entry(lists->left, partner);
        struct mf_node right = mf_node_entry(lists->right, i);

        if (partner == MF_UNPAIRED) {
            emit_entry(walk, MF_DIFFERENCE_ADDED, MF_STEP_ADD, &left, &right, i, i);
        } else if (lists->pairs.moved[partner]) {
            emit_entry(walk, kind_of_moved(&left, &right), MF_STEP_ADD, &left, &right, partner, i);
        }
    }
}

static void walk_scalars(struct walk *walk, const struct mf_node *left, const struct mf_node *right)
{
    if (mf_node_compare(left, right) != 0) {
        emit(walk, is_respelled(left, right) ? MF_DIFFERENCE_RESPELLED : MF_DIFFERENCE_CHANGED,
             MF_STEP_REPLACE, left, right);
    }
}

/* An entry that is on both sides. */
static void walk_entries(struct walk *walk, const struct mf_node *left, const struct mf_node *right,
                         bool moved)
{
    bool is_mapping = mf_node_record(left) != NULL;

    if (has_other_key(left, right)) {
        if (!moved && is_mapping) {
            emit(walk, MF_DIFFERENCE_CHANGED, MF_STEP_REPLACE, left, right);
        } else if (!moved) {
            walk_scalars(walk, left, right);
        }
        return;
    }
    walk->settled += moved;
    if (is_mapping) {
        walk_mappings(walk, left, right);
    } else {
        walk_scalars(walk, left, right);
    }
    walk->settled -= moved;
}

static void walk_lists(struct walk *walk, const struct mf_node *left, const struct mf_node *right)
{
    struct lists lists = { .left = left, .right = right };

    walk->status = mf_pairs_make(walk->arena, left, right, &lists.pairs);
    emit_removed(walk, &lists);
    emit_added(walk, &lists);
    for (uint32_t i = 0; i < lists.pairs.left_count && walk->status == MF_OK; i++) {
        uint32_t partner = lists.pairs.partner_of_left[i];

        if (partner != MF_UNPAIRED) {
            struct mf_node a = mf_node_entry(left, i);
            struct mf_node b = mf_node_entry(right, partner);

            push_entry(walk, &a, i);
            mf_trail_push_index(&walk->target, partner, false);
            walk_entries(walk, &a, &b, lists.pairs.moved[i]);
            mf_trail_pop(&walk->target);
            mf_trail_pop(&walk->trail);
        }
    }
}

static void walk_values(struct walk *walk, const struct mf_node *left, const struct mf_node *right)
{
    if (left->value == NULL) {
        emit(walk, MF_DIFFERENCE_ADDED, MF_STEP_ADD, left, right);
    } else if (right->value == NULL) {
        emit(walk, MF_DIFFERENCE_REMOVED, MF_STEP_REMOVE, left, right);
    } else if (mf_node_record(left) != NULL) {
        walk_mappings(walk, left, right);
    } else if (mf_shape_is_list(left->field->shape)) {
        walk_lists(walk, left, right);
    } else {
        walk_scalars(walk, left, right);
    }
}

static void walk_mappings(struct walk *walk, const struct mf_node *left, const struct mf_node *right)
{
    const struct mf_record *record = mf_node_record(left);

    for (uint8_t i = 0; i < record->field_count && walk->status == MF_OK; i++) {
        struct mf_node a = mf_node_member(left, i);
        struct mf_node b = mf_node_member(right, i);

        if (a.value == NULL && b.value == NULL) {
            continue;
        }
        mf_trail_push(&walk->trail, mf_view_make(a.field->name, a.field->name_size));
        mf_trail_push(&walk->target, mf_view_make(a.field->name, a.field->name_size));
        walk_values(walk, &a, &b);
        mf_trail_pop(&walk->target);
        mf_trail_pop(&walk->trail);
    }
}

mf_status mf_difference_walk(struct mf_arena *arena, const struct mf_node *left, const struct mf_node *right,
                             mf_difference_taker *take, void *context)
{
    struct walk walk = { .arena = arena, .take = take, .context = context };

    walk_mappings(&walk, left, right);
    return walk.status;
}
