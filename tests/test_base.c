/* SPDX-License-Identifier: Apache-2.0 */
/* The ground floor: memory, buffers, UTF-8, errors, options, files. */
#include "harness.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/options.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(arena_zeroes_and_aligns)
{
    struct mf_arena *arena = mf_arena_new(0);

    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *memory = mf_arena_alloc(arena, size);

        ck_assert_ptr_nonnull(memory);
        ck_assert_uint_eq((uintptr_t)memory % 8, 0);
        for (size_t i = 0; i < size; i++) {
            ck_assert_uint_eq(memory[i], 0);
        }
        memset(memory, 0xff, size);
    }
    mf_arena_free(arena);
}
END_TEST

START_TEST(arena_holds_its_limit)
{
    struct mf_arena *arena = mf_arena_new(100000);
    size_t count = 0;

    while (mf_arena_alloc(arena, 1000) != NULL) {
        count++;
        ck_assert_uint_le(mf_arena_used(arena), 100000);
    }
    ck_assert_uint_ge(count, 80);
    ck_assert_int_eq(mf_arena_status(arena), MF_ERROR_LIMIT);
    ck_assert_ptr_null(mf_arena_alloc(arena, SIZE_MAX));
    ck_assert_ptr_null(mf_arena_alloc_array(arena, SIZE_MAX / 2, 3));
    mf_arena_free(arena);
}
END_TEST

START_TEST(arena_resize_keeps_contents_and_stays_linear)
{
    struct mf_arena *arena = mf_arena_new(64 * 1024 * 1024);
    uint32_t *numbers = NULL;
    char *other = NULL;

    for (uint32_t i = 0; i < 200000; i++) {
        numbers = mf_arena_resize(arena, numbers, (i + 1) * sizeof *numbers);
        ck_assert_ptr_nonnull(numbers);
        numbers[i] = i;
        if (i % 1000 == 0) {
            other = mf_arena_resize(arena, other, i + 1);
            ck_assert_ptr_nonnull(other);
        }
    }
    for (uint32_t i = 0; i < 200000; i++) {
        ck_assert_uint_eq(numbers[i], i);
    }
    ck_assert_uint_le(mf_arena_used(arena), 8 * 200000 * sizeof *numbers);
    ck_assert_ptr_null(mf_arena_resize(arena, numbers, 0));
    mf_arena_free(arena);
}
END_TEST

