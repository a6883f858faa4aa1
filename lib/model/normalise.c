/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over a fresh document; scalars are in scalar.c. It recurses as deep as the schema nests, never as the input does. */
#include "model/normalise.h"

#include "model/path.h"
#include "model/scalar.h"

#include <stdlib.h>

struct walk {
    struct mf_arena *arena;
    const struct mf_places *places;
    const struct mf_limits *limits;
    mf_report *report;
    struct mf_trail trail;
    mf_status status;
};

static void normalise_record(struct walk *walk, const struct mf_record *record, void *object);

/* True if a mapping holds nothing. */
static bool is_empty(const struct mf_record *record, const void *object)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (mf_field_is_set(&record->fields[i], object)) {
            return false;
        }
    }
    return true;
}

static void normalise_scalar(struct walk *walk, const struct mf_record *record, const struct mf_field *field,
                             const void *object, struct mf_scalar *scalar)
{
    struct mf_scalar_check check = {
        .arena = walk->arena,
        .field = field,
        .type = mf_field_type(record, field, object),
        .spelling =
            scalar->at < walk->places->count ? walk->places->items[scalar->at].spelling : MF_SPELLED_FREELY,
        .position = mf_places_position(walk->places, scalar->at),
        .trail = &walk->trail,
        .limits = walk->limits,
        .report = walk->report,
    };

    if (mf_scalar_normalise(&check, scalar) != MF_OK) {
        walk->status = mf_arena_status(walk->arena) == MF_OK ? MF_ERROR_MEMORY : mf_arena_status(walk->arena);
    }
}

/* An entry of a set while it is being sorted. */
struct entry {
    struct mf_view key;
    uint32_t index;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = mf_view_compare(a->key, b->key);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static struct mf_view key_of(const struct mf_field *field, const struct mf_list *list, uint32_t index)
{
    return mf_scalar_view(mf_entry_key(field, mf_entry_of(field, list, index)));
}

/* True if every key is there once, in order. */
static bool is_sorted(const struct mf_field *field, const struct mf_list *list)
{
    for (uint32_t i = 1; i < list->count; i++) {
        if (mf_view_compare(key_of(field, list, i - 1), key_of(field, list, i)) >= 0) {
            return false;
        }
    }
    return true;
}

/* Puts the entries of a list into a new order. */
static bool rearrange(struct walk *walk, const struct mf_field *field, struct mf_list *list,
                      const struct entry *order)
{
    size_t size = mf_entry_size(field);
    char *items = mf_arena_alloc_array(walk->arena, list->count, size);

    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        memcpy(items + i * size, mf_entry_of(field, list, order[i].index), size);
    }
    list->items = items;
    return true;
}

/* What the reader found in an entry it named by the key, which names the first entry that has it. */
static void rename_findings(struct walk *walk, const struct mf_head *head, uint32_t index)
{
    const struct mf_place *place = head->at < walk->places->count ? &walk->places->items[head->at] : NULL;
    struct mf_buffer prefix = MF_BUFFER_EMPTY;
    struct mf_buffer token = MF_BUFFER_EMPTY;

    if (place == NULL || mf_report_count(walk->report) == 0) {
        return;
    }
    mf_trail_append(&prefix, &walk->trail, walk->trail.count);
    mf_buffer_append_byte(&token, '#');
    mf_buffer_append_unsigned(&token, index);
    if (prefix.status == MF_OK && token.status == MF_OK) {
        mf_report_rename_between(walk->report, place->offset, place->end, mf_buffer_view(&prefix),
                                 mf_buffer_view(&token));
    } else {
        mf_report_fail(walk->report);
    }
    mf_buffer_release(&prefix);
    mf_buffer_release(&token);
}

/* An entry whose key stands before it already: named by its place in the text, since its key names the other one. */
static void mark_repeated(struct walk *walk, const struct mf_field *field, struct mf_list *list, size_t at,
                          uint32_t index)
{
    void *entry = mf_entry_of(field, list, at);
    const struct mf_scalar *key = mf_entry_key(field, entry);
    struct mf_finding_facts facts = {
        .code = MF_FINDING_REPEATED_ENTRY,
        .position = mf_places_position(walk->places, key->at),
        .found = mf_scalar_view(key),
    };
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (field->shape == MF_SHAPE_SET) {
        rename_findings(walk, entry, index);
        ((struct mf_head *)entry)->index |= MF_REPEATED;
    }
    mf_buffer_append_text(&message, "there is already an entry with the key '");
    mf_buffer_append_printable(&message, facts.found, 200);
    mf_buffer_append(&message, mf_view_make("'", 2));
    mf_trail_push_index(&walk->trail, index, true);
    mf_trail_finding(&walk->trail, walk->report, facts,
                     message.status == MF_OK ? message.data : "there is already an entry with this key");
    mf_trail_pop(&walk->trail);
    mf_buffer_release(&message);
}

