/* SPDX-License-Identifier: Apache-2.0 */
/* The making of mf_verified. */
#ifndef MF_SIGN_VERIFIED_H
#define MF_SIGN_VERIFIED_H

#include "sign/statement.h"
#include "sign/trust.h"

#include <libmanifest/envelope.h>

/* What was established of an envelope whose signatures were verified; nothing of a manifest yet. NULL if memory cannot be
 * had. */
mf_verified *mf_verified_new(const struct mf_dsse *dsse, const struct mf_trust *trust, uint32_t threshold);

/* Adds the manifest that was inside, whose reference it takes, and its digest. */
void mf_verified_set_manifest(mf_verified *verified, mf_manifest *manifest,
                              const char digest[MF_DIGEST_SIZE]);

#endif
