/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls that fail when they are told to: the calls on files of a program that is linked with faults.c, or of one that is
 * started with it preloaded, are counted, and the one with a given number fails, comes back short, or ends the process. Or somebody
 * else comes first: a function is called before each, and changes the files behind the program's back.
 */
#ifndef MF_TESTS_FAULTS_H
#define MF_TESTS_FAULTS_H

#include <stdbool.h>

enum fault_kind {
    FAULT_NONE,  /* calls are counted */
    FAULT_ERROR, /* any call fails; what it would have done is not done, but a file that is closed is closed */
    FAULT_SHORT, /* a read or write moves one byte */
    FAULT_END, /* a call that changes something ends the process before it; a write when half of it is done */
};

struct fault {
    enum fault_kind kind;
    int error;     /* errno of FAULT_ERROR */
    bool for_good; /* all calls from there on */
    long call;     /* which, from 0, among those that this kind is about */
};

/* The status that FAULT_END ends a process with. */
enum { FAULT_STATUS = 86 };

/* False where nothing can be put in the place of system calls. */
bool can_fault(void);

/* Calls fail from here on; and no longer. Returns how many calls this kind was about, so that `call` was reached if it is less. */
void faults_begin(struct fault fault);
long faults_end(void);

/* The function that failed, or came back short, last; "" if none did since faults_begin(). */
const char *faults_hit(void);

/*
 * Calls `hook` before each call, until faults_end(). What the hook itself calls is passed through.
 * @param name  of the function: "openat", "read"
 * @param path  what it was given; NULL: it has an open file
 */
typedef void (*faults_hook)(const char *name, const char *path, void *context);
void faults_watch(faults_hook hook, void *context);

#endif
