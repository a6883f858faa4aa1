/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two states take turns: a value is wanted, or what comes behind one. Binding powers are those of CEL's grammar; what that
 * grammar leaves out is refused here too, such as `? :` between `?` and `:`.
 */
#include "expression/parser.h"

#include "base/error.h"
#include "base/utf8.h"
#include "expression/literal.h"

enum {
    BINDS_CHOICE = 1,
    BINDS_OR,
    BINDS_AND,
    BINDS_RELATION,
    BINDS_SUM,
    BINDS_PRODUCT,
    BINDS_PREFIX,
};

static const struct {
    enum mf_operation operation;
    uint8_t precedence;
} operators[] = {
    [MF_TOKEN_MINUS] = { MF_OPERATION_SUBTRACT, BINDS_SUM },
    [MF_TOKEN_PLUS] = { MF_OPERATION_ADD, BINDS_SUM },
    [MF_TOKEN_TIMES] = { MF_OPERATION_MULTIPLY, BINDS_PRODUCT },
    [MF_TOKEN_DIVIDE] = { MF_OPERATION_DIVIDE, BINDS_PRODUCT },
    [MF_TOKEN_REMAINDER] = { MF_OPERATION_REMAINDER, BINDS_PRODUCT },
    [MF_TOKEN_LESS] = { MF_OPERATION_LESS, BINDS_RELATION },
    [MF_TOKEN_LESS_EQUAL] = { MF_OPERATION_LESS_EQUAL, BINDS_RELATION },
    [MF_TOKEN_GREATER] = { MF_OPERATION_GREATER, BINDS_RELATION },
    [MF_TOKEN_GREATER_EQUAL] = { MF_OPERATION_GREATER_EQUAL, BINDS_RELATION },
    [MF_TOKEN_EQUAL] = { MF_OPERATION_EQUAL, BINDS_RELATION },
    [MF_TOKEN_NOT_EQUAL] = { MF_OPERATION_NOT_EQUAL, BINDS_RELATION },
    [MF_TOKEN_IN] = { MF_OPERATION_IN, BINDS_RELATION },
    [MF_TOKEN_AND] = { MF_OPERATION_AND, BINDS_AND },
    [MF_TOKEN_OR] = { MF_OPERATION_OR, BINDS_OR },
};

static void advance(struct mf_parser *parser)
{
    parser->token = mf_lexer_next(&parser->lexer);
}

/* Pushes the value of a literal, which ends the need for one. */
static bool take_constant(struct mf_parser *parser, const struct mf_operand *constant,
                          const struct mf_pending *value)
{
    parser->constants[parser->constant_count] = *constant;
    (void)mf_parser_emit(parser, MF_OPERATION_CONSTANT, parser->constant_count++, value->offset);
    parser->wants_operand = false;
    advance(parser);
    return mf_parser_push(parser, value);
}

/* A number; its sign, if it has one, stands at `offset` already. */
static bool take_number(struct mf_parser *parser, bool negative, size_t offset)
{
    struct mf_view text = parser->token.text;
    struct mf_operand constant = { .type = MF_EXPRESSION_INT };
    struct mf_pending value = {
        .type = MF_EXPRESSION_INT, .offset = (uint32_t)offset, .number = text, .negative = negative
    };

    if (parser->token.kind == MF_TOKEN_INT) {
        if (!mf_literal_int(text, negative, &constant.as.integer)) {
            return mf_parser_fail(parser, offset,
                                  "the number does not fit an int of 64 bits: write it as a double, with .0");
        }
    } else {
        constant.type = value.type = MF_EXPRESSION_DOUBLE;
        if (!mf_literal_double(text, negative, parser->scratch, &constant.as.number)) {
            return mf_parser_fail(parser, offset, "the number is greater than any double");
        }
    }
    return take_constant(parser, &constant, &value);
}

static bool take_string(struct mf_parser *parser)
{
    size_t offset = mf_parser_offset(parser);
    struct mf_pending value = { .type = MF_EXPRESSION_STRING, .offset = (uint32_t)offset };
    struct mf_operand constant = { .type = MF_EXPRESSION_STRING };
    char *text = parser->text + parser->text_size;
    const char *advice = NULL;
    size_t size = 0;
    size_t at = 0;

    if (!mf_literal_string(parser->token.text, text, &size, &at, &advice)) {
        return mf_parser_fail(parser, offset + at, "%s", advice);
    }
    constant.as.text = mf_view_make(text, size);
    text[size] = '\0';
    parser->text_size += size + 1;
    return take_constant(parser, &constant, &value);
}

