/* SPDX-License-Identifier: Apache-2.0 */
/* Requirements files: the grammar of pip, what nobody can verify, and what is refused. */
#include "locks.h"

/* Digits of two digests. */
#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define G "67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"

static const struct {
    const char *text;
    const char *expected;
} cases[] = {
    /* names are normalised, extras and spaces do not count */
    { "Foo_Bar.baz [Extra,b]  ==1.0 --hash=sha256:" H "\n", "pkg:pypi/foo-bar-baz@1.0 1/1\n" },
    /* marker in the file's spelling */
    { "a==1 ; python_version < '3.8' and (os_name == \"x\") --hash=sha256:" H "\n",
      "pkg:pypi/a@1 1/1 (python_version < '3.8' and (os_name == \"x\"))\n" },
    /* hashes on lines of their own, in both ways */
    { "a==1 \\\n"
      "    --hash=sha256:" H " \\\r\n"
      "    --hash sha512:" H G "\n",
      "pkg:pypi/a@1 2/2\n" },
    /* upper case digits are the same digest */
    { "a==1 --hash=sha256:C75A69E28A550A7E93789579C22AA26B0F5B83B75DC4E08FE092980051E1090A\n",
      "pkg:pypi/a@1 1/1\n" },
    /* a version is joined over lines */
    { "a==1.\\\n"
      "0 --hash=sha256:" H,
      "pkg:pypi/a@1.0 1/1\n" },
    /* byte order mark */
    { "\xef\xbb\xbf"
      "a==1 --hash=sha256:" H "\n",
      "pkg:pypi/a@1 1/1\n" },
    /* direct reference, a wheel */
    { "a @ https://x.example/a-2.0-py3-none-any.whl --hash=sha256:" H "\n",
      "pkg:pypi/a@2.0 url 1/1 <https://x.example/a-2.0-py3-none-any.whl>\n" },
    /* hash in the fragment */
    { "a @ https://x.example/a-2.0.tar.gz#sha256=" H "\n",
      "pkg:pypi/a@2.0 url 1/1 <https://x.example/a-2.0.tar.gz>\n" },
    /* address of a source archive */
    { "https://x.example/a_b-2.0.tar.gz --hash=sha256:" H "\n",
      "pkg:pypi/a-b@2.0 url 1/1 <https://x.example/a_b-2.0.tar.gz>\n" },
    /* arbitrary equality */
    { "a===1.0 --hash=sha256:" H "\n", "pkg:pypi/a@1.0 1/1\n" },
    /* same hash twice */
    { "a==1 --hash=sha256:" H " --hash=sha256:" H "\n", "pkg:pypi/a@1 1/2\n" },
    /* two markers */
    { "a==1 ; python_version<'3.8' --hash=sha256:" H "\n"
      "a==2 ; python_version>='3.8' --hash=sha256:" G "\n",
      "pkg:pypi/a@1 1/1 (python_version<'3.8')\n"
      "pkg:pypi/a@2 1/1 (python_version>='3.8')\n" },
    /* commit */
    { "git+https://git.example/x.git@0123456789012345678901234567890123456789#egg=x\n",
      "'x' '' vcs <git+https://git.example/x.git@0123456789012345678901234567890123456789>\n"
      "MF3213 1:1\n" },
    /* options */
    { "--index-url https://x.example/simple\n"
      "-i 'https://x.example/simple'\n"
      "--require-hashes\n"
      "--no-binary :all:\n"
      "--pre\n",
      "" },
    /* options of a build */
    { "a==1 --config-settings=x=y --hash=sha256:" H "\n", "pkg:pypi/a@1 1/1\n" },
    /* empty */
    { "# nothing\n"
      "\n",
      "" },
    /* comment with a hash */
    { "a==1 # --hash=sha256:" H "\n", "pkg:pypi/a@1\n"
                                      "MF3206 1:1\n" },
    /* a comment swallows what a backslash joins to it */
    { "a==1 # x \\\n"
      " --hash=sha256:" H "\n"
      "b==1 --hash=sha256:" G "\n",
      "pkg:pypi/a@1\n"
      "pkg:pypi/b@1 1/1\n"
      "MF3206 1:1\n" },
    /* one without hash */
    { "a==1 --hash=sha256:" H "\n"
      "b==2\n",
      "pkg:pypi/a@1 1/1\n"
      "pkg:pypi/b@2\n"
      "MF3206 2:1\n" },
    /* none has a hash */
    { "a==1\n"
      "b==2\n",
      "pkg:pypi/a@1\n"
      "pkg:pypi/b@2\n"
      "MF3206 1:1\n" },
    /* md5 */
    { "a==1 --hash=md5:c75a69e28a550a7e93789579c22aa26b\n"
      "b==2 --hash=sha256:" H "\n",
      "pkg:pypi/a@1 0/1\n"
      "pkg:pypi/b@2 1/1\n"
      "MF3207 1:1\n" },
    /* unknown algorithm */
    { "a==1 --hash=blake3:" H "\n", "pkg:pypi/a@1 0/1\n"
                                    "MF3207 1:1\n" },
    /* range */
    { "a>=1,<2\n", "'a' ''\n"
                   "MF3206 1:1\n"
                   "MF3208 1:2\n" },
    /* pattern */
    { "a==1.*\n", "'a' ''\n"
                  "MF3206 1:1\n"
                  "MF3208 1:2\n" },
    /* no version */
    { "a\n", "'a' ''\n"
             "MF3208 1:1\n"
             "MF3206 1:1\n" },
    /* not equal */
    { "a!=1\n", "'a' ''\n"
                "MF3206 1:1\n"
                "MF3208 1:2\n" },
    /* moving branch */
    { "a @ git+https://git.example/x.git@main\n", "'a' '' vcs <git+https://git.example/x.git@main>\n"
                                                  "MF3213 1:1\n"
                                                  "MF3208 1:5\n" },
    /* git protocol */
    { "a @ git+git://git.example/x.git@0123456789012345678901234567890123456789\n",
      "'a' '' vcs <git+git://git.example/x.git@0123456789012345678901234567890123456789>\n"
      "MF3213 1:1\n"
      "MF3212 1:5\n" },
    /* editable */
    { "-e ./x\n"
      "--editable=git+https://git.example/x.git@0123456789012345678901234567890123456789#egg=x\n",
      "'' '' editable <./x>\n"
      "'x' '' editable <git+https://git.example/x.git@0123456789012345678901234567890123456789>\n"
      "MF3213 1:4\n"
      "MF3213 2:12\n" },
    /* path */
    { "./x-1.0.zip\n"
      "file:///x/y-1.0-py3-none-any.whl\n",
      "pkg:pypi/x@1.0 path <./x-1.0.zip>\n"
      "pkg:pypi/y@1.0 path <file:///x/y-1.0-py3-none-any.whl>\n"
      "MF3213 1:1\n"
      "MF3213 2:1\n" },
    /* includes */
    { "-r a.txt\n"
      "-cb.txt\n"
      "--requirement=c.txt\n",
      "MF3210 1:4\n"
      "MF3210 2:3\n"
      "MF3210 3:15\n" },
    /* second index */
    { "--extra-index-url https://x.example\n"
      "-f https://y.example/links\n",
      "MF3211 1:19\n"
      "MF3211 2:4\n" },
    /* insecure */
    { "--trusted-host x.example\n"
      "-i http://x.example/simple\n",
      "MF3212 1:16\n"
      "MF3212 2:4\n" },
    /* file of another name */
    { "a @ https://x.example/b-2.0-py3-none-any.whl --hash=sha256:" H "\n",
      "pkg:pypi/a@2.0 url 1/1 <https://x.example/b-2.0-py3-none-any.whl>\n"
      "MF3214 1:5\n" },
    /* comment ends a joined line */
    { "a==1 \\\n"
      " # x\n"
      " --hash=sha256:" H "\n",
      "MF3206 1:1\n"
      "MF3201 3:2\n" },
    /* garbage */
    { "a==1 b\n", "MF3201 1:6\n" },
    /* missing version */
    { "a==\n", "MF3201 1:2\n" },
    /* missing comparison */
    { "a 1\n", "MF3201 1:3\n" },
    /* two comparisons, no comma */
    { "a==1 ==2\n", "MF3201 1:6\n" },
    /* open parenthesis */
    { "a (==1\n", "MF3201 1:3\n" },
    /* open extras */
    { "a[b==1\n", "MF3201 1:2\n" },
    /* bad extras */
    { "a[;]==1\n", "MF3201 1:2\n" },
    /* empty marker */
    { "a==1 ;\n", "MF3201 1:7\n" },
    /* open quote in a marker */
    { "a==1 ; python_version < '3\n", "MF3201 1:8\n" },
    /* parentheses in a marker */
    { "a==1 ; )(\n", "MF3201 1:8\n" },
    /* short hash */
    { "a==1 --hash=sha256:beef\n", "MF3206 1:1\n"
                                   "MF3205 1:13\n" },
    /* no hexadecimal */
    { "a==1 --hash=sha256:gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg\n",
      "MF3206 1:1\n"
      "MF3205 1:13\n" },
    /* no algorithm */
    { "a==1 --hash=" H "\n", "MF3206 1:1\n"
                             "MF3205 1:13\n" },
    /* empty hash */
    { "a==1 --hash=\n", "MF3206 1:1\n"
                        "MF3201 1:6\n" },
    /* hash without package */
    { "--hash=sha256:" H "\n", "MF3201 1:1\n" },
    /* index on the line of a package */
    { "a==1 --index-url https://x.example\n", "MF3206 1:1\n"
                                              "MF3201 1:6\n" },
    /* unknown option */
    { "--frobnicate\n", "MF3201 1:1\n" },
    /* option without value */
    { "-r\n", "MF3201 1:1\n" },
    /* backslash at the end */
    { "a==1 --hash=sha256:" H " \\", "MF3201 1:1\n" },
    /* cut in a hash */
    { "a==1 --hash=sha256:c75a69e28a550a7e93789579c22aa26b0f5b83b7", "MF3206 1:1\n"
                                                                     "MF3205 1:13\n" },
    /* names */
    { "-a==1\n"
      "_a==1\n",
      "MF3201 1:1\n"
      "MF3204 2:1\n"
      "MF3206 2:1\n" },
    /* name that ends in a mark */
    { "a.==1\n", "MF3204 1:1\n"
                 "MF3206 1:1\n" },
    /* same version, other hash */
    { "A_b.C==1 --hash=sha256:" H "\n"
      "a-b-c==1 --hash=sha256:" G "\n",
      "MF3209 2:1\n" },
    /* same version, more hashes */
    { "a==1 --hash=sha256:" H "\n"
      "a==1 --hash=sha256:" H " --hash=sha256:" G "\n",
      "MF3209 2:1\n" },
    /* other version */
    { "a==1 --hash=sha256:" H "\n"
      "A==2 --hash=sha256:" H "\n",
      "MF3209 2:1\n" },
    /* UTF-16 */
    { "\xff\xfe"
      "a=1\n",
      "MF3201 1:1\n" },
    /* line separator */
    { "a==1\xe2\x80\xa8"
      "b==1\n",
      "MF3201 1:5\n" },
    /* carriage return */
    { "a==1\rb==1\n", "MF3201 1:5\n" },
    /* no address */
    { "a @\n", "MF3201 1:4\n" },
};

START_TEST(files_are_read_or_refused)
{
    assert_lock("requirements", cases[_i].text, cases[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_requirements");
    TCase *tests = tcase_create("lock_requirements");

    tcase_add_loop_test(tests, files_are_read_or_refused, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
