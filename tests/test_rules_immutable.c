/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about references, at their edges. What addresses look like is in test_pin. */
#include "documents.h"

#define COMMIT "a09a35458c702b33eeacc393d103063234e8bc28"
#define OTHER  "bb46c15ee4bb56c5b63245ef50fd7637234d6f75"
#define SHA256 "4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2"
#define EMPTY  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

START_TEST(whatever_is_fetched_is_looked_at)
{
    static const struct rule_case cases[] = {
        { "artifacts: [{name: a, uri: 'https://h.example/latest/a'}]\n", "MF2101 /artifacts/a/uri" },
        { "artifacts: [{name: a, files: [{path: f, uri: 'https://h.example/latest/a'}]}]\n",
          "MF2101 /artifacts/a/files/f/uri" },
        { "build: {materials: [{name: a, uri: 'https://h.example/main/a'}]}\n",
          "MF2101 /build/materials/a/uri" },
        { "build: {provenance: {uri: 'https://h.example/main/a'}}\n", "MF2101 /build/provenance/uri" },
        { "governance: {policy: {uri: 'https://h.example/main/a'}}\n", "MF2101 /governance/policy/uri" },
        { "release: {model: {registry: 'models:/fraud/Production'}}\n", "MF2102 /release/model/registry" },
        { "release: {model: {registry: 'https://h.example/fraud/latest'}}\n",
          "MF2101 /release/model/registry" },
        { "documents: [{name: a, kind: other, digest: 'sha256:" SHA256
          "', uri: 'https://h.example/main/a'}]\n",
          "MF2101 /documents/a/uri" },
        { "artifacts: [{name: a, uri: 'gs://b/a'}, {name: b, uri: 'pkg:pypi/b'}, {name: c, uri: 'oci://h/c'},\n"
          "  {name: d, uri: 'https://h.example/d.git'}, {name: e, uri: 'file:///e'}, {name: f, uri: 'hf://f/f'}]\n",
          "MF2103 /artifacts/a/uri, MF2106 /artifacts/b/uri, MF2105 /artifacts/c/uri, "
          "MF2104 /artifacts/d/uri, MF2108 /artifacts/e/uri, MF2102 /artifacts/f/uri" },
        /* Nothing is fetched from these, or a version of its own is no matter there. */
        { "documents: [{name: a, kind: dashboard, uri: 'https://h.example/d/main'}]\n", "" },
        { "release: {model: {registry: 'https://huggingface.co/a/b'}}\n", "" },
        { "build: {source: {repository: 'https://h.example/a.git'}, builder: {id: 'https://h.example/main'}}\n",
          "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(a_revision_beside_the_address_pins_it)
{
    static const struct rule_case cases[] = {
        { "build: {materials: [{name: a, uri: 'https://huggingface.co/a/b', revision: " COMMIT "}]}\n", "" },
        { "build: {materials: [{name: a, uri: 'https://h.example/a.git', revision: " COMMIT "}]}\n", "" },
        { "build: {materials: [{name: a, uri: 'https://h.example/a', revision: " COMMIT "}]}\n", "" },
        { "build: {materials: [{name: a, uri: 'hf://a/b@" COMMIT "', revision: " COMMIT "}]}\n", "" },
        { "build: {materials: [{name: a, uri: 'https://huggingface.co/a/b'}]}\n",
          "MF2102 /build/materials/a/uri" },
        { "build: {materials: [{name: a, uri: 'https://huggingface.co/a/b/tree/main', revision: " COMMIT
          "}]}\n",
          "MF2102 /build/materials/a/uri" },
        { "build: {materials: [{name: a, uri: 'https://h.example/a.git#v1', revision: " COMMIT "}]}\n",
          "MF2104 /build/materials/a/uri" },
        { "build: {materials: [{name: a, uri: 'hf://a/b@" OTHER "', revision: " COMMIT "}]}\n",
          "MF2107 /build/materials/a/uri + /build/materials/a/revision" },
        { "build: {materials: [{name: a, uri: 's3://a/b', revision: " COMMIT "}]}\n",
          "MF2103 /build/materials/a/uri, MF2109 /build/materials/a/revision + /build/materials/a/uri" },
        { "build: {materials: [{name: a, uri: 'oci://h/b@sha256:" SHA256 "', revision: " COMMIT "}]}\n",
          "MF2109 /build/materials/a/revision + /build/materials/a/uri" },
        { "build: {materials: [{name: a, uri: 'file:///b', revision: " COMMIT "}]}\n",
          "MF2108 /build/materials/a/uri, MF2109 /build/materials/a/revision + /build/materials/a/uri" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(digests_of_address_and_entry_agree)
{
    static const struct rule_case cases[] = {
        { "artifacts: [{name: a, uri: 'oci://h/b@sha256:" SHA256 "', digest: 'sha256:" SHA256 "'}]\n", "" },
        /* Nobody can tell whether digests by different algorithms agree. */
        { "artifacts: [{name: a, uri: 'oci://h/b@sha512:" SHA256 SHA256 "', digest: 'sha256:" SHA256 "'}]\n",
          "" },
        { "artifacts: [{name: a, uri: 'oci://h/b@sha256:" EMPTY "', digest: 'sha256:" SHA256 "'}]\n",
          "MF2107 /artifacts/a/uri + /artifacts/a/digest" },
        { "artifacts: [{name: a, uri: 'pkg:oci/b@sha256%3A" EMPTY "', digest: 'sha256:" SHA256 "'}]\n",
          "MF2107 /artifacts/a/uri + /artifacts/a/digest" },
        { "artifacts: [{name: a, files: [{path: f, uri: 'oci://h/b@sha256:" EMPTY "', digest: 'sha256:" SHA256
          "'}]}]\n",
          "MF2107 /artifacts/a/files/f/uri + /artifacts/a/files/f/digest" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF21");
}
END_TEST

/* Where every file has an address, nothing is fetched from that of the directory. */
START_TEST(addresses_of_files_take_the_place_of_that_of_the_directory)
{
    static const struct rule_case cases[] = {
        { "artifacts: [{name: a, uri: 's3://b/a/', files: [{path: f, uri: 's3://b/a/f?versionId=1'}]}]\n",
          "" },
        { "artifacts: [{name: a, uri: 's3://b/a/', files: [{path: f, uri: 's3://b/a/f'}]}]\n",
          "MF2103 /artifacts/a/files/f/uri" },
        { "artifacts: [{name: a, uri: 's3://b/a/', files: [{path: f, uri: 's3://b/a/f?versionId=1'}, {path: "
          "g}]}]\n",
          "MF2103 /artifacts/a/uri" },
        { "artifacts: [{name: a, uri: 's3://b/a/', files: [{path: f}]}]\n", "MF2103 /artifacts/a/uri" },
        { "artifacts: [{name: a, uri: 's3://b/a/'}]\n", "MF2103 /artifacts/a/uri" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(sizes_agree_with_files_and_digests)
{
    static const struct rule_case cases[] = {
        { "artifacts: [{name: a, size: 3, files: [{path: f, size: 1}, {path: g, size: 2}]}]\n", "" },
        { "artifacts: [{name: a, size: 0, files: [{path: f, size: 0}]}]\n", "" },
        { "artifacts: [{name: a, size: 3, files: [{path: f, size: 1}, {path: g}]}]\n", "" },
        { "artifacts: [{name: a, files: [{path: f, size: 1}]}]\n", "" },
        { "artifacts: [{name: a, size: 0, digest: 'sha256:" EMPTY "'}]\n", "" },
        { "artifacts: [{name: a, digest: 'sha256:" EMPTY "'}]\n", "" },
        /* The digest of a directory is made of those of its files. */
        { "artifacts: [{name: a, size: 0, digest: 'sha256:" SHA256 "', files: [{path: f, size: 0}]}]\n", "" },
        { "artifacts: [{name: a, size: 2, files: [{path: f, size: 1}, {path: g, size: 2}]}]\n",
          "MF2112 /artifacts/a/size + /artifacts/a/files" },
        { "artifacts: [{name: a, size: 4, files: [{path: f, size: 1}, {path: g, size: 2}]}]\n",
          "MF2112 /artifacts/a/size + /artifacts/a/files" },
        { "artifacts: [{name: a, size: 9007199254740991, files: [{path: f, size: 9007199254740991}, {path: g, "
          "size: 1}]}]\n",
          "MF2112 /artifacts/a/size + /artifacts/a/files" },
        { "artifacts: [{name: a, size: 1, digest: 'sha256:" EMPTY "'}]\n",
          "MF2113 /artifacts/a/digest + /artifacts/a/size" },
        { "artifacts: [{name: a, size: 0, digest: 'sha256:" SHA256 "'}]\n",
          "MF2113 /artifacts/a/digest + /artifacts/a/size" },
        { "artifacts: [{name: a, size: 7, digest: "
          "'sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
          "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e'}]\n",
          "MF2113 /artifacts/a/digest + /artifacts/a/size" },
        { "artifacts: [{name: a, files: [{path: f, size: 1, digest: 'sha256:" EMPTY "'}]}]\n",
          "MF2113 /artifacts/a/files/f/digest + /artifacts/a/files/f/size" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF21");
}
END_TEST

/* Of an artifact the size must be there anyway. */
START_TEST(what_is_fetched_has_a_size)
{
    static const struct rule_case cases[] = {
        { "dependencies: {lockfiles: [{name: a, digest: 'sha256:" SHA256 "', size: 1}]}\n", "" },
        { "dependencies: {lockfiles: [{name: a}]}\n", "" },
        { "build: {materials: [{name: a, digest: 'sha256:" SHA256 "', size: 1}]}\n", "" },
        { "build: {materials: [{name: a, revision: " COMMIT "}]}\n", "" },
        { "build: {materials: [{name: a, digest: 'sha256:" EMPTY "', size: 0}]}\n", "" },
        { "dependencies: {lockfiles: [{name: a, digest: 'sha256:" SHA256 "'}]}\n",
          "MF2115 /dependencies/lockfiles/a/size + /dependencies/lockfiles/a/digest" },
        { "build: {materials: [{name: a, digest: 'sha256:" SHA256 "'}]}\n",
          "MF2115 /build/materials/a/size + /build/materials/a/digest" },
        { "build: {materials: [{name: a, digest: 'sha256:" SHA256 "', size: 0}]}\n",
          "MF2113 /build/materials/a/digest + /build/materials/a/size" },
        { "dependencies: {lockfiles: [{name: a, digest: 'sha256:" EMPTY "', size: 1}]}\n",
          "MF2113 /dependencies/lockfiles/a/digest + /dependencies/lockfiles/a/size" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(the_source_is_what_was_committed)
{
    static const struct rule_case cases[] = {
        { "build: {source: {dirty: false}}\n", "" },
        { "build: {source: {revision: " COMMIT "}}\n", "" },
        { "build: {source: {dirty: true}}\n", "MF2110 /build/source/dirty + /build/source/revision" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

#define ZEROS "0000000000000000000000000000000000000000"

START_TEST(placeholders_are_known)
{
    static const struct rule_case cases[] = {
        { "build: {source: {revision: '0000000000000000000000000000000000000001'}}\n", "" },
        { "build: {source: {revision: 0123456789abcdef0123456789abcdef01234568}}\n", "" },
        { "release: {labels: [{name: a, value: '" ZEROS "'}]}\n", "" },
        { "build: {source: {revision: '" ZEROS "'}}\n", "MF2116 /build/source/revision" },
        { "build: {source: {revision: ffffffffffffffffffffffffffffffffffffffff}}\n",
          "MF2116 /build/source/revision" },
        { "build: {source: {revision: 0123456789abcdef0123456789abcdef01234567}}\n",
          "MF2116 /build/source/revision" },
        { "release: {supersedes: 'sha512:" ZEROS ZEROS ZEROS "00000000'}\n", "MF2116 /release/supersedes" },
        { "rollout: {rollback: {target: 'sha256:" ZEROS "000000000000000000000000'}}\n",
          "MF2116 /rollout/rollback/target" },
        { "dependencies: {packages: [{purl: 'pkg:pypi/a@1', digests: ['sha256:" ZEROS
          "000000000000000000000000']}]}\n",
          "MF2116 /dependencies/packages/pkg:pypi~1a@1/digests/sha256:" ZEROS "000000000000000000000000" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(tags_name_a_version)
{
    static const struct rule_case cases[] = {
        { "environment: {image: {repository: h.example/a}}\n", "" },
        { "environment: {image: {tag: 4.2.1}}\n", "" },
        { "environment: {image: {tag: latest-4.2.1}}\n", "" },
        { "environment: {image: {tag: latest}}\n", "MF2111 /environment/image/tag" },
        { "environment: {image: {tag: main}}\n", "MF2111 /environment/image/tag" },
        { "environment: {image: {tag: stable}}\n", "MF2111 /environment/image/tag" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

START_TEST(evidence_has_a_digest)
{
    static const struct rule_case cases[] = {
        { "documents: [{name: a, kind: model-card, uri: 'https://h.example/a'}]\n", "" },
        { "documents: [{name: a, kind: sbom, digest: 'sha256:" SHA256 "', uri: 'https://h.example/a'}]\n",
          "" },
        { "documents: [{name: a, kind: sbom, uri: 'https://h.example/a'}]\n",
          "MF2114 /documents/a/digest + /documents/a/uri" },
        { "documents: [{name: a, kind: scan}, {name: b, kind: vex}, {name: c, kind: provenance}]\n",
          "MF2114 /documents/a/digest + /documents/a/uri, MF2114 /documents/b/digest + /documents/b/uri, "
          "MF2114 /documents/c/digest + /documents/c/uri" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_RELEASE, "MF21");
}
END_TEST

/* A training script writes a draft long before anything is published. */
START_TEST(drafts_may_point_anywhere)
{
    static const struct rule_case cases[] = {
        { "artifacts: [{name: a, uri: 'https://h.example/latest/a'}, {name: b, uri: 's3://b/b'}]\n", "" },
        { "build: {source: {dirty: true}, materials: [{name: a, uri: 'hf://a/b'}]}\n", "" },
        { "environment: {image: {tag: latest}}\ndocuments: [{name: a, kind: sbom}]\n", "" },
    };

    assert_rules_find(cases, COUNT_OF(cases), MF_PROFILE_DRAFT, "MF21");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules_immutable");
    TCase *tests = tcase_create("rules_immutable");

    tcase_add_test(tests, whatever_is_fetched_is_looked_at);
    tcase_add_test(tests, a_revision_beside_the_address_pins_it);
    tcase_add_test(tests, digests_of_address_and_entry_agree);
    tcase_add_test(tests, addresses_of_files_take_the_place_of_that_of_the_directory);
    tcase_add_test(tests, sizes_agree_with_files_and_digests);
    tcase_add_test(tests, what_is_fetched_has_a_size);
    tcase_add_test(tests, the_source_is_what_was_committed);
    tcase_add_test(tests, placeholders_are_known);
    tcase_add_test(tests, tags_name_a_version);
    tcase_add_test(tests, evidence_has_a_digest);
    tcase_add_test(tests, drafts_may_point_anywhere);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
