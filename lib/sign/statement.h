/* SPDX-License-Identifier: Apache-2.0 */
/* The in-toto Statement v1 of a release: built from a manifest, and read back strictly. */
#ifndef MF_SIGN_STATEMENT_H
#define MF_SIGN_STATEMENT_H

#include "base/buffer.h"
#include "model/manifest.h"

/* "sha256:" and its digits, with a zero behind. */
enum { MF_DIGEST_SIZE = 7 + 64 + 1 };

/*
 * Appends the canonical statement of a manifest.
 * @return MF_OK, MF_ERROR_INVALID (the manifest names no release id), MF_ERROR_MEMORY, MF_ERROR_CRYPTO
 */
mf_status mf_statement_append(struct mf_buffer *buffer, const mf_manifest *manifest,
                              char digest[MF_DIGEST_SIZE], mf_error **reterr);

/*
 * Reads the manifest out of a statement and proves the statement: its types, and that it is to the byte the one that
 * mf_statement_append() makes of the manifest, subjects included.
 *
 * @param limits      for the manifest, its format and profile set here
 * @param profile     what the manifest must pass
 * @param ret_report  as for mf_envelope_verify(); may be NULL
 * @return MF_OK, MF_ERROR_PAYLOAD, MF_ERROR_INVALID, MF_ERROR_LIMIT, MF_ERROR_MEMORY, MF_ERROR_CRYPTO
 */
mf_status mf_statement_read(struct mf_view statement, const mf_read_options *limits, mf_profile profile,
                            mf_manifest **ret_manifest, char digest[MF_DIGEST_SIZE], mf_report **ret_report,
                            mf_error **reterr);

#endif
