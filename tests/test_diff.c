/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two releases: each change with its severity and in words, in both formats; and what is no change. */
#include "documents.h"

#include "comparison/weight.h"

#include <stdio.h>

#define ARROW " \xe2\x86\x92 "

/* A manifest from a piece of one; with `as_json` after it was written as JSON and read again. */
static mf_manifest *read_piece(const char *piece, bool as_json)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_manifest *manifest;
    mf_bytes *json = NULL;

    mf_buffer_append_text(&text, "schema: manifest/v1\n");
    mf_buffer_append_text(&text, piece);
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_YAML, MF_PROFILE_DRAFT);
    mf_buffer_release(&text);
    if (as_json) {
        ck_assert_int_eq(mf_manifest_write(manifest, MF_FORMAT_JSON, &json, NULL), MF_OK);
        mf_manifest_unref(manifest);
        manifest = must_read_as(mf_view_make(mf_bytes_data(json), mf_bytes_size(json)), MF_FORMAT_JSON,
                                MF_PROFILE_DRAFT);
        mf_bytes_unref(json);
    }
    return manifest;
}

static mf_diff *compare(const mf_manifest *before, const mf_manifest *after, const mf_diff_options *options)
{
    mf_diff *diff = NULL;
    mf_error *error = NULL;

    assert_ok(mf_diff_compare(before, after, options, &diff, &error), error);
    return diff;
}

static mf_diff *compare_pieces(const char *before, const char *after, bool first_json, bool second_json)
{
    mf_manifest *manifests[] = { read_piece(before, first_json), read_piece(after, second_json) };
    mf_diff *diff = compare(manifests[0], manifests[1], NULL);

    mf_manifest_unref(manifests[0]);
    mf_manifest_unref(manifests[1]);
    return diff;
}

/* "high changed environment: accelerator driver: 1 → 2" and "; " between changes. */
static void append_changes(struct mf_buffer *text, const mf_diff *diff)
{
    for (size_t i = 0; i < mf_diff_count(diff); i++) {
        const mf_change *change = mf_diff_change(diff, i);

        mf_buffer_append_text(text, i == 0 ? "" : " | ");
        mf_buffer_append_text(text, mf_diff_severity_name(mf_change_severity(change)));
        mf_buffer_append_text(text, " ");
        mf_buffer_append_text(text, mf_diff_kind_name(mf_change_kind(change)));
        mf_buffer_append_text(text, " ");
        mf_buffer_append_text(text, mf_change_section(change));
        mf_buffer_append_text(text, ": ");
        mf_buffer_append_text(text, mf_change_label(change));
        mf_buffer_append_text(text, ": ");
        mf_buffer_append_text(text, mf_change_message(change));
    }
    mf_buffer_append_byte(text, '\0');
}