static bool take_bool(struct mf_parser *parser)
{
    size_t offset = mf_parser_offset(parser);
    struct mf_pending value = { .type = MF_EXPRESSION_BOOL, .offset = (uint32_t)offset };
    struct mf_operand constant = { .type = MF_EXPRESSION_BOOL,
                                   .as.truth = parser->token.kind == MF_TOKEN_TRUE };

    return take_constant(parser, &constant, &value);
}

/* A run of `-` or `!`. A single minus before a number is its sign, as the least int needs. */
static bool take_prefix(struct mf_parser *parser)
{
    enum mf_token_kind kind = parser->token.kind;
    struct mf_open open = {
        .kind = MF_OPEN_PREFIX,
        .operation = kind == MF_TOKEN_NOT ? MF_OPERATION_NOT : MF_OPERATION_NEGATE,
        .precedence = BINDS_PREFIX,
        .offset = (uint32_t)mf_parser_offset(parser),
    };
    size_t count = 0;

    while (parser->token.kind == kind) {
        count++;
        advance(parser);
    }
    if (kind == MF_TOKEN_MINUS && count == 1 &&
        (parser->token.kind == MF_TOKEN_INT || parser->token.kind == MF_TOKEN_DOUBLE)) {
        return take_number(parser, true, open.offset);
    }
    open.odd = count % 2 == 1;
    return mf_parser_open(parser, &open);
}

static bool open_bracket(struct mf_parser *parser, enum mf_open_kind kind)
{
    struct mf_open open = { .kind = (uint8_t)kind, .offset = (uint32_t)mf_parser_offset(parser) };

    advance(parser);
    return mf_parser_open(parser, &open);
}

/* Makes one list of the values since the bracket, which the token closes. */
static bool close_list(struct mf_parser *parser)
{
    const struct mf_open *open = &parser->open[--parser->open_count];
    const struct mf_pending *entries = &parser->pending[open->base];
    uint32_t count = parser->pending_count - open->base;
    struct mf_pending list = { .type = MF_EXPRESSION_LIST, .offset = open->offset };

    for (uint32_t i = 0; i < count; i++) {
        if (mf_expression_type_is_list(entries[i].type)) {
            return mf_parser_fail(parser, entries[i].offset, "a list cannot hold lists here");
        }
        if (entries[i].type != entries[0].type) {
            return mf_parser_fail(
                parser, entries[i].offset, "a list holds values of one type: this is %s, the first %s",
                mf_expression_type_article(entries[i].type), mf_expression_type_article(entries[0].type));
        }
        list.type = MF_EXPRESSION_LIST + entries[i].type;
    }
    (void)mf_parser_emit(parser, MF_OPERATION_LIST, count, open->offset);
    parser->pending_count -= count;
    parser->wants_operand = false;
    advance(parser);
    return mf_parser_push(parser, &list);
}

static bool fail_token(struct mf_parser *parser, const char *what)
{
    const char *advice = mf_word_advice(parser->token.text);

    if (advice != NULL) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "'%.*s' is no operator: %s",
                              MF_VIEW_ARGS(parser->token.text), advice);
    }
    if (parser->token.kind == MF_TOKEN_WRONG) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "%s", parser->token.advice);
    }
    if (parser->token.kind == MF_TOKEN_END) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "the expression ends where %s should be",
                              what);
    }
    return mf_parser_fail(parser, mf_parser_offset(parser), "'%.*s' stands where %s should be",
                          MF_VIEW_ARGS(parser->token.text), what);
}

/* A closing bracket where a value is wanted: good in `[]`, `[1,]` and `size()` alone. */
static bool take_early_close(struct mf_parser *parser)
{
    const struct mf_open *open = mf_parser_innermost(parser);
    bool list = parser->token.kind == MF_TOKEN_CLOSE_LIST;

    if (open != NULL && open->kind == (list ? MF_OPEN_LIST : MF_OPEN_CALL)) {
        if (list) {
            return close_list(parser);
        }
        if (open->base == parser->pending_count) {
            return mf_parser_close_call(parser);
        }
    }
    return fail_token(parser, "a value");
}

