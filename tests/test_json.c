/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON scanner, the string writer, and trees. */
#include "harness.h"

#include "base/utf8.h"
#include "json/scanner.h"
#include "json/tree.h"
#include "json/writer.h"

#include <stdio.h>

/* Scans a text and spells its tokens: each as one character, then the text of keys, strings and numbers;
 * errors as they are. */
static void trace(struct mf_view text, uint32_t depth, struct mf_buffer *out)
{
    static const char signs[] = { '!', '.', '{', '}', '[', ']', 'k', 's', '#', 't', 'f', 'n' };
    struct mf_json_scanner scanner;
    enum mf_json_token token;

    mf_json_scanner_init(&scanner, text, depth);
    do {
        token = mf_json_next(&scanner);
        mf_buffer_append_byte(out, signs[token]);
        if (token == MF_JSON_ERROR) {
            mf_buffer_format(out, "%u:%u+%zu %s", (unsigned)scanner.position.line,
                             (unsigned)scanner.position.column, scanner.position.offset, scanner.error);
        } else if (token == MF_JSON_KEY || token == MF_JSON_STRING || token == MF_JSON_NUMBER) {
            mf_buffer_append(out, scanner.text);
            mf_buffer_append_text(out, scanner.escaped ? "~ " : " ");
        }
    } while (token != MF_JSON_ERROR && token != MF_JSON_END);
    ck_assert_int_eq(mf_json_next(&scanner), token);
    ck_assert_int_eq(mf_json_next(&scanner), token);
    ck_assert_int_eq(out->status, MF_OK);
}

static void assert_trace(const char *text, const char *expected)
{
    struct mf_buffer out = MF_BUFFER_EMPTY;

    trace(mf_view_of(text), 64, &out);
    assert_view_is(mf_buffer_view(&out), expected);
    mf_buffer_release(&out);
}

START_TEST(tokens_come_in_order)
{
    assert_trace("{}", "{}.");
    assert_trace(" [ ] ", "[].");
    assert_trace("\t\r\n0 \n", "#0 .");
    assert_trace("\"\"", "s .");
    assert_trace("{\"a\":1,\"b\":[true,false,null,\"x\"],\"c\":{\"d\":{}}}",
                 "{ka #1 kb [tfnsx ]kc {kd {}}}.");
    assert_trace("[-0, 0.5, 1e5, 1E+5, -10.25e-3, 123456789012345678901234567890]",
                 "[#-0 #0.5 #1e5 #1E+5 #-10.25e-3 #123456789012345678901234567890 ].");
    assert_trace("[\"a\\n\",\"\\u00e4\",\"\xc3\xa4\",\"a long run of plain bytes, more than eight\"]",
                 "[sa\\n~ s\\u00e4~ s\xc3\xa4 sa long run of plain bytes, more than eight ].");
    assert_trace("{\"\\u0000\":\"\x7f\"}", "{k\\u0000~ s\x7f }.");
    assert_trace("[[],{},[[]],{\"\":[]}]", "[[]{}[[]]{k []}].");
}
END_TEST