static const struct {
    const char *before;
    const char *after;
    const char *expected;
} different[] = {
    { "environment: {accelerator: {kind: cuda, driver: '550.54'}}",
      "environment: {accelerator: {kind: cuda, driver: '550.90'}}",
      "high changed environment: accelerator driver: \"550.54\"" ARROW "\"550.90\"" },
    { "environment: {accelerator: {toolkit: '12.1'}}", "environment: {accelerator: {toolkit: '12.10'}}",
      "high changed environment: accelerator toolkit: \"12.1\"" ARROW "\"12.10\"" },
    { "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.3.0', scope: runtime, in_image: true}]}",
      "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.4.0%2Bcu124', scope: runtime, record: "
      "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}]}",
      "high changed dependencies: packages pkg:pypi/torch: 2.3.0" ARROW
      "2.4.0+cu124; also in_image, record" },
    { "dependencies: {packages: [{purl: 'pkg:pypi/idna@3.6', scope: runtime}]}",
      "dependencies: {packages: [{purl: 'pkg:pypi/idna@3.7', scope: runtime}]}",
      "medium changed dependencies: packages pkg:pypi/idna: 3.6" ARROW "3.7" },
    { "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.3.0', scope: test}]}",
      "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.4.0', scope: test}]}",
      "low changed dependencies: packages pkg:pypi/torch: 2.3.0" ARROW "2.4.0" },
    { "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.3.0', scope: test}]}",
      "dependencies: {packages: [{purl: 'pkg:pypi/torch@2.3.0', scope: runtime}]}",
      "medium changed dependencies: packages pkg:pypi/torch scope: test" ARROW "runtime" },
    { "dependencies: {packages: [{purl: 'pkg:pypi/idna@3.6'}, {purl: 'pkg:pypi/torch@2.3.0'}]}",
      "dependencies: {packages: [{purl: 'pkg:pypi/idna@3.6'}, {purl: 'pkg:npm/a@1.0.0'}]}",
      "high removed dependencies: packages pkg:pypi/torch: 2.3.0 | "
      "medium added dependencies: packages pkg:npm/a: 1.0.0" },
    { "dependencies: {packages: [{purl: 'pkg:deb/debian/a@1?arch=amd64'}]}",
      "dependencies: {packages: [{purl: 'pkg:deb/debian/a@1?arch=arm64'}]}",
      "medium changed dependencies: packages pkg:deb/debian/a: pkg:deb/debian/a@1?arch=amd64" ARROW
      "pkg:deb/debian/a@1?arch=arm64" },
    { "release: {description: One.}", "release: {description: Two.}",
      "low changed release: description: \"One.\"" ARROW "\"Two.\"" },
    { "release: {description: One.}", "release: {description: \"One.\\nTwo.\"}",
      "low changed release: description: \"One.\"" ARROW "\"One.\\nTwo.\"" },
    { "release: {labels: [{name: a, value: x}]}", "release: {labels: [{name: a, value: z}]}",
      "low changed release: labels a value: \"x\"" ARROW "\"z\"" },
    { "artifacts: [{name: w, kind: weights, digest: "
      "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}]",
      "artifacts: [{name: w, kind: weights, digest: "
      "'sha256:1111111111110000000000000000000000000000000000000000000000000000'}]",
      "high changed artifacts: w digest: sha256:000000000000\xe2\x80\xa6" ARROW
      "sha256:111111111111\xe2\x80\xa6" },
    { "artifacts: [{name: w, kind: card, digest: "
      "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}]",
      "artifacts: [{name: w, kind: card, digest: "
      "'sha256:1111111111110000000000000000000000000000000000000000000000000000'}]",
      "medium changed artifacts: w digest: sha256:000000000000\xe2\x80\xa6" ARROW
      "sha256:111111111111\xe2\x80\xa6" },
    { "rollout: {rollback: {target: "
      "'sha256:0000000000000000000000000000000000000000000000000000000000000000'}}",
      "rollout: {rollback: {first_release: true}}",
      "high removed rollout: rollback target: sha256:000000000000\xe2\x80\xa6 | "
      "high added rollout: rollback first_release: true" },
    { "rollout: {steps: [{weight: 5}, {weight: 100}]}",
      "rollout: {steps: [{weight: 5, hold: 10m}, {weight: 100}]}",
      "medium added rollout: steps[0] hold: 10m" },
    { "environment: {process: {arguments: [a, b, c, d]}}",
      "environment: {process: {arguments: [b, c, d, a]}}",
      "medium moved environment: process arguments[0]: from place 0 to 3" },
    { "configuration: {parameters: [{name: a, type: int, value: 8}]}",
      "configuration: {parameters: [{name: a, type: string, value: '8'}]}",
      "medium changed configuration: parameters a type: int" ARROW "string | "
      "medium changed configuration: parameters a value: 8" ARROW "\"8\"" },
    { "governance: {roles: [{name: a, can: [read]}]}",
      "governance: {roles: [{name: a, can: [deploy, read]}]}",
      "high added governance: roles a can deploy: deploy" },
    { "rollout: {progress_deadline: 1h}", "rollout: {progress_deadline: 1h1ms}",
      "medium changed rollout: progress_deadline: 1h" ARROW "1h1ms" },
    { "release: {version: 1.0.0}", "release: {version: 1.0.0+1}",
      "low changed release: version: 1.0.0" ARROW "1.0.0+1" },
    { "environment: {variables: [{name: A, value: ''}]}", "environment: {variables: [{name: A, value: '0'}]}",
      "medium changed environment: variables A value: \"\"" ARROW "\"0\"" },
    { "configuration: {parameters: [{name: a, type: duration, choices: [60s]}]}",
      "configuration: {parameters: [{name: a, type: duration, choices: [60ms]}]}",
      "medium removed configuration: parameters a choices 60s: 60s | "
      "medium added configuration: parameters a choices 60ms: 60ms" },
    { "configuration: {parameters: [{name: a, type: duration, choices: [60s]}]}",
      "configuration: {parameters: [{name: a, type: string, choices: [1m]}]}",
      "medium changed configuration: parameters a type: duration" ARROW "string | "
      "medium removed configuration: parameters a choices 60s: 60s | "
      "medium added configuration: parameters a choices 1m: \"1m\"" },
    /* One version goes down past another: the order of the set is no change. */
    { "dependencies: {packages: [{purl: 'pkg:npm/a@2.0.0'}, {purl: 'pkg:npm/a@5.0.0'}]}",
      "dependencies: {packages: [{purl: 'pkg:npm/a@1.0.0'}, {purl: 'pkg:npm/a@2.0.0', scope: runtime}]}",
      "medium added dependencies: packages pkg:npm/a scope: runtime | "
      "medium changed dependencies: packages pkg:npm/a: 5.0.0" ARROW "1.0.0" },
    { "", "interface: {protocol: p}", "high added interface: interface: {\"protocol\":\"p\"}" },
    { "interface: {inputs: [{name: a, shape: [1, 2]}]}", "interface: {inputs: [{name: a, shape: [1, 3]}]}",
      "high changed interface: inputs[0] shape[1]: 2" ARROW "3" },
};

