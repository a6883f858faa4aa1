/* SPDX-License-Identifier: Apache-2.0 */
/* What a lock file makes of the dependencies of a builder. */
#include "documents.h"

#include <stdlib.h>
#include <string.h>

#define A "sha256:c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define B "sha256:67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"
#define C "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

static mf_lock *must_read_lock(const char *text)
{
    mf_lock *lock = NULL;
    mf_error *error = NULL;
    mf_status status = mf_lock_read(text, MF_ZERO_TERMINATED, NULL, &lock, NULL, &error);

    assert_ok(status, error);
    return lock;
}

static mf_lock_import_options options_with(const char *name, const char *scope)
{
    mf_lock_import_options options;

    mf_lock_import_options_init(&options, sizeof options);
    options.path = "l.txt";
    options.name = name;
    options.scope = scope;
    return options;
}

/* Imports into a manifest, given by its dependencies as YAML, and gives the packages as JSON. The caller unrefs it. */
static mf_bytes *import(const char *dependencies, const char *text, const mf_lock_import_options *options)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_lock *lock = must_read_lock(text);
    mf_builder *builder = NULL;
    mf_manifest *manifest;
    mf_manifest *built = NULL;
    mf_bytes *json = NULL;
    mf_error *error = NULL;
    mf_status status;

    mf_buffer_format(&buffer, "schema: manifest/v1\n%s", dependencies);
    mf_buffer_append_byte(&buffer, '\0');
    manifest = must_read(buffer.data);
    ck_assert_int_eq(mf_builder_new_from(manifest, NULL, &builder, NULL), MF_OK);
    status = mf_lock_import(lock, options, builder, &error);
    assert_ok(status, error);
    status = mf_builder_build(builder, MF_PROFILE_DRAFT, &built, NULL, &error);
    assert_ok(status, error);
    if (mf_manifest_get_json(built, "/dependencies/packages", &json, NULL) != MF_OK) {
        ck_assert_int_eq(mf_manifest_get_json(built, "/schema", &json, NULL), MF_OK);
    }
    mf_manifest_unref(built);
    mf_builder_unref(builder);
    mf_manifest_unref(manifest);
    mf_lock_unref(lock);
    mf_buffer_release(&buffer);
    return json;
}

#define LOCK "dependencies:\n  lockfiles: [{name: l, path: l.txt}, {name: m, path: m.txt}]\n  packages: "
#define NONE "\"manifest/v1\""

