/* SPDX-License-Identifier: Apache-2.0 */
/* Short ways to compare two environments and to say what is expected of that. */
#ifndef MF_TESTS_PARITIES_H
#define MF_TESTS_PARITIES_H

#include "documents.h"

/* Pieces of manifests: sections with these fields, and packages. */
#define E(fields)       "environment: {" fields "}\n"
#define P(fields)       E("platform: {" fields "}")
#define A(fields)       E("accelerator: {" fields "}")
#define V(fields)       E("variables: [" fields "]")
#define DRIVER(version) A("kind: cuda, driver: '" version "'")
#define CUDNN(version)  A("kind: cuda, libraries: [{name: cudnn, version: '" version "'}]")
#define D(packages)     "dependencies: {packages: [" packages "]}\n"
#define PKG(purl)       "{purl: 'pkg:" purl "', scope: runtime}"

#define DIGEST_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define DIGEST_C "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

/*
 * Two pieces of manifests, what follows `schema` in YAML, and the items that they give, ", " between them. "=os": the same. Else a
 * letter for the severity (E, W, N; '-': allowed), a sign for the outcome ('~' different, '-' missing, '+' extra, '?' unknown), the
 * kind, ":name" if there is one, and the code: "E~driver MF3611".
 */
struct parity_case {
    const char *expected;
    const char *actual;
    const char *items;
};

/* What comes of two pieces, and a policy without its `schema` or NULL. The caller ends it. */
mf_parity *parity_of(const char *expected, const char *actual, const char *policy, int64_t time);

/* The same of one package in two versions: "pypi/a". */
mf_parity *parity_of_versions(const char *package, const char *expected, const char *actual);

/* Fails unless the items are those of the case. What holds for every item is looked at, too. */
void assert_parity(const struct parity_case *expected, const char *policy, int64_t time);
void assert_parities(const struct parity_case *cases, size_t count);

#endif
