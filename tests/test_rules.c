/* SPDX-License-Identifier: Apache-2.0 */
/* The rules as a whole: every example of the catalogue, where findings point, and what the options do. */
#include "documents.h"

#include "catalogue.h"
#include "report/registry.h"
#include "value/timestamp.h"

#include <stdlib.h>

enum { ENTRY_COUNT = sizeof catalogue_entries / sizeof catalogue_entries[0] };

static bool has(const mf_report *report, const char *code)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        if (strcmp(mf_finding_code(mf_report_finding(report, i)), code) == 0) {
            return true;
        }
    }
    return false;
}

/* A path of a finding leads to a value, or to where one could be. */
static void assert_leads_somewhere(const mf_manifest *manifest, const char *path, const char *code)
{
    mf_kind kind;
    mf_status status = mf_manifest_get_kind(manifest, path, &kind, NULL);

    ck_assert_msg(status == MF_OK || status == MF_ABSENT, "%s names %s, which is no path of the format", code,
                  path);
}

static void check_paths(const mf_manifest *manifest, const mf_report *report, bool positions)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        assert_leads_somewhere(manifest, mf_finding_path(finding), mf_finding_code(finding));
        ck_assert_msg(!positions || mf_finding_line(finding) > 0, "%s has no line", mf_finding_code(finding));
        for (size_t j = 0; j < mf_finding_related_count(finding); j++) {
            assert_leads_somewhere(manifest, mf_finding_related_path(finding, j), mf_finding_code(finding));
            ck_assert_str_ne(mf_finding_related_note(finding, j), "");
            ck_assert(!positions || mf_finding_related_line(finding, j) > 0);
        }
    }
}

/* What validation finds in a piece of a manifest. */
static mf_report *judge(const struct catalogue_entry *entry, const char *piece)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    mf_rules *rules = *entry->rules == '\0' ? NULL : must_read_rules(entry->rules);
    mf_manifest *manifest;
    mf_report *report = NULL;
    mf_status status;

    mf_buffer_append_text(&text, "schema: manifest/v1\n");
    mf_buffer_append_text(&text, piece);
    options.maximum_findings = 10000;
    ck_assert(*entry->at == '\0' || mf_timestamp_parse(mf_view_of(entry->at), &options.time));
    options.rules = rules;
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    status = mf_manifest_validate(manifest, &options, &report, NULL);
    ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s: %s", entry->code,
                  mf_status_name(status));
    check_paths(manifest, report, true);
    mf_manifest_unref(manifest);
    mf_rules_unref(rules);
    mf_buffer_release(&text);
    return report;
}

/* What is found in a lock file. */
static mf_report *judge_lock(const struct catalogue_entry *entry, const char *text)
{
    mf_lock_options options;
    mf_report *report = NULL;
    mf_status status;

    mf_lock_options_init(&options, sizeof options);
    options.format = entry->lock;
    status = mf_lock_read(text, MF_ZERO_TERMINATED, &options, NULL, &report, NULL);
    ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s: %s", entry->code,
                  mf_status_name(status));
    for (size_t i = 0; i < mf_report_count(report); i++) {
        ck_assert_uint_gt(mf_finding_line(mf_report_finding(report, i)), 0);
    }
    return report;
}

static mf_report *judge_example(const struct catalogue_entry *entry, const char *text)
{
    return *entry->lock == '\0' ? judge(entry, text) : judge_lock(entry, text);
}

START_TEST(every_example_of_the_catalogue_is_true)
{
    const struct catalogue_entry *entry = &catalogue_entries[_i];
    mf_report *report;

    ck_assert_str_eq(entry->code, mf_rule_code(mf_rule_at((size_t)_i)));
    if (*entry->bad == '\0') {
        return;
    }
    report = judge_example(entry, entry->bad);
    ck_assert_msg(has(report, entry->code), "%s does not fire on its bad example", entry->code);
    mf_report_unref(report);
    report = judge_example(entry, entry->good);
    ck_assert_msg(!has(report, entry->code), "%s fires on its good example", entry->code);
    mf_report_unref(report);
}
END_TEST

START_TEST(the_catalogue_and_the_registry_are_one)
{
    ck_assert_uint_eq(mf_rule_count(), ENTRY_COUNT);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        unsigned long number = strtoul(mf_rule_code(mf_rule_at(i)) + 2, NULL, 10);

        ck_assert_str_eq(catalogue_entries[i].code, mf_rule_code(mf_rule_at(i)));
        ck_assert_str_ne(catalogue_entries[i].why, "");
        ck_assert_uint_eq(mf_rule_index((uint32_t)number), i);
        ck_assert(!mf_rule_is_of_rules(mf_rule_at(i)) || *catalogue_entries[i].bad != '\0');
    }
    ck_assert_uint_eq(mf_rule_index(1), MF_RULE_COUNT);
    ck_assert_uint_eq(mf_rule_index(1011), MF_RULE_COUNT);
    ck_assert_uint_eq(mf_rule_index(UINT32_MAX), MF_RULE_COUNT);
}
END_TEST

