/* SPDX-License-Identifier: Apache-2.0 */
/* Reading lock files as a caller does: options, limits, formats that are found, references, JSON, and files made to be slow. */
#include "locks.h"

#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"

static mf_lock *must_read_lock(const char *text)
{
    mf_lock *lock = NULL;
    mf_error *error = NULL;
    mf_status status = mf_lock_read(text, MF_ZERO_TERMINATED, NULL, &lock, NULL, &error);

    assert_ok(status, error);
    return lock;
}

static mf_status read_with(const mf_lock_options *options, const char *text)
{
    mf_lock *lock = NULL;
    mf_report *report = NULL;
    mf_error *error = NULL;
    mf_status status = mf_lock_read(text, MF_ZERO_TERMINATED, options, &lock, &report, &error);

    ck_assert((status == MF_OK) == (lock != NULL));
    ck_assert((status == MF_OK) == (error == NULL));
    ck_assert((status == MF_OK || status == MF_ERROR_INVALID) == (report != NULL));
    mf_lock_unref(lock);
    mf_report_unref(report);
    mf_error_unref(error);
    return status;
}

/* A text, and the format that is found; NULL: none. */
static const struct {
    const char *text;
    const char *format;
} guesses[] = {
    { "# x\r\n\nnumpy==1.0\n", "requirements" },
    { "\xef\xbb\xbfnumpy==1.0", "requirements" },
    { "numpy", "requirements" },
    { "-r x.txt", "requirements" },
    { "a @ https://x.example/a-1.0-py3-none-any.whl", "requirements" },
    { "lock-version = '1.0'\ncreated-by = 'x'\npackages = []", "pylock" },
    { "created-by = 'x'\nlock-version = '1.0'\n[[packages]]\nname = 'a'\nversion = '1'\n", "pylock" },
    { "version = 1\nrevision = 3\nrequires-python = '>=3.9'\n", "uv" },
    { "version = 1\n[[package]]\nname = 'a'\nsource = {virtual = '.'}\n", "uv" },
    { "version = 4\n[[package]]\nname = 'a'\nversion = '1.0.0'\n", "cargo" },
    { "# x\nversion = 3\n\n[[package]]\nname = 'a'\nversion = '1.0.0'\n", "cargo" },
    { "[[package]]\nname = 'a'\nversion = '1'\n[metadata]\nlock-version = '2.0'\ncontent-hash = 'x'\n",
      "poetry" },
    { "[metadata]\ncontent-hash = 'x'\n[metadata.files]\n", "poetry" },
    { "\n {\"_meta\": {\"pipfile-spec\": 6}, \"default\": {}}", "pipfile" },
    { "{\"lockfileVersion\": 3, \"packages\": {}}", "npm" },
    { "version: 1\npackage: []\n", "conda-lock" },
    { "# x\n@EXPLICIT\n", "conda-explicit" },
    { "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", "go" },
    { "", NULL },
    { " \n# x", NULL },
    { "{}", NULL },
    { "[tool.x]\na = 1\n", NULL },
    { "a = 1\n", NULL },
};

START_TEST(formats_are_found)
{
    mf_lock *lock = NULL;
    mf_report *report = NULL;
    mf_status status = mf_lock_read(guesses[_i].text, MF_ZERO_TERMINATED, NULL, &lock, &report, NULL);

    if (guesses[_i].format != NULL) {
        ck_assert_msg(status == MF_OK, "%s", guesses[_i].text);
        ck_assert_str_eq(mf_lock_format(lock), guesses[_i].format);
    } else {
        ck_assert_int_eq(status, MF_ERROR_INVALID);
        ck_assert_uint_eq(mf_report_count(report), 1);
        ck_assert_str_eq(mf_finding_code(mf_report_finding(report, 0)), "MF3202");
        ck_assert_uint_eq(mf_finding_line(mf_report_finding(report, 0)), 1);
    }
    mf_report_unref(report);
    mf_lock_unref(lock);
}
END_TEST

START_TEST(options_are_checked)
{
    mf_lock_options options;

    mf_lock_options_init(&options, sizeof options);
    ck_assert_int_eq(read_with(&options, "a==1"), MF_OK);
    options.format = "npm";
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_INVALID);
    options.format = "yarn";
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_ARGUMENT);
    options.format = NULL;
    options.reserved = 1;
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_ARGUMENT);
    options.reserved = 0;
    options.maximum_input = (size_t)1 << 31;
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_ARGUMENT);
    options.maximum_input = 3;
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_LIMIT);
    options.maximum_input = 4;
    ck_assert_int_eq(read_with(&options, "a==1"), MF_OK);
    options.size = 3;
    ck_assert_int_eq(read_with(&options, "a==1"), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lock_read(NULL, 1, NULL, NULL, NULL, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_lock_read(NULL, 0, NULL, NULL, NULL, NULL), MF_ERROR_INVALID);
    ck_assert_int_eq(mf_lock_read("a==1", 4, NULL, NULL, NULL, NULL), MF_OK);
}
END_TEST

