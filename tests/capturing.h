/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of files made for a test, and captures of them. */
#ifndef MF_TESTS_CAPTURING_H
#define MF_TESTS_CAPTURING_H

#include "harness.h"

/* Makes an empty directory for the test and removes it; a checked fixture. Not more than one at a time. */
void make_tree(void);
void remove_tree(void);

/* The directory. */
const char *tree_root(void);

/* "root/path"; good until the next call. */
const char *in_tree(const char *path);

/* Makes a file or link, and the directories that lead to it. */
void tree_file(const char *path, const char *text);
void tree_bytes(const char *path, const void *data, size_t size);
void tree_link(const char *path, const char *to);
void tree_directory(const char *path);

/* Makes files of Python environments, conda, Node, GPUs and containers that let each probe do all it can, below a directory
 * of the tree: "", or one with '/' behind it. */
void tree_everything(const char *below);

/* Makes the database of a system with one package, bash, and more rows: "" or ", (…)". Without SQLite there is none. */
void tree_rpm_database(const char *path, const char *more);

struct captured {
    mf_manifest *manifest;
    mf_report *report;
};

/* Captures the tree, which must go well. NULL: the default options. A root among them takes the place of the tree. */
struct captured capture_tree(const mf_capture_options *options);
void captured_end(struct captured *captured);

/* The value at a path of what was captured; "" if absent. */
const char *captured_text(const struct captured *captured, const char *path);

/* Fails the test unless a value is this text; NULL: it must be absent. */
void assert_captured(const struct captured *captured, const char *path, const char *expected);

/* Whether a package was found, by package URL, and how many there are. */
bool captured_package(const struct captured *captured, const char *purl);
size_t captured_package_count(const struct captured *captured);

/* How many findings have this code and this "found"; NULL: any. */
size_t captured_findings(const struct captured *captured, const char *code, const char *found);

#endif
