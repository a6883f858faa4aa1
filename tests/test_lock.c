/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lock files of real projects, judged by what other readers found in them: the name, version, number of hashes and digest of the
 * sorted hashes of every package.
 */
#include "harness.h"

#include "crypto/crypto.h"
#include "value/check.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static mf_lock *read_bytes(const mf_bytes *bytes, const char *format)
{
    mf_lock_options options;
    mf_lock *lock = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status;

    mf_lock_options_init(&options, sizeof options);
    options.format = format;
    status = mf_lock_read(mf_bytes_data(bytes), mf_bytes_size(bytes), &options, &lock, &report, &error);
    assert_ok(status, error);
    ck_assert_uint_eq(mf_report_count_severity(report, MF_SEVERITY_ERROR), 0);
    mf_report_unref(report);
    return lock;
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* SHA-256 of the sorted hashes, with line feeds between them. */
static void digest_hashes(const mf_lock_package *package, char digest[MF_SHA256_HEX_SIZE + 1])
{
    size_t count = mf_lock_package_hash_count(package);
    const char **hashes = calloc(count + 1, sizeof *hashes);
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    ck_assert_ptr_nonnull(hashes);
    for (size_t i = 0; i < count; i++) {
        hashes[i] = mf_lock_package_hash(package, i);
    }
    qsort(hashes, count, sizeof *hashes, compare_texts);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&buffer, i == 0 ? "" : "\n");
        mf_buffer_append_text(&buffer, hashes[i]);
    }
    ck_assert_int_eq(buffer.status, MF_OK);
    ck_assert(mf_sha256_hex(mf_buffer_view(&buffer), digest));
    mf_buffer_release(&buffer);
    free(hashes);
}

static const char *text_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsString(value) ? value->valuestring : "";
}

/* Everything that is said of a package, in one text. */
static char *line_of(const char *name, const char *version, const char *condition, size_t count,
                     const char *digest)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_format(&buffer, "%s %s [%s] %zu %s", name, version, condition, count, digest);
    mf_buffer_append_byte(&buffer, '\0');
    ck_assert_int_eq(buffer.status, MF_OK);
    return buffer.data;
}

static bool has_condition(const char *format)
{
    return strcmp(format, "requirements") == 0 || strcmp(format, "pylock") == 0 ||
           strcmp(format, "conda-lock") == 0;
}

static char *line_of_package(const mf_lock_package *package, const char *format)
{
    char digest[MF_SHA256_HEX_SIZE + 1];
    const char *name = mf_lock_package_written_name(package);

    digest_hashes(package, digest);
    return line_of(*name == '\0' ? "<root>" : name, mf_lock_package_version(package),
                   has_condition(format) ? mf_lock_package_marker(package) : "",
                   mf_lock_package_hash_count(package), digest);
}

static char *line_of_expected(const cJSON *package, const char *format)
{
    const char *condition = text_of(package, "marker");

    condition = *condition == '\0' ? text_of(package, "platform") : condition;
    return line_of(text_of(package, "name"), text_of(package, "version"),
                   has_condition(format) ? condition : "",
                   (size_t)cJSON_GetObjectItemCaseSensitive(package, "n_hashes")->valuedouble,
                   text_of(package, "hashes_sha256"));
}

/* What holds for every package that is read without an error. */
static void check_package(const mf_lock_package *package)
{
    const char *purl = mf_lock_package_purl(package);

    ck_assert(*purl == '\0' || mf_purl_check(mf_view_of(purl), NULL));
    ck_assert(*purl == '\0' ||
              (*mf_lock_package_name(package) != '\0' && *mf_lock_package_version(package) != '\0'));
    ck_assert_uint_gt(mf_lock_package_line(package), 0);
    for (size_t i = 0; i < mf_lock_package_digest_count(package); i++) {
        ck_assert(i == 0 ||
                  strcmp(mf_lock_package_digest(package, i - 1), mf_lock_package_digest(package, i)) < 0);
    }
}

static void judge(const char *format, const mf_bytes *file, const cJSON *root)
{
    const cJSON *packages = cJSON_GetObjectItemCaseSensitive(root, "packages");
    mf_lock *lock = read_bytes(file, NULL);
    size_t count = mf_lock_count(lock);
    char **found = calloc(count, sizeof *found);
    char **expected = calloc(count, sizeof *expected);
    const cJSON *package;
    size_t at = 0;

    ck_assert(found != NULL && expected != NULL);
    ck_assert_str_eq(mf_lock_format(lock), format);
    ck_assert_uint_eq(count, (size_t)cJSON_GetArraySize(packages));
    cJSON_ArrayForEach(package, packages)
    {
        expected[at++] = line_of_expected(package, format);
    }
    for (size_t i = 0; i < count; i++) {
        found[i] = line_of_package(mf_lock_package_at(lock, i), format);
        check_package(mf_lock_package_at(lock, i));
        ck_assert(i == 0 || strcmp(mf_lock_package_purl(mf_lock_package_at(lock, i - 1)),
                                   mf_lock_package_purl(mf_lock_package_at(lock, i))) <= 0);
    }
    qsort(found, count, sizeof *found, compare_texts);
    qsort(expected, count, sizeof *expected, compare_texts);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(found[i], expected[i]);
        free(found[i]);
        free(expected[i]);
    }
    free(found);
    free(expected);
    mf_lock_unref(lock);
}

