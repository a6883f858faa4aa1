/* SPDX-License-Identifier: Apache-2.0 */
/* The table that the benchmarks print: what was measured, a ratio, and whether it is within its aim. */
#ifndef MF_BENCH_TABLE_H
#define MF_BENCH_TABLE_H

/* The headings. `ours` and `other` say what the two figures of each row are. */
void table_begin(const char *ours, const char *other);

/* A row. An aim of 0 is none: the ratio is told for information. */
void table_row(const char *what, const char *ours, const char *other, double ratio, double aim);

/* Ends the program with a message. */
_Noreturn void give_up(const char *what, const char *why);

#endif
