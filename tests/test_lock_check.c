/* SPDX-License-Identifier: Apache-2.0 */
/* A manifest held against the lock files below a directory: what agrees, what does not, and directories that are hostile. */
#include "documents.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "sha256:c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define B "sha256:67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"
#define C "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define D                                                                                                    \
    "sha512:2c74fd17edafd80e8447b0d46741ee243b7eb74dd2149a0ab1b9246fb30382f27e853d8585719e0e67cbda0daa8f516" \
    "71064615d645ae27acb15bfb1447f459b"

static char root[64];

static void make_root(void)
{
    (void)snprintf(root, sizeof root, "/tmp/mf-test-lock-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", root);
    ck_assert_int_eq(system(command), 0);
}

static const char *below(const char *name)
{
    static char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(below(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert(fputs(text, file) >= 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* The entry of a lock file in a manifest, with the digest and size that it has. */
static void append_entry(struct mf_buffer *buffer, const char *name, const char *path, const char *rest)
{
    mf_bytes *digest = NULL;
    struct stat status;

    ck_assert_int_eq(mf_file_hash(below(path), NULL, &digest, NULL, NULL), MF_OK);
    ck_assert_int_eq(stat(below(path), &status), 0);
    mf_buffer_format(buffer, "  - {name: %s, path: %s, format: requirements, digest: '%s', size: %lld%s}\n",
                     name, path, (const char *)mf_bytes_data(digest), (long long)status.st_size, rest);
    mf_bytes_unref(digest);
}

/* What the check finds: "CODE PATH, …; VERIFIED of PINNED". The caller frees it. */
static char *check_text(const char *text)
{
    mf_manifest *manifest = must_read(text);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_report *report = NULL;
    mf_error *error = NULL;
    size_t pinned = 99;
    size_t verified = 99;
    mf_status status = mf_lockfiles_check(manifest, root, NULL, &pinned, &verified, &report, &error);

    ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s: %s", mf_status_name(status),
                  mf_error_message(error));
    ck_assert((mf_report_count_severity(report, MF_SEVERITY_ERROR) > 0) == (status == MF_ERROR_INVALID));
    ck_assert_uint_le(verified, pinned);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        mf_buffer_format(&buffer, "%s%s %s", i == 0 ? "" : ", ", mf_finding_code(finding),
                         mf_finding_path(finding));
    }
    mf_buffer_format(&buffer, "%s%zu of %zu", mf_report_count(report) == 0 ? "" : "; ", verified, pinned);
    mf_buffer_append_byte(&buffer, '\0');
    mf_error_unref(error);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    return buffer.data;
}

static void assert_check(const char *text, const char *expected)
{
    char *found = check_text(text);

    ck_assert_msg(strcmp(found, expected) == 0, "%s--- gave\n%s\n--- not\n%s", text, found, expected);
    free(found);
}

/* A lock file, what the manifest says of it besides its digest, the packages, and what is found. */
static const struct {
    const char *lock;
    const char *entry;
    const char *packages;
    const char *expected;
} cases[] = {
#define P "/dependencies/packages/pkg:pypi~1"
#define L "/dependencies/lockfiles/l"
    /* what agrees */
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}", "1 of 1" },
    { "A.a==1 --hash=" A " --hash=" B "\n", "", "{purl: 'pkg:pypi/a-a@1', lockfile: l, digests: ['" B "']}",
      "1 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', digests: ['" A "']}", "1 of 1" },
    { "a==1 ; x == 'y' --hash=" A "\na==1 ; x != 'y' --hash=" B "\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "', '" B "']}", "1 of 1" },
    { "a==1 --hash=" D "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" D "']}", "1 of 1" },
    { "a==1 --hash=" A " --hash=" D "\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "', '" D "']}", "1 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', digests: ['" A "']}, {purl: 'pkg:npm/a@2'}",
      "1 of 1" },
    { "a==1 --hash=" A "\nb==1 --hash=" A "\n", ", complete: true",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}", "1 of 1" },
    { "a==1 --hash=" A "\nb==1 ; sys_platform == 'win32' --hash=" A "\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}", "1 of 1" },
    { "", "", "{purl: 'pkg:pypi/a@1', digests: ['" A "']}", "0 of 0" },
    /* what is missing, or more than there should be */
    { "a==1 --hash=" A "\nb==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}",
      "MF3508 " L "; 1 of 1" },
    { "a==1 --hash=" A "\nb==1 ; x == 'y'\nb==1\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}", "MF3508 " L "; 1 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/b@1', lockfile: l, digests: ['" A "']}",
      "MF3508 " L ", MF3509 " P "b@1/purl; 0 of 0" },
    { "a==1 --hash=" A "\n", ", complete: true",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}, {purl: 'pkg:pypi/aa@1', lockfile: l}",
      "MF3509 " P "aa@1/purl; 1 of 1" },
    { "", ", complete: true", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}",
      "MF3509 " P "a@1/purl; 0 of 0" },
    /* another version */
    { "a==2 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}",
      "MF3510 " P "a@1/purl; 0 of 0" },
    { "a==2 --hash=" A "\n", ", complete: true", "{purl: 'pkg:pypi/a@1', digests: ['" A "']}",
      "MF3510 " P "a@1/purl; 0 of 0" },
    { "a==2 ; x == 'y' --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}",
      "MF3510 " P "a@1/purl; 0 of 0" },
    { "a==1 --hash=" A "\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}, {purl: 'pkg:pypi/a@2', lockfile: l}",
      "MF3509 " P "a@2/purl; 1 of 1" },
    { "a==1 --hash=" A "\n", "",
      "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}, {purl: 'pkg:pypi/a@2'}", "1 of 1" },
    /* another digest */
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" B "']}",
      "MF3511 " P "a@1/digests; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', digests: ['" B "', '" C "']}",
      "MF3511 " P "a@1/digests; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "', '" B "']}",
      "MF3511 " P "a@1/digests/" B "; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, in_image: true, digests: ['" B "']}",
      "MF3511 " P "a@1/digests; 0 of 1" },
    /* without a digest nothing is verified */
    { "a==1\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}", "MF3512 " P "a@1; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l}", "MF3512 " P "a@1; 0 of 1" },
    { "a==1\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l}", "MF3512 " P "a@1; 0 of 1" },
    { "a==1 --hash=md5:d7c89558ba9fa0495403155b64376d81\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l}",
      "MF3512 " P "a@1; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" D "']}",
      "MF3512 " P "a@1/digests; 0 of 1" },
    { "a==1 --hash=" A "\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "', '" D "']}",
      "0 of 1" },
    { "a==1\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, in_image: true}", "0 of 1" },
    { "a>=1\n-e ./b\n", "", "{purl: 'pkg:pypi/c@1'}", "MF3513 " L "; 0 of 0" },
    /* a lock file with an error is compared with nothing */
    { "a==1 oops\n", "", "{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}",
      "MF3507 " L "/path; 0 of 0" },
    { "a==1 --hash=sha256:c75a69e28a55", "", "{purl: 'pkg:pypi/a@1', lockfile: l}",
      "MF3507 " L "/path; 0 of 0" },
};

