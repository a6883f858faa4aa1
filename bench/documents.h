/* SPDX-License-Identifier: Apache-2.0 */
/* Manifests to measure with: real ones, and the same with as many more entries as are wanted. */
#ifndef MF_BENCH_DOCUMENTS_H
#define MF_BENCH_DOCUMENTS_H

#include <libmanifest/libmanifest.h>

/* Options that pass the largest of these documents; the profile is release. */
mf_read_options large_options(void);

/* A real manifest of the source tree: "tabular" (block style, 15 KB) or "llm" (flow style, 13 KB). */
mf_bytes *real_yaml(const char *name);

/* The manifest "tabular" with this many packages more, and a tenth as many artifacts and parameters, in an order
 * that is far from sorted. It passes the profile release. */
mf_bytes *generated_yaml(unsigned packages);

/* The same, with another digest for each tenth package. */
mf_bytes *generated_successor(unsigned packages);

/* The manifest "tabular" with this many parameters more, and as many rules between them. */
mf_bytes *generated_parameters(unsigned parameters);

/* The packages that make a generated manifest about as large as this. */
unsigned packages_for(size_t size);

/* The manifest in a text, with `options`. Ends the program if there is none. */
mf_manifest *read_manifest(const mf_bytes *text, const mf_read_options *options);

/* The same manifest as JSON: indented as the library writes it, or canonical. */
mf_bytes *indented_json(const mf_bytes *yaml);
mf_bytes *canonical_json(const mf_bytes *yaml);

#endif
