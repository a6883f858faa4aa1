/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library does with files, one entry for each thing: what tests of faults let go wrong. And the files on which it is done.
 */
#ifndef MF_TESTS_OPERATIONS_H
#define MF_TESTS_OPERATIONS_H

#include "harness.h"

enum { BIG = 1536 * 1024 };

/* What one run gave: a text that says it all, or an error; and how much was said about what is missing. */
struct outcome_of_files {
    mf_status status;
    mf_bytes *text;
    mf_report *report;
    size_t unreadable;   /* things that could not be read, where `assert_less` */
    mf_builder *builder; /* what was changed, or was not */
    mf_error *error;
};

struct operation {
    const char *name;
    struct outcome_of_files (*run)(void);
    /* What cannot be read is left out, and is said to be: fails unless `part` is `whole` without it. NULL: nothing is left out. */
    void (*assert_less)(const mf_bytes *whole, const mf_bytes *part, const char *what);
    /* What is changed can be used after an error: it is as it was, and gives the text of `whole` when it is done again. */
    void (*assert_usable)(mf_builder *builder, const mf_bytes *whole, const char *what);
    bool writes;
};

extern const struct operation operations[];
extern const size_t operation_count;

void outcome_end(struct outcome_of_files *outcome);

/* The tree of files that the operations work on; a checked fixture. The process is in its directory. */
void operations_prepare(void);
void operations_finish(void);

/* Before anything is written: there is nothing but the old file. Afterwards: whether it is the new one; it is that or the old. */
void written_make_old(void);
bool written_is_new(const char *what);

/* How many other files are beside it. Nobody takes them for documents: their names begin with a dot and end with .tmp. */
size_t written_rubbish(const char *what);

#endif
