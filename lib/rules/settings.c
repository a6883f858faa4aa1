/* SPDX-License-Identifier: Apache-2.0 */
/* Rules files: the strict reader, then what they say about the catalogue, and their globs. */
#include "rules/settings.h"

#include "base/nearest.h"
#include "model/locate.h"
#include "syntax/read.h"
#include "value/ascii.h"
#include "value/glob.h"
#include "value/number.h"

#include <stdlib.h>

/* A rules file that is being looked at. */
struct look {
    const struct rules_file *root;
    const struct mf_places *places;
    mf_report *report;
};

static void finding(const struct look *look, enum mf_finding_code code, const struct mf_scalar *value,
                    const char *suggestion, const char *message)
{
    struct mf_finding_facts facts = {
        .code = code,
        .position = mf_places_position(look->places, value->at),
        .found = mf_scalar_view(value),
        .suggestion = suggestion,
    };
    struct mf_location location;

    (void)mf_locate(mf_schema_rules.record, look->root, value, &location);
    mf_trail_finding(&location.trail, look->report, facts, message);
}

/* Index of the rule with this code; MF_RULE_COUNT if there is none. */
static size_t index_of(struct mf_view code)
{
    int64_t number;

    if (code.size < 3 || !mf_view_starts_with(code, "MF") || !mf_ascii_is_digit(code.data[2]) ||
        !mf_integer_parse(mf_view_make(code.data + 2, code.size - 2), &number) || number > UINT32_MAX) {
        return MF_RULE_COUNT;
    }
    return mf_rule_index((uint32_t)number);
}

static void unknown(const struct look *look, const struct mf_scalar *code)
{
    struct mf_nearest nearest = { .wanted = mf_scalar_view(code) };
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(look->report, MF_FINDING_UNKNOWN_RULE)) {
        return;
    }
    for (size_t i = 0; i < MF_RULE_COUNT; i++) {
        if (mf_rule_is_of_rules(mf_rule_at(i))) {
            mf_nearest_offer(&nearest, mf_view_of(mf_rule_code(mf_rule_at(i))));
        }
    }
    mf_buffer_append_text(&message, "there is no rule '");
    mf_buffer_append_printable(&message, mf_scalar_view(code), 60);
    mf_buffer_append_text(&message, "'");
    if (nearest.best.data != NULL) {
        mf_buffer_format(&message, ": did you mean '%s'?", nearest.best.data);
    } else {
        mf_buffer_append_text(&message, ": the rules file may need a newer libmanifest");
    }
    mf_buffer_append_byte(&message, '\0');
    finding(look, MF_FINDING_UNKNOWN_RULE, code, nearest.best.data,
            message.status == MF_OK ? message.data : "there is no such rule");
    mf_buffer_release(&message);
}

/* The index of a rule that a rules file may change; MF_RULE_COUNT, and a finding, for any other code. One that is missing has been
 * found already. */
static size_t changeable(const struct look *look, const struct mf_scalar *code)
{
    size_t index = index_of(mf_scalar_view(code));

    if (index == MF_RULE_COUNT) {
        if (code->text != NULL) {
            unknown(look, code);
        }
        return index;
    }
    if (!mf_rule_is_of_rules(mf_rule_at(index))) {
        finding(look, MF_FINDING_FIXED_RULE, code, NULL,
                "this finding is no rule but about the form of a document or about files: it stays as it is");
        return MF_RULE_COUNT;
    }
    return index;
}

static uint8_t severity_named(const struct mf_scalar *name)
{
    for (mf_severity severity = MF_SEVERITY_NOTE; severity <= MF_SEVERITY_ERROR; severity++) {
        if (mf_view_is(mf_scalar_view(name), mf_severity_name(severity))) {
            return (uint8_t)severity;
        }
    }
    return 0;
}