START_TEST(different_releases)
{
    for (unsigned formats = 0; formats < 4; formats++) {
        mf_diff *diff =
            compare_pieces(different[_i].before, different[_i].after, (formats & 1) != 0, (formats & 2) != 0);
        mf_diff *back =
            compare_pieces(different[_i].after, different[_i].before, (formats & 1) != 0, (formats & 2) != 0);
        struct mf_buffer text = MF_BUFFER_EMPTY;

        append_changes(&text, diff);
        ck_assert_str_eq(text.data, different[_i].expected);
        ck_assert_uint_eq(mf_diff_count(back), mf_diff_count(diff));
        ck_assert_uint_eq(mf_diff_respelled(diff), 0);
        mf_buffer_release(&text);
        mf_diff_unref(back);
        mf_diff_unref(diff);
    }
}
END_TEST

static const struct {
    const char *before;
    const char *after;
    size_t respelled;
} equal[] = {
    { "", "", 0 },
    { "rollout: {progress_deadline: 90m}", "rollout: {progress_deadline: 1h30m}", 1 },
    { "environment: {resources: {storage: 1024Mi, shared_memory: 0.5Gi}}",
      "environment: {resources: {storage: 1Gi, shared_memory: 512Mi}}", 2 },
    { "environment: {resources: {storage: 64}}", "environment: {resources: {storage: '64'}}", 0 },
    { "release: {labels: [{name: a, value: x}, {name: b, value: z}]}",
      "release: {labels: [{name: b, value: z}, {name: a, value: x}]}", 0 },
    { "build: {evaluations: [{name: a, value: 1.50}]}", "build: {evaluations: [{name: a, value: 15e-1}]}",
      0 },
    { "release: {labels: [], model: {}}", "", 0 },
    { "configuration: {parameters: [{name: a, type: duration, value: 60s}]}",
      "configuration: {parameters: [{name: a, type: duration, value: 1m}]}", 1 },
    { "configuration: {parameters: [{name: a, type: duration, choices: [2h, 60s, 1ms]}]}",
      "configuration: {parameters: [{name: a, type: duration, choices: [1m, 120m, 1ms]}]}", 2 },
    { "configuration: {parameters: [{name: a, type: quantity, choices: [1Gi, 512Mi]}]}",
      "configuration: {parameters: [{name: a, type: quantity, choices: [0.5Gi, 1Gi]}]}", 1 },
    { "environment: {platform: {cpu_features: [b, a]}}", "environment: {platform: {cpu_features: [a, b]}}",
      0 },
};

