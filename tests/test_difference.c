/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over two documents: what it pairs, what it finds, and in which order. */
#include "documents.h"

#include "comparison/pairs.h"
#include "comparison/walk.h"

/* Appends "+/a/path" for a difference, and behind it the step of the patch where that is somewhere else: "+/a/path>/a/0". */
static mf_status note(void *context, const struct mf_difference *difference)
{
    static const char signs[] = "+-!^~.";
    static const char steps[] = "_+-!";
    struct mf_buffer *notes = context;

    mf_buffer_append_text(notes, notes->size == 0 ? "" : " ");
    mf_buffer_append_byte(notes, signs[difference->kind]);
    mf_trail_append(notes, difference->trail, difference->trail->count);
    mf_buffer_append_byte(notes, '>');
    mf_buffer_append_byte(notes, steps[difference->step]);
    mf_trail_append(notes, difference->target, difference->target->count);
    ck_assert(difference->kind == MF_DIFFERENCE_ADDED || difference->left.value != NULL);
    ck_assert(difference->kind == MF_DIFFERENCE_REMOVED || difference->right.value != NULL);
    return MF_OK;
}

static mf_manifest *read_piece(const char *piece)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_manifest *manifest;

    mf_buffer_append_text(&text, "schema: manifest/v1\n");
    mf_buffer_append_text(&text, piece);
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    mf_buffer_release(&text);
    return manifest;
}

/* Fails unless the walk from one piece of a manifest to another finds this. */
static void assert_walk(const char *left, const char *right, const char *expected)
{
    mf_manifest *manifests[] = { read_piece(left), read_piece(right) };
    struct mf_node a = mf_node_root(manifests[0]->root);
    struct mf_node b = mf_node_root(manifests[1]->root);
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_buffer notes = MF_BUFFER_EMPTY;

    ck_assert_int_eq(mf_difference_walk(arena, &a, &b, note, &notes), MF_OK);
    mf_buffer_append_byte(&notes, '\0');
    ck_assert_msg(strcmp(notes.data, expected) == 0, "%s\n%s\ngives    %s\nand not %s", left, right,
                  notes.data, expected);
    mf_buffer_release(&notes);
    mf_arena_free(arena);
    mf_manifest_unref(manifests[0]);
    mf_manifest_unref(manifests[1]);
}

struct walk_case {
    const char *left;
    const char *right;
    const char *expected;
};

static void assert_walks(const struct walk_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_walk(cases[i].left, cases[i].right, cases[i].expected);
        assert_walk(cases[i].left, cases[i].left, "");
        assert_walk(cases[i].right, cases[i].right, "");
    }
}

START_TEST(fields)
{
    static const struct walk_case cases[] = {
        { "", "", "" },
        { "release: {id: a, version: 1.0.0}", "release: {id: b, version: 1.0.0}",
          "!/release/id>!/release/id" },
        { "release: {id: a}", "release: {id: a, version: 1.0.0}", "+/release/version>+/release/version" },
        { "release: {id: a}", "build: {source: {path: a}}", "-/release>-/release +/build>+/build" },
        { "rollout: {progress_deadline: 90m}", "rollout: {progress_deadline: 1h30m}",
          "~/rollout/progress_deadline>!/rollout/progress_deadline" },
        { "rollout: {progress_deadline: 90m}", "rollout: {progress_deadline: 90s}",
          "!/rollout/progress_deadline>!/rollout/progress_deadline" },
        { "environment: {resources: {storage: 1024Mi}}", "environment: {resources: {storage: 1Gi}}",
          "~/environment/resources/storage>!/environment/resources/storage" },
        { "environment: {resources: {storage: 1G}}", "environment: {resources: {storage: 1Gi}}",
          "!/environment/resources/storage>!/environment/resources/storage" },
        { "build: {evaluations: [{name: a, value: 1.0}]}", "build: {evaluations: [{name: a, value: 1e0}]}",
          "" },
        { "configuration: {parameters: [{name: a, type: int, value: 8}]}",
          "configuration: {parameters: [{name: a, type: string, value: '8'}]}",
          "!/configuration/parameters/a/type>!/configuration/parameters/0/type "
          "!/configuration/parameters/a/value>!/configuration/parameters/0/value" },
        { "configuration: {parameters: [{name: a, type: duration, value: 60s}]}",
          "configuration: {parameters: [{name: a, type: duration, value: 1m}]}",
          "~/configuration/parameters/a/value>!/configuration/parameters/0/value" },
        { "configuration: {parameters: [{name: a, type: duration, value: 60s}]}",
          "configuration: {parameters: [{name: a, type: string, value: 1m}]}",
          "!/configuration/parameters/a/type>!/configuration/parameters/0/type "
          "!/configuration/parameters/a/value>!/configuration/parameters/0/value" },
    };

    assert_walks(cases, COUNT_OF(cases));
}
END_TEST