/* What is there, the lock file, and the packages that come out. */
static const struct {
    const char *before;
    const char *lock;
    const char *scope;
    const char *after;
} cases[] = {
    /* new ones */
    { "", "a==1 --hash=" A "\n", NULL,
      "[{\"digests\":[\"" A
      "\"],\"lockfile\":\"requirements\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    { "", "A_a==1 ; x == 'y' --hash=" A "\na.a==1 ; x != 'y' --hash=" B "\n", "test",
      "[{\"digests\":[\"" B "\",\"" A
      "\"],\"lockfile\":\"requirements\",\"purl\":\"pkg:pypi/a-a@1\",\"scope\":\"test\"}]" },
    { "", "a>=1\n-e ./b\n", NULL, NONE },
    { "", "", NULL, NONE },
    { LOCK "[]", "a==1\n", NULL, "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    /* habits */
    { LOCK "[{purl: 'pkg:pypi/b@1', scope: build, lockfile: l}]", "a==1\nb==1\n", NULL,
      "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"build\"},{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/b@1\","
      "\"scope\":\"build\"}]" },
    { LOCK
      "[{purl: 'pkg:pypi/b@1', scope: build, lockfile: l}, {purl: 'pkg:pypi/c@1', scope: test, lockfile: l}]",
      "a==1\nb==1\nc==1", NULL,
      "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"},{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/"
      "b@1\",\"scope\":\"build\"},{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/c@1\",\"scope\":\"test\"}]" },
    { LOCK "[{purl: 'pkg:pypi/b@1', scope: build, lockfile: l}]", "b==1\n", "runtime",
      "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/b@1\",\"scope\":\"runtime\"}]" },
    /* brought up to date, not doubled */
    { LOCK "[{purl: 'pkg:pypi/a@1', scope: build, in_image: true, record: '" C "', digests: ['" C "']}]",
      "a==1 --hash=" A "\n", NULL,
      "[{\"digests\":[\"" A "\"],\"in_image\":true,\"purl\":\"pkg:pypi/a@1\",\"record\":\"" C
      "\",\"scope\":\"build\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}]", "a==1 --hash=" A " --hash=" B "\n",
      NULL,
      "[{\"digests\":[\"" A "\"],\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "', '" C "']}]",
      "a==1 --hash=" A " --hash=" B "\n", NULL,
      "[{\"digests\":[\"" B "\",\"" A
      "\"],\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: l, digests: ['" A "']}]", "a==1\n", NULL,
      "[{\"digests\":[\"" A "\"],\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    /* another version takes over who needs it, and nothing that was said of other bytes */
    { LOCK "[{purl: 'pkg:pypi/a@1', scope: test, lockfile: l, record: '" C "', digests: ['" C "']}, {purl: "
           "'pkg:pypi/b@1', scope: test, lockfile: l, requires: ['pkg:pypi/a@1']}]",
      "a==2 --hash=" A "\nb==1\n", NULL,
      "[{\"digests\":[\"" A
      "\"],\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@2\",\"scope\":\"test\"},{\"lockfile\":\"l\","
      "\"purl\":\"pkg:pypi/b@1\",\"requires\":[\"pkg:pypi/a@2\"],\"scope\":\"test\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', scope: test, lockfile: l}]", "a==1 ; x == 'y'\na==2 ; x != 'y'\n", NULL,
      "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"test\"},{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@2\","
      "\"scope\":\"test\"}]" },
    /* gone, with what needed it */
    { LOCK
      "[{purl: 'pkg:pypi/a@1', scope: test, lockfile: l}, {purl: 'pkg:pypi/b@1', scope: test, lockfile: l, "
      "requires: ['pkg:pypi/a@1', 'pkg:pypi/x@1']}]",
      "b==1\n", NULL,
      "[{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/b@1\",\"requires\":[\"pkg:pypi/x@1\"],\"scope\":\"test\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: l}]", "--no-index\n", NULL, NONE },
    /* what others pin, and what nobody does, stays */
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: m}, {purl: 'pkg:deb/debian/a@1'}, {purl: 'pkg:pypi/b@1'}]", "",
      NULL,
      "[{\"purl\":\"pkg:deb/debian/a@1\"},{\"lockfile\":\"m\",\"purl\":\"pkg:pypi/a@1\"},{\"purl\":\"pkg:pypi/b@1\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: m}]", "a==2\n", NULL,
      "[{\"lockfile\":\"m\",\"purl\":\"pkg:pypi/a@1\"},{\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@2\",\"scope\":"
      "\"runtime\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', scope: build, lockfile: m, digests: ['" A "']}]", "a==1 --hash=" B "\n",
      "test",
      "[{\"digests\":[\"" B "\",\"" A
      "\"],\"lockfile\":\"m\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"build\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: m, digests: ['" A "']}]", "a==1 --hash=" A " --hash=" B "\n",
      NULL, "[{\"digests\":[\"" A "\"],\"lockfile\":\"m\",\"purl\":\"pkg:pypi/a@1\"}]" },
    { LOCK "[{purl: 'pkg:pypi/a@1', lockfile: m}]", "a==1 --hash=" A "\n", NULL,
      "[{\"digests\":[\"" A "\"],\"lockfile\":\"m\",\"purl\":\"pkg:pypi/a@1\"}]" },
    /* where it comes from, but nobody's password */
    { LOCK "[]", "a @ https://x.example/a-1.tar.gz --hash=" A "\n", NULL,
      "[{\"digests\":[\"" A
      "\"],\"lockfile\":\"l\",\"origin\":\"https://x.example/a-1.tar.gz\",\"purl\":\"pkg:pypi/"
      "a@1\",\"scope\":\"runtime\"}]" },
    { LOCK "[]", "a @ https://user:hunter2@x.example/a-1.tar.gz --hash=" A "\n", NULL,
      "[{\"digests\":[\"" A "\"],\"lockfile\":\"l\",\"purl\":\"pkg:pypi/a@1\",\"scope\":\"runtime\"}]" },
    /* what packages need, of a file that says it */
    { LOCK "[]",
      "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://x.example\"\nchecksum = "
      "\"c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a\"\ndependencies = [\"b\"]\n[[package]]\nname = "
      "\"b\"\nversion = \"2.0.0\"\nsource = \"registry+https://x.example\"\n",
      NULL,
      "[{\"digests\":[\"" A "\"],\"lockfile\":\"l\",\"purl\":\"pkg:cargo/a@1.0.0\",\"requires\":[\"pkg:cargo/"
      "b@2.0.0\"],\"scope\":\"runtime\"},{\"lockfile\":\"l\",\"purl\":\"pkg:cargo/b@2.0.0\",\"scope\":\"runtime\"}]" },
    /* what go.sum says of go.mod files is of no package */
    { LOCK "[]",
      "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\nx.example/a v1.0.0/go.mod "
      "h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n",
      NULL, "[{\"lockfile\":\"l\",\"purl\":\"pkg:golang/x.example/a@v1.0.0\",\"scope\":\"runtime\"}]" },
};

