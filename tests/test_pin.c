/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that name one content for ever, and those that do not. */
#include "harness.h"

#include "value/pin.h"

#define COMMIT "a09a35458c702b33eeacc393d103063234e8bc28"
#define SHA256 "4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"
#define SHA512 SHA256 SHA256

struct row {
    const char *uri;
    enum mf_pin pin;
    const char *named; /* NULL: nothing */
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mf_pinned pinned;

        mf_pin_judge(mf_view_of(rows[i].uri), &pinned);
        ck_assert_msg(pinned.pin == rows[i].pin, "%s gives %d", rows[i].uri, pinned.pin);
        if (rows[i].named == NULL) {
            ck_assert_msg(pinned.named.data == NULL, "%s names %.*s", rows[i].uri, (int)pinned.named.size,
                          pinned.named.data);
        } else {
            ck_assert_msg(mf_view_is(pinned.named, rows[i].named), "%s names %.*s", rows[i].uri,
                          (int)pinned.named.size, pinned.named.data);
        }
    }
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

START_TEST(model_hubs_need_a_full_revision)
{
    static const struct row rows[] = {
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/" COMMIT "/model.safetensors", MF_PIN_FIXED, NULL },
        { "https://HuggingFace.co/Qwen/Qwen2.5/tree/" COMMIT, MF_PIN_FIXED, NULL },
        { "https://huggingface.co/datasets/a/b/raw/" COMMIT "/main/x", MF_PIN_FIXED, NULL },
        { "https://huggingface.co/gpt2/resolve/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "https://huggingface.co/owner/raw/resolve/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "hf://Qwen/Qwen2.5@" COMMIT "/model.safetensors", MF_PIN_FIXED, NULL },
        { "hf://datasets/a/b@" COMMIT, MF_PIN_FIXED, NULL },
        { "https://modelscope.cn/models/a/b/resolve/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "https://modelscope.cn/api/v1/models/a/b/repo?Revision=" COMMIT "&FilePath=x", MF_PIN_FIXED, NULL },
        { "models:/fraud/7", MF_PIN_FIXED, NULL },
        { "models:/m-0123456789abcdef0123456789abcdef", MF_PIN_FIXED, NULL },
        { "https://huggingface.co/Qwen/Qwen2.5", MF_PIN_HUB, NULL },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/", MF_PIN_HUB, NULL },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/main/model.safetensors", MF_PIN_HUB, "main" },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/v1.0/model.safetensors", MF_PIN_HUB, "v1.0" },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/a09a354/model.safetensors", MF_PIN_HUB, "a09a354" },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/" COMMIT "0/x", MF_PIN_HUB, COMMIT "0" },
        { "https://huggingface.co/Qwen/Qwen2.5/resolve/refs%2Fpr%2F1/x", MF_PIN_HUB, "refs%2Fpr%2F1" },
        { "https://huggingface.co/Qwen/Qwen2.5/blob/main/" COMMIT, MF_PIN_HUB, "main" },
        { "https://hf.co/gpt2/resolve/main/x", MF_PIN_HUB, "main" },
        { "hf://Qwen/Qwen2.5", MF_PIN_HUB, NULL },
        { "hf://Qwen/Qwen2.5@main/x", MF_PIN_HUB, "main" },
        { "hf://Qwen/Qwen2.5@/x", MF_PIN_HUB, NULL },
        { "https://modelscope.cn/models/a/b/resolve/master/x", MF_PIN_HUB, "master" },
        { "models:/fraud/latest", MF_PIN_HUB, "latest" },
        { "models:/fraud/Production", MF_PIN_HUB, "Production" },
        { "models:/fraud@champion", MF_PIN_HUB, "champion" },
        { "models:/m-0123", MF_PIN_HUB, "m-0123" },
    };

    CHECK(rows);
}
END_TEST