START_TEST(errors_say_what_and_where)
{
    static const struct {
        const char *text;
        const char *trace;
    } cases[] = {
        { "", "!1:1+0 the text is empty" },
        { " \n ", "!2:2+3 the text is empty" },
        { "\"abc", "!1:1+0 a string is not closed" },
        { "[\"abc\\", "[!1:6+5 an escape that JSON does not have" },
        { "[\"abc\\\"", "[!1:2+1 a string is not closed" },
        { "[\n \"abc", "[!2:2+3 a string is not closed" },
        { "\"a\tb\"", "!1:3+2 a control character must be escaped" },
        { "\"a\rb\"", "!1:3+2 a control character must be escaped" },
        { "\"12345678\x01 45678\"", "!1:10+9 a control character must be escaped" },
        { "\"a\nb\"", "!1:3+2 a string may not go over a line break" },
        { "\"\\x\"", "!1:2+1 an escape that JSON does not have" },
        { "\"\\U0041\"", "!1:2+1 an escape that JSON does not have" },
        { "\"\\u12\"", "!1:2+1 \\u must be followed by four hexadecimal digits" },
        { "\"\\u12g4\"", "!1:2+1 \\u must be followed by four hexadecimal digits" },
        { "\"\\u", "!1:2+1 \\u must be followed by four hexadecimal digits" },
        { "\"a\\ud800\"", "!1:3+2 a lone surrogate" },
        { "\"\\udc00\"", "!1:2+1 a lone surrogate" },
        { "\"\\ud800\\u0041\"", "!1:2+1 a lone surrogate" },
        { "\"\\ud800\\ud800\\udc00\"", "!1:2+1 a lone surrogate" },
        { "\"\\ud83d\\ude", "!1:2+1 a lone surrogate" },
        { "\"\\ud83d\xf0\x9f\x98\x80\"", "!1:2+1 a lone surrogate" },
        { "\"\\uFFFE\"", "!1:2+1 a noncharacter" },
        { "\"\\ufdd0\"", "!1:2+1 a noncharacter" },
        { "\"\\ud83f\\udfff\"", "!1:2+1 a noncharacter" },
        { "\"\xc3\xa4\xef\xbf\xbf\"", "!1:3+3 a noncharacter" },
        { "\"\xf4\x8f\xbf\xbe\"", "!1:2+1 a noncharacter" },
        { "\"\xc3\xa4\xff\"", "!1:3+3 not UTF-8" },
        { "\"\xc0\x80\"", "!1:2+1 not UTF-8" },
        { "\"\xed\xa0\x80\"", "!1:2+1 not UTF-8" },
        { "\"\xe2\x82", "!1:2+1 not UTF-8" },
        { "[\xff]", "[!1:2+1 not UTF-8" },
        { "\xef\xbb\xbf{}", "!1:1+0 a byte order mark is not allowed" },
        { "01", "!1:1+0 a number may not begin with 0" },
        { "[-012]", "[!1:3+2 a number may not begin with 0" },
        { "-", "!1:2+1 a digit must follow the minus sign" },
        { "-a", "!1:2+1 a digit must follow the minus sign" },
        { "[1.]", "[!1:4+3 a digit must follow the decimal point" },
        { "1.e5", "!1:3+2 a digit must follow the decimal point" },
        { "1e", "!1:3+2 the exponent has no digits" },
        { "1e+", "!1:4+3 the exponent has no digits" },
        { "+1", "!1:1+0 a number begins with a digit or a minus sign" },
        { ".5", "!1:1+0 a number begins with a digit or a minus sign" },
        { "0x10", "#0 !1:2+1 nothing may follow the document" },
        { "[1 2]", "[#1 !1:4+3 expected ',' or ']'" },
        { "[1}", "[#1 !1:3+2 expected ',' or ']'" },
        { "{\"a\":1]", "{ka #1 !1:7+6 expected ',' or '}'" },
        { "{\"a\":1 \"b\":2}", "{ka #1 !1:8+7 expected ',' or '}'" },
        { "{\"a\" 1}", "{ka !1:6+5 expected ':'" },
        { "{\"a\"::1}", "{ka !1:6+5 expected a value" },
        { "{\"a\"}", "{ka !1:5+4 expected ':'" },
        { "{a:1}", "{!1:2+1 expected a name in double quotes" },
        { "{1:1}", "{!1:2+1 expected a name in double quotes" },
        { "{,}", "{!1:2+1 expected a name in double quotes" },
        { "[,]", "[!1:2+1 expected a value" },
        { "[1,,2]", "[#1 !1:4+3 expected a value" },
        { "{'a':1}", "{!1:2+1 a string must stand in double quotes" },
        { "[1,\n ]", "[#1 !1:3+2 a trailing comma" },
        { "{\"a\":1,}", "{ka #1 !1:7+6 a trailing comma" },
        { "[1,}", "[#1 !1:4+3 expected a value" },
        { "{} {}", "{}!1:4+3 nothing may follow the document" },
        { "{}\n\n,", "{}!3:1+4 nothing may follow the document" },
        { "1]", "#1 !1:2+1 nothing may follow the document" },
        { "truex", "t!1:5+4 nothing may follow the document" },
        { "tru", "!1:1+0 the only words are true, false and null" },
        { "[True]", "[!1:2+1 the only words are true, false and null" },
        { "NaN", "!1:1+0 the only words are true, false and null" },
        { "[1, // one\n2]", "[#1 !1:5+4 JSON has no comments" },
        { "# one", "!1:1+0 JSON has no comments" },
        { "[\x0b]", "[!1:2+1 a control character outside of a string" },
        { "[", "[!1:2+1 the text ends too early" },
        { "{\"a\":", "{ka !1:6+5 the text ends too early" },
        { "{\"a\"", "{ka !1:5+4 the text ends too early" },
        { "[1,", "[#1 !1:4+3 the text ends too early" },
        { "[\xc2\xa0 1]", "[!1:2+1 expected a value" },
        { "]", "!1:1+0 expected a value" },
        { "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\" x",
          "s\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80 !1:7+12 nothing may follow the document" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_trace(cases[i].text, cases[i].trace);
    }
}
END_TEST

START_TEST(a_nul_byte_is_no_end_of_the_text)
{
    static const char *const traces[] = { "{}!1:3+2 nothing may follow the document",
                                          "[!1:2+1 a control character outside of a string",
                                          "!1:3+2 a control character must be escaped",
                                          "#1 !1:2+1 nothing may follow the document" };
    static const struct mf_view texts[] = { { "{}\0", 3 }, { "[\0]", 3 }, { "\"a\0\"", 4 }, { "1\0", 2 } };

    for (size_t i = 0; i < sizeof traces / sizeof traces[0]; i++) {
        struct mf_buffer out = MF_BUFFER_EMPTY;

        trace(texts[i], 64, &out);
        assert_view_is(mf_buffer_view(&out), traces[i]);
        mf_buffer_release(&out);
    }
}
END_TEST

START_TEST(positions_count_code_points_and_lines)
{
    static const char text[] =
        "{ \"\xc3\xa4\xf0\x9f\x98\x80\" : \"\xe2\x82\xac\",\r\n\t\"k\":\n[12 ,\"\\u00e4\" , {}]}";
    static const struct {
        enum mf_json_token token;
        size_t start;
        size_t end;
        uint32_t line;
        uint32_t column;
    } expected[] = {
        { MF_JSON_OBJECT, 0, 1, 1, 1 },        { MF_JSON_KEY, 2, 10, 1, 3 },
        { MF_JSON_STRING, 13, 18, 1, 10 },     { MF_JSON_KEY, 22, 25, 2, 2 },
        { MF_JSON_ARRAY, 27, 28, 3, 1 },       { MF_JSON_NUMBER, 28, 30, 3, 2 },
        { MF_JSON_STRING, 32, 40, 3, 6 },      { MF_JSON_OBJECT, 43, 44, 3, 17 },
        { MF_JSON_OBJECT_END, 44, 45, 3, 18 }, { MF_JSON_ARRAY_END, 45, 46, 3, 19 },
        { MF_JSON_OBJECT_END, 46, 47, 3, 20 }, { MF_JSON_END, 47, 47, 3, 21 },
    };
    struct mf_json_scanner scanner;

    mf_json_scanner_init(&scanner, mf_view_of(text), 64);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert_int_eq(mf_json_next(&scanner), expected[i].token);
        ck_assert_uint_eq(scanner.start, expected[i].start);
        ck_assert_uint_eq(scanner.end, expected[i].end);
        ck_assert_uint_eq(scanner.position.offset, expected[i].start);
        ck_assert_uint_eq(scanner.position.line, expected[i].line);
        ck_assert_uint_eq(scanner.position.column, expected[i].column);
    }
}
END_TEST