static bool take_operand(struct mf_parser *parser)
{
    switch ((int)parser->token.kind) {
    case MF_TOKEN_INT:
    case MF_TOKEN_DOUBLE:
        return take_number(parser, false, mf_parser_offset(parser));
    case MF_TOKEN_STRING:
        return take_string(parser);
    case MF_TOKEN_TRUE:
    case MF_TOKEN_FALSE:
        return take_bool(parser);
    case MF_TOKEN_NAME:
        return mf_parser_take_name(parser);
    case MF_TOKEN_MINUS:
    case MF_TOKEN_NOT:
        return take_prefix(parser);
    case MF_TOKEN_OPEN:
        return open_bracket(parser, MF_OPEN_GROUP);
    case MF_TOKEN_OPEN_LIST:
        return open_bracket(parser, MF_OPEN_LIST);
    case MF_TOKEN_CLOSE:
    case MF_TOKEN_CLOSE_LIST:
        return take_early_close(parser);
    default:
        return fail_token(parser, "a value");
    }
}

static bool take_binary(struct mf_parser *parser)
{
    enum mf_token_kind kind = parser->token.kind;
    struct mf_open open = {
        .kind = MF_OPEN_BINARY,
        .operation = (uint8_t)operators[kind].operation,
        .precedence = operators[kind].precedence,
        .offset = (uint32_t)mf_parser_offset(parser),
    };

    if (!mf_parser_reduce(parser, open.precedence)) {
        return false;
    }
    if (kind == MF_TOKEN_AND || kind == MF_TOKEN_OR) {
        open.patch = mf_parser_emit(
            parser, kind == MF_TOKEN_AND ? MF_OPERATION_SKIP_IF_FALSE : MF_OPERATION_SKIP_IF_TRUE, 0,
            open.offset);
    }
    parser->wants_operand = true;
    advance(parser);
    return mf_parser_open(parser, &open);
}

static bool take_question(struct mf_parser *parser)
{
    struct mf_open open = { .kind = MF_OPEN_THEN, .offset = (uint32_t)mf_parser_offset(parser) };
    const struct mf_open *outer;
    const struct mf_pending *condition;

    if (!mf_parser_reduce(parser, BINDS_OR)) {
        return false;
    }
    outer = mf_parser_innermost(parser);
    if (outer != NULL && outer->kind == MF_OPEN_THEN) {
        return mf_parser_fail(parser, open.offset,
                              "put a '? :' that stands between '?' and ':' in parentheses");
    }
    condition = &parser->pending[parser->pending_count - 1];
    if (condition->type != MF_EXPRESSION_BOOL) {
        return mf_parser_fail(parser, condition->offset, "'?' takes a bool on its left, not %s",
                              mf_expression_type_article(condition->type));
    }
    parser->pending_count--;
    open.patch = mf_parser_emit(parser, MF_OPERATION_BRANCH, 0, open.offset);
    parser->wants_operand = true;
    advance(parser);
    return mf_parser_open(parser, &open);
}

static bool take_colon(struct mf_parser *parser)
{
    struct mf_open *open;
    uint32_t jump;

    if (!mf_parser_reduce(parser, BINDS_OR)) {
        return false;
    }
    open = mf_parser_innermost(parser);
    if (open == NULL || open->kind != MF_OPEN_THEN) {
        return mf_parser_fail(parser, mf_parser_offset(parser), "there is no '?' before this ':'");
    }
    jump = mf_parser_emit(parser, MF_OPERATION_JUMP, 0, mf_parser_offset(parser));
    parser->instructions[open->patch].argument = parser->instruction_count;
    open->patch = jump;
    open->kind = MF_OPEN_ELSE;
    open->precedence = BINDS_CHOICE;
    parser->wants_operand = true;
    advance(parser);
    return true;
}

/* Complains of what is open and should not be. */
static bool fail_open(struct mf_parser *parser, const struct mf_open *open)
{
    switch ((int)open->kind) {
    case MF_OPEN_THEN:
        return mf_parser_fail(parser, open->offset, "this '?' has no ':'");
    case MF_OPEN_LIST:
        return mf_parser_fail(parser, open->offset, "this '[' has no ']'");
    default:
        return mf_parser_fail(parser, open->offset, "this has no ')'");
    }
}

