/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libyaml, libcyaml and cJSON do and the library must not: accept silently what means something else to others, lose the
 * rest of a text, or take long over a small one. One test for each trap that was measured on them.
 */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define V1 "schema: manifest/v1\n"
#define J1 "{\"schema\": \"manifest/v1\", "

/* A text that must be refused with this finding first. */
struct trap {
    const char *text;
    const char *code;
    const char *path;
};

static void assert_trap(struct mf_view text, mf_format format, const char *code, const char *path)
{
    mf_read_options options = options_for(format, MF_PROFILE_DRAFT);
    struct outcome outcome = read_text(text, &options);
    const mf_finding *first = mf_report_finding(outcome.report, 0);

    ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%.300s\n%s", text.data,
                  mf_status_name(outcome.status));
    ck_assert_msg(strcmp(mf_finding_code(first), code) == 0 &&
                      (path == NULL || strcmp(mf_finding_path(first), path) == 0),
                  "%.300s\n%s at '%s', not %s at '%s': %s", text.data, mf_finding_code(first),
                  mf_finding_path(first), code, path == NULL ? "(any)" : path, mf_finding_message(first));
    end_outcome(&outcome);
}

static void assert_traps(const struct trap *traps, size_t count, mf_format format)
{
    for (size_t i = 0; i < count; i++) {
        assert_trap(mf_view_of(traps[i].text), format, traps[i].code, traps[i].path);
    }
}

/* --- libcyaml ---------------------------------------------------------------------------------------------------------- */

START_TEST(cyaml_reads_numbers_in_any_base_and_ignores_junk)
{
    static const char *const numbers[] = { "12abc",
                                           "1.9",
                                           "1_000",
                                           "0o10",
                                           "010",
                                           "0x10",
                                           "' 12'",
                                           "+5",
                                           "1,5",
                                           "1.5.5",
                                           "inf",
                                           "nan",
                                           "0x1p3",
                                           ".inf",
                                           "-0",
                                           "1e3",
                                           "1.0",
                                           "-",
                                           "0b1",
                                           "1:30",
                                           "'12'",
                                           "\"12\"",
                                           "18446744073709551615",
                                           "9007199254740992",
                                           "-9007199254740992",
                                           "99999999999999999999999999999999" };
    static const char *const others[] = { "1,5",  "1.5.5", "inf",    "nan",  "0x1p3", ".inf",
                                          ".5",   "1.",    "1e",     "+1.5", "'1.5'", "1_0.5",
                                          "01.5", "1e999", "-1e999", ".nan", "-.inf", "0x1.8p1" };

    for (size_t i = 0; i < COUNT_OF(numbers) + COUNT_OF(others); i++) {
        bool integer = i < COUNT_OF(numbers);
        char text[200];

        (void)snprintf(text, sizeof text, V1 "acceptance:\n  tests:\n  - name: a\n    %s: %s\n",
                       integer ? "seed" : "absolute", integer ? numbers[i] : others[i - COUNT_OF(numbers)]);
        if (strcmp(integer ? numbers[i] : "", "-0") == 0) {
            assert_one_finding(text, "MF1203", "/acceptance/tests/a/seed", 5, 11);
            continue;
        }
        {
            mf_read_options options = options_for(MF_FORMAT_YAML, MF_PROFILE_DRAFT);
            struct outcome outcome = read_text(mf_view_of(text), &options);

            ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s", text);
            ck_assert_uint_eq(mf_report_total(outcome.report), 1);
            ck_assert_uint_eq(mf_finding_line(mf_report_finding(outcome.report, 0)), 5);
            end_outcome(&outcome);
        }
    }
}
END_TEST

START_TEST(cyaml_takes_any_word_for_true)
{
    static const char *const words[] = { "maybe",  "n",         "F",       "00", "yes",        "True",
                                         "TRUE",   "on",        "off",     "no", "0",          "1",
                                         "'true'", "\"false\"", "disable", "t",  "!!bool true" };

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        char text[200];
        mf_read_options options = options_for(MF_FORMAT_YAML, MF_PROFILE_DRAFT);
        struct outcome outcome;

        (void)snprintf(text, sizeof text, V1 "build: {source: {dirty: %s }}\n", words[i]);
        outcome = read_text(mf_view_of(text), &options);
        ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s", text);
        end_outcome(&outcome);
    }
    assert_one_finding(V1 "build: {source: {dirty: }}\n", "MF1105", "/build/source/dirty", 2, 25);
}
END_TEST

