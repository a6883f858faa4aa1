/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: formats, positions, limits, and documents that are large or cut. */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>

#define V1 "schema: manifest/v1\n"
#define J1 "{\"schema\": \"manifest/v1\", "

static mf_status status_as(const char *text, mf_format format)
{
    mf_read_options options = options_for(format, 0);

    return mf_manifest_read(text, MF_ZERO_TERMINATED, &options, NULL, NULL, NULL);
}

/* --- the end of the document ------------------------------------------------------------------------------------------ */

START_TEST(nothing_follows_the_document)
{
    static const struct {
        const char *text;
        uint32_t line;
        uint32_t column;
    } refused[] = {
        { V1 "...\n... release: {id: a}\n", 3, 5 },
        { V1 "...\n...\n... x", 4, 5 },
        { V1 "...\n# c\n... --- x\n", 4, 5 },
        { V1 "...\n...x\n", 3, 1 },
        { V1 "...\n....\n", 3, 1 },
        { V1 "...\n...\r\n... \"x\"\r\n", 4, 5 },
    };
    static const char *const good[] = {
        V1 "...",        V1 "...\n",           V1 "...\n...\n",          V1 "...\n\t\n",
        V1 "... \t # c", V1 "...\n \t# c\n\t", V1 "...\r\n...\t\r\n\t ", V1 "... # ... x\n... # y",
    };
    mf_read_options options = options_for(MF_FORMAT_YAML, 0);

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_one_finding(refused[i].text, "MF1006", "", refused[i].line, refused[i].column);
    }
    ck_assert_int_eq(status_as("{schema: manifest/v1}\n...x y\n", MF_FORMAT_YAML), MF_ERROR_INVALID);
    ck_assert_int_eq(status_as("{schema: manifest/v1}\n...: y\n", MF_FORMAT_YAML), MF_ERROR_INVALID);
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct outcome outcome = read_text(mf_view_of(good[i]), &options);

        ck_assert_msg(outcome.status == MF_OK, "case %zu: %s", i, mf_error_message(outcome.error));
        assert_canonical(outcome.manifest, "{\"schema\":\"manifest/v1\"}");
        end_outcome(&outcome);
    }
}
END_TEST

START_TEST(a_carriage_return_alone_ends_no_line)
{
    static const struct {
        const char *text;
        uint32_t line;
        uint32_t column;
    } refused[] = {
        { V1 "# nothing here\rrelease: {id: a}\n", 2, 15 },
        { "schema: manifest/v1\r", 1, 20 },
        { "schema: manifest/v1\r\r\n", 1, 20 },
        { V1 "release: {description: \"a\r\n b\rc\"}\n", 3, 3 },
        { V1 "...\n\r", 3, 1 },
    };
    static const char *const good[] = {
        "schema: manifest/v1\r\n",
        "\r\nschema: manifest/v1\r\n# c\r\n",
        "{\"schema\":\r\"manifest/v1\"}\r",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_one_finding(refused[i].text, "MF1002", "", refused[i].line, refused[i].column);
    }
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        ck_assert_int_eq(status_as(good[i], MF_FORMAT_AUTO), MF_OK);
    }
}
END_TEST

/* --- formats and options ----------------------------------------------------------------------------------------------- */

START_TEST(the_format_is_guessed_or_given)
{
    static const char flow[] = "{schema: manifest/v1}";
    static const char json[] = " \n\t {\"schema\": \"manifest\\/v1\"}";

    ck_assert_int_eq(status_as(V1, MF_FORMAT_AUTO), MF_OK);
    ck_assert_int_eq(status_as(V1, MF_FORMAT_YAML), MF_OK);
    ck_assert_int_eq(status_as(V1, MF_FORMAT_JSON), MF_ERROR_INVALID);
    ck_assert_int_eq(status_as(flow, MF_FORMAT_AUTO), MF_ERROR_INVALID); /* `{` says JSON */
    ck_assert_int_eq(status_as(flow, MF_FORMAT_YAML), MF_OK);
    ck_assert_int_eq(status_as(json, MF_FORMAT_AUTO), MF_OK);
    ck_assert_int_eq(status_as(json, MF_FORMAT_JSON), MF_OK);
    ck_assert_int_eq(status_as("# c\n{schema: manifest/v1}", MF_FORMAT_AUTO), MF_OK);
    ck_assert_int_eq(status_as("--- {\"schema\": \"manifest/v1\"}", MF_FORMAT_AUTO), MF_OK);
}
END_TEST

