/* SPDX-License-Identifier: Apache-2.0 */
/* mf_json_canonicalize() against the public suites of JSON and JCS, and against whoever wishes it harm. */
#include "harness.h"

#include "json/scanner.h"
#include "json/writer.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* Canonicalises; what is accepted must be its own canonical form. NULL if it is refused, with the status. */
static mf_bytes *canonicalize(struct mf_view text, mf_status *ret_status)
{
    mf_bytes *bytes = NULL;
    mf_bytes *again = NULL;
    mf_error *error = NULL;
    /* A copy of just that size, so that a read behind it does not go unseen. */
    char *copy = malloc(text.size == 0 ? 1 : text.size);

    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text.data == NULL ? "" : text.data, text.size);
    *ret_status = mf_json_canonicalize(copy, text.size, 0, &bytes, &error);
    free(copy);
    if (*ret_status != MF_OK) {
        if (bytes != NULL || mf_error_code(error) != *ret_status || mf_error_line(error) == 0 ||
            mf_error_column(error) == 0) {
            ck_abort_msg("an error without place: %s", mf_error_message(error));
        }
        mf_error_unref(error);
        return NULL;
    }
    if (mf_json_canonicalize(mf_bytes_data(bytes), mf_bytes_size(bytes), 0, &again, &error) != MF_OK) {
        ck_abort_msg("the canonical form is refused: %s", mf_error_message(error));
    }
    if (!mf_view_equal(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)),
                       mf_view_make(mf_bytes_data(again), mf_bytes_size(again)))) {
        ck_abort_msg("the canonical form is not canonical");
    }
    mf_bytes_unref(again);
    return bytes;
}

static void assert_canonical(const char *text, const char *expected)
{
    mf_status status;
    mf_bytes *bytes = canonicalize(mf_view_of(text), &status);

    ck_assert_msg(status == MF_OK, "%s: %s", text, mf_status_name(status));
    assert_bytes_are(bytes, expected);
    mf_bytes_unref(bytes);
}

static mf_status verdict(struct mf_view text)
{
    mf_status status;

    mf_bytes_unref(canonicalize(text, &status));
    return status;
}

