/* SPDX-License-Identifier: Apache-2.0 */
/* Resolution: which value counts, where it came from, what is refused, and that the digest says no more than the settings. */
#include "resolving.h"

START_TEST(later_layers_count_more)
{
    mf_configuration *configuration = must_resolve(
        OVERRIDES "parameters: [{name: rows, value: 16}, {name: log, value: debug}]\n", "rows=32");
    const mf_setting *rows = mf_configuration_find(configuration, "rows");

    ck_assert_uint_eq(mf_configuration_count(configuration), 9);
    assert_setting(configuration, "rows", "32", MF_ORIGIN_COMMAND_LINE, "--override");
    assert_setting(configuration, "log", "debug", MF_ORIGIN_STAGE, "stage.yaml");
    assert_setting(configuration, "ratio", "0.5", MF_ORIGIN_MANIFEST, "");
    ck_assert_uint_eq(mf_setting_superseded_count(rows), 2);
    ck_assert_str_eq(mf_setting_superseded_value(rows, 0), "16");
    ck_assert_int_eq(mf_setting_superseded_origin(rows, 0), MF_ORIGIN_STAGE);
    ck_assert_str_eq(mf_setting_superseded_label(rows, 0), "stage.yaml");
    ck_assert_str_eq(mf_setting_superseded_value(rows, 1), "8");
    ck_assert_int_eq(mf_setting_superseded_origin(rows, 1), MF_ORIGIN_MANIFEST);
    ck_assert_str_eq(mf_setting_superseded_label(rows, 1), "");
    ck_assert_str_eq(mf_setting_superseded_value(rows, 2), "");
    ck_assert_int_eq(mf_setting_superseded_origin(rows, 2), MF_ORIGIN_UNKNOWN);
    ck_assert_str_eq(mf_setting_superseded_label(rows, SIZE_MAX), "");
    ck_assert_uint_eq(mf_setting_superseded_count(mf_configuration_find(configuration, "ratio")), 0);
    ck_assert_str_eq(mf_configuration_release(configuration), "demo-1.0.0");
    ck_assert_ptr_null(mf_configuration_find(configuration, "row"));
    ck_assert_ptr_null(mf_configuration_find(configuration, ""));
    ck_assert_ptr_null(mf_configuration_setting(configuration, 9));
    for (size_t i = 1; i < 9; i++) {
        ck_assert_str_lt(mf_setting_name(mf_configuration_setting(configuration, i - 1)),
                         mf_setting_name(mf_configuration_setting(configuration, i)));
    }
    mf_configuration_unref(configuration);
}
END_TEST

START_TEST(values_are_typed)
{
    mf_configuration *configuration = must_resolve(
        OVERRIDES
        "parameters: [{name: wait, value: 1m}, {name: memory, value: 2000000000}, {name: ratio, value: 1e-1}]\n",
        "cache=false");
    int64_t integer = 0;
    double number = 0;
    int32_t boolean = 1;

    assert_setting(configuration, "ratio", "0.1", MF_ORIGIN_STAGE, "stage.yaml");
    assert_setting(configuration, "memory", "2000000000", MF_ORIGIN_STAGE, "stage.yaml");
    ck_assert_str_eq(mf_setting_type(mf_configuration_find(configuration, "log")), "enum");
    ck_assert_int_eq(mf_setting_get_int(mf_configuration_find(configuration, "rows"), &integer, NULL), MF_OK);
    ck_assert_int_eq(integer, 8);
    ck_assert_int_eq(mf_setting_get_bool(mf_configuration_find(configuration, "cache"), &boolean, NULL),
                     MF_OK);
    ck_assert_int_eq(boolean, 0);
    ck_assert_int_eq(mf_setting_get_number(mf_configuration_find(configuration, "rows"), &number, NULL),
                     MF_OK);
    ck_assert_double_eq(number, 8);
    ck_assert_int_eq(mf_setting_get_number(mf_configuration_find(configuration, "ratio"), &number, NULL),
                     MF_OK);
    ck_assert_double_eq(number, 0.1);
    ck_assert_int_eq(mf_setting_get_number(mf_configuration_find(configuration, "wait"), &number, NULL),
                     MF_OK);
    ck_assert_double_eq(number, 60);
    ck_assert_int_eq(mf_setting_get_number(mf_configuration_find(configuration, "memory"), &number, NULL),
                     MF_OK);
    ck_assert_double_eq(number, 2e9);
    for (size_t i = 0; i < mf_configuration_count(configuration); i++) {
        const mf_setting *setting = mf_configuration_setting(configuration, i);
        const char *type = mf_setting_type(setting);
        bool is_number =
            strcmp(type, "string") != 0 && strcmp(type, "enum") != 0 && strcmp(type, "bool") != 0;

        ck_assert_int_eq(mf_setting_get_int(setting, &integer, NULL) == MF_OK, strcmp(type, "int") == 0);
        ck_assert_int_eq(mf_setting_get_bool(setting, &boolean, NULL) == MF_OK, strcmp(type, "bool") == 0);
        ck_assert_int_eq(mf_setting_get_number(setting, &number, NULL), is_number ? MF_OK : MF_ERROR_TYPE);
    }
    ck_assert_int_eq(mf_setting_get_int(NULL, &integer, NULL), MF_ERROR_ARGUMENT);
    mf_configuration_unref(configuration);
}
END_TEST