START_TEST(options_are_checked)
{
    static const struct {
        mf_read_options options;
        mf_status status;
    } cases[] = {
        { { .size = sizeof(mf_read_options) }, MF_OK },
        { { .size = sizeof(mf_read_options), .format = 3 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .format = -1 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .profile = 3 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .profile = -1 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .reserved = 1 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .maximum_depth = 1000 }, MF_OK },
        { { .size = sizeof(mf_read_options), .maximum_depth = 1001 }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .maximum_input = SIZE_MAX }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .maximum_entries = UINT32_MAX }, MF_ERROR_ARGUMENT },
        { { .size = sizeof(mf_read_options), .maximum_memory = SIZE_MAX }, MF_OK },
        { { .size = sizeof(mf_read_options), .maximum_string = SIZE_MAX }, MF_OK },
        { { .size = sizeof(mf_read_options), .maximum_findings = UINT32_MAX }, MF_OK },
        { { .size = 3 }, MF_ERROR_ARGUMENT },
        { { .size = 0 }, MF_ERROR_ARGUMENT },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_error *error = NULL;
        mf_status status = mf_manifest_read(V1, MF_ZERO_TERMINATED, &cases[i].options, NULL, NULL, &error);

        ck_assert_msg(status == cases[i].status, "case %zu: %s", i, mf_status_name(status));
        ck_assert_int_eq(error != NULL, status < 0);
        mf_error_unref(error);
    }
    mf_read_options_init(NULL, sizeof(mf_read_options));
}
END_TEST

START_TEST(what_is_not_wanted_need_not_be_taken)
{
    mf_report *report = NULL;
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_manifest_read(V1, MF_ZERO_TERMINATED, NULL, NULL, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_read("x", 1, NULL, NULL, NULL, NULL), MF_ERROR_INVALID);
    ck_assert_int_eq(mf_manifest_read(V1, MF_ZERO_TERMINATED, NULL, NULL, &report, NULL), MF_OK);
    ck_assert_uint_eq(mf_report_total(report), 0);
    mf_report_unref(report);
    ck_assert_int_eq(mf_manifest_read(V1, MF_ZERO_TERMINATED, NULL, &manifest, NULL, NULL), MF_OK);
    ck_assert_ptr_eq(mf_manifest_ref(manifest), manifest);
    ck_assert_ptr_null(mf_manifest_unref(manifest));
    ck_assert_ptr_null(mf_manifest_unref(manifest));
    ck_assert_ptr_null(mf_manifest_unref(NULL));
    ck_assert_ptr_null(mf_manifest_ref(NULL));
    manifest = NULL;
    report = NULL;
    ck_assert_int_eq(mf_manifest_read("a: b\nc: d\n", MF_ZERO_TERMINATED, NULL, &manifest, &report, &error),
                     MF_ERROR_INVALID);
    ck_assert_ptr_null(manifest);
    ck_assert_str_eq(mf_error_path(error), "/a");
    ck_assert_uint_eq(mf_error_line(error), 1);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "and 2 more"));
    mf_report_unref(report);
    mf_error_unref(error);
}
END_TEST

/* --- positions --------------------------------------------------------------------------------------------------------- */

static void assert_position(const char *text, mf_format format, const char *path, const char *value,
                            uint32_t line, uint32_t column)
{
    mf_manifest *manifest = must_read_as(mf_view_of(text), format, MF_PROFILE_DRAFT);
    size_t offset = 0;
    size_t end = 0;
    uint32_t found_line = 0;
    uint32_t found_column = 0;
    mf_error *error = NULL;

    assert_ok(mf_manifest_position(manifest, path, &offset, &end, &found_line, &found_column, &error), error);
    ck_assert_msg(end - offset >= strlen(value) && memcmp(text + offset, value, strlen(value)) == 0,
                  "%s: %s is '%.*s'", text, path, (int)(end - offset), text + offset);
    ck_assert_msg(found_line == line && found_column == column, "%s: %s is at %u:%u, not %u:%u", text, path,
                  found_line, found_column, line, column);
    mf_manifest_unref(manifest);
}

