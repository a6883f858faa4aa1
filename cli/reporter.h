/* SPDX-License-Identifier: Apache-2.0 */
/* How the results of `manifest validate` are printed: one reporter for each format, called for one file after another. */
#ifndef CLI_REPORTER_H
#define CLI_REPORTER_H

#include <libmanifest/manifest.h>

#include <stdbool.h>

/* One file, and what was found in it or why it could not be judged. */
struct cli_judged {
    const char *path; /* as it was given or found; "-" for standard input */
    const char *name; /* for messages: the path, or "(standard input)" */
    const char *text; /* the document, of `size` bytes; NULL where there is none */
    size_t size;
    const mf_report *report; /* NULL: the file could not be judged */
    const char *trouble;     /* why not, where there is no report */
    bool good;
};

/* All files together. */
struct cli_tally {
    size_t good;
    size_t not_good;
    size_t not_judged;
    size_t passed_over; /* files in directories that are no manifests */
    size_t errors;
    size_t warnings;
    size_t notes;
};

/* One run of the command. */
struct cli_run {
    mf_profile profile;
    bool quiet;
    bool several; /* more than one file, or a directory, was named */
    struct cli_tally tally;
    int result;  /* exit status so far */
    void *state; /* of the reporter */
};

struct cli_reporter {
    void (*begin)(struct cli_run *run);
    void (*file)(struct cli_run *run, const struct cli_judged *judged); /* the tally has it already */
    void (*end)(struct cli_run *run);
};

extern const struct cli_reporter cli_text_reporter;
extern const struct cli_reporter cli_json_reporter;
extern const struct cli_reporter cli_sarif_reporter;
extern const struct cli_reporter cli_github_reporter;

/* "3 files (release): 2 good, 1 not good; 1 error, 0 warnings, 0 notes" and a newline, on standard output. */
void cli_print_tally(const struct cli_run *run);

#endif
