/* SPDX-License-Identifier: Apache-2.0 */
/* MF29xx: roles, separation of duties, approvals, expiry, encryption and records. */
#include "documents.h"

#include "value/timestamp.h"

/* The codes from MF2905 on that a piece has in profile release, in order, with their paths: "MF2905 /x, MF2906 /y". */
static void append_findings(const mf_report *report, struct mf_buffer *said)
{
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);
        const char *code = mf_finding_code(finding);

        if (strcmp(code, "MF2905") >= 0 && strcmp(code, "MF2999") <= 0) {
            mf_buffer_format(said, "%s%s %s", said->size == 0 ? "" : ", ", code, mf_finding_path(finding));
        }
    }
}

static void assert_gives(const char *piece, const char *time, const char *expected)
{
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    struct mf_buffer said = MF_BUFFER_EMPTY;
    mf_report *report;

    ck_assert(time == NULL || mf_timestamp_parse(mf_view_of(time), &options.time));
    options.maximum_findings = 10000;
    report = judge_piece(piece, &options);
    append_findings(report, &said);
    ck_assert_msg(mf_view_is(mf_buffer_view(&said), expected), "%s\ngives '%.*s', not '%s'", piece,
                  (int)said.size, said.size == 0 ? "" : said.data, expected);
    mf_buffer_release(&said);
    mf_report_unref(report);
}

#define ROLES "/governance/roles"
/* Three roles that are as they should be. */
#define GOOD_ROLES                                                                                                    \
    "{name: authors, members: [ann], can: [create, modify]}, {name: reviewers, members: [bob, cy], can: [approve]}, " \
    "{name: operators, members: [dee], can: [deploy, rollback]}"
#define PEOPLE                                                                                                          \
    "identities: [{name: ann, provider: p, subject: a}, {name: bob, provider: p, subject: b}, {name: cy, provider: p, " \
    "subject: c}, {name: dee, provider: p, subject: d}]"

START_TEST(no_role_may_do_everything)
{
    assert_gives("governance: {roles: [" GOOD_ROLES "]}", NULL, "");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 ", {name: admins, can: [create, modify, approve, deploy, rollback]}]}",
                 NULL, "MF2905 /governance/roles/admins/can");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 ", {name: admins, members: [x], can: [create, modify, approve, deploy, rollback, read]}]}",
                 NULL, "MF2905 /governance/roles/admins/can");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 ", {name: admins, can: [create, modify, approve, deploy, read]}]}",
                 NULL, "");
}
END_TEST

START_TEST(somebody_may_act)
{
    assert_gives("governance: {retention: 90d}", NULL, "MF2906 " ROLES ", MF2906 " ROLES ", MF2906 " ROLES);
    assert_gives("governance: {roles: [{name: a, can: [deploy, approve, rollback]}]}", NULL,
                 "MF2906 " ROLES ", MF2906 " ROLES ", MF2906 " ROLES);
    assert_gives("governance: {roles: [{name: a, members: [x], can: [deploy, approve]}]}", NULL,
                 "MF2906 " ROLES);
    assert_gives("governance: {roles: [{name: a, members: [x], can: [deploy]}, {name: b, can: [approve]}, "
                 "{name: c, members: [z], can: [rollback]}]}",
                 NULL, "MF2906 " ROLES);
    assert_gives("release: {id: x}", NULL, "");
}
END_TEST