START_TEST(positions_count_lines_code_points_and_bytes)
{
    static const char yaml[] =
        "# \xc3\xa4\xf0\x9f\x98\x80\nschema: manifest/v1\r\nrelease: {changes: \"\xc3\xa4\xc3\xb6\", id: a, "
        "labels: [{name: b, value: \"\xf0\x9f\x98\x80\"}, {value: c, name: a}]}\n";
    static const char json[] =
        "{\"schema\": \"manifest/v1\",\r\n \"release\": {\"changes\": \"\xc3\xa4\\u00f6\", \"id\": \"a\",\n"
        "\t\"labels\": [{\"name\": \"b\"}]}}";

    assert_position(yaml, MF_FORMAT_YAML, "/schema", "manifest/v1", 2, 9);
    assert_position(yaml, MF_FORMAT_YAML, "/release", "{changes", 3, 10);
    assert_position(yaml, MF_FORMAT_YAML, "/release/changes", "\"\xc3\xa4\xc3\xb6\"", 3, 20);
    assert_position(yaml, MF_FORMAT_YAML, "/release/id", "a", 3, 30);
    assert_position(yaml, MF_FORMAT_YAML, "/release/labels", "[{name", 3, 41);
    assert_position(yaml, MF_FORMAT_YAML, "/release/labels/b/value", "\"\xf0\x9f\x98\x80\"", 3, 59);
    assert_position(yaml, MF_FORMAT_YAML, "/release/labels/a", "{value: c", 3, 65);
    assert_position(yaml, MF_FORMAT_YAML, "", "schema", 2, 1);
    assert_position(json, MF_FORMAT_JSON, "/schema", "\"manifest/v1\"", 1, 12);
    assert_position(json, MF_FORMAT_JSON, "/release/changes", "\"\xc3\xa4\\u00f6\"", 2, 25);
    assert_position(json, MF_FORMAT_JSON, "/release/id", "\"a\"", 2, 42);
    assert_position(json, MF_FORMAT_JSON, "/release/labels/b", "{\"name\"", 3, 13);
    assert_position(json, MF_FORMAT_JSON, "", "{", 1, 1);
}
END_TEST

START_TEST(findings_count_code_points_and_bytes)
{
    static const char *const texts[] = {
        "schema: manifest/v1\r\nrelease: {changes: \"\xc3\xa4\xf0\x9f\x98\x80\", bogus: 1}\r\n",
        "{\"schema\": \"manifest/v1\",\r\n\"release\": {\"changes\": \"\xc3\xa4\xf0\x9f\x98\x80\", \"bogus\": 1}}\r\n",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
        struct outcome outcome = read_text(mf_view_of(texts[i]), &options);
        const mf_finding *finding = mf_report_finding(outcome.report, 0);

        ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
        ck_assert_uint_eq(mf_finding_line(finding), 2);
        ck_assert_uint_eq(mf_finding_column(finding), i == 0 ? 26 : 30);
        ck_assert(strncmp(texts[i] + mf_finding_offset(finding), i == 0 ? "bogus" : "\"bogus", 5) == 0);
        ck_assert_uint_eq(mf_error_offset(outcome.error), mf_finding_offset(finding));
        ck_assert_uint_eq(mf_error_column(outcome.error), mf_finding_column(finding));
        end_outcome(&outcome);
    }
}
END_TEST

/* --- limits ------------------------------------------------------------------------------------------------------------ */

START_TEST(the_limit_of_input_holds)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    struct outcome outcome;

    options.maximum_input = strlen(V1);
    outcome = read_text(mf_view_of(V1), &options);
    ck_assert_int_eq(outcome.status, MF_OK);
    end_outcome(&outcome);
    outcome = read_text(mf_view_of(V1 " "), &options);
    ck_assert_int_eq(outcome.status, MF_ERROR_LIMIT);
    end_outcome(&outcome);
}
END_TEST