/* Spaces are passed over in words of eight: lines and columns must be right for every number of them, and what is no space seen. */
START_TEST(indentation_of_any_size_is_passed_over)
{
    char text[64];

    for (size_t spaces = 0; spaces < 40; spaces++) {
        size_t size = spaces + 3;
        struct mf_json_scanner scanner;

        memset(text, ' ', sizeof text);
        memcpy(text, "[\n", 2);
        text[size - 1] = '7';
        mf_json_scanner_init(&scanner, mf_view_make(text, size), 64);
        ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ARRAY);
        ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_NUMBER);
        ck_assert_uint_eq(scanner.start, size - 1);
        ck_assert_uint_eq(scanner.position.line, 2);
        ck_assert_uint_eq(scanner.position.column, spaces + 1);
        for (size_t at = 2; at < size - 1; at++) {
            text[at] = '\v';
            mf_json_scanner_init(&scanner, mf_view_make(text, size), 64);
            ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ARRAY);
            ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ERROR);
            ck_assert_uint_eq(scanner.start, at);
            ck_assert_uint_eq(scanner.position.column, at - 1);
            text[at] = ' ';
        }
    }
}
END_TEST

START_TEST(depth_has_a_limit)
{
    struct mf_buffer out = MF_BUFFER_EMPTY;
    struct mf_json_scanner scanner;
    char deep[1001];

    trace(mf_view_of("[[]]"), 2, &out);
    trace(mf_view_of("[{\"a\":[]}]"), 2, &out);
    trace(mf_view_of("[]"), 0, &out);
    trace(mf_view_of("1"), 0, &out);
    assert_view_is(mf_buffer_view(&out), "[[]]."
                                         "[{ka !1:7+6 nesting is deeper than the limit"
                                         "!1:1+0 nesting is deeper than the limit"
                                         "#1 .");
    mf_buffer_release(&out);

    memset(deep, '[', sizeof deep);
    mf_json_scanner_init(&scanner, mf_view_make(deep, sizeof deep), UINT32_MAX);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ARRAY);
    }
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ERROR);
    ck_assert(scanner.too_deep);
    mf_json_scanner_init(&scanner, mf_view_of("[}"), 1);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ARRAY);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_ERROR);
    ck_assert(!scanner.too_deep);
}
END_TEST

