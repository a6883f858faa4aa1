/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conformance tests of CEL. A test that our language accepts must give what CEL says. One that it refuses must use something
 * that the language leaves out; how many there are of each kind is written down here, so that nothing falls out unseen.
 */
#include "expressions.h"
#include "textproto.h"

#include "value/ascii.h"
#include "value/number.h"

#include <stdio.h>
#include <stdlib.h>

/* Why a test is outside of the language: the first that applies. */
enum reason {
    INSIDE,
    BYTES,     /* b'…' */
    UNSIGNED,  /* 1u */
    MESSAGE,   /* maps and messages: { */
    MISSING,   /* null */
    FUNCTION,  /* conversions, dyn(), matches(), macros, functions that nobody has */
    INDEX,     /* list[0] */
    NESTED,    /* lists in lists */
    UNCHECKED, /* the test says that its types do not fit */
    MIXED,     /* numbers of two types in one list or comparison */
    REASONS,
};

static const char *const reason_names[REASONS] = { "inside",   "bytes", "unsigned", "message",   "null",
                                                   "function", "index", "nested",   "unchecked", "mixed" };

/* How many of each there are; together they are all the tests of the file. */
static const struct {
    const char *file;
    unsigned counts[REASONS];
} files[] = {
    { "basic.textproto",
      { [INSIDE] = 26,
        [BYTES] = 3,
        [UNSIGNED] = 6,
        [MESSAGE] = 2,
        [MISSING] = 2,
        [FUNCTION] = 2,
        [UNCHECKED] = 2 } },
    { "comparisons.textproto",
      { [INSIDE] = 102,
        [BYTES] = 33,
        [UNSIGNED] = 108,
        [MESSAGE] = 79,
        [MISSING] = 18,
        [FUNCTION] = 52,
        [INDEX] = 1,
        [NESTED] = 1,
        [UNCHECKED] = 11,
        [MIXED] = 1 } },
    { "fp_math.textproto", { [INSIDE] = 29, [UNCHECKED] = 1 } },
    { "integer_math.textproto", { [INSIDE] = 41, [UNSIGNED] = 22, [UNCHECKED] = 1 } },
    { "lists.textproto", { [INSIDE] = 12, [UNSIGNED] = 7, [MESSAGE] = 2, [FUNCTION] = 13, [INDEX] = 5 } },
    { "logic.textproto", { [INSIDE] = 21, [UNCHECKED] = 9 } },
    { "parse.textproto",
      { [INSIDE] = 88, [BYTES] = 65, [MESSAGE] = 44, [FUNCTION] = 18, [INDEX] = 3, [NESTED] = 1 } },
    { "string.textproto", { [INSIDE] = 36, [BYTES] = 6, [FUNCTION] = 9 } },
};

static bool is_known_function(struct mf_view name)
{
    return mf_view_is(name, "size") || mf_view_is(name, "startsWith") || mf_view_is(name, "endsWith") ||
           mf_view_is(name, "contains") || mf_view_is(name, "in");
}

/* The end of a string that begins there. */
static size_t skip_string(struct mf_view text, size_t at, bool raw)
{
    char quote = text.data[at];
    size_t marks = at + 2 < text.size && text.data[at + 1] == quote && text.data[at + 2] == quote ? 3 : 1;

    for (at += marks; at < text.size; at++) {
        size_t run = 0;

        while (run < marks && at + run < text.size && text.data[at + run] == quote) {
            run++;
        }
        if (run == marks) {
            return at + marks;
        }
        at += !raw && text.data[at] == '\\';
    }
    return text.size;
}

/* What stands behind a word that begins at `at`; the word is taken. */
static enum reason judge_word(struct mf_view text, size_t *at)
{
    size_t begin = *at;
    struct mf_view word;

    while (*at < text.size && (mf_ascii_is_alphanumeric(text.data[*at]) || text.data[*at] == '_')) {
        (*at)++;
    }
    word = mf_view_make(text.data + begin, *at - begin);
    if (*at < text.size && (text.data[*at] == '"' || text.data[*at] == '\'')) {
        return mf_ascii_is_one_of(word.data[0], "bB") || mf_ascii_is_one_of(word.data[word.size - 1], "bB")
                   ? BYTES
                   : INSIDE;
    }
    if (mf_ascii_is_digit(word.data[0])) {
        return mf_ascii_is_one_of(word.data[word.size - 1], "uU") ? UNSIGNED : INSIDE;
    }
    if (mf_view_is(word, "null")) {
        return MISSING;
    }
    while (begin + word.size < text.size && mf_ascii_is_one_of(text.data[begin + word.size], " \t")) {
        word.size++;
    }
    if (begin + word.size < text.size && text.data[begin + word.size] == '(') {
        return is_known_function(mf_view_make(word.data, *at - begin)) ? INSIDE : FUNCTION;
    }
    return INSIDE;
}

