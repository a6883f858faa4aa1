/* SPDX-License-Identifier: Apache-2.0 */
/* Variables of expressions, from the sets of the document, which are in order already. */
#include "rules/context.h"

#include "base/error.h"
#include "model/node.h"
#include "model/parameter.h"
#include "value/number.h"

#include <stdlib.h>

struct variable {
    const char *name;
    mf_expression_type type;
};

/* In the order of their names. */
static const struct variable environment[] = {
    { "environment.architecture", MF_EXPRESSION_STRING }, { "environment.cpu_limit", MF_EXPRESSION_DOUBLE },
    { "environment.gpu_count", MF_EXPRESSION_INT },       { "environment.gpu_memory", MF_EXPRESSION_DOUBLE },
    { "environment.memory_limit", MF_EXPRESSION_DOUBLE },
};

static const struct variable approvals[] = {
    { "action", MF_EXPRESSION_STRING },  { "classification", MF_EXPRESSION_STRING },
    { "emergency", MF_EXPRESSION_BOOL }, { "model", MF_EXPRESSION_STRING },
    { "stage", MF_EXPRESSION_STRING },
};

enum {
    ENVIRONMENT_COUNT = sizeof environment / sizeof environment[0],
    APPROVALS_COUNT = sizeof approvals / sizeof approvals[0],
    STEPS_OF_ALL_RULES = 20 * 1000 * 1000,
};

enum mf_context mf_context_of(const struct mf_record *record)
{
    static const struct {
        const char *record;
        enum mf_context context;
    } contexts[] = {
        { "configuration.rules", MF_CONTEXT_CONFIGURATION }, { "rollout.gates", MF_CONTEXT_SIGNALS },
        { "rollout.failures", MF_CONTEXT_SIGNALS },          { "observability.alerts", MF_CONTEXT_SIGNALS },
        { "governance.approvals", MF_CONTEXT_APPROVALS },
    };

    for (size_t i = 0; i < sizeof contexts / sizeof contexts[0]; i++) {
        if (strcmp(record->name, contexts[i].record) == 0) {
            return contexts[i].context;
        }
    }
    return MF_CONTEXT_NONE;
}

static mf_expression_type parameter_type(const struct model_configuration_parameters *parameter)
{
    switch ((int)mf_parameter_type(parameter)) {
    case MF_TYPE_INT:
        return MF_EXPRESSION_INT;
    case MF_TYPE_BOOL:
        return MF_EXPRESSION_BOOL;
    case MF_TYPE_NUMBER:
    case MF_TYPE_DURATION:
    case MF_TYPE_QUANTITY:
        return MF_EXPRESSION_DOUBLE;
    default:
        return MF_EXPRESSION_STRING;
    }
}

/* Puts variables that are always there among those of the document, where their names belong. */
static bool declare(const struct mf_declaration *own, size_t own_count, const struct variable *fixed,
                    size_t fixed_count, struct mf_arena *arena, struct mf_declarations *ret_declarations)
{
    size_t count = own_count + fixed_count;
    struct mf_declaration *sorted = mf_arena_alloc_array(arena, count + 1, sizeof *sorted);
    size_t own_next = 0;
    size_t next = 0;

    if (sorted == NULL || (own == NULL && own_count > 0)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (next == fixed_count ||
            (own_next < own_count && mf_view_compare(own[own_next].name, mf_view_of(fixed[next].name)) < 0)) {
            sorted[i] = own[own_next++];
        } else {
            sorted[i] = (struct mf_declaration){ mf_view_of(fixed[next].name), fixed[next].type };
            next++;
        }
    }
    *ret_declarations = (struct mf_declarations){ sorted, count };
    return true;
}

static bool declare_configuration(const struct mf_list *list, struct mf_arena *arena,
                                  struct mf_declarations *ret_declarations)
{
    const struct model_configuration_parameters *parameters = list->items;
    struct mf_declaration *own = mf_arena_alloc_array(arena, list->count, sizeof *own);

    for (uint32_t i = 0; own != NULL && i < list->count; i++) {
        own[i] =
            (struct mf_declaration){ mf_scalar_view(&parameters[i].name), parameter_type(&parameters[i]) };
    }
    return declare(own, list->count, environment, ENVIRONMENT_COUNT, arena, ret_declarations);
}

static bool declare_signals(const struct mf_list *list, struct mf_arena *arena,
                            struct mf_declarations *ret_declarations)
{
    const struct model_observability_signals *signals = list->items;
    struct mf_declaration *own = mf_arena_alloc_array(arena, list->count, sizeof *own);

    for (uint32_t i = 0; own != NULL && i < list->count; i++) {
        own[i] = (struct mf_declaration){ mf_scalar_view(&signals[i].name), MF_EXPRESSION_DOUBLE };
    }
    return declare(own, list->count, NULL, 0, arena, ret_declarations);
}

bool mf_context_declare(enum mf_context context, const struct model_manifest *root, struct mf_arena *arena,
                        struct mf_declarations *ret_declarations)
{
    static const struct mf_list none = { NULL, 0, 0 };

