/* SPDX-License-Identifier: Apache-2.0 */
/* Types of operators, as CEL's standard definitions have them but for its conversions; and advice. */
#include "expression/check.h"

#include "value/ascii.h"

const char *mf_operation_symbol(enum mf_operation operation)
{
    static const char *const symbols[] = {
        [MF_OPERATION_NEGATE] = "-",
        [MF_OPERATION_NOT] = "!",
        [MF_OPERATION_MULTIPLY] = "*",
        [MF_OPERATION_DIVIDE] = "/",
        [MF_OPERATION_REMAINDER] = "%",
        [MF_OPERATION_ADD] = "+",
        [MF_OPERATION_SUBTRACT] = "-",
        [MF_OPERATION_LESS] = "<",
        [MF_OPERATION_LESS_EQUAL] = "<=",
        [MF_OPERATION_GREATER] = ">",
        [MF_OPERATION_GREATER_EQUAL] = ">=",
        [MF_OPERATION_EQUAL] = "==",
        [MF_OPERATION_NOT_EQUAL] = "!=",
        [MF_OPERATION_IN] = "in",
        [MF_OPERATION_AND] = "&&",
        [MF_OPERATION_OR] = "||",
        [MF_OPERATION_SIZE] = "size()",
        [MF_OPERATION_STARTS_WITH] = "startsWith()",
        [MF_OPERATION_ENDS_WITH] = "endsWith()",
        [MF_OPERATION_CONTAINS] = "contains()",
    };

    return operation < sizeof symbols / sizeof symbols[0] && symbols[operation] != NULL ? symbols[operation]
                                                                                        : "";
}

static bool is_number(mf_expression_type type)
{
    return type == MF_EXPRESSION_INT || type == MF_EXPRESSION_DOUBLE;
}

static bool has_order(mf_expression_type type)
{
    return type >= MF_EXPRESSION_INT && type <= MF_EXPRESSION_STRING;
}

static bool is_order(enum mf_operation operation)
{
    return operation >= MF_OPERATION_LESS && operation <= MF_OPERATION_GREATER_EQUAL;
}

mf_expression_type mf_check_unary(enum mf_operation operation, mf_expression_type operand)
{
    bool good = operation == MF_OPERATION_NOT ? operand == MF_EXPRESSION_BOOL
                : operation == MF_OPERATION_NEGATE
                    ? is_number(operand)
                    : operand == MF_EXPRESSION_STRING || mf_expression_type_is_list(operand);

    if (!good) {
        return MF_EXPRESSION_ANY;
    }
    return operation == MF_OPERATION_SIZE ? MF_EXPRESSION_INT : operand;
}

static mf_expression_type only_if(bool good, mf_expression_type type)
{
    return good ? type : MF_EXPRESSION_ANY;
}

mf_expression_type mf_check_binary(enum mf_operation operation, mf_expression_type left,
                                   mf_expression_type right)
{
    mf_expression_type joined = mf_expression_type_join(left, right);

    switch ((int)operation) {
    case MF_OPERATION_MULTIPLY:
    case MF_OPERATION_DIVIDE:
    case MF_OPERATION_SUBTRACT:
        return only_if(is_number(joined), joined);
    case MF_OPERATION_REMAINDER:
        return only_if(joined == MF_EXPRESSION_INT, joined);
    case MF_OPERATION_ADD:
        return only_if(joined != MF_EXPRESSION_BOOL, joined);
    case MF_OPERATION_LESS:
    case MF_OPERATION_LESS_EQUAL:
    case MF_OPERATION_GREATER:
    case MF_OPERATION_GREATER_EQUAL:
        return only_if(has_order(joined), MF_EXPRESSION_BOOL);
    case MF_OPERATION_EQUAL:
    case MF_OPERATION_NOT_EQUAL:
        return only_if(joined != MF_EXPRESSION_ANY, MF_EXPRESSION_BOOL);
    case MF_OPERATION_IN:
        return only_if(right == MF_EXPRESSION_LIST || (has_order(left) && right == left + MF_EXPRESSION_LIST),
                       MF_EXPRESSION_BOOL);
    case MF_OPERATION_AND:
    case MF_OPERATION_OR:
        return only_if(joined == MF_EXPRESSION_BOOL, MF_EXPRESSION_BOOL);
    default: /* startsWith() and the like */
        return only_if(joined == MF_EXPRESSION_STRING, MF_EXPRESSION_BOOL);
    }
}

/* A whole number in decimal: 2 as well as 2.0 and 2.00. */
static bool is_whole(struct mf_view number)
{
    size_t point = mf_view_find(number, '.');

    for (size_t i = 0; i < number.size; i++) {
        if (i != point && !(i > point ? number.data[i] == '0' : mf_ascii_is_digit(number.data[i]))) {
            return false;
        }
    }
    return point > 0;
}

