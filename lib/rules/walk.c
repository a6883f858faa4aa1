/* SPDX-License-Identifier: Apache-2.0 */
/* A walk over a document and the schema table side by side. It recurses as deep as the schema nests. */
#include "rules/walk.h"

static void walk_record(struct mf_rules_run *run, const struct mf_visitor *visitor,
                        const struct mf_record *record, const void *object);

static void walk_scalar(struct mf_rules_run *run, const struct mf_visitor *visitor, struct mf_member member,
                        const struct mf_scalar *scalar)
{
    if (visitor->scalar != NULL && scalar->text != NULL) {
        member.scalar = scalar;
        visitor->scalar(run, &member);
    }
}

static void walk_list(struct mf_rules_run *run, const struct mf_visitor *visitor, struct mf_member member)
{
    const struct mf_list *list = member.list;

    if (visitor->list != NULL && list->count > 0) {
        visitor->list(run, &member);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const void *entry = mf_entry_of(member.field, list, i);

        member.index = i;
        if (mf_shape_has_scalars(member.field->shape)) {
            walk_scalar(run, visitor, member, entry);
        } else {
            walk_record(run, visitor, member.field->record, entry);
        }
    }
}

static void walk_record(struct mf_rules_run *run, const struct mf_visitor *visitor,
                        const struct mf_record *record, const void *object)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct mf_field *field = &record->fields[i];
        const void *value = mf_field_in(field, object);
        const void *const *mapping = value;
        struct mf_member member = { .record = record, .object = object, .field = field };

        if (field->shape == MF_SHAPE_SCALAR) {
            walk_scalar(run, visitor, member, value);
        } else if (mf_shape_is_list(field->shape)) {
            member.list = value;
            walk_list(run, visitor, member);
        } else if (*mapping != NULL) {
            walk_record(run, visitor, field->record, *mapping);
        }
    }
}

void mf_rules_walk(struct mf_rules_run *run, const struct mf_visitor *visitor)
{
    walk_record(run, visitor, mf_schema_manifest.record, run->root);
}

enum mf_type mf_member_type(const struct mf_member *member)
{
    return mf_field_type(member->record, member->field, member->object);
}
