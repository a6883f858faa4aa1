/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory in the calls that look at files and directories. */
#include "allocations.h"
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "a". */
#define A "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

/* What the calls work on; made once. */
static struct {
    char directory[64];
    char file[96];
    char odd[96]; /* a directory with what cannot be hashed */
    char missing[96];
    mf_manifest *good;
    mf_manifest *bad;
} given;

static mf_tree_options tree_options(const mf_hash_options *hash)
{
    mf_tree_options options;

    mf_tree_options_init(&options, sizeof options);
    options.hash = hash;
    return options;
}

static void hash_file(struct result *to)
{
    to->status = mf_file_hash(given.file, NULL, &to->bytes, NULL, &to->error);
}

static void hash_missing_file(struct result *to)
{
    to->status = mf_file_hash(given.missing, NULL, &to->bytes, NULL, &to->error);
}

static void read_tree(struct result *to)
{
    mf_hash_options hash = one_thread();
    mf_tree_options options = tree_options(&hash);
    char path[128];

    (void)snprintf(path, sizeof path, "%s/good", given.directory);
    to->status = mf_tree_read(path, &options, &to->tree, &to->report, &to->error);
}

static void read_odd_tree(struct result *to)
{
    mf_hash_options hash = one_thread();
    mf_tree_options options = tree_options(&hash);

    to->status = mf_tree_read(given.odd, &options, &to->tree, &to->report, &to->error);
}

/* What it gives is the report alone; a reference stands for the result. */
static void verify(struct result *to, mf_manifest *manifest, uint32_t flags)
{
    mf_hash_options hash = one_thread();
    mf_tree_options options = tree_options(&hash);

    options.flags = flags;
    to->status = mf_artifacts_verify(manifest, given.directory, &options, &to->report, &to->error);
    to->manifest = to->status == MF_OK ? mf_manifest_ref(manifest) : NULL;
}

static void verify_good(struct result *to)
{
    verify(to, given.good, MF_TREE_ALLOW_UNEXPECTED);
}

static void verify_bad(struct result *to)
{
    verify(to, given.bad, 0);
}

static void read_model(struct result *to, const char *name)
{
    char path[128];

    (void)snprintf(path, sizeof path, "%s/models/%s", given.directory, name);
    to->status = mf_model_read(path, NULL, &to->model, &to->error);
}

static void read_safetensors(struct result *to)
{
    read_model(to, "model.safetensors");
}

static void read_onnx(struct result *to)
{
    read_model(to, "model.onnx");
}

static void read_gguf(struct result *to)
{
    read_model(to, "model.gguf");
}

static void read_bad_gguf(struct result *to)
{
    read_model(to, "bad.gguf");
}

/* A reference stands for the result. */
static void hash_files(struct result *to)
{
    const char *paths[] = { given.file, given.missing };
    mf_hash_options options = one_thread();
    mf_file_digests *digests = NULL;

    to->status = mf_files_hash(paths, NULL, 2, &options, &digests, &to->error);
    to->manifest = to->status == MF_OK ? mf_manifest_ref(given.good) : NULL;
    mf_file_digests_unref(digests);
}

/* What is kept of the manifest that the builder begins with, and what is new. A reference stands for the result. */
static void add(struct result *to, const char *path, uint32_t flags)
{
    mf_hash_options hash = one_thread();
    mf_tree_options tree = tree_options(&hash);
    mf_artifact_options options;
    mf_builder *builder = NULL;

    mf_artifact_options_init(&options, sizeof options);
    options.tree = &tree;
    options.flags = flags;
    to->status = mf_builder_new_from(given.bad, NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_artifacts_add(builder, given.directory, path, &options, &to->report, &to->error);
    }
    to->manifest = to->status == MF_OK ? mf_manifest_ref(given.bad) : NULL;
    mf_builder_unref(builder);
}

static void add_directory(struct result *to)
{
    add(to, "good", 0);
}

static void add_each(struct result *to)
{
    add(to, "good", MF_ARTIFACT_EACH);
}

static void add_model(struct result *to)
{
    add(to, "models/model.onnx", MF_ARTIFACT_INTERFACE);
}

static void add_odd(struct result *to)
{
    add(to, "odd", 0);
}

static void add_known(struct result *to)
{
    static const mf_known_file files[] = { { "x", A, 1 }, { "a", A, 1 } };
    mf_builder *builder = NULL;

    to->status = mf_builder_new_from(given.bad, NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_artifact_add_known(builder, "known", files, 2, NULL, &to->error);
    }
    to->manifest = to->status == MF_OK ? mf_manifest_ref(given.bad) : NULL;
    mf_builder_unref(builder);
}

