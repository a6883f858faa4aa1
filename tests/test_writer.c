/* SPDX-License-Identifier: Apache-2.0 */
/* Writing: what is written reads back to the same digest, and people can read it. */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>

/* Fields that take any line of text and any text. */
static const char line_path[] = "/release/model/version";
static const char text_path[] = "/release/description";

static mf_manifest *with_text(const char *path, const char *text)
{
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    assert_ok(mf_builder_set_text(builder, path, text, MF_ZERO_TERMINATED, &error), error);
    /* Something before and behind it, which must stay apart. */
    assert_ok(mf_builder_set_text(builder, "/release/id", "a", 1, &error), error);
    assert_ok(mf_builder_set_text(builder, "/release/changes", "z", 1, &error), error);
    assert_ok(mf_builder_append_text(builder, "/build/steps/-/command", text, MF_ZERO_TERMINATED, &error),
              error);
    if (strpbrk(text, "\n\t") != NULL) {
        assert_ok(mf_builder_remove(builder, "/build", &error), error);
        assert_ok(
            mf_builder_append_text(builder, "/rollout/rollback/steps", text, MF_ZERO_TERMINATED, &error),
            error);
        assert_ok(mf_builder_append_text(builder, "/rollout/rollback/steps", "z", 1, &error), error);
    }
    assert_ok(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, &error), error);
    mf_builder_unref(builder);
    return manifest;
}

static void check_text(const char *path, const char *text)
{
    mf_manifest *manifest = with_text(path, text);
    const char *held = NULL;

    ck_assert_int_eq(mf_manifest_get_text(manifest, path, &held, NULL, NULL), MF_OK);
    ck_assert_str_eq(held, text);
    assert_survives(manifest, text);
    mf_manifest_unref(manifest);
}

static const char *const hostile[] = {
    " leading",
    "trailing ",
    "  both  ",
    " ",
    "   ",
    "- x",
    "-",
    "--",
    "---",
    "--- x",
    "...",
    "... x",
    "# x",
    "a #x",
    "a # x",
    "a#x",
    "#",
    ": ",
    ":",
    ": x",
    "a: b",
    "a:b",
    "a:",
    ":a",
    "a :b",
    "::",
    "?",
    "? x",
    "?x",
    "a ? b",
    "'",
    "\"",
    "''",
    "\"\"",
    "'a",
    "\"a",
    "it's",
    "a'",
    "'a'",
    "\"a\"",
    "a \"b\" c",
    "%",
    "%x",
    "%YAML 1.2",
    "@",
    "@x",
    "`",
    "`x`",
    "|",
    "|-",
    ">",
    ">+ x",
    "&",
    "&a",
    "&a b",
    "*",
    "*a",
    "!",
    "!a",
    "!!str a",
    "! a",
    "[",
    "]",
    "[a]",
    "[a, b]",
    "{",
    "}",
    "{a: b}",
    ",",
    ", a",
    "a, b",
    "null",
    "Null",
    "NULL",
    "~",
    "~x",
    "yes",
    "Yes",
    "no",
    "NO",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "true",
    "True",
    "false",
    "FALSE",
    "1",
    "-1",
    "+1",
    "0",
    "1.0",
    "3.10",
    "1_000",
    "1,000",
    "0x10",
    "0o10",
    "0b1",
    "010",
    "1e3",
    "1:30",
    "1:30:00",
    ".5",
    "5.",
    ".inf",
    "-.inf",
    ".nan",
    ".NaN",
    "2025-08-05",
    "2025-08-05T09:30:00Z",
    "=",
    "<<",
    "<<: *a",
    "\\",
    "\\n",
    "a\\",
    "\\\"",
    "\\x41",
    "\xc3\xa4",
    "\xe2\x82\xac",
    "\xf0\x9f\x98\x80",
    "a \xf0\x9f\x98\x80 b",
    "\xef\xbf\xbd",
    "\xee\x80\x80",
    "\xc2\xa0",
    "\xc2\xa0 x",
    "a\xcc\x88",
    "/",
    "//",
    "a/b~c",
    "key: [1, {2: 3}]",
    "<",
    ">=3.10,<3.13",
    "=1",
    "==1.0",
    "$x",
    "${x}",
    "(a)",
    "a|b",
    "a>b",
    "a&b",
    "a*b",
    "a!b",
    "!ready && x",
    "a%b",
    "a@b",
    "a`b",
    "a=b",
    "C:\\x",
    "C: x",
    "http://x",
    "a  b",
    "a    b",
    "0 ",
    " 0",
    "no ",
    " no",
    "_",
    "__",
    ".",
    "..",
    ".a",
    "a.",
    "-a",
    "-.5",
    "- - a",
    "- a: b",
    "x: |",
    "x: >",
    "\xe2\x80\x9cquoted\xe2\x80\x9d",
    "<!-- -->",
    "</script>",
    "a\xe3\x80\x80-",
    "'\"",
    "\"'",
    "''''",
    "%25",
    "#a: b",
    "a: #b",
};

