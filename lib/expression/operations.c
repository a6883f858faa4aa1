/* SPDX-License-Identifier: Apache-2.0 */
/* What the operators and functions do. The types were checked when the expression was compiled. */
#include "expression/evaluate.h"
#include "value/ascii.h"

#include <math.h>

struct mf_operand mf_operand_bool(bool truth)
{
    return (struct mf_operand){ .type = MF_EXPRESSION_BOOL, .as.truth = truth };
}

struct mf_operand mf_operand_lack(const struct mf_machine *machine, enum mf_lack why)
{
    return (struct mf_operand){ .type = MF_EXPRESSION_ANY, .as.lack = { why, machine->at } };
}

static struct mf_operand of_int(int64_t value)
{
    return (struct mf_operand){ .type = MF_EXPRESSION_INT, .as.integer = value };
}

static struct mf_operand of_double(double value)
{
    return (struct mf_operand){ .type = MF_EXPRESSION_DOUBLE, .as.number = value };
}

static struct mf_operand calculate_int(const struct mf_machine *machine, enum mf_operation operation,
                                       int64_t left, int64_t right)
{
    bool overflow = false;
    int64_t value = 0;

    if (operation == MF_OPERATION_DIVIDE || operation == MF_OPERATION_REMAINDER) {
        if (right == 0) {
            return mf_operand_lack(machine,
                                   operation == MF_OPERATION_DIVIDE ? MF_LACK_DIVISION : MF_LACK_REMAINDER);
        }
        overflow = left == INT64_MIN && right == -1;
        if (!overflow) {
            value = operation == MF_OPERATION_DIVIDE ? left / right : left % right;
        }
    } else if (operation == MF_OPERATION_MULTIPLY) {
        overflow = __builtin_mul_overflow(left, right, &value);
    } else if (operation == MF_OPERATION_ADD) {
        overflow = __builtin_add_overflow(left, right, &value);
    } else {
        overflow = __builtin_sub_overflow(left, right, &value);
    }
    return overflow ? mf_operand_lack(machine, MF_LACK_OVERFLOW) : of_int(value);
}

static double calculate_double(enum mf_operation operation, double left, double right)
{
    switch ((int)operation) {
    case MF_OPERATION_MULTIPLY:
        return left * right;
    case MF_OPERATION_DIVIDE:
        return left / right;
    case MF_OPERATION_ADD:
        return left + right;
    default:
        return left - right;
    }
}

static struct mf_operand join_texts(struct mf_machine *machine, struct mf_view left, struct mf_view right)
{
    struct mf_operand joined = { .type = MF_EXPRESSION_STRING };
    char *text;

    if (!mf_machine_charge(machine, left.size) || !mf_machine_charge(machine, right.size)) {
        return joined;
    }
    text = mf_machine_take(machine, left.size + right.size + 1);
    if (text != NULL) {
        memcpy(text, left.data, left.size);
        memcpy(text + left.size, right.data, right.size);
        text[left.size + right.size] = '\0';
        joined.as.text = mf_view_make(text, left.size + right.size);
    }
    return joined;
}

static struct mf_operand join_lists(struct mf_machine *machine, const struct mf_operand *left,
                                    const struct mf_operand *right)
{
    size_t count = left->as.list.count + right->as.list.count;
    struct mf_operand joined = { .type = mf_expression_type_join(left->type, right->type) };
    struct mf_operand *entries;

    if (count == 0 || !mf_machine_charge(machine, count * sizeof *entries)) {
        return joined;
    }
    entries = mf_machine_take(machine, count * sizeof *entries);
    if (entries == NULL) {
        return joined;
    }
    for (size_t i = 0; i < left->as.list.count; i++) {
        entries[i] = left->as.list.entries[i];
    }
    for (size_t i = 0; i < right->as.list.count; i++) {
        entries[left->as.list.count + i] = right->as.list.entries[i];
    }
    joined.as.list.entries = entries;
    joined.as.list.count = count;
    return joined;
}

static struct mf_operand calculate(struct mf_machine *machine, enum mf_operation operation,
                                   const struct mf_operand *left, const struct mf_operand *right)
{
    switch (left->type) {
    case MF_EXPRESSION_INT:
        return calculate_int(machine, operation, left->as.integer, right->as.integer);
    case MF_EXPRESSION_DOUBLE:
        return of_double(calculate_double(operation, left->as.number, right->as.number));
    case MF_EXPRESSION_STRING:
        return join_texts(machine, left->as.text, right->as.text);
    default:
        return join_lists(machine, left, right);
    }
}

/* Scalars only; two texts cost as much as the shorter is long. */
static bool is_equal(struct mf_machine *machine, const struct mf_operand *left,
                     const struct mf_operand *right)
{
    switch (left->type) {
    case MF_EXPRESSION_INT:
        return left->as.integer == right->as.integer;
    case MF_EXPRESSION_DOUBLE:
        return left->as.number == right->as.number;
    case MF_EXPRESSION_BOOL:
        return left->as.truth == right->as.truth;
    default:
        return left->as.text.size == right->as.text.size && mf_machine_charge(machine, left->as.text.size) &&
               mf_view_equal(left->as.text, right->as.text);
    }
}