START_TEST(sets)
{
    static const struct walk_case cases[] = {
        { "release: {labels: [{name: a, value: x}, {name: b, value: v}]}",
          "release: {labels: [{name: b, value: v}, {name: a, value: x}]}", "" },
        { "release: {labels: [{name: a, value: x}, {name: b, value: v}, {name: d, value: z}]}",
          "release: {labels: [{name: d, value: w}, {name: c, value: v}]}",
          "-/release/labels/a>-/release/labels/0 -/release/labels/b>-/release/labels/0 "
          "+/release/labels/c>+/release/labels/0 !/release/labels/d/value>!/release/labels/1/value" },
        { "release: {labels: [{name: a.example/b, value: x}]}",
          "release: {labels: [{name: a.example/b, value: v}]}",
          "!/release/labels/a.example~1b/value>!/release/labels/0/value" },
        { "environment: {platform: {cpu_features: [a, c]}}",
          "environment: {platform: {cpu_features: [b, c]}}",
          "-/environment/platform/cpu_features/a>-/environment/platform/cpu_features/0 "
          "+/environment/platform/cpu_features/b>+/environment/platform/cpu_features/0" },
        { "configuration: {parameters: [{name: a, type: int, choices: [8]}]}",
          "configuration: {parameters: [{name: a, type: string, choices: ['8']}]}",
          "!/configuration/parameters/a/type>!/configuration/parameters/0/type "
          "!/configuration/parameters/a/choices/8>!/configuration/parameters/0/choices/0" },
    };

    assert_walks(cases, COUNT_OF(cases));
}
END_TEST

#define PACKAGES(list) "dependencies: {packages: [" list "]}"
#define P(purl)        "{purl: '" purl "', scope: runtime}"
#define AT             "/dependencies/packages/"

START_TEST(packages)
{
    static const struct walk_case cases[] = {
        { PACKAGES(P("pkg:pypi/a@1.9")), PACKAGES(P("pkg:pypi/a@1.10")), "!" AT "pkg:pypi~1a@1.9>!" AT "0" },
        /* The keys of a-b stand before those of a. */
        { PACKAGES(P("pkg:pypi/a@1") "," P("pkg:pypi/a-b@1")),
          PACKAGES(P("pkg:pypi/a@2") "," P("pkg:pypi/a-b@2") "," P("pkg:pypi/a-a@1")),
          "+" AT "pkg:pypi~1a-a@1>+" AT "0 !" AT "pkg:pypi~1a-b@1>!" AT "1 !" AT "pkg:pypi~1a@1>!" AT "2" },
        { PACKAGES(P("pkg:npm/a@1.0.0") "," P("pkg:npm/a@2.0.0")),
          PACKAGES(P("pkg:npm/a@2.0.0") "," P("pkg:npm/a@3.0.0")),
          "." AT "pkg:npm~1a@1.0.0>-" AT "0 !" AT "pkg:npm~1a@1.0.0>+" AT "1" },
        { PACKAGES(P("pkg:npm/a@1.0.0") "," P("pkg:npm/a@2.0.0")), PACKAGES(P("pkg:npm/a@2.0.0")),
          "-" AT "pkg:npm~1a@1.0.0>-" AT "0" },
        { PACKAGES(P("pkg:deb/debian/a@1?arch=amd64") "," P("pkg:deb/debian/a@1?arch=arm64")),
          PACKAGES(P("pkg:deb/debian/a@2?arch=arm64") "," P("pkg:deb/debian/a@2?arch=riscv64") "," P(
              "pkg:deb/debian/a@3?arch=amd64")),
          "." AT "pkg:deb~1debian~1a@1?arch=amd64>-" AT "0 +" AT "pkg:deb~1debian~1a@2?arch=riscv64>+" AT
          "1 !" AT "pkg:deb~1debian~1a@1?arch=amd64>+" AT "2 !" AT "pkg:deb~1debian~1a@1?arch=arm64>!" AT
          "0" },
        { PACKAGES(P("pkg:deb/debian/a@1?arch=amd64")), PACKAGES(P("pkg:deb/debian/a@1?arch=arm64")),
          "!" AT "pkg:deb~1debian~1a@1?arch=amd64>!" AT "0" },
        { PACKAGES(P("pkg:pypi/a@1") "," P("pkg:pypi/b@1")), PACKAGES(P("pkg:npm/a@1") "," P("pkg:pypi/b@1")),
          "-" AT "pkg:pypi~1a@1>-" AT "0 +" AT "pkg:npm~1a@1>+" AT "0" },
        { PACKAGES(P("pkg:pypi/a@1")),
          PACKAGES("{purl: 'pkg:pypi/a@1', scope: test, requires: ['pkg:pypi/b@1']}"),
          "!" AT "pkg:pypi~1a@1/scope>!" AT "0/scope +" AT "pkg:pypi~1a@1/requires>+" AT "0/requires" },
        { PACKAGES("{purl: 'pkg:pypi/a@1', requires: ['pkg:pypi/b@1']}"),
          PACKAGES("{purl: 'pkg:pypi/a@1', requires: ['pkg:pypi/b@2']}"),
          "!" AT "pkg:pypi~1a@1/requires/pkg:pypi~1b@1>!" AT "0/requires/0" },
    };

    assert_walks(cases, COUNT_OF(cases));
}
END_TEST