/* Overrides, and the findings they give. Paths and positions are those in the file. */
static const struct {
    const char *file; /* behind the schema */
    struct expected_finding finding;
} bad_overrides[] = {
    { "{name: row, value: 1}", { "MF1501", "/parameters/row/name", 2, 21, "row", NULL, "rows" } },
    { "{name: colour, value: 1}", { "MF1501", "/parameters/colour/name", 2, 21, "colour", NULL, "" } },
    { "{name: zzz, value: 1}", { "MF1501", "/parameters/zzz/name", 2, 21, "zzz", NULL, "" } },
    { "{name: shards, value: 4}", { "MF1502", "/parameters/shards/name", 2, 21, "shards", NULL, NULL } },
    { "{name: shards, value: 2}", { "MF1502", "/parameters/shards/name", 2, 21, "shards", NULL, NULL } },
    { "{name: shards, value: x}", { "MF1502", "/parameters/shards/name", 2, 21, "shards", NULL, NULL } },
    { "{name: rows, value: '8'}", { "MF1201", "/parameters/rows/value", 2, 34, "8", NULL, NULL } },
    { "{name: rows, value: 8.0}", { "MF1203", "/parameters/rows/value", 2, 34, "8.0", NULL, NULL } },
    { "{name: rows, value: many}", { "MF1201", "/parameters/rows/value", 2, 34, "many", NULL, NULL } },
    { "{name: rows, value: ''}", { "MF1201", "/parameters/rows/value", 2, 34, "", NULL, NULL } },
    { "{name: rows, value: true}", { "MF1201", "/parameters/rows/value", 2, 34, "true", NULL, NULL } },
    { "{name: rows, value: 0}", { "MF1504", "/parameters/rows/value", 2, 34, "0", NULL, NULL } },
    { "{name: rows, value: 65}", { "MF1504", "/parameters/rows/value", 2, 34, "65", NULL, NULL } },
    { "{name: rows, value: 9007199254740993}",
      { "MF1203", "/parameters/rows/value", 2, 34, "9007199254740993", NULL, NULL } },
    { "{name: ratio, value: 1.5}", { "MF1504", "/parameters/ratio/value", 2, 35, "1.5", NULL, NULL } },
    { "{name: ratio, value: .5}", { "MF1203", "/parameters/ratio/value", 2, 35, ".5", NULL, NULL } },
    { "{name: ratio, value: .inf}", { "MF1203", "/parameters/ratio/value", 2, 35, ".inf", NULL, NULL } },
    { "{name: cache, value: yes}", { "MF1201", "/parameters/cache/value", 2, 35, "yes", NULL, NULL } },
    { "{name: cache, value: 1}", { "MF1201", "/parameters/cache/value", 2, 35, "1", NULL, NULL } },
    { "{name: log, value: trace}", { "MF1504", "/parameters/log/value", 2, 33, "trace", NULL, NULL } },
    { "{name: log, value: no}", { "MF1202", "/parameters/log/value", 2, 33, "no", NULL, NULL } },
    { "{name: log, value: 3.10}", { "MF1202", "/parameters/log/value", 2, 33, "3.10", NULL, NULL } },
    { "{name: wait, value: 90}", { "MF1203", "/parameters/wait/value", 2, 34, "90", NULL, NULL } },
    { "{name: wait, value: 301s}", { "MF1504", "/parameters/wait/value", 2, 34, "301s", NULL, NULL } },
    { "{name: memory, value: 1GB}", { "MF1203", "/parameters/memory/value", 2, 36, "1GB", NULL, NULL } },
    { "{name: memory, value: 511Mi}", { "MF1504", "/parameters/memory/value", 2, 36, "511Mi", NULL, NULL } },
    { "{name: greeting, value: 5}", { "MF1202", "/parameters/greeting/value", 2, 38, "5", NULL, NULL } },
};

