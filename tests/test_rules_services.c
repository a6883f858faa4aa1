/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about services at their edges: what just has a finding, and what just has none. */
#include "documents.h"

#include <stdio.h>

/* What the rules of a family find in one piece. */
static void judge(const char *family, const char *piece, mf_profile profile, const char *expected)
{
    struct rule_case only = { piece, expected };

    assert_rules_find(&only, 1, profile, family);
}

/* What the rules find in one service, given between the braces. */
static void check(const char *service, mf_profile profile, const char *expected)
{
    char piece[1000];

    (void)snprintf(
        piece, sizeof piece,
        "configuration:\n"
        "  parameters:\n"
        "    - {name: k, type: int, value: 1}\n"
        "    - {name: unset, type: string}\n"
        "    - {name: untyped_by_value, type: enum, choices: ['http://a.example', 'https://b.example']}\n"
        "    - {name: good, type: string, value: 'https://a.example', choices: ['https://a.example', "
        "'wss://b.example']}\n"
        "    - {name: here, type: string, value: 'http://127.0.0.1:9'}\n"
        "    - {name: bad, type: string, value: 'http://a.example', fallback: 'ws://b.example', "
        "choices: ['http://a.example', 'https://c.example', 'c.example:443']}\n"
        "services: [{name: s, %s}]\n",
        service);
    judge("MF28", piece, profile, expected);
}

static void check_endpoint(const char *endpoint, const char *code)
{
    char service[300];
    char expected[100] = "";

    (void)snprintf(service, sizeof service, "endpoint: \"%s\"", endpoint);
    if (code != NULL) {
        (void)snprintf(expected, sizeof expected, "%s /services/s/endpoint", code);
    }
    check(service, MF_PROFILE_RELEASE, expected);
}

