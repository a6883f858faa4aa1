/* SPDX-License-Identifier: Apache-2.0 */
/* Signed releases: what is signed, who may sign, and who must have. */
#include "signing.h"

#include "crypto/crypto.h"
#include "documents.h"
#include "sign/key.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#define STATEMENT_TYPE "https://in-toto.io/Statement/v1"

static mf_status verify(mf_bytes *envelope, const mf_verify_options *options, mf_verified **ret_verified,
                        mf_report **ret_report, mf_error **reterr)
{
    return mf_envelope_verify(mf_bytes_data(envelope), mf_bytes_size(envelope), keys, 1, options,
                              ret_verified, ret_report, reterr);
}

START_TEST(statement_of_a_small_release)
{
    char *statement = statement_of(minimal);
    char *canonical = canonical_text(minimal);
    char digest[MF_SHA256_HEX_SIZE + 1];
    struct mf_buffer expected = MF_BUFFER_EMPTY;

    ck_assert(mf_sha256_hex(mf_view_of(canonical), digest));
    mf_buffer_append_text(&expected, "{\"_type\":\"" STATEMENT_TYPE "\",\"predicate\":");
    mf_buffer_append_text(&expected, canonical);
    mf_buffer_append_text(
        &expected,
        ",\"predicateType\":\"https://libmanifest.github.io/deployment-manifest/v1\",\"subject\":[");
    mf_buffer_format(&expected, "{\"digest\":{\"sha256\":\"%s\"},\"name\":\"tiny-1\"},", digest);
    mf_buffer_append_text(
        &expected,
        "{\"digest\":{\"sha256\":\"6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d\"},"
        "\"name\":\"registry.example.com/tiny\"},"
        "{\"digest\":{\"sha256\":\"9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4\"},"
        "\"name\":\"model\"}]}");
    mf_buffer_append_byte(&expected, '\0');
    ck_assert_str_eq(statement, expected.data);
    mf_buffer_release(&expected);
    free(canonical);
    free(statement);
}
END_TEST

static const char *member(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

    return text == NULL ? "" : text;
}

/* Read by cJSON and canonicalised by the code that knows nothing of manifests. */
static void check_statement(const char *name, int subjects)
{
    mf_manifest *manifest = read_vector(name);
    char *statement = statement_of(manifest);
    mf_bytes *again = NULL;
    mf_bytes *digest = NULL;
    cJSON *json = cJSON_Parse(statement);
    const cJSON *subject;
    int count = 0;

    ck_assert_ptr_nonnull(json);
    ck_assert_int_eq(cJSON_GetArraySize(json), 4);
    ck_assert_str_eq(member(json, "_type"), STATEMENT_TYPE);
    ck_assert_str_eq(member(json, "predicateType"), MF_PREDICATE_TYPE);
    ck_assert_int_eq(mf_manifest_digest(manifest, &digest, NULL), MF_OK);
    cJSON_ArrayForEach(subject, cJSON_GetObjectItemCaseSensitive(json, "subject"))
    {
        const cJSON *set = cJSON_GetObjectItemCaseSensitive(subject, "digest");

        ck_assert_int_eq(cJSON_GetArraySize(subject), 2);
        ck_assert_int_eq(cJSON_GetArraySize(set), 1);
        ck_assert_uint_eq(strlen(member(set, set->child->string)),
                          strcmp(set->child->string, "sha512") == 0 ? 128 : 64);
        ck_assert_str_ne(member(subject, "name"), "");
        if (count == 0) {
            ck_assert_str_eq(member(set, "sha256"), (const char *)mf_bytes_data(digest) + 7);
        }
        count++;
    }
    ck_assert_msg(count == subjects, "%s: %d subjects", name, count);
    ck_assert_int_eq(mf_json_canonicalize(statement, strlen(statement), 0, &again, NULL), MF_OK);
    assert_bytes_are(again, statement);
    mf_bytes_unref(again);
    mf_bytes_unref(digest);
    cJSON_Delete(json);
    free(statement);
    mf_manifest_unref(manifest);
}

