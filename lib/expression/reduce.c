/* SPDX-License-Identifier: Apache-2.0 */
/* The parser's stacks, and what closes an operator: its types are checked and its instruction is written. */
#include "base/error.h"
#include "base/utf8.h"
#include "expression/parser.h"

#include <stdarg.h>
#include <stdio.h>

struct mf_position mf_source_position(struct mf_view source, size_t offset)
{
    struct mf_position position = { offset, 1, 1 };

    for (size_t i = 0; i < offset && i < source.size; i++) {
        if (source.data[i] == '\n') {
            position.line++;
            position.column = 1;
        } else if (((unsigned char)source.data[i] & 0xc0) != 0x80) {
            position.column++;
        }
    }
    return position;
}

bool mf_parser_fail(struct mf_parser *parser, size_t offset, const char *format, ...)
{
    char message[1000];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    parser->status = mf_error_set_at(parser->reterr, MF_ERROR_EXPRESSION,
                                     mf_source_position(parser->lexer.source, offset), NULL, "%s", message);
    return false;
}

size_t mf_parser_offset(const struct mf_parser *parser)
{
    return (size_t)(parser->token.text.data - parser->lexer.source.data);
}

bool mf_parser_push(struct mf_parser *parser, const struct mf_pending *value)
{
    parser->pending[parser->pending_count++] = *value;
    parser->stack = parser->pending_count > parser->stack ? parser->pending_count : parser->stack;
    return true;
}

bool mf_parser_open(struct mf_parser *parser, const struct mf_open *open)
{
    if (parser->open_count == MF_NESTING_MAXIMUM) {
        parser->status = mf_error_set_at(parser->reterr, MF_ERROR_LIMIT,
                                         mf_source_position(parser->lexer.source, open->offset), NULL,
                                         "the expression is nested more than %d deep", MF_NESTING_MAXIMUM);
        return false;
    }
    parser->open[parser->open_count] = *open;
    parser->open[parser->open_count++].base = parser->pending_count;
    return true;
}

struct mf_open *mf_parser_innermost(struct mf_parser *parser)
{
    return parser->open_count == 0 ? NULL : &parser->open[parser->open_count - 1];
}

uint32_t mf_parser_emit(struct mf_parser *parser, enum mf_operation operation, uint32_t argument,
                        size_t offset)
{
    parser->instructions[parser->instruction_count] =
        (struct mf_instruction){ (uint8_t)operation, argument, (uint32_t)offset };
    return parser->instruction_count++;
}

/* Reports what an explanation says: of the operand, or of the operator. */
static bool fail_types(struct mf_parser *parser, const struct mf_pending *wrong, size_t operator_offset,
                       struct mf_buffer *message)
{
    if (message->status != MF_OK) {
        parser->status = mf_error_memory(parser->reterr);
    } else {
        (void)mf_parser_fail(parser, wrong == NULL ? operator_offset : wrong->offset, "%.*s",
                             (int)message->size, message->data);
    }
    mf_buffer_release(message);
    return false;
}

bool mf_parser_apply(struct mf_parser *parser, enum mf_operation operation, uint32_t count, size_t offset)
{
    struct mf_pending *first = &parser->pending[parser->pending_count - count];
    mf_expression_type type = count == 1 ? mf_check_unary(operation, first->type)
                                         : mf_check_binary(operation, first->type, first[1].type);

    if (type == MF_EXPRESSION_ANY) {
        struct mf_buffer message = MF_BUFFER_EMPTY;
        const struct mf_pending *wrong = count == 1
                                             ? mf_explain_unary(operation, first, &message)
                                             : mf_explain_binary(operation, first, first + 1, &message);

        return fail_types(parser, wrong, offset, &message);
    }
    (void)mf_parser_emit(parser, operation, 0, offset);
    *first = (struct mf_pending){
        .type = type,
        .offset = first->offset < offset ? first->offset : (uint32_t)offset,
        .comparison = operation >= MF_OPERATION_LESS && operation <= MF_OPERATION_IN,
    };
    parser->pending_count -= count - 1;
    return true;
}

static bool reduce_prefix(struct mf_parser *parser, const struct mf_open *open)
{
    if (!mf_parser_apply(parser, (enum mf_operation)open->operation, 1, open->offset)) {
        return false;
    }
    /* Engines of CEL agree that an even number of them is none. */
    parser->instruction_count -= !open->odd;
    return true;
}

static bool reduce_binary(struct mf_parser *parser, const struct mf_open *open)
{
    if (!mf_parser_apply(parser, (enum mf_operation)open->operation, 2, open->offset)) {
        return false;
    }
    if (open->operation == MF_OPERATION_AND || open->operation == MF_OPERATION_OR) {
        parser->instructions[open->patch].argument = parser->instruction_count;
    }
    return true;
}

/* Both values of `? :` are there; the condition was taken off before. */
static bool reduce_choice(struct mf_parser *parser, const struct mf_open *open)
{
    struct mf_pending *left = &parser->pending[parser->pending_count - 2];
    struct mf_pending *right = &parser->pending[parser->pending_count - 1];
    mf_expression_type type = mf_expression_type_join(left->type, right->type);

    if (type == MF_EXPRESSION_ANY) {
        struct mf_buffer message = MF_BUFFER_EMPTY;
        const struct mf_pending *wrong;

        mf_buffer_format(&message, "'?' chooses between %s and %s", mf_expression_type_article(left->type),
                         mf_expression_type_article(right->type));
        wrong = mf_explain_number(left, right, &message);
        if (wrong == NULL) {
            mf_buffer_append_text(&message, ": both values must be of one type");
        }
        return fail_types(parser, wrong, open->offset, &message);
    }
    parser->instructions[open->patch].argument = parser->instruction_count;
    *left = (struct mf_pending){ .type = type, .offset = left->offset };
    parser->pending_count--;
    return true;
}

bool mf_parser_reduce(struct mf_parser *parser, uint8_t precedence)
{
    while (parser->open_count > 0 && parser->open[parser->open_count - 1].precedence >= precedence) {
        const struct mf_open *open = &parser->open[--parser->open_count];
        bool good = open->kind == MF_OPEN_PREFIX   ? reduce_prefix(parser, open)
                    : open->kind == MF_OPEN_BINARY ? reduce_binary(parser, open)
                                                   : reduce_choice(parser, open);

        if (!good) {
            return false;
        }
    }
    return true;
}