static void sort_entries(struct walk *walk, const struct mf_field *field, struct mf_list *list,
                         struct entry *entries)
{
    for (uint32_t i = 0; i < list->count; i++) {
        entries[i] = (struct entry){ key_of(field, list, i), i };
    }
    qsort(entries, list->count, sizeof *entries, compare_entries);
    if (!rearrange(walk, field, list, entries)) {
        walk->status = mf_arena_status(walk->arena);
        return;
    }
    for (size_t i = 1; i < list->count; i++) {
        if (entries[i].key.data != NULL && mf_view_equal(entries[i - 1].key, entries[i].key)) {
            mark_repeated(walk, field, list, i, entries[i].index);
        }
    }
}

static void sort_set(struct walk *walk, const struct mf_field *field, struct mf_list *list)
{
    size_t size = list->count * sizeof(struct entry);
    struct entry *entries;

    if (is_sorted(field, list)) {
        return;
    }
    /* qsort() may need as much once more. */
    if (!mf_arena_charge(walk->arena, 2 * size)) {
        walk->status = mf_arena_status(walk->arena);
        return;
    }
    entries = malloc(size);
    if (entries == NULL) {
        walk->status = MF_ERROR_MEMORY;
    } else {
        sort_entries(walk, field, list, entries);
    }
    free(entries);
    mf_arena_discharge(walk->arena, 2 * size);
}

/* Takes entries that hold nothing out of a sequence. In a set such an entry lacks its key, and that is for the author to mend. */
static void drop_empty_entries(const struct mf_field *field, struct mf_list *list)
{
    size_t size = mf_entry_size(field);
    uint32_t kept = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        char *entry = mf_entry_of(field, list, i);

        if (is_empty(field->record, entry)) {
            continue;
        }
        if (kept != i) {
            memcpy(mf_entry_of(field, list, kept), entry, size);
        }
        ((struct mf_head *)mf_entry_of(field, list, kept))->index = kept;
        kept++;
    }
    list->count = kept;
}

static void normalise_scalar_list(struct walk *walk, const struct mf_record *record,
                                  const struct mf_field *field, const void *object, struct mf_list *list)
{
    struct mf_scalar *items = list->items;

    for (uint32_t i = 0; i < list->count && walk->status == MF_OK; i++) {
        mf_trail_push_index(&walk->trail, i, mf_shape_is_set(field->shape));

        /* Where an entry did not fit there is no text, but a finding already. */
        if (items[i].text != NULL) {
            normalise_scalar(walk, record, field, object, &items[i]);
        }
        mf_trail_pop(&walk->trail);
    }
    if (field->shape == MF_SHAPE_SCALAR_SET && list->count > 1 && walk->status == MF_OK) {
        sort_set(walk, field, list);
    }
}

static void normalise_record_list(struct walk *walk, const struct mf_field *field, struct mf_list *list)
{
    if (field->shape == MF_SHAPE_SET && list->count > 1) {
        sort_set(walk, field, list);
    }
    for (uint32_t i = 0; i < list->count && walk->status == MF_OK; i++) {
        void *entry = mf_entry_of(field, list, i);
        mf_trail_push_entry(&walk->trail, field, entry, i);

        normalise_record(walk, field->record, entry);
        mf_trail_pop(&walk->trail);
    }
    if (field->shape == MF_SHAPE_SEQUENCE) {
        drop_empty_entries(field, list);
    }
}

static void normalise_field(struct walk *walk, const struct mf_record *record, const struct mf_field *field,
                            void *object)
{
    void *value = mf_field_of(field, object);
    mf_trail_push(&walk->trail, mf_view_make(field->name, field->name_size));

    switch ((enum mf_shape)field->shape) {
    case MF_SHAPE_SCALAR:
        normalise_scalar(walk, record, field, object, value);
        break;
    case MF_SHAPE_MAPPING:
        normalise_record(walk, field->record, *(void **)value);
        if (is_empty(field->record, *(void **)value)) {
            *(void **)value = NULL;
        }
        break;
    case MF_SHAPE_SCALAR_SET:
    case MF_SHAPE_SCALAR_SEQUENCE:
        normalise_scalar_list(walk, record, field, object, value);
        break;
    case MF_SHAPE_SET:
    case MF_SHAPE_SEQUENCE:
        normalise_record_list(walk, field, value);
        break;
    }
    mf_trail_pop(&walk->trail);
}

static void normalise_record(struct walk *walk, const struct mf_record *record, void *object)
{
    for (size_t i = 0; i < record->field_count && walk->status == MF_OK; i++) {
        if (mf_field_is_set(&record->fields[i], object)) {
            normalise_field(walk, record, &record->fields[i], object);
        }
    }
}

mf_status mf_normalise(struct mf_arena *arena, const struct mf_record *record, void *root,
                       const struct mf_places *places, const struct mf_limits *limits, mf_report *report)
{
    struct walk walk = { arena, places, limits, report, { .count = 0 }, MF_OK };

    normalise_record(&walk, record, root);
    return walk.status == MF_OK ? mf_report_status(report) : walk.status;
}