START_TEST(values_can_be_skipped)
{
    struct mf_json_scanner scanner;

    mf_json_scanner_init(&scanner, mf_view_of("{\"a\":{\"b\":[1,{}]},\"c\":\"x\",\"d\":[[],[2],]}"), 64);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_OBJECT);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_KEY);
    ck_assert_int_eq(mf_json_skip(&scanner, mf_json_next(&scanner)), MF_JSON_OBJECT_END);
    ck_assert_uint_eq(scanner.end, 17);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_KEY);
    ck_assert_int_eq(mf_json_skip(&scanner, mf_json_next(&scanner)), MF_JSON_STRING);
    assert_view_is(scanner.text, "x");
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_KEY);
    ck_assert_int_eq(mf_json_skip(&scanner, mf_json_next(&scanner)), MF_JSON_ERROR);
    ck_assert_str_eq(scanner.error, "a trailing comma");

    mf_json_scanner_init(&scanner, mf_view_of("[[[]]]"), 64);
    ck_assert_int_eq(mf_json_skip(&scanner, mf_json_next(&scanner)), MF_JSON_ARRAY_END);
    ck_assert_int_eq(mf_json_next(&scanner), MF_JSON_END);
}
END_TEST

static void assert_decoded(const char *text, struct mf_view expected)
{
    char bytes[100];
    size_t size = mf_json_decode(mf_view_of(text), bytes);

    ck_assert_uint_le(size, strlen(text));
    ck_assert_msg(mf_view_equal(mf_view_make(bytes, size), expected), "%s", text);
}

START_TEST(escapes_are_decoded)
{
    assert_decoded("", mf_view_of(""));
    assert_decoded("plain \xc3\xa4", mf_view_of("plain \xc3\xa4"));
    assert_decoded("\\\"\\\\\\/\\b\\f\\n\\r\\t", mf_view_of("\"\\/\b\f\n\r\t"));
    assert_decoded("a\\u0041\\u00e4\\u20ac\\uD83D\\uDE00z",
                   mf_view_of("aA\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"));
    assert_decoded("\\u0000x", mf_view_make("\0x", 2));
    assert_decoded("\\\\u0041", mf_view_of("\\u0041"));
    assert_decoded("\\udbff\\udffd", mf_view_of("\xf4\x8f\xbf\xbd"));
}
END_TEST

static bool reads_back(uint32_t code)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    struct mf_json_scanner scanner;
    char raw[6] = { 'a' };
    char decoded[20];
    size_t size = 1 + mf_utf8_encode(code, raw + 1);
    bool good;

    raw[size++] = 'z';
    mf_json_append_string(&buffer, mf_view_make(raw, size));
    mf_json_scanner_init(&scanner, mf_buffer_view(&buffer), 1);
    good = mf_json_next(&scanner) == MF_JSON_STRING && mf_json_decode(scanner.text, decoded) == size &&
           memcmp(decoded, raw, size) == 0 && mf_json_next(&scanner) == MF_JSON_END;
    mf_buffer_release(&buffer);
    return good;
}

