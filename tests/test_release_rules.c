/* SPDX-License-Identifier: Apache-2.0 */
/* Rules where releases are signed: whoever signs judges by the rules file of his own, whoever verifies by none. */
#include "documents.h"
#include "signing.h"

static mf_rules *strict;
static mf_rules *lenient;

static void set_up(void)
{
    static const char conventions[] = "conventions: {release_ids: [no-such-*]}\n";

    make_release();
    strict = rules_but("MF3101", conventions);
    lenient = rules_but("", conventions);
}

static void tear_down(void)
{
    lenient = mf_rules_unref(lenient);
    strict = mf_rules_unref(strict);
    end_release();
}

static mf_sign_options with_rules(const mf_rules *rules)
{
    mf_sign_options options;

    mf_sign_options_init(&options, sizeof options);
    options.rules = rules;
    return options;
}

/* The call refused, and said which rule it is and where. */
static void assert_refused_by_rule(mf_status status, mf_report *report)
{
    ck_assert_int_eq(status, MF_ERROR_INVALID);
    ck_assert_uint_eq(mf_report_count(report), 1);
    ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)), "MF3101");
    ck_assert_str_eq(mf_finding_path(mf_report_finding(report, 0)), "/release/id");
    mf_report_unref(report);
}

START_TEST(who_signs_first_judges)
{
    mf_sign_options options = with_rules(strict);
    mf_bytes *envelope = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_manifest_sign(minimal, keys, 1, &options, &envelope, &report, NULL);

    assert_refused_by_rule(status, report);
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 1, &options, &envelope, NULL, NULL), MF_ERROR_INVALID);
    ck_assert_ptr_null(envelope);
    report = NULL;
    options = with_rules(lenient);
    assert_ok(mf_manifest_sign(minimal, keys, 1, &options, &envelope, &report, &error), error);
    ck_assert_ptr_null(report);
    mf_bytes_unref(envelope);
}
END_TEST

START_TEST(who_adds_a_signature_judges_again)
{
    mf_bytes *envelope = sign_release(minimal, 1);
    const void *text = mf_bytes_data(envelope);
    size_t size = mf_bytes_size(envelope);
    mf_sign_options options = with_rules(strict);
    mf_bytes *more = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_envelope_sign(text, size, keys + 1, 1, &options, &more, &report, NULL);

    assert_refused_by_rule(status, report);
    ck_assert_int_eq(mf_envelope_sign(text, size, keys + 1, 1, &options, &more, NULL, NULL),
                     MF_ERROR_INVALID);
    ck_assert_ptr_null(more);
    report = NULL;
    options = with_rules(lenient);
    assert_ok(mf_envelope_sign(text, size, keys + 1, 1, &options, &more, &report, &error), error);
    ck_assert_ptr_null(report);
    mf_bytes_unref(more);
    mf_bytes_unref(envelope);
}
END_TEST

START_TEST(rules_switch_no_requirement_off)
{
    static const char text[] = "schema: manifest/v1\nrelease:\n  id: early\n";
    mf_manifest *draft = read_manifest(text, sizeof text - 1);
    mf_sign_options options = with_rules(lenient);
    mf_bytes *envelope = NULL;

    ck_assert_int_eq(mf_manifest_sign(draft, keys, 1, &options, &envelope, NULL, NULL), MF_ERROR_INVALID);
    ck_assert_ptr_null(envelope);
    mf_manifest_unref(draft);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("release_rules");
    TCase *tests = tcase_create("rules");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, who_signs_first_judges);
    tcase_add_test(tests, who_adds_a_signature_judges_again);
    tcase_add_test(tests, rules_switch_no_requirement_off);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