START_TEST(values_take_their_canonical_form)
{
    assert_canonical(" { } ", "{}");
    assert_canonical("\n[ ]\t", "[]");
    assert_canonical("[ 1 , -0, 0, -1, 9007199254740991, -9007199254740991 ]",
                     "[1,0,0,-1,9007199254740991,-9007199254740991]");
    assert_canonical("[1.0, 1e2, 1E-7, 0.000001, 1e21, 1e30, 4.50, 2e-3, -0.0, 0e9, 1e-400]",
                     "[1,100,1e-7,0.000001,1e+21,1e+30,4.5,0.002,0,0,0]");
    assert_canonical("[true,false,null,\"\"]", "[true,false,null,\"\"]");
    assert_canonical("\"\\u0041\\/\\u001F\\u007f\\ud83d\\ude00\\u0000\"",
                     "\"A/\\u001f\x7f\xf0\x9f\x98\x80\\u0000\"");
    assert_canonical("{\"b\":{\"d\":1,\"c\":[{\"z\":0,\"y\":0}]},\"a\":2}",
                     "{\"a\":2,\"b\":{\"c\":[{\"y\":0,\"z\":0}],\"d\":1}}");
    assert_canonical("{\"\\u0062\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"b\":1}");
    assert_canonical("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"\\u20ac\":3,\"\\r\":4}",
                     "{\"\\r\":4,\"\xe2\x82\xac\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
    assert_canonical("{\"A\":1,\"a\":2,\"\\u0000\":3,\"\\u0000a\":4}",
                     "{\"\\u0000\":3,\"\\u0000a\":4,\"A\":1,\"a\":2}");
    /* No normalisation: these are two names. */
    assert_canonical("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}", "{\"e\xcc\x81\":2,\"\xc3\xa9\":1}");
}
END_TEST

START_TEST(errors_say_what_and_where)
{
    static const char beyond[] =
        "an integer beyond \xc2\xb1(2^53 - 1) loses digits in other readers: write it as a string";
    static const char range[] = "a number beyond the range of doubles";
    static const struct {
        const char *text;
        uint32_t line;
        uint32_t column;
        const char *message;
    } cases[] = {
        { "{\"a\":1,\n \"a\":1}", 2, 2, "the name \"a\" is repeated" },
        { "{\"a\":1,\"\\u0061\":1}", 1, 8, "the name \"a\" is repeated" },
        { "{\"\\u0061\":{},\"a\":{}}", 1, 14, "the name \"a\" is repeated" },
        { "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":1}", 1, 19,
          "the name \"\xf0\x9f\x98\x80\" is repeated" },
        { "{\"/\":1,\"\\/\":1}", 1, 8, "the name \"/\" is repeated" },
        { "{\"\":1,\"\":1}", 1, 7, "the name \"\" is repeated" },
        { "[{\"b\":1,\"a\":1,\"a\":2,\"b\":2,\"a\":3}]", 1, 15, "the name \"a\" is repeated" },
        { "{\"x\":{\"a\":1,\"b\":[],\"a\":1},\"x\":1}", 1, 20, "the name \"a\" is repeated" },
        { "{\"a\": [1, {\"b\":2}], \"c\":3, \"a\" : \"\"}", 1, 28, "the name \"a\" is repeated" },
        { "9007199254740992", 1, 1, beyond },
        { "[\n9007199254740993]", 2, 1, beyond },
        { "-9007199254740992", 1, 1, beyond },
        { "[0, 123456789012345678901234567890]", 1, 5, beyond },
        { "9007199254740992.0", 1, 1, beyond },
        { "9007199254740991.5", 1, 1, beyond },
        { "1e20", 1, 1, beyond },
        { "-1E16", 1, 1, beyond },
        { "999999999999999900000e0", 1, 1, beyond },
        { "1e400", 1, 1, range },
        { "[1, -1e309]", 1, 5, range },
        { "1.8e308", 1, 1, range },
        { "{\"a\":1,}", 1, 7, "a trailing comma" },
        { "", 1, 1, "the text is empty" },
        { "[1,2", 1, 5, "the text ends too early" },
        { "\"\\ud800\"", 1, 2, "a lone surrogate" },
        { "\xef\xbb\xbf[]", 1, 1, "a byte order mark is not allowed" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mf_error *error = NULL;
        mf_bytes *bytes = NULL;

        ck_assert_int_eq(mf_json_canonicalize(cases[i].text, MF_ZERO_TERMINATED, 0, &bytes, &error),
                         MF_ERROR_SYNTAX);
        ck_assert_ptr_null(bytes);
        ck_assert_str_eq(mf_error_message(error), cases[i].message);
        ck_assert_msg(mf_error_line(error) == cases[i].line && mf_error_column(error) == cases[i].column,
                      "%s: %u:%u", cases[i].text, (unsigned)mf_error_line(error),
                      (unsigned)mf_error_column(error));
        mf_error_unref(error);
        ck_assert_int_eq(mf_json_canonicalize(cases[i].text, MF_ZERO_TERMINATED, 0, &bytes, NULL),
                         MF_ERROR_SYNTAX);
    }
}
END_TEST

START_TEST(arguments_are_checked)
{
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_json_canonicalize(NULL, 0, 0, &bytes, &error), MF_ERROR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "data"));
    mf_error_unref(error);
    ck_assert_int_eq(mf_json_canonicalize("{}", 2, 0, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_json_canonicalize("{}", 0, 0, &bytes, NULL), MF_ERROR_SYNTAX);
    ck_assert_int_eq(mf_json_canonicalize("{}", (size_t)3 << 30, 0, &bytes, NULL), MF_ERROR_LIMIT);
    ck_assert_ptr_null(bytes);
}
END_TEST

/* Good JSON that is not I-JSON. */
static const struct {
    const char *name;
    const char *reason;
} not_i_json[] = {
    { "y_object_duplicated_key.json", "a repeated name" },
    { "y_object_duplicated_key_and_value.json", "a repeated name" },
    { "y_string_escaped_noncharacter.json", "U+FFFF" },
    { "y_string_last_surrogates_1_and_2.json", "U+10FFFF, escaped" },
    { "y_string_nonCharacterInUTF-8_U+10FFFF.json", "U+10FFFF" },
    { "y_string_nonCharacterInUTF-8_U+FFFF.json", "U+FFFF" },
    { "y_string_unicode_U+10FFFE_nonchar.json", "U+10FFFE" },
    { "y_string_unicode_U+1FFFE_nonchar.json", "U+1FFFE" },
    { "y_string_unicode_U+FDD0_nonchar.json", "U+FDD0" },
    { "y_string_unicode_U+FFFE_nonchar.json", "U+FFFE" },
};

