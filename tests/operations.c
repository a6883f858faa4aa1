/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on files, and a small tree that has something for each of them. */
#include "operations.h"

#include "capturing.h"
#include "documents.h"
#include "value/ascii.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* SHA-256 of "a", and of "b". */
#define A "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define B "sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"

static const char old_text[] = "old";
static char new_text[8192];
static char big[BIG];
static mf_manifest *artifacts;
static mf_manifest *locked;
static mf_manifest *empty;

static mf_bytes *bytes_of(const char *text)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_bytes *bytes = NULL;

    mf_buffer_append_text(&buffer, text);
    ck_assert_int_eq(mf_buffer_finish(&buffer, &bytes, NULL), MF_OK);
    return bytes;
}

void outcome_end(struct outcome_of_files *outcome)
{
    mf_bytes_unref(outcome->text);
    mf_report_unref(outcome->report);
    mf_builder_unref(outcome->builder);
    mf_error_unref(outcome->error);
}

/* --- reading ----------------------------------------------------------------------------------------------------------- */

static struct outcome_of_files read_bytes(void)
{
    struct outcome_of_files to = { .status = MF_OK };

    to.status = mf_bytes_read_file(in_tree("files/big"), 0, &to.text, &to.error);
    return to;
}

static struct outcome_of_files read_key(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_key *key = NULL;

    to.status = mf_key_read_file(in_tree("secret.key"), &key, &to.error);
    if (to.status == MF_OK) {
        to.text = bytes_of(mf_key_id(key));
    }
    mf_key_unref(key);
    return to;
}

static struct outcome_of_files hash_file(void)
{
    struct outcome_of_files to = { .status = MF_OK };

    to.status = mf_file_hash(in_tree("files/big"), NULL, &to.text, NULL, &to.error);
    return to;
}

static struct outcome_of_files read_tree(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_hash_options hash = one_thread();
    mf_tree_options options;
    mf_tree *tree = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    to.status = mf_tree_read(in_tree("files"), &options, &tree, &to.report, &to.error);
    if (to.status == MF_OK) {
        to.text = bytes_of(mf_tree_root_digest(tree));
    }
    mf_tree_unref(tree);
    return to;
}

static struct outcome_of_files verify_artifacts(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_hash_options hash = one_thread();
    mf_tree_options options;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    to.status = mf_artifacts_verify(artifacts, in_tree("files"), &options, &to.report, &to.error);
    to.text = to.status == MF_OK ? bytes_of("as the manifest says") : NULL;
    return to;
}

static struct outcome_of_files check_locks(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    size_t pinned = 0;
    size_t verified = 0;

    to.status = mf_lockfiles_check(locked, in_tree("locks"), NULL, &pinned, &verified, &to.report, &to.error);
    if (to.status == MF_OK) {
        char text[64];

        (void)snprintf(text, sizeof text, "%zu pinned, %zu verified", pinned, verified);
        to.text = bytes_of(text);
    }
    return to;
}

/* The first header is longer than what is read of a file at once. */
static struct outcome_of_files read_model(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_model *model = NULL;
    char text[64];

    to.status = mf_model_read(in_tree("models/long.safetensors"), NULL, &model, &to.error);
    if (to.status == MF_OK) {
        (void)snprintf(text, sizeof text, "%s, %zu tensors", mf_model_format(model),
                       mf_model_tensor_count(model));
        to.text = bytes_of(text);
    }
    mf_model_unref(model);
    return to;
}

/* A line for each file: its digest, or what is wrong with it. */
static struct outcome_of_files hash_with(uint32_t threads)
{
    static const char *const names[] = { "files/a", "files/big", "files/d/b", "models/iris.onnx" };
    struct outcome_of_files to = { .status = MF_OK };
    mf_hash_options options = one_thread();
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_file_digests *digests = NULL;

    options.threads = threads;
    to.status = mf_files_hash(names, NULL, COUNT_OF(names), &options, &digests, &to.error);
    for (size_t i = 0; i < mf_file_digests_count(digests); i++) {
        const char *problem = mf_file_digests_problem(digests, i);

        to.unreadable += *problem != '\0';
        ck_assert_int_eq(*problem == '\0', *mf_file_digests_digest(digests, i) != '\0');
        mf_buffer_format(&text, "%s %s\n", mf_file_digests_digest(digests, i), problem);
    }
    if (to.status == MF_OK) {
        ck_assert_int_eq(mf_buffer_finish(&text, &to.text, NULL), MF_OK);
    }
    mf_buffer_release(&text);
    mf_file_digests_unref(digests);
    return to;
}

