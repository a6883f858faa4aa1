/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine with a stack. What failed is a value like others, and goes on to whatever uses it, until `&&` or `||` can do without
 * it: that is how CEL has it. Only the limits end an evaluation at once.
 */
#include "expression/evaluate.h"

#include "base/error.h"
#include "expression/check.h"
#include "expression/parser.h"

#include <fenv.h>
#include <stdlib.h>

struct mf_scratch {
    uint64_t steps;
    _Alignas(struct mf_operand) char memory[MF_SCRATCH_SIZE];
};

_Static_assert(MF_SCRATCH_SIZE % _Alignof(struct mf_operand) == 0, "the end of the memory is not aligned");

_Static_assert(MF_SCRATCH_SIZE >= (MF_SOURCE_MAXIMUM + 1) * sizeof(struct mf_operand),
               "the stack of the longest expression has no room");

struct mf_scratch *mf_scratch_new(uint64_t steps)
{
    struct mf_scratch *scratch = malloc(sizeof *scratch);

    if (scratch != NULL) {
        scratch->steps = steps;
    }
    return scratch;
}

bool mf_machine_charge(struct mf_machine *machine, size_t bytes)
{
    size_t steps = 1 + bytes / 16;

    if (machine->status != MF_OK) {
        return false;
    }
    if (steps > machine->steps) {
        machine->steps = 0;
        machine->status =
            machine->is_last
                ? mf_error_set(machine->reterr, MF_ERROR_LIMIT,
                               "evaluating all the expressions takes more steps than a document may")
                : mf_error_set(machine->reterr, MF_ERROR_LIMIT,
                               "evaluating the expression takes more than %d steps", MF_STEPS_MAXIMUM);
        return false;
    }
    machine->steps -= steps;
    return true;
}

void *mf_machine_take(struct mf_machine *machine, size_t size)
{
    const size_t alignment = _Alignof(struct mf_operand);
    void *memory = machine->memory;

    if (machine->status != MF_OK) {
        return NULL;
    }
    if (size > machine->left) {
        machine->status = mf_error_set(
            machine->reterr, MF_ERROR_LIMIT,
            "the texts and lists that the expression makes need more than %d bytes", MF_SCRATCH_SIZE);
        return NULL;
    }
    /* What is left is a multiple of the alignment. */
    size = (size + alignment - 1) / alignment * alignment;
    machine->memory += size;
    machine->left -= size;
    return memory;
}

static struct mf_operand *top(struct mf_machine *machine)
{
    return &machine->stack[machine->top - 1];
}

static void push(struct mf_machine *machine, const struct mf_operand *operand)
{
    machine->stack[machine->top++] = *operand;
}

static void push_variable(struct mf_machine *machine, uint32_t index)
{
    const struct mf_used *variable = &machine->expression->variables[index];
    const struct mf_operand *value = machine->find(variable, machine->context);
    struct mf_operand lack = mf_operand_lack(machine, MF_LACK_DATA);

    if (value == NULL) {
        push(machine, &lack);
        return;
    }
    if (value->type == MF_EXPRESSION_ANY) { /* no data, and why */
        lack.as.lack.why = value->as.lack.why;
        push(machine, &lack);
        return;
    }
    if (mf_expression_type_join(variable->type, value->type) != variable->type) {
        machine->status =
            mf_error_set(machine->reterr, MF_ERROR_TYPE, "the value of '%.*s' is %s and should be %s",
                         MF_VIEW_ARGS(variable->name), mf_expression_type_article(value->type),
                         mf_expression_type_article(variable->type));
    }
    push(machine, value);
}

static void make_list(struct mf_machine *machine, uint32_t count)
{
    struct mf_operand *first = machine->stack + machine->top - count;
    struct mf_operand list = { .type = MF_EXPRESSION_LIST };
    struct mf_operand *entries = NULL;

    for (uint32_t i = 0; i < count && !mf_operand_lacks(&list); i++) {
        if (mf_operand_lacks(&first[i])) {
            list = first[i];
        }
    }
    if (count > 0 && !mf_operand_lacks(&list) && mf_machine_charge(machine, count * sizeof *entries)) {
        entries = mf_machine_take(machine, count * sizeof *entries);
    }
    if (entries != NULL) {
        memcpy(entries, first, count * sizeof *entries);
        list.type += first->type;
        list.as.list.entries = entries;
        list.as.list.count = count;
    }
    machine->top -= count;
    push(machine, &list);
}

static void apply_unary(struct mf_machine *machine, enum mf_operation operation)
{
    struct mf_operand *operand = top(machine);

    if (!mf_operand_lacks(operand)) {
        *operand = mf_operate_unary(machine, operation, operand);
    }
}

static void apply_binary(struct mf_machine *machine, enum mf_operation operation)
{
    const struct mf_operand *right = top(machine);
    struct mf_operand *left = &machine->stack[machine->top - 2];

    if (mf_operand_lacks(left)) {
        /* stays */
    } else if (mf_operand_lacks(right)) {
        *left = *right;
    } else {
        *left = mf_operate_binary(machine, operation, left, right);
    }
    machine->top--;
}

/* Both sides were evaluated, and the left is not what decides: `right` may be, also where the left failed. */
static void apply_logic(struct mf_machine *machine, bool decides)
{
    const struct mf_operand *right = top(machine);
    struct mf_operand *left = &machine->stack[machine->top - 2];

    if (!mf_operand_lacks(left) || (!mf_operand_lacks(right) && right->as.truth == decides)) {
        *left = *right;
    }
    machine->top--;
}