/* What JSON leaves open, and the suite's texts that readers are seen to understand differently. NULL: refused. */
static const struct {
    const char *name;
    const char *canonical;
} open_cases[] = {
    { "i_number_double_huge_neg_exp.json", "[0]" },
    { "i_number_huge_exp.json", NULL },
    { "i_number_neg_int_huge_exp.json", NULL },
    { "i_number_pos_double_huge_exp.json", NULL },
    { "i_number_real_neg_overflow.json", NULL },
    { "i_number_real_pos_overflow.json", NULL },
    { "i_number_real_underflow.json", "[0]" },
    { "i_number_too_big_neg_int.json", NULL },
    { "i_number_too_big_pos_int.json", NULL },
    { "i_number_very_big_negative_int.json", NULL },
    { "i_object_key_lone_2nd_surrogate.json", NULL },
    { "i_string_1st_surrogate_but_2nd_missing.json", NULL },
    { "i_string_1st_valid_surrogate_2nd_invalid.json", NULL },
    { "i_string_UTF-16LE_with_BOM.json", NULL },
    { "i_string_UTF-8_invalid_sequence.json", NULL },
    { "i_string_UTF8_surrogate_U+D800.json", NULL },
    { "i_string_incomplete_surrogate_and_escape_valid.json", NULL },
    { "i_string_incomplete_surrogate_pair.json", NULL },
    { "i_string_incomplete_surrogates_escape_valid.json", NULL },
    { "i_string_invalid_lonely_surrogate.json", NULL },
    { "i_string_invalid_surrogate.json", NULL },
    { "i_string_invalid_utf-8.json", NULL },
    { "i_string_inverted_surrogates_U+1D11E.json", NULL },
    { "i_string_iso_latin_1.json", NULL },
    { "i_string_lone_second_surrogate.json", NULL },
    { "i_string_lone_utf8_continuation_byte.json", NULL },
    { "i_string_not_in_unicode_range.json", NULL },
    { "i_string_overlong_sequence_2_bytes.json", NULL },
    { "i_string_overlong_sequence_6_bytes.json", NULL },
    { "i_string_overlong_sequence_6_bytes_null.json", NULL },
    { "i_string_truncated-utf-8.json", NULL },
    { "i_string_utf16BE_no_BOM.json", NULL },
    { "i_string_utf16LE_no_BOM.json", NULL },
    { "i_structure_500_nested_arrays.json", "" }, /* compared with itself below */
    { "i_structure_UTF-8_BOM_empty_object.json", NULL },
    { "number_-9223372036854775808.json", NULL },
    { "number_-9223372036854775809.json", NULL },
    { "number_1.0.json", "[1]" },
    { "number_1.000000000000000005.json", "[1]" },
    { "number_1000000000000000.json", "[1000000000000000]" },
    { "number_10000000000000000999.json", NULL },
    { "number_1e-999.json", "[0]" },
    { "number_1e6.json", "[1000000]" },
    { "number_9223372036854775807.json", NULL },
    { "number_9223372036854775808.json", NULL },
    { "object_key_nfc_nfd.json", "{\"e\xcc\x81\":\"NFD\",\"\xc3\xa9\":\"NFC\"}" },
    { "object_key_nfd_nfc.json", "{\"e\xcc\x81\":\"NFD\",\"\xc3\xa9\":\"NFC\"}" },
    { "object_same_key_different_values.json", NULL },
    { "object_same_key_same_value.json", NULL },
    { "object_same_key_unclear_values.json", NULL },
    { "string_1_escaped_invalid_codepoint.json", NULL },
    { "string_1_invalid_codepoint.json", NULL },
    { "string_2_escaped_invalid_codepoints.json", NULL },
    { "string_2_invalid_codepoints.json", NULL },
    { "string_3_escaped_invalid_codepoints.json", NULL },
    { "string_3_invalid_codepoints.json", NULL },
    { "string_with_escaped_NULL.json", "[\"A\\u0000B\"]" },
};

struct tally {
    unsigned good;
    unsigned not_i_json;
    unsigned bad;
    unsigned open;
};