static void take_severities(const struct look *look, uint8_t *severities)
{
    const struct mf_scalar *disabled = look->root->disable.items;
    const struct rules_severity *changed = look->root->severity.items;

    for (size_t i = 0; i < MF_RULE_COUNT; i++) {
        severities[i] = (uint8_t)mf_rule_severity(mf_rule_at(i));
    }
    for (uint32_t i = 0; i < look->root->disable.count; i++) {
        size_t index = changeable(look, &disabled[i]);

        if (index < MF_RULE_COUNT) {
            severities[index] = 0;
        }
    }
    for (uint32_t i = 0; i < look->root->severity.count; i++) {
        size_t index = changeable(look, &changed[i].code);

        if (index < MF_RULE_COUNT && severities[index] == 0) {
            finding(look, MF_FINDING_CONTRADICTION, &changed[i].code, NULL,
                    "the rule stands under 'disable' too: remove one of the two");
        } else if (index < MF_RULE_COUNT) {
            severities[index] = severity_named(&changed[i].severity);
        }
    }
}

static void check_glob(const struct look *look, const struct mf_scalar *glob)
{
    struct mf_buffer advice = MF_BUFFER_EMPTY;
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (glob->text == NULL || mf_glob_check(mf_scalar_view(glob), &advice)) {
        return;
    }
    mf_buffer_append_byte(&message, '\'');
    mf_buffer_append_printable(&message, mf_scalar_view(glob), 60);
    mf_buffer_append_text(&message, "' is not a glob");
    if (advice.size > 0) {
        mf_buffer_append_text(&message, ": ");
        mf_buffer_append(&message, mf_buffer_view(&advice));
    }
    mf_buffer_append_byte(&message, '\0');
    finding(look, MF_FINDING_BAD_GLOB, glob, NULL,
            message.status == MF_OK ? message.data : "this is not a glob");
    mf_buffer_release(&message);
    mf_buffer_release(&advice);
}

static void check_globs(const struct look *look, const struct mf_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        check_glob(look, (const struct mf_scalar *)list->items + i);
    }
}

static void check_conventions(const struct look *look)
{
    const struct rules_conventions *conventions = look->root->conventions;
    const struct rules_conventions_required_labels *labels;

    if (conventions == NULL) {
        return;
    }
    check_globs(look, &conventions->release_ids);
    check_globs(look, &conventions->package_sources);
    check_globs(look, &conventions->parameter_names);
    check_globs(look, &conventions->image_repositories);
    labels = conventions->required_labels.items;
    for (uint32_t i = 0; i < conventions->required_labels.count; i++) {
        check_glob(look, &labels[i].value);
    }
}

static mf_status read_rules(const struct mf_read_request *request, mf_rules *rules, mf_report *report,
                            mf_error **reterr)
{
    struct mf_document document;
    struct look look = { .report = report };
    mf_status status = mf_document_read(request, report, &document, reterr);

    if (status != MF_OK) {
        return status;
    }
    rules->arena = document.arena;
    if (document.arena != NULL) {
        rules->root = document.root;
        look.root = document.root;
        look.places = &document.places;
        take_severities(&look, rules->severities);
        check_conventions(&look);
    }
    if (mf_report_status(report) != MF_OK) {
        return mf_report_error(report, reterr);
    }
    mf_report_sort(report);
    return mf_report_verdict(report, reterr);
}

mf_status mf_rules_read(const void *data, size_t size, const mf_read_options *options, mf_rules **ret_rules,
                        mf_report **ret_report, mf_error **reterr)
{
    struct mf_read_request request;
    mf_report *report;
    mf_rules *rules;
    mf_status status = mf_read_request_init(&request, &mf_schema_rules, data, size, options, reterr);

    if (status != MF_OK) {
        return status;
    }
    request.profile = MF_PROFILE_DRAFT;
    rules = calloc(1, sizeof *rules);
    report = mf_report_new(request.limits.findings, request.limits.memory);
    if (rules == NULL || report == NULL) {
        free(rules);
        (void)mf_report_unref(report);
        return mf_error_memory(reterr);
    }
    mf_reference_init(&rules->reference);
    status = read_rules(&request, rules, report, reterr);
    if (status == MF_OK && ret_rules != NULL) {
        *ret_rules = rules;
    } else {
        (void)mf_rules_unref(rules);
    }
    mf_report_deliver(report, status, ret_report);
    return status;
}

mf_rules *mf_rules_ref(mf_rules *rules)
{
    if (rules != NULL) {
        mf_reference_take(&rules->reference);
    }
    return rules;
}

mf_rules *mf_rules_unref(mf_rules *rules)
{
    if (rules != NULL && mf_reference_give(&rules->reference)) {
        mf_arena_free(rules->arena);
        free(rules);
    }
    return NULL;
}
