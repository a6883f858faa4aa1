/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over a normalised document. It recurses as deep as the schema nests. */
#include "model/require.h"

#include "model/path.h"

struct walk {
    const struct mf_schema *schema;
    const void *root;
    const struct mf_places *places;
    mf_profile profile;
    mf_report *report;
    struct mf_trail trail;
};

static void require_record(struct walk *walk, const struct mf_record *record, const void *object);

static void finding(struct walk *walk, enum mf_finding_code code, uint32_t at, struct mf_view found,
                    const char *expected, const char *suggestion, const char *message)
{
    struct mf_finding_facts facts = {
        .code = code,
        .position = mf_places_position(walk->places, at),
        .found = found,
        .expected = expected,
        .suggestion = suggestion,
    };

    mf_trail_finding(&walk->trail, walk->report, facts, message);
}

/* The finding is about a field that is not there: its path is the field's, its position that of the mapping. */
static void missing(struct walk *walk, const struct mf_record *record, const struct mf_field *field,
                    const void *object)
{
    bool is_key = field->need == MF_NEED_ALWAYS;
    enum mf_finding_code code = is_key ? MF_FINDING_MISSING_KEY : MF_FINDING_MISSING_FIELD;
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(walk->report, code)) {
        return;
    }
    mf_trail_push(&walk->trail, mf_view_make(field->name, field->name_size));
    /* What stands there but could not be read is not missing as well. */
    if (!mf_trail_is_mentioned(&walk->trail, walk->report)) {
        mf_buffer_format(&message, is_key ? "'%s' is missing: " : "a release needs '%s': ", field->name);
        mf_buffer_append_text(&message, field->documentation);
        mf_buffer_append_byte(&message, '\0');
        finding(walk, code, ((const struct mf_head *)object)->at, mf_view_of(NULL), record->name, NULL,
                message.status == MF_OK ? message.data : field->name);
        mf_buffer_release(&message);
    }
    mf_trail_pop(&walk->trail);
}

/* --- constraints ------------------------------------------------------------------------------------------------------- */

static bool holds(const struct mf_record *record, const struct mf_alternative *alternative,
                  const void *object)
{
    const struct mf_field *field = &record->fields[alternative->field];

    if (!mf_field_is_set(field, object)) {
        return false;
    }
    return alternative->text == NULL ||
           mf_view_is(mf_scalar_view((const struct mf_scalar *)mf_field_in(field, object)),
                      alternative->text);
}

static void append_alternatives(struct mf_buffer *buffer, const struct mf_record *record,
                                const struct mf_constraint *constraint)
{
    for (size_t i = 0; i < constraint->count; i++) {
        const struct mf_alternative *alternative = &constraint->alternatives[i];

        mf_buffer_append_text(buffer, i == 0 ? "'" : i + 1 == constraint->count ? " or '" : ", '");
        mf_buffer_append_text(buffer, record->fields[alternative->field].name);
        if (alternative->text != NULL) {
            mf_buffer_format(buffer, ": %s", alternative->text);
        }
        mf_buffer_append_byte(buffer, '\'');
    }
}

static void constraint_finding(struct walk *walk, enum mf_finding_code code, const struct mf_record *record,
                               const struct mf_constraint *constraint, const void *object, const char *before)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(walk->report, code)) {
        return;
    }
    mf_buffer_append_text(&message, before);
    append_alternatives(&message, record, constraint);
    if (constraint->kind == MF_WHEN) {
        mf_buffer_format(&message, " where '%s' is '%s'", record->fields[constraint->condition.field].name,
                         constraint->condition.text);
    }
    mf_buffer_append_byte(&message, '\0');
    finding(walk, code, ((const struct mf_head *)object)->at, mf_view_of(NULL), NULL, NULL,
            message.status == MF_OK ? message.data : before);
    mf_buffer_release(&message);
}

static void require_constraint(struct walk *walk, const struct mf_record *record,
                               const struct mf_constraint *constraint, const void *object)
{
    bool release = walk->profile == MF_PROFILE_RELEASE;
    size_t there = 0;
    size_t holding = 0;

    for (size_t i = 0; i < constraint->count; i++) {
        there += mf_field_is_set(&record->fields[constraint->alternatives[i].field], object);
        holding += holds(record, &constraint->alternatives[i], object);
    }
    if (constraint->kind == MF_WHEN) {
        if (release && there == 0 && holds(record, &constraint->condition, object)) {
            constraint_finding(walk, MF_FINDING_CONDITION, record, constraint, object, "a release needs ");
        }
        return;
    }
    if (holding > 1) {
        constraint_finding(walk, MF_FINDING_BOTH, record, constraint, object, "give only one of ");
    } else if (constraint->kind == MF_EXACTLY_ONE && release && holding == 0) {
        constraint_finding(walk, MF_FINDING_NEITHER, record, constraint, object, "a release needs ");
    }
}

/* --- references -------------------------------------------------------------------------------------------------------- */

/* The set that a target names, or NULL where a mapping on the way is absent. */
static const struct mf_list *target_set(const struct walk *walk, const struct mf_target *target,
                                        const struct mf_field **ret_field)
{
    const struct mf_record *record = walk->schema->record;
    const void *object = walk->root;

    for (size_t i = 0; i + 1 < target->depth; i++) {
        const struct mf_field *field = &record->fields[target->steps[i]];
        const void *const *mapping = mf_field_in(field, object);

        if (*mapping == NULL) {
            return NULL;
        }
        object = *mapping;
        record = field->record;
    }
    *ret_field = &record->fields[target->steps[target->depth - 1]];
    return mf_field_in(*ret_field, object);
}