START_TEST(bad_overrides_are_refused)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    struct resolution outcome;

    mf_buffer_append_text(&text, OVERRIDES "parameters: [");
    mf_buffer_append_text(&text, bad_overrides[_i].file);
    mf_buffer_append(&text, mf_view_make("]\n", 3));
    outcome = resolve_as(resolved_manifest, text.data, NULL, NULL);
    ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
    ck_assert_ptr_null(outcome.configuration);
    assert_findings(outcome.report, &bad_overrides[_i].finding, 1, text.data);
    ck_assert_str_eq(mf_finding_source(mf_report_finding(outcome.report, 0)), "stage.yaml");
    ck_assert_msg(strncmp(mf_error_message(outcome.error), "stage.yaml: ", 12) == 0, "%s",
                  mf_error_message(outcome.error));
    end_resolution(&outcome);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(a_bad_value_is_refused_also_where_it_does_not_count)
{
    struct resolution outcome =
        resolve_as(resolved_manifest, OVERRIDES "parameters: [{name: rows, value: 65}]\n", "rows=8", NULL);
    const mf_finding *finding = mf_report_finding(outcome.report, 0);

    ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_total(outcome.report), 1);
    ck_assert_str_eq(mf_finding_message(finding), "'65' is above the maximum of 64");
    ck_assert_uint_eq(mf_finding_related_count(finding), 1);
    ck_assert_str_eq(mf_finding_related_source(finding, 0), "");
    ck_assert_str_eq(mf_finding_related_path(finding, 0), "/configuration/parameters/rows/maximum");
    ck_assert_uint_eq(mf_finding_related_line(finding, 0), 8);
    end_resolution(&outcome);
}
END_TEST

START_TEST(findings_stand_in_the_order_of_their_sources)
{
    static const char out_of_range[] =
        "schema: manifest/v1\nconfiguration: {parameters: [{name: a, type: int, value: 9, maximum: 3}]}\n";
    static const struct expected_finding expected[] = {
        { "MF1504", "/configuration/parameters/a/value", 2, 58, "9", NULL, NULL },
        { "MF1504", "/parameters/a/value", 2, 31, "7", NULL, NULL },
        { "MF1501", "/parameters/b/name", 2, 42, "b", NULL, NULL },
        { "MF1504", "/parameters/a/value", 0, 0, "8", NULL, NULL },
    };
    static const char *const sources[] = { "", "stage.yaml", "stage.yaml", "--override" };
    struct resolution outcome = resolve_as(
        out_of_range, OVERRIDES "parameters: [{name: a, value: 7}, {name: b, value: 1}]\n", "a=8", NULL);
    mf_bytes *json = NULL;

    assert_findings(outcome.report, expected, COUNT_OF(expected), "four sources");
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        ck_assert_str_eq(mf_finding_source(mf_report_finding(outcome.report, i)), sources[i]);
    }
    ck_assert_int_eq(mf_report_json(outcome.report, "m.yaml", &json, NULL), MF_OK);
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(json), "\"source\":\t\"stage.yaml\""));
    mf_bytes_unref(json);
    end_resolution(&outcome);
}
END_TEST

