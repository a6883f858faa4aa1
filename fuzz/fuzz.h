/* SPDX-License-Identifier: Apache-2.0 */
/* What all targets share. */
#ifndef MF_FUZZ_FUZZ_H
#define MF_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The entry point of every target; libFuzzer or replay.c calls it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process, as a crash would, if something that must always hold does not. */
static inline void require(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz: broken: %s\n", what);
        abort();
    }
}

#endif
