/* SPDX-License-Identifier: Apache-2.0 */
/* MF29xx, secrets: in every field, never shown; where they are kept, and when they are replaced. */
#include "documents.h"

static mf_report *judge(const char *piece, mf_profile profile)
{
    mf_validate_options options = validation_for(profile);

    return judge_piece(piece, &options);
}

/* Findings of other rules than these are not looked at: a piece lacks much. */
static void assert_found(const char *piece, const char *code, const char *path)
{
    mf_report *report = judge(piece, MF_PROFILE_RELEASE);
    size_t count = 0;

    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        if (strncmp(mf_finding_code(finding), "MF290", 5) == 0 &&
            strcmp(mf_finding_code(finding), "MF2905") < 0) {
            ck_assert_msg(path != NULL && strcmp(mf_finding_code(finding), code) == 0 &&
                              strcmp(mf_finding_path(finding), path) == 0,
                          "%s: %s %s", piece, mf_finding_code(finding), mf_finding_path(finding));
            count++;
        }
    }
    ck_assert_msg(count == (path != NULL), "%s: %zu findings", piece, count);
    mf_report_unref(report);
}

/* Of a draft too; the secret is the same word everywhere, so that a leak of it is easily told. */
static const struct {
    const char *piece;
    struct expected_finding finding;
} hidden[] = {
    { "release: {description: 'try password=Tr0ub4dor in the sandbox'}",
      { "MF2901", "/release/description", 2, 24, "", NULL, NULL } },
    { "release: {changes: \"one\\n  password: Tr0ub4dor\\n\"}",
      { "MF2901", "/release/changes", 2, 20, "", NULL, NULL } },
    { "release: {labels: [{name: db-password, value: Tr0ub4dor}]}",
      { "MF2901", "/release/labels/db-password/value", 2, 47, "", NULL, NULL } },
    { "release: {owner: {contact: 'https://a:Tr0ub4dor@chat.example/x'}}",
      { "MF2901", "/release/owner/contact", 2, 28, "", NULL, NULL } },
    { "build: {source: {repository: 'https://ci:Tr0ub4dor@git.example/x'}}",
      { "MF2901", "/build/source/repository", 2, 30, "", NULL, NULL } },
    { "build: {steps: [{command: [train, --password, Tr0ub4dor]}]}",
      { "MF2901", "/build/steps/0/command/2", 2, 47, "", NULL, NULL } },
    { "environment: {process: {arguments: ['--db-password=Tr0ub4dor']}}",
      { "MF2901", "/environment/process/arguments/0", 2, 37, "", NULL, NULL } },
    { "environment: {variables: [{name: DB_PASSWORD, value: Tr0ub4dor}]}",
      { "MF2901", "/environment/variables/DB_PASSWORD/value", 2, 54, "", NULL, NULL } },
    { "environment: {variables: [{name: DSN, value: 'pg://a:Tr0ub4dor@db'}]}",
      { "MF2901", "/environment/variables/DSN/value", 2, 46, "", NULL, NULL } },
    { "configuration: {parameters: [{name: password, type: string, default: Tr0ub4dor}]}",
      { "MF2901", "/configuration/parameters/password/default", 2, 70, "", NULL, NULL } },
    /* The path of an entry of a set would show it. */
    { "configuration: {parameters: [{name: password, type: string, choices: [Tr0ub4dor]}]}",
      { "MF2901", "/configuration/parameters/password/choices", 2, 70, "", NULL, NULL } },
    { "observability: {logging: {fields: ['password=Tr0ub4dor']}}",
      { "MF2901", "/observability/logging/fields", 2, 35, "", NULL, NULL } },
    { "governance: {secrets: [{name: a, reference: 'vault://a:Tr0ub4dor@kv/x'}]}",
      { "MF2901", "/governance/secrets/a/reference", 2, 45, "", NULL, NULL } },
    { "governance: {approvals: [{name: a, expression: \"stage == 'password=Tr0ub4dor'\"}]}",
      { "MF2901", "/governance/approvals/a/expression", 2, 48, "", NULL, NULL } },
    { "extensions: [{name: a, content: '{\"password\": \"Tr0ub4dor\"}'}]",
      { "MF2901", "/extensions/a/content", 2, 33, "", NULL, NULL } },
    { "extensions: [{name: password, content: Tr0ub4dor}]",
      { "MF2901", "/extensions/password/content", 2, 40, "", NULL, NULL } },
};

