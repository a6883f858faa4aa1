/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the manifest, asked of the values in force. */
#include "configuration/resolution.h"

#include "rules/context.h"

enum {
    LONGEST_SHOWN = 60,
    MOST_SHOWN = 6, /* of the parameters that a rule uses */
};

struct conditions {
    struct mf_resolution *resolution;
    struct mf_settings settings;
    mf_error **reterr;
};

/* Number of the parameter with this name; resolution->count if it is no parameter's. */
static uint32_t number_of(const struct mf_resolution *resolution, const char *name)
{
    struct mf_view wanted = mf_view_of(name);
    uint32_t low = 0;
    uint32_t high = resolution->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = mf_view_compare(mf_scalar_view(&resolution->parameters[middle].name), wanted);

        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return resolution->count;
}

/* The rule cannot be evaluated. Memory that could not be had is an error of the call. */
static mf_status cannot_evaluate(struct conditions *conditions, const struct model_configuration_rules *rule,
                                 mf_status status, mf_error *error)
{
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (status == MF_ERROR_MEMORY) {
        (void)mf_error_unref(error);
        return mf_error_memory(conditions->reterr);
    }
    mf_buffer_format(&message, "the rule '%s' cannot be evaluated: ", rule->name.text);
    mf_buffer_append_text(&message, mf_error_message(error));
    if (mf_error_offset(error) > 0) {
        mf_buffer_format(&message, " (at byte %zu of the expression)", mf_error_offset(error) + 1);
    }
    (void)mf_error_unref(error);
    mf_resolution_finding(conditions->resolution, MF_FINDING_SETTING_EXPRESSION, 0, &rule->expression, NULL,
                          &message);
    return MF_OK;
}

/* " (rows = 64, ratio = 0.5)" */
static void append_values(struct mf_buffer *message, const struct mf_resolution *resolution,
                          const mf_expression *expression)
{
    size_t count = mf_expression_variable_count(expression);
    size_t shown = 0;

    for (size_t i = 0; i < count && shown < MOST_SHOWN; i++) {
        uint32_t number = number_of(resolution, mf_expression_variable_name(expression, i));

        if (number < resolution->count) {
            mf_buffer_format(message, "%s%s = ", shown == 0 ? " (" : ", ",
                             resolution->parameters[number].name.text);
            mf_buffer_append_printable(message, mf_view_of(resolution->given[number]->value), LONGEST_SHOWN);
            shown++;
        }
    }
    if (shown > 0) {
        mf_buffer_append_byte(message, ')');
    }
}

/* Names the values that the rule looks at, where they were set. */
static void relate_values(struct mf_resolution *resolution, const mf_expression *expression)
{
    size_t count = mf_expression_variable_count(expression);
    size_t shown = 0;

    for (size_t i = 0; i < count && shown < MOST_SHOWN; i++) {
        uint32_t number = number_of(resolution, mf_expression_variable_name(expression, i));
        const struct mf_given *given = number < resolution->count ? resolution->given[number] : NULL;

        if (given != NULL) {
            mf_resolution_relate(resolution, given->layer,
                                 given->layer == 0 ? (const void *)&resolution->parameters[number].value
                                                   : (const void *)&given->entry->value,
                                 "a value in force that the rule looks at");
            shown++;
        }
    }
}

static void broken(struct mf_resolution *resolution, const struct model_configuration_rules *rule,
                   const mf_expression *expression)
{
    const struct mf_scalar *words = rule->message.text == NULL ? &rule->expression : &rule->message;
    struct mf_buffer message = MF_BUFFER_EMPTY;

    if (mf_report_counts_only(resolution->report, MF_FINDING_SETTING_CONDITION)) {
        return;
    }
    mf_buffer_format(&message, "the rule '%s' does not hold: ", rule->name.text);
    mf_buffer_append_printable(&message, mf_scalar_view(words), (size_t)3 * LONGEST_SHOWN);
    append_values(&message, resolution, expression);
    mf_resolution_finding(resolution, MF_FINDING_SETTING_CONDITION, 0, &rule->expression, NULL, &message);
    relate_values(resolution, expression);
}

static mf_status check_rule(struct conditions *conditions, const struct model_configuration_rules *rule)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    bool holds = false;
    mf_status status;

    if (rule->expression.text == NULL) {
        return MF_OK;
    }
    status = mf_expression_make(mf_scalar_view(&rule->expression), &conditions->settings.declarations,
                                MF_EXPRESSION_BOOL, &expression, &error);
    if (status == MF_OK) {
        status = mf_settings_hold(&conditions->settings, expression, &holds, &error);
    }
    if (status != MF_OK) {
        status = cannot_evaluate(conditions, rule, status, error);
    } else if (!holds) {
        broken(conditions->resolution, rule, expression);
    }
    (void)mf_expression_unref(expression);
    return status;
}

mf_status mf_resolution_check_rules(struct mf_resolution *resolution, mf_error **reterr)
{
    const struct model_configuration *configuration = resolution->manifest->root->configuration;
    const struct model_configuration_rules *rules = configuration == NULL ? NULL : configuration->rules.items;
    struct conditions conditions = { .resolution = resolution, .reterr = reterr };
    mf_status status;

    if (configuration == NULL || configuration->rules.count == 0) {
        return MF_OK;
    }
    status = mf_settings_init(&conditions.settings, resolution->manifest->root, resolution->arena, reterr);
    for (uint32_t i = 0; i < resolution->count && status == MF_OK; i++) {
        mf_settings_set(&conditions.settings, &resolution->parameters[i],
                        mf_view_of(resolution->given[i]->value));
    }
    for (uint32_t i = 0; i < configuration->rules.count && status == MF_OK; i++) {
        status = check_rule(&conditions, &rules[i]);
    }
    mf_settings_release(&conditions.settings);
    return status;
}
