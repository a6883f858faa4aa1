/* SPDX-License-Identifier: Apache-2.0 */
/* pylock.toml and uv.lock: every shape that they have, what nobody can verify, and what is refused. */
#include "locks.h"

/* Digits of two digests. */
#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define G "67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"

static const struct {
    const char *format;
    const char *text;
    const char *expected;
} cases[] = {
    /* wheels and a source archive */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"A_b\"\n"
      "version = \"1.0\"\n"
      "marker = \"os_name == 'x'\"\n"
      "dependencies = [{name = \"c\", version = \"2\"}, {name = \"d\"}]\n"
      "sdist = {url = \"https://x.example/a-1.tar.gz\", hashes = {sha256 = \"" H "\"}}\n"
      "wheels = [{url = \"https://x.example/a.whl\", hashes = {sha512 = \"" H G "\"}}]\n"
      "[[packages]]\n"
      "name = \"c\"\n"
      "version = \"2\"\n"
      "archive = {url = \"https://x.example/c-2.zip\", hashes = {sha256 = \"" H
      "\", md5 = \"c75a69e28a550a7e93789579c22aa26b\"}}\n",
      "pkg:pypi/a-b@1.0 2/2 <https://x.example/a.whl> (os_name == 'x') needs c=2 needs d\n"
      "pkg:pypi/c@2 url 1/2 <https://x.example/c-2.zip>\n" },
    /* directory, repository */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "directory = {path = \"a\", editable = true}\n"
      "[[packages]]\n"
      "name = \"b\"\n"
      "version = \"1\"\n"
      "vcs = {type = \"git\", url = \"https://x.example/b\", commit-id = \"0123456789012345678901234567890123456789\"}\n"
      "[[packages]]\n"
      "name = \"c\"\n"
      "directory = {path = \"c\"}\n",
      "'a' '' editable <a>\n"
      "'c' '' path <c>\n"
      "pkg:pypi/b@1 vcs <https://x.example/b>\n"
      "MF3213 3:3\n"
      "MF3213 6:3\n"
      "MF3213 10:3\n" },
    /* minor version */
    { "pylock",
      "lock-version = \"1.7\"\n"
      "created-by = \"x\"\n"
      "packages = []\n",
      "" },
    /* no digest */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n",
      "pkg:pypi/a@1\n"
      "MF3206 3:3\n" },
    /* branch for a commit */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "vcs = {type = \"git\", url = \"https://x.example/b\", commit-id = \"main\"}\n",
      "'a' '' vcs <https://x.example/b>\n"
      "MF3213 3:3\n"
      "MF3208 5:7\n" },
    /* version 2 */
    { "pylock",
      "lock-version = \"2.0\"\n"
      "created-by = \"x\"\n"
      "packages = []\n",
      "MF3202 1:16\n" },
    /* no version */
    { "pylock",
      "created-by = \"x\"\n"
      "packages = []\n",
      "MF3203 1:1\n" },
    /* no packages */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n",
      "MF3203 1:1\n" },
    /* packages is a table */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[packages]\n",
      "MF3203 3:2\n" },
    /* a package is no table */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "packages = [1]\n",
      "MF3203 3:13\n" },
    /* no name */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "version = \"1\"\n",
      "MF3203 3:3\n"
      "MF3206 3:3\n" },
    /* name is a number */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = 1\n"
      "version = \"1\"\n",
      "MF3206 3:3\n"
      "MF3203 4:8\n" },
    /* impossible name */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a b\"\n"
      "version = \"1\"\n",
      "MF3204 3:3\n"
      "MF3206 3:3\n" },
    /* empty hashes */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "wheels = [{url = \"https://x.example/a.whl\", hashes = {}}]\n",
      "MF3206 3:3\n"
      "MF3203 6:54\n" },
    /* missing hashes */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "wheels = [{url = \"https://x.example/a.whl\"}]\n",
      "MF3206 3:3\n"
      "MF3203 6:11\n" },
    /* cut hash */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "wheels = [{hashes = {sha256 = \"c75a69e28a550a7e9378\"}}]\n",
      "MF3206 3:3\n"
      "MF3205 6:31\n" },
    /* two sources */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "directory = {path = \"a\"}\n"
      "wheels = [{hashes = {sha256 = \"" H "\"}}]\n",
      "MF3203 3:3\n" },
    /* cut off */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1",
      "MF3201 5:13\n" },
    /* control character */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = \"1\\n\"\n",
      "MF3206 3:3\n"
      "MF3208 5:11\n"
      "MF3203 5:11\n" },
    /* version is a list */
    { "pylock",
      "lock-version = \"1.0\"\n"
      "created-by = \"x\"\n"
      "[[packages]]\n"
      "name = \"a\"\n"
      "version = [\"1\"]\n",
      "MF3208 3:3\n"
      "MF3206 3:3\n"
      "MF3203 5:11\n" },
    /* registry, with forks */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1.0\"\n"
      "source = {registry = \"https://x.example/simple\"}\n"
      "resolution-markers = [\"m1\", \"m2\"]\n"
      "dependencies = [{name = \"b\", version = \"2\"}, {name = \"b\", version = \"3\", marker = \"m\"}]\n"
      "sdist = {url = \"https://x.example/a\", hash = \"sha256:" H "\"}\n"
      "wheels = [{url = \"https://x.example/w\", hash = \"sha256:" G "\"}]\n"
      "[[package]]\n"
      "name = \"b\"\n"
      "version = \"2\"\n"
      "source = {registry = \"https://x.example/simple\"}\n"
      "sdist = {hash = \"sha256:" H "\"}\n"
      "[[package]]\n"
      "name = \"b\"\n"
      "version = \"3\"\n"
      "source = {registry = \"https://x.example/simple\"}\n"
      "sdist = {hash = \"sha256:" H "\"}\n",
      "pkg:pypi/a@1.0 2/2 <https://x.example/simple> (m1 or m2) needs b=2 needs b=3\n"
      "pkg:pypi/b@2 1/1 <https://x.example/simple>\n"
      "pkg:pypi/b@3 1/1 <https://x.example/simple>\n" },
    /* every kind of source */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {virtual = \".\"}\n"
      "[[package]]\n"
      "name = \"b\"\n"
      "version = \"1\"\n"
      "source = {git = \"https://x.example/b?rev=main#0123456789012345678901234567890123456789\"}\n"
      "[[package]]\n"
      "name = \"c\"\n"
      "version = \"1\"\n"
      "source = {editable = \"c\"}\n"
      "[[package]]\n"
      "name = \"d\"\n"
      "version = \"1\"\n"
      "source = {url = \"https://x.example/d.whl\"}\n"
      "wheels = [{url = \"https://x.example/d.whl\", hash = \"sha256:" H "\"}]\n"
      "[[package]]\n"
      "name = \"e\"\n"
      "version = \"1\"\n"
      "source = {path = \"e.whl\"}\n"
      "[[package]]\n"
      "name = \"f\"\n"
      "source = {directory = \"f\"}\n"
      "[[package]]\n"
      "name = \"g\"\n"
      "source = {editable = \".\"}\n",
      "'f' '' path <f>\n"
      "'g' '' project <.>\n"
      "pkg:pypi/a@1 project <.>\n"
      "pkg:pypi/b@1 vcs <https://x.example/b?rev=main#0123456789012345678901234567890123456789>\n"
      "pkg:pypi/c@1 editable <c>\n"
      "pkg:pypi/d@1 url 1/1 <https://x.example/d.whl>\n"
      "pkg:pypi/e@1 path <e.whl>\n"
      "MF3213 7:3\n"
      "MF3213 11:3\n"
      "MF3213 20:3\n"
      "MF3213 24:3\n" },
    /* one fork of two without a wheel */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "resolution-markers = [\"m1\"]\n"
      "sdist = {hash = \"sha256:" H "\"}\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"y\"}\n"
      "resolution-markers = [\"m2\"]\n"
      "sdist = {hash = \"sha256:" G "\"}\n",
      "pkg:pypi/a@1 1/1 <x> (m1)\n"
      "pkg:pypi/a@1 1/1 <y> (m2)\n" },
    /* branch */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {git = \"https://x.example/b?rev=main\"}\n",
      "pkg:pypi/a@1 vcs <https://x.example/b?rev=main>\n"
      "MF3213 3:3\n"
      "MF3208 6:17\n" },
    /* index without TLS */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"http://x.example/simple\"}\n"
      "sdist = {hash = \"sha256:" H "\"}\n",
      "pkg:pypi/a@1 1/1 <http://x.example/simple>\n"
      "MF3212 6:22\n" },
    /* no version */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "source = {registry = \"https://x.example\"}\n",
      "'a' '' <https://x.example>\n"
      "MF3208 3:3\n"
      "MF3206 3:3\n" },
    /* version 2 */
    { "uv",
      "version = 2\n"
      "requires-python = \">=3.9\"\n",
      "MF3202 1:11\n" },
    /* no version of the file */
    { "uv",
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n",
      "MF3203 1:1\n"
      "MF3203 2:3\n"
      "MF3208 2:3\n"
      "MF3206 2:3\n" },
    /* no source */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n",
      "MF3203 3:3\n"
      "MF3206 3:3\n" },
    /* unknown source */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {ipfs = \"x\"}\n",
      "MF3206 3:3\n"
      "MF3203 6:10\n" },
    /* hash without algorithm */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "sdist = {hash = \"" H "\"}\n",
      "MF3206 3:3\n"
      "MF3205 7:17\n" },
    /* hash is a table */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "sdist = {hash = {sha256 = \"" H "\"}}\n",
      "MF3206 3:3\n"
      "MF3203 7:17\n" },
    /* one version, two hashes */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "sdist = {hash = \"sha256:" H "\"}\n"
      "[[package]]\n"
      "name = \"A\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "sdist = {hash = \"sha256:" G "\"}\n",
      "MF3209 8:3\n" },
    /* dependency without name */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {virtual = \".\"}\n"
      "dependencies = [{version = \"1\"}]\n",
      "MF3203 7:17\n" },
    /* wheels is a table */
    { "uv",
      "version = 1\n"
      "requires-python = \">=3.9\"\n"
      "[[package]]\n"
      "name = \"a\"\n"
      "version = \"1\"\n"
      "source = {registry = \"x\"}\n"
      "[package.wheels]\n",
      "MF3206 3:3\n"
      "MF3203 7:10\n" },
};

START_TEST(files_are_read_or_refused)
{
    assert_lock(cases[_i].format, cases[_i].text, cases[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_pylock");
    TCase *tests = tcase_create("lock_pylock");

    tcase_add_loop_test(tests, files_are_read_or_refused, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
