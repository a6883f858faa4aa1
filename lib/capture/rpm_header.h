/* SPDX-License-Identifier: Apache-2.0 */
/* The header of an rpm package, as the database keeps it. */
#ifndef MF_CAPTURE_RPM_HEADER_H
#define MF_CAPTURE_RPM_HEADER_H

#include "base/view.h"

#include <stdint.h>

/* Texts point into the header; what it does not say is empty. */
struct mf_rpm_header {
    struct mf_view name;
    struct mf_view version;
    struct mf_view release;
    struct mf_view architecture;
    uint32_t epoch;
    bool has_epoch;
};

/* False if the bytes are no header, or are cut off. */
bool mf_rpm_header_read(struct mf_view bytes, struct mf_rpm_header *ret_header);

#endif
