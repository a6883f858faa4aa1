/* SPDX-License-Identifier: Apache-2.0 */
/* Out of memory while lock files are read, and the limit of memory. */
#include "allocations.h"
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>

#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define G "67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"

/* Files that make a reader do all it can, a good and a bad one of each. */
static const struct {
    const char *format;
    const char *text;
    mf_status status;
} files[] = {
    { "requirements",
      "--extra-index-url http://x.example\nA_b==1 ; os_name == 'x' \\\n --hash=sha256:" H "\nb @ "
      "https://x.example/b-1.tar.gz#sha512=" H G "\n-e git+https://x.example/c@main#egg=c\n",
      MF_OK },
    { "requirements", "a==1 --hash=sha256:" H "\nA==1 --hash=sha256:" G "\nb=1\n-x\n", MF_ERROR_INVALID },
    { "pylock",
      "lock-version = \"1.0\"\ncreated-by = \"\\u0078\"\n[[packages]]\nname = \"a\"\nversion = \"1\"\n"
      "dependencies = [{name = \"b\"}]\nwheels = [{url = \"https://x.example\", hashes = {sha256 = \"" H
      "\"}}]\n[[packages]]\nname = \"b\"\ndirectory = {path = \"b\"}\n",
      MF_OK },
    { "uv",
      "version = 1\n[[package]]\nname = \"a\"\nversion = \"1\"\nsource = {registry = \"x\"}\n"
      "resolution-markers = [\"a\", \"b\"]\nsdist = {hash = \"sha256:" H "\"}\n",
      MF_OK },
    { "poetry",
      "[[package]]\nname = \"a\"\nversion = \"1\"\nfiles = [{hash = \"sha256:" H "\"}]\n"
      "[package.dependencies]\na = \"*\"\n[metadata]\nlock-version = \"2.0\"\n",
      MF_OK },
    { "poetry", "[[package]]\nname = \"a\n", MF_ERROR_INVALID },
    { "pipfile",
      "{\"_meta\": {\"pipfile-spec\": 6}, \"default\": {\"a\": {\"version\": \"==1\", \"hashes\": "
      "[\"sha256:" H "\"]}}}",
      MF_OK },
    { "conda-lock",
      "version: 1\npackage:\n- {name: a, version: '1', manager: conda, platform: x, url: "
      "'https://c.example/m/x/a-1-0.conda', hash: {sha256: " H "}, dependencies: {b: '>=1'}}\n",
      MF_OK },
    { "conda-lock", "version: 1\npackage: [a, b\n", MF_ERROR_INVALID },
    { "conda-explicit", "@EXPLICIT\nhttps://c.example/m/x/a-1-0.conda#" H "\n", MF_OK },
    { "npm",
      "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"1\"}}, \"node_modules/a\": "
      "{\"version\": \"1.0.0\", \"resolved\": \"https://n.example/a/-/a.tgz\", \"integrity\": "
      "\"sha1-qUTQlcTmfTUrrLOQNnHYM5x34p8=\"}}}",
      MF_OK },
    { "npm",
      "{\"lockfileVersion\": 1, \"dependencies\": {\"a\": {\"version\": \"1.0.0\", \"dependencies\": {\"b\": "
      "{\"version\": \"1.0.0\"}}}}}",
      MF_OK },
    { "cargo", "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"" H "\"\n", MF_OK },
    { "go", "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", MF_OK },
    { NULL, "?\n", MF_ERROR_INVALID },
};

enum { FILE_COUNT = sizeof files / sizeof files[0] };

/* The file that is read, and one that was. */
static int at;
static mf_lock *given;

static void read_file(struct result *to)
{
    mf_lock_options options;

    mf_lock_options_init(&options, sizeof options);
    options.format = files[at].format;
    to->status =
        mf_lock_read(files[at].text, MF_ZERO_TERMINATED, &options, &to->lock, &to->report, &to->error);
}

static void write_json(struct result *to)
{
    to->status = mf_lock_json(given, &to->bytes, &to->error);
}

/* What lock files are imported into and held against; made once. */
static struct {
    char directory[64];
    mf_lock *lock;
    mf_manifest *before;
    mf_manifest *good;
    mf_manifest *bad;
} given_files;

static const char lock_text[] = "a==2 --hash=sha256:" H "\nb==1 --hash=sha256:" G "\nb==1 ; x == 'y'\nc==1\n";

static void import_lock(struct result *to)
{
    mf_lock_import_options options;
    mf_builder *builder = NULL;

    mf_lock_import_options_init(&options, sizeof options);
    options.path = "l.txt";
    to->status = mf_builder_new_from(given_files.before, NULL, &builder, &to->error);
    if (to->status == MF_OK) {
        to->status = mf_lock_import(given_files.lock, &options, builder, &to->error);
    }
    if (to->status == MF_OK) {
        to->status = mf_builder_build(builder, MF_PROFILE_DRAFT, &to->manifest, &to->report, &to->error);
    }
    mf_builder_unref(builder);
}

/* What it gives is the report alone; a reference stands for the result. */
static void check_good(struct result *to)
{
    to->status = mf_lockfiles_check(given_files.good, given_files.directory, NULL, NULL, NULL, &to->report,
                                    &to->error);
    to->manifest = to->status == MF_OK ? mf_manifest_ref(given_files.good) : NULL;
}

static void check_bad(struct result *to)
{
    to->status =
        mf_lockfiles_check(given_files.bad, given_files.directory, NULL, NULL, NULL, &to->report, &to->error);
}

