/* SPDX-License-Identifier: Apache-2.0 */
/* The floor below verifying a release: what cannot be done without, by the bare libraries. */
#ifndef MF_BENCH_PARTS_H
#define MF_BENCH_PARTS_H

#include "works.h"

#include "base/buffer.h"
#include "crypto/crypto.h"

/* What the bare libraries are given of a release: its first signature, and the key of that. */
struct parts {
    const mf_key *key;
    mf_bytes *statement;
    struct mf_buffer message;
    char signature[MF_ED25519_SIGNATURE_SIZE];
};

/* The release must outlive its parts. Ends the program if it is none. */
void parts_take(const struct release *release, struct parts *ret_parts);
void parts_end(struct parts *parts);

/* Ed25519 alone. */
bool parts_are_signed(const struct parts *parts);

/* Ed25519, SHA-256 and cJSON alone, each given just what it needs. */
bool parts_verify(const struct parts *parts);

#endif
