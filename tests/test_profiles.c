/* SPDX-License-Identifier: Apache-2.0 */
/* What the profiles ask of a manifest: fields, constraints, references. */
#include "documents.h"

#include <stdio.h>

#define V1 "schema: manifest/v1\n"

/* The frozen release of least size, changed in one place by a builder. */
static mf_manifest *changed_release(const char *path, const char *json, bool set)
{
    mf_bytes *text = source_file("tests/vectors/full.yaml");
    mf_manifest *release = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)),
                                        MF_FORMAT_YAML, MF_PROFILE_RELEASE);
    mf_builder *builder = NULL;
    mf_manifest *changed = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_builder_new_from(release, NULL, &builder, NULL), MF_OK);
    if (set) {
        assert_ok(mf_builder_set_json(builder, path, json, MF_ZERO_TERMINATED, &error), error);
    } else {
        assert_ok(mf_builder_remove(builder, path, &error), error);
    }
    assert_ok(mf_builder_build(builder, MF_PROFILE_DRAFT, &changed, NULL, &error), error);
    mf_builder_unref(builder);
    mf_manifest_unref(release);
    mf_bytes_unref(text);
    return changed;
}

/* Fails unless the changed release is a good draft and, as a release, has just this finding; NULL: none. */
static void assert_release(mf_manifest *manifest, const char *what, const char *code, const char *path)
{
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    assert_ok(require_profile(manifest, MF_PROFILE_DRAFT, &report, &error), error);
    ck_assert_uint_eq(mf_report_total(report), 0);
    mf_report_unref(report);
    report = NULL;
    status = require_profile(manifest, MF_PROFILE_RELEASE, &report, &error);
    ck_assert_msg(status == (code == NULL ? MF_OK : MF_ERROR_INVALID), "%s: %s", what,
                  mf_error_message(error));
    if (code != NULL) {
        struct expected_finding expected = { code, path, 0, 0, NULL, NULL, NULL };

        assert_findings(report, &expected, 1, what);
        ck_assert_int_eq(require_profile(manifest, MF_PROFILE_RELEASE, NULL, NULL), MF_ERROR_INVALID);
    }
    mf_report_unref(report);
    mf_error_unref(error);
    mf_manifest_unref(manifest);
}

START_TEST(releases_need_every_constraint_met)
{
    static const struct {
        const char *path;
        const char *json; /* NULL: removed */
        const char *code; /* NULL: still good */
        const char *at;
    } cases[] = {
        { "/release/expires", NULL, NULL, NULL },
        { "/release/description", NULL, "MF1301", "/release/description" },
        { "/acceptance/performance", NULL, NULL, NULL },
        { "/documents", NULL, NULL, NULL },
        { "/build/source/revision", NULL, "MF1301", "/build/source/revision" },
        { "/build/materials/added",
          "{\"name\": \"added\", \"kind\": \"code\", \"uri\": \"https://a.example/b\"}", "MF1304",
          "/build/materials/added" },
        { "/environment/variables/ADDED", "{}", "MF1304", "/environment/variables/ADDED" },
        { "/environment/variables/ADDED", "{\"value\": \"\"}", NULL, NULL },
        { "/dependencies/compatibility/gpu", "{\"reason\": \"x\"}", "MF1304",
          "/dependencies/compatibility/gpu" },
        { "/rollout/rollback", "{\"mode\": \"manual\"}", "MF1304", "/rollout/rollback" },
        { "/rollout/rollback", "{\"mode\": \"manual\", \"first_release\": false}", "MF1304",
          "/rollout/rollback" },
        { "/rollout/rollback", "{\"mode\": \"manual\", \"first_release\": true}", NULL, NULL },
        { "/acceptance/tests/added",
          "{\"description\": \"x\", \"method\": \"metric\", \"input\": \"weights\", \"metric\": \"auc\"}",
          "MF1305", "/acceptance/tests/added" },
        { "/acceptance/tests/added",
          "{\"description\": \"x\", \"method\": \"metric\", \"input\": \"weights\", \"minimum\": 1}",
          "MF1305", "/acceptance/tests/added" },
        { "/acceptance/tests/added",
          "{\"description\": \"x\", \"method\": \"exact\", \"input\": \"weights\"}", "MF1305",
          "/acceptance/tests/added" },
        { "/acceptance/tests/added",
          "{\"description\": \"x\", \"method\": \"close\", \"input\": \"weights\", \"output\": \"weights\"}",
          "MF1305", "/acceptance/tests/added" },
        { "/acceptance/tests/added",
          "{\"description\": \"x\", \"method\": \"close\", \"input\": \"weights\", \"absolute\": 1}",
          "MF1305", "/acceptance/tests/added" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_release(changed_release(cases[i].path, cases[i].json, cases[i].json != NULL), cases[i].path,
                       cases[i].code, cases[i].at);
    }
}
END_TEST

/* Fields that exclude each other are refused in drafts too, so a builder makes no such manifest. */
START_TEST(drafts_refuse_fields_that_exclude_each_other)
{
    static const struct {
        const char *text;
        const char *path;
    } cases[] = {
        { "build: {materials: [{name: a, digest: \"sha256:"
          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", revision: "
          "0123456789abcdef0123456789abcdef01234567}]}",
          "/build/materials/a" },
        { "environment: {variables: [{name: A, value: b, secret: c}]}", "/environment/variables/A" },
        { "environment: {process: {probes: [{name: startup, path: a, command: [b]}]}}",
          "/environment/process/probes/startup" },
        { "dependencies: {compatibility: [{component: gpu, range: '>=1', one_of: [a]}]}",
          "/dependencies/compatibility/gpu" },
        { "services: [{name: a, endpoint: \"https://a.example\", parameter: b}]", "/services/a" },
        { "rollout: {rollback: {first_release: true, target: \"sha256:"
          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}}",
          "/rollout/rollback" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct outcome outcome;

        mf_buffer_append_text(&text, V1);
        mf_buffer_append_text(&text, cases[i].text);
        outcome = read_text(mf_buffer_view(&text), NULL);
        ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
        ck_assert_uint_eq(mf_report_total(outcome.report), 1);
        ck_assert_str_eq(mf_finding_code(mf_report_finding(outcome.report, 0)), "MF1303");
        ck_assert_str_eq(mf_finding_path(mf_report_finding(outcome.report, 0)), cases[i].path);
        end_outcome(&outcome);
        mf_buffer_release(&text);
    }
}
END_TEST

