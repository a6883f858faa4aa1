/* SPDX-License-Identifier: Apache-2.0 */
/* The walk's differences, turned into changes and a patch that outlive the manifests. */
#include "comparison/diff.h"

#include "base/bytes.h"
#include "base/options.h"
#include "comparison/describe.h"
#include "comparison/weight.h"
#include "syntax/json_text.h"

#include <stdlib.h>

_Static_assert(MF_DIFF_LOW == (int)MF_WEIGHT_LOW && MF_DIFF_MEDIUM == (int)MF_WEIGHT_MEDIUM &&
                   MF_DIFF_HIGH == (int)MF_WEIGHT_HIGH,
               "severities are weights");

static const size_t default_memory = (size_t)512 * 1024 * 1024;

struct making {
    mf_diff *diff;
    struct mf_arena *scratch;
    struct mf_buffer text;
    mf_diff_severity least;
    size_t change_room;
    size_t step_room;
};

const char *mf_diff_kind_name(mf_diff_kind kind)
{
    static const char *const names[] = { "unknown", "added", "removed", "changed", "moved" };

    return names[kind < MF_DIFF_ADDED || kind > MF_DIFF_MOVED ? 0 : kind];
}

const char *mf_diff_severity_name(mf_diff_severity severity)
{
    static const char *const names[] = { "unknown", "low", "medium", "high" };

    return names[severity < MF_DIFF_LOW || severity > MF_DIFF_HIGH ? 0 : severity];
}

void mf_diff_options_init(mf_diff_options *options, size_t size)
{
    mf_options_init(options, size);
}

/* --- what is kept of a difference -------------------------------------------------------------------------------------- */

/* What was written into the buffer, kept; NULL without memory. */
static const char *keep(struct making *making)
{
    const char *text = making->text.status == MF_OK
                           ? mf_arena_copy(making->diff->arena, mf_buffer_view(&making->text))
                           : NULL;

    making->text.size = 0;
    return text;
}

static const char *keep_path(struct making *making, const struct mf_trail *trail)
{
    mf_trail_append(&making->text, trail, trail->count);
    return keep(making);
}

static const char *keep_json(struct making *making, const struct mf_node *node)
{
    if (node->value != NULL) {
        mf_canonical_append_node(&making->text, node);
    }
    return keep(making);
}

/* One more entry of a list that grows; NULL without memory. */
static void *grow(struct mf_arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count == *room) {
        size_t more = *room == 0 ? 16 : *room * 2;
        void *grown = mf_arena_resize(arena, items, more * size);

        if (grown == NULL) {
            return NULL;
        }
        *room = more;
        return grown;
    }
    return items;
}

/* Of differences that are shown. */
static mf_diff_kind kind_of(enum mf_difference_kind kind)
{
    static const mf_diff_kind kinds[] = {
        [MF_DIFFERENCE_ADDED] = MF_DIFF_ADDED,
        [MF_DIFFERENCE_REMOVED] = MF_DIFF_REMOVED,
        [MF_DIFFERENCE_CHANGED] = MF_DIFF_CHANGED,
        [MF_DIFFERENCE_MOVED] = MF_DIFF_MOVED,
    };

    return kinds[kind];
}

static bool add_step(struct making *making, const struct mf_difference *difference, const char *after)
{
    mf_diff *diff = making->diff;
    struct mf_patch_step step = { .step = difference->step, .value = after };
    struct mf_patch_step *steps =
        grow(diff->arena, diff->steps, diff->step_count, &making->step_room, sizeof *steps);

    step.target = keep_path(making, difference->target);
    if (steps == NULL || step.target == NULL) {
        return false;
    }
    diff->steps = steps;
    steps[diff->step_count++] = step;
    return true;
}

static bool add_change(struct making *making, const struct mf_difference *difference, const char *after)
{
    mf_diff *diff = making->diff;
    struct mf_change change = {
        .kind = kind_of(difference->kind),
        .severity = (mf_diff_severity)mf_difference_weigh(difference),
        .after = after,
    };
    struct mf_change *changes =
        grow(diff->arena, diff->changes, diff->change_count, &making->change_room, sizeof *changes);

    if (changes == NULL) {
        return false;
    }
    diff->changes = changes;
    if (change.severity < making->least) {
        return true;
    }
    mf_buffer_append(&making->text, difference->trail->steps[0].name);
    change.section = keep(making);
    change.path = keep_path(making, difference->trail);
    change.before = keep_json(making, &difference->left);
    mf_difference_label(&making->text, difference);
    change.label = keep(making);
    if (change.section == NULL || change.path == NULL || change.before == NULL || change.label == NULL) {
        return false;
    }
    mf_difference_message(&making->text, difference, change.before, change.after);
    change.message = keep(making);
    if (change.message == NULL) {
        return false;
    }
    changes[diff->change_count++] = change;
    return true;
}

static mf_status take(void *context, const struct mf_difference *difference)
{
    struct making *making = context;
    bool shown = difference->kind != MF_DIFFERENCE_NONE && difference->kind != MF_DIFFERENCE_RESPELLED;
    const char *after = "";
    bool good = true;

    if (shown || difference->step == MF_STEP_ADD || difference->step == MF_STEP_REPLACE) {
        after = keep_json(making, &difference->right);
        good = after != NULL;
    }
    if (good && shown) {
        good = add_change(making, difference, after);
    }
    if (good && difference->step != MF_STEP_NONE) {
        good = add_step(making, difference, after);
    }
    making->diff->respelled += difference->kind == MF_DIFFERENCE_RESPELLED;
    if (good) {
        return MF_OK;
    }
    return mf_arena_status(making->diff->arena) == MF_OK ? MF_ERROR_MEMORY
                                                         : mf_arena_status(making->diff->arena);
}