START_TEST(packages_are_brought_up_to_date)
{
    mf_lock_import_options options = options_with(NULL, cases[_i].scope);
    mf_bytes *json;

    if (*cases[_i].lock == '\0') {
        json = import(cases[_i].before, "--no-index\n", &options);
    } else {
        json = import(cases[_i].before, cases[_i].lock, &options);
    }
    assert_bytes_are(json, cases[_i].after);
    mf_bytes_unref(json);
}
END_TEST

/* A builder with these dependencies, and what importing a lock file into it gives. */
static mf_status try_import(const char *dependencies, const mf_lock_import_options *options,
                            mf_builder **ret_builder)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;
    mf_lock *lock = must_read_lock("a==1 --hash=" A "\n");
    mf_manifest *manifest;
    mf_status status;

    mf_buffer_format(&buffer, "schema: manifest/v1\n%s", dependencies);
    mf_buffer_append_byte(&buffer, '\0');
    manifest = must_read(buffer.data);
    ck_assert_int_eq(mf_builder_new_from(manifest, NULL, ret_builder, NULL), MF_OK);
    status = mf_lock_import(lock, options, *ret_builder, NULL);
    mf_manifest_unref(manifest);
    mf_lock_unref(lock);
    mf_buffer_release(&buffer);
    return status;
}

static void assert_lockfiles(const mf_builder *builder, const char *expected)
{
    mf_manifest *manifest = NULL;
    mf_bytes *json = NULL;

    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    ck_assert_int_eq(mf_manifest_get_json(manifest, "/dependencies/lockfiles", &json, NULL), MF_OK);
    assert_bytes_are(json, expected);
    mf_bytes_unref(json);
    mf_manifest_unref(manifest);
}

/* SHA-256 and SHA-512 of the lock file above, by sha256sum and sha512sum. */
#define FILE_256 "sha256:2e915594d225d6f96b331532a4f727e73407b1918eeefcb5ea17a22287527e71"
#define FILE_512                                                                                             \
    "sha512:fdecaeea0ae296173eba63c07ba16934ad712d03ad7e0958c86166b2f27a0c2c92b1b675cd984ecdf497091ec3ace3fc0ef1344fb4d01367bb3fcfc10d87c25f"
