/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and directories that somebody changes while they are looked at, before each call in turn. What comes out is what the old
 * files give, or what the new ones give, or an error; never a mixture, nothing from outside, and never do we wait.
 */
#include "capturing.h"
#include "documents.h"
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files are read in pieces of 64 KiB; some operations read small ones besides. */
enum { SIZE = 1200 * 1024, MOST_READS = SIZE / (64 * 1024) + 8 };

/* A result as text, or an error; everything that was said is in `said`. */
struct seen {
    mf_status status;
    struct mf_buffer text;
    struct mf_buffer said;
};

static char old_big[SIZE];
static char new_big[SIZE];
static mf_bytes *old_model;
static char *new_model;
static mf_manifest *listed;

static void begin(struct seen *seen)
{
    *seen = (struct seen){ .status = MF_OK };
}

/* Keeps what was said, and ends it. */
static void keep(struct seen *seen, mf_report *report, mf_error *error)
{
    mf_buffer_append_text(&seen->said, mf_error_message(error));
    for (size_t i = 0; i < mf_report_count(report); i++) {
        mf_buffer_append_byte(&seen->said, '\n');
        mf_buffer_append_text(&seen->said, mf_finding_message(mf_report_finding(report, i)));
    }
    mf_buffer_append_byte(&seen->said, '\0');
    mf_report_unref(report);
    mf_error_unref(error);
}

static void end(struct seen *seen)
{
    mf_buffer_release(&seen->text);
    mf_buffer_release(&seen->said);
}

/* --- the operations ------------------------------------------------------------------------------------------------------ */

static void hash_one(struct seen *to)
{
    mf_bytes *digest = NULL;
    mf_error *error = NULL;

    to->status = mf_file_hash("root/top/in/big.bin", NULL, &digest, NULL, &error);
    mf_buffer_append_text(&to->text, to->status == MF_OK ? mf_bytes_data(digest) : "");
    mf_bytes_unref(digest);
    keep(to, NULL, error);
}

static void read_tree(struct seen *to)
{
    mf_hash_options hash = one_thread();
    mf_tree_options options;
    mf_tree *tree = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    to->status = mf_tree_read("root", &options, &tree, &report, &error);
    for (size_t i = 0; i < mf_tree_count(tree); i++) {
        mf_buffer_format(&to->text, "%s %s\n", mf_tree_path(tree, i), mf_tree_digest(tree, i));
    }
    mf_tree_unref(tree);
    keep(to, report, error);
}

static void verify_with(struct seen *to, uint32_t flags)
{
    mf_hash_options hash = one_thread();
    mf_tree_options options;
    mf_report *report = NULL;
    mf_error *error = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    options.flags = flags;
    to->status = mf_artifacts_verify(listed, "root", &options, &report, &error);
    mf_buffer_append_text(&to->text, to->status == MF_OK ? "as listed" : "");
    keep(to, report, error);
}

static void verify(struct seen *to)
{
    verify_with(to, 0);
}

static void verify_with_links(struct seen *to)
{
    verify_with(to, MF_TREE_FOLLOW_LINKS);
}

static void add_with(struct seen *to, const char *root, const char *path, uint32_t flags)
{
    mf_hash_options hash = one_thread();
    mf_tree_options tree;
    mf_artifact_options options;
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;
    mf_bytes *text = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;

    mf_tree_options_init(&tree, sizeof tree);
    tree.hash = &hash;
    tree.flags = flags;
    mf_artifact_options_init(&options, sizeof options);
    options.tree = &tree;
    options.flags = MF_ARTIFACT_INTERFACE;
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    to->status = mf_artifacts_add(builder, root, path, &options, &report, &error);
    if (to->status == MF_OK) {
        ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
        ck_assert_int_eq(mf_manifest_canonical(manifest, &text, NULL), MF_OK);
        mf_buffer_append_text(&to->text, mf_bytes_data(text));
    }
    mf_bytes_unref(text);
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
    keep(to, report, error);
}

static void add(struct seen *to)
{
    add_with(to, "root", "top/in", 0);
}

static void add_with_links(struct seen *to)
{
    add_with(to, "root", "top/in", MF_TREE_FOLLOW_LINKS);
}

static void add_file(struct seen *to)
{
    add_with(to, "root", "top/in/model.onnx", 0);
}

static void read_model(struct seen *to)
{
    mf_model *model = NULL;
    mf_error *error = NULL;

    to->status = mf_model_read("root/top/in/model.onnx", NULL, &model, &error);
    for (size_t i = 0; i < mf_model_output_count(model); i++) {
        mf_buffer_format(&to->text, "%s ", mf_model_tensor_name(mf_model_output_at(model, i)));
    }
    mf_model_unref(model);
    keep(to, NULL, error);
}