/* --- making and ending ------------------------------------------------------------------------------------------------- */

static mf_diff *new_diff(size_t memory)
{
    mf_diff *diff = calloc(1, sizeof *diff);

    if (diff == NULL) {
        return NULL;
    }
    mf_reference_init(&diff->reference);
    diff->arena = mf_arena_new(memory);
    if (diff->arena == NULL) {
        free(diff);
        return NULL;
    }
    return diff;
}

static mf_status take_digest(mf_diff *diff, size_t which, const mf_manifest *manifest, mf_error **reterr)
{
    mf_bytes *digest = NULL;
    mf_status status = mf_manifest_digest(manifest, &digest, reterr);

    if (status != MF_OK) {
        return status;
    }
    diff->digests[which] = mf_arena_copy(diff->arena, mf_view_of(mf_bytes_data(digest)));
    (void)mf_bytes_unref(digest);
    return diff->digests[which] == NULL ? mf_arena_error(diff->arena, reterr) : MF_OK;
}

static mf_status compare(struct making *making, const mf_manifest *before, const mf_manifest *after,
                         mf_error **reterr)
{
    struct mf_node left = mf_node_root(before->root);
    struct mf_node right = mf_node_root(after->root);
    mf_status status = mf_difference_walk(making->scratch, &left, &right, take, making);

    if (status == MF_ERROR_LIMIT) {
        bool ours = mf_arena_status(making->diff->arena) == MF_ERROR_LIMIT;

        return mf_arena_error(ours ? making->diff->arena : making->scratch, reterr);
    }
    return status == MF_OK ? MF_OK : mf_error_memory(reterr);
}

static mf_status make(mf_diff *diff, const mf_manifest *before, const mf_manifest *after,
                      const mf_diff_options *options, size_t memory, mf_error **reterr)
{
    struct making making = { .diff = diff, .least = options->least, .scratch = mf_arena_new(memory) };
    mf_status status = making.scratch == NULL ? mf_error_memory(reterr) : MF_OK;

    if (status == MF_OK) {
        status = compare(&making, before, after, reterr);
    }
    mf_arena_free(making.scratch);
    mf_buffer_release(&making.text);
    if (status == MF_OK) {
        status = take_digest(diff, 0, before, reterr);
    }
    return status == MF_OK ? take_digest(diff, 1, after, reterr) : status;
}

mf_status mf_diff_compare(const mf_manifest *before, const mf_manifest *after, const mf_diff_options *options,
                          mf_diff **ret_diff, mf_error **reterr)
{
    mf_diff_options ours;
    mf_diff *diff;
    mf_status status;
    size_t memory;

    if (before == NULL || after == NULL || ret_diff == NULL) {
        return mf_error_argument(reterr, "before, after and ret_diff must not be NULL");
    }
    mf_diff_options_init(&ours, sizeof ours);
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (ours.least < 0 || ours.least > MF_DIFF_HIGH || ours.reserved != 0) {
        return mf_error_argument(reterr, "a severity in the options is out of range");
    }
    memory = ours.maximum_memory == 0 ? default_memory : ours.maximum_memory;
    diff = new_diff(memory);
    if (diff == NULL) {
        return mf_error_memory(reterr);
    }
    status = make(diff, before, after, &ours, memory, reterr);
    if (status != MF_OK) {
        (void)mf_diff_unref(diff);
        return status;
    }
    *ret_diff = diff;
    return MF_OK;
}

mf_diff *mf_diff_ref(mf_diff *diff)
{
    if (diff != NULL) {
        mf_reference_take(&diff->reference);
    }
    return diff;
}

mf_diff *mf_diff_unref(mf_diff *diff)
{
    if (diff != NULL && mf_reference_give(&diff->reference)) {
        mf_arena_free(diff->arena);
        free(diff);
    }
    return NULL;
}

/* --- what can be asked ------------------------------------------------------------------------------------------------- */

size_t mf_diff_count(const mf_diff *diff)
{
    return diff == NULL ? 0 : diff->change_count;
}

size_t mf_diff_count_severity(const mf_diff *diff, mf_diff_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_diff_count(diff); i++) {
        count += diff->changes[i].severity >= severity;
    }
    return count;
}

size_t mf_diff_respelled(const mf_diff *diff)
{
    return diff == NULL ? 0 : diff->respelled;
}

const mf_change *mf_diff_change(const mf_diff *diff, size_t index)
{
    return index < mf_diff_count(diff) ? &diff->changes[index] : NULL;
}

mf_diff_kind mf_change_kind(const mf_change *change)
{
    return change == NULL ? 0 : change->kind;
}

mf_diff_severity mf_change_severity(const mf_change *change)
{
    return change == NULL ? 0 : change->severity;
}

const char *mf_change_section(const mf_change *change)
{
    return change == NULL ? "" : change->section;
}

const char *mf_change_path(const mf_change *change)
{
    return change == NULL ? "" : change->path;
}

const char *mf_change_label(const mf_change *change)
{
    return change == NULL ? "" : change->label;
}

const char *mf_change_message(const mf_change *change)
{
    return change == NULL ? "" : change->message;
}

const char *mf_change_before(const mf_change *change)
{
    return change == NULL ? "" : change->before;
}

const char *mf_change_after(const mf_change *change)
{
    return change == NULL ? "" : change->after;
}
