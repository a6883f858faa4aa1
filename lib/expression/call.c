/* SPDX-License-Identifier: Apache-2.0 */
/* Names: variables, and the few functions there are. */
#include "base/error.h"
#include "base/nearest.h"
#include "expression/parser.h"
#include "value/ascii.h"
#include "value/check.h"

static const struct {
    const char *name;
    enum mf_operation operation;
    bool method_only;
    const char *usage;
} functions[] = {
    { "size", MF_OPERATION_SIZE, false, "size(x)" },
    { "startsWith", MF_OPERATION_STARTS_WITH, true, "text.startsWith(part)" },
    { "endsWith", MF_OPERATION_ENDS_WITH, true, "text.endsWith(part)" },
    { "contains", MF_OPERATION_CONTAINS, true, "text.contains(part)" },
};

enum { FUNCTION_COUNT = sizeof functions / sizeof functions[0] };

static void advance(struct mf_parser *parser)
{
    parser->token = mf_lexer_next(&parser->lexer);
}

/* The token behind the one that waits. */
static struct mf_token look_ahead(const struct mf_parser *parser)
{
    struct mf_lexer lexer = parser->lexer;

    return mf_lexer_next(&lexer);
}

static bool fail_function(struct mf_parser *parser, struct mf_view name, size_t offset)
{
    static const char *const conversions[] = { "int", "uint", "double", "string", "bool", "bytes", "dyn" };
    struct mf_nearest nearest = { .wanted = name };

    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++) {
        if (mf_view_is(name, conversions[i])) {
            return mf_parser_fail(parser, offset, "there is no '%s()' here: nothing is converted%s",
                                  conversions[i],
                                  i == 2 ? ", write numbers that are doubles with a point, such as 2.0" : "");
        }
    }
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        mf_nearest_offer(&nearest, mf_view_of(functions[i].name));
    }
    if (nearest.best.data != NULL) {
        return mf_parser_fail(parser, offset, "there is no '%.*s()' here: did you mean '%s()'?",
                              MF_VIEW_ARGS(name), nearest.best.data);
    }
    return mf_parser_fail(
        parser, offset,
        "there is no '%.*s()' here: there are size(), startsWith(), endsWith() and contains()",
        MF_VIEW_ARGS(name));
}

/* Opens a call: the token is the function's name, and `(` follows. */
static bool open_call(struct mf_parser *parser, bool method)
{
    struct mf_view name = parser->token.text;
    size_t offset = mf_parser_offset(parser);
    struct mf_open open = { .kind = MF_OPEN_CALL, .method = method, .offset = (uint32_t)offset };
    size_t i = 0;

    while (i < FUNCTION_COUNT && !mf_view_is(name, functions[i].name)) {
        i++;
    }
    if (i == FUNCTION_COUNT) {
        return fail_function(parser, name, offset);
    }
    if (functions[i].method_only && !method) {
        return mf_parser_fail(parser, offset, "'%s' stands behind the string: write %s", functions[i].name,
                              functions[i].usage);
    }
    open.operation = (uint8_t)functions[i].operation;
    advance(parser);
    advance(parser);
    return mf_parser_open(parser, &open);
}

/* Puts a name together that may have dots in it, up to the token behind it. A name before `(` is left alone: it is that of a
 * function. */
static struct mf_view take_dotted(struct mf_parser *parser)
{
    size_t size = parser->token.text.size;

    memcpy(parser->scratch, parser->token.text.data, size);
    advance(parser);
    while (parser->token.kind == MF_TOKEN_DOT) {
        struct mf_lexer lexer = parser->lexer;
        struct mf_token name = mf_lexer_next(&lexer);

        if (name.kind != MF_TOKEN_NAME) {
            break;
        }
        parser->scratch[size] = '.';
        if (mf_lexer_next(&lexer).kind == MF_TOKEN_OPEN) {
            break;
        }
        memcpy(parser->scratch + size + 1, name.text.data, name.text.size);
        size += 1 + name.text.size;
        advance(parser);
        advance(parser);
    }
    return mf_view_make(parser->scratch, size);
}

const char *mf_word_advice(struct mf_view name)
{
    static const struct {
        const char *word;
        const char *advice;
    } words[] = {
        { "and", "write '&&'" },      { "AND", "write '&&'" },        { "or", "write '||'" },
        { "OR", "write '||'" },       { "not", "write '!'" },         { "NOT", "write '!'" },
        { "True", "write 'true'" },   { "TRUE", "write 'true'" },     { "False", "write 'false'" },
        { "FALSE", "write 'false'" }, { "None", "there is no null" },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mf_view_is(name, words[i].word)) {
            return words[i].advice;
        }
    }
    return NULL;
}