START_TEST(texts_are_typed_by_their_parameters)
{
    static const struct {
        const char *text;
        const char *value; /* NULL: refused, with this code */
        const char *code;
    } cases[] = {
        { "rows=16", "16", NULL },         { "rows=016", NULL, "MF1203" },
        { "rows=", NULL, "MF1106" },       { "rows= 16", NULL, "MF1203" },
        { "rows=1e1", NULL, "MF1203" },    { "rows=65", NULL, "MF1504" },
        { "rows=\"16\"", NULL, "MF1203" }, { "ratio=1e-1", "0.1", NULL },
        { "ratio=0x1", NULL, "MF1203" },   { "cache=true", "true", NULL },
        { "cache=True", NULL, "MF1203" },  { "cache=1", NULL, "MF1203" },
        { "log=debug", "debug", NULL },    { "log=Debug", NULL, "MF1504" },
        { "wait=2m", "2m", NULL },         { "wait=120", NULL, "MF1203" },
        { "memory=1Gi", "1Gi", NULL },     { "memory=1 Gi", NULL, "MF1203" },
        { "greeting=", "", NULL },         { "greeting=no", "no", NULL },
        { "greeting=a=b", "a=b", NULL },   { "shards=2", NULL, "MF1502" },
        { "rowz=2", NULL, "MF1501" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct resolution outcome = resolve_as(resolved_manifest, NULL, cases[i].text, NULL);
        const mf_finding *finding = mf_report_finding(outcome.report, 0);

        if (cases[i].value != NULL) {
            char name[16] = "";

            assert_ok(outcome.status, outcome.error);
            memcpy(name, cases[i].text, strcspn(cases[i].text, "="));
            assert_setting(outcome.configuration, name, cases[i].value, MF_ORIGIN_COMMAND_LINE, "--override");
        } else {
            ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s", cases[i].text);
            ck_assert_msg(strcmp(mf_finding_code(finding), cases[i].code) == 0, "%s: %s %s", cases[i].text,
                          mf_finding_code(finding), mf_finding_message(finding));
            ck_assert_uint_eq(mf_finding_line(finding), 0);
            ck_assert_str_eq(mf_finding_source(finding), "--override");
        }
        end_resolution(&outcome);
    }
}
END_TEST

START_TEST(the_digest_is_that_of_the_settings)
{
    mf_configuration *plain = must_resolve(NULL, NULL);
    mf_configuration *file = must_resolve(OVERRIDES "parameters: [{name: rows, value: 16}]\n", NULL);
    mf_configuration *both = must_resolve(OVERRIDES "parameters: [{name: rows, value: 4}]\n", "rows=16");
    mf_configuration *same = must_resolve(OVERRIDES "parameters: [{name: rows, value: 8}]\n", NULL);
    mf_configuration *all[] = { plain, file, both, same };
    mf_bytes *digests[4] = { NULL };

    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(mf_configuration_digest(all[i], &digests[i], NULL), MF_OK);
        ck_assert_uint_eq(mf_bytes_size(digests[i]), 71);
    }
    ck_assert_str_ne(mf_bytes_data(digests[0]), mf_bytes_data(digests[1]));
    ck_assert_str_eq(mf_bytes_data(digests[1]), mf_bytes_data(digests[2]));
    ck_assert_str_eq(mf_bytes_data(digests[0]), mf_bytes_data(digests[3]));
    for (size_t i = 0; i < 4; i++) {
        mf_bytes_unref(digests[i]);
        mf_configuration_unref(all[i]);
    }
}
END_TEST

/* Another release with the same settings has another digest: settings cannot be carried over. */
START_TEST(the_digest_is_that_of_one_release)
{
    static const char *const texts[] = {
        "schema: manifest/v1\nrelease: {id: a}\nconfiguration: {parameters: [{name: a, type: int, value: 1}]}\n",
        "schema: manifest/v1\nrelease: {id: b}\nconfiguration: {parameters: [{name: a, type: int, value: 1}]}\n",
    };
    mf_bytes *digests[2] = { NULL, NULL };

    for (size_t i = 0; i < 2; i++) {
        struct resolution outcome = resolve_as(texts[i], NULL, NULL, NULL);
        mf_manifest *manifest = must_read(texts[i]);
        mf_bytes *digest = NULL;

        assert_ok(outcome.status, outcome.error);
        ck_assert_int_eq(mf_manifest_digest(manifest, &digest, NULL), MF_OK);
        ck_assert_str_eq(mf_configuration_manifest(outcome.configuration), mf_bytes_data(digest));
        ck_assert_int_eq(mf_configuration_digest(outcome.configuration, &digests[i], NULL), MF_OK);
        mf_bytes_unref(digest);
        mf_manifest_unref(manifest);
        end_resolution(&outcome);
    }
    ck_assert_str_ne(mf_bytes_data(digests[0]), mf_bytes_data(digests[1]));
    mf_bytes_unref(digests[0]);
    mf_bytes_unref(digests[1]);
}
END_TEST