static void read_bytes(struct seen *to)
{
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;

    to->status = mf_bytes_read_file("root/top/in/big.bin", 0, &bytes, &error);
    mf_buffer_append(&to->text, mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)));
    mf_bytes_unref(bytes);
    keep(to, NULL, error);
}

/* The two secrets are made of the same bytes in another order: half of each would be a key too. */
static void read_key(struct seen *to)
{
    mf_key *key = NULL;
    mf_error *error = NULL;

    to->status = mf_key_read_file("root/top/in/secret.key", &key, &error);
    mf_buffer_append_text(&to->text, to->status == MF_OK ? mf_key_id(key) : "");
    mf_key_unref(key);
    keep(to, NULL, error);
}

static const struct operation {
    const char *name;
    void (*run)(struct seen *to);
    const char *file; /* that is changed */
    bool waits;       /* for the other end of a FIFO, which the caller may have named on purpose */
} operations[] = {
    { "hash a file", hash_one, "root/top/in/big.bin", false },
    { "read a tree", read_tree, "root/top/in/big.bin", false },
    { "verify", verify, "root/top/in/big.bin", false },
    { "verify with links", verify_with_links, "root/top/in/big.bin", false },
    { "add a directory", add, "root/top/in/model.onnx", false },
    { "add a directory with links", add_with_links, "root/top/in/model.onnx", false },
    { "add a file", add_file, "root/top/in/model.onnx", false },
    { "read a model", read_model, "root/top/in/model.onnx", false },
    { "read a file", read_bytes, "root/top/in/big.bin", true },
    { "read a key", read_key, "root/top/in/secret.key", true },
};

/* --- the changes --------------------------------------------------------------------------------------------------------- */

static struct mf_view contents(const char *file, bool is_new)
{
    if (strcmp(file, "root/top/in/big.bin") == 0) {
        return mf_view_make(is_new ? new_big : old_big, SIZE);
    }
    if (strcmp(file, "root/top/in/model.onnx") == 0) {
        return mf_view_make(is_new ? new_model : mf_bytes_data(old_model), mf_bytes_size(old_model));
    }
    return mf_view_of(is_new ? "-----BEGIN PRIVATE KEY-----\n"
                               "MC4CAQAwBQYDK2VwBCIEIAICAgICAgICAgICAgICAgIBAQEBAQEBAQEBAQEBAQEB\n"
                               "-----END PRIVATE KEY-----\n"
                             : "-----BEGIN PRIVATE KEY-----\n"
                               "MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQECAgICAgICAgICAgICAgIC\n"
                               "-----END PRIVATE KEY-----\n");
}

static void put(const char *file, struct mf_view bytes)
{
    tree_bytes(file, bytes.data, bytes.size);
    ck_assert_int_eq(chmod(file, 0600), 0);
}

static void replace(const char *file)
{
    put("spare", contents(file, true));
    ck_assert_int_eq(rename("spare", file), 0);
}

static void replace_by_link(const char *file)
{
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(symlink("/etc/passwd", file), 0);
}

static void replace_by_pipe(const char *file)
{
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(mkfifo(file, 0600), 0);
}

static void replace_by_directory(const char *file)
{
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(mkdir(file, 0700), 0);
}

static void remove_file(const char *file)
{
    ck_assert_int_eq(unlink(file), 0);
}

static void cut(const char *file)
{
    ck_assert_int_eq(truncate(file, (off_t)(contents(file, false).size / 2)), 0);
}

/* The clock of the file system may be too coarse to show a change, so the time is set as well. */
static void touch(const char *file)
{
    static const struct timespec times[2] = { { 1, 0 }, { 1, 0 } };

    ck_assert_int_eq(utimensat(AT_FDCWD, file, times, 0), 0);
}

static void write_at(const char *file, struct mf_view bytes, off_t at)
{
    int open_file = open(file, O_WRONLY);

    ck_assert_int_ge(open_file, 0);
    ck_assert_int_eq(lseek(open_file, at, SEEK_SET), at);
    ck_assert_int_eq(write(open_file, bytes.data, bytes.size), (ssize_t)bytes.size);
    ck_assert_int_eq(close(open_file), 0);
    touch(file);
}

static void append(const char *file)
{
    write_at(file, mf_view_of("more"), (off_t)contents(file, false).size);
}

