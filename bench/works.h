/* SPDX-License-Identifier: Apache-2.0 */
/* What is measured: each function does its work once. It ends the program where that fails, unless it returns whether it did. */
#ifndef MF_BENCH_WORKS_H
#define MF_BENCH_WORKS_H

#include <libmanifest/libmanifest.h>

#include <stdbool.h>

/* What a work is done on. */
struct subject {
    const char *data;
    size_t size;
    mf_read_options options;
    mf_manifest *manifest; /* of the works that do not read */
};

/* A text, which must outlive it, without its manifest. */
struct subject subject_of(const mf_bytes *text);

/* The contexts of these are subjects. */
void read_and_check(void *context);
bool is_good_text(const struct subject *subject, mf_error **reterr);
/* The requirements of the profile release, and all rules. What they find is of no interest here. */
void validate(void *context);
/* Canonical form and SHA-256. */
void take_digest(void *context);

/* A manifest that was signed, with the keys that verify it. */
struct release {
    mf_key *keys[16];
    size_t count;
    mf_bytes *envelope;
    mf_verify_options options;
    mf_read_options limits;
};

/* Signs with this many new keys, all of which are needed for verifying. What is there must stay where it is; release_end() frees it. */
void release_sign(struct release *release, mf_manifest *manifest, size_t keys);
/* One that was signed before; takes the envelope and the key over. */
void release_open(struct release *release, mf_bytes *envelope, mf_key *key);
void release_end(struct release *release);

/* The context is a release. */
void verify_release(void *context);
bool is_good_release(const struct release *release, mf_error **reterr);

#endif
