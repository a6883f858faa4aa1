/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files of conda, npm, Cargo and Go: every shape that they have, what nobody can verify, and what is refused. */
#include "locks.h"

/* Digits of two digests. */
#define H "c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a"
#define G "67c7495b760168d931a10233f979b28dc04daf853b30752246f4f8471c6d68d0"

static const struct {
    const char *format;
    const char *text;
    const char *expected;
} cases
    [] = {
        /* conda and pip on two platforms */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- name: a\n"
          "  version: '1.0'\n"
          "  manager: conda\n"
          "  platform: linux-64\n"
          "  dependencies: {b: '>=1', __glibc: '>=2'}\n"
          "  url: https://conda.example/t/secret/main/linux-64/a-1.0-h0_0.conda\n"
          "  hash: {md5: c75a69e28a550a7e93789579c22aa26b, sha256: " H "}\n"
          "- name: b\n"
          "  version: 2.0.1\n"
          "  manager: conda\n"
          "  platform: linux-64\n"
          "  dependencies: {}\n"
          "  url: https://conda.example/t/secret/main/noarch/b-2.0.1-py_1.tar.bz2\n"
          "  hash: {sha256: " G "}\n"
          "- name: b\n"
          "  version: 2.0.2\n"
          "  manager: conda\n"
          "  platform: osx-64\n"
          "  url: https://conda.example/t/secret/main/noarch/b-2.0.2-py_1.tar.bz2\n"
          "  hash: {sha256: " G "}\n"
          "- name: A_c\n"
          "  version: 1.0.0\n"
          "  manager: pip\n"
          "  platform: linux-64\n"
          "  url: https://x.example/c-1.0.0.whl\n"
          "  hash: {sha256: " G "}\n",
          "pkg:conda/a@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 1/2 <https://conda.example/t/secret/main/linux-64/a-1.0-h0_0.conda> (linux-64) needs b=2.0.1\n"
          "pkg:conda/b@2.0.1?build=py_1&channel=main&subdir=noarch&type=tar.bz2 1/1 <https://conda.example/t/secret/main/noarch/b-2.0.1-py_1.tar.bz2> (linux-64)\n"
          "pkg:conda/b@2.0.2?build=py_1&channel=main&subdir=noarch&type=tar.bz2 1/1 <https://conda.example/t/secret/main/noarch/b-2.0.2-py_1.tar.bz2> (osx-64)\n"
          "pkg:pypi/a-c@1.0.0 1/1 <https://x.example/c-1.0.0.whl> (linux-64)\n" },
        /* MD5 alone */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- name: a\n"
          "  version: '1.0'\n"
          "  manager: conda\n"
          "  platform: linux-64\n"
          "  url: https://conda.example/main/linux-64/a-1.0-h0_0.conda\n"
          "  hash: {md5: c75a69e28a550a7e93789579c22aa26b}\n",
          "pkg:conda/a@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 0/1 <https://conda.example/main/linux-64/a-1.0-h0_0.conda> (linux-64)\n"
          "MF3207 3:3\n" },
        /* archive of another package */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- name: a\n"
          "  version: '1.0'\n"
          "  manager: conda\n"
          "  platform: linux-64\n"
          "  url: https://conda.example/main/linux-64/b-1.0-h0_0.conda\n"
          "  hash: {sha256: " H "}\n",
          "pkg:conda/a@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 1/1 <https://conda.example/main/linux-64/b-1.0-h0_0.conda> (linux-64)\n"
          "MF3214 7:8\n" },
        /* version 2 */
        { "conda-lock",
          "version: 2\n"
          "package: []\n",
          "MF3202 1:10\n" },
        /* version is a text */
        { "conda-lock",
          "version: '1'\n"
          "package: []\n",
          "MF3203 1:10\n" },
        /* version without quotes */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- name: a\n"
          "  version: 1.0\n"
          "  manager: conda\n"
          "  platform: linux-64\n"
          "  url: https://conda.example/main/linux-64/a-1.0-h0_0.conda\n"
          "  hash: {}\n",
          "MF3206 3:3\n"
          "MF3203 4:12\n" },
        /* no package */
        { "conda-lock", "version: 1\n", "MF3203 1:1\n" },
        /* no platform, manager, url, hash */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- {name: a, version: '1'}\n",
          "MF3203 3:3\n"
          "MF3203 3:3\n"
          "MF3203 3:3\n"
          "MF3203 3:3\n"
          "MF3206 3:3\n" },
        /* manager */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "- name: a\n"
          "  version: '1.0'\n"
          "  manager: spack\n"
          "  platform: linux-64\n"
          "  url: https://x.example/a\n"
          "  hash: {}\n",
          "MF3203 3:3\n"
          "MF3206 3:3\n" },
        /* alias */
        { "conda-lock",
          "version: 1\n"
          "package: [&a {}, *a]\n",
          "MF3201 2:11\n" },
        /* anchor */
        { "conda-lock",
          "version: 1\n"
          "package: &a []\n",
          "MF3201 2:10\n" },
        /* merge key */
        { "conda-lock",
          "version: 1\n"
          "<<: {}\n"
          "package: []\n",
          "MF3201 2:1\n" },
        /* tag */
        { "conda-lock",
          "version: !!int 1\n"
          "package: []\n",
          "MF3201 1:10\n" },
        /* key twice */
        { "conda-lock",
          "version: 1\n"
          "version: 1\n"
          "package: []\n",
          "MF3201 2:10\n" },
        /* two documents */
        { "conda-lock",
          "version: 1\n"
          "package: []\n"
          "---\n"
          "version: 1\n",
          "MF3201 3:1\n" },
        /* directive */
        { "conda-lock",
          "%YAML 1.1\n"
          "---\n"
          "version: 1\n",
          "MF3201 1:1\n" },
        /* key that is a list */
        { "conda-lock", "[a]: 1\n", "MF3201 1:1\n" },
        /* tab */
        { "conda-lock",
          "version: 1\n"
          "package:\n"
          "\x09- a\n",
          "MF3201 3:1\n" },
        /* empty */
        { "conda-lock", "# nothing\n", "MF3201 2:1\n" },
        /* NUL */
        { "conda-lock",
          "version: 1\n"
          "package: [\"\\0\"]\n",
          "MF3201 2:11\n" },
        /* a list */
        { "conda-lock", "- a\n", "MF3203 1:1\n" },
        /* cut off */
        { "conda-lock",
          "version: 1\n"
          "package: [{name: 'a",
          "MF3201 2:20\n" },
        /* hashes of both lengths */
        { "conda-explicit",
          "# platform: linux-64\n"
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a-b-1.0-h0_0.conda#" H "\n"
          "https://conda.example/pkgs/main/noarch/c-2.0-py_1.tar.bz2#c75a69e28a550a7e93789579c22aa26b\n"
          "file:///x/noarch/d-1-0.conda#sha256:" G "\n",
          "pkg:conda/a-b@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 1/1 <https://conda.example/main/linux-64/a-b-1.0-h0_0.conda>\n"
          "pkg:conda/c@2.0?build=py_1&channel=main&subdir=noarch&type=tar.bz2 0/1 <https://conda.example/pkgs/main/noarch/c-2.0-py_1.tar.bz2>\n"
          "pkg:conda/d@1?build=0&channel=x&subdir=noarch&type=conda path 1/1 <file:///x/noarch/d-1-0.conda>\n"
          "MF3207 4:1\n" },
        /* no hash */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a-1.0-h0_0.conda\n"
          "https://conda.example/main/linux-64/b-1.0-h0_0.conda#" H "\n",
          "pkg:conda/a@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda <https://conda.example/main/linux-64/a-1.0-h0_0.conda>\n"
          "pkg:conda/b@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 1/1 <https://conda.example/main/linux-64/b-1.0-h0_0.conda>\n"
          "MF3206 2:1\n" },
        /* without TLS */
        { "conda-explicit",
          "@EXPLICIT\n"
          "http://conda.example/main/linux-64/a-1.0-h0_0.conda#" H "\n",
          "pkg:conda/a@1.0?build=h0_0&channel=main&subdir=linux-64&type=conda 1/1 <http://conda.example/main/linux-64/a-1.0-h0_0.conda>\n"
          "MF3212 2:1\n" },
        /* no @EXPLICIT */
        { "conda-explicit", "https://conda.example/main/linux-64/a-1.0-h0_0.conda#" H "\n", "MF3201 1:1\n" },
        /* nothing */
        { "conda-explicit", "", "MF3201 1:1\n" },
        /* other file */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a-1.0-h0_0.zip#" H "\n",
          "MF3201 2:1\n" },
        /* no build */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a.conda#" H "\n",
          "MF3201 2:1\n" },
        /* cut in a hash */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a-1.0-h0_0.conda#c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe0",
          "MF3206 2:1\n"
          "MF3205 2:54\n" },
        /* name */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a b-1.0-h0_0.conda#" H "\n",
          "MF3204 2:37\n" },
        /* one archive, two hashes */
        { "conda-explicit",
          "@EXPLICIT\n"
          "https://conda.example/main/linux-64/a-1.0-h0_0.conda#" H "\n"
          "https://conda.example/main/linux-64/a-1.0-h0_0.conda#" G "\n",
          "MF3209 3:1\n" },
        /* versions of one package at two places */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"\": {\"name\": \"top\", \"version\": \"1.0.0\", \"dependencies\": {\"a\": \"^1\", \"b\": \"^1\"}}, \"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\", \"dependencies\": {\"b\": \"^2\"}}, \"node_modules/a/node_modules/b\": {\"version\": \"2.0.0\", \"resolved\": \"https://npm.example/b/-/b-2.0.0.tgz\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\", \"dependencies\": {\"c\": \"*\"}}, \"node_modules/b\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/b/-/b-1.0.0.tgz\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\"}, \"node_modules/c\": {\"version\": \"3.0.0\", \"resolved\": \"https://npm.example/c/-/c-3.0.0.tgz\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\", \"optionalDependencies\": {\"d\": \"*\"}}}}",
          "pkg:npm/a@1.0.0 1/1 <https://npm.example/a/-/a-1.0.0.tgz> needs b=2.0.0\n"
          "pkg:npm/b@1.0.0 1/1 <https://npm.example/b/-/b-1.0.0.tgz>\n"
          "pkg:npm/b@2.0.0 1/1 <https://npm.example/b/-/b-2.0.0.tgz> needs c=3.0.0\n"
          "pkg:npm/c@3.0.0 1/1 <https://npm.example/c/-/c-3.0.0.tgz> needs d\n"
          "pkg:npm/top@1.0.0 project needs a=1.0.0 needs b=1.0.0\n" },
        /* scope, alias, bundle, link */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 2, \"packages\": {\"\": {}, \"node_modules/@s/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/@s/a/-/a-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"node_modules/@s/a/node_modules/in\": {\"version\": \"1.0.0\", \"inBundle\": true}, \"node_modules/other\": {\"name\": \"real\", \"version\": \"1.0.0\", \"resolved\": \"https://npm.example/real/-/real-1.0.0.tgz\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\"}, \"node_modules/w\": {\"resolved\": \"packages/w\", \"link\": true}, \"packages/w\": {\"name\": \"w\", \"version\": \"0.1.0\", \"dependencies\": {\"@s/a\": \"1\"}}}}",
          "'top' '' project\n"
          "'w' '' path <packages/w>\n"
          "pkg:npm/%40s/a@1.0.0 1/1 <https://npm.example/@s/a/-/a-1.0.0.tgz>\n"
          "pkg:npm/in@1.0.0\n"
          "pkg:npm/real@1.0.0 1/1 <https://npm.example/real/-/real-1.0.0.tgz>\n"
          "pkg:npm/w@0.1.0 project needs @s/a=1.0.0\n"
          "MF3213 1:593\n" },
        /* several hashes */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\", \"integrity\": \"sha1-qUTQlcTmfTUrrLOQNnHYM5x34p8= sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}}}",
          "pkg:npm/a@1.0.0 1/2 <https://npm.example/a/-/a-1.0.0.tgz>\n" },
        /* version 1, within each other */
        { "npm",
          "{\"name\": \"top\", \"version\": \"1.0.0\", \"lockfileVersion\": 1, \"requires\": true, \"dependencies\": {\"a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\", \"requires\": {\"b\": \"^2\", \"c\": \"*\"}, \"dependencies\": {\"b\": {\"version\": \"2.0.0\", \"resolved\": \"https://npm.example/b/-/b-2.0.0.tgz\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\", \"requires\": {\"c\": \"*\"}}}}, \"b\": {\"version\": \"1.0.0\", \"resolved\": false, \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\"}, \"c\": {\"version\": \"npm:real@3.0.0\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"d\": {\"version\": \"git+ssh://git@git.example/d.git#0123456789012345678901234567890123456789\"}, \"e\": {\"version\": \"1.0.0\", \"bundled\": true}}}",
          "'d' '' vcs <git+ssh://git@git.example/d.git#0123456789012345678901234567890123456789>\n"
          "pkg:npm/a@1.0.0 1/1 <https://npm.example/a/-/a-1.0.0.tgz> needs b=2.0.0 needs c=3.0.0\n"
          "pkg:npm/b@1.0.0 1/1\n"
          "pkg:npm/b@2.0.0 1/1 <https://npm.example/b/-/b-2.0.0.tgz> needs c=3.0.0\n"
          "pkg:npm/e@1.0.0\n"
          "pkg:npm/real@3.0.0 1/1\n"
          "MF3213 1:862\n" },
        /* SHA-1 alone */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\", \"integrity\": \"sha1-qUTQlcTmfTUrrLOQNnHYM5x34p8=\"}}}",
          "pkg:npm/a@1.0.0 0/1 <https://npm.example/a/-/a-1.0.0.tgz>\n"
          "MF3207 1:70\n" },
        /* no integrity */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\"}}}",
          "pkg:npm/a@1.0.0 <https://npm.example/a/-/a-1.0.0.tgz>\n"
          "MF3206 1:70\n" },
        /* address of another package */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/b/-/b-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"node_modules/aa\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/xaa/-/aa-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}}}",
          "pkg:npm/a@1.0.0 1/1 <https://npm.example/b/-/b-1.0.0.tgz>\n"
          "pkg:npm/aa@1.0.0 1/1 <https://npm.example/xaa/-/aa-1.0.0.tgz>\n"
          "MF3214 1:70\n"
          "MF3214 1:274\n" },
        /* another host */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/a/-/a-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"node_modules/b\": {\"version\": \"1.0.0\", \"resolved\": \"https://npm.example/b/-/b-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"node_modules/c\": {\"version\": \"1.0.0\", \"resolved\": \"https://other.example/c/-/c-1.0.0.tgz\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}}}",
          "pkg:npm/a@1.0.0 1/1 <https://npm.example/a/-/a-1.0.0.tgz>\n"
          "pkg:npm/b@1.0.0 1/1 <https://npm.example/b/-/b-1.0.0.tgz>\n"
          "pkg:npm/c@1.0.0 1/1 <https://other.example/c/-/c-1.0.0.tgz>\n"
          "MF3215 1:476\n" },
        /* branch */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": \"git+ssh://git@git.example/a.git#main\"}}}",
          "pkg:npm/a@1.0.0 vcs <git+ssh://git@git.example/a.git#main>\n"
          "MF3208 1:70\n"
          "MF3213 1:70\n" },
        /* version 4 */
        { "npm", "{\"lockfileVersion\": 4, \"packages\": {}}", "MF3202 1:21\n" },
        /* version is a text */
        { "npm", "{\"lockfileVersion\": \"3\", \"packages\": {}}", "MF3203 1:21\n" },
        /* no version */
        { "npm", "{\"packages\": {}}", "MF3203 1:1\n" },
        /* no packages */
        { "npm", "{\"lockfileVersion\": 3}", "MF3203 1:1\n" },
        /* packages is a list */
        { "npm", "{\"lockfileVersion\": 3, \"packages\": []}",
          "MF3203 1:1\n"
          "MF3203 1:36\n" },
        /* package is a text */
        { "npm", "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": \"1.0.0\"}}",
          "MF3203 1:70\n" },
        /* name */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a b\": {\"version\": \"1.0.0\"}}}",
          "MF3204 1:72\n"
          "MF3206 1:72\n" },
        /* path out of the tree */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/..\": {\"version\": \"1.0.0\"}}}",
          "MF3204 1:71\n"
          "MF3206 1:71\n" },
        /* integrity */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-AAAA\"}}}",
          "MF3206 1:70\n"
          "MF3205 1:104\n" },
        /* empty integrity */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \" \"}}}",
          "MF3206 1:70\n"
          "MF3205 1:104\n" },
        /* unknown integrity */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"md7-AAAA\"}}}",
          "MF3206 1:70\n"
          "MF3205 1:104\n" },
        /* integrity is a list */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": []}}}",
          "MF3206 1:70\n"
          "MF3203 1:104\n" },
        /* one version, two hashes */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-2bC6m0MV/voF4CTZiAbG5MWKbq5EBmDPKu9Sb7s7nVcEzNQlrZP6mFFFlIaISM8X6514H9shWMme1fCm8cWAfQ==\"}, \"node_modules/b/node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-fXVXEyFA5Yv3M3n8sUGT7+fvecGrZP4k6FnWWMSZVQf69kAq0LLpaBQLGcPR30m3zMmKYhECP4k/ZkzvhEW5kw==\"}}}",
          "MF3209 1:237\n" },
        /* a path twice */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"}, \"node_modules/a\": {\"version\": \"1.0.0\"}}}",
          "MF3201 1:92\n" },
        /* version 1 without versions */
        { "npm",
          "{\"name\": \"top\", \"version\": \"1.0.0\", \"lockfileVersion\": 1, \"requires\": true, \"dependencies\": {\"a\": {}}}",
          "MF3203 1:99\n"
          "MF3206 1:99\n" },
        /* version 1, package is a list */
        { "npm",
          "{\"name\": \"top\", \"version\": \"1.0.0\", \"lockfileVersion\": 1, \"requires\": true, \"dependencies\": {\"a\": []}}",
          "MF3203 1:99\n" },
        /* cut off */
        { "npm",
          "{\"name\": \"top\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"",
          "MF3201 1:89\n" },
        /* registry, workspace, repository */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"top\"\n"
          "version = \"0.1.0\"\n"
          "dependencies = [\n"
          " \"a 1.0.0\",\n"
          " \"b\",\n"
          "]\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n"
          "source = \"registry+https://cargo.example/index\"\n"
          "checksum = \"" H "\"\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"2.0.0\"\n"
          "source = \"registry+https://cargo.example/index\"\n"
          "checksum = \"" G "\"\n"
          "[[package]]\n"
          "name = \"b\"\n"
          "version = \"1.0.0\"\n"
          "source = \"git+https://git.example/b?branch=main#0123456789012345678901234567890123456789\"\n"
          "dependencies = [\"a 2.0.0 (registry+https://cargo.example/index)\", \"a\"]\n",
          "pkg:cargo/a@1.0.0 1/1 <registry+https://cargo.example/index>\n"
          "pkg:cargo/a@2.0.0 1/1 <registry+https://cargo.example/index>\n"
          "pkg:cargo/b@1.0.0 vcs <git+https://git.example/b?branch=main#0123456789012345678901234567890123456789> needs a needs a=2.0.0\n"
          "pkg:cargo/top@0.1.0 project needs a=1.0.0 needs b=1.0.0\n"
          "MF3213 19:3\n" },
        /* version 3 */
        { "cargo",
          "version = 3\n"
          "\n"
          "[[package]]\n"
          "name = \"a_B\"\n"
          "version = \"1.0.0\"\n"
          "source = \"sparse+https://cargo.example/index/\"\n"
          "checksum = \"" H "\"\n",
          "pkg:cargo/a_B@1.0.0 1/1 <sparse+https://cargo.example/index/>\n" },
        /* no checksum */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n"
          "source = \"registry+https://cargo.example/index\"\n",
          "pkg:cargo/a@1.0.0 <registry+https://cargo.example/index>\n"
          "MF3206 2:3\n" },
        /* branch */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n"
          "source = \"git+https://git.example/b?branch=main\"\n",
          "pkg:cargo/a@1.0.0 vcs <git+https://git.example/b?branch=main>\n"
          "MF3213 2:3\n"
          "MF3208 5:10\n" },
        /* no version of the file */
        { "cargo",
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n",
          "MF3202 1:1\n" },
        /* version 5 */
        { "cargo", "version = 5\n", "MF3202 1:11\n" },
        /* version is a text */
        { "cargo", "version = \"4\"\n", "MF3202 1:11\n" },
        /* no name */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "version = \"1.0.0\"\n",
          "MF3203 2:3\n" },
        /* no version */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n",
          "MF3203 2:3\n" },
        /* name */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a/b\"\n"
          "version = \"1.0.0\"\n",
          "MF3204 2:3\n" },
        /* checksum */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n"
          "checksum = \"<none>\"\n",
          "MF3205 5:12\n" },
        /* dependencies */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "version = \"1.0.0\"\n"
          "dependencies = [1]\n",
          "MF3203 5:17\n" },
        /* one version, two checksums */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a-b\"\n"
          "version = \"1.0.0\"\n"
          "source = \"registry+https://cargo.example/index\"\n"
          "checksum = \"" H "\"\n"
          "[[package]]\n"
          "name = \"a-b\"\n"
          "version = \"1.0.0\"\n"
          "source = \"registry+https://cargo.example/index\"\n"
          "checksum = \"" G "\"\n",
          "MF3209 7:3\n" },
        /* a table twice */
        { "cargo",
          "version = 4\n"
          "[[package]]\n"
          "name = \"a\"\n"
          "name = \"b\"\n",
          "MF3201 4:1\n" },
        /* modules and their go.mod */
        { "go",
          "github.com/A/b v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n"
          "github.com/A/b v1.0.0/go.mod h1:C3dydBOWYRiOk+B8X9IVZ5IOe+7cl+tGOexN4QqHfpE=\n"
          "go.example v0.24.0+incompatible h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n"
          "\n",
          "pkg:golang/github.com/A/b@v1.0.0 0/1\n"
          "pkg:golang/github.com/A/b@v1.0.0#go.mod 0/1\n"
          "pkg:golang/go.example@v0.24.0%2Bincompatible 0/1\n" },
        /* one line twice */
        { "go",
          "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n"
          "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n",
          "pkg:golang/x.example/a@v1.0.0 0/1\n"
          "pkg:golang/x.example/a@v1.0.0 0/1\n" },
        /* no version */
        { "go", "x.example/a latest h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n",
          "'x.example/a' 'latest' 0/1\n"
          "MF3208 1:13\n" },
        /* two fields */
        { "go", "x.example/a v1.0.0\n", "MF3201 1:1\n" },
        /* four fields */
        { "go", "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM= x\n", "MF3201 1:1\n" },
        /* another hash */
        { "go", "x.example/a v1.0.0 h2:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", "MF3205 1:20\n" },
        /* cut in a hash */
        { "go", "x.example/a v1.0.0 h1:VlbKKnNf", "MF3205 1:20\n" },
        /* no base64 */
        { "go", "x.example/a v1.0.0 h1:****************************************KK8=\n", "MF3205 1:20\n" },
        /* name */
        { "go", "x.example/../a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", "MF3204 1:1\n" },
        /* name with '@' */
        { "go", "x.example/a@b v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", "MF3204 1:1\n" },
        /* empty part of a name */
        { "go", "x.example//a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n", "MF3204 1:1\n" },
        /* one version, two hashes */
        { "go",
          "x.example/a v1.0.0 h1:VlbKKnNfV8bJzeqoa4cOKqO6bYr3WgKZxO8Z16+hsOM=\n"
          "x.example/a v1.0.0 h1:C3dydBOWYRiOk+B8X9IVZ5IOe+7cl+tGOexN4QqHfpE=\n",
          "MF3209 2:1\n" },
    };

START_TEST(files_are_read_or_refused)
{
    assert_lock(cases[_i].format, cases[_i].text, cases[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lock_others");
    TCase *tests = tcase_create("lock_others");

    tcase_add_loop_test(tests, files_are_read_or_refused, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