START_TEST(cyaml_cuts_keys_and_values_at_nul)
{
    static const struct trap traps[] = {
        { V1 "release: {id: \"ab\\0cd\"}\n", "MF1002", "/release/id" },
        { V1 "release: {id: \"\\0\"}\n", "MF1002", "/release/id" },
        { V1 "\"release\\0x\": {id: a}\n", "MF1002", NULL },
        { "\"schema\\0\": manifest/v1\n", "MF1002", NULL },
        { V1 "build: {steps: [{uses: [\"a\\0b\"]}]}\n", "MF1002", "/build/steps/0/uses/#0" },
        { V1 "release: {id: \"a\\x00b\"}\n", "MF1002", "/release/id" },
        { V1 "release: {id: \"a\\u0000b\"}\n", "MF1002", "/release/id" },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
    assert_trap(mf_view_make(V1 "release: {id: a\0b}\n", sizeof V1 "release: {id: a\0b}\n" - 1),
                MF_FORMAT_YAML, "MF1002", "");
    assert_trap(mf_view_make(V1 "# a\0b\n", sizeof V1 "# a\0b\n" - 1), MF_FORMAT_YAML, "MF1002", "");
    assert_trap(mf_view_make(V1 "\0", sizeof V1), MF_FORMAT_YAML, "MF1002", "");
    /* What a zero-terminated text holds behind its NUL is not part of it. */
    {
        mf_manifest *manifest = NULL;

        ck_assert_int_eq(mf_manifest_read(V1 "\0 junk", MF_ZERO_TERMINATED, NULL, &manifest, NULL, NULL),
                         MF_OK);
        mf_manifest_unref(manifest);
    }
}
END_TEST

START_TEST(cyaml_ignores_quotes_tags_and_anchors)
{
    static const struct trap traps[] = {
        { V1 "artifacts: [{name: a, size: \"12\"}]\n", "MF1201", "/artifacts/a/size" },
        { V1 "artifacts: [{name: a, size: !!int 12 }]\n", "MF1004", NULL },
        { V1 "release: {id: !!str 12 }\n", "MF1004", "/release/id" },
        { V1 "release: {id: !!binary AAEC }\n", "MF1004", "/release/id" },
        { V1 "release: {id: ! a }\n", "MF1004", "/release/id" },
        { V1 "release: {id: !<tag:yaml.org,2002:str> a }\n", "MF1004", "/release/id" },
        { V1 "release: !!map {id: a}\n", "MF1004", "/release" },
        { "!!map\n" V1, "MF1004", "" },
        { "&a\n" V1, "MF1003", "" },
        { V1 "release: {id: &a a}\n", "MF1003", "/release/id" },
        { V1 "release: {id: &a a, changes: *a}\n", "MF1003", "/release/id" },
        { V1 "release: {? &k id : a}\n", "MF1003", NULL },
        { V1 "release: {? *k : a}\n", "MF1003", NULL },
        { V1 "build: {steps: [&a {name: x}, *a, *a]}\n", "MF1003", "/build/steps/0" },
        { V1 "release: {model: {version: null}}\n", "MF1105", NULL },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
}
END_TEST

START_TEST(cyaml_has_no_code_of_its_own_for_keys)
{
    static const struct trap traps[] = {
        { V1 "schema: manifest/v1\n", "MF1102", "/schema" },
        { V1 "release: {id: a, \"id\": a}\n", "MF1102", "/release/id" },
        { V1 "release: {id: a, \"\\x69d\": a}\n", "MF1102", "/release/id" },
        { V1 "release: {}\nrelease: {}\n", "MF1102", "/release" },
        { V1 "Release: {}\n", "MF1101", "/Release" },
        { V1 "release: {<<: {id: a}}\n", "MF1003", "/release/<<" },
        { V1 "? [a]\n: b\n", "MF1001", NULL },
        { V1 "? {a: b}\n: b\n", "MF1001", NULL },
        { V1 "[a, b]: c\n", "MF1001", NULL },
        { V1 "release: {[a]: b}\n", "MF1001", NULL },
        { V1 ": a\n", "MF1001", NULL },
        { V1 "? \n: a\n", "MF1101", "/" },
        { V1 "release:\n  \"<<\": {id: a}\n", "MF1101", "/release/<<" },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
}
END_TEST

START_TEST(cyaml_stops_at_the_end_of_the_first_document)
{
    static const struct trap traps[] = {
        { V1 "---\n" V1, "MF1006", NULL },
        { V1 "--- [", "MF1006", NULL },
        { V1 "---", "MF1006", NULL },
        { "---\n" V1 "---\n", "MF1006", NULL },
        { V1 "...\n---\n" V1, "MF1006", NULL },
        { V1 "...\nx", "MF1006", NULL },
        { V1 "... x\n", "MF1006", NULL },
        { V1 "...\n%YAML 1.1\n", "MF1006", NULL },
        { V1 "...\n...\n# a\n\xc3\xa4", "MF1006", NULL },
        { V1 "--- # comment\n", "MF1006", NULL },
    };
    static const char *const good[] = { V1 "...\n",
                                        V1 "...\n...\n",
                                        V1 "...",
                                        V1 "...\n# comment",
                                        V1 "# comment",
                                        "---\n" V1,
                                        "# comment\n---\n" V1,
                                        "--- # comment\n" V1 "...\n\n\n",
                                        "\n\n" V1 };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        mf_manifest *manifest = must_read(good[i]);

        assert_canonical(manifest, "{\"schema\":\"manifest/v1\"}");
        mf_manifest_unref(manifest);
    }
}
END_TEST

START_TEST(cyaml_takes_nothing_for_a_document)
{
    static const struct trap traps[] = {
        { "", "MF1010", "" },
        { "\n", "MF1010", "" },
        { "# a\n", "MF1010", "" },
        { "---\n", "MF1010", "" },
        { "---", "MF1010", "" },
        { "   ", "MF1010", "" },
        { "--- #\n...\n", "MF1010", "" },
        { "~", "MF1103", "" },
        { "null", "MF1103", "" },
        { "''", "MF1103", "" },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
    for (mf_format format = MF_FORMAT_AUTO; format <= MF_FORMAT_JSON; format++) {
        assert_trap(mf_view_make(NULL, 0), format, "MF1010", "");
        assert_trap(mf_view_of(" \n  \r\n"), format, "MF1010", "");
    }
    ck_assert_int_eq(mf_manifest_read(NULL, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_read(NULL, MF_ZERO_TERMINATED, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

START_TEST(cyaml_counts_entries_in_a_byte_if_told_so)
{
    for (unsigned count = 250; count <= 70000; count = count < 300 ? count + 1 : count * 16) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        mf_manifest *manifest;
        size_t found = 0;

        mf_buffer_append_text(&text, V1 "build:\n  steps:\n  - command:\n");
        for (unsigned i = 0; i < count; i++) {
            mf_buffer_append_text(&text, "    - x\n");
        }
        manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
        ck_assert_int_eq(mf_manifest_count(manifest, "/build/steps/0/command", &found, NULL), MF_OK);
        ck_assert_uint_eq(found, count);
        mf_manifest_unref(manifest);
        mf_buffer_release(&text);
    }
}
END_TEST

/* --- libyaml ----------------------------------------------------------------------------------------------------------- */

START_TEST(yaml_guesses_encodings)
{
    static const char utf16le[] = "\xff\xfes\0c\0h\0e\0m\0a\0:\0 \0m\0a\0n\0i\0f\0e\0s\0t\0/\0v\0"
                                  "1\0\n\0";
    static const char utf16be[] = "\xfe\xff\0s\0c\0h\0e\0m\0a\0:\0 \0m\0a\0n\0i\0f\0e\0s\0t\0/\0v\0"
                                  "1\0\n";
    static const struct trap traps[] = {
        { "\xef\xbb\xbf" V1, "MF1002", "" },
        { V1 "\xef\xbb\xbf", "MF1002", "" },
        { V1 "# \xff\n", "MF1002", "" },
        { V1 "release: {id: \xc3}\n", "MF1002", "" },
        { V1 "release: {id: \xed\xa0\x80}\n", "MF1002", "" },
        { V1 "release: {id: \xf4\x90\x80\x80}\n", "MF1002", "" },
        { V1 "release: {id: \xc0\xaf}\n", "MF1002", "" },
        { V1 "release: {id: \xef\xbf\xbe}\n", "MF1002", "" },
        { V1 "release: {id: \xc2\x85}\n", "MF1002", "" },
        { V1 "release: {id: \xe2\x80\xa8}\n", "MF1002", "" },
        { V1 "release: {id: \x01}\n", "MF1002", "" },
        { V1 "release: {id: \x7f}\n", "MF1002", "" },
        { V1 "release: {model: {version: \"\\x01\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\e\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\N\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\L\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\ufeff\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\uffff\"}}\n", "MF1203", "/release/model/version" },
        { V1 "release: {model: {version: \"\\ud800\"}}\n", "MF1001", NULL },
        { V1 "release: {model: {version: \"\\U00110000\"}}\n", "MF1001", NULL },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_YAML);
    for (mf_format format = MF_FORMAT_AUTO; format <= MF_FORMAT_JSON; format++) {
        assert_trap(mf_view_make(utf16le, sizeof utf16le - 1), format, "MF1002", "");
        assert_trap(mf_view_make(utf16be, sizeof utf16be - 1), format, "MF1002", "");
    }
}
END_TEST

static double seconds_since(const struct timespec *begin)
{
    struct timespec now;

    ck_assert_int_eq(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    return (double)(now.tv_sec - begin->tv_sec) + (double)(now.tv_nsec - begin->tv_nsec) / 1e9;
}

/* A text made of `before`, `count` times `unit`, and `after` must be refused quickly, with this code among its findings. */
static void assert_quick(const char *before, const char *unit, size_t count, const char *after,
                         const char *code)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    struct timespec begin;
    struct outcome outcome;
    bool found = false;

    mf_buffer_append_text(&text, before);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&text, unit);
    }
    mf_buffer_append_text(&text, after);
    ck_assert_int_eq(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin), 0);
    outcome = read_text(mf_buffer_view(&text), NULL);
    /* What is quadratic takes minutes; sanitizers slow the rest down ten times. */
    ck_assert_msg(seconds_since(&begin) < 10, "%zu times '%s' takes %f s", count, unit,
                  seconds_since(&begin));
    ck_assert_msg(outcome.status == MF_ERROR_INVALID, "'%s%s…': %s", before, unit,
                  mf_status_name(outcome.status));
    for (size_t i = 0; i < mf_report_count(outcome.report); i++) {
        found = found || strcmp(mf_finding_code(mf_report_finding(outcome.report, i)), code) == 0;
    }
    ck_assert_msg(found, "'%s%s…': %s: %s", before, unit,
                  mf_finding_code(mf_report_finding(outcome.report, 0)),
                  mf_finding_message(mf_report_finding(outcome.report, 0)));
    end_outcome(&outcome);
    mf_buffer_release(&text);
}

START_TEST(yaml_takes_quadratic_time_over_nesting)
{
    assert_quick(V1 "release: ", "[", 100000, "", "MF1007");
    assert_quick(V1 "release: ", "{\n ", 100000, "", "MF1001");
    assert_quick(V1 "release: ", "[\n ", 100000, "", "MF1007");
    assert_quick(V1 "release: ", "{a: ", 100000, "", "MF1007");
    assert_quick(V1 "x: ", "[{", 100000, "", "MF1001");
    assert_quick("", "[", 100000, "", "MF1007");
    assert_quick("", "- ", 100000, "", "MF1007");
    assert_quick("", "? ", 100000, "", "MF1001");
    assert_quick(V1 "\n", "- ", 10, "", "MF1001");
    assert_quick("{\"schema\":", "[", 100000, "", "MF1007");
    assert_quick("{\"schema\":", "{\"a\":", 100000, "", "MF1007");
}
END_TEST

START_TEST(yaml_takes_quadratic_time_over_directives)
{
    assert_quick("", "%TAG !a! tag:x,2000:\n", 20000, "---\n" V1, "MF1005");
    assert_quick("# comment\n", "%TAG !a! tag:x,2000:\n", 20000, "---\n" V1, "MF1005");
    assert_quick("", "%YAML 1.1\n", 100000, "", "MF1005");
    assert_quick("---\n" V1 "...\n", "%TAG !a! tag:x,2000:\n", 20000, "---\na: b\n", "MF1006");
    assert_quick(V1 "...\n", "%TAG !a! tag:x,2000:\n", 20000, "", "MF1006");
}
END_TEST

START_TEST(yaml_takes_its_time_over_anchors_and_aliases)
{
    assert_quick(V1 "release:\n", "  x: &a a\n", 40000, "", "MF1003");
    assert_quick(V1 "build:\n  steps:\n", "  - *a\n", 40000, "", "MF1003");
    /* Each level would be ten times as large as the one before. */
    assert_quick(
        V1 "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
           "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n",
        "e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n", 10, "", "MF1003");
}
END_TEST

START_TEST(much_that_is_wrong_takes_no_more_than_linear_time)
{
    assert_quick(V1, "x: 1\n", 200000, "", "MF1101");
    assert_quick(V1, "schema: manifest/v1\n", 100000, "", "MF1102");
    assert_quick(V1 "release:\n  labels:\n", "  - {name: a}\n", 100000, "", "MF1104");
    assert_quick(V1 "build:\n  steps:\n  - uses:\n", "    - same\n", 100000, "", "MF1104");
    assert_quick(V1 "release:\n  labels:\n", "  - {value: a}\n", 100000, "", "MF1302");
    assert_quick(J1 "\"x\": [", "null, ", 100000, "1]}", "MF1101");
    assert_quick(V1 "build:\n  steps:\n", "  - nmae\n", 100000, "", "MF1103");
    assert_quick(V1 "release: {id: '", "'' ", 100000, "'}", "MF1203");
}
END_TEST

/* --- cJSON ------------------------------------------------------------------------------------------------------------- */

START_TEST(cjson_accepts_what_is_not_json)
{
    static const struct trap traps[] = {
        { J1 "\"schema\": \"manifest/v1\"}", "MF1102", "/schema" },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": 01}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": 1.}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": -.5}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": .5}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": NaN}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": +1}]}", "MF1001", NULL },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": 9007199254740992}]}", "MF1203",
          "/artifacts/a/size" },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": 9007199254740993}]}", "MF1203",
          "/artifacts/a/size" },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": 1.0}]}", "MF1203", "/artifacts/a/size" },
        { J1 "\"artifacts\": [{\"name\": \"a\", \"size\": -0}]}", "MF1203", "/artifacts/a/size" },
        { J1 "\"acceptance\": {\"tests\": [{\"name\": \"a\", \"minimum\": 1e999}]}}", "MF1203", NULL },
        { J1 "\"acceptance\": {\"tests\": [{\"name\": \"a\", \"minimum\": -1e309}]}}", "MF1203", NULL },
        { J1 "\"release\": {\"id\": \"\\u0000x\"}}", "MF1002", "/release/id" },
        { J1 "\"release\": {\"id\": \"a\\u0000b\"}}", "MF1002", "/release/id" },
        { J1 "\"release\": {\"id\\u0000b\": 1}}", "MF1002", NULL },
        { J1 "\"release\": {\"id\": \"\\uZZZZtail\"}}", "MF1001", NULL },
        { J1 "\"release\": {\"id\": \"\\ud800\"}}", "MF1001", NULL },
        { J1 "\"release\": {\"id\": \"\\udc00\\ud800\"}}", "MF1001", NULL },
        { J1 "\"release\": {\"id\": \"a\tb\"}}", "MF1001", NULL },
        { J1 "\"release\": {\"id\": \"a\nb\"}}", "MF1001", NULL },
        { J1 "\"release\": {\"id\": \"a\x01\"}}", "MF1002", NULL },
        { J1 "\"release\": {\"id\": \"\xff\"}}", "MF1002", NULL },
        { J1 "\"release\": {\"id\": \"\xed\xa0\x80\"}}", "MF1002", NULL },
        { J1 "\"release\": {\"id\": \"\xc0\xaf\"}}", "MF1002", NULL },
        { J1 "\"release\": {} /* comment */}", "MF1001", NULL },
        { J1 "\"release\": {} // comment\n}", "MF1001", NULL },
        { J1 "\"release\": {},}", "MF1001", NULL },
        { J1 "\"build\": {\"steps\": [{},]}}", "MF1001", NULL },
        { "{\"schema\": \"manifest/v1\"} x", "MF1001", NULL },
        { "{\"schema\": \"manifest/v1\"}{}", "MF1001", NULL },
        { "{\"schema\": \"manifest/v1\"}\x01", "MF1002", NULL },
        { "{'schema': 'manifest/v1'}", "MF1001", NULL },
        { "{schema: manifest/v1}", "MF1001", NULL },
        { "\xef\xbb\xbf{\"schema\": \"manifest/v1\"}", "MF1002", NULL },
        { J1 "\"Release\": {}}", "MF1101", "/Release" },
        { J1 "\"release\": {\"id\": True}}", "MF1001", NULL },
        { "{\"schema\": \"manifest/v1\"", "MF1001", NULL },
        { "{\"schema\": \"manifest/v1\",", "MF1001", NULL },
        { "{\"schema\"", "MF1001", NULL },
        { "{", "MF1001", NULL },
    };

    assert_traps(traps, COUNT_OF(traps), MF_FORMAT_JSON);
    assert_trap(mf_view_make(J1 "\0 \"x\": 1}", sizeof J1 "\0 \"x\": 1}" - 1), MF_FORMAT_JSON, "MF1002",
                NULL);
    assert_trap(mf_view_make("{\"schema\": \"manifest/v1\"}\0", sizeof "{\"schema\": \"manifest/v1\"}\0" - 1),
                MF_FORMAT_JSON, "MF1002", NULL);
}
END_TEST