#define ENTRY(name, digest, more)                                                                            \
    "[{" more "\"digest\":\"" digest "\",\"format\":\"requirements\",\"name\":\"" name                       \
    "\",\"path\":\"l.txt\",\"size\":84}]"

START_TEST(the_lock_file_gets_an_entry)
{
    static const struct {
        const char *before;
        const char *name;
        const char *after;
    } entries[] = {
        { "", NULL, ENTRY("requirements", FILE_256, "") },
        { "", "python", ENTRY("python", FILE_256, "") },
        { "dependencies: {lockfiles: [{name: x, path: l.txt, complete: true, size: 1}]}", NULL,
          ENTRY("x", FILE_256, "\"complete\":true,") },
        { "dependencies: {lockfiles: [{name: x, path: other.txt}]}", "x", ENTRY("x", FILE_256, "") },
        { "dependencies: {lockfiles: [{name: x, path: l.txt, format: npm, digest: '" FILE_512 "'}]}", NULL,
          ENTRY("x", FILE_512, "") },
    };

    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        mf_lock_import_options options = options_with(entries[i].name, NULL);
        mf_builder *builder = NULL;

        ck_assert_int_eq(try_import(entries[i].before, &options, &builder), MF_OK);
        assert_lockfiles(builder, entries[i].after);
        /* Once more changes nothing. */
        builder = mf_builder_unref(builder);
    }
}
END_TEST

START_TEST(wrong_calls_change_nothing)
{
    static const struct {
        const char *path;
        const char *name;
        const char *scope;
        const char *before;
    } wrong[] = {
        { NULL, NULL, NULL, "" },
        { "", NULL, NULL, "" },
        { "../l.txt", NULL, NULL, "" },
        { "/l.txt", NULL, NULL, "" },
        { "l.txt", "", NULL, "" },
        { "l.txt", "no name", NULL, "" },
        { "l.txt", NULL, "production", "" },
        { "l.txt", NULL, "", "" },
        { "l.txt", NULL, NULL, "dependencies: {lockfiles: [{name: requirements, path: m.txt}]}" },
        { "l.txt", NULL, NULL, "dependencies: {lockfiles: [{name: requirements}]}" },
        { "l.txt", "x", NULL, "dependencies: {lockfiles: [{name: other, path: l.txt}]}" },
        { "l.txt", "x", NULL,
          "dependencies: {lockfiles: [{name: other, path: l.txt}, {name: x, path: m.txt}]}" },
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        mf_lock_import_options options = options_with(wrong[i].name, wrong[i].scope);
        mf_manifest *manifest = NULL;
        mf_builder *builder = NULL;

        options.path = wrong[i].path;
        ck_assert_int_eq(try_import(wrong[i].before, &options, &builder), MF_ERROR_ARGUMENT);
        ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
        ck_assert_int_eq(mf_manifest_count(manifest, "/dependencies/packages", &(size_t){ 0 }, NULL),
                         MF_ABSENT);
        mf_manifest_unref(manifest);
        mf_builder_unref(builder);
    }
}
END_TEST

