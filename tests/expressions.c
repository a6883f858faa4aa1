/* SPDX-License-Identifier: Apache-2.0 */
/* Variables of every type with values, and short ways to say what comes of an expression. */
#include "expressions.h"

#include "value/number.h"

#include <math.h>
#include <stdio.h>

mf_expression_variables *variables;
mf_expression_values *values;

static void add(const char *name, mf_expression_type type)
{
    ck_assert_int_eq(mf_expression_variables_add(variables, name, type, NULL), MF_OK);
}

void set_up_expressions(void)
{
    static const int64_t ints[] = { 1, 2, 3 };
    static const double doubles[] = { 0.5, 1.5 };
    static const int32_t bools[] = { 1, 0 };
    static const char *const texts[] = { "a", "b", "\xc3\xa9" };

    ck_assert_int_eq(mf_expression_variables_new(&variables, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_new(&values, NULL), MF_OK);
    add("n", MF_EXPRESSION_INT);
    add("least", MF_EXPRESSION_INT);
    add("p99", MF_EXPRESSION_DOUBLE);
    add("emergency", MF_EXPRESSION_BOOL);
    add("stage", MF_EXPRESSION_STRING);
    add("environment.gpu_count", MF_EXPRESSION_INT);
    add("environment.architecture", MF_EXPRESSION_STRING);
    add("ints", MF_EXPRESSION_LIST_INT);
    add("doubles", MF_EXPRESSION_LIST_DOUBLE);
    add("bools", MF_EXPRESSION_LIST_BOOL);
    add("texts", MF_EXPRESSION_LIST_STRING);
    add("none", MF_EXPRESSION_DOUBLE);
    add("infinite", MF_EXPRESSION_DOUBLE);
    ck_assert_int_eq(mf_expression_values_set_int(values, "n", 4, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_int(values, "least", INT64_MIN, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_double(values, "p99", 1.25, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_bool(values, "emergency", 2, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_text(values, "stage", "production", MF_ZERO_TERMINATED, NULL),
                     MF_OK);
    ck_assert_int_eq(mf_expression_values_set_int(values, "environment.gpu_count", 2, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_text(values, "environment.architecture", "amd64", 5, NULL),
                     MF_OK);
    ck_assert_int_eq(mf_expression_values_set_ints(values, "ints", ints, 3, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_doubles(values, "doubles", doubles, 2, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_bools(values, "bools", bools, 2, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_texts(values, "texts", texts, 3, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_set_double(values, "infinite", 1e308 * 10, NULL), MF_OK);
}

void tear_down_expressions(void)
{
    values = mf_expression_values_unref(values);
    variables = mf_expression_variables_unref(variables);
}

void spell_double(struct mf_buffer *to, double number)
{
    char spelled[40];

    (void)snprintf(spelled, sizeof spelled, "%.17g", number);
    mf_buffer_append_text(to, isnan(number) ? "nan" : spelled);
    mf_buffer_append_text(to, strpbrk(spelled, ".en") == NULL ? ".0" : "");
}

static void spell_entry(struct mf_buffer *to, const mf_expression_values *of, size_t index)
{
    const char *text = NULL;
    int64_t integer = 0;
    double number = 0;
    int32_t truth = 0;
    size_t size = 0;

    if (mf_expression_values_result_int(of, index, &integer, NULL) == MF_OK) {
        mf_integer_append(to, integer);
    } else if (mf_expression_values_result_double(of, index, &number, NULL) == MF_OK) {
        spell_double(to, number);
    } else if (mf_expression_values_result_bool(of, index, &truth, NULL) == MF_OK) {
        mf_buffer_append_text(to, truth == 1 ? "true" : truth == 0 ? "false" : "odd");
    } else if (mf_expression_values_result_text(of, index, &text, &size, NULL) == MF_OK) {
        ck_assert_int_eq(text[size], '\0');
        mf_buffer_append_byte(to, '\'');
        mf_buffer_append_printable(to, mf_view_make(text, size), SIZE_MAX);
        mf_buffer_append_byte(to, '\'');
    }
}

void spell_result(struct mf_buffer *to, const mf_expression_values *of)
{
    bool list = mf_expression_values_result_type(of) >= MF_EXPRESSION_LIST;

    mf_buffer_append_text(to, list ? "[" : "");
    for (size_t i = 0; i < mf_expression_values_result_count(of); i++) {
        mf_buffer_append_text(to, i == 0 ? "" : ", ");
        spell_entry(to, of, i);
    }
    mf_buffer_append_text(to, list ? "]" : "");
}

void check_result(const char *source, const char *expected)
{
    mf_expression *expression = NULL;
    struct mf_buffer spelled = MF_BUFFER_EMPTY;
    mf_error *error = NULL;
    mf_status status =
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, &error);

    ck_assert_msg(status == MF_OK, "%s: %s", source, mf_error_message(error));
    ck_assert_str_eq(mf_expression_source(expression), source);
    status = mf_expression_evaluate(expression, values, &error);
    ck_assert_msg(status == MF_OK, "%s: %s", source, mf_error_message(error));
    ck_assert_int_eq(mf_expression_result_type(expression), mf_expression_values_result_type(values));
    spell_result(&spelled, values);
    ck_assert_msg(mf_view_is(mf_buffer_view(&spelled), expected), "%s gives %.*s, expected %s", source,
                  (int)spelled.size, spelled.data, expected);
    mf_buffer_release(&spelled);
    mf_expression_unref(expression);
}

void check_failure(const char *source, uint32_t column, const char *message)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, &error);

    ck_assert_msg(status == MF_OK, "%s: %s", source, mf_error_message(error));
    status = mf_expression_evaluate(expression, values, &error);
    ck_assert_msg(status == MF_ERROR_EVALUATION, "%s: %s", source, mf_status_name(status));
    ck_assert_msg(strcmp(mf_error_message(error), message) == 0 && mf_error_column(error) == column &&
                      mf_error_line(error) == 1,
                  "%s: column %u: %s", source, (unsigned)mf_error_column(error), mf_error_message(error));
    ck_assert_int_eq(mf_expression_values_result_type(values), MF_EXPRESSION_ANY);
    ck_assert_uint_eq(mf_expression_values_result_count(values), 0);
    mf_error_unref(error);
    mf_expression_unref(expression);
}

void check_refusal(const char *source, uint32_t column, const char *message)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, &error);

    ck_assert_msg(status == MF_ERROR_EXPRESSION, "%s: %s", source, mf_status_name(status));
    ck_assert_ptr_null(expression);
    ck_assert_int_eq(mf_error_code(error), status);
    ck_assert_msg(strstr(mf_error_message(error), message) != NULL && mf_error_column(error) == column,
                  "%s: column %u: %s", source, (unsigned)mf_error_column(error), mf_error_message(error));
    mf_error_unref(error);
}