START_TEST(statements_are_canonical_and_name_everything)
{
    check_statement("minimal-release", 3);
    check_statement("full", 8);
    check_statement("tabular", 10);
    check_statement("llm", 7);
}
END_TEST

START_TEST(statement_needs_a_release_id)
{
    mf_manifest *draft = read_vector("minimal-draft");
    mf_bytes *statement = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_manifest_statement(draft, &statement, &error), MF_ERROR_INVALID);
    ck_assert_str_eq(mf_error_path(error), "/release/id");
    mf_error_unref(error);
    ck_assert_int_eq(mf_manifest_statement(NULL, &statement, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_statement(draft, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(statement);
    mf_manifest_unref(draft);
}
END_TEST

START_TEST(releases_are_signed_and_verified)
{
    static const char *const names[] = { "minimal-release", "full", "llm", "tabular" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        mf_manifest *manifest = read_vector(names[i]);
        mf_bytes *envelope = sign_release(manifest, 3);
        mf_bytes *again = sign_release(manifest, 3);
        char *statement = statement_of(manifest);
        mf_bytes *digest = NULL;
        mf_verified *verified = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;
        mf_manifest *inside;

        assert_bytes_are(again, mf_bytes_data(envelope));
        assert_ok(verify(envelope, NULL, &verified, &report, &error), error);
        ck_assert_ptr_nonnull(report);
        ck_assert_uint_eq(mf_verified_signer_count(verified), 1);
        ck_assert_str_eq(mf_verified_payload_type(verified), MF_PAYLOAD_TYPE);
        assert_bytes_are(mf_verified_payload(verified), statement);
        ck_assert_int_eq(mf_manifest_digest(manifest, &digest, NULL), MF_OK);
        ck_assert_str_eq(mf_verified_digest(verified), mf_bytes_data(digest));
        digest = mf_bytes_unref(digest);
        inside = mf_manifest_ref(mf_verified_manifest(verified));
        mf_verified_unref(verified);
        ck_assert_int_eq(mf_manifest_digest(inside, &digest, NULL), MF_OK);
        mf_manifest_unref(inside);
        mf_bytes_unref(digest);
        mf_report_unref(report);
        free(statement);
        mf_bytes_unref(again);
        mf_bytes_unref(envelope);
        mf_manifest_unref(manifest);
    }
}
END_TEST

START_TEST(envelopes_are_written_as_dsse_says)
{
    mf_bytes *envelope = sign_release(minimal, 2);
    char *statement = statement_of(minimal);
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer expected = MF_BUFFER_EMPTY;

    append_signature(&signatures, keys[0], mf_key_id(keys[0]), mf_view_of(MF_PAYLOAD_TYPE),
                     mf_view_of(statement));
    append_signature(&signatures, keys[1], mf_key_id(keys[1]), mf_view_of(MF_PAYLOAD_TYPE),
                     mf_view_of(statement));
    append_envelope(&expected, mf_view_of(MF_PAYLOAD_TYPE), mf_view_of(statement),
                    mf_buffer_view(&signatures));
    mf_buffer_append_byte(&expected, '\0');
    assert_bytes_are(envelope, expected.data);
    mf_buffer_release(&expected);
    mf_buffer_release(&signatures);
    free(statement);
    mf_bytes_unref(envelope);
}
END_TEST

/* A manifest may name any key it likes: nobody is trusted for that. */
START_TEST(keys_named_in_a_manifest_never_verify)
{
    mf_bytes *text = source_file("tests/vectors/full.yaml");
    mf_bytes *changed = NULL;
    mf_bytes *envelope = NULL;
    mf_manifest *manifest;
    mf_verified *verified = NULL;
    mf_error *error = NULL;
    char digest[80];

    (void)snprintf(digest, sizeof digest, "sha256:%s", mf_key_id(attacker));
    assert_ok(mf_text_set(mf_bytes_data(text), mf_bytes_size(text), NULL, "/governance/identities/ci-bot/key",
                          digest, MF_ZERO_TERMINATED, &changed, NULL, &error),
              error);
    manifest = read_manifest(mf_bytes_data(changed), mf_bytes_size(changed));
    assert_ok(mf_manifest_sign(manifest, &attacker, 1, &anyhow, &envelope, NULL, &error), error);
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(envelope), mf_key_id(attacker)));
    ck_assert_int_eq(verify(envelope, NULL, &verified, NULL, NULL), MF_ERROR_SIGNATURE);
    ck_assert_int_eq(mf_envelope_verify(mf_bytes_data(envelope), mf_bytes_size(envelope), keys, 3, NULL,
                                        &verified, NULL, NULL),
                     MF_ERROR_SIGNATURE);
    ck_assert_int_eq(mf_envelope_verify(mf_bytes_data(envelope), mf_bytes_size(envelope), keys, 0, NULL,
                                        &verified, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(verified);
    mf_bytes_unref(envelope);
    mf_manifest_unref(manifest);
    mf_bytes_unref(changed);
    mf_bytes_unref(text);
}
END_TEST

/* With a bad signature nothing of the payload is looked at, however wrong it is. */
START_TEST(signatures_come_first)
{
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    mf_verified *verified = NULL;
    mf_report *report = NULL;

    append_signature(&signatures, attacker, mf_key_id(keys[0]), mf_view_of("x"), mf_view_of("{"));
    append_envelope(&envelope, mf_view_of("x"), mf_view_of("{"), mf_buffer_view(&signatures));
    ck_assert_int_eq(
        mf_envelope_verify(envelope.data, envelope.size, keys, 1, NULL, &verified, &report, NULL),
        MF_ERROR_SIGNATURE);
    ck_assert_ptr_null(report);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
}
END_TEST

START_TEST(profiles_are_applied)
{
    static const char draft_text[] = "schema: manifest/v1\nrelease:\n  id: early\n";
    mf_manifest *draft = read_manifest(draft_text, sizeof draft_text - 1);
    mf_sign_options sign_options;
    mf_verify_options options;
    mf_bytes *envelope = NULL;
    mf_bytes *more = NULL;
    mf_verified *verified = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_manifest_sign(draft, keys, 1, NULL, &envelope, &report, &error), MF_ERROR_INVALID);
    ck_assert_ptr_nonnull(report);
    ck_assert_ptr_null(envelope);
    report = mf_report_unref(report);
    error = mf_error_unref(error);
    mf_sign_options_init(&sign_options, sizeof sign_options);
    sign_options.profile = MF_PROFILE_DRAFT;
    assert_ok(mf_manifest_sign(draft, keys, 1, &sign_options, &envelope, &report, &error), error);
    ck_assert_ptr_null(report);
    ck_assert_int_eq(verify(envelope, NULL, &verified, &report, NULL), MF_ERROR_INVALID);
    ck_assert_ptr_nonnull(report);
    report = mf_report_unref(report);
    ck_assert_int_eq(mf_envelope_sign(mf_bytes_data(envelope), mf_bytes_size(envelope), keys + 1, 1, NULL,
                                      &more, &report, NULL),
                     MF_ERROR_INVALID);
    ck_assert_ptr_nonnull(report);
    report = mf_report_unref(report);
    assert_ok(mf_envelope_sign(mf_bytes_data(envelope), mf_bytes_size(envelope), keys + 1, 1, &sign_options,
                               &more, NULL, &error),
              error);
    mf_verify_options_init(&options, sizeof options);
    options.profile = MF_PROFILE_DRAFT;
    assert_ok(verify(more, &options, &verified, &report, &error), error);
    mf_verified_unref(verified);
    mf_report_unref(report);
    mf_bytes_unref(more);
    mf_bytes_unref(envelope);
    mf_manifest_unref(draft);
}
END_TEST

START_TEST(expired_releases_are_refused)
{
    mf_bytes *text = source_file("tests/vectors/minimal-release.yaml");
    char *with_expiry = replaced(mf_bytes_data(text), "  created: 2025-01-02T03:04:05Z\n",
                                 "  created: 2025-01-02T03:04:05Z\n  expires: 2026-01-02T03:04:05Z\n");
    mf_manifest *manifest = read_manifest(with_expiry, MF_ZERO_TERMINATED);
    mf_bytes *envelope = sign_release(manifest, 1);
    mf_bytes *endless = sign_release(minimal, 1);
    static const struct {
        int64_t time;
        mf_status expected;
    } cases[] = {
        { 0, MF_OK },
        { 1, MF_OK },
        { 1767323044, MF_OK },
        { 1767323045, MF_OK }, /* the last second */
        { 1767323046, MF_ERROR_EXPIRED },
        { INT64_MAX, MF_ERROR_EXPIRED },
        { -1, MF_OK },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mf_verify_options options;
        mf_verified *verified = NULL;
        mf_report *report = NULL;
        mf_error *error = NULL;

        mf_verify_options_init(&options, sizeof options);
        options.time = cases[i].time;
        ck_assert_int_eq(verify(envelope, &options, &verified, &report, &error), cases[i].expected);
        ck_assert_int_eq(verified != NULL, cases[i].expected == MF_OK);
        ck_assert_int_eq(report != NULL, cases[i].expected == MF_OK);
        ck_assert(cases[i].expected == MF_OK ||
                  strstr(mf_error_message(error), "2026-01-02T03:04:05Z") != NULL);
        verified = mf_verified_unref(verified);
        mf_report_unref(report);
        mf_error_unref(error);
        ck_assert_int_eq(verify(endless, &options, &verified, NULL, NULL), MF_OK);
        mf_verified_unref(verified);
    }
    mf_bytes_unref(endless);
    mf_bytes_unref(envelope);
    mf_manifest_unref(manifest);
    free(with_expiry);
    mf_bytes_unref(text);
}
END_TEST

START_TEST(limits_reach_the_manifest_inside)
{
    mf_manifest *manifest = read_vector("full");
    mf_bytes *envelope = sign_release(manifest, 1);
    mf_read_options limits;
    mf_verify_options options;
    mf_verified *verified = NULL;

    mf_read_options_init(&limits, sizeof limits);
    mf_verify_options_init(&options, sizeof options);
    options.limits = &limits;
    limits.format = MF_FORMAT_YAML;
    limits.profile = MF_PROFILE_DRAFT;
    ck_assert_int_eq(verify(envelope, &options, &verified, NULL, NULL), MF_OK);
    verified = mf_verified_unref(verified);
    limits.maximum_input = mf_bytes_size(envelope) / 2 + 1;
    ck_assert_int_eq(verify(envelope, &options, &verified, NULL, NULL), MF_ERROR_LIMIT);
    limits.maximum_input = 0;
    limits.maximum_string = 10;
    ck_assert_int_eq(verify(envelope, &options, &verified, NULL, NULL), MF_ERROR_INVALID);
    limits.maximum_string = 0;
    limits.maximum_entries = 1;
    ck_assert_int_eq(verify(envelope, &options, &verified, NULL, NULL), MF_ERROR_INVALID);
    ck_assert_ptr_null(verified);
    mf_bytes_unref(envelope);
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(wrong_calls_of_signing)
{
    mf_key *many[17];
    mf_key *public_key = public_of(keys[1]);
    mf_key *same = secret_key(1);
    mf_key *mixed[2] = { keys[0], public_key };
    mf_key *twice[2] = { keys[0], same };
    mf_key *with_null[2] = { keys[0], NULL };
    mf_sign_options options;
    mf_bytes *envelope = NULL;
    mf_bytes *good = sign_release(minimal, 1);
    const void *text = mf_bytes_data(good);
    size_t size = mf_bytes_size(good);

    for (size_t i = 0; i < 17; i++) {
        many[i] = secret_key((uint8_t)(i + 20));
    }
    ck_assert_int_eq(mf_manifest_sign(NULL, keys, 1, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, NULL, 1, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 0, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, many, 17, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, with_null, 2, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_manifest_sign(minimal, mixed, 2, NULL, &envelope, NULL, NULL), MF_ERROR_KEY);
    ck_assert_int_eq(mf_manifest_sign(minimal, twice, 2, NULL, &envelope, NULL, NULL), MF_ERROR_KEY);
    ck_assert_int_eq(mf_envelope_sign(NULL, 0, keys + 1, 1, NULL, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_sign(text, size, keys + 1, 0, NULL, &envelope, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_sign(text, size, keys + 1, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_sign(text, size, &public_key, 1, NULL, &envelope, NULL, NULL), MF_ERROR_KEY);
    ck_assert_int_eq(mf_envelope_sign("{}", 2, keys + 1, 1, NULL, &envelope, NULL, NULL), MF_ERROR_SYNTAX);
    mf_sign_options_init(&options, sizeof options);
    options.profile = 3;
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 1, &options, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    options.profile = 0;
    options.reserved = 1;
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 1, &options, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    options.reserved = 0;
    options.size = 0;
    ck_assert_int_eq(mf_manifest_sign(minimal, keys, 1, &options, &envelope, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_envelope_verify(text, size, keys, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(envelope);
    ck_assert_int_eq(mf_manifest_sign(minimal, many, 16, &anyhow, &envelope, NULL, NULL), MF_OK);
    mf_bytes_unref(envelope);
    for (size_t i = 0; i < 17; i++) {
        mf_key_unref(many[i]);
    }
    mf_bytes_unref(good);
    mf_key_unref(same);
    mf_key_unref(public_key);
}
END_TEST

static int32_t sign_outside(void *user_data, const uint8_t *message, size_t size, uint8_t *signature)
{
    int32_t *mode = user_data;

    if (*mode < 0) {
        return *mode;
    }
    ck_assert(mf_view_starts_with(mf_view_make((const char *)message, size),
                                  "DSSEv1 28 application/vnd.in-toto+json "));
    ck_assert_int_eq(mf_key_sign(keys[*mode], mf_view_make((const char *)message, size), signature, NULL),
                     MF_OK);
    return 0;
}

START_TEST(signers_elsewhere_sign_releases)
{
    int32_t mode = 1;
    mf_key *signer = NULL;
    mf_key *both[2];
    mf_bytes *envelope = NULL;
    mf_bytes *expected = sign_release(minimal, 2);
    mf_error *error = NULL;

    ck_assert_int_eq(mf_key_new_signer(mf_key_public(keys[1]), 32, sign_outside, &mode, &signer, NULL),
                     MF_OK);
    both[0] = keys[0];
    both[1] = signer;
    assert_ok(mf_manifest_sign(minimal, both, 2, &anyhow, &envelope, NULL, &error), error);
    assert_bytes_are(envelope, mf_bytes_data(expected));
    envelope = mf_bytes_unref(envelope);
    mode = -7;
    ck_assert_int_eq(mf_manifest_sign(minimal, both, 2, &anyhow, &envelope, NULL, &error), MF_ERROR_SIGNER);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "-7"));
    mf_error_unref(error);
    /* Another key's signature. */
    mode = 2;
    ck_assert_int_eq(mf_manifest_sign(minimal, both, 2, &anyhow, &envelope, NULL, NULL), MF_ERROR_SIGNER);
    ck_assert_ptr_null(envelope);
    mf_bytes_unref(expected);
    mf_key_unref(signer);
}
END_TEST

START_TEST(signers_add_to_an_envelope)
{
    mf_bytes *first = sign_release(minimal, 1);
    mf_bytes *all = sign_release(minimal, 3);
    mf_bytes *extended = NULL;
    mf_verify_options options;
    mf_verified *verified = NULL;
    mf_error *error = NULL;

    assert_ok(mf_envelope_sign(mf_bytes_data(first), MF_ZERO_TERMINATED, keys + 1, 2, &anyhow, &extended,
                               NULL, &error),
              error);
    assert_bytes_are(extended, mf_bytes_data(all));
    mf_verify_options_init(&options, sizeof options);
    options.threshold = 3;
    assert_ok(mf_envelope_verify(mf_bytes_data(extended), mf_bytes_size(extended), keys, 3, &options,
                                 &verified, NULL, &error),
              error);
    ck_assert_uint_eq(mf_verified_signer_count(verified), 3);
    verified = mf_verified_unref(verified);
    ck_assert_int_eq(mf_envelope_verify(mf_bytes_data(first), mf_bytes_size(first), keys, 3, &options,
                                        &verified, NULL, NULL),
                     MF_ERROR_SIGNATURE);
    extended = mf_bytes_unref(extended);
    /* Nobody signs twice. */
    ck_assert_int_eq(mf_envelope_sign(mf_bytes_data(all), mf_bytes_size(all), keys + 2, 1, &anyhow, &extended,
                                      NULL, &error),
                     MF_ERROR_KEY);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), mf_key_id(keys[2])));
    ck_assert_ptr_null(extended);
    mf_error_unref(error);
    mf_bytes_unref(all);
    mf_bytes_unref(first);
}
END_TEST

/* Somebody's junk under a key id does not keep its owner from signing, and what others wrote stays. */
START_TEST(signers_keep_what_is_there)
{
    char *statement = statement_of(minimal);
    struct mf_view type = mf_view_of(MF_PAYLOAD_TYPE);
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    mf_bytes *extended = NULL;
    mf_verified *verified = NULL;
    mf_error *error = NULL;

    append_signature(&signatures, attacker, mf_key_id(keys[0]), type, mf_view_of(statement));
    mf_buffer_append_text(&signatures, ",{\"cert\":[1.5,null],\"sig\":\"MEUCIQDx\"}");
    append_envelope(&envelope, type, mf_view_of(statement), mf_buffer_view(&signatures));
    envelope.data[envelope.size - 1] = ',';
    mf_buffer_append_text(&envelope, "\"zone\":{\"b\":2,\"a\":1}}");
    assert_ok(mf_envelope_sign(envelope.data, envelope.size, keys, 1, &anyhow, &extended, NULL, &error),
              error);
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(extended), "{\"cert\":[1.5,null],\"sig\":\"MEUCIQDx\"}"));
    ck_assert_ptr_nonnull(strstr(mf_bytes_data(extended), ",\"zone\":{\"a\":1,\"b\":2}}"));
    assert_ok(verify(extended, NULL, &verified, NULL, &error), error);
    ck_assert_uint_eq(mf_verified_signer_count(verified), 1);
    mf_verified_unref(verified);
    mf_bytes_unref(extended);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
    free(statement);
}
END_TEST

START_TEST(envelopes_are_full_at_sixteen)
{
    char *statement = statement_of(minimal);
    struct mf_view type = mf_view_of(MF_PAYLOAD_TYPE);
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    mf_bytes *extended = NULL;

    for (size_t i = 0; i < 15; i++) {
        append_signature(&signatures, attacker, NULL, type, mf_view_of(statement));
    }
    append_envelope(&envelope, type, mf_view_of(statement), mf_buffer_view(&signatures));
    ck_assert_int_eq(mf_envelope_sign(envelope.data, envelope.size, keys, 2, &anyhow, &extended, NULL, NULL),
                     MF_ERROR_LIMIT);
    ck_assert_ptr_null(extended);
    ck_assert_int_eq(mf_envelope_sign(envelope.data, envelope.size, keys, 1, &anyhow, &extended, NULL, NULL),
                     MF_OK);
    mf_bytes_unref(extended);
    mf_buffer_release(&envelope);
    mf_buffer_release(&signatures);
    free(statement);
}
END_TEST

START_TEST(truncated_and_damaged_releases_are_refused)
{
    mf_bytes *envelope = sign_release(minimal, 1);
    size_t size = mf_bytes_size(envelope);
    char *copy = malloc(size);
    const char *signatures = strstr(mf_bytes_data(envelope), "\"signatures\"");
    size_t payload_end = (size_t)(signatures - (const char *)mf_bytes_data(envelope));
    mf_verified *verified = NULL;

    ck_assert_ptr_nonnull(copy);
    for (size_t cut = 0; cut < size; cut++) {
        ck_assert_int_eq(
            mf_envelope_verify(mf_bytes_data(envelope), cut, keys, 1, NULL, &verified, NULL, NULL),
            MF_ERROR_SYNTAX);
    }
    memcpy(copy, mf_bytes_data(envelope), size);
    for (size_t bit = 0; bit < 8 * payload_end; bit++) {
        mf_status status;

        copy[bit / 8] = (char)(copy[bit / 8] ^ (char)(1U << bit % 8));
        status = mf_envelope_verify(copy, size, keys, 1, NULL, &verified, NULL, NULL);
        if (status != MF_ERROR_SYNTAX && status != MF_ERROR_SIGNATURE) {
            ck_abort_msg("bit %zu: %s", bit, mf_status_name(status));
        }
        copy[bit / 8] = (char)(copy[bit / 8] ^ (char)(1U << bit % 8));
    }
    ck_assert_ptr_null(verified);
    free(copy);
    mf_bytes_unref(envelope);
}
END_TEST

START_TEST(openssl_verifies_a_signed_release)
{
    mf_bytes *envelope = sign_release(minimal, 1);
    mf_bytes *pem = NULL;
    cJSON *json = cJSON_Parse(mf_bytes_data(envelope));
    const char *payload = member(json, "payload");
    const char *signature =
        member(cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "signatures"), 0), "sig");

    if (have_openssl()) {
        ck_assert_int_eq(mf_key_write_public(keys[0], &pem, NULL), MF_OK);
        ck_assert_int_eq(mf_file_write(mf_bytes_data(pem), mf_bytes_size(pem), "pub", 0644, NULL), MF_OK);
        ck_assert_int_eq(mf_file_write(payload, strlen(payload), "payload64", 0644, NULL), MF_OK);
        ck_assert_int_eq(mf_file_write(signature, strlen(signature), "sig64", 0644, NULL), MF_OK);
        ck_assert(run(
            "openssl base64 -d -A -in payload64 -out payload && openssl base64 -d -A -in sig64 -out sig"));
        ck_assert_int_eq(
            system(
                "{ printf 'DSSEv1 28 application/vnd.in-toto+json %s ' $(wc -c <payload) ; cat payload ; } >pae"),
            0);
        ck_assert(run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in pae -sigfile sig"));
        ck_assert_int_eq(system("printf x >>pae"), 0);
        ck_assert(!run("openssl pkeyutl -verify -pubin -inkey pub -rawin -in pae -sigfile sig"));
    }
    mf_bytes_unref(pem);
    cJSON_Delete(json);
    mf_bytes_unref(envelope);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("release");
    TCase *tests = tcase_create("release");
    TCase *files = tcase_create("openssl");

    tcase_add_checked_fixture(tests, make_release, end_release);
    tcase_add_test(tests, statement_of_a_small_release);
    tcase_add_test(tests, statements_are_canonical_and_name_everything);
    tcase_add_test(tests, statement_needs_a_release_id);
    tcase_add_test(tests, releases_are_signed_and_verified);
    tcase_add_test(tests, envelopes_are_written_as_dsse_says);
    tcase_add_test(tests, keys_named_in_a_manifest_never_verify);
    tcase_add_test(tests, signatures_come_first);
    tcase_add_test(tests, profiles_are_applied);
    tcase_add_test(tests, expired_releases_are_refused);
    tcase_add_test(tests, limits_reach_the_manifest_inside);
    tcase_add_test(tests, wrong_calls_of_signing);
    tcase_add_test(tests, signers_elsewhere_sign_releases);
    tcase_add_test(tests, signers_add_to_an_envelope);
    tcase_add_test(tests, signers_keep_what_is_there);
    tcase_add_test(tests, envelopes_are_full_at_sixteen);
    tcase_add_test(tests, truncated_and_damaged_releases_are_refused);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(files, make_release, end_release);
    tcase_add_checked_fixture(files, enter_directory, leave_directory);
    tcase_add_test(files, openssl_verifies_a_signed_release);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
