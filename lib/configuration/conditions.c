/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the manifest, asked of the values in force. */
#include "configuration/resolution.h"

mf_status mf_resolution_check_rules(struct mf_resolution *resolution, mf_error **reterr)
{
    (void)resolution;
    (void)reterr;
    return MF_OK;
}
