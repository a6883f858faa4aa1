/* SPDX-License-Identifier: Apache-2.0 */
/* Reading small documents in tests. */
#include "documents.h"

#include "model/require.h"
#include "report/registry.h"

#include <stdio.h>

mf_read_options options_for(mf_format format, mf_profile profile)
{
    mf_read_options options;

    mf_read_options_init(&options, sizeof options);
    options.format = format;
    options.profile = profile;
    return options;
}

mf_hash_options one_thread(void)
{
    mf_hash_options options;

    mf_hash_options_init(&options, sizeof options);
    options.threads = 1;
    return options;
}

struct outcome read_text(struct mf_view text, const mf_read_options *options)
{
    struct outcome outcome = { 0 };

    outcome.status =
        mf_manifest_read(text.data, text.size, options, &outcome.manifest, &outcome.report, &outcome.error);
    ck_assert_int_eq(outcome.manifest != NULL, outcome.status == MF_OK);
    ck_assert_int_eq(outcome.report != NULL, outcome.status == MF_OK || outcome.status == MF_ERROR_INVALID);
    ck_assert_int_eq(outcome.error != NULL, outcome.status < 0);
    if (outcome.status < 0) {
        ck_assert_int_eq(mf_error_code(outcome.error), outcome.status);
    }
    return outcome;
}

void end_outcome(struct outcome *outcome)
{
    outcome->manifest = mf_manifest_unref(outcome->manifest);
    outcome->report = mf_report_unref(outcome->report);
    outcome->error = mf_error_unref(outcome->error);
}

mf_manifest *must_read_as(struct mf_view text, mf_format format, mf_profile profile)
{
    mf_read_options options = options_for(format, profile);
    struct outcome outcome = read_text(text, &options);

    ck_assert_msg(outcome.status == MF_OK, "%s: line %u, column %u, path '%s': %s\n%.*s",
                  mf_status_name(outcome.status), mf_error_line(outcome.error),
                  mf_error_column(outcome.error), mf_error_path(outcome.error),
                  mf_error_message(outcome.error), (int)(text.size > 2000 ? 2000 : text.size), text.data);
    (void)mf_report_unref(outcome.report);
    return outcome.manifest;
}

mf_status require_profile(const mf_manifest *manifest, mf_profile profile, mf_report **ret_report,
                          mf_error **reterr)
{
    mf_report *report = mf_report_new(100, 0);
    mf_status status;

    ck_assert_ptr_nonnull(report);
    ck_assert_int_eq(mf_require(&mf_schema_manifest, manifest->root, &manifest->places, profile, report),
                     MF_OK);
    mf_report_sort(report);
    status = mf_report_verdict(report, reterr);
    if (ret_report == NULL) {
        mf_report_unref(report);
    } else {
        *ret_report = report;
    }
    return status;
}

mf_validate_options validation_for(mf_profile profile)
{
    mf_validate_options options;

    mf_validate_options_init(&options, sizeof options);
    options.profile = profile;
    return options;
}

mf_manifest *must_read(const char *text)
{
    return must_read_as(mf_view_of(text), MF_FORMAT_AUTO, MF_PROFILE_DRAFT);
}

mf_bytes *canonical_of(const mf_manifest *manifest)
{
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;

    assert_ok(mf_manifest_canonical(manifest, &bytes, &error), error);
    return bytes;
}

mf_report *judge_piece(const char *piece, const mf_validate_options *options)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_manifest *manifest;
    mf_report *report = NULL;
    mf_status status;

    mf_buffer_append_text(&text, "schema: manifest/v1\n");
    mf_buffer_append_text(&text, piece);
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    status = mf_manifest_validate(manifest, options, &report, NULL);
    ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s: %s", piece, mf_status_name(status));
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
    return report;
}