/* The format that files in a folder of the data have. */
static const char *format_in(const char *path)
{
    static const char *const folders[][2] = {
        { "cargo/", "cargo" },
        { "conda/", "conda-lock" },
        { "go/", "go" },
        { "npm/", "npm" },
        { "poetry/", "poetry" },
        { "pylock/", "pylock" },
        { "requirements/", "requirements" },
        { "uv/", "uv" },
    };

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (strncmp(path, folders[i][0], strlen(folders[i][0])) == 0) {
            return folders[i][1];
        }
    }
    ck_abort_msg("%s is in a folder that is not known", path);
    return NULL;
}

static void judge_file(const char *name, struct mf_view contents, void *context)
{
    cJSON *root = cJSON_ParseWithLength(contents.data, contents.size);
    const char *path = text_of(root, "file");
    char digest[MF_SHA256_HEX_SIZE + 1];
    struct mf_buffer place = MF_BUFFER_EMPTY;
    mf_bytes *file;
    int *count = context;

    ck_assert_msg(root != NULL, "%s", name);
    mf_buffer_format(&place, "lockfiles/%s", path);
    mf_buffer_append_byte(&place, '\0');
    file = testdata_file(place.data);
    ck_assert_msg(file != NULL, "%s is missing", path);
    ck_assert(mf_sha256_hex(mf_view_make(mf_bytes_data(file), mf_bytes_size(file)), digest));
    ck_assert_str_eq(digest, text_of(root, "sha256"));
    judge(format_in(path), file, root);
    (*count)++;
    mf_bytes_unref(file);
    mf_buffer_release(&place);
    cJSON_Delete(root);
}

START_TEST(real_files_are_read_as_others_read_them)
{
    int count = 0;

    if (!have_testdata("lockfiles/expected")) {
        return;
    }
    ck_assert_int_eq(mf_crypto_start(NULL), MF_OK);
    for_each_testdata_file("lockfiles/expected", judge_file, &count);
    ck_assert_int_ge(count, 15);
}
END_TEST

/* The two encodings of one lock say the same, but for what one of them cannot say. */
static void compare_pair(const char *name, struct mf_view contents, void *context)
{
    const char *end = strstr(name, ".pylock.toml");
    struct mf_buffer place = MF_BUFFER_EMPTY;
    mf_bytes *toml = mf_bytes_unref(NULL);
    mf_bytes *lines;
    mf_lock *left;
    mf_lock *right;
    int *count = context;

    (void)contents;
    if (end == NULL) {
        return;
    }
    mf_buffer_format(&place, "lockfiles/pylock/%s", name);
    mf_buffer_append_byte(&place, '\0');
    toml = testdata_file(place.data);
    place.size = 0;
    mf_buffer_format(&place, "lockfiles/requirements/%.*s.requirements.txt", (int)(end - name), name);
    mf_buffer_append_byte(&place, '\0');
    lines = testdata_file(place.data);
    mf_buffer_release(&place);
    if (lines != NULL) {
        left = read_bytes(toml, "pylock");
        right = read_bytes(lines, "requirements");
        ck_assert_uint_eq(mf_lock_count(left), mf_lock_count(right));
        for (size_t i = 0; i < mf_lock_count(left); i++) {
            const mf_lock_package *a = mf_lock_package_at(left, i);
            const mf_lock_package *b = mf_lock_package_at(right, i);

            ck_assert_str_eq(mf_lock_package_purl(a), mf_lock_package_purl(b));
            ck_assert_str_eq(mf_lock_package_marker(a), mf_lock_package_marker(b));
            ck_assert_uint_eq(mf_lock_package_digest_count(a), mf_lock_package_digest_count(b));
            for (size_t j = 0; j < mf_lock_package_digest_count(a); j++) {
                ck_assert_str_eq(mf_lock_package_digest(a, j), mf_lock_package_digest(b, j));
            }
        }
        mf_lock_unref(left);
        mf_lock_unref(right);
        (*count)++;
    }
    mf_bytes_unref(lines);
    mf_bytes_unref(toml);
}

START_TEST(two_encodings_of_one_lock_say_the_same)
{
    int count = 0;

    if (!have_testdata("lockfiles/pylock")) {
        return;
    }
    for_each_testdata_file("lockfiles/pylock", compare_pair, &count);
    ck_assert_int_ge(count, 1);
}
END_TEST

/* A real file that is cut off anywhere is read or refused, and what is read is whole packages. */
static void cut_file(const char *name, struct mf_view contents, void *context)
{
    const char *directory = context;
    size_t step = contents.size / 40 + 1;

    (void)directory;
    for (size_t size = 0; size < contents.size; size += step) {
        mf_lock *lock = NULL;
        mf_report *report = NULL;
        mf_status status = mf_lock_read(contents.data, size, NULL, &lock, &report, NULL);

        ck_assert_msg(status == MF_OK || status == MF_ERROR_INVALID, "%s at %zu: %s", name, size,
                      mf_status_name(status));
        ck_assert((status == MF_OK) == (lock != NULL));
        for (size_t i = 0; i < mf_lock_count(lock); i++) {
            check_package(mf_lock_package_at(lock, i));
        }
        mf_report_unref(report);
        mf_lock_unref(lock);
    }
}

START_TEST(files_that_are_cut_off)
{
    static const char *const directories[] = {
        "lockfiles/cargo",  "lockfiles/conda",  "lockfiles/go",           "lockfiles/npm",
        "lockfiles/poetry", "lockfiles/pylock", "lockfiles/requirements", "lockfiles/uv",
    };

    if (!have_testdata("lockfiles")) {
        return;
    }
    for_each_testdata_file(directories[_i], cut_file, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock");
    TCase *tests = tcase_create("lock");

    tcase_add_test(tests, real_files_are_read_as_others_read_them);
    tcase_add_test(tests, two_encodings_of_one_lock_say_the_same);
    tcase_add_loop_test(tests, files_that_are_cut_off, 0, 8);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
