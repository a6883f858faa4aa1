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

/* Five keys of our own, and an attacker's; made and ended by a checked fixture. */
enum { KEYS = 5 };
extern mf_key *keys[KEYS];
extern mf_key *attacker;
void make_keys(void);
void end_keys(void);

/* The public key of RFC 8032 section 7.1, test 1. */
mf_key *rfc8032_key(void);

/* mf_envelope_verify_any() against the first `count` keys of a list. */
mf_status verify_any(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                     mf_verified **ret_verified, mf_error **reterr);

/* The number of signers, 0 where the envelope is refused; then the status must be this one. */
size_t count_signers(struct mf_view envelope, mf_key *const *trusted, size_t count, uint32_t threshold,
                     mf_status refusal);

/* An envelope of "hello" and "text/plain" with whatever signatures stand in the buffer, which is released. */
struct mf_buffer hello_envelope(struct mf_buffer *signatures);

/* Appends a signature of it. */
void sign_hello(struct mf_buffer *signatures, const mf_key *key, const char *keyid);

/* It, signed once by the first key. */
struct mf_buffer signed_hello(void);

/* tests/vectors/minimal-release.yaml, with the keys: a checked fixture. */
extern mf_manifest *minimal;
/* To sign it whatever the rules say of it: it is frozen, and there will be more rules. */
extern mf_sign_options anyhow;
void make_release(void);
void end_release(void);

/* A manifest of text, or of tests/vectors. The caller unrefs it. */
mf_manifest *read_manifest(const void *text, size_t size);
mf_manifest *read_vector(const char *name);

/* Bytes as text; the caller frees it. */
char *text_of(mf_bytes *bytes);

/* What is signed of a manifest, and its canonical form. The caller frees them. */
char *statement_of(const mf_manifest *manifest);
char *canonical_text(const mf_manifest *manifest);

/* An envelope of a manifest, signed by the first keys, whatever the rules say of it. */
mf_bytes *sign_release(const mf_manifest *manifest, size_t key_count);

/* A text in which the first occurrence of a part is replaced; the caller frees it. */
char *replaced(const char *text, const char *part, const char *by);

#endif