/* Of a file that is too large nothing is looked at but its size. */
START_TEST(two_gigabytes_are_refused_at_once)
{
    mf_lock *lock = NULL;
    mf_error *error = NULL;

    ck_assert_int_eq(mf_lock_read("a==1", (size_t)2 * 1024 * 1024 * 1024, NULL, &lock, NULL, &error),
                     MF_ERROR_LIMIT);
    ck_assert_ptr_null(lock);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "67108864 bytes"));
    mf_error_unref(error);
}
END_TEST

START_TEST(nothing_is_asked_of_nothing)
{
    mf_lock *lock = must_read_lock("a==1 --hash=sha256:" H);
    const mf_lock_package *package = mf_lock_package_at(lock, 0);

    ck_assert_str_eq(mf_lock_package_name(package), "a");
    ck_assert_uint_eq(mf_lock_package_line(package), 1);
    ck_assert_uint_eq(mf_lock_package_offset(package), 0);
    ck_assert_str_eq(mf_lock_package_digest(package, 0), "sha256:" H);
    ck_assert_str_eq(mf_lock_package_digest(package, 1), "");
    ck_assert_str_eq(mf_lock_package_hash(package, 1), "");
    ck_assert_str_eq(mf_lock_package_dependency(package, 0), "");
    ck_assert_ptr_null(mf_lock_package_dependency_package(package, 0));
    ck_assert_ptr_null(mf_lock_package_at(lock, 1));
    ck_assert_ptr_eq(mf_lock_ref(lock), lock);
    ck_assert_ptr_null(mf_lock_unref(lock));
    ck_assert_uint_eq(mf_lock_count(lock), 1);
    ck_assert_ptr_null(mf_lock_unref(lock));
    ck_assert_ptr_null(mf_lock_ref(NULL));
    ck_assert_ptr_null(mf_lock_unref(NULL));
    ck_assert_uint_eq(mf_lock_count(NULL), 0);
    ck_assert_str_eq(mf_lock_format(NULL), "");
    ck_assert_ptr_null(mf_lock_package_at(NULL, 0));
    ck_assert_str_eq(mf_lock_package_name(NULL), "");
    ck_assert_str_eq(mf_lock_package_written_name(NULL), "");
    ck_assert_str_eq(mf_lock_package_version(NULL), "");
    ck_assert_str_eq(mf_lock_package_ecosystem(NULL), "");
    ck_assert_str_eq(mf_lock_package_purl(NULL), "");
    ck_assert_str_eq(mf_lock_package_kind(NULL), "");
    ck_assert_str_eq(mf_lock_package_source(NULL), "");
    ck_assert_str_eq(mf_lock_package_marker(NULL), "");
    ck_assert_uint_eq(mf_lock_package_digest_count(NULL), 0);
    ck_assert_uint_eq(mf_lock_package_hash_count(NULL), 0);
    ck_assert_uint_eq(mf_lock_package_dependency_count(NULL), 0);
    ck_assert_uint_eq(mf_lock_package_column(NULL), 0);
    ck_assert_int_eq(mf_lock_json(NULL, NULL, NULL), MF_ERROR_ARGUMENT);
}
END_TEST

START_TEST(json_holds_what_was_read)
{
    mf_lock *lock = must_read_lock("b\na==1 --hash=sha256:" H "\n");
    mf_bytes *json = NULL;

    ck_assert_int_eq(mf_lock_json(lock, &json, NULL), MF_OK);
    assert_bytes_are(json, "[\n"
                           "  {\"name\": \"b\", \"version\": null, \"ecosystem\": \"pypi\", \"purl\": null, "
                           "\"digests\": [], \"dependencies\": []},\n"
                           "  {\"name\": \"a\", \"version\": \"1\", \"ecosystem\": \"pypi\", \"purl\": "
                           "\"pkg:pypi/a@1\", \"digests\": [\"sha256:" H "\"], \"dependencies\": []}\n"
                           "]\n");
    json = mf_bytes_unref(json);
    mf_lock_unref(lock);
    lock = must_read_lock("--no-index\n");
    ck_assert_int_eq(mf_lock_json(lock, &json, NULL), MF_OK);
    assert_bytes_are(json, "[]\n");
    mf_bytes_unref(json);
    mf_lock_unref(lock);
}
END_TEST

