/* SPDX-License-Identifier: Apache-2.0 */
/* Parity: one comparison from beginning to end, its items, and how they are asked for. */
#include "comparison/parity.h"

#include "base/error.h"
#include "base/options.h"
#include "model/locate.h"
#include "rules/compatibility.h"
#include "value/ascii.h"
#include "value/secret.h"

#include <stdlib.h>

enum { LONGEST_TEXT = 200, DEFAULT_MEMORY = 256 * 1024 * 1024 };

static const char concealed[] = "(a secret)";

/* --- making items ------------------------------------------------------------------------------------------------------ */

mf_status mf_parity_status(const struct mf_parity_run *run)
{
    mf_status status = mf_arena_status(run->parity->arena);

    return status != MF_OK ? status : run->text.status;
}

/* What stands in the buffer, kept; "" where it is nothing. */
static const char *keep(struct mf_parity_run *run)
{
    const char *text = "";

    if (run->text.size > 0) {
        text = mf_arena_copy(run->parity->arena, mf_buffer_view(&run->text));
    }
    run->text.size = 0;
    return text == NULL ? "" : text;
}

/* A text of a manifest as it may be shown. */
static const char *keep_shown(struct mf_parity_run *run, struct mf_view view, bool conceal)
{
    struct mf_buffer redacted = MF_BUFFER_EMPTY;

    if (view.size == 0) {
        return "";
    }
    if (conceal) {
        return concealed;
    }
    mf_secret_append_redacted(&redacted, view);
    mf_buffer_append_printable(&run->text, mf_buffer_view(&redacted), LONGEST_TEXT);
    if (redacted.status != MF_OK) {
        run->text.status = redacted.status;
    }
    mf_buffer_release(&redacted);
    return keep(run);
}

static const char *keep_path(struct mf_parity_run *run, const struct mf_parity_fact *fact)
{
    struct mf_location location;

    (void)mf_locate(mf_schema_manifest.record, fact->is_of_actual ? run->actual : run->expected, fact->where,
                    &location);
    mf_trail_append(&run->text, &location.trail, location.trail.count);
    return keep(run);
}

static struct mf_parity_item *new_item(mf_parity *parity)
{
    if (parity->count == parity->room) {
        size_t room = parity->room == 0 ? 64 : 2 * parity->room;
        struct mf_parity_item *items = mf_arena_resize(parity->arena, parity->items, room * sizeof *items);

        if (items == NULL) {
            return NULL;
        }
        parity->items = items;
        parity->room = room;
    }
    return &parity->items[parity->count++];
}

void mf_parity_add(struct mf_parity_run *run, const struct mf_parity_fact *fact)
{
    struct mf_parity_item *item;

    if (mf_parity_status(run) != MF_OK) {
        return;
    }
    item = new_item(run->parity);
    if (item == NULL) {
        return;
    }
    *item = (struct mf_parity_item){
        .outcome = fact->outcome,
        .kind = fact->kind,
        .name = keep_shown(run, fact->name, false),
        .path = keep_path(run, fact),
        .expected = keep_shown(run, fact->expected, fact->concealed),
        .actual = keep_shown(run, fact->actual, fact->concealed),
        .compared = fact->compared == NULL ? "" : fact->compared,
        .message = "",
    };
    if (fact->outcome != MF_PARITY_SAME) {
        struct mf_parity_decision decision = mf_parity_decide(run->policy, run->time, fact);

        item->rule = mf_rule_of(fact->code);
        item->severity = decision.severity;
        item->message = fact->message == NULL ? mf_rule_title(item->rule) : fact->message;
        item->reason =
            decision.reason == NULL ? NULL : keep_shown(run, mf_scalar_view(decision.reason), false);
    }
}

/* --- versions ---------------------------------------------------------------------------------------------------------- */

static struct mf_view behind_numbers(struct mf_view version)
{
    return mf_view_from(version, mf_version_numbers(version).size);
}

enum mf_parity_order mf_parity_order(enum mf_version_kind kind, struct mf_view expected,
                                     struct mf_view actual)
{
    bool alike = mf_view_equal(behind_numbers(expected), behind_numbers(actual));
    int order;

