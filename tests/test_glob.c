/* SPDX-License-Identifier: Apache-2.0 */
/* Globs: what they cover, what they do not, and that no shape of one takes long. */
#include "harness.h"

#include "value/glob.h"

#include <stdlib.h>

START_TEST(globs)
{
    static const struct {
        const char *pattern;
        const char *text;
        bool covers;
    } cases[] = {
        { "a", "a", true },
        { "a", "b", false },
        { "a", "ab", false },
        { "a", "", false },
        { "*", "", true },
        { "*", "fraud-detector-4.2.1", true },
        { "*", "a/b", false },
        { "**", "", true },
        { "**", "a/b/c", true },
        { "?", "", false },
        { "?", "a", true },
        { "?", "ab", false },
        { "?", "/", false },
        { "?", "\xc3\xa4", true },
        { "??", "\xc3\xa4", false },
        { "?", "\xf0\x9f\x98\x80", true },
        { "\xc3\xa4*", "\xc3\xa4\xc3\xb6", true },
        { "\xc3\xa4", "\xc3\xb6", false },
        { "fraud-*", "fraud-detector", true },
        { "fraud-*", "fraud-", true },
        { "fraud-*", "fraud", false },
        { "*-?.?.?", "fraud-4.2.1", true },
        { "*-?.?.?", "fraud-4.2.10", false },
        { "*a*b*c", "abcabcabc", true },
        { "*a*b*c", "abcabcab", false },
        { "a*a", "a", false },
        { "a*a", "aa", true },
        { "*ab", "aab", true },
        { "registry.example.com/risk/*", "registry.example.com/risk/fraud", true },
        { "registry.example.com/risk/*", "registry.example.com/risk/fraud/base", false },
        { "registry.example.com/risk/*", "registry.example.com/risk", false },
        { "registry.example.com/**", "registry.example.com/risk/fraud/base", true },
        { "registry.example.com/**", "registry.example.com", false },
        { "registry.example.com/**/base", "registry.example.com/a/b/base", true },
        { "registry.example.com/**/base", "registry.example.com/a/b/base2", false },
        { "registry.example.com/*/base", "registry.example.com/a/b/base", false },
        { "**/*-a/*", "x/y/z-a/b", true },
        { "**/*-a/*", "x/y-a/z/b", false },
        { "**/*-a/*", "x-a/y-a/z", true },
        { "**a*/b", "xa/ya/b", true },
        { "**a*/b", "xa/y/b", false },
        { "*/**", "a/", true },
        { "*/**", "/", true },
        { "*/**", "a", false },
        { "https://*.example.com/**", "https://pypi.example.com/simple/", true },
        { "https://*.example.com/**", "https://other.test/x.example.com/y", false },
        { "https://*.example.com/**", "https://other.test?.example.com/y", true },
        { "a?b", "a/b", false },
        { "a*", "A", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(mf_glob_check(mf_view_of(cases[i].pattern), NULL), "%s", cases[i].pattern);
        ck_assert_msg(mf_glob_match(mf_view_of(cases[i].pattern), mf_view_of(cases[i].text)) ==
                          cases[i].covers,
                      "%s and %s", cases[i].pattern, cases[i].text);
    }
}
END_TEST

START_TEST(patterns_that_are_refused)
{
    static const struct {
        const char *pattern;
        const char *advice;
    } cases[] = {
        { "", "write *" },        { "[a-z]*", "wildcards" },     { "a]", "wildcards" },
        { "{a,b}", "wildcards" }, { "a\\*", "wildcards" },       { "***", "three" },
        { "a/****/b", "three" },  { "a\nb", "single line" },     { "a\x01", "remove" },
        { "\xff", "UTF-8" },      { "a\xe2\x80\xae", "remove" },
    };
    char text[MF_GLOB_SIZE + 2];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_buffer advice = MF_BUFFER_EMPTY;

        ck_assert_msg(!mf_glob_check(mf_view_of(cases[i].pattern), NULL), "%s", cases[i].pattern);
        ck_assert(!mf_glob_check(mf_view_of(cases[i].pattern), &advice));
        mf_buffer_append_byte(&advice, '\0');
        ck_assert_msg(strstr(advice.data, cases[i].advice) != NULL, "%s: %s", cases[i].pattern, advice.data);
        mf_buffer_release(&advice);
    }
    memset(text, '*', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = 'a';
    }
    ck_assert(mf_glob_check(mf_view_make(text, MF_GLOB_SIZE), NULL));
    ck_assert(!mf_glob_check(mf_view_make(text, MF_GLOB_SIZE + 1), NULL));
    ck_assert(!mf_glob_match(mf_view_make(text, MF_GLOB_SIZE + 1), mf_view_of("a")));
    ck_assert(!mf_glob_match(mf_view_of("*"), mf_view_of("a\xff")));
}
END_TEST

