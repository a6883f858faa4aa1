/* SPDX-License-Identifier: Apache-2.0 */
/* Where things are usually installed: paths of which some parts are left open. */
#ifndef MF_CAPTURE_PLACES_H
#define MF_CAPTURE_PLACES_H

#include "capture/capture.h"

/* Paths below the root, in the order in which they were found, none of them twice. */
struct mf_capture_places {
    const char **items;
    uint32_t count;
};

/* Most places of one kind; those behind them are left out, which is a finding. */
enum { MF_CAPTURE_PLACES = 256 };

/*
 * Adds the directories that a pattern stands for. A part of it may be `*`, which is every entry of the directory before it, sorted by
 * bytes. Without `*` the path is added whether there is anything or not.
 *
 * @param path  as for mf_capture_read()
 */
void mf_capture_places_add(struct mf_capture_run *run, const char *path, const char *pattern,
                           struct mf_capture_places *places);

#endif