START_TEST(equal_releases)
{
    for (unsigned formats = 0; formats < 4; formats++) {
        mf_diff *diff =
            compare_pieces(equal[_i].before, equal[_i].after, (formats & 1) != 0, (formats & 2) != 0);

        ck_assert_msg(mf_diff_count(diff) == 0, "%s: %s", equal[_i].before,
                      mf_change_path(mf_diff_change(diff, 0)));
        ck_assert_uint_eq(mf_diff_respelled(diff), equal[_i].respelled);
        mf_diff_unref(diff);
    }
}
END_TEST

START_TEST(severities_can_be_left_out)
{
    mf_manifest *before = read_piece("release: {id: a, model: {name: a}}\nbuild: {source: {path: a}}", false);
    mf_manifest *after = read_piece("release: {id: b, model: {name: b}}\nbuild: {source: {path: b}}", false);
    mf_diff_options options;
    mf_bytes *patches[4] = { NULL, NULL, NULL, NULL };

    mf_diff_options_init(&options, sizeof options);
    for (mf_diff_severity least = 0; least <= MF_DIFF_HIGH; least++) {
        static const size_t counts[] = { 3, 3, 2, 1 };
        mf_diff *diff;

        options.least = least;
        diff = compare(before, after, &options);
        ck_assert_uint_eq(mf_diff_count(diff), counts[least]);
        ck_assert_uint_eq(mf_diff_count_severity(diff, MF_DIFF_HIGH), 1);
        ck_assert_int_eq(mf_diff_patch(diff, &patches[least], NULL), MF_OK);
        assert_bytes_are(patches[least], mf_bytes_data(patches[0]));
        mf_diff_unref(diff);
    }
    for (size_t i = 0; i < COUNT_OF(patches); i++) {
        mf_bytes_unref(patches[i]);
    }
    mf_manifest_unref(before);
    mf_manifest_unref(after);
}
END_TEST

