/* SPDX-License-Identifier: Apache-2.0 */
/* Changes as Markdown, for a pull request. */
#ifndef CLI_DIFF_MARKDOWN_H
#define CLI_DIFF_MARKDOWN_H

#include <libmanifest/diff.h>

/* Prints a summary, and a table for each section that can be folded. Nothing of the manifests is taken for Markdown or HTML. */
void cli_diff_markdown(const mf_diff *diff, const char *before, const char *after);

#endif
