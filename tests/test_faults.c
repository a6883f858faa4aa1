/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls that fail: each that an operation on files makes fails in turn, with every reason, once and from then on, or moves a
 * single byte. The result is then the right one or none, never a wrong one, and nothing is left open, in memory or on the disk.
 */
#include "allocations.h"
#include "capturing.h"
#include "documents.h"
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BIG = 1536 * 1024, FILES = 256 };

/* What one run gave: a text that says it all, or an error; and how much was said about what is missing. */
struct outcome_of_files {
    mf_status status;
    mf_bytes *text;
    size_t findings;
    size_t unreadable; /* of them, those about what cannot be read; counted where `may_lack` */
    mf_error *error;
};

static const char old_text[] = "old";
static char new_text[8192];
static char big[BIG];
static mf_manifest *artifacts;
static mf_manifest *locked;

static mf_bytes *bytes_of(const char *text)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_bytes *bytes = NULL;

    mf_buffer_append_text(&buffer, text);
    ck_assert_int_eq(mf_buffer_finish(&buffer, &bytes, NULL), MF_OK);
    return bytes;
}

/* --- the operations ------------------------------------------------------------------------------------------------------ */

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

static mf_hash_options one_thread(void)
{
    mf_hash_options options;

    mf_hash_options_init(&options, sizeof options);
    options.threads = 1;
    return options;
}

static struct outcome_of_files read_tree(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_hash_options hash = one_thread();
    mf_tree_options options;
    mf_tree *tree = NULL;
    mf_report *report = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    to.status = mf_tree_read(in_tree("files"), &options, &tree, &report, &to.error);
    if (to.status == MF_OK) {
        to.text = bytes_of(mf_tree_root_digest(tree));
    }
    to.findings = mf_report_total(report);
    mf_tree_unref(tree);
    mf_report_unref(report);
    return to;
}

static struct outcome_of_files verify_artifacts(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_hash_options hash = one_thread();
    mf_tree_options options;
    mf_report *report = NULL;

    mf_tree_options_init(&options, sizeof options);
    options.hash = &hash;
    to.status = mf_artifacts_verify(artifacts, in_tree("files"), &options, &report, &to.error);
    to.text = to.status == MF_OK ? bytes_of("as the manifest says") : NULL;
    to.findings = mf_report_total(report);
    mf_report_unref(report);
    return to;
}

static struct outcome_of_files check_locks(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_report *report = NULL;
    size_t pinned = 0;
    size_t verified = 0;

    to.status = mf_lockfiles_check(locked, in_tree("locks"), NULL, &pinned, &verified, &report, &to.error);
    to.findings = mf_report_total(report);
    if (to.status == MF_OK) {
        char text[64];

        (void)snprintf(text, sizeof text, "%zu pinned, %zu verified", pinned, verified);
        to.text = bytes_of(text);
    }
    mf_report_unref(report);
    return to;
}

static size_t count_code(const mf_report *report, const char *code)
{
    size_t count = 0;

    for (size_t i = 0; i < mf_report_count(report); i++) {
        count += strcmp(mf_finding_code(mf_report_finding(report, i)), code) == 0;
    }
    return count;
}

static struct outcome_of_files capture(void)
{
    struct outcome_of_files to = { .status = MF_OK };
    mf_capture_options options;
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;
    mf_report *report = NULL;

    mf_capture_options_init(&options, sizeof options);
    options.root = in_tree("system");
    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    to.status = mf_environment_capture(builder, &options, &report, &to.error);
    to.findings = mf_report_total(report);
    to.unreadable = count_code(report, "MF3402");
    if (to.status == MF_OK) {
        ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
        ck_assert_int_eq(mf_manifest_canonical(manifest, &to.text, NULL), MF_OK);
    }
    mf_manifest_unref(manifest);
    mf_report_unref(report);
    mf_builder_unref(builder);
    return to;
}

static struct outcome_of_files write_file(void)
{
    struct outcome_of_files to = { .status = MF_OK };