    if (mf_view_equal(expected, actual)) {
        return MF_PARITY_ORDER_SAME;
    }
    if (!mf_version_check(kind, expected, NULL) || !mf_version_check(kind, actual, NULL)) {
        return MF_PARITY_ORDER_OTHER;
    }
    order = mf_version_compare(kind, actual, expected);
    if (order == 0) {
        /* Numbers are not all there is to a version of no known grammar. */
        return kind != MF_VERSION_NUMBERS || alike ? MF_PARITY_ORDER_SAME : MF_PARITY_ORDER_OTHER;
    }
    if (alike && mf_version_covers(kind, expected, actual)) {
        return MF_PARITY_ORDER_SAME;
    }
    if (alike && mf_version_covers(kind, actual, expected)) {
        return MF_PARITY_ORDER_COARSE;
    }
    return order < 0 ? MF_PARITY_ORDER_OLDER : MF_PARITY_ORDER_NEWER;
}

void mf_parity_add_unknown(struct mf_parity_run *run, struct mf_parity_fact fact)
{
    fact.outcome = MF_PARITY_UNKNOWN;
    fact.code = fact.code == 0 ? MF_FINDING_PARITY_UNKNOWN : fact.code;
    mf_parity_add(run, &fact);
}

void mf_parity_add_version(struct mf_parity_run *run, struct mf_parity_fact fact,
                           const struct mf_parity_versions *versions)
{
    enum mf_parity_order order;

    if (versions->expected->text == NULL) {
        return;
    }
    fact.where = versions->expected;
    fact.expected = mf_scalar_view(versions->expected);
    fact.actual = mf_scalar_view(versions->actual);
    if (versions->actual->text == NULL) {
        mf_parity_add_unknown(run, fact);
        return;
    }
    order = mf_parity_order(versions->kind, fact.expected, fact.actual);
    if (order == MF_PARITY_ORDER_COARSE) {
        fact.message = "only the beginning of the version is known";
        mf_parity_add_unknown(run, fact);
        return;
    }
    fact.outcome = order == MF_PARITY_ORDER_SAME ? MF_PARITY_SAME : MF_PARITY_DIFFERENT;
    fact.code = order == MF_PARITY_ORDER_NEWER ? versions->newer : versions->older;
    fact.compared = "version";
    fact.version = fact.actual;
    fact.version_kind = versions->kind;
    if (order == MF_PARITY_ORDER_OTHER) {
        fact.message = "another version, and which one is the newer cannot be said";
    }
    mf_parity_add(run, &fact);
}

/* --- sets -------------------------------------------------------------------------------------------------------------- */

static const struct mf_field *field_named(const struct mf_record *record, const char *name)
{
    return &record->fields[mf_record_find(record, mf_view_of(name), 0)];
}

/* The node of a set, also where it or its section is absent. */
static struct mf_node node_of(const struct model_manifest *root, const struct mf_field *section,
                              const struct mf_field *set)
{
    const void *object = *(void *const *)mf_field_in(section, root);
    struct mf_node node = { .field = set, .record = section->record, .object = object };

    if (object != NULL && mf_field_is_set(set, object)) {
        node.value = mf_field_in(set, object);
    }
    return node;
}

bool mf_parity_pair(const struct mf_parity_run *run, struct mf_arena *scratch, const char *section,
                    const char *set, struct mf_pairs *ret_pairs)
{
    const struct mf_field *outer = field_named(mf_schema_manifest.record, section);
    const struct mf_field *inner = field_named(outer->record, set);
    struct mf_node left = node_of(run->expected, outer, inner);
    struct mf_node right = node_of(run->actual, outer, inner);

    return mf_pairs_make(scratch, &left, &right, ret_pairs) == MF_OK;
}

/* --- the comparison ---------------------------------------------------------------------------------------------------- */

void mf_parity_options_init(mf_parity_options *options, size_t size)
{
    mf_options_init(options, size);
}

static void compare(struct mf_parity_run *run, struct mf_arena *scratch)
{
    if (run->expected->environment != NULL) {
        mf_parity_compare_platform(run);
        mf_parity_compare_image(run);
        mf_parity_compare_accelerator(run);
        mf_parity_compare_hardware(run);
        mf_parity_compare_settings(run, scratch);
    }
    if (run->expected->dependencies != NULL) {
        mf_parity_compare_limits(run);
    }
    mf_parity_compare_packages(run, scratch);
}

static mf_status run_all(struct mf_parity_run *run, size_t memory, mf_error **reterr)
{
    struct mf_arena *scratch = mf_arena_new(memory);
    mf_status status;

    if (scratch == NULL) {
        return mf_error_memory(reterr);
    }
    compare(run, scratch);
    status = mf_arena_status(scratch) != MF_OK              ? mf_arena_error(scratch, reterr)
             : mf_arena_status(run->parity->arena) != MF_OK ? mf_arena_error(run->parity->arena, reterr)
             : run->text.status != MF_OK                    ? mf_error_memory(reterr)
                                                            : MF_OK;
    mf_arena_free(scratch);
    return status;
}

