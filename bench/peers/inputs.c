/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the contenders work on, written to stdout.
 *
 *   inputs text SIZE           a manifest as YAML, about as large as this
 *   inputs sign KEY STATEMENT  an envelope around the file STATEMENT, whatever is in it: also what 'manifest sign' would not sign
 */
#include "documents.h"
#include "row.h"

#include "base/bytes.h"
#include "sign/dsse.h"
#include "sign/key.h"

#include <libmanifest/libmanifest.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print(const mf_bytes *text)
{
    size_t size = mf_bytes_size(text);

    if (fwrite(mf_bytes_data(text), 1, size, stdout) != size || fflush(stdout) != 0) {
        give_up("stdout", "cannot be written");
    }
}

static mf_bytes *sign(const char *key_path, const char *path)
{
    const struct mf_view type = mf_view_of(MF_PAYLOAD_TYPE);
    struct mf_buffer message = MF_BUFFER_EMPTY;
    struct mf_buffer signatures = MF_BUFFER_EMPTY;
    struct mf_buffer envelope = MF_BUFFER_EMPTY;
    uint8_t signature[MF_KEY_SIGNATURE_SIZE];
    mf_key *key = NULL;
    mf_bytes *statement = NULL;
    mf_bytes *text = NULL;

    if (mf_key_read_file(key_path, &key, NULL) != MF_OK ||
        mf_bytes_read_file(path, 0, &statement, NULL) != MF_OK) {
        give_up("inputs sign", "the key or the statement cannot be read");
    }
    mf_dsse_append_message(&message, type, mf_bytes_view(statement));
    if (mf_key_sign(key, mf_buffer_view(&message), signature, NULL) != MF_OK) {
        give_up(key_path, "cannot sign");
    }
    mf_dsse_append_signature(&signatures, mf_key_id(key),
                             mf_view_make((const char *)signature, sizeof signature));
    mf_dsse_append(&envelope, type, mf_bytes_view(statement), mf_buffer_view(&signatures));
    if (mf_buffer_finish(&envelope, &text, NULL) != MF_OK) {
        give_up("inputs sign", "out of memory");
    }
    mf_buffer_release(&message);
    mf_buffer_release(&signatures);
    (void)mf_bytes_unref(statement);
    (void)mf_key_unref(key);
    return text;
}

int main(int argc, char **argv)
{
    mf_bytes *text;

    if (argc == 3 && strcmp(argv[1], "text") == 0) {
        text = generated_yaml(packages_for(strtoul(argv[2], NULL, 10)));
    } else if (argc == 4 && strcmp(argv[1], "sign") == 0) {
        text = sign(argv[2], argv[3]);
    } else {
        give_up("inputs", "it is 'text SIZE' or 'sign KEY STATEMENT'");
    }
    print(text);
    (void)mf_bytes_unref(text);
    return 0;
}