static const char *const texts[] = {
    "a\nb",
    "a\nb\n",
    "a\n\nb",
    "a\n",
    "\na",
    "\n",
    "\n\n",
    "a\n\n",
    "a\n\n\n",
    " a\nb",
    "a\n b",
    "a \nb",
    "a\nb ",
    "a\n \nb",
    "\ta",
    "a\t",
    "a\tb",
    "\t",
    "a\n\tb",
    "\t\n",
    "a\n  b\n    c\n",
    "  a\n b\n",
    "# a\n# b",
    "- a\n- b\n",
    "a: b\nc: d\n",
    "---\na\n",
    "...\na",
    "a\n---\nb\n",
    "a\n...\n",
    "%YAML\na",
    "| a\n> b",
    "\"a\"\n'b'\n",
    "a\n#b\n",
    "a\n\n#b",
    "\xf0\x9f\x98\x80\n\xc3\xa4\n",
    "a\n\xc2\xa0",
    "\xc2\xa0\na",
    "no\nyes\n",
    "1\n2\n",
    "~\n",
    "a:\n  b\n",
    "a\n  \n",
    "a\n\n  b\n\n",
    "\n a\n",
    "\n\n\na\n\n\n",
    "trailing \nlines \n",
    "tab\tinside\nlines\n",
    "a\n]\n}\n",
    "'\n'",
    "\\\n\\\n",
    "a\\\nb",
    "x\n  y\n z\n",
    " \n \n",
    "\n ",
};

START_TEST(hostile_lines_survive)
{
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        check_text(line_path, hostile[i]);
        check_text(text_path, hostile[i]);
    }
}
END_TEST

START_TEST(hostile_texts_survive)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        check_text(text_path, texts[i]);
    }
}
END_TEST