START_TEST(printable_text_hides_nothing)
{
    static const struct {
        const char *raw;
        const char *shown;
    } cases[] = {
        { "plain \xc3\xa4 \xf0\x9f\x98\x80", "plain \xc3\xa4 \xf0\x9f\x98\x80" },
        { "\x1b[31mred", "\\x1b[31mred" },
        { "a\nb\tc\r", "a\\nb\\tc\\x0d" },
        { "\xc2\x9b", "\\x9b" },
        { "\xe2\x80\xae", "\\u{202e}" },
        { "\xef\xbb\xbf", "\\u{feff}" },
        { "\xff\xc3", "\\xff\\xc3" },
        { "\xed\xa0\x80", "\\xed\\xa0\\x80" },
        { "\x7f", "\\x7f" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_buffer buffer = MF_BUFFER_EMPTY;

        mf_buffer_append_printable(&buffer, mf_view_of(cases[i].raw), 100);
        assert_view_is(mf_buffer_view(&buffer), cases[i].shown);
        mf_buffer_release(&buffer);
    }
}
END_TEST

START_TEST(printable_text_is_cut)
{
    struct mf_buffer buffer = MF_BUFFER_EMPTY;

    mf_buffer_append_printable(&buffer, mf_view_of("aaaa\xc3\xa4zzz"), 5);
    assert_view_is(mf_buffer_view(&buffer), "aaaa\xc3\xa4\xe2\x80\xa6");
    mf_buffer_release(&buffer);
}
END_TEST

START_TEST(buffers_hold_their_limit)
{
    struct mf_buffer buffer = { .limit = 100 };
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;

    for (size_t i = 0; i < 100; i++) {
        mf_buffer_append_byte(&buffer, 'a');
    }
    ck_assert_int_eq(buffer.status, MF_OK);
    ck_assert_uint_eq(buffer.capacity, 100);
    mf_buffer_append_byte(&buffer, 'a');
    ck_assert_int_eq(buffer.status, MF_ERROR_LIMIT);
    ck_assert(!mf_buffer_reserve(&buffer, 0));
    ck_assert_int_eq(mf_buffer_finish(&buffer, &bytes, &error), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_error_code(error), MF_ERROR_LIMIT);
    ck_assert_ptr_null(bytes);
    ck_assert_ptr_null(buffer.data);
    mf_error_unref(error);
}
END_TEST

START_TEST(utf8_agrees_with_the_standard)
{
    static const char *const invalid[] = { "\x80",
                                           "\xc0\x80",
                                           "\xc1\xbf",
                                           "\xe0\x9f\xbf",
                                           "\xed\xa0\x80",
                                           "\xf0\x8f\xbf\xbf",
                                           "\xf4\x90\x80\x80",
                                           "\xf5\x80\x80\x80",
                                           "\xe2\x82",
                                           "\xc3",
                                           "\xc3(" };
    uint32_t code;

    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        ck_assert_msg(mf_utf8_decode(mf_view_of(invalid[i]), &code) == 0, "case %zu", i);
    }
    for (uint32_t expected = 1; expected <= 0x10ffff; expected++) {
        char bytes[4];
        size_t size;

        if (expected >= 0xd800 && expected <= 0xdfff) {
            continue;
        }
        size = mf_utf8_encode(expected, bytes);
        ck_assert_uint_eq(mf_utf8_decode(mf_view_make(bytes, size), &code), size);
        ck_assert_uint_eq(code, expected);
    }
}
END_TEST

START_TEST(errors_carry_everything_and_may_be_unwanted)
{
    mf_error *error = NULL;
    struct mf_position position = { 7, 2, 3 };

    ck_assert_int_eq(mf_error_set(NULL, MF_ERROR_IO, "nobody looks"), MF_ERROR_IO);
    ck_assert_int_eq(mf_error_set_at(&error, MF_ERROR_SYNTAX, position, "/a", "bad \x1b%s", "thing"),
                     MF_ERROR_SYNTAX);
    ck_assert_int_eq(mf_error_code(error), MF_ERROR_SYNTAX);
    ck_assert_str_eq(mf_error_message(error), "bad \\x1bthing");
    ck_assert_str_eq(mf_error_path(error), "/a");
    ck_assert_uint_eq(mf_error_line(error), 2);
    ck_assert_uint_eq(mf_error_column(error), 3);
    ck_assert_ptr_null(mf_error_unref(error));
    ck_assert_ptr_null(mf_error_unref(NULL));
    ck_assert_str_eq(mf_status_name(MF_ERROR_EXPIRED), "MF_ERROR_EXPIRED");
    ck_assert_str_eq(mf_status_name(-99), "unknown status");
}
END_TEST

