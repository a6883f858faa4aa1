/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public YAML test suite. None of its cases is a manifest, so none may be accepted; what is judged besides is whether the
 * text itself is refused: findings MF1001 to MF1099 say that it is no YAML, or YAML outside the subset of the format.
 */
#include "harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#define SUITE "yaml-test-suite"

/* What a case is, and what became of it. */
struct verdict {
    char name[32];
    bool invalid; /* the suite says that it is no YAML */
    bool parses;  /* libyaml reads it to the end */
    bool outside; /* libyaml reads something that the subset leaves out */
    bool text_refused;
    bool refused;
};

static bool is_outside(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return true;
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL ||
               memchr(event->data.scalar.value, '\0', event->data.scalar.length) != NULL;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL;
    case YAML_DOCUMENT_START_EVENT:
        return event->data.document_start.version_directive != NULL ||
               event->data.document_start.tag_directives.start !=
                   event->data.document_start.tag_directives.end;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return false;
    }
    return false;
}

/* Where the parser stands: in which mappings and lists, and where a key comes next. */
struct nesting {
    bool mapping[100];
    bool key[100];
    size_t depth;
};

/* Follows an event; true if a mapping or list, or the merge key, stands where a key belongs. */
static bool is_strange_key(struct nesting *nesting, const yaml_event_t *event)
{
    bool begins = event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT;
    bool value = begins || event->type == YAML_SCALAR_EVENT || event->type == YAML_ALIAS_EVENT;
    bool strange = false;

    if (value && nesting->depth > 0 && nesting->mapping[nesting->depth - 1]) {
        bool *key = &nesting->key[nesting->depth - 1];

        strange = *key && (begins || (event->type == YAML_SCALAR_EVENT &&
                                      event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
                                      strcmp((const char *)event->data.scalar.value, "<<") == 0));
        *key = !*key;
    }
    if (begins) {
        ck_assert_uint_lt(nesting->depth, 100);
        nesting->mapping[nesting->depth] = event->type == YAML_MAPPING_START_EVENT;
        nesting->key[nesting->depth++] = true;
    } else if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT) {
        nesting->depth--;
    }
    return strange;
}

