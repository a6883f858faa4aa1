/* SPDX-License-Identifier: Apache-2.0 */
/* Builders, sentence by sentence of their header. */
#include "documents.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define V1 "schema: manifest/v1\n"

static mf_builder *new_builder(void)
{
    mf_builder *builder = NULL;
    mf_error *error = NULL;

    assert_ok(mf_builder_new(NULL, &builder, &error), error);
    return builder;
}

/* What the builder holds now, as a draft. */
static mf_manifest *built(const mf_builder *builder)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;

    assert_ok(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, &error), error);
    return manifest;
}

static void assert_holds(const mf_builder *builder, const char *canonical)
{
    mf_manifest *manifest = built(builder);

    assert_canonical(manifest, canonical);
    mf_manifest_unref(manifest);
}

static void set_text(mf_builder *builder, const char *path, const char *text)
{
    mf_error *error = NULL;

    assert_ok(mf_builder_set_text(builder, path, text, MF_ZERO_TERMINATED, &error), error);
}

static void set_json(mf_builder *builder, const char *path, const char *json)
{
    mf_error *error = NULL;

    assert_ok(mf_builder_set_json(builder, path, json, MF_ZERO_TERMINATED, &error), error);
}

static void append_json(mf_builder *builder, const char *path, const char *json)
{
    mf_error *error = NULL;

    assert_ok(mf_builder_append_json(builder, path, json, MF_ZERO_TERMINATED, &error), error);
}

static void append_text(mf_builder *builder, const char *path, const char *text)
{
    mf_error *error = NULL;

    assert_ok(mf_builder_append_text(builder, path, text, MF_ZERO_TERMINATED, &error), error);
}