static void visit_good(const char *name, mf_status status, struct tally *tally)
{
    bool exception = false;

    for (size_t i = 0; i < sizeof not_i_json / sizeof not_i_json[0]; i++) {
        exception = exception || strcmp(name, not_i_json[i].name) == 0;
    }
    ck_assert_msg(status == (exception ? MF_ERROR_SYNTAX : MF_OK), "%s: %s", name, mf_status_name(status));
    tally->good++;
    tally->not_i_json += exception ? 1 : 0;
}

static void visit_open(const char *name, struct mf_view text, const mf_bytes *bytes)
{
    for (size_t i = 0; i < sizeof open_cases / sizeof open_cases[0]; i++) {
        const char *canonical = open_cases[i].canonical;

        if (strcmp(name, open_cases[i].name) != 0) {
            continue;
        }
        ck_assert_msg((bytes == NULL) == (canonical == NULL), "%s: the verdict changed", name);
        if (canonical != NULL && canonical[0] == '\0') {
            ck_assert(mf_view_equal(text, mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes))));
        } else if (canonical != NULL) {
            assert_bytes_are(bytes, canonical);
        }
        return;
    }
    ck_abort_msg("%s: no verdict is recorded", name);
}

static void visit_suite(const char *name, struct mf_view text, void *context)
{
    struct tally *tally = context;
    mf_status status;
    mf_bytes *bytes = canonicalize(text, &status);

    if (strncmp(name, "y_", 2) == 0) {
        visit_good(name, status, tally);
    } else if (strncmp(name, "n_", 2) == 0) {
        ck_assert_msg(status == MF_ERROR_SYNTAX || status == MF_ERROR_LIMIT, "%s was accepted", name);
        tally->bad++;
    } else {
        visit_open(name, text, bytes);
        tally->open++;
    }
    mf_bytes_unref(bytes);
}

START_TEST(json_test_suite)
{
    struct tally tally = { 0, 0, 0, 0 };

    if (!have_testdata("json-test-suite")) {
        return;
    }
    for_each_testdata_file("json-test-suite/test_parsing", visit_suite, &tally);
    ck_assert_uint_eq(tally.good, 95);
    ck_assert_uint_eq(tally.not_i_json, sizeof not_i_json / sizeof not_i_json[0]);
    ck_assert_uint_eq(tally.bad, 188);
    ck_assert_uint_eq(tally.open, 35);
    for_each_testdata_file("json-test-suite/test_transform", visit_suite, &tally);
    ck_assert_uint_eq(tally.open, sizeof open_cases / sizeof open_cases[0]);
}
END_TEST

static mf_bytes *jcs_file(const char *folder, const char *name, const char *suffix)
{
    char path[100];
    mf_bytes *bytes;

    (void)snprintf(path, sizeof path, "jcs/cyberphone/%s/%s.%s", folder, name, suffix);
    bytes = testdata_file(path);
    ck_assert_msg(bytes != NULL, "%s is missing", path);
    return bytes;
}

/* Bytes written as two hexadecimal digits each, with white space between. */
static void assert_hex(const mf_bytes *hex, const mf_bytes *bytes)
{
    const char *at = mf_bytes_data(hex);
    const unsigned char *data = mf_bytes_data(bytes);
    char *end;

    for (size_t i = 0; i < mf_bytes_size(bytes); i++) {
        ck_assert_uint_eq(strtoul(at, &end, 16), data[i]);
        at = end;
    }
    ck_assert_str_eq(at + strspn(at, " \r\n"), "");
}

START_TEST(jcs_suite)
{
    static const char *const names[] = { "arrays", "french", "structures", "unicode", "values", "weird" };

    if (!have_testdata("jcs/cyberphone")) {
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        mf_bytes *input = jcs_file("input", names[i], "json");
        mf_bytes *output = jcs_file("output", names[i], "json");
        mf_bytes *hex = jcs_file("outhex", names[i], "txt");
        mf_status status;
        mf_bytes *bytes = canonicalize(mf_view_make(mf_bytes_data(input), mf_bytes_size(input)), &status);

        ck_assert_int_eq(status, MF_OK);
        ck_assert_uint_eq(mf_bytes_size(bytes), mf_bytes_size(output));
        ck_assert_mem_eq(mf_bytes_data(bytes), mf_bytes_data(output), mf_bytes_size(output));
        assert_hex(hex, bytes);
        mf_bytes_unref(bytes);
        mf_bytes_unref(hex);
        mf_bytes_unref(output);
        mf_bytes_unref(input);
    }
}
END_TEST

