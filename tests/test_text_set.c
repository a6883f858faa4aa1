/* SPDX-License-Identifier: Apache-2.0 */
/* Changing one value in a text: its bytes alone change, whatever its style, or nothing does. */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>

#define V1 "schema: manifest/v1\n"
#define J1 "{\"schema\": \"manifest/v1\", "

static mf_status text_set(const char *text, const char *path, const char *value, mf_bytes **ret_text,
                          mf_report **ret_report, mf_error **reterr)
{
    return mf_text_set(text, MF_ZERO_TERMINATED, NULL, path, value, MF_ZERO_TERMINATED, ret_text, ret_report,
                       reterr);
}

/* The new text must be this, and hold the value at the path. */
static void assert_set(const char *text, const char *path, const char *value, const char *expected)
{
    mf_bytes *changed = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_manifest *manifest = NULL;
    const char *held = NULL;
    mf_status status = text_set(text, path, value, &changed, &report, &error);

    ck_assert_msg(status == MF_OK, "%s\n%s = '%s': %s: %s", text, path, value, mf_status_name(status),
                  mf_error_message(error));
    ck_assert_ptr_null(report);
    if (expected != NULL) {
        assert_bytes_are(changed, expected);
    }
    assert_ok(mf_manifest_read(mf_bytes_data(changed), mf_bytes_size(changed), NULL, &manifest, NULL, &error),
              error);
    ck_assert_int_eq(mf_manifest_get_text(manifest, path, &held, NULL, NULL), MF_OK);
    ck_assert_str_eq(held, value);
    mf_manifest_unref(manifest);
    mf_bytes_unref(changed);
}

static void assert_not_set(const char *text, const char *path, const char *value, mf_status expected)
{
    mf_bytes *changed = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = text_set(text, path, value, &changed, &report, &error);

    ck_assert_msg(status == expected, "%s\n%s = '%s': %s, not %s", text, path, value, mf_status_name(status),
                  mf_status_name(expected));
    ck_assert_ptr_null(changed);
    ck_assert_int_eq(error != NULL, status < 0);
    ck_assert_int_eq(report != NULL, status == MF_ERROR_INVALID);
    ck_assert(report == NULL || mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0);
    mf_report_unref(report);
    mf_error_unref(error);
}

START_TEST(every_style_of_yaml)
{
    static const struct {
        const char *before; /* the value is between these two */
        const char *value;
        const char *after;
    } cases[] = {
        { "release:\n  changes: ", "old", "\n  id: a\n" },
        { "release:\n  changes: ", "old", " # comment\n  id: a\n" },
        { "release:\n  changes: ", "'old'", "   # comment\n" },
        { "release:\n  changes: ", "'it''s old'", "\n" },
        { "release:\n  changes: ", "\"o\\x6cd\"", "\n  # comment\n  id: a\n" },
        { "release:\n  changes: ", "an old\n    text", "\n  id: a\n" },
        { "release:\n  changes: ", "'an old\n\n    text'", "\n  id: a\n" },
        { "release:\n  changes: ", "\"an old \\\n    text\"", "\n  id: a\n" },
        { "release:\n  changes: ", "|\n    old\n    text", "\n  id: a\n" },
        { "release:\n  changes: ", "|-\n    old\n    text", "\n\n\n  id: a\n" },
        { "release:\n  changes: ", "|+\n    old", "\n\n  id: a\n" },
        { "release:\n  changes: ", ">\n    old\n    text", "\n\n  # comment\n  id: a\n" },
        { "release:\n  changes: ", ">2-\n    old\n     text", "\n# comment\n" },
        { "release:\n  changes: ", "|\n    # old", "\n  # comment\n" },
        { "release:\n  changes: ", "|\n    old", "\n" },
        { "release:\n  changes: ", "old", "" },
        { "release:\n  changes:\n    ", "old", "\n  id: a\n" },
        { "release:\n  ? changes\n  : ", "old", "\n  ? id\n  : a\n" },
        { "release: {changes: ", "old", "}\n" },
        { "release: {id: a, changes: ", "old", ", license: MIT}\n" },
        { "release: {\"changes\":", "\"old\"", "}\n" },
        { "release: {changes: ", "old", " # comment\n  , id: a}\n" },
        { "# \xc3\xa4\xf0\x9f\x98\x80\nrelease: {id: a, expires: 2025-01-01T00:00:00Z, changes: ",
          "\"\xc3\xa4\"", "}  # \xc3\xb6\n" },
        { "release:\r\n  changes: ", "old", "\r\n  id: a\r\n" },
        { "release:\n  changes:     ", "old", "     \n  id: a\n\n\n" },
    };
    static const char *const values[] = { "new",
                                          "new: text",
                                          "3.10",
                                          "no",
                                          "'",
                                          "a, b",
                                          "{a}",
                                          "[a]",
                                          "# a",
                                          " a ",
                                          "-",
                                          ":a",
                                          "?a",
                                          "a:",
                                          "\xc3\xa4 \xf0\x9f\x98\x80",
                                          "two\nlines\n",
                                          "\ttab",
                                          "\"",
                                          "\\",
                                          "!a",
                                          "&a",
                                          "*a",
                                          "%a",
                                          "@a",
                                          "---",
                                          "...",
                                          "|",
                                          ">",
                                          "a #b",
                                          "a: b",
                                          "? a",
                                          "- a",
                                          "null",
                                          "~",
                                          "=",
                                          "a]",
                                          "a}" };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t j = 0; j < COUNT_OF(values); j++) {
            struct mf_buffer text = MF_BUFFER_EMPTY;
            mf_bytes *changed = NULL;
            const char *found;

            mf_buffer_append_text(&text, V1);
            mf_buffer_append_text(&text, cases[i].before);
            mf_buffer_append_text(&text, cases[i].value);
            mf_buffer_append_text(&text, cases[i].after);
            mf_buffer_append_byte(&text, '\0');
            assert_set(text.data, "/release/changes", values[j], NULL);
            ck_assert_int_eq(text_set(text.data, "/release/changes", values[j], &changed, NULL, NULL), MF_OK);
            found = mf_bytes_data(changed);
            /* What stood before and behind the value stands there still. */
            ck_assert(strncmp(found, V1, strlen(V1)) == 0);
            ck_assert_msg(strncmp(found + strlen(V1), cases[i].before, strlen(cases[i].before)) == 0, "%s",
                          found);
            ck_assert_msg(
                mf_bytes_size(changed) >= strlen(cases[i].after) &&
                    strcmp(found + mf_bytes_size(changed) - strlen(cases[i].after), cases[i].after) == 0,
                "case %zu: %s", i, found);
            mf_bytes_unref(changed);
            mf_buffer_release(&text);
        }
    }
}
END_TEST