static void overwrite(const char *file)
{
    write_at(file, contents(file, true), 0);
}

static void turn_into_link(const char *directory, const char *to)
{
    ck_assert_int_eq(rename(directory, "moved"), 0);
    ck_assert_int_eq(symlink(to, directory), 0);
}

static void move_directory(const char *file)
{
    (void)file;
    turn_into_link("root/top/in", "../../outside/in");
}

static void move_way(const char *file)
{
    (void)file;
    turn_into_link("root/top", "../outside");
}

static void exchange_directory(const char *file)
{
    (void)file;
    ck_assert_int_eq(rename("root/top/in", "moved"), 0);
    ck_assert_int_eq(rename("outside/in", "root/top/in"), 0);
}

static void move_directory_back(const char *file)
{
    (void)file;
    ck_assert_int_eq(unlink("root/top/in"), 0);
    ck_assert_int_eq(rename("moved", "root/top/in"), 0);
}

static void move_way_back(const char *file)
{
    (void)file;
    ck_assert_int_eq(unlink("root/top"), 0);
    ck_assert_int_eq(rename("moved", "root/top"), 0);
}

static void exchange_back(const char *file)
{
    (void)file;
    ck_assert_int_eq(rename("root/top/in", "outside/in"), 0);
    ck_assert_int_eq(rename("moved", "root/top/in"), 0);
}

static void put_back(const char *file)
{
    (void)remove(file);
    put(file, contents(file, false));
}

static const struct change {
    const char *name;
    void (*make)(const char *file);
    void (*undo)(const char *file);
    bool waits;  /* a FIFO */
    bool inside; /* all that is new is below the root */
} changes[] = {
    { "replaced", replace, put_back, false, true },
    { "a link now", replace_by_link, put_back, false, false },
    { "a FIFO now", replace_by_pipe, put_back, true, true },
    { "a directory now", replace_by_directory, put_back, false, true },
    { "removed", remove_file, put_back, false, true },
    { "cut", cut, put_back, false, true },
    { "longer", append, put_back, false, true },
    { "overwritten", overwrite, put_back, false, true },
    { "its directory a link now", move_directory, move_directory_back, false, false },
    { "the way to it a link now", move_way, move_way_back, false, false },
    { "its directory another now", exchange_directory, exchange_back, false, true },
};

/* --- the sweep ------------------------------------------------------------------------------------------------------------ */

struct plan {
    const struct operation *operation;
    const struct change *change;
    long call; /* before which the change is made */
    long calls;
    bool is_made;
};

static void change_at(const char *name, const char *path, void *context)
{
    struct plan *plan = context;

    (void)name;
    (void)path;
    if (plan->calls++ == plan->call) {
        plan->change->make(plan->operation->file);
        plan->is_made = true;
    }
}

static bool same(const struct mf_buffer *left, const struct mf_buffer *right)
{
    return mf_view_equal(mf_buffer_view(left), mf_buffer_view(right));
}

static void judge(const struct plan *plan, const struct seen *before, const struct seen *after,
                  const struct seen *seen)
{
    const char *name = plan->operation->name;
    const char *change = plan->change->name;

    ck_assert_msg(plan->change->inside || strstr(seen->said.data, "unseen") == NULL,
                  "%s, %s before call %ld: something from outside: %s", name, change, plan->call,
                  seen->said.data);
    if (seen->status == MF_OK) {
        ck_assert_msg((before->status == MF_OK && same(&seen->text, &before->text)) ||
                          (after->status == MF_OK && same(&seen->text, &after->text)),
                      "%s, %s before call %ld: neither the old nor the new", name, change, plan->call);
    } else {
        ck_assert_msg(seen->status == MF_ERROR_IO || seen->status == MF_ERROR_INVALID ||
                          seen->status == after->status,
                      "%s, %s before call %ld: %s: %s", name, change, plan->call,
                      mf_status_name(seen->status), seen->said.data);
        ck_assert_uint_eq(seen->text.size, 0);
    }
}

static void sweep(const struct operation *operation, const struct change *change)
{
    struct plan plan = { operation, change, 0, 0, true };
    struct seen before;
    struct seen after;

    begin(&before);
    operation->run(&before);
    ck_assert_msg(before.status == MF_OK, "%s: %s", operation->name, before.said.data);
    change->make(operation->file);
    begin(&after);
    operation->run(&after);
    change->undo(operation->file);
    for (plan.call = 0; plan.is_made; plan.call++) {
        struct seen seen;

        plan.calls = 0;
        plan.is_made = false;
        begin(&seen);
        faults_watch(change_at, &plan);
        operation->run(&seen);
        (void)faults_end();
        judge(&plan, &before, &after, &seen);
        end(&seen);
        if (plan.is_made) {
            change->undo(operation->file);
        }
    }
    ck_assert_int_gt(plan.call, 2);
    end(&before);
    end(&after);
}