START_TEST(the_canonical_form_is_as_documented)
{
    static const char text[] =
        "schema: manifest/v1\n"
        "release: {id: a}\n"
        "configuration: {parameters: [{name: s, type: string, value: ''}, "
        "{name: f, type: number, value: 1.50}, {name: b, type: bool, value: false}]}\n";
    struct resolution outcome = resolve_as(text, NULL, NULL, NULL);
    mf_manifest *manifest = must_read(text);
    mf_bytes *digest = NULL;
    mf_bytes *canonical = NULL;
    mf_bytes *again = NULL;
    struct mf_buffer expected = MF_BUFFER_EMPTY;

    assert_ok(outcome.status, outcome.error);
    ck_assert_int_eq(mf_manifest_digest(manifest, &digest, NULL), MF_OK);
    mf_buffer_append_text(&expected, "{\"manifest\":\"");
    mf_buffer_append_text(&expected, mf_bytes_data(digest));
    mf_buffer_append_text(&expected, "\",\"parameters\":[{\"name\":\"b\",\"type\":\"bool\",\"value\":false},"
                                     "{\"name\":\"f\",\"type\":\"number\",\"value\":1.5},"
                                     "{\"name\":\"s\",\"type\":\"string\",\"value\":\"\"}],"
                                     "\"release\":\"a\",\"schema\":\"configuration/v1\"}");
    mf_buffer_append_byte(&expected, '\0');
    ck_assert_int_eq(mf_configuration_canonical(outcome.configuration, &canonical, NULL), MF_OK);
    assert_bytes_are(canonical, expected.data);
    ck_assert_int_eq(
        mf_json_canonicalize(mf_bytes_data(canonical), mf_bytes_size(canonical), 0, &again, NULL), MF_OK);
    assert_bytes_are(again, expected.data);
    mf_buffer_release(&expected);
    mf_bytes_unref(again);
    mf_bytes_unref(canonical);
    mf_bytes_unref(digest);
    mf_manifest_unref(manifest);
    end_resolution(&outcome);
}
END_TEST

START_TEST(what_is_written_reads_back)
{
    mf_configuration *configuration =
        must_resolve(OVERRIDES "parameters: [{name: greeting, value: 'no'}]\n", "log=debug");

    for (mf_configuration_form form = MF_CONFIGURATION_YAML; form <= MF_CONFIGURATION_JSON; form++) {
        mf_bytes *text = NULL;
        mf_bytes *left = NULL;
        mf_bytes *right = NULL;
        mf_configuration *read = NULL;
        mf_error *error = NULL;

        assert_ok(mf_configuration_write(configuration, form, &text, &error), error);
        assert_ok(mf_configuration_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &read, NULL, &error),
                  error);
        ck_assert_int_eq(mf_configuration_canonical(configuration, &left, NULL), MF_OK);
        ck_assert_int_eq(mf_configuration_canonical(read, &right, NULL), MF_OK);
        assert_bytes_are(right, mf_bytes_data(left));
        assert_setting(read, "greeting", "no", MF_ORIGIN_UNKNOWN, "");
        ck_assert_uint_eq(mf_setting_superseded_count(mf_configuration_find(read, "greeting")), 0);
        ck_assert_int_eq(mf_configuration_write(read, MF_CONFIGURATION_ENV, &text, NULL), MF_ERROR_ARGUMENT);
        ck_assert_int_eq(mf_configuration_write(read, MF_CONFIGURATION_ARGS, &text, NULL), MF_ERROR_ARGUMENT);
        mf_bytes_unref(left);
        mf_bytes_unref(right);
        mf_bytes_unref(text);
        mf_configuration_unref(read);
    }
    mf_configuration_unref(configuration);
}
END_TEST

