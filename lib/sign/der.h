/* SPDX-License-Identifier: Apache-2.0 */
/* The two DER structures of RFC 8410 that hold an Ed25519 key. */
#ifndef MF_SIGN_DER_H
#define MF_SIGN_DER_H

#include "base/error.h"
#include "base/view.h"

/* SubjectPublicKeyInfo: the bytes of its key. MF_OK, MF_ERROR_SYNTAX, or MF_ERROR_KEY where it is of another algorithm. */
mf_status mf_der_read_public(struct mf_view der, struct mf_view *ret_key, mf_error **reterr);

/* PKCS#8: the seed and, if it is there, the public key, else an empty view. As mf_der_read_public(). */
mf_status mf_der_read_secret(struct mf_view der, struct mf_view *ret_seed, struct mf_view *ret_key,
                             mf_error **reterr);

#endif