/* The plainest way to say what a glob means; it takes exponential time. */
static bool judge(const char *pattern, const char *text)
{
    if (*pattern == '\0') {
        return *text == '\0';
    }
    if (pattern[0] == '*') {
        bool twice = pattern[1] == '*';

        return judge(pattern + (twice ? 2 : 1), text) ||
               (*text != '\0' && (twice || *text != '/') && judge(pattern, text + 1));
    }
    return *text != '\0' && (*pattern == '?' ? *text != '/' : *pattern == *text) &&
           judge(pattern + 1, text + 1);
}

/* All patterns of up to five of these signs and all texts of up to five. */
START_TEST(short_globs_mean_what_they_say)
{
    static const char signs[] = "*?/ab";
    static const char bytes[] = "/ab";
    size_t covered = 0;

    for (size_t i = 1; i < 6 * 6 * 6 * 6 * 6; i++) {
        char pattern[6] = "";
        size_t size = 0;

        for (size_t rest = i; rest > 0; rest /= 6) {
            if (rest % 6 > 0) {
                pattern[size++] = signs[rest % 6 - 1];
            }
        }
        if (!mf_glob_check(mf_view_of(pattern), NULL)) {
            continue;
        }
        for (size_t j = 0; j < 4 * 4 * 4 * 4; j++) {
            char text[5] = "";
            bool expected;

            size = 0;
            for (size_t rest = j; rest > 0; rest /= 4) {
                if (rest % 4 > 0) {
                    text[size++] = bytes[rest % 4 - 1];
                }
            }
            expected = judge(pattern, text);
            covered += expected;
            if (mf_glob_match(mf_view_of(pattern), mf_view_of(text)) != expected) {
                ck_abort_msg("%s and %s", pattern, text);
            }
        }
    }
    ck_assert_uint_gt(covered, 10000);
}
END_TEST

/* Every guess would have to be taken back: with guesses this would not end while the sun shines. */
START_TEST(no_pattern_takes_long)
{
    enum { LENGTH = 100 * 1000 };
    char pattern[MF_GLOB_SIZE + 1] = "";
    char *text = malloc(LENGTH);

    ck_assert_ptr_nonnull(text);
    memset(text, 'a', LENGTH);
    for (size_t i = 0; i + 3 < sizeof pattern; i += 3) {
        memcpy(pattern + i, i % 2 == 0 ? "**a" : "a*a", 3);
    }
    pattern[MF_GLOB_SIZE - 1] = 'b';
    ck_assert(mf_glob_check(mf_view_of(pattern), NULL));
    ck_assert(!mf_glob_match(mf_view_of(pattern), mf_view_make(text, LENGTH)));
    text[LENGTH - 1] = 'b';
    ck_assert(mf_glob_match(mf_view_of(pattern), mf_view_make(text, LENGTH)));
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glob");
    TCase *tcase = tcase_create("glob");

    tcase_add_test(tcase, globs);
    tcase_add_test(tcase, patterns_that_are_refused);
    tcase_add_test(tcase, short_globs_mean_what_they_say);
    tcase_add_test(tcase, no_pattern_takes_long);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
