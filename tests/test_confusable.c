/* SPDX-License-Identifier: Apache-2.0 */
/* Characters that do not show, and names that look alike. */
#include "harness.h"

#include "base/utf8.h"
#include "value/check.h"
#include "value/confusable.h"

#include <stdlib.h>

static uint32_t find(const char *text, unsigned kinds, size_t *ret_at)
{
    uint32_t code = 0;

    *ret_at = mf_unseen_find(mf_view_of(text), kinds, &code);
    return code;
}

START_TEST(what_does_not_show_is_found)
{
    static const struct {
        const char *text;
        uint32_t code;
        size_t at;
    } rows[] = {
        { "a\xe2\x80\x8b", 0x200b, 1 },
        { "\xe2\x80\x8d", 0x200d, 0 },
        { "pass\xc2\xadword", 0xad, 4 },
        { "\xc3\xa4\xe2\x81\xa0x", 0x2060, 2 },
        { "\xe2\x9d\xa4\xef\xb8\x8f", 0xfe0f, 3 },
        { "x\xf3\xa0\x81\x81", 0xe0041, 1 },
        { "x\xf3\xa0\x84\x80", 0xe0100, 1 },
        { "x\xe3\x85\xa4", 0x3164, 1 },
        { "x\xe2\xa0\x80", 0x2800, 1 },
        { "eight by\xe2\x80\xae", 0x202e, 8 },
    };
    size_t at;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_uint_eq(find(rows[i].text, MF_UNSEEN_NOTHING, &at), rows[i].code);
        ck_assert_uint_eq(at, rows[i].at);
        ck_assert_uint_eq(find(rows[i].text, MF_UNSEEN_SPACE, &at), 0);
        ck_assert_uint_eq(at, strlen(rows[i].text));
    }
    ck_assert_uint_eq(find("1\xc2\xa0Gi", MF_UNSEEN_SPACE, &at), 0xa0);
    ck_assert_uint_eq(find("1\xe3\x80\x80Gi", MF_UNSEEN_SPACE | MF_UNSEEN_NOTHING, &at), 0x3000);
    ck_assert_uint_eq(find("1\xc2\xa0Gi", MF_UNSEEN_NOTHING, &at), 0);
}
END_TEST

START_TEST(what_shows_is_not)
{
    static const char *const texts[] = {
        "",
        "plain text, 100 %",
        "\xc3\xa4\xc3\xb6\xc3\xbc \xe2\x80\x94 \xe2\x80\xa6",
        "\xe6\xa8\xa1\xe5\x9e\x8b",
        "\xf0\x9f\x98\x80",
        "a\xcc\x88", /* a letter and its dots */
        "\xff\xc3",  /* no UTF-8 */
    };
    size_t at;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_uint_eq(find(texts[i], MF_UNSEEN_NOTHING | MF_UNSEEN_SPACE, &at), 0);
        ck_assert_uint_eq(at, strlen(texts[i]));
    }
}
END_TEST

/* Every code point: the rows are in order, and what the scalar types refuse as bidirectional has one. */
START_TEST(the_table_is_in_order)
{
    size_t unseen = 0;

    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        const struct mf_unseen *row = mf_unseen_of(code);

        ck_assert(row == NULL || (row->first <= code && code <= row->last && row->name != NULL));
        unseen += row != NULL;
        if (code > 0x9f && !mf_code_point_is_printable(code) && !mf_code_point_is_noncharacter(code)) {
            ck_assert_msg(row != NULL || code == 0x2028 || code == 0x2029, "U+%04X", (unsigned)code);
        }
    }
    /* Unicode has 4174 that are default ignorable and 16 spaces besides U+0020; 20 more are ours. */
    ck_assert_uint_eq(unseen, 4174 + 16 + 20);
}
END_TEST

START_TEST(names_fold)
{
    static const struct {
        const char *left;
        const char *right;
        bool marks;
        bool case_only;
    } rows[] = {
        { "a", "a", true, true },
        { "Batch", "batch", true, true },
        { "batch_size", "batch-size", true, false },
        { "batch.size", "batch__size", true, false },
        { "a-._b", "a_b", true, false },
        { "a-", "a_", true, false },
        { "", "", true, true },
        { "a-b", "ab", false, false },
        { "a", "a-", false, false },
        { "a", "b", false, false },
        { "a", "aa", false, false },
        { "", "a", false, false },
        { "\xc3\xa4", "\xc3\x84", false, false },
        { "a b", "a-b", false, false },
        { "a1", "al", false, false },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_view left = mf_view_of(rows[i].left);
        struct mf_view right = mf_view_of(rows[i].right);
        int there = mf_name_compare_folded(left, right, MF_FOLD_MARKS);

        ck_assert_msg((there == 0) == rows[i].marks, "%s %s", rows[i].left, rows[i].right);
        ck_assert_int_eq(there, -mf_name_compare_folded(right, left, MF_FOLD_MARKS));
        ck_assert_msg((mf_name_compare_folded(left, right, MF_FOLD_CASE) == 0) == rows[i].case_only, "%s %s",
                      rows[i].left, rows[i].right);
    }
}
END_TEST

static int compare(const void *left, const void *right)
{
    return mf_name_compare_folded(mf_view_of(*(const char *const *)left),
                                  mf_view_of(*(const char *const *)right), MF_FOLD_MARKS);
}

START_TEST(sorting_brings_names_together)
{
    const char *names[] = { "b_1", "A", "b2", "a.b", "B-1", "a", "a-b-", "b", "a_b", "b.1" };
    size_t pairs = 0;

    qsort(names, sizeof names / sizeof names[0], sizeof names[0], compare);
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
        pairs += compare(&names[i - 1], &names[i]) == 0;
        for (size_t j = 0; j < i; j++) {
            ck_assert_int_le(compare(&names[j], &names[i]), 0);
        }
    }
    ck_assert_uint_eq(pairs, 1 + 1 + 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("confusable");
    TCase *tests = tcase_create("confusable");

    tcase_add_test(tests, what_does_not_show_is_found);
    tcase_add_test(tests, what_shows_is_not);
    tcase_add_test(tests, the_table_is_in_order);
    tcase_add_test(tests, names_fold);
    tcase_add_test(tests, sorting_brings_names_together);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
