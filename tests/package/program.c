/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest program of a user: compiled against what was installed, shared and static. */
#include <libmanifest/libmanifest.h>
#include <libmanifest/libmanifest.h> /* a second time does nothing */
#include <stdio.h>
#include <string.h>

int main(void)
{
    int same = strcmp(mf_version(), MF_VERSION) == 0 && mf_version_number() == MF_VERSION_NUMBER;

    printf("%s %s\n", mf_version(), mf_status_name(MF_ERROR_LIMIT));
    return same ? 0 : 1;
}