/* An object of `count` members whose names are a prefix and the number that `number` gives. */
static void append_object(struct mf_buffer *buffer, const char *prefix, unsigned count,
                          unsigned (*number)(unsigned, unsigned))
{
    for (unsigned i = 0; i < count; i++) {
        mf_buffer_format(buffer, "%s\"%s%06u\":%u", i == 0 ? "{" : ",", prefix, number(i, count), i);
    }
    mf_buffer_append_byte(buffer, '}');
}

static unsigned ascending(unsigned i, unsigned count)
{
    (void)count;
    return i;
}

static unsigned descending(unsigned i, unsigned count)
{
    return count - 1 - i;
}

/* A permutation if `count` has no factor in common with 7919. */
static unsigned scattered(unsigned i, unsigned count)
{
    return (unsigned)((uint64_t)i * 7919 % count);
}

static unsigned zigzag(unsigned i, unsigned count)
{
    return i % 2 == 0 ? i / 2 : count - 1 - i / 2;
}

static void assert_sorted(const mf_bytes *bytes, unsigned count)
{
    struct mf_json_scanner scanner;
    struct mf_view last = { NULL, 0 };
    unsigned members = 0;

    mf_json_scanner_init(&scanner, mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), 1);
    for (enum mf_json_token token = mf_json_next(&scanner); token != MF_JSON_END;
         token = mf_json_next(&scanner)) {
        if (token == MF_JSON_ERROR) {
            ck_abort_msg("%s", scanner.error);
        }
        if (token == MF_JSON_KEY) {
            if (members++ > 0 && mf_json_compare_names(last, scanner.text) >= 0) {
                ck_abort_msg("member %u stands too early", members);
            }
            last = scanner.text;
        }
    }
    ck_assert_uint_eq(members, count);
}

START_TEST(objects_are_sorted_however_they_come)
{
    static const unsigned counts[] = { 1, 2, 3, 15, 16, 17, 18, 31, 32, 33, 63, 64, 65, 1000, 4097, 100000 };
    static unsigned (*const orders[])(unsigned, unsigned) = { ascending, descending, scattered, zigzag };
    static const char prefix[] = "a prefix that all of the names share, so that comparing them takes long: ";

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        for (size_t k = 0; k < sizeof orders / sizeof orders[0]; k++) {
            struct mf_buffer buffer = MF_BUFFER_EMPTY;
            mf_status status;
            mf_bytes *bytes;

            append_object(&buffer, k == 1 ? prefix : "", counts[i], orders[k]);
            bytes = canonicalize(mf_buffer_view(&buffer), &status);
            ck_assert_int_eq(status, MF_OK);
            assert_sorted(bytes, counts[i]);
            mf_bytes_unref(bytes);
            mf_buffer_release(&buffer);
        }
    }
}
END_TEST

START_TEST(repeated_names_are_found_among_many)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_error *error = NULL;
    mf_bytes *bytes = NULL;

    append_object(&buffer, "", 100000, scattered);
    buffer.data[buffer.size - 1] = ',';
    mf_buffer_append_text(&buffer, "\n \"05432\\u0031\":0,\n \"000000\":0}");
    ck_assert_int_eq(mf_json_canonicalize(buffer.data, buffer.size, 0, &bytes, &error), MF_ERROR_SYNTAX);
    ck_assert_str_eq(mf_error_message(error), "the name \"054321\" is repeated");
    ck_assert_uint_eq(mf_error_line(error), 2);
    ck_assert_uint_eq(mf_error_column(error), 2);
    mf_error_unref(error);

    buffer.size = 0;
    for (unsigned i = 0; i < 100000; i++) {
        mf_buffer_append_text(&buffer, i == 0 ? "{\"\":0" : ",\"\":0");
    }
    mf_buffer_append_text(&buffer, "}");
    ck_assert_int_eq(mf_json_canonicalize(buffer.data, buffer.size, 0, &bytes, &error), MF_ERROR_SYNTAX);
    ck_assert_uint_eq(mf_error_column(error), 7);
    mf_error_unref(error);
    mf_buffer_release(&buffer);
}
END_TEST

/* `count` times `text`. */
static struct mf_buffer repeated(const char *text, size_t count)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&buffer, text);
    }
    return buffer;
}

static void assert_repeated(const char *text, size_t count, mf_status expected)
{
    struct mf_buffer buffer = repeated(text, count);
    mf_status status = verdict(mf_buffer_view(&buffer));

    ck_assert_msg(status == expected, "%s, repeated: %s", text, mf_status_name(status));
    mf_buffer_release(&buffer);
}