/* Findings name every value that is involved, with path and position. */
START_TEST(findings_name_every_value_involved)
{
    mf_manifest *manifest = must_read("schema: manifest/v1\n"
                                      "environment:\n"
                                      "  resources:\n"
                                      "    cpu: {limit: 500m, request: 1}\n");
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);
    mf_report *report = NULL;
    mf_error *error = NULL;
    const mf_finding *finding;

    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, &error), MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_count(report), 1);
    finding = mf_report_finding(report, 0);
    ck_assert_str_eq(mf_finding_code(finding), "MF2401");
    ck_assert_str_eq(mf_finding_path(finding), "/environment/resources/cpu/request");
    ck_assert_uint_eq(mf_finding_line(finding), 4);
    ck_assert_uint_eq(mf_finding_column(finding), 33);
    ck_assert_str_eq(mf_finding_found(finding), "1");
    ck_assert_uint_eq(mf_finding_related_count(finding), 1);
    ck_assert_str_eq(mf_finding_related_path(finding, 0), "/environment/resources/cpu/limit");
    ck_assert_str_eq(mf_finding_related_note(finding, 0), "the limit");
    ck_assert_uint_eq(mf_finding_related_line(finding, 0), 4);
    ck_assert_uint_eq(mf_finding_related_column(finding, 0), 18);
    ck_assert_uint_eq(mf_finding_related_offset(finding, 0), 63);
    ck_assert_str_eq(mf_finding_related_path(finding, 1), "");
    ck_assert_str_eq(mf_error_path(error), "/environment/resources/cpu/request");
    mf_error_unref(error);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
}
END_TEST

/* One report holds what is wrong with the form and, where that is sound, what the rules find; a missing field does not hide those. */
START_TEST(a_text_is_judged_as_a_whole)
{
    static const char lacking[] = "schema: manifest/v1\n"
                                  "environment: {resources: {cpu: {limit: 500m, request: 1}}}\n";
    static const char broken[] = "schema: manifest/v1\n"
                                 "x: 1\n"
                                 "environment: {resources: {cpu: {limit: 500m, request: 1}}}\n";
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;

    ck_assert_int_eq(mf_text_validate(lacking, MF_ZERO_TERMINATED, NULL, NULL, &manifest, &report, NULL),
                     MF_ERROR_INVALID);
    ck_assert_ptr_null(manifest);
    ck_assert(has(report, "MF1301"));
    ck_assert(has(report, "MF2401"));
    report = mf_report_unref(report);
    ck_assert_int_eq(mf_text_validate(broken, MF_ZERO_TERMINATED, NULL, &options, &manifest, &report, NULL),
                     MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_total(report), 1);
    ck_assert(has(report, "MF1101"));
    report = mf_report_unref(report);
    ck_assert_int_eq(
        mf_text_validate("schema: manifest/v1", MF_ZERO_TERMINATED, NULL, &options, &manifest, &report, NULL),
        MF_OK);
    ck_assert_ptr_nonnull(manifest);
    ck_assert_uint_eq(mf_report_total(report), 0);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    ck_assert_int_eq(mf_text_validate(NULL, 1, NULL, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    options.profile = 3;
    ck_assert_int_eq(mf_text_validate("", 0, NULL, &options, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_text_validate("", 0, NULL, NULL, NULL, NULL, NULL), MF_ERROR_INVALID);
}
END_TEST

START_TEST(the_example_release_has_no_finding)
{
    mf_bytes *text = source_file("examples/iris-classifier/manifest.yaml");
    mf_manifest *manifest = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)),
                                         MF_FORMAT_YAML, MF_PROFILE_RELEASE);
    mf_report *report = NULL;

    ck_assert_int_eq(mf_manifest_validate(manifest, NULL, &report, NULL), MF_OK);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        ck_abort_msg("%s %s: %s", mf_finding_code(finding), mf_finding_path(finding),
                     mf_finding_message(finding));
    }
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules");
    TCase *tests = tcase_create("rules");

    tcase_add_loop_test(tests, every_example_of_the_catalogue_is_true, 0, ENTRY_COUNT);
    tcase_add_test(tests, the_catalogue_and_the_registry_are_one);
    tcase_add_test(tests, findings_name_every_value_involved);
    tcase_add_test(tests, a_text_is_judged_as_a_whole);
    tcase_add_test(tests, the_example_release_has_no_finding);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
