/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about configuration.rules: they can be read, and hold for the values, and for each fallback that somebody may go to. */
#include "rules/expressions.h"

#include <stddef.h>

enum {
    MOST_RELATED = 6, /* values that a rule looks at */
    MOST_TRIED = 16,  /* fallbacks for which a rule is evaluated */
};

struct conditions {
    struct mf_rules_run *run;
    const struct mf_list *parameters;
    struct mf_settings values;    /* those of the manifest */
    struct mf_settings fallbacks; /* the same, with a fallback now and then */
    bool spent;                   /* what trying fallbacks may cost */
};

/* The parameter behind a variable; NULL for one of the environment. */
static const struct model_configuration_parameters *find_parameter(const struct conditions *conditions,
                                                                   const struct mf_used *variable)
{
    return mf_list_find(conditions->parameters, sizeof(struct model_configuration_parameters),
                        offsetof(struct model_configuration_parameters, name), variable->name);
}

/* The field behind a variable of the environment; NULL if there is nothing around it. */
static const void *find_fact(const struct model_environment *environment, struct mf_view name)
{
    const struct model_environment_resources *resources = environment == NULL ? NULL : environment->resources;

    if (mf_view_is(name, "environment.architecture")) {
        return environment == NULL || environment->platform == NULL ? NULL
                                                                    : &environment->platform->architecture;
    }
    if (resources == NULL) {
        return NULL;
    }
    if (mf_view_is(name, "environment.cpu_limit")) {
        return resources->cpu == NULL ? NULL : &resources->cpu->limit;
    }
    if (mf_view_is(name, "environment.memory_limit")) {
        return resources->memory == NULL ? NULL : &resources->memory->limit;
    }
    if (resources->gpus == NULL) {
        return &resources->gpus;
    }
    return mf_view_is(name, "environment.gpu_count") ? &resources->gpus->count : &resources->gpus->memory;
}

/* Names the values that a rule looks at. */
static void relate_values(struct conditions *conditions, const mf_expression *expression)
{
    for (uint32_t i = 0; i < expression->variable_count && i < MOST_RELATED; i++) {
        const struct mf_used *variable = &expression->variables[i];
        const struct model_configuration_parameters *parameter = find_parameter(conditions, variable);
        const void *value = parameter == NULL ? find_fact(conditions->run->root->environment, variable->name)
                                              : &parameter->value;

        if (value != NULL) {
            mf_rules_relate(conditions->run, value, "a value that the rule looks at");
        }
    }
}

/* A value that is missing is found as such. */
static bool lacks_values(const struct conditions *conditions, const mf_expression *expression)
{
    for (uint32_t i = 0; i < expression->variable_count; i++) {
        const struct model_configuration_parameters *parameter =
            find_parameter(conditions, &expression->variables[i]);

        if (parameter != NULL && parameter->value.text == NULL) {
            return true;
        }
    }
    return false;
}

static void add_broken(struct conditions *conditions, const struct model_configuration_rules *rule,
                       const mf_expression *expression)
{
    mf_rules_add(conditions->run, MF_FINDING_RULE_BROKEN, &rule->expression,
                 "the rule '%.*s' does not hold: %.*s", MF_SHOWN(mf_scalar_view(&rule->name)),
                 MF_SHOWN(mf_scalar_view(rule->message.text == NULL ? &rule->expression : &rule->message)));
    relate_values(conditions, expression);
}

/* Does the rule hold for the values of the manifest? */
static bool holds_for_values(struct conditions *conditions, const struct model_configuration_rules *rule,
                             const mf_expression *expression)
{
    bool holds = false;
    mf_error *error = NULL;
    mf_status status = mf_settings_hold(&conditions->values, expression, &holds, &error);

    if (status == MF_ERROR_MEMORY) {
        mf_report_fail(conditions->run->report);
    } else if (status != MF_OK && !lacks_values(conditions, expression)) {
        mf_rules_add_inside(conditions->run, MF_FINDING_RULE_WITHOUT_RESULT, &rule->expression,
                            mf_error_offset(error), "%s", mf_error_message(error));
        relate_values(conditions, expression);
    } else if (status == MF_OK && !holds) {
        add_broken(conditions, rule, expression);
    }
    mf_error_unref(error);
    return holds;
}

/* The same for the fallbacks that are set now. What cannot be evaluated does not hold. */
static bool holds_for_fallbacks(struct conditions *conditions, const struct model_configuration_rules *rule,
                                const mf_expression *expression)
{
    bool holds = false;
    mf_status status = mf_settings_hold(&conditions->fallbacks, expression, &holds, NULL);

    if (status == MF_ERROR_MEMORY) {
        mf_report_fail(conditions->run->report);
    }
    if (status == MF_ERROR_LIMIT) {
        conditions->spent = true;
        mf_rules_add(
            conditions->run, MF_FINDING_RULE_WITHOUT_RESULT, &rule->expression,
            "whether this rule and those after it hold for the fallbacks takes too long to find out: "
            "write shorter rules");
    }
    return holds || status == MF_ERROR_MEMORY || status == MF_ERROR_LIMIT;
}