/* Reads a document in both spellings under options, and expects this finding; NULL: none. */
static void assert_limited(const char *yaml, const char *json, const mf_read_options *limits,
                           const char *code, const char *path)
{
    for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
        mf_read_options options = *limits;
        const char *text = format == MF_FORMAT_YAML ? yaml : json;
        struct outcome outcome;

        options.format = format;
        outcome = read_text(mf_view_of(text), &options);
        ck_assert_msg(outcome.status == (code == NULL ? MF_OK : MF_ERROR_INVALID), "%s: %s", text,
                      mf_error_message(outcome.error));
        if (code != NULL) {
            ck_assert_uint_eq(mf_report_total(outcome.report), 1);
            ck_assert_str_eq(mf_finding_code(mf_report_finding(outcome.report, 0)), code);
            ck_assert_str_eq(mf_finding_path(mf_report_finding(outcome.report, 0)), path);
        }
        end_outcome(&outcome);
    }
}

START_TEST(the_limits_of_the_reader_hold)
{
    mf_read_options limits = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);

    limits.maximum_depth = 5;
    assert_limited(V1 "build:\n  steps:\n  - command: [a]\n",
                   J1 "\"build\": {\"steps\": [{\"command\": [\"a\"]}]}}", &limits, NULL, NULL);
    limits.maximum_depth = 4;
    assert_limited(V1 "build:\n  steps:\n  - command: [a]\n",
                   J1 "\"build\": {\"steps\": [{\"command\": [\"a\"]}]}}", &limits, "MF1007",
                   "/build/steps/0/command");
    limits.maximum_depth = 1;
    assert_limited(V1, "{\"schema\": \"manifest/v1\"}", &limits, NULL, NULL);
    assert_limited(V1 "build: {}\n", J1 "\"build\": {}}", &limits, "MF1007", "/build");

    limits = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    limits.maximum_entries = 2;
    assert_limited(V1 "build: {steps: [{command: [a, b]}]}\n",
                   J1 "\"build\": {\"steps\": [{\"command\": [\"a\", \"b\"]}]}}", &limits, NULL, NULL);
    assert_limited(V1 "build: {steps: [{command: [a, b, c, d, e]}]}\n",
                   J1 "\"build\": {\"steps\": [{\"command\": [\"a\", \"b\", \"c\", \"d\"]}]}}", &limits,
                   "MF1008", "/build/steps/0/command/2");
    assert_limited(
        V1 "release: {labels: [{name: a}, {name: b}, {name: c}, [d]]}\n",
        J1 "\"release\": {\"labels\": [{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"c\"}, [1]]}}",
        &limits, "MF1008", "/release/labels/#2");

    limits = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    limits.maximum_string = 12;
    assert_limited(V1 "release: {changes: \"0123456789\xc3\xa4\"}\n",
                   J1 "\"release\": {\"changes\": \"0123456789\\u00e4\"}}", &limits, NULL, NULL);
    assert_limited(V1 "release: {changes: \"0123456789x\xc3\xa4\"}\n",
                   J1 "\"release\": {\"changes\": \"0123456789x\\u00e4\"}}", &limits, "MF1009",
                   "/release/changes");
}
END_TEST

START_TEST(the_limit_of_memory_holds)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    bool enough = false;

    mf_buffer_append_text(&text, V1 "release:\n  labels:\n");
    for (unsigned i = 0; i < 500; i++) {
        mf_buffer_format(&text, "  - {name: a%u, value: x}\n", (i * 7919) % 500);
    }
    for (size_t limit = 1024; limit <= 1024 * 1024; limit += 997) {
        struct outcome outcome;

        options.maximum_memory = limit;
        outcome = read_text(mf_buffer_view(&text), &options);
        ck_assert_msg(outcome.status == (enough ? MF_OK : outcome.status) &&
                          (outcome.status == MF_OK || outcome.status == MF_ERROR_LIMIT),
                      "%zu: %s", limit, mf_status_name(outcome.status));
        enough = outcome.status == MF_OK;
        end_outcome(&outcome);
    }
    ck_assert(enough);
    mf_buffer_release(&text);
}
END_TEST

/* --- large documents --------------------------------------------------------------------------------------------------- */

enum order {
    SORTED,
    REVERSED,
    SHUFFLED,
    ORDERS,
};

static unsigned nth(enum order order, unsigned i, unsigned count)
{
    if (order == SHUFFLED) {
        return (unsigned)((uint64_t)i * 61681 % count); /* it has no divisor in common with the count */
    }
    return order == SORTED ? i : count - 1 - i;
}

