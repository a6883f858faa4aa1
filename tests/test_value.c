/* SPDX-License-Identifier: Apache-2.0 */
/* The scalar types: what each accepts, what it refuses, and what it advises. */
#include "harness.h"

#include "value/check.h"
#include "value/type.h"

#include <stdio.h>
#include <stdlib.h>

#define HEX40 "0123456789abcdef0123456789abcdef01234567"
#define HEX64 HEX40 "89abcdef0123456789abcdef"
#define A50   "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"

static const struct {
    enum mf_type type;
    const char *text;
} good[] = {
    { MF_TYPE_STRING, "x" },
    { MF_TYPE_STRING, " a sentence, with \xc3\xa4 and \xf0\x9f\x98\x80 " },
    { MF_TYPE_STRING, "\xe2\x80\x8d\xc2\xa0" },
    { MF_TYPE_TEXT, "one\n\ttwo\n" },
    { MF_TYPE_TEXT, "x" },
    { MF_TYPE_NAME, "a" },
    { MF_TYPE_NAME, "0" },
    { MF_TYPE_NAME, "qwen2.5-7b_instruct" },
    { MF_TYPE_NAME, A50 A50 "0123456789012345678901234567" },
    { MF_TYPE_IDENTIFIER, "a" },
    { MF_TYPE_IDENTIFIER, "max_num_seqs2_" },
    { MF_TYPE_IDENTIFIER, "iff" },
    { MF_TYPE_IDENTIFIER, A50 "0123456789abc" },
    { MF_TYPE_VARIABLE, "_" },
    { MF_TYPE_VARIABLE, "OMP_NUM_THREADS2" },
    { MF_TYPE_VARIABLE, "http_proxy" },
    { MF_TYPE_LABEL, "app" },
    { MF_TYPE_LABEL, "kubernetes.io/hostname" },
    { MF_TYPE_LABEL, "a-b.example/X_y.z-0" },
    { MF_TYPE_PATH, "a" },
    { MF_TYPE_PATH, "models/qwen 2/..config/x.json..." },
    { MF_TYPE_PATH, ".github/\xc3\xa4" },
    { MF_TYPE_REPOSITORY, "docker.io/library/python" },
    { MF_TYPE_REPOSITORY, "localhost/x" },
    { MF_TYPE_REPOSITORY, "registry.example.com:5000/a__b/c.d_e--f/0" },
    { MF_TYPE_REPOSITORY, "[2001:db8::1]:443/x" },
    { MF_TYPE_REPOSITORY, "host:5000/x" },
    { MF_TYPE_COMMIT, HEX40 },
    { MF_TYPE_COMMIT, HEX64 },
    { MF_TYPE_SEMVER, "0.0.0" },
    { MF_TYPE_SEMVER, "1.4.0-rc.1+build.5" },
    { MF_TYPE_SEMVER, "1.0.0+001.-" },
    { MF_TYPE_SEMVER, "10.20.99999999999999999999-0A.-.x-y" },
    { MF_TYPE_RANGE, ">=3.10,<3.13" },
    { MF_TYPE_RANGE, "==22.04" },
    { MF_TYPE_RANGE, ">550.54.14,!=551,<=560" },
    { MF_TYPE_RANGE, ">=80Gi,<100.5G" },
    { MF_TYPE_URI, "https://example.com" },
    { MF_TYPE_URI, "mailto:a@b.example" },
    { MF_TYPE_URI, "s3://bucket/a/b.safetensors?versionId=3sL4" },
    { MF_TYPE_URI, "vault://kv/assistant/vllm#api-key" },
    { MF_TYPE_URI, "http://user:p%40@[2001:db8::192.0.2.1]:8080/%C3%A4;x=1/?a=b/c?d#e?/f" },
    { MF_TYPE_URI, "urn:isbn:0451450523" },
    { MF_TYPE_URI, "file:///etc/passwd" },
    { MF_TYPE_URI, "http://[::]:/" },
    { MF_TYPE_URI, "http://[1:2:3:4:5:6:7:8]/" },
    { MF_TYPE_URI, "http://[v1.a:b]/" },
    { MF_TYPE_URI, "http://[::1.2.3.4]" },
    { MF_TYPE_SPDX, "MIT" },
    { MF_TYPE_SPDX, "GPL-2.0-or-later WITH Classpath-exception-2.0" },
    { MF_TYPE_SPDX, "(MIT OR (Apache-2.0 AND BSD-3-Clause)) AND GPL-2.0+" },
    { MF_TYPE_SPDX, "LicenseRef-proprietary" },
    { MF_TYPE_SPDX, "DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2" },
    { MF_TYPE_SPDX, "((((((((((((((((((((((((((((((((MIT))))))))))))))))))))))))))))))))" },
    { MF_TYPE_PURL, "pkg:pypi/numpy@2.1.0" },
    { MF_TYPE_PURL, "pkg:npm/%40angular/core@16.0.0" },
    { MF_TYPE_PURL, "pkg:deb/debian/libgomp1@12.2.0-14?arch=amd64&distro=debian-12" },
    { MF_TYPE_PURL, "pkg:huggingface/Qwen/Qwen2.5-7B@a09a3545" },
    { MF_TYPE_PURL, "pkg:github/a/b@1#x/y" },
    { MF_TYPE_PURL, "pkg:unknown-type/Name_x@V" },
    { MF_TYPE_PURL, "pkg:pypi/torch@2.4.0%2Bcu124" },
    { MF_TYPE_DIGEST, "sha256:" HEX64 },
    { MF_TYPE_DIGEST, "sha512:" HEX64 HEX64 },
    { MF_TYPE_TIMESTAMP, "1970-01-01T00:00:00Z" },
    { MF_TYPE_TIMESTAMP, "2024-02-29T23:59:59Z" },
    { MF_TYPE_TIMESTAMP, "9999-12-31T23:59:59Z" },
    { MF_TYPE_TIMESTAMP, "2000-02-29T12:00:00Z" },
    { MF_TYPE_DURATION, "0s" },
    { MF_TYPE_DURATION, "1d2h3m4s5ms" },
    { MF_TYPE_DURATION, "90s" },
    { MF_TYPE_DURATION, "36525d" },
    { MF_TYPE_DURATION, "1m1ms" },
    { MF_TYPE_QUANTITY, "0" },
    { MF_TYPE_QUANTITY, "500m" },
    { MF_TYPE_QUANTITY, "1.50Gi" },
    { MF_TYPE_QUANTITY, "0.000000001Pi" },
    { MF_TYPE_QUANTITY, "9223372036854775807" },
    { MF_TYPE_PORTION, "0" },
    { MF_TYPE_PORTION, "25%" },
    { MF_TYPE_PORTION, "999999999" },
    { MF_TYPE_EXPRESSION, "!(p99 < 2.0)" },
    { MF_TYPE_INT, "-42" },
    { MF_TYPE_INT, "0" },
    { MF_TYPE_NUMBER, "-1.5e-3" },
    { MF_TYPE_NUMBER, "1" },
    { MF_TYPE_BOOL, "true" },
    { MF_TYPE_BOOL, "false" },
    { MF_TYPE_ENUM, "linux" },
    { MF_TYPE_REF, "gate" },
    { MF_TYPE_SCALAR, "32768" },
};