    to.status = mf_file_write(new_text, sizeof new_text, in_tree("written/file"), 0, &to.error);
    to.text = to.status == MF_OK ? bytes_of("written") : NULL;
    return to;
}

static const struct operation {
    const char *name;
    struct outcome_of_files (*run)(void);
    bool may_lack; /* what cannot be read is left out, and a finding says so */
    bool writes;
} operations[] = {
    { "read a file", read_bytes, false, false },
    { "read a key", read_key, false, false },
    { "hash a file", hash_file, false, false },
    { "read a tree", read_tree, false, false },
    { "verify artifacts", verify_artifacts, false, false },
    { "check lock files", check_locks, false, false },
    { "capture", capture, true, false },
    { "write a file", write_file, false, true },
};

/* --- what is looked at afterwards ------------------------------------------------------------------------------------------ */

static int open_files(void)
{
    int count = 0;

    for (int file = 0; file < FILES; file++) {
        count += fcntl(file, F_GETFD) != -1;
    }
    return count;
}

static void end(struct outcome_of_files *outcome)
{
    mf_bytes_unref(outcome->text);
    mf_error_unref(outcome->error);
}

static bool same_text(const mf_bytes *left, const mf_bytes *right)
{
    return mf_bytes_size(left) == mf_bytes_size(right) &&
           memcmp(mf_bytes_data(left), mf_bytes_data(right), mf_bytes_size(left)) == 0;
}

/* Whether the file that is written holds the new text. It holds that or the old one. */
static bool is_written(const char *what)
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

/* How many other files are beside it. Nobody takes them for documents: their names begin with a dot and end with .tmp. */
static size_t rubbish(const char *what)
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

static void make_old(void)
{
    ck_assert_int_eq(system("rm -rf written && mkdir written"), 0);
    tree_file("written/file", old_text);
}

/* Nothing is added or changed. Only the version of CUDA is less exact where it comes from the header. */
static void assert_only_less(const mf_bytes *whole, const mf_bytes *part, const char *what)
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

/* --- the sweep ------------------------------------------------------------------------------------------------------------ */

static void judge(const struct operation *operation, const struct outcome_of_files *clean,
                  const struct outcome_of_files *faulty, const char *what)
{
    if (faulty->status != MF_OK) {
        ck_assert_msg(faulty->status == MF_ERROR_IO || faulty->status == MF_ERROR_INVALID, "%s: %s", what,
                      mf_status_name(faulty->status));
        ck_assert_msg(faulty->text == NULL, "%s: an error and a result", what);
        ck_assert_msg(mf_error_code(faulty->error) == faulty->status, "%s: no error", what);
    } else if (!operation->may_lack || faulty->unreadable == clean->unreadable) {
        ck_assert_msg(same_text(clean->text, faulty->text), "%s: a wrong result, and nothing said", what);
        ck_assert_msg(faulty->findings == clean->findings, "%s: findings, and all is good", what);
    } else {
        assert_only_less(clean->text, faulty->text, what);
    }
}

/* One run with a fault; whether that was reached. */
static bool run_with(const struct operation *operation, const struct outcome_of_files *clean,
                     struct fault fault)
{
    struct outcome_of_files faulty;
    int files = open_files();
    size_t held = held_now();
    char what[128];
    long calls;

    (void)snprintf(what, sizeof what, "%s, %s %d%s at call %ld", operation->name,
                   fault.kind == FAULT_SHORT ? "short" : "error", fault.error,
                   fault.for_good ? " for good" : "", fault.call);
    if (operation->writes) {
        make_old();
        held = held_now();
    }
    faults_begin(fault);
    faulty = operation->run();
    calls = faults_end();
    judge(operation, clean, &faulty, what);
    if (operation->writes) {
        bool written = is_written(what);

        ck_assert_msg(faulty.status != MF_OK || written, "%s: not written, and nothing said", what);
        ck_assert_msg(fault.for_good || rubbish(what) == 0, "%s: something is left", what);
    }
    end(&faulty);
    ck_assert_msg(open_files() == files, "%s: a file is left open", what);
    ck_assert_msg(held_now() == held, "%s: memory is lost", what);
    return calls > fault.call;
}