START_TEST(depth_has_a_limit)
{
    for (size_t depth = 999; depth <= 1001; depth++) {
        struct mf_buffer buffer = repeated("[", depth);
        struct mf_buffer objects = repeated("{\"a\":", depth - 1);
        mf_status expected = depth <= 1000 ? MF_OK : MF_ERROR_LIMIT;

        mf_buffer_append_text(&objects, "{}");
        for (size_t i = 0; i < depth; i++) {
            mf_buffer_append_byte(&buffer, ']');
            if (i > 0) {
                mf_buffer_append_byte(&objects, '}');
            }
        }
        ck_assert_int_eq(verdict(mf_buffer_view(&buffer)), expected);
        ck_assert_int_eq(verdict(mf_buffer_view(&objects)), expected);
        mf_buffer_release(&buffer);
        mf_buffer_release(&objects);
    }
    assert_repeated("[", 1000000, MF_ERROR_LIMIT);
    assert_repeated("{\"a\":", 100000, MF_ERROR_LIMIT);
    assert_repeated("[{\"\":", 100000, MF_ERROR_LIMIT);
    assert_repeated("[", 1000, MF_ERROR_SYNTAX);
}
END_TEST

START_TEST(floods_are_refused)
{
    assert_repeated(" ", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("\n", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("0", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("1", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("-", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("\"", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("\\", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("]", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("{}", 5000000, MF_ERROR_SYNTAX);
    assert_repeated("\xef\xbb\xbf", 100000, MF_ERROR_SYNTAX);
}
END_TEST

START_TEST(long_values_pass)
{
    static const char *const units[] = { "a",       "\xc3\xa4", "\xf0\x9f\x98\x80",
                                         "\\u0000", "\\\"",     "\\ud83d\\ude00" };
    struct mf_buffer number = MF_BUFFER_EMPTY;
    struct mf_buffer zeros = repeated("0", 2000000);

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct mf_buffer run = repeated(units[i], 500000);
        struct mf_buffer text = MF_BUFFER_EMPTY;

        mf_buffer_append_text(&text, "{\"");
        mf_buffer_append(&text, mf_buffer_view(&run));
        mf_buffer_append_text(&text, "\":\"");
        mf_buffer_append(&text, mf_buffer_view(&run));
        mf_buffer_append_text(&text, "\"}");
        ck_assert_int_eq(verdict(mf_buffer_view(&text)), MF_OK);
        mf_buffer_release(&text);
        mf_buffer_release(&run);
    }
    mf_buffer_append_text(&number, "0.");
    mf_buffer_append(&number, mf_buffer_view(&zeros));
    mf_buffer_append_text(&number, "1");
    ck_assert_int_eq(verdict(mf_buffer_view(&number)), MF_OK);
    number.size = 0;
    mf_buffer_append_text(&number, "1");
    mf_buffer_append(&number, mf_buffer_view(&zeros));
    mf_buffer_append_text(&number, ".0");
    ck_assert_int_eq(verdict(mf_buffer_view(&number)), MF_ERROR_SYNTAX);
    mf_buffer_release(&number);
    mf_buffer_release(&zeros);
}
END_TEST

/* Every kind of token and of character. */
static const char every_kind[] =
    "{\"name\": \"a\\u00e4\\ud83d\\ude00\\n\xc3\xa4\xf0\x9f\x98\x80\", \"b\": [1, -2.5e+3, true, false, "
    "null],"
    "\r\n\t\"c\": {\"\": {}, \"d\": [[]]}, \"0\": \"plain text that is long enough\"}";

START_TEST(truncations_are_refused)
{
    size_t size = sizeof every_kind - 1;

    ck_assert_int_eq(verdict(mf_view_make(every_kind, size)), MF_OK);
    for (size_t i = 0; i < size; i++) {
        if (verdict(mf_view_make(every_kind, i)) != MF_ERROR_SYNTAX) {
            ck_abort_msg("cut after %zu bytes it is accepted", i);
        }
    }
}
END_TEST

/* What is accepted after a byte was changed must still be I-JSON: verdict() proves that its form is canonical. */
START_TEST(mutations_do_no_harm)
{
    char text[sizeof every_kind];
    size_t accepted = 0;
    size_t refused = 0;

    for (size_t i = 0; i + 1 < sizeof text; i++) {
        for (int byte = 0; byte < 256; byte++) {
            mf_status status;

            memcpy(text, every_kind, sizeof text);
            text[i] = (char)byte;
            status = verdict(mf_view_make(text, sizeof text - 1));
            if (status != MF_OK && status != MF_ERROR_SYNTAX) {
                ck_abort_msg("byte %zu as %d: %s", i, byte, mf_status_name(status));
            }
            accepted += status == MF_OK ? 1 : 0;
            refused += status == MF_OK ? 0 : 1;
        }
    }
    ck_assert_uint_gt(accepted, sizeof text);
    ck_assert_uint_gt(refused, 50 * sizeof text);
}
END_TEST

START_TEST(memory_has_a_limit)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_bytes *bytes = NULL;
    size_t first = 0;

    append_object(&text, "", 1000, descending);
    for (size_t limit = 1; limit < 300000; limit += limit < 5000 ? 61 : 4999) {
        mf_error *error = NULL;
        mf_status status = mf_json_canonicalize(text.data, text.size, limit, &bytes, &error);

        if (status == MF_OK) {
            first = first == 0 ? limit : first;
            ck_assert_uint_gt(limit, text.size);
            bytes = mf_bytes_unref(bytes);
            continue;
        }
        ck_assert_int_eq(status, MF_ERROR_LIMIT);
        ck_assert_int_eq(mf_error_code(error), MF_ERROR_LIMIT);
        ck_assert_msg(first == 0, "%zu bytes are enough and %zu are not", first, limit);
        ck_assert_ptr_null(bytes);
        mf_error_unref(error);
    }
    /* 64 bytes a member and the result; sorting, and that arenas take memory in chunks, no more than double that. */
    ck_assert_uint_gt(first, 0);
    ck_assert_uint_lt(first, 2 * (1000 * 64 + text.size));
    mf_buffer_release(&text);
}
END_TEST

START_TEST(results_count_as_memory)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_bytes *bytes = NULL;
    /* Where pointers are shorter, less is taken. */
    size_t little = 70000 * sizeof(void *) / 8;

    /* The canonical form is four times as long. */
    mf_buffer_append_text(&text, "[0");
    for (size_t i = 0; i < 1000; i++) {
        mf_buffer_append_text(&text, ",9e15");
    }
    mf_buffer_append_text(&text, "]");
    ck_assert_int_eq(mf_json_canonicalize(text.data, text.size, little, &bytes, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_json_canonicalize(text.data, text.size, 120000, &bytes, NULL), MF_OK);
    ck_assert_uint_eq(mf_bytes_size(bytes), 3 + 1000 * 17);
    mf_bytes_unref(bytes);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(locales_change_nothing)
{
    static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8" };
    const char *set = NULL;

    for (size_t i = 0; i < sizeof names / sizeof names[0] && set == NULL; i++) {
        set = setlocale(LC_ALL, names[i]);
    }
    if (set == NULL) {
        fprintf(stderr, "skipped: no locale with a decimal comma is installed\n");
        return;
    }
    assert_canonical("[1.5, 0.1, 1e-7, 123456.789]", "[1.5,0.1,1e-7,123456.789]");
    ck_assert_int_eq(verdict(mf_view_of("[1,5e,]")), MF_ERROR_SYNTAX);
    ck_assert_int_eq(verdict(mf_view_of("0,1")), MF_ERROR_SYNTAX);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("canonicalize");
    TCase *tcase = tcase_create("canonicalize");

    tcase_add_test(tcase, values_take_their_canonical_form);
    tcase_add_test(tcase, errors_say_what_and_where);
    tcase_add_test(tcase, arguments_are_checked);
    tcase_add_test(tcase, json_test_suite);
    tcase_add_test(tcase, jcs_suite);
    tcase_add_test(tcase, objects_are_sorted_however_they_come);
    tcase_add_test(tcase, repeated_names_are_found_among_many);
    tcase_add_test(tcase, depth_has_a_limit);
    tcase_add_test(tcase, floods_are_refused);
    tcase_add_test(tcase, long_values_pass);
    tcase_add_test(tcase, truncations_are_refused);
    tcase_add_test(tcase, mutations_do_no_harm);
    tcase_add_test(tcase, memory_has_a_limit);
    tcase_add_test(tcase, results_count_as_memory);
    tcase_add_test(tcase, locales_change_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
