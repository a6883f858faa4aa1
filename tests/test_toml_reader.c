/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of TOML besides what the public suite judges: places of values and errors, limits, and inputs made to be slow. */
#include "harness.h"

#include "toml/toml.h"

enum { DEPTH = 100, MEMORY = 256 * 1024 * 1024 };

/* A text that was read, or not. */
struct reading {
    struct mf_arena *arena;
    const struct mf_json_node *root;
    mf_status status;
    mf_error *error;
};

static struct reading read_view(struct mf_view text, uint32_t depth, size_t memory)
{
    struct reading reading = { .arena = mf_arena_new(memory) };

    ck_assert_ptr_nonnull(reading.arena);
    reading.status = mf_toml_read(reading.arena, text, depth, &reading.root, &reading.error);
    ck_assert((reading.status == MF_OK) == (reading.root != NULL));
    ck_assert((reading.status == MF_OK) == (reading.error == NULL));
    return reading;
}

static struct reading read_toml(const char *text)
{
    return read_view(mf_view_of(text), DEPTH, MEMORY);
}

static void end_reading(struct reading *reading)
{
    reading->error = mf_error_unref(reading->error);
    mf_arena_free(reading->arena);
}

/* Every cut-off beginning of a good text is read or refused, and nothing else happens. */
START_TEST(texts_that_are_cut_off)
{
    static const char text[] =
        "a.\"b c\".d = 'x' # y\r\n[t.u]\n[[t.v]]\nx = [1_0, {y = 0x1F, z.w = \"\"\"\n"
        "\\u00e4\\\n  \"\"\"}, ]\n[[t.v]]\nd = 1979-05-27 07:32:00.5-07:00\nf = -1e0\n";

    for (size_t size = 0; size < sizeof text; size++) {
        struct reading reading = read_view(mf_view_make(text, size), DEPTH, MEMORY);

        if (reading.status != MF_OK) {
            ck_assert_int_eq(reading.status, MF_ERROR_SYNTAX);
            ck_assert_uint_le(mf_error_offset(reading.error), size);
        }
        end_reading(&reading);
    }
}
END_TEST

/* Where each value stands: line and column, in code points. */
START_TEST(values_know_their_place)
{
    struct reading reading = read_toml("\xef\xbb\xbf\"\xc3\xa4\" = 1\n"
                                       "[t]\n"
                                       "  b.c = [ 'x',\n"
                                       "    true ]\n"
                                       "[[l]]\n"
                                       "[[l]]\n");
    const struct mf_json_node *root = reading.root;
    const struct mf_json_node *list;

    assert_ok(reading.status, reading.error);
    ck_assert_uint_eq(root->count, 3);
    ck_assert_uint_eq(mf_json_tree_member(root, "\xc3\xa4")->position.column, 7);
    ck_assert_uint_eq(mf_json_tree_member(root, "\xc3\xa4")->position.offset, 10);
    ck_assert_uint_eq(mf_json_tree_member(root, "t")->position.line, 2);
    ck_assert_uint_eq(mf_json_tree_member(root, "t")->position.column, 2);
    list = mf_json_tree_member(mf_json_tree_member(mf_json_tree_member(root, "t"), "b"), "c");
    ck_assert_uint_eq(list->position.line, 3);
    ck_assert_uint_eq(list->position.column, 9);
    ck_assert_uint_eq(list->children[0].position.column, 11);
    ck_assert_uint_eq(list->children[1].position.line, 4);
    ck_assert_uint_eq(list->children[1].position.column, 5);
    list = mf_json_tree_member(root, "l");
    ck_assert_uint_eq(list->count, 2);
    ck_assert_uint_eq(list->children[0].position.line, 5);
    ck_assert_uint_eq(list->children[1].position.line, 6);
    ck_assert_uint_eq(list->children[1].position.column, 3);
    end_reading(&reading);
}
END_TEST

static const struct {
    const char *text;
    uint32_t line;
    uint32_t column;
} refused[] = {
    { "a = 1\na = 2\n", 2, 1 },
    { "a = 1\n  b = \n", 2, 7 },
    { "a = 1 b = 2", 1, 7 },
    { "a = [1\n, 2", 2, 4 },
    { "a = {b = 1", 1, 11 },
    { "a = {b = 1,}", 1, 12 },
    { "a = {b = 1\n}", 1, 11 },
    { "a = \"\xc3\xa4\\x\"", 1, 8 },
    { "a = 'x\ny'", 1, 7 },
    { "a = \"\"\"x", 1, 9 },
    { "a = 'x\x7f'", 1, 7 },
    { "a = \"\\ud800\"", 1, 8 },
    { "# x\ry", 1, 4 },
    { "x = 1\n\n\xff", 3, 1 },
    { "[a]\n[b]\n[a]\n", 3, 2 },
    { "[a]\nb.c = 1\n[a.b]\n", 3, 4 },
    { "[a.b]\n[a]\nb.c = 1\n", 3, 1 },
    { "a = []\n[[a]]\n", 2, 3 },
    { "[[a]]\n[a]\n", 2, 2 },
    { "a = {}\n[a.b]\n", 2, 2 },
    { "a = 9223372036854775808", 1, 5 },
    { "a = -9223372036854775809", 1, 5 },
    { "a = 1e400", 1, 5 },
    { "a = 2026-02-29", 1, 5 },
    { "a = 24:00:00", 1, 5 },
    { "a = 09:30", 1, 5 },
    { "[a]]\n", 1, 4 },
    { "[[a]\n", 1, 5 },
    { "[ [a]]\n", 1, 3 },
    { "= 1", 1, 1 },
    { "a", 1, 2 },
};

