/* SPDX-License-Identifier: Apache-2.0 */
/* The expression language: what comes of what it accepts, why an evaluation fails, and the limits. */
#include "expressions.h"

#include <fenv.h>
#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct result {
    const char *source;
    const char *expected;
};

static const struct result results[] = {
    /* literals */
    { "0", "0" },
    { "007", "7" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "0x7fffffffffffffff", "9223372036854775807" },
    { "-0x8000000000000000", "-9223372036854775808" },
    { "1.5e3", "1500.0" },
    { ".5", "0.5" },
    { "00.25", "0.25" },
    { "5E-1", "0.5" },
    { "1e-400", "0.0" },
    { "4.9e-324", "4.9406564584124654e-324" },
    { "-0.0", "-0.0" },
    { "1.7976931348623157e308 * 10.0", "inf" },
    { "0.0 / 0.0", "nan" },
    { "true", "true" },
    { "'\"' + \"'\"", "'\"''" },
    { "'''a'b''c'''", "'a'b''c'" },
    { "\"\"\"line\nline\"\"\"", "'line\\nline'" },
    { "r'\\n' + R\"\\\"", "'\\n\\'" },
    { "'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`'", "'\\x07\\x08\\x0c\\n\\x0d\\t\\x0b\\?\"'`'" },
    { "'\\x41\\X42\\103\\u00e9\\U0001f600'", "'ABC\xc3\xa9\xf0\x9f\x98\x80'" },
    { "'\\xff' == '\xc3\xbf'", "true" },
    { "size('a\\000b')", "3" },
    { "[]", "[]" },
    { "[1, 2,]", "[1, 2]" },
    { "['a', \"b\"]", "['a', 'b']" },
    /* how tightly they bind */
    { "1 + 2 * 3 - 4 / 2", "5" },
    { "(1 + 2) * 3", "9" },
    { "7 - 2 - 1", "4" },
    { "2 * 7 % 4", "2" },
    { "-2 * -3", "6" },
    { "- -2", "2" },
    { "---2", "-2" },
    { "!!true", "true" },
    { "!true || true", "true" },
    { "1 < 2 == true", "true" },
    { "1 in [1] == true", "true" },
    { "true || false && false", "true" },
    { "true ? 1 : false ? 2 : 3", "1" },
    { "false ? 1 : false ? 2 : 3", "3" },
    { "(true ? false : true) ? 1 : 2", "2" },
    { "false ? 1 : 2 + 3", "5" },
    { "n - 1 > 2 && p99 < 2.0 ? 'go' : 'wait'", "'go'" },
    { "1 // a comment\n + 1", "2" },
    { "\t1\n\f+\r1 ", "2" },
    /* arithmetic */
    { "7 / 2", "3" },
    { "-7 / 2", "-3" },
    { "-7 % 2", "-1" },
    { "7 % -2", "1" },
    { "1.5 + 2.25", "3.75" },
    { "1.0 / 0.0 > 1.0", "true" },
    { "0.1 + 0.2", "0.30000000000000004" },
    { "'a' + 'b' + ''", "'ab'" },
    { "[1] + [] + [2, 3]", "[1, 2, 3]" },
    { "texts + ['c']", "['a', 'b', '\xc3\xa9', 'c']" },
    { "--least", "-9223372036854775808" },
    /* comparison */
    { "0.0 / 0.0 == 0.0 / 0.0", "false" },
    { "0.0 / 0.0 != 0.0 / 0.0", "true" },
    { "0.0 / 0.0 < 1.0 || 0.0 / 0.0 != 1.0", "true" },
    { "-0.0 == 0.0", "true" },
    { "false < true && !(true < true)", "true" },
    { "'Z' < 'a' && 'a' < 'aa' && 'z' < '\xc3\xa9'", "true" },
    { "'\xef\xbf\xbd' < '\xf0\x9f\x98\x80'", "true" },
    { "[1, 2] == [1, 2] && [1, 2] != [2, 1] && [1] != []", "true" },
    { "[0.0 / 0.0] == [0.0 / 0.0]", "false" },
    { "0.0 / 0.0 in [0.0 / 0.0]", "false" },
    { "[] == [] && ints != []", "true" },
    { "2 in ints && !(4 in ints)", "true" },
    { "'\xc3\xa9' in texts && 1.5 in doubles && false in bools", "true" },
    { "7 in [] || ints in []", "false" },
    { "1.5 <= 1.5 && 1.5 >= 1.5 && !(1.5 <= 0.5) && 'a' <= 'a' && false >= false", "true" },
    /* functions */
    { "size('\xcf\x80\xce\xad\xce\xbd\xcf\x84\xce\xb5')", "5" },
    { "size([]) + [1].size() + 'ab'.size() + size(texts)", "6" },
    { "stage.startsWith('prod') && stage.endsWith('ion') && stage.contains('duct')", "true" },
    { "stage.startsWith('') && stage.endsWith('') && ''.contains('')", "true" },
    { "'aab'.contains('ab') && !'aab'.contains('b' + 'a')", "true" },
    { "'a'.startsWith('aa') || 'a'.endsWith('aa') || 'a'.contains('aa')", "false" },
    { "(stage + '!').size()", "11" },
    /* variables */
    { "environment.gpu_count * n", "8" },
    { "environment . architecture == 'amd64'", "true" },
    { "environment.architecture.size()", "5" },
    { "!emergency", "false" },
    /* what fails does not matter where the rest decides */
    { "1 / 0 == 1 || true", "true" },
    { "true || 1 / 0 == 1", "true" },
    { "1 / 0 == 1 && false", "false" },
    { "false && none < 1.0", "false" },
    { "none < 1.0 && false", "false" },
    { "(none < 1.0 || 1 / 0 == 1) || emergency", "true" },
    { "!(none < 1.0 && false)", "true" },
    { "true ? 1 : 1 / 0", "1" },
    { "false ? none : p99", "1.25" },
    { "true ? [] : [1]", "[]" },
    { "(1 / 0 == 1 ? 2 : 3) == 2 || true", "true" },
};