START_TEST(written_strings_read_back)
{
    uint32_t good = 0;

    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        bool surrogate = code >= 0xd800 && code <= 0xdfff;

        if (surrogate || mf_code_point_is_noncharacter(code)) {
            continue;
        }
        if (!reads_back(code)) {
            ck_abort_msg("U+%04X", (unsigned)code);
        }
        good++;
    }
    ck_assert_uint_eq(good, 0x110000 - 2048 - 66);
}
END_TEST

START_TEST(strings_have_the_least_escapes)
{
    static const char raw[] = "\"\\/\b\f\n\r\t\0\x01\x1f\x7f <>&'\xc3\xa4\xe2\x80\xa8\xf0\x9f\x98\x80";
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_json_append_string(&buffer, mf_view_make(raw, sizeof raw - 1));
    assert_view_is(mf_buffer_view(&buffer),
                   "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u0001\\u001f\x7f <>&'\xc3\xa4\xe2\x80\xa8"
                   "\xf0\x9f\x98\x80\"");
    mf_buffer_release(&buffer);
    mf_json_append_string(&buffer, mf_view_of(""));
    assert_view_is(mf_buffer_view(&buffer), "\"\"");
    mf_buffer_release(&buffer);
}
END_TEST

/* The order of RFC 8785, spelled out: UTF-16 code units, one by one. */
static size_t to_utf16(struct mf_view text, uint16_t *units)
{
    size_t count = 0;

    for (size_t at = 0; at < text.size;) {
        uint32_t code = 0;

        at += mf_utf8_decode(mf_view_make(text.data + at, text.size - at), &code);
        if (code >= 0x10000) {
            units[count++] = (uint16_t)(0xd800 + ((code - 0x10000) >> 10));
            code = 0xdc00 + ((code - 0x10000) & 0x3ff);
        }
        units[count++] = (uint16_t)code;
    }
    return count;
}

static int compare_utf16(struct mf_view left, struct mf_view right)
{
    uint16_t left_units[100];
    uint16_t right_units[100];
    size_t left_count = to_utf16(left, left_units);
    size_t right_count = to_utf16(right, right_units);

    for (size_t i = 0; i < left_count && i < right_count; i++) {
        if (left_units[i] != right_units[i]) {
            return left_units[i] < right_units[i] ? -1 : 1;
        }
    }
    return (left_count > right_count) - (left_count < right_count);
}

START_TEST(names_are_ordered_by_utf16_units)
{
    static const char *const names[] = {
        "",
        "\x01",
        " ",
        "A",
        "a",
        "aa",
        "ab",
        "b",
        "\x7f",
        "\xc2\x80",
        "\xc3\xa4",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xe2\x82\xac",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xac\xb3",
        "\xef\xbf\xbd",
        "\xf0\x90\x80\x80",
        "\xf0\x9f\x98\x80",
        "\xf0\x9f\x98\x81",
        "\xf4\x8f\xbf\xbd",
        "a\xef\xac\xb3",
        "a\xf0\x9f\x98\x80",
        "\xf0\x9f\x98\x80\xef\xac\xb3",
        "\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
        "a name longer than a machine word, and then \xef\xac\xb3",
        "a name longer than a machine word, and then \xf0\x9f\x98\x80",
        "a name longer than a machine word, and then ",
    };
    size_t count = sizeof names / sizeof names[0];

    ck_assert_int_lt(mf_json_compare_names(mf_view_of("\xf0\x9f\x98\x80"), mf_view_of("\xef\xac\xb3")), 0);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct mf_view left = mf_view_of(names[i]);
            struct mf_view right = mf_view_of(names[k]);

            ck_assert_msg(mf_json_compare_names(left, right) == compare_utf16(left, right),
                          "\"%s\" and \"%s\"", names[i], names[k]);
        }
    }
}
END_TEST