static void add_fallback(struct conditions *conditions, const struct model_configuration_rules *rule,
                         const struct model_configuration_parameters *parameter)
{
    mf_rules_add(
        conditions->run, MF_FINDING_FALLBACK_BREAKS_RULE, &parameter->fallback,
        "with this fallback the rule '%.*s' would not hold, so nobody can go to it in an incident: %.*s",
        MF_SHOWN(mf_scalar_view(&rule->name)),
        MF_SHOWN(mf_scalar_view(rule->message.text == NULL ? &rule->expression : &rule->message)));
    mf_rules_relate(conditions->run, &rule->expression, "the rule");
}

static void add_together(struct conditions *conditions, const struct model_configuration_rules *rule,
                         const struct model_configuration_parameters *const *tried, size_t count)
{
    mf_rules_add(conditions->run, MF_FINDING_FALLBACKS_BREAK_RULE, &rule->expression,
                 "the rule '%.*s' holds for each fallback alone, but not for all of them together",
                 MF_SHOWN(mf_scalar_view(&rule->name)));
    for (size_t i = 0; i < count && i < MOST_RELATED; i++) {
        mf_rules_relate(conditions->run, &tried[i]->fallback, "a fallback");
    }
}

/* The parameters of a rule that have a fallback, the first ones of very many. Values that are missing are found as such. */
static size_t find_fallbacks(const struct conditions *conditions, const mf_expression *expression,
                             const struct model_configuration_parameters *ret_tried[MOST_TRIED])
{
    size_t count = 0;

    for (uint32_t i = 0; i < expression->variable_count && count < MOST_TRIED; i++) {
        const struct model_configuration_parameters *parameter =
            find_parameter(conditions, &expression->variables[i]);

        if (parameter != NULL && parameter->fallback.text != NULL && parameter->value.text != NULL) {
            ret_tried[count++] = parameter;
        }
    }
    return count;
}

static void set(struct conditions *conditions, const struct model_configuration_parameters *parameter,
                const struct mf_scalar *value)
{
    mf_settings_set(&conditions->fallbacks, parameter, mf_scalar_view(value));
}

static void try_fallbacks(struct conditions *conditions, const struct model_configuration_rules *rule,
                          const mf_expression *expression)
{
    const struct model_configuration_parameters *tried[MOST_TRIED];
    size_t count = find_fallbacks(conditions, expression, tried);
    bool all = true;

    for (size_t i = 0; i < count && !conditions->spent; i++) {
        set(conditions, tried[i], &tried[i]->fallback);
        if (!holds_for_fallbacks(conditions, rule, expression)) {
            add_fallback(conditions, rule, tried[i]);
            all = false;
        }
        set(conditions, tried[i], &tried[i]->value);
    }
    for (size_t i = 0; i < count; i++) {
        set(conditions, tried[i], &tried[i]->fallback);
    }
    if (all && count > 1 && !conditions->spent && !holds_for_fallbacks(conditions, rule, expression)) {
        add_together(conditions, rule, tried, count);
    }
    for (size_t i = 0; i < count; i++) {
        set(conditions, tried[i], &tried[i]->value);
    }
}

static void check_rule(struct conditions *conditions, const struct model_configuration_rules *rule)
{
    mf_expression *expression = mf_rules_compile(conditions->run, MF_FINDING_RULE_EXPRESSION,
                                                 &conditions->values.declarations, &rule->expression);

    if (expression == NULL) {
        return;
    }
    if (expression->variable_count == 0) {
        mf_rules_add(conditions->run, MF_FINDING_RULE_OF_NOTHING, &rule->expression,
                     "this is the same whatever the parameters are: name the parameter that is meant");
    }
    if (holds_for_values(conditions, rule, expression) && !conditions->spent) {
        try_fallbacks(conditions, rule, expression);
    }
    mf_expression_unref(expression);
}

void mf_rules_conditions(struct mf_rules_run *run)
{
    const struct model_configuration *configuration = run->root->configuration;
    const struct model_configuration_rules *rules = configuration == NULL ? NULL : configuration->rules.items;
    struct conditions conditions = { .run = run };

    if (configuration == NULL || configuration->rules.count == 0) {
        return;
    }
    conditions.parameters = &configuration->parameters;
    if (mf_settings_init(&conditions.values, run->root, run->scratch, NULL) == MF_OK &&
        mf_settings_init(&conditions.fallbacks, run->root, run->scratch, NULL) == MF_OK) {
        for (uint32_t i = 0; i < configuration->rules.count; i++) {
            check_rule(&conditions, &rules[i]);
        }
    } else {
        mf_report_fail(run->report);
    }
    mf_settings_release(&conditions.values);
    mf_settings_release(&conditions.fallbacks);
}
