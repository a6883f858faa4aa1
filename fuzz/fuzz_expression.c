/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an expression: it is refused at a place in the text, or compiles to a program that gives, each time, a value of its
 * type or an error at a place in the text. What joins the text to another must not change what it means.
 */
#include "fuzz.h"

#include <libmanifest/libmanifest.h>
#include <string.h>

enum { LONGEST = 5000 };

static mf_expression_variables *variables;
static mf_expression_values *values;

static void declare(const char *name, mf_expression_type type)
{
    require(mf_expression_variables_add(variables, name, type, NULL) == MF_OK, "a variable is refused");
}

static void prepare(void)
{
    static const int64_t ints[] = { 1, 2, -3 };
    static const char *const texts[] = { "a", "\xc3\xa9" };

    if (variables != NULL) {
        return;
    }
    require(mf_expression_variables_new(&variables, NULL) == MF_OK, "no variables");
    require(mf_expression_values_new(&values, NULL) == MF_OK, "no values");
    declare("n", MF_EXPRESSION_INT);
    declare("d", MF_EXPRESSION_DOUBLE);
    declare("b", MF_EXPRESSION_BOOL);
    declare("s", MF_EXPRESSION_STRING);
    declare("e.n", MF_EXPRESSION_INT);
    declare("i", MF_EXPRESSION_LIST_INT);
    declare("t", MF_EXPRESSION_LIST_STRING);
    declare("none", MF_EXPRESSION_DOUBLE);
    require(mf_expression_values_set_int(values, "n", 4, NULL) == MF_OK, "n");
    require(mf_expression_values_set_int(values, "e.n", INT64_MIN, NULL) == MF_OK, "e.n");
    require(mf_expression_values_set_double(values, "d", 1.25, NULL) == MF_OK, "d");
    require(mf_expression_values_set_bool(values, "b", 1, NULL) == MF_OK, "b");
    require(mf_expression_values_set_text(values, "s", "production", 10, NULL) == MF_OK, "s");
    require(mf_expression_values_set_ints(values, "i", ints, 3, NULL) == MF_OK, "i");
    require(mf_expression_values_set_texts(values, "t", texts, 2, NULL) == MF_OK, "t");
}

static void check_error(const mf_error *error, mf_status status, size_t size)
{
    require(mf_error_code(error) == status, "the error is of another kind");
    require(mf_error_message(error)[0] != '\0', "the error says nothing");
    require(mf_error_offset(error) <= size, "the error is outside of the text");
    require(status == MF_ERROR_LIMIT || (mf_error_line(error) > 0 && mf_error_column(error) > 0),
            "the error has no place");
}

/* A number that tells results apart. */
static uint64_t digest(mf_status status)
{
    uint64_t sum = (uint64_t)(int64_t)status * 31 + (uint64_t)mf_expression_values_result_type(values);

    for (size_t i = 0; i < mf_expression_values_result_count(values); i++) {
        const char *text = NULL;
        uint64_t word = 0;
        size_t size = 0;
        int32_t truth = 0;

        if (mf_expression_values_result_bool(values, i, &truth, NULL) == MF_OK) {
            word = truth != 0;
        } else if (mf_expression_values_result_text(values, i, &text, &size, NULL) == MF_OK) {
            require(text[size] == '\0', "a text does not end with zero");
            for (size_t j = 0; j < size; j++) {
                word = word * 131 + (unsigned char)text[j];
            }
        } else if (mf_expression_values_result_int(values, i, (int64_t *)&word, NULL) != MF_OK) {
            double number = 0;

            require(mf_expression_values_result_double(values, i, &number, NULL) == MF_OK,
                    "a result has no type");
            number = number == number ? number : 0;
            memcpy(&word, &number, sizeof word);
        }
        sum = sum * 1099511628211U + word;
    }
    return sum;
}

static uint64_t evaluate(mf_expression *expression, size_t size)
{
    mf_error *error = NULL;
    mf_status status = mf_expression_evaluate(expression, values, &error);

    if (status == MF_OK) {
        require(error == NULL, "a result and an error");
        require(mf_expression_values_result_type(values) == mf_expression_result_type(expression),
                "the result has another type");
    } else {
        require(status == MF_ERROR_EVALUATION || status == MF_ERROR_LIMIT, "evaluating fails in an odd way");
        check_error(error, status, size);
        mf_error_unref(error);
    }
    return digest(status);
}

/* In parentheses it means the same; a comment could hide the closing one, so that stands on a line of its own. */
static void check_in_parentheses(const uint8_t *data, size_t size, mf_expression_type type, uint64_t expected)
{
    static char text[LONGEST + 8];
    mf_expression *expression = NULL;
    mf_status status;

    text[0] = '(';
    memcpy(text + 1, data, size);
    memcpy(text + 1 + size, "\n)", 2);
    status = mf_expression_compile(text, size + 3, variables, type, &expression, NULL);
    /* One byte or one level more may be too much. */
    require(status == MF_OK || status == MF_ERROR_LIMIT, "in parentheses it is refused");
    if (status == MF_OK) {
        uint64_t found = evaluate(expression, size + 3);

        require(found == expected, "in parentheses it means something else");
    }
    mf_expression_unref(expression);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status;

    prepare();
    if (size > LONGEST) {
        return 0;
    }
    status = mf_expression_compile(size == 0 ? "" : (const char *)data, size, variables, MF_EXPRESSION_ANY,
                                   &expression, &error);
    if (status == MF_OK) {
        uint64_t first = evaluate(expression, size);
        mf_expression_type type = mf_expression_result_type(expression);

        require(evaluate(expression, size) == first, "it means something else the second time");
        require(memcmp(mf_expression_source(expression), data, size) == 0, "the source is another");
        check_in_parentheses(data, size, type, first);
        for (size_t i = 1; i < mf_expression_variable_count(expression); i++) {
            require(strcmp(mf_expression_variable_name(expression, i - 1),
                           mf_expression_variable_name(expression, i)) < 0,
                    "the variables are not in order");
        }
    } else {
        require(expression == NULL && (status == MF_ERROR_EXPRESSION || status == MF_ERROR_LIMIT),
                "compiling fails in an odd way");
        check_error(error, status, size);
    }
    mf_error_unref(error);
    mf_expression_unref(expression);
    return 0;
}