/* What libraries take in a process once, or keep from one time to the next, is not counted. */
static void warm_up(void)
{
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(mf_lock_read(files[0].text, MF_ZERO_TERMINATED, NULL, &given, NULL, NULL), MF_OK);
        given = mf_lock_unref(given);
    }
    ck_assert_int_eq(mf_lock_read(files[0].text, MF_ZERO_TERMINATED, NULL, &given, NULL, NULL), MF_OK);
}

static void finish(void)
{
    given = mf_lock_unref(given);
}

START_TEST(every_allocation_of_reading_may_fail)
{
    struct call call = { files[_i].text, read_file, files[_i].status };

    at = _i;
    sweep(&call);
}
END_TEST

START_TEST(every_allocation_of_writing_may_fail)
{
    static const struct call call = { "lock file as JSON", write_json, MF_OK };

    sweep(&call);
}
END_TEST

/* Whatever the limit is, it holds, and reading ends with nothing else than it. */
START_TEST(the_limit_of_memory_is_never_passed)
{
    mf_lock_options options;
    mf_status status = MF_ERROR_LIMIT;

    if (!can_sweep()) {
        return;
    }
    mf_lock_options_init(&options, sizeof options);
    options.format = files[_i].format;
    for (size_t limit = 1; status == MF_ERROR_LIMIT && limit < 1024 * 1024; limit += 512) {
        mf_report *report = NULL;
        mf_lock *lock = NULL;
        size_t before = held_now();

        options.maximum_memory = limit;
        (void)most_held();
        status = mf_lock_read(files[_i].text, MF_ZERO_TERMINATED, &options, &lock, &report, NULL);
        ck_assert(status == MF_ERROR_LIMIT || status == files[_i].status);
        /* Besides the limit: what libyaml and the hash take, and the objects themselves. */
        ck_assert_uint_le(most_held() - before, limit + 128 * 1024);
        mf_report_unref(report);
        mf_lock_unref(lock);
    }
    ck_assert_int_eq(status, files[_i].status);
}
END_TEST

static void write_lock(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", given_files.directory, name);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert(fputs(text, file) >= 0);
    ck_assert_int_eq(fclose(file), 0);
}

#define PACKAGES                                                                                             \
    "  packages:\n  - {purl: 'pkg:pypi/a@2', lockfile: l, digests: ['sha256:" H "']}\n"                      \
    "  - {purl: 'pkg:pypi/b@1', lockfile: l, digests: ['sha256:" G "']}\n"

static void prepare(void)
{
    (void)snprintf(given_files.directory, sizeof given_files.directory, "/tmp/mf-test-memory-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(given_files.directory));
    write_lock("l.txt", lock_text);
    write_lock("bad.txt", "a==1 oops\n");
    warm_up();
    ck_assert_int_eq(mf_lock_read(lock_text, MF_ZERO_TERMINATED, NULL, &given_files.lock, NULL, NULL), MF_OK);
    given_files.before =
        must_read("schema: manifest/v1\ndependencies:\n  lockfiles: [{name: l, path: l.txt}]\n  packages:\n"
                  "  - {purl: 'pkg:pypi/a@1', lockfile: l, requires: ['pkg:pypi/b@1', 'pkg:pypi/d@1']}\n"
                  "  - {purl: 'pkg:pypi/b@1', requires: ['pkg:pypi/a@1'], digests: ['sha256:" H "']}\n"
                  "  - {purl: 'pkg:pypi/d@1', lockfile: l}\n");
    given_files.good = must_read(
        "schema: manifest/v1\ndependencies:\n  lockfiles: [{name: l, path: l.txt, complete: true}]\n" PACKAGES);
    given_files.bad =
        must_read("schema: manifest/v1\ndependencies:\n  lockfiles:\n  - {name: bad, path: bad.txt}\n"
                  "  - {name: gone, path: gone.txt}\n"
                  "  - {name: l, path: l.txt, size: 1, digest: 'sha256:" H "'}\n" PACKAGES
                  "  - {purl: 'pkg:pypi/c@2', lockfile: l}\n  - {purl: 'pkg:pypi/e@2', lockfile: l}\n");
}

static void clean_up(void)
{
    char command[128];

    mf_lock_unref(given_files.lock);
    mf_manifest_unref(given_files.before);
    mf_manifest_unref(given_files.good);
    mf_manifest_unref(given_files.bad);
    finish();
    (void)snprintf(command, sizeof command, "rm -rf %s", given_files.directory);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(every_allocation_of_holding_may_fail)
{
    static const struct call calls[] = {
        { "import", import_lock, MF_OK },
        { "check", check_good, MF_OK },
        { "check what is not good", check_bad, MF_ERROR_INVALID },
    };

    sweep(&calls[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory_lock");
    TCase *tests = tcase_create("memory_lock");
    TCase *held_tests = tcase_create("memory_lock_held");

    tcase_add_checked_fixture(tests, warm_up, finish);
    tcase_add_loop_test(tests, every_allocation_of_reading_may_fail, 0, FILE_COUNT);
    tcase_add_test(tests, every_allocation_of_writing_may_fail);
    tcase_add_loop_test(tests, the_limit_of_memory_is_never_passed, 0, FILE_COUNT);
    tcase_add_checked_fixture(held_tests, prepare, clean_up);
    tcase_add_loop_test(held_tests, every_allocation_of_holding_may_fail, 0, 3);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, held_tests);
    return run_suite(suite);
}
