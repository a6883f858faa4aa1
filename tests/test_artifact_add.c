/* SPDX-License-Identifier: Apache-2.0 */
/* Files and directories taken up into a builder: what is made of them, what is kept, and what is refused. */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "a" and "b", and of both digests in a row, as sha256sum says. */
#define A  "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define B  "sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
#define AB "sha256:e5a01fee14e0ed5c48714f22180f25ad8365b53f9779f79dc4a3d7e93963f94a"

static char directory[64];

static const char *below(const char *name)
{
    static char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void make_file(const char *name, const char *text)
{
    FILE *file = fopen(below(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert(fputs(text, file) >= 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void prepare(void)
{
    (void)snprintf(directory, sizeof directory, "/tmp/mf-test-add-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(mkdir(below("model"), 0700), 0);
    make_file("model/a", "a");
    make_file("model/b", "b");
    make_file("weights.csv", "a");
}

static void finish(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
}

static mf_builder *builder_of(const char *text)
{
    mf_manifest *manifest = must_read(text);
    mf_builder *builder = NULL;

    ck_assert_int_eq(mf_builder_new_from(manifest, NULL, &builder, NULL), MF_OK);
    mf_manifest_unref(manifest);
    return builder;
}

#define EMPTY "schema: manifest/v1\n"

/* The artifacts of a builder, as canonical JSON; "" for none. */
static void assert_artifacts(const mf_builder *builder, const char *expected)
{
    mf_manifest *manifest = NULL;
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status = mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, &error);

    assert_ok(status, error);
    if (*expected == '\0') {
        ck_assert_int_eq(mf_manifest_get_json(manifest, "/artifacts", &json, NULL), MF_ABSENT);
    } else {
        assert_ok(mf_manifest_get_json(manifest, "/artifacts", &json, &error), error);
        assert_bytes_are(json, expected);
    }
    mf_bytes_unref(json);
    mf_manifest_unref(manifest);
}

/* Adds to a builder; the report must hold these codes, in this order, with spaces between. */
static mf_status add(mf_builder *builder, const char *path, const mf_artifact_options *options,
                     const char *codes)
{
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_artifacts_add(builder, directory, path, options, &report, &error);
    char found[256] = "";

    for (size_t i = 0; i < mf_report_count(report); i++) {
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i == 0 ? "" : " ",
                       mf_finding_code(mf_report_finding(report, i)));
    }
    ck_assert_msg(strcmp(found, codes) == 0, "%s: '%s' instead of '%s': %s", path, found, codes,
                  mf_error_message(error));
    ck_assert_int_eq(report == NULL, status != MF_OK && status != MF_ERROR_INVALID);
    mf_report_unref(report);
    mf_error_unref(error);
    return status;
}

/* --- good -------------------------------------------------------------------------------------------------------------- */

START_TEST(a_file_and_a_directory)
{
    mf_builder *builder = builder_of(EMPTY);

    ck_assert_int_eq(add(builder, "weights.csv", NULL, ""), MF_OK);
    ck_assert_int_eq(add(builder, "model", NULL, ""), MF_OK);
    assert_artifacts(
        builder,
        "[{\"digest\":\"" AB "\",\"files\":[{\"digest\":\"" A "\",\"path\":\"a\",\"size\":1},{\"digest\":\"" B
        "\",\"path\":\"b\",\"size\":1}],\"kind\":\"other\",\"name\":\"model\",\"path\":\"model\",\"size\":2},"
        "{\"digest\":\"" A
        "\",\"kind\":\"dataset\",\"media_type\":\"text/csv\",\"name\":\"weights.csv\",\"path\":\"weights.csv\","
        "\"size\":1}]");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(each_file_by_itself)
{
    mf_artifact_options options;
    mf_builder *builder = builder_of(EMPTY);

    mf_artifact_options_init(&options, sizeof options);
    options.flags = MF_ARTIFACT_EACH;
    options.kind = "weights";
    options.uri_base = "https://models.example/x";
    ck_assert_int_eq(unlink(below("model/b")), 0);
    make_file("model/B 1", "b");
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_OK);
    assert_artifacts(builder, "[{\"digest\":\"" A
                              "\",\"kind\":\"weights\",\"name\":\"a\",\"path\":\"model/a\",\"size\":1,"
                              "\"uri\":\"https://models.example/x/model/a\"},{\"digest\":\"" B
                              "\",\"kind\":\"weights\",\"name\":\"b-1\",\"path\":\"model/B 1\",\"size\":1,"
                              "\"uri\":\"https://models.example/x/model/B%201\"}]");
    /* They are found by their paths, and nothing is there twice. The root itself can be added that way. */
    ck_assert_int_eq(unlink(below("weights.csv")), 0);
    ck_assert_int_eq(add(builder, ".", &options, ""), MF_OK);
    ck_assert_int_eq(add(builder, "", &options, ""), MF_OK);
    ck_assert_int_eq(add(builder, "model/a", &options, ""), MF_OK);
    assert_artifacts(builder, "[{\"digest\":\"" A
                              "\",\"kind\":\"weights\",\"name\":\"a\",\"path\":\"model/a\",\"size\":1,"
                              "\"uri\":\"https://models.example/x/model/a\"},{\"digest\":\"" B
                              "\",\"kind\":\"weights\",\"name\":\"b-1\",\"path\":\"model/B 1\",\"size\":1,"
                              "\"uri\":\"https://models.example/x/model/B%201\"}]");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(what_no_file_tells_is_kept)
{
    mf_builder *builder = builder_of(
        EMPTY
        "artifacts:\n"
        "  - {name: w, path: weights.csv, kind: schema, version: '1', license: MIT, uri: 'https://x.example/1', digest: '" A
        "', derived_from: [m, z]}\n"
        "  - {name: m, path: model, uri: 'https://x.example/2', digest: '" A
        "', files: [{path: b, digest: '" B "', uri: 'https://x.example/b'}, {path: a, digest: '" B
        "', uri: 'https://x.example/a'}]}\n"
        "  - {name: z, size: 3}\n");

    ck_assert_int_eq(add(builder, "weights.csv", NULL, ""), MF_OK);
    ck_assert_int_eq(add(builder, "model", NULL, ""), MF_OK);
    assert_artifacts(
        builder,
        "[{\"digest\":\"" AB "\",\"files\":[{\"digest\":\"" A "\",\"path\":\"a\",\"size\":1},{\"digest\":\"" B
        "\",\"path\":\"b\",\"size\":1,\"uri\":\"https://x.example/b\"}],\"kind\":\"other\",\"name\":\"m\","
        "\"path\":\"model\",\"size\":2},"
        "{\"derived_from\":[\"m\",\"z\"],\"digest\":\"" A
        "\",\"kind\":\"schema\",\"license\":\"MIT\",\"media_type\":\"text/csv\",\"name\":\"w\",\"path\":"
        "\"weights.csv\",\"size\":1,\"uri\":\"https://x.example/1\",\"version\":\"1\"},"
        "{\"name\":\"z\",\"size\":3}]");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(known_digests_are_not_read_again)
{
    static const mf_known_file known[] = { { "model/b", A, 1 }, { "elsewhere", A, 9 } };
    static const mf_known_file larger[] = { { "model/b", A, 2 } };
    mf_artifact_options options;
    mf_builder *builder = builder_of(EMPTY);

    mf_artifact_options_init(&options, sizeof options);
    options.flags = MF_ARTIFACT_EACH;
    options.known = larger;
    options.known_count = COUNT_OF(larger);
    ck_assert_int_eq(add(builder, "model", &options, "MF3303"), MF_ERROR_INVALID);
    assert_artifacts(builder, "");
    options.known = known;
    options.known_count = COUNT_OF(known);
    ck_assert_int_eq(add(builder, "model/b", &options, ""), MF_OK);
    assert_artifacts(builder, "[{\"digest\":\"" A
                              "\",\"kind\":\"other\",\"name\":\"b\",\"path\":\"model/b\",\"size\":1}]");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(files_that_are_elsewhere)
{
    static const mf_known_file files[] = { { "b.safetensors", B, 70 }, { "a.json", A, 5 } };
    static const mf_known_file single[] = { { NULL, A, 7 } };
    mf_builder *builder = builder_of(EMPTY);

    ck_assert_int_eq(mf_artifact_add_known(builder, "m", files, 2, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_artifact_add_known(builder, "d/golden.csv", single, 1, NULL, NULL), MF_OK);
    assert_artifacts(
        builder,
        "[{\"digest\":\"" A
        "\",\"kind\":\"dataset\",\"media_type\":\"text/csv\",\"name\":\"golden.csv\",\"path\":\"d/"
        "golden.csv\",\"size\":7},{\"digest\":\"" AB "\",\"files\":[{\"digest\":\"" A
        "\",\"path\":\"a.json\",\"size\":5},{\"digest\":\"" B
        "\",\"path\":\"b.safetensors\",\"size\":70}],\"kind\":\"weights\",\"media_type\":\"application/"
        "vnd.safetensors\",\"name\":\"m\",\"path\":\"m\",\"size\":75}]");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(an_onnx_model_fills_the_interface)
{
    mf_bytes *bytes = source_file("examples/iris-classifier/model/iris.onnx");
    FILE *file = fopen(below("model/iris.onnx"), "wb");
    mf_builder *builder = builder_of(EMPTY);
    mf_manifest *manifest = NULL;
    mf_bytes *json = NULL;
    mf_artifact_options options;

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(mf_bytes_data(bytes), 1, mf_bytes_size(bytes), file), mf_bytes_size(bytes));
    ck_assert_int_eq(fclose(file), 0);
    mf_artifact_options_init(&options, sizeof options);
    options.flags = MF_ARTIFACT_INTERFACE;
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_OK);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_get_json(manifest, "/interface", &json, NULL), MF_OK);
    assert_bytes_are(
        json,
        "{\"inputs\":[{\"name\":\"features\",\"shape\":[-1,4],\"type\":\"float32\"}],\"outputs\":[{"
        "\"name\":\"label\",\"shape\":[-1],\"type\":\"int64\"},{\"name\":\"probabilities\",\"shape\":[-1,"
        "3],\"type\":\"float32\"}]}");
    mf_bytes_unref(json);
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
    mf_bytes_unref(bytes);
}
END_TEST

/* --- not good ---------------------------------------------------------------------------------------------------------- */

START_TEST(releases_are_no_artifacts)
{
    static const struct {
        const char *name;
        const char *text;
        bool release;
    } cases[] = {
        { "model/r.yaml", "# first\nrelease: {}\nschema: manifest/v1\n", true },
        { "model/r.yml", "\"schema\" : 'manifest/v2'\n", true },
        { "model/r.json", " {\"a\": [1], \"schema\": \"manifest/v1\"}", true },
        { "model/r.dsse.json", "{\"payload\": \"\", \"payloadType\": \"x\"}", true },
        { "model/r.yaml", "{schema: manifest/v1}", true },
        { "model/r.json", "{\"a\": {\"payloadType\": \"x\"}, \"schema\": \"other/v1\"}", false },
        { "model/r.yaml", "nested:\n  schema: manifest/v1\n", false },
        { "model/r.md", "schema: manifest/v1\n", false },
        { "model/r.json", "", false },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        mf_builder *builder = builder_of(EMPTY);

        make_file(cases[i].name, cases[i].text);
        ck_assert_int_eq(add(builder, cases[i].name, NULL, cases[i].release ? "MF3314" : ""),
                         cases[i].release ? MF_ERROR_INVALID : MF_OK);
        ck_assert_int_eq(add(builder, "model", NULL, cases[i].release ? "MF3313" : ""), MF_OK);
        ck_assert_int_eq(unlink(below(cases[i].name)), 0);
        mf_builder_unref(builder);
    }
}
END_TEST

START_TEST(what_a_file_is_is_told)
{
    mf_builder *builder = builder_of(EMPTY);

    make_file("model/x.pkl", "\x80\x04\x95.");
    ck_assert_int_eq(add(builder, "model", NULL, "MF3315"), MF_OK);
    make_file("model/x.safetensors", "\x80\x04\x95.");
    ck_assert_int_eq(add(builder, "model/x.safetensors", NULL, "MF3315 MF3317"), MF_OK);
    make_file("model/y.safetensors", "\x02");
    make_file("model/z.gguf", "GGUF");
    ck_assert_int_eq(add(builder, "model", NULL, "MF3315 MF3315 MF3317 MF3316 MF3316"), MF_ERROR_INVALID);
    mf_builder_unref(builder);
}
END_TEST

START_TEST(nothing_is_added_where_anything_is_wrong)
{
    mf_artifact_options options;
    mf_builder *builder = builder_of(EMPTY);

    mf_artifact_options_init(&options, sizeof options);
    ck_assert_int_eq(add(builder, "gone", NULL, "MF3301"), MF_ERROR_INVALID);
    ck_assert_int_eq(symlink("a", below("model/link")), 0);
    ck_assert_int_eq(add(builder, "model/link", NULL, "MF3305"), MF_ERROR_INVALID);
    ck_assert_int_eq(add(builder, "model", NULL, "MF3305"), MF_ERROR_INVALID);
    ck_assert_int_eq(unlink(below("model/link")), 0);
    ck_assert_int_eq(symlink("/", below("out")), 0);
    ck_assert_int_eq(add(builder, "out/etc/passwd", NULL, "MF3305"), MF_ERROR_INVALID);
    ck_assert_int_eq(mkfifo(below("model/pipe"), 0600), 0);
    ck_assert_int_eq(add(builder, "model", NULL, "MF3306"), MF_ERROR_INVALID);
    ck_assert_int_eq(add(builder, "model/pipe", NULL, "MF3306"), MF_ERROR_INVALID);
    ck_assert_int_eq(unlink(below("model/pipe")), 0);
    ck_assert_int_eq(mkdir(below("empty"), 0700), 0);
    ck_assert_int_eq(add(builder, "empty", NULL, "MF3314"), MF_ERROR_INVALID);
    make_file("model/A", "b");
    options.flags = MF_ARTIFACT_EACH;
    ck_assert_int_eq(add(builder, "model", &options, "MF3318"), MF_ERROR_INVALID);
    assert_artifacts(builder, "");
    mf_builder_unref(builder);
}
END_TEST

START_TEST(wrong_arguments)
{
    static const mf_known_file bad[][2] = {
        { { NULL, A, 1 }, { NULL, A, 1 } },  { { "a", A, 1 }, { "a", A, 1 } },
        { { "../a", A, 1 }, { "b", A, 1 } }, { { "a", "md5:00", 1 }, { "b", A, 1 } },
        { { "a", NULL, 1 }, { "b", A, 1 } }, { { "a", A, UINT64_MAX }, { "b", A, 1 } },
        { { "a", A, 1 }, { NULL, A, 1 } },
    };
    mf_builder *builder = builder_of(EMPTY);
    mf_artifact_options options;
    mf_hash_options hash;
    mf_tree_options tree;

    mf_artifact_options_init(&options, sizeof options);
    ck_assert_int_eq(add(builder, "", NULL, ""), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(add(builder, "../x", NULL, ""), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(add(builder, "/etc", NULL, ""), MF_ERROR_ARGUMENT);
    options.name = "Upper";
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_ERROR_ARGUMENT);
    options.name = "x";
    options.flags = MF_ARTIFACT_EACH;
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_ERROR_ARGUMENT);
    options.name = NULL;
    options.flags = 1u << 31;
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_ERROR_ARGUMENT);
    options.flags = 0;
    options.known_count = 1;
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_ERROR_ARGUMENT);
    options.known_count = 0;
    mf_hash_options_init(&hash, sizeof hash);
    hash.algorithm = MF_HASH_BLAKE2B_256;
    mf_tree_options_init(&tree, sizeof tree);
    tree.hash = &hash;
    options.tree = &tree;
    ck_assert_int_eq(add(builder, "model", &options, ""), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_artifacts_add(NULL, directory, "model", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_artifacts_add(builder, NULL, "model", NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_artifacts_add(builder, "/nonexistent", "model", NULL, NULL, NULL), MF_ERROR_IO);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ck_assert_int_eq(mf_artifact_add_known(builder, "m", bad[i], 2, NULL, NULL), MF_ERROR_ARGUMENT);
    }
    ck_assert_int_eq(mf_artifact_add_known(builder, "m", bad[1], 0, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_artifact_add_known(builder, "/m", bad[1], 1, NULL, NULL), MF_ERROR_ARGUMENT);
    assert_artifacts(builder, "");
    mf_builder_unref(builder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("artifact_add");
    TCase *tests = tcase_create("artifact_add");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_test(tests, a_file_and_a_directory);
    tcase_add_test(tests, each_file_by_itself);
    tcase_add_test(tests, what_no_file_tells_is_kept);
    tcase_add_test(tests, known_digests_are_not_read_again);
    tcase_add_test(tests, files_that_are_elsewhere);
    tcase_add_test(tests, an_onnx_model_fills_the_interface);
    tcase_add_test(tests, releases_are_no_artifacts);
    tcase_add_test(tests, what_a_file_is_is_told);
    tcase_add_test(tests, nothing_is_added_where_anything_is_wrong);
    tcase_add_test(tests, wrong_arguments);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