START_TEST(values_are_quoted_only_where_they_must)
{
    assert_set(V1 "release: {id: a}\n", "/release/id", "b", V1 "release: {id: b}\n");
    assert_set(V1 "release:\n  changes: 'a'\n", "/release/changes", "b c", V1 "release:\n  changes: b c\n");
    assert_set(V1 "release:\n  changes: a\n", "/release/changes", "3.10", V1 "release:\n  changes: '3.10'\n");
    assert_set(V1 "release:\n  changes: a\n", "/release/changes", "it's", V1 "release:\n  changes: it's\n");
    assert_set(V1 "release:\n  changes: a\n", "/release/changes", "a\nb",
               V1 "release:\n  changes: \"a\\nb\"\n");
    assert_set(V1 "release: {changes: a}\n", "/release/changes", "a, b", V1 "release: {changes: \"a, b\"}\n");
    assert_set(V1 "release:\n  changes: |\n    a\n    b\n  id: x\n", "/release/changes", "c",
               V1 "release:\n  changes: c\n  id: x\n");
    assert_set(V1 "artifacts: [{name: a, size: 1}]\n", "/artifacts/a/size", "22",
               V1 "artifacts: [{name: a, size: 22}]\n");
    assert_set(V1 "build: {source: {dirty: true}}\n", "/build/source/dirty", "false",
               V1 "build: {source: {dirty: false}}\n");
    assert_set(V1 "environment: {variables: [{name: A, value: x}]}\n", "/environment/variables/A/value", "",
               V1 "environment: {variables: [{name: A, value: ''}]}\n");
    assert_set(V1 "build: {steps: [{command: [a, b]}]}\n", "/build/steps/0/command/1", "c", NULL);
}
END_TEST

START_TEST(json_stays_json)
{
    assert_set(J1 "\"release\": {\"changes\" : \"\\u00e4\\n\" }}", "/release/changes", "a \"b\"\n\\ \xc3\xa4",
               J1 "\"release\": {\"changes\" : \"a \\\"b\\\"\\n\\\\ \xc3\xa4\" }}");
    assert_set(J1 "\"artifacts\": [ {\"name\": \"a\",\n\t\"size\":1} ]}\n", "/artifacts/a/size",
               "9007199254740991",
               J1 "\"artifacts\": [ {\"name\": \"a\",\n\t\"size\":9007199254740991} ]}\n");
    assert_set(J1 "\"build\": {\"source\": {\"dirty\": true}}}", "/build/source/dirty", "false",
               J1 "\"build\": {\"source\": {\"dirty\": false}}}");
    assert_set(J1 "\"environment\": {\"resources\": {\"cpu\": {\"request\": 2}}}}",
               "/environment/resources/cpu/request", "3",
               J1 "\"environment\": {\"resources\": {\"cpu\": {\"request\": \"3\"}}}}");
}
END_TEST

