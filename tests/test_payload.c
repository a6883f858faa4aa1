/* SPDX-License-Identifier: Apache-2.0 */
/* Every payload that a good signature must not carry through. */
#include "signing.h"

#include "crypto/crypto.h"

#include <stdio.h>
#include <stdlib.h>

#define STATEMENT_TYPE "https://in-toto.io/Statement/v1"

/* Signs any payload well and asks what the verifier says of it; the message must hold a part. */
static void assert_payload(const char *type, struct mf_view payload, mf_status expected, const char *part)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    mf_verified *verified = NULL;
    mf_bytes *extended = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    append_signature(&signatures, keys[0], mf_key_id(keys[0]), mf_view_of(type), payload);
    append_envelope(&envelope, mf_view_of(type), payload, mf_buffer_view(&signatures));
    status = mf_envelope_verify(envelope.data, envelope.size, keys, 1, NULL, &verified, &report, &error);
    ck_assert_msg(status == expected, "%s (%s): %.*s", mf_status_name(status), mf_error_message(error),
                  (int)(payload.size > 300 ? 300 : payload.size), payload.data);
    ck_assert_msg(strstr(mf_error_message(error), part) != NULL, "%s: %s", part, mf_error_message(error));
    ck_assert_int_eq(verified != NULL, status == MF_OK);
    ck_assert_int_eq(report != NULL, status == MF_OK || status == MF_ERROR_INVALID);
    error = mf_error_unref(error);
    report = mf_report_unref(report);
    verified = mf_verified_unref(verified);
    /* Without a look at the payload the envelope is good. */
    assert_ok(mf_envelope_verify_any(envelope.data, envelope.size, keys, 1, NULL, &verified, &error), error);
    ck_assert_ptr_null(mf_verified_manifest(verified));
    ck_assert_str_eq(mf_verified_digest(verified), "");
    mf_verified_unref(verified);
    /* No second signer puts its name under it either. */
    status = mf_envelope_sign(envelope.data, envelope.size, keys + 1, 1, &anyhow, &extended, &report, &error);
    ck_assert_msg(status == expected, "%s: %s", mf_status_name(status), mf_error_message(error));
    ck_assert_int_eq(extended != NULL, status == MF_OK);
    mf_bytes_unref(extended);
    mf_report_unref(report);
    mf_error_unref(error);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
}

static void assert_refused(const char *payload, mf_status expected, const char *part)
{
    assert_payload(MF_PAYLOAD_TYPE, mf_view_of(payload), expected, part);
}

static void assert_change_refused(const char *statement, const char *part, const char *by,
                                  const char *message)
{
    char *changed = replaced(statement, part, by);

    assert_refused(changed, MF_ERROR_PAYLOAD, message);
    free(changed);
}

START_TEST(payload_types_are_checked_after_signatures)
{
    static const char *const types[] = { "application/json",
                                         "text/plain",
                                         "",
                                         "Application/vnd.in-toto+json",
                                         "application/vnd.in-toto+json ",
                                         "application/vnd.in-toto+json;v=1",
                                         "application/vnd.in-toto.release+json",
                                         "application/vnd.in-toto+jso" };
    char *statement = statement_of(minimal);

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_payload(types[i], mf_view_of(statement), MF_ERROR_PAYLOAD, "is of type");
    }
    assert_payload(MF_PAYLOAD_TYPE, mf_view_of(statement), MF_OK, "");
    free(statement);
}
END_TEST

START_TEST(predicate_type_confusion_is_refused)
{
    static const char *const types[] = { "\"https://slsa.dev/provenance/v1\"",
                                         "\"https://libmanifest.github.io/deployment-manifest/v2\"",
                                         "\"https://libmanifest.github.io/deployment-manifest/v1/\"",
                                         "\"https://libmanifest.github.io/deployment-manifest/v\\u0031\"",
                                         "\"HTTPS://libmanifest.github.io/deployment-manifest/v1\"",
                                         "\"\"",
                                         "null",
                                         "1",
                                         "[\"" MF_PREDICATE_TYPE "\"]" };
    char *statement = statement_of(minimal);

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_change_refused(statement, "\"" MF_PREDICATE_TYPE "\"", types[i], "predicateType");
    }
    assert_change_refused(statement, ",\"predicateType\":\"" MF_PREDICATE_TYPE "\"", "", "predicateType");
    assert_change_refused(statement, "\"" STATEMENT_TYPE "\"", "\"https://in-toto.io/Statement/v0.1\"",
                          "_type");
    assert_change_refused(statement, "\"" STATEMENT_TYPE "\"", "\"\"", "_type");
    assert_change_refused(statement, "\"_type\":\"" STATEMENT_TYPE "\",", "", "_type");
    free(statement);
}
END_TEST