START_TEST(cjson_prints_numbers_it_did_not_read)
{
    static const struct {
        const char *written;
        const char *canonical;
    } numbers[] = {
        { "0.30000000000000004", "0.30000000000000004" },
        { "1e15", "1000000000000000" },
        { "1e21", "1e+21" },
        { "9007199254740993.0", "9007199254740992" },
        { "5e-324", "5e-324" },
        { "-0", "0" },
        { "-0.0", "0" },
        { "0.000001", "0.000001" },
        { "1E-7", "1e-7" },
        { "1.7976931348623157e308", "1.7976931348623157e+308" },
        { "1234567890123456.70", "1234567890123456.8" },
    };

    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        char text[200];
        char canonical[200];
        mf_manifest *manifest;

        (void)snprintf(text, sizeof text,
                       J1 "\"acceptance\": {\"tests\": [{\"name\": \"a\", \"minimum\": %s}]}}",
                       numbers[i].written);
        (void)snprintf(
            canonical, sizeof canonical,
            "{\"acceptance\":{\"tests\":[{\"minimum\":%s,\"name\":\"a\"}]},\"schema\":\"manifest/v1\"}",
            numbers[i].canonical);
        for (mf_format format = MF_FORMAT_YAML; format <= MF_FORMAT_JSON; format++) {
            manifest = must_read_as(mf_view_of(text), format, MF_PROFILE_DRAFT);
            assert_canonical(manifest, canonical);
            assert_survives(manifest, text);
            mf_manifest_unref(manifest);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("traps");
    TCase *tcase = tcase_create("traps");

    tcase_add_test(tcase, cyaml_reads_numbers_in_any_base_and_ignores_junk);
    tcase_add_test(tcase, cyaml_takes_any_word_for_true);
    tcase_add_test(tcase, cyaml_cuts_keys_and_values_at_nul);
    tcase_add_test(tcase, cyaml_ignores_quotes_tags_and_anchors);
    tcase_add_test(tcase, cyaml_has_no_code_of_its_own_for_keys);
    tcase_add_test(tcase, cyaml_stops_at_the_end_of_the_first_document);
    tcase_add_test(tcase, cyaml_takes_nothing_for_a_document);
    tcase_add_test(tcase, cyaml_counts_entries_in_a_byte_if_told_so);
    tcase_add_test(tcase, yaml_guesses_encodings);
    tcase_add_test(tcase, yaml_takes_quadratic_time_over_nesting);
    tcase_add_test(tcase, yaml_takes_quadratic_time_over_directives);
    tcase_add_test(tcase, yaml_takes_its_time_over_anchors_and_aliases);
    tcase_add_test(tcase, much_that_is_wrong_takes_no_more_than_linear_time);
    tcase_add_test(tcase, cjson_accepts_what_is_not_json);
    tcase_add_test(tcase, cjson_prints_numbers_it_did_not_read);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
