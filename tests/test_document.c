/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a text as a document of some kind, inside the library: which texts give a document, and what is reported of them. */
#include "documents.h"

#include "syntax/read.h"

/* What one reading gave. */
struct read {
    mf_report *report;
    struct mf_document document;
};

static struct read read_as(const char *text, mf_profile profile)
{
    mf_read_options options = options_for(MF_FORMAT_AUTO, profile);
    struct mf_read_request request;
    struct read read = { NULL, { .arena = NULL } };
    mf_error *error = NULL;

    assert_ok(mf_read_request_init(&request, &mf_schema_manifest, text, MF_ZERO_TERMINATED, &options, &error),
              error);
    read.report = mf_report_new(request.limits.findings, request.limits.memory);
    ck_assert_ptr_nonnull(read.report);
    assert_ok(mf_document_read(&request, read.report, &read.document, &error), error);
    return read;
}

static void end_read(struct read *read)
{
    mf_arena_free(read->document.arena);
    mf_report_unref(read->report);
}

START_TEST(sound_texts_give_a_document_and_what_it_lacks)
{
    static const struct {
        const char *text;
        mf_profile profile;
        size_t findings;
        const char *code; /* of the first */
    } cases[] = {
        { "schema: manifest/v1\n", MF_PROFILE_DRAFT, 0, "" },
        { "{\"schema\": \"manifest/v1\"}", MF_PROFILE_DRAFT, 0, "" },
        { "schema: manifest/v1\n", MF_PROFILE_RELEASE, 10, "MF1301" },
        { "release:\n  id: a\n", MF_PROFILE_DRAFT, 1, "MF1302" },
        { "{\"release\": {\"id\": \"a\"}}", MF_PROFILE_DRAFT, 1, "MF1302" },
        { "schema: manifest/v1\nartifacts:\n- kind: code\n", MF_PROFILE_DRAFT, 1, "MF1302" },
        { "schema: manifest/v1\nconfiguration:\n  parameters:\n  - name: a\n    value: 1\n", MF_PROFILE_DRAFT,
          1, "MF1302" },
        { "schema: manifest/v1\nbuild:\n  materials:\n  - name: a\n    digest: sha256:"
          "0000000000000000000000000000000000000000000000000000000000000000\n"
          "    revision: '0000000000000000000000000000000000000000'\n",
          MF_PROFILE_DRAFT, 1, "MF1303" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct read read = read_as(cases[i].text, cases[i].profile);

        ck_assert_msg(read.document.arena != NULL && read.document.root != NULL, "no document of %s",
                      cases[i].text);
        ck_assert_uint_eq(mf_report_total(read.report), cases[i].findings);
        ck_assert_str_eq(mf_finding_code(mf_report_finding(read.report, 0)), cases[i].code);
        end_read(&read);
    }
}
END_TEST

START_TEST(other_texts_give_none)
{
    static const char *const texts[] = {
        "",
        "# nothing\n",
        "[]",
        "- a\n",
        "text\n",
        "{",
        "schema: manifest/v1\n--- {}\n",
        "schema: manifest/v1\nrelaese: {}\n",
        "schema: manifest/v1\nrelease:\n  id: A B\n",
        "schema: manifest/v1\nrelease:\n  id: null\n",
        "schema: manifest/v1\nrelease:\n  id: [a]\n",
        "schema: manifest/v1\nschema: manifest/v1\n",
        "schema: manifest/v1\nartifacts:\n- name: a\n- name: a\n",
        "schema: other/v1\n",
        "{\"schema\": \"manifest/v1\"} {}",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct read read = read_as(texts[i], MF_PROFILE_RELEASE);

        ck_assert_msg(read.document.arena == NULL && read.document.root == NULL, "a document of %s",
                      texts[i]);
        ck_assert_msg(mf_report_total(read.report) > 0, "no finding in %s", texts[i]);
        end_read(&read);
    }
}
END_TEST

START_TEST(what_a_document_holds_can_be_walked_over)
{
    struct read read = read_as(
        "schema: manifest/v1\nrelease:\n  id: a\nartifacts:\n- kind: code\n- name: b\n", MF_PROFILE_RELEASE);
    const struct model_manifest *root = read.document.root;
    const struct model_artifacts *artifacts = root->artifacts.items;

    ck_assert_str_eq(root->release->id.text, "a");
    ck_assert_ptr_null(root->release->version.text);
    ck_assert_ptr_null(root->build);
    ck_assert_uint_eq(root->artifacts.count, 2);
    ck_assert_ptr_null(artifacts[0].name.text);
    ck_assert_str_eq(artifacts[1].name.text, "b");
    ck_assert_uint_eq(mf_places_position(&read.document.places, artifacts[1].name.at).line, 6);
    end_read(&read);
}
END_TEST

START_TEST(requests_are_checked)
{
    mf_read_options options = options_for(MF_FORMAT_YAML, MF_PROFILE_RELEASE);
    struct mf_read_request request;
    mf_error *error = NULL;

    options.maximum_input = 3;
    ck_assert_int_eq(mf_read_request_init(&request, &mf_schema_manifest, NULL, 1, NULL, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_read_request_init(&request, &mf_schema_manifest, "abcd", 4, &options, NULL),
                     MF_ERROR_LIMIT);
    options.profile = 7;
    ck_assert_int_eq(mf_read_request_init(&request, &mf_schema_manifest, "abc", 3, &options, NULL),
                     MF_ERROR_ARGUMENT);
    options.profile = 0;
    assert_ok(mf_read_request_init(&request, &mf_schema_manifest, "abc", 3, &options, &error), error);
    ck_assert_int_eq(request.profile, MF_PROFILE_DRAFT);
    ck_assert_int_eq(request.format, MF_FORMAT_YAML);
    assert_ok(mf_read_request_init(&request, &mf_schema_manifest, " {}", MF_ZERO_TERMINATED, NULL, &error),
              error);
    ck_assert_int_eq(request.format, MF_FORMAT_JSON);
    ck_assert_uint_eq(request.text.size, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *tcase = tcase_create("document");

    tcase_add_test(tcase, sound_texts_give_a_document_and_what_it_lacks);
    tcase_add_test(tcase, other_texts_give_none);
    tcase_add_test(tcase, what_a_document_holds_can_be_walked_over);
    tcase_add_test(tcase, requests_are_checked);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