static struct outcome_of_files hash_files(void)
{
    return hash_with(1);
}

static struct outcome_of_files hash_files_in_threads(void)
{
    return hash_with(3);
}

/* Each line is as it should be, or has a problem and no digest. */
static void assert_less_hashed(const mf_bytes *whole, const mf_bytes *part, const char *what)
{
    struct mf_view all = mf_view_of(mf_bytes_data(whole));
    struct mf_view some = mf_view_of(mf_bytes_data(part));

    while (all.size > 0) {
        struct mf_view right = mf_view_cut(&all, '\n');
        struct mf_view found = mf_view_cut(&some, '\n');

        ck_assert_msg(mf_view_equal(right, found) || mf_view_starts_with(found, " "), "%s: a wrong digest",
                      what);
    }
}

/* --- what changes a builder ------------------------------------------------------------------------------------------------ */

static mf_bytes *built(mf_builder *builder)
{
    mf_manifest *manifest = NULL;
    mf_bytes *text = NULL;

    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_canonical(manifest, &text, NULL), MF_OK);
    mf_manifest_unref(manifest);
    return text;
}

static void assert_built(mf_builder *builder, const mf_bytes *expected, const char *what)
{
    mf_bytes *text = built(builder);

    ck_assert_msg(strcmp(mf_bytes_data(text), mf_bytes_data(expected)) == 0, "%s: the builder is another: %s",
                  what, (const char *)mf_bytes_data(text));
    mf_bytes_unref(text);
}

static mf_status add_to(mf_builder *builder, uint32_t threads, mf_report **ret_report, mf_error **reterr)
{
    mf_hash_options hash = one_thread();
    mf_tree_options tree;
    mf_artifact_options options;

    hash.threads = threads;
    mf_tree_options_init(&tree, sizeof tree);
    tree.hash = &hash;
    mf_artifact_options_init(&options, sizeof options);
    options.tree = &tree;
    options.flags = MF_ARTIFACT_INTERFACE;
    return mf_artifacts_add(builder, tree_root(), "models", &options, ret_report, reterr);
}

static struct outcome_of_files add_with(uint32_t threads)
{
    struct outcome_of_files to = { .status = MF_OK };

    ck_assert_int_eq(mf_builder_new_from(artifacts, NULL, &to.builder, NULL), MF_OK);
    to.status = add_to(to.builder, threads, &to.report, &to.error);
    to.text = to.status == MF_OK ? built(to.builder) : NULL;
    return to;
}

static struct outcome_of_files add_artifacts(void)
{
    return add_with(1);
}

static struct outcome_of_files add_artifacts_in_threads(void)
{
    return add_with(3);
}

static void assert_added_again(mf_builder *builder, const mf_bytes *whole, const char *what)
{
    mf_bytes *before = canonical_of(artifacts);
    mf_error *error = NULL;
    mf_status status;

    assert_built(builder, before, what);
    mf_bytes_unref(before);
    status = add_to(builder, 1, NULL, &error);
    assert_ok(status, error);
    assert_built(builder, whole, what);
}

static mf_status capture_into(mf_builder *builder, mf_report **ret_report, mf_error **reterr)
{
    mf_capture_options options;

    mf_capture_options_init(&options, sizeof options);
    options.root = in_tree("system");
    return mf_environment_capture(builder, &options, ret_report, reterr);
}

static struct outcome_of_files capture(void)
{
    struct outcome_of_files to = { .status = MF_OK };

    ck_assert_int_eq(mf_builder_new(NULL, &to.builder, NULL), MF_OK);
    to.status = capture_into(to.builder, &to.report, &to.error);
    for (size_t i = 0; i < mf_report_count(to.report); i++) {
        to.unreadable += strcmp(mf_finding_code(mf_report_finding(to.report, i)), "MF3402") == 0;
    }
    to.text = to.status == MF_OK ? built(to.builder) : NULL;
    return to;
}

static void assert_captured_again(mf_builder *builder, const mf_bytes *whole, const char *what)
{
    mf_bytes *before = canonical_of(empty);
    mf_error *error = NULL;
    mf_status status;

    assert_built(builder, before, what);
    mf_bytes_unref(before);
    status = capture_into(builder, NULL, &error);
    assert_ok(status, error);
    assert_built(builder, whole, what);
}

