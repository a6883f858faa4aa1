/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the search for secrets, each a pass over the text. All return true if they found one. */
#ifndef MF_VALUE_SECRET_KINDS_H
#define MF_VALUE_SECRET_KINDS_H

#include "value/secret.h"

/* Private keys in PEM, of PuTTY and OpenSSH. */
bool mf_secret_find_pem(struct mf_view text, struct mf_secret *ret_secret);

/* Keys and tokens that begin as their maker has them begin; JSON web tokens. */
bool mf_secret_find_token(struct mf_view text, struct mf_secret *ret_secret);

/* scheme://user:password@host */
bool mf_secret_find_in_url(struct mf_view text, struct mf_secret *ret_secret);

/* password=…, "api_key": "…", --password …, Authorization: Bearer … */
bool mf_secret_find_setting(struct mf_view text, struct mf_secret *ret_secret);

/* Private keys in DER as Base64, and runs that look random. */
bool mf_secret_find_random(struct mf_view text, struct mf_secret *ret_secret);

/* True of a text that stands for a secret without being one: ${VAR}, <password>, vault:…, xxxx, "changeme". */
bool mf_secret_is_placeholder(struct mf_view text);

/* Decodes whole groups of Base64, of either alphabet, from the beginning of a text: as many as there is room for. Returns
 * how many bytes they made, or 0 if one of them is no Base64. */
size_t mf_secret_decode(struct mf_view text, char *bytes, size_t room);

#endif