static bool is_function(struct mf_view name)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (mf_view_is(name, functions[i].name)) {
            return true;
        }
    }
    return false;
}

static bool fail_name(struct mf_parser *parser, struct mf_view name, size_t offset)
{
    const struct mf_declarations *declarations = parser->declarations;
    struct mf_view nearest = mf_declarations_nearest(declarations, name);
    const char *advice = mf_word_advice(name);

    if (advice != NULL) {
        return mf_parser_fail(parser, offset, "there is no variable '%.*s': %s", MF_VIEW_ARGS(name), advice);
    }
    if (mf_identifier_is_reserved(name)) {
        return mf_parser_fail(parser, offset, "'%.*s' is a word that CEL keeps for itself",
                              MF_VIEW_ARGS(name));
    }
    for (size_t i = name.size; i > 0; i--) {
        const struct mf_declaration *front = NULL;

        if (name.data[i - 1] == '.') {
            front = mf_declarations_find(declarations, mf_view_make(name.data, i - 1));
        }
        if (front != NULL) {
            return mf_parser_fail(parser, offset, "'%.*s' is %s and has no fields%s",
                                  MF_VIEW_ARGS(front->name), mf_expression_type_article(front->type),
                                  is_function(mf_view_from(name, i)) ? ": write () behind a function" : "");
        }
    }
    if (nearest.data != NULL) {
        return mf_parser_fail(parser, offset, "there is no variable '%.*s': did you mean '%.*s'?",
                              MF_VIEW_ARGS(name), MF_VIEW_ARGS(nearest));
    }
    return mf_parser_fail(parser, offset, "there is no variable '%.*s'", MF_VIEW_ARGS(name));
}

/* Notes that a declaration is used. */
static void use(struct mf_parser *parser, uint32_t declaration)
{
    uint32_t low = 0;
    uint32_t high = parser->used_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (parser->used[middle] < declaration) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == parser->used_count || parser->used[low] != declaration) {
        memmove(parser->used + low + 1, parser->used + low,
                (parser->used_count - low) * sizeof *parser->used);
        parser->used[low] = declaration;
        parser->used_count++;
    }
}

bool mf_parser_take_name(struct mf_parser *parser)
{
    size_t offset = mf_parser_offset(parser);
    const struct mf_declaration *declaration;
    struct mf_pending value = { .offset = (uint32_t)offset };
    struct mf_view name;
    uint32_t index;

    if (look_ahead(parser).kind == MF_TOKEN_OPEN) {
        return open_call(parser, false);
    }
    name = take_dotted(parser);
    declaration = mf_declarations_find(parser->declarations, name);
    if (declaration == NULL) {
        return fail_name(parser, name, offset);
    }
    index = (uint32_t)(declaration - parser->declarations->sorted);
    use(parser, index);
    (void)mf_parser_emit(parser, MF_OPERATION_VARIABLE, index, offset);
    value.type = declaration->type;
    parser->wants_operand = false;
    return mf_parser_push(parser, &value);
}

bool mf_parser_take_method(struct mf_parser *parser)
{
    const struct mf_pending *value = &parser->pending[parser->pending_count - 1];

    advance(parser);
    if (parser->token.kind != MF_TOKEN_NAME) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "behind a '.' comes the name of a function");
    }
    if (look_ahead(parser).kind != MF_TOKEN_OPEN) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "%s has no fields",
                              mf_expression_type_article(value->type));
    }
    parser->wants_operand = true;
    return open_call(parser, true);
}

bool mf_parser_close_call(struct mf_parser *parser)
{
    struct mf_open open = parser->open[--parser->open_count];
    enum mf_operation operation = (enum mf_operation)open.operation;
    uint32_t wanted = operation == MF_OPERATION_SIZE ? 1 : 2;
    uint32_t count = parser->pending_count - open.base + open.method;

    if (count != wanted) {
        return mf_parser_fail(parser, open.offset, "'%s' takes %u value%s%s, not %u",
                              mf_operation_symbol(operation), (unsigned)wanted - open.method,
                              wanted - open.method == 1 ? "" : "s", open.method ? " in its parentheses" : "",
                              (unsigned)count - open.method);
    }
    if (!mf_parser_apply(parser, operation, count, open.offset)) {
        return false;
    }
    parser->wants_operand = false;
    advance(parser);
    return true;
}