/* With what the advice must hold; NULL where none is promised. */
static const struct {
    enum mf_type type;
    const char *text;
    const char *advice;
} bad[] = {
    { MF_TYPE_STRING, "", "leave the field out" },
    { MF_TYPE_STRING, "a\nb", "single line" },
    { MF_TYPE_STRING, "a\tb", "single line" },
    { MF_TYPE_STRING, "\x1b[31m", "U+001B" },
    { MF_TYPE_STRING, "\x7f", "U+007F" },
    { MF_TYPE_STRING, "\xc2\x85", "U+0085" },
    { MF_TYPE_STRING, "a\xe2\x80\xa8", "U+2028" },
    { MF_TYPE_STRING, "\xef\xbb\xbfx", "U+FEFF" },
    { MF_TYPE_STRING, "\xe2\x80\xaexe", "U+202E" },
    { MF_TYPE_STRING, "\xef\xb7\x90", "U+FDD0" },
    { MF_TYPE_STRING, "\xf4\x8f\xbf\xbf", "U+10FFFF" },
    { MF_TYPE_STRING, "a\x80", "UTF-8" },
    { MF_TYPE_TEXT, "", "leave the field out" },
    { MF_TYPE_TEXT, "a\rb", "U+000D" },
    { MF_TYPE_TEXT, "\xd8\x9c", "U+061C" },
    { MF_TYPE_TEXT, "\xe2\x81\xa9", "U+2069" },
    { MF_TYPE_TEXT, "\x0c", NULL },
    { MF_TYPE_NAME, "", NULL },
    { MF_TYPE_NAME, "Qwen", "lower case" },
    { MF_TYPE_NAME, "-a", NULL },
    { MF_TYPE_NAME, "a.", NULL },
    { MF_TYPE_NAME, "a b", NULL },
    { MF_TYPE_NAME, "a/b", NULL },
    { MF_TYPE_NAME, "#1", NULL },
    { MF_TYPE_NAME, "\xc3\xa4", NULL },
    { MF_TYPE_NAME, A50 A50 "01234567890123456789012345678", "too long" },
    { MF_TYPE_IDENTIFIER, "", NULL },
    { MF_TYPE_IDENTIFIER, "_a", NULL },
    { MF_TYPE_IDENTIFIER, "1a", NULL },
    { MF_TYPE_IDENTIFIER, "aB", NULL },
    { MF_TYPE_IDENTIFIER, "a-b", "'_'" },
    { MF_TYPE_IDENTIFIER, "in", "reserved" },
    { MF_TYPE_IDENTIFIER, "while", "reserved" },
    { MF_TYPE_IDENTIFIER, "namespace", "reserved" },
    { MF_TYPE_IDENTIFIER, A50 "0123456789abcd", NULL },
    { MF_TYPE_VARIABLE, "", NULL },
    { MF_TYPE_VARIABLE, "1A", NULL },
    { MF_TYPE_VARIABLE, "A-B", NULL },
    { MF_TYPE_VARIABLE, "A=B", NULL },
    { MF_TYPE_VARIABLE, "A B", NULL },
    { MF_TYPE_VARIABLE, A50 A50 A50 A50 A50 "123456", NULL },
    { MF_TYPE_LABEL, "", NULL },
    { MF_TYPE_LABEL, "/a", NULL },
    { MF_TYPE_LABEL, "a/", NULL },
    { MF_TYPE_LABEL, "a/b/c", NULL },
    { MF_TYPE_LABEL, "Example.com/a", NULL },
    { MF_TYPE_LABEL, "a..b/c", NULL },
    { MF_TYPE_LABEL, "-a/b", NULL },
    { MF_TYPE_LABEL, "a-", NULL },
    { MF_TYPE_LABEL, A50 "01234567890123", NULL },
    { MF_TYPE_PATH, "", NULL },
    { MF_TYPE_PATH, "/etc/passwd", "relative" },
    { MF_TYPE_PATH, "..", "'..'" },
    { MF_TYPE_PATH, "a/../b", "'..'" },
    { MF_TYPE_PATH, "./a", "'.'" },
    { MF_TYPE_PATH, "a//b", "empty" },
    { MF_TYPE_PATH, "a/", "empty" },
    { MF_TYPE_PATH, "a\\b", "'/'" },
    { MF_TYPE_PATH, "a\nb", NULL },
    { MF_TYPE_REPOSITORY, "", NULL },
    { MF_TYPE_REPOSITORY, "python", "host" },
    { MF_TYPE_REPOSITORY, "library/python", "host" },
    { MF_TYPE_REPOSITORY, "docker.io", "host" },
    { MF_TYPE_REPOSITORY, "docker.io/", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/x:3.12", "tag" },
    { MF_TYPE_REPOSITORY, "docker.io/x@sha256:" HEX64, "digest" },
    { MF_TYPE_REPOSITORY, "https://docker.io/x", "scheme" },
    { MF_TYPE_REPOSITORY, "docker.io/X", "lower case" },
    { MF_TYPE_REPOSITORY, "Docker.io/x", "lower case" },
    { MF_TYPE_REPOSITORY, "docker.io//x", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/x/", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/x___y", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/x..y", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/-x", NULL },
    { MF_TYPE_REPOSITORY, "docker.io/x-", NULL },
    { MF_TYPE_REPOSITORY, "host:0/x", NULL },
    { MF_TYPE_REPOSITORY, "host:65536/x", NULL },
    { MF_TYPE_REPOSITORY, "-a.io/x", NULL },
    { MF_TYPE_REPOSITORY, ":5000/x", NULL },
    { MF_TYPE_REPOSITORY, "a..io/x", NULL },
    { MF_TYPE_COMMIT, "", NULL },
    { MF_TYPE_COMMIT, "main", NULL },
    { MF_TYPE_COMMIT, "0123abc", "full id" },
    { MF_TYPE_COMMIT, "0123456789ABCDEF0123456789abcdef01234567", NULL },
    { MF_TYPE_COMMIT, HEX40 "0", NULL },
    { MF_TYPE_COMMIT, HEX64 "0", NULL },
    { MF_TYPE_SEMVER, "", NULL },
    { MF_TYPE_SEMVER, "1", "all three" },
    { MF_TYPE_SEMVER, "1.2", "all three" },
    { MF_TYPE_SEMVER, "v1.2.3", "'v'" },
    { MF_TYPE_SEMVER, "1.2.3.4", NULL },
    { MF_TYPE_SEMVER, "01.2.3", NULL },
    { MF_TYPE_SEMVER, "1.2.3-", NULL },
    { MF_TYPE_SEMVER, "1.2.3-01", NULL },
    { MF_TYPE_SEMVER, "1.2.3-a..b", NULL },
    { MF_TYPE_SEMVER, "1.2.3+", NULL },
    { MF_TYPE_SEMVER, "1.2.3+a+b", NULL },
    { MF_TYPE_SEMVER, "1.2.3-\xc3\xa4", NULL },
    { MF_TYPE_SEMVER, "1.2.x", NULL },
    { MF_TYPE_SEMVER, " 1.2.3", NULL },
    { MF_TYPE_RANGE, "", NULL },
    { MF_TYPE_RANGE, "3.10", "begin each" },
    { MF_TYPE_RANGE, ">= 3.10", "spaces" },
    { MF_TYPE_RANGE, ">=3.10,", NULL },
    { MF_TYPE_RANGE, ",>=3.10", NULL },
    { MF_TYPE_RANGE, ">=", NULL },
    { MF_TYPE_RANGE, ">=3.*", "numbers" },
    { MF_TYPE_RANGE, "~=3.1", NULL },
    { MF_TYPE_RANGE, "^1.2", NULL },
    { MF_TYPE_RANGE, ">=3..1", NULL },
    { MF_TYPE_RANGE, ">=1.2.3.4.5.6.7.8.9", NULL },
    { MF_TYPE_RANGE, ">=80GB", "numbers" },
    { MF_TYPE_RANGE, ">=Gi", NULL },
    { MF_TYPE_RANGE, ">=080Gi", NULL },
    { MF_TYPE_RANGE, ">=8.0.0Gi", NULL },
    { MF_TYPE_URI, "", NULL },
    { MF_TYPE_URI, "example.com", "scheme" },
    { MF_TYPE_URI, "/a/b", "scheme" },
    { MF_TYPE_URI, "//example.com/x", "scheme" },
    { MF_TYPE_URI, "1http://x", "scheme" },
    { MF_TYPE_URI, "https:", NULL },
    { MF_TYPE_URI, "https://a b", "%20" },
    { MF_TYPE_URI, "https://\xc3\xa4.example", "%C3" },
    { MF_TYPE_URI, "https://a/%", "%25" },
    { MF_TYPE_URI, "https://a/%zz", "%25" },
    { MF_TYPE_URI, "https://a/%4", "%25" },
    { MF_TYPE_URI, "https://a/<b>", NULL },
    { MF_TYPE_URI, "https://a/\"b\"", NULL },
    { MF_TYPE_URI, "https://a/b\\c", NULL },
    { MF_TYPE_URI, "https://a:65536/", NULL },
    { MF_TYPE_URI, "https://a:b/", NULL },
    { MF_TYPE_URI, "https://a@b@c/", NULL },
    { MF_TYPE_URI, "https://[::1/", NULL },
    { MF_TYPE_URI, "https://[::1]x/", NULL },
    { MF_TYPE_URI, "https://[1::2::3]/", NULL },
    { MF_TYPE_URI, "https://[:1:2:3:4:5:6:7]/", NULL },
    { MF_TYPE_URI, "https://[1:2:3:4:5:6:7:8:9]/", NULL },
    { MF_TYPE_URI, "https://[::1:2:3:4:5:6:7:8]/", NULL },
    { MF_TYPE_URI, "https://[1.2.3.4::]/", NULL },
    { MF_TYPE_URI, "https://[::1.2.3.256]/", NULL },
    { MF_TYPE_URI, "https://[::12345]/", NULL },
    { MF_TYPE_URI, "https://[fe80::1%25eth0]/", NULL },
    { MF_TYPE_URI, "https://[v.x]/", NULL },
    { MF_TYPE_URI, "https://a/[b]", NULL },
    { MF_TYPE_URI, "https://a/b#c#d", NULL },
    { MF_TYPE_URI, "https://a/\x01", NULL },
    { MF_TYPE_URI, "https://a/b`c", NULL },
    { MF_TYPE_SPDX, "", NULL },
    { MF_TYPE_SPDX, "MIT or Apache-2.0", "capitals" },
    { MF_TYPE_SPDX, "MIT  AND X", NULL },
    { MF_TYPE_SPDX, "MIT AND", NULL },
    { MF_TYPE_SPDX, "AND MIT", NULL },
    { MF_TYPE_SPDX, "(MIT", NULL },
    { MF_TYPE_SPDX, "MIT)", NULL },
    { MF_TYPE_SPDX, "( MIT )", NULL },
    { MF_TYPE_SPDX, "()", NULL },
    { MF_TYPE_SPDX, "MIT X", "LicenseRef" },
    { MF_TYPE_SPDX, "(MIT) WITH x", NULL },
    { MF_TYPE_SPDX, "MIT WITH x WITH y", NULL },
    { MF_TYPE_SPDX, "MIT WITH", NULL },
    { MF_TYPE_SPDX, "MIT++", NULL },
    { MF_TYPE_SPDX, "LicenseRef-", NULL },
    { MF_TYPE_SPDX, "LicenseRef-a+", NULL },
    { MF_TYPE_SPDX, "DocumentRef-a:MIT", NULL },
    { MF_TYPE_SPDX, "DocumentRef-a", NULL },
    { MF_TYPE_SPDX, "MIT/Apache", NULL },
    { MF_TYPE_SPDX, " MIT", NULL },
    { MF_TYPE_SPDX, "MIT ", NULL },
    { MF_TYPE_SPDX, "+", NULL },
    { MF_TYPE_SPDX, "(((((((((((((((((((((((((((((((((MIT)))))))))))))))))))))))))))))))))", NULL },
    { MF_TYPE_PURL, "", "pkg:" },
    { MF_TYPE_PURL, "pypi/numpy@1", "pkg:" },
    { MF_TYPE_PURL, "pkg:", "TYPE" },
    { MF_TYPE_PURL, "pkg:pypi", "TYPE" },
    { MF_TYPE_PURL, "pkg:pypi/", NULL },
    { MF_TYPE_PURL, "pkg:pypi/numpy", "exact version" },
    { MF_TYPE_PURL, "pkg:pypi/numpy@", "exact version" },
    { MF_TYPE_PURL, "pkg:pypi/@1", "name is missing" },
    { MF_TYPE_PURL, "PKG:pypi/numpy@1", "write pkg:pypi/numpy@1" },
    { MF_TYPE_PURL, "pkg:PyPI/NumPy@1", "write pkg:pypi/numpy@1" },
    { MF_TYPE_PURL, "pkg:pypi/scikit_learn@1", "write pkg:pypi/scikit-learn@1" },
    { MF_TYPE_PURL, "pkg:pypi/torch@2.4.0+cu124", "write pkg:pypi/torch@2.4.0%2Bcu124" },
    { MF_TYPE_PURL, "pkg:pypi/torch@2.4.0%2bcu124", "write pkg:pypi/torch@2.4.0%2Bcu124" },
    { MF_TYPE_PURL, "pkg:pypi/a/numpy@1", "no namespace" },
    { MF_TYPE_PURL, "pkg:npm/@angular/core@16.0.0", "write pkg:npm/%40angular/core@16.0.0" },
    { MF_TYPE_PURL, "pkg:npm/core@1%2E0", "write pkg:npm/core@1.0" },
    { MF_TYPE_PURL, "pkg:huggingface/Qwen/Qwen2.5-7B@A09A", "write pkg:huggingface/Qwen/Qwen2.5-7B@a09a" },
    { MF_TYPE_PURL, "pkg:maven/io@1", "need a namespace" },
    { MF_TYPE_PURL, "pkg:deb/debian/x@1?distro=d&arch=a", "write pkg:deb/debian/x@1?arch=a&distro=d" },
    { MF_TYPE_PURL, "pkg:deb/debian/x@1?arch=", "write pkg:deb/debian/x@1" },
    { MF_TYPE_PURL, "pkg:deb/debian/x@1?arch", "key=value" },
    { MF_TYPE_PURL, "pkg:deb/debian/x@1?arch=a&Arch=b", "repeated" },
    { MF_TYPE_PURL, "pkg:deb/debian/x@1?1a=b", "key=value" },
    { MF_TYPE_PURL, "pkg:github/a/b@1#/x//y/", "write pkg:github/a/b@1#x/y" },
    { MF_TYPE_PURL, "pkg:github/a/b@1#", "write pkg:github/a/b@1" },
    { MF_TYPE_PURL, "pkg:github/a/b@1#a/../b", "write pkg:github/a/b@1#a/b" },
    { MF_TYPE_PURL, "pkg:github/a/b@1#%2E%2e/b", "'..'" },
    { MF_TYPE_PURL, "pkg:github/../b@1", "'..'" },
    { MF_TYPE_PURL, "pkg:github//a//b@1", "write pkg:github/a/b@1" },
    { MF_TYPE_PURL, "pkg:github/a%2Fb/c@1", "'/'" },
    { MF_TYPE_PURL, "pkg:npm/a%zz@1", "%25" },
    { MF_TYPE_PURL, "pkg:npm/a%00@1", "control" },
    { MF_TYPE_PURL, "pkg:npm/a%ff@1", "UTF-8" },
    { MF_TYPE_PURL, "pkg:npm/\xc3\xa4@1", "write pkg:npm/%C3%A4@1" },
    { MF_TYPE_PURL, "pkg:3d/x@1", "TYPE" },
    { MF_TYPE_PURL, "pkg://npm/x@1", "write pkg:npm/x@1" },
    { MF_TYPE_DIGEST, "", NULL },
    { MF_TYPE_DIGEST, HEX64, "sha256: in front" },
    { MF_TYPE_DIGEST, "sha256:", "64" },
    { MF_TYPE_DIGEST, "sha256:" HEX64 "0", "64" },
    { MF_TYPE_DIGEST, "sha256:" HEX40, "64" },
    { MF_TYPE_DIGEST, "sha512:" HEX64, "128" },
    { MF_TYPE_DIGEST, "sha1:" HEX40, "only sha256" },
    { MF_TYPE_DIGEST, "SHA256:" HEX64, "only sha256" },
    { MF_TYPE_DIGEST, "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "0 to 9" },
    { MF_TYPE_DIGEST, "sha256:../../etc/passwd", NULL },
    { MF_TYPE_TIMESTAMP, "", NULL },
    { MF_TYPE_TIMESTAMP, "2026-01-31", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-01-31T09:30:00", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-01-31 09:30:00Z", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-01-31t09:30:00z", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-01-31T09:30:00.5Z", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-01-31T09:30:00+01:00", "UTC" },
    { MF_TYPE_TIMESTAMP, "2026-02-29T00:00:00Z", "no such time" },
    { MF_TYPE_TIMESTAMP, "2100-02-29T00:00:00Z", "no such time" },
    { MF_TYPE_TIMESTAMP, "2026-04-31T00:00:00Z", "no such time" },
    { MF_TYPE_TIMESTAMP, "2026-00-01T00:00:00Z", NULL },
    { MF_TYPE_TIMESTAMP, "2026-13-01T00:00:00Z", NULL },
    { MF_TYPE_TIMESTAMP, "2026-01-00T00:00:00Z", NULL },
    { MF_TYPE_TIMESTAMP, "2026-01-31T24:00:00Z", NULL },
    { MF_TYPE_TIMESTAMP, "2026-01-31T23:60:00Z", NULL },
    { MF_TYPE_TIMESTAMP, "2016-12-31T23:59:60Z", NULL },
    { MF_TYPE_TIMESTAMP, "1969-12-31T23:59:59Z", NULL },
    { MF_TYPE_TIMESTAMP, "10000-01-01T00:00:00Z", NULL },
    { MF_TYPE_DURATION, "", NULL },
    { MF_TYPE_DURATION, "0", "0s" },
    { MF_TYPE_DURATION, "0m", "0s" },
    { MF_TYPE_DURATION, "1h0m", NULL },
    { MF_TYPE_DURATION, "90", "unit" },
    { MF_TYPE_DURATION, "1h30", "unit" },
    { MF_TYPE_DURATION, "30m1h", "order" },
    { MF_TYPE_DURATION, "1h1h", "order" },
    { MF_TYPE_DURATION, "1ms1s", NULL },
    { MF_TYPE_DURATION, "1.5h", NULL },
    { MF_TYPE_DURATION, "-1s", NULL },
    { MF_TYPE_DURATION, "+1s", NULL },
    { MF_TYPE_DURATION, "01s", NULL },
    { MF_TYPE_DURATION, "1 h", NULL },
    { MF_TYPE_DURATION, "1w", NULL },
    { MF_TYPE_DURATION, "1y", NULL },
    { MF_TYPE_DURATION, "h", NULL },
    { MF_TYPE_DURATION, "36525d1ms", "100 years" },
    { MF_TYPE_DURATION, "99999999999999999999s", NULL },
    { MF_TYPE_DURATION, "1H", NULL },
    { MF_TYPE_QUANTITY, "", NULL },
    { MF_TYPE_QUANTITY, "1GB", "10^9" },
    { MF_TYPE_QUANTITY, "1KB", "1024" },
    { MF_TYPE_QUANTITY, "64g", "10^9" },
    { MF_TYPE_QUANTITY, "1K", "1024" },
    { MF_TYPE_QUANTITY, "8 Gi", "space" },
    { MF_TYPE_QUANTITY, "-1", NULL },
    { MF_TYPE_QUANTITY, "+1", NULL },
    { MF_TYPE_QUANTITY, "01", NULL },
    { MF_TYPE_QUANTITY, ".5", NULL },
    { MF_TYPE_QUANTITY, "1.", NULL },
    { MF_TYPE_QUANTITY, "1.Gi", NULL },
    { MF_TYPE_QUANTITY, "1.0000000000", NULL },
    { MF_TYPE_QUANTITY, "1e3", NULL },
    { MF_TYPE_QUANTITY, "1,5", NULL },
    { MF_TYPE_QUANTITY, "Gi", NULL },
    { MF_TYPE_QUANTITY, "9223372036854775808", NULL },
    { MF_TYPE_QUANTITY, "8192Pi", NULL },
    { MF_TYPE_QUANTITY, "9223.372036855P", NULL },
    { MF_TYPE_PORTION, "", NULL },
    { MF_TYPE_PORTION, "0%", "write 0" },
    { MF_TYPE_PORTION, "%", NULL },
    { MF_TYPE_PORTION, "01", NULL },
    { MF_TYPE_PORTION, "-1", NULL },
    { MF_TYPE_PORTION, "1.5", NULL },
    { MF_TYPE_PORTION, "5%%", NULL },
    { MF_TYPE_PORTION, "5 %", NULL },
    { MF_TYPE_PORTION, "1000000000", NULL },
    { MF_TYPE_EXPRESSION, "", NULL },
    { MF_TYPE_EXPRESSION, "a\nb", NULL },
    { MF_TYPE_INT, "", NULL },
    { MF_TYPE_INT, "1.0", "digits" },
    { MF_TYPE_INT, "1e3", "digits" },
    { MF_TYPE_INT, "9007199254740992", "2^53" },
    { MF_TYPE_INT, "0x1", NULL },
    { MF_TYPE_NUMBER, "", NULL },
    { MF_TYPE_NUMBER, "1e999", "too great" },
    { MF_TYPE_NUMBER, ".inf", NULL },
    { MF_TYPE_NUMBER, "1,5", NULL },
    { MF_TYPE_BOOL, "", NULL },
    { MF_TYPE_BOOL, "True", NULL },
    { MF_TYPE_BOOL, "yes", NULL },
    { MF_TYPE_BOOL, "1", NULL },
    { MF_TYPE_ENUM, "", NULL },
    { MF_TYPE_ENUM, "\x01", NULL },
    { MF_TYPE_REF, "", NULL },
    { MF_TYPE_REF, "a\n", NULL },
    { MF_TYPE_SCALAR, "", NULL },
    { MF_TYPE_SCALAR, "\xe2\x80\x8f", NULL },
};

/* A copy in memory of exactly its size, so that a sanitizer sees every byte read too many. */
static bool check(enum mf_type type, struct mf_view text, struct mf_buffer *advice)
{
    char *copy = text.size == 0 ? NULL : malloc(text.size);
    bool result;

    if (text.size > 0) {
        memcpy(copy, text.data, text.size);
    }
    result = mf_type_check(type, mf_view_make(copy, text.size), advice);
    free(copy);
    return result;
}

START_TEST(good_values_pass)
{
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct mf_buffer advice = MF_BUFFER_EMPTY;
        const struct mf_type_info *info = mf_type_info(good[i].type);

        ck_assert_msg(check(good[i].type, mf_view_of(good[i].text), &advice), "%s: %s: %.*s", info->name,
                      good[i].text, (int)advice.size, advice.data);
        ck_assert_uint_eq(advice.size, 0);
        ck_assert(info->maximum == 0 || strlen(good[i].text) <= info->maximum);
        mf_buffer_release(&advice);
    }
}
END_TEST

START_TEST(bad_values_fail_with_advice)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mf_buffer advice = MF_BUFFER_EMPTY;
        const char *name = mf_type_info(bad[i].type)->name;

        ck_assert_msg(!check(bad[i].type, mf_view_of(bad[i].text), NULL), "%s: %s passes", name, bad[i].text);
        ck_assert_msg(!check(bad[i].type, mf_view_of(bad[i].text), &advice), "%s: %s passes", name,
                      bad[i].text);
        mf_buffer_append_byte(&advice, '\0');
        ck_assert_msg(bad[i].advice == NULL || strstr(advice.data, bad[i].advice) != NULL,
                      "%s: %s: \"%s\" lacks \"%s\"", name, bad[i].text, advice.data, bad[i].advice);
        mf_buffer_release(&advice);
    }
}
END_TEST

