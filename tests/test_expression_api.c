/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations, programs and values of expressions as objects: who owns what, what is refused, what lives how long. */
#include "harness.h"

#include "expression/program.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static mf_expression *compile(const char *source, mf_expression_variables *variables)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;

    assert_ok(
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, &error),
        error);
    return expression;
}

static mf_expression_variables *declare(const char *const names[], const mf_expression_type types[],
                                        size_t count)
{
    mf_expression_variables *variables = NULL;
    mf_error *error = NULL;

    assert_ok(mf_expression_variables_new(&variables, &error), error);
    for (size_t i = 0; i < count; i++) {
        assert_ok(mf_expression_variables_add(variables, names[i], types[i], &error), error);
    }
    return variables;
}

static mf_expression_values *new_values(void)
{
    mf_expression_values *values = NULL;

    ck_assert_int_eq(mf_expression_values_new(&values, NULL), MF_OK);
    return values;
}

START_TEST(types_have_names)
{
    static const struct {
        mf_expression_type type;
        const char *name;
    } cases[] = {
        { MF_EXPRESSION_ANY, "any" },
        { MF_EXPRESSION_INT, "int" },
        { MF_EXPRESSION_DOUBLE, "double" },
        { MF_EXPRESSION_BOOL, "bool" },
        { MF_EXPRESSION_STRING, "string" },
        { MF_EXPRESSION_LIST, "list" },
        { MF_EXPRESSION_LIST + MF_EXPRESSION_INT, "list(int)" },
        { MF_EXPRESSION_LIST + MF_EXPRESSION_DOUBLE, "list(double)" },
        { MF_EXPRESSION_LIST + MF_EXPRESSION_BOOL, "list(bool)" },
        { MF_EXPRESSION_LIST + MF_EXPRESSION_STRING, "list(string)" },
        { 5, "unknown" },
        { -1, "unknown" },
        { 21, "unknown" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_str_eq(mf_expression_type_name(cases[i].type), cases[i].name);
    }
}
END_TEST

START_TEST(declarations_are_checked)
{
    static const char *const bad[] = { "",     "1a",     "a-b",   "a..b", ".a",       "a.",   "in",
                                       "true", "a.null", "for.a", "a b",  "\xc3\xa9", "a[0]", "while" };
    static const mf_expression_type types[] = { MF_EXPRESSION_ANY, MF_EXPRESSION_LIST, 5, -1, 21, 1000 };
    static const char *const good[] = { "a", "_", "A9_", "a.b.c", "int", "size", "input" };
    mf_expression_variables *variables = NULL;
    char name[258];

    ck_assert_int_eq(mf_expression_variables_new(NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_variables_new(&variables, NULL), MF_OK);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ck_assert_msg(mf_expression_variables_add(variables, bad[i], MF_EXPRESSION_INT, NULL) ==
                          MF_ERROR_ARGUMENT,
                      "%s", bad[i]);
    }
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        ck_assert_int_eq(mf_expression_variables_add(variables, "a", types[i], NULL), MF_ERROR_ARGUMENT);
    }
    memset(name, 'a', sizeof name);
    name[256] = '\0';
    ck_assert_int_eq(mf_expression_variables_add(variables, name, MF_EXPRESSION_INT, NULL),
                     MF_ERROR_ARGUMENT);
    name[255] = '\0';
    ck_assert_int_eq(mf_expression_variables_add(variables, name, MF_EXPRESSION_INT, NULL), MF_OK);
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        ck_assert_int_eq(mf_expression_variables_add(variables, good[i], MF_EXPRESSION_INT, NULL), MF_OK);
        ck_assert_int_eq(mf_expression_variables_add(variables, good[i], MF_EXPRESSION_BOOL, NULL),
                         MF_ERROR_ARGUMENT);
    }
    ck_assert_int_eq(mf_expression_variables_add(NULL, "b", MF_EXPRESSION_INT, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_variables_add(variables, NULL, MF_EXPRESSION_INT, NULL),
                     MF_ERROR_ARGUMENT);
    mf_expression_variables_unref(variables);
}
END_TEST