static void write_packages(struct mf_buffer *text, enum order order, unsigned count, bool json)
{
    mf_buffer_append_text(text,
                          json ? J1 "\"dependencies\": {\"packages\": [" : V1 "dependencies:\n  packages:\n");
    for (unsigned i = 0; i < count; i++) {
        unsigned number = nth(order, i, count);

        if (json) {
            mf_buffer_format(text, "%s\n{\"purl\": \"pkg:pypi/p%06u@1.%u\", \"scope\": \"runtime\"}",
                             i == 0 ? "" : ",", number, number % 7);
        } else {
            mf_buffer_format(text, "  - purl: pkg:pypi/p%06u@1.%u\n    scope: runtime\n", number, number % 7);
        }
    }
    mf_buffer_append_text(text, json ? "]}}" : "");
}

START_TEST(findings_and_escapes_count_as_memory)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_read_options options = options_for(MF_FORMAT_YAML, 0);
    struct outcome outcome;

    options.maximum_findings = UINT32_MAX;
    options.maximum_memory = (size_t)4 * 1024 * 1024;
    mf_buffer_append_text(&text, V1);
    for (unsigned i = 0; i < 50000; i++) {
        mf_buffer_format(&text, "k%u: 1\n", i);
    }
    outcome = read_text(mf_buffer_view(&text), &options);
    ck_assert_int_eq(outcome.status, MF_ERROR_LIMIT);
    ck_assert_ptr_null(outcome.report);
    end_outcome(&outcome);
    options.maximum_memory = (size_t)64 * 1024 * 1024;
    outcome = read_text(mf_buffer_view(&text), &options);
    ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_count(outcome.report), 50000);
    end_outcome(&outcome);

    text.size = 0;
    mf_buffer_append_text(&text, J1 "\"release\": {\"descriptio\": \"\\n");
    for (unsigned i = 0; i < 100000; i++) {
        mf_buffer_append_text(&text, "some text ");
    }
    mf_buffer_append_text(&text, "\"}}");
    options = options_for(MF_FORMAT_JSON, 0);
    options.maximum_memory = 256 * 1024;
    outcome = read_text(mf_buffer_view(&text), &options);
    ck_assert_int_eq(outcome.status, MF_ERROR_LIMIT);
    end_outcome(&outcome);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(a_hundred_thousand_packages_in_any_order)
{
    mf_manifest *first = NULL;
    size_t count = 0;

    for (int i = 0; i < 2 * ORDERS; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        mf_manifest *manifest;

        write_packages(&text, (enum order)(i / 2), 100000, i % 2 == 1);
        manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
        mf_buffer_release(&text);
        ck_assert_int_eq(mf_manifest_count(manifest, "/dependencies/packages", &count, NULL), MF_OK);
        ck_assert_uint_eq(count, 100000);
        if (first == NULL) {
            first = manifest;
            continue;
        }
        assert_same(first, manifest, "another order");
        mf_manifest_unref(manifest);
    }
    mf_manifest_unref(first);
}
END_TEST

START_TEST(a_hundred_thousand_equal_keys)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_read_options options = options_for(MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    struct outcome outcome;

    mf_buffer_append_text(&text, V1 "build:\n  steps:\n  - uses:\n");
    for (unsigned i = 0; i < 100000; i++) {
        mf_buffer_append_text(&text, "    - same\n");
    }
    options.maximum_findings = 200000;
    outcome = read_text(mf_buffer_view(&text), &options);
    ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_total(outcome.report), 99999);
    ck_assert_uint_eq(mf_report_count(outcome.report), 99999);
    for (size_t i = 0; i < 99999; i++) {
        const mf_finding *finding = mf_report_finding(outcome.report, i);

        ck_assert_uint_eq(mf_finding_line(finding), i + 6);
    }
    ck_assert_str_eq(mf_finding_path(mf_report_finding(outcome.report, 99998)), "/build/steps/0/uses/#99999");
    end_outcome(&outcome);
    mf_buffer_release(&text);
}
END_TEST