mf_rules *must_read_rules(const char *text)
{
    mf_rules *rules = NULL;
    mf_error *error = NULL;
    mf_status status = mf_rules_read(text, MF_ZERO_TERMINATED, NULL, &rules, NULL, &error);

    ck_assert_msg(status == MF_OK, "%u:%u: %s: %s", mf_error_line(error), mf_error_column(error),
                  mf_error_message(error), text);
    return rules;
}

mf_rules *rules_but(const char *code, const char *rest)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_rules *rules;

    mf_buffer_append_text(&text, "schema: rules/v1\ndisable:\n");
    for (size_t i = 0; i < mf_rule_count(); i++) {
        if (mf_rule_is_of_rules(mf_rule_at(i)) && strcmp(mf_rule_code(mf_rule_at(i)), code) != 0) {
            mf_buffer_format(&text, "- %s\n", mf_rule_code(mf_rule_at(i)));
        }
    }
    mf_buffer_append_text(&text, rest);
    mf_buffer_append_byte(&text, '\0');
    rules = must_read_rules(text.data);
    mf_buffer_release(&text);
    return rules;
}

mf_rules *no_rules(void)
{
    return rules_but("", "");
}

void assert_canonical(const mf_manifest *manifest, const char *expected)
{
    mf_bytes *bytes = canonical_of(manifest);

    assert_bytes_are(bytes, expected);
    mf_bytes_unref(bytes);
}

void assert_same(const mf_manifest *left, const mf_manifest *right, const char *what)
{
    mf_bytes *a = canonical_of(left);
    mf_bytes *b = canonical_of(right);
    mf_bytes *digests[2] = { NULL, NULL };

    ck_assert_msg(mf_bytes_size(a) == mf_bytes_size(b) &&
                      memcmp(mf_bytes_data(a), mf_bytes_data(b), mf_bytes_size(a)) == 0,
                  "%s:\n%.2000s\nis not\n%.2000s", what, (const char *)mf_bytes_data(a),
                  (const char *)mf_bytes_data(b));
    ck_assert_int_eq(mf_manifest_digest(left, &digests[0], NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_digest(right, &digests[1], NULL), MF_OK);
    ck_assert_str_eq(mf_bytes_data(digests[0]), mf_bytes_data(digests[1]));
    mf_bytes_unref(digests[0]);
    mf_bytes_unref(digests[1]);
    mf_bytes_unref(a);
    mf_bytes_unref(b);
}

void assert_survives(const mf_manifest *manifest, const char *what)
{
    static const mf_format formats[] = { MF_FORMAT_YAML, MF_FORMAT_JSON };

    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        mf_bytes *text = NULL;
        mf_error *error = NULL;
        mf_manifest *again;

        assert_ok(mf_manifest_write(manifest, formats[i], &text, &error), error);
        again = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), formats[i],
                             MF_PROFILE_DRAFT);
        assert_same(manifest, again, what);
        mf_manifest_unref(again);
        mf_bytes_unref(text);
    }
}

/* Everything a report says, for the message of a test that fails. */
static void describe(const mf_report *report, struct mf_buffer *buffer)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        mf_buffer_format(buffer, "  %u:%u %s '%s' found '%s' expected '%s' suggestion '%s': %s\n",
                         mf_finding_line(finding), mf_finding_column(finding), mf_finding_code(finding),
                         mf_finding_path(finding), mf_finding_found(finding), mf_finding_expected(finding),
                         mf_finding_suggestion(finding), mf_finding_message(finding));
    }
    mf_buffer_append_byte(buffer, '\0');
}

static bool is_text(const char *text, const char *expected)
{
    return expected == NULL || strcmp(text, expected) == 0;
}

static bool is_finding(const mf_finding *finding, const struct expected_finding *expected)
{
    return is_text(mf_finding_code(finding), expected->code) &&
           is_text(mf_finding_path(finding), expected->path) && mf_finding_line(finding) == expected->line &&
           mf_finding_column(finding) == expected->column &&
           is_text(mf_finding_found(finding), expected->found) &&
           is_text(mf_finding_expected(finding), expected->expected) &&
           is_text(mf_finding_suggestion(finding), expected->suggestion) &&
           *mf_finding_message(finding) != '\0';
}