START_TEST(every_type_has_twice_as_many_bad_values)
{
    for (int type = 0; type < MF_TYPE_COUNT; type++) {
        size_t passes = 0;
        size_t failures = 0;

        for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
            passes += (int)good[i].type == type;
        }
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            failures += (int)bad[i].type == type;
        }
        ck_assert_msg(passes > 0 && failures >= 2 * passes, "%s: %zu and %zu",
                      mf_type_info((enum mf_type)type)->name, passes, failures);
    }
}
END_TEST

/* Whatever stands behind or in a good value, a zero byte or a line break makes it bad. */
START_TEST(no_type_takes_junk_behind_a_value)
{
    static const char junk[] = { '\0', '\n', '\x01', '\x7f', '\r' };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t size = strlen(good[i].text);
        char text[300];

        ck_assert_uint_lt(size + 1, sizeof text);
        for (size_t j = 0; j < sizeof junk; j++) {
            memcpy(text, good[i].text, size);
            text[size] = junk[j];
            ck_assert_msg(check(good[i].type, mf_view_make(text, size + 1), NULL) ==
                              (good[i].type == MF_TYPE_TEXT && junk[j] == '\n'),
                          "%s: %s and 0x%02x", mf_type_info(good[i].type)->name, good[i].text,
                          (unsigned)junk[j]);
        }
    }
}
END_TEST