static void sweep_with(const struct operation *operation, const struct outcome_of_files *clean,
                       struct fault fault)
{
    for (fault.call = 0; run_with(operation, clean, fault); fault.call++) {
    }
    ck_assert_msg(fault.call > 0, "%s: no call that can fail was seen", operation->name);
}

START_TEST(every_system_call_may_fail)
{
    static const int reasons[] = { EIO, ENOSPC, EINTR, EACCES };
    const struct operation *operation = &operations[_i];
    struct outcome_of_files clean;

    /* What libraries and the C library allocate once in a process is not counted. */
    for (int i = 0; i < 3; i++) {
        make_old();
        clean = operation->run();
        assert_ok(clean.status, clean.error);
        if (i < 2) {
            end(&clean);
        }
    }
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        sweep_with(operation, &clean, (struct fault){ FAULT_ERROR, reasons[i], false, 0 });
        /* A call that is always interrupted is made for ever, as it should be. */
        if (reasons[i] != EINTR) {
            sweep_with(operation, &clean, (struct fault){ FAULT_ERROR, reasons[i], true, 0 });
        }
    }
    end(&clean);
}
END_TEST

START_TEST(every_transfer_may_be_short)
{
    const struct operation *operation = &operations[_i];
    struct outcome_of_files clean;

    make_old();
    clean = operation->run();
    assert_ok(clean.status, clean.error);
    end(&clean);
    make_old();
    clean = operation->run();
    sweep_with(operation, &clean, (struct fault){ FAULT_SHORT, 0, false, 0 });
    end(&clean);
}
END_TEST

/* --- the end of the process ------------------------------------------------------------------------------------------------- */

/* Writes in a process that ends at a call; whether it came to that. */
static bool write_and_end(long call)
{
    pid_t child = fork();
    int status = 0;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        faults_begin((struct fault){ FAULT_END, 0, false, call });
        _exit(write_file().status == MF_OK ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULT_STATUS);
    return WEXITSTATUS(status) == FAULT_STATUS;
}

START_TEST(a_process_that_ends_leaves_the_old_file_or_the_new)
{
    bool was_written = false;
    long call = 0;

    for (;; call++) {
        struct outcome_of_files again;
        bool ended;
        bool written;

        make_old();
        ended = write_and_end(call);
        written = is_written("an end");
        /* Once it is new, it stays that. */
        ck_assert(written || !was_written);
        was_written = written;
        ck_assert_uint_le(rubbish("an end"), ended && !written);
        /* Whatever lies around, the next one can write. */
        again = write_file();
        assert_ok(again.status, again.error);
        end(&again);
        ck_assert(is_written("the next"));
        if (!ended) {
            break;
        }
    }
    ck_assert(was_written);
    /* Created, written, synced, renamed, and the directory synced. */
    ck_assert_int_ge(call, 5);
}
END_TEST

/* --- what they work on ------------------------------------------------------------------------------------------------------- */

/* SHA-256 of "a". */
#define A "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define B "sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"

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
}

static void prepare(void)
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
    tree_everything("system/");
    tree_file("system/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    tree_file("system/var/lib/dpkg/status", "Package: curl\nStatus: install ok installed\nVersion: 1-1\n"
                                            "Architecture: amd64\n");
    make_documents();
}

static void finish(void)
{
    mf_manifest_unref(artifacts);
    mf_manifest_unref(locked);
    ck_assert_int_eq(chdir("/"), 0);
    remove_tree();
}

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *tests = tcase_create("faults");

    tcase_add_checked_fixture(tests, prepare, finish);
    tcase_add_loop_test(tests, every_system_call_may_fail, 0, COUNT_OF(operations));
    tcase_add_loop_test(tests, every_transfer_may_be_short, 0, COUNT_OF(operations));
    tcase_add_test(tests, a_process_that_ends_leaves_the_old_file_or_the_new);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