START_TEST(sets_are_sorted_and_sequences_are_not)
{
    mf_manifest *manifest = must_read(
        V1 "release: {labels: [{name: b, value: \"1\"}, {name: a, value: \"2\"}]}\n"
           "build: {steps: [{name: z, command: [b, a], uses: [b, aa, a, \"10\", \"9\"]}, {}, {name: a}]}\n"
           "rollout: {}\ndocuments: []\n");

    assert_canonical(
        manifest,
        "{\"build\":{\"steps\":[{\"command\":[\"b\",\"a\"],\"name\":\"z\",\"uses\":[\"10\",\"9\",\"a\",\"aa\","
        "\"b\"]},{\"name\":\"a\"}]},\"release\":{\"labels\":[{\"name\":\"a\",\"value\":\"2\"},{\"name\":\"b\","
        "\"value\":\"1\"}]},\"schema\":\"manifest/v1\"}");
    mf_manifest_unref(manifest);
}
END_TEST

/* --- cut texts --------------------------------------------------------------------------------------------------------- */

/* A text cut anywhere is judged; a cut JSON text is never good. Blocks of just that size let a sanitizer see reads behind the end. */
static void check_cuts(const char *path, mf_format format, size_t step)
{
    mf_bytes *text = source_file(path);
    mf_read_options options = options_for(format, MF_PROFILE_DRAFT);

    for (size_t size = 0; size < mf_bytes_size(text) - 1; size += step) {
        char *copy = malloc(size == 0 ? 1 : size);
        struct outcome outcome;

        ck_assert_ptr_nonnull(copy);
        memcpy(copy, mf_bytes_data(text), size);
        outcome = read_text(mf_view_make(copy, size), &options);
        ck_assert_msg(outcome.status == MF_ERROR_INVALID ||
                          (outcome.status == MF_OK && format == MF_FORMAT_YAML),
                      "the first %zu bytes of %s: %s", size, path, mf_status_name(outcome.status));
        end_outcome(&outcome);
        free(copy);
    }
    mf_bytes_unref(text);
}

START_TEST(a_real_manifest_cut_at_every_byte)
{
    check_cuts("tests/vectors/tabular.yaml", MF_FORMAT_YAML, 1);
    check_cuts("tests/vectors/tabular.canonical.json", MF_FORMAT_JSON, 1);
    check_cuts("tests/vectors/llm.json", MF_FORMAT_YAML, 7);
}
END_TEST

START_TEST(a_real_manifest_with_any_byte_changed)
{
    static const char replacements[] = "\0\n\"{}[]:,-#&*!%x \xff";
    mf_bytes *original = source_file("tests/vectors/minimal-release.yaml");
    size_t size = mf_bytes_size(original);
    char *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    memcpy(text, mf_bytes_data(original), size);
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j < sizeof replacements - 1; j++) {
            char kept = text[i];
            struct outcome outcome;

            text[i] = replacements[j];
            outcome = read_text(mf_view_make(text, size), NULL);
            ck_assert_msg(outcome.status == MF_OK || outcome.status == MF_ERROR_INVALID,
                          "byte %zu as %d: %s: %s", i, replacements[j], mf_status_name(outcome.status),
                          mf_error_message(outcome.error));
            end_outcome(&outcome);
            text[i] = kept;
        }
    }
    free(text);
    mf_bytes_unref(original);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *tcase = tcase_create("reader");

    tcase_add_test(tcase, nothing_follows_the_document);
    tcase_add_test(tcase, a_carriage_return_alone_ends_no_line);
    tcase_add_test(tcase, the_format_is_guessed_or_given);
    tcase_add_test(tcase, options_are_checked);
    tcase_add_test(tcase, what_is_not_wanted_need_not_be_taken);
    tcase_add_test(tcase, positions_count_lines_code_points_and_bytes);
    tcase_add_test(tcase, findings_count_code_points_and_bytes);
    tcase_add_test(tcase, the_limit_of_input_holds);
    tcase_add_test(tcase, the_limits_of_the_reader_hold);
    tcase_add_test(tcase, the_limit_of_memory_holds);
    tcase_add_test(tcase, findings_and_escapes_count_as_memory);
    tcase_add_test(tcase, a_hundred_thousand_packages_in_any_order);
    tcase_add_test(tcase, a_hundred_thousand_equal_keys);
    tcase_add_test(tcase, sets_are_sorted_and_sequences_are_not);
    tcase_add_test(tcase, a_real_manifest_cut_at_every_byte);
    tcase_add_test(tcase, a_real_manifest_with_any_byte_changed);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