START_TEST(trees_hold_what_the_text_says)
{
    static const char text[] = "{\"b\": [1.50, \"x\\ty\", {}],\n \"\\u0061\": null, \"c\": {\"\": true}}";
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *root = NULL;
    const struct mf_json_node *list;
    mf_error *error = NULL;

    assert_ok(mf_json_tree_read(arena, mf_view_of(text), 3, &root, &error), error);
    ck_assert_int_eq(root->token, MF_JSON_OBJECT);
    ck_assert_uint_eq(root->count, 3);
    assert_view_is(root->children[0].name, "a");
    ck_assert_int_eq(root->children[0].token, MF_JSON_NULL);
    ck_assert_uint_eq(root->children[0].position.line, 2);
    ck_assert_uint_eq(root->children[0].position.column, 12);

    list = mf_json_tree_member(root, "b");
    ck_assert_ptr_eq(list, &root->children[1]);
    ck_assert_int_eq(list->token, MF_JSON_ARRAY);
    ck_assert_uint_eq(list->count, 3);
    ck_assert_uint_eq(list->position.offset, 6);
    assert_view_is(list->children[0].text, "1.50");
    assert_view_is(list->children[1].text, "x\ty");
    ck_assert_uint_eq(list->children[2].count, 0);
    ck_assert_ptr_null(mf_json_tree_member(list, "b"));

    ck_assert_int_eq(mf_json_tree_member(mf_json_tree_member(root, "c"), "")->token, MF_JSON_TRUE);
    ck_assert_ptr_null(mf_json_tree_member(root, ""));
    ck_assert_ptr_null(mf_json_tree_member(root, "aa"));
    ck_assert_ptr_null(mf_json_tree_member(root, "z"));
    mf_arena_free(arena);
}
END_TEST

START_TEST(trees_are_refused_as_a_whole)
{
    static const struct {
        const char *text;
        uint32_t depth;
        mf_status status;
    } cases[] = {
        { "[[[]]]", 2, MF_ERROR_LIMIT },
        { "[[[", 2, MF_ERROR_LIMIT },
        { "{\"a\":1,\"a\":2}", 9, MF_ERROR_SYNTAX },
        { "[1,]", 9, MF_ERROR_SYNTAX },
        { "[1e999]", 9, MF_ERROR_SYNTAX },
        { "", 9, MF_ERROR_SYNTAX },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_arena *arena = mf_arena_new(0);
        const struct mf_json_node *root = NULL;

        ck_assert_int_eq(mf_json_tree_read(arena, mf_view_of(cases[i].text), cases[i].depth, &root, NULL),
                         cases[i].status);
        ck_assert_ptr_null(root);
        mf_arena_free(arena);
    }
}
END_TEST

START_TEST(members_are_found_among_many)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    struct mf_arena *arena = mf_arena_new(0);
    const struct mf_json_node *root = NULL;
    char name[20];

    for (unsigned i = 0; i < 5000; i++) {
        mf_buffer_format(&text, "%s\"%u\":%u", i == 0 ? "{" : ",", i * 7919 % 5000, i * 7919 % 5000);
    }
    mf_buffer_append_byte(&text, '}');
    ck_assert_int_eq(mf_json_tree_read(arena, mf_buffer_view(&text), 1, &root, NULL), MF_OK);
    for (unsigned i = 0; i < 5000; i++) {
        const struct mf_json_node *member;

        (void)snprintf(name, sizeof name, "%u", i);
        member = mf_json_tree_member(root, name);
        if (member == NULL || !mf_view_is(member->text, name)) {
            ck_abort_msg("%s is not found", name);
        }
        (void)snprintf(name, sizeof name, "%u.", i);
        if (mf_json_tree_member(root, name) != NULL) {
            ck_abort_msg("%s is found", name);
        }
    }
    mf_arena_free(arena);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *tcase = tcase_create("json");

    tcase_add_test(tcase, tokens_come_in_order);
    tcase_add_test(tcase, errors_say_what_and_where);
    tcase_add_test(tcase, a_nul_byte_is_no_end_of_the_text);
    tcase_add_test(tcase, positions_count_code_points_and_lines);
    tcase_add_test(tcase, indentation_of_any_size_is_passed_over);
    tcase_add_test(tcase, depth_has_a_limit);
    tcase_add_test(tcase, values_can_be_skipped);
    tcase_add_test(tcase, escapes_are_decoded);
    tcase_add_test(tcase, written_strings_read_back);
    tcase_add_test(tcase, strings_have_the_least_escapes);
    tcase_add_test(tcase, names_are_ordered_by_utf16_units);
    tcase_add_test(tcase, trees_hold_what_the_text_says);
    tcase_add_test(tcase, trees_are_refused_as_a_whole);
    tcase_add_test(tcase, members_are_found_among_many);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