static bool set_has_key(const struct mf_field *field, const struct mf_list *list, struct mf_view key)
{
    size_t low = 0;
    size_t high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order =
            mf_view_compare(mf_scalar_view(mf_entry_key(field, mf_entry_of(field, list, middle))), key);

        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static void require_reference(struct walk *walk, const struct mf_field *field, const struct mf_scalar *scalar)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;
    struct mf_view key = mf_scalar_view(scalar);
    size_t sets;

    for (size_t i = 0; i < field->target_count; i++) {
        const struct mf_field *set_field = NULL;
        const struct mf_list *set = target_set(walk, &field->targets[i], &set_field);

        if (set != NULL && set_has_key(set_field, set, key)) {
            return;
        }
    }
    if (mf_report_counts_only(walk->report, MF_FINDING_REFERENCE)) {
        return;
    }
    mf_buffer_append_text(&message, "there is no '");
    mf_buffer_append_printable(&message, key, 60);
    mf_buffer_append_text(&message, "' in ");
    sets = message.size;
    for (size_t i = 0; i < field->target_count; i++) {
        mf_buffer_format(&message, "%s%s", i == 0 ? "" : " or ", field->targets[i].name);
    }
    mf_buffer_append_byte(&message, '\0');
    finding(walk, MF_FINDING_REFERENCE, scalar->at, key,
            message.status == MF_OK ? message.data + sets : field->targets[0].name, NULL,
            message.status == MF_OK ? message.data : "reference to nothing");
    mf_buffer_release(&message);
}

static void require_references(struct walk *walk, const struct mf_field *field, const void *value)
{
    const struct mf_list *list = value;

    if (!mf_shape_has_scalars(field->shape)) {
        require_reference(walk, field, value);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const struct mf_scalar *scalar = mf_entry_of(field, list, i);
        mf_trail_push_entry(&walk->trail, field, scalar, i);

        if (scalar->text != NULL) {
            require_reference(walk, field, scalar);
        }
        mf_trail_pop(&walk->trail);
    }
}

/* Two sets that share one name space: both are sorted, so one pass over both finds what stands in both. */
static void require_distinct(struct walk *walk, const struct mf_distinct *distinct)
{
    const struct mf_field *fields[2] = { NULL, NULL };
    const struct mf_list *first = target_set(walk, &distinct->first, &fields[0]);
    const struct mf_list *second = target_set(walk, &distinct->second, &fields[1]);
    size_t i = 0;
    size_t j = 0;

    while (first != NULL && second != NULL && i < first->count && j < second->count) {
        const struct mf_scalar *left = mf_entry_key(fields[0], mf_entry_of(fields[0], first, i));
        const struct mf_scalar *right = mf_entry_key(fields[1], mf_entry_of(fields[1], second, j));
        int order = mf_view_compare(mf_scalar_view(left), mf_scalar_view(right));

        if (order == 0 && right->text != NULL) {
            struct mf_buffer message = MF_BUFFER_EMPTY;
            mf_trail_push(&walk->trail, mf_view_of(fields[1]->name));

            mf_trail_push(&walk->trail, mf_scalar_view(right));
            mf_buffer_append_byte(&message, '\'');
            mf_buffer_append_printable(&message, mf_scalar_view(right), 60);
            mf_buffer_format(&message, "' is also the name of an entry of %s: names are unique over both",
                             distinct->first.name);
            mf_buffer_append_byte(&message, '\0');
            finding(walk, MF_FINDING_SHARED_NAME, right->at, mf_scalar_view(right), NULL, NULL,
                    message.status == MF_OK ? message.data : "name used in two sets");
            mf_buffer_release(&message);
            mf_trail_pop(&walk->trail);
            mf_trail_pop(&walk->trail);
        }
        i += order <= 0;
        j += order >= 0;
    }
}

/* --- the walk ---------------------------------------------------------------------------------------------------------- */

static void require_children(struct walk *walk, const struct mf_field *field, const void *value)
{
    const struct mf_list *list = value;
    const void *const *mapping = value;

    if (field->shape == MF_SHAPE_MAPPING) {
        require_record(walk, field->record, *mapping);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const void *entry = mf_entry_of(field, list, i);
        mf_trail_push_entry(&walk->trail, field, entry, i);

        require_record(walk, field->record, entry);
        mf_trail_pop(&walk->trail);
    }
}

static void require_record(struct walk *walk, const struct mf_record *record, const void *object)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];

        if (!mf_field_is_set(field, object)) {
            if (field->need == MF_NEED_ALWAYS ||
                (field->need == MF_NEED_RELEASE && walk->profile == MF_PROFILE_RELEASE)) {
                missing(walk, record, field, object);
            }
            continue;
        }
        mf_trail_push(&walk->trail, mf_view_make(field->name, field->name_size));
        if (field->record != NULL) {
            require_children(walk, field, mf_field_in(field, object));
        } else if (field->target_count > 0 && walk->profile == MF_PROFILE_RELEASE) {
            require_references(walk, field, mf_field_in(field, object));
        }
        mf_trail_pop(&walk->trail);
    }
    for (size_t i = 0; i < record->constraint_count; i++) {
        require_constraint(walk, record, &record->constraints[i], object);
    }
}

mf_status mf_require(const struct mf_schema *schema, const void *root, const struct mf_places *places,
                     mf_profile profile, mf_report *report)
{
    struct walk walk = { schema, root, places, profile, report, { .count = 0 } };

    require_record(&walk, schema->record, root);
    for (size_t i = 0; i < schema->distinct_count; i++) {
        require_distinct(&walk, &schema->distinct[i]);
    }
    return mf_report_status(report);
}
