/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the calls that work on expressions; and that evaluating takes no memory at all. */
#include "allocations.h"
#include "documents.h"

#define CONDITION "n > 1 && 'é' + text != 'x' && (d < 2.0 || n in list) && size([1, 2] + list) == 4"

/* What the calls work on; made once. */
static struct {
    mf_manifest *manifest;
    mf_expression_variables *variables;
    mf_expression *expression;
    mf_expression *failing;
    mf_expression_values *values;
} given;

static bool step(struct result *to, mf_status status)
{
    to->status = status;
    return status == MF_OK;
}

static void declare(struct result *to)
{
    if (step(to, mf_expression_variables_new(&to->variables, &to->error)) &&
        step(to, mf_expression_variables_add(to->variables, "b", MF_EXPRESSION_INT, &to->error)) &&
        step(to, mf_expression_variables_add(to->variables, "a", MF_EXPRESSION_LIST_STRING, &to->error))) {
        return;
    }
    to->variables = mf_expression_variables_unref(to->variables);
}

static void compile(struct result *to)
{
    to->status = mf_expression_compile(CONDITION, MF_ZERO_TERMINATED, given.variables, MF_EXPRESSION_BOOL,
                                       &to->expression, &to->error);
}

static void compile_as(struct result *to, const char *source)
{
    to->status = mf_expression_compile(source, MF_ZERO_TERMINATED, given.variables, MF_EXPRESSION_BOOL,
                                       &to->expression, &to->error);
}

static void compile_bad_types(struct result *to)
{
    compile_as(to, "d < 2 && n > 1");
}

static void compile_bad_call(struct result *to)
{
    compile_as(to, "text.contains(1)");
}

static void compile_bad_name(struct result *to)
{
    compile_as(to, "m > 1");
}

static void compile_bad_result(struct result *to)
{
    compile_as(to, "n");
}

static void compile_at(struct result *to)
{
    to->status = mf_expression_compile_at(given.manifest, "/rollout/gates/good/expression", &to->expression,
                                          &to->error);
}

static void compile_at_bad(struct result *to)
{
    to->status = mf_expression_compile_at(given.manifest, "/rollout/gates/bad/expression", &to->expression,
                                          &to->error);
}

static void validate(struct result *to)
{
    to->status = mf_manifest_validate(given.manifest, NULL, NULL, &to->error);
}

static void set_values(struct result *to)
{
    static const char *const texts[] = { "a", "b" };
    static const int64_t ints[] = { 1, 2 };
    static const double doubles[] = { 1.5 };
    static const int32_t bools[] = { 1 };

    if (step(to, mf_expression_values_new(&to->values, &to->error)) &&
        step(to, mf_expression_values_set_int(to->values, "f", 1, &to->error)) &&
        step(to, mf_expression_values_set_double(to->values, "e", 1.5, &to->error)) &&
        step(to, mf_expression_values_set_bool(to->values, "d", 1, &to->error)) &&
        step(to, mf_expression_values_set_text(to->values, "c", "x", 1, &to->error)) &&
        step(to, mf_expression_values_set_texts(to->values, "b", texts, 2, &to->error)) &&
        step(to, mf_expression_values_set_ints(to->values, "a", ints, 2, &to->error)) &&
        step(to, mf_expression_values_set_doubles(to->values, "c", doubles, 1, &to->error)) &&
        step(to, mf_expression_values_set_bools(to->values, "g", bools, 1, &to->error)) &&
        step(to, mf_expression_values_unset(to->values, "a", &to->error))) {
        return;
    }
    to->values = mf_expression_values_unref(to->values);
}

static void evaluate_failing(struct result *to)
{
    to->status = mf_expression_evaluate(given.failing, given.values, &to->error);
}

static void get_wrongly(struct result *to)
{
    int64_t number;

    (void)mf_expression_evaluate(given.expression, given.values, NULL);
    to->status = mf_expression_values_result_int(given.values, 0, &number, &to->error);
}

static const struct call calls[] = {
    { "declare", declare, MF_OK },
    { "compile", compile, MF_OK },
    { "compile bad types", compile_bad_types, MF_ERROR_EXPRESSION },
    { "compile a bad call", compile_bad_call, MF_ERROR_EXPRESSION },
    { "compile a bad name", compile_bad_name, MF_ERROR_EXPRESSION },
    { "compile a bad result", compile_bad_result, MF_ERROR_EXPRESSION },
    { "compile at a path", compile_at, MF_OK },
    { "compile at a path, badly", compile_at_bad, MF_ERROR_EXPRESSION },
    { "validate", validate, MF_ERROR_INVALID },
    { "set values", set_values, MF_OK },
    { "evaluate what fails", evaluate_failing, MF_ERROR_EVALUATION },
    { "get wrongly", get_wrongly, MF_ERROR_TYPE },
};

static void prepare(void)
{
    static const int64_t ints[] = { 3, 4 };
    struct result made = { .status = MF_OK };

    given.manifest =
        must_read("schema: manifest/v1\n"
                  "observability:\n"
                  "  signals: [{name: p99, variant: stable}]\n"
                  "  alerts: [{name: slow, expression: p99 > 1.0}]\n"
                  "rollout:\n"
                  "  steps: [{weight: 100, require: [good]}]\n"
                  "  gates: [{name: good, expression: p99 < 2.0}, {name: bad, expression: p98 < 2}]\n"
                  "  failures: [{name: slow, expression: p99 > 3.0, response: rollback}]\n"
                  "services: [{name: s, endpoint: 'http://s.example'}]\n");
    ck_assert_int_eq(mf_expression_variables_new(&given.variables, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_variables_add(given.variables, "n", MF_EXPRESSION_INT, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_variables_add(given.variables, "d", MF_EXPRESSION_DOUBLE, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_variables_add(given.variables, "text", MF_EXPRESSION_STRING, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_variables_add(given.variables, "list", MF_EXPRESSION_LIST_INT, NULL),
                     MF_OK);
    compile(&made);
    given.expression = made.expression;
    made.expression = NULL;
    compile_as(&made, "1 / (n - 2) > 0");
    given.failing = made.expression;
    ck_assert_ptr_nonnull(given.failing);
    ck_assert_int_eq(mf_expression_values_new(&given.values, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_int(given.values, "n", 2, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_double(given.values, "d", 2.5, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_text(given.values, "text", "y", 1, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_ints(given.values, "list", ints, 2, NULL), MF_OK);
}

static void finish(void)
{
    mf_expression_values_unref(given.values);
    mf_expression_unref(given.failing);
    mf_expression_unref(given.expression);
    mf_expression_variables_unref(given.variables);
    mf_manifest_unref(given.manifest);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

START_TEST(evaluating_takes_no_memory)
{
    size_t before = held_now();
    unsigned wrong = 0;
    size_t most;

    (void)most_held();
    /* Assertions take memory of their own. */
    for (int i = 0; i < 100; i++) {
        wrong += mf_expression_evaluate(given.expression, given.values, NULL) != MF_OK;
        wrong += mf_expression_evaluate(given.failing, given.values, NULL) != MF_ERROR_EVALUATION;
    }
    most = most_held();
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(most, before);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_expressions");
    TCase *tests = tcase_create("memory_expressions");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, COUNT_OF(calls));
    tcase_add_test(tests, evaluating_takes_no_memory);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