START_TEST(options_of_other_versions)
{
    struct small {
        size_t size;
        int first;
        int pad;
    };
    struct large {
        struct small known;
        long future;
    } theirs = { { sizeof theirs, 5, 0 }, 0 };
    struct small ours = { sizeof ours, 1, 0 };

    ck_assert_int_eq(mf_options_copy(&ours, sizeof ours, sizeof ours, &theirs, NULL), MF_OK);
    ck_assert_int_eq(ours.first, 5);
    theirs.future = 1;
    ck_assert_int_eq(mf_options_copy(&ours, sizeof ours, sizeof ours, &theirs, NULL), MF_ERROR_ARGUMENT);
    theirs.known.size = 3;
    ck_assert_int_eq(mf_options_copy(&ours, sizeof ours, sizeof ours, &theirs, NULL), MF_ERROR_ARGUMENT);
    theirs.known.size = 1 << 20;
    ck_assert_int_eq(mf_options_copy(&ours, sizeof ours, sizeof ours, &theirs, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_options_copy(&ours, sizeof ours, sizeof ours, NULL, NULL), MF_OK);
}
END_TEST

/* A fresh directory, made the working directory. */
static void enter_temporary_directory(void)
{
    char name[] = "/tmp/libmanifest-test-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(name));
    ck_assert_int_eq(chdir(name), 0);
}

START_TEST(files_are_written_whole_or_not_at_all)
{
    mf_bytes *bytes = NULL;
    mf_error *error = NULL;
    struct stat information;

    enter_temporary_directory();
    assert_ok(mf_file_write("one", 3, "file", 0600, &error), error);
    ck_assert_int_eq(stat("file", &information), 0);
    ck_assert_uint_eq(information.st_mode & 0777, 0600);
    assert_ok(mf_file_write("two", 3, "file", 0, &error), error);
    assert_ok(mf_bytes_read_file("file", 0, &bytes, &error), error);
    assert_bytes_are(bytes, "two");
    mf_bytes_unref(bytes);

    ck_assert_int_eq(mf_file_write("x", 1, "missing/file", 0, &error), MF_ERROR_IO);
    ck_assert_ptr_nonnull(strstr(mf_error_message(error), "missing/file"));
    mf_error_unref(error);
    ck_assert_int_eq(mkdir("directory", 0700), 0);
    ck_assert_int_eq(mf_file_write("x", 1, "directory", 0, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_file_write(NULL, 1, "file", 0, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(mf_file_write("x", 1, "", 0, NULL), MF_ERROR_ARGUMENT);
    ck_assert_int_eq(rmdir("directory"), 0);
    ck_assert_int_eq(unlink("file"), 0);
    /* Nothing else may be left. */
    ck_assert_int_eq(rmdir("../does-not-exist"), -1);
    {
        char here[200];

        ck_assert_ptr_nonnull(getcwd(here, sizeof here));
        ck_assert_msg(rmdir(here) == 0, "a temporary file was left behind");
    }
}
END_TEST

START_TEST(files_have_a_limit)
{
    mf_bytes *bytes = NULL;

    enter_temporary_directory();
    ck_assert_int_eq(mf_file_write("12345", 5, "file", 0, NULL), MF_OK);
    ck_assert_int_eq(mf_bytes_read_file("file", 4, &bytes, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_bytes_read_file("/dev/zero", 1000000, &bytes, NULL), MF_ERROR_LIMIT);
    ck_assert_int_eq(mf_bytes_read_file("nothing", 4, &bytes, NULL), MF_ERROR_IO);
    ck_assert_int_eq(mf_bytes_read_file(".", 4, &bytes, NULL), MF_ERROR_IO);
    ck_assert_ptr_null(bytes);
    ck_assert_int_eq(mf_bytes_read_file("file", 5, &bytes, NULL), MF_OK);
    ck_assert_uint_eq(mf_bytes_size(bytes), 5);
    mf_bytes_unref(bytes);
    ck_assert_int_eq(unlink("file"), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tcase = tcase_create("base");

    tcase_add_test(tcase, arena_zeroes_and_aligns);
    tcase_add_test(tcase, arena_holds_its_limit);
    tcase_add_test(tcase, arena_resize_keeps_contents_and_stays_linear);
    tcase_add_test(tcase, printable_text_hides_nothing);
    tcase_add_test(tcase, printable_text_is_cut);
    tcase_add_test(tcase, buffers_hold_their_limit);
    tcase_add_test(tcase, utf8_agrees_with_the_standard);
    tcase_add_test(tcase, errors_carry_everything_and_may_be_unwanted);
    tcase_add_test(tcase, options_of_other_versions);
    tcase_add_test(tcase, files_are_written_whole_or_not_at_all);
    tcase_add_test(tcase, files_have_a_limit);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
