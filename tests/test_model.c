/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a manifest: getters and cursors by path. */
#include "documents.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define V1 "schema: manifest/v1\n"

static const char sample[] =
    V1 "release:\n"
       "  id: a-1\n"
       "  labels:\n"
       "  - {name: example.com/team, value: risk}\n"
       "  - {name: plain, value: \"~x\"}\n"
       "build:\n"
       "  source: {dirty: false}\n"
       "  steps:\n"
       "  - {name: one, command: [a, b], uses: [m/1~, m]}\n"
       "  - {name: two}\n"
       "artifacts:\n"
       "- {name: w, size: 9007199254740991}\n"
       "environment:\n"
       "  system: [{name: \"a/b~c\", value: x}]\n"
       "acceptance:\n"
       "  tests: [{name: t, absolute: 1e-7, minimum: 5.0, maximum: 1e21, seed: -3}]\n"
       "configuration:\n"
       "  parameters:\n"
       "  - {name: s, type: string, value: \"\"}\n"
       "  - {name: i, type: int, value: 7, choices: [10, 9, 7]}\n"
       "  - {name: b, type: bool, value: true}\n";

/* --- getters ----------------------------------------------------------------------------------------------------------- */

START_TEST(kinds_and_texts_by_path)
{
    static const struct {
        const char *path;
        mf_kind kind;
        const char *text; /* NULL: not a scalar */
    } cases[] = {
        { "", MF_KIND_MAPPING, NULL },
        { "/schema", MF_KIND_STRING, "manifest/v1" },
        { "/release", MF_KIND_MAPPING, NULL },
        { "/release/labels", MF_KIND_SET, NULL },
        { "/release/labels/plain", MF_KIND_MAPPING, NULL },
        { "/release/labels/plain/value", MF_KIND_STRING, "~x" },
        { "/release/labels/example.com~1team/value", MF_KIND_STRING, "risk" },
        { "/release/labels/example.com~1team/name", MF_KIND_STRING, "example.com/team" },
        { "/environment/system/a~1b~0c/value", MF_KIND_STRING, "x" },
        { "/build/source/dirty", MF_KIND_BOOL, "false" },
        { "/build/steps", MF_KIND_SEQUENCE, NULL },
        { "/build/steps/0", MF_KIND_MAPPING, NULL },
        { "/build/steps/0/command/1", MF_KIND_STRING, "b" },
        { "/build/steps/0/uses", MF_KIND_SET, NULL },
        { "/build/steps/0/uses/m~11~0", MF_KIND_STRING, "m/1~" },
        { "/build/steps/1/name", MF_KIND_STRING, "two" },
        { "/artifacts/w/size", MF_KIND_NUMBER, "9007199254740991" },
        { "/acceptance/tests/t/absolute", MF_KIND_NUMBER, "1e-7" },
        { "/acceptance/tests/t/minimum", MF_KIND_NUMBER, "5" },
        { "/acceptance/tests/t/maximum", MF_KIND_NUMBER, "1e+21" },
        { "/configuration/parameters/s/value", MF_KIND_STRING, "" },
        { "/configuration/parameters/i/value", MF_KIND_NUMBER, "7" },
        { "/configuration/parameters/b/value", MF_KIND_BOOL, "true" },
        { "/configuration/parameters/i/choices/10", MF_KIND_NUMBER, "10" },
    };
    mf_manifest *manifest = must_read(sample);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_kind kind = 0;
        const char *text = NULL;
        size_t size = 77;
        mf_error *error = NULL;
        mf_status status;

        assert_ok(mf_manifest_get_kind(manifest, cases[i].path, &kind, &error), error);
        ck_assert_msg(kind == cases[i].kind, "%s is of kind %d", cases[i].path, kind);
        status = mf_manifest_get_text(manifest, cases[i].path, &text, &size, &error);
        if (cases[i].text == NULL) {
            ck_assert_int_eq(status, MF_ERROR_TYPE);
            ck_assert_str_eq(mf_error_path(error), cases[i].path);
            ck_assert_ptr_null(text);
        } else {
            ck_assert_int_eq(status, MF_OK);
            ck_assert_str_eq(text, cases[i].text);
            ck_assert_uint_eq(size, strlen(cases[i].text));
        }
        mf_error_unref(error);
    }
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(what_is_absent_is_not_an_error)
{
    static const char *const absent[] = {
        "/interface",
        "/interface/inputs",
        "/interface/inputs/0",
        "/interface/inputs/0/name",
        "/interface/inputs/-",
        "/release/version",
        "/release/labels/none",
        "/release/labels/none/value",
        "/release/labels/",
        "/release/labels/#0",
        "/build/steps/2",
        "/build/steps/2/name",
        "/build/steps/4294967295",
        "/build/steps/9007199254740991",
        "/build/steps/-",
        "/build/steps/0/command/2",
        "/build/steps/0/uses/x",
        "/build/steps/1/command",
        "/governance/roles/a/can/read",
    };
    static const char *const wrong[] = {
        "release",
        "x",
        "/",
        "//",
        "/releas",
        "/release/",
        "/release/labels/plain/x",
        "/release/labels/plain/value/x",
        "/schema/x",
        "/build/steps/x",
        "/build/steps/01",
        "/build/steps/-1",
        "/build/steps/1.0",
        "/build/steps/+1",
        "/build/steps/ 1",
        "/build/steps/0/command/0/x",
        "/build/steps/0/uses/m/x",
        "/build/steps/",
        "/release/labels/a~",
        "/release/labels/a~2",
        "/release/labels/~",
        "/rel~ease",
        "/build/steps/18446744073709551616",
        "/Release",
        "/interface/inputs/0/nothing",
        "/interface/nothing",
    };
    mf_manifest *manifest = must_read(sample);

    for (size_t i = 0; i < COUNT_OF(absent) + COUNT_OF(wrong); i++) {
        bool is_absent = i < COUNT_OF(absent);
        const char *path = is_absent ? absent[i] : wrong[i - COUNT_OF(absent)];
        mf_status expected = is_absent ? MF_ABSENT : MF_ERROR_PATH;
        mf_kind kind;
        const char *text;
        int64_t integer;
        double number;
        int32_t boolean;
        size_t count;
        mf_bytes *json;
        mf_cursor *cursor;
        mf_error *error = NULL;

        ck_assert_msg(mf_manifest_get_kind(manifest, path, &kind, &error) == expected, "%s", path);
        ck_assert_int_eq(error != NULL, !is_absent);
        if (error != NULL) {
            ck_assert_str_eq(mf_error_path(error), path);
        }
        mf_error_unref(error);
        ck_assert_int_eq(mf_manifest_get_text(manifest, path, &text, NULL, NULL), expected);
        ck_assert_int_eq(mf_manifest_get_int(manifest, path, &integer, NULL), expected);
        ck_assert_int_eq(mf_manifest_get_number(manifest, path, &number, NULL), expected);
        ck_assert_int_eq(mf_manifest_get_bool(manifest, path, &boolean, NULL), expected);
        ck_assert_int_eq(mf_manifest_count(manifest, path, &count, NULL), expected);
        ck_assert_int_eq(mf_manifest_get_json(manifest, path, &json, NULL), expected);
        ck_assert_int_eq(mf_manifest_walk(manifest, path, &cursor, NULL), expected);
        ck_assert_int_eq(mf_manifest_position(manifest, path, NULL, NULL, NULL, NULL, NULL), expected);
    }
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(numbers_and_booleans_by_path)
{
    mf_manifest *manifest = must_read(sample);
    int64_t integer = 0;
    double number = 0;
    int32_t boolean = 7;

    ck_assert_int_eq(mf_manifest_get_int(manifest, "/artifacts/w/size", &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, INT64_C(9007199254740991));
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/acceptance/tests/t/seed", &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, -3);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/acceptance/tests/t/minimum", &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, 5);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/acceptance/tests/t/absolute", &integer, NULL),
                     MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/acceptance/tests/t/maximum", &integer, NULL),
                     MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/release/id", &integer, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/build/source/dirty", &integer, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "/build/steps", &integer, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_number(manifest, "/acceptance/tests/t/absolute", &number, NULL), MF_OK);
    ck_assert(number == 1e-7);
    ck_assert_int_eq(mf_manifest_get_number(manifest, "/artifacts/w/size", &number, NULL), MF_OK);
    ck_assert(number == 9007199254740991.0);
    ck_assert_int_eq(mf_manifest_get_number(manifest, "/schema", &number, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_number(manifest, "/build/source/dirty", &number, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "/build/source/dirty", &boolean, NULL), MF_OK);
    ck_assert_int_eq(boolean, 0);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "/configuration/parameters/b/value", &boolean, NULL),
                     MF_OK);
    ck_assert_int_eq(boolean, 1);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "/artifacts/w/size", &boolean, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "/schema", &boolean, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "", &boolean, NULL), MF_ERROR_TYPE);
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(counts_and_parts_by_path)
{
    static const struct {
        const char *path;
        size_t count; /* SIZE_MAX: a scalar */
        const char *json;
    } cases[] = {
        { "", 7, NULL },
        { "/release", 2,
          "{\"id\":\"a-1\",\"labels\":[{\"name\":\"example.com/team\",\"value\":\"risk\"},{\"name\":\"plain\","
          "\"value\":\"~x\"}]}" },
        { "/release/labels", 2, NULL },
        { "/build/steps/0/uses", 2, "[\"m\",\"m/1~\"]" },
        { "/build/steps/0", 3, NULL },
        { "/build/source", 1, "{\"dirty\":false}" },
        { "/configuration/parameters/i/choices", 3, "[10,7,9]" },
        { "/schema", SIZE_MAX, "\"manifest/v1\"" },
        { "/acceptance/tests/t/maximum", SIZE_MAX, "1e+21" },
        { "/build/steps/0/command/0", SIZE_MAX, "\"a\"" },
    };
    mf_manifest *manifest = must_read(sample);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t count = 0;
        mf_bytes *json = NULL;
        mf_error *error = NULL;
        mf_status status = mf_manifest_count(manifest, cases[i].path, &count, NULL);

        ck_assert_int_eq(status, cases[i].count == SIZE_MAX ? MF_ERROR_TYPE : MF_OK);
        ck_assert_msg(status != MF_OK || count == cases[i].count, "%s has %zu", cases[i].path, count);
        assert_ok(mf_manifest_get_json(manifest, cases[i].path, &json, &error), error);
        if (cases[i].json != NULL) {
            assert_bytes_are(json, cases[i].json);
        }
        mf_bytes_unref(json);
    }
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(null_arguments_are_refused)
{
    mf_validate_options validation;
    mf_manifest *manifest = must_read(sample);
    mf_kind kind;
    const char *text;
    int64_t integer;
    double number;
    int32_t boolean;
    size_t count;
    mf_bytes *bytes;
    mf_cursor *cursor = NULL;
    mf_report *report;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_manifest_get_kind(NULL, "", &kind, &error), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_error_code(error), MF_ERROR_ARGUMENT);
    mf_error_unref(error);
    ck_assert_int_eq(mf_manifest_get_kind(manifest, NULL, &kind, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_kind(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_text(NULL, "", &text, &count, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_text(manifest, NULL, &text, &count, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_text(manifest, "", NULL, &count, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_int(NULL, "", &integer, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_int(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_number(NULL, "", &number, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_number(manifest, NULL, &number, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_bool(NULL, "", &boolean, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_bool(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_count(NULL, "", &count, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_count(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_json(NULL, "", &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_json(manifest, NULL, &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_get_json(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_position(NULL, "", NULL, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_position(manifest, NULL, NULL, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_canonical(NULL, &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_canonical(manifest, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_digest(NULL, &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_digest(manifest, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_write(NULL, MF_FORMAT_YAML, &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_write(manifest, MF_FORMAT_AUTO, &bytes, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_write(manifest, MF_FORMAT_YAML, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_validate(NULL, NULL, &report, NULL), MF_ERROR_ARGUMENT);
    validation = validation_for(3);
    ck_assert_int_eq(mf_manifest_validate(manifest, &validation, &report, NULL), MF_ERROR_ARGUMENT);
    validation = validation_for(0);
    validation.time = -1;
    ck_assert_int_eq(mf_manifest_validate(manifest, &validation, &report, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_walk(NULL, "", &cursor, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_walk(manifest, NULL, &cursor, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_walk(manifest, "", NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_cursor_next(NULL), 0);
    ck_assert_ptr_null(mf_cursor_key(NULL));
    ck_assert_int_eq(mf_cursor_get_text(NULL, "", &text, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(mf_cursor_unref(NULL));
    mf_manifest_unref(manifest);
}
END_TEST

/* --- cursors ----------------------------------------------------------------------------------------------------------- */

/* The keys that a walk gives, with commas between them. */
static void assert_keys(mf_manifest *manifest, const char *path, const char *expected)
{
    struct mf_buffer keys = MF_BUFFER_EMPTY;
    mf_cursor *cursor = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_walk(manifest, path, &cursor, &error), error);
    ck_assert_ptr_null(mf_cursor_key(cursor));
    while (mf_cursor_next(cursor) == 1) {
        mf_buffer_append_text(&keys, keys.size == 0 ? "" : ",");
        mf_buffer_append_text(&keys, mf_cursor_key(cursor));
    }
    ck_assert_ptr_null(mf_cursor_key(cursor));
    ck_assert_int_eq(mf_cursor_next(cursor), 0);
    assert_view_is(mf_buffer_view(&keys), expected);
    mf_cursor_unref(cursor);
    mf_buffer_release(&keys);
}

START_TEST(cursors_walk_in_order)
{
    mf_manifest *manifest = must_read(sample);

    assert_keys(manifest, "", "schema,release,build,environment,configuration,artifacts,acceptance");
    assert_keys(manifest, "/release", "id,labels");
    assert_keys(manifest, "/release/labels", "example.com/team,plain");
    assert_keys(manifest, "/build/steps", "0,1");
    assert_keys(manifest, "/build/steps/0/command", "0,1");
    assert_keys(manifest, "/build/steps/0/uses", "m,m/1~");
    assert_keys(manifest, "/configuration/parameters/i/choices", "10,7,9");
    assert_keys(manifest, "/configuration/parameters", "b,i,s");
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(cursors_look_below_their_entry)
{
    mf_manifest *manifest = must_read(sample);
    mf_cursor *cursor = NULL;
    mf_cursor *inner = NULL;
    const char *text = NULL;
    size_t size = 0;
    mf_kind kind = 0;
    int64_t integer = 0;
    double number = 0;
    int32_t boolean = 0;

    ck_assert_int_eq(mf_manifest_walk(manifest, "/configuration/parameters", &cursor, NULL), MF_OK);
    mf_manifest_unref(manifest); /* the cursor holds it */
    ck_assert_int_eq(mf_cursor_get_text(cursor, "/name", &text, &size, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_cursor_next(cursor), 1);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "/name", &text, &size, NULL), MF_OK);
    ck_assert_str_eq(text, "b");
    ck_assert_int_eq(mf_cursor_get_bool(cursor, "/value", &boolean, NULL), MF_OK);
    ck_assert_int_eq(boolean, 1);
    ck_assert_int_eq(mf_cursor_next(cursor), 1);
    ck_assert_int_eq(mf_cursor_get_int(cursor, "/value", &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, 7);
    ck_assert_int_eq(mf_cursor_get_number(cursor, "/value", &number, NULL), MF_OK);
    ck_assert(number == 7);
    ck_assert_int_eq(mf_cursor_get_kind(cursor, "", &kind, NULL), MF_OK);
    ck_assert_int_eq(kind, MF_KIND_MAPPING);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "", &text, NULL, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "/unit", &text, NULL, NULL), MF_ABSENT);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "/x", &text, NULL, NULL), MF_ERROR_PATH);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "name", &text, NULL, NULL), MF_ERROR_PATH);
    ck_assert_int_eq(mf_cursor_get_text(cursor, NULL, &text, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_cursor_get_text(cursor, "/name", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_cursor_walk(cursor, "/name", &inner, NULL), MF_ERROR_TYPE);
    ck_assert_int_eq(mf_cursor_walk(cursor, "/choices", &inner, NULL), MF_OK);
    ck_assert_int_eq(mf_cursor_next(cursor), 1);
    mf_cursor_unref(cursor);
    ck_assert_int_eq(mf_cursor_next(inner), 1);
    ck_assert_str_eq(mf_cursor_key(inner), "10");
    ck_assert_int_eq(mf_cursor_get_int(inner, "", &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, 10);
    ck_assert_int_eq(mf_cursor_get_int(inner, "/x", &integer, NULL), MF_ERROR_PATH);
    mf_cursor_unref(inner);
}
END_TEST

/* --- the host's locale ------------------------------------------------------------------------------------------------- */

START_TEST(a_decimal_comma_changes_nothing)
{
    static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8" };
    static const char *const files[] = { "numbers", "full", "quantities", "scalars" };
    bool found = false;

    for (size_t i = 0; i < COUNT_OF(names) && !found; i++) {
        found = setlocale(LC_ALL, names[i]) != NULL;
    }
    if (!found) {
        fprintf(stderr, "skipped: no locale with a decimal comma is installed\n");
        return;
    }
    ck_assert_str_eq(localeconv()->decimal_point, ",");
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[100];
        mf_bytes *text;
        mf_bytes *canonical;
        mf_manifest *manifest;

        (void)snprintf(path, sizeof path, "tests/vectors/%s.yaml", files[i]);
        text = source_file(path);
        (void)snprintf(path, sizeof path, "tests/vectors/%s.canonical.json", files[i]);
        canonical = source_file(path);
        manifest = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), MF_FORMAT_YAML,
                                MF_PROFILE_DRAFT);
        assert_canonical(manifest, mf_bytes_data(canonical));
        assert_survives(manifest, files[i]);
        mf_manifest_unref(manifest);
        mf_bytes_unref(text);
        mf_bytes_unref(canonical);
    }
    assert_one_finding(V1 "acceptance: {tests: [{name: a, minimum: '1,5'}]}", "MF1201",
                       "/acceptance/tests/a/minimum", 2, 41);
    {
        mf_builder *builder = NULL;
        mf_manifest *manifest = NULL;
        double number = 0;

        ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
        ck_assert_int_eq(mf_builder_set_number(builder, "/acceptance/tests/a/minimum", 0.5, NULL), MF_OK);
        ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
        ck_assert_int_eq(mf_manifest_get_number(manifest, "/acceptance/tests/a/minimum", &number, NULL),
                         MF_OK);
        ck_assert(number == 0.5);
        mf_manifest_unref(manifest);
        mf_builder_unref(builder);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *tcase = tcase_create("model");

    tcase_add_test(tcase, kinds_and_texts_by_path);
    tcase_add_test(tcase, what_is_absent_is_not_an_error);
    tcase_add_test(tcase, numbers_and_booleans_by_path);
    tcase_add_test(tcase, counts_and_parts_by_path);
    tcase_add_test(tcase, null_arguments_are_refused);
    tcase_add_test(tcase, cursors_walk_in_order);
    tcase_add_test(tcase, cursors_look_below_their_entry);
    tcase_add_test(tcase, a_decimal_comma_changes_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
