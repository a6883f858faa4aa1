/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of variables and arguments, sorted. */
#include "model/outlets.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct mf_outlet *a = left;
    const struct mf_outlet *b = right;
    int order = mf_view_compare(a->name, b->name);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static mf_status make_room(struct mf_arena *arena, size_t count, struct mf_outlets *outlets)
{
    outlets->count = 0;
    outlets->items = mf_arena_alloc_array(arena, count, sizeof *outlets->items);
    return outlets->items == NULL && count > 0 ? mf_arena_status(arena) : MF_OK;
}

static void add(struct mf_outlets *outlets, struct mf_outlet outlet)
{
    if (outlet.name.data != NULL) {
        outlet.order = outlets->count;
        outlets->items[outlets->count++] = outlet;
    }
}

static void sort(struct mf_outlets *outlets)
{
    if (outlets->count > 1) {
        qsort(outlets->items, outlets->count, sizeof *outlets->items, compare);
    }
}

static const struct mf_list *parameters_of(const struct model_manifest *root)
{
    static const struct mf_list none = { NULL, 0, 0 };

    return root->configuration == NULL ? &none : &root->configuration->parameters;
}

mf_status mf_outlets_of_variables(struct mf_arena *arena, const struct model_manifest *root,
                                  struct mf_outlets *ret_outlets)
{
    const struct mf_list *parameters = parameters_of(root);
    size_t fixed = root->environment == NULL ? 0 : root->environment->variables.count;
    mf_status status = make_room(arena, fixed + parameters->count, ret_outlets);

    if (status != MF_OK) {
        return status;
    }
    for (size_t i = 0; i < fixed; i++) {
        const struct model_environment_variables *variable = root->environment->variables.items;

        variable += i;
        add(ret_outlets, (struct mf_outlet){ .name = mf_scalar_view(&variable->name),
                                             .scalar = &variable->name,
                                             .fixed = variable });
    }
    for (uint32_t i = 0; i < parameters->count; i++) {
        const struct model_configuration_parameters *parameter = parameters->items;

        parameter += i;
        add(ret_outlets, (struct mf_outlet){ .name = mf_scalar_view(&parameter->variable),
                                             .scalar = &parameter->variable,
                                             .parameter = parameter });
    }
    sort(ret_outlets);
    return MF_OK;
}

/* "--rows" of "--rows=64". */
static struct mf_view option_of(const struct mf_scalar *argument)
{
    struct mf_view view = mf_scalar_view(argument);
    const char *end = view.size == 0 ? NULL : memchr(view.data, '=', view.size);

    return end == NULL ? view : mf_view_make(view.data, (size_t)(end - view.data));
}

static void add_fixed(struct mf_outlets *outlets, const struct mf_list *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        const struct mf_scalar *word = (const struct mf_scalar *)words->items + i;

        add(outlets, (struct mf_outlet){ .name = option_of(word), .scalar = word });
    }
}

mf_status mf_outlets_of_arguments(struct mf_arena *arena, const struct model_manifest *root,
                                  struct mf_outlets *ret_outlets)
{
    const struct mf_list *parameters = parameters_of(root);
    const struct model_environment_process *process =
        root->environment == NULL ? NULL : root->environment->process;
    size_t fixed = process == NULL ? 0 : (size_t)process->command.count + process->arguments.count;
    mf_status status = make_room(arena, fixed + parameters->count, ret_outlets);

    if (status != MF_OK) {
        return status;
    }
    if (process != NULL) {
        add_fixed(ret_outlets, &process->command);
        add_fixed(ret_outlets, &process->arguments);
    }
    for (uint32_t i = 0; i < parameters->count; i++) {
        const struct model_configuration_parameters *parameter = parameters->items;

        parameter += i;
        add(ret_outlets, (struct mf_outlet){ .name = option_of(&parameter->argument),
                                             .scalar = &parameter->argument,
                                             .parameter = parameter });
    }
    sort(ret_outlets);
    return MF_OK;
}

const struct mf_outlet *mf_outlet_written_before(const struct mf_outlets *outlets, size_t index)
{
    const struct mf_outlet *outlet = &outlets->items[index];
    const struct mf_outlet *before = outlet - 1;

    /* What is fixed stands before what is a parameter's. */
    if (index == 0 || outlet->parameter == NULL || !mf_view_equal(before->name, outlet->name)) {
        return NULL;
    }
    return before;
}