START_TEST(malformed_payloads_after_good_signatures_are_refused)
{
    static const char *const payloads[] = { "",
                                            " ",
                                            "null",
                                            "[]",
                                            "{}",
                                            "\"\"",
                                            "{",
                                            "}",
                                            "{\"_type\"}",
                                            "{\"_type\":",
                                            "hello",
                                            "{\"_type\":\"" STATEMENT_TYPE "\"}",
                                            "schema: manifest/v1\n",
                                            "\xff\xfe",
                                            "{\"_type\":\"\\ud800\"}" };
    char *statement = statement_of(minimal);
    size_t size = strlen(statement);

    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++) {
        assert_refused(payloads[i], MF_ERROR_PAYLOAD, "no release");
    }
    for (size_t cut = 0; cut < size; cut += cut < 100 || cut + 500 > size ? 1 : 37) {
        assert_payload(MF_PAYLOAD_TYPE, mf_view_make(statement, cut), MF_ERROR_PAYLOAD, "no release");
    }
    free(statement);
}
END_TEST

START_TEST(payloads_with_something_around_are_refused)
{
    char *statement = statement_of(minimal);
    struct mf_buffer text = MF_BUFFER_EMPTY;
    static const char *const around[][2] = { { "", "\n" },           { " ", "" },
                                             { "", "{}" },           { "", "x" },
                                             { "\xef\xbb\xbf", "" }, { "[", "]" },
                                             { "{\"x\":", "}" },     { "\n", "\n" } };

    for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
        text.size = 0;
        mf_buffer_append_text(&text, around[i][0]);
        mf_buffer_append_text(&text, statement);
        mf_buffer_append_text(&text, around[i][1]);
        assert_payload(MF_PAYLOAD_TYPE, mf_buffer_view(&text), MF_ERROR_PAYLOAD, "no release");
    }
    text.size = 0;
    mf_buffer_append(&text, mf_view_make(statement, strlen(statement) + 1));
    assert_payload(MF_PAYLOAD_TYPE, mf_buffer_view(&text), MF_ERROR_PAYLOAD, "no release");
    mf_buffer_release(&text);
    free(statement);
}
END_TEST

START_TEST(payloads_that_are_not_canonical_are_refused)
{
    char *statement = statement_of(minimal);
    char *canonical = canonical_text(minimal);
    char *turned = NULL;
    mf_manifest *larger = read_vector("full");
    char *full = statement_of(larger);
    struct mf_buffer text = MF_BUFFER_EMPTY;

    assert_change_refused(statement, "{\"_type\"", "{ \"_type\"", "not canonical from byte 1 ");
    assert_change_refused(statement, ",\"predicate\":", ", \"predicate\":", "not canonical");
    assert_change_refused(statement, "\"schema\":", "\"schema\": ", "not canonical");
    assert_change_refused(statement, "\"tiny-1\"", "\"tiny-\\u0031\"", "not canonical");
    assert_change_refused(statement, "https://git", "https:\\/\\/git", "not canonical");
    /* A set in another order. */
    assert_change_refused(full, "[\"amx_bf16\",\"avx512f\"]", "[\"avx512f\",\"amx_bf16\"]", "not canonical");
    assert_change_refused(full, "0.97", "0.970", "not canonical");
    assert_change_refused(full, "0.97", "97e-2", "not canonical");
    /* The members in another order. */
    mf_buffer_append_text(&text, "{\"predicate\":");
    mf_buffer_append_text(&text, canonical);
    mf_buffer_append_text(&text, ",\"_type\":\"" STATEMENT_TYPE "\"");
    mf_buffer_append_text(&text, strstr(statement, ",\"predicateType\":"));
    assert_payload(MF_PAYLOAD_TYPE, mf_buffer_view(&text), MF_ERROR_PAYLOAD, "not canonical");
    mf_buffer_release(&text);
    turned = replaced(statement, "\"subject\":[{\"digest\"", "\"subject\":[ {\"digest\"");
    assert_refused(turned, MF_ERROR_PAYLOAD, "subjects");
    free(turned);
    free(full);
    mf_manifest_unref(larger);
    free(canonical);
    free(statement);
}
END_TEST

