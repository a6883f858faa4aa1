/* SPDX-License-Identifier: Apache-2.0 */
/* The frozen documents of tests/vectors: their canonical bytes and digests, and the documents that must be refused. */
#include "documents.h"

#include <stdio.h>

#define FOLDER "tests/vectors/"

/* A line of one of the tables: columns of single words, and the rest of the line. */
struct row {
    char words[3][128];
    char rest[200];
};

static bool take_row(const char *line, size_t words, struct row *row)
{
    memset(row, 0, sizeof *row);
    if (words == 1) {
        return sscanf(line, "%127s %199[^\n]", row->words[0], row->rest) == 2;
    }
    return sscanf(line, "%127s %127s %127s %199[^\n]", row->words[0], row->words[1], row->words[2],
                  row->rest) == 4;
}

/* Calls `visit` for every line of a table, which begins with one word or three, and returns how many lines there were. */
static size_t for_each_row(const char *path, size_t words, void (*visit)(const struct row *row))
{
    mf_bytes *table = source_file(path);
    const char *line = mf_bytes_data(table);
    size_t count = 0;

    while (*line != '\0') {
        const char *end = strchr(line, '\n');
        struct row row;

        ck_assert_msg(end != NULL && take_row(line, words, &row), "%s:%zu: not a row", path, count + 1);
        visit(&row);
        count++;
        line = end + 1;
    }
    mf_bytes_unref(table);
    return count;
}

static mf_bytes *vector_file(const char *name, const char *suffix)
{
    char path[300];

    (void)snprintf(path, sizeof path, FOLDER "%s%s", name, suffix);
    return source_file(path);
}

static mf_status read_as(const mf_bytes *text, mf_format format, mf_profile profile,
                         mf_manifest **ret_manifest, mf_report **ret_report, mf_error **reterr)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    options.profile = profile;
    return mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), &options, ret_manifest, ret_report,
                            reterr);
}

/* A manifest from a text that is good. */
static mf_manifest *read_good(const char *what, const mf_bytes *text, mf_format format, mf_profile profile)
{
    mf_manifest *manifest = NULL;
    mf_error *error = NULL;
    mf_status status = read_as(text, format, profile, &manifest, NULL, &error);

    ck_assert_msg(status == MF_OK, "%s: %s: line %u, %s: %s", what, mf_status_name(status),
                  mf_error_line(error), mf_error_path(error), mf_error_message(error));
    return manifest;
}

/* Ends the manifest after its canonical form and digest were found to be these. */
static void must_equal(const char *what, mf_manifest *manifest, const mf_bytes *canonical, const char *digest)
{
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_canonical(manifest, &bytes, &error), error);
    ck_assert_msg(mf_bytes_size(bytes) == mf_bytes_size(canonical) &&
                      memcmp(mf_bytes_data(bytes), mf_bytes_data(canonical), mf_bytes_size(bytes)) == 0,
                  "%s: canonical form is\n%s\nnot\n%s", what, (const char *)mf_bytes_data(bytes),
                  (const char *)mf_bytes_data(canonical));
    mf_bytes_unref(bytes);
    assert_ok(mf_manifest_digest(manifest, &bytes, &error), error);
    ck_assert_msg(strcmp(mf_bytes_data(bytes), digest) == 0, "%s: digest is %s", what,
                  (const char *)mf_bytes_data(bytes));
    mf_bytes_unref(bytes);
    mf_manifest_unref(manifest);
}

/* What is written as `written` reads back to the same. */
static void must_survive(const char *what, const mf_manifest *manifest, mf_format written,
                         const mf_bytes *canonical, const char *digest)
{
    mf_bytes *text = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_write(manifest, written, &text, &error), error);
    must_equal(what, read_good(what, text, written, MF_PROFILE_DRAFT), canonical, digest);
    must_equal(what, read_good(what, text, MF_FORMAT_AUTO, MF_PROFILE_DRAFT), canonical, digest);
    mf_bytes_unref(text);
}

static void check_vector(const struct row *row)
{
    static const struct {
        const char *suffix;
        mf_format format;
    } spellings[] = {
        { ".yaml", MF_FORMAT_YAML }, { ".yaml", MF_FORMAT_AUTO },           { ".json", MF_FORMAT_JSON },
        { ".json", MF_FORMAT_AUTO }, { ".canonical.json", MF_FORMAT_JSON },
    };
    const char *digest = row->words[0];
    const char *name = row->rest;
    mf_bytes *canonical = vector_file(name, ".canonical.json");

    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        mf_bytes *text = vector_file(name, spellings[i].suffix);
        mf_manifest *manifest = read_good(name, text, spellings[i].format, MF_PROFILE_DRAFT);

        must_survive(name, manifest, MF_FORMAT_YAML, canonical, digest);
        must_survive(name, manifest, MF_FORMAT_JSON, canonical, digest);
        must_equal(name, manifest, canonical, digest);
        mf_bytes_unref(text);
    }
    mf_bytes_unref(canonical);
}

START_TEST(vectors_give_the_frozen_bytes)
{
    ck_assert_uint_ge(for_each_row(FOLDER "digests.txt", 1, check_vector), 13);
}
END_TEST

/* Whether the name stands in release.txt. */
static bool is_release(const char *name)
{
    mf_bytes *table = source_file(FOLDER "release.txt");
    char line[130];
    bool found;

    (void)snprintf(line, sizeof line, "\n%.120s\n", name);
    found = strstr(mf_bytes_data(table), line) != NULL ||
            strncmp(mf_bytes_data(table), line + 1, strlen(line + 1)) == 0;
    mf_bytes_unref(table);
    return found;
}

