/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of bytes and files: published vectors, files below a hostile directory, progress and cancelling. */
#include "harness.h"

#include "artifact/file_hash.h"
#include "value/hex.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

static char directory[64];

static void make_directory(void)
{
    (void)snprintf(directory, sizeof directory, "/tmp/mf-test-hash-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void remove_directory(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
}

static const char *below(const char *name)
{
    static char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void make_file(const char *name, const void *data, size_t size)
{
    FILE *file = fopen(below(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

/* --- algorithms -------------------------------------------------------------------------------------------------------- */

/* FIPS 180-4 examples of NIST, and RFC 7693 test values made with an independent tool for 32 bytes. */
static const struct {
    mf_hash_algorithm algorithm;
    const char *text;
    const char *hex;
} vectors[] = {
    { MF_HASH_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { MF_HASH_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { MF_HASH_SHA256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { MF_HASH_SHA512, "",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e" },
    { MF_HASH_SHA512, "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
    { MF_HASH_BLAKE2B_256, "", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8" },
    { MF_HASH_BLAKE2B_256, "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319" },
};

START_TEST(published_digests_come_out)
{
    struct mf_hash *hash = mf_hash_new(vectors[_i].algorithm);
    uint8_t digest[MF_LONGEST_DIGEST];
    char hex[2 * MF_LONGEST_DIGEST + 1] = "";
    size_t size = strlen(vectors[_i].text);

    ck_assert_int_eq(mf_crypto_start(NULL), MF_OK);
    /* In one piece and split at every byte; the object is used again. */
    for (size_t split = 0; split <= size; split++) {
        ck_assert(mf_hash_begin(hash));
        ck_assert(mf_hash_update(hash, mf_view_make(vectors[_i].text, split)));
        ck_assert(mf_hash_update(hash, mf_view_make(vectors[_i].text + split, size - split)));
        ck_assert(mf_hash_finish(hash, digest));
        mf_hex_encode(digest, mf_hash_size(vectors[_i].algorithm), hex);
        ck_assert_str_eq(hex, vectors[_i].hex);
    }
    mf_hash_free(hash);
}
END_TEST

START_TEST(algorithms_have_names)
{
    for (mf_hash_algorithm i = MF_HASH_SHA256; i <= MF_HASH_BLAKE2B_256; i++) {
        ck_assert_int_eq(mf_hash_algorithm_find(mf_hash_algorithm_name(i)), i);
        ck_assert_uint_gt(mf_hash_size(i), 0);
    }
    ck_assert_str_eq(mf_hash_algorithm_name(0), "unknown");
    ck_assert_str_eq(mf_hash_algorithm_name(4), "unknown");
    ck_assert_int_eq(mf_hash_algorithm_find("SHA256"), 0);
    ck_assert_int_eq(mf_hash_algorithm_find(""), 0);
    ck_assert_int_eq(mf_hash_algorithm_find(NULL), 0);
    ck_assert_uint_eq(mf_hash_size(4), 0);
    ck_assert_ptr_null(mf_hash_new(0));
}
END_TEST

/* --- one file ---------------------------------------------------------------------------------------------------------- */

static void assert_hash(const char *path, const mf_hash_options *options, const char *expected, uint64_t size)
{
    mf_bytes *digest = NULL;
    uint64_t found = 0;
    mf_error *error = NULL;

    assert_ok(mf_file_hash(path, options, &digest, &found, &error), error);
    assert_bytes_are(digest, expected);
    ck_assert_uint_eq(found, size);
    mf_bytes_unref(digest);
}

static void assert_not_hashed(const char *path, const mf_hash_options *options, mf_status expected,
                              const char *message)
{
    mf_bytes *digest = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_file_hash(path, options, &digest, NULL, &error), expected);
    ck_assert_ptr_null(digest);
    ck_assert_msg(strstr(mf_error_message(error), message) != NULL, "%s", mf_error_message(error));
    mf_error_unref(error);
}

START_TEST(files_are_hashed)
{
    mf_hash_options options;

    make_file("a", "a", 1);
    make_file("empty", "", 0);
    ck_assert_int_eq(symlink("a", below("link")), 0);
    assert_hash(below("a"), NULL, A, 1);
    assert_hash(below("link"), NULL, A, 1);
    assert_hash(below("empty"), NULL,
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0);
    mf_hash_options_init(&options, sizeof options);
    options.algorithm = MF_HASH_BLAKE2B_256;
    assert_hash(below("empty"), &options,
                "blake2b-256:0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8", 0);
}
END_TEST

START_TEST(what_is_no_regular_file_is_not_opened)
{
    mf_hash_options options;

    ck_assert_int_eq(mkfifo(below("fifo"), 0600), 0);
    ck_assert_int_eq(symlink("loop", below("loop")), 0);
    assert_not_hashed(below("fifo"), NULL, MF_ERROR_IO, "it is no regular file");
    assert_not_hashed(directory, NULL, MF_ERROR_IO, "it is no regular file");
    assert_not_hashed("/dev/null", NULL, MF_ERROR_IO, "it is no regular file");
    assert_not_hashed(below("missing"), NULL, MF_ERROR_IO, "there is no such file");
    assert_not_hashed(below("loop"), NULL, MF_ERROR_IO, "it cannot be opened: ");
    assert_not_hashed(NULL, NULL, MF_ERROR_ARGUMENT, "NULL");
    mf_hash_options_init(&options, sizeof options);
    options.algorithm = 4;
    assert_not_hashed(below("missing"), &options, MF_ERROR_ARGUMENT, "algorithm");
    options.algorithm = 0;
    options.threads = 65;
    assert_not_hashed(below("missing"), &options, MF_ERROR_ARGUMENT, "threads");
}
END_TEST

static int32_t append_once(void *context, const char *file, uint64_t files_done, uint64_t files,
                           uint64_t bytes_done, uint64_t bytes)
{
    FILE *more = *(bool *)context ? NULL : fopen(file, "ab");

    (void)files_done;
    (void)files;
    (void)bytes_done;
    (void)bytes;
    if (more != NULL) {
        ck_assert_int_eq(fputc('x', more), 'x');
        ck_assert_int_eq(fclose(more), 0);
        *(bool *)context = true;
    }
    return 0;
}

START_TEST(a_file_that_changes_is_an_error)
{
    static char data[9 * 1024 * 1024];
    mf_hash_options options;
    bool appended = false;

    make_file("large", data, sizeof data);
    mf_hash_options_init(&options, sizeof options);
    options.progress = append_once;
    options.progress_context = &appended;
    assert_not_hashed(below("large"), &options, MF_ERROR_IO, "it changed while it was read");
    ck_assert(appended);
}
END_TEST

/* --- many files -------------------------------------------------------------------------------------------------------- */

enum { FILES = 40 };

struct witness {
    pthread_t thread;
    uint64_t files;
    uint64_t bytes;
    uint64_t calls;
    uint64_t stop_after; /* calls; 0: never */
};

static int32_t watch(void *context, const char *file, uint64_t files_done, uint64_t files,
                     uint64_t bytes_done, uint64_t bytes)
{
    struct witness *witness = context;

    ck_assert(pthread_equal(witness->thread, pthread_self()));
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_ge(files_done, witness->files);
    ck_assert_uint_ge(bytes_done, witness->bytes);
    ck_assert_uint_le(files_done, files);
    ck_assert_uint_le(bytes_done, bytes);
    witness->files = files_done;
    witness->bytes = bytes_done;
    witness->calls++;
    return witness->stop_after != 0 && witness->calls >= witness->stop_after;
}

/* Files of growing size; those of every tenth number are something else. */
static void make_jobs(struct mf_hash_job *jobs, char (*names)[16])
{
    static char data[FILES * 100003];

    memset(data, 'x', sizeof data);
    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(names[i], 16, "%02zu", i);
        jobs[i] =
            (struct mf_hash_job){ .path = names[i], .algorithm = MF_HASH_SHA256, .expected = i * 100003 };
        make_file(names[i], data, i * 100003);
    }
    ck_assert_int_eq(unlink(below("10")), 0);
    ck_assert_int_eq(unlink(below("20")), 0);
    ck_assert_int_eq(unlink(below("30")), 0);
    ck_assert_int_eq(mkfifo(below("20"), 0600), 0);
    ck_assert_int_eq(symlink("11", below("30")), 0);
}

static mf_status run_jobs(struct mf_hash_job *jobs, uint32_t threads, struct witness *witness,
                          mf_error **reterr)
{
    struct mf_hash_work work = {
        .root = open(directory, O_RDONLY | O_DIRECTORY),
        .jobs = jobs,
        .count = FILES,
        .threads = threads,
        .progress = watch,
        .progress_context = witness,
    };
    mf_status status;

    witness->thread = pthread_self();
    status = mf_hash_jobs(&work, reterr);
    ck_assert_int_eq(close(work.root), 0);
    return status;
}

START_TEST(many_files_are_hashed_by_any_number_of_threads)
{
    static const uint32_t threads[] = { 1, 2, 3, 64, 1000, 0 };
    struct mf_hash_job jobs[FILES];
    char names[FILES][16];
    struct witness witness = { .calls = 0 };

    make_jobs(jobs, names);
    assert_ok(run_jobs(jobs, threads[_i], &witness, NULL), NULL);
    /* How often depends on the system; the last call tells of all of them. */
    ck_assert_uint_ge(witness.calls, 1);
    ck_assert_uint_eq(witness.files, FILES);
    for (size_t i = 0; i < FILES; i++) {
        struct mf_buffer digest = MF_BUFFER_EMPTY;

        if (i == 10 || i == 20 || i == 30) {
            ck_assert_int_eq(jobs[i].result, MF_HASH_NOT_OPENED);
            continue;
        }
        ck_assert_int_eq(jobs[i].result, MF_HASH_DONE);
        mf_digest_append(&digest, MF_HASH_SHA256, jobs[i].digest);
        mf_buffer_append_byte(&digest, '\0');
        assert_hash(below(names[i]), NULL, digest.data, i * 100003);
        ck_assert_uint_eq(jobs[i].size, i * 100003);
        mf_buffer_release(&digest);
    }
    ck_assert_int_eq(jobs[10].opening, MF_OPEN_MISSING);
    ck_assert_int_eq(jobs[20].opening, MF_OPEN_NOT_REGULAR);
    ck_assert_int_eq(jobs[30].opening, MF_OPEN_LINK);
}
END_TEST

START_TEST(work_can_be_cancelled)
{
    static const uint32_t threads[] = { 1, 2 };
    struct mf_hash_job jobs[FILES];
    char names[FILES][16];
    struct witness witness = { .stop_after = 1 };
    mf_error *error = NULL;

    make_jobs(jobs, names);
    ck_assert_int_eq(run_jobs(jobs, threads[_i], &witness, &error), MF_ERROR_CANCELLED);
    ck_assert_uint_eq(witness.calls, 1);
    ck_assert_str_eq(mf_error_message(error), "cancelled");
    mf_error_unref(error);
}
END_TEST

/* --- below a hostile directory ------------------------------------------------------------------------------------------ */

static enum mf_opening opening_of(const char *path, bool links)
{
    int root = open(directory, O_RDONLY | O_DIRECTORY);
    struct mf_opened opened;
    enum mf_opening opening =
        mf_open_beneath(root, path, links ? MF_LINKS_BENEATH : MF_LINKS_REFUSED, &opened);

    if (opening == MF_OPENED) {
        ck_assert_int_eq(close(opened.file), 0);
    }
    ck_assert_int_eq(close(root), 0);
    return opening;
}

START_TEST(nothing_leaves_the_directory)
{
    static const struct {
        const char *path;
        enum mf_opening without_links;
        enum mf_opening with_links;
    } cases[] = {
        { "file", MF_OPENED, MF_OPENED },
        { "sub/file", MF_OPENED, MF_OPENED },
        { "missing", MF_OPEN_MISSING, MF_OPEN_MISSING },
        { "missing/file", MF_OPEN_MISSING, MF_OPEN_MISSING },
        { "file/file", MF_OPEN_MISSING, MF_OPEN_MISSING },
        { "sub", MF_OPEN_NOT_REGULAR, MF_OPEN_NOT_REGULAR },
        { "fifo", MF_OPEN_NOT_REGULAR, MF_OPEN_NOT_REGULAR },
        { "inside", MF_OPEN_LINK, MF_OPENED },
        { "inside-directory/file", MF_OPEN_LINK, MF_OPENED },
        { "to-fifo", MF_OPEN_LINK, MF_OPEN_NOT_REGULAR },
        { "dangling", MF_OPEN_LINK, MF_OPEN_MISSING },
        { "loop", MF_OPEN_LINK, MF_OPEN_LINK },
        { "up", MF_OPEN_LINK, MF_OPEN_OUTSIDE },
        { "up/tmp", MF_OPEN_LINK, MF_OPEN_OUTSIDE },
        { "absolute", MF_OPEN_LINK, MF_OPEN_OUTSIDE },
        { "absolute-directory/passwd", MF_OPEN_LINK, MF_OPEN_OUTSIDE },
    };

    make_file("file", "a", 1);
    ck_assert_int_eq(mkdir(below("sub"), 0700), 0);
    make_file("sub/file", "a", 1);
    ck_assert_int_eq(mkfifo(below("fifo"), 0600), 0);
    ck_assert_int_eq(symlink("sub/../file", below("inside")), 0);
    ck_assert_int_eq(symlink("sub", below("inside-directory")), 0);
    ck_assert_int_eq(symlink("fifo", below("to-fifo")), 0);
    ck_assert_int_eq(symlink("nothing", below("dangling")), 0);
    ck_assert_int_eq(symlink("loop", below("loop")), 0);
    ck_assert_int_eq(symlink("..", below("up")), 0);
    ck_assert_int_eq(symlink("/etc/passwd", below("absolute")), 0);
    ck_assert_int_eq(symlink("/etc", below("absolute-directory")), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(opening_of(cases[i].path, false) == cases[i].without_links, "%s: %d", cases[i].path,
                      opening_of(cases[i].path, false));
#ifdef __linux__
        ck_assert_msg(opening_of(cases[i].path, true) == cases[i].with_links, "%s with links: %d",
                      cases[i].path, opening_of(cases[i].path, true));
#endif
    }
}
END_TEST

START_TEST(a_list_of_files)
{
    static const mf_hash_algorithm algorithms[] = { 0, MF_HASH_SHA512, MF_HASH_SHA256, 0 };
    static const mf_hash_algorithm wrong[] = { 0, 99 };
    const char *paths[] = { "/dev/null", "/nonexistent", NULL, NULL };
    char file[160];
    mf_file_digests *digests = NULL;
    mf_bytes *digest = NULL;
    mf_hash_options options;
    FILE *stream;

    (void)snprintf(file, sizeof file, "%s/listed", directory);
    stream = fopen(file, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert(fputs("abc", stream) >= 0);
    ck_assert_int_eq(fclose(stream), 0);
    paths[2] = file;
    paths[3] = file;
    mf_hash_options_init(&options, sizeof options);
    options.algorithm = MF_HASH_SHA512;
    for (options.threads = 1; options.threads < 4; options.threads++) {
        ck_assert_int_eq(mf_files_hash(paths, algorithms, 4, &options, &digests, NULL), MF_OK);
        ck_assert_uint_eq(mf_file_digests_count(digests), 4);
        ck_assert_ptr_nonnull(strstr(mf_file_digests_problem(digests, 0), "no regular file"));
        ck_assert_str_eq(mf_file_digests_problem(digests, 1), "there is no such file");
        ck_assert_str_eq(mf_file_digests_digest(digests, 1), "");
        ck_assert_str_eq(mf_file_digests_digest(digests, 2),
                         "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        ck_assert_str_eq(mf_file_digests_problem(digests, 2), "");
        ck_assert_uint_eq(mf_file_digests_size(digests, 2), 3);
        ck_assert_int_eq(mf_file_hash(file, &options, &digest, NULL, NULL), MF_OK);
        ck_assert_str_eq(mf_file_digests_digest(digests, 3), mf_bytes_data(digest));
        ck_assert_str_eq(mf_file_digests_digest(digests, 4), "");
        ck_assert_str_eq(mf_file_digests_problem(digests, 4), "");
        digest = mf_bytes_unref(digest);
        mf_file_digests_unref(mf_file_digests_ref(digests));
        digests = mf_file_digests_unref(digests);
    }
    ck_assert_int_eq(mf_files_hash(paths + 2, wrong, 2, NULL, &digests, NULL), MF_ERROR_ARGUMENT);
    paths[3] = NULL;
    ck_assert_int_eq(mf_files_hash(paths, NULL, 4, NULL, &digests, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_files_hash(NULL, NULL, 1, NULL, &digests, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_files_hash(paths, NULL, 1, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_files_hash(NULL, NULL, 0, NULL, &digests, NULL), MF_OK);
    ck_assert_uint_eq(mf_file_digests_count(digests), 0);
    mf_file_digests_unref(digests);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hash");
    TCase *algorithms = tcase_create("algorithms");
    TCase *files = tcase_create("files");

    tcase_add_loop_test(algorithms, published_digests_come_out, 0, sizeof vectors / sizeof vectors[0]);
    tcase_add_test(algorithms, algorithms_have_names);
    suite_add_tcase(suite, algorithms);
    tcase_add_checked_fixture(files, make_directory, remove_directory);
    tcase_add_test(files, files_are_hashed);
    tcase_add_test(files, what_is_no_regular_file_is_not_opened);
    tcase_add_test(files, a_file_that_changes_is_an_error);
    tcase_add_loop_test(files, many_files_are_hashed_by_any_number_of_threads, 0, 6);
    tcase_add_loop_test(files, work_can_be_cancelled, 0, 2);
    tcase_add_test(files, nothing_leaves_the_directory);
    tcase_add_test(files, a_list_of_files);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
