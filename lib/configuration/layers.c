/* SPDX-License-Identifier: Apache-2.0 */
/* The values that parameters are given, each held against its parameter. Layers and manifest are sorted, so one pass over both finds
 * what belongs together. */
#include "configuration/resolution.h"

#include "base/nearest.h"
#include "model/locate.h"
#include "model/parameter.h"
#include "model/scalar.h"

enum { MOST_OFFERED = 512 };

/* Where a value stands, in the source that findings are about from now on. */
static struct mf_position locate(struct mf_resolution *resolution, uint32_t layer, const void *value,
                                 struct mf_location *ret_location)
{
    const mf_overrides *overrides = layer == 0 ? NULL : resolution->layers[layer - 1];

    mf_report_set_source(resolution->report, layer, overrides == NULL ? NULL : overrides->label);
    if (overrides != NULL) {
        (void)mf_locate(mf_schema_overrides.record, overrides->root, value, ret_location);
        return mf_places_position(&overrides->places, ret_location->at);
    }
    (void)mf_locate(mf_schema_manifest.record, resolution->manifest->root, value, ret_location);
    return mf_places_position(&resolution->manifest->places, ret_location->at);
}

void mf_resolution_finding(struct mf_resolution *resolution, enum mf_finding_code code, uint32_t layer,
                           const void *value, const char *suggestion, struct mf_buffer *message)
{
    struct mf_location location;
    struct mf_finding_facts facts = {
        .code = code,
        .suggestion = suggestion,
        .position = locate(resolution, layer, value, &location),
    };

    facts.found = location.scalar == NULL ? mf_view_of(NULL) : mf_scalar_view(location.scalar);
    mf_buffer_append_byte(message, '\0');
    if (message->status == MF_OK) {
        mf_trail_finding(&location.trail, resolution->report, facts, message->data);
    } else {
        mf_report_fail(resolution->report);
    }
    mf_buffer_release(message);
}

void mf_resolution_relate(struct mf_resolution *resolution, uint32_t layer, const void *value,
                          const char *note)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_related_facts facts = { .note = note };
    struct mf_location location;

    if (!mf_report_takes_related(resolution->report)) {
        return;
    }
    facts.position = locate(resolution, layer, value, &location);
    mf_trail_append(&path, &location.trail, location.trail.count);
    if (path.status != MF_OK) {
        mf_report_fail(resolution->report);
    }
    facts.path = mf_buffer_view(&path);
    mf_report_relate(resolution->report, &facts);
    mf_buffer_release(&path);
}

/* True if the value is within range and among the choices; a finding about `value` if not. */
static bool is_in_range(struct mf_resolution *resolution,
                        const struct model_configuration_parameters *parameter, uint32_t layer,
                        const struct mf_scalar *value, struct mf_view text)
{
    enum mf_parameter_fault fault = mf_parameter_judge(parameter, text);
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (fault == MF_PARAMETER_GOOD) {
        return true;
    }
    if (mf_report_counts_only(resolution->report, MF_FINDING_SETTING_RANGE)) {
        return false;
    }
    mf_parameter_append_fault(&message, parameter, text, fault);
    mf_resolution_finding(resolution, MF_FINDING_SETTING_RANGE, layer, value, NULL, &message);
    if (fault == MF_PARAMETER_BELOW) {
        mf_resolution_relate(resolution, 0, &parameter->minimum, "the minimum");
    } else if (fault == MF_PARAMETER_ABOVE) {
        mf_resolution_relate(resolution, 0, &parameter->maximum, "the maximum");
    } else {
        mf_resolution_relate(resolution, 0, &parameter->choices, "the choices");
    }
    return false;
}

/* Puts a value in force. */
static mf_status give(struct mf_resolution *resolution, uint32_t number, struct mf_given given)
{
    struct mf_given *copy = mf_arena_alloc(resolution->arena, sizeof *copy);

    if (copy == NULL) {
        return mf_arena_status(resolution->arena);
    }
    *copy = given;
    copy->before = resolution->given[number];
    resolution->given[number] = copy;
    return MF_OK;
}

mf_status mf_resolution_take_manifest(struct mf_resolution *resolution)
{
    mf_status status = MF_OK;

    for (uint32_t i = 0; i < resolution->count && status == MF_OK; i++) {
        const struct model_configuration_parameters *parameter = &resolution->parameters[i];

        if (parameter->value.text == NULL) {
            continue;
        }
        (void)is_in_range(resolution, parameter, 0, &parameter->value, mf_scalar_view(&parameter->value));
        status = give(resolution, i,
                      (struct mf_given){
                          .value = parameter->value.text,
                          .origin = MF_ORIGIN_MANIFEST,
                          .label = "",
                      });
    }
    return status;
}

/* `place` is the number of the parameter that would come behind it. Of very many only those that stand close by are offered, so
 * that overrides full of mistakes cost no more than good ones. */
