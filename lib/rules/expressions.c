/* SPDX-License-Identifier: Apache-2.0 */
/* From the expressions of a document to programs, for the rules and for everybody. */
#include "rules/expressions.h"

#include "model/node.h"

mf_expression *mf_rules_compile(struct mf_rules_run *run, enum mf_finding_code code,
                                const struct mf_declarations *declarations,
                                const struct mf_scalar *expression)
{
    mf_expression *compiled = NULL;
    mf_error *error = NULL;
    mf_status status;

    if (expression->text == NULL) {
        return NULL;
    }
    status =
        mf_expression_make(mf_scalar_view(expression), declarations, MF_EXPRESSION_BOOL, &compiled, &error);
    if (status == MF_ERROR_MEMORY) {
        mf_report_fail(run->report);
    } else if (status != MF_OK) {
        mf_rules_add_inside(run, code, expression, mf_error_offset(error), "%s", mf_error_message(error));
    }
    mf_error_unref(error);
    return compiled;
}

/* Compiles what a path names. */
static mf_status compile_node(const mf_manifest *manifest, const struct mf_node *node, const char *path,
                              mf_expression **ret_expression, mf_error **reterr)
{
    struct mf_declarations declarations;
    struct mf_arena *arena = mf_arena_new(0);
    mf_error *error = NULL;
    mf_status status;

    if (arena == NULL ||
        !mf_context_declare(mf_context_of(node->record), manifest->root, arena, &declarations)) {
        mf_arena_free(arena);
        return mf_error_memory(reterr);
    }
    status = mf_expression_make(mf_scalar_view(node->value), &declarations, MF_EXPRESSION_BOOL,
                                ret_expression, &error);
    if (status == MF_ERROR_EXPRESSION || status == MF_ERROR_LIMIT) {
        struct mf_position position = { mf_error_offset(error), mf_error_line(error),
                                        mf_error_column(error) };

        (void)mf_error_set_at(reterr, status, position, path, "%s", mf_error_message(error));
    } else if (status != MF_OK) {
        (void)mf_error_memory(reterr);
    }
    mf_error_unref(error);
    mf_arena_free(arena);
    return status;
}

mf_status mf_expression_compile_at(const mf_manifest *manifest, const char *path,
                                   mf_expression **ret_expression, mf_error **reterr)
{
    struct mf_node node;
    mf_status status;

    if (manifest == NULL || path == NULL || ret_expression == NULL) {
        return mf_error_argument(reterr, "manifest, path and ret_expression must not be NULL");
    }
    status = mf_node_find(mf_node_root(manifest->root), path, &node, reterr);
    if (status != MF_OK) {
        return status;
    }
    if (node.field == NULL || node.is_entry || node.field->type != MF_TYPE_EXPRESSION ||
        node.field->shape != MF_SHAPE_SCALAR) {
        return mf_error_set_at(reterr, MF_ERROR_TYPE, (struct mf_position){ 0, 0, 0 }, path,
                               "there is no expression at this path");
    }
    return compile_node(manifest, &node, path, ret_expression, reterr);
}
