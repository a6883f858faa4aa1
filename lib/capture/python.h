/* SPDX-License-Identifier: Apache-2.0 */
/* The Python environments of a system. */
#ifndef MF_CAPTURE_PYTHON_H
#define MF_CAPTURE_PYTHON_H

#include "capture/places.h"

enum { MF_PYTHON_DIRECTORIES = 16 };

/* One interpreter with what it finds. Texts are in the arena of the run. */
struct mf_python_environment {
    const char *prefix; /* "opt/venv" */
    const char *folder; /* "python3.11" */
    const char
        *directories[MF_PYTHON_DIRECTORIES]; /* that distributions are looked for in, first ones first */
    uint32_t directory_count;
    const char *version; /* of the interpreter, exact; NULL: nothing says it */
    bool is_named;       /* by the options */
    bool is_interpreter; /* there is a program: it is more than a directory of packages for another one */
};

struct mf_python_environments {
    struct mf_capture_places places; /* where they were looked for, those that the options name first */
    struct mf_python_environment *items;
    uint32_t count;
};

/* Finds the environments, and the versions of their interpreters. */
void mf_python_environments_find(struct mf_capture_run *run, struct mf_python_environments *ret_environments);

/* Adds the distributions of an environment. */
void mf_python_distributions_add(struct mf_capture_run *run, const struct mf_python_environment *environment);

#endif
