/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest program of a user: compiled against what was installed, shared and static. */
#include <libmanifest/libmanifest.h>
#include <libmanifest/libmanifest.h> /* a second time does nothing */
#include <stdio.h>
#include <string.h>

int main(void)
{
    mf_manifest *manifest = NULL;
    mf_bytes *digest = NULL;
    int good = strcmp(mf_version(), MF_VERSION) == 0 && mf_version_number() == MF_VERSION_NUMBER;

    if (mf_manifest_read("schema: manifest/v1", MF_ZERO_TERMINATED, NULL, &manifest, NULL, NULL) == MF_OK &&
        mf_manifest_digest(manifest, &digest, NULL) == MF_OK) {
        printf("%s %s\n", mf_version(), (const char *)mf_bytes_data(digest));
    } else {
        good = 0;
    }
    mf_bytes_unref(digest);
    mf_manifest_unref(manifest);
    return good ? 0 : 1;
}