START_TEST(calls_are_checked)
{
    mf_lock *lock = must_read_lock("a==1\n");
    mf_lock_import_options options = options_with(NULL, NULL);
    mf_builder *builder = NULL;

    ck_assert_int_eq(mf_builder_new(NULL, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_lock_import(NULL, &options, builder, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lock_import(lock, NULL, builder, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lock_import(lock, &options, NULL, NULL), MF_ERROR_ARGUMENT);
    options.size = 3;
    ck_assert_int_eq(mf_lock_import(lock, &options, builder, NULL), MF_ERROR_ARGUMENT);
    mf_lock_import_options_init(NULL, 0);
    mf_builder_unref(builder);
    mf_lock_unref(lock);
}
END_TEST

/* A list may not become longer than the builder allows, and stays as it was. */
START_TEST(limits_hold)
{
    mf_lock *lock = must_read_lock("a==1\nb==1\nc==1\n");
    mf_lock_import_options options = options_with(NULL, NULL);
    mf_manifest *manifest = NULL;
    mf_read_options limits;
    mf_builder *builder = NULL;

    mf_read_options_init(&limits, sizeof limits);
    limits.maximum_entries = 2;
    ck_assert_int_eq(mf_builder_new(&limits, &builder, NULL), MF_OK);
    ck_assert_int_eq(mf_lock_import(lock, &options, builder, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    assert_canonical(manifest, "{\"schema\":\"manifest/v1\"}");
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
    mf_lock_unref(lock);
}
END_TEST

/* The builder goes on as it would have without: its lists can be appended to. */
START_TEST(a_builder_can_be_used_after_it)
{
    mf_lock_import_options options = options_with(NULL, NULL);
    mf_builder *builder = NULL;
    mf_manifest *manifest = NULL;

    ck_assert_int_eq(try_import("", &options, &builder), MF_OK);
    for (int i = 0; i < 50; i++) {
        ck_assert_int_eq(mf_builder_append_json(builder, "/dependencies/packages",
                                                "{\"purl\": \"pkg:pypi/x@1\"}", MF_ZERO_TERMINATED, NULL),
                         MF_OK);
        ck_assert_int_eq(mf_builder_remove(builder, "/dependencies/packages/pkg:pypi~1x@1", NULL), MF_OK);
        ck_assert_int_eq(mf_builder_append_text(builder, "/dependencies/packages/pkg:pypi~1a@1/digests",
                                                i == 0 ? B : C, MF_ZERO_TERMINATED, NULL),
                         MF_OK);
        ck_assert_int_eq(mf_builder_remove(builder, "/dependencies/packages/pkg:pypi~1a@1/digests/" C, NULL),
                         i == 0 ? MF_ABSENT : MF_OK);
    }
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &manifest, NULL, NULL), MF_OK);
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
}
END_TEST

/* The real lock files of the example say what its manifest says: nothing changes. */
START_TEST(the_example_stays_as_it_is)
{
    static const char *const files[] = { "requirements.lock", "requirements-train.lock" };
    mf_bytes *text = source_file("examples/iris-classifier/manifest.yaml");
    mf_manifest *manifest = must_read(mf_bytes_data(text));
    mf_manifest *after = NULL;
    mf_builder *builder = NULL;

    ck_assert_int_eq(mf_builder_new_from(manifest, NULL, &builder, NULL), MF_OK);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        mf_lock_import_options options = options_with(NULL, NULL);
        struct mf_buffer path = MF_BUFFER_EMPTY;
        mf_bytes *file;
        mf_lock *lock;

        mf_buffer_format(&path, "examples/iris-classifier/%s", files[i]);
        mf_buffer_append_byte(&path, '\0');
        file = source_file(path.data);
        lock = must_read_lock(mf_bytes_data(file));
        options.path = files[i];
        ck_assert_int_eq(mf_lock_import(lock, &options, builder, NULL), MF_OK);
        mf_lock_unref(lock);
        mf_bytes_unref(file);
        mf_buffer_release(&path);
    }
    ck_assert_int_eq(mf_builder_build(builder, MF_PROFILE_DRAFT, &after, NULL, NULL), MF_OK);
    assert_same(manifest, after, "example");
    mf_manifest_unref(after);
    mf_manifest_unref(manifest);
    mf_builder_unref(builder);
    mf_bytes_unref(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_import");
    TCase *tests = tcase_create("lock_import");

    tcase_add_loop_test(tests, packages_are_brought_up_to_date, 0, COUNT_OF(cases));
    tcase_add_test(tests, the_lock_file_gets_an_entry);
    tcase_add_test(tests, wrong_calls_change_nothing);
    tcase_add_test(tests, calls_are_checked);
    tcase_add_test(tests, limits_hold);
    tcase_add_test(tests, a_builder_can_be_used_after_it);
    tcase_add_test(tests, the_example_stays_as_it_is);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