START_TEST(repeated_and_unknown_members_are_refused)
{
    char *statement = statement_of(minimal);
    char *canonical = canonical_text(minimal);
    struct mf_buffer text = MF_BUFFER_EMPTY;

    assert_change_refused(statement, "{\"_type\"", "{\"_type\":\"" STATEMENT_TYPE "\",\"_type\"", "repeated");
    assert_change_refused(statement, "{\"_type\"", "{\"\\u005ftype\":\"" STATEMENT_TYPE "\",\"_type\"",
                          "unknown");
    assert_change_refused(statement, "{\"_type\"", "{\"x\":1,\"_type\"", "unknown");
    assert_change_refused(statement, "{\"_type\"", "{\"Predicate\":{},\"_type\"", "unknown");
    assert_change_refused(statement, "\"predicate\":", "\"\\u0070redicate\":", "unknown");
    /* Another manifest before the one that the subjects name. */
    mf_buffer_append_text(&text, "{\"_type\":\"" STATEMENT_TYPE
                                 "\",\"predicate\":{\"schema\":\"manifest/v1\"},\"predicate\":");
    mf_buffer_append_text(&text, canonical);
    mf_buffer_append_text(&text, strstr(statement, ",\"predicateType\":"));
    assert_payload(MF_PAYLOAD_TYPE, mf_buffer_view(&text), MF_ERROR_PAYLOAD, "repeated");
    mf_buffer_release(&text);
    free(canonical);
    free(statement);
}
END_TEST

START_TEST(subjects_must_be_those_of_the_manifest)
{
    char *statement = statement_of(minimal);
    char *canonical = canonical_text(minimal);
    char digest[MF_SHA256_HEX_SIZE + 1];
    char upper[MF_SHA256_HEX_SIZE + 1] = "";
    static const char image[] =
        "{\"digest\":{\"sha256\":\"6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d\"},"
        "\"name\":\"registry.example.com/tiny\"}";
    static const char model[] =
        "{\"digest\":{\"sha256\":\"9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4\"},\"name\":\"model\"}";
    char both[500];
    char turned[500];
    char *changed;

    ck_assert(mf_sha256_hex(mf_view_of(canonical), digest));
    for (size_t i = 0; i < MF_SHA256_HEX_SIZE; i++) {
        upper[i] = (char)(digest[i] >= 'a' ? digest[i] - 32 : digest[i]);
    }
    assert_change_refused(statement, digest,
                          "0000000000000000000000000000000000000000000000000000000000000000", "subjects");
    assert_change_refused(statement, digest, upper, "subjects");
    assert_change_refused(statement, digest, "", "subjects");
    /* The first of a name stands in the manifest: only what follows "subject" counts here. */
    changed = replaced(strstr(statement, ",\"subject\":"), "\"tiny-1\"", "\"tiny-2\"");
    assert_change_refused(statement, strstr(statement, ",\"subject\":"), changed, "subjects");
    free(changed);
    (void)snprintf(both, sizeof both, ",%s", image);
    assert_change_refused(statement, both, "", "subjects");
    (void)snprintf(both, sizeof both, ",%s", model);
    assert_change_refused(statement, both, "", "subjects");
    (void)snprintf(both, sizeof both, "%s,%s", image, model);
    (void)snprintf(turned, sizeof turned, "%s,%s", model, image);
    assert_change_refused(statement, both, turned, "subjects");
    (void)snprintf(turned, sizeof turned, "%s,%s,%s", image, model, model);
    assert_change_refused(statement, both, turned, "subjects");
    assert_change_refused(statement, strstr(statement, ",\"subject\":"), ",\"subject\":[]}", "subjects");
    assert_change_refused(statement, strstr(statement, ",\"subject\":"), ",\"subject\":null}", "subjects");
    assert_change_refused(statement, strstr(statement, ",\"subject\":"), "}", "subjects");
    free(canonical);
    free(statement);
}
END_TEST

