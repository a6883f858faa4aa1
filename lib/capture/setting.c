/* SPDX-License-Identifier: Apache-2.0 */
/* Values for the builder: held against their field first, because a manifest with one bad value could not be built at all. */
#include "capture/capture.h"

#include "base/error.h"
#include "model/scalar.h"
#include "value/number.h"

/* Does the field hold this text? */
static bool fits(struct mf_capture_run *run, const struct mf_field *field, struct mf_view text,
                 enum mf_spelling spelling)
{
    const struct mf_trail trail = { .count = 0 };
    const struct mf_scalar_check check = {
        .arena = run->arena,
        .field = field,
        .type = field->type,
        .spelling = spelling,
        .trail = &trail,
        .limits = &run->builder->limits,
        .report = run->judge,
    };
    struct mf_scalar scalar = { text.data, (uint32_t)text.size, 0 };
    size_t before = mf_report_total(run->judge);
    mf_error *error = NULL;
    mf_status status;

    if (text.size > run->builder->limits.string || text.size > UINT32_MAX ||
        (text.size > 0 && memchr(text.data, '\0', text.size) != NULL)) {
        return false;
    }
    status = mf_scalar_normalise(&check, &scalar);
    if (status != MF_OK) {
        status = mf_arena_status(run->arena) != MF_OK ? mf_arena_error(run->arena, &error)
                                                      : mf_error_memory(&error);
        mf_capture_fail(run, status, error);
        return false;
    }
    if (mf_report_status(run->judge) != MF_OK) {
        status = mf_report_error(run->judge, &error);
        mf_capture_fail(run, status, error);
        return false;
    }
    return mf_report_total(run->judge) == before;
}

/* The field of a scalar, or of the entry of a set of scalars. */
static const struct mf_field *field_of(struct mf_capture_run *run, const char *path)
{
    mf_error *error = NULL;
    struct mf_slot slot;
    mf_status status = mf_builder_find(run->builder, path, NULL, &slot, &error);

    if (status != MF_OK && status != MF_ABSENT) {
        mf_capture_fail(run, status, error);
        return NULL;
    }
    return slot.field;
}

static bool set(struct mf_capture_run *run, const char *path, const char *file, struct mf_view text,
                enum mf_spelling spelling)
{
    mf_error *error = NULL;
    const struct mf_field *field;
    mf_status status;

    if (!mf_capture_goes_on(run)) {
        return false;
    }
    field = field_of(run, path);
    if (field == NULL) {
        return false;
    }
    if (!fits(run, field, text, spelling)) {
        if (mf_capture_goes_on(run)) {
            mf_capture_find(run, MF_FINDING_CAPTURE_VALUE, path, file,
                            "'%.*s' is no value of this field: expected %s", MF_VIEW_ARGS(text),
                            field->choice_count > 0 ? "one of its choices"
                                                    : mf_type_info(field->type)->expected);
        }
        return false;
    }
    status = mf_builder_set_text(run->builder, path, text.data, text.size, &error);
    if (status != MF_OK) {
        mf_capture_fail(run, status, error);
    }
    return status == MF_OK;
}

bool mf_capture_fits(struct mf_capture_run *run, const char *path, struct mf_view text)
{
    const struct mf_field *field = mf_capture_goes_on(run) ? field_of(run, path) : NULL;

    return field != NULL && fits(run, field, text, MF_SPELLED_FREELY);
}

bool mf_capture_has(struct mf_capture_run *run, const char *path)
{
    struct mf_slot slot;
    mf_error *error = NULL;
    mf_status status = mf_builder_find(run->builder, path, NULL, &slot, &error);

    if (status != MF_OK && status != MF_ABSENT) {
        mf_capture_fail(run, status, error);
    }
    return status == MF_OK && slot.field != NULL &&
           (slot.list != NULL || mf_field_is_set(slot.field, slot.object));
}

bool mf_capture_set(struct mf_capture_run *run, const char *path, const char *file, struct mf_view text)
{
    return set(run, path, file, text, MF_SPELLED_FREELY);
}

bool mf_capture_set_int(struct mf_capture_run *run, const char *path, const char *file, int64_t value)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    bool good;

    mf_integer_append(&text, value);
    if (text.status != MF_OK) {
        mf_capture_fail_memory(run);
    }
    good = set(run, path, file, mf_buffer_view(&text), MF_SPELLED_FREELY);
    mf_buffer_release(&text);
    return good;
}
