/* SPDX-License-Identifier: Apache-2.0 */
/* DSSE 1.0.2 envelopes: read strictly, written, and what a signature in one covers. It knows nothing of payloads. */
#ifndef MF_SIGN_DSSE_H
#define MF_SIGN_DSSE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "json/tree.h"

#include <libmanifest/key.h>

enum {
    MF_DSSE_SIGNATURES = 16,   /* most in one envelope */
    MF_DSSE_TYPE_LIMIT = 1024, /* longest payload type, in bytes */
};

struct mf_dsse_signature {
    struct mf_view keyid; /* empty if there is none */
    size_t size;          /* of the signature: any but 64 is none of Ed25519, and its bytes are not kept */
    char bytes[MF_KEY_SIGNATURE_SIZE];
};

/* An envelope that was read. Views live as long as it, and no longer than its text. */
struct mf_dsse {
    struct mf_arena *arena;
    const struct mf_json_node *root;
    const struct mf_json_node *signature_nodes;
    struct mf_view type; /* without NUL */
    mf_bytes *payload;
    struct mf_view message; /* the PAE: what is signed. It ends in the payload, without a copy */
    size_t count;
    struct mf_dsse_signature signatures[MF_DSSE_SIGNATURES];
};

/* What an envelope may cost. */
struct mf_dsse_limits {
    size_t size;    /* bytes of text */
    size_t memory;  /* bytes of memory */
    uint32_t depth; /* of nesting */
};

/*
 * Reads an envelope; mf_dsse_release() ends it, also after a failure. Unknown members are passed over. Refused are
 * repeated members, signatures that are not base64, none and more than 16 of them.
 * @return MF_OK, MF_ERROR_SYNTAX, MF_ERROR_LIMIT, MF_ERROR_MEMORY
 */
mf_status mf_dsse_read(struct mf_view text, const struct mf_dsse_limits *limits, struct mf_dsse *ret_dsse,
                       mf_error **reterr);
void mf_dsse_release(struct mf_dsse *dsse);

/* MF_OK where the payload is of this type, else MF_ERROR_PAYLOAD. */
mf_status mf_dsse_check_type(const struct mf_dsse *dsse, const char *type, mf_error **reterr);

/* Appends PAE(type, payload). */
void mf_dsse_append_message(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload);

/* Appends {"keyid": …, "sig": …}. */
void mf_dsse_append_signature(struct mf_buffer *buffer, const char *keyid, struct mf_view signature);

/* Appends an envelope, RFC 8785. `signatures` is the inside of its array. */
void mf_dsse_append(struct mf_buffer *buffer, struct mf_view type, struct mf_view payload,
                    struct mf_view signatures);

/* Appends an envelope that was read with more signatures behind its own. Everything else in it stays. */
void mf_dsse_append_extended(struct mf_buffer *buffer, const struct mf_dsse *dsse, struct mf_view signatures);

#endif