START_TEST(what_is_refused_says_where)
{
    struct reading reading = read_toml(refused[_i].text);

    ck_assert_msg(reading.status == MF_ERROR_SYNTAX, "%s", refused[_i].text);
    ck_assert_msg(mf_error_line(reading.error) == refused[_i].line &&
                      mf_error_column(reading.error) == refused[_i].column,
                  "%s: %u:%u %s", refused[_i].text, mf_error_line(reading.error),
                  mf_error_column(reading.error), mf_error_message(reading.error));
    end_reading(&reading);
}
END_TEST

/* Scalars come as one spelling each. */
START_TEST(scalars_are_brought_to_one_spelling)
{
    static const struct {
        const char *text;
        const char *spelling;
    } scalars[] = {
        { "+1_000", "1000" },
        { "-0", "0" },
        { "0xDEAD_beef", "3735928559" },
        { "0o17", "15" },
        { "0b11", "3" },
        { "0x7fffffffffffffff", "9223372036854775807" },
        { "-9223372036854775808", "-9223372036854775808" },
        { "+1_0.5e+0_1", "10.5e+01" },
        { "-nan", "nan" },
        { "+inf", "inf" },
        { "-inf", "-inf" },
        { "1987-07-05 17:45:00z", "1987-07-05T17:45:00Z" },
        { "23:59:60", "23:59:60" },
    };

    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) {
        struct mf_buffer buffer = MF_BUFFER_EMPTY;
        struct reading reading;

        mf_buffer_format(&buffer, "a = %s", scalars[i].text);
        reading = read_view(mf_buffer_view(&buffer), DEPTH, MEMORY);
        assert_ok(reading.status, reading.error);
        assert_view_is(reading.root->children[0].text, scalars[i].spelling);
        end_reading(&reading);
        mf_buffer_release(&buffer);
    }
}
END_TEST

/* A piece of text so many times, with texts before and behind. */
static struct mf_buffer repeated(const char *before, const char *piece, size_t count, const char *behind)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&buffer, before);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&buffer, piece);
    }
    mf_buffer_append_text(&buffer, behind);
    ck_assert_int_eq(buffer.status, MF_OK);
    return buffer;
}

static mf_status status_of(const struct mf_buffer *buffer, uint32_t depth, size_t memory)
{
    struct reading reading = read_view(mf_buffer_view(buffer), depth, memory);
    mf_status status = reading.status;

    end_reading(&reading);
    return status;
}

START_TEST(depth_is_limited)
{
    static const struct {
        const char *before;
        const char *piece;
        const char *behind;
    } nests[] = {
        { "a = ", "[", "" },       { "a = ", "{a=", "" },         { "", "a.", "a = 1" },
        { "[", "a.", "a]\n" },     { "a = {", "a.", "a = 1}\n" }, { "[[", "a.", "a]]\n" },
        { "a = ", "[{a = ", "1" },
    };

    for (size_t i = 0; i < sizeof nests / sizeof nests[0]; i++) {
        struct mf_buffer deep = repeated(nests[i].before, nests[i].piece, 100000, nests[i].behind);
        struct mf_buffer flat = repeated(nests[i].before, nests[i].piece, 5, nests[i].behind);

        ck_assert_int_eq(status_of(&deep, UINT32_MAX, MEMORY), MF_ERROR_LIMIT);
        ck_assert_int_eq(status_of(&deep, DEPTH, MEMORY), MF_ERROR_LIMIT);
        ck_assert_int_eq(status_of(&flat, 3, MEMORY), MF_ERROR_LIMIT);
        ck_assert_int_ne(status_of(&flat, DEPTH, MEMORY), MF_ERROR_LIMIT);
        mf_buffer_release(&deep);
        mf_buffer_release(&flat);
    }
}
END_TEST