static void check_profile(const struct row *row)
{
    static const mf_profile profiles[] = { MF_PROFILE_DRAFT, MF_PROFILE_RELEASE };
    mf_bytes *text = vector_file(row->rest, ".yaml");
    mf_manifest *manifest = read_good(row->rest, text, MF_FORMAT_YAML, MF_PROFILE_DRAFT);

    for (size_t i = 0; i < 2; i++) {
        bool good = profiles[i] == MF_PROFILE_DRAFT || is_release(row->rest);
        mf_status expected = good ? MF_OK : MF_ERROR_INVALID;
        mf_error *error = NULL;
        mf_status status = read_as(text, MF_FORMAT_YAML, profiles[i], NULL, NULL, &error);

        ck_assert_msg(status == expected, "%s: %s: %s", row->rest, mf_status_name(status),
                      mf_error_message(error));
        mf_error_unref(error);
        status = require_profile(manifest, profiles[i], NULL, NULL);
        ck_assert_msg(status == expected, "%s: validation says %s", row->rest, mf_status_name(status));
    }
    mf_manifest_unref(manifest);
    mf_bytes_unref(text);
}

START_TEST(vectors_pass_their_profiles)
{
    ck_assert_uint_ge(for_each_row(FOLDER "digests.txt", 1, check_profile), 13);
}
END_TEST

/* Whether a finding has this code. */
static bool has_code(const mf_report *report, const char *code)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        if (strcmp(mf_finding_code(mf_report_finding(report, i)), code) == 0) {
            return true;
        }
    }
    return false;
}

/* The text is refused with the finding of the row, and every finding has a position. */
static void must_refuse(const struct row *row, const mf_bytes *text, mf_format format, mf_profile profile)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = read_as(text, format, profile, &manifest, &report, &error);

    ck_assert_msg(status == MF_ERROR_INVALID, "%s is %s: %s", row->words[0], mf_status_name(status),
                  row->rest);
    ck_assert_ptr_null(manifest);
    ck_assert_msg(mf_error_code(error) == MF_ERROR_INVALID && mf_error_message(error)[0] != '\0', "%s",
                  row->words[0]);
    ck_assert_msg(mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0, "%s", row->words[0]);
    ck_assert_msg(has_code(report, row->words[2]), "%s: not %s but %s", row->words[0], row->words[2],
                  mf_finding_code(mf_report_finding(report, 0)));
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        ck_assert_msg(mf_finding_line(finding) > 0 && mf_finding_column(finding) > 0,
                      "%s: %s has no position", row->words[0], mf_finding_message(finding));
    }
    mf_report_unref(report);
    mf_error_unref(error);
}

static void check_refusal(const struct row *row)
{
    const char *suffix = strrchr(row->words[0], '.');
    mf_format format = suffix != NULL && strcmp(suffix, ".json") == 0 ? MF_FORMAT_JSON : MF_FORMAT_YAML;
    bool only_release = strcmp(row->words[1], "release") == 0;
    mf_bytes *text = vector_file("must-fail/", row->words[0]);

    ck_assert_msg(only_release || strcmp(row->words[1], "draft") == 0, "%s: profile %s", row->words[0],
                  row->words[1]);
    if (only_release) {
        mf_manifest_unref(read_good(row->words[0], text, format, MF_PROFILE_DRAFT));
    } else {
        must_refuse(row, text, format, MF_PROFILE_DRAFT);
        must_refuse(row, text, MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
    }
    must_refuse(row, text, format, MF_PROFILE_RELEASE);
    mf_bytes_unref(text);
}

START_TEST(documents_with_a_mistake_are_refused)
{
    ck_assert_uint_ge(for_each_row(FOLDER "must-fail/reasons.txt", 3, check_refusal), 400);
}
END_TEST

static void check_cuts(const char *name, const char *suffix)
{
    mf_bytes *text = vector_file(name, suffix);

    for (size_t size = 0; size < mf_bytes_size(text); size++) {
        mf_error *error = NULL;
        mf_status status = mf_manifest_read(mf_bytes_data(text), size, NULL, NULL, NULL, &error);

        ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "the first %zu bytes of %s%s: %s: %s",
                      size, name, suffix, mf_status_name(status), mf_error_message(error));
        mf_error_unref(error);
    }
    mf_bytes_unref(text);
}

/* A cut may leave a whole YAML document, but never one that the library cannot judge. */
START_TEST(a_document_that_was_cut_is_judged)
{
    check_cuts("minimal-release", ".yaml");
    check_cuts("layout", ".yaml");
    check_cuts("crlf", ".yaml");
    check_cuts("sets", ".yaml");
    check_cuts("layout", ".json");
}
END_TEST

START_TEST(a_document_that_was_cut_is_refused)
{
    mf_bytes *text = vector_file("minimal-release", ".canonical.json");

    for (size_t size = 0; size < mf_bytes_size(text); size++) {
        mf_manifest *manifest = NULL;
        mf_status status = mf_manifest_read(mf_bytes_data(text), size, NULL, &manifest, NULL, NULL);

        ck_assert_msg(status == MF_ERROR_INVALID && manifest == NULL, "the first %zu bytes: %s", size,
                      mf_status_name(status));
    }
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("vectors");
    TCase *tcase = tcase_create("vectors");

    tcase_add_test(tcase, vectors_give_the_frozen_bytes);
    tcase_add_test(tcase, vectors_pass_their_profiles);
    tcase_add_test(tcase, documents_with_a_mistake_are_refused);
    tcase_add_test(tcase, a_document_that_was_cut_is_judged);
    tcase_add_test(tcase, a_document_that_was_cut_is_refused);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