START_TEST(variables_do_not_change_in_use)
{
    static const char *const names[] = { "b", "a" };
    static const mf_expression_type types[] = { MF_EXPRESSION_INT, MF_EXPRESSION_INT };
    mf_expression_variables *variables = declare(names, types, 2);
    mf_expression *expression = compile("a + b + a", variables);
    mf_error *error = NULL;

    ck_assert_int_eq(mf_expression_variables_add(variables, "c", MF_EXPRESSION_INT, &error),
                     MF_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "in use"));
    mf_error_unref(error);
    ck_assert_ptr_eq(mf_expression_variables_ref(variables), variables);
    mf_expression_variables_unref(variables);
    mf_expression_variables_unref(variables);
    /* The expression does not need them. */
    ck_assert_uint_eq(mf_expression_variable_count(expression), 2);
    ck_assert_str_eq(mf_expression_variable_name(expression, 0), "a");
    ck_assert_str_eq(mf_expression_variable_name(expression, 1), "b");
    ck_assert_ptr_null(mf_expression_variable_name(expression, 2));
    ck_assert_int_eq(mf_expression_variable_type(expression, 1), MF_EXPRESSION_INT);
    ck_assert_int_eq(mf_expression_variable_type(expression, 2), MF_EXPRESSION_ANY);
    mf_expression_unref(expression);
}
END_TEST