/* A piece so many times, with texts before and behind. */
static struct mf_buffer repeated(const char *before, const char *piece, size_t count, const char *behind)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_append_text(&buffer, before);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&buffer, piece);
    }
    mf_buffer_append_text(&buffer, behind);
    mf_buffer_append_byte(&buffer, '\0');
    ck_assert_int_eq(buffer.status, MF_OK);
    return buffer;
}

/* Each is read in time linear in its size, or nearly: quadratic readers would take minutes for one of these. */
static const struct {
    const char *before;
    const char *piece;
    size_t count;
    const char *behind;
} hostile[] = {
    { "", "a==1\n", 300000, "" },
    { "a==1 ", "--hash=sha256:" H " ", 100000, "" },
    { "a==1 ", "\\\n--hash=sha256:" H " ", 100000, "" },
    { "", "\\\n", 500000, "" },
    { "", "# \n", 500000, "a==1" },
    { "a", "[", 500000, "" },
    { "a==1 ; ", "(", 500000, "" },
    { "a @ https://x.example/", "@", 500000, "" },
    { "a @ git+https://x.example/", "-", 500000, "" },
    { "x.example/", "a/", 500000, "b v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=" },
    { "@EXPLICIT\n", "https://x.example/-", 300000, "-1-1.conda" },
    { "{\"lockfileVersion\": 3, \"packages\": {\"", "node_modules/a/", 100000, "\": {}}}" },
    { "{\"lockfileVersion\": 1, \"dependencies\": ", "{\"a\": {\"version\": \"1.0.0\", \"dependencies\": ",
      99, "{}" },
    { "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"",
      "sha1-qUTQlcTmfTUrrLOQNnHYM5x34p8= ", 100000, "\"}}}" },
    { "version: 1\npackage: ", "[", 100000, "" },
    { "version: 1\npackage: [", "{}, ", 100000, "]" },
    { "version = 4\n", "[[package]]\nname = 'a'\nversion = '1.0.0'\ndependencies = ['a', 'a 1.0.0']\n",
      100000, "" },
};

START_TEST(hostile_files_stay_quick)
{
    struct mf_buffer text =
        repeated(hostile[_i].before, hostile[_i].piece, hostile[_i].count, hostile[_i].behind);
    mf_status status = read_with(NULL, text.data);

    ck_assert(status == MF_OK || status == MF_ERROR_INVALID || status == MF_ERROR_LIMIT);
    mf_buffer_release(&text);
}
END_TEST

/* Many packages of many names at many places, each needing the same ones. */
START_TEST(many_dependencies_stay_quick)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_lock *lock = NULL;

    mf_buffer_append_text(&text, "{\"lockfileVersion\": 3, \"packages\": {");
    for (int i = 0; i < 20000; i++) {
        mf_buffer_format(
            &text,
            "%s\"node_modules/a%d%s\": {\"version\": \"1.0.%d\", \"dependencies\": {\"a1\": \"*\", "
            "\"a%d\": \"*\", \"missing\": \"*\"}}",
            i == 0 ? "" : ", ", i / 2, i % 2 == 0 ? "" : "/node_modules/b", i, i + 2);
    }
    mf_buffer_append_text(&text, "}}");
    ck_assert_int_eq(text.status, MF_OK);
    ck_assert_int_eq(mf_lock_read(text.data, text.size, NULL, &lock, NULL, NULL), MF_OK);
    ck_assert_uint_eq(mf_lock_count(lock), 20000);
    for (size_t i = 0; i < 20000; i++) {
        const mf_lock_package *package = mf_lock_package_at(lock, i);
        const mf_lock_package *needed = mf_lock_package_dependency_package(package, 0);

        ck_assert_uint_le(mf_lock_package_dependency_count(package), 3);
        ck_assert_str_eq(mf_lock_package_name(needed), mf_lock_package_dependency(package, 0));
    }
    mf_lock_unref(lock);
    mf_buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_api");
    TCase *tests = tcase_create("lock_api");

    tcase_add_loop_test(tests, formats_are_found, 0, (int)(sizeof guesses / sizeof guesses[0]));
    tcase_add_test(tests, options_are_checked);
    tcase_add_test(tests, two_gigabytes_are_refused_at_once);
    tcase_add_test(tests, nothing_is_asked_of_nothing);
    tcase_add_test(tests, json_holds_what_was_read);
    tcase_add_loop_test(tests, hostile_files_stay_quick, 0, (int)(sizeof hostile / sizeof hostile[0]));
    tcase_add_test(tests, many_dependencies_stay_quick);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