/* Looks through the text, outside of strings. A second opinion: it shares nothing with the library's lexer. */
static void judge_text(struct mf_view text, bool found[REASONS])
{
    char before = '\0'; /* the last byte that is no white space */
    bool raw = false;

    for (size_t at = 0; at < text.size;) {
        char byte = text.data[at];

        if (byte == '"' || byte == '\'') {
            at = skip_string(text, at, raw);
            raw = false;
            before = byte;
            continue;
        }
        if (mf_ascii_is_alphanumeric(byte) || byte == '_') {
            enum reason reason = judge_word(text, &at);

            found[reason] = true;
            raw = mf_ascii_is_one_of(text.data[at - 1], "rR");
            before = text.data[at - 1];
            continue;
        }
        found[MESSAGE] |= byte == '{';
        found[NESTED] |= byte == '[' && before == '[';
        found[INDEX] |=
            byte == '[' && (mf_ascii_is_alphanumeric(before) || mf_ascii_is_one_of(before, ")]'\""));
        before = mf_ascii_is_one_of(byte, " \t\n\r\f") ? before : byte;
        at++;
    }
}

static enum reason judge(const struct textproto_field *test)
{
    bool found[REASONS] = { false };

    judge_text(textproto_text(test, "expr"), found);
    found[UNCHECKED] = textproto_find(test, "disable_check") != NULL;
    found[MIXED] = true; /* what is left */
    for (int reason = BYTES; reason < REASONS; reason++) {
        if (found[reason]) {
            return (enum reason)reason;
        }
    }
    return INSIDE;
}

static char *copy_text(struct mf_view text)
{
    char *copy = calloc(1, text.size + 1);

    ck_assert_ptr_nonnull(copy);
    if (text.size > 0) {
        memcpy(copy, text.data, text.size);
    }
    return copy;
}

static mf_expression_type primitive_type(struct mf_view name)
{
    return mf_view_is(name, "INT64")    ? MF_EXPRESSION_INT
           : mf_view_is(name, "DOUBLE") ? MF_EXPRESSION_DOUBLE
           : mf_view_is(name, "BOOL")   ? MF_EXPRESSION_BOOL
           : mf_view_is(name, "STRING") ? MF_EXPRESSION_STRING
                                        : MF_EXPRESSION_ANY;
}

static mf_expression_type declared_type(const struct textproto_field *declaration)
{
    struct mf_view entry = textproto_text(declaration, "ident.type.list_type.elem_type.primitive");

    return entry.data == NULL ? primitive_type(textproto_text(declaration, "ident.type.primitive"))
                              : MF_EXPRESSION_LIST + primitive_type(entry);
}

/* A list that a test binds holds ints. */
static mf_status bind_list(mf_expression_values *bound, const char *name,
                           const struct textproto_field *entries)
{
    int64_t numbers[8];
    size_t count = 0;

    for (; entries != NULL; entries = entries->next) {
        ck_assert_uint_lt(count, sizeof numbers / sizeof numbers[0]);
        ck_assert(mf_integer_parse(textproto_text(entries->members, "int64_value"), &numbers[count++]));
    }
    return mf_expression_values_set_ints(bound, name, numbers, count, NULL);
}

/* Gives a variable the value that a test binds to it, if that can be ours. */
static void bind(mf_expression_values *bound, const char *name, const struct textproto_field *value)
{
    char *text = value == NULL ? NULL : copy_text(value->text);
    mf_status status = MF_OK;

    if (text == NULL) {
        return;
    }
    if (mf_view_is(value->name, "int64_value")) {
        status = mf_expression_values_set_int(bound, name, strtoll(text, NULL, 10), NULL);
    } else if (mf_view_is(value->name, "double_value")) {
        status = mf_expression_values_set_double(bound, name, strtod(text, NULL), NULL);
    } else if (mf_view_is(value->name, "bool_value")) {
        status = mf_expression_values_set_bool(bound, name, strcmp(text, "true") == 0, NULL);
    } else if (mf_view_is(value->name, "string_value")) {
        status = mf_expression_values_set_text(bound, name, text, value->text.size, NULL);
    } else if (mf_view_is(value->name, "list_value")) {
        status = bind_list(bound, name, value->members);
    }
    free(text);
    /* The names of constants are none of variables. */
    ck_assert(status == MF_OK || status == MF_ERROR_ARGUMENT);
}

/* The variables of a test that can be ours. */
static void declare(const struct textproto_field *test, mf_expression_variables *to,
                    mf_expression_values *bound)
{
    for (const struct textproto_field *field = test; field != NULL; field = field->next) {
        bool binds = mf_view_is(field->name, "bindings");
        struct mf_view name = textproto_text(field->members, binds ? "key" : "name");
        mf_expression_type type = declared_type(field->members);
        char *copy = name.data == NULL ? NULL : copy_text(name);

        if (binds) {
            const struct textproto_field *value = textproto_find(field->members, "value.value");

            bind(bound, copy, value == NULL ? NULL : value->members);
        } else if (mf_view_is(field->name, "type_env")) {
            (void)mf_expression_variables_add(to, copy, type, NULL);
        }
        free(copy);
    }
}