START_TEST(arguments_are_checked)
{
    mf_expression_values *values = new_values();
    mf_expression *expression = compile("1", NULL);
    static const char *const entries[] = { "a", NULL };
    static const char *const not_utf8[] = { "\xff" };
    const char *text = NULL;
    int64_t integer = 7;

    ck_assert_int_eq(mf_expression_compile(NULL, 1, NULL, 0, &expression, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_compile("1", 1, NULL, 0, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_new(NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_int(NULL, "a", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_int(values, NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_int(values, "a b", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_double(values, "", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_bool(values, "in", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_text(values, "a", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_text(values, "a", "\xff", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_ints(values, "a", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_doubles(values, "a", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_bools(values, "a", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_texts(values, "a", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_texts(values, "a", entries, 2, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_set_texts(values, "a", not_utf8, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_unset(values, "1", NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_unset(NULL, "a", NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_unset(values, "a", NULL), MF_ABSENT);
    ck_assert_int_eq(mf_expression_evaluate(NULL, values, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_evaluate(expression, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_result_int(values, 0, &integer, NULL), MF_ABSENT);
    ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_result_int(values, 0, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_result_int(NULL, 0, &integer, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_expression_values_result_int(values, 1, &integer, NULL), MF_ABSENT);
    ck_assert_int_eq(mf_expression_values_result_text(values, 0, &text, NULL, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(integer, 7);
    ck_assert_ptr_null(text);
    mf_expression_values_unref(values);
    mf_expression_unref(expression);
}
END_TEST

START_TEST(nothing_bad_comes_of_null)
{
    ck_assert_str_eq(mf_expression_source(NULL), "");
    ck_assert_int_eq(mf_expression_result_type(NULL), MF_EXPRESSION_ANY);
    ck_assert_uint_eq(mf_expression_variable_count(NULL), 0);
    ck_assert_ptr_null(mf_expression_variable_name(NULL, 0));
    ck_assert_int_eq(mf_expression_variable_type(NULL, 0), MF_EXPRESSION_ANY);
    ck_assert_ptr_null(mf_expression_ref(NULL));
    ck_assert_ptr_null(mf_expression_unref(NULL));
    ck_assert_ptr_null(mf_expression_variables_ref(NULL));
    ck_assert_ptr_null(mf_expression_variables_unref(NULL));
    ck_assert_ptr_null(mf_expression_values_unref(NULL));
    mf_expression_values_clear(NULL);
    ck_assert_int_eq(mf_expression_values_result_type(NULL), MF_EXPRESSION_ANY);
    ck_assert_uint_eq(mf_expression_values_result_count(NULL), 0);
}
END_TEST

/* Sets and unsets in an order that is none, and looks that each name has its own value. */
START_TEST(values_keep_their_names)
{
    mf_expression_values *values = new_values();
    mf_expression_variables *variables = NULL;
    char name[16];

    ck_assert_int_eq(mf_expression_variables_new(&variables, NULL), MF_OK);
    for (int i = 0; i < 500; i++) {
        (void)snprintf(name, sizeof name, "v%d", i * 7919 % 500);
        ck_assert_int_eq(mf_expression_variables_add(variables, name, MF_EXPRESSION_INT, NULL), MF_OK);
        ck_assert_int_eq(mf_expression_values_set_text(values, name, "not yet", 7, NULL), MF_OK);
        ck_assert_int_eq(mf_expression_values_set_int(values, name, i * 7919 % 500, NULL), MF_OK);
    }
    for (int i = 0; i < 500; i += 2) {
        (void)snprintf(name, sizeof name, "v%d", i);
        ck_assert_int_eq(mf_expression_values_unset(values, name, NULL), MF_OK);
        ck_assert_int_eq(mf_expression_values_unset(values, name, NULL), MF_ABSENT);
    }
    for (int i = 0; i < 500; i++) {
        mf_expression *expression;
        int64_t value = -1;

        (void)snprintf(name, sizeof name, "v%d", i);
        expression = compile(name, variables);
        ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL),
                         i % 2 == 0 ? MF_ERROR_EVALUATION : MF_OK);
        if (i % 2 == 1) {
            ck_assert_int_eq(mf_expression_values_result_int(values, 0, &value, NULL), MF_OK);
            ck_assert_int_eq(value, i);
        }
        mf_expression_unref(expression);
    }
    mf_expression_values_unref(values);
    mf_expression_variables_unref(variables);
}
END_TEST

START_TEST(values_must_have_the_declared_type)
{
    static const char *const names[] = { "d", "l" };
    static const mf_expression_type types[] = { MF_EXPRESSION_DOUBLE, MF_EXPRESSION_LIST_INT };
    mf_expression_variables *variables = declare(names, types, 2);
    mf_expression *expression = compile("d < 2.0 && !(1 in l)", variables);
    mf_expression_values *values = new_values();
    mf_error *error = NULL;

    ck_assert_int_eq(mf_expression_values_set_int(values, "d", 1, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_evaluate(expression, values, &error), MF_ERROR_TYPE);
    ck_assert_str_eq(mf_error_message(error), "the value of 'd' is an int and should be a double");
    mf_error_unref(error);
    ck_assert_int_eq(mf_expression_values_set_double(values, "d", 1, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_texts(values, "l", NULL, 0, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_expression_values_set_ints(values, "l", NULL, 0, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL), MF_OK);
    mf_expression_values_unref(values);
    mf_expression_unref(expression);
    mf_expression_variables_unref(variables);
}
END_TEST

START_TEST(numbers_that_are_none_are_no_data)
{
    static const char *const names[] = { "d", "l" };
    static const mf_expression_type types[] = { MF_EXPRESSION_DOUBLE, MF_EXPRESSION_LIST_DOUBLE };
    const double odd[] = { 0.0 / 0.0 * 1.0, 1e308 * 10, -1e308 * 10 };
    mf_expression_variables *variables = declare(names, types, 2);
    mf_expression *scalar = compile("d == d || d != d", variables);
    mf_expression *list = compile("size(l) == 1 || true", variables);
    mf_expression_values *values = new_values();

    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        ck_assert_int_eq(mf_expression_values_set_double(values, "d", odd[i], NULL), MF_OK);
        ck_assert_int_eq(mf_expression_evaluate(scalar, values, NULL), MF_ERROR_EVALUATION);
        ck_assert_int_eq(mf_expression_values_set_doubles(values, "l", &odd[i], 1, NULL), MF_OK);
        ck_assert_int_eq(mf_expression_evaluate(list, values, NULL), MF_OK);
    }
    mf_expression_unref(list);
    list = compile("size(l) == 1", variables);
    ck_assert_int_eq(mf_expression_evaluate(list, values, NULL), MF_ERROR_EVALUATION);
    mf_expression_values_unref(values);
    mf_expression_unref(list);
    mf_expression_unref(scalar);
    mf_expression_variables_unref(variables);
}
END_TEST

/* The result holds on to what it points to. */
START_TEST(results_live_until_something_changes)
{
    mf_expression_values *values = new_values();
    mf_expression *expression = compile("['constant', 'made' + ' here']", NULL);
    const char *text = NULL;
    size_t size = 0;

    ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL), MF_OK);
    mf_expression_unref(expression);
    ck_assert_int_eq(mf_expression_values_result_type(values), MF_EXPRESSION_LIST_STRING);
    ck_assert_uint_eq(mf_expression_values_result_count(values), 2);
    ck_assert_int_eq(mf_expression_values_result_text(values, 0, &text, &size, NULL), MF_OK);
    ck_assert_str_eq(text, "constant");
    ck_assert_uint_eq(size, 8);
    ck_assert_int_eq(mf_expression_values_result_text(values, 1, &text, NULL, NULL), MF_OK);
    ck_assert_str_eq(text, "made here");
    ck_assert_int_eq(mf_expression_values_result_text(values, 2, &text, NULL, NULL), MF_ABSENT);
    ck_assert_int_eq(mf_expression_values_set_int(values, "other", 1, NULL), MF_OK);
    ck_assert_uint_eq(mf_expression_values_result_count(values), 0);
    mf_expression_values_clear(values);
    ck_assert_int_eq(mf_expression_values_unset(values, "other", NULL), MF_ABSENT);
    mf_expression_values_unref(values);
}
END_TEST

static mf_expression *shared;

static void *evaluate_often(void *user_data)
{
    mf_expression_values *values = new_values();
    const int64_t *offset = user_data;
    intptr_t wrong = 0;

    for (int64_t i = 0; i < 2000; i++) {
        int64_t value = 0;
        mf_expression *mine = mf_expression_ref(shared);

        wrong += mf_expression_values_set_int(values, "n", *offset + i, NULL) != MF_OK;
        wrong += mf_expression_evaluate(mine, values, NULL) != MF_OK;
        wrong += mf_expression_values_result_int(values, 0, &value, NULL) != MF_OK;
        wrong += value != (*offset + i) * 3 + 1;
        mf_expression_unref(mine);
    }
    mf_expression_values_unref(values);
    return (void *)wrong;
}

START_TEST(an_expression_serves_many_threads)
{
    static const char *const names[] = { "n" };
    static const mf_expression_type types[] = { MF_EXPRESSION_INT };
    mf_expression_variables *variables = declare(names, types, 1);
    int64_t offsets[] = { 0, 100000, 200000, 300000 };
    pthread_t threads[COUNT_OF(offsets)];

    shared = compile("n * 3 + 1", variables);
    for (size_t i = 0; i < COUNT_OF(offsets); i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, evaluate_often, &offsets[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(offsets); i++) {
        void *wrong = NULL;

        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
    shared = mf_expression_unref(shared);
    mf_expression_variables_unref(variables);
}
END_TEST

/* Near names are looked for among the neighbours only, where there are very many. */
START_TEST(many_declarations_are_found_quickly)
{
    enum { COUNT = 10000 };
    struct mf_declaration *sorted = calloc(COUNT, sizeof *sorted);
    char *names = malloc(COUNT * 8);
    struct mf_declarations declarations = { sorted, COUNT };
    mf_expression *expression = NULL;
    mf_error *error = NULL;

    ck_assert(sorted != NULL && names != NULL);
    for (size_t i = 0; i < COUNT; i++) {
        (void)snprintf(names + 8 * i, 8, "n%05zu", i);
        sorted[i] = (struct mf_declaration){ mf_view_make(names + 8 * i, 6), MF_EXPRESSION_INT };
    }
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_ptr_eq(mf_declarations_find(&declarations, sorted[i].name), &sorted[i]);
    }
    ck_assert_ptr_null(mf_declarations_find(&declarations, mf_view_of("n0123")));
    ck_assert_ptr_null(mf_declarations_find(&declarations, mf_view_of("o")));
    ck_assert_ptr_null(mf_declarations_find(&declarations, mf_view_of("")));
    for (size_t i = 0; i < COUNT; i += 100) {
        char source[40];

        (void)snprintf(source, sizeof source, "n%05zu + n00000 > n%05zu", i, COUNT - 1 - i);
        ck_assert_int_eq(
            mf_expression_make(mf_view_of(source), &declarations, MF_EXPRESSION_BOOL, &expression, NULL),
            MF_OK);
        ck_assert_uint_eq(expression->variables[0].declaration, 0);
        expression = mf_expression_unref(expression);
    }
    ck_assert_int_eq(mf_expression_make(mf_view_of("n05000x > 1"), &declarations, 0, &expression, &error),
                     MF_ERROR_EXPRESSION);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "did you mean 'n0500"));
    mf_error_unref(error);
    free(names);
    free(sorted);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression_api");
    TCase *tcase = tcase_create("expression_api");

    tcase_add_test(tcase, types_have_names);
    tcase_add_test(tcase, declarations_are_checked);
    tcase_add_test(tcase, variables_do_not_change_in_use);
    tcase_add_test(tcase, arguments_are_checked);
    tcase_add_test(tcase, nothing_bad_comes_of_null);
    tcase_add_test(tcase, values_keep_their_names);
    tcase_add_test(tcase, values_must_have_the_declared_type);
    tcase_add_test(tcase, numbers_that_are_none_are_no_data);
    tcase_add_test(tcase, results_live_until_something_changes);
    tcase_add_test(tcase, an_expression_serves_many_threads);
    tcase_add_test(tcase, many_declarations_are_found_quickly);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