/* Takes the condition of `? :`. One that failed is the result of the whole. */
static void branch(struct mf_machine *machine, uint32_t target)
{
    const struct mf_operand *condition = top(machine);

    if (mf_operand_lacks(condition)) {
        machine->at = machine->expression->instructions[target - 1].argument;
        return;
    }
    machine->at = condition->as.truth ? machine->at + 1 : target;
    machine->top--;
}

static void skip_if(struct mf_machine *machine, bool truth, uint32_t target)
{
    const struct mf_operand *condition = top(machine);

    machine->at = !mf_operand_lacks(condition) && condition->as.truth == truth ? target : machine->at + 1;
}

/* One instruction. */
static void step(struct mf_machine *machine, const struct mf_instruction *instruction)
{
    uint32_t argument = instruction->argument;

    switch (instruction->operation) {
    case MF_OPERATION_SKIP_IF_FALSE:
    case MF_OPERATION_SKIP_IF_TRUE:
        skip_if(machine, instruction->operation == MF_OPERATION_SKIP_IF_TRUE, argument);
        return;
    case MF_OPERATION_BRANCH:
        branch(machine, argument);
        return;
    case MF_OPERATION_JUMP:
        machine->at = argument;
        return;
    case MF_OPERATION_CONSTANT:
        push(machine, &machine->expression->constants[argument]);
        break;
    case MF_OPERATION_VARIABLE:
        push_variable(machine, argument);
        break;
    case MF_OPERATION_LIST:
        make_list(machine, argument);
        break;
    case MF_OPERATION_AND:
        apply_logic(machine, false);
        break;
    case MF_OPERATION_OR:
        apply_logic(machine, true);
        break;
    case MF_OPERATION_NOT:
    case MF_OPERATION_NEGATE:
    case MF_OPERATION_SIZE:
        apply_unary(machine, (enum mf_operation)instruction->operation);
        break;
    default:
        apply_binary(machine, (enum mf_operation)instruction->operation);
        break;
    }
    machine->at++;
}

/* The error that a value stands for. */
static mf_status report_lack(const mf_expression *expression, const struct mf_operand *lack,
                             mf_error **reterr)
{
    const struct mf_instruction *instruction = &expression->instructions[lack->as.lack.instruction];
    struct mf_position position = mf_source_position(expression->source, instruction->offset);
    struct mf_view name = mf_view_make(NULL, 0);

    if (instruction->operation == MF_OPERATION_VARIABLE) {
        name = expression->variables[instruction->argument].name;
    }
    switch (lack->as.lack.why) {
    case MF_LACK_OVERFLOW:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL,
                               "the result of '%s' does not fit an int of 64 bits",
                               mf_operation_symbol((enum mf_operation)instruction->operation));
    case MF_LACK_DIVISION:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL, "an int is divided by zero");
    case MF_LACK_REMAINDER:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL,
                               "the remainder of a division by zero is wanted");
    case MF_LACK_ORDER:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL,
                               "'%s' compares NaN, which has no order",
                               mf_operation_symbol((enum mf_operation)instruction->operation));
    case MF_LACK_FINITE:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL,
                               "'%.*s' has no data: it is infinite or NaN", MF_VIEW_ARGS(name));
    case MF_LACK_DATA:
    default:
        return mf_error_set_at(reterr, MF_ERROR_EVALUATION, position, NULL, "'%.*s' has no data",
                               MF_VIEW_ARGS(name));
    }
}

static void run(struct mf_machine *machine)
{
    const mf_expression *expression = machine->expression;
    int mode = fegetround();

    /* The host may round as it likes; CEL rounds to nearest. */
    if (mode != FE_TONEAREST) {
        (void)fesetround(FE_TONEAREST);
    }
    while (machine->at < expression->instruction_count && mf_machine_charge(machine, 0)) {
        step(machine, &expression->instructions[machine->at]);
    }
    if (mode != FE_TONEAREST) {
        (void)fesetround(mode);
    }
}

mf_status mf_expression_run(const mf_expression *expression, mf_find_value find, void *context,
                            struct mf_scratch *scratch, struct mf_operand *ret_result, mf_error **reterr)
{
    size_t stack = expression->stack * sizeof(struct mf_operand);
    uint64_t steps = scratch->steps < MF_STEPS_MAXIMUM ? scratch->steps : MF_STEPS_MAXIMUM;
    struct mf_machine machine = {
        .expression = expression,
        .find = find,
        .context = context,
        .stack = (struct mf_operand *)(void *)scratch->memory,
        .memory = scratch->memory + stack,
        .left = MF_SCRATCH_SIZE - stack,
        .steps = steps,
        .is_last = steps < MF_STEPS_MAXIMUM,
        .status = MF_OK,
        .reterr = reterr,
    };

    run(&machine);
    scratch->steps -= steps - machine.steps;
    if (machine.status != MF_OK) {
        return machine.status;
    }
    if (mf_operand_lacks(&machine.stack[0])) {
        return report_lack(expression, &machine.stack[0], reterr);
    }
    *ret_result = machine.stack[0];
    /* An empty list does not know what it is a list of. */
    ret_result->type = expression->type;
    return MF_OK;
}
