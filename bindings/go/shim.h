/* SPDX-License-Identifier: Apache-2.0 */
/* What Go cannot say to C by itself: callbacks. A handle of runtime/cgo travels as the pointer that the library hands back. */
#ifndef MANIFEST_GO_SHIM_H
#define MANIFEST_GO_SHIM_H

#include <libmanifest/libmanifest.h>
#include <stdint.h>
#include <stdlib.h>

/* A key whose signatures are made by the signer behind `handle`. */
mf_status manifest_go_key_new_signer(const uint8_t *public_key, size_t size, uintptr_t handle,
                                     mf_key **ret_key, mf_error **reterr);

/* Has the work tell its progress to what is behind `handle`. */
void manifest_go_set_progress(mf_hash_options *options, uintptr_t handle);

#endif