/* Every byte at every place of every good value, and every value cut off: nothing but an answer may come of it. */
START_TEST(no_change_of_a_byte_does_harm)
{
    size_t passes = 0;
    size_t failures = 0;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        size_t size = strlen(good[i].text);
        char text[300];

        for (size_t at = 0; at < size; at++) {
            struct mf_buffer advice = MF_BUFFER_EMPTY;

            memcpy(text, good[i].text, size);
            (void)check(good[i].type, mf_view_make(text, at), &advice);
            for (int byte = 0; byte < 256; byte += at < 24 ? 1 : 7) {
                text[at] = (char)byte;
                advice.size = 0;
                if (check(good[i].type, mf_view_make(text, size), &advice)) {
                    passes++;
                    ck_assert_uint_eq(advice.size, 0);
                } else {
                    failures++;
                }
            }
            mf_buffer_release(&advice);
        }
    }
    ck_assert_uint_gt(passes, 1000);
    ck_assert_uint_gt(failures, 10 * 1000);
}
END_TEST

static bool check_repeated(enum mf_type type, const char *before, const char *middle, size_t count,
                           const char *after)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    bool result;

    mf_buffer_append_text(&text, before);
    for (size_t i = 0; i < count; i++) {
        mf_buffer_append_text(&text, middle);
    }
    mf_buffer_append_text(&text, after);
    result = check(type, mf_buffer_view(&text), NULL);
    mf_buffer_release(&text);
    return result;
}

