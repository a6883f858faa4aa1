/* SPDX-License-Identifier: Apache-2.0 */
/* The callbacks of the library, in C: each hands over to the function of callback.go. */
#include "shim.h"

#include "_cgo_export.h"

static int32_t sign(void *user_data, const uint8_t *message, size_t size, uint8_t *signature)
{
    return manifestGoSign((uintptr_t)user_data, (uint8_t *)message, size, signature);
}

static int32_t progress(void *context, const char *file, uint64_t files_done, uint64_t files,
                        uint64_t bytes_done, uint64_t bytes)
{
    return manifestGoProgress((uintptr_t)context, (char *)file, files_done, files, bytes_done, bytes);
}

mf_status manifest_go_key_new_signer(const uint8_t *public_key, size_t size, uintptr_t handle,
                                     mf_key **ret_key, mf_error **reterr)
{
    return mf_key_new_signer(public_key, size, sign, (void *)handle, ret_key, reterr);
}

void manifest_go_set_progress(mf_hash_options *options, uintptr_t handle)
{
    options->progress = progress;
    options->progress_context = (void *)handle;
}