START_TEST(endpoints_are_encrypted)
{
    static const char *const good[] = {
        "https://a.example",
        "HTTPS://a.example:1/x?y=http://z",
        "grpcs://a.example:443",
        "wss://a.example",
        "tls://a.example:1",
        "rediss://a.example",
        "amqps://a.example",
        "ldaps://a.example",
        "s3://bucket/key",
        "gs://bucket/key",
        "unix:/run/tokenizer.sock",
        "unix:///run/tokenizer.sock",
        "grpc+tls://a.example",
        "stomp+ssl://a.example",
        "mongodb+srv://a.example",
        "postgres://a.example/db?sslmode=verify-full",
        "postgresql://a.example/db?x=1&sslmode=require&y=2",
        "mysql://a.example/db?ssl-mode=REQUIRED",
        "mongodb://a.example/?tls=true",
        "kafka://a.example:9093?security.protocol=SASL_SSL",
        "http://localhost:9000/v1",
        "http://127.0.0.1",
        "grpc://[::1]:50051",
        "postgres://localhost/db",
    };
    static const char *const plain[] = {
        "http://a.example",
        "HTTP://a.example",
        "http://a.example/?https://",
        "http://localhost.a.example",
        "http://127.0.0.1.a.example",
        "http://localhost@a.example",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://features.svc.cluster.local",
        "http://a.example?tls=true",
        "grpc://a.example:443",
        "ws://a.example",
        "tcp://a.example:1",
        "redis://a.example",
        "postgres://a.example/db",
        "postgres://a.example/db?sslmode=prefer",
        "postgres://a.example/db?sslmode=disable",
        "postgres://a.example/db?xsslmode=require",
        "postgres://a.example/sslmode=require",
        "postgres://a.example/db#sslmode=require",
        "mysql://a.example/db?tls=false",
        "mongodb://a.example/?tls",
        "kafka://a.example:9092?security.protocol=SASL_PLAINTEXT",
    };
    static const char *const unknown[] = {
        "dns:a.example:443", "a.example:443",      "bolt://a.example",
        "urn:features",      "httpss://a.example", "tlss:a.example",
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        check_endpoint(good[i], NULL);
    }
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        check_endpoint(plain[i], "MF2801");
    }
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        check_endpoint(unknown[i], "MF2802");
    }
    check("endpoint: 'http://a.example'", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(so_are_the_values_of_parameters)
{
    static const char all[] =
        "MF2801 /configuration/parameters/bad/value + /services/s/parameter, "
        "MF2801 /configuration/parameters/bad/fallback + /services/s/parameter, "
        "MF2802 /configuration/parameters/bad/choices/c.example:443 + /services/s/parameter";

    check("parameter: good", MF_PROFILE_RELEASE, "");
    check("parameter: here", MF_PROFILE_RELEASE, "");
    check("parameter: unset", MF_PROFILE_RELEASE, "");
    check("parameter: nowhere", MF_PROFILE_RELEASE, "");
    check("parameter: bad", MF_PROFILE_RELEASE, all);
    check("parameter: bad", MF_PROFILE_DRAFT, "");
    check(
        "parameter: untyped_by_value", MF_PROFILE_RELEASE,
        "MF2801 /configuration/parameters/untyped_by_value/choices/http:~1~1a.example + /services/s/parameter");
    /* Each address is named once, for the first service that uses it. */
    check("parameter: bad}, {name: t, parameter: bad", MF_PROFILE_RELEASE, all);
    check("parameter: k", MF_PROFILE_DRAFT,
          "MF2803 /services/s/parameter + /configuration/parameters/k/type");
    check("parameter: k}, {name: t, parameter: k", MF_PROFILE_DRAFT,
          "MF2803 /services/s/parameter + /configuration/parameters/k/type, "
          "MF2803 /services/t/parameter + /configuration/parameters/k/type");
    judge("MF28", "services: [{name: s, parameter: p}]\n", MF_PROFILE_RELEASE, "");
}
END_TEST

START_TEST(passwords_in_addresses_are_not_repeated)
{
    static const char *const addresses[] = {
        "http://user:hunter2@a.example/",
        "http://a.example/?key=hunter2",
        "user:hunter2@a.example:5432",
        "bolt://hunter2@a.example",
    };

    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        char piece[200];
        mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
        mf_report *report = NULL;
        mf_manifest *manifest;
        size_t seen = 0;

        (void)snprintf(piece, sizeof piece, "schema: manifest/v1\nservices: [{name: s, endpoint: \"%s\"}]\n",
                       addresses[i]);
        options.maximum_findings = 1000;
        manifest = must_read(piece);
        ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
        for (size_t j = 0; j < mf_report_count(report); j++) {
            const mf_finding *finding = mf_report_finding(report, j);

            if (strncmp(mf_finding_code(finding), "MF28", 4) == 0) {
                seen++;
                ck_assert_str_eq(mf_finding_found(finding), "");
                ck_assert_ptr_null(strstr(mf_finding_message(finding), "hunter2"));
            }
        }
        ck_assert_uint_eq(seen, 1);
        mf_report_unref(report);
        mf_manifest_unref(manifest);
    }
}
END_TEST