static mf_parity *new_parity(size_t memory)
{
    mf_parity *parity = calloc(1, sizeof *parity);

    if (parity == NULL) {
        return NULL;
    }
    mf_reference_init(&parity->reference);
    parity->arena = mf_arena_new(memory);
    return parity->arena == NULL ? mf_parity_unref(parity) : parity;
}

mf_status mf_parity_compare(const mf_manifest *expected, const mf_manifest *actual,
                            const mf_parity_policy *policy, const mf_parity_options *options,
                            mf_parity **ret_parity, mf_error **reterr)
{
    mf_parity_options ours = { .maximum_memory = 0 };
    struct mf_parity_run run = { .policy = policy };
    mf_status status;

    if (expected == NULL || actual == NULL || ret_parity == NULL) {
        return mf_error_argument(reterr, "expected, actual and ret_parity must not be NULL");
    }
    status = mf_options_copy(&ours, sizeof ours, sizeof ours, options, reterr);
    if (status != MF_OK) {
        return status;
    }
    ours.maximum_memory = ours.maximum_memory == 0 ? DEFAULT_MEMORY : ours.maximum_memory;
    run.expected = expected->root;
    run.actual = actual->root;
    run.time = ours.time;
    run.parity = new_parity(ours.maximum_memory);
    if (run.parity == NULL) {
        return mf_error_memory(reterr);
    }
    status = run_all(&run, ours.maximum_memory, reterr);
    mf_buffer_release(&run.text);
    if (status == MF_OK) {
        *ret_parity = run.parity;
    } else {
        (void)mf_parity_unref(run.parity);
    }
    return status;
}

mf_parity *mf_parity_ref(mf_parity *parity)
{
    if (parity != NULL) {
        mf_reference_take(&parity->reference);
    }
    return parity;
}

mf_parity *mf_parity_unref(mf_parity *parity)
{
    if (parity != NULL && mf_reference_give(&parity->reference)) {
        mf_arena_free(parity->arena);
        free(parity);
    }
    return NULL;
}

/* --- asking ------------------------------------------------------------------------------------------------------------ */

const char *mf_parity_outcome_name(mf_parity_outcome outcome)
{
    static const char *const names[] = { "", "same", "different", "missing", "extra", "unknown" };

    return outcome >= MF_PARITY_SAME && outcome <= MF_PARITY_UNKNOWN ? names[outcome] : "";
}

size_t mf_parity_count(const mf_parity *parity)
{
    return parity == NULL ? 0 : parity->count;
}

size_t mf_parity_count_outcome(const mf_parity *parity, mf_parity_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        count += parity->items[i].outcome == outcome;
    }
    return count;
}

size_t mf_parity_count_severity(const mf_parity *parity, mf_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        count += parity->items[i].severity != 0 && parity->items[i].severity >= severity;
    }
    return count;
}

size_t mf_parity_count_allowed(const mf_parity *parity)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_parity_count(parity); i++) {
        count += parity->items[i].reason != NULL;
    }
    return count;
}

const mf_parity_item *mf_parity_item_at(const mf_parity *parity, size_t index)
{
    return index < mf_parity_count(parity) ? &parity->items[index] : NULL;
}

mf_parity_outcome mf_parity_item_outcome(const mf_parity_item *item)
{
    return item == NULL ? 0 : item->outcome;
}

mf_severity mf_parity_item_severity(const mf_parity_item *item)
{
    return item == NULL ? 0 : item->severity;
}

const char *mf_parity_item_kind(const mf_parity_item *item)
{
    return item == NULL ? "" : item->kind;
}

const char *mf_parity_item_name(const mf_parity_item *item)
{
    return item == NULL ? "" : item->name;
}

const char *mf_parity_item_path(const mf_parity_item *item)
{
    return item == NULL ? "" : item->path;
}

const char *mf_parity_item_expected(const mf_parity_item *item)
{
    return item == NULL ? "" : item->expected;
}

const char *mf_parity_item_actual(const mf_parity_item *item)
{
    return item == NULL ? "" : item->actual;
}

const char *mf_parity_item_compared(const mf_parity_item *item)
{
    return item == NULL ? "" : item->compared;
}

const char *mf_parity_item_code(const mf_parity_item *item)
{
    return item == NULL ? "" : mf_rule_code(item->rule);
}

const char *mf_parity_item_message(const mf_parity_item *item)
{
    return item == NULL ? "" : item->message;
}

const char *mf_parity_item_reason(const mf_parity_item *item)
{
    return item == NULL || item->reason == NULL ? "" : item->reason;
}
