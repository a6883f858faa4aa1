/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of TOML, judged by the public suite of toml-test: every valid case equals the JSON beside it, every invalid one is
 * refused. What else holds is in test_toml_reader.c.
 */
#include "harness.h"

#include "toml/toml.h"
#include "value/ascii.h"
#include "value/number.h"

enum { DEPTH = 100, MEMORY = 256 * 1024 * 1024 };

static const char suite_directory[] = "toml-test/tests/";

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

static void end_reading(struct reading *reading)
{
    reading->error = mf_error_unref(reading->error);
    mf_arena_free(reading->arena);
}

static struct mf_view member_text(const struct mf_json_node *node, const char *name)
{
    const struct mf_json_node *member = mf_json_tree_member(node, name);

    ck_assert_ptr_nonnull(member);
    return member->text;
}

/*
 * The suite has noncharacters, which our reader of JSON refuses: both sides are compared with U+FFFD, and U+10FFFD, in the place of
 * those two that occur.
 */
static struct mf_buffer without_noncharacters(struct mf_view text)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_append(&buffer, text);
    mf_buffer_append_byte(&buffer, '\0');
    ck_assert_int_eq(buffer.status, MF_OK);
    buffer.size--;
    for (size_t i = 2; i < buffer.size; i++) {
        if (memcmp(buffer.data + i - 2, "\xef\xbf\xbf", 3) == 0 ||
            (i > 2 && memcmp(buffer.data + i - 3, "\xf4\x8f\xbf\xbf", 4) == 0)) {
            buffer.data[i] = '\xbd';
        }
    }
    return buffer;
}

static bool same_text(struct mf_view found, struct mf_view judged)
{
    struct mf_buffer buffer = without_noncharacters(found);
    bool equal = mf_view_equal(mf_buffer_view(&buffer), judged);

    mf_buffer_release(&buffer);
    return equal;
}

/* The suite's value of a scalar: {"type": …, "value": …}. */
static bool is_judged_scalar(const struct mf_json_node *judge)
{
    const struct mf_json_node *type = mf_json_tree_member(judge, "type");
    const struct mf_json_node *value = mf_json_tree_member(judge, "value");

    return judge->token == MF_JSON_OBJECT && judge->count == 2 && type != NULL && value != NULL &&
           type->token == MF_JSON_STRING && value->token == MF_JSON_STRING;
}

static bool is_integer(struct mf_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!mf_ascii_is_digit(text.data[i]) && !(i == 0 && text.data[i] == '-')) {
            return false;
        }
    }
    return text.size > 0;
}

static bool same_float(struct mf_view found, struct mf_view judged)
{
    double left;
    double right;

    if (judged.size > 0 && judged.data[0] == '+') {
        judged = mf_view_from(judged, 1);
    }
    if (mf_number_parse(found, &left) && mf_number_parse(judged, &right)) {
        return left <= right && left >= right && !is_integer(found);
    }
    return mf_view_equal(found, judged) && !is_integer(found);
}

/* Cuts the fraction of a second out of a time; zeros at its end say nothing. */
static struct mf_view cut_fraction(struct mf_view text, struct mf_view *ret_rest)
{
    size_t at = mf_view_find(text, '.');
    size_t end = at;
    struct mf_view fraction;

    if (at < text.size) {
        end++;
        while (end < text.size && mf_ascii_is_digit(text.data[end])) {
            end++;
        }
    }
    *ret_rest = mf_view_make(text.data + end, text.size - end);
    fraction = mf_view_make(text.data + at, end - at);
    while (fraction.size > 0 && mf_ascii_is_one_of(fraction.data[fraction.size - 1], "0.")) {
        fraction.size--;
    }
    return fraction;
}

static bool same_time(struct mf_view found, struct mf_view judged)
{
    struct mf_view found_rest;
    struct mf_view judged_rest;
    struct mf_view found_fraction = cut_fraction(found, &found_rest);
    struct mf_view judged_fraction = cut_fraction(judged, &judged_rest);
    size_t size = mf_view_find(found, '.') < found.size ? mf_view_find(found, '.') : found.size;
    size_t judged_size = mf_view_find(judged, '.') < judged.size ? mf_view_find(judged, '.') : judged.size;

    return mf_view_equal(found_fraction, judged_fraction) && mf_view_equal(found_rest, judged_rest) &&
           mf_view_equal(mf_view_make(found.data, size), mf_view_make(judged.data, judged_size));
}

/* What the suite calls the type of a time. */
static const char *type_of_time(struct mf_view text)
{
    if (text.size > 2 && text.data[2] == ':') {
        return "time-local";
    }
    if (text.size == 10) {
        return "date-local";
    }
    for (size_t i = 19; i < text.size; i++) {
        if (mf_ascii_is_one_of(text.data[i], "Z+-")) {
            return "datetime";
        }
    }
    return "datetime-local";
}

