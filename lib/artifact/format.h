/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is, by its name and its first bytes. */
#ifndef MF_ARTIFACT_FORMAT_H
#define MF_ARTIFACT_FORMAT_H

#include "base/view.h"

#include <stdint.h>

enum mf_file_header {
    MF_HEADER_NONE, /* none that is read here */
    MF_HEADER_SAFETENSORS,
    MF_HEADER_ONNX,
    MF_HEADER_GGUF,
};

struct mf_file_format {
    const char *name;
    const char *kind;       /* of artifact */
    const char *media_type; /* "": none */
    enum mf_file_header header;
    bool runs_code; /* loading it can run code that is in it */
};

/* The beginning of a file, and its last byte. */
struct mf_file_sample {
    struct mf_view name; /* its path, or a part of it that holds the last segment */
    struct mf_view head; /* 512 bytes, or all of a shorter file */
    uint64_t size;       /* of the file */
    unsigned char last;
};

enum { MF_FILE_HEAD = 512 };

/*
 * The format of a file: its contents are believed where they tell it, else its name.
 * @param ret_other  receives whether the name tells a format with other contents
 */
const struct mf_file_format *mf_file_format_guess(const struct mf_file_sample *sample, bool *ret_other);

#endif