/* In no message, path, JSON or error stands more of it than its beginning. */
START_TEST(secrets_are_found_everywhere_and_shown_nowhere)
{
    mf_report *report = judge(hidden[_i].piece, MF_PROFILE_DRAFT);
    mf_bytes *json = NULL;

    assert_findings(report, &hidden[_i].finding, 1, hidden[_i].piece);
    ck_assert_int_eq(mf_report_json(report, "file.yaml", &json, NULL), MF_OK);
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "Tr0"));
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(json), "(T\xe2\x80\xa6)"));
    ck_assert_int_eq(mf_finding_is_concealed(mf_report_finding(report, 0)), 1);
    mf_bytes_unref(json);
    mf_report_unref(report);
}
END_TEST

static size_t count_concealed(const mf_report *report)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_report_count(report); i++) {
        count += mf_finding_is_concealed(mf_report_finding(report, i)) == 1;
    }
    return count;
}

/* Three rules speak of one value; only one knows that it is secret. */
START_TEST(findings_about_one_value_keep_it_together)
{
    mf_report *report = judge(
        "environment: {variables: [{name: PASSWORD, value: \"Tr0ub\\u00a0\\u200b4dor\"}]}", MF_PROFILE_DRAFT);
    mf_bytes *json = NULL;

    ck_assert_uint_eq(mf_report_count(report), 3);
    ck_assert_uint_eq(count_concealed(report), 3);
    ck_assert_int_eq(mf_report_json(report, "file.yaml", &json, NULL), MF_OK);
    ck_assert_ptr_null(strstr(mf_bytes_data(json), "Tr0ub"));
    mf_bytes_unref(json);
    mf_report_unref(report);
}
END_TEST

/* Who writes the secret where its name or address belongs gets another finding, which does not show it either. Made in two parts,
 * so that there is no token in this file. */
START_TEST(other_findings_do_not_repeat_secrets)
{
    static const char *const pieces[] = {
        "governance: {secrets: [{name: a, reference: %s}]}",
        "environment: {variables: [{name: A, secret: %s}]}",
        "release: {created: %s}",
        "release: {owner: {contact: 'not a uri but password=%s'}}",
        "governance: {classification: %s}",
    };

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;
        struct outcome outcome;
        mf_read_options options = options_for(MF_FORMAT_YAML, MF_PROFILE_RELEASE);
        mf_bytes *json = NULL;
        const char *token = "ghp_"
                            "kX3vQ9mZ2pR7wT1yB8nL5cF4sD6gH0jKqWeA";

        mf_buffer_append_text(&text, "schema: manifest/v1\n");
        for (const char *at = pieces[i]; *at != '\0'; at++) {
            if (at[0] == '%' && at[1] == 's') {
                mf_buffer_append_text(&text, token);
                at++;
            } else {
                mf_buffer_append_byte(&text, *at);
            }
        }
        outcome = read_text(mf_buffer_view(&text), &options);
        ck_assert_int_eq(outcome.status, MF_ERROR_INVALID);
        ck_assert_int_eq(mf_report_json(outcome.report, "file.yaml", &json, NULL), MF_OK);
        ck_assert_msg(strstr(mf_bytes_data(json), "ghp_\xe2\x80\xa6") != NULL, "%s", pieces[i]);
        ck_assert_msg(strstr(mf_bytes_data(json), "ghp_k") == NULL, "%s", pieces[i]);
        ck_assert_ptr_null(strstr(mf_error_message(outcome.error), "ghp_k"));
        ck_assert_uint_eq(count_concealed(outcome.report), 1);
        mf_bytes_unref(json);
        end_outcome(&outcome);
        mf_buffer_release(&text);
    }
}
END_TEST