    switch ((int)context) {
    case MF_CONTEXT_CONFIGURATION:
        return declare_configuration(root->configuration == NULL ? &none : &root->configuration->parameters,
                                     arena, ret_declarations);
    case MF_CONTEXT_SIGNALS:
        return declare_signals(root->observability == NULL ? &none : &root->observability->signals, arena,
                               ret_declarations);
    case MF_CONTEXT_APPROVALS:
        return declare(NULL, 0, approvals, APPROVALS_COUNT, arena, ret_declarations);
    default:
        return declare(NULL, 0, NULL, 0, arena, ret_declarations);
    }
}

/* What a text of the document stands for; no data if it is absent. */
static struct mf_operand take_value(enum mf_type type, mf_expression_type wanted, struct mf_view text)
{
    struct mf_operand value = { .type = wanted };
    bool good = text.data != NULL;

    if (wanted == MF_EXPRESSION_INT) {
        good = good && mf_integer_parse(text, &value.as.integer);
    } else if (wanted == MF_EXPRESSION_DOUBLE) {
        good = good && mf_parameter_number(type, text, &value.as.number);
    } else if (wanted == MF_EXPRESSION_BOOL) {
        value.as.truth = mf_view_is(text, "true");
    } else {
        value.as.text = text;
    }
    return good ? value : (struct mf_operand){ .type = MF_EXPRESSION_ANY, .as.lack.why = MF_LACK_DATA };
}

static void set(struct mf_settings *settings, struct mf_view name, enum mf_type type, struct mf_view text)
{
    const struct mf_declaration *declaration = mf_declarations_find(&settings->declarations, name);

    if (declaration != NULL) {
        settings->values[declaration - settings->declarations.sorted] =
            take_value(type, declaration->type, text);
    }
}

static void set_named(struct mf_settings *settings, const char *name, enum mf_type type,
                      const struct mf_scalar *scalar)
{
    set(settings, mf_view_of(name), type, mf_scalar_view(scalar));
}

static void set_environment(struct mf_settings *settings, const struct model_environment *from)
{
    static const struct mf_scalar none = { "0", 1, 0 };
    const struct model_environment_resources *resources = from->resources;

    if (from->platform != NULL) {
        set_named(settings, "environment.architecture", MF_TYPE_STRING, &from->platform->architecture);
    }
    if (resources == NULL) {
        return;
    }
    /* Resources that ask for no GPUs get none. */
    set_named(settings, "environment.gpu_count", MF_TYPE_INT,
              resources->gpus == NULL ? &none : &resources->gpus->count);
    if (resources->gpus != NULL) {
        set_named(settings, "environment.gpu_memory", MF_TYPE_QUANTITY, &resources->gpus->memory);
    }
    if (resources->memory != NULL) {
        set_named(settings, "environment.memory_limit", MF_TYPE_QUANTITY, &resources->memory->limit);
    }
    if (resources->cpu != NULL) {
        set_named(settings, "environment.cpu_limit", MF_TYPE_QUANTITY, &resources->cpu->limit);
    }
}

mf_status mf_settings_init(struct mf_settings *settings, const struct model_manifest *root,
                           struct mf_arena *arena, mf_error **reterr)
{
    *settings = (struct mf_settings){ .scratch = NULL };
    if (!mf_context_declare(MF_CONTEXT_CONFIGURATION, root, arena, &settings->declarations)) {
        return mf_arena_error(arena, reterr);
    }
    settings->values = mf_arena_alloc_array(arena, settings->declarations.count, sizeof *settings->values);
    if (settings->values == NULL) {
        return mf_arena_error(arena, reterr);
    }
    settings->scratch = mf_scratch_new(STEPS_OF_ALL_RULES);
    if (settings->scratch == NULL) {
        return mf_error_memory(reterr);
    }
    for (size_t i = 0; i < settings->declarations.count; i++) {
        settings->values[i] = take_value(MF_TYPE_STRING, MF_EXPRESSION_ANY, mf_view_make(NULL, 0));
    }
    for (uint32_t i = 0; root->configuration != NULL && i < root->configuration->parameters.count; i++) {
        const struct model_configuration_parameters *parameters = root->configuration->parameters.items;

        mf_settings_set(settings, &parameters[i], mf_scalar_view(&parameters[i].value));
    }
    if (root->environment != NULL) {
        set_environment(settings, root->environment);
    }
    return MF_OK;
}

void mf_settings_set(struct mf_settings *settings, const struct model_configuration_parameters *parameter,
                     struct mf_view value)
{
    set(settings, mf_scalar_view(&parameter->name), mf_parameter_type(parameter), value);
}

static const struct mf_operand *find_value(const struct mf_used *variable, void *context)
{
    const struct mf_settings *settings = context;

    return &settings->values[variable->declaration];
}

mf_status mf_settings_hold(struct mf_settings *settings, const mf_expression *rule, bool *ret_holds,
                           mf_error **reterr)
{
    struct mf_operand result;
    mf_status status = mf_expression_run(rule, find_value, settings, settings->scratch, &result, reterr);

    if (status == MF_OK) {
        *ret_holds = result.as.truth;
    }
    return status;
}

void mf_settings_release(struct mf_settings *settings)
{
    free(settings->scratch);
    settings->scratch = NULL;
}