START_TEST(what_cannot_be_changed_in_place)
{
    static const char text[] =
        V1 "release: {labels: [{name: a, value: b}], id: x}\n"
           "build: {steps: [{name: s, uses: [m], command: [c]}]}\nartifacts: [{name: w, size: 1}]\n";

    assert_not_set(text, "/release/version", "1.0.0", MF_ABSENT);
    assert_not_set(text, "/release/labels/b/value", "x", MF_ABSENT);
    assert_not_set(text, "/build/steps/1/name", "x", MF_ABSENT);
    assert_not_set(text, "/build/steps/0/command/-", "x", MF_ABSENT);
    assert_not_set(text, "/release", "x", MF_ERROR_TYPE);
    assert_not_set(text, "/release/labels", "x", MF_ERROR_TYPE);
    assert_not_set(text, "/release/labels/a", "x", MF_ERROR_TYPE);
    assert_not_set(text, "", "x", MF_ERROR_TYPE);
    assert_not_set(text, "/relese/id", "x", MF_ERROR_PATH);
    assert_not_set(text, "release", "x", MF_ERROR_PATH);
    assert_not_set(text, "/release/id/x", "x", MF_ERROR_PATH);
}
END_TEST

START_TEST(bad_values_are_refused_with_a_report)
{
    static const char text[] =
        V1 "release: {id: x, changes: z}\nartifacts: [{name: w, size: 1}]\nbuild: {source: {dirty: true}}\n";
    static const struct {
        const char *path;
        const char *value;
    } cases[] = {
        { "/release/id", "Not A Name" },
        { "/release/id", "" },
        { "/release/changes", "" },
        { "/release/changes", "a\xe2\x80\xa8" },
        { "/release/changes", "\x1b[31m" },
        { "/schema", "manifest/v2" },
        { "/artifacts/w/size", "one" },
        { "/artifacts/w/size", "-1" },
        { "/artifacts/w/size", "1.0" },
        { "/artifacts/w/size", "" },
        { "/artifacts/w/size", "1 # 2" },
        { "/artifacts/w/size", "1, kind: code" },
        { "/artifacts/w/size", "1}, {name: z, size: 2" },
        { "/artifacts/w/size", " 1" },
        { "/artifacts/w/size", "1 " },
        { "/artifacts/w/size", "1\n" },
        { "/artifacts/w/size", "'1'" },
        { "/build/source/dirty", "yes" },
        { "/build/source/dirty", "true}, steps: [], x: {" },
        { "/build/source/dirty", "!!bool true" },
        { "/build/source/dirty", "true # not" },
    };

    assert_set(text, "/release/changes", "good", NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_not_set(text, cases[i].path, cases[i].value, MF_ERROR_INVALID);
    }
    assert_not_set(V1 "bogus: 1\n", "/schema", "manifest/v1", MF_ERROR_INVALID);
    assert_not_set("[", "/schema", "manifest/v1", MF_ERROR_INVALID);
    assert_not_set("", "/schema", "manifest/v1", MF_ERROR_INVALID);
    {
        mf_bytes *changed = NULL;

        ck_assert_int_eq(mf_text_set(text, MF_ZERO_TERMINATED, NULL, "/release/changes", "a\0b", 3, &changed,
                                     NULL, NULL) < 0,
                         1);
        ck_assert_int_eq(
            mf_text_set(text, MF_ZERO_TERMINATED, NULL, "/release/changes", "a\xff", 2, &changed, NULL, NULL),
            MF_ERROR_INVALID);
        ck_assert_int_eq(mf_text_set(text, MF_ZERO_TERMINATED, NULL, "/artifacts/w/name", "typ\xff\xff: ", 7,
                                     &changed, NULL, NULL),
                         MF_ERROR_INVALID);
        ck_assert_ptr_null(changed);
    }
}
END_TEST