static bool is_same(struct mf_machine *machine, const struct mf_operand *left, const struct mf_operand *right)
{
    if (!mf_expression_type_is_list(left->type)) {
        return is_equal(machine, left, right);
    }
    if (left->as.list.count != right->as.list.count) {
        return false;
    }
    for (size_t i = 0; i < left->as.list.count; i++) {
        if (!mf_machine_charge(machine, sizeof *left) ||
            !is_equal(machine, &left->as.list.entries[i], &right->as.list.entries[i])) {
            return false;
        }
    }
    return true;
}

static bool is_in(struct mf_machine *machine, const struct mf_operand *value, const struct mf_operand *list)
{
    for (size_t i = 0; i < list->as.list.count; i++) {
        if (!mf_machine_charge(machine, sizeof *value)) {
            return false;
        }
        if (is_equal(machine, value, &list->as.list.entries[i])) {
            return true;
        }
    }
    return false;
}

/* Strings are in the order of their code points, which is that of their bytes. */
static bool is_less(struct mf_machine *machine, const struct mf_operand *left, const struct mf_operand *right)
{
    switch (left->type) {
    case MF_EXPRESSION_INT:
        return left->as.integer < right->as.integer;
    case MF_EXPRESSION_DOUBLE:
        return left->as.number < right->as.number;
    case MF_EXPRESSION_BOOL:
        return !left->as.truth && right->as.truth;
    default:
        return mf_machine_charge(machine, left->as.text.size < right->as.text.size ? left->as.text.size
                                                                                   : right->as.text.size) &&
               mf_view_compare(left->as.text, right->as.text) < 0;
    }
}

/* Looks at every place where the first byte is; the work is counted as it is done, because texts full of near misses would take
 * the square of their size. */
static bool contains(struct mf_machine *machine, struct mf_view text, struct mf_view part)
{
    if (part.size == 0) {
        return true;
    }
    while (text.size >= part.size) {
        size_t skip = mf_view_find(mf_view_make(text.data, text.size - part.size + 1), part.data[0]);

        if (!mf_machine_charge(machine, skip) || !mf_machine_charge(machine, part.size)) {
            return false;
        }
        if (skip > text.size - part.size) {
            return false;
        }
        text = mf_view_from(text, skip);
        if (memcmp(text.data, part.data, part.size) == 0) {
            return true;
        }
        text = mf_view_from(text, 1);
    }
    return false;
}

static bool begins_or_ends(struct mf_machine *machine, struct mf_view text, struct mf_view part, bool end)
{
    return part.size <= text.size && mf_machine_charge(machine, part.size) &&
           mf_view_equal(mf_view_make(text.data + (end ? text.size - part.size : 0), part.size), part);
}

static int64_t count_code_points(struct mf_machine *machine, struct mf_view text)
{
    int64_t count = 0;

    if (mf_machine_charge(machine, text.size)) {
        for (size_t i = 0; i < text.size; i++) {
            count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
        }
    }
    return count;
}

/* Engines of CEL differ about the order of NaN: some fail, as we do, and some take every comparison for false. */
static struct mf_operand compare(struct mf_machine *machine, enum mf_operation operation,
                                 const struct mf_operand *left, const struct mf_operand *right)
{
    if (left->type == MF_EXPRESSION_DOUBLE && (isnan(left->as.number) || isnan(right->as.number))) {
        return mf_operand_lack(machine, MF_LACK_ORDER);
    }
    switch ((int)operation) {
    case MF_OPERATION_LESS:
        return mf_operand_bool(is_less(machine, left, right));
    case MF_OPERATION_GREATER:
        return mf_operand_bool(is_less(machine, right, left));
    case MF_OPERATION_LESS_EQUAL:
        return mf_operand_bool(!is_less(machine, right, left));
    default:
        return mf_operand_bool(!is_less(machine, left, right));
    }
}

struct mf_operand mf_operate_unary(struct mf_machine *machine, enum mf_operation operation,
                                   const struct mf_operand *operand)
{
    if (operation == MF_OPERATION_NOT) {
        return mf_operand_bool(!operand->as.truth);
    }
    if (operation == MF_OPERATION_SIZE) {
        return of_int(operand->type == MF_EXPRESSION_STRING ? count_code_points(machine, operand->as.text)
                                                            : (int64_t)operand->as.list.count);
    }
    return operand->type == MF_EXPRESSION_DOUBLE
               ? of_double(-operand->as.number)
               : calculate_int(machine, MF_OPERATION_SUBTRACT, 0, operand->as.integer);
}

struct mf_operand mf_operate_binary(struct mf_machine *machine, enum mf_operation operation,
                                    const struct mf_operand *left, const struct mf_operand *right)
{
    switch ((int)operation) {
    case MF_OPERATION_LESS:
    case MF_OPERATION_LESS_EQUAL:
    case MF_OPERATION_GREATER:
    case MF_OPERATION_GREATER_EQUAL:
        return compare(machine, operation, left, right);
    case MF_OPERATION_EQUAL:
        return mf_operand_bool(is_same(machine, left, right));
    case MF_OPERATION_NOT_EQUAL:
        return mf_operand_bool(!is_same(machine, left, right));
    case MF_OPERATION_IN:
        return mf_operand_bool(is_in(machine, left, right));
    case MF_OPERATION_STARTS_WITH:
    case MF_OPERATION_ENDS_WITH:
        return mf_operand_bool(
            begins_or_ends(machine, left->as.text, right->as.text, operation == MF_OPERATION_ENDS_WITH));
    case MF_OPERATION_CONTAINS:
        return mf_operand_bool(contains(machine, left->as.text, right->as.text));
    default:
        return calculate(machine, operation, left, right);
    }
}