/* Characters that libyaml takes and the subset does not: a byte order mark, and line separators of YAML 1.1. */
static bool has_strange_characters(struct mf_view text)
{
    static const char *const strange[] = { "\xef\xbb\xbf", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

    for (size_t i = 0; i + 3 <= text.size; i++) {
        for (size_t j = 0; j < sizeof strange / sizeof strange[0]; j++) {
            if (memcmp(text.data + i, strange[j], strlen(strange[j])) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The judge: what libyaml's own event loop says. */
static void ask_libyaml(struct mf_view text, struct verdict *verdict)
{
    struct nesting nesting = { .depth = 0 };
    size_t documents = 0;
    bool more = true;
    yaml_parser_t parser;

    ck_assert_int_eq(yaml_parser_initialize(&parser), 1);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.size);
    verdict->outside = has_strange_characters(text);
    while (more) {
        yaml_event_t event;

        if (yaml_parser_parse(&parser, &event) == 0) {
            break;
        }
        documents += event.type == YAML_DOCUMENT_START_EVENT;
        verdict->outside |= is_outside(&event);
        verdict->outside |= is_strange_key(&nesting, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    verdict->parses = !more;
    verdict->outside |= documents != 1;
}

/* The text under test: what the library says. */
static void ask_library(struct mf_view text, struct verdict *verdict)
{
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;
    mf_read_options options;
    mf_status status;

    mf_read_options_init(&options, sizeof options);
    options.format = MF_FORMAT_YAML;
    options.maximum_findings = 10000;
    status = mf_manifest_read(text.data, text.size, &options, &manifest, &report, NULL);
    verdict->refused = status == MF_ERROR_INVALID && manifest == NULL &&
                       mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0;
    for (size_t i = 0; report != NULL && i < mf_report_count(report); i++) {
        verdict->text_refused |= strncmp(mf_finding_code(mf_report_finding(report, i)), "MF10", 4) == 0;
    }
    mf_report_unref(report);
}

static bool take_case(const char *name, struct verdict *verdict)
{
    char path[100];
    mf_bytes *text;
    mf_bytes *error;

    (void)snprintf(path, sizeof path, SUITE "/%s/in.yaml", name);
    text = testdata_file(path);
    if (text == NULL) {
        return false;
    }
    memset(verdict, 0, sizeof *verdict);
    (void)snprintf(verdict->name, sizeof verdict->name, "%s", name);
    (void)snprintf(path, sizeof path, SUITE "/%s/error", name);
    error = testdata_file(path);
    verdict->invalid = error != NULL;
    mf_bytes_unref(error);
    ask_libyaml(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), verdict);
    ask_library(mf_view_make(mf_bytes_data(text), mf_bytes_size(text)), verdict);
    mf_bytes_unref(text);
    return true;
}

/* Calls `visit` for every case: a directory of the suite, or one of the numbered directories in it. */
static size_t for_each_case(void (*visit)(const struct verdict *verdict))
{
    struct dirent **entries = NULL;
    char place[1000];
    size_t cases = 0;
    int count;

    (void)snprintf(place, sizeof place, "%s/" SUITE, testdata_directory());
    count = scandir(place, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct verdict verdict;
        char name[32];

        if (strlen(entries[i]->d_name) == 4 && take_case(entries[i]->d_name, &verdict)) {
            visit(&verdict);
            cases++;
        }
        for (int part = 0; strlen(entries[i]->d_name) == 4 && part < 1000; part++) {
            /* Parts are numbered with two digits, or with three where there are more than a hundred. */
            (void)snprintf(name, sizeof name, "%.4s/%02d", entries[i]->d_name, part);
            if (!take_case(name, &verdict)) {
                (void)snprintf(name, sizeof name, "%.4s/%03d", entries[i]->d_name, part);
                if (!take_case(name, &verdict)) {
                    break;
                }
            }
            visit(&verdict);
            cases++;
        }
        free(entries[i]);
    }
    free(entries);
    return cases;
}

static void check_refused(const struct verdict *verdict)
{
    ck_assert_msg(verdict->refused, "%s was not refused", verdict->name);
}

START_TEST(no_case_is_a_manifest)
{
    if (have_testdata(SUITE)) {
        ck_assert_uint_eq(for_each_case(check_refused), 402);
    }
}
END_TEST

static size_t invalid_count;

static void check_invalid(const struct verdict *verdict)
{
    if (verdict->invalid) {
        invalid_count++;
        ck_assert_msg(verdict->text_refused, "%s is no YAML, and its text was accepted", verdict->name);
    }
}

START_TEST(what_is_no_yaml_is_refused_as_text)
{
    if (have_testdata(SUITE)) {
        (void)for_each_case(check_invalid);
        ck_assert_uint_eq(invalid_count, 94);
    }
}
END_TEST

/* Text is refused exactly where the suite says that it is no YAML, libyaml does not read it, or it has what the subset leaves
 * out. */
static void check_subset(const struct verdict *verdict)
{
    bool expected = verdict->invalid || !verdict->parses || verdict->outside;

    ck_assert_msg(verdict->text_refused == expected, "%s: text %s; libyaml %s, %s the subset", verdict->name,
                  verdict->text_refused ? "refused" : "accepted",
                  verdict->parses ? "reads it" : "does not read it", verdict->outside ? "outside" : "inside");
}

START_TEST(the_subset_is_what_the_format_says)
{
    if (have_testdata(SUITE)) {
        (void)for_each_case(check_subset);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml-suite");
    TCase *tcase = tcase_create("yaml-suite");

    tcase_add_test(tcase, no_case_is_a_manifest);
    tcase_add_test(tcase, what_is_no_yaml_is_refused_as_text);
    tcase_add_test(tcase, the_subset_is_what_the_format_says);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