START_TEST(object_stores_need_a_version)
{
    static const struct row rows[] = {
        { "s3://risk-models/fraud/4.2.0/fraud.onnx?versionId=b1", MF_PIN_FIXED, NULL },
        { "s3://risk-models/main/latest/fraud.onnx?versionId=b1", MF_PIN_FIXED, NULL },
        { "s3://ml-artifacts/by-digest/" SHA256 "/", MF_PIN_FIXED, NULL },
        { "s3://ml-artifacts/sha256-" SHA256 ".bin", MF_PIN_FIXED, NULL },
        { "gs://bucket/model#1712345678901234", MF_PIN_FIXED, NULL },
        { "gs://bucket/model?generation=1712345678901234", MF_PIN_FIXED, NULL },
        { "az://container/model?versionid=2024-05-01T10:00:00.0000000Z", MF_PIN_FIXED, NULL },
        { "https://bucket.s3.eu-west-1.amazonaws.com/model?a=b&versionId=x", MF_PIN_FIXED, NULL },
        { "https://account.blob.core.windows.net/c/model?snapshot=2024-05-01", MF_PIN_FIXED, NULL },
        { "https://storage.googleapis.com/bucket/model?generation=17", MF_PIN_FIXED, NULL },
        { "oci://bucket@namespace/model?versionId=x", MF_PIN_FIXED, NULL },
        { "s3://risk-models/fraud/4.2.0/fraud.onnx", MF_PIN_OBJECT, NULL },
        { "s3://risk-models/fraud/latest/fraud.onnx", MF_PIN_OBJECT, "latest" },
        { "s3://risk-models/fraud.onnx?versionId=", MF_PIN_OBJECT, NULL },
        { "s3://risk-models/fraud.onnx?versionId", MF_PIN_OBJECT, NULL },
        { "s3://risk-models/fraud.onnx?versionId=null", MF_PIN_OBJECT, "null" },
        { "s3://risk-models/fraud.onnx?versionId=latest", MF_PIN_OBJECT, "latest" },
        { "s3://risk-models/fraud.onnx?xversionId=b1", MF_PIN_OBJECT, NULL },
        { "s3://risk-models/" COMMIT "/fraud.onnx", MF_PIN_OBJECT, NULL },
        { "s3a://risk-models/" SHA256 "0/fraud.onnx", MF_PIN_OBJECT, NULL },
        { "gs://bucket/model", MF_PIN_OBJECT, NULL },
        { "gs://bucket/model#", MF_PIN_OBJECT, NULL },
        { "gs://bucket/model#17a", MF_PIN_OBJECT, NULL },
        { "abfss://container@account.dfs.core.windows.net/model", MF_PIN_OBJECT, NULL },
        { "https://s3-eu-west-1.amazonaws.com/bucket/model", MF_PIN_OBJECT, NULL },
        { "https://bucket.oss-cn-hangzhou.aliyuncs.com/model", MF_PIN_OBJECT, NULL },
        { "https://account.blob.core.windows.net/c/model", MF_PIN_OBJECT, NULL },
        { "oci://bucket@namespace/model", MF_PIN_OBJECT, NULL },
        { "https://lambda.eu-west-1.amazonaws.com/x", MF_PIN_PLAIN, NULL },
        { "https://s3.example/bucket/model", MF_PIN_PLAIN, NULL },
    };

    CHECK(rows);
}
END_TEST