START_TEST(packages_are_compared)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    write_file("l.txt", cases[_i].lock);
    mf_buffer_append_text(&text, "schema: manifest/v1\ndependencies:\n  lockfiles:\n");
    append_entry(&text, "l", "l.txt", cases[_i].entry);
    mf_buffer_format(&text, "  packages: [%s]\n", cases[_i].packages);
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(text.status, MF_OK);
    assert_check(text.data, cases[_i].expected);
    mf_buffer_release(&text);
}
END_TEST

/* Two lock files that both pin a package: each must allow one of its digests, and every digest must be allowed by one. */
static const struct {
    const char *first;
    const char *second;
    const char *packages;
    const char *expected;
} pairs[] = {
    { "a==1 --hash=" A "\n", "a==1 --hash=" B "\n",
      "{purl: 'pkg:pypi/a@1', lockfile: one, digests: ['" A "', '" B "']}", "1 of 1" },
    { "a==1 --hash=" A "\n", "a==1 --hash=" B "\n",
      "{purl: 'pkg:pypi/a@1', lockfile: one, digests: ['" A "']}", "MF3511 " P "a@1/digests; 0 of 1" },
    { "a==1 --hash=" A "\n", "a==1\n", "{purl: 'pkg:pypi/a@1', lockfile: one, digests: ['" A "']}",
      "MF3512 " P "a@1; 0 of 1" },
    { "a==1 --hash=" A "\n", "a==2 --hash=" B "\n",
      "{purl: 'pkg:pypi/a@1', lockfile: one, digests: ['" A
      "']}, {purl: 'pkg:pypi/a@2', lockfile: two, digests: "
      "['" B "']}",
      "2 of 2" },
    { "a==1 --hash=" A "\n", "a==2 --hash=" B "\n",
      "{purl: 'pkg:pypi/a@1', lockfile: one, digests: ['" A "']}",
      "MF3508 /dependencies/lockfiles/two; 1 of 1" },
    { "a==1 --hash=" A "\n", "b==1 --hash=" B "\n",
      "{purl: 'pkg:pypi/a@1', lockfile: two, digests: ['" A
      "']}, {purl: 'pkg:pypi/b@1', lockfile: two, digests: "
      "['" B "']}",
      "MF3509 " P "a@1/purl; 2 of 2" },
};