static bool same_scalar(const struct mf_json_node *node, const struct mf_json_node *judge)
{
    struct mf_view type = member_text(judge, "type");
    struct mf_view value = member_text(judge, "value");

    if (mf_view_is(type, "string")) {
        return node->token == MF_JSON_STRING && same_text(node->text, value);
    }
    if (mf_view_is(type, "bool")) {
        return node->token == (mf_view_is(value, "true") ? MF_JSON_TRUE : MF_JSON_FALSE);
    }
    if (mf_view_is(type, "integer")) {
        return node->token == MF_JSON_NUMBER && is_integer(node->text) && mf_view_equal(node->text, value);
    }
    if (mf_view_is(type, "float")) {
        return node->token == MF_JSON_NUMBER && same_float(node->text, value);
    }
    return node->token == MF_JSON_TIME && mf_view_is(type, type_of_time(node->text)) &&
           same_time(node->text, value);
}

/* The depth of the recursion is that of the suite's files. */
static bool same(const struct mf_json_node *node, const struct mf_json_node *judge)
{
    if (is_judged_scalar(judge)) {
        return same_scalar(node, judge);
    }
    if (node->token != judge->token || node->count != judge->count) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!same_text(node->children[i].name, judge->children[i].name) ||
            !same(&node->children[i], &judge->children[i])) {
            return false;
        }
    }
    return true;
}

static mf_bytes *suite_file(struct mf_view path)
{
    struct mf_buffer name = MF_BUFFER_EMPTY;
    mf_bytes *bytes;

    mf_buffer_append_text(&name, suite_directory);
    mf_buffer_append(&name, path);
    mf_buffer_append_byte(&name, '\0');
    ck_assert_int_eq(name.status, MF_OK);
    bytes = testdata_file(name.data);
    ck_assert_msg(bytes != NULL, "%s is missing", name.data);
    mf_buffer_release(&name);
    return bytes;
}

static struct mf_view view_of_bytes(const mf_bytes *bytes)
{
    return mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes));
}

static void judge_valid(struct mf_view path)
{
    struct mf_buffer name = MF_BUFFER_EMPTY;
    mf_bytes *text = suite_file(path);
    struct reading reading = read_view(view_of_bytes(text), DEPTH, MEMORY);
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *judge = NULL;
    struct mf_buffer mended;
    mf_error *error = NULL;
    mf_bytes *json;

    mf_buffer_append(&name, mf_view_make(path.data, path.size - 4));
    mf_buffer_append_text(&name, "json");
    json = suite_file(mf_buffer_view(&name));
    mended = without_noncharacters(view_of_bytes(json));
    ck_assert_msg(mf_json_tree_read(arena, mf_buffer_view(&mended), DEPTH, &judge, &error) == MF_OK,
                  "%.*s: %s", (int)name.size, name.data, mf_error_message(error));
    ck_assert_msg(reading.status == MF_OK, "%.*s: line %u: %s", (int)path.size, path.data,
                  mf_error_line(reading.error), mf_error_message(reading.error));
    ck_assert_msg(same(reading.root, judge), "%.*s is read as something else", (int)path.size, path.data);
    mf_arena_free(arena);
    mf_buffer_release(&mended);
    mf_buffer_release(&name);
    mf_bytes_unref(json);
    mf_bytes_unref(text);
    end_reading(&reading);
}

static void judge_invalid(struct mf_view path)
{
    mf_bytes *text = suite_file(path);
    struct reading reading = read_view(view_of_bytes(text), DEPTH, MEMORY);

    ck_assert_msg(reading.status == MF_ERROR_SYNTAX, "%.*s: %s", (int)path.size, path.data,
                  mf_status_name(reading.status));
    ck_assert_uint_gt(mf_error_line(reading.error), 0);
    ck_assert_uint_gt(mf_error_column(reading.error), 0);
    ck_assert_uint_le(mf_error_offset(reading.error), mf_bytes_size(text));
    mf_bytes_unref(text);
    end_reading(&reading);
}

START_TEST(every_case_of_the_suite)
{
    mf_bytes *list;
    struct mf_view lines;
    int valid = 0;
    int invalid = 0;

    if (!have_testdata("toml-test")) {
        return;
    }
    list = testdata_file("toml-test/tests/files-toml-1.0.0");
    ck_assert_ptr_nonnull(list);
    lines = view_of_bytes(list);
    while (lines.data != NULL) {
        struct mf_view path = mf_view_cut(&lines, '\n');

        if (path.size < 5 || !mf_view_is(mf_view_from(path, path.size - 5), ".toml")) {
            continue;
        }
        if (mf_view_starts_with(path, "valid/")) {
            judge_valid(path);
            valid++;
        } else {
            judge_invalid(path);
            invalid++;
        }
    }
    ck_assert_int_ge(valid, 200);
    ck_assert_int_ge(invalid, 450);
    mf_bytes_unref(list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("toml");
    TCase *tests = tcase_create("toml");

    tcase_add_test(tests, every_case_of_the_suite);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