/* The manifest says one thing and the subjects, made for another one, say something else. */
START_TEST(manifests_cannot_be_exchanged_under_their_subjects)
{
    mf_manifest *other = read_vector("tabular");
    char *first = statement_of(minimal);
    char *second = statement_of(other);
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append(&text, mf_view_make(first, (size_t)(strstr(first, ",\"subject\":[") - first)));
    mf_buffer_append_text(&text, strstr(second, ",\"subject\":["));
    assert_payload(MF_PAYLOAD_TYPE, mf_buffer_view(&text), MF_ERROR_PAYLOAD, "subjects");
    mf_buffer_release(&text);
    free(second);
    free(first);
    mf_manifest_unref(other);
}
END_TEST

START_TEST(manifests_that_are_not_good_are_invalid)
{
    char *statement = statement_of(minimal);
    static const char *const changes[][2] = {
        { "\"schema\":\"manifest/v1\"", "\"schema\":\"manifest/v2\"" },
        { "\"schema\":\"manifest/v1\"", "\"schema\":\"manifest/v1\",\"x\":1" },
        { "\"schema\":\"manifest/v1\"", "\"schema\":\"manifest/v1\",\"schema\":\"manifest/v1\"" },
        { "\"schema\":\"manifest/v1\"", "\"schema\":null" },
        { "\"version\":\"1.0.0\"", "\"version\":1" },
        { "\"strategy\":\"recreate\"", "\"strategy\":\"none\"" },
        { "\"id\":\"tiny-1\",", "" },
    };

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = replaced(statement, changes[i][0], changes[i][1]);

        assert_refused(changed, MF_ERROR_INVALID, "");
        free(changed);
    }
    free(statement);
}
END_TEST

static void refuse_statement(const char *name, struct mf_view contents, void *context)
{
    (void)name;
    assert_payload(MF_PAYLOAD_TYPE, contents, MF_ERROR_PAYLOAD, "");
    ++*(size_t *)context;
}

/* The published statements are of other predicates, and those that only show a form are no JSON. */
START_TEST(statements_of_others_are_no_releases)
{
    size_t count = 0;

    if (!have_testdata("in-toto-attestation")) {
        return;
    }
    for_each_testdata_file("in-toto-attestation/valid-json", refuse_statement, &count);
    for_each_testdata_file("in-toto-attestation/schematic", refuse_statement, &count);
    for_each_testdata_file("slsa", refuse_statement, &count);
    ck_assert_uint_ge(count, 60);
}
END_TEST

START_TEST(envelopes_are_no_payloads)
{
    mf_bytes *envelope = sign_release(minimal, 1);

    assert_refused(mf_bytes_data(envelope), MF_ERROR_PAYLOAD, "no release");
    mf_bytes_unref(envelope);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("payload");
    TCase *tests = tcase_create("payload");

    tcase_add_checked_fixture(tests, make_release, end_release);
    tcase_add_test(tests, payload_types_are_checked_after_signatures);
    tcase_add_test(tests, predicate_type_confusion_is_refused);
    tcase_add_test(tests, malformed_payloads_after_good_signatures_are_refused);
    tcase_add_test(tests, payloads_with_something_around_are_refused);
    tcase_add_test(tests, payloads_that_are_not_canonical_are_refused);
    tcase_add_test(tests, repeated_and_unknown_members_are_refused);
    tcase_add_test(tests, subjects_must_be_those_of_the_manifest);
    tcase_add_test(tests, manifests_cannot_be_exchanged_under_their_subjects);
    tcase_add_test(tests, manifests_that_are_not_good_are_invalid);
    tcase_add_test(tests, envelopes_are_no_payloads);
    tcase_add_test(tests, statements_of_others_are_no_releases);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
