/* SPDX-License-Identifier: Apache-2.0 */
/* The little of an ELF file that says for which system it is. */
#ifndef MF_CAPTURE_ELF_H
#define MF_CAPTURE_ELF_H

#include "base/view.h"

#include <stdint.h>

struct mf_elf {
    uint16_t machine;
    bool is_64;
    bool is_little;
    struct mf_view
        interpreter; /* path of the dynamic loader, without its NUL; empty if there is none in the text */
};

/* Reads the beginning of a file; false if it is no ELF file. The view points into the text. */
bool mf_elf_read(struct mf_view text, struct mf_elf *ret_elf);

#endif
