/* SPDX-License-Identifier: Apache-2.0 */
/* What <libmanifest/libmanifest.h> promises of every function: that a missing object harms nobody. */
#include "harness.h"

#include <libmanifest/libmanifest.h>

START_TEST(accessors_answer_nothing_for_null)
{
    const char *const texts[] = {
        mf_error_message(NULL),
        mf_error_path(NULL),
        mf_bytes_data(NULL),
        mf_finding_code(NULL),
        mf_finding_source(NULL),
        mf_finding_path(NULL),
        mf_finding_message(NULL),
        mf_finding_found(NULL),
        mf_finding_expected(NULL),
        mf_finding_suggestion(NULL),
        mf_rule_code(NULL),
        mf_rule_profile(NULL),
        mf_rule_section(NULL),
        mf_rule_title(NULL),
        mf_finding_related_source(NULL, 0),
        mf_finding_related_path(NULL, 0),
        mf_finding_related_note(NULL, 0),
        mf_key_id(NULL),
        mf_configuration_manifest(NULL),
        mf_configuration_release(NULL),
        mf_setting_name(NULL),
        mf_setting_type(NULL),
        mf_setting_value(NULL),
        mf_setting_label(NULL),
        mf_setting_superseded_value(NULL, 0),
        mf_setting_superseded_label(NULL, 0),
        mf_verified_digest(NULL),
        mf_verified_payload_type(NULL),
    };
    const void *const objects[] = {
        mf_report_finding(NULL, 0),
        mf_rule_at(SIZE_MAX),
        mf_key_public(NULL),
        mf_cursor_key(NULL),
        mf_verified_manifest(NULL),
        mf_verified_payload(NULL),
        mf_verified_signer(NULL, 0),
        mf_configuration_setting(NULL, 0),
        mf_configuration_find(NULL, "a"),
    };
    const uint64_t numbers[] = {
        mf_bytes_size(NULL),
        mf_report_count(NULL),
        mf_report_total(NULL),
        mf_report_count_severity(NULL, MF_SEVERITY_NOTE),
        mf_error_line(NULL),
        mf_error_column(NULL),
        mf_error_offset(NULL),
        mf_finding_line(NULL),
        mf_finding_column(NULL),
        mf_finding_offset(NULL),
        mf_verified_signer_count(NULL),
        mf_configuration_count(NULL),
        mf_setting_superseded_count(NULL),
        mf_verified_threshold(NULL),
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_msg(texts[i] != NULL && *texts[i] == '\0', "text %zu", i);
    }
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        ck_assert_msg(objects[i] == NULL, "object %zu", i);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ck_assert_msg(numbers[i] == 0, "number %zu", i);
    }
    ck_assert_int_eq(mf_error_code(NULL), MF_OK);
    ck_assert_int_eq(mf_finding_severity(NULL), 0);
    ck_assert_int_eq(mf_finding_is_concealed(NULL), 0);
    ck_assert_int_eq(mf_setting_origin(NULL), MF_ORIGIN_UNKNOWN);
    ck_assert_int_eq(mf_setting_superseded_origin(NULL, 0), MF_ORIGIN_UNKNOWN);
    ck_assert_int_eq(mf_rule_severity(NULL), 0);
    ck_assert_int_eq(mf_key_can_sign(NULL), 0);
    ck_assert_int_eq(mf_cursor_next(NULL), 0);
}
END_TEST

START_TEST(references_take_null)
{
    ck_assert_ptr_null(mf_bytes_ref(NULL));
    ck_assert_ptr_null(mf_bytes_unref(NULL));
    ck_assert_ptr_null(mf_report_ref(NULL));
    ck_assert_ptr_null(mf_report_unref(NULL));
    ck_assert_ptr_null(mf_manifest_ref(NULL));
    ck_assert_ptr_null(mf_manifest_unref(NULL));
    ck_assert_ptr_null(mf_overrides_ref(NULL));
    ck_assert_ptr_null(mf_overrides_unref(NULL));
    ck_assert_ptr_null(mf_configuration_ref(NULL));
    ck_assert_ptr_null(mf_configuration_unref(NULL));
    ck_assert_ptr_null(mf_rules_ref(NULL));
    ck_assert_ptr_null(mf_rules_unref(NULL));
    ck_assert_ptr_null(mf_key_ref(NULL));
    ck_assert_ptr_null(mf_key_unref(NULL));
    ck_assert_ptr_null(mf_verified_ref(NULL));
    ck_assert_ptr_null(mf_verified_unref(NULL));
    ck_assert_ptr_null(mf_error_unref(NULL));
    ck_assert_ptr_null(mf_cursor_unref(NULL));
    ck_assert_ptr_null(mf_builder_unref(NULL));
}
END_TEST

