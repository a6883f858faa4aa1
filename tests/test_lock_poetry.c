/* SPDX-License-Identifier: Apache-2.0 */
/* poetry.lock and Pipfile.lock: every shape that they have, what nobody can verify, and what is refused. */
#include "locks.h"

/* Digits of two digests. */
#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define G "67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"

static const struct {
    const char *format;
    const char *text;
    const char *expected;
} cases[] = {
    /* version 2 */
    { "poetry",
      "[[package]]\n"
      "name = \"A.b\"\n"
      "version = \"1.0\"\n"
      "files = [{file = \"a.whl\", hash = \"sha256:" H "\"}]\n"
      "[package.dependencies]\n"
      "C = \">=1\"\n"
      "d = {version = \"*\", optional = true}\n"
      "[[package]]\n"
      "name = \"c\"\n"
      "version = \"2\"\n"
      "markers = \"os_name == 'x'\"\n"
      "files = [{file = \"c.whl\", hash = \"sha256:" G "\"}]\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "pkg:pypi/a-b@1.0 1/1 needs c=2 needs d\n"
      "pkg:pypi/c@2 1/1 (os_name == 'x')\n" },
    /* version 1.1, files by name */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1.0\"\n"
      "[metadata]\n"
      "lock-version = \"1.1\"\n"
      "content-hash = \"x\"\n"
      "[metadata.files]\n"
      "a = [{file = \"a.whl\", hash = \"sha256:" H "\"}]\n",
      "pkg:pypi/a@1.0 1/1\n" },
    /* before versions, bare hashes */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1.0\"\n"
      "[metadata]\n"
      "content-hash = \"x\"\n"
      "[metadata.hashes]\n"
      "a = [\"" H "\", \"" G "\"]\n",
      "pkg:pypi/a@1.0 2/2\n" },
    /* sources */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "[package.source]\n"
      "type = \"git\"\n"
      "url = \"https://x.example/a\"\n"
      "reference = \"main\"\n"
      "resolved_reference = \"0123456789012345678901234567890123456789\"\n"
      "[[package]]\n"
      "name = \"b\"\n"
      "version = \"1\"\n"
      "develop = true\n"
      "[package.source]\n"
      "type = \"directory\"\n"
      "url = \"../b\"\n"
      "[[package]]\n"
      "name = \"c\"\n"
      "version = \"1\"\n"
      "files = [{hash = \"sha256:" H "\"}]\n"
      "[package.source]\n"
      "type = \"legacy\"\n"
      "url = \"https://x.example/simple\"\n"
      "reference = \"x\"\n"
      "[[package]]\n"
      "name = \"d\"\n"
      "version = \"1\"\n"
      "files = [{hash = \"sha256:" H "\"}]\n"
      "[package.source]\n"
      "type = \"url\"\n"
      "url = \"https://x.example/d.whl\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "pkg:pypi/a@1 vcs <https://x.example/a>\n"
      "pkg:pypi/b@1 editable <../b>\n"
      "pkg:pypi/c@1 1/1 <https://x.example/simple>\n"
      "pkg:pypi/d@1 url 1/1 <https://x.example/d.whl>\n"
      "MF3213 1:3\n"
      "MF3213 9:3\n" },
    /* no files */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "pkg:pypi/a@1\n"
      "MF3206 1:3\n" },
    /* branch */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "[package.source]\n"
      "type = \"git\"\n"
      "url = \"https://x.example/a\"\n"
      "resolved_reference = \"main\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "pkg:pypi/a@1 vcs <https://x.example/a>\n"
      "MF3213 1:3\n"
      "MF3208 4:10\n" },
    /* version 3 */
    { "poetry",
      "[metadata]\n"
      "lock-version = \"3.0\"\n",
      "MF3202 2:16\n" },
    /* no metadata */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n",
      "MF3203 1:1\n" },
    /* no name */
    { "poetry",
      "[[package]]\n"
      "version = \"1\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3203 1:3\n"
      "MF3206 1:3\n" },
    /* no version */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3203 1:3\n"
      "MF3206 1:3\n" },
    /* file without hash */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "files = [{file = \"a.whl\"}]\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3206 1:3\n"
      "MF3203 4:10\n" },
    /* files is a text */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "files = \"a.whl\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3206 1:3\n"
      "MF3203 4:9\n" },
    /* hash of no algorithm */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "files = [{hash = \"" H "\"}]\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3206 1:3\n"
      "MF3205 4:10\n" },
    /* source without type */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "[package.source]\n"
      "url = \"x\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3206 1:3\n"
      "MF3203 4:10\n" },
    /* name */
    { "poetry",
      "[[package]]\n"
      "name = \"../a\"\n"
      "version = \"1\"\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3204 1:3\n"
      "MF3206 1:3\n" },
    /* dependencies is a list */
    { "poetry",
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "dependencies = []\n"
      "[metadata]\n"
      "lock-version = \"2.0\"\n",
      "MF3206 1:3\n"
      "MF3203 4:16\n" },
    /* two groups */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"Foo_bar\": {\"hashes\": [\"sha256:" H
      "\"], \"markers\": \"os_name == 'x'\", \"version\": \"==1.0\"}}, \"develop\": {\"b\": {\"hashes\": [\"sha256:" G
      "\"], \"version\": \"===2\"}}}",
      "pkg:pypi/b@2 1/1\n"
      "pkg:pypi/foo-bar@1.0 1/1 (os_name == 'x')\n" },
    /* sources */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"git\": \"https://x.example/a\", \"ref\": \"0123456789012345678901234567890123456789\"}, \"b\": {\"editable\": true, \"path\": \"./b\"}, \"c\": {\"file\": \"https://x.example/c-1.zip\", \"hashes\": [\"sha256:" H
      "\"]}}}",
      "'a' '' vcs <https://x.example/a>\n"
      "'b' '' editable <./b>\n"
      "'c' '' url 1/1 <https://x.example/c-1.zip>\n"
      "MF3213 1:152\n"
      "MF3213 1:240\n" },
    /* any version */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"version\": \"*\"}}}",
      "'a' ''\n"
      "MF3206 1:152\n"
      "MF3208 1:164\n" },
    /* no version */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"hashes\": [\"sha256:" H "\"]}}}",
      "'a' '' 1/1\n"
      "MF3208 1:152\n" },
    /* branch */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"git\": \"https://x.example/a\", \"ref\": \"main\"}}}",
      "'a' '' vcs <https://x.example/a>\n"
      "MF3208 1:152\n"
      "MF3213 1:152\n" },
    /* one package in both groups, other hashes */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"hashes\": [\"sha256:" H
      "\"], \"version\": \"==1\"}}, \"develop\": {\"a\": {\"hashes\": [\"sha256:" G
      "\"], \"version\": \"==1\"}}}",
      "MF3209 1:277\n" },
    /* version 7 */
    { "pipfile", "{\"_meta\": {\"pipfile-spec\": 7}, \"default\": {}}", "MF3202 1:28\n" },
    /* no _meta */
    { "pipfile", "{\"default\": {}}", "MF3203 1:1\n" },
    /* a list */
    { "pipfile", "[]", "MF3203 1:1\n" },
    /* default is a list */
    { "pipfile", "{\"_meta\": {\"pipfile-spec\": 6}, \"default\": []}", "MF3203 1:43\n" },
    /* package is a text */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": \"==1\"}}",
      "MF3203 1:152\n" },
    /* hash is a number */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"hashes\": [1], \"version\": \"==1\"}}}",
      "MF3206 1:152\n"
      "MF3203 1:164\n" },
    /* hash */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"hashes\": [\"sha256:12\"], \"version\": \"==1\"}}}",
      "MF3206 1:152\n"
      "MF3205 1:164\n" },
    /* name */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a b\": {\"version\": \"==1\"}}}",
      "MF3204 1:154\n"
      "MF3206 1:154\n" },
    /* a name twice */
    { "pipfile",
      "{\"_meta\": {\"hash\": {\"sha256\": \"" H
      "\"}, \"pipfile-spec\": 6, \"sources\": []}, \"default\": {\"a\": {\"version\": \"==1\"}, \"a\": {\"version\": \"==2\"}}}",
      "MF3201 1:172\n" },
    /* cut off */
    { "pipfile", "{\"_meta\": {\"pipfile-spec\": 6}, \"default\": {\"a\": ", "MF3201 1:49\n" },
};

START_TEST(files_are_read_or_refused)
{
    assert_lock(cases[_i].format, cases[_i].text, cases[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_poetry");
    TCase *tests = tcase_create("lock_poetry");

    tcase_add_loop_test(tests, files_are_read_or_refused, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