START_TEST(json)
{
    mf_manifest *before = read_piece("release: {id: a, description: \"\\\"\\n\"}", false);
    mf_manifest *after = read_piece("release: {id: a}\nrollout: {progress_deadline: 1m}", false);
    mf_diff *diff = compare(before, after, NULL);
    struct mf_buffer expected = MF_BUFFER_EMPTY;
    mf_bytes *digests[] = { NULL, NULL };
    mf_bytes *text = NULL;
    static const char patch[] = "[\n{\"op\": \"remove\", \"path\": \"/release/description\"},\n"
                                "{\"op\": \"add\", \"path\": \"/rollout\", \"value\": "
                                "{\"progress_deadline\":\"1m\"}}\n]";

    ck_assert_int_eq(mf_manifest_digest(before, &digests[0], NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_digest(after, &digests[1], NULL), MF_OK);
    mf_buffer_format(
        &expected,
        "{\"before\": \"%s\",\n\"after\": \"%s\",\n\"high\": 0,\n\"medium\": 1,\n\"low\": 1,\n"
        "\"respelled\": 0,\n\"changes\": [\n"
        "{\"kind\": \"removed\", \"severity\": \"low\", \"section\": \"release\", \"path\": "
        "\"/release/description\", \"label\": \"description\", \"message\": \"\\\"\\\"\\\\n\\\"\", "
        "\"before\": \"\\\"\\n\"},\n"
        "{\"kind\": \"added\", \"severity\": \"medium\", \"section\": \"rollout\", \"path\": "
        "\"/rollout\", \"label\": \"rollout\", \"message\": \"{\\\"progress_deadline\\\":\\\"1m\\\"}\", "
        "\"after\": {\"progress_deadline\":\"1m\"}}\n],\n\"patch\": %s}\n",
        (const char *)mf_bytes_data(digests[0]), (const char *)mf_bytes_data(digests[1]), patch);
    mf_buffer_append_byte(&expected, '\0');
    ck_assert_int_eq(mf_diff_to_json(diff, &text, NULL), MF_OK);
    assert_bytes_are(text, expected.data);
    mf_bytes_unref(text);
    ck_assert_int_eq(mf_diff_patch(diff, &text, NULL), MF_OK);
    ck_assert(mf_view_starts_with(mf_view_of(mf_bytes_data(text)), patch));
    mf_bytes_unref(text);
    mf_bytes_unref(digests[0]);
    mf_bytes_unref(digests[1]);
    mf_buffer_release(&expected);
    mf_diff_unref(diff);
    mf_manifest_unref(before);
    mf_manifest_unref(after);
}
END_TEST

START_TEST(nothing_to_compare)
{
    mf_manifest *manifest = read_piece("release: {id: a}", false);
    mf_diff *diff = NULL;
    mf_bytes *text = NULL;
    mf_diff_options options;

    ck_assert_int_eq(mf_diff_compare(NULL, manifest, NULL, &diff, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_diff_compare(manifest, NULL, NULL, &diff, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_diff_compare(manifest, manifest, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    mf_diff_options_init(&options, sizeof options);
    options.least = MF_DIFF_HIGH + 1;
    ck_assert_int_eq(mf_diff_compare(manifest, manifest, &options, &diff, NULL), MF_ERROR_ARGUMENT);
    options.least = -1;
    ck_assert_int_eq(mf_diff_compare(manifest, manifest, &options, &diff, NULL), MF_ERROR_ARGUMENT);
    options.least = 0;
    options.reserved = 1;
    ck_assert_int_eq(mf_diff_compare(manifest, manifest, &options, &diff, NULL), MF_ERROR_ARGUMENT);
    options.reserved = 0;
    options.maximum_memory = 16;
    ck_assert_int_eq(mf_diff_compare(manifest, manifest, &options, &diff, NULL), MF_ERROR_LIMIT);
    ck_assert_ptr_null(diff);
    ck_assert_int_eq(mf_diff_patch(NULL, &text, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_diff_to_json(NULL, &text, NULL), MF_ERROR_ARGUMENT);
    ck_assert_uint_eq(mf_diff_count(NULL), 0);
    ck_assert_uint_eq(mf_diff_count_severity(NULL, MF_DIFF_LOW), 0);
    ck_assert_uint_eq(mf_diff_respelled(NULL), 0);
    ck_assert_ptr_null(mf_diff_change(NULL, 0));
    ck_assert_int_eq(mf_change_kind(NULL), 0);
    ck_assert_int_eq(mf_change_severity(NULL), 0);
    ck_assert_str_eq(mf_change_section(NULL), "");
    ck_assert_str_eq(mf_change_path(NULL), "");
    ck_assert_str_eq(mf_change_label(NULL), "");
    ck_assert_str_eq(mf_change_message(NULL), "");
    ck_assert_str_eq(mf_change_before(NULL), "");
    ck_assert_str_eq(mf_change_after(NULL), "");
    ck_assert_str_eq(mf_diff_kind_name(0), "unknown");
    ck_assert_str_eq(mf_diff_kind_name(5), "unknown");
    ck_assert_str_eq(mf_diff_severity_name(4), "unknown");
    diff = compare(manifest, manifest, NULL);
    ck_assert_ptr_eq(mf_diff_ref(diff), diff);
    mf_diff_unref(diff);
    ck_assert_ptr_null(mf_diff_change(diff, 0));
    mf_diff_unref(diff);
    ck_assert_ptr_null(mf_diff_ref(NULL));
    ck_assert_ptr_null(mf_diff_unref(NULL));
    mf_manifest_unref(manifest);
}
END_TEST

/* Every package in another version; what is one version of very many is paired too. */
START_TEST(very_many_packages)
{
    enum { COUNT = 100000 };
    mf_manifest *manifests[2];
    mf_diff *diff;

    for (unsigned version = 0; version < 2; version++) {
        struct mf_buffer text = MF_BUFFER_EMPTY;

        mf_buffer_append_text(&text, "{\"schema\": \"manifest/v1\", \"dependencies\": {\"packages\": [");
        for (unsigned i = 0; i < COUNT; i++) {
            mf_buffer_format(&text, "%s{\"purl\": \"pkg:npm/p%u@%u.0.%u\"}", i == 0 ? "" : ",",
                             _i == 0 ? i : i / (COUNT / 2), version, i);
        }
        mf_buffer_append_text(&text, "]}}");
        manifests[version] = must_read_as(mf_buffer_view(&text), MF_FORMAT_JSON, MF_PROFILE_DRAFT);
        mf_buffer_release(&text);
    }
    diff = compare(manifests[0], manifests[1], NULL);
    ck_assert_uint_eq(mf_diff_count(diff), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_int_eq(mf_change_kind(mf_diff_change(diff, i)), MF_DIFF_CHANGED);
    }
    mf_diff_unref(diff);
    mf_manifest_unref(manifests[0]);
    mf_manifest_unref(manifests[1]);
}
END_TEST

START_TEST(packages_that_compute)
{
    static const char *const computing[] = { "pkg:pypi/torch@2", "pkg:conda/pytorch-cuda@12",
                                             "pkg:deb/ubuntu/cuda-toolkit-12-4@12.4.1-1?arch=amd64",
                                             "pkg:pypi/nvidia-cudnn-cu12@9", "pkg:pypi/numpy@2" };
    static const char *const others[] = {
        "pkg:pypi/torch-like@2", "pkg:pypi/requests@2", "pkg:deb/debian/libgomp1@12",
        "pkg:npm/pytorc@1",      "pkg:pypi/mytorch@2",  "pkg:pypi/vllm2@2",
        "pkg:npm/torch.js@1",    "pkg:pypi/nvidia@1",   "pkg:golang/example.com/torch/x@1",
        "pkg:pypi/num@1"
    };

    for (size_t i = 0; i < COUNT_OF(computing); i++) {
        ck_assert_msg(mf_package_computes(mf_view_of(computing[i])), "%s", computing[i]);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        ck_assert_msg(!mf_package_computes(mf_view_of(others[i])), "%s", others[i]);
    }
}
END_TEST

/* Every name in doc/diff.md, a glob with something in place of its star. */
START_TEST(packages_of_the_page)
{
    static const char heading[] = "Packages that compute:";
    mf_bytes *page = source_file("doc/diff.md");
    const char *at = strstr(mf_bytes_data(page), heading);
    size_t count = 0;

    ck_assert_ptr_nonnull(at);
    for (at = strchr(at, '`'); at != NULL && count < 34; at = strchr(at, '`')) {
        const char *end = strchr(at + 1, '`');
        struct mf_buffer purl = MF_BUFFER_EMPTY;

        ck_assert_ptr_nonnull(end);
        mf_buffer_append_text(&purl, "pkg:pypi/");
        for (at++; at < end; at++) {
            mf_buffer_append_byte(&purl, *at == '*' ? 'x' : *at);
        }
        mf_buffer_append_text(&purl, "@1");
        ck_assert_msg(mf_package_computes(mf_buffer_view(&purl)), "%.*s", (int)purl.size, purl.data);
        mf_buffer_release(&purl);
        at = end + 1;
        count++;
    }
    ck_assert_uint_eq(count, 34);
    mf_bytes_unref(page);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diff");
    TCase *tcase = tcase_create("diff");

    tcase_add_loop_test(tcase, different_releases, 0, COUNT_OF(different));
    tcase_add_loop_test(tcase, equal_releases, 0, COUNT_OF(equal));
    tcase_add_test(tcase, severities_can_be_left_out);
    tcase_add_test(tcase, json);
    tcase_add_test(tcase, nothing_to_compare);
    tcase_add_loop_test(tcase, very_many_packages, 0, 2);
    tcase_add_test(tcase, packages_that_compute);
    tcase_add_test(tcase, packages_of_the_page);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
