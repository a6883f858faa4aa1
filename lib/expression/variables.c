/* SPDX-License-Identifier: Apache-2.0 */
/* The public declarations of variables. */
#include "base/error.h"
#include "expression/declarations.h"

#include <stdlib.h>

mf_status mf_expression_variables_new(mf_expression_variables **ret_variables, mf_error **reterr)
{
    mf_expression_variables *variables;

    if (ret_variables == NULL) {
        return mf_error_argument(reterr, "ret_variables must not be NULL");
    }
    variables = calloc(1, sizeof *variables);
    if (variables == NULL) {
        return mf_error_memory(reterr);
    }
    mf_reference_init(&variables->reference);
    atomic_init(&variables->in_use, false);
    *ret_variables = variables;
    return MF_OK;
}

/* Makes room for one more. */
static bool grow(mf_expression_variables *variables)
{
    size_t capacity = variables->capacity < 8 ? 8 : variables->capacity * 2;
    struct mf_declaration *sorted;

    if (variables->count < variables->capacity) {
        return true;
    }
    sorted = realloc(variables->sorted, capacity * sizeof *sorted);
    if (sorted == NULL) {
        return false;
    }
    variables->sorted = sorted;
    variables->capacity = capacity;
    return true;
}

static mf_status add(mf_expression_variables *variables, struct mf_view name, mf_expression_type type,
                     mf_error **reterr)
{
    struct mf_declarations declarations = { variables->sorted, variables->count };
    size_t place = mf_declarations_place(&declarations, name);
    char *copy;

    if (mf_declarations_find(&declarations, name) != NULL) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "'%.*s' is declared already", MF_VIEW_ARGS(name));
    }
    copy = malloc(name.size);
    if (copy == NULL || !grow(variables)) {
        free(copy);
        return mf_error_memory(reterr);
    }
    memcpy(copy, name.data, name.size);
    memmove(variables->sorted + place + 1, variables->sorted + place,
            (variables->count - place) * sizeof *variables->sorted);
    variables->sorted[place] = (struct mf_declaration){ mf_view_make(copy, name.size), type };
    variables->count++;
    return MF_OK;
}

mf_status mf_expression_variables_add(mf_expression_variables *variables, const char *name,
                                      mf_expression_type type, mf_error **reterr)
{
    if (variables == NULL || name == NULL) {
        return mf_error_argument(reterr, "variables and name must not be NULL");
    }
    if (!mf_declaration_name_check(mf_view_of(name))) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "'%.200s' cannot be the name of a variable", name);
    }
    if (!mf_expression_type_is_known(type) || type == MF_EXPRESSION_LIST) {
        return mf_error_set(reterr, MF_ERROR_ARGUMENT, "'%.200s' cannot have type %d", name, (int)type);
    }
    if (atomic_load_explicit(&variables->in_use, memory_order_acquire)) {
        return mf_error_argument(reterr, "the variables are in use: declare all before the first expression");
    }
    return add(variables, mf_view_of(name), type, reterr);
}

struct mf_declarations mf_expression_variables_use(mf_expression_variables *variables)
{
    if (variables == NULL) {
        return (struct mf_declarations){ NULL, 0 };
    }
    atomic_store_explicit(&variables->in_use, true, memory_order_release);
    return (struct mf_declarations){ variables->sorted, variables->count };
}

mf_expression_variables *mf_expression_variables_ref(mf_expression_variables *variables)
{
    if (variables != NULL) {
        mf_reference_take(&variables->reference);
    }
    return variables;
}

mf_expression_variables *mf_expression_variables_unref(mf_expression_variables *variables)
{
    if (variables != NULL && mf_reference_give(&variables->reference)) {
        for (size_t i = 0; i < variables->count; i++) {
            free((char *)(uintptr_t)variables->sorted[i].name.data);
        }
        free(variables->sorted);
        free(variables);
    }
    return NULL;
}