START_TEST(what_is_no_secret_passes)
{
    static const char *const pieces[] = {
        "environment: {variables: [{name: DB_PASSWORD, secret: db}]}",
        "environment: {variables: [{name: DB_PASSWORD, value: ''}]}",
        "environment: {variables: [{name: DB_PASSWORD_FILE, value: /run/secrets/db}]}",
        "environment: {variables: [{name: DB_PASSWORD, value: '${DB_PASSWORD}'}]}",
        "environment: {process: {arguments: [--password, --user, Tr0ub4dor]}}",
        "environment: {process: {arguments: [Tr0ub4dor, --password]}}",
        "environment: {process: {arguments: [password, Tr0ub4dor]}}",
        "build: {source: {revision: ea9e45f71bd1e62aace1bcfad32d27a221146504}}",
        "artifacts: [{name: auth-token, version: a1b2c3d4e5f6}]",
        "artifacts: [{name: a, uri: 's3://b/k?versionId=3HL4kqtJlcpXrof3vjVBH40Nrjfkd'}]",
        "artifacts: [{name: a, path: cache/3HL4kqtJlcpXrof3vjVBH40Nrjfkd}]",
        "release: {description: 'The password is asked for by the proxy.'}",
        "configuration: {parameters: [{name: eos_token, type: string, value: '<|endoftext|>'}]}",
        "configuration: {parameters: [{name: max_tokens, type: int, value: 12345678}]}",
        "governance: {identities: [{name: a, key: 'sha256:06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9'}]}",
    };

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        assert_found(pieces[i], NULL, NULL);
    }
}
END_TEST

START_TEST(references_lead_into_managers)
{
    static const struct {
        const char *reference;
        bool managed;
    } rows[] = {
        { "vault://kv/team/name", true },
        { "VAULT:kv/name", true },
        { "op://team/item/field", true },
        { "awssm://eu-west-1/name", true },
        { "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf", true },
        { "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/db", true },
        { "gcpsm://projects/p/secrets/s", true },
        { "azurekv://vault/secrets/s", true },
        { "k8s://namespace/name/key", true },
        { "ref+awssecrets://name", true },
        { "https://kv.vault.azure.net/secrets/s", true },
        { "https://secretsmanager.eu-west-1.amazonaws.com/s", true },
        { "https://vault.corp.example:8200/v1/kv/s", true },
        { "https://secretmanager.googleapis.com/v1/projects/p/secrets/s", true },
        { "http://vault.corp.example/v1/kv/s", false },
        { "https://kv.vault.azure.net.evil.example/s", false },
        { "https://secretsmanager.evil.example/s", false },
        { "https://wiki.example/keys", false },
        { "https://example.com/vault", false },
        { "arn:aws:s3:::bucket/key", false },
        { "file:///run/secrets/db", false },
        { "env:DB_PASSWORD", false },
        { "s3://bucket/key", false },
        { "git+https://git.example/keys", false },
        { "ref+:x", false },
        { "mailto:ops@example.com", false },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(&piece, "governance: {secrets: [{name: a, rotate_every: 90d, reference: '%s'}]}",
                         rows[i].reference);
        mf_buffer_append_byte(&piece, '\0');
        assert_found(piece.data, "MF2902", rows[i].managed ? NULL : "/governance/secrets/a/reference");
        mf_buffer_release(&piece);
    }
}
END_TEST

START_TEST(a_data_uri_is_the_secret_itself)
{
    assert_found("governance: {secrets: [{name: a, rotate_every: 90d, reference: 'data:,hunter2'}]}",
                 "MF2901", "/governance/secrets/a/reference");
}
END_TEST

START_TEST(secrets_are_replaced_in_time)
{
    static const struct {
        const char *period;
        const char *code;
    } rows[] = {
        { "0s", "MF2903" }, { "366d1ms", "MF2904" }, { "3650d", "MF2904" }, { "36525d", "MF2904" },
        { "366d", NULL },   { "1d", NULL },          { "1ms", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(&piece, "governance: {secrets: [{name: a, reference: 'vault:a', rotate_every: %s}]}",
                         rows[i].period);
        mf_buffer_append_byte(&piece, '\0');
        assert_found(piece.data, rows[i].code,
                     rows[i].code == NULL ? NULL : "/governance/secrets/a/rotate_every");
        mf_buffer_release(&piece);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_secrets");
    TCase *tests = tcase_create("rules_secrets");

    tcase_add_loop_test(tests, secrets_are_found_everywhere_and_shown_nowhere, 0, (int)COUNT_OF(hidden));
    tcase_add_test(tests, findings_about_one_value_keep_it_together);
    tcase_add_test(tests, other_findings_do_not_repeat_secrets);
    tcase_add_test(tests, what_is_no_secret_passes);
    tcase_add_test(tests, references_lead_into_managers);
    tcase_add_test(tests, a_data_uri_is_the_secret_itself);
    tcase_add_test(tests, secrets_are_replaced_in_time);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