START_TEST(nobody_approves_his_own_work)
{
    /* Through two roles, through one, and because he made this release. */
    assert_gives("governance: {" PEOPLE ", roles: [" GOOD_ROLES "]}", NULL, "");
    assert_gives("release: {created_by: ann}\ngovernance: {" PEOPLE ", roles: [" GOOD_ROLES "]}", NULL, "");
    assert_gives("release: {created_by: bob}\ngovernance: {" PEOPLE ", roles: [" GOOD_ROLES "]}", NULL,
                 "MF2907 /governance/identities/bob/name");
    assert_gives("governance: {" PEOPLE ", roles: [" GOOD_ROLES
                 ", {name: more, members: [ann, dee], can: [approve]}]}",
                 NULL, "MF2907 /governance/identities/ann/name");
    assert_gives("governance: {" PEOPLE ", roles: [" GOOD_ROLES
                 ", {name: more, members: [dee], can: [approve, create]}]}",
                 NULL, "MF2907 /governance/identities/dee/name");
    assert_gives("governance: {" PEOPLE ", roles: [" GOOD_ROLES
                 ", {name: more, members: [bob, cy], can: [create]}]}",
                 NULL, "MF2907 /governance/identities/bob/name, MF2907 /governance/identities/cy/name");
    /* Who is named nowhere is somebody else's finding. */
    assert_gives("release: {created_by: eve}\ngovernance: {" PEOPLE ", roles: [" GOOD_ROLES
                 ", {name: more, members: [eve], can: [approve, create]}]}",
                 NULL, "");
}
END_TEST

START_TEST(the_ways_to_both_duties_are_named)
{
    mf_report *report = judge_piece(
        "governance:\n  identities: [{name: ann, provider: p, subject: a}]\n  roles:\n"
        "  - {name: a, members: [ann], can: [create]}\n  - {name: b, members: [ann], can: [approve]}\n",
        NULL);
    const mf_finding *finding = NULL;

    for (size_t i = 0; i < mf_report_count(report) && finding == NULL; i++) {
        const mf_finding *one = mf_report_finding(report, i);

        finding = strcmp(mf_finding_code(one), "MF2907") == 0 ? one : NULL;
    }
    ck_assert_ptr_nonnull(finding);
    ck_assert_uint_eq(mf_finding_line(finding), 3);
    ck_assert_uint_eq(mf_finding_related_count(finding), 2);
    ck_assert_str_eq(mf_finding_related_path(finding, 0), "/governance/roles/a/members/ann");
    ck_assert_uint_eq(mf_finding_related_line(finding, 0), 5);
    ck_assert_str_eq(mf_finding_related_path(finding, 1), "/governance/roles/b/members/ann");
    ck_assert_uint_eq(mf_finding_related_line(finding, 1), 6);
    mf_report_unref(report);
}
END_TEST

START_TEST(nobody_has_two_names)
{
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], identities: [{name: a, provider: p, subject: x}, {name: b, provider: p, "
                 "subject: x}, {name: c, provider: q, subject: x}, {name: d, provider: p, subject: x}]}",
                 NULL, "MF2908 /governance/identities/b/subject, MF2908 /governance/identities/d/subject");
    assert_gives(
        "governance: {roles: [" GOOD_ROLES "], identities: [{name: a, provider: p}, {name: b, provider: p}, "
        "{name: c, subject: x}, {name: d, subject: x}, {name: e, provider: p, subject: X}, {name: f, provider: p, subject: x}]}",
        NULL, "");
}
END_TEST

#define APPROVALS "/governance/approvals/x/"
START_TEST(approvals_can_be_given)
{
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], approvals: [{name: x, role: reviewers, threshold: 2}]}",
                 NULL, "");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], approvals: [{name: x, role: reviewers, threshold: 3}]}",
                 NULL, "MF2909 " APPROVALS "threshold");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], approvals: [{name: x, role: reviewers, threshold: 9007199254740991}]}",
                 NULL, "MF2909 " APPROVALS "threshold");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 ", {name: empty, can: [approve]}], approvals: [{name: x, role: empty, threshold: 1}]}",
                 NULL, "MF2909 " APPROVALS "threshold");
    assert_gives("governance: {roles: [" GOOD_ROLES "], approvals: [{name: x, role: authors, threshold: 1}]}",
                 NULL, "MF2910 " APPROVALS "role");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], approvals: [{name: x, role: nobody, threshold: 7}, {name: z, threshold: 7}]}",
                 NULL, "");
}
END_TEST

