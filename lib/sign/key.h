/* SPDX-License-Identifier: Apache-2.0 */
/* What the rest of the folder asks of keys. */
#ifndef MF_SIGN_KEY_H
#define MF_SIGN_KEY_H

#include "base/view.h"

#include <libmanifest/key.h>

/*
 * Signs a message, by the key's own secret or its callback; the signature was verified.
 * @return MF_OK, MF_ERROR_KEY (there is nothing to sign with), MF_ERROR_SIGNER, MF_ERROR_MEMORY, MF_ERROR_CRYPTO
 */
mf_status mf_key_sign(const mf_key *key, struct mf_view message, uint8_t signature[MF_KEY_SIGNATURE_SIZE],
                      mf_error **reterr);

/* True if the signature of this message is the key's. */
bool mf_key_verifies(const mf_key *key, struct mf_view message, struct mf_view signature);

#endif
