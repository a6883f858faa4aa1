/* SPDX-License-Identifier: Apache-2.0 */
/* What the address of an archive of conda says: https://HOST/CHANNEL/PLATFORM/NAME-VERSION-BUILD.conda */
#ifndef MF_LOCK_CONDA_H
#define MF_LOCK_CONDA_H

#include "lock/reading.h"

struct mf_lock_conda_archive {
    struct mf_view name;
    struct mf_view version;
    struct mf_view build;
    struct mf_view type; /* conda or tar.bz2 */
    struct mf_view platform;
    struct mf_view channel; /* its last part, so that no token that stands before it comes along */
};

/* False if the address, without a fragment, does not end as those of conda do. */
bool mf_lock_conda_split(struct mf_view address, struct mf_lock_conda_archive *ret_archive);

#endif