START_TEST(files_may_change_at_any_time)
{
    const struct operation *operation = &operations[_i];

    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        if (!operation->waits || !changes[i].waits) {
            sweep(operation, &changes[i]);
        }
    }
}
END_TEST

/* --- without end --------------------------------------------------------------------------------------------------------- */

struct growth {
    const char *file;
    long reads;
};

static void grow(const char *name, const char *path, void *context)
{
    struct growth *growth = context;

    (void)path;
    if (strcmp(name, "read") == 0 && ++growth->reads < 1000) {
        int file = open(growth->file, O_WRONLY | O_APPEND);

        ck_assert_int_ge(file, 0);
        ck_assert_int_eq(write(file, old_big, 4096), 4096);
        ck_assert_int_eq(close(file), 0);
    }
}

START_TEST(a_file_that_never_ends_is_left)
{
    struct growth growth = { "root/top/in/big.bin", 0 };
    struct seen seen;

    for (size_t i = 0; i < 3; i++) {
        growth.reads = 0;
        begin(&seen);
        faults_watch(grow, &growth);
        operations[i].run(&seen);
        (void)faults_end();
        ck_assert_msg(seen.status != MF_OK, "%s", operations[i].name);
        ck_assert_msg(strstr(seen.said.data, "it changed while it was read") != NULL, "%s: %s",
                      operations[i].name, seen.said.data);
        ck_assert_msg(growth.reads <= MOST_READS, "%s: %ld reads", operations[i].name, growth.reads);
        end(&seen);
        put_back(growth.file);
    }
}
END_TEST

/* --- what they work on ----------------------------------------------------------------------------------------------------- */

static void make_model(void)
{
    char *name;

    old_model = source_file("examples/iris-classifier/model/iris.onnx");
    new_model = malloc(mf_bytes_size(old_model));
    ck_assert_ptr_nonnull(new_model);
    memcpy(new_model, mf_bytes_data(old_model), mf_bytes_size(old_model));
    /* The name of the output is other: so is the interface, and the size is not. */
    name = new_model;
    for (size_t i = 0; i + 5 <= mf_bytes_size(old_model); i++, name++) {
        if (memcmp(name, "label", 5) == 0) {
            memcpy(name, "level", 5);
        }
    }
}

static void make_list(void)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    static const char *const files[] = { "top/in/big.bin", "top/in/model.onnx", "top/in/secret.key" };

    mf_buffer_append_text(&text, "schema: manifest/v1\nartifacts:\n");
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[64];
        mf_bytes *digest = NULL;
        uint64_t size = 0;

        (void)snprintf(path, sizeof path, "root/%s", files[i]);
        ck_assert_int_eq(mf_file_hash(path, NULL, &digest, &size, NULL), MF_OK);
        mf_buffer_format(&text, "  - {name: n%zu, path: %s, digest: '%s', size: %llu}\n", i, files[i],
                         (const char *)mf_bytes_data(digest), (unsigned long long)size);
        mf_bytes_unref(digest);
    }
    mf_buffer_append_byte(&text, '\0');
    listed = must_read(text.data);
    mf_buffer_release(&text);
}

static void prepare(void)
{
    static const char *const files[] = { "root/top/in/big.bin", "root/top/in/model.onnx",
                                         "root/top/in/secret.key" };

    make_tree();
    ck_assert_int_eq(chdir(tree_root()), 0);
    memset(old_big, 'o', sizeof old_big);
    memset(new_big, 'n', sizeof new_big);
    make_model();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char outside[64];

        put(files[i], contents(files[i], false));
        (void)snprintf(outside, sizeof outside, "outside%s", files[i] + 8);
        put(outside, contents(files[i], true));
    }
    put("outside/in/unseen", mf_view_of("a"));
    make_list();
}

static void finish(void)
{
    mf_manifest_unref(listed);
    mf_bytes_unref(old_model);
    free(new_model);
    ck_assert_int_eq(chdir("/"), 0);
    remove_tree();
}

int main(void)
{
    Suite *suite = suite_create("faults_changes");
    TCase *tests = tcase_create("faults_changes");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, files_may_change_at_any_time, 0, COUNT_OF(operations));
    tcase_add_test(tests, a_file_that_never_ends_is_left);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