START_TEST(good_expressions_have_their_result)
{
    for (size_t i = 0; i < COUNT_OF(results); i++) {
        check_result(results[i].source, results[i].expected);
    }
}
END_TEST

static const struct {
    const char *source;
    uint32_t column;
    const char *message;
} failures[] = {
    { "1 + 2 / 0", 7, "an int is divided by zero" },
    { "1 % 0", 3, "the remainder of a division by zero is wanted" },
    { "0.0 / 0.0 < 1.0", 11, "'<' compares NaN, which has no order" },
    { "1.0 >= 0.0 / 0.0", 5, "'>=' compares NaN, which has no order" },
    { "9223372036854775807 + 1", 21, "the result of '+' does not fit an int of 64 bits" },
    { "-9223372036854775807 - 2", 22, "the result of '-' does not fit an int of 64 bits" },
    { "4611686018427387904 * 2", 21, "the result of '*' does not fit an int of 64 bits" },
    { "least / -1", 7, "the result of '/' does not fit an int of 64 bits" },
    { "least % -1", 7, "the result of '%' does not fit an int of 64 bits" },
    { "-least", 1, "the result of '-' does not fit an int of 64 bits" },
    { "---least", 1, "the result of '-' does not fit an int of 64 bits" },
    { "p99 < 2.0 && none < 1.0", 14, "'none' has no data" },
    { "none < 1.0 && true", 1, "'none' has no data" },
    { "none < 1.0 && infinite < 1.0", 1, "'none' has no data" },
    { "infinite < 1.0", 1, "'infinite' has no data: it is infinite or NaN" },
    { "false || 1 / 0 == 1", 12, "an int is divided by zero" },
    { "1 / 0 == 1 || false", 3, "an int is divided by zero" },
    { "1 / 0 == 1 && true ? 1 : 2", 3, "an int is divided by zero" },
    { "1 / 0 > 4 ? 'a' : 'b'", 3, "an int is divided by zero" },
    { "size([1, 1 / 0])", 12, "an int is divided by zero" },
    { "!(none < 1.0)", 3, "'none' has no data" },
    { "none in [1.0]", 1, "'none' has no data" },
    { "1.0 in [none]", 9, "'none' has no data" },
    { "'\xc3\xa9' == 'x' || 1 / 0 == 1", 17, "an int is divided by zero" },
};