START_TEST(conditions_of_approvals_compile)
{
    static const struct {
        const char *expression;
        bool good;
    } rows[] = {
        { "true", true },
        { "stage == \"production\" && !emergency", true },
        { "action in [\"deploy\", \"rollback\"] || classification != \"public\"", true },
        { "model.startsWith(\"fraud\")", true },
        { "stage", false },
        { "emergency == \"yes\"", false },
        { "stage = \"production\"", false },
        { "error_rate < 0.1", false },
        { "stage == \"production\" &&", false },
        { "release.id == \"x\"", false },
        { "1 / 0", false },
        { "((((", false },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct mf_buffer piece = MF_BUFFER_EMPTY;

        mf_buffer_format(&piece,
                         "governance: {roles: [" GOOD_ROLES "], approvals: [{name: x, expression: '%s'}]}",
                         rows[i].expression);
        mf_buffer_append_byte(&piece, '\0');
        assert_gives(piece.data, NULL, rows[i].good ? "" : "MF2911 " APPROVALS "expression");
        mf_buffer_release(&piece);
    }
}
END_TEST

START_TEST(a_release_expires)
{
    static const char piece[] = "release: {expires: 2026-01-31T12:00:00Z}";

    assert_gives(piece, NULL, "");
    assert_gives(piece, "2026-01-31T11:59:59Z", "");
    assert_gives(piece, "2026-01-31T12:00:00Z", "");
    assert_gives(piece, "2026-01-31T12:00:01Z", "MF2912 /release/expires");
    assert_gives(piece, "9999-12-31T23:59:59Z", "MF2912 /release/expires");
    assert_gives("release: {id: x}", "2026-01-31T12:00:01Z", "");
}
END_TEST

START_TEST(encryption_fits_the_classification)
{
    static const struct {
        const char *at_rest;
        const char *in_transit;
        const char *codes[2]; /* NULL: good */
    } rows[] = {
        { "aes-256", "tls-1.3", { NULL, NULL } },
        { "AES-256-GCM", "TLSv1.2", { NULL, NULL } },
        { "AES 128 CTR", "mTLS", { NULL, NULL } },
        { "ChaCha20-Poly1305", "TLS 1.2 or later", { NULL, NULL } },
        { "LUKS", "mtls-1.3", { NULL, NULL } },
        { "SSE-KMS", "WireGuard", { NULL, NULL } },
        { "none", "tls-1.3", { "MF2913", NULL } },
        { "No", "tls-1.3", { "MF2913", NULL } },
        { "3DES", "tls-1.3", { "MF2913", NULL } },
        { "DES-CBC", "tls-1.3", { "MF2913", NULL } },
        { "RC4", "tls-1.3", { "MF2913", NULL } },
        { "AES-128-ECB", "tls-1.3", { "MF2913", NULL } },
        { "base64", "tls-1.3", { "MF2913", NULL } },
        { "-", "tls-1.3", { "MF2913", NULL } },
        { "yes", "tls-1.3", { "MF2914", NULL } },
        { "military grade", "tls-1.3", { "MF2914", NULL } },
        { "aes-256", "none", { NULL, "MF2913" } },
        { "aes-256", "http", { NULL, "MF2913" } },
        { "aes-256", "SSLv3", { NULL, "MF2913" } },
        { "aes-256", "TLS 1.0", { NULL, "MF2913" } },
        { "aes-256", "tls-1.1", { NULL, "MF2913" } },
        { "aes-256", "TLSv1", { NULL, "MF2913" } },
        { "aes-256", "mTLS 1.0", { NULL, "MF2913" } },
        { "aes-256", "tls", { NULL, "MF2914" } },
        { "aes-256", "https", { NULL, "MF2914" } },
        { "aes-256", "encrypted", { NULL, "MF2914" } },
        { "plain text", "plaintext", { "MF2913", "MF2913" } },
    };
    static const char *const classes[] = { "public", "internal", "confidential", "restricted" };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t j = 0; j < COUNT_OF(classes); j++) {
            struct mf_buffer piece = MF_BUFFER_EMPTY;
            struct mf_buffer expected = MF_BUFFER_EMPTY;

            mf_buffer_format(&piece,
                             "governance: {roles: [" GOOD_ROLES
                             "], classification: %s, encryption: {at_rest: '%s', in_transit: '%s'}}",
                             classes[j], rows[i].at_rest, rows[i].in_transit);
            mf_buffer_append_byte(&piece, '\0');
            if (j >= 2 && rows[i].codes[0] != NULL) {
                mf_buffer_format(&expected, "%s /governance/encryption/at_rest", rows[i].codes[0]);
            }
            if (j >= 2 && rows[i].codes[1] != NULL) {
                mf_buffer_format(&expected, "%s%s /governance/encryption/in_transit",
                                 expected.size > 0 ? ", " : "", rows[i].codes[1]);
            }
            mf_buffer_append_byte(&expected, '\0');
            assert_gives(piece.data, NULL, expected.data);
            mf_buffer_release(&expected);
            mf_buffer_release(&piece);
        }
    }
}
END_TEST