START_TEST(arguments_options_and_limits)
{
    mf_read_options options = options_for(MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    mf_bytes *changed = NULL;
    struct mf_buffer large = MF_BUFFER_EMPTY;

    ck_assert_int_eq(mf_text_set(NULL, 0, NULL, "/schema", "x", 1, &changed, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_text_set(V1, 5, NULL, NULL, "x", 1, &changed, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_text_set(V1, 5, NULL, "/schema", NULL, 1, &changed, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_text_set(V1, 5, NULL, "/schema", "x", 1, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    /* A flow mapping is YAML if the caller says so, and stays it. */
    ck_assert_int_eq(mf_text_set("{schema: manifest/v1, release: {id: a}}", MF_ZERO_TERMINATED, &options,
                                 "/release/id", "b", 1, &changed, NULL, NULL),
                     MF_OK);
    assert_bytes_are(changed, "{schema: manifest/v1, release: {id: b}}");
    changed = mf_bytes_unref(changed);
    options.maximum_input = 30;
    ck_assert_int_eq(mf_text_set(V1 "release: {id: a}\n", MF_ZERO_TERMINATED, &options, "/release/id", "b", 1,
                                 &changed, NULL, NULL),
                     MF_ERROR_LIMIT);
    options.maximum_input = 40;
    ck_assert_int_eq(mf_text_set(V1 "release: {id: a}\n", MF_ZERO_TERMINATED, &options, "/release/id",
                                 "bcdefghijk", 10, &changed, NULL, NULL),
                     MF_ERROR_LIMIT);
    ck_assert_ptr_null(changed);
    /* What the options allow is allowed throughout. */
    options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    options.maximum_string = 3000000;
    mf_buffer_append_text(&large, V1 "release:\n  id: a\n  changes: ");
    for (unsigned i = 0; i < 200000; i++) {
        mf_buffer_append_text(&large, "0123456789");
    }
    mf_buffer_append_text(&large, "x\n");
    ck_assert_int_eq(
        mf_text_set(large.data, large.size, &options, "/release/id", "b", 1, &changed, NULL, NULL), MF_OK);
    ck_assert_uint_eq(mf_bytes_size(changed), large.size);
    mf_bytes_unref(changed);
    mf_buffer_release(&large);
}
END_TEST

/* Every scalar of a real manifest that can be changed in place is set to what it is: nothing but its spelling may change. */
START_TEST(every_value_of_a_real_manifest)
{
    static const char *const paths[] = {
        "/release/id",
        "/release/version",
        "/release/description",
        "/release/created",
        "/release/owner/contact",
        "/build/source/repository",
        "/build/source/revision",
        "/build/source/dirty",
        "/environment/platform/os",
        "/environment/image/digest",
        "/environment/resources/memory/limit",
        "/artifacts/weights/size",
        "/artifacts/weights/uri",
        "/dependencies/packages/pkg:pypi~1numpy@1.26.4/scope",
        "/observability/tracing/sample_rate",
        "/governance/retention",
    };
    static const char *const files[] = { "tests/vectors/full.yaml", "tests/vectors/full.json" };

    for (size_t i = 0; i < COUNT_OF(paths) * COUNT_OF(files); i++) {
        const char *path = paths[i / COUNT_OF(files)];
        mf_bytes *text = source_file(files[i % COUNT_OF(files)]);
        mf_manifest *before = NULL;
        mf_manifest *after = NULL;
        mf_bytes *changed = NULL;
        const char *value = NULL;
        mf_error *error = NULL;

        assert_ok(mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &before, NULL, &error),
                  error);
        ck_assert_msg(mf_manifest_get_text(before, path, &value, NULL, NULL) == MF_OK, "%s", path);
        assert_ok(mf_text_set(mf_bytes_data(text), mf_bytes_size(text), NULL, path, value, MF_ZERO_TERMINATED,
                              &changed, NULL, &error),
                  error);
        assert_ok(
            mf_manifest_read(mf_bytes_data(changed), mf_bytes_size(changed), NULL, &after, NULL, &error),
            error);
        assert_same(before, after, path);
        mf_manifest_unref(before);
        mf_manifest_unref(after);
        mf_bytes_unref(changed);
        mf_bytes_unref(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text_set");
    TCase *tcase = tcase_create("text_set");

    tcase_add_test(tcase, every_style_of_yaml);
    tcase_add_test(tcase, values_are_quoted_only_where_they_must);
    tcase_add_test(tcase, json_stays_json);
    tcase_add_test(tcase, what_cannot_be_changed_in_place);
    tcase_add_test(tcase, bad_values_are_refused_with_a_report);
    tcase_add_test(tcase, arguments_options_and_limits);
    tcase_add_test(tcase, every_value_of_a_real_manifest);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