START_TEST(a_new_builder_holds_its_schema)
{
    mf_builder *builder = new_builder();

    assert_holds(builder, "{\"schema\":\"manifest/v1\"}");
    ck_assert_ptr_null(mf_builder_unref(builder));
    ck_assert_ptr_null(mf_builder_unref(NULL));
    ck_assert_int_eq(mf_builder_new(NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_new_from(NULL, NULL, &builder, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

START_TEST(mappings_and_entries_are_made_on_the_way)
{
    mf_builder *builder = new_builder();

    set_text(builder, "/build/source/path", "a");
    set_text(builder, "/release/labels/example.com~1team/value", "risk");
    set_text(builder, "/release/labels/b/value", "x");
    set_text(builder, "/release/labels/b/value", "y");
    set_text(builder, "/build/steps/-/name", "one");
    set_text(builder, "/build/steps/-/name", "two");
    set_text(builder, "/build/steps/0/command/-", "a");
    set_text(builder, "/build/steps/0/command/-", "b");
    set_text(builder, "/build/steps/0/command/0", "c");
    set_text(builder, "/build/steps/1/uses/m", "m");
    set_text(builder, "/build/steps/1/uses/m", "m");
    assert_holds(
        builder,
        "{\"build\":{\"source\":{\"path\":\"a\"},\"steps\":[{\"command\":[\"c\",\"b\"],\"name\":\"one\"},{"
        "\"name\":\"two\",\"uses\":[\"m\"]}]},\"release\":{\"labels\":[{\"name\":\"b\",\"value\":\"y\"},{"
        "\"name\":\"example.com/team\",\"value\":\"risk\"}]},\"schema\":\"manifest/v1\"}");
    /* The key of an entry renames it. */
    set_text(builder, "/release/labels/b/name", "c");
    set_text(builder, "/build/steps/1/uses/m", "n");
    ck_assert_int_eq(mf_builder_remove(builder, "/release/labels/b", NULL), MF_ABSENT);
    ck_assert_int_eq(mf_builder_remove(builder, "/release/labels/example.com~1team", NULL), MF_OK);
    ck_assert_int_eq(mf_builder_remove(builder, "/build/source", NULL), MF_OK);
    ck_assert_int_eq(mf_builder_remove(builder, "/build/steps/0", NULL), MF_OK);
    assert_holds(
        builder,
        "{\"build\":{\"steps\":[{\"name\":\"two\",\"uses\":[\"n\"]}]},\"release\":{\"labels\":[{\"name\":"
        "\"c\",\"value\":\"y\"}]},\"schema\":\"manifest/v1\"}");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(numbers_and_booleans_are_set_by_value)
{
    mf_builder *builder = new_builder();

    ck_assert_int_eq(mf_builder_set_int(builder, "/artifacts/a/size", INT64_C(9007199254740991), NULL),
                     MF_OK);
    ck_assert_int_eq(
        mf_builder_set_int(builder, "/acceptance/tests/a/seed", -INT64_C(9007199254740991), NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_int(builder, "/acceptance/tests/a/seed", INT64_C(9007199254740992), NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_int(builder, "/acceptance/tests/a/seed", INT64_MIN, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_number(builder, "/acceptance/tests/a/minimum", 1e21, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_number(builder, "/acceptance/tests/a/maximum", -0.0, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_number(builder, "/acceptance/tests/a/maximum", (double)NAN, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_number(builder, "/acceptance/tests/a/maximum", (double)INFINITY, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_bool(builder, "/build/source/dirty", 7, NULL), MF_OK);
    set_text(builder, "/acceptance/tests/a/relative", "0.10");
    set_text(builder, "/rollout/rollback/first_release", "false");
    assert_holds(
        builder,
        "{\"acceptance\":{\"tests\":[{\"maximum\":0,\"minimum\":1e+21,\"name\":\"a\",\"relative\":0.1,\"seed\":"
        "-9007199254740991}]},\"artifacts\":[{\"name\":\"a\",\"size\":9007199254740991}],\"build\":{\"source\":{"
        "\"dirty\":true}},\"rollout\":{\"rollback\":{\"first_release\":false}},\"schema\":\"manifest/v1\"}");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(json_sets_and_appends_parts)
{
    mf_builder *builder = new_builder();

    set_json(builder, "/release", "{\"id\": \"a\", \"labels\": [{\"name\": \"b\", \"value\": \"c\"}]}");
    set_json(builder, "/release/id", "\"b\"");
    set_json(builder, "/build/steps", "[{\"name\": \"one\", \"command\": [\"x\"]}, {}]");
    append_json(builder, "/build/steps", "{\"name\": \"two\"}");
    append_json(builder, "/build/steps/0/command", "\"y\"");
    append_json(builder, "/release/labels", "{\"name\": \"a\", \"value\": \"\\u00e4\"}");
    set_json(builder, "/release/labels/z", "{\"value\": \"named by the path\"}");
    set_json(builder, "/release/labels/b", "{\"value\": \"replaced\"}");
    set_json(builder, "/artifacts/w/size", "7");
    set_json(builder, "/build/source/dirty", "false");
    set_json(builder, "/build/steps/-", "{\"name\": \"three\"}");
    set_json(builder, "/build/steps/-/command/-", "\"z\"");
    append_text(builder, "/build/steps/0/command", "-");
    append_text(builder, "/build/steps/0/uses", "m~/n");
    append_text(builder, "/build/steps/0/uses", "m~/n");
    append_json(builder, "/build/steps/0/uses", "\"m\"");
    assert_holds(
        builder,
        "{\"artifacts\":[{\"name\":\"w\",\"size\":7}],\"build\":{\"source\":{\"dirty\":false},\"steps\":[{\"command\":["
        "\"x\",\"y\",\"-\"],\"name\":\"one\",\"uses\":[\"m\",\"m~/n\"]},{\"name\":\"two\"},{\"name\":\"three\"},{"
        "\"command\":[\"z\"]}]},\"release\":{\"id\":\"b\",\"labels\":[{\"name\":\"a\",\"value\":\"\xc3\xa4\"},{"
        "\"name\":\"b\",\"value\":\"replaced\"},{\"name\":\"z\",\"value\":\"named by the path\"}]},\"schema\":"
        "\"manifest/v1\"}");
    /* What is empty replaces too, and is absent then. */
    set_json(builder, "/build/steps", "[]");
    set_json(builder, "/build/source", "{}");
    set_json(builder, "/release", "{}");
    assert_holds(builder, "{\"artifacts\":[{\"name\":\"w\",\"size\":7}],\"schema\":\"manifest/v1\"}");
    set_json(builder, "", "{\"schema\": \"manifest/v1\", \"release\": {\"id\": \"new\"}}");
    assert_holds(builder, "{\"release\":{\"id\":\"new\"},\"schema\":\"manifest/v1\"}");
    mf_builder_unref(builder);
}
END_TEST

/* Everything a builder can be asked for, and what it answers. */
enum call {
    SET_TEXT,
    SET_INT,
    SET_JSON,
    APPEND_JSON,
    APPEND_TEXT,
    REMOVE,
};

static const struct refusal {
    enum call call;
    const char *path;
    const char *value;
    mf_status status;
} refusals[] = {
    { SET_TEXT, "release/id", "a", MF_ERROR_PATH },
    { SET_TEXT, "/relese/id", "a", MF_ERROR_PATH },
    { SET_TEXT, "/release/id/x", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/5/name", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/01/name", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/-1/name", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/x/name", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/-/nmae", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/-/name/x", "a", MF_ERROR_PATH },
    { SET_TEXT, "/build/steps/0/command/9", "a", MF_ERROR_PATH },
    { SET_TEXT, "/release/labels//value", "a", MF_ERROR_PATH },
    { SET_TEXT, "/release/labels/a~2/value", "a", MF_ERROR_PATH },
    { SET_TEXT, "/release/labels/a~/value", "a", MF_ERROR_PATH },
    { SET_TEXT, "/release/labels/new/vlaue", "a", MF_ERROR_PATH },
    { SET_TEXT, "/interface/inputs/-/shape/3", "1", MF_ERROR_PATH },
    { SET_TEXT, "", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/release", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/interface", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/release/labels", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/release/labels/b", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/release/labels/new", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/build/steps/-", "a", MF_ERROR_TYPE },
    { SET_TEXT, "/build/steps/0/command", "a", MF_ERROR_TYPE },
    { SET_INT, "/nothing", NULL, MF_ERROR_PATH },
    { SET_INT, "/release", NULL, MF_ERROR_TYPE },
    { SET_JSON, "/relese", "{}", MF_ERROR_PATH },
    { SET_JSON, "/build/steps/7", "{}", MF_ERROR_PATH },
    { SET_JSON, "/build/steps/-/x", "{}", MF_ERROR_PATH },
    { SET_JSON, "/release/labels/a~2", "{}", MF_ERROR_PATH },
    { SET_JSON, "/release", "{", MF_ERROR_SYNTAX },
    { SET_JSON, "/release", "", MF_ERROR_SYNTAX },
    { SET_JSON, "/release", "{\"id\": 01}", MF_ERROR_SYNTAX },
    { SET_JSON, "/release", "{\"bogus\": 1, \"id\": }", MF_ERROR_SYNTAX },
    { SET_JSON, "/release", "{} {}", MF_ERROR_SYNTAX },
    { SET_JSON, "/release/id", "'a'", MF_ERROR_SYNTAX },
    { SET_JSON, "/release/id", "\"\xff\"", MF_ERROR_SYNTAX },
    { SET_JSON, "", "{", MF_ERROR_SYNTAX },
    { SET_JSON, "", "{\"schema\": \"manifest/v1\"} x", MF_ERROR_SYNTAX },
    { SET_JSON, "", "[]", MF_ERROR_INVALID },
    { SET_JSON, "", "{\"relese\": {}}", MF_ERROR_INVALID },
    { SET_JSON, "/release", "[]", MF_ERROR_INVALID },
    { SET_JSON, "/release", "\"a\"", MF_ERROR_INVALID },
    { SET_JSON, "/release", "null", MF_ERROR_INVALID },
    { SET_JSON, "/release/id", "{}", MF_ERROR_INVALID },
    { SET_JSON, "/release/id", "null", MF_ERROR_INVALID },
    { SET_JSON, "/release/id", "\"a\\u0000b\"", MF_ERROR_INVALID },
    { SET_JSON, "/release/labels", "{}", MF_ERROR_INVALID },
    { SET_JSON, "/release/labels", "[1]", MF_ERROR_INVALID },
    { SET_JSON, "/release/labels/new", "[]", MF_ERROR_INVALID },
    { SET_JSON, "/release", "{\"bogus\": 1}", MF_ERROR_INVALID },
    { SET_JSON, "/release", "{\"id\": \"a\", \"id\": \"b\"}", MF_ERROR_INVALID },
    { SET_JSON, "/build/steps/-/command", "[[\"a\"]]", MF_ERROR_INVALID },
    { APPEND_JSON, "/release", "{}", MF_ERROR_TYPE },
    { APPEND_JSON, "", "{}", MF_ERROR_TYPE },
    { APPEND_JSON, "/release/id", "\"a\"", MF_ERROR_TYPE },
    { APPEND_JSON, "/build/steps/0", "{}", MF_ERROR_TYPE },
    { APPEND_JSON, "/build/stepz", "{}", MF_ERROR_PATH },
    { APPEND_JSON, "/build/steps", "{", MF_ERROR_SYNTAX },
    { APPEND_JSON, "/build/steps", "[]", MF_ERROR_INVALID },
    { APPEND_JSON, "/build/steps", "{\"nmae\": \"a\"}", MF_ERROR_INVALID },
    { APPEND_JSON, "/build/steps/0/command", "{}", MF_ERROR_INVALID },
    { APPEND_JSON, "/build/steps/-/command", "null", MF_ERROR_INVALID },
    { APPEND_TEXT, "/build/steps", "a", MF_ERROR_TYPE },
    { APPEND_TEXT, "/release/id", "a", MF_ERROR_TYPE },
    { APPEND_TEXT, "", "a", MF_ERROR_TYPE },
    { APPEND_TEXT, "/build/steps/0/command/0", "a", MF_ERROR_TYPE },
    { APPEND_TEXT, "/build/steps/9/command", "a", MF_ERROR_PATH },
    { REMOVE, "", NULL, MF_ERROR_PATH },
    { REMOVE, "/relese", NULL, MF_ERROR_PATH },
    { REMOVE, "/build/steps/x", NULL, MF_ERROR_PATH },
    { REMOVE, "/release/labels/a~2", NULL, MF_ERROR_PATH },
    { REMOVE, "/release/labels/a~", NULL, MF_ERROR_PATH },
    { REMOVE, "/interface", NULL, MF_ABSENT },
    { REMOVE, "/release/version", NULL, MF_ABSENT },
    { REMOVE, "/build/steps/1", NULL, MF_ABSENT },
    { REMOVE, "/build/steps/-", NULL, MF_ABSENT },
    { REMOVE, "/release/labels/none", NULL, MF_ABSENT },
    { REMOVE, "/governance/roles/x/can/read", NULL, MF_ABSENT },
};

static mf_status call(mf_builder *builder, const struct refusal *refusal, mf_error **reterr)
{
    switch (refusal->call) {
    case SET_TEXT:
        return mf_builder_set_text(builder, refusal->path, refusal->value, MF_ZERO_TERMINATED, reterr);
    case SET_INT:
        return mf_builder_set_int(builder, refusal->path, 1, reterr);
    case SET_JSON:
        return mf_builder_set_json(builder, refusal->path, refusal->value, MF_ZERO_TERMINATED, reterr);
    case APPEND_JSON:
        return mf_builder_append_json(builder, refusal->path, refusal->value, MF_ZERO_TERMINATED, reterr);
    case APPEND_TEXT:
        return mf_builder_append_text(builder, refusal->path, refusal->value, MF_ZERO_TERMINATED, reterr);
    case REMOVE:
        break;
    }
    return mf_builder_remove(builder, refusal->path, reterr);
}

START_TEST(on_an_error_nothing_has_changed)
{
    static const char before[] =
        "{\"build\":{\"steps\":[{\"command\":[\"x\"],\"name\":\"one\"}]},\"release\":{\"id\":\"a\","
        "\"labels\":[{\"name\":\"b\",\"value\":\"c\"}]},\"schema\":\"manifest/v1\"}";
    mf_builder *builder = new_builder();

    set_json(builder, "", before);
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        mf_error *error = NULL;
        mf_status status = call(builder, &refusals[i], &error);

        ck_assert_msg(status == refusals[i].status, "case %zu, %s, '%s': %s: %s", i, refusals[i].path,
                      refusals[i].value == NULL ? "" : refusals[i].value, mf_status_name(status),
                      mf_error_message(error));
        ck_assert_int_eq(error != NULL, status < 0);
        mf_error_unref(error);
        assert_holds(builder, before);
    }
    /* And it is as usable as it was. */
    set_text(builder, "/release/id", "z");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(arguments_are_checked)
{
    mf_builder *builder = new_builder();
    mf_manifest *manifest = NULL;

    ck_assert_int_eq(mf_builder_set_text(NULL, "/schema", "a", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_text(builder, NULL, "a", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_text(builder, "/schema", NULL, 0, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/id", "a\0b", 3, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_text(builder, "/build/steps/-/command", "a\0b", 3, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_text(builder, "/build/steps/-/uses", "a\0b", 3, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_text(NULL, "/x", "a", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_text(builder, NULL, "a", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_text(builder, "/x", NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_int(NULL, "/x", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_number(builder, NULL, 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_bool(NULL, "/x", 1, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_json(builder, "/release", NULL, 0, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_set_json(NULL, "/release", "{}", 2, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_append_json(builder, NULL, "{}", 2, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_remove(NULL, "/release", NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_remove(builder, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_build(NULL, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_build(builder, 0, &manifest, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, NULL, NULL, NULL), MF_OK);
    /* A size may end a text before its NUL does. */
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/id", "abc", 2, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_json(builder, "/build/source", "{}garbage", 2, NULL), MF_OK);
    assert_holds(builder, "{\"release\":{\"id\":\"ab\"},\"schema\":\"manifest/v1\"}");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(values_are_checked_when_the_manifest_is_built)
{
    static const struct expected_finding expected[] = {
        { "MF1204", "/schema", 0, 0, "manifest/v9", NULL, NULL },
        { "MF1203", "/release/id", 0, 0, NULL, NULL, NULL },
        { "MF1106", "/release/changes", 0, 0, NULL, NULL, NULL },
        { "MF1002", "/release/owner/team", 0, 0, "\\xff", NULL, NULL },
        { "MF1104", "/release/labels/#1", 0, 0, "a", NULL, NULL },
        { "MF1106", "/acceptance/tests/t/minimum", 0, 0, "", NULL, NULL },
        { "MF1203", "/acceptance/tests/t/seed", 0, 0, "x", NULL, NULL },
    };
    mf_builder *builder = new_builder();
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_manifest *good;

    set_text(builder, "/schema", "manifest/v9");
    set_text(builder, "/release/id", "Not A Name");
    set_text(builder, "/release/changes", "");
    set_text(builder, "/release/owner/team", "\xff");
    set_text(builder, "/release/labels/a/value", "x");
    set_text(builder, "/release/labels/b/name", "a");
    set_text(builder, "/acceptance/tests/t/seed", "x");
    set_text(builder, "/acceptance/tests/t/minimum", "");
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, &report, &error),
                     MF_ERROR_INVALID);
    ck_assert_ptr_null(manifest);
    assert_findings(report, expected, COUNT_OF(expected), "builder");
    ck_assert_str_eq(mf_error_path(error), "/schema");
    ck_assert_uint_eq(mf_error_line(error), 0);
    mf_report_unref(report);
    mf_error_unref(error);
    set_json(builder, "", "{\"schema\": \"manifest/v1\"}");
    /* The builder stays usable, and a manifest made before does not change with it. */
    good = built(builder);
    set_text(builder, "/release/id", "later");
    assert_canonical(good, "{\"schema\":\"manifest/v1\"}");
    mf_manifest_unref(good);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_RELEASE, &manifest, &report, NULL),
                     MF_ERROR_INVALID);
    ck_assert_uint_ge(mf_report_total(report), 10);
    mf_report_unref(report);
    mf_builder_unref(builder);
}
END_TEST

START_TEST(a_builder_begins_with_any_manifest)
{
    static const char *const files[] = { "full", "llm",     "tabular", "scalars",
                                         "sets", "unicode", "numbers", "quantities" };

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[100];
        mf_bytes *text;
        mf_manifest *manifest;
        mf_manifest *copy;
        mf_builder *builder = NULL;
        mf_bytes *json = NULL;
        mf_error *error = NULL;

        (void)snprintf(path, sizeof path, "tests/vectors/%s.yaml", files[i]);
        text = source_file(path);
        manifest = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), MF_FORMAT_YAML,
                                MF_PROFILE_DRAFT);
        assert_ok(mf_builder_new_from(manifest, NULL, &builder, &error), error);
        copy = built(builder);
        assert_same(manifest, copy, files[i]);
        mf_manifest_unref(copy);
        set_text(builder, "/release/id", "another");
        assert_ok(mf_manifest_get_json(manifest, "", &json, &error), error);
        set_json(builder, "", mf_bytes_data(json));
        copy = built(builder);
        assert_same(manifest, copy, files[i]);
        mf_manifest_unref(copy);
        mf_builder_unref(builder);
        mf_manifest_unref(manifest);
        mf_bytes_unref(json);
        mf_bytes_unref(text);
    }
}
END_TEST

START_TEST(limits_hold_and_leave_the_builder_usable)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, 0);
    mf_builder *builder = NULL;
    char *large = malloc(3000000);
    mf_status status = MF_OK;
    unsigned count = 0;

    ck_assert_ptr_nonnull(large);
    memset(large, 'x', 2999999);
    large[2999999] = '\0';
    options.maximum_entries = 2;
    options.maximum_string = 100;
    options.maximum_memory = 64 * 1024;
    options.maximum_input = 1000;
    ck_assert_int_eq(mf_builder_new(&options, &builder, NULL), MF_OK);
    set_text(builder, "/release/labels/a/value", "1");
    set_text(builder, "/release/labels/b/value", "2");
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/labels/c/value", "3", 1, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(
        mf_builder_append_json(builder, "/release/labels", "{\"name\": \"c\"}", MF_ZERO_TERMINATED, NULL),
        MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/changes", large, 101, NULL), MF_ERROR_LIMIT);
    set_text(builder, "/release/changes", "short");
    ck_assert_int_eq(mf_builder_set_json(builder, "/release/changes", large, 1001, NULL), MF_ERROR_LIMIT);
    while (status == MF_OK && count < 10000) {
        status = mf_builder_set_text(builder, "/release/changes", large, 100, NULL);
        count++;
    }
    ck_assert_int_eq(status, MF_ERROR_LIMIT);
    ck_assert_uint_ge(count, 100);
    mf_builder_unref(builder);
    options.maximum_entries = UINT32_MAX;
    ck_assert_int_eq(mf_builder_new(&options, &builder, NULL), MF_ERROR_ARGUMENT);
    free(large);
}
END_TEST

/* Sizes are 32 bits in a document: a text that is larger is refused before a byte of it is looked at. */
START_TEST(no_text_is_cut_to_fit)
{
    mf_read_options options;
    mf_builder *builder = NULL;
    char path[64] = "/release/labels/";

    mf_read_options_init(&options, sizeof options);
    options.maximum_string = SIZE_MAX;
    ck_assert_int_eq(mf_builder_new(&options, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/description", "x", (size_t)INT32_MAX + 1, NULL),
                     MF_ERROR_LIMIT);
#if SIZE_MAX > UINT32_MAX
    ck_assert_int_eq(mf_builder_set_text(builder, "/release/description", "x", ((size_t)1 << 32) + 1, NULL),
                     MF_ERROR_LIMIT);
#endif
    mf_builder_unref(builder);
    /* Keys that a path makes are strings, too. */
    options.maximum_string = 16;
    ck_assert_int_eq(mf_builder_new(&options, &builder, NULL), MF_OK);
    memset(path + strlen(path), 'k', 17);
    ck_assert_int_eq(mf_builder_set_json(builder, path, "{\"value\":\"v\"}", MF_ZERO_TERMINATED, NULL),
                     MF_ERROR_LIMIT);
    assert_holds(builder, "{\"schema\":\"manifest/v1\"}");
    path[strlen(path) - 1] = '\0';
    ck_assert_int_eq(mf_builder_set_json(builder, path, "{\"value\":\"v\"}", MF_ZERO_TERMINATED, NULL),
                     MF_OK);
    mf_builder_unref(builder);
}
END_TEST

/* What fails may not use up the memory that later calls need. */
START_TEST(failures_take_no_memory_away)
{
    mf_read_options options;
    mf_builder *builder = NULL;
    mf_error *error = NULL;

    mf_read_options_init(&options, sizeof options);
    options.maximum_memory = 64 * 1024;
    ck_assert_int_eq(mf_builder_new(&options, &builder, NULL), MF_OK);
    for (int i = 0; i < 2000; i++) {
        mf_status status = mf_builder_set_json(builder, "/build/steps",
                                               "[{\"name\":\"a\",\"command\":[\"b\",\"c\",\"d\"]},7]",
                                               MF_ZERO_TERMINATED, &error);

        ck_assert_msg(status == MF_ERROR_INVALID, "round %d: %s", i, mf_error_message(error));
        error = mf_error_unref(error);
        status =
            mf_builder_append_json(builder, "/build/steps", "{\"name\":\"a\"", MF_ZERO_TERMINATED, &error);
        ck_assert_msg(status == MF_ERROR_SYNTAX, "round %d: %s", i, mf_error_message(error));
        error = mf_error_unref(error);
    }
    assert_ok(mf_builder_append_json(builder, "/build/steps", "{\"name\":\"a\"}", MF_ZERO_TERMINATED, &error),
              error);
    mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("builder");
    TCase *tcase = tcase_create("builder");

    tcase_add_test(tcase, a_new_builder_holds_its_schema);
    tcase_add_test(tcase, mappings_and_entries_are_made_on_the_way);
    tcase_add_test(tcase, numbers_and_booleans_are_set_by_value);
    tcase_add_test(tcase, json_sets_and_appends_parts);
    tcase_add_test(tcase, on_an_error_nothing_has_changed);
    tcase_add_test(tcase, arguments_are_checked);
    tcase_add_test(tcase, values_are_checked_when_the_manifest_is_built);
    tcase_add_test(tcase, a_builder_begins_with_any_manifest);
    tcase_add_test(tcase, limits_hold_and_leave_the_builder_usable);
    tcase_add_test(tcase, no_text_is_cut_to_fit);
    tcase_add_test(tcase, failures_take_no_memory_away);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