/* Nothing is added or changed. Only the version of CUDA is less exact where it comes from the header. */
static void assert_less_captured(const mf_bytes *whole, const mf_bytes *part, const char *what)
{
    mf_read_options options = options_for(MF_FORMAT_JSON, MF_PROFILE_DRAFT);
    mf_manifest *manifests[2] = { NULL, NULL };
    mf_diff *diff = NULL;

    ck_assert_int_eq(
        mf_manifest_read(mf_bytes_data(whole), mf_bytes_size(whole), &options, &manifests[0], NULL, NULL),
        MF_OK);
    ck_assert_int_eq(
        mf_manifest_read(mf_bytes_data(part), mf_bytes_size(part), &options, &manifests[1], NULL, NULL),
        MF_OK);
    ck_assert_int_eq(mf_diff_compare(manifests[0], manifests[1], NULL, &diff, NULL), MF_OK);
    for (size_t i = 0; i < mf_diff_count(diff); i++) {
        const mf_change *change = mf_diff_change(diff, i);

        ck_assert_msg(mf_change_kind(change) == MF_DIFF_REMOVED ||
                          strcmp(mf_change_path(change), "/environment/accelerator/toolkit") == 0,
                      "%s: %s is not as it was", what, mf_change_path(change));
    }
    mf_diff_unref(diff);
    mf_manifest_unref(manifests[0]);
    mf_manifest_unref(manifests[1]);
}

/* --- writing ----------------------------------------------------------------------------------------------------------- */

static struct outcome_of_files write_file(void)
{
    struct outcome_of_files to = { .status = MF_OK };

    to.status = mf_file_write(new_text, sizeof new_text, in_tree("written/file"), 0, &to.error);
    to.text = to.status == MF_OK ? bytes_of("written") : NULL;
    return to;
}

bool written_is_new(const char *what)
{
    mf_bytes *bytes = NULL;
    bool is_old;
    bool is_new;

    ck_assert_msg(mf_bytes_read_file(in_tree("written/file"), 0, &bytes, NULL) == MF_OK, "%s: no file", what);
    is_old = mf_bytes_size(bytes) == sizeof old_text - 1 &&
             memcmp(mf_bytes_data(bytes), old_text, sizeof old_text - 1) == 0;
    is_new = mf_bytes_size(bytes) == sizeof new_text &&
             memcmp(mf_bytes_data(bytes), new_text, sizeof new_text) == 0;
    mf_bytes_unref(bytes);
    ck_assert_msg(is_old || is_new, "%s: neither the old file nor the new one", what);
    return is_new;
}

size_t written_rubbish(const char *what)
{
    DIR *directory = opendir(in_tree("written"));
    const struct dirent *entry;
    size_t count = 0;

    ck_assert_ptr_nonnull(directory);
    while ((entry = readdir(directory)) != NULL) {
        size_t size = strlen(entry->d_name);

        if (strcmp(entry->d_name, "file") != 0 && size > 2) {
            ck_assert_msg(strncmp(entry->d_name, ".file.", 6) == 0 &&
                              strcmp(entry->d_name + size - 4, ".tmp") == 0,
                          "%s: %s", what, entry->d_name);
            count++;
        }
    }
    (void)closedir(directory);
    return count;
}

void written_make_old(void)
{
    ck_assert_int_eq(system("rm -rf written && mkdir written"), 0);
    tree_file("written/file", old_text);
}

/* --- all of them ------------------------------------------------------------------------------------------------------- */

const struct operation operations[] = {
    { "read a file", read_bytes, NULL, NULL, false },
    { "read a key", read_key, NULL, NULL, false },
    { "read a model", read_model, NULL, NULL, false },
    { "hash a file", hash_file, NULL, NULL, false },
    { "hash files", hash_files, assert_less_hashed, NULL, false },
    { "hash files in threads", hash_files_in_threads, assert_less_hashed, NULL, false },
    { "read a tree", read_tree, NULL, NULL, false },
    { "verify artifacts", verify_artifacts, NULL, NULL, false },
    { "add artifacts", add_artifacts, NULL, assert_added_again, false },
    { "add artifacts in threads", add_artifacts_in_threads, NULL, assert_added_again, false },
    { "check lock files", check_locks, NULL, NULL, false },
    { "capture", capture, assert_less_captured, assert_captured_again, false },
    { "write a file", write_file, NULL, NULL, true },
};
const size_t operation_count = COUNT_OF(operations);

/* --- what they work on ------------------------------------------------------------------------------------------------------- */