START_TEST(lock_files_are_compared_together)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    write_file("1.txt", pairs[_i].first);
    write_file("2.txt", pairs[_i].second);
    mf_buffer_append_text(&text, "schema: manifest/v1\ndependencies:\n  lockfiles:\n");
    append_entry(&text, "one", "1.txt", "");
    append_entry(&text, "two", "2.txt", "");
    mf_buffer_format(&text, "  packages: [%s]\n", pairs[_i].packages);
    mf_buffer_append_byte(&text, '\0');
    assert_check(text.data, pairs[_i].expected);
    mf_buffer_release(&text);
}
END_TEST

#define HEAD "schema: manifest/v1\ndependencies:\n  lockfiles:\n"
#define ONE  "  packages: [{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}]\n"

/* A changed lock file verifies nothing, whatever it says of packages. */
START_TEST(the_file_itself_is_verified)
{
    write_file("l.txt", "a==1 --hash=" A "\n");
    assert_check(HEAD "  - {name: l, path: l.txt, digest: '" A "', size: 84}\n" ONE,
                 "MF3504 " L "/digest; 0 of 1");
    assert_check(HEAD "  - {name: l, path: l.txt, digest: '" D "', size: 84}\n" ONE,
                 "MF3504 " L "/digest; 0 of 1");
    assert_check(HEAD "  - {name: l, path: l.txt, digest: '" A "', size: 85}\n" ONE,
                 "MF3504 " L "/digest, MF3505 " L "/size; 0 of 1");
    assert_check(HEAD "  - {name: l, path: l.txt}\n" ONE, "MF3506 " L "; 0 of 1");
    assert_check(HEAD "  - {name: l, path: l.txt, format: npm}\n" ONE,
                 "MF3506 " L ", MF3507 " L "/path; 0 of 0");
    assert_check(HEAD "  - {name: l}\n" ONE, "MF3502 " L "/path; 0 of 0");
    assert_check("schema: manifest/v1\n", "MF3501 ; 0 of 0");
    assert_check("schema: manifest/v1\ndependencies: {packages: [{purl: 'pkg:pypi/a@1'}]}\n",
                 "MF3501 ; 0 of 0");
}
END_TEST

static void assert_entry(const char *path, const char *expected)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    mf_buffer_format(&text, HEAD "  - {name: l, path: %s, digest: '" A "', size: 84}\n" ONE, path);
    mf_buffer_append_byte(&text, '\0');
    assert_check(text.data, expected);
    mf_buffer_release(&text);
}