#define ARGUMENTS(list) "environment: {process: {arguments: [" list "]}}"
#define ARG             "/environment/process/arguments/"
#define STEPS(list)     "build: {steps: [" list "]}"
#define STEP            "/build/steps/"
#define WEIGHTS(list)   "rollout: {steps: [" list "]}"
#define WEIGHT          "/rollout/steps/"

START_TEST(sequences)
{
    static const struct walk_case cases[] = {
        { ARGUMENTS("a, b, c"), ARGUMENTS("a, x, c"), "!" ARG "1>!" ARG "1" },
        { ARGUMENTS("a, b, c"), ARGUMENTS("a, c"), "-" ARG "1>-" ARG "1" },
        { ARGUMENTS("a, c"), ARGUMENTS("a, b, c"), "+" ARG "1>+" ARG "1" },
        { ARGUMENTS("x, a, x"), ARGUMENTS("a, x"), "-" ARG "0>-" ARG "0" },
        { ARGUMENTS("a, b, c, d"), ARGUMENTS("b, c, d, a"), "." ARG "0>-" ARG "0 ^" ARG "0>+" ARG "3" },
        { ARGUMENTS("a, b"), ARGUMENTS("b, a, b"), "+" ARG "0>+" ARG "0" },
        { ARGUMENTS("a, b, c"), ARGUMENTS("x, b, w, z"),
          "+" ARG "3>+" ARG "3 !" ARG "0>!" ARG "0 !" ARG "2>!" ARG "2" },
        { STEPS("{name: a, description: x}, {name: b, description: w}"),
          STEPS("{name: b, description: z}, {name: a, description: x}"),
          "." STEP "0>-" STEP "0 ^" STEP "0>+" STEP "1 !" STEP "1/description>!" STEP "0/description" },
        { STEPS("{name: a, description: x}, {name: b, description: w}"),
          STEPS("{name: a, description: x}, {name: c, description: v}, {name: b, description: z}"),
          "+" STEP "1>+" STEP "1 !" STEP "1/description>!" STEP "2/description" },
        { STEPS("{name: a, command: [x, w]}"), STEPS("{name: a, command: [x]}"),
          "-" STEP "0/command/1>-" STEP "0/command/1" },
        { WEIGHTS("{weight: 5, hold: 10m}, {weight: 100}"), WEIGHTS("{weight: 10, hold: 10m}, {weight: 100}"),
          "!" WEIGHT "0/weight>!" WEIGHT "0/weight" },
        { WEIGHTS("{weight: 5}, {weight: 100}"), WEIGHTS("{weight: 5}, {weight: 20}, {weight: 100}"),
          "+" WEIGHT "1>+" WEIGHT "1" },
    };

    assert_walks(cases, COUNT_OF(cases));
}
END_TEST

static mf_status refuse(void *context, const struct mf_difference *difference)
{
    (void)difference;
    return ++*(unsigned *)context == 2 ? MF_ERROR_LIMIT : MF_OK;
}

START_TEST(the_taker_ends_the_walk)
{
    mf_manifest *left = read_piece("release: {labels: [{name: a, value: x}, {name: b, value: x}]}");
    mf_manifest *right = read_piece("release: {id: a, labels: [{name: c, value: x}]}");
    struct mf_node a = mf_node_root(left->root);
    struct mf_node b = mf_node_root(right->root);
    struct mf_arena *arena = mf_arena_new(0);
    struct mf_arena *tiny = mf_arena_new(8 * sizeof(void *));
    unsigned count = 0;

    ck_assert_int_eq(mf_difference_walk(arena, &a, &b, refuse, &count), MF_ERROR_LIMIT);
    ck_assert_uint_eq(count, 2);
    count = 5;
    ck_assert_int_eq(mf_difference_walk(tiny, &a, &b, refuse, &count), MF_ERROR_LIMIT);
    mf_arena_free(tiny);
    mf_arena_free(arena);
    mf_manifest_unref(left);
    mf_manifest_unref(right);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("difference");
    TCase *tcase = tcase_create("difference");

    tcase_add_test(tcase, fields);
    tcase_add_test(tcase, sets);
    tcase_add_test(tcase, packages);
    tcase_add_test(tcase, sequences);
    tcase_add_test(tcase, the_taker_ends_the_walk);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
