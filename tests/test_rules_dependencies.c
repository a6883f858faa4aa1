/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about packages and licences, at their edges, and over graphs that were made to hurt. */
#include "documents.h"

#include <stdio.h>

#define DIGEST  "sha256:4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"
#define P(purl) "/dependencies/packages/pkg:" purl

/* One runtime package with more fields. */
#define PACKAGE(purl, more) "dependencies: {packages: [{purl: 'pkg:" purl "', scope: runtime" more "}]}\n"

START_TEST(versions_are_exact)
{
    static const struct rule_case cases[] = {
        { PACKAGE("pypi/a@2.1.0%2Bcu121", ""), "" },
        { PACKAGE("pypi/a@1%212.0rc1.post1", ""), "" },
        { PACKAGE("pypi/a@2.1.0-ubuntu", ""), "MF2201 " P("pypi~1a@2.1.0-ubuntu") "/purl" },
        { PACKAGE("pypi/a@%3E%3D2.1", ""), "MF2201 " P("pypi~1a@%3E%3D2.1") "/purl" },
        { PACKAGE("pypi/a@2.%2A", ""), "MF2201 " P("pypi~1a@2.%2A") "/purl" },
        { PACKAGE("npm/a@1.2.3%2Bb", ""), "" },
        { PACKAGE("npm/a@1.2", ""), "MF2201 " P("npm~1a@1.2") "/purl" },
        { PACKAGE("npm/a@latest", ""), "MF2201 " P("npm~1a@latest") "/purl" },
        { PACKAGE("cargo/a@%5E1.2.3", ""), "MF2201 " P("cargo~1a@%5E1.2.3") "/purl" },
        { PACKAGE("golang/h.example/a@v1.2.3", ""), "" },
        { PACKAGE("golang/h.example/a@1.2.3", ""), "MF2201 " P("golang~1h.example~1a@1.2.3") "/purl" },
        { PACKAGE("golang/h.example/a@master", ""), "MF2201 " P("golang~1h.example~1a@master") "/purl" },
        { PACKAGE("deb/debian/a@1:2.36-9%2Bdeb12u4?arch=amd64", ""), "" },
        { PACKAGE("deb/debian/a@bookworm1", ""), "MF2201 " P("deb~1debian~1a@bookworm1") "/purl" },
        { PACKAGE("rpm/fedora/a@5.1.8-6.el9?epoch=1", ""), "" },
        { PACKAGE("rpm/fedora/a@5.1.8", ""), "MF2201 " P("rpm~1fedora~1a@5.1.8") "/purl" },
        { PACKAGE("conda/a@2.1.0?build=py39_0", ""), "" },
        { PACKAGE("conda/a@2.1.0%3Dpy39_0", ""), "MF2201 " P("conda~1a@2.1.0%3Dpy39_0") "/purl" },
        { PACKAGE("github/o/r@main", ""), "MF2201 " P("github~1o~1r@main") "/purl" },
        { PACKAGE("github/o/r@v1.2", ""), "" },
        { PACKAGE("maven/g/a@1.0-SNAPSHOT", ""), "MF2201 " P("maven~1g~1a@1.0-SNAPSHOT") "/purl" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2201");
}
END_TEST

#define LOCKED(format, complete, digest, package)                                                            \
    "dependencies: {lockfiles: [{name: l, path: p, format: " format ", complete: " complete digest           \
    "}], packages: [{" package "}]}\n"
#define A_DIGEST ", digest: '" DIGEST "'"

START_TEST(packages_are_covered)
{
    static const struct rule_case cases[] = {
        { PACKAGE("pypi/a@1", ""), "MF2202 " P("pypi~1a@1") },
        { PACKAGE("pypi/a@1", ", in_image: false"), "MF2202 " P("pypi~1a@1") },
        { PACKAGE("pypi/a@1", ", record: '" DIGEST "'"), "MF2202 " P("pypi~1a@1") },
        { PACKAGE("pypi/a@1", ", digests: []"), "MF2202 " P("pypi~1a@1") },
        { PACKAGE("pypi/a@1", ", in_image: true"), "" },
        { PACKAGE("pypi/a@1", ", digests: ['" DIGEST "']"), "" },
        /* The lock file that it names, complete or not, but not one without a digest. */
        { LOCKED("uv", "false", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: build, lockfile: l"), "" },
        { LOCKED("uv", "true", "", "purl: 'pkg:pypi/a@1', scope: runtime, lockfile: l"),
          "MF2202 " P("pypi~1a@1") },
        /* A complete one of its ecosystem, which is so for what runs. */
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: runtime"), "" },
        { LOCKED("conda-lock", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: runtime"), "" },
        { LOCKED("conda-explicit", "true", A_DIGEST, "purl: 'pkg:conda/a@1', scope: runtime"), "" },
        { LOCKED("conda-explicit", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: runtime"),
          "MF2202 " P("pypi~1a@1") },
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: build"), "MF2202 " P("pypi~1a@1") },
        { LOCKED("uv", "false", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: runtime"), "MF2202 " P("pypi~1a@1") },
        { LOCKED("uv", "true", "", "purl: 'pkg:pypi/a@1', scope: runtime"), "MF2202 " P("pypi~1a@1") },
        { LOCKED("npm", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', scope: runtime"), "MF2202 " P("pypi~1a@1") },
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:generic/a@1', scope: runtime"),
          "MF2202 " P("generic~1a@1") },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF2202");
}
END_TEST

START_TEST(lock_files_hold_packages_of_their_own)
{
    static const struct rule_case cases[] = {
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', lockfile: l"), "" },
        { LOCKED("go", "true", A_DIGEST, "purl: 'pkg:golang/h.example/a@v1.0.0', lockfile: l"), "" },
        { LOCKED("cargo", "true", A_DIGEST, "purl: 'pkg:cargo/a@1.0.0', lockfile: l"), "" },
        { LOCKED("npm", "true", A_DIGEST, "purl: 'pkg:npm/a@1.0.0', lockfile: l"), "" },
        /* Repositories and what has no manager of its own may be in many. */
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:github/o/r@v1', lockfile: l"), "" },
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:deb/debian/a@1', lockfile: l"),
          "MF2203 " P("deb~1debian~1a@1") "/lockfile + /dependencies/lockfiles/l/format" },
        { LOCKED("npm", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', lockfile: l"),
          "MF2203 " P("pypi~1a@1") "/lockfile + /dependencies/lockfiles/l/format" },
        { LOCKED("requirements", "true", A_DIGEST, "purl: 'pkg:conda/a@1', lockfile: l"),
          "MF2203 " P("conda~1a@1") "/lockfile + /dependencies/lockfiles/l/format" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2203");
}
END_TEST

#define FROM(uri, kind, more)                                                                                \
    "dependencies: {sources: [{name: s, uri: '" uri "', kind: " kind                                         \
    "}], packages: [{purl: 'pkg:pypi/a@1'" more "}]}\n"
#define S "/dependencies/sources/s"

START_TEST(sources_can_be_trusted)
{
    static const struct rule_case cases[] = {
        { FROM("https://h.example/", "index", ""), "" },
        { FROM("HTTPS://h.example/", "index", ""), "" },
        { FROM("git+https://h.example/r", "vcs", ""), "" },
        { FROM("git+ssh://git@h.example/r", "vcs", ""), "" },
        { FROM("ssh://deploy@h.example/r", "vcs", ""), "" },
        { FROM("https://git@h.example/r", "vcs", ""), "" },
        { FROM("s3://bucket/simple", "mirror", ""), "" },
        { FROM("https://h.example/?page=2&token=", "index", ""), "" },
        { FROM("file:///srv/wheels", "local", ""), "" },
        { FROM("http://h.example/", "index", ""), "MF2212 " S "/uri" },
        { FROM("http://localhost/", "index", ""), "MF2212 " S "/uri" },
        { FROM("ftp://h.example/", "mirror", ""), "MF2212 " S "/uri" },
        { FROM("git://h.example/r", "vcs", ""), "MF2212 " S "/uri" },
        { FROM("git+http://h.example/r", "vcs", ""), "MF2212 " S "/uri" },
        { FROM("httpsx://h.example/r", "index", ""), "MF2212 " S "/uri" },
        { FROM("https+http://h.example/r", "index", ""), "MF2212 " S "/uri" },
        { FROM("https://ci:pw@h.example/", "index", ""), "MF2213 " S "/uri" },
        { FROM("https://ghp0123456789@h.example/", "index", ""), "MF2213 " S "/uri" },
        { FROM("git+ssh://git:pw@h.example/r", "vcs", ""), "MF2213 " S "/uri" },
        { FROM("https://h.example/?a=b&Access_Token=x", "index", ""), "MF2213 " S "/uri" },
        { FROM("https://h.example/?sig=x", "index", ""), "MF2213 " S "/uri" },
        { FROM("https://h.example/", "index", ", origin: 'http://h.example/a.whl'"),
          "MF2212 " P("pypi~1a@1") "/origin" },
        { FROM("https://h.example/", "index", ", origin: 'git+https://x:y@h.example/a'"),
          "MF2213 " P("pypi~1a@1") "/origin" },
        { "dependencies: {packages: [{purl: "
          "'pkg:generic/a@1?download_url=https:%2F%2Fx:y%40h.example%2Fa'}]}\n",
          "MF2213 " P("generic~1a@1?download_url=https:%2F%2Fx:y%40h.example%2Fa") "/purl" },
        { "dependencies: {packages: [{purl: 'pkg:generic/a@1?checksum=sha256:0&download_url=https:%2F%2Fh.example'}]}\n",
          "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF221");
}
END_TEST

/* A password is not repeated in the report. */
START_TEST(credentials_are_not_repeated)
{
    mf_manifest *manifest =
        must_read("schema: manifest/v1\n" FROM("https://ci:hunter2@h.example/", "index", ""));
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);
    mf_report *report = NULL;
    bool seen = false;

    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_ERROR_INVALID);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        const mf_finding *finding = mf_report_finding(report, i);

        seen = seen || strcmp(mf_finding_code(finding), "MF2213") == 0;
        ck_assert_ptr_null(strstr(mf_finding_message(finding), "hunter2"));
        ck_assert_ptr_null(strstr(mf_finding_found(finding), "hunter2"));
    }
    ck_assert(seen);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
}
END_TEST

START_TEST(installs_can_be_repeated)
{
    static const struct rule_case cases[] = {
        { FROM("https://h.example/", "index", ", source: s"), "" },
        { FROM("https://h.example/", "index", ", in_image: true"), "" },
        { FROM("https://h.example/", "index", ", origin: 'https://h.example/a.whl'"), "" },
        { FROM("https://h.example/", "index", ""), "MF2211 " P("pypi~1a@1") "/source" },
        { FROM("file:///srv", "local", ", source: s"), "MF2205 " P("pypi~1a@1") "/source + " S },
        { FROM("file:///srv", "index", ", source: s"), "MF2205 " P("pypi~1a@1") "/source + " S },
        { FROM("https://h.example/", "local", ", source: s"), "MF2205 " P("pypi~1a@1") "/source + " S },
        { FROM("https://h.example/", "index", ", source: s, origin: 'file:///a'"),
          "MF2205 " P("pypi~1a@1") "/origin" },
        { FROM("https://h.example/", "index", ", source: s, origin: 'git+file:///a'"),
          "MF2205 " P("pypi~1a@1") "/origin" },
        { FROM("https://h.example/", "index", ", source: s, editable: true"),
          "MF2204 " P("pypi~1a@1") "/editable" },
        { FROM("https://h.example/", "index", ", source: s, editable: false"), "" },
        { FROM("https://h.example/", "index", ", source: s, scope: test"),
          "MF2214 " P("pypi~1a@1") "/scope" },
        { FROM("https://h.example/", "index", ", source: s, scope: development"),
          "MF2214 " P("pypi~1a@1") "/scope" },
        { FROM("https://h.example/", "index", ", source: s, scope: build"), "" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        static const char *const families[] = { "MF2204", "MF2205", "MF2211", "MF2214" };

        for (size_t j = 0; j < COUNT_OF(families); j++) {
            bool ours = strncmp(cases[i].expected, families[j], 6) == 0;
            struct rule_case one = { cases[i].piece, ours ? cases[i].expected : "" };

            assert_rules_find(&one, 1, MF_PROFILE_RELEASE, families[j]);
            /* A draft may do all of this. */
            one.expected = "";
            assert_rules_find(&one, 1, MF_PROFILE_DRAFT, families[j]);
        }
    }
}
END_TEST

#define GRAPH(packages)   "dependencies: {packages: [" packages "]}\n"
#define NODE(name, needs) "{purl: 'pkg:pypi/" name "@1', scope: runtime, requires: [" needs "]},"
#define N(name)           "'pkg:pypi/" name "@1',"

START_TEST(what_is_required_is_there)
{
    static const struct rule_case cases[] = {
        { GRAPH(NODE("a", N("b")) NODE("b", "")), "" },
        { GRAPH(NODE("a", N("b"))), "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@1" },
        /* Neighbours in the order of names are no versions of one another. */
        { GRAPH(NODE("a", N("b")) NODE("b-c", "") NODE("bb", "")),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@1" },
        { GRAPH(NODE("a", "'pkg:pypi/b@2'") NODE("b", "")),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@2 + " P("pypi~1b@1") "/purl" },
        { GRAPH(NODE("a", "'pkg:pypi/b@0'") NODE("b", "")),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@0 + " P("pypi~1b@1") "/purl" },
        /* In the image with the package that needs it, unless it is listed otherwise. */
        { GRAPH("{purl: 'pkg:pypi/a@1', in_image: true, requires: ['pkg:pypi/b@1']}"), "" },
        { GRAPH("{purl: 'pkg:pypi/a@1', in_image: true, requires: ['pkg:pypi/b@2']}," NODE("b", "")),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@2 + " P("pypi~1b@1") "/purl" },
        /* In a complete lock file of its ecosystem. */
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', requires: ['pkg:pypi/b@1']"), "" },
        { LOCKED("uv", "false", A_DIGEST, "purl: 'pkg:pypi/a@1', requires: ['pkg:pypi/b@1']"),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:pypi~1b@1" },
        { LOCKED("uv", "true", A_DIGEST, "purl: 'pkg:pypi/a@1', requires: ['pkg:deb/debian/b@1']"),
          "MF2206 " P("pypi~1a@1") "/requires/pkg:deb~1debian~1b@1" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2206");
}
END_TEST

START_TEST(circles_are_found)
{
    static const struct rule_case cases[] = {
        { GRAPH(NODE("a", N("b") N("c")) NODE("b", N("d")) NODE("c", N("d")) NODE("d", "")), "" },
        { GRAPH(NODE("a", N("a"))), "MF2207 " P("pypi~1a@1") "/requires" },
        { GRAPH(NODE("r", N("a")) NODE("a", N("b")) NODE("b", N("a"))),
          "MF2207 " P("pypi~1a@1") "/requires + " P("pypi~1b@1") "/requires" },
        /* Two circles that share a package are one; two that an arrow joins are two. */
        { GRAPH(NODE("a", N("b")) NODE("b", N("a") N("c")) NODE("c", N("b"))),
          "MF2207 " P("pypi~1a@1") "/requires + " P("pypi~1b@1") "/requires + " P("pypi~1c@1") "/requires" },
        { GRAPH(NODE("a", N("b")) NODE("b", N("a") N("c")) NODE("c", N("d")) NODE("d", N("c"))),
          "MF2207 " P("pypi~1a@1") "/requires + " P("pypi~1b@1") "/requires, "
                                                                 "MF2207 " P("pypi~1c@1") "/requires + " P(
                                                                     "pypi~1d@1") "/requires" },
        { GRAPH(NODE("a", N("b") N("d")) NODE("b", N("c")) NODE("c", N("a")) NODE("d", N("c"))),
          "MF2207 " P("pypi~1a@1") "/requires + " P("pypi~1b@1") "/requires + " P(
              "pypi~1c@1") "/requires + " P("pypi~1d@1") "/requires" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2207");
}
END_TEST

START_TEST(unreachable_packages_are_found)
{
    static const struct rule_case cases[] = {
        /* Everything that nobody requires is a root. */
        { GRAPH(NODE("a", "") NODE("b", "") NODE("c", N("b"))), "" },
        { GRAPH(NODE("r", N("a")) NODE("a", N("b")) NODE("b", N("a"))), "" },
        { GRAPH(NODE("a", N("a"))), "" },
        { GRAPH(NODE("a", N("b")) NODE("b", N("a")) NODE("r", "")),
          "MF2208 " P("pypi~1a@1") "/purl, MF2208 " P("pypi~1b@1") "/purl" },
        { GRAPH(NODE("a", N("b")) NODE("b", N("a") N("c")) NODE("c", "") NODE("d", "")),
          "MF2208 " P("pypi~1a@1") "/purl, MF2208 " P("pypi~1b@1") "/purl, MF2208 " P("pypi~1c@1") "/purl" },
        { GRAPH(NODE("a", N("b")) NODE("b", N("a") N("c")) NODE("c", "") NODE("d", N("c"))),
          "MF2208 " P("pypi~1a@1") "/purl, MF2208 " P("pypi~1b@1") "/purl" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2208");
}
END_TEST

START_TEST(versions_and_scopes_agree)
{
    static const struct rule_case cases[] = {
        { GRAPH("{purl: 'pkg:pypi/a@1'}, {purl: 'pkg:pypi/a-b@2'}, {purl: 'pkg:pypi/ab@3'}"), "" },
        { GRAPH("{purl: 'pkg:deb/debian/a@1?arch=amd64'}, {purl: 'pkg:deb/debian/a@1?arch=i386'}"), "" },
        { GRAPH("{purl: 'pkg:npm/a@1.0.0'}, {purl: 'pkg:npm/%40x/a@2.0.0'}, {purl: 'pkg:pypi/a@3'}"), "" },
        { GRAPH("{purl: 'pkg:pypi/a@1'}, {purl: 'pkg:pypi/a@2'}, {purl: 'pkg:pypi/a@3'}"),
          "MF2209 " P("pypi~1a@2") "/purl + " P("pypi~1a@1") "/purl, MF2209 " P("pypi~1a@3") "/purl + " P(
              "pypi~1a@2") "/purl" },
    };
    static const struct rule_case scopes[] = {
        { GRAPH(NODE("a", N("b")) "{purl: 'pkg:pypi/b@1', scope: build}," NODE("c", N("b"))),
          "MF2210 " P("pypi~1b@1") "/scope + " P("pypi~1a@1") "/scope" },
        { GRAPH(NODE("a", N("b")) "{purl: 'pkg:pypi/b@1', scope: test}"),
          "MF2210 " P("pypi~1b@1") "/scope + " P("pypi~1a@1") "/scope" },
        { GRAPH(NODE("a", N("b")) "{purl: 'pkg:pypi/b@1'}"), "" },
        { GRAPH("{purl: 'pkg:pypi/a@1', scope: build, requires: ['pkg:pypi/b@1']}," NODE("b", "")), "" },
        { GRAPH("{purl: 'pkg:pypi/a@1', scope: build, requires: ['pkg:pypi/b@1']},"
                "{purl: 'pkg:pypi/b@1', scope: test}"),
          "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF2209");
    assert_rules_find(scopes, COUNT_OF(scopes), MF_PROFILE_DRAFT, "MF2210");
}
END_TEST

START_TEST(licences_are_on_the_list)
{
    static const struct rule_case cases[] = {
        { "release: {license: MIT OR Apache-2.0}\n", "" },
        { "release: {license: Apache2}\n", "MF2215 /release/license" },
        { "release: {license: mit}\n", "MF2215 /release/license" },
        { "release: {license: MIT WITH MIT}\n", "MF2215 /release/license" },
        { "release: {license: GPL-2.0+ AND Foo}\n", "MF2215 /release/license, MF2216 /release/license" },
        { "build: {materials: [{name: m, license: AGPL-3.0}]}\n", "MF2216 /build/materials/m/license" },
        { "artifacts: [{name: a, license: llama3}, {name: b, license: LicenseRef-llama3}]\n",
          "MF2215 /artifacts/a/license" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF221");
}
END_TEST

/* Appends to a document of many packages one of them; package i requires those of `needs`. */
static void append_package(struct mf_buffer *text, unsigned i, const unsigned *needs, size_t count)
{
    mf_buffer_format(text, "%s{\"purl\":\"pkg:pypi/p%u@1\",\"scope\":\"runtime\",\"requires\":[",
                     i == 0 ? "" : ",", i);
    for (size_t j = 0; j < count; j++) {
        mf_buffer_format(text, "%s\"pkg:pypi/p%u@1\"", j == 0 ? "" : ",", needs[j]);
    }
    mf_buffer_append_text(text, "]}");
}

/* What a rule says of a document of many packages; the text is released. */
static size_t count_of(struct mf_buffer *packages, const char *code, size_t *ret_notes)
{
    struct mf_buffer text = MF_BUFFER_EMPTY;
    mf_validate_options options = validation_for(MF_PROFILE_DRAFT);
    mf_manifest *manifest;
    mf_report *report = NULL;
    size_t count = 0;

    mf_buffer_append_text(&text, "{\"schema\":\"manifest/v1\",\"dependencies\":{\"packages\":[");
    mf_buffer_append(&text, mf_buffer_view(packages));
    mf_buffer_append_text(&text, "]}}");
    ck_assert_int_eq(text.status, MF_OK);
    manifest = must_read_as(mf_buffer_view(&text), MF_FORMAT_JSON, MF_PROFILE_DRAFT);
    options.maximum_findings = 1000;
    ck_assert_int_eq(mf_manifest_validate(manifest, &options, &report, NULL), MF_OK);
    for (size_t i = 0; i < mf_report_count(report); i++) {
        count += strcmp(mf_finding_code(mf_report_finding(report, i)), code) == 0;
    }
    *ret_notes = mf_report_count_severity(report, MF_SEVERITY_NOTE);
    mf_report_unref(report);
    mf_manifest_unref(manifest);
    mf_buffer_release(&text);
    mf_buffer_release(packages);
    return count;
}

enum { MANY = 50 * 1000 };

/* A chain as long as there are packages, open and closed: whoever recurses on it has no stack left. */
START_TEST(long_chains)
{
    for (unsigned closed = 0; closed < 2; closed++) {
        struct mf_buffer packages = MF_BUFFER_EMPTY;
        size_t notes;

        for (unsigned i = 0; i < MANY; i++) {
            unsigned next = (i + 1) % MANY;

            append_package(&packages, i, &next, i + 1 < MANY || closed == 1 ? 1 : 0);
        }
        ck_assert_uint_eq(count_of(&packages, "MF2207", &notes), closed);
        ck_assert_uint_eq(notes, closed == 1 ? MANY + 1 : 0);
    }
}
END_TEST

/* One package that requires all others, and is required by all: the longest lists on both sides of the arrows. */
START_TEST(wide_stars)
{
    struct mf_buffer packages = MF_BUFFER_EMPTY;
    static unsigned others[MANY];
    unsigned hub = 0;
    size_t notes;

    for (unsigned i = 1; i < MANY; i++) {
        others[i - 1] = i;
    }
    append_package(&packages, 0, others, MANY - 1);
    for (unsigned i = 1; i < MANY; i++) {
        append_package(&packages, i, &hub, 1);
    }
    ck_assert_uint_eq(count_of(&packages, "MF2207", &notes), 1);
    ck_assert_uint_eq(notes, MANY + 1);
}
END_TEST

/* Ladders on which a search without marks would go 2^n ways. */
START_TEST(ladders)
{
    struct mf_buffer packages = MF_BUFFER_EMPTY;
    size_t notes;

    for (unsigned i = 0; i < MANY; i++) {
        unsigned next[2] = { i / 2 * 2 + 2, i / 2 * 2 + 3 };

        append_package(&packages, i, next, next[1] < MANY ? 2 : 0);
    }
    ck_assert_uint_eq(count_of(&packages, "MF2207", &notes), 0);
    ck_assert_uint_eq(notes, 0);
}
END_TEST

/* Random arrows, and a judge that asks of every two packages whether each leads to the other. */
START_TEST(circles_of_random_graphs)
{
    enum { NODES = 12 };
    uint32_t state = 1;

    for (int round = 0; round < 200; round++) {
        struct mf_buffer packages = MF_BUFFER_EMPTY;
        bool leads[NODES][NODES] = { { false } };
        bool counted[NODES] = { false };
        size_t circles = 0;
        size_t notes;

        for (unsigned i = 0; i < NODES; i++) {
            unsigned needs[NODES];
            size_t count = 0;

            for (unsigned j = 0; j < NODES; j++) {
                state = state * 1664525U + 1013904223U;
                if ((state >> 16) % NODES == 0) {
                    leads[i][j] = true;
                    needs[count++] = j;
                }
            }
            append_package(&packages, i, needs, count);
        }
        for (int k = 0; k < NODES; k++) {
            for (int i = 0; i < NODES; i++) {
                for (int j = 0; j < NODES; j++) {
                    leads[i][j] = leads[i][j] || (leads[i][k] && leads[k][j]);
                }
            }
        }
        for (int i = 0; i < NODES; i++) {
            if (leads[i][i] && !counted[i]) {
                circles++;
                for (int j = i; j < NODES; j++) {
                    counted[j] = counted[j] || (leads[i][j] && leads[j][i]);
                }
            }
        }
        ck_assert_uint_eq(count_of(&packages, "MF2207", &notes), circles);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_dependencies");
    TCase *tcase = tcase_create("rules_dependencies");

    tcase_add_test(tcase, versions_are_exact);
    tcase_add_test(tcase, packages_are_covered);
    tcase_add_test(tcase, lock_files_hold_packages_of_their_own);
    tcase_add_test(tcase, sources_can_be_trusted);
    tcase_add_test(tcase, credentials_are_not_repeated);
    tcase_add_test(tcase, installs_can_be_repeated);
    tcase_add_test(tcase, what_is_required_is_there);
    tcase_add_test(tcase, circles_are_found);
    tcase_add_test(tcase, unreachable_packages_are_found);
    tcase_add_test(tcase, versions_and_scopes_agree);
    tcase_add_test(tcase, licences_are_on_the_list);
    tcase_add_test(tcase, long_chains);
    tcase_add_test(tcase, wide_stars);
    tcase_add_test(tcase, ladders);
    tcase_add_test(tcase, circles_of_random_graphs);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