void assert_findings(const mf_report *report, const struct expected_finding *expected, size_t count,
                     const char *what)
{
    struct mf_buffer said = MF_BUFFER_EMPTY;

    describe(report, &said);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(i < mf_report_count(report) && is_finding(mf_report_finding(report, i), &expected[i]),
                      "%s\nfinding %zu should be %u:%u %s '%s'; there are:\n%s", what, i, expected[i].line,
                      expected[i].column, expected[i].code, expected[i].path, said.data);
    }
    ck_assert_msg(mf_report_count(report) == count, "%s\nthere should be %zu findings:\n%s", what, count,
                  said.data);
    mf_buffer_release(&said);
}

void assert_refused(const char *text, mf_profile profile, const struct expected_finding *expected,
                    size_t count)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, profile);
    struct outcome outcome = read_text(mf_view_of(text), &options);

    ck_assert_msg(outcome.status == MF_ERROR_INVALID, "%s\n%s: %s", text, mf_status_name(outcome.status),
                  mf_error_message(outcome.error));
    assert_findings(outcome.report, expected, count, text);
    ck_assert_str_eq(mf_error_path(outcome.error), mf_finding_path(mf_report_finding(outcome.report, 0)));
    ck_assert_uint_eq(mf_error_line(outcome.error), expected[0].line);
    end_outcome(&outcome);
}

void assert_one_finding(const char *text, const char *code, const char *path, uint32_t line, uint32_t column)
{
    struct expected_finding expected = { code, path, line, column, NULL, NULL, NULL };

    assert_refused(text, MF_PROFILE_DRAFT, &expected, 1);
}

/* A path of a finding leads to a value, or to where one could be. */
static void append_path(struct mf_buffer *buffer, const mf_manifest *manifest, const char *path)
{
    mf_kind kind;
    mf_status status = mf_manifest_get_kind(manifest, path, &kind, NULL);

    ck_assert_msg(status == MF_OK || status == MF_ABSENT, "%s is no path of the format", path);
    mf_buffer_append_text(buffer, path);
}

static void append_findings(struct mf_buffer *buffer, const mf_manifest *manifest, const mf_report *report,
                            const char *family)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        if (strncmp(mf_finding_code(finding), family, strlen(family)) != 0) {
            continue;
        }
        mf_buffer_append_text(buffer, buffer->size == 0 ? "" : ", ");
        mf_buffer_append_text(buffer, mf_finding_code(finding));
        mf_buffer_append_byte(buffer, ' ');
        append_path(buffer, manifest, mf_finding_path(finding));
        for (size_t j = 0; j < mf_finding_related_count(finding); j++) {
            mf_buffer_append_text(buffer, " + ");
            append_path(buffer, manifest, mf_finding_related_path(finding, j));
        }
    }
    mf_buffer_append_byte(buffer, '\0');
}

void assert_rules_find(const struct rule_case *cases, size_t count, mf_profile profile, const char *family)
{
    mf_validate_options options = validation_for(profile);

    options.maximum_findings = 10000;
    for (size_t i = 0; i < count; i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct mf_buffer found = MF_BUFFER_EMPTY;
        mf_report *report = NULL;
        mf_manifest *manifest;
        mf_status status;

        mf_buffer_append_text(&text, "schema: manifest/v1\n");
        mf_buffer_append_text(&text, cases[i].piece);
        manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
        status = mf_manifest_validate(manifest, &options, &report, NULL);
        ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s", mf_status_name(status));
        append_findings(&found, manifest, report, family);
        ck_assert_msg(strcmp(found.data, cases[i].expected) == 0, "%.1000s\ngives '%.1000s', not '%s'",
                      cases[i].piece, found.data, cases[i].expected);
        mf_report_unref(report);
        mf_manifest_unref(manifest);
        mf_buffer_release(&text);
        mf_buffer_release(&found);
    }
}