START_TEST(lengths)
{
    ck_assert(check_repeated(MF_TYPE_PATH, "", "a", 1024, ""));
    ck_assert(!check_repeated(MF_TYPE_PATH, "", "a", 1025, ""));
    ck_assert(check_repeated(MF_TYPE_PATH, "", "a/", 511, "b"));
    ck_assert(check_repeated(MF_TYPE_URI, "x:", "a", 4094, ""));
    ck_assert(!check_repeated(MF_TYPE_URI, "x:", "a", 4095, ""));
    ck_assert(check_repeated(MF_TYPE_VARIABLE, "", "A", 255, ""));
    ck_assert(check_repeated(MF_TYPE_LABEL, "a.", "a", 63, "/b"));
    ck_assert(!check_repeated(MF_TYPE_LABEL, "a.", "a", 64, "/b"));
    ck_assert(!check_repeated(MF_TYPE_LABEL, "", "a.", 127, "a/b"));
    ck_assert(check_repeated(MF_TYPE_LABEL, "", "a.", 126, "a/b"));
    ck_assert(check_repeated(MF_TYPE_REPOSITORY, "a.io/", "a", 250, ""));
    ck_assert(!check_repeated(MF_TYPE_REPOSITORY, "a.io/", "a", 251, ""));
    ck_assert(check_repeated(MF_TYPE_SEMVER, "1.2.3-", "a", 249, ""));
    ck_assert(!check_repeated(MF_TYPE_SEMVER, "1.2.3-", "a", 250, ""));
    ck_assert(check_repeated(MF_TYPE_RANGE, "", ">1,", 84, ">1"));
    ck_assert(!check_repeated(MF_TYPE_RANGE, "", ">1,", 85, ">1"));
    ck_assert(check_repeated(MF_TYPE_SPDX, "", "A OR ", 800, "B"));
    ck_assert(!check_repeated(MF_TYPE_SPDX, "", "A OR ", 900, "B"));
    ck_assert(check_repeated(MF_TYPE_PURL, "pkg:npm/", "a", 2038, "@1"));
    ck_assert(!check_repeated(MF_TYPE_PURL, "pkg:npm/", "a", 2039, "@1"));
    ck_assert(!check_repeated(MF_TYPE_PURL, "pkg:npm/", "\xc3\xa4", 1019, "@1"));
    ck_assert(!check_repeated(MF_TYPE_PURL, "pkg:npm/a@1?", "a=b&", 500, "c=d"));
    ck_assert(check_repeated(MF_TYPE_STRING, "", "a", 1000000, ""));
    ck_assert(check_repeated(MF_TYPE_TEXT, "", "\xf0\x9f\x98\x80", 250000, ""));
    ck_assert(!check_repeated(MF_TYPE_NAME, "", "a", 1000000, ""));
    ck_assert(!check_repeated(MF_TYPE_SPDX, "", "(", 1000000, ""));
    ck_assert(!check_repeated(MF_TYPE_DURATION, "", "1", 1000000, "s"));
    ck_assert(!check_repeated(MF_TYPE_QUANTITY, "0.", "1", 1000000, ""));
    ck_assert(!check_repeated(MF_TYPE_REPOSITORY, "a.io/", "-", 1000000, "a"));
}
END_TEST