/* Nothing leaves the directory, nothing but a regular file is opened, and nothing hangs. */
START_TEST(hostile_directories_are_refused)
{
    int file;

    assert_entry("gone.txt", "MF3502 " L "/path; 0 of 0");
    assert_entry("gone/l.txt", "MF3502 " L "/path; 0 of 0");
    ck_assert_int_eq(symlink("/etc/passwd", below("out.txt")), 0);
    assert_entry("out.txt", "MF3503 " L "/path; 0 of 0");
    ck_assert_int_eq(symlink("..", below("up")), 0);
    assert_entry("up/l.txt", "MF3503 " L "/path; 0 of 0");
    ck_assert_int_eq(symlink("loop.txt", below("loop.txt")), 0);
    assert_entry("loop.txt", "MF3503 " L "/path; 0 of 0");
    ck_assert_int_eq(mkfifo(below("fifo.txt"), 0600), 0);
    assert_entry("fifo.txt", "MF3503 " L "/path; 0 of 0");
    ck_assert_int_eq(mkdir(below("directory.txt"), 0700), 0);
    assert_entry("directory.txt", "MF3503 " L "/path; 0 of 0");
    /* Two gigabytes with no blocks: refused by the size, without reading. */
    file = open(below("large.txt"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(ftruncate(file, (off_t)2 * 1024 * 1024 * 1024), 0);
    ck_assert_int_eq(close(file), 0);
    assert_entry("large.txt", "MF3503 " L "/path, MF3505 " L "/size; 0 of 0");
}
END_TEST

/* A link that stays below the directory is only another name. */
START_TEST(links_that_stay_inside_are_followed)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;

    write_file("l.txt", "a==1 --hash=" A "\n");
    ck_assert_int_eq(symlink("l.txt", below("link.txt")), 0);
    mf_buffer_append_text(&text, HEAD);
    append_entry(&text, "l", "link.txt", "");
    mf_buffer_append_text(&text, ONE);
    mf_buffer_append_byte(&text, '\0');
    assert_check(text.data, "1 of 1");
    mf_buffer_release(&text);
}
END_TEST

START_TEST(calls_are_checked)
{
    mf_manifest *manifest = must_read("schema: manifest/v1\n");
    mf_lock_options options;
    mf_report *report = NULL;

    ck_assert_int_eq(mf_lockfiles_check(NULL, root, NULL, NULL, NULL, &report, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lockfiles_check(manifest, NULL, NULL, NULL, NULL, &report, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lockfiles_check(manifest, below("gone"), NULL, NULL, NULL, &report, NULL),
                     MF_ERROR_IO);
    mf_lock_options_init(&options, sizeof options);
    options.reserved = 1;
    ck_assert_int_eq(mf_lockfiles_check(manifest, root, &options, NULL, NULL, &report, NULL),
                     MF_ERROR_ARGUMENT);
    ck_assert_ptr_null(report);
    ck_assert_int_eq(mf_lockfiles_check(manifest, root, NULL, NULL, NULL, NULL, NULL), MF_ERROR_INVALID);
    mf_manifest_unref(manifest);
}
END_TEST

/* Lists that are made to be slow: one package with many digests many times, and one name in many versions. */
START_TEST(large_files_stay_quick)
{
    struct mf_buffer lock = MF_BUFFER_EMPTY;
    struct mf_buffer text = MF_BUFFER_EMPTY;
    char *found;

    for (int i = 0; i < 20000; i++) {
        mf_buffer_format(&lock, "a==1 ; x == '%d' --hash=sha256:%064x\nb==%d ; y == '%d'\n", i, (unsigned)i,
                         2 * i, i);
    }
    mf_buffer_append_byte(&lock, '\0');
    write_file("l.txt", lock.data);
    mf_buffer_append_text(&text, HEAD);
    append_entry(&text, "l", "l.txt", "");
    mf_buffer_append_text(&text, "  packages:\n  - {purl: 'pkg:pypi/a@1', lockfile: l, digests: [");
    for (int i = 0; i < 20000; i++) {
        mf_buffer_format(&text, "%s'sha256:%064x'", i == 0 ? "" : ", ", (unsigned)i);
    }
    mf_buffer_append_text(&text, "]}\n");
    for (int i = 0; i < 20000; i++) {
        mf_buffer_format(&text, "  - {purl: 'pkg:pypi/b@%d', lockfile: l}\n", 2 * i + 1);
    }
    mf_buffer_append_byte(&text, '\0');
    ck_assert_int_eq(text.status, MF_OK);
    found = check_text(text.data);
    ck_assert_msg(strstr(found, "1 of 1") != NULL, "%.300s … %s", found, found + strlen(found) - 20);
    free(found);
    mf_buffer_release(&lock);
    mf_buffer_release(&text);
}
END_TEST

/* The real lock files of the example are those of its manifest. */
START_TEST(the_example_is_verified)
{
    mf_bytes *text = source_file("examples/iris-classifier/manifest.yaml");
    mf_manifest *manifest = must_read(mf_bytes_data(text));
    const char *source = getenv("MF_SOURCE");
    char path[1024];
    mf_report *report = NULL;
    size_t pinned = 0;
    size_t verified = 0;

    (void)snprintf(path, sizeof path, "%s/examples/iris-classifier", source == NULL ? "." : source);
    ck_assert_int_eq(mf_lockfiles_check(manifest, path, NULL, &pinned, &verified, &report, NULL), MF_OK);
    ck_assert_uint_eq(mf_report_total(report), 0);
    ck_assert_uint_eq(pinned, 15);
    ck_assert_uint_eq(verified, 15);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_check");
    TCase *tests = tcase_create("lock_check");

    tcase_add_checked_fixture(tests, make_root, remove_root);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, packages_are_compared, 0, COUNT_OF(cases));
    tcase_add_loop_test(tests, lock_files_are_compared_together, 0, COUNT_OF(pairs));
    tcase_add_test(tests, the_file_itself_is_verified);
    tcase_add_test(tests, hostile_directories_are_refused);
    tcase_add_test(tests, links_that_stay_inside_are_followed);
    tcase_add_test(tests, calls_are_checked);
    tcase_add_test(tests, large_files_stay_quick);
    tcase_add_test(tests, the_example_is_verified);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