static void make_documents(void)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_bytes *digest = NULL;

    ck_assert_int_eq(mf_file_hash(in_tree("files/big"), NULL, &digest, NULL, NULL), MF_OK);
    mf_buffer_format(&text,
                     "schema: manifest/v1\nartifacts:\n"
                     "  - {name: a, path: a, digest: '" A "', size: 1}\n"
                     "  - {name: big, path: big, digest: '%.*s', size: %d}\n"
                     "  - {name: d, path: d, files: [{path: b, digest: '" A "', size: 1}]}\n",
                     (int)mf_bytes_size(digest), (const char *)mf_bytes_data(digest), BIG);
    mf_buffer_append_byte(&text, '\0');
    artifacts = must_read(text.data);
    mf_buffer_release(&text);
    mf_bytes_unref(digest);
    locked = must_read("schema: manifest/v1\ndependencies:\n"
                       "  lockfiles: [{name: l, path: in/l.txt, complete: true}]\n"
                       "  packages: [{purl: 'pkg:pypi/a@2', lockfile: l, digests: ['" A "']},\n"
                       "             {purl: 'pkg:pypi/b@1', lockfile: l, digests: ['" B "']}]\n");
    empty = must_read("schema: manifest/v1\n");
}

/* A model whose header has 1,000 tensors, one that fills the interface, and a manifest that is passed over. */
static void make_models(void)
{
    mf_bytes *onnx = source_file("examples/iris-classifier/model/iris.onnx");
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_append(&text, mf_view_make("\0\0\0\0\0\0\0", 8));
    mf_buffer_append_byte(&text, '{');
    for (int i = 0; i < 1000; i++) {
        mf_buffer_format(&text, "%s\"t%d\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}",
                         i == 0 ? "" : ",", i, 4 * i, 4 * i + 4);
    }
    mf_buffer_append_byte(&text, '}');
    for (int i = 0; i < 8; i++) {
        text.data[i] = (char)(unsigned char)((text.size - 8) >> (8 * i) & 0xff);
    }
    for (int i = 0; i < 4000; i++) {
        mf_buffer_append_byte(&text, 'w');
    }
    ck_assert_int_eq(text.status, MF_OK);
    tree_bytes("models/long.safetensors", text.data, text.size);
    mf_buffer_release(&text);
    tree_bytes("models/iris.onnx", mf_bytes_data(onnx), mf_bytes_size(onnx));
    mf_bytes_unref(onnx);
    tree_file("models/vocabulary/words.json", "{\"a\":1}\n");
    tree_file("models/release.yaml", "schema: manifest/v1\n");
}

static void make_system(void)
{
    tree_everything("system/");
    tree_file("system/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    tree_file("system/var/lib/dpkg/status", "Package: curl\nStatus: install ok installed\nVersion: 1-1\n"
                                            "Architecture: amd64\n");
    tree_file("system/var/lib/dpkg/status.d/base-files",
              "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n");
    tree_file("system/lib/apk/db/installed", "P:musl\nV:1.2.4-r0\nA:x86_64\n\n");
    tree_rpm_database("system/var/lib/rpm/rpmdb.sqlite", "");
}

void operations_prepare(void)
{
    mf_key *key = NULL;
    mf_bytes *pem = NULL;

    make_tree();
    ck_assert_int_eq(chdir(tree_root()), 0);
    for (size_t i = 0; i < sizeof big; i++) {
        big[i] = (char)(i % 251);
    }
    memset(new_text, 'n', sizeof new_text);
    tree_file("files/a", "a");
    tree_bytes("files/big", big, sizeof big);
    tree_file("files/d/b", "a");
    tree_file("locks/in/l.txt", "a==2 --hash=" A "\nb==1 --hash=" B "\n");
    ck_assert_int_eq(mf_key_generate(&key, NULL), MF_OK);
    ck_assert_int_eq(mf_key_write_secret(key, &pem, NULL), MF_OK);
    ck_assert_int_eq(mf_file_write(mf_bytes_data(pem), mf_bytes_size(pem), in_tree("secret.key"), 0600, NULL),
                     MF_OK);
    mf_bytes_unref(pem);
    mf_key_unref(key);
    make_models();
    make_system();
    make_documents();
}

void operations_finish(void)
{
    mf_manifest_unref(artifacts);
    mf_manifest_unref(locked);
    mf_manifest_unref(empty);
    ck_assert_int_eq(chdir("/"), 0);
    remove_tree();
}