START_TEST(the_audit_log_has_no_gaps)
{
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], audit: {events: [create, modify, approve, deploy, rollback]}}",
                 NULL, "");
    assert_gives("governance: {roles: [" GOOD_ROLES
                 "], audit: {events: [create, modify, approve, deploy, read]}}",
                 NULL, "MF2915 /governance/audit/events");
    assert_gives("governance: {roles: [" GOOD_ROLES "], audit: {log: 'https://a.example'}}", NULL,
                 "MF2915 /governance/audit/events");
}
END_TEST

START_TEST(records_are_kept)
{
    assert_gives("governance: {roles: [" GOOD_ROLES "], retention: 0s}", NULL,
                 "MF2916 /governance/retention");
    assert_gives("governance: {roles: [" GOOD_ROLES "], retention: 23h59m59s999ms}", NULL,
                 "MF2916 /governance/retention");
    assert_gives("governance: {roles: [" GOOD_ROLES "], retention: 1d}", NULL, "");
    assert_gives("governance: {roles: [" GOOD_ROLES "], retention: 3650d}", NULL, "");
}
END_TEST

/* Ten thousand people in as many roles: one look at each membership. */
START_TEST(many_identities_are_judged)
{
    struct mf_buffer piece = MF_BUFFER_EMPTY;
    mf_report *report;
    size_t found = 0;

    mf_buffer_append_text(&piece,
                          "governance:\n  providers: [{name: p, kind: oidc, issuer: 'https://p.example'}]\n"
                          "  identities:\n");
    for (unsigned i = 0; i < 10000; i++) {
        mf_buffer_format(&piece, "  - {name: i%u, provider: p, subject: s%u}\n", i, i);
    }
    mf_buffer_append_text(&piece, "  roles:\n");
    for (unsigned i = 0; i < 10000; i++) {
        mf_buffer_format(&piece, "  - {name: r%u, members: [i%u, i%u], can: [%s]}\n", i, i, (i + 1) % 10000,
                         i % 2 == 0 ? "create" : "approve");
    }
    mf_buffer_append_byte(&piece, '\0');
    report = judge_piece(piece.data, NULL);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        found += strcmp(mf_finding_code(mf_report_finding(report, i)), "MF2907") == 0;
    }
    ck_assert_uint_gt(found, 0);
    ck_assert_uint_ge(mf_report_total(report), 10000);
    mf_report_unref(report);
    mf_buffer_release(&piece);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_governance");
    TCase *tests = tcase_create("rules_governance");

    tcase_add_test(tests, no_role_may_do_everything);
    tcase_add_test(tests, somebody_may_act);
    tcase_add_test(tests, nobody_approves_his_own_work);
    tcase_add_test(tests, the_ways_to_both_duties_are_named);
    tcase_add_test(tests, nobody_has_two_names);
    tcase_add_test(tests, approvals_can_be_given);
    tcase_add_test(tests, conditions_of_approvals_compile);
    tcase_add_test(tests, a_release_expires);
    tcase_add_test(tests, encryption_fits_the_classification);
    tcase_add_test(tests, the_audit_log_has_no_gaps);
    tcase_add_test(tests, records_are_kept);
    tcase_add_test(tests, many_identities_are_judged);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