START_TEST(made_up_texts_survive)
{
    static const char *const pieces[] = { "a",  " ",    "\n", ":",  "#", "-", "'",        "\"",
                                          "\\", "\t",   ",",  "[",  "}", "|", "\xc3\xa4", "\xf0\x9f\x98\x80",
                                          "%",  "?",    "0",  "&",  "*", "!", "~",        ".",
                                          "  ", "\n\n", ": ", " #", "- " };
    uint64_t random = 20250805;

    for (unsigned i = 0; i < 3000; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;

        for (unsigned j = 0; j < 1 + i % 9; j++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
            mf_buffer_append_text(&text, pieces[(random >> 33) % COUNT_OF(pieces)]);
        }
        mf_buffer_append_byte(&text, '\0');
        check_text(text_path, text.data);
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(long_lines_survive)
{
    static const size_t sizes[] = { 70, 79, 80, 81, 100, 1000, 1024, 1025, 4096, 100000, 1000000 };

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char *text = malloc(sizes[i] + 1);

        ck_assert_ptr_nonnull(text);
        memset(text, 'x', sizes[i]);
        text[sizes[i]] = '\0';
        check_text(line_path, text);
        for (size_t j = 7; j + 1 < sizes[i]; j += 8) {
            text[j] = j % 3 == 0 ? '\n' : ' ';
        }
        check_text(text_path, text);
        free(text);
    }
}
END_TEST

/* Every code point that a text may hold, sixteen to a text. */
START_TEST(every_code_point_survives)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    unsigned count = 0;

    for (uint32_t code = 0x20; code <= 0x10ffff; code += code < 0x3000 ? 1 : 0x101) {
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        bool wrong = (code >= 0x7f && code <= 0x9f) || code == 0x61c || code == 0x200e || code == 0x200f ||
                     (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                     code == 0xfeff || (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) == 0xfffe;
        char bytes[4] = { 0 };
        size_t size = 0;

        if (surrogate || wrong) {
            continue;
        }
        if (code < 0x80) {
            bytes[size++] = (char)code;
        } else if (code < 0x800) {
            bytes[size++] = (char)(0xc0 | code >> 6);
            bytes[size++] = (char)(0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            bytes[size++] = (char)(0xe0 | code >> 12);
            bytes[size++] = (char)(0x80 | (code >> 6 & 0x3f));
            bytes[size++] = (char)(0x80 | (code & 0x3f));
        } else {
            bytes[size++] = (char)(0xf0 | code >> 18);
            bytes[size++] = (char)(0x80 | (code >> 12 & 0x3f));
            bytes[size++] = (char)(0x80 | (code >> 6 & 0x3f));
            bytes[size++] = (char)(0x80 | (code & 0x3f));
        }
        mf_buffer_append(&text, mf_view_make(bytes, size));
        if (++count % 16 == 0) {
            mf_buffer_append_byte(&text, '\0');
            check_text(line_path, text.data);
            text.size = 0;
        }
    }
    ck_assert_uint_ge(count, 10000);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(yaml_is_written_for_people)
{
    mf_manifest *manifest = must_read(
        "{\"schema\": \"manifest/v1\", \"release\": {\"model\": {\"version\": \"3.10\"}, \"id\": \"a-1\","
        "\"description\": \"One.\\nTwo: it's # not\\n\", \"changes\": \"plain text, quite\", "
        "\"created\": \"2025-08-05T09:30:00Z\", \"labels\": [{\"name\": \"b\", \"value\": \"yes\"}, "
        "{\"name\": \"a\", \"value\": \"\\u00e4\"}]}, \"build\": {\"steps\": [{\"name\": \"x\", "
        "\"command\": [\"a\", \"-b\", \"- c\", \"7\"]}], \"source\": {\"dirty\": false}},"
        "\"environment\": {\"resources\": {\"cpu\": {\"request\": 2}}},"
        "\"artifacts\": [{\"name\": \"w\", \"size\": 12}]}");
    mf_bytes *text = NULL;

    ck_assert_int_eq(mf_manifest_write(manifest, MF_FORMAT_YAML, &text, NULL), MF_OK);
    assert_bytes_are(text, "schema: manifest/v1\n"
                           "release:\n"
                           "  id: a-1\n"
                           "  model:\n"
                           "    version: '3.10'\n"
                           "  created: 2025-08-05T09:30:00Z\n"
                           "  description: |\n"
                           "    One.\n"
                           "    Two: it's # not\n"
                           "  changes: plain text, quite\n"
                           "  labels:\n"
                           "  - name: a\n"
                           "    value: \xc3\xa4\n"
                           "  - name: b\n"
                           "    value: 'yes'\n"
                           "build:\n"
                           "  source:\n"
                           "    dirty: false\n"
                           "  steps:\n"
                           "  - name: x\n"
                           "    command:\n"
                           "    - a\n"
                           "    - -b\n"
                           "    - '- c'\n"
                           "    - '7'\n"
                           "environment:\n"
                           "  resources:\n"
                           "    cpu:\n"
                           "      request: 2\n"
                           "artifacts:\n"
                           "- name: w\n"
                           "  size: 12\n");
    mf_bytes_unref(text);
    ck_assert_int_eq(mf_manifest_write(manifest, MF_FORMAT_JSON, &text, NULL), MF_OK);
    ck_assert_ptr_nonnull(strstr(
        mf_bytes_data(text), "{\n  \"schema\": \"manifest/v1\",\n  \"release\": {\n    \"id\": \"a-1\",\n"));
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(text), "      \"command\": [\n"));
    ck_assert_str_eq((const char *)mf_bytes_data(text) + mf_bytes_size(text) - 3, "\n}\n");
    mf_bytes_unref(text);
    mf_manifest_unref(manifest);
}
END_TEST

/* What is written does not depend on how the document was: writing what was written changes nothing. */
START_TEST(writing_again_changes_nothing)
{
    static const char *const files[] = { "full",    "llm",  "tabular", "unicode", "layout",
                                         "scalars", "sets", "numbers", "empties" };

    for (size_t i = 0; i < COUNT_OF(files) * 2; i++) {
        mf_format format = i % 2 == 0 ? MF_FORMAT_YAML : MF_FORMAT_JSON;
        char path[100];
        mf_bytes *text;
        mf_bytes *first = NULL;
        mf_bytes *second = NULL;
        mf_manifest *manifest;
        mf_manifest *again;

        (void)snprintf(path, sizeof path, "tests/vectors/%s.yaml", files[i / 2]);
        text = source_file(path);
        manifest = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), MF_FORMAT_YAML,
                                MF_PROFILE_DRAFT);
        ck_assert_int_eq(mf_manifest_write(manifest, format, &first, NULL), MF_OK);
        again =
            must_read_as(mf_view_make(mf_bytes_data(first), mf_bytes_size(first)), format, MF_PROFILE_DRAFT);
        assert_same(manifest, again, path);
        ck_assert_int_eq(mf_manifest_write(again, format, &second, NULL), MF_OK);
        assert_bytes_are(second, mf_bytes_data(first));
        ck_assert_int_eq(((const char *)mf_bytes_data(first))[mf_bytes_size(first) - 1], '\n');
        mf_bytes_unref(first);
        mf_bytes_unref(second);
        mf_bytes_unref(text);
        mf_manifest_unref(manifest);
        mf_manifest_unref(again);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("writer");
    TCase *tcase = tcase_create("writer");

    tcase_add_test(tcase, hostile_lines_survive);
    tcase_add_test(tcase, hostile_texts_survive);
    tcase_add_test(tcase, made_up_texts_survive);
    tcase_add_test(tcase, long_lines_survive);
    tcase_add_test(tcase, every_code_point_survives);
    tcase_add_test(tcase, yaml_is_written_for_people);
    tcase_add_test(tcase, writing_again_changes_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