/* Every field that refers to an entry elsewhere, with a name that is none. Sets take it under its own name. */
static const char *const references[] = {
    "/release/created_by",
    "/build/evaluations/auc-holdout/data",
    "/environment/process/probes/liveness/port",
    "/dependencies/packages/pkg:pypi~1numpy@1.26.4/source",
    "/dependencies/packages/pkg:pypi~1numpy@1.26.4/lockfile",
    "/observability/logging/destination",
    "/observability/tracing/destination",
    "/acceptance/tests/*/input",
    "/acceptance/tests/*/output",
    "/governance/identities/*/provider",
    "/governance/approvals/*/role",
    "/observability/metrics/*/publish",
    "/observability/signals/*/metric",
    "/observability/signals/*/over",
    "/observability/alerts/*/notify",
    "/services/*/parameter",
    "/environment/variables/*/secret",
    "/build/steps/0/uses/-",
    "/build/steps/0/produces/-",
    "/artifacts/*/derived_from/-",
    "/rollout/steps/0/require/-",
    "/governance/roles/*/members/-",
    "/services/*/authentication/secrets/-",
};

/* Replaces `*` in a path by the key of an entry that has what comes behind it. False if there is none. */
static bool fill_star(mf_manifest *manifest, const char *path, char *filled, size_t size)
{
    const char *star = strchr(path, '*');
    char set[200];
    mf_cursor *cursor = NULL;
    bool found = false;

    if (star == NULL) {
        (void)snprintf(filled, size, "%s", path);
        return true;
    }
    (void)snprintf(set, sizeof set, "%.*s", (int)(star - path - 1), path);
    ck_assert_int_eq(mf_manifest_walk(manifest, set, &cursor, NULL), MF_OK);
    while (!found && mf_cursor_next(cursor)) {
        mf_kind kind;
        char rest[200];

        (void)snprintf(rest, sizeof rest, "%s", star + 1);
        if (strlen(rest) > 2 && strcmp(rest + strlen(rest) - 2, "/-") == 0) {
            rest[strlen(rest) - 2] = '\0';
        }
        found = mf_cursor_get_kind(cursor, rest, &kind, NULL) == MF_OK;
        if (found) {
            (void)snprintf(filled, size, "%s/%s%s", set, mf_cursor_key(cursor), star + 1);
        }
    }
    mf_cursor_unref(cursor);
    return found;
}

START_TEST(releases_refer_only_to_what_is_there)
{
    mf_bytes *text = source_file("tests/vectors/full.yaml");
    mf_manifest *full = must_read_as(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), MF_FORMAT_YAML,
                                     MF_PROFILE_RELEASE);

    for (size_t i = 0; i < COUNT_OF(references); i++) {
        char path[300];
        size_t end;
        bool listed;
        mf_builder *builder = NULL;
        mf_manifest *changed = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;

        if (!fill_star(full, references[i], path, sizeof path)) {
            ck_abort_msg("no entry has %s", references[i]);
        }
        end = strlen(path);
        listed = strcmp(path + end - 2, "/-") == 0;
        if (listed) {
            path[end - 2] = '\0';
        }
        ck_assert_int_eq(mf_builder_new_from(full, NULL, &builder, NULL), MF_OK);
        if (listed) {
            assert_ok(mf_builder_append_text(builder, path, "no-such-thing", MF_ZERO_TERMINATED, &error),
                      error);
            (void)snprintf(path + end - 2, sizeof path - end + 2, "/no-such-thing");
        } else {
            assert_ok(mf_builder_set_text(builder, path, "no-such-thing", MF_ZERO_TERMINATED, &error), error);
        }
        assert_ok(mf_builder_build(builder, MF_PROFILE_DRAFT, &changed, NULL, &error), error);
        ck_assert_msg(require_profile(changed, MF_PROFILE_RELEASE, &report, NULL) == MF_ERROR_INVALID, "%s",
                      path);
        ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)), "MF1306");
        ck_assert_str_eq(mf_finding_path(mf_report_finding(report, 0)), path);
        ck_assert_str_eq(mf_finding_found(mf_report_finding(report, 0)), "no-such-thing");
        ck_assert_uint_eq(mf_report_total(report), 1);
        mf_report_unref(report);
        mf_manifest_unref(changed);
        mf_builder_unref(builder);
    }
    mf_manifest_unref(full);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("profiles");
    TCase *tcase = tcase_create("profiles");

    tcase_add_test(tcase, releases_need_every_constraint_met);
    tcase_add_test(tcase, drafts_refuse_fields_that_exclude_each_other);
    tcase_add_test(tcase, releases_refer_only_to_what_is_there);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
