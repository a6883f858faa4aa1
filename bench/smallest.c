/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that needs as little of the library as deployments do: it reads and checks a manifest, tells its digest, and verifies
 * that an envelope holds it. Linked with the static library, for its size: `smallest MANIFEST ENVELOPE KEY`.
 */
#include <libmanifest/libmanifest.h>

#include <stdio.h>
#include <string.h>

static int fail(const mf_error *error)
{
    (void)fprintf(stderr, "smallest: %s\n", mf_error_message(error));
    return 1;
}

static mf_status read_digest(const char *path, mf_bytes **ret_digest, mf_error **reterr)
{
    mf_manifest *manifest = NULL;
    mf_bytes *text = NULL;
    mf_status status = mf_bytes_read_file(path, 0, &text, reterr);

    if (status == MF_OK) {
        status = mf_manifest_read(mf_bytes_data(text), mf_bytes_size(text), NULL, &manifest, NULL, reterr);
    }
    if (status == MF_OK) {
        status = mf_manifest_digest(manifest, ret_digest, reterr);
    }
    (void)mf_manifest_unref(manifest);
    (void)mf_bytes_unref(text);
    return status;
}

static mf_status verify(const char *path, const char *key_path, mf_verified **ret_verified, mf_error **reterr)
{
    mf_bytes *envelope = NULL;
    mf_key *key = NULL;
    mf_status status = mf_bytes_read_file(path, 0, &envelope, reterr);

    if (status == MF_OK) {
        status = mf_key_read_file(key_path, &key, reterr);
    }
    if (status == MF_OK) {
        status = mf_envelope_verify(mf_bytes_data(envelope), mf_bytes_size(envelope), &key, 1, NULL,
                                    ret_verified, NULL, reterr);
    }
    (void)mf_key_unref(key);
    (void)mf_bytes_unref(envelope);
    return status;
}

int main(int argc, char **argv)
{
    mf_verified *verified = NULL;
    mf_bytes *digest = NULL;
    mf_error *error = NULL;
    int result = 1;

    if (argc != 4) {
        (void)fprintf(stderr, "usage: smallest MANIFEST ENVELOPE KEY\n");
        return 2;
    }
    if (read_digest(argv[1], &digest, &error) != MF_OK ||
        verify(argv[2], argv[3], &verified, &error) != MF_OK) {
        result = fail(error);
    } else if (strcmp(mf_bytes_data(digest), mf_verified_digest(verified)) == 0) {
        result = 0;
    }
    printf("%s\n", result == 0 ? "the same" : "not the same");
    (void)mf_error_unref(error);
    (void)mf_bytes_unref(digest);
    (void)mf_verified_unref(verified);
    return result;
}
