/* SPDX-License-Identifier: Apache-2.0 */
/* Real manifests, lock files and documents of ours, in which next to nothing may be taken for a secret. */
#include "harness.h"

#include "value/secret.h"

struct tally {
    size_t files;
    size_t lines;
    size_t alarms;
    char name[100]; /* of the entry that the next `value:` belongs to */
};

static struct mf_view trim(struct mf_view text, const char *bytes)
{
    while (text.size > 0 && strchr(bytes, text.data[0]) != NULL) {
        text = mf_view_make(text.data + 1, text.size - 1);
    }
    while (text.size > 0 && strchr(bytes, text.data[text.size - 1]) != NULL) {
        text.size--;
    }
    return text;
}

/* Whole, and as `key: value`, where an entry of a list of name and value counts as the setting that it is. */
static void judge_line(struct mf_view line, struct tally *tally)
{
    struct mf_view key = trim(line, " -#\r");
    struct mf_view value;
    struct mf_secret secret;
    const char *colon = key.size == 0 ? NULL : memchr(key.data, ':', key.size);

    tally->lines++;
    if (mf_secret_find(line, MF_SECRET_IN_TEXT, &secret)) {
        tally->alarms++;
        return;
    }
    if (colon == NULL || (colon + 1 < key.data + key.size && colon[1] != ' ')) {
        return;
    }
    value = trim(mf_view_make(colon + 1, key.size - (size_t)(colon + 1 - key.data)), " \"'\r");
    key.size = (size_t)(colon - key.data);
    if (mf_view_is(key, "name") && value.size < sizeof tally->name) {
        memcpy(tally->name, value.data, value.size);
        tally->name[value.size] = '\0';
    } else {
        tally->alarms += mf_secret_find_in_setting(mf_view_is(key, "value") ? mf_view_of(tally->name) : key,
                                                   value, &secret);
    }
}

static void judge_file(struct mf_view contents, struct tally *tally)
{
    tally->files++;
    tally->name[0] = '\0';
    for (size_t begin = 0; begin < contents.size;) {
        const char *end = memchr(contents.data + begin, '\n', contents.size - begin);
        size_t size = end == NULL ? contents.size - begin : (size_t)(end - contents.data) - begin;

        judge_line(mf_view_make(contents.data + begin, size), tally);
        begin += size + 1;
    }
}

/* Every file below a directory of the test data, by their list of digests. */
static struct tally judge_directory(const char *directory)
{
    struct tally tally = { 0 };
    mf_bytes *list = testdata_file("SHA256SUMS");
    struct mf_buffer names = MF_BUFFER_EMPTY;

    ck_assert_ptr_nonnull(list);
    mf_buffer_append(&names, mf_view_make(mf_bytes_data(list), mf_bytes_size(list)));
    mf_buffer_append_byte(&names, '\0');
    for (char *line = strtok(names.data, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        const char *name = strstr(line, "./");

        if (name != NULL && strncmp(name + 2, directory, strlen(directory)) == 0) {
            mf_bytes *bytes = testdata_file(name + 2);

            ck_assert_ptr_nonnull(bytes);
            judge_file(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), &tally);
            mf_bytes_unref(bytes);
        }
    }
    mf_buffer_release(&names);
    mf_bytes_unref(list);
    return tally;
}

/* Both alarms are true: MINIO_SECRET_KEY: minio123. */
START_TEST(real_manifests_raise_two_alarms)
{
    struct tally tally;

    if (have_testdata("manifests")) {
        tally = judge_directory("manifests/");
        ck_assert_uint_ge(tally.files, 150);
        ck_assert_uint_ge(tally.lines, 9000);
        ck_assert_uint_eq(tally.alarms, 2);
    }
}
END_TEST

START_TEST(lock_files_raise_no_alarm)
{
    struct tally tally;

    if (have_testdata("lockfiles")) {
        tally = judge_directory("lockfiles/");
        ck_assert_uint_ge(tally.lines, 10000);
        ck_assert_uint_eq(tally.alarms, 0);
    }
}
END_TEST

START_TEST(our_documents_raise_no_alarm)
{
    static const char *const names[] = {
        "examples/iris-classifier/manifest.yaml",
        "examples/iris-classifier/requirements.lock",
        "examples/iris-classifier/README.md",
        "cli/template_release.yaml",
        "cli/template_draft.yaml",
        "tests/vectors/llm.yaml",
        "tests/vectors/tabular.yaml",
        "tests/vectors/full.yaml",
        "doc/manifest-v1.md",
        "doc/api-guide.md",
    };
    struct tally tally = { 0 };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        mf_bytes *bytes = source_file(names[i]);

        judge_file(mf_view_make(mf_bytes_data(bytes), mf_bytes_size(bytes)), &tally);
        ck_assert_msg(tally.alarms == 0, "%s", names[i]);
        mf_bytes_unref(bytes);
    }
    ck_assert_uint_eq(tally.files, sizeof names / sizeof names[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secret_files");
    TCase *tests = tcase_create("secret_files");

    tcase_add_test(tests, real_manifests_raise_two_alarms);
    tcase_add_test(tests, lock_files_raise_no_alarm);
    tcase_add_test(tests, our_documents_raise_no_alarm);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