START_TEST(services_know_who_calls)
{
    static const char here[] = "/services/s/authentication/";
    static const struct {
        const char *service;
        const char *code;
        const char *at;
        const char *related;
    } rows[] = {
        { "authentication: {scheme: basic, secrets: [a]}", NULL, NULL, NULL },
        { "authentication: {scheme: bearer, secrets: [a]}", NULL, NULL, NULL },
        { "authentication: {scheme: api-key, secrets: [a]}", NULL, NULL, NULL },
        { "authentication: {scheme: mtls, secrets: [a, b]}", NULL, NULL, NULL },
        { "authentication: {scheme: oidc}", NULL, NULL, NULL },
        { "authentication: {scheme: workload-identity}", NULL, NULL, NULL },
        { "authentication: {scheme: workload-identity, secrets: [a]}", NULL, NULL, NULL },
        { "timeout: 1s", NULL, NULL, NULL },
        { "authentication: {scheme: basic}", "MF2806", "secrets", "/services/s/authentication/scheme" },
        { "authentication: {scheme: bearer, secrets: []}", "MF2806", "secrets",
          "/services/s/authentication/scheme" },
        { "authentication: {scheme: api-key}", "MF2806", "secrets", "/services/s/authentication/scheme" },
        { "authentication: {scheme: mtls}", "MF2806", "secrets", "/services/s/authentication/scheme" },
        { "authentication: {scheme: none}", "MF2804", "scheme", "/services/s/classification" },
        { "authentication: {scheme: none}, classification: internal", "MF2804", "scheme",
          "/services/s/classification" },
        { "authentication: {scheme: none}, endpoint: 'https://localhost.example'", "MF2804", "scheme",
          "/services/s/classification" },
        { "authentication: {scheme: none}, parameter: good", "MF2804", "scheme",
          "/services/s/classification" },
        { "authentication: {scheme: none}, classification: public", "MF2805", "scheme",
          "/services/s/classification" },
        { "authentication: {scheme: none}, classification: restricted, endpoint: 'unix:/run/x'", "MF2805",
          "scheme", NULL },
        { "authentication: {scheme: none}, endpoint: 'http://localhost'", "MF2805", "scheme", NULL },
        { "authentication: {scheme: none}, parameter: here", "MF2805", "scheme", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char expected[200] = "";

        if (rows[i].code != NULL) {
            (void)snprintf(expected, sizeof expected, "%s %s%s%s%s", rows[i].code, here, rows[i].at,
                           rows[i].related == NULL ? "" : " + ",
                           rows[i].related == NULL ? "" : rows[i].related);
        }
        check(rows[i].service, MF_PROFILE_RELEASE, expected);
    }
    check("authentication: {scheme: none, secrets: [a]}", MF_PROFILE_DRAFT,
          "MF2807 /services/s/authentication/secrets + /services/s/authentication/scheme");
    check("authentication: {scheme: none}", MF_PROFILE_DRAFT, "");
    check("authentication: {scheme: basic}", MF_PROFILE_DRAFT, "");
    check("authentication: {secrets: [a]}", MF_PROFILE_DRAFT, "");
}
END_TEST

START_TEST(calls_have_time)
{
    check("timeout: 1ms", MF_PROFILE_DRAFT, "");
    check("timeout: 0s", MF_PROFILE_DRAFT, "MF2808 /services/s/timeout");
    check("retries: 0", MF_PROFILE_DRAFT, "");
}
END_TEST

/* Many services that share one parameter of many choices cost no more than both. */
START_TEST(shared_parameters_are_judged_once)
{
    enum { MANY = 10000 };
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_validate_options options = validation_for(MF_PROFILE_RELEASE);
    mf_report *report = NULL;
    mf_manifest *manifest;
    size_t seen = 0;

    mf_buffer_append_text(&text, "schema: manifest/v1\nconfiguration:\n  parameters:\n    - name: p\n"
                                 "      type: string\n      choices:\n");
    for (int i = 0; i < MANY; i++) {
        mf_buffer_format(&text, "        - http://h%d.example\n", i);
    }
    mf_buffer_append_text(&text, "services:\n");
    for (int i = 0; i < MANY; i++) {
        mf_buffer_format(&text, "  - {name: s%05d, parameter: p}\n", i);
    }
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    options.maximum_findings = 10 * MANY;
    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        if (strcmp(mf_finding_code(finding), "MF2801") == 0) {
            ck_assert_str_eq(mf_finding_related_path(finding, 0), "/services/s00000/parameter");
            seen++;
        }
    }
    ck_assert_uint_eq(seen, MANY);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_services");
    TCase *tests = tcase_create("rules_services");

    tcase_add_test(tests, endpoints_are_encrypted);
    tcase_add_test(tests, so_are_the_values_of_parameters);
    tcase_add_test(tests, passwords_in_addresses_are_not_repeated);
    tcase_add_test(tests, services_know_who_calls);
    tcase_add_test(tests, calls_have_time);
    tcase_add_test(tests, shared_parameters_are_judged_once);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
