/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled expression: one block of memory, made of what the parser leaves. */
#include "base/error.h"
#include "expression/parser.h"

#include <stdlib.h>

/* Cuts from the front of a block whose size was summed up before; every part but the text keeps the alignment. */
static void *cut(char **block, size_t count, size_t size)
{
    void *part = *block;

    *block += count * size;
    return part;
}

static char *copy_text(char **block, struct mf_view text)
{
    char *copy = cut(block, text.size + 1, 1);

    if (text.size > 0) {
        memcpy(copy, text.data, text.size);
    }
    copy[text.size] = '\0';
    return copy;
}

/* The index of a declaration among those that are used. */
static uint32_t find_used(const struct mf_parser *parser, uint32_t declaration)
{
    uint32_t low = 0;
    uint32_t high = parser->used_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (parser->used[middle] <= declaration) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void fill(mf_expression *expression, const struct mf_parser *parser, char *block)
{
    struct mf_operand *constants = cut(&block, parser->constant_count, sizeof *constants);
    struct mf_used *variables = cut(&block, parser->used_count, sizeof *variables);
    struct mf_instruction *instructions = cut(&block, parser->instruction_count, sizeof *instructions);

    expression->source = mf_view_make(copy_text(&block, parser->lexer.source), parser->lexer.source.size);
    for (uint32_t i = 0; i < parser->constant_count; i++) {
        constants[i] = parser->constants[i];
        if (constants[i].type == MF_EXPRESSION_STRING) {
            constants[i].as.text.data = copy_text(&block, constants[i].as.text);
        }
    }
    for (uint32_t i = 0; i < parser->used_count; i++) {
        const struct mf_declaration *declaration = &parser->declarations->sorted[parser->used[i]];

        variables[i].name = mf_view_make(copy_text(&block, declaration->name), declaration->name.size);
        variables[i].type = declaration->type;
        variables[i].declaration = parser->used[i];
    }
    for (uint32_t i = 0; i < parser->instruction_count; i++) {
        instructions[i] = parser->instructions[i];
        if (instructions[i].operation == MF_OPERATION_VARIABLE) {
            instructions[i].argument = find_used(parser, instructions[i].argument);
        }
    }
    expression->constants = constants;
    expression->variables = variables;
    expression->instructions = instructions;
    expression->constant_count = parser->constant_count;
    expression->variable_count = parser->used_count;
    expression->instruction_count = parser->instruction_count;
    expression->stack = parser->stack;
}

/* None of the sums can overflow: the source is short, and so is every name. */
static mf_expression *make(const struct mf_parser *parser, mf_expression_type type)
{
    size_t size = sizeof(mf_expression) + parser->constant_count * sizeof(struct mf_operand) +
                  parser->used_count * sizeof(struct mf_used) +
                  parser->instruction_count * sizeof(struct mf_instruction) + parser->text_size +
                  parser->lexer.source.size + 1;
    mf_expression *expression;

    for (uint32_t i = 0; i < parser->used_count; i++) {
        size += parser->declarations->sorted[parser->used[i]].name.size + 1;
    }
    expression = calloc(1, size);
    if (expression != NULL) {
        mf_reference_init(&expression->reference);
        expression->type = type;
        fill(expression, parser, (char *)(expression + 1));
    }
    return expression;
}

static mf_status compile(struct mf_parser *parser, struct mf_view source,
                         const struct mf_declarations *declarations, mf_expression_type type,
                         struct mf_arena *arena, mf_expression **ret_expression, mf_error **reterr)
{
    mf_expression_type found = mf_parser_run(parser, source, declarations, arena, reterr);
    mf_expression *expression;

    if (found == MF_EXPRESSION_ANY) {
        return parser->status;
    }
    if (type != MF_EXPRESSION_ANY && mf_expression_type_join(type, found) != type) {
        (void)mf_parser_fail(parser, parser->pending[0].offset, "the expression must make %s, and makes %s",
                             mf_expression_type_article(type), mf_expression_type_article(found));
        return parser->status;
    }
    expression = make(parser, type == MF_EXPRESSION_ANY ? found : type);
    if (expression == NULL) {
        return mf_error_memory(reterr);
    }
    *ret_expression = expression;
    return MF_OK;
}

mf_status mf_expression_make(struct mf_view source, const struct mf_declarations *declarations,
                             mf_expression_type type, mf_expression **ret_expression, mf_error **reterr)
{
    struct mf_parser parser;
    struct mf_arena *arena;
    mf_status status;

    if (source.size > MF_SOURCE_MAXIMUM) {
        return mf_error_set(reterr, MF_ERROR_LIMIT, "the expression is longer than %d bytes",
                            MF_SOURCE_MAXIMUM);
    }
    arena = mf_arena_new(0);
    if (arena == NULL) {
        return mf_error_memory(reterr);
    }
    source.data = source.size == 0 ? "" : source.data;
    status = compile(&parser, source, declarations, type, arena, ret_expression, reterr);
    mf_arena_free(arena);
    return status;
}

mf_status mf_expression_compile(const char *source, size_t size, mf_expression_variables *variables,
                                mf_expression_type type, mf_expression **ret_expression, mf_error **reterr)
{
    struct mf_declarations declarations;

    if ((source == NULL && size > 0) || ret_expression == NULL) {
        return mf_error_argument(reterr, "source and ret_expression must not be NULL");
    }
    if (type != MF_EXPRESSION_ANY && !mf_expression_type_is_known(type)) {
        return mf_error_argument(reterr, "there is no such type");
    }
    declarations = mf_expression_variables_use(variables);
    return mf_expression_make(mf_view_make(source, size == MF_ZERO_TERMINATED ? strlen(source) : size),
                              &declarations, type, ret_expression, reterr);
}

const char *mf_expression_source(const mf_expression *expression)
{
    return expression == NULL ? "" : expression->source.data;
}

mf_expression_type mf_expression_result_type(const mf_expression *expression)
{
    return expression == NULL ? MF_EXPRESSION_ANY : expression->type;
}

size_t mf_expression_variable_count(const mf_expression *expression)
{
    return expression == NULL ? 0 : expression->variable_count;
}

const char *mf_expression_variable_name(const mf_expression *expression, size_t index)
{
    return index < mf_expression_variable_count(expression) ? expression->variables[index].name.data : NULL;
}

mf_expression_type mf_expression_variable_type(const mf_expression *expression, size_t index)
{
    return index < mf_expression_variable_count(expression) ? expression->variables[index].type
                                                            : MF_EXPRESSION_ANY;
}

mf_expression *mf_expression_ref(mf_expression *expression)
{
    if (expression != NULL) {
        mf_reference_take(&expression->reference);
    }
    return expression;
}

mf_expression *mf_expression_unref(mf_expression *expression)
{
    if (expression != NULL && mf_reference_give(&expression->reference)) {
        free(expression);
    }
    return NULL;
}