START_TEST(bad_configurations_are_refused)
{
#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define V1     "schema: configuration/v1\n"
    static const struct {
        const char *text;
        struct expected_finding finding;
    } cases[] = {
        { V1, { "MF1302", "/manifest", 1, 1, NULL, NULL, NULL } },
        { V1 "manifest: x\n", { "MF1203", "/manifest", 2, 11, NULL, NULL, NULL } },
        { V1 "manifest: " DIGEST "\nparameters: [{name: a, type: int, value: '1'}]\n",
          { "MF1201", "/parameters/a/value", 3, 42, "1", NULL, NULL } },
        { V1 "manifest: " DIGEST "\nparameters: [{name: a, value: 1}]\n",
          { "MF1302", "/parameters/a/type", 3, 14, NULL, NULL, NULL } },
        { V1 "manifest: " DIGEST "\nparameters: [{name: a, type: int}]\n",
          { "MF1302", "/parameters/a/value", 3, 14, NULL, NULL, NULL } },
        { V1 "manifest: " DIGEST "\nparameters: [{name: a, type: float, value: 1}]\n",
          { "MF1204", "/parameters/a/type", 3, 30, NULL, NULL, NULL } },
        { V1 "manifest: " DIGEST "\norigin: x\n", { "MF1101", "/origin", 3, 1, NULL, NULL, NULL } },
        { "schema: manifest/v1\nmanifest: " DIGEST "\n", { "MF1204", "/schema", 1, 9, NULL, NULL, NULL } },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_configuration *configuration = NULL;
        mf_report *report = NULL;

        ck_assert_int_eq(
            mf_configuration_read(cases[i].text, MF_ZERO_TERMINATED, NULL, &configuration, &report, NULL),
            MF_ERROR_INVALID);
        ck_assert_ptr_null(configuration);
        assert_findings(report, &cases[i].finding, 1, cases[i].text);
        mf_report_unref(report);
    }
    ck_assert_int_eq(mf_configuration_read(NULL, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

START_TEST(a_configuration_holds_what_it_needs)
{
    mf_configuration *configuration =
        must_resolve(OVERRIDES "parameters: [{name: log, value: debug}]\n", NULL);
    mf_bytes *text = NULL;

    ck_assert_ptr_eq(mf_configuration_ref(configuration), configuration);
    ck_assert_ptr_null(mf_configuration_unref(configuration));
    ck_assert_int_eq(mf_configuration_write(configuration, MF_CONFIGURATION_ENV, &text, NULL), MF_OK);
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(text), "LOG_LEVEL=debug\n"));
    mf_bytes_unref(text);
    mf_configuration_unref(configuration);
}
END_TEST

START_TEST(arguments_are_checked)
{
    mf_manifest *manifest = must_read(resolved_manifest);
    mf_configuration *configuration = must_resolve(NULL, NULL);
    const mf_overrides *layers[] = { NULL };
    mf_resolve_options options;
    mf_bytes *text = NULL;

    mf_resolve_options_init(&options, sizeof options);
    ck_assert_int_eq(mf_configuration_resolve(NULL, NULL, 0, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_configuration_resolve(manifest, NULL, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_configuration_resolve(manifest, layers, 1, NULL, NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    options.reserved = 1;
    ck_assert_int_eq(mf_configuration_resolve(manifest, NULL, 0, &options, NULL, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_configuration_resolve(manifest, NULL, 0, NULL, NULL, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_configuration_write(configuration, 0, &text, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_configuration_write(configuration, 5, &text, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_configuration_write(configuration, 1, NULL, NULL), MF_ERROR_ARGUMENT);
    mf_configuration_unref(configuration);
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(findings_are_limited)
{
    mf_manifest *manifest = must_read(resolved_manifest);
    mf_overrides *overrides =
        overrides_of_file(OVERRIDES "parameters: [{name: a, value: 1}, {name: b, value: 1}]\n", "f");
    const mf_overrides *layers[] = { overrides };
    mf_resolve_options options;
    mf_report *report = NULL;

    mf_resolve_options_init(&options, sizeof options);
    options.maximum_findings = 1;
    ck_assert_int_eq(mf_configuration_resolve(manifest, layers, 1, &options, NULL, &report, NULL),
                     MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_count(report), 1);
    ck_assert_uint_eq(mf_report_total(report), 2);
    mf_report_unref(report);
    mf_overrides_unref(overrides);
    mf_manifest_unref(manifest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("configuration");
    TCase *tcase = tcase_create("configuration");

    tcase_add_test(tcase, later_layers_count_more);
    tcase_add_test(tcase, values_are_typed);
    tcase_add_loop_test(tcase, bad_overrides_are_refused, 0, COUNT_OF(bad_overrides));
    tcase_add_test(tcase, a_bad_value_is_refused_also_where_it_does_not_count);
    tcase_add_test(tcase, findings_stand_in_the_order_of_their_sources);
    tcase_add_test(tcase, texts_are_typed_by_their_parameters);
    tcase_add_test(tcase, the_digest_is_that_of_the_settings);
    tcase_add_test(tcase, the_digest_is_that_of_one_release);
    tcase_add_test(tcase, the_canonical_form_is_as_documented);
    tcase_add_test(tcase, what_is_written_reads_back);
    tcase_add_test(tcase, bad_configurations_are_refused);
    tcase_add_test(tcase, a_configuration_holds_what_it_needs);
    tcase_add_test(tcase, arguments_are_checked);
    tcase_add_test(tcase, findings_are_limited);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
