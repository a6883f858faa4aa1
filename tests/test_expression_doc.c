/* SPDX-License-Identifier: Apache-2.0 */
/* The examples of doc/expressions.md give what the page says. */
#include "expressions.h"

#include "value/ascii.h"
#include "value/number.h"

#include <stdlib.h>

enum { LONGEST = 300 };

static void trim(struct mf_view *text)
{
    while (text->size > 0 && text->data[0] == ' ') {
        *text = mf_view_from(*text, 1);
    }
    while (text->size > 0 && text->data[text->size - 1] == ' ') {
        text->size--;
    }
}

static void copy(struct mf_view text, char to[LONGEST])
{
    ck_assert_uint_lt(text.size, LONGEST);
    memcpy(to, text.data, text.size);
    to[text.size] = '\0';
}

static mf_expression_type type_of(struct mf_view name)
{
    mf_expression_type type = MF_EXPRESSION_INT;

    while (type <= MF_EXPRESSION_LIST_STRING && !mf_view_is(name, mf_expression_type_name(type))) {
        type++;
    }
    ck_assert_int_le(type, MF_EXPRESSION_LIST_STRING);
    return type;
}

/* `sizes list(int) 1 2 4` */
static void declare(struct mf_view text)
{
    char name[LONGEST];
    char value[LONGEST];
    mf_expression_type type;
    int64_t ints[8];
    size_t count = 0;
    struct mf_view rest = text;

    copy(mf_view_cut(&rest, ' '), name);
    type = type_of(mf_view_cut(&rest, ' '));
    copy(rest, value);
    ck_assert_int_eq(mf_expression_variables_add(variables, name, type, NULL), MF_OK);
    switch (type) {
    case MF_EXPRESSION_INT:
        ck_assert_int_eq(mf_expression_values_set_int(values, name, strtoll(value, NULL, 10), NULL), MF_OK);
        break;
    case MF_EXPRESSION_DOUBLE:
        ck_assert_int_eq(mf_expression_values_set_double(values, name, strtod(value, NULL), NULL), MF_OK);
        break;
    case MF_EXPRESSION_BOOL:
        ck_assert_int_eq(mf_expression_values_set_bool(values, name, strcmp(value, "true") == 0, NULL),
                         MF_OK);
        break;
    case MF_EXPRESSION_STRING:
        ck_assert_int_eq(mf_expression_values_set_text(values, name, rest.data, rest.size, NULL), MF_OK);
        break;
    default:
        while (rest.data != NULL) {
            ck_assert(mf_integer_parse(mf_view_cut(&rest, ' '), &ints[count++]));
        }
        ck_assert_int_eq(mf_expression_values_set_ints(values, name, ints, count, NULL), MF_OK);
        break;
    }
}

/* A cell up to its bar, which within code is written `\|`. */
static void take_cell(struct mf_view *row, char to[LONGEST])
{
    struct mf_view cell = mf_view_make(row->data, 0);
    size_t size = 0;

    while (cell.size < row->size && (row->data[cell.size] != '|' || cell.data[cell.size - 1] == '\\')) {
        cell.size++;
    }
    *row = mf_view_from(*row, cell.size + 1);
    trim(&cell);
    if (cell.size > 1 && cell.data[0] == '`' && cell.data[cell.size - 1] == '`') {
        cell = mf_view_make(cell.data + 1, cell.size - 2);
    }
    ck_assert_uint_lt(cell.size, LONGEST);
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] != '\\' || i + 1 == cell.size || cell.data[i + 1] != '|') {
            to[size++] = cell.data[i];
        }
    }
    to[size] = '\0';
}

/* What the page would say of an expression. */
static void describe(const char *source, struct mf_buffer *to)
{
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    mf_status status =
        mf_expression_compile(source, MF_ZERO_TERMINATED, variables, MF_EXPRESSION_ANY, &expression, &error);

    if (status == MF_OK) {
        status = mf_expression_evaluate(expression, values, &error);
    }
    if (status == MF_OK) {
        spell_result(to, values);
    } else {
        mf_buffer_format(to, "%s: %s", status == MF_ERROR_EXPRESSION ? "refused" : "fails",
                         mf_error_message(error));
    }
    mf_error_unref(error);
    mf_expression_unref(expression);
}

static void check_row(struct mf_view row)
{
    struct mf_buffer found = MF_BUFFER_EMPTY;
    char source[LONGEST];
    char expected[LONGEST];

    row = mf_view_from(row, 1);
    take_cell(&row, source);
    take_cell(&row, expected);
    describe(source, &found);
    ck_assert_msg(mf_view_is(mf_buffer_view(&found), expected), "%s: the page says %s, it is %.*s", source,
                  expected, (int)found.size, found.data);
    mf_buffer_release(&found);
}

START_TEST(the_examples_are_true)
{
    static const char mark[] = "<!-- expressions: ";
    mf_bytes *page = source_file("doc/expressions.md");
    const char *begin = strstr(mf_bytes_data(page), mark);
    struct mf_view rest;
    struct mf_view declarations;
    unsigned rows = 0;

    ck_assert_ptr_nonnull(begin);
    ck_assert_int_eq(mf_expression_variables_new(&variables, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_new(&values, NULL), MF_OK);
    rest = mf_view_of(begin + strlen(mark));
    declarations = mf_view_cut(&rest, '\n');
    declarations.size -= strlen(" -->");
    while (declarations.data != NULL) {
        struct mf_view one = mf_view_cut(&declarations, ';');

        trim(&one);
        declare(one);
    }
    while (rest.size > 0 && rest.data[0] == '|') {
        struct mf_view row = mf_view_cut(&rest, '\n');

        if (mf_view_starts_with(row, "| `")) {
            check_row(row);
            rows++;
        }
    }
    ck_assert_uint_gt(rows, 10);
    tear_down_expressions();
    mf_bytes_unref(page);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression_doc");
    TCase *tcase = tcase_create("expression_doc");

    tcase_add_test(tcase, the_examples_are_true);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