START_TEST(types_are_described)
{
    for (int type = 0; type < MF_TYPE_COUNT; type++) {
        const struct mf_type_info *info = mf_type_info((enum mf_type)type);

        ck_assert_msg(info->name != NULL && info->expected != NULL && info->grammar != NULL, "type %d", type);
        ck_assert_uint_gt(strlen(info->expected), 3);
        ck_assert_uint_gt(strlen(info->grammar), 3);
        if (info->pattern != NULL) {
            ck_assert_int_eq(info->pattern[0], '^');
            ck_assert_int_eq(info->pattern[strlen(info->pattern) - 1], '$');
        }
        ck_assert((info->kind == MF_JSON_KIND_NUMBER) == (type == MF_TYPE_INT || type == MF_TYPE_NUMBER));
    }
    ck_assert(mf_type_info(MF_TYPE_TIMESTAMP)->plain);
    ck_assert(mf_type_info(MF_TYPE_QUANTITY)->plain);
    ck_assert(!mf_type_info(MF_TYPE_STRING)->plain);
    ck_assert(!mf_type_info(MF_TYPE_PORTION)->plain);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value");
    TCase *tcase = tcase_create("value");

    tcase_add_test(tcase, good_values_pass);
    tcase_add_test(tcase, bad_values_fail_with_advice);
    tcase_add_test(tcase, every_type_has_twice_as_many_bad_values);
    tcase_add_test(tcase, no_type_takes_junk_behind_a_value);
    tcase_add_test(tcase, no_change_of_a_byte_does_harm);
    tcase_add_test(tcase, lengths);
    tcase_add_test(tcase, types_are_described);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