static void unknown_parameter(struct mf_resolution *resolution, uint32_t layer,
                              const struct overrides_parameters *entry, uint32_t place)
{
    uint32_t first = place > MOST_OFFERED / 2 ? place - MOST_OFFERED / 2 : 0;
    uint32_t end = resolution->count - first < MOST_OFFERED ? resolution->count : first + MOST_OFFERED;
    struct mf_nearest nearest = { .wanted = mf_scalar_view(&entry->name) };
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(resolution->report, MF_FINDING_UNKNOWN_PARAMETER)) {
        return;
    }
    for (uint32_t i = first; i < end; i++) {
        mf_nearest_offer(&nearest, mf_scalar_view(&resolution->parameters[i].name));
    }
    mf_buffer_format(&message, "the manifest has no parameter '%s'", entry->name.text);
    if (nearest.best.data != NULL) {
        mf_buffer_format(&message, ": did you mean '%s'?", nearest.best.data);
    }
    mf_resolution_finding(resolution, MF_FINDING_UNKNOWN_PARAMETER, layer, &entry->name, nearest.best.data,
                          &message);
}

static void fixed_parameter(struct mf_resolution *resolution, uint32_t layer,
                            const struct overrides_parameters *entry,
                            const struct model_configuration_parameters *parameter)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    mf_buffer_format(&message, "'%s' cannot be overridden: the manifest says that it never changes",
                     entry->name.text);
    mf_resolution_finding(resolution, MF_FINDING_FIXED_PARAMETER, layer, &entry->name, NULL, &message);
    mf_resolution_relate(resolution, 0, &parameter->change, "the policy of the parameter");
}

/* Checks that a value is of its parameter's type, as if it stood in the manifest, and gives it its canonical spelling. */
static mf_status normalise(struct mf_resolution *resolution, uint32_t layer,
                           const struct overrides_parameters *entry,
                           const struct model_configuration_parameters *parameter,
                           struct mf_scalar *ret_scalar)
{
    const mf_overrides *overrides = resolution->layers[layer - 1];
    const struct mf_places *places = &overrides->places;
    const struct mf_record *file = mf_schema_overrides.record;
    const struct mf_field *set = &file->fields[mf_record_find(file, mf_view_of("parameters"), 1)];
    struct mf_trail trail = { .count = 0 };
    struct mf_scalar_check check = {
        .arena = resolution->arena,
        .field = &set->record->fields[mf_record_find(set->record, mf_view_of("value"), 1)],
        .type = mf_parameter_type(parameter),
        .spelling =
            entry->value.at < places->count ? places->items[entry->value.at].spelling : MF_SPELLED_FREELY,
        .position = mf_places_position(places, entry->value.at),
        .trail = &trail,
        .limits = &resolution->limits,
        .report = resolution->report,
    };
    mf_status status;

    mf_trail_push(&trail, mf_view_of(set->name));
    mf_trail_push(&trail, mf_scalar_view(&entry->name));
    mf_trail_push(&trail, mf_view_of(check.field->name));
    mf_report_set_source(resolution->report, layer, overrides->label);
    *ret_scalar = entry->value;
    status = mf_scalar_normalise(&check, ret_scalar);
    if (status == MF_OK && ret_scalar->text == entry->value.text) {
        /* The configuration outlives the overrides. */
        ret_scalar->text = mf_arena_copy(resolution->arena, mf_scalar_view(&entry->value));
        status = ret_scalar->text == NULL ? mf_arena_status(resolution->arena) : MF_OK;
    }
    return status;
}

static mf_status take_entry(struct mf_resolution *resolution, uint32_t layer, const char *label,
                            const struct overrides_parameters *entry, uint32_t number)
{
    const struct model_configuration_parameters *parameter = &resolution->parameters[number];
    size_t findings = mf_report_total(resolution->report);
    struct mf_scalar value;
    mf_status status;

    if (parameter->change.text != NULL && mf_view_is(mf_scalar_view(&parameter->change), "never")) {
        fixed_parameter(resolution, layer, entry, parameter);
        return MF_OK;
    }
    status = normalise(resolution, layer, entry, parameter, &value);
    if (status != MF_OK || mf_report_total(resolution->report) > findings ||
        !is_in_range(resolution, parameter, layer, &entry->value, mf_scalar_view(&value))) {
        return status;
    }
    return give(resolution, number,
                (struct mf_given){
                    .value = value.text,
                    .origin = resolution->layers[layer - 1]->origin,
                    .label = label,
                    .layer = layer,
                    .entry = entry,
                });
}

static mf_status take_layer(struct mf_resolution *resolution, uint32_t layer)
{
    const mf_overrides *overrides = resolution->layers[layer - 1];
    const struct overrides_parameters *entries = overrides->root->parameters.items;
    const char *label = mf_arena_copy(resolution->arena, mf_view_of(overrides->label));
    mf_status status = label == NULL ? mf_arena_status(resolution->arena) : MF_OK;
    uint32_t number = 0;

    for (uint32_t i = 0; i < overrides->root->parameters.count && status == MF_OK; i++) {
        struct mf_view name = mf_scalar_view(&entries[i].name);

        while (number < resolution->count &&
               mf_view_compare(mf_scalar_view(&resolution->parameters[number].name), name) < 0) {
            number++;
        }
        if (number < resolution->count &&
            mf_view_equal(mf_scalar_view(&resolution->parameters[number].name), name)) {
            status = take_entry(resolution, layer, label, &entries[i], number);
        } else {
            unknown_parameter(resolution, layer, &entries[i], number);
        }
    }
    return status;
}

mf_status mf_resolution_take_layers(struct mf_resolution *resolution)
{
    mf_status status = MF_OK;

    for (uint32_t layer = 1; layer <= resolution->layer_count && status == MF_OK; layer++) {
        status = take_layer(resolution, layer);
    }
    return status;
}
