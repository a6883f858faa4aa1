/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that are refused: where, and what the message says to do. */
#include "expressions.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *source;
    uint32_t column;
    const char *message;
} refusals[] = {
    /* numbers that do not mix */
    { "p99 < 2", 7, "'<' has a double on its left and an int on its right: write 2.0" },
    { "2 < p99", 1, ": write 2.0" },
    { "p99 > -2", 7, ": write -2.0" },
    { "n * 1.5", 3, ", and nothing here converts one into the other" },
    { "n == 2.0", 6, ": write 2" },
    { "n < p99", 3, ", and nothing here converts" },
    { "p99 + (2)", 5, ", and nothing here converts" },
    { "p99 < 0x10", 5, ", and nothing here converts" },
    { "p99 in [1, 2]", 8, "write the numbers in the list as doubles, such as 1.0" },
    { "1 in doubles", 1, ": write 1.0" },
    { "n in doubles", 3, ", and nothing here converts" },
    { "true ? 1 : 2.0", 8, "'?' chooses between an int and a double: write 1.0" },
    { "[1, 2.0]", 5, "a list holds values of one type: this is a double, the first an int" },
    { "double(n) < 2.0", 1, "there is no 'double()' here: nothing is converted, write numbers" },
    { "int(p99)", 1, "there is no 'int()' here: nothing is converted" },
    /* other types */
    { "1 == true", 3, "'==' has an int on its left and a bool on its right: both must be of one type" },
    { "stage != 1", 7, "both must be of one type" },
    { "stage + 1", 7, "both must be of one type" },
    { "'a' - 'b'", 5, "'-' does not go with a string" },
    { "true + true", 6, "'+' does not go with a bool" },
    { "p99 % 2.0", 5, "it is the remainder of whole numbers" },
    { "[1] * [2]", 5, "'*' does not go with a list(int)" },
    { "[1] < [2]", 5, "lists have no order" },
    { "1 < n < 3", 7, "write 'a < b && b < c'" },
    { "!n", 2, "'!' takes a bool, not an int: compare it with something" },
    { "!!n", 3, "'!' takes a bool, not an int" },
    { "-stage", 2, "'-' takes a number, not a string" },
    { "--stage", 3, "'-' takes a number, not a string" },
    { "-[]", 2, "'-' takes a number, not an empty list" },
    { "n && true", 1, "'&&' goes with bools, not with an int" },
    { "true || 'a'", 9, "'||' goes with bools, not with a string" },
    { "n ? 1 : 2", 1, "'?' takes a bool on its left, not an int" },
    { "true ? 1 : 'a'", 6, "'?' chooses between an int and a string: both values must be of one type" },
    { "'a' in stage", 8, "write text.contains(part)" },
    { "'a' in ints", 1, "'in' looks for a string in a list(int)" },
    { "ints in ints", 1, "'in' looks for a list(int) in a list(int)" },
    { "true in 2", 9, "'in' takes a list on its right, not an int" },
    { "1 in 2", 6, "'in' takes a list on its right, not an int" },
    { "[[1]]", 2, "a list cannot hold lists here" },
    { "size(n)", 6, "'size()' takes a string or a list, not an int" },
    { "stage.contains(1)", 16, "'contains()' goes with strings, not with an int" },
    { "n.startsWith('a')", 1, "'startsWith()' goes with strings, not with an int" },
    { "ints == texts", 6, "'==' has a list(int) on its left and a list(string) on its right" },
    /* names */
    { "p98 < 2.0", 1, "there is no variable 'p98': did you mean 'p99'?" },
    { "x", 1, "there is no variable 'x'" },
    { "environment.gpu_mem", 1, "did you mean 'environment.gpu_count'?" },
    { "environment", 1, "there is no variable 'environment'" },
    { "stage.length", 1, "'stage' is a string and has no fields" },
    { "stage.size", 1, "write () behind a function" },
    { "'a'.size", 5, "a string has no fields" },
    { "(1).x", 5, "an int has no fields" },
    { "for", 1, "'for' is a word that CEL keeps for itself" },
    { "n and true", 3, "'and' is no operator: write '&&'" },
    { "not emergency", 1, "there is no variable 'not': write '!'" },
    { "True", 1, "write 'true'" },
    { "\xc3\xa9", 1, "this character means nothing here" },
    /* functions */
    { "has(stage)", 1,
      "there is no 'has()' here: there are size(), startsWith(), endsWith() and contains()" },
    { "stage.matches('a')", 7, "there is no 'matches()' here" },
    { "ints.all(x, x > 0)", 6, "there is no 'all()' here" },
    { "stage.startswith('a')", 7, "did you mean 'startsWith()'?" },
    { "contains(stage, 'a')", 1, "write text.contains(part)" },
    { "size()", 1, "'size()' takes 1 value, not 0" },
    { "size(1, 2)", 1, "'size()' takes 1 value, not 2" },
    { "stage.size(1)", 7, "'size()' takes 0 values in its parentheses, not 1" },
    { "stage.contains()", 7, "'contains()' takes 1 value in its parentheses, not 0" },
    { "stage.contains('a', 'b')", 7, "not 2" },
    { "stage.contains('a',)", 20, "')' stands where a value should be" },
    { "size (stage", 1, "this has no ')'" },
    /* CEL that is not here */
    { "null", 1, "there is no 'null' here" },
    { "1u", 1, "leave out the 'u'" },
    { "b'a'", 1, "there are no bytes here" },
    { "Br'a'", 1, "there are no bytes here" },
    { "{'a': 1}", 1, "there are no maps and messages here" },
    { "ints[0]", 5, "there is no indexing here" },
    { ".n", 1, "'.' stands where a value should be" },
    { "n = 4", 3, "write '=='" },
    { "n & 1", 3, "write '&&'" },
    { "n | 1", 3, "write '||'" },
    { "n > 1; n < 2", 6, "join several with '&&'" },
    { "n \xe2\x89\xa4 4", 3, "write '<='" },
    { "\xe2\x80\x9c"
      "a"
      "\xe2\x80\x9d",
      1, "write plain quotes" },
    /* shape */
    { "", 1, "there is no expression" },
    { " \n ", 2, "there is no expression" },
    { "// only a comment", 18, "there is no expression" },
    { "1 +", 4, "the expression ends where a value should be" },
    { "+ 1", 1, "'+' stands where a value should be" },
    { "1 2", 3, "'2' stands where an operator should be" },
    { "n n", 3, "'n' stands where an operator should be" },
    { "1 === 1", 5, "write '=='" },
    { "(1", 1, "this has no ')'" },
    { "1)", 2, "')' stands where" },
    { "()", 2, "')' stands where a value should be" },
    { "[1", 1, "this '[' has no ']'" },
    { "[1)", 1, "this '[' has no ']'" },
    { "(1]", 1, "this has no ')'" },
    { "[,]", 2, "',' stands where a value should be" },
    { "[1,,]", 4, "',' stands where a value should be" },
    { "(1, 2)", 3, "',' stands where a ')' should be" },
    { "1, 2", 2, "',' stands where" },
    { "true ? 1", 6, "this '?' has no ':'" },
    { "1 : 2", 3, "there is no '?' before this ':'" },
    { "true ? 1 : 2 : 3", 14, "there is no '?' before this ':'" },
    { "(true ? 1) : 2", 7, "this '?' has no ':'" },
    { "true ? true ? 1 : 2 : 3", 13, "in parentheses" },
    { "!", 2, "the expression ends where a value should be" },
    { "n.", 3, "behind a '.' comes the name of a function" },
    { "n.1", 2, "'.1' stands where an operator should be" },
    /* literals */
    { "9223372036854775808", 1, "does not fit an int of 64 bits" },
    { "-9223372036854775809", 1, "does not fit an int of 64 bits" },
    { "--9223372036854775808", 3, "does not fit an int of 64 bits" },
    { "-(9223372036854775808)", 3, "does not fit an int of 64 bits" },
    { "0x8000000000000000", 1, "does not fit an int of 64 bits" },
    { "1e400", 1, "greater than any double" },
    { "1.", 1, "a digit behind its '.'" },
    { "1abc", 1, "a number cannot go on like this" },
    { "0x", 1, "a number cannot go on like this" },
    { "1e", 1, "a number cannot go on like this" },
    { "0xfg", 1, "a number cannot go on like this" },
    { "'abc", 1, "its closing quote is missing" },
    { "'abc\\'", 1, "its closing quote is missing" },
    { "'''abc''", 1, "its closing quote is missing" },
    { "r'\\''", 5, "its closing quote is missing" },
    { "'a\nb'", 1, "a line ends within the string" },
    { "'''a\rb'''", 1, "a line ends within the string" },
    { "'\\d'", 2, "no such escape" },
    { "'ab\\x4'", 4, "no such escape" },
    { "'\\u12'", 2, "no such escape" },
    { "'\\400'", 2, "no such escape" },
    { "'\\18'", 2, "no such escape" },
    { "'\\ud800'", 2, "no code point" },
    { "'\\U00110000'", 2, "no code point" },
    { "'\xff'", 2, "the text is not UTF-8" },
};

START_TEST(bad_expressions_are_refused_with_advice)
{
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        check_refusal(refusals[i].source, refusals[i].column, refusals[i].message);
    }
}
END_TEST

START_TEST(positions_count_lines_and_code_points)
{
    static const char source[] = "'\xc3\xa9\xc3\xa9' == stage ||\n  '\xf0\x9f\x98\x80' == 1";
    mf_error *error = NULL;
    mf_expression *expression = NULL;

    ck_assert_int_eq(
        mf_expression_compile(source, sizeof source - 1, variables, MF_EXPRESSION_ANY, &expression, &error),
        MF_ERROR_EXPRESSION);
    ck_assert_uint_eq(mf_error_line(error), 2);
    ck_assert_uint_eq(mf_error_column(error), 7);
    ck_assert_uint_eq(mf_error_offset(error), (size_t)(strstr(source, "== 1") - source));
    mf_error_unref(error);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression_refusals");
    TCase *tcase = tcase_create("expression_refusals");

    tcase_add_checked_fixture(tcase, set_up_expressions, tear_down_expressions);
    tcase_add_test(tcase, bad_expressions_are_refused_with_advice);
    tcase_add_test(tcase, positions_count_lines_and_code_points);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
