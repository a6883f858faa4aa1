/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and envelopes for tests, put together by hand: not by the code that is under test. */
#ifndef MF_TESTS_SIGNING_H
#define MF_TESTS_SIGNING_H

#include "harness.h"

/* A temporary directory as working directory: a checked fixture. */
void enter_directory(void);
void leave_directory(void);

/* True if there is an openssl command; if not, the reason is printed. */
bool have_openssl(void);

/* Runs a shell command and says whether it succeeded. What it prints goes to the file "output". */
bool run(const char *command);

/* PEM of any bytes; the caller frees it. */
char *armour(const char *label, const uint8_t *der, size_t size);

/* The secret key whose seed is 32 times the same byte, and what is public of one. The caller unrefs them. */
mf_key *secret_key(uint8_t byte);
mf_key *public_of(const mf_key *key);

/* Appends base64 of a view; `alphabet` is the last two digits of it. */
void append_base64(struct mf_buffer *buffer, struct mf_view bytes, const char *alphabet);

/* Signs "DSSEv1 …" of a type and payload. */
void sign_payload(const mf_key *key, struct mf_view type, struct mf_view payload, char signature[64]);

/* Appends {"keyid":…,"sig":…} of a key over a payload; a NULL key id is left out. */
void append_signature(struct mf_buffer *buffer, const mf_key *key, const char *keyid, struct mf_view type,
                      struct mf_view payload);

/* Appends an envelope around signatures that have been written. */
void append_envelope(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload,
                     struct mf_view signatures);

#endif