START_TEST(calls_refuse_null)
{
    const mf_status statuses[] = {
        mf_bytes_read_file(NULL, 0, NULL, NULL),
        mf_file_write(NULL, 1, NULL, 0, NULL),
        mf_json_canonicalize(NULL, 1, 0, NULL, NULL),
        mf_manifest_validate(NULL, NULL, NULL, NULL),
        mf_rules_read(NULL, 1, NULL, NULL, NULL, NULL),
        mf_overrides_read(NULL, 1, NULL, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
        mf_overrides_from_text(NULL, 1, MF_ORIGIN_STAGE, "x", NULL, NULL, NULL),
        mf_configuration_resolve(NULL, NULL, 0, NULL, NULL, NULL, NULL),
        mf_configuration_read(NULL, 1, NULL, NULL, NULL, NULL),
        mf_configuration_write(NULL, MF_CONFIGURATION_YAML, NULL, NULL),
        mf_configuration_canonical(NULL, NULL, NULL),
        mf_configuration_digest(NULL, NULL, NULL),
        mf_setting_get_int(NULL, NULL, NULL),
        mf_setting_get_number(NULL, NULL, NULL),
        mf_setting_get_bool(NULL, NULL, NULL),
        mf_manifest_write(NULL, MF_FORMAT_YAML, NULL, NULL),
        mf_manifest_canonical(NULL, NULL, NULL),
        mf_manifest_digest(NULL, NULL, NULL),
        mf_manifest_get_kind(NULL, "", NULL, NULL),
        mf_manifest_get_text(NULL, "", NULL, NULL, NULL),
        mf_manifest_get_int(NULL, "", NULL, NULL),
        mf_manifest_get_number(NULL, "", NULL, NULL),
        mf_manifest_get_bool(NULL, "", NULL, NULL),
        mf_manifest_count(NULL, "", NULL, NULL),
        mf_manifest_get_json(NULL, "", NULL, NULL),
        mf_manifest_position(NULL, "", NULL, NULL, NULL, NULL, NULL),
        mf_manifest_walk(NULL, "", NULL, NULL),
        mf_cursor_get_kind(NULL, "", NULL, NULL),
        mf_cursor_get_text(NULL, "", NULL, NULL, NULL),
        mf_cursor_get_int(NULL, "", NULL, NULL),
        mf_cursor_get_number(NULL, "", NULL, NULL),
        mf_cursor_get_bool(NULL, "", NULL, NULL),
        mf_cursor_walk(NULL, "", NULL, NULL),
        mf_text_set(NULL, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL),
        mf_schema_json(NULL, NULL, NULL),
        mf_report_json(NULL, NULL, NULL, NULL),
        mf_builder_new(NULL, NULL, NULL),
        mf_builder_new_from(NULL, NULL, NULL, NULL),
        mf_builder_set_text(NULL, "", "", 0, NULL),
        mf_builder_set_int(NULL, "", 0, NULL),
        mf_builder_set_number(NULL, "", 0, NULL),
        mf_builder_set_bool(NULL, "", 0, NULL),
        mf_builder_set_json(NULL, "", "", 0, NULL),
        mf_builder_append_json(NULL, "", "", 0, NULL),
        mf_builder_append_text(NULL, "", "", 0, NULL),
        mf_builder_remove(NULL, "", NULL),
        mf_builder_build(NULL, MF_PROFILE_DRAFT, NULL, NULL, NULL),
        mf_key_generate(NULL, NULL),
        mf_key_read(NULL, 0, NULL, NULL),
        mf_key_read_file(NULL, NULL, NULL),
        mf_key_new_public(NULL, MF_KEY_PUBLIC_SIZE, NULL, NULL),
        mf_key_new_signer(NULL, MF_KEY_PUBLIC_SIZE, NULL, NULL, NULL, NULL),
        mf_key_write_public(NULL, NULL, NULL),
        mf_key_write_secret(NULL, NULL, NULL),
        mf_manifest_statement(NULL, NULL, NULL),
        mf_manifest_sign(NULL, NULL, 0, NULL, NULL, NULL, NULL),
        mf_envelope_sign(NULL, 0, NULL, 0, NULL, NULL, NULL, NULL),
        mf_envelope_verify(NULL, 0, NULL, 0, NULL, NULL, NULL, NULL),
        mf_envelope_verify_any(NULL, 0, NULL, 0, NULL, NULL, NULL),
    };

    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        ck_assert_msg(statuses[i] == MF_ERROR_ARGUMENT, "call %zu gives %s", i, mf_status_name(statuses[i]));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *tcase = tcase_create("api");

    tcase_add_test(tcase, accessors_answer_nothing_for_null);
    tcase_add_test(tcase, references_take_null);
    tcase_add_test(tcase, calls_refuse_null);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