START_TEST(failed_evaluations_say_what_and_where)
{
    for (size_t i = 0; i < COUNT_OF(failures); i++) {
        check_failure(failures[i].source, failures[i].column, failures[i].message);
    }
}
END_TEST

START_TEST(the_wanted_type_is_held_to)
{
    static const struct {
        const char *source;
        mf_expression_type type;
        mf_status status;
    } cases[] = {
        { "n > 1", MF_EXPRESSION_BOOL, MF_OK },
        { "n", MF_EXPRESSION_BOOL, MF_ERROR_EXPRESSION },
        { "n", MF_EXPRESSION_DOUBLE, MF_ERROR_EXPRESSION },
        { "p99", MF_EXPRESSION_DOUBLE, MF_OK },
        { "ints", MF_EXPRESSION_LIST_INT, MF_OK },
        { "ints", MF_EXPRESSION_LIST_BOOL, MF_ERROR_EXPRESSION },
        { "ints", MF_EXPRESSION_INT, MF_ERROR_EXPRESSION },
        { "[]", MF_EXPRESSION_LIST_INT, MF_OK },
        { "[]", MF_EXPRESSION_LIST, MF_OK },
        { "ints", MF_EXPRESSION_LIST, MF_ERROR_EXPRESSION },
        { "n", 5, MF_ERROR_ARGUMENT },
        { "n", -1, MF_ERROR_ARGUMENT },
        { "n", 21, MF_ERROR_ARGUMENT },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_expression *expression = NULL;
        mf_status status = mf_expression_compile(cases[i].source, MF_ZERO_TERMINATED, variables,
                                                 cases[i].type, &expression, NULL);

        ck_assert_msg(status == cases[i].status, "%s as %d: %s", cases[i].source, (int)cases[i].type,
                      mf_status_name(status));
        ck_assert_int_eq(mf_expression_result_type(expression), status == MF_OK ? cases[i].type : 0);
        mf_expression_unref(expression);
    }
}
END_TEST

START_TEST(no_rounding_mode_shows)
{
    (void)fesetround(FE_UPWARD);
    check_result("0.1 + 0.2 == 0.30000000000000004 && 1.0 / 3.0 == 0.3333333333333333", "true");
    ck_assert_int_eq(fegetround(), FE_UPWARD);
    (void)fesetround(FE_TONEAREST);
}
END_TEST

/* A text of `count` times `piece` between two others. */
static char *repeat(const char *before, const char *piece, size_t count, const char *after)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&text, before);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&text, piece);
    }
    mf_buffer_append_text(&text, after);
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(text.status, MF_OK);
    return text.data;
}

START_TEST(limits_are_held)
{
    static const struct {
        const char *before;
        const char *piece;
        const char *after;
        size_t count;
        mf_status status;
    } cases[] = {
        { "", "(", "1", 250, MF_ERROR_EXPRESSION }, /* deep enough, but not closed */
        { "", "(", "1", 251, MF_ERROR_LIMIT },
        { "", "[", "1", 251, MF_ERROR_LIMIT },
        { "", "-(", "1", 126, MF_ERROR_LIMIT },
        { "", "true ? 1 : ", "2", 250, MF_OK },
        { "", "true ? 1 : ", "2", 251, MF_ERROR_LIMIT },
        { "true", "|| false ", "", 454, MF_OK },
        { "", "!", "true", 4092, MF_OK },
        { "", "!", "true", 4093, MF_ERROR_LIMIT }, /* one byte too many */
        { "", "-", "1", 4000, MF_OK },
        { "1", "+1", "", 2047, MF_OK },
        { "1", " - -1", "", 800, MF_OK },
        { "[1", ",1", "]", 2046, MF_OK },
        { "1 in [", "1,", "]", 2040, MF_OK },
        { "size('", "a", "')", 4088, MF_OK },
        { "0", "0", "", 4095, MF_OK },
        { "", "9", "", 4096, MF_ERROR_EXPRESSION },
        { "0.", "9", "", 4094, MF_OK },
        { "1e", "9", "", 4094, MF_ERROR_EXPRESSION },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *source = repeat(cases[i].before, cases[i].piece, cases[i].count, cases[i].after);
        mf_expression *expression = NULL;
        mf_error *error = NULL;
        mf_status status = mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY,
                                                 &expression, &error);

        ck_assert_msg(status == cases[i].status, "%zu times '%s': %s: %s", cases[i].count, cases[i].piece,
                      mf_status_name(status), mf_error_message(error));
        if (status == MF_OK) {
            ck_assert_int_eq(mf_expression_evaluate(expression, values, NULL), MF_OK);
        }
        mf_error_unref(error);
        mf_expression_unref(expression);
        free(source);
    }
}
END_TEST