/* True for a literal of that type that has the same value in the other. */
static bool can_change(const struct mf_pending *operand, mf_expression_type type)
{
    return operand->type == type && operand->number.data != NULL && operand->number.size < 40 &&
           is_whole(operand->number);
}

const struct mf_pending *mf_explain_number(const struct mf_pending *left, const struct mf_pending *right,
                                           struct mf_buffer *message)
{
    const struct mf_pending *literal = can_change(right, MF_EXPRESSION_INT)      ? right
                                       : can_change(left, MF_EXPRESSION_INT)     ? left
                                       : can_change(right, MF_EXPRESSION_DOUBLE) ? right
                                       : can_change(left, MF_EXPRESSION_DOUBLE)  ? left
                                                                                 : NULL;

    if (!is_number(left->type) || !is_number(right->type) || left->type == right->type) {
        return NULL;
    }
    if (literal == NULL) {
        mf_buffer_append_text(message, ", and nothing here converts one into the other");
        return NULL;
    }
    mf_buffer_format(message, ": write %s%.*s%s", literal->negative ? "-" : "",
                     (int)mf_view_find(literal->number, '.'), literal->number.data,
                     literal->type == MF_EXPRESSION_INT ? ".0" : "");
    return literal;
}

const struct mf_pending *mf_explain_unary(enum mf_operation operation, const struct mf_pending *operand,
                                          struct mf_buffer *message)
{
    const char *takes = operation == MF_OPERATION_NOT      ? "a bool"
                        : operation == MF_OPERATION_NEGATE ? "a number"
                                                           : "a string or a list";

    mf_buffer_format(message, "'%s' takes %s, not %s", mf_operation_symbol(operation), takes,
                     mf_expression_type_article(operand->type));
    if (operation == MF_OPERATION_NOT) {
        mf_buffer_append_text(message, ": compare it with something");
    }
    return operand;
}

static const struct mf_pending *explain_in(const struct mf_pending *left, const struct mf_pending *right,
                                           struct mf_buffer *message)
{
    if (!mf_expression_type_is_list(right->type)) {
        mf_buffer_format(message, "'in' takes a list on its right, not %s",
                         mf_expression_type_article(right->type));
        if (right->type == MF_EXPRESSION_STRING) {
            mf_buffer_append_text(message, ": for a part of a string write text.contains(part)");
        }
        return right;
    }
    mf_buffer_format(message, "'in' looks for %s in %s", mf_expression_type_article(left->type),
                     mf_expression_type_article(right->type));
    if (left->type == MF_EXPRESSION_DOUBLE && right->type == MF_EXPRESSION_LIST_INT) {
        mf_buffer_append_text(message, ": write the numbers in the list as doubles, such as 1.0");
        return right;
    }
    if (left->type == MF_EXPRESSION_INT && right->type == MF_EXPRESSION_LIST_DOUBLE) {
        struct mf_pending entry = { .type = MF_EXPRESSION_DOUBLE };

        return mf_explain_number(left, &entry, message);
    }
    return left;
}

const struct mf_pending *mf_explain_binary(enum mf_operation operation, const struct mf_pending *left,
                                           const struct mf_pending *right, struct mf_buffer *message)
{
    const char *symbol = mf_operation_symbol(operation);

    if (operation == MF_OPERATION_IN) {
        return explain_in(left, right, message);
    }
    if (operation == MF_OPERATION_AND || operation == MF_OPERATION_OR) {
        const struct mf_pending *wrong = left->type != MF_EXPRESSION_BOOL ? left : right;

        mf_buffer_format(message, "'%s' goes with bools, not with %s", symbol,
                         mf_expression_type_article(wrong->type));
        return wrong;
    }
    if (operation >= MF_OPERATION_STARTS_WITH) {
        const struct mf_pending *wrong = left->type != MF_EXPRESSION_STRING ? left : right;

        mf_buffer_format(message, "'%s' goes with strings, not with %s", symbol,
                         mf_expression_type_article(wrong->type));
        return wrong;
    }
    if (left->type == right->type) {
        mf_buffer_format(message, "'%s' does not go with %s", symbol, mf_expression_type_article(left->type));
        if (is_order(operation)) {
            mf_buffer_append_text(message, ": lists have no order");
        } else if (operation == MF_OPERATION_REMAINDER && left->type == MF_EXPRESSION_DOUBLE) {
            mf_buffer_append_text(message, ": it is the remainder of whole numbers");
        }
        return NULL;
    }
    mf_buffer_format(message, "'%s' has %s on its left and %s on its right", symbol,
                     mf_expression_type_article(left->type), mf_expression_type_article(right->type));
    if (left->comparison && is_order(operation)) {
        mf_buffer_append_text(message, ": write 'a < b && b < c'");
        return NULL;
    }
    if (is_number(left->type) && is_number(right->type)) {
        return mf_explain_number(left, right, message);
    }
    mf_buffer_append_text(message, ": both must be of one type");
    return NULL;
}
