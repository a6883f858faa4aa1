/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of URIs. */
#include "harness.h"

#include "value/ascii.h"
#include "value/uri.h"

/* "-" for a part that is not there. */
static void assert_part(struct mf_view part, const char *expected, const char *text)
{
    if (strcmp(expected, "-") == 0) {
        ck_assert_msg(part.data == NULL && part.size == 0, "%s", text);
    } else {
        ck_assert_msg(part.data != NULL && mf_view_is(part, expected), "%s: %.*s, not %s", text,
                      (int)part.size, part.data, expected);
    }
}

START_TEST(uris_are_taken_apart)
{
    static const char *const rows[][8] = {
        { "https://user:pw@host.example:8080/a/b?c=d#e", "https", "user:pw", "host.example", "8080", "/a/b",
          "c=d", "e" },
        { "https://host.example", "https", "-", "host.example", "-", "", "-", "-" },
        { "https://@:/", "https", "", "", "", "/", "-", "-" },
        { "http://[2001:db8::1]:80/x", "http", "-", "[2001:db8::1]", "80", "/x", "-", "-" },
        { "http://[2001:db8::1]", "http", "-", "[2001:db8::1]", "-", "", "-", "-" },
        { "file:///srv/x", "file", "-", "", "-", "/srv/x", "-", "-" },
        { "mailto:a@b.example", "mailto", "-", "-", "-", "a@b.example", "-", "-" },
        { "x:", "x", "-", "-", "-", "", "-", "-" },
        { "x://h?#", "x", "-", "h", "-", "", "", "" },
        { "x:/a#b?c@d:e", "x", "-", "-", "-", "/a", "-", "b?c@d:e" },
        { "x://h?a/@b", "x", "-", "h", "-", "", "a/@b", "-" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = rows[i][0];
        struct mf_uri uri;

        ck_assert_msg(mf_uri_split(mf_view_of(text), &uri), "%s", text);
        assert_part(uri.scheme, rows[i][1], text);
        assert_part(uri.user, rows[i][2], text);
        assert_part(uri.host, rows[i][3], text);
        assert_part(uri.port, rows[i][4], text);
        assert_part(uri.path, rows[i][5], text);
        assert_part(uri.query, rows[i][6], text);
        assert_part(uri.fragment, rows[i][7], text);
    }
}
END_TEST

START_TEST(a_text_without_a_scheme_is_refused)
{
    static const char *const texts[] = { "", ":", "host.example/x", "//host/x", "1a:x", "a b:x", "-:" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_uri uri;

        ck_assert_msg(!mf_uri_split(mf_view_of(texts[i]), &uri), "%s", texts[i]);
    }
}
END_TEST

START_TEST(schemes_and_hosts_have_no_case)
{
    struct mf_uri uri;

    ck_assert(mf_uri_split(mf_view_of("HTTPS://Kv.Vault.Azure.NET/secrets/x"), &uri));
    ck_assert(mf_uri_has_scheme(&uri, "https"));
    ck_assert(!mf_uri_has_scheme(&uri, "http"));
    ck_assert(!mf_uri_has_scheme(&uri, "httpsx"));
    ck_assert(mf_uri_host_is_within(&uri, "vault.azure.net"));
    ck_assert(mf_uri_host_is_within(&uri, "kv.vault.azure.net"));
    ck_assert(!mf_uri_host_is_within(&uri, "t.azure.net"));
    ck_assert(!mf_uri_host_is_within(&uri, "my.kv.vault.azure.net"));
    ck_assert(mf_uri_split(mf_view_of("https://evilvault.azure.net/"), &uri));
    ck_assert(!mf_uri_host_is_within(&uri, "vault.azure.net"));
    ck_assert(mf_uri_split(mf_view_of("https://vault.azure.net.evil.example/"), &uri));
    ck_assert(!mf_uri_host_is_within(&uri, "vault.azure.net"));
    ck_assert(mf_uri_split(mf_view_of("urn:x"), &uri));
    ck_assert(!mf_uri_host_is_within(&uri, "vault.azure.net"));
}
END_TEST

START_TEST(only_the_host_itself_is_loopback)
{
    static const char *const local[] = {
        "http://localhost",      "http://LocalHost:80/x", "http://a.localhost",
        "http://127.0.0.1:8080", "grpc://127.255.3.4",    "http://[::1]:80/",
    };
    static const char *const others[] = {
        "http://localhost.evil.example",
        "http://notlocalhost",
        "http://127.0.0.1.evil.example",
        "http://127.example",
        "http://127.0.0.1@h.example",
        "http://1.127.0.0",
        "http://128.0.0.1",
        "http://127.0.0.256",
        "http://[::2]",
        "http://0.0.0.0",
        "http://127.0.1",
        "localhost:8080",
        "http:///localhost",
        "mailto:root@localhost",
        "http://",
    };
    struct mf_uri uri;

    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
        ck_assert(mf_uri_split(mf_view_of(local[i]), &uri));
        ck_assert_msg(mf_uri_is_loopback(&uri), "%s", local[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        ck_assert(mf_uri_split(mf_view_of(others[i]), &uri));
        ck_assert_msg(!mf_uri_is_loopback(&uri), "%s", others[i]);
    }
}
END_TEST

START_TEST(words_are_compared_without_case)
{
    ck_assert(mf_ascii_is_word(mf_view_of("HTTPS"), "https"));
    ck_assert(mf_ascii_is_word(mf_view_of("a+1"), "a+1"));
    ck_assert(mf_ascii_is_word(mf_view_of(NULL), ""));
    ck_assert(!mf_ascii_is_word(mf_view_of("http"), "https"));
    ck_assert(!mf_ascii_is_word(mf_view_of("https"), "http"));
    ck_assert(!mf_ascii_is_word(mf_view_make("a\0", 2), "a"));
    ck_assert(!mf_ascii_is_word(mf_view_of("\xc3\x84"), "\xc3\xa4"));
    ck_assert(!mf_ascii_is_word(mf_view_of(NULL), "a"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("uri");
    TCase *tests = tcase_create("uri");

    tcase_add_test(tests, uris_are_taken_apart);
    tcase_add_test(tests, a_text_without_a_scheme_is_refused);
    tcase_add_test(tests, schemes_and_hosts_have_no_case);
    tcase_add_test(tests, only_the_host_itself_is_loopback);
    tcase_add_test(tests, words_are_compared_without_case);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