START_TEST(git_needs_a_full_commit)
{
    static const struct row rows[] = {
        { "git+https://git.example/a/b.git@" COMMIT, MF_PIN_FIXED, NULL },
        { "git+https://git.example/a/b@" SHA256 "#subdirectory=x", MF_PIN_FIXED, NULL },
        { "git+ssh://git@git.example/a/b.git@" COMMIT, MF_PIN_FIXED, NULL },
        { "https://git.example/a/b.git#" COMMIT, MF_PIN_FIXED, NULL },
        { "https://git.example/a/b.git?ref=" COMMIT, MF_PIN_FIXED, NULL },
        { "https://git.example/a/b.git#commit=" COMMIT, MF_PIN_FIXED, NULL },
        { "https://git.example/a/b.git/plain/x?id=" COMMIT, MF_PIN_FIXED, NULL },
        { "https://git.example/a/b.git/snapshot/b-" COMMIT ".tar.gz", MF_PIN_FIXED, NULL },
        { "https://github.com/a/b/raw/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "https://github.com/a/b/archive/" COMMIT ".tar.gz", MF_PIN_FIXED, NULL },
        { "https://raw.githubusercontent.com/a/b/" COMMIT "/main/x", MF_PIN_FIXED, NULL },
        { "https://gitlab.example/g/h/p/-/raw/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "https://codeberg.org/a/b/raw/commit/" COMMIT "/x", MF_PIN_FIXED, NULL },
        { "git+https://git.example/a/b.git", MF_PIN_GIT, NULL },
        { "https://git.example/a/b.git", MF_PIN_GIT, NULL },
        { "git://git.example/a/b", MF_PIN_GIT, NULL },
        { "ssh://git@git.example/a/b.git", MF_PIN_GIT, NULL },
        { "git+https://git.example/a/b.git@v1.2", MF_PIN_GIT, "v1.2" },
        { "git+https://git.example/a/b.git@feature/x", MF_PIN_GIT, "feature/x" },
        { "git+https://git.example/a/b.git@a09a354", MF_PIN_GIT, "a09a354" },
        { "git+https://git.example/a/b.git@main#" COMMIT, MF_PIN_GIT, "main" },
        { "https://git.example/a/b.git#main", MF_PIN_GIT, "main" },
        { "https://git.example/a/b.git?ref=v1", MF_PIN_GIT, "v1" },
        { "https://git.example/a/b.git?x=" COMMIT, MF_PIN_GIT, NULL },
        { "https://github.com/a/b/raw/v1/x", MF_PIN_GIT, "v1" },
        { "https://github.com/a/b/raw/refs/heads/dev/x", MF_PIN_GIT, "dev" },
        { "https://github.com/a/b/archive/refs/tags/v1.tar.gz", MF_PIN_GIT, "v1.tar.gz" },
        { "https://codeload.github.com/a/b/tar.gz/v1", MF_PIN_GIT, "v1" },
        { "https://raw.githubusercontent.com/a/b/main/x", MF_PIN_GIT, "main" },
        { "https://gitlab.example/g/h/p/-/archive/v1/p-v1.tar.gz", MF_PIN_GIT, "v1" },
        { "https://bitbucket.org/a/b/get/v1.zip", MF_PIN_GIT, "v1.zip" },
        { "https://codeberg.org/a/b/raw/branch/dev/x", MF_PIN_GIT, "dev" },
        { "https://github.com/a/b/releases/download/v1/media/x", MF_PIN_PLAIN, NULL },
        { "https://github.com/a/b/releases/latest/download/x", MF_PIN_MOVING, "latest" },
        { "https://git.example/a/b", MF_PIN_PLAIN, NULL },
    };

    CHECK(rows);
}
END_TEST

START_TEST(images_need_a_digest)
{
    static const struct row rows[] = {
        { "oci://registry.example/a/b@sha256:" SHA256, MF_PIN_FIXED, NULL },
        { "oci://registry.example:5000/a/b:1.0@sha256:" SHA256, MF_PIN_FIXED, NULL },
        { "docker://registry.example/a/b@sha512:" SHA512, MF_PIN_FIXED, NULL },
        { "pkg:oci/b@sha256%3A" SHA256 "?repository_url=registry.example/a", MF_PIN_FIXED, NULL },
        { "pkg:docker/a/b@sha256:" SHA256, MF_PIN_FIXED, NULL },
        { "oci://registry.example/a/b", MF_PIN_IMAGE, NULL },
        { "oci://registry.example:5000/a/b", MF_PIN_IMAGE, NULL },
        { "oci://registry.example/a/b:1.0", MF_PIN_IMAGE, "1.0" },
        { "docker://registry.example/a/b:latest", MF_PIN_IMAGE, "latest" },
        { "oci://registry.example/a/b@sha256:" COMMIT, MF_PIN_IMAGE, "sha256:" COMMIT },
        { "oci://registry.example/a/b@sha512:" SHA256, MF_PIN_IMAGE, "sha512:" SHA256 },
        { "oci://registry.example/a/b@md5:" SHA256, MF_PIN_IMAGE, "md5:" SHA256 },
        { "oci://registry.example/a/b@sha256", MF_PIN_IMAGE, "sha256" },
        { "oci://registry.example/a/b@sha256:" SHA256 "0", MF_PIN_IMAGE, "sha256:" SHA256 "0" },
        { "pkg:oci/b@1.0", MF_PIN_PACKAGE, "1.0" },
        { "pkg:docker/a/b@latest", MF_PIN_PACKAGE, "latest" },
    };

    CHECK(rows);
}
END_TEST

START_TEST(packages_need_a_version)
{
    static const struct row rows[] = {
        { "pkg:pypi/scikit-learn@1.9.1#sklearn/datasets/data/iris.csv", MF_PIN_FIXED, NULL },
        { "pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64", MF_PIN_FIXED, NULL },
        { "pkg:npm/%40a/b@1.0.0", MF_PIN_FIXED, NULL },
        { "pkg:huggingface/a/b@" COMMIT, MF_PIN_FIXED, NULL },
        { "pkg:github/a/b@" COMMIT "#x", MF_PIN_FIXED, NULL },
        { "pkg:pypi/scikit-learn", MF_PIN_PACKAGE, NULL },
        { "pkg:pypi/scikit-learn@", MF_PIN_PACKAGE, NULL },
        { "pkg:pypi/scikit-learn@latest", MF_PIN_PACKAGE, "latest" },
        { "pkg:pypi/scikit-learn@~=1.9", MF_PIN_PACKAGE, "~=1.9" },
        { "pkg:npm/b@*", MF_PIN_PACKAGE, "*" },
        { "pkg:huggingface/a/b@main", MF_PIN_PACKAGE, "main" },
        { "pkg:github/a/b@v1", MF_PIN_PACKAGE, "v1" },
        { "pkg:pypi", MF_PIN_PACKAGE, NULL },
    };

    CHECK(rows);
}
END_TEST

START_TEST(other_addresses_must_not_move)
{
    static const struct row rows[] = {
        { "https://artifacts.example/sha256/" SHA256, MF_PIN_FIXED, NULL },
        { "https://git.example/raw/" COMMIT "/main/x.py", MF_PIN_FIXED, NULL },
        { "https://files.example/x.whl#sha256=" SHA256, MF_PIN_FIXED, NULL },
        { "https://git.example/x?ref=" COMMIT, MF_PIN_FIXED, NULL },
        { "data:text/plain,latest", MF_PIN_FIXED, NULL },
        { "https://files.example/fraud/4.2.0/fraud.onnx", MF_PIN_PLAIN, NULL },
        { "https://files.example", MF_PIN_PLAIN, NULL },
        { "https://main.example/master.py", MF_PIN_PLAIN, NULL },
        { "https://files.example/maintenance/mainly.bin", MF_PIN_PLAIN, NULL },
        { "https://files.example/layers/head/weights.bin", MF_PIN_PLAIN, NULL },
        { "https://deb.example/debian/pool/main/o/openssl/openssl.deb", MF_PIN_PLAIN, NULL },
        { "https://deb.example/debian/dists/bookworm/main/x", MF_PIN_PLAIN, NULL },
        { "https://cdn.example/x@1.2.3/y", MF_PIN_PLAIN, NULL },
        { "https://git.example/x?ref=v1", MF_PIN_PLAIN, NULL },
        { "no uri at all", MF_PIN_PLAIN, NULL },
        { "", MF_PIN_PLAIN, NULL },
        { "https://files.example/latest/fraud.onnx", MF_PIN_MOVING, "latest" },
        { "https://files.example/LATEST", MF_PIN_MOVING, "LATEST" },
        { "https://files.example/fraud/latest.tar.gz", MF_PIN_MOVING, "latest" },
        { "https://files.example/fraud:latest", MF_PIN_MOVING, "latest" },
        { "https://cdn.example/x@latest/y", MF_PIN_MOVING, "latest" },
        { "https://files.example/main/fraud.onnx", MF_PIN_MOVING, "main" },
        { "https://files.example/fraud/HEAD", MF_PIN_MOVING, "HEAD" },
        { "https://files.example/x/refs/tags/v1", MF_PIN_MOVING, "refs/tags/v1" },
        { "https://deb.example/debian/pool/latest/x", MF_PIN_MOVING, "latest" },
        { "https://files.example/src/main/x", MF_PIN_MOVING, "main" },
        { "https://git.example/x?ref=main", MF_PIN_MOVING, "main" },
        { "https://git.example/x?a=b&ref=refs/heads/dev", MF_PIN_MOVING, "refs/heads/dev" },
        { "lakefs://repository/main/x", MF_PIN_MOVING, "main" },
        { "https://files.example/main/" COMMIT "0", MF_PIN_MOVING, "main" },
        { "file:///srv/model.onnx", MF_PIN_LOCAL, NULL },
        { "file:///srv/" SHA256, MF_PIN_LOCAL, NULL },
    };

    CHECK(rows);
}
END_TEST

START_TEST(what_an_address_names_is_handed_out)
{
    struct mf_pinned pinned;

    mf_pin_judge(mf_view_of("hf://a/b@" COMMIT "/x"), &pinned);
    ck_assert(mf_view_is(pinned.revision, COMMIT));
    ck_assert_ptr_null(pinned.digest.data);
    mf_pin_judge(mf_view_of("oci://registry.example/a@sha256:" SHA256), &pinned);
    ck_assert(mf_view_is(pinned.algorithm, "sha256"));
    ck_assert(mf_view_is(pinned.digest, SHA256));
    ck_assert_ptr_null(pinned.revision.data);
    mf_pin_judge(mf_view_of("pkg:oci/a@sha512%3a" SHA512), &pinned);
    ck_assert(mf_view_is(pinned.algorithm, "sha512"));
    ck_assert(mf_view_is(pinned.digest, SHA512));
    ck_assert(mf_pin_same(mf_view_of("aB0"), mf_view_of("Ab0")));
    ck_assert(mf_pin_same(mf_view_of(""), mf_view_make(NULL, 0)));
    ck_assert(!mf_pin_same(mf_view_of("ab"), mf_view_of("abc")));
    ck_assert(!mf_pin_same(mf_view_of("ab"), mf_view_of("ac")));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pin");
    TCase *tests = tcase_create("pin");

    tcase_add_test(tests, model_hubs_need_a_full_revision);
    tcase_add_test(tests, object_stores_need_a_version);
    tcase_add_test(tests, git_needs_a_full_commit);
    tcase_add_test(tests, images_need_a_digest);
    tcase_add_test(tests, packages_need_a_version);
    tcase_add_test(tests, other_addresses_must_not_move);
    tcase_add_test(tests, what_an_address_names_is_handed_out);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