/* Appends a value as spell_result() does. */
static void spell_expected(struct mf_buffer *to, const struct textproto_field *value)
{
    struct mf_view text = value->text;

    if (mf_view_is(value->name, "string_value")) {
        mf_buffer_append_byte(to, '\'');
        mf_buffer_append_printable(to, text, SIZE_MAX);
        mf_buffer_append_byte(to, '\'');
    } else if (mf_view_is(value->name, "double_value")) {
        char *copy = copy_text(text);

        spell_double(to, strtod(copy, NULL));
        free(copy);
    } else if (mf_view_is(value->name, "list_value")) {
        mf_buffer_append_byte(to, '[');
        for (const struct textproto_field *entry = value->members; entry != NULL; entry = entry->next) {
            spell_expected(to, entry->members);
            mf_buffer_append_text(to, entry->next == NULL ? "" : ", ");
        }
        mf_buffer_append_byte(to, ']');
    } else {
        mf_buffer_append(to, text);
    }
}

/* Compares what we make of a test with what it says. */
static void check(const struct textproto_field *test, mf_expression *expression, mf_expression_values *bound)
{
    const struct textproto_field *expected = textproto_find(test, "value");
    struct mf_view source = textproto_text(test, "expr");
    struct mf_buffer ours = MF_BUFFER_EMPTY;
    struct mf_buffer theirs = MF_BUFFER_EMPTY;
    mf_status status = mf_expression_evaluate(expression, bound, NULL);

    if (expected == NULL) {
        ck_assert_ptr_nonnull(textproto_find(test, "eval_error"));
        ck_assert_msg(status == MF_ERROR_EVALUATION, "%.*s: %s", (int)source.size, source.data,
                      mf_status_name(status));
        return;
    }
    ck_assert_msg(status == MF_OK, "%.*s: %s", (int)source.size, source.data, mf_status_name(status));
    spell_result(&ours, bound);
    spell_expected(&theirs, expected->members);
    ck_assert_msg(mf_view_equal(mf_buffer_view(&ours), mf_buffer_view(&theirs)), "%.*s: %.*s, not %.*s",
                  (int)source.size, source.data, (int)ours.size, ours.data, (int)theirs.size, theirs.data);
    mf_buffer_release(&ours);
    mf_buffer_release(&theirs);
}

static void run_test(const struct textproto_field *test, unsigned counts[REASONS])
{
    struct mf_view source = textproto_text(test, "expr");
    mf_expression_variables *declared = NULL;
    mf_expression_values *bound = NULL;
    mf_expression *expression = NULL;
    mf_error *error = NULL;
    enum reason reason = INSIDE;
    mf_status status;

    ck_assert_int_eq(mf_expression_variables_new(&declared, NULL), MF_OK);
    ck_assert_int_eq(mf_expression_values_new(&bound, NULL), MF_OK);
    declare(test, declared, bound);
    status =
        mf_expression_compile(source.data, source.size, declared, MF_EXPRESSION_ANY, &expression, &error);
    if (status == MF_OK) {
        check(test, expression, bound);
    } else {
        reason = judge(test);
        ck_assert_msg(status == MF_ERROR_EXPRESSION && reason != INSIDE, "%.*s: %s", (int)source.size,
                      source.data, mf_error_message(error));
        if (getenv("MF_VERBOSE") != NULL) {
            printf("# %s: %.*s: %s\n", reason_names[reason], (int)source.size, source.data,
                   mf_error_message(error));
        }
    }
    counts[reason]++;
    mf_error_unref(error);
    mf_expression_unref(expression);
    mf_expression_values_unref(bound);
    mf_expression_variables_unref(declared);
}

START_TEST(the_conformance_tests_of_cel_hold)
{
    unsigned counts[REASONS] = { 0 };
    struct mf_arena *arena = mf_arena_new(0);
    char path[100];
    mf_bytes *bytes;

    if (!have_testdata("cel-spec")) {
        return;
    }
    (void)snprintf(path, sizeof path, "cel-spec/%s", files[_i].file);
    bytes = testdata_file(path);
    ck_assert_ptr_nonnull(bytes);
    for (const struct textproto_field *section =
             textproto_read(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), arena);
         section != NULL; section = section->next) {
        for (const struct textproto_field *test = section->members; test != NULL; test = test->next) {
            if (mf_view_is(test->name, "test")) {
                run_test(test->members, counts);
            }
        }
    }
    for (int reason = 0; reason < REASONS; reason++) {
        ck_assert_msg(counts[reason] == files[_i].counts[reason], "%s: %u are %s, not %u", files[_i].file,
                      counts[reason], reason_names[reason], files[_i].counts[reason]);
    }
    mf_bytes_unref(bytes);
    mf_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression_cel");
    TCase *tcase = tcase_create("expression_cel");

    tcase_add_loop_test(tcase, the_conformance_tests_of_cel_hold, 0, sizeof files / sizeof files[0]);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