/* Evaluates with `stage` set to so many bytes. */
static mf_status evaluate_long(const char *source, size_t size, char byte)
{
    char *text = malloc(size);
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status;

    ck_assert_ptr_nonnull(text);
    memset(text, byte, size);
    ck_assert_int_eq(mf_expression_values_set_text(values, "stage", text, size, NULL), MF_OK);
    ck_assert_int_eq(
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, NULL),
        MF_OK);
    status = mf_expression_evaluate(expression, values, &error);
    ck_assert((status == MF_OK) == (error == NULL));
    mf_error_unref(error);
    mf_expression_unref(expression);
    free(text);
    return status;
}

START_TEST(evaluation_has_bounds)
{
    /* Memory: what is made, not what is there. */
    ck_assert_int_eq(evaluate_long("stage == stage", 1000000, 'a'), MF_OK);
    ck_assert_int_eq(evaluate_long("stage + 'b' != stage", 100000, 'a'), MF_OK);
    ck_assert_int_eq(evaluate_long("stage + 'b' != stage", 200000, 'a'), MF_ERROR_LIMIT);
    ck_assert_int_eq(evaluate_long("(stage + stage) + (stage + stage) == ''", 20000, 'a'), MF_ERROR_LIMIT);
    /* A limit is no failure that `||` could do without. */
    ck_assert_int_eq(evaluate_long("(stage + stage) + (stage + stage) == '' || true", 50000, 'a'),
                     MF_ERROR_LIMIT);
    ck_assert_int_eq(evaluate_long("true || (stage + stage) + (stage + stage) == ''", 50000, 'a'), MF_OK);
    /* Steps: the whole text is looked at, and texts full of near misses take the square. */
    ck_assert_int_eq(evaluate_long("size(stage) > 0", 1500000, 'a'), MF_OK);
    ck_assert_int_eq(evaluate_long("size(stage) > 0", 1700000, 'a'), MF_ERROR_LIMIT);
    ck_assert_int_eq(evaluate_long("stage.contains('b')", 1500000, 'a'), MF_OK);
    ck_assert_int_eq(evaluate_long("stage.contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')", 1500000, 'a'),
                     MF_ERROR_LIMIT);
    ck_assert_int_eq(evaluate_long("stage.contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')", 10000, 'a'), MF_OK);
    ck_assert_int_eq(evaluate_long("stage < stage || stage == stage", 1000000, 'a'), MF_ERROR_LIMIT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression");
    TCase *tcase = tcase_create("expression");

    tcase_add_checked_fixture(tcase, set_up_expressions, tear_down_expressions);
    tcase_add_test(tcase, good_expressions_have_their_result);
    tcase_add_test(tcase, failed_evaluations_say_what_and_where);
    tcase_add_test(tcase, the_wanted_type_is_held_to);
    tcase_add_test(tcase, no_rounding_mode_shows);
    tcase_add_test(tcase, limits_are_held);
    tcase_add_test(tcase, evaluation_has_bounds);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