/* What is as deep as it may be can be written out again. */
START_TEST(the_deepest_tree_can_be_written)
{
    struct mf_buffer text = repeated("a = ", "[", MF_JSON_MAXIMUM_DEPTH - 1, "");
    struct mf_buffer json = MF_BUFFER_EMPTY;
    struct reading reading;

    for (size_t i = 0; i < MF_JSON_MAXIMUM_DEPTH - 1; i++) {
        mf_buffer_append_byte(&text, ']');
    }
    reading = read_view(mf_buffer_view(&text), UINT32_MAX, MEMORY);
    assert_ok(reading.status, reading.error);
    mf_json_tree_append(&json, reading.root);
    ck_assert_int_eq(json.status, MF_OK);
    ck_assert_uint_eq(json.size, 2 * MF_JSON_MAXIMUM_DEPTH + 4);
    end_reading(&reading);
    mf_buffer_release(&json);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(memory_is_limited)
{
    struct mf_buffer text = repeated("a = [", "1,", 100000, "]");
    struct reading reading = read_view(mf_buffer_view(&text), DEPTH, 4 * 1024 * 1024);

    ck_assert_int_eq(reading.status, MF_ERROR_LIMIT);
    ck_assert_int_eq(status_of(&text, DEPTH, MEMORY), MF_OK);
    end_reading(&reading);
    mf_buffer_release(&text);
    /* What is too long is refused by its size alone. */
    reading = read_view(mf_view_make("a = 1", ((size_t)1 << 31) + 1), DEPTH, MEMORY);
    ck_assert_int_eq(reading.status, MF_ERROR_LIMIT);
    end_reading(&reading);
}
END_TEST

/* Whatever the limit is that is passed on the way, reading ends with that and nothing else. */
START_TEST(memory_may_run_out_anywhere)
{
    static const char text[] =
        "a.b = [1, 'x', {c = 1_0}]\n[t]\nd = \"\\n\"\n[[l]]\n[[l]]\ne = 1e1\nf = 09:30:00\n";
    mf_status status = MF_ERROR_LIMIT;
    size_t limit = 1;

    for (; status == MF_ERROR_LIMIT && limit < MEMORY; limit += 64) {
        struct reading reading = read_view(mf_view_of(text), DEPTH, limit);

        status = reading.status;
        end_reading(&reading);
    }
    ck_assert_int_eq(status, MF_OK);
    ck_assert_uint_gt(limit, 1024);
}
END_TEST

/* Keys in rising order would make a plain tree a list; a quadratic reader would take minutes for these. */
START_TEST(many_keys_stay_quick)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    struct reading reading;
    enum { KEYS = 300000 };

    for (int i = 0; i < KEYS; i++) {
        mf_buffer_format(&text, "k%06d = %d\n", i, i);
    }
    for (int i = KEYS; i > 0; i--) {
        mf_buffer_format(&text, "[t%06d.x]\n", i);
    }
    ck_assert_int_eq(text.status, MF_OK);
    reading = read_view(mf_buffer_view(&text), DEPTH, 0);
    assert_ok(reading.status, reading.error);
    ck_assert_uint_eq(reading.root->count, 2 * KEYS);
    for (uint32_t i = 1; i < reading.root->count; i++) {
        ck_assert_int_lt(mf_view_compare(reading.root->children[i - 1].name, reading.root->children[i].name),
                         0);
    }
    assert_view_is(mf_json_tree_member(reading.root, "k123456")->text, "123456");
    end_reading(&reading);
    mf_buffer_release(&text);
}
END_TEST

/* Long lines, strings full of escapes, and white space: each is passed over once. */
START_TEST(long_texts_stay_quick)
{
    static const struct {
        const char *before;
        const char *piece;
        const char *behind;
    } texts[] = {
        { "a = [", "1 , ", "]" },           { "a = \"", "\\n", "\"" },          { "a = '''", "''x", "'''" },
        { "a = \"\"\"", "\\\n", "\"\"\"" }, { "a = [", "\n\n\n\n", "]" },       { "", "#x\n", "" },
        { "a = [", "'x\xc3\xa4', ", "]" },  { "a = \"\"\"", "\r\n", "\"\"\"" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_buffer text = repeated(texts[i].before, texts[i].piece, 500000, texts[i].behind);

        ck_assert_int_eq(status_of(&text, DEPTH, 0), MF_OK);
        mf_buffer_release(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("toml_reader");
    TCase *tests = tcase_create("toml_reader");

    tcase_add_test(tests, texts_that_are_cut_off);
    tcase_add_test(tests, values_know_their_place);
    tcase_add_loop_test(tests, what_is_refused_says_where, 0, (int)(sizeof refused / sizeof refused[0]));
    tcase_add_test(tests, scalars_are_brought_to_one_spelling);
    tcase_add_test(tests, depth_is_limited);
    tcase_add_test(tests, the_deepest_tree_can_be_written);
    tcase_add_test(tests, memory_is_limited);
    tcase_add_test(tests, memory_may_run_out_anywhere);
    tcase_add_test(tests, many_keys_stay_quick);
    tcase_add_test(tests, long_texts_stay_quick);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
