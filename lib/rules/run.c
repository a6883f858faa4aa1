/* SPDX-License-Identifier: Apache-2.0 */
/* What all rules share: findings about values given by their address, and looking things up in the model. */
#include "rules/run.h"

#include "base/buffer.h"
#include "value/duration.h"
#include "value/number.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST_MESSAGE = 800 };

bool mf_rules_wants(const struct mf_rules_run *run, enum mf_finding_code code)
{
    return run->severities[mf_rule_index((uint32_t)code)] != 0;
}

/* False if the value is not of this document, which would be a mistake of the rule: the finding is then about the document. */
static void locate(struct mf_rules_run *run, const void *value, struct mf_location *location,
                   struct mf_buffer *path)
{
    (void)mf_locate(mf_schema_manifest.record, run->root, value, location);
    mf_trail_append(path, &location->trail, location->trail.count);
    if (path->status != MF_OK) {
        mf_report_fail(run->report);
    }
}

/* Where a byte of a scalar's text stands, if the text of the document can be followed so far. */
static bool find_inside(const struct mf_rules_run *run, const struct mf_scalar *scalar, size_t offset,
                        struct mf_position *ret_position)
{
    struct mf_position position = mf_places_position(run->places, scalar->at);
    const struct mf_place *place;
    uint32_t quote;

    if (scalar->at == 0 || offset > scalar->size) {
        return false;
    }
    place = &run->places->items[scalar->at];
    quote = place->spelling == MF_SPELLED_STRING;
    /* Every escape, folded line and header of a block makes the text of the document longer than that of the scalar. */
    if (place->end - place->offset != scalar->size + 2 * quote) {
        return false;
    }
    position.offset += quote + offset;
    position.column += quote;
    for (size_t i = 0; i < offset; i++) {
        position.column += ((unsigned char)scalar->text[i] & 0xc0) != 0x80;
    }
    *ret_position = position;
    return true;
}

/* A value, and how far into its text. */
struct subject {
    const void *value;
    const struct mf_position *position; /* NULL: that of the value */
    bool conceal;
};

static void add(struct mf_rules_run *run, enum mf_finding_code code, const struct subject *subject,
                const char *message)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_finding_facts facts = { .code = code, .concealed = subject->conceal };
    struct mf_location location;

    locate(run, subject->value, &location, &path);
    facts.position =
        subject->position == NULL ? mf_places_position(run->places, location.at) : *subject->position;
    facts.path = mf_buffer_view(&path);
    if (location.scalar != NULL && !subject->conceal) {
        facts.found = mf_scalar_view(location.scalar);
    }
    mf_report_add(run->report, &facts, "%s", message);
    mf_buffer_release(&path);
}

void mf_rules_add(struct mf_rules_run *run, enum mf_finding_code code, const void *value, const char *format,
                  ...)
{
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (!mf_report_counts_only(run->report, code)) {
        va_start(arguments, format);
        (void)vsnprintf(message, sizeof message, format, arguments);
        va_end(arguments);
        add(run, code, &(struct subject){ .value = value }, message);
    }
}

void mf_rules_add_concealed(struct mf_rules_run *run, enum mf_finding_code code, const void *value,
                            const char *format, ...)
{
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (!mf_report_counts_only(run->report, code)) {
        va_start(arguments, format);
        (void)vsnprintf(message, sizeof message, format, arguments);
        va_end(arguments);
        add(run, code, &(struct subject){ .value = value, .conceal = true }, message);
    }
}

void mf_rules_add_inside(struct mf_rules_run *run, enum mf_finding_code code, const struct mf_scalar *scalar,
                         size_t offset, const char *format, ...)
{
    struct subject subject = { .value = scalar };
    struct mf_position position;
    char message[LONGEST_MESSAGE];
    va_list arguments;

    if (mf_report_counts_only(run->report, code)) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (find_inside(run, scalar, offset, &position)) {
        subject.position = &position;
    } else if (offset > 0) {
        size_t size = strlen(message);

        (void)snprintf(message + size, sizeof message - size, " (at byte %zu of the text)", offset + 1);
    }
    add(run, code, &subject, message);
}

void mf_rules_relate(struct mf_rules_run *run, const void *value, const char *note)
{
    struct mf_buffer path = MF_BUFFER_EMPTY;
    struct mf_location location;

    if (!mf_report_takes_related(run->report)) {
        return;
    }
    locate(run, value, &location, &path);
    mf_report_relate(run->report, &(struct mf_related_facts){
                                      .position = mf_places_position(run->places, location.at),
                                      .path = mf_buffer_view(&path),
                                      .note = note,
                                  });
    mf_buffer_release(&path);
}

int64_t mf_scalar_integer(const struct mf_scalar *scalar, int64_t absent)
{
    int64_t value;

    return scalar->text != NULL && mf_integer_parse(mf_scalar_view(scalar), &value) ? value : absent;
}

int64_t mf_scalar_duration(const struct mf_scalar *scalar, int64_t absent)
{
    int64_t value;

    return scalar->text != NULL && mf_duration_parse(mf_scalar_view(scalar), &value) ? value : absent;
}

const void *mf_list_find(const struct mf_list *list, size_t size, size_t key, struct mf_view wanted)
{
    size_t low = 0;
    size_t high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *entry = (const char *)list->items + middle * size;
        int order =
            mf_view_compare(mf_scalar_view((const struct mf_scalar *)(const void *)(entry + key)), wanted);

        if (order == 0) {
            return entry;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}