static const struct call calls[] = {
    { "hash files", hash_files, MF_OK },
    { "add a directory", add_directory, MF_OK },
    { "add each", add_each, MF_OK },
    { "add a model", add_model, MF_OK },
    { "add an odd directory", add_odd, MF_ERROR_INVALID },
    { "add what is known", add_known, MF_OK },
    { "read safetensors", read_safetensors, MF_OK },
    { "read ONNX", read_onnx, MF_OK },
    { "read GGUF", read_gguf, MF_OK },
    { "read a bad GGUF", read_bad_gguf, MF_ERROR_SYNTAX },
    { "hash a file", hash_file, MF_OK },
    { "hash a missing file", hash_missing_file, MF_ERROR_IO },
    { "read a tree", read_tree, MF_OK },
    { "read an odd tree", read_odd_tree, MF_ERROR_INVALID },
    { "verify", verify_good, MF_OK },
    { "verify what is not good", verify_bad, MF_ERROR_INVALID },
};

static void make_file(const char *name)
{
    FILE *file;

    (void)snprintf(given.file, sizeof given.file, "%s/%s", given.directory, name);
    file = fopen(given.file, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert(fputs("a", file) >= 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* What the library of hashes allocates once in a process is none of a call. */
static void warm_up(void)
{
    mf_bytes *digest = NULL;

    ck_assert_int_eq(mf_file_hash(given.file, NULL, &digest, NULL, NULL), MF_OK);
    mf_bytes_unref(digest);
}

static void make_model(const char *name, const char *bytes, size_t size)
{
    char path[128];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/models/%s", given.directory, name);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

/* One of each format whose header is read, as small as it goes. */
static void make_models(void)
{
    static const char safetensors[] = "\x4f\0\0\0\0\0\0\0{\"__metadata__\":{\"a\":\"b\"},"
                                      "\"x\":{\"dtype\":\"NEW\",\"shape\":[1],\"data_offsets\":[0,1]}}1";
    static const char onnx[] = "\x08\x08\x12\x02me\x3a\x36"
                               "\x2a\x19\x08\x02\x10\x07\x4a\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x42\x01w"
                               "\x5a\x11\x0a\x01x\x12\x0c\x0a\x0a\x08\x01\x12\x06\x0a\x00\x0a\x02\x08\x04"
                               "\x62\x06\x12\x04\x0a\x02\x08\x01\x42\x02\x10\x11";
    static const char gguf[] = "GGUF\3\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0k\7\0\0\0\1";
    char path[128];

    (void)snprintf(path, sizeof path, "%s/models", given.directory);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    make_model("model.safetensors", safetensors, sizeof safetensors - 1);
    make_model("model.onnx", onnx, sizeof onnx - 1);
    make_model("model.gguf", gguf, sizeof gguf - 1);
    make_model("bad.gguf", gguf, sizeof gguf - 2);
}

static void prepare(void)
{
    char path[128];

    (void)snprintf(given.directory, sizeof given.directory, "/tmp/mf-test-memory-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(given.directory));
    (void)snprintf(path, sizeof path, "%s/good", given.directory);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    (void)snprintf(given.odd, sizeof given.odd, "%s/odd", given.directory);
    ck_assert_int_eq(mkdir(given.odd, 0700), 0);
    (void)snprintf(given.missing, sizeof given.missing, "%s/missing", given.directory);
    (void)snprintf(path, sizeof path, "%s/odd/link", given.directory);
    ck_assert_int_eq(symlink("/", path), 0);
    make_file("odd/a");
    make_file("good/b");
    make_file("good/a");
    make_models();
    warm_up();
    given.good = must_read("schema: manifest/v1\nartifacts:\n"
                           "  - {name: a, path: good/a, digest: '" A "', size: 1}\n"
                           "  - {name: b, path: good/b, digest: '" A "', size: 1}\n"
                           "  - {name: elsewhere, digest: '" A "', size: 1}\n");
    given.bad = must_read("schema: manifest/v1\nartifacts:\n"
                          "  - {name: a, path: good/a, digest: '" A "', size: 2}\n"
                          "  - {name: gone, path: gone, digest: '" A "', size: 1}\n"
                          "  - {name: d, path: good, digest: '" A "', files: [{path: b, digest: '" A
                          "', size: 1}]}\n");
}

static void finish(void)
{
    char command[128];

    mf_manifest_unref(given.good);
    mf_manifest_unref(given.bad);
    (void)snprintf(command, sizeof command, "rm -rf %s", given.directory);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(every_allocation_may_fail)
{
    sweep(&calls[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_artifacts");
    TCase *tests = tcase_create("memory_artifacts");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_allocation_may_fail, 0, COUNT_OF(calls));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
