/* SPDX-License-Identifier: Apache-2.0 */
/* The version at run time. */
#include <libmanifest/version.h>

const char *mf_version(void)
{
    return MF_VERSION;
}

uint32_t mf_version_number(void)
{
    return MF_VERSION_NUMBER;
}