/* `)`, `]` or a comma behind a value. */
static bool take_close(struct mf_parser *parser)
{
    enum mf_token_kind kind = parser->token.kind;
    struct mf_open *open;

    if (!mf_parser_reduce(parser, BINDS_CHOICE)) {
        return false;
    }
    open = mf_parser_innermost(parser);
    if (open == NULL) {
        return fail_token(parser, "an operator, or nothing,");
    }
    if (kind == MF_TOKEN_COMMA && (open->kind == MF_OPEN_LIST || open->kind == MF_OPEN_CALL)) {
        parser->wants_operand = true;
        advance(parser);
        return true;
    }
    if (kind == MF_TOKEN_CLOSE_LIST && open->kind == MF_OPEN_LIST) {
        return close_list(parser);
    }
    if (kind == MF_TOKEN_CLOSE && open->kind == MF_OPEN_CALL) {
        return mf_parser_close_call(parser);
    }
    if (kind == MF_TOKEN_CLOSE && open->kind == MF_OPEN_GROUP) {
        parser->pending[parser->pending_count - 1].offset = open->offset;
        /* Advice about the spelling of a literal would leave the parentheses out. */
        parser->pending[parser->pending_count - 1].number = mf_view_make(NULL, 0);
        parser->open_count--;
        advance(parser);
        return true;
    }
    return kind == MF_TOKEN_COMMA ? fail_token(parser, "a ')'") : fail_open(parser, open);
}

/* What comes behind a value. */
static bool take_operator(struct mf_parser *parser)
{
    switch ((int)parser->token.kind) {
    case MF_TOKEN_DOT:
        return mf_parser_take_method(parser);
    case MF_TOKEN_QUESTION:
        return take_question(parser);
    case MF_TOKEN_COLON:
        return take_colon(parser);
    case MF_TOKEN_COMMA:
    case MF_TOKEN_CLOSE:
    case MF_TOKEN_CLOSE_LIST:
        return take_close(parser);
    case MF_TOKEN_OPEN_LIST:
        return mf_parser_fail(parser, mf_parser_offset(parser),
                              "there is no indexing here: 'in' looks through a list");
    default:
        return parser->token.kind >= MF_TOKEN_MINUS ? take_binary(parser) : fail_token(parser, "an operator");
    }
}

/* At the end of the text, behind a value. */
static bool finish(struct mf_parser *parser)
{
    const struct mf_open *open;

    if (!mf_parser_reduce(parser, BINDS_CHOICE)) {
        return false;
    }
    open = mf_parser_innermost(parser);
    return open == NULL || fail_open(parser, open);
}

static bool make_room(struct mf_parser *parser)
{
    size_t room = parser->lexer.source.size + 1;

    parser->open = mf_arena_alloc_array(parser->arena, MF_NESTING_MAXIMUM, sizeof *parser->open);
    parser->pending = mf_arena_alloc_array(parser->arena, room, sizeof *parser->pending);
    parser->instructions = mf_arena_alloc_array(parser->arena, room, sizeof *parser->instructions);
    parser->constants = mf_arena_alloc_array(parser->arena, room, sizeof *parser->constants);
    parser->used = mf_arena_alloc_array(parser->arena, room, sizeof *parser->used);
    parser->text = mf_arena_alloc(parser->arena, room);
    parser->scratch = mf_arena_alloc(parser->arena, room);
    if (mf_arena_status(parser->arena) != MF_OK) {
        parser->status = mf_arena_error(parser->arena, parser->reterr);
        return false;
    }
    return true;
}

mf_expression_type mf_parser_run(struct mf_parser *parser, struct mf_view source,
                                 const struct mf_declarations *declarations, struct mf_arena *arena,
                                 mf_error **reterr)
{
    bool good = true;

    *parser = (struct mf_parser){
        .lexer = { .source = source },
        .declarations = declarations,
        .arena = arena,
        .reterr = reterr,
        .status = MF_OK,
        .wants_operand = true,
    };
    if (!make_room(parser)) {
        return MF_EXPRESSION_ANY;
    }
    if (mf_utf8_valid_prefix(source) < source.size) {
        (void)mf_parser_fail(parser, mf_utf8_valid_prefix(source), "the text is not UTF-8");
        return MF_EXPRESSION_ANY;
    }
    advance(parser);
    if (parser->token.kind == MF_TOKEN_END) {
        (void)mf_parser_fail(parser, mf_parser_offset(parser), "there is no expression");
        return MF_EXPRESSION_ANY;
    }
    while (good && (parser->wants_operand || parser->token.kind != MF_TOKEN_END)) {
        good = parser->wants_operand ? take_operand(parser) : take_operator(parser);
    }
    return good && finish(parser) ? parser->pending[0].type : MF_EXPRESSION_ANY;
}
